/* SPDX-License-Identifier: MIT */
/* Groups of the configuration: what "@NAME" is, and the questions about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/groups.h"
#include "base/text.h"

static enum hscan_status
take(const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)hscan_buf_add_format(out, "[%s %s]", name->owner, name->name);
	return strcmp(name->name, "bad") == 0
		   ? hscan_fail(err, HSCAN_EREFUSED, "no")
		   : HSCAN_OK;
}

static void
set_up(struct settings *settings)
{
	static const char *const rows[][2] = {
	    {"one", "a/b"}, {"two", "c/d"}, {"one", "e/f"}, {"x", "a/bad"}};

	settings_init(settings);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct settings_scan scan = {
		    .list = hscan_text_of(rows[i][0]),
		    .repo = hscan_text_of(rows[i][1]),
		    .file = "f",
		    .source = "f:1",
		};

		assert_int_equal(
		    settings_scan_add(settings, &scan, NULL), HSCAN_OK);
	}
}

static void
words_stand_for_them(void **state)
{
	(void)state;
	assert_true(groups_is("@one"));
	assert_true(groups_is("@a/b"));
	assert_false(groups_is("@"));
	assert_false(groups_is("./@one"));
	assert_false(groups_is("a/b"));
	assert_false(groups_is(""));
}

static void
members_are_told_in_order(void **state)
{
	struct settings settings;
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf got;

	(void)state;
	set_up(&settings);
	hscan_buf_init(&got, 4096);
	assert_int_equal(
	    groups_members(&settings, "@one", take, &got, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&got), "[a b][e f]");
	assert_int_equal(
	    groups_members(&settings, "@x", take, &got, &err), HSCAN_EREFUSED);
	assert_int_equal(groups_check(&settings, "@two", &err), HSCAN_OK);
	hscan_buf_reset(&got);
	assert_int_equal(groups_add_names(&settings, "@", &got), 3);
	assert_string_equal(hscan_buf_string(&got), "@one, @two, @x");
	hscan_buf_clear(&got);
	settings_clear(&settings);
}

static void
those_that_there_are_not_are_refused(void **state)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct settings settings;

	(void)state;
	set_up(&settings);
	assert_int_equal(groups_check(&settings, "@three", &err), HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "there is no group 'three' with members: the configuration has "
	    "@one, @two, @x");
	settings_clear(&settings);
	settings_init(&settings);
	assert_int_equal(
	    groups_check(&settings, "@\33[1m", &err), HSCAN_EINVAL);
	assert_null(strchr(err.message, '\33'));
	assert_non_null(strstr(err.message, "the configuration has none"));
	settings_clear(&settings);
}

/* Else one could be taken for the question about another. */
static void
a_name_with_a_tab_is_none(void **state)
{
	const struct settings_scan scan = {
	    .list = hscan_text_of("a\tb"),
	    .repo = hscan_text_of("a/b"),
	    .file = "f",
	    .source = "f:1",
	};
	struct settings settings;

	(void)state;
	settings_init(&settings);
	assert_int_equal(settings_scan_add(&settings, &scan, NULL), HSCAN_OK);
	assert_int_equal(groups_check(&settings, "@a\tb", NULL), HSCAN_EINVAL);
	settings_clear(&settings);
}

static void
questions_are_taken_apart(void **state)
{
	struct hscan_text name, rest;
	struct hscan_buf scope;

	(void)state;
	hscan_buf_init(&scope, 4096);
	groups_add_scope(&scope, hscan_text_of("two words"));
	(void)hscan_buf_add_string(&scope, "30d label=a\tb");
	assert_true(groups_split_scope(hscan_buf_text(&scope), &name, &rest));
	assert_true(hscan_text_is(name, "@two words"));
	assert_true(hscan_text_is(rest, "30d label=a\tb"));
	hscan_buf_clear(&scope);
	assert_false(
	    groups_split_scope(hscan_text_of("30d label=a\tb"), &name, &rest));
	assert_null(name.ptr);
	assert_true(hscan_text_is(rest, "30d label=a\tb"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_stand_for_them),
	    cmocka_unit_test(members_are_told_in_order),
	    cmocka_unit_test(those_that_there_are_not_are_refused),
	    cmocka_unit_test(a_name_with_a_tab_is_none),
	    cmocka_unit_test(questions_are_taken_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
