/* SPDX-License-Identifier: MIT */
/* What is open and who has to move, for a person. */
#include "report/waiting.h"

#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/terminal/pen.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

enum { WIDE = 110, USUAL_SCREEN = 80 };

enum { ITEM, WHO, DAYS, SINCE, AFTER, AUTHOR, LAST, TITLE, COLUMNS };

static const char *const headings[COLUMNS] = {
    [ITEM] = "item",
    [WHO] = "waits for",
    [DAYS] = "days",
    [SINCE] = "since",
    [AFTER] = "after",
    [AUTHOR] = "author",
    [LAST] = "last word",
    [TITLE] = "title",
};

/* A table in the making: which columns there are. */
struct sheet {
	struct hscan_grid grid;
	struct hscan_arena arena;
	struct hscan_text names[COLUMNS];
	size_t at[COLUMNS]; /* where a column is; COLUMNS: it is left out */
	struct hscan_buf words;
};

static void
begin(struct sheet *sheet, const struct hscan_look *look)
{
	bool wide = (look->columns ? look->columns : USUAL_SCREEN) >= WIDE;
	size_t len = 0;

	hscan_arena_init(&sheet->arena);
	hscan_buf_init(&sheet->words, MAX_WORDS_BYTES);
	for (size_t i = 0; i < COLUMNS; i++) {
		bool more = i == AFTER || i == LAST || i == AUTHOR;

		sheet->at[i] = more && !wide ? COLUMNS : len;
		if (more && !wide)
			continue;
		sheet->names[len++] = hscan_text_of(headings[i]);
	}
	hscan_grid_init(&sheet->grid, &sheet->arena, "", sheet->names, len);
}

/* What is in the words, which are emptied. */
static struct hscan_text
keep(struct sheet *sheet)
{
	struct hscan_text text =
	    hscan_arena_dup(&sheet->arena, hscan_buf_text(&sheet->words));

	hscan_buf_reset(&sheet->words);
	return text;
}

static struct hscan_text
date_of(struct sheet *sheet, int64_t when)
{
	char date[HSCAN_TIME_SIZE];

	hscan_format_date(when, date);
	return hscan_arena_dup(&sheet->arena, hscan_text_of(date));
}

/* "2026-07-01 by plover-3" */
static struct hscan_text
last_of(struct sheet *sheet, const struct hscan_waiting_item *item)
{
	char date[HSCAN_TIME_SIZE];

	if (item->last_at == HSCAN_NEVER)
		return (struct hscan_text){NULL, 0};
	hscan_format_date(item->last_at, date);
	(void)hscan_buf_add_format(&sheet->words, "%s by ", date);
	(void)hscan_buf_add_text(&sheet->words,
	    item->last_by.len > 0 ? item->last_by
				  : hscan_text_of("a deleted account"));
	return keep(sheet);
}

static void
put(struct sheet *sheet, struct hscan_cell *row, size_t column,
    struct hscan_cell cell)
{
	if (sheet->at[column] < COLUMNS)
		row[sheet->at[column]] = cell;
}

/* False: out of memory. */
static bool
add_row(struct sheet *sheet, const struct hscan_waiting_item *item)
{
	bool known = item->waits_for != HSCAN_WAITS_UNKNOWN;
	struct hscan_cell *row = hscan_grid_row(&sheet->grid);
	struct hscan_cell name;

	if (!row)
		return false;
	(void)hscan_buf_add_format(&sheet->words, "%s #%lld",
	    item->kind == HSCAN_PULL_REQUEST ? "PR" : "issue",
	    (long long)item->number);
	name = hscan_cell_right(keep(sheet));
	name.link = item->link;
	put(sheet, row, ITEM, name);
	put(sheet, row, WHO,
	    hscan_cell_string(
		known ? waiting_for(item->waits_for) : "not read"));
	put(sheet, row, AUTHOR, hscan_cell_text(item->author));
	put(sheet, row, TITLE, hscan_cell_text(item->title));
	put(sheet, row, LAST, hscan_cell_text(last_of(sheet, item)));
	if (!known)
		return sheet->words.failed == HSCAN_OK;
	put(sheet, row, DAYS, hscan_cell_integer(item->days));
	put(sheet, row, SINCE, hscan_cell_right(date_of(sheet, item->since)));
	put(sheet, row, AFTER,
	    hscan_cell_string(item->why == HSCAN_SINCE_READY
				  ? "ready"
				  : waiting_after(item->why)));
	return sheet->words.failed == HSCAN_OK;
}

static enum hscan_status
write_rows(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct sheet sheet;

	begin(&sheet, look);
	for (size_t i = 0; i < shown && status == HSCAN_OK; i++)
		if (!add_row(&sheet, &waiting->items[i]))
			status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = hscan_grid_table(&sheet.grid, look, out, err);
	hscan_buf_clear(&sheet.words);
	hscan_arena_clear(&sheet.arena);
	return status;
}

static void
write_head(struct pen *pen, const struct hscan_waiting *waiting)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_place(
	    &words, waiting->host, waiting->repo.full_name, pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	pen_string(pen, PEN_PLAIN, ": ");
	waiting_add_counts(&words, waiting);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	waiting_add_question(&words, waiting, pen->utf8);
	pen_take(pen, PEN_FAINT, &words);
	pen_line(pen);
	words_drop(pen->out, &words);
}

static void
write_notes(struct pen *pen, const struct hscan_waiting *waiting, size_t shown)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	if (shown < waiting->len) {
		(void)hscan_buf_add_format(&words,
		    "... and %zu more; --limit" WORDS_GLUE
		    "N shows more of them",
		    waiting->len - shown);
		pen_take(pen, PEN_PLAIN, &words);
		pen_line(pen);
	}
	for (int note = 0; note < WAITING_NOTES; note++) {
		waiting_add_note(&words, waiting, note, pen->utf8);
		if (words.len == 0)
			continue;
		pen_take(pen, PEN_PLAIN, &words);
		pen_string(pen, PEN_PLAIN, ".");
		pen_line(pen);
	}
	words_drop(pen->out, &words);
}

enum hscan_status
hscan_waiting_table(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct pen pen;

	pen_init(&pen, out, look);
	write_head(&pen, waiting);
	if (shown > 0) {
		(void)hscan_buf_add_char(out, '\n');
		status = write_rows(waiting, shown, look, out, err);
	}
	write_notes(&pen, waiting, shown);
	return status == HSCAN_OK ? hscan_buf_check(out, "the list", err)
				  : status;
}
