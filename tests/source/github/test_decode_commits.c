/* SPDX-License-Identifier: MIT */
/* Lists of commits: what is read of them, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/decode.h"

#define SHA    "\"00ff10203040506070809abcdefabcdef0123456\""
#define PERSON "\"name\":\"Ann\",\"email\":\"ann@example.org\""
#define TIME0  "\"2026-03-01T12:00:00Z\""
#define TIME1  "\"2026-03-01T11:00:00Z\""

static void
commits_are_read(void **state)
{
	static const char body[] =
	    "[{\"sha\":" SHA ",\"commit\":{\"author\":{" PERSON
	    ",\"date\":" TIME1 "},\"committer\":{" PERSON ",\"date\":" TIME0
	    "}},\"author\":null,\"parents\":[{}]},"
	    "{\"sha\":" SHA ",\"commit\":{\"author\":{\"name\":null,"
	    "\"date\":" TIME1 "},\"committer\":null},"
	    "\"parents\":[{},{}]}]";
	static const unsigned char sha[HSCAN_SHA_SIZE] = {0x00, 0xff, 0x10,
	    0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x80, 0x9a, 0xbc, 0xde, 0xfA,
	    0xBC, 0xDE, 0xF0, 0x12, 0x34, 0x56};
	struct hscan_listed_commits commits = {0};
	struct hscan_arena arena;
	struct hscan_error err;

	(void)state;
	hscan_arena_init(&arena);
	assert_int_equal(hscan_github_decode_commits(
			     hscan_text_of(body), &arena, &commits, &err),
	    HSCAN_OK);
	assert_int_equal(commits.len, 2);
	assert_int_equal(commits.newest, 1772366400);
	assert_memory_equal(commits.at[0].sha, sha, sizeof(sha));
	/* The committer's time. */
	assert_int_equal(commits.at[0].committed_at, 1772366400);
	assert_true(hscan_text_is(commits.at[0].author_name, "Ann"));
	assert_true(
	    hscan_text_is(commits.at[0].author_email, "ann@example.org"));
	assert_false(commits.at[0].merge);
	/* Without one, the author's. */
	assert_int_equal(commits.at[1].committed_at, 1772362800);
	assert_null(commits.at[1].author_name.ptr);
	assert_true(commits.at[1].merge);
	hscan_arena_clear(&arena);
}

static void
an_empty_list_is_one(void **state)
{
	struct hscan_listed_commits commits = {0};
	struct hscan_arena arena;
	struct hscan_error err;

	(void)state;
	hscan_arena_init(&arena);
	assert_int_equal(hscan_github_decode_commits(
			     hscan_text_of("[]"), &arena, &commits, &err),
	    HSCAN_OK);
	assert_int_equal(commits.len, 0);
	assert_int_equal(commits.newest, HSCAN_NEVER);
	hscan_arena_clear(&arena);
}

static void
bad_commits_are_refused(void **state)
{
#define COMMITTER "\"commit\":{\"committer\":{\"date\":" TIME0 "}}"
	static const struct {
		const char *body, *why;
	} rows[] = {
	    {"{}", "list of commits"},
	    {"[7]", "entry 1: it is not an object"},
	    {"[{" COMMITTER "}]", "entry 1: sha is missing"},
	    {"[{\"sha\":\"00ff\"," COMMITTER "}]", "not 40 hexadecimal"},
	    {"[{\"sha\":\"g0ff10203040506070809abcdefabcdef0123456\"," COMMITTER
	     "}]",
		"not 40 hexadecimal"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_listed_commits commits = {0};
		struct hscan_arena arena;
		struct hscan_error err;

		hscan_arena_init(&arena);
		assert_int_equal(
		    hscan_github_decode_commits(
			hscan_text_of(rows[i].body), &arena, &commits, &err),
		    HSCAN_EPARSE);
		if (!strstr(err.message, rows[i].why))
			fail_msg("%zu: %s", i, err.message);
		assert_null(commits.at);
		hscan_arena_clear(&arena);
	}
}

/* author and committer may be null. */
static void
commits_without_a_date_are_left_out(void **state)
{
	struct hscan_listed_commits commits = {0};
	struct hscan_arena arena;
	struct hscan_error err;

	(void)state;
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_github_decode_commits(
		hscan_text_of("[{\"sha\":" SHA ",\"commit\":{\"author\":null,"
			      "\"committer\":null}},{\"sha\":" SHA
			      ",\"commit\":{\"author\":{\"date\":\"soon\"}}}]"),
		&arena, &commits, &err),
	    HSCAN_OK);
	assert_int_equal(commits.len, 0);
	assert_int_equal(commits.newest, HSCAN_NEVER);
	assert_int_equal(commits.bad.len, 2);
	assert_true(hscan_text_is(commits.bad.at[0].why, "date is missing"));
	assert_true(hscan_text_is(commits.bad.at[1].why, "date is not a time"));
	assert_int_equal(commits.bad.at[0].name.len, 40);
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(commits_are_read),
	    cmocka_unit_test(an_empty_list_is_one),
	    cmocka_unit_test(bad_commits_are_refused),
	    cmocka_unit_test(commits_without_a_date_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
