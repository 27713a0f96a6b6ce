/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, for a person. */
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/retention.h"
#include "report/terminal/pen.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

/* A table in the making. */
struct sheet {
	struct hscan_grid grid;
	struct hscan_arena arena;
	struct hscan_buf words;
};

static void
begin(struct sheet *sheet)
{
	hscan_arena_init(&sheet->arena);
	hscan_buf_init(&sheet->words, MAX_WORDS_BYTES);
}

/* `good` false: out of memory. */
static enum hscan_status
end(struct sheet *sheet, bool good, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!good || sheet->words.failed != HSCAN_OK)
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = hscan_grid_table(&sheet->grid, look, out, err);
	hscan_buf_clear(&sheet->words);
	hscan_arena_clear(&sheet->arena);
	return status;
}

/* What is in the words, which are emptied. */
static struct hscan_cell
keep(struct sheet *sheet)
{
	struct hscan_text text =
	    hscan_arena_dup(&sheet->arena, hscan_buf_text(&sheet->words));

	hscan_buf_reset(&sheet->words);
	return hscan_cell_right(text);
}

/* --- the curve --- */

static bool
add_at(struct sheet *sheet, const struct hscan_return_at *at, bool utf8)
{
	struct hscan_cell *row = hscan_grid_row(&sheet->grid);

	if (!row)
		return false;
	(void)hscan_buf_add_format(
	    &sheet->words, "%lld days", (long long)at->days);
	row[0] = keep(sheet);
	retention_add_value(&sheet->words, at);
	row[1] = keep(sheet);
	retention_add_range(&sheet->words, at, utf8);
	row[2] = keep(sheet);
	row[3] = hscan_cell_integer(at->at_risk);
	return true;
}

static enum hscan_status
write_curve(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_text columns[] = {hscan_text_of("within"),
	    hscan_text_of("came again, %"), hscan_text_of("95 %"),
	    hscan_text_of("at risk")};
	struct sheet sheet;
	bool good = true;

	begin(&sheet);
	hscan_grid_init(&sheet.grid, &sheet.arena, "", columns,
	    sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < HSCAN_RETURN_TIMES && good; i++)
		good = add_at(&sheet, &retention->at[i], look->utf8);
	return end(&sheet, good, look, out, err);
}

/* --- the cohorts --- */

enum { MONTH, NEW, SHARES };

static bool
name_columns(struct sheet *sheet, struct hscan_text *columns, size_t months)
{
	bool good = true;

	columns[MONTH] = hscan_text_of("month");
	columns[NEW] = hscan_text_of("new");
	for (size_t i = 0; i < months && good; i++) {
		(void)hscan_buf_add_format(&sheet->words, "%zu", i);
		columns[SHARES + i] = keep(sheet).text;
		good = columns[SHARES + i].ptr != NULL;
	}
	return good;
}

static bool
add_cohort(struct sheet *sheet, const struct hscan_cohort *cohort)
{
	struct hscan_cell *row = hscan_grid_row(&sheet->grid);
	char month[RETENTION_MONTH_SIZE];

	if (!row)
		return false;
	row[MONTH] = hscan_cell_text(hscan_arena_dup(
	    &sheet->arena, hscan_text_of(retention_month(cohort, month))));
	row[NEW] = hscan_cell_integer(cohort->n);
	for (size_t i = 0; i < cohort->len; i++) {
		struct hscan_number share = retention_share(cohort, i);

		if (!share.known)
			continue;
		retention_add_share(&sheet->words, share.value);
		row[SHARES + i] = keep(sheet);
	}
	return true;
}

static enum hscan_status
write_cohorts(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	size_t months = retention_columns(retention);
	struct hscan_text *columns;
	struct sheet sheet;
	bool good;

	begin(&sheet);
	columns =
	    hscan_arena_alloc(&sheet.arena, SHARES + months, sizeof(*columns));
	good = columns && name_columns(&sheet, columns, months);
	hscan_grid_init(
	    &sheet.grid, &sheet.arena, "", columns, SHARES + months);
	sheet.grid.fixed = SHARES;
	for (size_t i = 0; i < retention->cohorts_len && good; i++)
		good = add_cohort(&sheet, &retention->cohorts[i]);
	return end(&sheet, good, look, out, err);
}

/* --- the whole --- */

static void
write_head(struct pen *pen, const struct hscan_retention *retention)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_name(&words, retention->report, pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	pen_string(pen, PEN_PLAIN, ": ");
	retention_add_lead(&words, retention, pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	retention_add_question(&words, retention);
	pen_take(pen, PEN_FAINT, &words);
	pen_line(pen);
	words_drop(pen->out, &words);
}

static void
write_notes(struct pen *pen, const struct hscan_retention *retention)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	for (int note = 0; note < RETENTION_NOTES; note++) {
		retention_add_note(&words, retention, note, pen->utf8);
		if (words.len == 0)
			continue;
		pen_take(pen, PEN_PLAIN, &words);
		pen_string(pen, PEN_PLAIN, ".");
		pen_line(pen);
	}
	words_drop(pen->out, &words);
}

enum hscan_status
hscan_retention_table(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct pen pen;

	pen_init(&pen, out, look);
	write_head(&pen, retention);
	if (retention->n > 0) {
		pen_line(&pen);
		status = write_curve(retention, look, out, err);
	}
	if (status == HSCAN_OK && retention->cohorts_len > 0) {
		pen_line(&pen);
		pen_string(&pen, PEN_STRONG, retention_heading);
		pen_line(&pen);
		status = write_cohorts(retention, look, out, err);
	}
	pen_line(&pen);
	write_notes(&pen, retention);
	return status == HSCAN_OK ? hscan_buf_check(out, "the result", err)
				  : status;
}
