/* SPDX-License-Identifier: MIT */
/* Metrics over time, for a person. */
#ifndef HSCAN_REPORT_TREND_H
#define HSCAN_REPORT_TREND_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/buf.h"
#include "report/report.h"

/* One metric: a bar a window. More of them: a line a metric. */
HSCAN_CHECK enum hscan_status hscan_trend_write(
    const struct hscan_report *report, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err);

#endif
