/* SPDX-License-Identifier: MIT */
/* Units: which are of time, how long something took in one, and how they stand
 * behind a number. Pure. */
#ifndef HSCAN_METRIC_UNIT_H
#define HSCAN_METRIC_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

bool hscan_unit_is_time(struct hscan_text unit);

/* The seconds of a unit; 0 for months and years, which have no length, and
 * for what is no unit of time. */
int64_t hscan_unit_seconds(struct hscan_text unit);

/* From one instant to another, in units of so many seconds. Below 0 where the
 * second comes first. */
double hscan_duration_in(int64_t unit_seconds, int64_t from, int64_t to);

/* As the unit is written behind that number, which may have words before it:
 * "week" behind "1" or "at most 1", else "weeks". Static, or a part of `unit`.
 */
struct hscan_text hscan_unit_behind(
    struct hscan_text number, struct hscan_text unit);

#endif
