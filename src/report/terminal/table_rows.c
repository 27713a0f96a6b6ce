/* SPDX-License-Identifier: MIT */
/* The rows of the table: which columns the screen has room for, and how they
 * line up. */
#include "base/text.h"
#include "report/change_words.h"
#include "report/terminal/table.h"
#include "report/terminal/table_cells.h"
#include "report/width.h"

/* Columns of a terminal. */
enum {
	SHORT_TITLE = 28,    /* what a title is given before all else */
	READABLE_TITLE = 20, /* than which n is less important */
	LEAST_TITLE = 10,
	SHORT_TREND = 8,
	LONG_TREND = 26, /* two years of fortnights, or half a year of weeks */
};

enum { FEW = 8, FIRST_ORDER = 100 };

/* --- rows --- */

/* A few metrics are all shown. Of many, those that everybody looks for, and
 * those that have something to show; a note says why the others have not. */
static bool
is_shown(const struct hscan_report *report, const struct hscan_measure *measure)
{
	return report->measures_len <= FEW ||
	       measure->role != HSCAN_ROLE_NONE ||
	       measure->metric->order < FIRST_ORDER ||
	       measure->now.value.known || measure->now.n > 0;
}

/* --- layout --- */

static struct hscan_text
fill(struct rows *rows, enum column column, const struct hscan_measure *measure)
{
	hscan_buf_reset(&rows->cell);
	table_columns[column].fill(rows, measure);
	if (rows->cell.failed == HSCAN_ENOMEM)
		rows->pen->out->failed = HSCAN_ENOMEM;
	return hscan_buf_text(&rows->cell);
}

/* How much of the cell stands before the line it is aligned on. */
static size_t
split_at(enum column column, struct hscan_text cell)
{
	struct hscan_text rest = cell;

	switch (table_columns[column].align) {
	case TO_LEFT: return 0;
	case TO_RIGHT: return hscan_text_width(cell);
	case ON_POINT: break;
	}
	return hscan_text_width(hscan_text_split(&rest, '.'));
}

static void
measure_column(struct rows *rows, enum column column)
{
	struct layout *layout = &rows->layout;
	size_t *left = &layout->left[column], *right = &layout->right[column];
	size_t heading =
	    hscan_text_width(hscan_text_of(table_columns[column].heading));

	*left = *right = 0;
	if (!layout->shown[column])
		return;
	for (size_t i = 0; i < rows->report->measures_len; i++) {
		const struct hscan_measure *measure =
		    &rows->report->measures[i];
		struct hscan_text cell;
		size_t split, rest;

		if (!is_shown(rows->report, measure))
			continue;
		cell = fill(rows, column, measure);
		split = split_at(column, cell);
		rest = hscan_text_width(cell) - split;
		*left = split > *left ? split : *left;
		*right = rest > *right ? rest : *right;
	}
	if (*left + *right == 0 || *left + *right >= heading)
		return;
	if (table_columns[column].align == TO_LEFT)
		*right = heading;
	else
		*left = heading - *right;
}

/* Columns of the terminal that the layout takes, gaps included. */
static size_t
measure_layout(struct rows *rows)
{
	size_t total = 0;

	for (enum column column = 0; column < COLUMNS; column++) {
		size_t width;

		measure_column(rows, column);
		width = rows->layout.left[column] + rows->layout.right[column];
		if (width > 0)
			total += table_columns[column].gap + width;
	}
	return total;
}

/* Room that is left, with the layout measured; 0 where it is too wide. */
static size_t
room(struct rows *rows)
{
	size_t total = measure_layout(rows);

	return total < rows->pen->columns ? rows->pen->columns - total : 0;
}

/* Takes the change to the layout back where the screen is too narrow. */
static void
accept(struct rows *rows, struct layout changed)
{
	const struct layout before = rows->layout;

	rows->layout = changed;
	if (measure_layout(rows) > rows->pen->columns)
		rows->layout = before;
}

static void
show(struct rows *rows, enum column first, enum column second)
{
	struct layout changed = rows->layout;

	changed.shown[first] = changed.shown[second] = true;
	accept(rows, changed);
}

static size_t
longest_trend(const struct hscan_report *report)
{
	size_t longest = 0;

	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].trend_len > longest)
			longest = report->measures[i].trend_len;
	return longest < LONG_TREND ? longest : LONG_TREND;
}

static void
grow_trend(struct rows *rows)
{
	size_t longest = longest_trend(rows->report), spare = room(rows);

	if (!rows->layout.shown[TREND] || longest <= rows->layout.trend)
		return;
	rows->layout.trend += spare < longest - rows->layout.trend
				  ? spare
				  : longest - rows->layout.trend;
}

/* Shows the column, and shortens the titles for it down to `least`. */
static void
squeeze_in(struct rows *rows, enum column column, size_t least)
{
	struct layout changed = rows->layout;
	const struct layout before = rows->layout;
	size_t total, excess, title;

	changed.shown[column] = true;
	rows->layout = changed;
	total = measure_layout(rows);
	title = rows->layout.right[TITLE];
	rows->layout = before;
	if (total > rows->pen->columns) {
		excess = total - rows->pen->columns;
		changed.title = title > least + excess ? title - excess : least;
	}
	accept(rows, changed);
}

/* Of what is counted, the change says the most. */
static bool
is_about_change(const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].metric->profile ==
		    HSCAN_PROFILE_ACTIVITY)
			return true;
	return false;
}

/* From what matters most to what matters least. */
static void
lay_out(struct rows *rows)
{
	size_t longest = longest_trend(rows->report);
	struct layout changed;

	rows->layout = (struct layout){
	    .shown = {[STATUS] = true, [TITLE] = true, [VALUE] = true},
	    .title = SHORT_TITLE,
	    .trend = longest < SHORT_TREND ? longest : SHORT_TREND,
	};
	squeeze_in(rows, UNIT, LEAST_TITLE);
	squeeze_in(rows, COUNT, READABLE_TITLE);
	if (is_about_change(rows->report))
		show(rows, CHANGE, MARK);
	show(rows, TREND, TREND);
	show(rows, HEALTHY, RISK);
	grow_trend(rows);
	show(rows, CHANGE, MARK);
	show(rows, HUMAN, HUMAN);
	show(rows, OPEN, OPEN);
	show(rows, INTERVAL, INTERVAL);
	show(rows, P75, P90);
	changed = rows->layout;
	changed.whole_unit = true;
	accept(rows, changed);
	changed = rows->layout;
	changed.whole_risk = true;
	accept(rows, changed);
	rows->layout.title += room(rows);
	(void)measure_layout(rows);
}

/* --- drawing --- */

static enum pen_ink
cell_ink(enum column column, const struct hscan_measure *measure)
{
	if (column == STATUS ||
	    (column == VALUE && measure->verdict == HSCAN_VERDICT_RISK))
		return pen_ink_of(measure->verdict);
	if (column == TITLE || column == VALUE || column == UNIT ||
	    column == TREND)
		return PEN_PLAIN;
	return PEN_FAINT;
}

static void
draw_cell(struct rows *rows, enum column column, enum pen_ink ink,
    struct hscan_text cell, size_t split)
{
	const struct layout *layout = &rows->layout;
	size_t width = hscan_text_width(cell);
	struct hscan_text inked = cell;

	if (layout->left[column] + layout->right[column] == 0)
		return;
	/* An empty trend must not leave blanks at the end of the line. */
	while (inked.len > 0 && inked.ptr[inked.len - 1] == ' ')
		inked.len--;
	pen_blanks(rows->pen,
	    table_columns[column].gap + layout->left[column] - split);
	pen_text(rows->pen, ink, inked);
	pen_blanks(rows->pen, width - hscan_text_width(inked) +
				  layout->right[column] - (width - split));
}

static void
draw_heading(struct rows *rows)
{
	const struct layout *layout = &rows->layout;

	for (enum column column = 0; column < COLUMNS; column++) {
		struct hscan_text heading =
		    hscan_text_of(table_columns[column].heading);
		size_t width = layout->left[column] + layout->right[column];
		/* Ends where the column ends, whatever it is aligned on. */
		size_t indent = width - hscan_text_width(heading);

		if (width == 0)
			continue;
		if (table_columns[column].align == TO_LEFT) {
			draw_cell(rows, column, PEN_FAINT, heading, 0);
			continue;
		}
		pen_blanks(rows->pen, table_columns[column].gap + indent);
		pen_text(rows->pen, PEN_FAINT, heading);
	}
	pen_line(rows->pen);
}

void
table_rows(struct pen *pen, const struct hscan_report *report,
    struct table_omitted *omitted)
{
	struct rows rows = {.pen = pen, .report = report};

	if (report->measures_len == 0)
		return;
	hscan_buf_init(&rows.cell, MAX_CELL_BYTES);
	lay_out(&rows);
	pen_line(pen);
	draw_heading(&rows);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (!is_shown(report, measure))
			continue;
		for (enum column column = 0; column < COLUMNS; column++) {
			struct hscan_text cell = fill(&rows, column, measure);

			draw_cell(&rows, column, cell_ink(column, measure),
			    cell, split_at(column, cell));
		}
		pen_line(pen);
	}
	omitted->mark = rows.layout.shown[CHANGE] && change_any_marked(report);
	omitted->open = !rows.layout.shown[OPEN];
	omitted->bounds = !rows.layout.shown[HEALTHY];
	omitted->risk_from = !omitted->bounds && !rows.layout.whole_risk;
	hscan_buf_clear(&rows.cell);
}
