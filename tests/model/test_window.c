/* SPDX-License-Identifier: MIT */
/* How long windows are, and where they lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "model/window.h"

enum { MOST = 1001 };

static int64_t
when(const char *text)
{
	int64_t at = 0;

	if (!hscan_parse_when(hscan_text_of(text), &at))
		fail_msg("%s", text);
	return at;
}

static struct hscan_window_spec
spec_of(const char *text)
{
	struct hscan_window_spec spec = {0};

	if (!hscan_window_parse(hscan_text_of(text), &spec))
		fail_msg("%s", text);
	return spec;
}

static void
lengths_are_read_and_named(void **state)
{
	static const struct {
		const char *text;
		struct hscan_window_spec spec;
		const char *name; /* NULL: the text */
	} rows[] = {
	    {"30d", {.seconds = 30 * HSCAN_DAY_S}, NULL},
	    {"1d", {.seconds = HSCAN_DAY_S}, NULL},
	    {"4w", {.seconds = 28 * HSCAN_DAY_S}, "28d"},
	    {"72h", {.seconds = 3 * HSCAN_DAY_S}, "3d"},
	    {"36h", {.seconds = 36 * 3600}, NULL},
	    {"90m", {.seconds = 5400}, NULL},
	    {"120m", {.seconds = 7200}, "2h"},
	    {"90s", {.seconds = 90}, NULL},
	    {"366000d", {.seconds = 366000 * HSCAN_DAY_S}, NULL},
	    {"1mo", {.months = 1}, NULL},
	    {"3mo", {.months = 3}, NULL},
	    {"12mo", {.months = 12}, NULL},
	    {"12000mo", {.months = 12000}, NULL},
	    {"week", {.seconds = HSCAN_WEEK_S, .calendar = true}, NULL},
	    {"month", {.months = 1, .calendar = true}, NULL},
	    {"quarter", {.months = 3, .calendar = true}, NULL},
	    {"year", {.months = 12, .calendar = true}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_window_spec spec = spec_of(rows[i].text);
		char name[HSCAN_WINDOW_NAME_SIZE];

		assert_true(spec.seconds == rows[i].spec.seconds);
		assert_true(spec.months == rows[i].spec.months);
		assert_int_equal(spec.calendar, rows[i].spec.calendar);
		assert_string_equal(hscan_window_name(&spec, name),
		    rows[i].name ? rows[i].name : rows[i].text);
		/* What is named is read as the same. */
		spec = spec_of(name);
		assert_true(spec.seconds == rows[i].spec.seconds);
		assert_true(spec.months == rows[i].spec.months);
		assert_int_equal(spec.calendar, rows[i].spec.calendar);
	}
}

static void
what_is_no_length_is_refused(void **state)
{
	static const char *const rows[] = {"", "d", "mo", "30", "0d", "0mo",
	    "-1d", "-1mo", "+1d", "+1mo", " 1mo", "1 mo", "1mo ", "1.5mo",
	    "12001mo", "99999999999999999999mo", "1y", "1M", "1Mo", "Week",
	    "weeks", "1week", "month ", "366001d"};
	struct hscan_window_spec spec = {.seconds = 42};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_window_parse(hscan_text_of(rows[i]), &spec))
			fail_msg("'%s' was read", rows[i]);
	assert_true(spec.seconds == 42);
}

static void
windows_lie_where_they_should(void **state)
{
	/* The borders, newest first; each window lies between two. */
	static const struct {
		const char *length, *as_of;
		const char *borders[8];
	} rows[] = {
	    {"30d", "2026-08-22T12:34:56Z",
		{"2026-08-22T12:34:56Z", "2026-07-23T12:34:56Z",
		    "2026-06-23T12:34:56Z"}},
	    /* Rolling months keep the day where they can; what February has
	     * taken, January gives back. */
	    {"1mo", "2026-03-31T06:00:00Z",
		{"2026-03-31T06:00:00Z", "2026-02-28T06:00:00Z",
		    "2026-01-31T06:00:00Z", "2025-12-31T06:00:00Z",
		    "2025-11-30T06:00:00Z"}},
	    {"1mo", "2024-03-30", {"2024-03-30", "2024-02-29", "2024-01-30"}},
	    {"1mo", "2026-02-28", {"2026-02-28", "2026-01-28", "2025-12-28"}},
	    {"3mo", "2026-05-31",
		{"2026-05-31", "2026-02-28", "2025-11-30", "2025-08-31"}},
	    {"12mo", "2024-02-29",
		{"2024-02-29", "2023-02-28", "2022-02-28", "2021-02-28",
		    "2020-02-29"}},
	    /* 2026-08-24 is a Monday. */
	    {"week", "2026-08-26T12:00:00Z",
		{"2026-08-24", "2026-08-17", "2026-08-10"}},
	    {"week", "2026-08-24", {"2026-08-24", "2026-08-17"}},
	    {"week", "2026-08-23T23:59:59Z", {"2026-08-17", "2026-08-10"}},
	    {"week", "1970-01-01", {"1969-12-29", "1969-12-22"}},
	    {"week", "1970-01-05", {"1970-01-05", "1969-12-29"}},
	    {"month", "2026-03-15T12:00:00Z",
		{"2026-03-01", "2026-02-01", "2026-01-01", "2025-12-01"}},
	    {"month", "2026-03-01", {"2026-03-01", "2026-02-01"}},
	    {"month", "2026-02-28T23:59:59Z", {"2026-02-01", "2026-01-01"}},
	    {"quarter", "2026-08-22",
		{"2026-07-01", "2026-04-01", "2026-01-01", "2025-10-01"}},
	    {"quarter", "2026-12-31T23:59:59Z", {"2026-10-01", "2026-07-01"}},
	    {"quarter", "2027-01-01", {"2027-01-01", "2026-10-01"}},
	    {"year", "2026-08-22", {"2026-01-01", "2025-01-01", "2024-01-01"}},
	    {"year", "2026-01-01", {"2026-01-01", "2025-01-01"}},
	    {"year", "1969-07-20", {"1969-01-01", "1968-01-01"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hscan_window_spec spec = spec_of(rows[i].length);
		struct hscan_window windows[8];
		struct hscan_error err = {.message = ""};
		size_t len = 0;

		while (rows[i].borders[len + 1])
			len++;
		if (hscan_windows_lay(&spec, when(rows[i].as_of), windows, len,
			&err) != HSCAN_OK)
			fail_msg("%s", err.message);
		for (size_t j = 0; j < len; j++) {
			assert_true(windows[j].end == when(rows[i].borders[j]));
			assert_true(
			    windows[j].start == when(rows[i].borders[j + 1]));
		}
	}
}

/* Which day of which month every day is, counted from 1970 on. */
static void
calendar_windows_hold_on_every_day(void **state)
{
	static const int days_of[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1970, month = 0, day = 0, weekday = 3; /* a Thursday */
	int64_t at = 0, monday = -3 * HSCAN_DAY_S, first[4] = {0};
	const struct hscan_window_spec specs[] = {spec_of("week"),
	    spec_of("month"), spec_of("quarter"), spec_of("year")};

	(void)state;
	while (year < 2101) {
		bool leap =
		    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

		if (weekday == 0)
			monday = at;
		if (day == 0) {
			first[1] = at;
			first[2] = month % 3 == 0 ? at : first[2];
			first[3] = month == 0 ? at : first[3];
		}
		first[0] = monday;
		for (size_t i = 0; i < 4; i++) {
			struct hscan_window window;

			assert_int_equal(hscan_windows_lay(&specs[i], at + 3600,
					     &window, 1, NULL),
			    HSCAN_OK);
			assert_true(window.end == first[i]);
			assert_true(window.start < window.end);
		}
		at += HSCAN_DAY_S;
		weekday = (weekday + 1) % 7;
		if (++day == days_of[month] + (month == 1 && leap)) {
			day = 0;
			month = (month + 1) % 12;
			year += month == 0;
		}
	}
	assert_true(at == when("2101-01-01"));
}

static void
windows_have_no_gaps(void **state)
{
	static const char *const lengths[] = {"1s", "90m", "30d", "1mo", "5mo",
	    "week", "month", "quarter", "year"};
	static struct hscan_window windows[MOST];

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		const struct hscan_window_spec spec = spec_of(lengths[i]);

		for (int64_t as_of = when("2026-01-29");
		     as_of < when("2026-04-02"); as_of += 7 * HSCAN_DAY_S / 5) {
			assert_int_equal(hscan_windows_lay(
					     &spec, as_of, windows, MOST, NULL),
			    HSCAN_OK);
			assert_true(windows[0].end <= as_of);
			assert_true(spec.calendar || windows[0].end == as_of);
			for (size_t j = 0; j < MOST; j++) {
				assert_true(windows[j].start < windows[j].end);
				assert_true(j == 0 || windows[j].end ==
							  windows[j - 1].start);
			}
		}
	}
}

static void
time_has_a_beginning(void **state)
{
	static const struct {
		const char *length, *as_of;
		size_t most; /* as many windows are still possible */
	} rows[] = {
	    {"year", "0003-06-01", 2},
	    {"12mo", "0003-06-01", 2},
	    {"month", "0002-01-15", 12},
	    {"12000mo", "9999-12-31", 9},
	};
	struct hscan_window_spec longest = spec_of("366000d");
	struct hscan_window windows[16];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hscan_window_spec spec = spec_of(rows[i].length);
		struct hscan_error err = {.message = ""};

		assert_int_equal(hscan_windows_lay(&spec, when(rows[i].as_of),
				     windows, rows[i].most, &err),
		    HSCAN_OK);
		assert_int_equal(hscan_windows_lay(&spec, when(rows[i].as_of),
				     windows, rows[i].most + 1, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "fewer or shorter"));
	}
	/* Seconds reach back farther than dates are written, but not past what
	 * can be counted. */
	assert_int_equal(
	    hscan_windows_lay(&longest, when("2026-01-01"), windows, 16, NULL),
	    HSCAN_OK);
	longest.seconds = INT64_MAX / 16;
	assert_int_equal(
	    hscan_windows_lay(&longest, 0, windows, 4, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_windows_lay(&longest, 0, windows, 5, NULL), HSCAN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lengths_are_read_and_named),
	    cmocka_unit_test(what_is_no_length_is_refused),
	    cmocka_unit_test(windows_lie_where_they_should),
	    cmocka_unit_test(calendar_windows_hold_on_every_day),
	    cmocka_unit_test(windows_have_no_gaps),
	    cmocka_unit_test(time_has_a_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
