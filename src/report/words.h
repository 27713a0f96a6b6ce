/* SPDX-License-Identifier: MIT */
/*
 * The words and numbers that people read, whatever the format: each function
 * appends to `out` what is safe to print, with WORDS_GLUE for a blank at which
 * no line may break. Where there is no UTF-8, all of it is ASCII.
 */
#ifndef HSCAN_REPORT_WORDS_H
#define HSCAN_REPORT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/scan.h>

#include "base/buf.h"

/* A blank at which a line does not break: "168" WORDS_GLUE "h". */
#define WORDS_GLUE "\x1F"

enum { VERDICTS = HSCAN_VERDICT_RISK + 1 };

/* --- numbers --- */

/* "368.45", "0.0042", "1.23e12": no wider than a column can be. */
void words_add_value(struct hscan_buf *out, double value);

/* The value, which is known, with all its decimals where fewer could make it
 * look as if it lay on the other side of a bound. */
void words_add_judged(
    struct hscan_buf *out, const struct hscan_measure *measure);

/* "≤ 72" */
void words_add_bound(
    struct hscan_buf *out, const struct hscan_bound *bound, bool utf8);

/* "≤" */
const char *words_operator(enum hscan_comparison comparison, bool utf8);

/* As it is written behind a number: "h" for hours, "" for plain numbers. It
 * has not been through hscan_add_safe(). */
struct hscan_text words_unit(const struct hscan_metric *metric);

/* "2026-08-22", or with its minute where it is not midnight. */
void words_add_time(struct hscan_buf *out, int64_t when);

/* --- verdicts --- */

/* The gravest verdict, and how many metrics have each. */
enum hscan_verdict words_overall(
    const struct hscan_report *report, size_t counts[VERDICTS]);

/* Whether all of it counts what was done: it has no verdict then, and is not
 * about health. */
bool words_is_activity(const struct hscan_report *report);

/* "● healthy"; "" for no verdict. */
void words_add_verdict(
    struct hscan_buf *out, enum hscan_verdict verdict, bool utf8);

/* " as far as 1 of 4 tells", of a verdict of "healthy" that others, which are
 * not known, may yet change; else "". */
void words_add_reach(struct hscan_buf *out, enum hscan_verdict overall,
    const size_t counts[VERDICTS]);

/* "2 at risk, 1 to watch, 1 healthy"; "" when nothing was judged. */
void words_add_counts(struct hscan_buf *out, const size_t counts[VERDICTS]);

/* --- what was asked, and what the answer rests on --- */

/* "As of 2026-07-01, 30 days from 2026-06-01, without bots" */
void words_add_question(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8);

/* "Mon-Fri 09:00-17:00 Europe/Berlin, without 2 holidays; tz 2025b" */
void words_add_business(
    struct hscan_buf *out, const struct hscan_business *business);
/* ", only label bug, only author a*"; "" of the whole. */
void words_add_slice(
    struct hscan_buf *out, const struct hscan_slice *slice, bool utf8);

/* "As of 2026-07-01, window from 2026-06-01 to 2026-07-01" */
void words_add_scan_question(
    struct hscan_buf *out, const struct hscan_scan *scan);

/* ", waits in business hours (Mon-Fri ...)", where they are; the end of that.
 */
void words_add_scan_clock(struct hscan_buf *out, const struct hscan_scan *scan);

/* "issues were not read; run again to go on"; "" when all was. */
void words_add_missing(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8);

/* "417 issues and pull requests since 2026-01-01" */
void words_add_stream(
    struct hscan_buf *out, const struct hscan_coverage *row, bool utf8);

/* "webhook from 2026-08-01 to 2026-08-20 (issues, releases)": who else has told
 * of what; of each the newest span. "" where nobody has. */
void words_add_spans(struct hscan_buf *out, const struct hscan_report *report);

/* "webhook since 2026-08-01"; "" where nothing is provisional. */
void words_add_provisional(
    struct hscan_buf *out, const struct hscan_report *report);

/* "acme-helper gave 41 of its 42 first answers within 2 minutes: ..." */
void words_add_suspect(
    struct hscan_buf *out, const struct hscan_suspect *suspect, bool utf8);

/* ": too few samples to judge by; ..." of a reason; or "". */
const char *words_advice(const char *reason);

/* What an alert or the gate says of a metric, as it was stored, with the
 * screen's own signs for its bounds: ">= 2" is "≥ 2". */
void words_add_message(
    struct hscan_buf *out, struct hscan_text message, bool utf8);

/* --- names --- */

/* "host/owner/name", without a host that goes without saying, or that is NULL.
 */
void words_add_place(struct hscan_buf *out, const char *host,
    struct hscan_text full_name, bool utf8);

/* The same, of a report; of a group "@NAME". */
void words_add_name(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8);

/* The same, as it is written on a command line. */
void words_add_argument(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8);

/* "3 repositories as one: owner/a, owner/b, owner/c", and of many how many more
 * there are. */
void words_add_members(
    struct hscan_buf *out, const struct hscan_report_group *group, bool utf8);

/* "PR merge cycle, h" */
void words_add_title(
    struct hscan_buf *out, const struct hscan_metric *metric, bool utf8);

/* The lifecycle class; "unknown" where it was not asked for; a group has none,
 * and is called that. */
const char *words_life(const struct hscan_report *report);

/* The evidence for it, and the remarks beside it. */
void words_add_life(
    struct hscan_buf *out, const struct hscan_life *life, bool utf8);

/* "counted", "open", "ended", "bot", "ended before it began". */
const char *words_role(enum hscan_sample_role role);

enum { WORDS_SOURCES_SIZE = 48 };

/* "rest, webhook", of a set of 1 << enum hscan_source; returns `out`. */
const char *words_sources(unsigned sources, char out[WORDS_SOURCES_SIZE]);

/* Whether it is said of any of them who told it. */
bool words_have_sources(const struct hscan_sample *samples, size_t len);

/* --- buffers of words --- */

/* Makes the glue from `from` on a plain blank. */
void words_unglue(struct hscan_buf *words, size_t from);

/* Clears words that have been used; their failure becomes `out`'s, too. */
void words_drop(struct hscan_buf *out, struct hscan_buf *words);

#endif
