/* SPDX-License-Identifier: MIT */
/* Metrics over time, for a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/trend.h"
#include "report/width.h"
#include "support/reports.h"
#include "support/support.h"

static void
write_trend(const struct hscan_report *report, const struct hscan_look *look,
    struct hscan_buf *out)
{
	struct hscan_error err = {.message = ""};

	hscan_buf_init(out, REPORT_BYTES);
	if (hscan_trend_write(report, look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

/* Whose windows do not begin at midnight. */
static void
one_metric_is_a_bar_a_window(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {.columns = 80};
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	it.report.measures_len = 1;
	write_trend(&it.report, &look, &out);
	assert_non_null(strstr(out.ptr,
	    "2026-06-23 08:00 UTC  2026-07-23 08:00 UTC  13.75  47  #"));
	assert_non_null(strstr(out.ptr, "\nPR merge cycle, days\n"));
	assert_null(strstr(out.ptr, "\\x1F"));
	hscan_buf_clear(&out);
}

/* A bar that would press the others flat ends in an arrow; what is said of a
 * window stands behind all bars, whole. */
static void
bars_leave_room_for_notes(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {.columns = 80};
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	it.report.measures_len = 1;
	it.trends[0][3].value.value = 1e5;
	it.trends[0][3].reason = "low n";
	it.trends[0][4].reason = "low n";
	write_trend(&it.report, &look, &out);
	assert_non_null(
	    strstr(out.ptr, "  4166.67  47  ###############>  low n\n"));
	assert_non_null(
	    strstr(out.ptr, "        4  47  ####              low n\n"));
	assert_non_null(strstr(out.ptr, "    15.35  47  ################\n"));
	hscan_buf_clear(&out);
}

/* All windows of a year on 80 columns; of more, the newest. */
static void
the_newest_windows_are_whole(void **state)
{
	static struct report_case it;
	static struct hscan_value many[60];
	const struct hscan_look look = {.columns = 80};
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	write_trend(&it.report, &look, &out);
	assert_non_null(strstr(out.ptr, "\nmetric                trend         "
					"   low   high    now  unit    "
					"z\n"
					"pr_merge_cycle        ___..._-=+*%#   "
					"2.98  15.35  15.35  days\n"));
	assert_non_null(strstr(out.ptr,
	    "\ndoc_update_frequency  __.-=-+**%#%#   1.87   5.83   5.83  "
	    "/week\n"));
	hscan_buf_clear(&out);
	for (size_t i = 0; i < 60; i++) {
		many[i] = it.trends[0][WINDOWS - 1];
		many[i].value.value = i < 59 ? 1.0 : 5.0;
	}
	it.measures[0].trend = many;
	it.measures[0].trend_len = 60;
	write_trend(&it.report, &look, &out);
	assert_non_null(strstr(out.ptr, "____#"));
	assert_null(strstr(out.ptr, "#~"));
	hscan_buf_clear(&out);
}

static void
several_are_a_line_each(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {.columns = 100, .utf8 = true};
	struct hscan_text rest;
	struct hscan_buf out;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		if (it.report.measures_len < 2)
			continue;
		write_trend(&it.report, &look, &out);
		rest = hscan_buf_text(&out);
		while (rest.ptr)
			assert_within(
			    hscan_text_width(hscan_text_split(&rest, '\n')), 0,
			    look.columns);
		hscan_buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_metric_is_a_bar_a_window),
	    cmocka_unit_test(bars_leave_room_for_notes),
	    cmocka_unit_test(the_newest_windows_are_whole),
	    cmocka_unit_test(several_are_a_line_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
