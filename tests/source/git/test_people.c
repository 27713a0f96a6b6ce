/* SPDX-License-Identifier: MIT */
/* A .mailmap as git reads it, line by line; that all of them are read so is
 * shown in test_mailmap.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/git/people.h"

struct mailmap_case {
	const char *file, *name, *email, *real;
};

static void
check(const struct mailmap_case *cases, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct git_people *people =
		    git_people_read(hscan_text_of(cases[i].file));
		struct hscan_text found;

		assert_non_null(people);
		found = git_people_email(people, hscan_text_of(cases[i].name),
		    hscan_text_of(cases[i].email));
		if (!hscan_text_is(found, cases[i].real))
			fail_msg("'%s': %s <%s> is %.*s, not %s", cases[i].file,
			    cases[i].name, cases[i].email, (int)found.len,
			    found.ptr, cases[i].real);
		git_people_free(people);
	}
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof((cases)[0]))

static void
a_hash_begins_a_comment_at_the_start_of_a_line_only(void **state)
{
	static const struct mailmap_case cases[] = {
	    {"Bo <new@n> <bo_x#EXT#@t>\n", "Bo", "bo_x#EXT#@t", "new@n"},
	    {"Bo #1 <new@n> <bo@x>\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> Bo #1 <bo@x>\n", "bo #1", "bo@x", "new@n"},
	    {"Bo (C# dev) <new@n> <bo@x>\n", "Bo", "bo@x", "new@n"},
	    {" # x <new@n> <bo@x>\n", "Bo", "bo@x", "new@n"},
	    {"#Bo <new@n> <bo@x>\n", "Bo", "bo@x", "bo@x"},
	};

	(void)state;
	CHECK(cases);
}

static void
what_follows_the_second_address_is_passed_over(void **state)
{
	static const struct mailmap_case cases[] = {
	    {"Bo <new@n> <bo@x> (work)\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> <bo@x> <other@x>\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> <bo@x> <other@x>\n", "Bo", "other@x", "other@x"},
	    {"Bo <new@n> <bo@x>>\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> <bo@x> # note\r\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> text <bo@x\n", "text", "bo@x", "bo@x"},
	    {"Bo <new@n>\t<bo@x>\r\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> <bo@x>", "Bo", "bo@x", "new@n"},
	};

	(void)state;
	CHECK(cases);
}

static void
lines_add_up(void **state)
{
	static const char both[] = "Bo <any@n> <bo@x>\n"
				   "Bo <name@n> Old Name <BO@X>\n";
	static const struct mailmap_case cases[] = {
	    /* A name alone leaves what is known of the e-mail. */
	    {"Bo <new@n> <bo@x>\nBoris <bo@x>\n", "Bo", "bo@x", "new@n"},
	    {"Bo <a@n> <bo@x>\nBo <b@n> <bo@x>\n", "Bo", "bo@x", "b@n"},
	    {both, "old NAME", "bo@X", "name@n"},
	    {both, "Someone", "bo@x", "any@n"},
	    {"Bo <name@n> Old <bo@x>\n", "Someone", "bo@x", "bo@x"},
	    {"Bo <a@n> Old <bo@x>\nBo <b@n> OLD <Bo@x>\n", "old", "bo@x",
		"b@n"},
	};

	(void)state;
	CHECK(cases);
}

static void
nothing_is_an_old_address_and_no_new_one(void **state)
{
	static const struct mailmap_case cases[] = {
	    {"Bo <new@n> bo <>\n", "BO", "", "new@n"},
	    {"Bo <new@n> bo <>\n", "Al", "", ""},
	    {"Bo <new@n> <>\n", "Al", "", "new@n"},
	    {"<> <bo@x>\n", "Bo", "bo@x", "bo@x"},
	    {"Bo <> <bo@x>\n", "Bo", "bo@x", "bo@x"},
	    {"Bo < > <bo@x>\n", "Bo", "bo@x", " "},
	    {"Bo < new@n> < bo@x >\n", "Bo", " bo@x ", " new@n"},
	    {"Bo < new@n> < bo@x >\n", "Bo", "bo@x", "bo@x"},
	};

	(void)state;
	CHECK(cases);
}

static void
bytes_are_bytes(void **state)
{
	static const char nul[] = "A <new@n> <a@x>\nB <\0new@n> <b@x>\n";
	static const struct mailmap_case cases[] = {
	    {"\xef\xbb\xbf# x <new@n> <bo@x>\n", "Bo", "bo@x", "new@n"},
	    {"Bo <new@n> J\xf6rg <bo@x>\n", "J\xf6rg", "bo@x", "new@n"},
	    {"Bo <new@n> J\xf6rg <bo@x>\n", "J\xd6rg", "bo@x", "bo@x"},
	    {"Bo <new@n> \vOld\f <bo@x>\n", "Old", "bo@x", "bo@x"},
	    {"Bo <a<b> x <c> y>\n", "x", "c", "a<b"},
	    {"Bo new@n> <bo@x>\n", "Bo", "bo@x", "bo@x"},
	    {"", "Bo", "bo@x", "bo@x"},
	};
	struct git_people *people =
	    git_people_read((struct hscan_text){nul, sizeof(nul) - 1});

	(void)state;
	CHECK(cases);
	assert_non_null(people);
	assert_true(hscan_text_is(
	    git_people_email(people, hscan_text_of("A"), hscan_text_of("a@x")),
	    "new@n"));
	assert_true(hscan_text_is(
	    git_people_email(people, hscan_text_of("B"), hscan_text_of("b@x")),
	    "b@x"));
	git_people_free(people);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_hash_begins_a_comment_at_the_start_of_a_line_only),
	    cmocka_unit_test(what_follows_the_second_address_is_passed_over),
	    cmocka_unit_test(lines_add_up),
	    cmocka_unit_test(nothing_is_an_old_address_and_no_new_one),
	    cmocka_unit_test(bytes_are_bytes),
	};

	return cmocka_run_group_tests_name("git people", tests, NULL, NULL);
}
