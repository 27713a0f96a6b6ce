/* SPDX-License-Identifier: MIT */
/* The ranked scan as a table and as CSV; see scan.h. */
#include "report/scan.h"

#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/terminal/pen.h"
#include "report/terminal/sheet.h"
#include "report/terminal/table_many.h"
#include "report/words.h"

enum {
	RANK,
	NAME,
	CLASS,
	STATUS,
	SCORE,
	FIRST_METRIC,
	NARROW = 100, /* a screen on which names are cut to SHORT_NAME */
	SHORT_NAME = 24,
	LONG_NAME = 48,
	PLACE = 5, /* " p100" */
};

#define MAX_CELL_BYTES ((size_t)64 * 1024)

/* --- the table --- */

struct ranking {
	struct pen *pen;
	struct hscan_arena *arena;
	struct sheet sheet;
	struct scan_reasons reasons;
	bool narrow;  /* there is no room for percentiles */
	size_t shown; /* metrics */
};

static void
add_value(struct ranking *ranking, const struct hscan_measure *measure,
    struct hscan_buf *words)
{
	struct hscan_text mark =
	    scan_verdict(ranking->pen, ranking->arena, measure->verdict);

	/* The mark says what the colour says. */
	if (mark.len > 0) {
		(void)hscan_buf_add_text(words, hscan_text_split(&mark, ' '));
		(void)hscan_buf_add_char(words, ' ');
	}
	words_add_judged(words, measure);
}

/* "▲ 40 p83", or the number of the reason why there is no such thing. */
static struct sheet_cell
value_cell(struct ranking *ranking, const struct hscan_measure *measure,
    const struct hscan_number *percentile)
{
	const struct hscan_value *now = &measure->now;
	struct hscan_buf words;
	size_t end;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (now->value.known)
		add_value(ranking, measure, &words);
	end = words.len;
	if (percentile->known && !ranking->narrow)
		(void)hscan_buf_add_format(&words, " p%.0f", percentile->value);
	else if (now->reason)
		(void)hscan_buf_add_format(&words, " [%zu]",
		    scan_reason(&ranking->reasons, now->reason));
	/* So that values stand below each other. */
	for (size_t len = words.len - end; len < PLACE && !ranking->narrow;
	     len++)
		(void)hscan_buf_add_char(&words, ' ');
	return (struct sheet_cell){
	    .text = scan_keep(ranking->pen, ranking->arena, &words),
	    .ink = pen_ink_of(measure->verdict),
	};
}

static struct hscan_text
count_text(struct ranking *ranking, double value)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	hscan_add_decimal(&words, value, 0);
	return scan_keep(ranking->pen, ranking->arena, &words);
}

/* A repository that failed keeps its row, where the store knows it. */
static struct hscan_text
name_text(struct ranking *ranking, const struct hscan_scan_entry *entry)
{
	struct hscan_text name = scan_name(ranking->pen, ranking->arena, entry);
	struct hscan_buf words;

	if (entry->failed == HSCAN_OK)
		return name;
	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_string(&words, "! ");
	(void)hscan_buf_add_text(&words, name);
	return scan_keep(ranking->pen, ranking->arena, &words);
}

static void
fill_row(
    struct ranking *ranking, const struct hscan_scan_entry *entry, size_t row)
{
	struct sheet_cell *cells = sheet_at(&ranking->sheet, row, 0);
	const struct hscan_report *report = entry->report;

	cells[NAME].text = name_text(ranking, entry);
	if (!report) {
		cells[STATUS].text = hscan_text_of("failed");
		cells[STATUS].ink = PEN_BAD;
		return;
	}
	cells[RANK].text = count_text(ranking, (double)entry->rank);
	cells[CLASS].text = hscan_text_of(words_life(report));
	cells[STATUS].text =
	    scan_verdict(ranking->pen, ranking->arena, entry->verdict);
	cells[STATUS].ink = pen_ink_of(entry->verdict);
	if (entry->score.known)
		cells[SCORE].text = count_text(ranking, entry->score.value);
	for (size_t i = 0; i < ranking->shown; i++)
		cells[FIRST_METRIC + i] = value_cell(
		    ranking, &report->measures[i], &entry->percentiles[i]);
}

static void
name_columns(struct ranking *ranking, const struct hscan_report *any)
{
	static const char *const headings[] = {
	    [RANK] = "#",
	    [NAME] = "Repository",
	    [CLASS] = "Class",
	    [STATUS] = "Status",
	    [SCORE] = "Score",
	};
	struct sheet_column *columns = ranking->sheet.columns;

	for (size_t i = 0; i < FIRST_METRIC; i++)
		columns[i] = (struct sheet_column){
		    .heading = hscan_text_of(headings[i]),
		    .right = i == RANK || i == SCORE,
		    .most = i == NAME ? ranking->narrow ? SHORT_NAME : LONG_NAME
				      : 0,
		};
	for (size_t i = 0; any && i < any->measures_len; i++)
		columns[FIRST_METRIC + i] = (struct sheet_column){
		    .heading = scan_title(
			ranking->pen, ranking->arena, any->measures[i].metric),
		    .right = true,
		};
}

static void
explain_score(struct pen *pen, size_t left_out)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_string(&words,
	    "the mean of its p, which says of the others here what share is "
	    "worse");
	if (left_out > 0)
		(void)hscan_buf_add_format(&words,
		    "; %zu more metrics are on a wider screen, or with "
		    "--format csv or json",
		    left_out);
	scan_note(pen, "Score", &words);
}

/* Cells of as many metrics as the screen has room for, so that no reason is
 * told for what is not there. */
static void
fill(struct ranking *ranking, const struct hscan_scan *scan)
{
	size_t fit;

	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
	fit = sheet_fit(ranking->pen, &ranking->sheet);
	ranking->shown = fit > FIRST_METRIC ? fit - FIRST_METRIC : 0;
	ranking->reasons.len = 0;
	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
}

enum hscan_status
hscan_scan_table(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	struct hscan_arena arena;
	struct pen pen;
	struct ranking ranking = {
	    .pen = &pen, .arena = &arena, .shown = metrics};
	enum hscan_status status;

	pen_init(&pen, out, look);
	ranking.narrow = pen.columns < NARROW;
	hscan_arena_init(&arena);
	status = sheet_init(&ranking.sheet, &arena, FIRST_METRIC + metrics,
	    scan->len, FIRST_METRIC, err);
	if (status == HSCAN_OK) {
		name_columns(&ranking, any);
		fill(&ranking, scan);
		scan_heading(&pen, scan);
		sheet_write(&pen, &ranking.sheet, false);
		scan_notes(&pen, scan, &ranking.reasons);
		explain_score(&pen, metrics - ranking.shown);
		status = hscan_buf_check(out, "the table", err);
	}
	hscan_arena_clear(&arena);
	return status;
}

/* --- CSV --- */

enum {
	CSV_RANK,
	CSV_HOST,
	CSV_NAME,
	CSV_CLASS,
	CSV_STATUS,
	CSV_SCORE,
	CSV_COMPLETE,
	CSV_FAILURE,
	CSV_FIRST_METRIC, /* a value and a percentile for each */
};

static void
fill_csv_row(struct hscan_cell *row, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;

	row[CSV_NAME] = hscan_cell_text(entry->name);
	row[CSV_FAILURE] = hscan_cell_text(entry->why);
	if (!report)
		return;
	row[CSV_RANK] = hscan_cell_integer((int64_t)entry->rank);
	row[CSV_HOST] = hscan_cell_string(report->host);
	row[CSV_NAME] = hscan_cell_text(report->repo.full_name);
	if (report->life)
		row[CSV_CLASS] = hscan_cell_string(
		    hscan_life_name(report->life->life_class));
	row[CSV_STATUS] = hscan_cell_string(hscan_verdict_name(entry->verdict));
	if (entry->score.known)
		row[CSV_SCORE] = hscan_cell_number(entry->score.value);
	row[CSV_COMPLETE] =
	    hscan_cell_string(report->complete ? "true" : "false");
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_number *value =
		    &report->measures[i].now.value;
		struct hscan_cell *cells = &row[CSV_FIRST_METRIC + 2 * i];

		if (value->known)
			cells[0] = hscan_cell_number(value->value);
		if (entry->percentiles[i].known)
			cells[1] =
			    hscan_cell_number(entry->percentiles[i].value);
	}
}

static struct hscan_text *
csv_columns(
    const struct hscan_report *any, struct hscan_arena *arena, size_t len)
{
	static const char *const names[] = {"rank", "host", "repository",
	    "class", "status", "score", "complete", "failure"};
	struct hscan_text *columns =
	    hscan_arena_alloc(arena, len, sizeof(*columns));

	for (size_t i = 0; columns && i < CSV_FIRST_METRIC; i++)
		columns[i] = hscan_text_of(names[i]);
	for (size_t i = CSV_FIRST_METRIC; columns && i < len; i++) {
		size_t metric = (i - CSV_FIRST_METRIC) / 2;
		struct hscan_buf name;

		hscan_buf_init(&name, MAX_CELL_BYTES);
		(void)hscan_buf_add_text(
		    &name, any->measures[metric].metric->id);
		if ((i - CSV_FIRST_METRIC) % 2 == 1)
			(void)hscan_buf_add_string(&name, "_percentile");
		columns[i] = hscan_arena_dup(arena, hscan_buf_text(&name));
		hscan_buf_clear(&name);
		if (!columns[i].ptr)
			return NULL;
	}
	return columns;
}

enum hscan_status
hscan_scan_csv(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t len = CSV_FIRST_METRIC + (any ? 2 * any->measures_len : 0);
	enum hscan_status status = HSCAN_OK;
	struct hscan_text *columns;
	struct hscan_arena arena;
	struct hscan_grid grid;

	hscan_arena_init(&arena);
	columns = csv_columns(any, &arena, len);
	hscan_grid_init(&grid, &arena, "", columns, len);
	for (size_t i = 0; i < scan->len && columns; i++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		if (row)
			fill_csv_row(row, &scan->entries[i]);
		else
			columns = NULL;
	}
	status = columns ? hscan_grid_write(&grid, "csv", look, out, err)
			 : hscan_no_memory(err);
	hscan_arena_clear(&arena);
	return status;
}
