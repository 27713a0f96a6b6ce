/* SPDX-License-Identifier: MIT */
/* What the tables of a scan and of a comparison share; see table_many.h. */
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

enum hscan_status
many_begin(struct many *many, struct hscan_buf *out,
    const struct hscan_look *look, size_t columns, size_t rows,
    struct hscan_error *err)
{
	*many = (struct many){.columns = NULL};
	pen_init(&many->pen, out, look);
	hscan_arena_init(&many->arena);
	many->columns =
	    hscan_arena_alloc(&many->arena, columns, sizeof(*many->columns));
	hscan_grid_init(&many->grid, &many->arena, "", many->columns, columns);
	for (size_t i = 0; i < rows && many->columns; i++)
		if (!hscan_grid_row(&many->grid))
			return hscan_no_memory(err);
	return many->columns ? HSCAN_OK : hscan_no_memory(err);
}

void
many_end(struct many *many)
{
	hscan_arena_clear(&many->arena);
}

struct hscan_cell *
many_row(struct many *many, size_t row)
{
	return hscan_grid_cell(&many->grid, row * many->grid.columns_len);
}

struct hscan_text
many_keep(struct many *many, struct hscan_buf *words)
{
	struct hscan_text copy =
	    hscan_arena_dup(&many->arena, hscan_buf_text(words));

	if (words->failed == HSCAN_OK && words->len > 0 && !copy.ptr)
		words->failed = HSCAN_ENOMEM;
	words_drop(many->pen.out, words);
	return copy.ptr ? copy : hscan_text_of("");
}

struct hscan_text
many_verdict(struct many *many, enum hscan_verdict verdict)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_verdict(&words, verdict, many->pen.utf8);
	words_unglue(&words, 0);
	return many_keep(many, &words);
}

struct hscan_text
many_name(struct many *many, const struct hscan_scan_entry *entry)
{
	struct hscan_buf words;

	if (!entry->report)
		return entry->name;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_name(&words, entry->report, many->pen.utf8);
	return many_keep(many, &words);
}

struct hscan_text
many_title(struct many *many, const struct hscan_metric *metric)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_title(&words, metric, many->pen.utf8);
	return many_keep(many, &words);
}

void
many_heading(struct pen *pen, const struct hscan_scan *scan)
{
	struct hscan_buf words;

	pen->indent = 0;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	scan_add_count(&words, scan);
	if (scan->failed > 0)
		(void)hscan_buf_add_format(
		    &words, ", %zu of them failed", scan->failed);
	if (scan->order.key != HSCAN_RANK_AS_GIVEN) {
		(void)hscan_buf_add_string(&words, "; ");
		scan_add_order(&words, scan, pen->utf8);
	}
	pen_take(pen, PEN_STRONG, &words);
	pen_line(pen);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_scan_question(&words, scan);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	pen_line(pen);
}

void
many_note(struct pen *pen, const char *label, struct hscan_buf *words)
{
	struct hscan_text text = hscan_text_of(label);

	pen_text(pen, PEN_STRONG, text);
	pen_blanks(pen, LABEL - hscan_text_width(text));
	pen->indent = LABEL;
	pen_take(pen, PEN_PLAIN, words);
	pen->indent = 0;
	pen_line(pen);
}

/* "and 5 more; -v shows all" */
static void
write_rest(struct pen *pen, size_t rest)
{
	struct hscan_buf words;

	if (rest == 0)
		return;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_format(
	    &words, "and %zu more; -v" WORDS_GLUE "shows all", rest);
	many_note(pen, "", &words);
}

/* What the numbers are of that are there all the same. A group has no host. */
static const char *
what_is_shown(const struct hscan_report *report)
{
	if (report->group)
		return " (shown: what was read)";
	return report->host && strcmp(report->host, "local") == 0
		   ? " (shown: what was read of its clone)"
		   : " (shown: what was read before)";
}

static void
write_failure(
    struct pen *pen, const struct hscan_scan_entry *entry, const char *label)
{
	struct hscan_buf words;
	char shown[300];

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
		    &words, what_is_shown(entry->report));
	many_note(pen, label, &words);
}

static void
write_failures(struct pen *pen, const struct hscan_scan *scan, size_t most)
{
	size_t shown = 0, rest = 0;

	for (size_t i = 0; i < scan->len; i++) {
		if (scan->entries[i].failed == HSCAN_OK)
			continue;
		if (shown == most)
			rest++;
		else
			write_failure(pen, &scan->entries[i],
			    shown++ == 0 ? "Failed" : "");
	}
	write_rest(pen, rest);
}

static void
write_partial(struct pen *pen, const struct hscan_scan *scan, size_t most)
{
	size_t shown = 0, rest = 0;

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;
		struct hscan_buf words;

		if (!scan_is_partial(&scan->entries[i]))
			continue;
		if (shown == most) {
			rest++;
			continue;
		}
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		words_add_name(&words, report, pen->utf8);
		(void)hscan_buf_add_string(&words, ": ");
		words_add_missing(&words, report, pen->utf8);
		many_note(pen, shown++ == 0 ? "Incomplete" : "", &words);
	}
	write_rest(pen, rest);
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
		many_note(pen, i == 0 ? "Reasons" : "", &words);
	}
}

void
many_notes(struct many *many, const struct hscan_scan *scan, size_t most)
{
	struct pen *pen = &many->pen;

	pen_line(pen);
	write_failures(pen, scan, most);
	/* What is missing of one is often missing of all. */
	write_partial(pen, scan, most == MANY_ALL ? most : 1);
	write_reasons(pen, &many->reasons);
}

void
many_classes(struct many *many, const struct hscan_scan *scan)
{
	struct pen *pen = &many->pen;
	const char *label = "Class";

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;
		struct hscan_buf words;

		if (!report || !report->life)
			continue;
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		words_add_name(&words, report, pen->utf8);
		(void)hscan_buf_add_format(&words,
		    " is %s: ", hscan_life_name(report->life->life_class));
		words_add_life(&words, report->life, pen->utf8);
		many_note(pen, label, &words);
		label = "";
	}
}
