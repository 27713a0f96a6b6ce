/* SPDX-License-Identifier: MIT */
/* The rows of lists: what holds for each of them, and what a page shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/lists.h"

/* A list that is added has all that the files which read it look for. */
static void
rows_are_whole(void **state)
{
	size_t len = 0;

	(void)state;
	for (const struct hscan_list *of = hscan_lists; of->stream; of++) {
		bool is_list = of->walk != HSCAN_WALK_NONE;

		len++;
		assert_ptr_equal(hscan_list_of(of->stream), of);
		assert_non_null(hscan_list_of(hscan_list_rows(of)));
		assert_non_null(hscan_list_of(hscan_list_rows(of))->called);
		assert_int_equal(of->decode != NULL, is_list);
		if (is_list && of->walk != HSCAN_WALK_DOCS)
			assert_int_equal(of->target[0], '/');
		/* Read for something, or for a walk of its own. */
		assert_true(of->needs != 0 || of->walk == HSCAN_WALK_RECHECK);
		if (of->bounded)
			assert_int_equal(of->order, HSCAN_ORDER_TIME);
		if (of->order == HSCAN_ORDER_TIME)
			assert_true(of->overlap >= HSCAN_OVERLAP_S);
		if (of->since)
			assert_true(of->bounded);
	}
	assert_true(len < HSCAN_LISTS_MOST);
	assert_null(hscan_list_of("git"));
}

static void
lists_are_asked_for_as_documented(void **state)
{
	static const struct {
		const char *stream, *target;
	} rows[] = {
	    {HSCAN_STREAM_ISSUES,
		"/issues?state=all&sort=updated&direction=desc&per_page=100"},
	    {HSCAN_STREAM_RELEASES, "/releases?per_page=100"},
	    {HSCAN_STREAM_EVENTS, "/issues/events?per_page=100"},
	    {HSCAN_STREAM_COMMENTS,
		"/issues/comments?sort=updated&direction=desc&per_page=100"},
	    {HSCAN_STREAM_BASES,
		"/pulls?state=all&sort=updated&direction=desc&per_page=100"},
	    {HSCAN_STREAM_BACKLOG,
		"/issues?state=open&sort=created&direction=asc&per_page=100"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    hscan_list_of(rows[i].stream)->target, rows[i].target);
}

static void
a_page_shows_how_far_it_goes(void **state)
{
	static const struct {
		const char *stream, *body;
		size_t len;
		int64_t id, newest, oldest;
		bool passed_over;
	} rows[] = {
	    {HSCAN_STREAM_ISSUES, "[]", 0, 0, HSCAN_NEVER, HSCAN_NEVER, false},
	    {HSCAN_STREAM_BASES,
		"[{\"number\":7,\"updated_at\":\"1970-01-01T00:00:09Z\","
		"\"state\":\"open\",\"base\":{\"ref\":\"main\"}},"
		"{\"number\":8,\"updated_at\":\"1970-01-01T00:00:05Z\","
		"\"state\":\"open\",\"base\":{\"ref\":\"main\"}}]",
		2, 7, 9, 5, false},
	    /* An event of a kind that is not kept. */
	    {HSCAN_STREAM_EVENTS,
		"[{\"id\":5,\"event\":\"labeled\","
		"\"created_at\":\"1970-01-01T00:00:09Z\"}]",
		0, 0, 5, 5, true},
	};
	struct hscan_arena arena;
	struct hscan_error err;

	(void)state;
	hscan_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_rows page;

		assert_int_equal(
		    hscan_list_decode(hscan_list_of(rows[i].stream),
			hscan_text_of(rows[i].body), &arena, &page, &err),
		    HSCAN_OK);
		assert_int_equal(page.len, rows[i].len);
		assert_int_equal(page.id, rows[i].id);
		assert_true(page.newest == rows[i].newest);
		assert_true(page.oldest == rows[i].oldest);
		assert_int_equal(page.passed_over, rows[i].passed_over);
	}
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(lists_are_asked_for_as_documented),
	    cmocka_unit_test(a_page_shows_how_far_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
