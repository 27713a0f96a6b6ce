/* SPDX-License-Identifier: MIT */
/* How a value differs from that of the window before: by hand, and by
 * simulation, that of what has not changed one in twenty is flagged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "judge/change.h"
#include "metric/statistic.h"
#include "support/support.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define DAY        INT64_C(86400)

enum { RUNS = 10000, MOST = 200 };

static const char NOT_EVENTS[] = "not a count of independent events";
static const char SHARED[] = "the windows share samples";

/* --- the test of counts, by hand --- */

static void
counts_are_tested_as_by_hand(void **state)
{
	static const struct {
		int64_t part, whole;
		double share, p;
	} rows[] = {
	    {0, 0, 0.5, 1.0},
	    /* 2 * 1/2 * 1/64 */
	    {0, 6, 0.5, 0.015625},
	    {6, 6, 0.5, 0.015625},
	    /* 2 * (1 + 10/2) / 1024 */
	    {1, 10, 0.5, 0.01171875},
	    {9, 10, 0.5, 0.01171875},
	    {5, 10, 0.5, 1.0},
	    /* 2 * (1 + 10 + 45/2) / 1024 */
	    {2, 10, 0.5, 0.0654296875},
	    /* (2/3)^9, and so mirrored */
	    {0, 9, 1.0 / 3, 0.0260122949},
	    {9, 9, 2.0 / 3, 0.0260122949},
	    {0, 1000000000, 0.5, 0.0},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		assert_near(hscan_binomial_mid_p(
				rows[i].part, rows[i].whole, rows[i].share),
		    rows[i].p);
	/* 4.8795 standard deviations off: 1.06e-6 of the normal. */
	assert_true(hscan_binomial_mid_p(5000, 10500, 0.5) > 0.9e-6);
	assert_true(hscan_binomial_mid_p(5000, 10500, 0.5) < 1.2e-6);
}

/* --- the rules --- */

static struct hscan_value
value_of(double value, int64_t n, double low, double high)
{
	return (struct hscan_value){
	    .window = {0, 30 * DAY},
	    .value = {true, value},
	    .n = n,
	    .ci95 = {low < high, low, high},
	};
}

static struct hscan_change
change_of(const struct hscan_metric *metric, const struct hscan_value *now,
    const struct hscan_value *before)
{
	const struct hscan_change_pair pair = {
	    .metric = metric,
	    .now = now,
	    .before = before,
	};

	return hscan_change_of(&pair);
}

static const struct hscan_metric events = {
    .statistic = HSCAN_STAT_COUNT, .counts_events = true};
static const struct hscan_metric median = {.statistic = HSCAN_STAT_MEDIAN};
static const struct hscan_metric share = {.statistic = HSCAN_STAT_SHARE};

static void
numbers_are_those_of_the_two_values(void **state)
{
	const struct hscan_value now = value_of(25, 25, 0, 0);
	const struct hscan_value before = value_of(40, 40, 0, 0);
	const struct hscan_value none = value_of(0, 0, 0, 0);
	const struct hscan_value below = value_of(-3, 1, 0, 0);
	struct hscan_change change = change_of(&events, &now, &before);

	(void)state;
	assert_near(change.from.value, 40);
	assert_near(change.difference.value, -15);
	assert_near(change.percent.value, -37.5);
	assert_int_equal(change.window.end, 30 * DAY);
	/* 25 of 65: 1.86 standard deviations. */
	assert_int_equal(change.beyond_chance, HSCAN_NO);
	assert_null(change.reason);
	change = change_of(&events, &now, &none);
	assert_near(change.difference.value, 25);
	assert_false(change.percent.known);
	assert_int_equal(change.beyond_chance, HSCAN_YES);
	change = change_of(&events, &none, &none);
	assert_near(change.difference.value, 0);
	assert_int_equal(change.beyond_chance, HSCAN_NO);
	/* Percent are of the size, so that the sign is that of the change. */
	change = change_of(&events, &now, &below);
	assert_near(change.percent.value, 933.3333);
	assert_int_equal(change.beyond_chance, HSCAN_UNKNOWN_YET);
	assert_string_equal(change.reason, "not a whole count");
}

static void
without_two_values_there_is_none(void **state)
{
	struct hscan_value now = value_of(25, 25, 0, 0), none = {.n = 0};
	struct hscan_change change = change_of(&events, &now, &none);

	(void)state;
	assert_false(change.difference.known);
	assert_string_equal(change.reason, "no value in the window before");
	change = change_of(&events, &none, &now);
	assert_near(change.from.value, 25);
	assert_false(change.difference.known);
	assert_string_equal(change.reason, "no value");
}

/* What is asked of each statistic, and why it is not. */
static void
what_cannot_be_told_says_why(void **state)
{
	static const struct {
		struct hscan_metric metric;
		const char *reason;
	} rows[] = {
	    {{.statistic = HSCAN_STAT_COUNT}, NOT_EVENTS},
	    {{.statistic = HSCAN_STAT_RATE}, NOT_EVENTS},
	    {{.statistic = HSCAN_STAT_GAUGE}, "no test for this statistic"},
	    {{.statistic = HSCAN_STAT_RATIO}, "no test for this statistic"},
	    {{.statistic = HSCAN_STAT_HALF}, "no test for this statistic"},
	    {{.statistic = HSCAN_STAT_MEDIAN, .needs = HSCAN_NEED_BACKLOG},
		SHARED},
	    {{.statistic = HSCAN_STAT_SHARE, .needs = HSCAN_NEED_HISTORY},
		SHARED},
	    {{.statistic = HSCAN_STAT_MEDIAN}, "low n"},
	    /* Read are all items then; its samples are the window's. */
	    {{.statistic = HSCAN_STAT_MEDIAN, .needs = HSCAN_NEED_ROLES},
		"low n"},
	};
	struct hscan_value now = value_of(2, 5, 0, 0);
	struct hscan_value before = value_of(1, 5, 0, 0);
	struct hscan_change_pair pair = {
	    .metric = &events, .now = &now, .before = &before};
	struct hscan_change change;

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		change = change_of(&rows[i].metric, &now, &before);
		assert_near(change.percent.value, 100);
		assert_int_equal(change.beyond_chance, HSCAN_UNKNOWN_YET);
		assert_string_equal(change.reason, rows[i].reason);
	}
	pair.in_doubt = true;
	assert_string_equal(
	    hscan_change_of(&pair).reason, "records may be missing");
	before.reason = "low n";
	assert_string_equal(hscan_change_of(&pair).reason, "low n");
	now.reason = "another head";
	assert_string_equal(hscan_change_of(&pair).reason, "another head");
}

/* A rate is tested by its plain counts; a window that is longer is expected to
 * hold more. */
static void
windows_count_by_their_length(void **state)
{
	static const struct hscan_metric rate = {
	    .statistic = HSCAN_STAT_RATE, .counts_events = true};
	struct hscan_value now = value_of(24, 24, 0, 0);
	struct hscan_value before = value_of(10, 10, 0, 0);
	struct hscan_change_pair pair = {.metric = &rate,
	    .now = &now,
	    .before = &before,
	    .now_count = {true, 24},
	    .before_count = {true, 10}};

	(void)state;
	assert_int_equal(hscan_change_of(&pair).beyond_chance, HSCAN_YES);
	now.window.end = 60 * DAY;
	assert_int_equal(hscan_change_of(&pair).beyond_chance, HSCAN_NO);
	pair.metric = &events;
	assert_int_equal(hscan_change_of(&pair).beyond_chance, HSCAN_NO);
	pair.metric = &rate;
	pair.now_count.known = false;
	assert_string_equal(hscan_change_of(&pair).reason, "not a whole count");
}

/* 56 of 70 and 48 of 80 are Newcombe's own example: 0.0524 to 0.3339. */
static void
shares_are_compared_as_newcombe_does(void **state)
{
	struct hscan_value a = value_of(80, 70, 0, 0),
			   b = value_of(60, 80, 0, 0);

	(void)state;
	hscan_wilson(56, 70, &a.ci95.low, &a.ci95.high);
	hscan_wilson(48, 80, &b.ci95.low, &b.ci95.high);
	a.ci95 =
	    (struct hscan_interval){true, 100 * a.ci95.low, 100 * a.ci95.high};
	b.ci95 =
	    (struct hscan_interval){true, 100 * b.ci95.low, 100 * b.ci95.high};
	assert_int_equal(change_of(&share, &a, &b).beyond_chance, HSCAN_YES);
	assert_int_equal(change_of(&share, &b, &a).beyond_chance, HSCAN_YES);
	/* By the lower end, 0.2 - 0.0524, and a little less of a difference. */
	a.value.value -= 5.3;
	a.ci95.low -= 5.3;
	a.ci95.high -= 5.3;
	assert_int_equal(change_of(&share, &a, &b).beyond_chance, HSCAN_NO);
}

static void
medians_may_be_zero(void **state)
{
	const struct hscan_value zero = value_of(0, 20, 0, 1);
	const struct hscan_value far = value_of(9, 20, 5, 12);
	const struct hscan_value near = value_of(3, 20, 0, 12);

	(void)state;
	assert_int_equal(
	    change_of(&median, &far, &zero).beyond_chance, HSCAN_YES);
	assert_int_equal(
	    change_of(&median, &near, &zero).beyond_chance, HSCAN_NO);
}

/* --- simulation --- */

/* splitmix64: the same numbers everywhere. */
static uint64_t seed;

static double
uniform(void)
{
	uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/* As many events as happen in a window, which follow each other by chance. */
static struct hscan_value
draw_count(int size, double rate)
{
	double at = 0.0;
	int64_t count = -1;

	while (at < (double)size * rate) {
		at -= log(uniform());
		count++;
	}
	return value_of((double)count, count, 0, 0);
}

/* Three in ten, or that times `rate`. */
static struct hscan_value
draw_share(int size, double rate)
{
	struct hscan_value value = value_of(0, size, 0, 0);
	int64_t part = 0;

	for (int i = 0; i < size; i++)
		part += uniform() < 0.3 * rate;
	value.value.value = 100.0 * (double)part / size;
	hscan_wilson(part, size, &value.ci95.low, &value.ci95.high);
	value.ci95 = (struct hscan_interval){
	    true, 100 * value.ci95.low, 100 * value.ci95.high};
	return value;
}

/* Times as those of pull requests are: most short, some very long. */
static struct hscan_value
draw_median(int size, double rate)
{
	double times[MOST];
	size_t len = (size_t)size, low, high;
	struct hscan_value value;

	for (size_t i = 0; i < len; i++)
		times[i] =
		    rate * exp(3 + 1.5 * sqrt(-2 * log(uniform())) *
				       cos(6.283185307179586 * uniform()));
	hscan_sort(times, len);
	value = value_of(hscan_quantile(times, len, 0.5), size, 0, 0);
	assert_true(hscan_median_ranks(len, &low, &high));
	value.ci95 = (struct hscan_interval){true, times[low], times[high]};
	return value;
}

typedef struct hscan_value draw_fn(int size, double rate);

/* How many of a hundred are flagged where the one window is as the other, but
 * for the rate. */
static double
flagged(const struct hscan_metric *metric, draw_fn *draw, int size, double rate)
{
	int64_t count = 0;

	seed = (uint64_t)size;
	for (int i = 0; i < RUNS; i++) {
		const struct hscan_value before = draw(size, 1.0);
		const struct hscan_value now = draw(size, rate);

		count +=
		    change_of(metric, &now, &before).beyond_chance == HSCAN_YES;
	}
	return 100.0 * (double)count / (double)RUNS;
}

/* Few samples may make it more careful, never less. */
static void
one_in_twenty_is_flagged_by_chance(void **state)
{
	static const struct {
		const struct hscan_metric *metric;
		draw_fn *draw;
		int size;
		double least;
	} rows[] = {
	    {&events, draw_count, 2, 0},
	    {&events, draw_count, 5, 3},
	    {&events, draw_count, 20, 4},
	    {&events, draw_count, 50, 4},
	    {&events, draw_count, 200, 4},
	    {&share, draw_share, 10, 1},
	    {&share, draw_share, 30, 4},
	    {&share, draw_share, 100, 4},
	    {&share, draw_share, 200, 4},
	    {&median, draw_median, 6, 1},
	    {&median, draw_median, 10, 1},
	    {&median, draw_median, 30, 4},
	    {&median, draw_median, 100, 4},
	    {&median, draw_median, 200, 4},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		double part =
		    flagged(rows[i].metric, rows[i].draw, rows[i].size, 1.0);

		print_message("no change, row %zu, size %d: %.2f %%\n", i,
		    rows[i].size, part);
		if (part < rows[i].least || part > 6.0)
			fail_msg("row %zu: %.2f %% are flagged", i, part);
	}
}

/* Twice the rate: how often it is seen, by how much there is. */
static void
what_doubles_is_seen(void **state)
{
	static const struct {
		const struct hscan_metric *metric;
		draw_fn *draw;
		int size;
		double least, most;
	} rows[] = {
	    {&events, draw_count, 5, 21, 27},
	    {&events, draw_count, 10, 40, 46},
	    {&events, draw_count, 20, 71, 77},
	    {&events, draw_count, 50, 95, 100},
	    {&share, draw_share, 10, 22, 28},
	    {&share, draw_share, 20, 43, 49},
	    {&share, draw_share, 50, 85, 91},
	    {&median, draw_median, 10, 7, 13},
	    {&median, draw_median, 30, 26, 32},
	    {&median, draw_median, 100, 69, 75},
	    {&median, draw_median, 200, 92, 98},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		double part =
		    flagged(rows[i].metric, rows[i].draw, rows[i].size, 2.0);

		print_message("doubled, row %zu, size %d: %.2f %%\n", i,
		    rows[i].size, part);
		if (part < rows[i].least || part > rows[i].most)
			fail_msg("row %zu: %.2f %% are flagged", i, part);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_are_tested_as_by_hand),
	    cmocka_unit_test(numbers_are_those_of_the_two_values),
	    cmocka_unit_test(without_two_values_there_is_none),
	    cmocka_unit_test(what_cannot_be_told_says_why),
	    cmocka_unit_test(windows_count_by_their_length),
	    cmocka_unit_test(shares_are_compared_as_newcombe_does),
	    cmocka_unit_test(medians_may_be_zero),
	    cmocka_unit_test(one_in_twenty_is_flagged_by_chance),
	    cmocka_unit_test(what_doubles_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
