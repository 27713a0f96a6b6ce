/* SPDX-License-Identifier: MIT */
/* The columns of the table; see table_cells.h. */
#include "report/terminal/table_cells.h"

#include <math.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "metric/unit.h"
#include "report/change_words.h"
#include "report/scale.h"
#include "report/terminal/spark.h"
#include "report/width.h"
#include "report/words.h"

/* Columns of a terminal. */
enum { LONG_UNIT = 16, LONG_NAME = 24 };

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
	words_add_verdict(&rows->cell, measure->verdict, rows->pen->utf8);
}

static void
fill_title(struct rows *rows, const struct hscan_measure *measure)
{
	if (measure->role == HSCAN_ROLE_NONE)
		add_cut(rows, measure->metric->title, rows->layout.title);
	else /* below that of all */
		(void)hscan_buf_add_format(
		    &rows->cell, "  %s", hscan_role_name(measure->role));
}

static void
fill_value(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);

	if (measure->now.value.known)
		scale_add_judged(&rows->cell, &scale, measure);
	else
		add_nothing(rows);
}

/* "hours" is "h", "commits/week" is "/week" where there is little room. */
static void
fill_unit(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	struct hscan_text unit = scale_unit(&scale, measure->metric);
	struct hscan_text rest = unit;
	struct hscan_buf value;

	if (!measure->now.value.known)
		return;
	(void)hscan_text_split(&rest, '/');
	if (rest.ptr && !rows->layout.whole_unit) {
		unit.ptr = rest.ptr - 1;
		unit.len = rest.len + 1;
	} else {
		hscan_buf_init(&value, MAX_CELL_BYTES);
		scale_add_judged(&value, &scale, measure);
		unit = hscan_unit_behind(hscan_buf_text(&value), unit);
		hscan_buf_clear(&value);
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

/* Hours that are minutes to a person, and days that are years. */
static void
fill_human(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	double value = measure->now.value.value / scale.size;

	if (!measure->now.value.known)
		return;
	if (hscan_text_is(scale.unit, "days") && fabs(value) >= 730)
		add_human(rows, value / 365.25, "y");
	else if (hscan_text_is(scale.unit, "hours") && fabs(value) < 1 &&
		 fabs(value) > 0)
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

/* Of durations: how many have not ended yet. */
static void
fill_open(struct rows *rows, const struct hscan_measure *measure)
{
	if (measure->censors && measure->open > 0)
		(void)hscan_buf_add_format(
		    &rows->cell, "+%lld", (long long)measure->open);
}

static void
fill_interval(struct rows *rows, const struct hscan_measure *measure)
{
	const struct hscan_interval *ci95 = &measure->now.ci95;
	const struct scale scale = scale_of(measure);

	if (!ci95->known)
		return;
	scale_add_value(&rows->cell, &scale, ci95->low);
	(void)hscan_buf_add_string(
	    &rows->cell, pen_pick(rows->pen, " \xE2\x80\x93 ", " to "));
	scale_add_value(&rows->cell, &scale, ci95->high);
}

static void
fill_p75(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);

	if (measure->p75.known)
		scale_add_value(&rows->cell, &scale, measure->p75.value);
}

static void
fill_p90(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);

	if (measure->p90.known)
		scale_add_value(&rows->cell, &scale, measure->p90.value);
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

static void
fill_change(struct rows *rows, const struct hscan_measure *measure)
{
	change_add(&rows->cell, measure);
}

/* By itself, so that the numbers stand below each other. */
static void
fill_mark(struct rows *rows, const struct hscan_measure *measure)
{
	if (change_is_marked(measure))
		(void)hscan_buf_add_string(&rows->cell, CHANGE_MARK);
}

static void
fill_healthy(struct rows *rows, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);

	scale_add_bound(
	    &rows->cell, &scale, &measure->healthy, rows->pen->utf8);
}

static void
fill_risk(struct rows *rows, const struct hscan_measure *measure)
{
	struct hscan_text from = measure->metric->risk_from;
	const struct scale scale = scale_of(measure);

	if (from.len == 0) {
		scale_add_bound(
		    &rows->cell, &scale, &measure->risk, rows->pen->utf8);
		return;
	}
	if (!rows->layout.whole_risk) {
		(void)hscan_buf_add_char(&rows->cell, '*');
		return;
	}
	add_cut(rows, from, LONG_NAME);
	(void)hscan_buf_add_char(&rows->cell, ' ');
	words_add_bound(&rows->cell, &measure->risk, rows->pen->utf8);
}

const struct table_column table_columns[COLUMNS] = {
    [STATUS] = {"Status", 0, TO_LEFT, fill_status},
    [TITLE] = {"Metric", 2, TO_LEFT, fill_title},
    [VALUE] = {"Value", 2, ON_POINT, fill_value},
    [UNIT] = {"", 1, TO_LEFT, fill_unit},
    [HUMAN] = {"", 1, TO_RIGHT, fill_human},
    [COUNT] = {"n", 2, TO_RIGHT, fill_count},
    [OPEN] = {"open", 1, TO_RIGHT, fill_open},
    [INTERVAL] = {"95 %", 2, TO_RIGHT, fill_interval},
    [P75] = {"p75", 2, ON_POINT, fill_p75},
    [P90] = {"p90", 2, ON_POINT, fill_p90},
    [TREND] = {"Trend", 2, TO_LEFT, fill_trend},
    [CHANGE] = {"Change", 2, TO_RIGHT, fill_change},
    [MARK] = {"", 0, TO_LEFT, fill_mark},
    [HEALTHY] = {"Healthy", 2, TO_LEFT, fill_healthy},
    [RISK] = {"Risk", 2, TO_LEFT, fill_risk},
};
