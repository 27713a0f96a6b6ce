/* SPDX-License-Identifier: MIT */
/* What people call a window that is a whole period of the calendar. Pure. */
#ifndef HSCAN_REPORT_PERIOD_H
#define HSCAN_REPORT_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>

#include "base/buf.h"

enum period {
	PERIOD_NONE, /* no whole one, or not all of a kind */
	PERIOD_WEEK, /* from a Monday to the next */
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_YEAR,
};

/* What all of the windows are, in UTC. */
enum period period_of(const struct hscan_value *trend, size_t len);

/* Appends "2026-W05" (ISO 8601), "Jan 2026", "Q1 2026" or "2026". */
void period_add(struct hscan_buf *out, enum period period,
    const struct hscan_window *window);

#endif
