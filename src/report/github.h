/* SPDX-License-Identifier: MIT */
/* What a job of GitHub Actions gets beside its log. */
#ifndef HSCAN_REPORT_GITHUB_H
#define HSCAN_REPORT_GITHUB_H

#include <healthscan/report.h>
#include <healthscan/scan.h>

#include "base/buf.h"

/* Appends lines "name=value" for $GITHUB_OUTPUT: status, risk, watch, healthy,
 * unknown (how many metrics are so), alerts, complete, and with a gate gate. */
void hscan_github_outputs(
    const struct hscan_report *report, struct hscan_buf *out);

/* The same of many: repositories, failed, risk, watch, healthy, unknown (how
 * many of them are so). */
void hscan_github_scan_outputs(
    const struct hscan_scan *scan, struct hscan_buf *out);

#endif
