/* SPDX-License-Identifier: MIT */
/* Units of time; see unit.h. */
#include "metric/unit.h"

#include <stddef.h>

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
