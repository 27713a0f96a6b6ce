/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, in any format that can say it; and the words
 * that people read of it. */
#ifndef HSCAN_REPORT_RETENTION_H
#define HSCAN_REPORT_RETENTION_H

#include <stddef.h>

#include <healthscan/retention.h>
#include <healthscan/status.h>

#include "base/buf.h"
#include "report/report.h"

/* Writes it in a format of that name; as json it is healthscan.retention/1.
 * HSCAN_EINVAL: that format cannot say it. */
HSCAN_CHECK enum hscan_status hscan_retention_write(
    const struct hscan_retention *retention, const char *format,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* Why there is no value at some time. */
extern const char retention_unwatched[];

/* "Of each month's newcomers, the % ...", above the cohorts. */
extern const char retention_heading[];

/* How many months after its first one the cohorts are told of. */
size_t retention_columns(const struct hscan_retention *retention);

/* The share of a cohort that contributed so many months later, in %; not known:
 * that month is not over, or nobody is of the cohort. */
struct hscan_number retention_share(
    const struct hscan_cohort *cohort, size_t months);

/* "2026-07" of a cohort. */
enum { RETENTION_MONTH_SIZE = 8 };
const char *retention_month(
    const struct hscan_cohort *cohort, char out[RETENTION_MONTH_SIZE]);

/* "61 of 187 newcomers in 365 days came again"; or why that is not known. The
 * words below are as those of words.h. */
void retention_add_lead(
    struct hscan_buf *out, const struct hscan_retention *retention, bool utf8);

/* "As of 2026-07-01, first contributions since 2025-07-01, without bots" */
void retention_add_question(
    struct hscan_buf *out, const struct hscan_retention *retention);

/* "33", "<1": a share of a few, which are not all or nobody unless they are. */
void retention_add_share(struct hscan_buf *out, double share);

/* "12.5" and "8.0–20.1" of a share of the curve; "" where it is not known. */
void retention_add_value(
    struct hscan_buf *out, const struct hscan_return_at *at);
void retention_add_range(
    struct hscan_buf *out, const struct hscan_return_at *at, bool utf8);

/* What is to be said beside the numbers; `note` from 0 on, "" where there is
 * nothing to say. Each is a sentence without its stop. */
enum { RETENTION_NOTES = 6 };
void retention_add_note(struct hscan_buf *out,
    const struct hscan_retention *retention, int note, bool utf8);

#endif
