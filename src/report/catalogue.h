/* SPDX-License-Identifier: MIT */
/* The list of metrics, as text and as JSON. */
#ifndef HSCAN_REPORT_CATALOGUE_H
#define HSCAN_REPORT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/metric.h>
#include <healthscan/status.h>

#include "base/buf.h"
#include "report/report.h"

/* One line a metric: id, title, unit, bounds. */
HSCAN_CHECK enum hscan_status hscan_catalogue_text(
    const struct hscan_metric *metrics, size_t len,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* {"schema":"healthscan.metrics/1","metrics":[{id,title,unit,better,statistic,
 * healthy, risk, risk_from, profile, chaoss, chaoss_url}]} */
HSCAN_CHECK enum hscan_status hscan_catalogue_json(
    const struct hscan_metric *metrics, size_t len, bool one_line,
    struct hscan_buf *out, struct hscan_error *err);

#endif
