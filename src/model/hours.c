/* SPDX-License-Identifier: MIT */
/* Counts working hours between two instants; see hours.h. How they are written
 * is in hours_parse.c. */
#include "model/hours.h"

#include "base/time.h"
#include "model/zone.h"

enum {
	/* The days of which sums are kept: the years 1990 to 2059. */
	FIRST_DAY = 7305,
	DAYS = 25567,
};

bool
hscan_hours_are_set(const struct hscan_hours *hours)
{
	return hours->zone_name[0] != '\0';
}

/* --- days --- */

static int64_t
day_of(int64_t reading)
{
	int64_t day = reading / HSCAN_DAY_S;

	return reading % HSCAN_DAY_S < 0 ? day - 1 : day;
}

static int64_t
local_day(const struct hscan_hours *hours, int64_t when)
{
	return day_of(when + hscan_zone_offset(hours->zone, when));
}

/* From Monday on; 1 January 1970 was a Thursday. */
static size_t
weekday_of(int64_t day)
{
	return (size_t)(((day + 3) % 7 + 7) % 7);
}

static bool
is_holiday(const struct hscan_hours *hours, int64_t day)
{
	size_t low = 0, high = hours->holidays_len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hours->holidays[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < hours->holidays_len && hours->holidays[low] == day;
}

/* The hours of a day; NULL: it has none. */
static const struct hscan_hours_day *
hours_of(const struct hscan_hours *hours, int64_t day)
{
	const struct hscan_hours_day *found = &hours->days[weekday_of(day)];

	return found->len == 0 || is_holiday(hours, day) ? NULL : found;
}

/* A span of a day as instants; empty where a skip of the clocks eats it. */
static struct hscan_hours_span
instants_of(const struct hscan_hours *hours, int64_t day,
    const struct hscan_hours_span *span)
{
	int64_t midnight = day * HSCAN_DAY_S;

	return (struct hscan_hours_span){
	    hscan_zone_instant(hours->zone, midnight + span->from),
	    hscan_zone_instant(hours->zone, midnight + span->to),
	};
}

/* As the clock shows it. */
static int64_t
length_of(const struct hscan_hours_day *day)
{
	int64_t sum = 0;

	for (size_t i = 0; i < day->len; i++)
		sum += day->spans[i].to - day->spans[i].from;
	return sum;
}

int64_t
hscan_hours_day_s(const struct hscan_hours *hours)
{
	int64_t longest = 0;

	for (size_t i = 0; i < 7; i++)
		if (length_of(&hours->days[i]) > longest)
			longest = length_of(&hours->days[i]);
	return longest;
}

int64_t
hscan_hours_week_s(const struct hscan_hours *hours)
{
	int64_t sum = 0;

	for (size_t i = 0; i < 7; i++)
		sum += length_of(&hours->days[i]);
	return sum;
}

/* --- sums --- */

/* The seconds of one day's hours in [from, to). */
static int64_t
within_day(
    const struct hscan_hours *hours, int64_t day, int64_t from, int64_t to)
{
	const struct hscan_hours_day *found = hours_of(hours, day);
	int64_t sum = 0;

	for (size_t i = 0; found && i < found->len; i++) {
		struct hscan_hours_span span =
		    instants_of(hours, day, &found->spans[i]);

		if (span.from < from)
			span.from = from;
		if (span.to > to)
			span.to = to;
		if (span.to > span.from)
			sum += span.to - span.from;
	}
	return sum;
}

/* All of it: no other day's hours reach into a day. */
static int64_t
whole_day(const struct hscan_hours *hours, int64_t day)
{
	return within_day(hours, day, INT64_MIN, INT64_MAX);
}

enum hscan_status
hscan_hours_prepare(struct hscan_hours *hours, const struct hscan_zone *zone,
    struct hscan_arena *arena, struct hscan_error *err)
{
	int64_t *sums = hscan_arena_alloc(arena, DAYS + 1, sizeof(*sums));

	if (!sums)
		return hscan_no_memory(err);
	hours->zone = zone;
	for (int64_t i = 0; i < DAYS; i++)
		sums[i + 1] = sums[i] + whole_day(hours, FIRST_DAY + i);
	hours->sums = sums;
	return HSCAN_OK;
}

/* The hours of the days in [from, to). */
static int64_t
whole_days(const struct hscan_hours *hours, int64_t from, int64_t to)
{
	int64_t sum = 0;

	if (from >= FIRST_DAY && from < to && to <= FIRST_DAY + DAYS)
		return hours->sums[to - FIRST_DAY] -
		       hours->sums[from - FIRST_DAY];
	for (int64_t day = from; day < to; day++)
		sum += whole_day(hours, day);
	return sum;
}

int64_t
hscan_hours_between(const struct hscan_hours *hours, int64_t from, int64_t to)
{
	int64_t first, last;

	if (to <= from)
		return 0;
	first = local_day(hours, from);
	last = local_day(hours, to);
	if (first == last)
		return within_day(hours, first, from, to);
	return within_day(hours, first, from, to) +
	       whole_days(hours, first + 1, last) +
	       within_day(hours, last, from, to);
}
