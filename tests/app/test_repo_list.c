/* SPDX-License-Identifier: MIT */
/* Lists of repositories as people write them, and those that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/repo_list.h"
#include "base/buf.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static enum hscan_status
take(const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)err;
	(void)hscan_buf_add_format(
	    out, "[%s %s %s]", name->host, name->owner, name->name);
	return HSCAN_OK;
}

static void
names_are_read(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	    {"", ""},
	    {"\n\n  \n\t\n", ""},
	    {"a/b", "[github.com a b]"},
	    {"a/b\n", "[github.com a b]"},
	    {"a/b\r\nc/d\r\n", "[github.com a b][github.com c d]"},
	    {"  a/b\t\n", "[github.com a b]"},
	    {"# a/b\n#\n  # c\n", ""},
	    {"a/b # why\nc/d\t#e\n", "[github.com a b][github.com c d]"},
	    {"\xEF\xBB\xBF"
	     "a/b\n",
		"[github.com a b]"},
	    {"https://ghe.test/a/b.git\n", "[ghe.test a b]"},
	    {"git@github.com:a/b.git", "[github.com a b]"},
	    /* Whether a name comes twice is for others to see. */
	    {"a/b\na/b\n", "[github.com a b][github.com a b]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;

		hscan_buf_init(&got, 4096);
		assert_int_equal(
		    repo_list_read(
			(struct hscan_text){rows[i].text, strlen(rows[i].text)},
			"list", take, &got, &err),
		    HSCAN_OK);
		assert_string_equal(hscan_buf_string(&got), rows[i].expected);
		hscan_buf_clear(&got);
	}
}

static void
others_are_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"a/b\n\nmeadow\n", "list:3: 'meadow' does not name a repository"},
	    {"a/b c/d\n", "list:1: 'a/b c/d' does not name"},
	    {"a/b#c\n", "list:1: 'a/b#c' does not name"},
	    {"# x\na/\x1b[31m\n", "list:2: 'a/\\x1B[31m' does not name"},
	    {"a/../b\n", "list:1: "},
	    {"a/b\n@ours\n",
		"list:2: '@ours' is a group, and a list names repositories; "
		"give the group as an argument"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;

		hscan_buf_init(&got, 4096);
		assert_int_equal(
		    repo_list_read(
			(struct hscan_text){rows[i].text, strlen(rows[i].text)},
			"list", take, &got, &err),
		    HSCAN_EINVAL);
		if (strncmp(
			err.message, rows[i].words, strlen(rows[i].words)) != 0)
			fail_msg("%s", err.message);
		hscan_buf_clear(&got);
	}
}

static enum hscan_status
stop_at_once(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	(void)name;
	++*(int *)payload;
	return hscan_no_memory(err);
}

static void
the_taker_ends_it(void **state)
{
	struct hscan_error err;
	int told = 0;

	(void)state;
	assert_int_equal(repo_list_read((struct hscan_text){"a/b\nc/d\n", 8},
			     "list", stop_at_once, &told, &err),
	    HSCAN_ENOMEM);
	assert_int_equal(told, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_read),
	    cmocka_unit_test(others_are_refused),
	    cmocka_unit_test(the_taker_ends_it),
	};

	return cmocka_run_group_tests_name("repo_list", tests, NULL, NULL);
}
