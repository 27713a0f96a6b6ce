/* SPDX-License-Identifier: MIT */
/* Every class of a project, each at its edge, and what its evidence says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "judge/lifecycle.h"

#define END   INT64_C(1787356800) /* 2026-08-22 */
#define DAY   HSCAN_DAY_S
#define NEVER HSCAN_NEVER

enum {
	ARCHIVED = HSCAN_LIFE_ARCHIVED,
	NEW = HSCAN_LIFE_NEW,
	DORMANT = HSCAN_LIFE_DORMANT,
	MAINTENANCE = HSCAN_LIFE_MAINTENANCE,
	ACTIVE = HSCAN_LIFE_ACTIVE,
	UNKNOWN = HSCAN_LIFE_UNKNOWN,
};

#define OLD  .end = END, .created_at = END - 3000 * DAY, .pushed_at = NEVER
#define READ .commits_read = true, .forge_read = true, .replies_read = true
/* Of a sign, 0 stands for: there was none. */

static struct row {
	const char *what;
	int expected;
	struct hscan_life_facts facts;
	const char *evidence; /* a part of it; NULL: any */
} rows[] = {
    {"nothing ever", DORMANT, {OLD, READ, .signs = {0}},
	"last human commit never, last merge never, last release never, last "
	"maintainer reply never"},
    {"commits of another head are no sign of life", DORMANT,
	{OLD, READ, .other_head = true,
	    .signs = {.last_commit = END - DAY, .recent_commits = 50}},
	"; commits are not of the default branch"},
    {"nor is their absence one of silence", ACTIVE,
	{.end = END,
	    .created_at = END - 3000 * DAY,
	    .pushed_at = END - DAY,
	    READ,
	    .other_head = true,
	    .signs = {0}},
	"last push 2026-08-21"},
    {"archived comes before all", ARCHIVED,
	{.end = END,
	    .created_at = END - DAY,
	    .pushed_at = NEVER,
	    READ,
	    .archived = true,
	    .signs = {0}},
	"archived"},
    {"a day less than 90 days old", NEW,
	{.end = END,
	    .created_at = END - 89 * DAY,
	    .pushed_at = NEVER,
	    READ,
	    .signs = {0}},
	"created 2026-05-25, younger than 90 days"},
    {"a second less than 90 days old", NEW,
	{.end = END,
	    .created_at = END - 90 * DAY + 1,
	    .pushed_at = NEVER,
	    READ,
	    .signs = {0}},
	NULL},
    {"90 days old, and silent", DORMANT,
	{.end = END,
	    .created_at = END - 90 * DAY,
	    .pushed_at = NEVER,
	    READ,
	    .signs = {0}},
	NULL},
    {"a commit 365 days before is a sign", ACTIVE,
	{OLD, READ, .signs = {.last_commit = END - 365 * DAY}},
	"0 human commits in 90 days, last human commit 2025-08-22"},
    {"a second earlier it is none", DORMANT,
	{OLD, READ, .signs = {.last_commit = END - 365 * DAY - 1}},
	"last human commit 2025-08-21"},
    {"a merge is a sign", ACTIVE,
	{OLD, READ, .signs = {.last_merge = END - 364 * DAY}}, NULL},
    {"a release is a sign", MAINTENANCE,
	{OLD, READ, .signs = {.last_release = END - DAY, .year_releases = 1}},
	"1 release in a year"},
    {"a maintainer's reply is a sign", MAINTENANCE,
	{OLD, READ, .signs = {.last_reply = END - DAY, .year_replies = 2}},
	"2 maintainer replies in a year"},
    {"one reply is one, too", MAINTENANCE,
	{OLD, READ, .signs = {.last_reply = END - DAY, .year_replies = 1}},
	"1 maintainer reply in a year"},
    {"12 commits in 90 days are fewer than one a week", MAINTENANCE,
	{OLD, READ,
	    .signs = {.last_commit = END - DAY,
		.recent_commits = 12,
		.year_releases = 1}},
	"12 human commits in 90 days"},
    {"13 are not", ACTIVE,
	{OLD, READ,
	    .signs = {.last_commit = END - DAY,
		.recent_commits = 13,
		.year_releases = 1}},
	"13 human commits in 90 days"},
    {"few commits, and neither releases nor replies", ACTIVE,
	{OLD, READ, .signs = {.last_commit = END - DAY, .recent_commits = 1}},
	"1 human commit in 90 days"},
    {"git alone: commits and tags decide", MAINTENANCE,
	{OLD, .commits_read = true,
	    .signs = {.last_commit = END - DAY,
		.recent_commits = 3,
		.last_release = END - DAY,
		.year_releases = 2}},
	"3 human commits in 90 days, last human commit 2026-08-21, last "
	"release 2026-08-21, 2 releases in a year"},
    {"git alone, silent", DORMANT,
	{OLD, .commits_read = true, .signs = {.last_commit = END - 400 * DAY}},
	NULL},
    {"no clone: how few the commits are is not known", ACTIVE,
	{.end = END,
	    .created_at = 0,
	    .pushed_at = END - DAY,
	    .forge_read = true,
	    .signs = {.last_merge = END - DAY, .year_releases = 1}},
	"last push 2026-08-21, last merge 2026-08-21, last release never, 1 "
	"release in a year; commits not read: no local clone; replies not "
	"read: --profile full"},
    {"no clone, and the last push is long ago", DORMANT,
	{.end = END,
	    .created_at = 0,
	    .pushed_at = END - 366 * DAY,
	    .forge_read = true,
	    .signs = {0}},
	"last push 2025-08-21"},
    {"no clone, nothing was ever pushed", DORMANT,
	{.end = END,
	    .created_at = 0,
	    .pushed_at = NEVER,
	    .forge_read = true,
	    .signs = {0}},
	NULL},
    {"no clone, pushed after the end: what was before is open", UNKNOWN,
	{.end = END,
	    .created_at = 0,
	    .pushed_at = END,
	    .forge_read = true,
	    .signs = {0}},
	"nothing was read that tells"},
    {"with a clone the last push does not matter", DORMANT,
	{.end = END,
	    .created_at = 0,
	    .pushed_at = END - DAY,
	    READ,
	    .signs = {0}},
	NULL},
    {"nothing was read", UNKNOWN,
	{.end = END, .created_at = 0, .pushed_at = NEVER, .signs = {0}}, NULL},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void
none_of_zero(int64_t *sign)
{
	if (*sign == 0)
		*sign = NEVER;
}

static void
one(void **state)
{
	const struct row *row = *state;
	struct hscan_life_facts facts = row->facts;
	const struct hscan_life *life = NULL;
	struct hscan_arena arena;
	struct hscan_error err;

	none_of_zero(&facts.signs.last_commit);
	none_of_zero(&facts.signs.last_merge);
	none_of_zero(&facts.signs.last_release);
	none_of_zero(&facts.signs.last_reply);
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_lifecycle(&facts, &arena, &life, &err), HSCAN_OK);
	assert_int_equal(life->life_class, row->expected);
	assert_true(life->evidence.len > 0);
	assert_int_not_equal(life->evidence.ptr[0], ',');
	/* What was read is not called unread, nor what nobody would read. */
	if ((facts.replies_read || !facts.forge_read) &&
	    strstr(life->evidence.ptr, "replies not read"))
		fail_msg("%s", life->evidence.ptr);
	if (facts.commits_read &&
	    strstr(life->evidence.ptr, "commits not read"))
		fail_msg("%s", life->evidence.ptr);
	if (row->evidence && !strstr(life->evidence.ptr, row->evidence))
		fail_msg("%s", life->evidence.ptr);
	hscan_arena_clear(&arena);
}

static void
names(void **state)
{
	(void)state;
	assert_string_equal(hscan_life_name(HSCAN_LIFE_ACTIVE), "active");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_NEW), "new");
	assert_string_equal(
	    hscan_life_name(HSCAN_LIFE_MAINTENANCE), "maintenance");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_DORMANT), "dormant");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_ARCHIVED), "archived");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_UNKNOWN), "unknown");
}

int
main(void)
{
	struct CMUnitTest tests[ROWS + 1];

	for (size_t i = 0; i < ROWS; i++)
		tests[i] = (struct CMUnitTest){
		    .name = rows[i].what,
		    .test_func = one,
		    .initial_state = &rows[i],
		};
	tests[ROWS] = (struct CMUnitTest){.name = "names", .test_func = names};
	return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}
