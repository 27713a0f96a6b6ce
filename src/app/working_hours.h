/* SPDX-License-Identifier: MIT */
/* The working hours of a run, from the settings and the system's tz data. */
#ifndef HSCAN_APP_WORKING_HOURS_H
#define HSCAN_APP_WORKING_HOURS_H

#include <healthscan/report.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/arena.h"
#include "model/hours.h"

/* What --hours takes in place of hours: none are set. */
#define WORKING_HOURS_NONE "none"

/* Whether it is a line of hours, a date, a length of time; HSCAN_EINVAL. */
HSCAN_CHECK enum hscan_status working_hours_check(
    struct hscan_text line, struct hscan_error *err);
HSCAN_CHECK enum hscan_status working_hours_check_holiday(
    struct hscan_text date, struct hscan_error *err);
HSCAN_CHECK enum hscan_status working_hours_check_within(
    struct hscan_text length, struct hscan_error *err);

/* Days and spans without the zone's file: for bounds. All zero: none are set.
 * The holidays are of the arena. HSCAN_EINVAL, naming where they stand: lines
 * contradict each other. */
HSCAN_CHECK enum hscan_status working_hours_read(
    const struct settings *settings, struct hscan_arena *arena,
    struct hscan_hours *out, struct hscan_error *err);

/* The same with its zone, ready to be counted, and in words; both NULL: none
 * are set. Of the arena. HSCAN_EINVAL: also as zone_file_read(). */
HSCAN_CHECK enum hscan_status working_hours_open(
    const struct settings *settings, struct hscan_arena *arena,
    const struct hscan_hours **out, const struct hscan_business **words,
    struct hscan_error *err);

#endif
