/* SPDX-License-Identifier: MIT */
/* What is usual, and how far from it a value is; the sums were done by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "judge/baseline.h"
#include "support/support.h"

#define SIGMA HSCAN_BASELINE_SIGMA
#define MAD   HSCAN_BASELINE_MAD

enum {
	NONE = HSCAN_DEVIATION_NONE,
	WORSE = HSCAN_DEVIATION_WORSE,
	BETTER = HSCAN_DEVIATION_BETTER,
	LOWER = HSCAN_BETTER_LOWER,
	HIGHER = HSCAN_BETTER_HIGHER,
	NEUTRAL = HSCAN_BETTER_NEUTRAL,
};

/* Mean 5, sample standard deviation sqrt(32 / 7) = 2.138. */
#define EIGHT {2, 4, 4, 4, 5, 5, 7, 9}, 8

static const struct {
	const char *what;
	double past[8];
	size_t len;
	double now;
	int better;
	enum hscan_baseline_method method;
	double center, spread, z;
	bool known, has_z;
	int deviation;
} rows[] = {
    {"five windows are too few", {1, 2, 3, 4, 5}, 5, 9, LOWER, SIGMA, 0, 0, 0,
	false, false, NONE},
    {"six are enough", {1, 1, 1, 1, 1, 7}, 6, 2, LOWER, SIGMA, 2,
	2.449489742783178, 0, true, true, NONE},
    {"far above, and lower is better", EIGHT, 9.5, LOWER, SIGMA, 5,
	2.138089935299395, 2.104682280060342, true, true, WORSE},
    {"far above, and higher is better", EIGHT, 9.5, HIGHER, SIGMA, 5,
	2.138089935299395, 2.104682280060342, true, true, BETTER},
    {"far above, and neither is", EIGHT, 9.5, NEUTRAL, SIGMA, 5,
	2.138089935299395, 2.104682280060342, true, true, NONE},
    {"far below", EIGHT, 0.5, LOWER, SIGMA, 5, 2.138089935299395,
	-2.104682280060342, true, true, BETTER},
    {"not far enough", EIGHT, 9.2, LOWER, SIGMA, 5, 2.138089935299395,
	1.964370128056319, true, true, NONE},
    /* 0 and 2 six times: mean 1, deviation sqrt(6 / 5); two of them off. */
    {"two deviations exactly", {0, 2, 0, 2, 0, 2}, 6,
	1 + 2 * 1.0954451150103321, LOWER, SIGMA, 1, 1.0954451150103321, 2,
	true, true, WORSE},
    {"nothing varies, a change for the worse", {3, 3, 3, 3, 3, 3}, 6, 3.1,
	LOWER, SIGMA, 3, 0, 0, true, false, WORSE},
    {"nothing varies, a change for the better", {3, 3, 3, 3, 3, 3}, 6, 2.9,
	LOWER, SIGMA, 3, 0, 0, true, false, NONE},
    {"nothing varies, no change", {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 6, 0.1, LOWER,
	SIGMA, 0.1, 0, 0, true, false, NONE},
    {"nothing varies, no change, and higher is better", {3, 3, 3, 3, 3, 3}, 6,
	3, HIGHER, SIGMA, 3, 0, 0, true, false, NONE},
    {"only the second varies", {3, 9, 3, 3, 3, 3}, 6, 4, LOWER, SIGMA, 4,
	2.449489742783178, 0, true, true, NONE},
    {"only the first varies", {9, 3, 3, 3, 3, 3}, 6, 4, LOWER, SIGMA, 4,
	2.449489742783178, 0, true, true, NONE},
    /* Mean 0.15, deviation sqrt(6 * 0.0025 / 5). */
    {"it varies a little", {0.1, 0.2, 0.1, 0.2, 0.1, 0.2}, 6, 0.35, HIGHER,
	SIGMA, 0.15, 0.05477225575051661, 3.651483716701107, true, true,
	BETTER},
    /* Median 12; deviations 11, 2, 1, 0, 1, 2, 3: median 2. */
    {"the first counts as any other", {1, 10, 11, 12, 13, 14, 15}, 7, 20, LOWER,
	MAD, 12, 2.9652, 2.697963037906381, true, true, WORSE},
    /* Median 4.5; deviations 0.5 four times, 2.5, 2.5, 4.5, 0.5: median 0.5. */
    {"by the median deviation", EIGHT, 9, LOWER, MAD, 4.5, 0.7413,
	6.070416835289356, true, true, WORSE},
    {"most are the same", {5, 5, 5, 5, 5, 90}, 6, 6, LOWER, MAD, 5, 0, 0, true,
	false, WORSE},
};

static void
rows_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hscan_number now = {true, rows[i].now};
		struct hscan_baseline baseline;
		/* With nothing behind them, for the sanitizer. */
		double *past = malloc(rows[i].len * sizeof(*past));

		assert_non_null(past);
		for (size_t j = 0; j < rows[i].len; j++)
			past[j] = rows[i].past[j];
		baseline = hscan_baseline_of(now, past, rows[i].len,
		    (enum hscan_better)rows[i].better, rows[i].method, 2);
		if (baseline.known != rows[i].known ||
		    baseline.z.known != rows[i].has_z ||
		    (int)baseline.deviation != rows[i].deviation ||
		    baseline.windows != rows[i].len)
			fail_msg("%s", rows[i].what);
		assert_near(baseline.center, rows[i].center);
		assert_near(baseline.spread, rows[i].spread);
		assert_near(baseline.z.value, rows[i].z);
		free(past);
	}
}

static void
without_a_value_nothing_deviates(void **state)
{
	const struct hscan_number none = {false, 0};
	double past[] = {1, 2, 3, 4, 5, 6};
	struct hscan_baseline baseline = hscan_baseline_of(
	    none, past, 6, HSCAN_BETTER_LOWER, HSCAN_BASELINE_SIGMA, 2);

	(void)state;
	assert_true(baseline.known);
	assert_near(baseline.center, 3.5);
	assert_false(baseline.z.known);
	assert_int_equal(baseline.deviation, HSCAN_DEVIATION_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_hold),
	    cmocka_unit_test(without_a_value_nothing_deviates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
