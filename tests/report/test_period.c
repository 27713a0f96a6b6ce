/* SPDX-License-Identifier: MIT */
/* What windows are called that are whole periods of the calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "report/period.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static int64_t
at(const char *date)
{
	int64_t when = 0;

	assert_true(hscan_parse_when(hscan_text_of(date), &when));
	return when;
}

static struct hscan_value
window(const char *start, const char *end)
{
	return (struct hscan_value){.window = {at(start), at(end)}};
}

static void
whole_periods_have_names(void **state)
{
	static const struct {
		const char *start, *end;
		enum period period;
		const char *name;
	} rows[] = {
	    {"2026-01-01", "2027-01-01", PERIOD_YEAR, "2026"},
	    {"2026-01-01", "2026-04-01", PERIOD_QUARTER, "Q1 2026"},
	    {"2025-10-01", "2026-01-01", PERIOD_QUARTER, "Q4 2025"},
	    {"2024-02-01", "2024-03-01", PERIOD_MONTH, "Feb 2024"},
	    {"2025-12-01", "2026-01-01", PERIOD_MONTH, "Dec 2025"},
	    /* ISO 8601: of the year that their Thursday is in. */
	    {"2025-12-29", "2026-01-05", PERIOD_WEEK, "2026-W01"},
	    {"2020-12-28", "2021-01-04", PERIOD_WEEK, "2020-W53"},
	    {"2026-02-02", "2026-02-09", PERIOD_WEEK, "2026-W06"},
	    {"1969-12-29", "1970-01-05", PERIOD_WEEK, "1970-W01"},
	    /* None: not whole, or not one of these. */
	    {"2026-01-02", "2026-02-02", PERIOD_NONE, ""},
	    {"2026-02-01", "2026-05-01", PERIOD_NONE, ""},
	    {"2026-01-01", "2026-03-01", PERIOD_NONE, ""},
	    {"2026-02-03", "2026-02-10", PERIOD_NONE, ""},
	    {"2026-04-01", "2027-04-01", PERIOD_NONE, ""},
	    {"2026-01-01T00:00:01Z", "2026-02-01T00:00:01Z", PERIOD_NONE, ""},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_value value =
		    window(rows[i].start, rows[i].end);
		struct hscan_buf name;

		hscan_buf_init(&name, 64);
		assert_int_equal(period_of(&value, 1), rows[i].period);
		period_add(&name, rows[i].period, &value.window);
		assert_string_equal(hscan_buf_string(&name), rows[i].name);
		hscan_buf_clear(&name);
	}
}

/* A window of 30 days may be June by chance. */
static void
all_of_them_are_of_one_kind(void **state)
{
	const struct hscan_value values[] = {
	    window("2026-05-02", "2026-06-01"),
	    window("2026-06-01", "2026-07-01"),
	    window("2026-07-01", "2026-08-01"),
	};

	(void)state;
	assert_int_equal(period_of(values, 3), PERIOD_NONE);
	assert_int_equal(period_of(values, 2), PERIOD_NONE);
	assert_int_equal(period_of(values + 1, 2), PERIOD_MONTH);
	assert_int_equal(period_of(values, 0), PERIOD_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_periods_have_names),
	    cmocka_unit_test(all_of_them_are_of_one_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
