/* SPDX-License-Identifier: MIT */
/* The windows of a report: a number of seconds or calendar months before the
 * as-of instant, or whole calendar periods. Pure. */
#ifndef HSCAN_MODEL_WINDOW_H
#define HSCAN_MODEL_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* How long a window is: either `seconds` or `months` is greater than 0. */
struct hscan_window_spec {
	int64_t seconds;
	int64_t months; /* the same day and time so many months before */
	/* Whole calendar periods in UTC: the last one that is over at the
	 * as-of instant. Months of 1, 3 and 12, or seconds of a week, which
	 * begins on Monday. */
	bool calendar;
};

/**
 * Reads "30d", "4w", "72h" (as hscan_parse_duration), "3mo" (rolling calendar
 * months), or "week", "month", "quarter", "year" (whole calendar periods).
 */
bool hscan_window_parse(struct hscan_text text, struct hscan_window_spec *out);

/* "30d", "3mo", "month": what hscan_window_parse() reads back as the same.
 * Returns `out`. */
enum { HSCAN_WINDOW_NAME_SIZE = 32 };
const char *hscan_window_name(
    const struct hscan_window_spec *spec, char out[HSCAN_WINDOW_NAME_SIZE]);

/**
 * Makes `len` windows back to back, newest first; the first ends at `as_of` or,
 * for calendar periods, where the last whole one before it ends. If a month is
 * too short for the day, its last day is used; every border is computed from
 * the newest, so that 31 March does not become 28 January. HSCAN_EINVAL: they
 * reach before the first representable time (months: before the year 1).
 */
HSCAN_CHECK enum hscan_status hscan_windows_lay(
    const struct hscan_window_spec *spec, int64_t as_of,
    struct hscan_window *out, size_t len, struct hscan_error *err);

#endif
