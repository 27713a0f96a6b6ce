/* SPDX-License-Identifier: MIT */
/* Many repositories at once: ranked, or side by side. */
#ifndef HSCAN_REPORT_SCAN_H
#define HSCAN_REPORT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "base/buf.h"
#include "report/report.h"

/**
 * Appends the ranked scan in a format of that name: as "csv" it is a line a
 * repository, as "json" healthscan.scan/1 with every report, as "ndjson" the
 * same without the reports, on one line: the last of the stream.
 */
HSCAN_CHECK enum hscan_status hscan_scan_write(const struct hscan_scan *scan,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends one repository as a line of JSON: its report, or
 * healthscan.failure/1 where there is none. */
HSCAN_CHECK enum hscan_status hscan_scan_line(
    const struct hscan_scan_entry *entry, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends the comparison: metrics as rows, repositories as columns; as "json"
 * healthscan.comparison/1. */
HSCAN_CHECK enum hscan_status hscan_comparison_write(
    const struct hscan_scan *scan, const char *format,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* --- what the formats share --- */

/* A report of the scan, which has all its metrics; NULL without any. */
const struct hscan_report *scan_any(const struct hscan_scan *scan);

/* Whether it did not fail, but lacks something that could not be read. */
bool scan_is_partial(const struct hscan_scan_entry *entry);

enum { SCAN_MOST_REASONS = 64 };

/* Reasons that cells refer to by number, each said once below the table. */
struct scan_reasons {
	const char *reasons[SCAN_MOST_REASONS];
	size_t len;
};

/* From 1; 0 when there are too many. The reason is borrowed. */
size_t scan_reason(struct scan_reasons *reasons, const char *reason);

/* Whether an entry is the best or the worst at a metric, by its percentile.
 * None is where no direction is better, fewer than two values can be
 * compared, or all are equal. */
enum hscan_mark { HSCAN_MARK_NONE, HSCAN_MARK_BEST, HSCAN_MARK_WORST };
enum hscan_mark hscan_comparison_mark(
    const struct hscan_scan *scan, size_t entry, size_t metric);

#endif
