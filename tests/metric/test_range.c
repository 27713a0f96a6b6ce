/* SPDX-License-Identifier: MIT */
/* Between what a number lies whatever is missing: against every number that
 * what is missing could make. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "metric/range.h"
#include "metric/statistic.h"

enum { MOST = 5, MISSING = 3 };

static const struct hscan_window week = {0, 7 * 86400};

static struct hscan_interval
range_of(enum hscan_statistic statistic, double *values, size_t len,
    const struct hscan_engine_missing *missing, double value)
{
	const struct hscan_metric metric = {.statistic = statistic};
	struct hscan_range_samples samples = {values, len, (int64_t)len, 0, 0};
	const struct hscan_number now = {true, value};

	for (size_t i = 0; i < len; i++) {
		samples.nonzero += values[i] != 0;
		samples.sum += values[i];
	}
	return hscan_range(&metric, &week, &samples, missing, now);
}

static void
assert_within(double value, struct hscan_interval range)
{
	if (!(value >= range.low - 1e-9) || !(value <= range.high + 1e-9))
		fail_msg(
		    "%g is not within %g and %g", value, range.low, range.high);
}

/* Calls `look` with whatever values could be there. */
static void
each(double *values, size_t len, size_t more, size_t changed,
    const double *choices, size_t choices_len,
    void (*look)(const double *values, size_t len, void *payload),
    void *payload)
{
	look(values, len, payload);
	if (changed > 0)
		for (size_t i = 0; i < len; i++)
			for (size_t j = 0; j < choices_len; j++) {
				double before = values[i];

				values[i] = choices[j];
				each(values, len, more, changed - 1, choices,
				    choices_len, look, payload);
				values[i] = before;
			}
	if (more > 0)
		for (size_t j = 0; j < choices_len; j++) {
			values[len] = choices[j];
			each(values, len + 1, more - 1, changed, choices,
			    choices_len, look, payload);
		}
}

struct seen {
	struct hscan_interval range;
	double least, most;
};

static void
note(struct seen *seen, double value)
{
	assert_within(value, seen->range);
	seen->least = value < seen->least ? value : seen->least;
	seen->most = value > seen->most ? value : seen->most;
}

static void
look_at_median(const double *values, size_t len, void *payload)
{
	static const double halves[3] = {0.25, 0.5, 0.75};
	double copy[MOST + MISSING], quantiles[3];

	if (len == 0)
		return;
	memcpy(copy, values, len * sizeof(*copy));
	hscan_quantiles(copy, len, halves, quantiles);
	note(payload, quantiles[1]);
}

static void
look_at_share(const double *values, size_t len, void *payload)
{
	size_t nonzero = 0;

	for (size_t i = 0; i < len; i++)
		nonzero += values[i] != 0;
	if (len > 0)
		note(payload, 100.0 * (double)nonzero / (double)len);
}

static void
medians_are_within(void **state)
{
	static const double all[MOST] = {3, 1, 8, 5, 4};
	static const double choices[] = {-1000, 0, 4.5, 1000};

	(void)state;
	for (size_t len = 0; len <= MOST; len++)
		for (int64_t more = 0; more < MISSING; more++)
			for (int64_t changed = 0; changed < 2; changed++) {
				const struct hscan_engine_missing missing = {
				    more, changed, false};
				double values[MOST + MISSING], own[MOST];
				struct seen seen = {
				    {0}, (double)INFINITY, -(double)INFINITY};

				memcpy(values, all, sizeof(all));
				memcpy(own, all, sizeof(all));
				seen.range = range_of(
				    HSCAN_STAT_MEDIAN, own, len, &missing, 0);
				assert_int_equal(
				    seen.range.known, more + changed > 0);
				if (seen.range.known)
					each(values, len, (size_t)more,
					    (size_t)changed, choices, 4,
					    look_at_median, &seen);
			}
}

/* And no wider than they need be. */
static void
shares_are_just_within(void **state)
{
	static const double all[MOST] = {1, 0, 1, 1, 0};
	static const double choices[] = {0, 1};

	(void)state;
	for (size_t len = 2; len <= MOST; len++)
		for (int64_t more = 1; more < MISSING; more++)
			for (int64_t changed = 0; changed < 2; changed++) {
				const struct hscan_engine_missing missing = {
				    more, changed, false};
				double values[MOST + MISSING], own[MOST];
				struct seen seen = {
				    {0}, (double)INFINITY, -(double)INFINITY};

				memcpy(values, all, sizeof(all));
				memcpy(own, all, sizeof(all));
				seen.range = range_of(
				    HSCAN_STAT_SHARE, own, len, &missing, 0);
				each(values, len, (size_t)more, (size_t)changed,
				    choices, 2, look_at_share, &seen);
				assert_true(
				    fabs(seen.least - seen.range.low) < 1e-9);
				assert_true(
				    fabs(seen.most - seen.range.high) < 1e-9);
			}
}

#define STILL_OPEN 2.0

/* Of what is within a time: open ones are in no denominator. */
static void
look_at_within(const double *values, size_t len, void *payload)
{
	size_t yes = 0, counted = 0;

	for (size_t i = 0; i < len; i++) {
		counted += values[i] < STILL_OPEN;
		yes += values[i] == 1;
	}
	if (counted > 0)
		note(payload, 100.0 * (double)yes / (double)counted);
}

/* What changes may also begin to count, or cease to. */
static void
what_is_within_a_time_is_within(void **state)
{
	static const double all[][MOST] = {{1, 0, STILL_OPEN, 1, 0},
	    {STILL_OPEN, 1, 1, 1, 1}, {0, 0, STILL_OPEN, STILL_OPEN, 0}};
	static const double choices[] = {0, 1, STILL_OPEN};

	(void)state;
	for (size_t row = 0; row < 3; row++)
		for (size_t len = 0; len <= MOST; len++)
			for (int64_t more = 0; more < MISSING; more++) {
				const struct hscan_engine_missing missing = {
				    more, 2, false};
				double values[MOST + MISSING], counted[MOST];
				struct seen seen = {
				    {0}, (double)INFINITY, -(double)INFINITY};
				size_t n = 0;

				memcpy(values, all[row], sizeof(all[row]));
				for (size_t i = 0; i < len; i++)
					if (values[i] < STILL_OPEN)
						counted[n++] = values[i];
				seen.range = range_of(
				    HSCAN_STAT_WITHIN, counted, n, &missing, 0);
				assert_true(seen.range.known);
				each(values, len, (size_t)more, 2, choices, 3,
				    look_at_within, &seen);
			}
}

static void
others_are_as_they_should(void **state)
{
	static const struct {
		enum hscan_statistic statistic;
		struct hscan_engine_missing missing;
		double low, high;
	} rows[] = {
	    /* Of 1, 1, 1, 0: */
	    {HSCAN_STAT_COUNT, {2, 0, false}, 3, 5},
	    {HSCAN_STAT_COUNT, {2, 1, false}, 2, 6},
	    {HSCAN_STAT_RATE, {2, 0, false}, 3, 5},
	    {HSCAN_STAT_GAUGE, {1, 0, false}, 0, 9},
	    {HSCAN_STAT_HALF, {1, 0, false}, -(double)INFINITY,
		(double)INFINITY},
	    {HSCAN_STAT_COUNT, {0, 0, true}, -(double)INFINITY,
		(double)INFINITY},
	    {HSCAN_STAT_RATIO, {2, 0, false}, 3.0 / 6, 5.0 / 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double values[] = {1, 1, 1, 0};
		struct hscan_interval range =
		    range_of(rows[i].statistic, values, 4, &rows[i].missing, 9);

		assert_true(range.known);
		if (range.low != rows[i].low || range.high != rows[i].high)
			fail_msg("%zu: %g to %g", i, range.low, range.high);
	}
}

/* What a query of the user's makes of an item is anybody's guess. */
static void
own_metrics_have_no_bounds(void **state)
{
	const struct hscan_metric metric = {
	    .statistic = HSCAN_STAT_COUNT, .own = true};
	const struct hscan_engine_missing missing = {1, 0, false};
	struct hscan_range_samples samples = {0};
	struct hscan_interval range;

	(void)state;
	range = hscan_range(
	    &metric, &week, &samples, &missing, (struct hscan_number){true, 0});
	assert_true(range.known && isinf(range.low) && isinf(range.high));
}

/* An item that cannot be read in full may lack any number of answers. */
static void
answers_that_are_missing_may_be_many(void **state)
{
	const struct hscan_metric metric = {
	    .statistic = HSCAN_STAT_COUNT, .needs = HSCAN_NEED_COMMENTS};
	const struct hscan_engine_missing missing = {0, 1, false};
	struct hscan_range_samples samples = {.n = 3, .sum = 3};
	struct hscan_interval range;

	(void)state;
	range = hscan_range(
	    &metric, &week, &samples, &missing, (struct hscan_number){true, 3});
	assert_true(range.known && isinf(range.high));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(medians_are_within),
	    cmocka_unit_test(shares_are_just_within),
	    cmocka_unit_test(what_is_within_a_time_is_within),
	    cmocka_unit_test(others_are_as_they_should),
	    cmocka_unit_test(own_metrics_have_no_bounds),
	    cmocka_unit_test(answers_that_are_missing_may_be_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
