/* SPDX-License-Identifier: MIT */
/* The rows of the table: which columns the screen has room for, and how they
 * line up. A column is a row of `columns` below and a function that fills one
 * of its cells. */
#include <math.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "report/spark.h"
#include "report/table_parts.h"
#include "report/width.h"

/* More than any cell; a title is cut to the screen anyway. */
#define MAX_CELL_BYTES ((size_t)64 * 1024)

/* Columns of a terminal. */
enum {
	SHORT_TITLE = 28,    /* what a title is given before all else */
	READABLE_TITLE = 20, /* than which n is less important */
	LEAST_TITLE = 10,
	SHORT_TREND = 8,
	LONG_TREND = 26, /* two years of fortnights, or half a year of weeks */
	LONG_UNIT = 16,
	LONG_NAME = 24,
};

enum column {
	STATUS,
	TITLE,
	VALUE,
	UNIT,
	HUMAN,
	COUNT,
	P75,
	P90,
	TREND,
	CHANGE,
	HEALTHY,
	RISK,
	COLUMNS,
};

enum align {
	TO_LEFT,
	TO_RIGHT,
	ON_POINT, /* decimal points below each other */
};

/* One way to use the screen. */
struct layout {
	bool shown[COLUMNS];
	/* Around the line that the cells of a column are aligned on. */
	size_t left[COLUMNS], right[COLUMNS];
	size_t title, trend; /* no wider than this */
	bool whole_unit;     /* "commits/week", not "/week" */
	bool whole_risk;     /* names the metric whose risk counts */
};

struct rows {
	struct pen *pen;
	const struct hscan_report *report;
	struct layout layout;
	struct hscan_buf cell; /* for one at a time */
};

typedef void fill_fn(struct rows *rows, const struct hscan_measure *measure);

/* --- cells --- */

/* Appends what fits, with an ellipsis where it is cut. */
static void
add_cut(struct rows *rows, struct hscan_text text, size_t columns)
{
	const char *mark = pen_pick(rows->pen, "\xE2\x80\xA6", "...");
	size_t mark_width = hscan_text_width(hscan_text_of(mark));
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_CELL_BYTES);
	hscan_add_safe(&safe, text, !rows->pen->utf8);
	if (hscan_text_width(hscan_buf_text(&safe)) <= columns) {
		(void)hscan_buf_add_text(&rows->cell, hscan_buf_text(&safe));
	} else {
		struct hscan_text part =
		    hscan_text_fit(hscan_buf_text(&safe), columns - mark_width);

		(void)hscan_buf_add_text(&rows->cell, hscan_text_trim(part));
		(void)hscan_buf_add_string(&rows->cell, mark);
	}
	if (safe.failed == HSCAN_ENOMEM)
		rows->cell.failed = HSCAN_ENOMEM;
	hscan_buf_clear(&safe);
}

static void
add_nothing(struct rows *rows)
{
	(void)hscan_buf_add_string(
	    &rows->cell, pen_pick(rows->pen, "\xE2\x80\x93", "-"));
}

static void
fill_status(struct rows *rows, const struct hscan_measure *measure)
{
	table_add_verdict(rows->pen, measure->verdict, &rows->cell);
}

static void
fill_title(struct rows *rows, const struct hscan_measure *measure)
{
	add_cut(rows, measure->metric->title, rows->layout.title);
}

static void
fill_value(struct rows *rows, const struct hscan_measure *measure)
{
	if (measure->now.value.known)
		table_add_value(&rows->cell, measure->now.value.value);
	else
		add_nothing(rows);
}

/* "hours" is "h", "commits/week" is "/week" where there is little room. */
static void
fill_unit(struct rows *rows, const struct hscan_measure *measure)
{
	struct hscan_text unit = measure->metric->unit, rest = unit;
	bool one = fabs(measure->now.value.value - 1.0) < 0.00005;

	if (!measure->now.value.known || hscan_text_is(unit, "count") ||
	    hscan_text_is(unit, "ratio"))
		return;
	(void)hscan_text_split(&rest, '/');
	if (hscan_text_is(unit, "hours")) {
		unit.len = 1;
	} else if (rest.ptr && !rows->layout.whole_unit) {
		unit.ptr = rest.ptr - 1;
		unit.len = rest.len + 1;
	} else if (!rest.ptr && one && hscan_text_ends(unit, "s")) {
		unit.len--;
	}
	add_cut(rows, unit, LONG_UNIT);
}

static void
add_human(struct rows *rows, double value, const char *unit)
{
	if (fabs(value) >= 1e5) /* no more human than it was */
		return;
	(void)hscan_buf_add_char(&rows->cell, '(');
	hscan_add_decimal(&rows->cell, value, 1);
	(void)hscan_buf_add_format(&rows->cell, " %s)", unit);
}

/* Hours that are minutes or days to a person, and days that are years. */
static void
fill_human(struct rows *rows, const struct hscan_measure *measure)
{
	double value = measure->now.value.value, days = value;
	bool hours = hscan_text_is(measure->metric->unit, "hours");

	if (!measure->now.value.known ||
	    (!hours && !hscan_text_is(measure->metric->unit, "days")))
		return;
	if (hours)
		days = value / 24;
	if (fabs(days) >= 730)
		add_human(rows, days / 365.25, "y");
	else if (hours && fabs(value) >= 48)
		add_human(rows, days, "d");
	else if (hours && fabs(value) < 1 && fabs(value) > 0)
		add_human(rows, value * 60, "min");
}

static void
fill_count(struct rows *rows, const struct hscan_measure *measure)
{
	/* What was not looked at is not zero. */
	if (!measure->now.value.known && measure->now.n == 0)
		add_nothing(rows);
	else
		(void)hscan_buf_add_format(
		    &rows->cell, "%lld", (long long)measure->now.n);
}

static void
fill_p75(struct rows *rows, const struct hscan_measure *measure)
{
	if (measure->p75.known)
		table_add_value(&rows->cell, measure->p75.value);
}

static void
fill_p90(struct rows *rows, const struct hscan_measure *measure)
{
	if (measure->p90.known)
		table_add_value(&rows->cell, measure->p90.value);
}

static void
fill_trend(struct rows *rows, const struct hscan_measure *measure)
{
	size_t len = measure->trend_len;
	bool any = false;

	if (len > rows->layout.trend)
		len = rows->layout.trend;
	for (size_t i = measure->trend_len - len; i < measure->trend_len; i++)
		any = any || measure->trend[i].value.known;
	/* The newest windows stand below each other. */
	for (size_t i = len; i < rows->layout.trend && any; i++)
		(void)hscan_buf_add_char(&rows->cell, ' ');
	if (any)
		hscan_add_spark(&rows->cell,
		    measure->trend + measure->trend_len - len, len,
		    rows->pen->utf8);
}

/* Against the window before: percentages in points, all else in percent. Too
 * few samples make no change. */
static void
fill_change(struct rows *rows, const struct hscan_measure *measure)
{
	const struct hscan_value *now = &measure->now, *before;
	bool points = hscan_text_is(measure->metric->unit, "%");
	double change;

	if (measure->trend_len < 2)
		return;
	before = &measure->trend[measure->trend_len - 2];
	if (!now->value.known || !before->value.known || now->reason ||
	    before->reason)
		return;
	change = now->value.value - before->value.value;
	if (!points && fabs(change) > 0.0) {
		if (fabs(before->value.value) <= 0.0)
			return;
		change = change / fabs(before->value.value) * 100;
	}
	if (!isfinite(change))
		return;
	if (fabs(change) >= 1000) {
		(void)hscan_buf_add_string(
		    &rows->cell, change > 0 ? ">+999" : "<-999");
	} else {
		bool none = fabs(change) < 0.05;

		(void)hscan_buf_add_string(
		    &rows->cell, !none && change > 0 ? "+" : "");
		hscan_add_decimal(&rows->cell, change, fabs(change) < 10);
	}
	(void)hscan_buf_add_string(&rows->cell, points ? " pt" : "%");
}

static void
fill_healthy(struct rows *rows, const struct hscan_measure *measure)
{
	table_add_bound(rows->pen, &measure->healthy, &rows->cell);
}

static void
fill_risk(struct rows *rows, const struct hscan_measure *measure)
{
	struct hscan_text from = measure->metric->risk_from;

	if (from.len > 0 && !rows->layout.whole_risk) {
		(void)hscan_buf_add_char(&rows->cell, '*');
		return;
	}
	if (from.len > 0) {
		add_cut(rows, from, LONG_NAME);
		(void)hscan_buf_add_char(&rows->cell, ' ');
	}
	table_add_bound(rows->pen, &measure->risk, &rows->cell);
}

static const struct {
	const char *heading;
	size_t gap; /* before it */
	enum align align;
	fill_fn *fill;
} columns[COLUMNS] = {
    [STATUS] = {"Status", 0, TO_LEFT, fill_status},
    [TITLE] = {"Metric", 2, TO_LEFT, fill_title},
    [VALUE] = {"Value", 2, ON_POINT, fill_value},
    [UNIT] = {"", 1, TO_LEFT, fill_unit},
    [HUMAN] = {"", 1, TO_RIGHT, fill_human},
    [COUNT] = {"n", 2, TO_RIGHT, fill_count},
    [P75] = {"p75", 2, ON_POINT, fill_p75},
    [P90] = {"p90", 2, ON_POINT, fill_p90},
    [TREND] = {"Trend", 2, TO_LEFT, fill_trend},
    [CHANGE] = {"Change", 2, TO_RIGHT, fill_change},
    [HEALTHY] = {"Healthy", 2, TO_LEFT, fill_healthy},
    [RISK] = {"Risk", 2, TO_LEFT, fill_risk},
};

static enum pen_ink
cell_ink(enum column column, const struct hscan_measure *measure)
{
	if (column == STATUS ||
	    (column == VALUE && measure->verdict == HSCAN_VERDICT_RISK))
		return table_ink(measure->verdict);
	if (column == TITLE || column == VALUE || column == UNIT ||
	    column == TREND)
		return PEN_PLAIN;
	return PEN_FAINT;
}

/* --- layout --- */

static struct hscan_text
fill(struct rows *rows, enum column column, const struct hscan_measure *measure)
{
	hscan_buf_reset(&rows->cell);
	columns[column].fill(rows, measure);
	if (rows->cell.failed == HSCAN_ENOMEM)
		rows->pen->out->failed = HSCAN_ENOMEM;
	return hscan_buf_text(&rows->cell);
}

/* How much of the cell stands before the line it is aligned on. */
static size_t
split_at(enum column column, struct hscan_text cell)
{
	struct hscan_text rest = cell;

	switch (columns[column].align) {
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
	    hscan_text_width(hscan_text_of(columns[column].heading));

	*left = *right = 0;
	if (!layout->shown[column])
		return;
	for (size_t i = 0; i < rows->report->measures_len; i++) {
		struct hscan_text cell =
		    fill(rows, column, &rows->report->measures[i]);
		size_t split = split_at(column, cell);
		size_t rest = hscan_text_width(cell) - split;

		*left = split > *left ? split : *left;
		*right = rest > *right ? rest : *right;
	}
	if (*left + *right == 0 || *left + *right >= heading)
		return;
	if (columns[column].align == TO_LEFT)
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
			total += columns[column].gap + width;
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
	show(rows, TREND, TREND);
	show(rows, HEALTHY, RISK);
	grow_trend(rows);
	show(rows, CHANGE, CHANGE);
	show(rows, HUMAN, HUMAN);
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
	pen_blanks(
	    rows->pen, columns[column].gap + layout->left[column] - split);
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
		    hscan_text_of(columns[column].heading);
		size_t width = layout->left[column] + layout->right[column];
		/* Ends where the column ends, whatever it is aligned on. */
		size_t indent = width - hscan_text_width(heading);

		if (width == 0)
			continue;
		if (columns[column].align == TO_LEFT) {
			draw_cell(rows, column, PEN_FAINT, heading, 0);
			continue;
		}
		pen_blanks(rows->pen, columns[column].gap + indent);
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

		for (enum column column = 0; column < COLUMNS; column++) {
			struct hscan_text cell = fill(&rows, column, measure);

			draw_cell(&rows, column, cell_ink(column, measure),
			    cell, split_at(column, cell));
		}
		pen_line(pen);
	}
	omitted->bounds = !rows.layout.shown[HEALTHY];
	omitted->risk_from = !omitted->bounds && !rows.layout.whole_risk;
	hscan_buf_clear(&rows.cell);
}
