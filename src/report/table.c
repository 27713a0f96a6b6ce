/* SPDX-License-Identifier: MIT */
/*
 * The report for a person at a terminal: one line a metric, the verdict
 * first, then in words what the numbers cannot say for themselves. Columns
 * that do not fit are left out, the least needed first; nothing is wrapped
 * inside a row or cut inside a number.
 */
#include <stdlib.h>
#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/width.h"

/* Of a row, left to right. */
enum column {
	STATUS,
	TITLE,
	VALUE,
	UNIT,
	TREND,
	COUNT,
	BOUNDS,
	SPREAD,
	COLUMNS
};

/* A cell is at most this; no metric has such a title. */
#define MAX_CELL_BYTES 4096
#define MIN_TITLE      16
#define MAX_TREND      24

static const struct {
	const char *heading;
	bool right; /* aligned at its right edge */
} columns[COLUMNS] = {
    [STATUS] = {"status", false},
    [TITLE] = {"metric", false},
    [VALUE] = {"value", true},
    [UNIT] = {"", false},
    [TREND] = {"trend", false},
    [COUNT] = {"n", true},
    [BOUNDS] = {"healthy, risk", false},
    [SPREAD] = {"p75, p90", false},
};

struct row {
	struct hscan_buf cells[COLUMNS];
	enum hscan_verdict verdict;
};

struct table {
	const struct hscan_report *report;
	const struct hscan_look *look;
	struct hscan_buf *out;
	struct row *rows; /* owned; measures_len */
	size_t widths[COLUMNS];
	bool shown[COLUMNS];
	size_t screen;
};

/* --- small words --- */

static const struct sign {
	const char *utf8, *ascii, *colour, *word;
} signs[] = {
    [HSCAN_VERDICT_NONE] = {" ", " ", "", ""},
    [HSCAN_VERDICT_UNKNOWN] = {"○", "?", "2", "unknown"},
    [HSCAN_VERDICT_HEALTHY] = {"●", "+", "32", "healthy"},
    [HSCAN_VERDICT_WATCH] = {"◐", "~", "33", "watch"},
    [HSCAN_VERDICT_RISK] = {"▲", "!", "1;31", "risk"},
};

static void
begin_colour(struct table *table, const char *code)
{
	if (table->look->colour && code[0] != '\0')
		(void)hscan_buf_add_format(table->out, "\033[%sm", code);
}

static void
end_colour(struct table *table, const char *code)
{
	if (table->look->colour && code[0] != '\0')
		(void)hscan_buf_add_string(table->out, "\033[0m");
}

/* As many digits as a reader wants: 4980, 698.1, 64.54. */
static void
add_value(struct hscan_buf *out, double value)
{
	double size = value < 0 ? -value : value;
	int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : 2;
	struct hscan_buf text;

	hscan_buf_init(&text, 512);
	(void)hscan_buf_add_format(&text, "%.*f", decimals, value);
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ',')
			text.ptr[i] = '.'; /* a locale's point */
	while (decimals > 0 && text.len > 0 && text.ptr[text.len - 1] == '0')
		hscan_buf_cut(&text, text.len - 1);
	if (text.len > 0 && text.ptr[text.len - 1] == '.')
		hscan_buf_cut(&text, text.len - 1);
	(void)hscan_buf_add_text(out, hscan_buf_text(&text));
	hscan_buf_clear(&text);
}

/* --- cells --- */

static void
fill_unit(const struct table *table, const struct hscan_measure *measure,
    struct hscan_buf *cell)
{
	const struct hscan_value *now = &measure->now;

	if (!now->value.known)
		return;
	hscan_add_safe(cell, measure->metric->unit, !table->look->utf8);
	/* Nobody thinks in hundreds of hours. */
	if (hscan_text_is(measure->metric->unit, "hours") &&
	    now->value.value >= 48) {
		(void)hscan_buf_add_string(cell, " (");
		add_value(
		    cell, (double)(int64_t)(now->value.value / 2.4 + 0.5) / 10);
		(void)hscan_buf_add_string(cell, " d)");
	}
}

static void
fill_trend(const struct table *table, const struct hscan_measure *measure,
    struct hscan_buf *cell)
{
	static const char *const bars[] = {
	    "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char ramp[] = "_.-=+*%#";
	size_t len = measure->trend_len;
	const struct hscan_value *trend = measure->trend;
	double low = 0, high = 0;
	bool any = false;

	if (len > MAX_TREND) {
		trend += len - MAX_TREND;
		len = MAX_TREND;
	}
	for (size_t i = 0; i < len; i++) {
		if (!trend[i].value.known)
			continue;
		if (!any || trend[i].value.value < low)
			low = trend[i].value.value;
		if (!any || trend[i].value.value > high)
			high = trend[i].value.value;
		any = true;
	}
	for (size_t i = 0; i < len && any && len > 1; i++) {
		size_t level = 0;

		if (!trend[i].value.known) {
			(void)hscan_buf_add_string(
			    cell, table->look->utf8 ? "·" : " ");
			continue;
		}
		if (high > low)
			level = (size_t)((trend[i].value.value - low) /
					     (high - low) * 7.0 +
					 0.5);
		if (table->look->utf8)
			(void)hscan_buf_add_string(cell, bars[level]);
		else
			(void)hscan_buf_add_char(cell, ramp[level]);
	}
}

static void
add_bound(const struct table *table, struct hscan_buf *cell,
    const struct hscan_bound *bound)
{
	static const char *const ascii[] = {"", "<= ", "< ", ">= ", "> "};
	static const char *const utf8[] = {"", "≤ ", "< ", "≥ ", "> "};

	(void)hscan_buf_add_string(cell, table->look->utf8
					     ? utf8[bound->comparison]
					     : ascii[bound->comparison]);
	hscan_add_number(cell, bound->value);
}

static void
fill_bounds(const struct table *table, const struct hscan_measure *measure,
    struct hscan_buf *cell)
{
	const struct hscan_metric *metric = measure->metric;

	if (measure->healthy.comparison != HSCAN_NO_BOUND)
		add_bound(table, cell, &measure->healthy);
	if (metric->risk_from.len == 0 &&
	    measure->risk.comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_string(cell, cell->len > 0 ? ", risk " : "risk ");
	if (metric->risk_from.len > 0) {
		(void)hscan_buf_add_string(cell, "as ");
		hscan_add_safe(cell, metric->risk_from, !table->look->utf8);
	} else {
		add_bound(table, cell, &measure->risk);
	}
}

static void
fill_spread(const struct hscan_measure *measure, struct hscan_buf *cell)
{
	if (!measure->p75.known || !measure->p90.known)
		return;
	add_value(cell, measure->p75.value);
	(void)hscan_buf_add_string(cell, ", ");
	add_value(cell, measure->p90.value);
}

static void
fill_row(struct table *table, size_t at)
{
	const struct hscan_measure *measure = &table->report->measures[at];
	struct row *row = &table->rows[at];
	const struct sign *sign = &signs[measure->verdict];
	bool ascii = !table->look->utf8;

	row->verdict = measure->verdict;
	for (size_t i = 0; i < COLUMNS; i++)
		hscan_buf_init(&row->cells[i], MAX_CELL_BYTES);
	(void)hscan_buf_add_format(&row->cells[STATUS], "%s %s",
	    ascii ? sign->ascii : sign->utf8, sign->word);
	hscan_add_safe(&row->cells[TITLE], measure->metric->title, ascii);
	if (measure->now.value.known)
		add_value(&row->cells[VALUE], measure->now.value.value);
	else
		(void)hscan_buf_add_string(
		    &row->cells[VALUE], ascii ? "-" : "–");
	fill_unit(table, measure, &row->cells[UNIT]);
	fill_trend(table, measure, &row->cells[TREND]);
	if (measure->now.value.known)
		(void)hscan_buf_add_format(
		    &row->cells[COUNT], "%lld", (long long)measure->now.n);
	fill_bounds(table, measure, &row->cells[BOUNDS]);
	fill_spread(measure, &row->cells[SPREAD]);
}

/* --- layout --- */

static void
measure_columns(struct table *table)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		bool any = false;

		table->widths[c] = strlen(columns[c].heading);
		for (size_t r = 0; r < table->report->measures_len; r++) {
			struct hscan_text cell =
			    hscan_buf_text(&table->rows[r].cells[c]);
			size_t width = hscan_text_width(cell);

			any |= cell.len > 0;
			if (width > table->widths[c])
				table->widths[c] = width;
		}
		table->shown[c] = c <= UNIT && any;
	}
}

/* What the shown columns take, two between each, one before a unit. */
static size_t
total_width(const struct table *table)
{
	size_t total = 0;

	for (size_t c = 0; c < COLUMNS; c++) {
		if (!table->shown[c])
			continue;
		if (total > 0)
			total += c == UNIT ? 1 : 2;
		total += table->widths[c];
	}
	return total;
}

static void
choose_columns(struct table *table)
{
	/* In the order in which a reader would miss them. */
	static const enum column wanted[] = {TREND, COUNT, BOUNDS, SPREAD};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		bool any = false;

		for (size_t r = 0; r < table->report->measures_len; r++)
			any |= table->rows[r].cells[wanted[i]].len > 0;
		table->shown[wanted[i]] = any;
		if (total_width(table) > table->screen)
			table->shown[wanted[i]] = false;
	}
	while (total_width(table) > table->screen &&
	       table->widths[TITLE] > MIN_TITLE)
		table->widths[TITLE]--;
	if (total_width(table) > table->screen)
		table->shown[UNIT] = false;
}

static void
add_spaces(struct hscan_buf *out, size_t count)
{
	while (count-- > 0)
		(void)hscan_buf_add_char(out, ' ');
}

/* A cell, shortened with an ellipsis where it does not fit. */
static void
add_cell(struct table *table, struct hscan_text text, size_t width, bool right)
{
	bool cut = hscan_text_width(text) > width;
	const char *ellipsis = table->look->utf8 ? "…" : "~";
	size_t used;

	if (cut)
		text = hscan_text_fit(text, width - 1);
	used = hscan_text_width(text) + (cut ? 1 : 0);
	if (right)
		add_spaces(table->out, width - used);
	(void)hscan_buf_add_text(table->out, text);
	if (cut)
		(void)hscan_buf_add_string(table->out, ellipsis);
	if (!right)
		add_spaces(table->out, width - used);
}

/* A line has no blanks at its end. */
static void
end_line(struct table *table)
{
	while (
	    table->out->len > 0 && table->out->ptr[table->out->len - 1] == ' ')
		hscan_buf_cut(table->out, table->out->len - 1);
	(void)hscan_buf_add_char(table->out, '\n');
}

/* A row of cells; NULL: the headings. */
static void
add_row(struct table *table, const struct row *row)
{
	bool first = true;

	for (size_t c = 0; c < COLUMNS; c++) {
		struct hscan_text text =
		    row ? hscan_buf_text(&row->cells[c])
			: hscan_text_of(columns[c].heading);
		const char *colour =
		    row && c == STATUS ? signs[row->verdict].colour : "";

		if (!table->shown[c])
			continue;
		if (!first)
			add_spaces(table->out, c == UNIT ? 1 : 2);
		first = false;
		begin_colour(table, colour);
		add_cell(table, text, table->widths[c], columns[c].right);
		end_colour(table, colour);
	}
	end_line(table);
}

/* Words, broken between words at the edge of the screen. */
static void
add_paragraph(struct table *table, struct hscan_text text)
{
	size_t at = 0;

	while (text.ptr) {
		struct hscan_text word = hscan_text_split(&text, ' ');
		size_t width = hscan_text_width(word);

		if (word.len == 0)
			continue;
		if (at > 0 && at + 1 + width > table->screen) {
			(void)hscan_buf_add_string(table->out, "\n  ");
			at = 2;
		} else if (at > 0) {
			(void)hscan_buf_add_char(table->out, ' ');
			at++;
		}
		/* A word longer than a line is cut where it has to be. */
		while (width > table->screen - at) {
			struct hscan_text part =
			    hscan_text_fit(word, table->screen - at);

			if (part.len == 0)
				break;
			(void)hscan_buf_add_text(table->out, part);
			(void)hscan_buf_add_string(table->out, "\n  ");
			at = 2;
			word.ptr += part.len;
			word.len -= part.len;
			width = hscan_text_width(word);
		}
		(void)hscan_buf_add_text(table->out, word);
		at += width;
	}
	(void)hscan_buf_add_char(table->out, '\n');
}

/* --- around the rows --- */

static enum hscan_verdict
overall(const struct hscan_report *report)
{
	enum hscan_verdict worst = HSCAN_VERDICT_UNKNOWN;

	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].verdict > worst)
			worst = report->measures[i].verdict;
	return worst;
}

static void
add_title(struct table *table)
{
	static const char *const words[] = {
	    [HSCAN_VERDICT_NONE] = "",
	    [HSCAN_VERDICT_UNKNOWN] = "not enough data to judge",
	    [HSCAN_VERDICT_HEALTHY] = "healthy",
	    [HSCAN_VERDICT_WATCH] = "worth watching",
	    [HSCAN_VERDICT_RISK] = "at risk",
	};
	const struct hscan_report *report = table->report;
	enum hscan_verdict verdict = overall(report);
	const struct sign *sign = &signs[verdict];
	struct hscan_buf name;
	size_t room = strlen(words[verdict]) + 5;

	hscan_buf_init(&name, MAX_CELL_BYTES);
	if (strcmp(report->host, HSCAN_DEFAULT_HOST) != 0)
		(void)hscan_buf_add_format(&name, "%s/", report->host);
	hscan_add_safe(&name, report->repo.full_name, !table->look->utf8);
	begin_colour(table, "1");
	(void)hscan_buf_add_text(
	    table->out, hscan_text_fit(hscan_buf_text(&name),
			    table->screen > room ? table->screen - room : 1));
	end_colour(table, "1");
	(void)hscan_buf_add_string(table->out, "  ");
	begin_colour(table, sign->colour);
	(void)hscan_buf_add_format(table->out, "%s %s",
	    table->look->utf8 ? sign->utf8 : sign->ascii, words[verdict]);
	end_colour(table, sign->colour);
	(void)hscan_buf_add_char(table->out, '\n');
	hscan_buf_clear(&name);
}

static void
add_instant(struct hscan_buf *out, int64_t when)
{
	char text[HSCAN_TIME_SIZE];

	if (when % HSCAN_DAY_S == 0)
		hscan_format_date(when, text);
	else
		hscan_format_time(when, text);
	(void)hscan_buf_add_string(out, text);
}

static void
add_question(struct table *table)
{
	const struct hscan_report *report = table->report;
	double days =
	    (double)(report->window.end - report->window.start) / HSCAN_DAY_S;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_CELL_BYTES);
	add_value(&text, days);
	(void)hscan_buf_add_string(&text, days == 1.0 ? " day, " : " days, ");
	add_instant(&text, report->window.start);
	(void)hscan_buf_add_string(&text, " to ");
	add_instant(&text, report->window.end);
	(void)hscan_buf_add_string(&text,
	    report->bots_included ? "; bots included" : "; without bots");
	if (report->history_events)
		(void)hscan_buf_add_string(
		    &text, "; state replayed from events");
	if (report->repo.archived)
		(void)hscan_buf_add_string(
		    &text, "; the repository is archived");
	add_paragraph(table, hscan_buf_text(&text));
	hscan_buf_clear(&text);
}

static bool
same_reason(const struct hscan_measure *a, const struct hscan_measure *b)
{
	return a->now.reason && b->now.reason &&
	       strcmp(a->now.reason, b->now.reason) == 0;
}

/* "PR merge cycle, Issue close rate: no samples" */
static void
add_reason(struct table *table, size_t first)
{
	const struct hscan_report *report = table->report;
	const struct hscan_measure *measure = &report->measures[first];
	bool ascii = !table->look->utf8;
	struct hscan_buf text;

	for (size_t i = 0; i < first; i++)
		if (same_reason(&report->measures[i], measure))
			return;
	hscan_buf_init(&text, (size_t)1024 * 1024);
	for (size_t i = first; i < report->measures_len; i++) {
		if (!same_reason(&report->measures[i], measure))
			continue;
		(void)hscan_buf_add_string(&text, text.len > 0 ? ", " : "");
		hscan_add_safe(&text, report->measures[i].metric->title, ascii);
	}
	(void)hscan_buf_add_string(&text, ": ");
	hscan_add_safe(&text, hscan_text_of(measure->now.reason), ascii);
	if (strcmp(measure->now.reason, "low n") == 0)
		(void)hscan_buf_add_string(
		    &text, ", too few to be judged (fewer than 5)");
	add_paragraph(table, hscan_buf_text(&text));
	hscan_buf_clear(&text);
}

/* How many bot-authored samples each metric is without. */
static void
add_excluded(struct table *table)
{
	const struct hscan_report *report = table->report;
	struct hscan_buf text;

	hscan_buf_init(&text, (size_t)1024 * 1024);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->excluded_bots == 0)
			continue;
		(void)hscan_buf_add_string(
		    &text, text.len > 0 ? ", " : "Left out, by bots: ");
		hscan_add_safe(
		    &text, measure->metric->title, !table->look->utf8);
		(void)hscan_buf_add_format(
		    &text, " %lld", (long long)measure->excluded_bots);
	}
	if (text.len > 0)
		add_paragraph(table, hscan_buf_text(&text));
	hscan_buf_clear(&text);
}

static void
add_stream(struct table *table, const struct hscan_coverage *row,
    struct hscan_buf *text)
{
	static const struct {
		const char *stream, *many;
	} nouns[] = {{"issues", "issues and pull requests"},
	    {"releases", "releases"}, {"events", "events"}, {"git", "commits"}};

	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		if (strcmp(row->stream, nouns[i].stream) != 0 ||
		    !row->collected)
			continue;
		(void)hscan_buf_add_string(
		    text, text->len > 0 ? ", " : "From ");
		(void)hscan_buf_add_format(
		    text, "%lld %s", (long long)row->rows, nouns[i].many);
		if (row->note.len > 0) {
			(void)hscan_buf_add_string(text, " (");
			hscan_add_safe(text, row->note, !table->look->utf8);
			(void)hscan_buf_add_char(text, ')');
		}
	}
}

static void
add_coverage(struct table *table)
{
	const struct hscan_report *report = table->report;
	struct hscan_buf text;
	char when[HSCAN_TIME_SIZE];

	hscan_buf_init(&text, (size_t)64 * 1024);
	for (size_t i = 0; i < report->coverage_len; i++)
		add_stream(table, &report->coverage[i], &text);
	if (text.len > 0 && report->synced_at != HSCAN_NEVER) {
		hscan_format_time(report->synced_at, when);
		(void)hscan_buf_add_format(&text, "; read %s", when);
	}
	if (text.len > 0)
		add_paragraph(table, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	if (report->complete)
		return;
	begin_colour(table, "1;31");
	add_paragraph(table,
	    hscan_text_of("INCOMPLETE: not everything could be read; run again "
			  "to go on from here"));
	end_colour(table, "1;31");
}

/* --- the whole --- */

static void
write_all(struct table *table)
{
	const struct hscan_report *report = table->report;

	for (size_t i = 0; i < report->measures_len; i++)
		fill_row(table, i);
	measure_columns(table);
	choose_columns(table);
	add_title(table);
	add_question(table);
	(void)hscan_buf_add_char(table->out, '\n');
	begin_colour(table, "2");
	add_row(table, NULL);
	end_colour(table, "2");
	for (size_t i = 0; i < report->measures_len; i++)
		add_row(table, &table->rows[i]);
	(void)hscan_buf_add_char(table->out, '\n');
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].now.reason)
			add_reason(table, i);
	add_excluded(table);
	add_coverage(table);
}

enum hscan_status
hscan_table_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct table table = {
	    .report = report,
	    .look = look,
	    .out = out,
	    .screen = look->columns ? look->columns : 80,
	};

	if (table.screen < 40)
		table.screen = 40;
	table.rows = calloc(report->measures_len ? report->measures_len : 1,
	    sizeof(*table.rows));
	if (!table.rows)
		return hscan_no_memory(err);
	write_all(&table);
	for (size_t r = 0; r < report->measures_len; r++)
		for (size_t c = 0; c < COLUMNS; c++)
			hscan_buf_clear(&table.rows[r].cells[c]);
	free(table.rows);
	return hscan_buf_check(out, "the report", err);
}
