/* SPDX-License-Identifier: MIT */
/* What the tables of a scan and of a comparison share. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_MANY_H
#define HSCAN_REPORT_TERMINAL_TABLE_MANY_H

#include <stddef.h>

#include <healthscan/scan.h>

#include "base/arena.h"
#include "report/terminal/pen.h"

enum { SCAN_MOST_REASONS = 64 };

/* Reasons that cells refer to by number, each said once below the table. */
struct scan_reasons {
	const char *reasons[SCAN_MOST_REASONS];
	size_t len;
};

/* From 1; 0 when there are too many. The reason is borrowed. */
size_t scan_reason(struct scan_reasons *reasons, const char *reason);

/* A report of the scan, to tell the metrics by; NULL without any. */
const struct hscan_report *scan_any(const struct hscan_scan *scan);

/* What is in the buffer, of the arena; the buffer is emptied. A failure stays
 * in `pen`. */
struct hscan_text scan_keep(
    struct pen *pen, struct hscan_arena *arena, struct hscan_buf *text);

/* "● healthy", safe to print. */
struct hscan_text scan_verdict(
    struct pen *pen, struct hscan_arena *arena, enum hscan_verdict verdict);

/* The text, safe to print and of the arena. */
struct hscan_text scan_safe(
    struct pen *pen, struct hscan_arena *arena, struct hscan_text text);

/* "host/owner/name", without a host that goes without saying; as it is called
 * now where that is known. Safe to print. */
struct hscan_text scan_name(struct pen *pen, struct hscan_arena *arena,
    const struct hscan_scan_entry *entry);

/* "As of ..., N days from ... ", and how many were asked. */
void scan_heading(struct pen *pen, const struct hscan_scan *scan);

/* "PR merge cycle, h", safe to print. */
struct hscan_text scan_title(struct pen *pen, struct hscan_arena *arena,
    const struct hscan_metric *metric);

/* Whether it did not fail, but lacks something that could not be read. */
bool scan_is_partial(const struct hscan_scan_entry *entry);

/* "Failed", "Class" and "Reasons": the notes below. */
void scan_notes(struct pen *pen, const struct hscan_scan *scan,
    const struct scan_reasons *reasons);

/* One note: its label and then its words, wrapped beside it. */
void scan_note(struct pen *pen, const char *label, struct hscan_buf *words);

#endif
