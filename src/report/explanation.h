/* SPDX-License-Identifier: MIT */
/* A number opened into what it is made of. */
#ifndef HSCAN_REPORT_EXPLANATION_H
#define HSCAN_REPORT_EXPLANATION_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/buf.h"
#include "report/report.h"

/* What a metric says of itself, as text for 80 columns. */
void hscan_definition_write(
    const struct hscan_metric *metric, struct hscan_buf *out);

/**
 * Writes an explanation in a format of that name; as json it is
 * healthscan.explanation/1: the report's fields, and "samples". The first
 * `shown` samples are shown, and how many more there are is said in the table.
 */
HSCAN_CHECK enum hscan_status hscan_explanation_write(
    const struct hscan_explanation *explanation, size_t shown,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

#endif
