/* SPDX-License-Identifier: MIT */
/* Metrics over time; see trend.h. */
#include "report/trend.h"

#include "base/arena.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/terminal/spark.h"
#include "report/terminal/table.h"
#include "report/words.h"

enum { WIDEST_BAR = 40, NARROWEST_BAR = 10, BESIDE_BAR = 44 };

/* --- one metric --- */

static double
greatest(const struct hscan_measure *measure)
{
	double most = 0.0;

	for (size_t i = 0; i < measure->trend_len; i++)
		if (measure->trend[i].value.known &&
		    measure->trend[i].value.value > most)
			most = measure->trend[i].value.value;
	return most;
}

/* False: out of memory. */
static bool
make_bar(const struct hscan_value *value, double most,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_text *bar)
{
	size_t columns = look->columns ? look->columns : 80;
	size_t room = columns > BESIDE_BAR + NARROWEST_BAR
			  ? columns - BESIDE_BAR
			  : NARROWEST_BAR;
	struct hscan_buf text;
	size_t len;
	bool good;

	if (!value->value.known) {
		*bar = hscan_text_of(value->reason ? value->reason : "");
		return true;
	}
	if (room > WIDEST_BAR)
		room = WIDEST_BAR;
	len = most > 0.0 && value->value.value > 0.0
		  ? (size_t)(value->value.value / most * (double)room + 0.5)
		  : 0;
	hscan_buf_init(&text, 1024);
	for (size_t i = 0; i < len; i++)
		(void)hscan_buf_add_string(
		    &text, look->utf8 ? "\xE2\x96\x88" : "#");
	if (value->reason)
		(void)hscan_buf_add_format(
		    &text, "%s(%s)", len > 0 ? " " : "", value->reason);
	*bar = hscan_arena_dup(arena, hscan_buf_text(&text));
	good = text.failed == HSCAN_OK && (bar->ptr || text.len == 0);
	hscan_buf_clear(&text);
	return good;
}

static const struct hscan_text window_columns[] = {
    {"from", 4}, {"to", 2}, {"value", 5}, {"n", 1}, {"", 0}};
enum { WINDOW_COLUMNS = sizeof(window_columns) / sizeof(window_columns[0]) };

static struct hscan_text
when(int64_t at, struct hscan_arena *arena)
{
	struct hscan_text copy;
	struct hscan_buf text;

	hscan_buf_init(&text, 128);
	words_add_time(&text, at);
	words_unglue(&text, 0);
	copy = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return copy;
}

static enum hscan_status
fill_windows(struct hscan_grid *grid, const struct hscan_measure *measure,
    const struct hscan_look *look, struct hscan_error *err)
{
	double most = greatest(measure);

	for (size_t i = 0; i < measure->trend_len; i++) {
		const struct hscan_value *value = &measure->trend[i];
		struct hscan_cell *row = hscan_grid_row(grid);
		struct hscan_text bar;

		if (!row || !make_bar(value, most, look, grid->arena, &bar))
			return hscan_no_memory(err);
		row[0] =
		    hscan_cell_text(when(value->window.start, grid->arena));
		row[1] = hscan_cell_text(when(value->window.end, grid->arena));
		if (value->value.known)
			row[2] = hscan_cell_number(value->value.value);
		row[3] = hscan_cell_integer(value->n);
		row[4] = hscan_cell_text(bar);
		if (!row[0].text.ptr || !row[1].text.ptr)
			return hscan_no_memory(err);
	}
	return HSCAN_OK;
}

static void
write_title(struct pen *pen, const struct hscan_metric *metric)
{
	struct hscan_buf words;

	hscan_buf_init(&words, (size_t)64 * 1024);
	hscan_add_safe(&words, metric->title, !pen->utf8);
	(void)hscan_buf_add_string(&words, ", ");
	hscan_add_safe(&words, metric->unit, !pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	pen_line(pen);
}

/* --- several --- */

static const struct hscan_text metric_columns[] = {{"metric", 6}, {"trend", 5},
    {"least", 5}, {"greatest", 8}, {"now", 3}, {"unit", 4}, {"z", 1}};
enum { METRIC_COLUMNS = sizeof(metric_columns) / sizeof(metric_columns[0]) };

/* A number as the table of metrics has it: two decimals do. */
static struct hscan_cell
short_number(double value, struct hscan_arena *arena)
{
	struct hscan_text copy;
	struct hscan_buf text;

	hscan_buf_init(&text, 1024);
	words_add_value(&text, value);
	copy = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return hscan_cell_right(copy);
}

static void
fill_range(struct hscan_cell *row, const struct hscan_measure *measure,
    struct hscan_arena *arena)
{
	double least = 0.0, most = 0.0;
	bool any = false;

	for (size_t i = 0; i < measure->trend_len; i++) {
		double value = measure->trend[i].value.value;

		if (!measure->trend[i].value.known)
			continue;
		if (!any || value < least)
			least = value;
		if (!any || value > most)
			most = value;
		any = true;
	}
	if (!any)
		return;
	row[2] = short_number(least, arena);
	row[3] = short_number(most, arena);
}

static enum hscan_status
fill_metrics(struct hscan_grid *grid, const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_error *err)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];
		struct hscan_cell *row = hscan_grid_row(grid);
		struct hscan_buf spark;

		if (!row)
			return hscan_no_memory(err);
		hscan_buf_init(&spark, (size_t)64 * 1024);
		hscan_add_spark(
		    &spark, measure->trend, measure->trend_len, look->utf8);
		row[0] = hscan_cell_text(measure->metric->id);
		row[1] = hscan_cell_text(
		    hscan_arena_dup(grid->arena, hscan_buf_text(&spark)));
		hscan_buf_clear(&spark);
		fill_range(row, measure, grid->arena);
		if (measure->now.value.known)
			row[4] =
			    short_number(measure->now.value.value, grid->arena);
		row[5] = hscan_cell_text(words_unit(measure->metric));
		if (measure->baseline.z.known)
			row[6] = short_number(
			    measure->baseline.z.value, grid->arena);
	}
	return HSCAN_OK;
}

/* --- both --- */

enum hscan_status
hscan_trend_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	bool one = report->measures_len == 1;
	enum hscan_status status;
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct pen pen;

	pen_init(&pen, out, look);
	table_heading(&pen, report);
	table_warning(&pen, report);
	pen_line(&pen);
	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "",
	    one ? window_columns : metric_columns,
	    one ? (size_t)WINDOW_COLUMNS : (size_t)METRIC_COLUMNS);
	if (one)
		status = fill_windows(&grid, &report->measures[0], look, err);
	else
		status = fill_metrics(&grid, report, look, err);
	if (status == HSCAN_OK && one)
		write_title(&pen, report->measures[0].metric);
	if (status == HSCAN_OK)
		status = hscan_grid_table(&grid, look, out, err);
	hscan_arena_clear(&arena);
	return status;
}
