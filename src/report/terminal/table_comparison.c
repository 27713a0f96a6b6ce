/* SPDX-License-Identifier: MIT */
/* Repositories side by side: a metric a row, a repository a column. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/scan.h"
#include "report/terminal/pen.h"
#include "report/terminal/sheet.h"
#include "report/terminal/table_many.h"
#include "report/words.h"

enum {
	TITLE,
	FIRST_REPO,
	STATUS_ROW = 0,
	CLASS_ROW,
	FIRST_METRIC_ROW,
	SHORT_TITLE = 24,
};

#define MAX_CELL_BYTES ((size_t)64 * 1024)

/* --- best and worst --- */

static struct hscan_number
percentile_of(const struct hscan_scan *scan, size_t entry, size_t metric)
{
	const struct hscan_number none = {false, 0.0};

	return scan->entries[entry].report
		   ? scan->entries[entry].percentiles[metric]
		   : none;
}

enum hscan_mark
hscan_comparison_mark(
    const struct hscan_scan *scan, size_t entry, size_t metric)
{
	struct hscan_number own = percentile_of(scan, entry, metric);
	const struct hscan_report *report = scan->entries[entry].report;
	bool better = false, worse = false; /* than some other */

	if (!own.known ||
	    report->measures[metric].metric->better == HSCAN_BETTER_NEUTRAL)
		return HSCAN_MARK_NONE;
	for (size_t i = 0; i < scan->len; i++) {
		struct hscan_number other = percentile_of(scan, i, metric);

		better = better || (other.known && own.value > other.value);
		worse = worse || (other.known && own.value < other.value);
	}
	if (better == worse)
		return HSCAN_MARK_NONE;
	return better ? HSCAN_MARK_BEST : HSCAN_MARK_WORST;
}

/* --- the table --- */

struct columns {
	struct pen *pen;
	struct hscan_arena *arena;
	struct sheet sheet;
	struct scan_reasons reasons;
};

static void
add_mark(struct columns *columns, enum hscan_mark mark, struct hscan_buf *out)
{
	static const char *const marks[][2] = {
	    [HSCAN_MARK_NONE] = {"  ", "  "},
	    [HSCAN_MARK_BEST] = {" +", " \xE2\x98\x85"},
	    [HSCAN_MARK_WORST] = {" -", " \xE2\x96\xBD"},
	};

	(void)hscan_buf_add_string(out, marks[mark][columns->pen->utf8]);
}

static struct sheet_cell
value_cell(struct columns *columns, const struct hscan_measure *measure,
    enum hscan_mark mark)
{
	static const enum pen_ink inks[] = {
	    [HSCAN_MARK_NONE] = PEN_PLAIN,
	    [HSCAN_MARK_BEST] = PEN_GOOD,
	    [HSCAN_MARK_WORST] = PEN_BAD,
	};
	const struct hscan_value *now = &measure->now;
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (now->value.known)
		words_add_judged(&words, measure);
	else
		(void)hscan_buf_add_char(&words, '-');
	if (now->reason)
		(void)hscan_buf_add_format(&words, " [%zu]",
		    scan_reason(&columns->reasons, now->reason));
	add_mark(columns, mark, &words);
	return (struct sheet_cell){
	    .text = scan_keep(columns->pen, columns->arena, &words),
	    .ink = inks[mark],
	};
}

/* So that words end where numbers do. */
static struct hscan_text
beside_marks(struct columns *columns, struct hscan_text text)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_text(&words, text);
	add_mark(columns, HSCAN_MARK_NONE, &words);
	return scan_keep(columns->pen, columns->arena, &words);
}

static void
fill_head(struct columns *columns, const struct hscan_scan *scan, size_t at)
{
	const struct hscan_scan_entry *entry = &scan->entries[at];
	const struct hscan_report *report = entry->report;
	struct sheet *sheet = &columns->sheet;
	size_t column = FIRST_REPO + at;
	struct sheet_cell *status = sheet_at(sheet, STATUS_ROW, column);

	sheet->columns[column] = (struct sheet_column){
	    .heading = scan_name(columns->pen, columns->arena, entry),
	    .right = true,
	};
	if (!report) {
		status->text = beside_marks(columns, hscan_text_of("failed"));
		status->ink = PEN_BAD;
		return;
	}
	status->text = beside_marks(columns,
	    scan_verdict(columns->pen, columns->arena, entry->verdict));
	status->ink = pen_ink_of(entry->verdict);
	sheet_at(sheet, CLASS_ROW, column)->text =
	    beside_marks(columns, hscan_text_of(words_life(report)));
}

static void
fill_row(struct columns *columns, const struct hscan_scan *scan, size_t metric)
{
	struct sheet_cell *row =
	    sheet_at(&columns->sheet, FIRST_METRIC_ROW + metric, TITLE);
	const struct hscan_report *any = scan_any(scan);

	row[TITLE].text = scan_title(
	    columns->pen, columns->arena, any->measures[metric].metric);
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report)
			row[FIRST_REPO + i] =
			    value_cell(columns, &report->measures[metric],
				hscan_comparison_mark(scan, i, metric));
	}
}

static void
explain_marks(struct pen *pen)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_format(&words,
	    "%s the best of a row, %s the worst; values of few samples are "
	    "not held against the others",
	    pen_pick(pen, "\xE2\x98\x85", "+"),
	    pen_pick(pen, "\xE2\x96\xBD", "-"));
	scan_note(pen, "Marks", &words);
}

enum hscan_status
hscan_comparison_table(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	struct hscan_arena arena;
	struct pen pen;
	struct columns columns = {.pen = &pen, .arena = &arena};
	enum hscan_status status;

	pen_init(&pen, out, look);
	hscan_arena_init(&arena);
	status = sheet_init(&columns.sheet, &arena, FIRST_REPO + scan->len,
	    FIRST_METRIC_ROW + metrics, FIRST_REPO, err);
	if (status == HSCAN_OK) {
		columns.sheet.columns[TITLE].heading = hscan_text_of("Metric");
		columns.sheet.columns[TITLE].most = SHORT_TITLE;
		sheet_at(&columns.sheet, STATUS_ROW, TITLE)->text =
		    hscan_text_of("Status");
		sheet_at(&columns.sheet, CLASS_ROW, TITLE)->text =
		    hscan_text_of("Class");
		for (size_t i = 0; i < scan->len; i++)
			fill_head(&columns, scan, i);
		for (size_t i = 0; i < metrics; i++)
			fill_row(&columns, scan, i);
		scan_heading(&pen, scan);
		sheet_write(&pen, &columns.sheet, true);
		scan_notes(&pen, scan, &columns.reasons);
		explain_marks(&pen);
		status = hscan_buf_check(out, "the table", err);
	}
	hscan_arena_clear(&arena);
	return status;
}

/* --- CSV --- */

static void
fill_csv_row(
    struct hscan_cell *row, const struct hscan_scan *scan, size_t metric)
{
	const struct hscan_metric *m = scan_any(scan)->measures[metric].metric;

	row[0] = hscan_cell_text(m->id);
	row[1] = hscan_cell_text(m->unit);
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report && report->measures[metric].now.value.known)
			row[2 + i] = hscan_cell_number(
			    report->measures[metric].now.value.value);
	}
}

enum hscan_status
hscan_comparison_csv(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	enum hscan_status status;
	struct hscan_text *columns;
	struct hscan_arena arena;
	struct hscan_grid grid;

	hscan_arena_init(&arena);
	columns = hscan_arena_alloc(&arena, 2 + scan->len, sizeof(*columns));
	if (columns) {
		columns[0] = hscan_text_of("metric");
		columns[1] = hscan_text_of("unit");
		for (size_t i = 0; i < scan->len; i++)
			columns[2 + i] = scan->entries[i].name;
	}
	hscan_grid_init(&grid, &arena, "", columns, 2 + scan->len);
	for (size_t i = 0; i < metrics && columns; i++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		if (row)
			fill_csv_row(row, scan, i);
		else
			columns = NULL;
	}
	status = columns ? hscan_grid_write(&grid, "csv", look, out, err)
			 : hscan_no_memory(err);
	hscan_arena_clear(&arena);
	return status;
}
