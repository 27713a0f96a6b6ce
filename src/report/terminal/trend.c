/* SPDX-License-Identifier: MIT */
/* Metrics over time. One metric: a bar a window. Several: a column a period,
 * where the windows are such and there is room; else a line of small bars. */
#include "report/formats.h"

#include <math.h>

#include "base/arena.h"
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/change_words.h"
#include "report/grid.h"
#include "report/scale.h"
#include "report/terminal/spark.h"
#include "report/terminal/table.h"
#include "report/terminal/table_grid.h"
#include "report/trend_periods.h"
#include "report/trend_range.h"
#include "report/width.h"
#include "report/words.h"

enum {
	WIDEST_BAR = 40,
	NARROWEST_BAR = 10,
	GAP = 2, /* between two columns */
};

/* Few enough digits that all windows of a year stand beside them. */
static void
add_short(struct hscan_buf *out, const struct scale *scale, double value)
{
	double size = fabs(value / scale->size);

	if (size < 100.0 || size >= 1e7)
		scale_add_value(out, scale, value);
	else
		hscan_add_decimal(out, value / scale->size, size < 1000.0);
}

/* What is in the buffer, which is emptied. */
static struct hscan_text
keep(struct hscan_arena *arena, struct hscan_buf *text)
{
	struct hscan_text copy = {NULL, 0};

	if (text->failed == HSCAN_OK)
		copy = text->len > 0
			   ? hscan_arena_dup(arena, hscan_buf_text(text))
			   : hscan_text_of("");
	hscan_buf_clear(text);
	return copy;
}

/* --- one metric --- */

enum { FROM, TO, VALUE, N, BAR, NOTE, WINDOW_COLUMNS };

static const struct hscan_text window_columns[WINDOW_COLUMNS] = {
    {"from", 4}, {"to", 2}, {"value", 5}, {"n", 1}, {"", 0}, {"", 0}};

static struct hscan_cell
when(int64_t at, struct hscan_arena *arena)
{
	struct hscan_buf text;

	hscan_buf_init(&text, 128);
	words_add_time(&text, at);
	words_unglue(&text, 0);
	return hscan_cell_text(keep(arena, &text));
}

/* All but the bars, which get what room is left. */
static enum hscan_status
fill_windows(struct hscan_grid *grid, const struct hscan_measure *measure,
    struct hscan_error *err)
{
	const struct scale scale = scale_of(measure);
	struct hscan_arena *arena = grid->arena;

	for (size_t i = 0; i < measure->trend_len; i++) {
		const struct hscan_value *value = &measure->trend[i];
		struct hscan_cell *row = hscan_grid_row(grid);
		struct hscan_buf text;

		if (!row)
			return hscan_no_memory(err);
		row[FROM] = when(value->window.start, arena);
		row[TO] = when(value->window.end, arena);
		hscan_buf_init(&text, 128);
		if (value->value.known)
			scale_add_value(&text, &scale, value->value.value);
		row[VALUE] = hscan_cell_right(keep(arena, &text));
		row[N] = hscan_cell_integer(value->n);
		row[NOTE] = hscan_cell_string(value->reason);
		if (!row[FROM].text.ptr || !row[TO].text.ptr ||
		    !row[VALUE].text.ptr)
			return hscan_no_memory(err);
	}
	return HSCAN_OK;
}

static size_t
width_of(const struct hscan_grid *grid, size_t column)
{
	size_t widest = hscan_text_width(grid->columns[column]);
	struct hscan_buf text;

	hscan_buf_init(&text, 4096);
	for (size_t row = 0; row < grid->rows; row++) {
		size_t width;

		hscan_buf_reset(&text);
		hscan_add_cell(&text,
		    hscan_grid_cell(grid, row * grid->columns_len + column),
		    false);
		width = hscan_text_width(hscan_buf_text(&text));
		widest = width > widest ? width : widest;
	}
	hscan_buf_clear(&text);
	return widest;
}

static size_t
room_for_bars(const struct hscan_grid *grid, const struct hscan_look *look)
{
	size_t columns = look->columns ? look->columns : 80, used = 0;

	for (size_t i = 0; i < grid->columns_len; i++)
		used += width_of(grid, i) + (i > 0 ? GAP : 0);
	if (used + NARROWEST_BAR > columns)
		return NARROWEST_BAR;
	return columns - used < WIDEST_BAR ? columns - used : WIDEST_BAR;
}

/* From 0; what would press all others flat is cut, and says so. */
static struct hscan_text
make_bar(double value, double most, size_t room, bool utf8,
    struct hscan_arena *arena)
{
	bool cut = value > most;
	size_t len = most > 0.0 && value > 0.0
			 ? (size_t)(value / most * (double)room + 0.5)
			 : 0;
	struct hscan_buf text;

	hscan_buf_init(&text, 1024);
	for (size_t i = 0; i < (cut ? room - 1 : len); i++)
		(void)hscan_buf_add_string(&text, utf8 ? "\xE2\x96\x88" : "#");
	if (cut)
		(void)hscan_buf_add_string(&text, utf8 ? "\xE2\x86\x92" : ">");
	return keep(arena, &text);
}

static enum hscan_status
draw_bars(struct hscan_grid *grid, const struct hscan_measure *measure,
    const struct hscan_look *look, struct hscan_error *err)
{
	size_t room = room_for_bars(grid, look);
	double least = 0.0, most = 0.0;

	(void)trend_range(measure->trend, measure->trend_len, &least, &most);
	for (size_t i = 0; i < measure->trend_len; i++) {
		const struct hscan_number *value = &measure->trend[i].value;
		struct hscan_cell *row =
		    hscan_grid_cell(grid, i * grid->columns_len);

		if (!value->known)
			continue;
		row[BAR] = hscan_cell_text(make_bar(
		    value->value, most, room, look->utf8, grid->arena));
		if (!row[BAR].text.ptr)
			return hscan_no_memory(err);
	}
	return HSCAN_OK;
}

static void
write_title(struct pen *pen, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	struct hscan_buf words;

	hscan_buf_init(&words, (size_t)64 * 1024);
	hscan_add_safe(&words, measure->metric->title, !pen->utf8);
	(void)hscan_buf_add_string(&words, ", ");
	hscan_add_safe(&words, scale.unit, !pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	pen_line(pen);
}

/* --- several --- */

enum { METRIC, TREND, LOW, HIGH, NOW, UNIT, Z, METRIC_COLUMNS };

static const struct hscan_text metric_columns[METRIC_COLUMNS] = {{"metric", 6},
    {"trend", 5}, {"low", 3}, {"high", 4}, {"now", 3}, {"unit", 4}, {"z", 1}};

static struct hscan_cell
short_number(const struct scale *scale, double value, struct hscan_arena *arena)
{
	struct hscan_buf text;

	hscan_buf_init(&text, 1024);
	add_short(&text, scale, value);
	return hscan_cell_right(keep(arena, &text));
}

static void
fill_range(struct hscan_cell *row, const struct hscan_measure *measure,
    const struct scale *scale, struct hscan_arena *arena)
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
	row[LOW] = short_number(scale, least, arena);
	row[HIGH] = short_number(scale, most, arena);
}

/* "/week" of "commits/week": the metric says what is counted. */
static struct hscan_text
short_unit(const struct scale *scale, const struct hscan_metric *metric)
{
	struct hscan_text unit = scale_unit(scale, metric), rest = unit;

	(void)hscan_text_split(&rest, '/');
	return rest.ptr ? (struct hscan_text){rest.ptr - 1, rest.len + 1}
			: unit;
}

/* Its newest end is what is kept where the screen is too narrow. */
static struct hscan_cell
spark_cell(
    const struct hscan_measure *measure, bool utf8, struct hscan_arena *arena)
{
	struct hscan_buf spark;

	hscan_buf_init(&spark, (size_t)64 * 1024);
	hscan_add_spark(&spark, measure->trend, measure->trend_len, utf8);
	return hscan_cell_path(keep(arena, &spark));
}

/* Below the row of all. */
static const char *const role_headings[] = {
    [HSCAN_ROLE_NONE] = "all",
    [HSCAN_ROLE_AGENT] = "  agent",
    [HSCAN_ROLE_BOT] = "  bot",
    [HSCAN_ROLE_MAINTAINER] = "  maintainer",
    [HSCAN_ROLE_NEWCOMER] = "  newcomer",
    [HSCAN_ROLE_REGULAR] = "  regular",
    [HSCAN_ROLE_UNKNOWN] = "  unknown",
};

static enum hscan_status
fill_metrics(struct hscan_grid *grid, const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_error *err)
{
	struct hscan_arena *arena = grid->arena;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];
		const struct scale scale = scale_of(measure);
		const struct scale plain = {.size = 1.0};
		struct hscan_cell *row = hscan_grid_row(grid);

		if (!row)
			return hscan_no_memory(err);
		row[METRIC] = hscan_cell_text(
		    measure->role == HSCAN_ROLE_NONE
			? measure->metric->id
			: hscan_text_of(role_headings[measure->role]));
		row[TREND] = spark_cell(measure, look->utf8, arena);
		fill_range(row, measure, &scale, arena);
		if (measure->now.value.known)
			row[NOW] = short_number(
			    &scale, measure->now.value.value, arena);
		row[UNIT] =
		    hscan_cell_text(short_unit(&scale, measure->metric));
		if (measure->baseline.z.known)
			row[Z] = short_number(
			    &plain, measure->baseline.z.value, arena);
	}
	return HSCAN_OK;
}

/* --- several, by periods --- */

/* Whether all of them stand beside each other. */
static enum hscan_status
fits(const struct hscan_grid *grid, const struct hscan_look *look, bool *out,
    struct hscan_error *err)
{
	size_t columns = 0;
	enum hscan_status status = table_fit(grid, look, &columns, err);

	*out = status == HSCAN_OK && columns == grid->columns_len;
	return status;
}

/* What the cells cannot say. */
static void
write_notes(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_text rest;
	struct hscan_buf lines;

	hscan_buf_init(&lines, (size_t)1024 * 1024);
	trend_periods_add_reasons(&lines, report, pen->utf8);
	if (change_any_marked(report))
		(void)hscan_buf_add_format(
		    &lines, "%s %s\n", CHANGE_MARK, change_mark_means);
	rest = hscan_buf_text(&lines);
	if (rest.len > 0)
		pen_line(pen);
	pen->indent = 2;
	while (rest.len > 0) {
		pen_words(pen, PEN_PLAIN, hscan_text_split(&rest, '\n'));
		pen_line(pen);
	}
	pen->indent = 0;
	words_drop(pen->out, &lines);
}

/* --- one, by roles --- */

/* Whether all measures are of the roles of the first. */
static bool
is_one_by_roles(const struct hscan_report *report)
{
	for (size_t i = 1; i < report->measures_len; i++)
		if (report->measures[i].role == HSCAN_ROLE_NONE)
			return false;
	return report->measures_len > 1;
}

/* "3.25 (12)": the value, and of how many. */
static struct hscan_text
value_and_n(const struct scale *scale, const struct hscan_value *value,
    struct hscan_arena *arena)
{
	struct hscan_buf text;

	hscan_buf_init(&text, 1024);
	if (value->value.known) {
		scale_add_value(&text, scale, value->value.value);
		(void)hscan_buf_add_format(
		    &text, " (%lld)", (long long)value->n);
	}
	return keep(arena, &text);
}

/* A row a window, which ends where the next one starts, a column a role. */
static enum hscan_status
write_windows_by_role(struct pen *pen, const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	enum { FIRST = 1 };
	const struct hscan_measure *all = &report->measures[0];
	const struct scale scale = scale_of(all);
	size_t len = FIRST + report->measures_len;
	struct hscan_text *names =
	    hscan_arena_alloc(arena, len, sizeof(*names));
	struct hscan_grid grid;

	if (!names)
		return hscan_no_memory(err);
	names[FROM] = window_columns[FROM];
	for (size_t i = FIRST; i < len; i++)
		names[i] = hscan_text_trim(hscan_text_of(
		    role_headings[report->measures[i - FIRST].role]));
	hscan_grid_init(&grid, arena, "", names, len);
	for (size_t w = 0; w < all->trend_len; w++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		if (!row)
			return hscan_no_memory(err);
		row[FROM] = when(all->trend[w].window.start, arena);
		for (size_t i = FIRST; i < len; i++) {
			const struct hscan_measure *one =
			    &report->measures[i - FIRST];

			row[i] = hscan_cell_right(
			    value_and_n(&scale, &one->trend[w], arena));
			if (!row[i].text.ptr)
				return hscan_no_memory(err);
		}
	}
	write_title(pen, all);
	return hscan_grid_table(&grid, look, pen->out, err);
}

/* --- all --- */

static void
write_heading(struct pen *pen, const struct hscan_report *report)
{
	table_heading(pen, report);
	table_warning(pen, report);
	pen_line(pen);
}

static enum hscan_status
write_bars(struct pen *pen, const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	const struct hscan_measure *measure = &report->measures[0];
	enum hscan_status status;
	struct hscan_grid grid;

	hscan_grid_init(&grid, arena, "", window_columns, WINDOW_COLUMNS);
	status = fill_windows(&grid, measure, err);
	if (status == HSCAN_OK)
		status = draw_bars(&grid, measure, look, err);
	if (status != HSCAN_OK)
		return status;
	write_title(pen, measure);
	return hscan_grid_table(&grid, look, pen->out, err);
}

static enum hscan_status
write_several(struct pen *pen, const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_grid grid;
	bool periods = trend_has_periods(report);

	if (periods)
		status =
		    trend_periods_grid(report, look->utf8, arena, &grid, err);
	if (periods && status == HSCAN_OK)
		status = fits(&grid, look, &periods, err);
	if (status == HSCAN_OK && !periods) {
		hscan_grid_init(
		    &grid, arena, "", metric_columns, METRIC_COLUMNS);
		status = fill_metrics(&grid, report, look, err);
	}
	if (status == HSCAN_OK)
		status = hscan_grid_table(&grid, look, pen->out, err);
	if (status == HSCAN_OK && periods)
		write_notes(pen, report);
	return status;
}

enum hscan_status
hscan_trend_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_arena arena;
	struct pen pen;

	pen_init(&pen, out, look);
	write_heading(&pen, report);
	hscan_arena_init(&arena);
	status = report->measures_len == 1
		     ? write_bars(&pen, report, look, &arena, err)
		 : is_one_by_roles(report)
		     ? write_windows_by_role(&pen, report, look, &arena, err)
		     : write_several(&pen, report, look, &arena, err);
	hscan_arena_clear(&arena);
	if (status == HSCAN_OK && report->by_role) {
		pen_line(&pen);
		table_roles(&pen, report);
	}
	return status == HSCAN_OK ? hscan_buf_check(out, "the table", err)
				  : status;
}
