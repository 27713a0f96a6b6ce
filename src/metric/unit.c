/* SPDX-License-Identifier: MIT */
/* Units, of time and others; see unit.h. */
#include "metric/unit.h"

#include <stddef.h>
#include <string.h>

#include <healthscan/metric.h>

#include "base/text.h"

static const struct {
	const char *name;
	int64_t seconds;
} units[] = {
    {"seconds", 1},
    {"minutes", 60},
    {"hours", 3600},
    {HSCAN_BUSINESS_UNIT, 3600},
    {"days", 86400},
    {"weeks", 604800},
    {"months", 0},
    {"years", 0},
};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

bool
hscan_unit_is_time(struct hscan_text unit)
{
	for (size_t i = 0; i < UNITS; i++)
		if (hscan_text_is(unit, units[i].name))
			return true;
	return false;
}

int64_t
hscan_unit_seconds(struct hscan_text unit)
{
	for (size_t i = 0; i < UNITS; i++)
		if (hscan_text_is(unit, units[i].name))
			return units[i].seconds;
	return 0;
}

double
hscan_duration_in(int64_t unit_seconds, int64_t from, int64_t to)
{
	int64_t seconds;

	if (__builtin_sub_overflow(to, from, &seconds))
		return ((double)to - (double)from) / (double)unit_seconds;
	return (double)seconds / (double)unit_seconds;
}

/* "1", "at most 1", "<= 1"; not "0.1", "11", "-1" or "1.1". */
static bool
is_one(struct hscan_text number)
{
	char before = ' ';

	if (!hscan_text_ends(number, "1"))
		return false;
	if (number.len > 1)
		before = number.ptr[number.len - 2];
	return !hscan_is_digit(before) && before != '.' && before != '-';
}

/* "status", "class", "basis" and "days/s" are no plurals. */
static bool
is_plural(struct hscan_text unit)
{
	static const char *const others[] = {"ss", "us", "is", "/s", " s"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (hscan_text_ends(unit, others[i]))
			return false;
	return unit.len > 2 && hscan_text_ends(unit, "s") &&
	       !memchr(unit.ptr, '/', unit.len);
}

struct hscan_text
hscan_unit_behind(struct hscan_text number, struct hscan_text unit)
{
	static const char *const others[][2] = {
	    {"people", "person"},
	    {"commits/week", "commit/week"},
	    {"releases/90 days", "release/90 days"},
	};

	if (!is_one(number))
		return unit;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (hscan_text_is(unit, others[i][0]))
			return hscan_text_of(others[i][1]);
	if (is_plural(unit))
		unit.len--;
	return unit;
}
