/* SPDX-License-Identifier: MIT */
/* Files of python-github-backup and of github-metadata-backup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/backup/github_backup.h"
#include "source/backup/metadata_backup.h"

#define T0    INT64_C(1767323045)
#define TIME0 "\"2026-01-02T03:04:05Z\""
#define TIME1 "\"2026-01-02T03:04:06Z\""
#define TIMES "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
#define USER  "\"user\":{\"id\":8,\"login\":\"ann\",\"type\":\"User\"}"
#define ISSUE "\"id\":900,\"number\":7,\"state\":\"closed\"," TIMES "," USER
#define PULL  ISSUE ",\"base\":{\"ref\":\"main\"}"

#define COMMENT  "{\"id\":5," TIMES "," USER "}"
#define REVIEW   "{\"id\":6,\"submitted_at\":" TIME1 "," USER "}"
#define CLOSED   "{\"id\":3,\"event\":\"closed\",\"created_at\":" TIME1 "}"
#define MERGED   "{\"id\":4,\"event\":\"merged\",\"created_at\":" TIME1 "}"
#define TIMELINE "\"events\":[{\"event\":\"committed\",\"sha\":\"0\"}"

static struct hscan_arena arena;
static struct hscan_error err;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

static struct hscan_told
read_with(hscan_told_decode *decode, const char *file)
{
	struct hscan_told told;

	if (decode(hscan_text_of(file), &arena, &told, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return told;
}

static struct hscan_told
github(const char *file)
{
	return read_with(hscan_github_backup_decode, file);
}

static struct hscan_told
metadata(const char *file)
{
	return read_with(hscan_metadata_backup_decode, file);
}

/* --- python-github-backup --- */

static void
an_issue_with_its_lists(void **state)
{
	struct hscan_told told = github("{" ISSUE ",\"comment_data\":[" COMMENT
					"],\"event_data\":[" CLOSED "]}");

	(void)state;
	assert_int_equal(told.item.id, 900);
	assert_int_equal(told.responses_len, 1);
	assert_int_equal(told.responses[0].kind, HSCAN_COMMENT);
	assert_int_equal(told.responses[0].number, 7);
	assert_int_equal(told.events_len, 1);
	assert_int_equal(told.events[0].number, 7);
	assert_int_equal(told.events[0].id, 3);
	assert_int_equal(told.parts,
	    HSCAN_TOLD_ISSUES | HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS);
	assert_int_equal(told.lacks, 0);
}

/* What was not asked for is not told: that is another thing than none. */
static void
lists_that_are_not_there(void **state)
{
	struct hscan_told told = github("{" ISSUE "}");

	(void)state;
	assert_int_equal(told.parts, HSCAN_TOLD_ISSUES);
	assert_int_equal(told.lacks, HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS);
	told = github("{" ISSUE ",\"comment_data\":[],\"timeline_data\":[]}");
	assert_int_equal(told.lacks, 0);
}

static void
a_pull_request_has_other_lists(void **state)
{
	struct hscan_told told =
	    github("{" PULL ",\"merged_at\":null,\"comment_data\":[{\"id\":1,"
		   "\"diff_hunk\":\"@@\"," TIMES
		   "}],\"comment_regular_data\":[" COMMENT
		   "],\"review_data\":[" REVIEW "]}");

	(void)state;
	assert_int_equal(told.item.id, 0);
	assert_int_equal(told.responses_len, 2);
	assert_int_equal(told.responses[0].id, 5);
	assert_int_equal(told.responses[1].kind, HSCAN_REVIEW);
	assert_int_equal(told.item.merge_untold, false);
	assert_int_equal(told.lacks, HSCAN_TOLD_EVENTS);
	assert_int_equal(told.parts,
	    HSCAN_TOLD_PULLS | HSCAN_TOLD_COMMENTS | HSCAN_TOLD_REVIEWS);
}

static void
a_release(void **state)
{
	struct hscan_told told =
	    github("{\"id\":4,\"tag_name\":\"v1\",\"published_at\":" TIME0
		   "," TIMES "}");

	(void)state;
	assert_int_equal(told.release.id, 4);
	assert_int_equal(told.lacks, 0);
}

/* One row of a list that cannot be used takes nothing away from the others. */
static void
a_bad_row_is_left_out(void **state)
{
	struct hscan_told told =
	    github("{" ISSUE ",\"comment_data\":[{\"id\":1," USER "}," COMMENT
		   ",{\"id\":2}],\"event_data\":[" CLOSED "]}");

	(void)state;
	assert_int_equal(told.responses_len, 1);
	assert_int_equal(told.events_len, 1);
	assert_int_equal(told.bad_len, 2);
	assert_string_equal(told.bad[0].ptr, "created_at is missing");
}

/* --- github-metadata-backup --- */

static void
a_timeline_tells_all(void **state)
{
	struct hscan_told told = metadata(
	    "{\"type\":\"pull\",\"pull\":{" PULL
	    ",\"merged\":true,\"merged_at\":" TIME1 "}," TIMELINE "," CLOSED
	    "," MERGED ",{\"event\":\"commented\",\"id\":5," TIMES "," USER
	    ",\"actor\":null},{\"event\":\"reviewed\","
	    "\"id\":6,\"submitted_at\":" TIME1 "," USER
	    ",\"actor\":null,\"created_at\":null}],\"comments\":[]}");

	(void)state;
	assert_int_equal(told.item.kind, HSCAN_PULL_REQUEST);
	assert_int_equal(told.item.merged_at, T0 + 1);
	assert_int_equal(told.events_len, 2);
	assert_int_equal(told.responses_len, 2);
	assert_true(hscan_text_is(told.responses[1].actor.login, "ann"));
	assert_int_equal(told.parts, HSCAN_TOLD_PULLS | HSCAN_TOLD_COMMENTS |
					 HSCAN_TOLD_REVIEWS |
					 HSCAN_TOLD_EVENTS);
	assert_int_equal(told.lacks, 0);
	assert_int_equal(told.bad_len, 0);
}

/* What is null is left out, merged_at among it: what tells of the merge then.
 */
static void
merges_that_the_row_leaves_out(void **state)
{
	static const struct {
		const char *file;
		bool untold;
		int64_t merged_at;
	} rows[] = {
	    {"{\"type\":\"pull\",\"pull\":{" PULL ",\"merged\":false}}", false,
		HSCAN_NEVER},
	    {"{\"type\":\"pull\",\"pull\":{" PULL "}," TIMELINE "," CLOSED "]}",
		false, HSCAN_NEVER},
	    {"{\"type\":\"pull\",\"pull\":{" PULL "}," TIMELINE "," MERGED "]}",
		false, T0 + 1},
	    {"{\"type\":\"pull\",\"pull\":{" PULL ",\"merged\":true}," TIMELINE
	     "]}",
		true, HSCAN_NEVER},
	    {"{\"type\":\"pull\",\"pull\":{" PULL "}}", true, HSCAN_NEVER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_told told = metadata(rows[i].file);

		assert_int_equal(told.item.merge_untold, rows[i].untold);
		assert_int_equal(told.item.merged_at, rows[i].merged_at);
		assert_int_equal(told.base.merge_untold, rows[i].untold);
		assert_int_equal(told.base.merged_at, rows[i].merged_at);
	}
}

static void
without_a_timeline(void **state)
{
	struct hscan_told told =
	    metadata("{\"type\":\"issue\",\"issue\":{" ISSUE "}}");

	(void)state;
	assert_int_equal(told.parts, HSCAN_TOLD_ISSUES);
	assert_int_equal(told.lacks,
	    HSCAN_TOLD_COMMENTS | HSCAN_TOLD_REVIEWS | HSCAN_TOLD_EVENTS);
}

static void
files_that_are_none(void **state)
{
	static const char *const files[] = {
	    "{\"type\":\"issue\",\"events\":[]}",
	    "{\"type\":\"issue\",\"issue\":[]}",
	    "{\"type\":\"issue\",\"issue\":{}}",
	    "[]",
	};
	struct hscan_told told;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_int_equal(
		    hscan_metadata_backup_decode(
			hscan_text_of(files[i]), &arena, &told, &err),
		    HSCAN_EPARSE);
}

static void
what_could_not_be_read(void **state)
{
	static const struct {
		const char *text;
		size_t missing;
	} rows[] = {
	    {"{\"version\":2,\"failed_issues\":[1,2],\"failed_pulls\":[3]}", 3},
	    {"{\"failed_issues\":[],\"failed_pulls\":[]}", 0},
	    {"{\"failed_issues\":7}", 0},
	    {"nothing", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    hscan_metadata_backup_missing(hscan_text_of(rows[i].text)),
		    rows[i].missing);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(an_issue_with_its_lists),
	    TEST(lists_that_are_not_there),
	    TEST(a_pull_request_has_other_lists),
	    TEST(a_release),
	    TEST(a_bad_row_is_left_out),
	    TEST(a_timeline_tells_all),
	    TEST(merges_that_the_row_leaves_out),
	    TEST(without_a_timeline),
	    TEST(files_that_are_none),
	    TEST(what_could_not_be_read),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
