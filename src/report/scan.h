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

/* Whoever has the reports of a scan, as hscan_report_write() wrote them as
 * "json". */
struct hscan_scan_reports {
	/* Appends that of an entry which has one. */
	enum hscan_status (*add)(void *payload,
	    const struct hscan_scan_entry *entry, struct hscan_buf *out,
	    struct hscan_error *err);
	/* Called after each: may take what has been put together so far, and
	 * empty it. NULL: nobody does. */
	enum hscan_status (*added)(void *payload, struct hscan_error *err);
	void *payload;
};

/* Appends the scan as hscan_scan_write() does as "json". Of the reports of its
 * entries it looks at what SLIM_VALUES leaves (app/slim.h). */
HSCAN_CHECK enum hscan_status hscan_scan_unite(const struct hscan_scan *scan,
    const struct hscan_scan_reports *reports, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends what came of the gate, which there is, for people: a line a failure
 * and one that counts them. */
HSCAN_CHECK enum hscan_status hscan_scan_verdicts(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
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

/* What it is called: whatever is printed is accepted as a name. */
void scan_add_name(
    struct hscan_buf *out, const struct hscan_scan_entry *entry, bool utf8);

/* Whether it is of several repositories as one. */
bool scan_is_group(const struct hscan_scan_entry *entry);

/* "9 repositories", "2 groups", "1 group and 3 repositories" */
void scan_add_count(struct hscan_buf *out, const struct hscan_scan *scan);

/* "passed", "failed", "undecided", "unreachable"; static storage. */
const char *scan_gate_name(enum hscan_gate_result result);

/* "9 repositories: 2 failed (3 findings), 7 passed" */
void scan_add_gate(
    struct hscan_buf *out, const struct hscan_scan *scan, bool ascii);

/* "3 at risk, 1 healthy", or "nothing judged". */
void scan_add_verdicts(struct hscan_buf *out, const struct hscan_scan *scan);

/* Whether any of them has a class, which groups do not. */
bool scan_has_lives(const struct hscan_scan *scan);

/* "3 active, 1 dormant": of each class that there is. */
void scan_add_lives(struct hscan_buf *out, const struct hscan_scan *scan);

/* "by verdict, then score": what the rows are ordered by. */
void scan_add_order(
    struct hscan_buf *out, const struct hscan_scan *scan, bool utf8);

/* Whether any of them has a value of it. */
bool scan_has_value(const struct hscan_scan *scan, size_t metric);

/* Those that are worth a column, in the order of the columns: what the rows are
 * sorted by, then what has a value. `out` has room for all. Gives how many. */
size_t scan_columns_of(const struct hscan_scan *scan, size_t *out);

enum { SCAN_MOST_REASONS = 64 };

/* Reasons that cells refer to by number, each said once below the table. */
struct scan_reasons {
	const char *reasons[SCAN_MOST_REASONS];
	size_t len;
};

/* From 1; 0 when there are too many. The reason is borrowed. */
size_t scan_reason(struct scan_reasons *reasons, const char *reason);

/* Whether an entry is the best or the worst at a metric, by its percentile.
 * None is where no direction is better, where the size of a project decides (a
 * number of items, commits or people), where fewer than two values can be
 * compared, or all are equal. */
enum hscan_mark { HSCAN_MARK_NONE, HSCAN_MARK_BEST, HSCAN_MARK_WORST };
enum hscan_mark hscan_comparison_mark(
    const struct hscan_scan *scan, size_t entry, size_t metric);

#endif
