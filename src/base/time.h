/* SPDX-License-Identifier: MIT */
/*
 * Instants are int64_t seconds since 1970-01-01T00:00:00Z. The calendar is
 * the proleptic Gregorian one, computed here: no time zone, no locale, no
 * libc state.
 */
#ifndef HSCAN_BASE_TIME_H
#define HSCAN_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/text.h>

#define HSCAN_DAY_S  INT64_C(86400)
#define HSCAN_WEEK_S (7 * HSCAN_DAY_S)

/* 0001-01-01T00:00:00Z, the first instant that can be written. */
#define HSCAN_FIRST_YEAR (-INT64_C(62135596800))

/* "2026-08-22T08:00:00Z" and the NUL. */
#define HSCAN_TIME_SIZE 32

/* What GitHub and people write: RFC 3339 ("2026-08-22T08:00:00Z", an offset,
 * a fraction that is dropped, 't' and 'z' or a space for the T). Years 0001
 * to 9999. False when it is anything else. A leap second counts as :59. */
bool hscan_parse_time(struct hscan_text text, int64_t *out);

/* As hscan_parse_time; a bare date is its 00:00:00Z. */
bool hscan_parse_when(struct hscan_text text, int64_t *out);

/* "90s", "30m", "72h", "30d", "12w": a whole number and a unit, in seconds;
 * greater than 0 and at most 1000 years. */
bool hscan_parse_duration(struct hscan_text text, int64_t *seconds);

/* Writes "2026-08-22T08:00:00Z"; years outside 0001…9999 are clamped. */
void hscan_format_time(int64_t when, char out[HSCAN_TIME_SIZE]);

/* Writes "2026-08-22". */
void hscan_format_date(int64_t when, char out[HSCAN_TIME_SIZE]);

/* The date of an instant in UTC; month and day count from 1. */
void hscan_civil_of(int64_t when, int64_t *year, int *month, int *day);

/* The 00:00:00Z of a date of the calendar. */
int64_t hscan_civil_to(int64_t year, int month, int day);

/* The same day and time so many months later (or before, when negative); the
 * last day of a month that is too short. HSCAN_NEVER outside the years 1 to
 * 9999. */
int64_t hscan_add_months(int64_t when, int64_t months);

/* An HTTP date in any of the three forms of RFC 9110; false otherwise. */
bool hscan_parse_http_date(struct hscan_text text, int64_t *out);

#endif
