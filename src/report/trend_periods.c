/* SPDX-License-Identifier: MIT */
/* A column a period; see trend_periods.h. */
#include "report/trend_periods.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "report/change_words.h"
#include "report/period.h"
#include "report/scale.h"
#include "report/words.h"

/* What a title is given where room is short. */
enum { LONGEST_TITLE = 28 };

#define MAX_CELL_BYTES ((size_t)64 * 1024)

static enum period
period_of_report(const struct hscan_report *report)
{
	if (report->measures_len == 0)
		return PERIOD_NONE;
	return period_of(
	    report->measures[0].trend, report->measures[0].trend_len);
}

bool
trend_has_periods(const struct hscan_report *report)
{
	return report->measures_len > 1 &&
	       period_of_report(report) != PERIOD_NONE &&
	       report->measures[0].trend_len > 1;
}

/* A table in the making; with the first failure nothing more is kept. */
struct making {
	const struct hscan_report *report;
	struct hscan_arena *arena;
	struct hscan_text *columns;
	struct hscan_buf words; /* for one cell */
	bool utf8;
	bool good;
};

/* What is in the buffer, which is emptied. */
static struct hscan_text
keep(struct making *making)
{
	struct hscan_text text = {NULL, 0};

	if (making->words.failed == HSCAN_OK)
		text = making->words.len > 0
			   ? hscan_arena_dup(
				 making->arena, hscan_buf_text(&making->words))
			   : hscan_text_of("");
	making->good &= text.ptr != NULL;
	hscan_buf_reset(&making->words);
	return text;
}

/* The headings: some, the periods, some more. */
static void
name_columns(struct making *making, const char *const *before,
    size_t before_len, const char *const *behind, size_t behind_len)
{
	const struct hscan_measure *any = &making->report->measures[0];
	enum period period = period_of_report(making->report);
	size_t at = 0, len = before_len + any->trend_len + behind_len;

	making->columns =
	    hscan_arena_alloc(making->arena, len, sizeof(*making->columns));
	making->good = making->columns != NULL;
	for (size_t i = 0; i < before_len && making->good; i++)
		making->columns[at++] = hscan_text_of(before[i]);
	for (size_t i = 0; i < any->trend_len && making->good; i++) {
		period_add(&making->words, period, &any->trend[i].window);
		making->columns[at++] = keep(making);
	}
	for (size_t i = 0; i < behind_len && making->good; i++)
		making->columns[at++] = hscan_text_of(behind[i]);
}

static enum hscan_status
finish(struct making *making, struct hscan_error *err)
{
	hscan_buf_clear(&making->words);
	return making->good ? HSCAN_OK : hscan_no_memory(err);
}

/* --- for a person --- */

static void
fill_shown(struct making *making, const struct hscan_measure *measure,
    struct hscan_cell *row)
{
	const struct scale scale = scale_of(measure);
	struct hscan_text unit = scale_unit(&scale, measure->metric);

	if (measure->role == HSCAN_ROLE_NONE)
		(void)hscan_buf_add_text(
		    &making->words, measure->metric->title);
	else /* below that of all */
		(void)hscan_buf_add_format(&making->words, "\xC2\xA0\xC2\xA0%s",
		    hscan_role_name(measure->role));
	/* Titles of people say so. */
	if (unit.len > 0 && !hscan_text_is(unit, "people")) {
		(void)hscan_buf_add_string(&making->words, ", ");
		(void)hscan_buf_add_text(&making->words, unit);
	}
	*row++ = hscan_cell_text(keep(making));
	for (size_t i = 0; i < measure->trend_len; i++) {
		const struct hscan_number *value = &measure->trend[i].value;

		if (value->known)
			scale_add_value(&making->words, &scale, value->value);
		else
			(void)hscan_buf_add_string(&making->words,
			    making->utf8 ? "\xE2\x80\x93" : "-");
		*row++ = hscan_cell_right(keep(making));
	}
	change_add_long(&making->words, measure);
	words_unglue(&making->words, 0);
	(void)hscan_buf_add_string(
	    &making->words, change_is_marked(measure) ? CHANGE_MARK : " ");
	*row = hscan_cell_right(keep(making));
}

enum hscan_status
trend_periods_grid(const struct hscan_report *report, bool utf8,
    struct hscan_arena *arena, struct hscan_grid *out, struct hscan_error *err)
{
	static const char *const before[] = {"Metric"};
	static const char *const behind[] = {"Change"};
	struct making making = {.report = report, .arena = arena, .utf8 = utf8};

	hscan_buf_init(&making.words, MAX_CELL_BYTES);
	name_columns(&making, before, 1, behind, 1);
	hscan_grid_init(
	    out, arena, "", making.columns, report->measures[0].trend_len + 2);
	out->fixed = 1;
	out->most = LONGEST_TITLE;
	for (size_t i = 0; i < report->measures_len && making.good; i++) {
		struct hscan_cell *row = hscan_grid_row(out);

		making.good = row != NULL;
		if (row)
			fill_shown(&making, &report->measures[i], row);
	}
	return finish(&making, err);
}

/* --- for a program --- */

static void
fill_data(const struct hscan_report *report,
    const struct hscan_measure *measure, struct hscan_cell *row)
{
	const struct hscan_change *change = measure->change;

	*row++ = hscan_cell_text(measure->metric->id);
	*row++ = hscan_cell_text(measure->metric->title);
	*row++ = hscan_cell_text(measure->metric->unit);
	if (report->by_role)
		*row++ =
		    measure->role == HSCAN_ROLE_NONE
			? hscan_cell_string("all")
			: hscan_cell_string(hscan_role_name(measure->role));
	for (size_t i = 0; i < measure->trend_len; i++, row++)
		if (measure->trend[i].value.known)
			*row = hscan_cell_number(measure->trend[i].value.value);
	if (!change)
		return;
	if (change->difference.known)
		row[0] = hscan_cell_number(change->difference.value);
	if (change->percent.known)
		row[1] = hscan_cell_number(change->percent.value);
	row[2] = hscan_cell_string(change_chance_name(change));
}

enum hscan_status
trend_periods_data(const struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_grid *out, struct hscan_error *err)
{
	static const char *const before[] = {"metric", "title", "unit", "role"};
	const size_t fixed = report->by_role ? 4 : 3;
	static const char *const behind[] = {
	    "change", "change_percent", "change_beyond_chance"};
	struct making making = {.report = report, .arena = arena};

	hscan_buf_init(&making.words, MAX_CELL_BYTES);
	name_columns(&making, before, fixed, behind, 3);
	hscan_grid_init(out, arena, "healthscan.trend/1", making.columns,
	    report->measures[0].trend_len + fixed + 3);
	for (size_t i = 0; i < report->measures_len && making.good; i++) {
		struct hscan_cell *row = hscan_grid_row(out);

		making.good = row != NULL;
		if (row)
			fill_data(report, &report->measures[i], row);
	}
	return finish(&making, err);
}

/* --- what is not there --- */

/* Periods in a row that have no value for the same reason. */
struct run {
	size_t from, to; /* both belong to it */
	const char *reason;
};

static bool
is_of_run(const struct hscan_measure *measure, size_t at, const char *reason)
{
	const struct hscan_value *value = &measure->trend[at];

	return !value->value.known && value->reason &&
	       strcmp(value->reason, reason) == 0;
}

/* The run that begins there; false: none does. */
static bool
find_run(const struct hscan_measure *measure, size_t at, struct run *out)
{
	const struct hscan_value *value = &measure->trend[at];

	if (value->value.known || !value->reason ||
	    (at > 0 && is_of_run(measure, at - 1, value->reason)))
		return false;
	*out = (struct run){at, at, value->reason};
	while (out->to + 1 < measure->trend_len &&
	       is_of_run(measure, out->to + 1, value->reason))
		out->to++;
	return true;
}

static bool
has_run(const struct hscan_measure *measure, const struct run *wanted)
{
	struct run run;

	return measure->role == HSCAN_ROLE_NONE &&
	       find_run(measure, wanted->from, &run) && run.to == wanted->to &&
	       strcmp(run.reason, wanted->reason) == 0;
}

/* All metrics that lack the same are named together. */
static void
add_run(struct hscan_buf *out, const struct hscan_report *report, size_t first,
    const struct run *run, bool utf8)
{
	const struct hscan_value *trend = report->measures[first].trend;
	enum period period = period_of_report(report);

	(void)hscan_buf_add_string(out, utf8 ? "\xE2\x80\x93 " : "- ");
	for (size_t i = first; i < report->measures_len; i++) {
		if (!has_run(&report->measures[i], run))
			continue;
		(void)hscan_buf_add_string(out, i > first ? ", " : "");
		hscan_add_safe(out, report->measures[i].metric->title, !utf8);
	}
	(void)hscan_buf_add_string(out, " (");
	period_add(out, period, &trend[run->from].window);
	if (run->to > run->from) {
		(void)hscan_buf_add_string(out, " to ");
		period_add(out, period, &trend[run->to].window);
	}
	(void)hscan_buf_add_string(out, "): ");
	hscan_add_safe(out, hscan_text_of(run->reason), !utf8);
	(void)hscan_buf_add_char(out, '\n');
}

void
trend_periods_add_reasons(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];
		struct run run;

		/* What a part lacks is in no window as a rule. */
		for (size_t at = 0; at < measure->trend_len &&
				    measure->role == HSCAN_ROLE_NONE;
		     at++) {
			bool said = false;

			if (!find_run(measure, at, &run))
				continue;
			for (size_t j = 0; j < i && !said; j++)
				said = has_run(&report->measures[j], &run);
			if (!said)
				add_run(out, report, i, &run, utf8);
		}
	}
}
