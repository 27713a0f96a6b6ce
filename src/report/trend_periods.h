/* SPDX-License-Identifier: MIT */
/* Metrics over periods of the calendar, as rows and columns: a row a metric, a
 * column a period, and last the change. */
#ifndef HSCAN_REPORT_TREND_PERIODS_H
#define HSCAN_REPORT_TREND_PERIODS_H

#include <stdbool.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "report/grid.h"

/* Whether there are several metrics, and several windows that are such periods.
 * One metric alone is a line a window everywhere. */
bool trend_has_periods(const struct hscan_report *report);

/* For a person: "PRs opened", its unit where it has one, the values in the unit
 * that the metric is shown in, and "+15, +38%" with its mark. Of the arena.
 * HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status trend_periods_grid(
    const struct hscan_report *report, bool utf8, struct hscan_arena *arena,
    struct hscan_grid *out, struct hscan_error *err);

/* For a program: id, title, unit, the values as they are, and the change as its
 * difference, percent, and "true" or "false". Of the arena. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status trend_periods_data(
    const struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_grid *out, struct hscan_error *err);

/* "– PRs merged: no samples (Q1 2025, Q2 2025)": why values are not there, a
 * line each; "" where all are. */
void trend_periods_add_reasons(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8);

#endif
