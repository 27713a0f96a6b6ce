/* SPDX-License-Identifier: MIT */
/* Which way to read the answers to pull requests costs fewer requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "sync/plan.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_cheaper_way_is_taken),
	    cmocka_unit_test(pages_are_foreseen),
	    cmocka_unit_test(time_is_foreseen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
