/* SPDX-License-Identifier: MIT */
/* Statistics against published results, sums done by hand, those of METRICS,
 * and slow but plain ways to the same numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "metric/statistic.h"
#include "support/support.h"

/* The values with nothing behind them, so that a sanitizer sees when one more
 * is looked at; the caller frees them. */
static double *
exactly(const double *values, size_t len)
{
	double *copy = malloc(len > 0 ? len * sizeof(*copy) : 1);

	assert_non_null(copy);
	for (size_t i = 0; i < len; i++)
		copy[i] = values[i];
	return copy;
}

static void
quantiles_are_of_type_7(void **state)
{
	static const struct {
		double values[6];
		size_t len;
		double p, expected;
	} rows[] = {
	    {{1, 2, 3, 4}, 4, 0.25, 1.75},
	    {{1, 2, 3, 4}, 4, 0.5, 2.5},
	    {{1, 2, 3, 4}, 4, 0.9, 3.7},
	    {{1, 2, 3, 4}, 4, 0, 1},
	    {{1, 2, 3, 4}, 4, 1, 4},
	    {{1, 3}, 2, 0.5, 2},
	    {{1, 3}, 2, 0.75, 2.5},
	    {{7}, 1, 0, 7},
	    {{7}, 1, 0.5, 7},
	    {{7}, 1, 1, 7},
	    {{1, 2, 30}, 3, 0.5, 2},
	    {{1, 2, 30}, 3, 0.75, 16},
	    {{5, 5, 5, 5, 5}, 5, 0.9, 5},
	    {{-10, 0, 10, 20, 30, 100}, 6, 0.75, 27.5},
	    {{-10, 0, 10, 20, 30, 100}, 6, 0.9, 65},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double *values = exactly(rows[i].values, rows[i].len);

		assert_near(hscan_quantile(values, rows[i].len, rows[i].p),
		    rows[i].expected);
		free(values);
	}
}

static void
values_are_sorted(void **state)
{
	double values[] = {3, -1, 2.5, 3, 0, 1e300, -1e300};
	static const double expected[] = {-1e300, -1, 0, 2.5, 3, 3, 1e300};

	(void)state;
	hscan_sort(values, 7);
	assert_memory_equal(values, expected, sizeof(expected));
	hscan_sort(values, 0);
	hscan_sort(NULL, 0);
	hscan_sort(values, 1);
	assert_memory_equal(values, expected, sizeof(expected));
}

/* --- in any order --- */

/* A small generator of our own: the same numbers everywhere. */
static uint32_t
next_number(uint32_t *state)
{
	*state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
	return *state >> 8;
}

/* Against the sorted way, with many ties and with few. */
static void
quantiles_need_no_order(void **state)
{
	static const double p[3] = {0.5, 0.75, 0.9};
	uint32_t seed = 20260701;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		size_t len = 1 + next_number(&seed) % 40;
		uint32_t kinds = round % 2 ? 5 : 1000000;
		double sorted[40], got[3], *values;
		size_t rank;

		for (size_t i = 0; i < len; i++)
			sorted[i] = (double)(next_number(&seed) % kinds);
		values = exactly(sorted, len);
		hscan_sort(sorted, len);
		hscan_quantiles(values, len, p, got);
		for (int i = 0; i < 3; i++)
			assert_near(got[i], hscan_quantile(sorted, len, p[i]));
		rank = next_number(&seed) % len;
		assert_near(hscan_select(values, len, rank), sorted[rank]);
		free(values);
	}
}

/* --- intervals --- */

/* Ranks from 1, as tables have them: P(rank <= B <= n - rank) for B binomial
 * (n, 1/2). Up to n = 100 they are those of the sign test's table in W. J.
 * Conover, "Practical Nonparametric Statistics"; all were computed in exact
 * fractions, too. */
static void
medians_have_an_interval(void **state)
{
	static const size_t rows[][3] = {{6, 1, 6}, {8, 1, 8}, {9, 2, 8},
	    {10, 2, 9}, {15, 4, 12}, {20, 6, 15}, {25, 8, 18}, {30, 10, 21},
	    {40, 14, 27}, {50, 18, 33}, {100, 40, 61}, {1000, 469, 532}};
	size_t low = 42, high = 42;

	(void)state;
	for (size_t len = 0; len < 6; len++)
		assert_false(hscan_median_ranks(len, &low, &high));
	assert_int_equal(low, 42);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(hscan_median_ranks(rows[i][0], &low, &high));
		assert_int_equal(low + 1, rows[i][1]);
		assert_int_equal(high + 1, rows[i][2]);
	}
	/* So many that no power of two holds the sum of the terms. */
	assert_true(hscan_median_ranks(1000000, &low, &high));
	assert_within(low + 1, 499019, 499021);
	assert_int_equal(low + high, 999999);
}

/* By Pascal's triangle in long doubles, whose sums are exact to n = 63. */
static void
coverage_is_what_it_says(void **state)
{
	long double row[64] = {1};

	(void)state;
	for (size_t n = 1; n < 64; n++) {
		long double total = 0, covered = 0, wider = 0;
		size_t low, high;

		for (size_t k = n; k > 0; k--)
			row[k] += row[k - 1];
		for (size_t k = 0; k <= n; k++)
			total += row[k];
		if (!hscan_median_ranks(n, &low, &high)) {
			assert_within(n, 1, 5);
			continue;
		}
		for (size_t k = low + 1; k <= n - low - 1; k++)
			covered += row[k];
		assert_true(covered >= 0.95L * total);
		/* One rank less on either side would not do. */
		for (size_t k = low + 2; k + low + 2 <= n; k++)
			wider += row[k];
		assert_true(wider < 0.95L * total);
		assert_int_equal(high, n - low - 1);
	}
}

/* 8/10 is in METRICS; the others are method 3 in table I of R. G. Newcombe,
 * "Two-sided confidence intervals for the single proportion" (1998). */
static void
shares_have_an_interval(void **state)
{
	static const struct {
		int64_t part, whole;
		double low, high;
	} rows[] = {
	    {8, 10, 0.4902, 0.9433},
	    {81, 263, 0.2553, 0.3662},
	    {15, 148, 0.0624, 0.1605},
	    {0, 20, 0.0, 0.1611},
	    {1, 29, 0.0061, 0.1718},
	    {29, 29, 0.8830, 1.0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double low, high;

		hscan_wilson(rows[i].part, rows[i].whole, &low, &high);
		assert_true(low > rows[i].low - 5e-5);
		assert_true(low < rows[i].low + 5e-5);
		assert_true(high > rows[i].high - 5e-5);
		assert_true(high < rows[i].high + 5e-5);
	}
}

/* --- what has not ended --- */

/* Negative: censored at its absolute value. */
static bool
km(const double *values, size_t len, double *out)
{
	struct hscan_duration *durations = NULL;
	bool known;

	if (len > 0)
		durations = malloc(len * sizeof(*durations));
	for (size_t i = 0; i < len; i++)
		durations[i] = (struct hscan_duration){
		    values[i] < 0 ? -values[i] : values[i], values[i] > 0};
	known = hscan_km_median(durations, len, out);
	free(durations);
	return known;
}

/* The remissions of leukaemia of E. J. Freireich and others (1963), in weeks,
 * the example of many textbooks: 23 weeks with 6-MP, 8 with a placebo. */
static void
remissions_of_leukaemia(void **state)
{
	static const double treated[] = {-6, 6, 6, 6, 7, -9, -10, 10, -11, 13,
	    16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
	static const double placebo[] = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8,
	    11, 11, 12, 12, 15, 17, 22, 23};
	double median = 0;

	(void)state;
	assert_true(km(treated, 21, &median));
	assert_near(median, 23);
	assert_true(km(placebo, 21, &median));
	assert_near(median, 8);
}

static void
kaplan_meier_by_hand(void **state)
{
	static const struct {
		double values[8];
		size_t len;
		double expected; /* 0: none */
	} rows[] = {
	    {{0}, 0, 0},
	    {{5}, 1, 5},
	    {{-5}, 1, 0},
	    {{1, 2}, 2, 1}, /* S(1) = 1/2 is enough */
	    {{1, 2, 3}, 3, 2},
	    {{-1, -2, 3}, 3, 3},
	    {{1, -2, -3}, 3, 0}, /* S stays at 2/3 */
	    {{3, -3}, 2, 3},     /* of a tie, what ended comes first */
	    {{1, 1, -1, 4}, 4, 1},
	    {{1, -1, -1, 4, 5, 6}, 6, 5},
	    /* 2/3 * 3/4 is a half, if not in binary fractions. */
	    {{1, 1, 2, -9, -9, -9}, 6, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double median = 0;

		if (km(rows[i].values, rows[i].len, &median) !=
		    (rows[i].expected > 0))
			fail_msg("row %zu", i);
		assert_near(median, rows[i].expected);
	}
}

/* Without censoring it is the lower median. */
static void
without_censoring_it_is_a_median(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 500; round++) {
		size_t len = 1 + next_number(&seed) % 60;
		double values[64], median = 0;

		for (size_t i = 0; i < len; i++)
			values[i] = 1 + next_number(&seed) % 30;
		assert_true(km(values, len, &median));
		hscan_sort(values, len);
		assert_near(median, values[(len - 1) / 2]);
	}
}

/* The first is CHAOSS's own example for the contributor absence factor. */
static void
half_of_a_sum(void **state)
{
	static const struct {
		double values[8];
		size_t len, expected;
	} rows[] = {
	    {{1000, 202, 90, 33, 332, 343, 42, 433}, 8, 2},
	    {{0}, 0, 0},
	    {{5}, 1, 1},
	    {{2, 2}, 2, 1}, /* a half exactly is reached */
	    {{1, 1, 1}, 3, 2},
	    {{1, 1, 1, 1}, 4, 2},
	    {{10, 1, 1, 1}, 4, 1},
	    {{9, 9, 2}, 3, 2}, /* a half, not the half of less */
	    {{0.2, 0.2, 0.2, 0.2}, 4, 2},
	    {{0, 0, 0}, 3, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double *values = exactly(rows[i].values, rows[i].len);

		assert_int_equal(
		    hscan_half(values, rows[i].len, 0), rows[i].expected);
		free(values);
	}
}

static void
the_largest_of_a_sum(void **state)
{
	static const struct {
		double values[5];
		size_t len, most;
		double expected;
	} rows[] = {
	    {{0}, 0, 1, 0.0},
	    {{0.0, 0.0}, 2, 1, 0.0},
	    {{7.0}, 1, 1, 100.0},
	    {{7.0}, 1, 3, 100.0},
	    {{1.0, 2.0, 5.0}, 3, 1, 62.5},
	    {{5.0, 1.0, 2.0, 2.0}, 4, 1, 50.0},
	    {{4.0, 1.0, 3.0, 1.0, 1.0}, 5, 3, 80.0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double *values = exactly(rows[i].values, rows[i].len);

		assert_true(hscan_largest(values, rows[i].len, rows[i].most,
				0) == rows[i].expected);
		free(values);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quantiles_are_of_type_7),
	    cmocka_unit_test(values_are_sorted),
	    cmocka_unit_test(quantiles_need_no_order),
	    cmocka_unit_test(medians_have_an_interval),
	    cmocka_unit_test(coverage_is_what_it_says),
	    cmocka_unit_test(shares_have_an_interval),
	    cmocka_unit_test(remissions_of_leukaemia),
	    cmocka_unit_test(kaplan_meier_by_hand),
	    cmocka_unit_test(without_censoring_it_is_a_median),
	    cmocka_unit_test(half_of_a_sum),
	    cmocka_unit_test(the_largest_of_a_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
