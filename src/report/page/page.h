/* SPDX-License-Identifier: MIT */
/*
 * A page of HTML that is whole in itself: its style and, where there is one,
 * its script are in it, and its content security policy allows these two, by
 * their digests, and nothing else. It asks no server for anything.
 */
#ifndef HSCAN_REPORT_PAGE_PAGE_H
#define HSCAN_REPORT_PAGE_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "report/scale.h"

struct page {
	struct hscan_buf *out;  /* borrowed */
	struct hscan_buf words; /* to put words together for page_words() */
	bool unfolded;          /* nothing is folded away */
};

/* A file of the folder files/, embedded by the build. */
struct page_file {
	const char *path;
	const unsigned char *bytes; /* NUL-terminated */
	size_t len;
};
extern const struct page_file page_files[];
extern const size_t page_files_len;

/* Writes everything up to <body>. `title` may be any bytes. With `sorts`, the
 * script that sorts tables is in it. */
void page_begin(struct page *page, struct hscan_buf *out,
    struct hscan_text title, bool sorts);

/* Writes the footer and what closes the page. */
void page_end(struct page *page, const char *version, int64_t generated_at);

/* Begins a <section> with a heading of our words. */
void page_section(struct page *page, const char *id, const char *heading);

/* Writes the section with a column a period; nothing where the windows are no
 * whole periods of the calendar. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status page_periods(struct page *page,
    const struct hscan_report *report, struct hscan_error *err);

/* Writes markup as it stands. */
void page_raw(struct page *page, const char *markup);
void page_format(struct page *page, const char *format, ...) HSCAN_PRINTF(2, 3);

/* Writes text, which may be any bytes. */
void page_text(struct page *page, struct hscan_text text);
void page_string(struct page *page, const char *string);

/* The same of sentences: no line breaks within "--profile". */
void page_prose(struct page *page, struct hscan_text text);

/* Writes what is in page->words, as prose, and empties it. */
void page_words(struct page *page);

/* "risk", with its mark; as a <span> of its class. */
void page_verdict(struct page *page, enum hscan_verdict verdict);

/* The name of a class for a verdict; static storage. */
const char *page_class(enum hscan_verdict verdict);

/* "2026-07-01 08:00 UTC" within <time>. */
void page_time(struct page *page, int64_t when);

/* A number as a person reads it. */
void page_number(struct page *page, double value);

/* The same in the unit of a measure, which is not written. */
void page_scaled(struct page *page, const struct scale *scale, double value);

/* The value of a measure, or a dash; with its unit. */
void page_value(struct page *page, const struct hscan_measure *measure);

/* "<= 72 hours", of the metric's own. */
void page_bound(struct page *page, const struct scale *scale,
    const struct hscan_bound *bound, const struct hscan_metric *metric);

/* A link to a place of the forge: https://HOST/PATH, with `text` to read. */
void page_link(
    struct page *page, struct hscan_text url, struct hscan_text text);

#endif
