/* SPDX-License-Identifier: MIT */
/* Percentiles within a scan, worked out by hand, and the order of its rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "judge/rank.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define NONE       (-1e300)

enum { MOST = 10 };

/* Rounded to 4 decimals, so equal to the last bit. */
static void
assert_exactly(double actual, double expected)
{
	if (actual < expected || actual > expected)
		fail_msg("%.17g is not %.17g", actual, expected);
}

/* --- percentiles --- */

static void
check(const double *values, const double *expected, size_t len,
    enum hscan_better better)
{
	struct hscan_number in[MOST] = {{false, 0.0}}, out[MOST];
	struct hscan_error err;

	for (size_t i = 0; i < len; i++)
		in[i] = (struct hscan_number){values[i] > NONE, values[i]};
	assert_int_equal(
	    hscan_percentile_ranks(in, len, better, out, &err), HSCAN_OK);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(out[i].known, expected[i] > NONE);
		if (out[i].known)
			assert_exactly(out[i].value, expected[i]);
	}
}

static void
percentiles_are_right(void **state)
{
	static const struct {
		double values[MOST], lower[MOST], higher[MOST];
		size_t len;
	} rows[] = {
	    {{1, 2, 3, 4, 5}, {100, 75, 50, 25, 0}, {0, 25, 50, 75, 100}, 5},
	    {{3, 1}, {0, 100}, {100, 0}, 2},
	    /* Of three equal ones each is better than half of the others. */
	    {{7, 7, 7}, {50, 50, 50}, {50, 50, 50}, 3},
	    /* 2 is worse than one, and equal to one, of three others. */
	    {{1, 2, 2, 3}, {100, 50, 50, 0}, {0, 50, 50, 100}, 4},
	    {{1, 1, 2, 3}, {83.3333, 83.3333, 33.3333, 0},
		{16.6667, 16.6667, 66.6667, 100}, 4},
	    /* What is not known is nobody's other. */
	    {{1, NONE, 3, NONE}, {100, NONE, 0, NONE}, {0, NONE, 100, NONE}, 4},
	    {{1, NONE}, {NONE, NONE}, {NONE, NONE}, 2},
	    {{5}, {NONE}, {NONE}, 1},
	    {{-1, 0}, {100, 0}, {0, 100}, 2},
	    {{1, 2, 2, 3, 4, 5, 5, 5, 9, 10},
		{100, 83.3333, 83.3333, 66.6667, 55.5556, 33.3333, 33.3333,
		    33.3333, 11.1111, 0},
		{0, 16.6667, 16.6667, 33.3333, 44.4444, 66.6667, 66.6667,
		    66.6667, 88.8889, 100},
		10},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		check(rows[i].values, rows[i].lower, rows[i].len,
		    HSCAN_BETTER_LOWER);
		check(rows[i].values, rows[i].higher, rows[i].len,
		    HSCAN_BETTER_HIGHER);
		/* Without a direction less stands for worse. */
		check(rows[i].values, rows[i].higher, rows[i].len,
		    HSCAN_BETTER_NEUTRAL);
	}
}

static void
none_is_fine(void **state)
{
	struct hscan_number out[1];
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    hscan_percentile_ranks(NULL, 0, HSCAN_BETTER_LOWER, out, &err),
	    HSCAN_OK);
}

/* --- order --- */

static const struct hscan_metric metrics[] = {
    {.id = {"lower", 5}, .better = HSCAN_BETTER_LOWER},
    {.id = {"higher", 6}, .better = HSCAN_BETTER_HIGHER},
    {.id = {"neutral", 7}, .better = HSCAN_BETTER_NEUTRAL},
};
enum { METRICS = LEN(metrics) };

/* A scan, and what it borrows from. */
struct fixture {
	struct hscan_measure measures[MOST][METRICS];
	struct hscan_report reports[MOST];
	struct hscan_life lives[MOST];
	struct hscan_scan_entry entries[MOST];
	size_t len;
	struct hscan_arena arena;
};

static void
add(struct fixture *f, const char *name, enum hscan_verdict verdict,
    double lower, double higher, double neutral)
{
	const double values[METRICS] = {lower, higher, neutral};
	size_t at = f->len++;

	for (size_t i = 0; i < METRICS; i++)
		f->measures[at][i] = (struct hscan_measure){
		    .metric = &metrics[i],
		    .verdict = i == 0 ? verdict : HSCAN_VERDICT_NONE,
		    .now = {.value = {values[i] > NONE, values[i]}},
		};
	f->reports[at] = (struct hscan_report){
	    .repo = {.full_name = hscan_text_of(name)},
	    .measures = f->measures[at],
	    .measures_len = METRICS,
	    .life = &f->lives[at],
	};
	f->lives[at].life_class =
	    at % 2 == 0 ? HSCAN_LIFE_DORMANT : HSCAN_LIFE_ACTIVE;
	f->entries[at] = (struct hscan_scan_entry){
	    .name = hscan_text_of(name), .report = &f->reports[at]};
}

static void
fill(struct fixture *f)
{
	*f = (struct fixture){.len = 0};
	hscan_arena_init(&f->arena);
	add(f, "o/d", HSCAN_VERDICT_RISK, 9, 1, 5);
	f->entries[f->len++] = (struct hscan_scan_entry){
	    .name = hscan_text_of("o/gone"), .failed = HSCAN_ENOTFOUND};
	add(f, "o/a", HSCAN_VERDICT_RISK, 3, 3, 4);
	add(f, "o/b", HSCAN_VERDICT_HEALTHY, 5, 2, 3);
	add(f, "o/unknown", HSCAN_VERDICT_UNKNOWN, NONE, 9, 2);
	add(f, "o/c", HSCAN_VERDICT_WATCH, 4, NONE, 1);
}

/* Names of which one begins with the other, twice without a value, twice
 * without a report. */
static void
fill_equal(struct fixture *f)
{
	*f = (struct fixture){.len = 0};
	hscan_arena_init(&f->arena);
	f->entries[f->len++] =
	    (struct hscan_scan_entry){.name = hscan_text_of("o/z")};
	f->entries[f->len++] =
	    (struct hscan_scan_entry){.name = hscan_text_of("o/y")};
	add(f, "o/bb", HSCAN_VERDICT_UNKNOWN, NONE, NONE, 1);
	add(f, "o/bx", HSCAN_VERDICT_NONE, NONE, NONE, 1);
	add(f, "o/b", HSCAN_VERDICT_NONE, NONE, NONE, 1);
	add(f, "o/aa", HSCAN_VERDICT_HEALTHY, 1, 1, 1);
	add(f, "o/a", HSCAN_VERDICT_HEALTHY, 1, 1, 1);
	add(f, "o/ab", HSCAN_VERDICT_HEALTHY, 1, 1, 1);
	f->reports[2].life = NULL;
	f->reports[3].life = NULL;
	for (size_t i = 0; i < f->len; i++)
		f->lives[i].life_class = HSCAN_LIFE_ACTIVE;
}

static void
in_order_of(void (*fill_in)(struct fixture *f), enum hscan_rank_key key,
    size_t metric, bool reversed, const char *expected)
{
	const struct hscan_rank_order order = {key, metric, reversed};
	struct hscan_error err;
	struct fixture f;
	struct hscan_buf got;

	fill_in(&f);
	hscan_buf_init(&got, 200);
	assert_int_equal(
	    hscan_rank(f.entries, f.len, &order, &f.arena, &err), HSCAN_OK);
	for (size_t i = 0; i < f.len; i++) {
		(void)hscan_buf_add_format(&got, "%s%s", i > 0 ? " " : "",
		    f.entries[i].name.ptr + strlen("o/"));
		assert_int_equal(f.entries[i].rank,
		    key == HSCAN_RANK_AS_GIVEN || !f.entries[i].report ? 0
								       : i + 1);
	}
	assert_string_equal(hscan_buf_string(&got), expected);
	hscan_buf_clear(&got);
	hscan_arena_clear(&f.arena);
}

static void
in_order(
    enum hscan_rank_key key, size_t metric, bool reversed, const char *expected)
{
	in_order_of(fill, key, metric, reversed, expected);
}

static void
rows_are_in_order(void **state)
{
	(void)state;
	in_order(HSCAN_RANK_AS_GIVEN, 0, false, "d gone a b unknown c");
	/* Healthy, watch, risk (by score), unknown; what failed last. */
	in_order(HSCAN_RANK_HEALTH, 0, false, "b c a d unknown gone");
	in_order(HSCAN_RANK_HEALTH, 0, true, "unknown d a c b gone");
	/* unknown 100; a (100 + 66.7) / 2; c 66.7; b (33.3 + 33.3) / 2; d 0 */
	in_order(HSCAN_RANK_SCORE, 0, false, "unknown a c b d gone");
	in_order(HSCAN_RANK_NAME, 0, false, "a b c d unknown gone");
	in_order(HSCAN_RANK_NAME, 0, true, "unknown d c b a gone");
	/* The best first; without a value behind all others, either way. */
	in_order(HSCAN_RANK_METRIC, 0, false, "a c b d unknown gone");
	in_order(HSCAN_RANK_METRIC, 0, true, "d b c a unknown gone");
	in_order(HSCAN_RANK_METRIC, 1, false, "unknown a b d c gone");
	in_order(HSCAN_RANK_METRIC, 2, false, "c unknown b a d gone");
	/* Of a class by score. */
	in_order(HSCAN_RANK_CLASS, 0, false, "c b unknown a d gone");
}

/* By name where nothing else tells, and of those without what is ordered by,
 * either way. */
static void
equal_rows_are_by_name(void **state)
{
	(void)state;
	in_order_of(
	    fill_equal, HSCAN_RANK_NAME, 0, false, "a aa ab b bb bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_NAME, 0, true, "bx bb b ab aa a y z");
	/* None has no metric with bounds, and comes behind unknown. */
	in_order_of(
	    fill_equal, HSCAN_RANK_HEALTH, 0, false, "a aa ab bb b bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_SCORE, 0, false, "a aa ab b bb bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_SCORE, 0, true, "ab aa a b bb bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_METRIC, 0, true, "ab aa a b bb bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_CLASS, 0, false, "a aa ab b bb bx y z");
	in_order_of(
	    fill_equal, HSCAN_RANK_CLASS, 0, true, "b ab aa a bb bx y z");
}

/* The metrics are those of whichever has a report. */
static void
reports_may_be_missing(void **state)
{
	const struct hscan_rank_order order = {HSCAN_RANK_HEALTH, 0, false};
	struct hscan_scan_entry entries[] = {
	    {.name = hscan_text_of("o/z")}, {.name = hscan_text_of("o/y")}};
	struct fixture f;

	(void)state;
	fill(&f);
	assert_int_equal(
	    hscan_rank(entries, 2, &order, &f.arena, NULL), HSCAN_OK);
	assert_string_equal(entries[0].name.ptr, "o/y");
	assert_int_equal(entries[0].rank, 0);
	assert_int_equal(entries[1].rank, 0);
	/* One alone, behind others that have none. */
	entries[1].report = &f.reports[3];
	assert_int_equal(
	    hscan_rank(entries, 2, &order, &f.arena, NULL), HSCAN_OK);
	assert_int_equal(entries[0].rank, 1);
	assert_int_equal(entries[0].verdict, HSCAN_VERDICT_HEALTHY);
	assert_false(entries[0].percentiles[0].known);
	assert_false(entries[0].score.known);
	assert_int_equal(entries[1].rank, 0);
	hscan_arena_clear(&f.arena);
}

/* Nothing to be held against, and so no score. */
static void
one_alone_has_no_score(void **state)
{
	const struct hscan_rank_order order = {HSCAN_RANK_HEALTH, 0, false};
	struct fixture f;

	(void)state;
	fill(&f);
	assert_int_equal(
	    hscan_rank(f.entries, 1, &order, &f.arena, NULL), HSCAN_OK);
	assert_int_equal(f.entries[0].rank, 1);
	assert_int_equal(f.entries[0].verdict, HSCAN_VERDICT_RISK);
	for (size_t i = 0; i < METRICS; i++)
		assert_false(f.entries[0].percentiles[i].known);
	assert_false(f.entries[0].score.known);
	assert_null(f.entries[1].percentiles); /* it is not of this scan */
	hscan_arena_clear(&f.arena);
}

/* The less is known of whose commits are, the smaller is the largest. */
static void
what_is_mostly_nobodys_is_no_others_other(void **state)
{
	const struct hscan_rank_order order = {HSCAN_RANK_AS_GIVEN, 0, false};
	struct fixture f;

	(void)state;
	fill(&f);
	f.measures[2][0].unknown = (struct hscan_number){true, 50.5};
	f.measures[3][0].unknown = (struct hscan_number){true, 50};
	assert_int_equal(
	    hscan_rank(f.entries, f.len, &order, &f.arena, NULL), HSCAN_OK);
	assert_false(f.entries[2].percentiles[0].known);
	assert_exactly(f.entries[5].percentiles[0].value, 100); /* 4 of 4 5 9 */
	assert_exactly(f.entries[3].percentiles[0].value, 50);
	hscan_arena_clear(&f.arena);
}

static void
an_entry_is_judged(void **state)
{
	const struct hscan_rank_order order = {HSCAN_RANK_AS_GIVEN, 0, false};
	struct hscan_error err;
	struct fixture f;

	(void)state;
	fill(&f);
	/* A value of few samples is no other's other. */
	f.measures[2][0].now.reason = "low n";
	assert_int_equal(
	    hscan_rank(f.entries, f.len, &order, &f.arena, &err), HSCAN_OK);
	assert_int_equal(f.entries[0].verdict, HSCAN_VERDICT_RISK);
	assert_int_equal(f.entries[0].counts[HSCAN_VERDICT_RISK], 1);
	assert_int_equal(f.entries[0].counts[HSCAN_VERDICT_NONE], 2);
	assert_exactly(f.entries[0].percentiles[0].value, 0);
	assert_false(f.entries[2].percentiles[0].known);
	assert_exactly(f.entries[5].percentiles[0].value, 100); /* 4 of 4 5 9 */
	assert_exactly(f.entries[3].percentiles[0].value, 50);
	assert_false(f.entries[1].percentiles[0].known); /* it failed */
	assert_false(f.entries[1].score.known);
	/* The neutral one is not part of a score. */
	assert_exactly(f.entries[0].percentiles[2].value, 100);
	assert_exactly(f.entries[0].score.value, 0);
	assert_exactly(f.entries[3].score.value, 41.6667); /* 50, 33.3333 */
	assert_exactly(f.entries[5].score.value, 100);     /* of one */
	hscan_arena_clear(&f.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(percentiles_are_right),
	    cmocka_unit_test(none_is_fine),
	    cmocka_unit_test(rows_are_in_order),
	    cmocka_unit_test(equal_rows_are_by_name),
	    cmocka_unit_test(reports_may_be_missing),
	    cmocka_unit_test(one_alone_has_no_score),
	    cmocka_unit_test(what_is_mostly_nobodys_is_no_others_other),
	    cmocka_unit_test(an_entry_is_judged),
	};

	return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
