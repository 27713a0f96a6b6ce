/* SPDX-License-Identifier: MIT */
/* Reads the rule of a time zone and reckons with it; see zone_rule.h. */
#include "model/zone_rule.h"

#include "base/text.h"
#include "base/time.h"

enum { HOUR = 3600, MOST_HOURS = 167, MOST_OFFSET_HOURS = 24 };

/* --- reading --- */

static bool
take_char(struct hscan_text *rest, char wanted)
{
	if (rest->len == 0 || *rest->ptr != wanted)
		return false;
	rest->ptr++;
	rest->len--;
	return true;
}

/* Digits, at most `most` of value. */
static bool
take_number(struct hscan_text *rest, int most, int *out)
{
	int value = 0;
	size_t digits = 0;

	while (rest->len > 0 && hscan_is_digit(*rest->ptr) && value <= most) {
		value = value * 10 + (*rest->ptr - '0');
		rest->ptr++;
		rest->len--;
		digits++;
	}
	*out = value;
	return digits > 0 && value <= most;
}

/* "CET" or "<+0330>": only that there is one. */
static bool
take_abbreviation(struct hscan_text *rest)
{
	bool quoted = take_char(rest, '<');
	size_t len = 0;

	while (rest->len > 0 &&
	       (hscan_is_alpha(*rest->ptr) ||
		   (quoted && (hscan_is_digit(*rest->ptr) ||
				  *rest->ptr == '+' || *rest->ptr == '-')))) {
		rest->ptr++;
		rest->len--;
		len++;
	}
	return len >= 3 && (!quoted || take_char(rest, '>'));
}

/* "-1", "+03:30", "2:00:00". */
static bool
take_time(struct hscan_text *rest, int most_hours, int64_t *out)
{
	bool minus = take_char(rest, '-');
	int hours, minutes = 0, seconds = 0;

	if (!minus)
		(void)take_char(rest, '+');
	if (!take_number(rest, most_hours, &hours))
		return false;
	if (take_char(rest, ':') && !take_number(rest, 59, &minutes))
		return false;
	if (take_char(rest, ':') && !take_number(rest, 59, &seconds))
		return false;
	*out = (int64_t)hours * HOUR + (int64_t)minutes * 60 + seconds;
	if (minus)
		*out = -*out;
	return true;
}

/* ",M3.5.0/2", ",J60", ",59" */
static bool
take_day(struct hscan_text *rest, struct hscan_zone_day *out)
{
	*out = (struct hscan_zone_day){.time = (int64_t)2 * HOUR};
	if (!take_char(rest, ','))
		return false;
	if (take_char(rest, 'M')) {
		out->kind = HSCAN_ZONE_MONTH;
		if (!take_number(rest, 12, &out->month) || out->month < 1 ||
		    !take_char(rest, '.') ||
		    !take_number(rest, 5, &out->week) || out->week < 1 ||
		    !take_char(rest, '.') || !take_number(rest, 6, &out->day))
			return false;
	} else if (take_char(rest, 'J')) {
		out->kind = HSCAN_ZONE_JULIAN;
		if (!take_number(rest, 365, &out->day) || out->day < 1)
			return false;
	} else {
		out->kind = HSCAN_ZONE_ORDINAL;
		if (!take_number(rest, 365, &out->day))
			return false;
	}
	return !take_char(rest, '/') || take_time(rest, MOST_HOURS, &out->time);
}

bool
hscan_zone_rule_parse(struct hscan_text text, struct hscan_zone_rule *out)
{
	int64_t west;

	*out = (struct hscan_zone_rule){.known = true};
	if (!take_abbreviation(&text) ||
	    !take_time(&text, MOST_OFFSET_HOURS, &west))
		return false;
	out->standard = -west;
	if (text.len == 0)
		return true;
	out->changes = true;
	out->summer = out->standard + HOUR;
	if (!take_abbreviation(&text))
		return false;
	if (text.len > 0 && *text.ptr != ',') {
		if (!take_time(&text, MOST_OFFSET_HOURS, &west))
			return false;
		out->summer = -west;
	}
	return take_day(&text, &out->begins) && take_day(&text, &out->ends) &&
	       text.len == 0;
}

/* --- reckoning --- */

static bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* 0 is a Sunday; 1 January 1970 was a Thursday. */
static int
weekday_of(int64_t midnight)
{
	int64_t day = midnight / HSCAN_DAY_S + 4;

	return (int)((day % 7 + 7) % 7);
}

static int64_t
month_day(const struct hscan_zone_day *day, int64_t year)
{
	int64_t first = hscan_civil_to(year, day->month, 1);
	int64_t next = day->month == 12
			   ? hscan_civil_to(year + 1, 1, 1)
			   : hscan_civil_to(year, day->month + 1, 1);
	int ahead = (day->day - weekday_of(first) + 7) % 7;
	int64_t found =
	    first + (ahead + (int64_t)(day->week - 1) * 7) * HSCAN_DAY_S;

	/* The fifth is the last, be it the fourth. */
	return found < next ? found : found - HSCAN_WEEK_S;
}

/* The reading of the clocks at which it happens. */
static int64_t
reading_of(const struct hscan_zone_day *day, int64_t year)
{
	int64_t first = hscan_civil_to(year, 1, 1);

	switch (day->kind) {
	case HSCAN_ZONE_MONTH: return month_day(day, year) + day->time;
	case HSCAN_ZONE_JULIAN:
		return first + day->time +
		       (day->day - 1 + (is_leap(year) && day->day > 59)) *
			   HSCAN_DAY_S;
	case HSCAN_ZONE_ORDINAL: break;
	}
	return first + day->time + day->day * HSCAN_DAY_S;
}

int64_t
hscan_zone_rule_offset(const struct hscan_zone_rule *rule, int64_t when)
{
	int64_t year, begins, ends;
	int month, day;

	if (!rule->changes)
		return rule->standard;
	hscan_civil_of(when + rule->standard, &year, &month, &day);
	begins = reading_of(&rule->begins, year) - rule->standard;
	ends = reading_of(&rule->ends, year) - rule->summer;
	/* In the south summer goes on over the new year. */
	if (begins < ends)
		return when >= begins && when < ends ? rule->summer
						     : rule->standard;
	return when >= ends && when < begins ? rule->standard : rule->summer;
}
