/* SPDX-License-Identifier: MIT */
/* The verdict in a few words, as a badge has room for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/badge.h"
#include "report/width.h"
#include "support/reports.h"
#include "support/support.h"

static void
check(const struct hscan_report *report, const char *label, const char *message,
    enum hscan_verdict verdict)
{
	struct badge badge;

	badge_make(&badge, report);
	assert_string_equal(hscan_buf_string(&badge.label), label);
	assert_string_equal(hscan_buf_string(&badge.message), message);
	assert_int_equal(badge.verdict, verdict);
	badge_clear(&badge);
}

static void
of_all_metrics_and_of_one(void **state)
{
	static struct report_case it;

	(void)state;
	report_cases[0].build(&it);
	check(&it.report, "health",
	    "1 at risk, 1 to watch, 2 healthy, 1 unknown", HSCAN_VERDICT_RISK);
	it.report.measures_len = 1;
	check(&it.report, "PR merge cycle", "368.45 h", HSCAN_VERDICT_RISK);
	it.measures[0].now.value.known = false;
	check(&it.report, "PR merge cycle", "no value", HSCAN_VERDICT_RISK);
}

static void
half_of_the_records_make_no_verdict(void **state)
{
	static struct report_case it;

	(void)state;
	report_cases[0].build(&it);
	it.report.measures_len = 1;
	it.report.complete = false;
	check(&it.report, "PR merge cycle", "368.45 h (incomplete)",
	    HSCAN_VERDICT_UNKNOWN);
}

static void
any_title_fits(void **state)
{
	static struct report_case it;
	struct badge badge;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		it.report.measures_len = 1;
		for (size_t j = 0; j < MAX_MEASURES && it.measures[j].metric;
		     j++) {
			it.report.measures = &it.measures[j];
			badge_make(&badge, &it.report);
			assert_within(
			    hscan_text_width(hscan_buf_text(&badge.label)), 0,
			    60);
			badge_clear(&badge);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(of_all_metrics_and_of_one),
	    cmocka_unit_test(half_of_the_records_make_no_verdict),
	    cmocka_unit_test(any_title_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
