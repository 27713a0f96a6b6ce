/* SPDX-License-Identifier: MIT */
/*
 * Working hours: which days of the week from when to when, in which time zone,
 * without which holidays; and how much of them lies between two instants. Pure.
 */
#ifndef HSCAN_MODEL_HOURS_H
#define HSCAN_MODEL_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "base/buf.h"

struct hscan_zone;

enum { HSCAN_HOURS_SPANS = 8, HSCAN_HOURS_ZONE_SIZE = 256 };

/* Part of a day, in seconds since its 00:00 by the clock; half-open, and at
 * most to 24:00. */
struct hscan_hours_span {
	int64_t from, to;
};

struct hscan_hours_day {
	struct hscan_hours_span spans[HSCAN_HOURS_SPANS]; /* ascending, apart */
	size_t len;
};

/* All zero: no hours are set. */
struct hscan_hours {
	struct hscan_hours_day days[7]; /* from Monday on */
	char zone_name[HSCAN_HOURS_ZONE_SIZE];
	const struct hscan_zone *zone; /* set by hscan_hours_prepare() */
	const int64_t *holidays; /* days since 1970, ascending; of an arena */
	size_t holidays_len;
	const int64_t *sums; /* likewise: of all days before, for long waits */
};

bool hscan_hours_are_set(const struct hscan_hours *hours);

/**
 * Adds a line: "Mon-Fri 09:00-17:00 Europe/Berlin", "Mon,Wed
 * 08:00-12:00,13:00-17:30 UTC": days (also a range, over the end of the week
 * too), then spans of the day, then the zone. Lines of other days, or of other
 * spans of the same days, add up; all name the same zone. HSCAN_EINVAL, saying
 * what can be written: it is none of this, or meets a span that is there.
 */
HSCAN_CHECK enum hscan_status hscan_hours_add(
    struct hscan_hours *hours, struct hscan_text line, struct hscan_error *err);

/**
 * Sets the holidays, as dates ("2026-12-25") in any order and each as often as
 * one likes; it is kept once. The array is of the arena. HSCAN_EINVAL: one is
 * no date.
 */
HSCAN_CHECK enum hscan_status hscan_hours_set_holidays(
    struct hscan_hours *hours, const struct hscan_text *dates, size_t len,
    struct hscan_arena *arena, struct hscan_error *err);

/* Whether it is a date of a holiday, and which: days since 1970. */
HSCAN_CHECK enum hscan_status hscan_hours_holiday(
    struct hscan_text date, int64_t *day, struct hscan_error *err);

/**
 * Sets the zone, which is borrowed, after lines and holidays. Before that
 * nothing can be counted. What it makes is of the arena.
 */
HSCAN_CHECK enum hscan_status hscan_hours_prepare(struct hscan_hours *hours,
    const struct hscan_zone *zone, struct hscan_arena *arena,
    struct hscan_error *err);

/* How many seconds a working day has: the longest day of the week, as the
 * clock shows it. */
int64_t hscan_hours_day_s(const struct hscan_hours *hours);

/* Likewise a whole week. */
int64_t hscan_hours_week_s(const struct hscan_hours *hours);

/* The seconds of working hours in [from, to); 0 where `to` is not after `from`.
 */
int64_t hscan_hours_between(
    const struct hscan_hours *hours, int64_t from, int64_t to);

/* The days from `*day` on that have the hours of the first of them, and those
 * hours: "Mon-Fri 09:00-17:00". Makes `*day` the one behind them; false: there
 * are none any more. From 0, Monday, on: a line each, which hscan_hours_add()
 * would take with the zone behind it. */
bool hscan_hours_next_line(
    const struct hscan_hours *hours, size_t *day, struct hscan_buf *out);

#endif
