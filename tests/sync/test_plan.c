/* SPDX-License-Identifier: MIT */
/* Which way to read the answers to pull requests costs fewer requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/plan.h"
#include "sync/walk.h"

static void
the_cheaper_way_is_taken(void **state)
{
	static const struct {
		const char *what;
		struct hscan_answers_task task;
		bool timelines;
	} rows[] = {
	    {"nothing else is read: one timeline each", {100, 500, 6, 50},
		true},
	    {"both lists are read anyway: reviews", {100, 500, 0, 0}, false},
	    {"the events are, the comments are not", {100, 500, 6, 0}, false},
	    {"few comments: a timeline is one page", {10, 20, 1, 1}, true},
	    {"very long discussions", {10, 5000, 51, 20}, false},
	    {"nothing to read", {0, 0, 1, 1}, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_plan_timelines(&rows[i].task) != rows[i].timelines)
			fail_msg("%s", rows[i].what);
}

static void
pages_are_foreseen(void **state)
{
	static const struct {
		const char *what;
		struct hscan_survey survey;
		int64_t pages;
	} rows[] = {
	    {"one page is all", {1, -1, false, true, HSCAN_NEVER, 5, 9, -1}, 1},
	    {"three pages were all",
		{3, -1, false, true, HSCAN_NEVER, 5, 9, -1}, 3},
	    {"the server says", {1, 19, false, false, HSCAN_NEVER, 5, 9, -1},
		19},
	    {"by numbers", {1, -1, false, false, HSCAN_NEVER, 5, 9, 1825}, 19},
	    {"fewer by numbers than there are pages",
		{3, -1, false, false, HSCAN_NEVER, 5, 9, 120}, 4},
	    {"nothing is known",
		{1, -1, false, false, HSCAN_NEVER, HSCAN_NEVER, 0, -1}, 2},
	    {"below the bound", {2, 19, false, false, 500, 499, 9, -1}, 2},
	    {"at the bound", {2, 19, false, false, 500, 500, 9, -1}, 3},
	    {"as dense as the last page",
		{2, -1, false, false, 500, 1500, 200, -1}, 8},
	    {"but no more than there are",
		{2, 5, false, false, 500, 1500, 200, -1}, 5},
	    {"counted from the bound on",
		{1, 4, true, false, 500, 1500, 200, 900}, 4},
	    {"all in one second", {1, 7, false, false, 500, 1500, 0, -1}, 7},
	    {"an empty page that is not the last",
		{1, -1, false, false, 500, HSCAN_NEVER, 0, -1}, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_plan_pages(&rows[i].survey) != rows[i].pages)
			fail_msg("%s", rows[i].what);
}

static void
time_is_foreseen(void **state)
{
	static const struct {
		int64_t requests, an_hour, lines, request_ms, seconds;
	} rows[] = {
	    {0, 60, 1, 100, 0},
	    {1, 60, 1, 100, 1},
	    {60, 60, 1, 500, 30},
	    {61, 60, 1, 500, 3601},
	    {179, 60, 1, 500, 2 * 3600 + 30},
	    {179, 5000, 4, 200, 9},
	    {12000, 5000, 4, 200, 2 * 3600 + 100},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    hscan_plan_seconds(rows[i].requests, rows[i].an_hour,
			rows[i].lines, rows[i].request_ms),
		    rows[i].seconds);
}

/* Comments are read as far back as was asked for, and farther when more is
 * asked for later. */
static void
comments_go_as_far_back_as_needed(void **state)
{
	struct hscan_stream_state stream;
	const struct hscan_text none = {NULL, 0};
	const struct hscan_page above = {900, 600, true, 500},
				below = {600, 400, true, 500},
				deeper = {600, 400, true, 100},
				last = {300, 50, false, 100};

	(void)state;
	hscan_stream_state_init(&stream);
	assert_true(hscan_walk_deeper(&stream, 500));
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_COMMENTS),
	    &stream, &above, true, none, none, 1));
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_COMMENTS),
	    &stream, &below, false, none, none, 1));
	assert_int_equal(stream.since, 500);
	assert_int_equal(stream.watermark, 900);
	assert_false(hscan_walk_deeper(&stream, 500));
	assert_false(hscan_walk_deeper(&stream, 501));
	/* Farther back: not before the end, though all of it is old. */
	assert_true(hscan_walk_deeper(&stream, 100));
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_COMMENTS),
	    &stream, &deeper, true, none, none, 2));
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_COMMENTS),
	    &stream, &last, false, none, none, 2));
	assert_int_equal(stream.since, HSCAN_NEVER);
	assert_int_equal(stream.watermark, 900);
	assert_false(hscan_walk_deeper(&stream, INT64_MIN + 1));
	hscan_stream_state_clear(&stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_cheaper_way_is_taken),
	    cmocka_unit_test(pages_are_foreseen),
	    cmocka_unit_test(time_is_foreseen),
	    cmocka_unit_test(comments_go_as_far_back_as_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
