/* SPDX-License-Identifier: MIT */
/* Working hours: how they are written, and how much of them a wait has. The
 * sums over real zones are held against another calculation in
 * tests/e2e/test_hours.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "model/hours.h"
#include "model/zone.h"
#include "support/zones.h"

enum { HOUR = 3600 };

static struct hscan_arena arena;

static int64_t
when(const char *text)
{
	int64_t at = 0;

	if (!hscan_parse_when(hscan_text_of(text), &at))
		fail_msg("%s", text);
	return at;
}

static struct hscan_hours
hours_of(const char *const *lines, size_t len)
{
	struct hscan_hours hours = {.zone_name = ""};
	struct hscan_error err;

	for (size_t i = 0; i < len; i++)
		if (hscan_hours_add(&hours, hscan_text_of(lines[i]), &err) !=
		    HSCAN_OK)
			fail_msg("%s: %s", lines[i], err.message);
	return hours;
}

static void
prepare(struct hscan_hours *hours, const char *rule)
{
	struct hscan_error err;

	assert_int_equal(hscan_hours_prepare(
			     hours, zone_of_rule(rule, &arena), &arena, &err),
	    HSCAN_OK);
}

static void
lines_are_read(void **state)
{
	static const char *const lines[] = {
	    "Mon-Thu 08:00-12:00,13:00-17:30 UTC", "fri 08:00-12:00 UTC",
	    "  Fri-Fri   13:00-15:00\tUTC ", "Sun-Mon 20:00-24:00 UTC"};
	struct hscan_hours hours = hours_of(lines, 4);

	(void)state;
	assert_true(hscan_hours_are_set(&hours));
	assert_string_equal(hours.zone_name, "UTC");
	assert_int_equal(hours.days[0].len, 3);
	assert_int_equal(hours.days[0].spans[0].from, 8 * HOUR);
	assert_int_equal(hours.days[0].spans[1].to, 17 * HOUR + 1800);
	assert_int_equal(hours.days[0].spans[2].to, 24 * HOUR);
	assert_int_equal(hours.days[3].len, 2);
	assert_int_equal(hours.days[4].len, 2);
	assert_int_equal(hours.days[4].spans[1].from, 13 * HOUR);
	assert_int_equal(hours.days[5].len, 0);
	assert_int_equal(hours.days[6].len, 1);
	/* Monday: 4 + 4.5 + 4. */
	assert_int_equal(hscan_hours_day_s(&hours), 12 * HOUR + 1800);
}

static void
what_is_no_line_is_refused(void **state)
{
	static const char *const rows[] = {"", "Mon-Fri", "Mon-Fri 09:00-17:00",
	    "Mon-Fri 9:00-17:00 UTC", "Mon-Fri 17:00-09:00 UTC",
	    "Mon-Fri 09:00-09:00 UTC", "Mon-Fri 09:00-24:01 UTC",
	    "Mon-Fri 09:60-17:00 UTC", "Mon-Fri 09:00 UTC",
	    "Mo-Fr 09:00-17:00 UTC", "Mon- 09:00-17:00 UTC",
	    "Mon, 09:00-17:00 UTC", "Mon-Fri 09:00-17:00, UTC",
	    "Mon-Fri 09:00-17:00 ../UTC", "Mon-Fri 09:00-17:00 UTC x",
	    "Mon 09:00-12:00,11:00-13:00 UTC", "Tue-Mon-Wed 09:00-17:00 UTC",
	    "Mon-Fri 22:00-06:00 UTC"};
	struct hscan_hours hours = {.zone_name = ""};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (hscan_hours_add(&hours, hscan_text_of(rows[i]), &err) !=
		    HSCAN_EINVAL)
			fail_msg("'%s' passes", rows[i]);
		assert_non_null(
		    strstr(err.message, "Mon-Fri 09:00-17:00 Europe/Berlin"));
	}
	assert_int_equal(
	    hscan_hours_add(&hours, hscan_text_of("Mon-Fri 9-17 UTC"), &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "'9-17' are no hours of a day"));
	/* Nothing of them is left behind. */
	assert_false(hscan_hours_are_set(&hours));
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(hours.days[i].len, 0);
	assert_int_equal(
	    hscan_hours_add(&hours, hscan_text_of("Mon 09:00-17:00 UTC"), &err),
	    HSCAN_OK);
	assert_int_equal(hscan_hours_add(&hours,
			     hscan_text_of("Tue 09:00-17:00 Asia/Tokyo"), &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "UTC and Asia/Tokyo"));
	assert_int_equal(hscan_hours_add(&hours,
			     hscan_text_of("Sun-Mon 16:59-18:00 UTC"), &err),
	    HSCAN_EINVAL);
	assert_int_equal(hours.days[6].len, 0);
}

static void
waits_are_counted(void **state)
{
	/* 2026-08-24 is a Monday. */
	static const struct {
		const char *from, *to;
		int64_t seconds;
	} rows[] = {
	    {"2026-08-24T10:00:00Z", "2026-08-24T11:30:00Z", 5400},
	    {"2026-08-24T10:00:00Z", "2026-08-24T10:00:00Z", 0},
	    {"2026-08-24T11:00:00Z", "2026-08-24T10:00:00Z", 0},
	    /* Over a night; then from before, and to after, the hours. */
	    {"2026-08-24T16:00:00Z", "2026-08-25T10:00:00Z", 2 * HOUR},
	    {"2026-08-24T03:00:00Z", "2026-08-24T23:00:00Z", 8 * HOUR},
	    /* Over a weekend, and within one. */
	    {"2026-08-28T16:59:59Z", "2026-08-31T09:00:01Z", 2},
	    {"2026-08-29T10:00:00Z", "2026-08-30T12:00:00Z", 0},
	    /* A holiday on a Wednesday. */
	    {"2026-08-25T17:00:00Z", "2026-08-27T09:00:00Z", 0},
	    {"2026-08-24T00:00:00Z", "2026-08-31T00:00:00Z", 4 * 8 * HOUR},
	    /* A year of 261 weekdays: two holidays on them, one that is not. */
	    {"2026-01-01", "2027-01-01", (261 - 2) * 8 * HOUR},
	    /* Before the sums begin, over where they do, and behind them. */
	    {"1969-12-29", "1970-01-05", 5 * 8 * HOUR},
	    {"1989-12-25", "1990-01-08", 10 * 8 * HOUR},
	    {"2059-12-29", "2060-01-12", 10 * 8 * HOUR},
	};
	static const char *const line = "Mon-Fri 09:00-17:00 UTC";
	struct hscan_hours hours = hours_of(&line, 1);
	const struct hscan_text holidays[] = {hscan_text_of("2026-12-25"),
	    hscan_text_of("2026-08-26"), hscan_text_of("2026-08-29"),
	    hscan_text_of("2026-08-26")};
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    hscan_hours_set_holidays(&hours, holidays, 4, &arena, &err),
	    HSCAN_OK);
	assert_int_equal(hours.holidays_len, 3);
	prepare(&hours, ZONE_UTC);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t found = hscan_hours_between(
		    &hours, when(rows[i].from), when(rows[i].to));

		if (found != rows[i].seconds)
			fail_msg("%s to %s: %lld", rows[i].from, rows[i].to,
			    (long long)found);
	}
}

/* The day that has 23 or 25 hours, and hours that the change eats. */
static void
clocks_change(void **state)
{
	static const struct {
		const char *line, *from, *to;
		int64_t seconds;
	} rows[] = {
	    {"Sun 00:00-24:00 Berlin", "2026-03-28", "2026-03-31", 23 * HOUR},
	    {"Sun 00:00-24:00 Berlin", "2026-10-24", "2026-10-27", 25 * HOUR},
	    {"Sun 02:00-03:00 Berlin", "2026-03-28", "2026-03-31", 0},
	    {"Sun 02:30-04:00 Berlin", "2026-03-28", "2026-03-31", HOUR},
	    {"Sun 02:30-04:00 Berlin", "2026-10-24", "2026-10-27", 9000},
	    {"Sun 00:00-02:30 Berlin", "2026-10-24", "2026-10-27", 9000},
	    {"Mon-Fri 09:00-17:00 Berlin", "2026-03-27T07:59:00Z",
		"2026-03-30T07:01:00Z", 8 * HOUR + 60},
	    {"Mon-Fri 09:00-17:00 Berlin", "2026-10-23T06:59:00Z",
		"2026-10-26T08:01:00Z", 8 * HOUR + 60},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_hours hours = hours_of(&rows[i].line, 1);
		int64_t found;

		prepare(&hours, ZONE_BERLIN);
		found = hscan_hours_between(
		    &hours, when(rows[i].from), when(rows[i].to));
		if (found != rows[i].seconds)
			fail_msg("%s from %s: %lld", rows[i].line, rows[i].from,
			    (long long)found);
	}
}

/* Samoa had no 30 December 2011, a Friday. */
static void
a_day_that_never_was_has_no_hours(void **state)
{
	static const char *const line = "Mon-Fri 09:00-17:00 Apia";
	struct hscan_hours hours = hours_of(&line, 1);
	const struct hscan_zone *zone = zone_with_change(
	    when("2011-12-30T10:00:00Z"), -10 * HOUR, 14 * HOUR, &arena);
	struct hscan_error err;

	(void)state;
	assert_non_null(zone);
	assert_int_equal(
	    hscan_hours_prepare(&hours, zone, &arena, &err), HSCAN_OK);
	/* Thursday 12:00 to Monday 12:00 by the clock: 5 + 0 + 3 hours. */
	assert_int_equal(
	    hscan_hours_between(&hours, when("2011-12-29T22:00:00Z"),
		when("2012-01-01T22:00:00Z")),
	    8 * HOUR);
	/* From a second before it to the second behind it, and all around. */
	assert_int_equal(
	    hscan_hours_between(&hours, when("2011-12-30T09:59:59Z"),
		when("2011-12-30T10:00:00Z")),
	    0);
	assert_int_equal(
	    hscan_hours_between(&hours, when("2011-12-25T10:00:00Z"),
		when("2011-12-31T10:00:00Z")),
	    4 * 8 * HOUR);
	assert_int_equal(hscan_hours_week_s(&hours), 40 * HOUR);
}

static void
they_are_written_as_they_are_read(void **state)
{
	static const struct {
		const char *lines[3];
		const char *written[4];
	} rows[] = {
	    {{"mon-fri  09:00-17:00 UTC"}, {"Mon-Fri 09:00-17:00"}},
	    {{"Fri 09:00-15:00 UTC", "Mon-Thu 09:00-12:00,12:30-17:00 UTC"},
		{"Mon-Thu 09:00-12:00,12:30-17:00", "Fri 09:00-15:00"}},
	    {{"Sat-Mon 00:00-24:00 UTC", "Wed 01:02-03:04 UTC"},
		{"Mon 00:00-24:00", "Wed 01:02-03:04", "Sat-Sun 00:00-24:00"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = 0, day = 0, at = 0;
		struct hscan_hours hours;
		struct hscan_buf line;

		while (len < 3 && rows[i].lines[len])
			len++;
		hours = hours_of(rows[i].lines, len);
		hscan_buf_init(&line, 200);
		while (hscan_hours_next_line(&hours, &day, &line)) {
			assert_non_null(rows[i].written[at]);
			assert_string_equal(
			    hscan_buf_string(&line), rows[i].written[at++]);
			hscan_buf_reset(&line);
		}
		assert_null(rows[i].written[at]);
		hscan_buf_clear(&line);
	}
}

static void
holidays_are_dates(void **state)
{
	static const char *const bad[] = {"", "2026-13-01",
	    "2026-12-25T00:00:00Z", "25.12.2026", "2026-02-29"};
	struct hscan_hours hours = {.zone_name = ""};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct hscan_text date = hscan_text_of(bad[i]);

		assert_int_equal(
		    hscan_hours_set_holidays(&hours, &date, 1, &arena, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "2026-12-25"));
	}
}

static int
begin(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_read),
	    cmocka_unit_test(what_is_no_line_is_refused),
	    cmocka_unit_test(waits_are_counted),
	    cmocka_unit_test(clocks_change),
	    cmocka_unit_test(a_day_that_never_was_has_no_hours),
	    cmocka_unit_test(they_are_written_as_they_are_read),
	    cmocka_unit_test(holidays_are_dates),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
