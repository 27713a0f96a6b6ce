/* SPDX-License-Identifier: MIT */
/* Metrics over time, for a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/formats.h"
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

/* --- by periods of the calendar --- */

enum { QUARTERS = 5 };

/* Whose windows are the quarters before 2026-07-01. */
static void
build_quarters(struct report_case *it)
{
	for (size_t i = 0; i < REPORT_CASES; i++)
		if (strcmp(report_cases[i].name, "counts-of-a-quarter") == 0)
			report_cases[i].build(it);
	for (size_t i = 0; i < it->report.measures_len; i++) {
		struct hscan_measure *measure = &it->measures[i];
		struct hscan_value *trend =
		    it->trends[i] + (WINDOWS - QUARTERS);

		for (int q = 0; q < QUARTERS; q++)
			trend[q].window = (struct hscan_window){
			    hscan_add_months(
				hscan_civil_to(2026, 7, 1), 3 * (q - QUARTERS)),
			    hscan_add_months(hscan_civil_to(2026, 7, 1),
				3 * (q - QUARTERS + 1))};
		measure->trend = trend;
		measure->trend_len = QUARTERS;
		measure->now = trend[QUARTERS - 1];
	}
	/* People are not known of before. */
	for (int q = 0; q < 2; q++) {
		it->trends[4][WINDOWS - QUARTERS + (size_t)q] =
		    (struct hscan_value){
			.window = it->measures[0].trend[q].window,
			.reason = "before the repository was created"};
	}
	it->report.window = it->measures[0].now.window;
}

static void
assert_written(const struct hscan_report *report, const char *format,
    const struct hscan_look *look, const char *expected)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;

	hscan_buf_init(&out, REPORT_BYTES);
	if (hscan_trend_as(report, format, look, &out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	if (!strstr(hscan_buf_string(&out), expected))
		fail_msg("%s is not in:\n%s", expected, out.ptr);
	hscan_buf_clear(&out);
}

static void
periods_are_columns(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {.columns = 100, .utf8 = true};
	const struct hscan_look narrow = {.columns = 60, .utf8 = true};

	(void)state;
	build_quarters(&it);
	assert_written(&it.report, "table", &look,
	    "\nMetric                  Q2    Q3    Q4    Q1    Q2       "
	    "Change\n"
	    "                      2025  2025  2025  2026  2026\n"
	    "PRs opened             236   251   248   260   318   +58, +22%!\n"
	    "PRs merged             176   191   188   190   201  +11, +5.8%\n"
	    "Issues closed            0     0     2     0     9          "
	    "+9!\n");
	assert_written(&it.report, "table", &look,
	    "\n\xE2\x80\x93 People who opened (Q2 2025 to Q3 2025): before the "
	    "repository was created\n"
	    "\xE2\x80\x93 People who committed (Q2 2025 to Q2 2026): no "
	    "samples\n"
	    "! more than chance makes as a rule; one in twenty does so by "
	    "chance\n");
	/* No room: the small bars. */
	assert_written(&it.report, "table", &narrow, "\nmetric");
	assert_written(&it.report, "csv", &look,
	    "metric,title,unit,Q2 2025,Q3 2025,Q4 2025,Q1 2026,Q2 2026,change,"
	    "change_percent,change_beyond_chance\n"
	    "pr_opened,PRs opened,count,236,251,248,260,318,58,22.3077,true\n"
	    "pr_merged,PRs merged,count,176,191,188,190,201,11,5.7895,false\n"
	    "issue_closed,Issues closed,count,0,0,2,0,9,9,,true\n"
	    "comments,Comments,count,1020,980,1004,991,987,-4,-0.4036,\n"
	    "people_opened,People who opened,people,,,44,46,46,0,0,\n"
	    "people_committed,People who committed,people,,,,,,,,\n");
	assert_written(&it.report, "markdown", &look,
	    "| Metric | Q2 2025 | Q3 2025 | Q4 2025 | Q1 2026 | Q2 2026 | "
	    "Change |\n|:--|--:|--:|--:|--:|--:|--:|\n"
	    "| PRs opened | 236 | 251 | 248 | 260 | 318 | +58, +22%\\! |\n"
	    "| PRs merged | 176 | 191 | 188 | 190 | 201 | +11, +5.8% |\n"
	    "| Issues closed | 0 | 0 | 2 | 0 | 9 | +9\\! |\n");
	assert_written(&it.report, "markdown", &look,
	    "People who opened (Q2 2025 to Q3 2025): before the repository "
	    "was created\n");
	assert_written(&it.report, "html", &look,
	    "<th scope=\"col\" class=\"number\">Q2 2025</th>");
	assert_written(&it.report, "html", &look,
	    "<th scope=\"row\">PRs opened</th><td class=\"number\">236</td>");
	assert_written(&it.report, "json", &look, "\"beyond_chance\": true");
}

/* Windows that are no periods are told of as in any report. */
static void
other_windows_are_not(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {.columns = 100, .utf8 = true};

	(void)state;
	report_cases[0].build(&it);
	assert_written(&it.report, "csv", &look, "metric,start,end,value");
	assert_written(&it.report, "markdown", &look, "## Health of ");
	assert_written(&it.report, "html", &look, "class=\"card ");
	assert_written(&it.report, "table", &look, "\nmetric");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_metric_is_a_bar_a_window),
	    cmocka_unit_test(bars_leave_room_for_notes),
	    cmocka_unit_test(the_newest_windows_are_whole),
	    cmocka_unit_test(several_are_a_line_each),
	    cmocka_unit_test(periods_are_columns),
	    cmocka_unit_test(other_windows_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
