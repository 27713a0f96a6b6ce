/* SPDX-License-Identifier: MIT */
/* The windows of a report; see window.h. */
#include "model/window.h"

#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time.h"

enum { MAX_MONTHS = 12000 };

/* Far from where sums of times would overflow. */
#define EARLIEST (INT64_MIN / 4)

static const struct period {
	const char *name;
	struct hscan_window_spec spec;
} periods[] = {
    {"week", {.seconds = HSCAN_WEEK_S, .calendar = true}},
    {"month", {.months = 1, .calendar = true}},
    {"quarter", {.months = 3, .calendar = true}},
    {"year", {.months = 12, .calendar = true}},
};
enum { PERIODS = sizeof(periods) / sizeof(periods[0]) };

bool
hscan_window_parse(struct hscan_text text, struct hscan_window_spec *out)
{
	struct hscan_window_spec spec = {0};

	for (size_t i = 0; i < PERIODS; i++) {
		if (hscan_text_is(text, periods[i].name)) {
			*out = periods[i].spec;
			return true;
		}
	}
	if (hscan_text_ends(text, "mo")) {
		text.len -= 2;
		if (text.len == 0 || !hscan_is_digit(*text.ptr) ||
		    !hscan_parse_i64(text, 1, MAX_MONTHS, &spec.months))
			return false;
	} else if (!hscan_parse_duration(text, &spec.seconds)) {
		return false;
	}
	*out = spec;
	return true;
}

const char *
hscan_window_name(
    const struct hscan_window_spec *spec, char out[HSCAN_WINDOW_NAME_SIZE])
{
	static const struct {
		int64_t seconds;
		char letter;
	} units[] = {{HSCAN_DAY_S, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
	size_t unit = 0;

	for (size_t i = 0; i < PERIODS && spec->calendar; i++) {
		if (spec->seconds == periods[i].spec.seconds &&
		    spec->months == periods[i].spec.months) {
			(void)snprintf(
			    out, HSCAN_WINDOW_NAME_SIZE, "%s", periods[i].name);
			return out;
		}
	}
	if (spec->months > 0) {
		(void)snprintf(out, HSCAN_WINDOW_NAME_SIZE, "%lldmo",
		    (long long)spec->months);
		return out;
	}
	while (spec->seconds % units[unit].seconds != 0)
		unit++;
	(void)snprintf(out, HSCAN_WINDOW_NAME_SIZE, "%lld%c",
	    (long long)(spec->seconds / units[unit].seconds),
	    units[unit].letter);
	return out;
}

/* Rounds towards the past. */
static int64_t
floor_to(int64_t value, int64_t step)
{
	int64_t rest = value % step;

	return value - (rest < 0 ? rest + step : rest);
}

/* The end of the newest window. */
static int64_t
newest_end(const struct hscan_window_spec *spec, int64_t as_of)
{
	/* 1970-01-01 was a Thursday, 1970-01-05 a Monday. */
	const int64_t monday = 4 * HSCAN_DAY_S;
	int64_t year;
	int month, day;

	if (!spec->calendar)
		return as_of;
	if (spec->months == 0)
		return floor_to(as_of - monday, HSCAN_WEEK_S) + monday;
	hscan_civil_of(as_of, &year, &month, &day);
	month = (month - 1) / (int)spec->months * (int)spec->months + 1;
	return hscan_civil_to(year, month, 1);
}

enum hscan_status
hscan_windows_lay(const struct hscan_window_spec *spec, int64_t as_of,
    struct hscan_window *out, size_t len, struct hscan_error *err)
{
	int64_t newest = newest_end(spec, as_of), end = newest;

	for (size_t i = 0; i < len; i++) {
		int64_t back = (int64_t)i + 1, start = HSCAN_NEVER;

		if (spec->months > 0)
			start = hscan_add_months(newest, -back * spec->months);
		else if (back <= (newest - EARLIEST) / spec->seconds)
			start = newest - back * spec->seconds;
		if (start == HSCAN_NEVER)
			return hscan_fail(err, HSCAN_EINVAL,
			    "the windows reach back before all time; ask for "
			    "fewer or shorter ones");
		out[i] = (struct hscan_window){start, end};
		end = start;
	}
	return HSCAN_OK;
}
