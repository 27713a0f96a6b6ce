/* SPDX-License-Identifier: MIT */
/* The calendar from end to end, and every spelling of an instant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "base/text.h"
#include "base/time.h"
#include "support/exact.h"

#define UNTOUCHED INT64_C(-4711)
#define FIRST     (-INT64_C(62135596800)) /* 0001-01-01T00:00:00Z */
#define LAST      INT64_C(253402300799)   /* 9999-12-31T23:59:59Z */

typedef bool parser(struct hscan_text text, int64_t *out);

struct row {
	const char *text;
	int64_t when;
};

static void
assert_read(parser *parse, const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct hscan_text text = exact(rows[i].text);
		int64_t when = UNTOUCHED;

		if (!parse(text, &when))
			fail_msg("'%s' was refused", rows[i].text);
		if (when != rows[i].when)
			fail_msg("'%s' became %lld, not %lld", rows[i].text,
			    (long long)when, (long long)rows[i].when);
		exact_free(text);
	}
}

static void
assert_refused(parser *parse, const char *const *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct hscan_text text = exact(rows[i]);
		int64_t when = UNTOUCHED;

		if (parse(text, &when))
			fail_msg("'%s' was read", rows[i]);
		assert_true(when == UNTOUCHED);
		exact_free(text);
	}
}

#define ASSERT_READ(parse, rows) \
	assert_read((parse), (rows), sizeof(rows) / sizeof((rows)[0]))
#define ASSERT_REFUSED(parse, rows) \
	assert_refused((parse), (rows), sizeof(rows) / sizeof((rows)[0]))

static void
times_are_read(void **state)
{
	static const struct row rows[] = {
	    {"1970-01-01T00:00:00Z", 0},
	    {"1969-12-31T23:59:59Z", -1},
	    {"2026-08-22T08:00:00Z", 1787385600},
	    {"2038-01-19T03:14:08Z", INT64_C(2147483648)},
	    {"0001-01-01T00:00:00Z", FIRST},
	    {"9999-12-31T23:59:59Z", LAST},
	    {"1582-10-10T00:00:00Z", -INT64_C(12219724800)},
	    {"2000-02-29T00:00:00Z", 951782400},
	    {"2024-02-29T23:59:59Z", 1709251199},
	    {"2026-08-22t08:00:00z", 1787385600},
	    {"2026-08-22 08:00:00Z", 1787385600},
	    {"2026-08-22T08:00:00.5Z", 1787385600},
	    {"2026-08-22T08:00:00.999999999999999999999Z", 1787385600},
	    {"1969-12-31T23:59:59.9Z", -1},
	    {"2026-08-22T08:00:00+00:00", 1787385600},
	    {"2026-08-22T08:00:00-00:00", 1787385600},
	    {"2026-08-22T10:00:00+02:00", 1787385600},
	    {"2026-08-22T10:00:00.25+02:00", 1787385600},
	    {"2026-08-22T02:30:00-0530", 1787385600},
	    {"2026-08-23T07:59:00+23:59", 1787385600},
	    {"2026-08-21T08:01:00-23:59", 1787385600},
	    {"2016-12-31T23:59:60Z", 1483228799},
	    {"2016-12-31T15:59:60.7-08:00", 1483228799},
	    {"9999-12-31T23:59:60Z", LAST},
	    {"0001-01-01T05:00:00+05:00", FIRST},
	    {"9999-12-31T18:59:59-05:00", LAST},
	};

	(void)state;
	ASSERT_READ(hscan_parse_time, rows);
	ASSERT_READ(hscan_parse_when, rows);
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const rows[] = {
	    "",
	    "2",
	    "2026",
	    "2026-08",
	    "2026-08-22T",
	    "2026-08-22T08:00Z",
	    "2026-08-22T08:00:00",
	    "2026-08-22T08:00:0",
	    "2026-08-22T08:00:Z",
	    "2026-08-22T8:00:00Z",
	    "26-08-22T08:00:00Z",
	    "+026-08-22T08:00:00Z",
	    "-026-08-22T08:00:00Z",
	    "12026-08-22T08:00:00Z",
	    "2026-8-22T08:00:00Z",
	    "2026-+8-22T08:00:00Z",
	    "2026-08--2T08:00:00Z",
	    "2026/08/22T08:00:00Z",
	    "20260822T080000Z",
	    "2026-08-22_08:00:00Z",
	    "2026-08-22  08:00:00Z",
	    " 2026-08-22T08:00:00Z",
	    "2026-08-22T08:00:00Z ",
	    "2026-08-22T08:00:00Z\n",
	    "2026-08-22T08:00:00ZZ",
	    "2026-08-22T08:00:00 Z",
	    "2026-08-22T08:00:00.Z",
	    "2026-08-22T08:00:00,5Z",
	    "2026-08-22T08:00:00.5",
	    "2026-08-22T08:00:00.5.5Z",
	    "2026-08-22T08:00:00+",
	    "2026-08-22T08:00:00+2",
	    "2026-08-22T08:00:00+02",
	    "2026-08-22T08:00:00+02:",
	    "2026-08-22T08:00:00+02:0",
	    "2026-08-22T08:00:00+02:000",
	    "2026-08-22T08:00:00+24:00",
	    "2026-08-22T08:00:00+02:60",
	    "2026-08-22T08:00:00+-2:00",
	    "2026-08-22T08:00:00\342\210\22202:00",
	    "2026-08-22T08:00:00Z+02:00",
	    "2026-08-22T08:00:00 UTC",
	    "2026-00-22T08:00:00Z",
	    "2026-13-22T08:00:00Z",
	    "2026-08-00T08:00:00Z",
	    "2026-08-32T08:00:00Z",
	    "2026-04-31T08:00:00Z",
	    "2026-02-29T08:00:00Z",
	    "2024-02-30T08:00:00Z",
	    "1900-02-29T08:00:00Z",
	    "2100-02-29T08:00:00Z",
	    "0000-01-01T00:00:00Z",
	    "2026-08-22T24:00:00Z",
	    "2026-08-22T08:60:00Z",
	    "2026-08-22T08:00:61Z",
	    "2026-08-22T99:99:99Z",
	    /* In UTC these lie outside of the years 0001 to 9999. */
	    "0001-01-01T00:00:00+00:01",
	    "9999-12-31T23:59:59-00:01",
	    "0001-01-01T00:00:00+23:59",
	    "9999-12-31T23:59:60-23:59",
	};

	(void)state;
	ASSERT_REFUSED(hscan_parse_time, rows);
	ASSERT_REFUSED(hscan_parse_when, rows);
}

static void
a_nul_and_nothing_are_no_time(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
	    {NULL, 0},
	    {"2026-08-22T08:00:00Z", 21},
	    {"2026-08-22\0"
	     "08:00:00Z",
		20},
	    {"2026-08-22T08:00:00\0", 20},
	    {"2026\0"
	     "08-22T08:00:00Z",
		20},
	    {"2026-08-22T08:00:00.\0Z", 22},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = {rows[i].bytes, rows[i].len};
		int64_t when = UNTOUCHED;

		assert_false(hscan_parse_time(text, &when));
		assert_false(hscan_parse_when(text, &when));
		assert_false(hscan_parse_http_date(text, &when));
		assert_false(hscan_parse_duration(text, &when));
		assert_true(when == UNTOUCHED);
	}
}

static void
a_date_is_its_midnight(void **state)
{
	static const struct row dates[] = {
	    {"1970-01-01", 0},
	    {"2026-08-22", 1787356800},
	    {"0001-01-01", FIRST},
	    {"9999-12-31", LAST - HSCAN_DAY_S + 1},
	    {"2024-02-29", 1709164800},
	};
	static const char *const others[] = {"2026-02-29", "2026-08-2",
	    "2026-08-222", "2026-08-22Z", "2026-08-22 ", "0000-12-31",
	    "2026-08-22T", "10000-01-01", "2026-W34-6", "2026-234", "today"};

	(void)state;
	ASSERT_READ(hscan_parse_when, dates);
	ASSERT_REFUSED(hscan_parse_when, others);
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		int64_t when = UNTOUCHED;

		assert_false(
		    hscan_parse_time(hscan_text_of(dates[i].text), &when));
	}
}

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Counts the days of ten thousand years by hand. */
static void
every_day_is_there_and_back(void **state)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t expected = FIRST, civil_year;
	int civil_month, civil_day;

	(void)state;
	for (int year = 1; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			int last = days[month - 1] +
				   (month == 2 && is_leap(year) ? 1 : 0);
			char text[64], back[HSCAN_TIME_SIZE];
			int64_t when = UNTOUCHED;

			(void)snprintf(text, sizeof(text), "%04d-%02d-%02d",
			    year, month, last);
			expected += (last - 1) * HSCAN_DAY_S;
			assert_true(
			    hscan_parse_when(hscan_text_of(text), &when));
			assert_true(when == expected);
			assert_true(
			    hscan_civil_to(year, month, last) == expected);
			hscan_civil_of(expected + HSCAN_DAY_S - 1, &civil_year,
			    &civil_month, &civil_day);
			assert_true(civil_year == year);
			assert_int_equal(civil_month, month);
			assert_int_equal(civil_day, last);
			hscan_format_date(expected, back);
			assert_string_equal(back, text);
			hscan_format_date(expected + HSCAN_DAY_S - 1, back);
			assert_string_equal(back, text);
			(void)snprintf(text, sizeof(text), "%04d-%02d-%02d",
			    year, month, last + 1);
			assert_false(
			    hscan_parse_when(hscan_text_of(text), &when));
			expected += HSCAN_DAY_S;
		}
	}
	assert_true(expected == LAST + 1);
}

static void
months_are_added(void **state)
{
	static const struct {
		const char *from;
		int64_t months;
		const char *to; /* NULL: there is no such time */
	} rows[] = {
	    {"2026-01-15T12:34:56Z", 0, "2026-01-15T12:34:56Z"},
	    {"2026-01-15T12:34:56Z", 1, "2026-02-15T12:34:56Z"},
	    {"2026-01-15T12:34:56Z", -1, "2025-12-15T12:34:56Z"},
	    {"2026-12-31T23:59:59Z", 1, "2027-01-31T23:59:59Z"},
	    /* A month that is too short gives its last day. */
	    {"2026-01-31T23:59:59Z", 1, "2026-02-28T23:59:59Z"},
	    {"2024-01-31T00:00:00Z", 1, "2024-02-29T00:00:00Z"},
	    {"1900-03-31T00:00:00Z", -1, "1900-02-28T00:00:00Z"},
	    {"2000-03-31T00:00:00Z", -1, "2000-02-29T00:00:00Z"},
	    {"2026-03-31T00:00:00Z", 1, "2026-04-30T00:00:00Z"},
	    {"2026-02-28T00:00:00Z", 1, "2026-03-28T00:00:00Z"},
	    {"2024-02-29T06:00:00Z", 12, "2025-02-28T06:00:00Z"},
	    {"2024-02-29T06:00:00Z", -48, "2020-02-29T06:00:00Z"},
	    {"1970-01-01T00:00:00Z", -1, "1969-12-01T00:00:00Z"},
	    {"1969-12-31T23:59:59Z", 2, "1970-02-28T23:59:59Z"},
	    {"2026-08-22T00:00:00Z", -1200, "1926-08-22T00:00:00Z"},
	    /* All the time there is, and a month more. */
	    {"0001-01-31T01:02:03Z", 119987, "9999-12-31T01:02:03Z"},
	    {"0001-01-31T01:02:03Z", 119988, NULL},
	    {"9999-12-31T01:02:03Z", -119987, "0001-01-31T01:02:03Z"},
	    {"9999-12-31T01:02:03Z", -119988, NULL},
	    {"0001-01-01T00:00:00Z", -1, NULL},
	    {"2026-01-01T00:00:00Z", INT64_MAX, NULL},
	    {"2026-01-01T00:00:00Z", INT64_MIN, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t from = UNTOUCHED, to = HSCAN_NEVER, got;

		assert_true(
		    hscan_parse_time(hscan_text_of(rows[i].from), &from));
		if (rows[i].to)
			assert_true(
			    hscan_parse_time(hscan_text_of(rows[i].to), &to));
		got = hscan_add_months(from, rows[i].months);
		if (got != to)
			fail_msg("%s and %lld months became %lld", rows[i].from,
			    (long long)rows[i].months, (long long)got);
	}
}

static void
times_are_written(void **state)
{
	static const struct {
		int64_t when;
		const char *time, *date;
	} rows[] = {
	    {0, "1970-01-01T00:00:00Z", "1970-01-01"},
	    {-1, "1969-12-31T23:59:59Z", "1969-12-31"},
	    {1787385600, "2026-08-22T08:00:00Z", "2026-08-22"},
	    {951782399, "2000-02-28T23:59:59Z", "2000-02-28"},
	    {951782400, "2000-02-29T00:00:00Z", "2000-02-29"},
	    {-86400, "1969-12-31T00:00:00Z", "1969-12-31"},
	    {-86401, "1969-12-30T23:59:59Z", "1969-12-30"},
	    {FIRST, "0001-01-01T00:00:00Z", "0001-01-01"},
	    {LAST, "9999-12-31T23:59:59Z", "9999-12-31"},
	    {FIRST - 1, "0001-01-01T00:00:00Z", "0001-01-01"},
	    {LAST + 1, "9999-12-31T23:59:59Z", "9999-12-31"},
	    {INT64_MAX, "9999-12-31T23:59:59Z", "9999-12-31"},
	    {INT64_MIN, "0001-01-01T00:00:00Z", "0001-01-01"},
	    {HSCAN_NEVER, "0001-01-01T00:00:00Z", "0001-01-01"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char out[HSCAN_TIME_SIZE];

		hscan_format_time(rows[i].when, out);
		assert_string_equal(out, rows[i].time);
		hscan_format_date(rows[i].when, out);
		assert_string_equal(out, rows[i].date);
	}
}

static void
durations_are_read(void **state)
{
	static const struct row durations[] = {
	    {"1s", 1},
	    {"90s", 90},
	    {"30m", 1800},
	    {"72h", 259200},
	    {"30d", 2592000},
	    {"12w", 7257600},
	    {"007d", 604800},
	    {"1w", HSCAN_WEEK_S},
	    {"365000d", 365000 * HSCAN_DAY_S},
	    {"31536000000s", INT64_C(31536000000)},
	};
	static const char *const others[] = {"", "s", "d", "30", "0", "0s",
	    "0w", "000d", "-1d", "+1d", " 1d", "1d ", "1 d", "1.5d", "1D", "1M",
	    "1y", "1mo", "1ms", "1dd", "d1", "1d2h", "P30D", "0x1d", "1000001d",
	    "53000w", "31700000000s", "9223372036854775807s",
	    "9223372036854775808s", "9223372036854775807w",
	    "15250284452471w" /* × 604800 is just above 2^63 */,
	    "30500568904944w", "99999999999999999999999999w"};

	(void)state;
	ASSERT_READ(hscan_parse_duration, durations);
	ASSERT_REFUSED(hscan_parse_duration, others);
}

static void
http_dates_are_read(void **state)
{
	static const struct row rows[] = {
	    {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
	    {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
	    {"Sun Nov  6 08:49:37 1994", 784111777},
	    {"Wed Nov 16 08:49:37 1994", 784975777},
	    {"\t Sun, 06 Nov 1994 08:49:37 GMT \r\n", 784111777},
	    {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
	    {"Thu Jan  1 00:00:00 1970", 0},
	    {"Thursday, 01-Jan-70 00:00:00 GMT", 0},
	    {"Tuesday, 31-Dec-69 23:59:59 GMT", INT64_C(3155759999)},
	    {"Friday, 31-Dec-99 23:59:59 GMT", 946684799},
	    {"Saturday, 01-Jan-00 00:00:00 GMT", 946684800},
	    {"Thu, 29 Feb 2024 00:00:00 GMT", 1709164800},
	    {"Sat, 31 Dec 2016 23:59:60 GMT", 1483228799},
	    {"Mon, 01 Jan 0001 00:00:00 GMT", FIRST},
	    {"Fri, 31 Dec 9999 23:59:59 GMT", LAST},
	};

	(void)state;
	ASSERT_READ(hscan_parse_http_date, rows);
}

static void
every_month_has_its_name(void **state)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	(void)state;
	for (unsigned i = 0; i < 12; i++) {
		char text[64];
		int64_t expected = UNTOUCHED, when = UNTOUCHED;

		(void)snprintf(text, sizeof(text), "2026-%02u-10", i + 1);
		assert_true(hscan_parse_when(hscan_text_of(text), &expected));
		(void)snprintf(text, sizeof(text),
		    "Xxx, 10 %s 2026 00:00:00 GMT", names[i]);
		assert_true(hscan_parse_http_date(hscan_text_of(text), &when));
		assert_true(when == expected);
		(void)snprintf(text, sizeof(text),
		    "Xxxday, 10-%s-26 00:00:00 GMT", names[i]);
		assert_true(hscan_parse_http_date(hscan_text_of(text), &when));
		assert_true(when == expected);
		(void)snprintf(
		    text, sizeof(text), "Xxx %s 10 00:00:00 2026", names[i]);
		assert_true(hscan_parse_http_date(hscan_text_of(text), &when));
		assert_true(when == expected);
	}
}

static void
what_is_no_http_date_is_refused(void **state)
{
	static const char *const rows[] = {
	    "",
	    " ",
	    "Sun,",
	    "Sun, ",
	    "0",
	    "-1",
	    "never",
	    "784111777",
	    "06 Nov 1994 08:49:37 GMT",
	    "Sun, 06 Nov 1994 08:49:37",
	    "Sun, 06 Nov 1994 08:49:37 UTC",
	    "Sun, 06 Nov 1994 08:49:37 +0000",
	    "Sun, 06 Nov 1994 08:49:37 gmt",
	    "Sun, 06 nov 1994 08:49:37 GMT",
	    "Sun, 06 Foo 1994 08:49:37 GMT",
	    "Sun, 6 Nov 1994 08:49:37 GMT",
	    "Sun, 06 Nov 94 08:49:37 GMT",
	    "Sun, 06 Nov 1994 08:49 GMT",
	    "Sun, 06 Nov 1994 8:49:37 GMT",
	    "Sun, 06 Nov 1994 24:00:00 GMT",
	    "Sun, 06 Nov 1994 08:60:37 GMT",
	    "Sun, 06 Nov 1994 08:49:61 GMT",
	    "Sun, 00 Nov 1994 08:49:37 GMT",
	    "Sun, 31 Nov 1994 08:49:37 GMT",
	    "Wed, 29 Feb 2023 00:00:00 GMT",
	    "Sun, 06 Nov 0000 08:49:37 GMT",
	    "Sun, 06 Nov 1994 08:49:37 GMT GMT",
	    "Sun, 06 Nov 1994 08:49:37 GMTx",
	    "Sun,06 Nov 1994 08:49:37 GMT",
	    "Sunday, 06-Nov-1994 08:49:37 GMT",
	    "Sunday, 06-Nov-94 08:49:37",
	    "Sunday, 6-Nov-94 08:49:37 GMT",
	    "Sunday, 06 Nov 94 08:49:37 GMT",
	    "Sun Nov 6 08:49:37 1994",
	    "Sun Nov   6 08:49:37 1994",
	    "Sun Nov  6 08:49:37 94",
	    "Sun Nov  6 08:49:37 1994 GMT",
	    "Sun Nov 06 08:49:37 GMT 1994",
	    "Sun Nov  0 08:49:37 1994",
	    "Sun Nov 31 08:49:37 1994",
	    "1994-11-06T08:49:37Z",
	};

	(void)state;
	ASSERT_REFUSED(hscan_parse_http_date, rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times_are_read),
	    cmocka_unit_test(what_is_no_time_is_refused),
	    cmocka_unit_test(a_nul_and_nothing_are_no_time),
	    cmocka_unit_test(a_date_is_its_midnight),
	    cmocka_unit_test(every_day_is_there_and_back),
	    cmocka_unit_test(months_are_added),
	    cmocka_unit_test(times_are_written),
	    cmocka_unit_test(durations_are_read),
	    cmocka_unit_test(http_dates_are_read),
	    cmocka_unit_test(every_month_has_its_name),
	    cmocka_unit_test(what_is_no_http_date_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
