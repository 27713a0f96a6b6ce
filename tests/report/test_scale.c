/* SPDX-License-Identifier: MIT */
/* When hours are days, and that no bound is hidden by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/scale.h"
#include "report/words.h"
#include "support/reports.h"

/* "15.35 days, <= 3, > 7": the value, its unit and its bounds. */
static void
check(const struct hscan_metric *metric, double value, const char *expected)
{
	struct hscan_measure measure = {
	    .metric = metric,
	    .now = {.value = number(value)},
	    .healthy = metric->healthy,
	    .risk = metric->risk,
	};
	struct scale scale = scale_of(&measure);
	struct hscan_text unit = scale_unit(&scale, metric);
	struct hscan_buf out;

	hscan_buf_init(&out, 1024);
	scale_add_judged(&out, &scale, &measure);
	(void)hscan_buf_add_char(&out, ' ');
	(void)hscan_buf_add_text(&out, unit);
	(void)hscan_buf_add_string(&out, ", ");
	scale_add_bound(&out, &scale, &metric->healthy, false);
	(void)hscan_buf_add_string(&out, ", ");
	scale_add_bound(&out, &scale, &metric->risk, false);
	words_unglue(&out, 0);
	assert_string_equal(hscan_buf_string(&out), expected);
	hscan_buf_clear(&out);
}

static void
long_hours_are_days(void **state)
{
	const struct hscan_metric cycle = merge_cycle(), rate = close_rate();
	struct hscan_metric plain = cycle, days = cycle;

	(void)state;
	plain.healthy.comparison = plain.risk.comparison = HSCAN_NO_BOUND;
	days.unit = hscan_text_of("days");
	check(&plain, 71.99, "71.99 h, , ");
	check(&plain, 72, "3 days, , ");
	check(&plain, -100, "-100 h, , ");
	check(&cycle, 40, "40 h, <= 72, > 168");
	check(&cycle, 368.4522, "15.35 days, <= 3, > 7");
	check(&days, 100, "100 days, <= 72, > 168");
	check(&rate, 90, "90 %, >= 85, < 60");
}

/* On which side of it the value lies must be seen. */
static void
near_a_bound_they_are_not(void **state)
{
	const struct hscan_metric cycle = merge_cycle();
	struct hscan_metric odd = cycle, of_another = cycle;

	(void)state;
	check(&cycle, 72.0042, "72.0042 h, <= 72, > 168");
	check(&cycle, 168.2, "168.2 h, <= 72, > 168");
	check(&cycle, 168.24, "7.01 days, <= 3, > 7");
	/* 100 h are 4.1666... days. */
	odd.risk.value = 100;
	check(&odd, 369, "369 h, <= 72, > 100");
	odd.risk.value = 102;
	check(&odd, 369, "15.38 days, <= 3, > 4.25");
	/* The bound is not of these values. */
	of_another.risk_from = hscan_text_of("other");
	check(&of_another, 168, "7 days, <= 3, > 7");
}

/* Without a value of now the windows before decide. */
static void
windows_count_where_there_is_no_value(void **state)
{
	const struct hscan_metric cycle = merge_cycle();
	const struct hscan_value trend[] = {{.value = number(4)},
	    {.value = number(96)}, {.value = number(NONE)}};
	struct hscan_measure measure = {
	    .metric = &cycle,
	    .now = trend[2],
	    .trend = trend,
	    .trend_len = 3,
	};
	struct scale scale = scale_of(&measure);

	(void)state;
	assert_true(scale_differs(&scale));
	measure.trend_len = 1;
	scale = scale_of(&measure);
	assert_false(scale_differs(&scale));
	/* A short one of now is in hours, whatever was before. */
	measure.trend_len = 3;
	measure.now.value = number(4);
	scale = scale_of(&measure);
	assert_false(scale_differs(&scale));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(long_hours_are_days),
	    cmocka_unit_test(near_a_bound_they_are_not),
	    cmocka_unit_test(windows_count_where_there_is_no_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
