/* SPDX-License-Identifier: MIT */
/* Bounds at the very bound, few samples, and risk that comes from another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/text.h"
#include "judge/verdict.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static void
bounds_hold_up_to_the_bound(void **state)
{
	static const struct {
		enum hscan_comparison comparison;
		bool below, at, above;
	} rows[] = {
	    {HSCAN_AT_MOST, true, true, false},
	    {HSCAN_LESS, true, false, false},
	    {HSCAN_AT_LEAST, false, true, true},
	    {HSCAN_MORE, false, false, true},
	    {HSCAN_NO_BOUND, false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_bound bound = {rows[i].comparison, 72};

		assert_int_equal(
		    hscan_bound_holds(&bound, 71.9999), rows[i].below);
		assert_int_equal(hscan_bound_holds(&bound, 72), rows[i].at);
		assert_int_equal(
		    hscan_bound_holds(&bound, 72.0001), rows[i].above);
	}
}

static void
only_medians_and_shares_have_a_low_n(void **state)
{
	static const struct {
		enum hscan_statistic statistic;
		bool low;
	} rows[] = {
	    {HSCAN_STAT_MEDIAN, true},
	    {HSCAN_STAT_SHARE, true},
	    {HSCAN_STAT_RATE, false},
	    {HSCAN_STAT_COUNT, false},
	    {HSCAN_STAT_GAUGE, false},
	    {HSCAN_STAT_RATIO, true},
	    {HSCAN_STAT_HALF, false},
	    {HSCAN_STAT_LARGEST, false},
	    {HSCAN_STAT_LARGEST_THREE, false},
	    {HSCAN_STAT_WITHIN, true},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		enum hscan_statistic statistic = rows[i].statistic;

		assert_int_equal(hscan_is_low_n(statistic, 0, 5), rows[i].low);
		assert_int_equal(hscan_is_low_n(statistic, 4, 5), rows[i].low);
		assert_false(hscan_is_low_n(statistic, 5, 5));
		assert_false(hscan_is_low_n(statistic, 1, 1));
		assert_int_equal(hscan_is_low_n(statistic, 9, 10), rows[i].low);
	}
}

#define LOWER \
	{HSCAN_AT_MOST, 72}, \
	{ \
		HSCAN_MORE, 168 \
	}
#define HIGHER \
	{HSCAN_AT_LEAST, 85}, \
	{ \
		HSCAN_LESS, 60 \
	}
#define ONLY_RISK \
	{HSCAN_NO_BOUND, 0}, \
	{ \
		HSCAN_AT_LEAST, 2 \
	}
#define ONLY_HEALTHY \
	{HSCAN_AT_LEAST, 3}, \
	{ \
		HSCAN_NO_BOUND, 0 \
	}
#define NONE \
	{HSCAN_NO_BOUND, 0}, \
	{ \
		HSCAN_NO_BOUND, 0 \
	}

static void
values_are_judged(void **state)
{
	static const struct {
		enum hscan_statistic statistic;
		enum hscan_verdict expected;
		struct hscan_bound healthy, risk;
		double value;
		int64_t n;
		bool known;
	} rows[] = {
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_HEALTHY, LOWER, 72, 5, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_WATCH, LOWER, 72.0001, 5, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_WATCH, LOWER, 168, 5, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_RISK, LOWER, 168.0001, 5, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_UNKNOWN, LOWER, 500, 4, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_UNKNOWN, LOWER, 0, 9, false},
	    {HSCAN_STAT_SHARE, HSCAN_VERDICT_HEALTHY, HIGHER, 85, 5, true},
	    {HSCAN_STAT_SHARE, HSCAN_VERDICT_WATCH, HIGHER, 84.9999, 5, true},
	    {HSCAN_STAT_SHARE, HSCAN_VERDICT_WATCH, HIGHER, 60, 5, true},
	    {HSCAN_STAT_SHARE, HSCAN_VERDICT_RISK, HIGHER, 59.9999, 5, true},
	    {HSCAN_STAT_SHARE, HSCAN_VERDICT_UNKNOWN, HIGHER, 0, 4, true},
	    {HSCAN_STAT_GAUGE, HSCAN_VERDICT_HEALTHY, ONLY_RISK, 1, 1, true},
	    {HSCAN_STAT_GAUGE, HSCAN_VERDICT_RISK, ONLY_RISK, 2, 1, true},
	    {HSCAN_STAT_GAUGE, HSCAN_VERDICT_UNKNOWN, ONLY_RISK, 0, 0, false},
	    {HSCAN_STAT_COUNT, HSCAN_VERDICT_HEALTHY, ONLY_HEALTHY, 3, 0, true},
	    {HSCAN_STAT_RATE, HSCAN_VERDICT_WATCH, ONLY_HEALTHY, 2, 0, true},
	    {HSCAN_STAT_RATE, HSCAN_VERDICT_NONE, NONE, 2, 9, true},
	    {HSCAN_STAT_MEDIAN, HSCAN_VERDICT_NONE, NONE, 0, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_metric metric = {
		    .statistic = rows[i].statistic};
		const struct hscan_measure measure = {
		    .metric = &metric,
		    .now = {.value = {rows[i].known, rows[i].value},
			.n = rows[i].n},
		    .healthy = rows[i].healthy,
		    .risk = rows[i].risk,
		};

		struct hscan_measure other = measure;

		/* What is of another head is not judged. */
		other.other_head = true;
		assert_int_equal(hscan_judge(&other, HSCAN_VERDICT_RISK, 5),
		    rows[i].expected == HSCAN_VERDICT_NONE
			? HSCAN_VERDICT_NONE
			: HSCAN_VERDICT_UNKNOWN);
		/* Another's verdict is nothing to a metric without risk_from.
		 */
		if (hscan_judge(&measure, HSCAN_VERDICT_RISK,
			HSCAN_MIN_SAMPLES) != rows[i].expected)
			fail_msg("row %zu", i);
	}
}

static void
risk_comes_from_the_other_metric(void **state)
{
	static const struct {
		double value;
		enum hscan_verdict other, expected;
	} rows[] = {
	    {9, HSCAN_VERDICT_RISK, HSCAN_VERDICT_RISK},
	    {9, HSCAN_VERDICT_HEALTHY, HSCAN_VERDICT_HEALTHY},
	    {9, HSCAN_VERDICT_UNKNOWN, HSCAN_VERDICT_HEALTHY},
	    {3, HSCAN_VERDICT_HEALTHY, HSCAN_VERDICT_HEALTHY},
	    /* The risk bound is the other's, in its unit: 2.5 is not at risk
	     * for being at least 2. */
	    {2.5, HSCAN_VERDICT_HEALTHY, HSCAN_VERDICT_WATCH},
	    {0, HSCAN_VERDICT_RISK, HSCAN_VERDICT_RISK},
	};
	const struct hscan_metric metric = {
	    .statistic = HSCAN_STAT_RATE,
	    .risk_from = hscan_text_of("o"),
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_measure measure = {
		    .metric = &metric,
		    .now = {.value = {true, rows[i].value}},
		    .healthy = {HSCAN_AT_LEAST, 3},
		    .risk = {HSCAN_AT_LEAST, 2},
		};

		assert_int_equal(
		    hscan_judge(&measure, rows[i].other, HSCAN_MIN_SAMPLES),
		    rows[i].expected);
	}
}

/* The other's is bound enough, whatever its name. */
static void
risk_from_another_alone_is_judged(void **state)
{
	const struct hscan_metric metric = {
	    .statistic = HSCAN_STAT_RATE,
	    .risk_from = {"o", 1},
	};
	const struct hscan_measure measure = {
	    .metric = &metric,
	    .now = {.value = {true, 1}},
	};

	(void)state;
	assert_int_equal(
	    hscan_judge(&measure, HSCAN_VERDICT_RISK, 5), HSCAN_VERDICT_RISK);
	assert_int_equal(hscan_judge(&measure, HSCAN_VERDICT_HEALTHY, 5),
	    HSCAN_VERDICT_HEALTHY);
}

/* All verdicts within the range, and no others. */
static void
a_range_has_all_its_verdicts(void **state)
{
	enum {
		U = 1 << HSCAN_VERDICT_UNKNOWN,
		H = 1 << HSCAN_VERDICT_HEALTHY,
		W = 1 << HSCAN_VERDICT_WATCH,
		R = 1 << HSCAN_VERDICT_RISK,
	};
	static const struct {
		double low, high;
		int64_t n, unreadable;
		bool known;
		unsigned expected;
	} rows[] = {
	    {1, 72, 9, 1, true, H},
	    {1, 73, 9, 1, true, H | W},
	    {72, 73, 9, 1, true, H | W},
	    {73, 168, 9, 1, true, W},
	    {73, 169, 9, 1, true, W | R},
	    {1, 169, 9, 1, true, H | W | R},
	    {169, (double)INFINITY, 9, 1, true, R},
	    {-(double)INFINITY, (double)INFINITY, 9, 1, true, H | W | R},
	    /* Too few, and with what is missing perhaps enough. */
	    {169, 200, 4, 0, true, U},
	    {169, 200, 3, 1, true, U},
	    {169, 200, 4, 1, true, U | R},
	    {-(double)INFINITY, (double)INFINITY, 0, 0, false, U | H | W | R},
	};
	const struct hscan_metric metric = {.statistic = HSCAN_STAT_MEDIAN};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		double low = rows[i].low;
		const struct hscan_measure measure = {
		    .metric = &metric,
		    .now = {.n = rows[i].n,
			.value = {rows[i].known,
			    isinf(low) ? rows[i].high : low}},
		    .healthy = {HSCAN_AT_MOST, 72},
		    .risk = {HSCAN_MORE, 168},
		    .range = {true, low, rows[i].high},
		    .excluded_unreadable = rows[i].unreadable,
		};
		unsigned found = hscan_judge_range(
		    &measure, 1U << HSCAN_VERDICT_NONE, HSCAN_MIN_SAMPLES);

		if (found != rows[i].expected)
			fail_msg("%zu: %x", i, found);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(risk_from_another_alone_is_judged),
	    cmocka_unit_test(bounds_hold_up_to_the_bound),
	    cmocka_unit_test(only_medians_and_shares_have_a_low_n),
	    cmocka_unit_test(values_are_judged),
	    cmocka_unit_test(risk_comes_from_the_other_metric),
	    cmocka_unit_test(a_range_has_all_its_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
