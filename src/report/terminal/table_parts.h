/* SPDX-License-Identifier: MIT */
/* What the table is put together from: the heading, the rows, the notes, and
 * the words that more than one of them uses. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_PARTS_H
#define HSCAN_REPORT_TERMINAL_TABLE_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/report.h>

#include "base/buf.h"
#include "report/terminal/pen.h"

/* What the rows had no room for, so that the notes say it. */
struct table_omitted {
	bool bounds;    /* the bounds of every metric */
	bool risk_from; /* whose risk is another metric's */
	bool open;      /* how many durations are not over */
};

void table_heading(struct pen *pen, const struct hscan_report *report);

/* Says loudly that the report is not complete; nothing when it is. */
void table_warning(struct pen *pen, const struct hscan_report *report);

void table_rows(struct pen *pen, const struct hscan_report *report,
    struct table_omitted *omitted);

void table_notes(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted);

enum { TABLE_VERDICTS = HSCAN_VERDICT_RISK + 1 };

/* The gravest verdict, and how many metrics have each. */
enum hscan_verdict table_overall(
    const struct hscan_report *report, size_t counts[TABLE_VERDICTS]);

/* "2 at risk, 1 to watch, 1 healthy"; "" when nothing was judged. */
void table_add_counts(
    struct hscan_buf *out, const size_t counts[TABLE_VERDICTS]);

/* "As of 2026-07-01, 30 days from 2026-06-01, without bots" */
void table_add_question(
    struct hscan_buf *out, const struct hscan_report *report, bool ascii);

/* "issues were not read; run again to go on"; "" when all was. */
void table_add_missing(
    struct hscan_buf *out, const struct hscan_report *report, bool ascii);

/* "417 issues and pull requests since 2026-01-01" */
void table_add_stream(
    struct hscan_buf *out, const struct hscan_coverage *row, bool ascii);

/* ": too few samples to judge by; ..." of a reason; or "". */
const char *table_advice(const char *reason);

/* "● healthy"; "" for no verdict. */
void table_add_verdict(
    const struct pen *pen, enum hscan_verdict verdict, struct hscan_buf *out);
enum pen_ink table_ink(enum hscan_verdict verdict);

/* "368.45", "0.0042", "1.23e12": no wider than a column can be. */
void table_add_value(struct hscan_buf *out, double value);

/* The value, which is known, with all its decimals where fewer could make it
 * look as if it lay on the other side of a bound. */
void table_add_judged(
    struct hscan_buf *out, const struct hscan_measure *measure);

/* As it is written behind a number: "h" for hours, "" for plain numbers. It
 * has not been through hscan_add_safe(). */
struct hscan_text table_unit(const struct hscan_metric *metric);

/* "≤ 72" */
void table_add_bound(const struct pen *pen, const struct hscan_bound *bound,
    struct hscan_buf *out);

/* "2026-08-22", or with its minute where it is not midnight. */
void table_add_time(struct hscan_buf *out, int64_t when);

#endif
