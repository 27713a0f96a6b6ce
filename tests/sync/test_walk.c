/* SPDX-License-Identifier: MIT */
/* Walks of a list: the first, the later ones, and those that break. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "sync/walk.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

#define WATERMARK INT64_C(1000000)
#define BIG       INT64_C(29715691813)

static void
pages_end_a_walk_or_do_not(void **state)
{
	static const struct {
		const char *stream;
		bool finished, has_next, ends;
		int64_t watermark, oldest;
	} rows[] = {
	    /* The end of the list ends every walk. */
	    {HSCAN_STREAM_ISSUES, false, false, true, HSCAN_NEVER, 5},
	    {HSCAN_STREAM_ISSUES, false, false, true, HSCAN_NEVER, HSCAN_NEVER},
	    {HSCAN_STREAM_EVENTS, true, false, true, 10, 20},
	    {HSCAN_STREAM_RELEASES, true, false, true, HSCAN_NEVER,
		HSCAN_NEVER},
	    /* The first walk goes to the end of the list. */
	    {HSCAN_STREAM_ISSUES, false, true, false, HSCAN_NEVER, 5},
	    {HSCAN_STREAM_ISSUES, false, true, false, WATERMARK, 5},
	    {HSCAN_STREAM_EVENTS, false, true, false, HSCAN_NEVER, 5},
	    /* So does one after a list that was empty. */
	    {HSCAN_STREAM_ISSUES, true, true, false, HSCAN_NEVER, 5},
	    /* A later one goes below the watermark, and the overlap. */
	    {HSCAN_STREAM_ISSUES, true, true, false, WATERMARK, WATERMARK + 1},
	    {HSCAN_STREAM_ISSUES, true, true, false, WATERMARK, WATERMARK},
	    {HSCAN_STREAM_ISSUES, true, true, false, WATERMARK,
		WATERMARK - HSCAN_OVERLAP_S},
	    {HSCAN_STREAM_ISSUES, true, true, true, WATERMARK,
		WATERMARK - HSCAN_OVERLAP_S - 1},
	    {HSCAN_STREAM_ISSUES, true, true, false, WATERMARK, HSCAN_NEVER},
	    /* Events are known by number: no overlap. */
	    {HSCAN_STREAM_EVENTS, true, true, false, BIG, BIG + 1},
	    {HSCAN_STREAM_EVENTS, true, true, true, BIG, BIG},
	    {HSCAN_STREAM_EVENTS, true, true, true, BIG, BIG - 1},
	    /* Releases have no order: always to the end. */
	    {HSCAN_STREAM_RELEASES, true, true, false, WATERMARK, 1},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_page page = {rows[i].oldest, rows[i].oldest,
		    rows[i].has_next, HSCAN_NEVER};
		struct hscan_stream_state stream;

		hscan_stream_state_init(&stream);
		stream.finished = rows[i].finished;
		stream.watermark = rows[i].watermark;
		if (hscan_walk_ends(hscan_list_of(rows[i].stream), &stream,
			&page) != rows[i].ends)
			fail_msg("row %zu", i);
	}
}

static struct hscan_text
text(const char *string)
{
	return hscan_text_of(string);
}

static void
the_first_walk_sets_everything_at_its_end(void **state)
{
	const struct hscan_page first = {900, 800, true, HSCAN_NEVER},
				second = {800, 700, true, HSCAN_NEVER},
				last = {700, 600, false, HSCAN_NEVER};
	struct hscan_stream_state stream;

	(void)state;
	hscan_stream_state_init(&stream);
	stream.walk_credential = text("C1");
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
	    &stream, &first, true, text("E1"), text("p2"), 5000));
	assert_null(stream.credential.ptr);
	assert_false(stream.finished);
	assert_true(stream.watermark == HSCAN_NEVER);
	assert_true(stream.synced_at == HSCAN_NEVER);
	assert_null(stream.etag.ptr);
	assert_true(hscan_text_is(stream.walk_next, "p2"));
	assert_true(hscan_text_is(stream.walk_etag, "E1"));
	assert_int_equal(stream.walk_newest, 900);

	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
	    &stream, &second, false, text("E2"), text("p3"), 5001));
	assert_true(hscan_text_is(stream.walk_next, "p3"));
	assert_true(hscan_text_is(stream.walk_etag, "E1"));

	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES), &stream,
	    &last, false, text("E3"), text(NULL), 5002));
	assert_true(stream.finished);
	assert_int_equal(stream.watermark, 900);
	assert_true(hscan_text_is(stream.etag, "E1"));
	assert_true(hscan_text_is(stream.credential, "C1"));
	assert_int_equal(stream.synced_at, 5002);
	assert_null(stream.walk_next.ptr);
	assert_null(stream.walk_etag.ptr);
	assert_null(stream.walk_credential.ptr);
	assert_true(stream.walk_newest == HSCAN_NEVER);
}

/* A store that was brought up to 1000000 by a walk with ETag "E0". */
static struct hscan_stream_state
synced(void)
{
	struct hscan_stream_state stream;

	hscan_stream_state_init(&stream);
	stream.finished = true;
	stream.etag = text("E0");
	stream.watermark = WATERMARK;
	stream.synced_at = 4000;
	return stream;
}

static void
a_later_walk_stops_at_what_is_known(void **state)
{
	const struct hscan_page page = {
	    WATERMARK + 50, WATERMARK - HSCAN_OVERLAP_S - 1, true, HSCAN_NEVER};
	struct hscan_stream_state stream = synced();

	(void)state;
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES), &stream,
	    &page, true, text("E1"), text("p2"), 5000));
	assert_int_equal(stream.watermark, WATERMARK + 50);
	assert_true(hscan_text_is(stream.etag, "E1"));
	assert_int_equal(stream.synced_at, 5000);
	assert_null(stream.walk_next.ptr);
}

static void
a_broken_walk_moves_nothing_until_it_is_resumed(void **state)
{
	const struct hscan_page first = {WATERMARK + 90, WATERMARK + 50, true,
				    HSCAN_NEVER},
				later = {WATERMARK + 70, WATERMARK - 400, true,
				    HSCAN_NEVER};
	struct hscan_stream_state stream = synced();

	(void)state;
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
	    &stream, &first, true, text("E1"), text("p2"), 5000));
	/* Here it breaks. What a probe compares with is still the old. */
	assert_true(stream.finished);
	assert_int_equal(stream.watermark, WATERMARK);
	assert_true(hscan_text_is(stream.etag, "E0"));
	assert_int_equal(stream.synced_at, 4000);
	assert_true(hscan_text_is(stream.walk_next, "p2"));

	/* Resumed: the newest of its first page counts, not of this one. */
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES), &stream,
	    &later, false, text("E2"), text("p3"), 6000));
	assert_int_equal(stream.watermark, WATERMARK + 90);
	assert_true(hscan_text_is(stream.etag, "E1"));
	assert_int_equal(stream.synced_at, 6000);
	assert_null(stream.walk_next.ptr);
}

static void
a_walk_that_starts_anew_forgets_the_broken_one(void **state)
{
	const struct hscan_page broken = {WATERMARK + 90, WATERMARK + 50, true,
				    HSCAN_NEVER},
				anew = {WATERMARK + 95, WATERMARK + 60, true,
				    HSCAN_NEVER},
				end = {WATERMARK + 60, WATERMARK - 400, true,
				    HSCAN_NEVER};
	struct hscan_stream_state stream = synced();

	(void)state;
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
	    &stream, &broken, true, text("E1"), text("p2"), 5000));
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
	    &stream, &anew, true, text("E2"), text("p2b"), 5500));
	assert_true(hscan_text_is(stream.walk_next, "p2b"));
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES), &stream,
	    &end, false, text("E3"), text("p3b"), 6000));
	assert_int_equal(stream.watermark, WATERMARK + 95);
	assert_true(hscan_text_is(stream.etag, "E2"));
}

static void
the_watermark_never_goes_back(void **state)
{
	static const int64_t newest[] = {WATERMARK - 10, HSCAN_NEVER};

	(void)state;
	for (size_t i = 0; i < LEN(newest); i++) {
		const struct hscan_page page = {
		    newest[i], newest[i], false, HSCAN_NEVER};
		struct hscan_stream_state stream = synced();

		assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_ISSUES),
		    &stream, &page, true, text("E1"), text(NULL), 5000));
		assert_int_equal(stream.watermark, WATERMARK);
		assert_true(hscan_text_is(stream.etag, "E1"));
	}
}

static void
events_go_by_number(void **state)
{
	const struct hscan_page first = {BIG + 500, BIG + 100, true,
				    HSCAN_NEVER},
				last = {BIG + 99, BIG - 5, true, HSCAN_NEVER};
	struct hscan_stream_state stream;

	(void)state;
	hscan_stream_state_init(&stream);
	stream.finished = true;
	stream.watermark = BIG;
	assert_false(hscan_walk_step(hscan_list_of(HSCAN_STREAM_EVENTS),
	    &stream, &first, true, text("E1"), text("p2"), 1));
	assert_true(stream.watermark == BIG);
	assert_true(hscan_walk_step(hscan_list_of(HSCAN_STREAM_EVENTS), &stream,
	    &last, false, text("E2"), text("p3"), 2));
	assert_true(stream.watermark == BIG + 500);
}

/* The walk from the top and the one from the bottom, by what each showed. */
static void
ends_meet_or_do_not(void **state)
{
	static const struct {
		int64_t head, tail;
		bool met;
	} rows[] = {
	    {HSCAN_NEVER, HSCAN_NEVER, false},
	    {500, HSCAN_NEVER, false},
	    {HSCAN_NEVER, 500, false},
	    {501, 500, false},
	    /* Of the rows of one second, either may have seen but some. */
	    {500, 500, false},
	    {499, 500, true},
	    {-5, 500, true},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_ends ends = {
		    .head_oldest = rows[i].head, .tail_newest = rows[i].tail};

		if (hscan_ends_met(&ends) != rows[i].met)
			fail_msg("row %zu", i);
	}
}

static void
rows_between_the_ends_are_guessed(void **state)
{
	static const struct {
		struct hscan_ends ends;
		int64_t rows;
	} cases[] = {
	    /* Nothing seen of one end: as many as there may be. */
	    {{HSCAN_NEVER, 0, HSCAN_NEVER, 0, 700}, 700},
	    {{5000, 100, HSCAN_NEVER, 0, 700}, 700},
	    /* A page in 100 s here and in 400 s there; 1000 s to go. */
	    {{3000, 100, 2000, 400, 700}, 500},
	    {{3000, 100, 2000, 400, 300}, 300},
	    /* Passed each other, or all in one second. */
	    {{2000, 100, 3000, 400, 700}, 0},
	    {{3000, 0, 3000, 400, 700}, 0},
	    {{3000, 0, 2999, 0, 700}, 100},
	    {{INT64_MAX / 2, 0, 0, 0, 700}, 700},
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		if (hscan_ends_between(&cases[i].ends) != cases[i].rows)
			fail_msg("case %zu", i);
}

static void
commits_are_read_again_for_months(void **state)
{
	const int64_t bound = WATERMARK - HSCAN_COMMIT_OVERLAP_S;
	struct hscan_stream_state known = {
	    .finished = true, .watermark = WATERMARK, .since = HSCAN_NEVER};
	struct hscan_stream_state part = {
	    .finished = true, .watermark = WATERMARK, .since = 500};
	struct hscan_page page = {
	    .newest = WATERMARK, .oldest = bound, .has_next = true};

	(void)state;
	assert_false(
	    hscan_walk_ends(hscan_list_of(HSCAN_STREAM_DOCS), &known, &page));
	page.oldest--;
	assert_true(
	    hscan_walk_ends(hscan_list_of(HSCAN_STREAM_DOCS), &known, &page));
	assert_int_equal(
	    hscan_walk_reach(hscan_list_of(HSCAN_STREAM_DOCS), &known, &page),
	    bound);
	/* Farther back than it was read. */
	page.enough = 400;
	page.oldest = 400;
	assert_false(
	    hscan_walk_ends(hscan_list_of(HSCAN_STREAM_DOCS), &part, &page));
	page.oldest--;
	assert_true(
	    hscan_walk_ends(hscan_list_of(HSCAN_STREAM_DOCS), &part, &page));
	assert_int_equal(
	    hscan_walk_reach(hscan_list_of(HSCAN_STREAM_DOCS), &part, &page),
	    400);
	page.has_next = false;
	assert_int_equal(
	    hscan_walk_reach(hscan_list_of(HSCAN_STREAM_DOCS), &part, &page),
	    HSCAN_NEVER);
	/* A list that was empty has no watermark. */
	known.watermark = HSCAN_NEVER;
	page.has_next = true;
	assert_false(
	    hscan_walk_ends(hscan_list_of(HSCAN_STREAM_DOCS), &known, &page));
	assert_int_equal(
	    hscan_walk_reach(hscan_list_of(HSCAN_STREAM_DOCS), &known, &page),
	    HSCAN_NEVER);
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
	    cmocka_unit_test(pages_end_a_walk_or_do_not),
	    cmocka_unit_test(the_first_walk_sets_everything_at_its_end),
	    cmocka_unit_test(a_later_walk_stops_at_what_is_known),
	    cmocka_unit_test(a_broken_walk_moves_nothing_until_it_is_resumed),
	    cmocka_unit_test(a_walk_that_starts_anew_forgets_the_broken_one),
	    cmocka_unit_test(the_watermark_never_goes_back),
	    cmocka_unit_test(events_go_by_number),
	    cmocka_unit_test(commits_are_read_again_for_months),
	    cmocka_unit_test(ends_meet_or_do_not),
	    cmocka_unit_test(rows_between_the_ends_are_guessed),
	    cmocka_unit_test(comments_go_as_far_back_as_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
