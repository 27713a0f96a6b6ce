/* SPDX-License-Identifier: MIT */
/* Quantiles of type 7, against sums done by hand and those of METRICS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metric/statistic.h"
#include "support/support.h"

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
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_near(
		    hscan_quantile(rows[i].values, rows[i].len, rows[i].p),
		    rows[i].expected);
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
	hscan_sort(values, 1);
	assert_memory_equal(values, expected, sizeof(expected));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quantiles_are_of_type_7),
	    cmocka_unit_test(values_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
