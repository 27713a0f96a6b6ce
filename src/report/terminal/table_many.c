/* SPDX-License-Identifier: MIT */
/* What the tables of a scan and of a comparison share; see scan_parts.h. */
#include "report/terminal/table_many.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/scan.h"
#include "report/width.h"
#include "report/words.h"

enum { LABEL = 12 };

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

size_t
scan_reason(struct scan_reasons *reasons, const char *reason)
{
	for (size_t i = 0; i < reasons->len; i++)
		if (strcmp(reasons->reasons[i], reason) == 0)
			return i + 1;
	if (reasons->len == SCAN_MOST_REASONS)
		return 0;
	reasons->reasons[reasons->len++] = reason;
	return reasons->len;
}

const struct hscan_report *
scan_any(const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report)
			return scan->entries[i].report;
	return NULL;
}

struct hscan_text
scan_keep(struct pen *pen, struct hscan_arena *arena, struct hscan_buf *text)
{
	struct hscan_text copy = hscan_arena_dup(arena, hscan_buf_text(text));

	if (text->failed != HSCAN_OK)
		pen->out->failed = text->failed;
	else if (text->len > 0 && !copy.ptr)
		pen->out->failed = HSCAN_ENOMEM;
	hscan_buf_clear(text);
	return copy.ptr ? copy : hscan_text_of("");
}

struct hscan_text
scan_safe(struct pen *pen, struct hscan_arena *arena, struct hscan_text text)
{
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_WORDS_BYTES);
	hscan_add_safe(&safe, text, !pen->utf8);
	return scan_keep(pen, arena, &safe);
}

struct hscan_text
scan_verdict(
    struct pen *pen, struct hscan_arena *arena, enum hscan_verdict verdict)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_verdict(&words, verdict, pen->utf8);
	words_unglue(&words, 0);
	return scan_keep(pen, arena, &words);
}

struct hscan_text
scan_name(struct pen *pen, struct hscan_arena *arena,
    const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;
	struct hscan_buf words;

	if (!report)
		return scan_safe(pen, arena, entry->name);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_name(&words, report, pen->utf8);
	return scan_keep(pen, arena, &words);
}

struct hscan_text
scan_title(struct pen *pen, struct hscan_arena *arena,
    const struct hscan_metric *metric)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_title(&words, metric, pen->utf8);
	return scan_keep(pen, arena, &words);
}

void
scan_heading(struct pen *pen, const struct hscan_scan *scan)
{
	struct hscan_buf words;

	pen->indent = 0;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_format(&words, "%zu %s", scan->len,
	    scan->len == 1 ? "repository" : "repositories");
	if (scan->failed > 0)
		(void)hscan_buf_add_format(
		    &words, ", %zu of them failed", scan->failed);
	pen_take(pen, PEN_STRONG, &words);
	pen_line(pen);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_scan_question(&words, scan);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	pen_line(pen);
}

void
scan_note(struct pen *pen, const char *label, struct hscan_buf *words)
{
	struct hscan_text text = hscan_text_of(label);

	pen_text(pen, PEN_STRONG, text);
	pen_blanks(pen, LABEL - hscan_text_width(text));
	pen->indent = LABEL;
	pen_take(pen, PEN_PLAIN, words);
	pen->indent = 0;
	pen_line(pen);
}

static void
write_failures(struct pen *pen, const struct hscan_scan *scan)
{
	const char *label = "Failed";

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];
		struct hscan_buf words;
		char shown[300];

		if (entry->failed == HSCAN_OK)
			continue;
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		hscan_add_safe(&words, entry->why, !pen->utf8);
		/* Most reasons begin with the name. */
		if (!strstr(hscan_buf_string(&words),
			hscan_safe(entry->name, shown, sizeof(shown)))) {
			hscan_buf_reset(&words);
			hscan_add_safe(&words, entry->name, !pen->utf8);
			(void)hscan_buf_add_string(&words, ": ");
			hscan_add_safe(&words, entry->why, !pen->utf8);
		}
		if (entry->report)
			(void)hscan_buf_add_string(
			    &words, " (shown: what was read before)");
		scan_note(pen, label, &words);
		label = "";
	}
}

bool
scan_is_partial(const struct hscan_scan_entry *entry)
{
	return entry->failed == HSCAN_OK && entry->report &&
	       !entry->report->complete;
}

static void
write_partial(struct pen *pen, const struct hscan_scan *scan)
{
	const char *label = "Incomplete";

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;
		struct hscan_buf words;

		if (!scan_is_partial(&scan->entries[i]))
			continue;
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		hscan_add_safe(&words, report->repo.full_name, !pen->utf8);
		(void)hscan_buf_add_string(&words, ": ");
		words_add_missing(&words, report, pen->utf8);
		scan_note(pen, label, &words);
		label = "";
	}
}

static void
write_classes(struct pen *pen, const struct hscan_scan *scan)
{
	const char *label = "Class";

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;
		struct hscan_buf words;

		if (!report || !report->life)
			continue;
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		hscan_add_safe(&words, report->repo.full_name, !pen->utf8);
		(void)hscan_buf_add_format(&words,
		    " is %s: ", hscan_life_name(report->life->life_class));
		hscan_add_safe(&words, report->life->evidence, !pen->utf8);
		scan_note(pen, label, &words);
		label = "";
	}
}

static void
write_reasons(struct pen *pen, const struct scan_reasons *reasons)
{
	for (size_t i = 0; i < reasons->len; i++) {
		struct hscan_buf words;

		hscan_buf_init(&words, MAX_WORDS_BYTES);
		(void)hscan_buf_add_format(&words, "[%zu]" WORDS_GLUE, i + 1);
		hscan_add_safe(
		    &words, hscan_text_of(reasons->reasons[i]), !pen->utf8);
		scan_note(pen, i == 0 ? "Reasons" : "", &words);
	}
}

void
scan_notes(struct pen *pen, const struct hscan_scan *scan,
    const struct scan_reasons *reasons)
{
	pen_line(pen);
	write_failures(pen, scan);
	write_partial(pen, scan);
	write_reasons(pen, reasons);
	write_classes(pen, scan);
}
