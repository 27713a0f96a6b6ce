/* SPDX-License-Identifier: MIT */
/* Everything as CSV (RFC 4180, but with LF), for spreadsheets. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "report/change_words.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/scan.h"
#include "report/trend_periods.h"
#include "report/waiting.h"
#include "report/words.h"

#define MAX_CELL_BYTES ((size_t)1024 * 1024)

/* --- lines --- */

static bool
is_formula(const struct hscan_cell *cell, struct hscan_text text)
{
	return (cell->kind == HSCAN_CELL_TEXT ||
		   cell->kind == HSCAN_CELL_PATH) &&
	       text.len > 0 && text.ptr[0] != '\0' &&
	       strchr("=+-@\t\r", text.ptr[0]) != NULL;
}

/* Quoted where it has to be, and text that a spreadsheet would take for a
 * formula with a ' before it. */
static void
add_cell(struct hscan_buf *out, const struct hscan_cell *cell)
{
	struct hscan_buf plain;
	struct hscan_text text;
	bool quote, formula;

	hscan_buf_init(&plain, MAX_CELL_BYTES);
	hscan_add_cell(&plain, cell, false);
	text = hscan_buf_text(&plain);
	quote = formula = is_formula(cell, text);
	for (size_t i = 0; i < text.len && !quote; i++)
		quote = text.ptr[i] == '"' || text.ptr[i] == ',' ||
			text.ptr[i] == '\n' || text.ptr[i] == '\r';
	if (!quote)
		(void)hscan_buf_add_text(out, text);
	else
		(void)hscan_buf_add_string(out, formula ? "\"'" : "\"");
	for (size_t i = 0; i < text.len && quote; i++) {
		if (text.ptr[i] == '"')
			(void)hscan_buf_add_char(out, '"');
		(void)hscan_buf_add_char(out, text.ptr[i]);
	}
	if (quote)
		(void)hscan_buf_add_char(out, '"');
	words_drop(out, &plain);
}

static void
write_row(struct hscan_buf *out, const struct hscan_cell *row, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		(void)hscan_buf_add_string(out, i > 0 ? "," : "");
		add_cell(out, &row[i]);
	}
	(void)hscan_buf_add_char(out, '\n');
}

/* The headings. */
static void
write_names(struct hscan_buf *out, const char *const *names, size_t len)
{
	for (size_t i = 0; i < len; i++)
		(void)hscan_buf_add_format(
		    out, "%s%c", names[i], i + 1 < len ? ',' : '\n');
}

/* --- a report: a line a metric and window, the oldest window first --- */

enum { CHANGE_COLUMNS = 3 };

/* Empty where it is not known. */
static void
fill_change(struct hscan_cell *row, const struct hscan_change *change)
{
	if (change->difference.known)
		row[0] = hscan_cell_number(change->difference.value);
	if (change->percent.known)
		row[1] = hscan_cell_number(change->percent.value);
	row[2] = hscan_cell_string(change_chance_name(change));
}

static void
write_window(struct hscan_buf *out, const struct hscan_report *report,
    const struct hscan_measure *measure, const struct hscan_value *value,
    bool now)
{
	enum {
		METRIC,
		START,
		END,
		VALUE,
		UNIT,
		N,
		LOW,
		HIGH,
		STATUS,
		REASON,
		CHANGE,
		ROLE = CHANGE + CHANGE_COLUMNS,
		COLUMNS
	};
	struct hscan_cell row[COLUMNS] = {
	    [METRIC] = hscan_cell_text(measure->metric->id),
	    [START] = hscan_cell_time(value->window.start),
	    [END] = hscan_cell_time(value->window.end),
	    [UNIT] = hscan_cell_text(measure->metric->unit),
	    [N] = hscan_cell_integer(value->n),
	    [REASON] = hscan_cell_string(value->reason),
	};

	if (value->value.known)
		row[VALUE] = hscan_cell_number(value->value.value);
	if (value->ci95.known) {
		row[LOW] = hscan_cell_number(value->ci95.low);
		row[HIGH] = hscan_cell_number(value->ci95.high);
	}
	/* Only the newest window is judged. */
	if (now && measure->verdict != HSCAN_VERDICT_NONE)
		row[STATUS] =
		    hscan_cell_string(hscan_verdict_name(measure->verdict));
	if (now && measure->change)
		fill_change(&row[CHANGE], measure->change);
	row[ROLE] = hscan_cell_string(measure->role == HSCAN_ROLE_NONE
					  ? "all"
					  : hscan_role_name(measure->role));
	write_row(out, row, report->by_role ? COLUMNS : ROLE);
}

enum hscan_status
hscan_csv_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	static const char *const names[] = {"metric", "start", "end", "value",
	    "unit", "n", "ci95_low", "ci95_high", "status", "reason", "change",
	    "change_percent", "change_beyond_chance", "role"};
	size_t columns = sizeof(names) / sizeof(names[0]);

	(void)look; /* programs read it */
	/* The last one is there only where it is asked for. */
	write_names(out, names, report->by_role ? columns : columns - 1);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		for (size_t j = 0; j < measure->trend_len; j++)
			write_window(out, report, measure, &measure->trend[j],
			    j + 1 == measure->trend_len);
	}
	return hscan_buf_check(out, "the result", err);
}

/* --- an explanation: a line a sample --- */

/* The last columns are there only where it is said who told the samples, whose
 * of a group they are, what their authors are (--by role), and how many people
 * of an organization have which share. */
enum { SAMPLE_COLUMNS = 9 };

struct sample_columns {
	bool sources, repo, roles, organizations;
};

static void
write_sample(struct hscan_buf *out, const struct hscan_sample *sample,
    const struct sample_columns *more)
{
	const struct hscan_cell none = {.kind = HSCAN_CELL_NULL};
	char sources[WORDS_SOURCES_SIZE];
	struct hscan_cell row[] = {
	    hscan_cell_text(sample->subject),
	    sample->number > 0 ? hscan_cell_integer(sample->number) : none,
	    hscan_cell_text(sample->title),
	    hscan_cell_text(sample->author),
	    hscan_cell_number(sample->value),
	    hscan_cell_string(words_role(sample->role)),
	    hscan_cell_text(sample->link),
	    hscan_cell_time(sample->began_at),
	    hscan_cell_time(sample->ended_at),
	    none,
	    none,
	    none,
	    none,
	    none,
	};
	size_t columns = SAMPLE_COLUMNS;

	if (more->sources)
		row[columns++] =
		    hscan_cell_string(words_sources(sample->sources, sources));
	if (more->repo)
		row[columns++] = hscan_cell_text(sample->repo);
	if (more->roles)
		row[columns++] = sample->author_role == HSCAN_ROLE_NONE
				     ? none
				     : hscan_cell_string(hscan_role_name(
					   sample->author_role));
	if (more->organizations) {
		row[columns++] = hscan_cell_integer(sample->people);
		row[columns++] = sample->share.known
				     ? hscan_cell_number(sample->share.value)
				     : none;
	}
	write_row(out, row, columns);
}

enum hscan_status
hscan_explanation_csv(const struct hscan_explanation *explanation, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const char *names[SAMPLE_COLUMNS + 5] = {"subject", "number", "title",
	    "author", "value", "role", "link", "began_at", "ended_at"};
	const struct sample_columns more = {
	    .sources = words_have_sources(
		explanation->samples, explanation->samples_len),
	    .repo = explanation->report->group != NULL,
	    .roles = explanation->report->by_role,
	    .organizations = explanation->report->measures[0].unknown.known,
	};
	size_t columns = SAMPLE_COLUMNS;

	(void)look;
	if (more.sources)
		names[columns++] = "sources";
	if (more.repo)
		names[columns++] = "repository";
	if (more.roles)
		names[columns++] = "author_role";
	if (more.organizations) {
		names[columns++] = "people";
		names[columns++] = "share";
	}
	write_names(out, names, columns);
	for (size_t i = 0; i < shown; i++)
		write_sample(out, &explanation->samples[i], &more);
	return hscan_buf_check(out, "the result", err);
}

/* --- a scan: a line a repository; with a gate, what that says is last --- */

enum { GATE_COLUMNS = 2 };

enum {
	RANK,
	HOST,
	NAME,
	CLASS,
	STATUS,
	SCORE,
	COMPLETE,
	FAILURE,
	FIRST_METRIC, /* a value and a percentile for each */
};

/* False: out of memory. */
static bool
name_columns(struct hscan_cell *row, const struct hscan_report *any,
    struct hscan_arena *arena)
{
	static const char *const names[FIRST_METRIC] = {"rank", "host",
	    "repository", "class", "status", "score", "complete", "failure"};
	bool good = true;

	for (size_t i = 0; i < FIRST_METRIC; i++)
		row[i] = hscan_cell_string(names[i]);
	for (size_t i = 0; any && i < any->measures_len && good; i++) {
		struct hscan_cell *cells = &row[FIRST_METRIC + 2 * i];
		struct hscan_buf name;

		hscan_buf_init(&name, MAX_CELL_BYTES);
		(void)hscan_buf_add_text(&name, any->measures[i].metric->id);
		/* The unit of other numbers is always the same. */
		if (any->measures[i].metric->clock == HSCAN_CLOCK_HOURS)
			(void)hscan_buf_add_string(&name, "_business");
		cells[0] = hscan_cell_text(
		    hscan_arena_dup(arena, hscan_buf_text(&name)));
		(void)hscan_buf_add_string(&name, "_percentile");
		cells[1] = hscan_cell_text(
		    hscan_arena_dup(arena, hscan_buf_text(&name)));
		good = name.failed == HSCAN_OK && cells[0].text.ptr &&
		       cells[1].text.ptr;
		hscan_buf_clear(&name);
	}
	return good;
}

/* False: out of memory. */
static bool
fill_gate(struct hscan_cell *row, const struct hscan_entry_gate *gate,
    struct hscan_arena *arena)
{
	struct hscan_buf words;
	bool good;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	for (size_t i = 0; i < gate->why_len; i++) {
		(void)hscan_buf_add_string(&words, i > 0 ? "; " : "");
		(void)hscan_buf_add_text(&words, gate->why[i]);
	}
	row[0] = hscan_cell_string(scan_gate_name(gate->result));
	row[1] =
	    hscan_cell_text(hscan_arena_dup(arena, hscan_buf_text(&words)));
	good = words.failed == HSCAN_OK && (words.len == 0 || row[1].text.ptr);
	hscan_buf_clear(&words);
	return good;
}

static void
fill_entry(struct hscan_cell *row, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;

	row[NAME] = hscan_cell_text(entry->name);
	row[FAILURE] = hscan_cell_text(entry->why);
	if (!report)
		return;
	row[RANK] = hscan_cell_integer((int64_t)entry->rank);
	row[HOST] = hscan_cell_string(report->host);
	row[NAME] = hscan_cell_text(report->repo.full_name);
	if (report->life)
		row[CLASS] = hscan_cell_string(words_life(report));
	row[STATUS] = hscan_cell_string(hscan_verdict_name(entry->verdict));
	if (entry->score.known)
		row[SCORE] = hscan_cell_number(entry->score.value);
	row[COMPLETE] = hscan_cell_string(report->complete ? "true" : "false");
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_number *value =
		    &report->measures[i].now.value;
		struct hscan_cell *cells = &row[FIRST_METRIC + 2 * i];

		if (value->known)
			cells[0] = hscan_cell_number(value->value);
		if (entry->percentiles[i].known)
			cells[1] =
			    hscan_cell_number(entry->percentiles[i].value);
	}
}

/* False: out of memory. */
static bool
write_scan(const struct hscan_scan *scan, struct hscan_cell *row, size_t len,
    struct hscan_arena *arena, struct hscan_buf *out)
{
	size_t gate = len - (scan->gate ? GATE_COLUMNS : 0);
	bool good = name_columns(row, scan_any(scan), arena);

	if (good && scan->gate) {
		row[gate] = hscan_cell_string("gate");
		row[gate + 1] = hscan_cell_string("gate_why");
	}
	if (good)
		write_row(out, row, len);
	for (size_t i = 0; i < scan->len && good; i++) {
		memset(row, 0, len * sizeof(*row));
		fill_entry(row, &scan->entries[i]);
		if (scan->gate)
			good =
			    fill_gate(&row[gate], scan->entries[i].gate, arena);
		write_row(out, row, len);
	}
	return good;
}

enum hscan_status
hscan_scan_csv(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t len = FIRST_METRIC + (any ? 2 * any->measures_len : 0) +
		     (scan->gate ? GATE_COLUMNS : 0);
	struct hscan_arena arena;
	struct hscan_cell *row;
	bool good;

	(void)look;
	hscan_arena_init(&arena);
	row = hscan_arena_alloc(&arena, len, sizeof(*row));
	good = row && write_scan(scan, row, len, &arena, out);
	hscan_arena_clear(&arena);
	return good ? hscan_buf_check(out, "the result", err)
		    : hscan_no_memory(err);
}

/* --- a comparison: a line a metric --- */

static void
fill_metric(struct hscan_cell *row, const struct hscan_scan *scan, size_t at)
{
	const struct hscan_metric *metric = scan_any(scan)->measures[at].metric;

	row[0] = hscan_cell_text(metric->id);
	row[1] = hscan_cell_text(metric->unit);
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report && report->measures[at].now.value.known)
			row[2 + i] = hscan_cell_number(
			    report->measures[at].now.value.value);
	}
}

enum hscan_status
hscan_comparison_csv(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t len = 2 + scan->len;
	struct hscan_arena arena;
	struct hscan_cell *row;

	(void)look;
	hscan_arena_init(&arena);
	row = hscan_arena_alloc(&arena, len, sizeof(*row));
	if (!row)
		return hscan_no_memory(err);
	row[0] = hscan_cell_string("metric");
	row[1] = hscan_cell_string("unit");
	for (size_t i = 0; i < scan->len; i++)
		row[2 + i] = hscan_cell_text(scan->entries[i].name);
	write_row(out, row, len);
	for (size_t i = 0; any && i < any->measures_len; i++) {
		memset(row, 0, len * sizeof(*row));
		fill_metric(row, scan, i);
		write_row(out, row, len);
	}
	hscan_arena_clear(&arena);
	return hscan_buf_check(out, "the result", err);
}

/* --- rows and columns --- */

enum hscan_status
hscan_grid_csv(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	(void)look;
	for (size_t i = 0; i < grid->columns_len; i++) {
		const struct hscan_cell name =
		    hscan_cell_text(grid->columns[i]);

		(void)hscan_buf_add_string(out, i > 0 ? "," : "");
		add_cell(out, &name);
	}
	(void)hscan_buf_add_char(out, '\n');
	for (size_t i = 0; i < grid->rows; i++)
		write_row(out, hscan_grid_cell(grid, i * grid->columns_len),
		    grid->columns_len);
	return hscan_buf_check(out, "the result", err);
}

/* --- a trend of periods: a line a metric, a column a period --- */

enum hscan_status
hscan_trend_csv(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	if (!trend_has_periods(report))
		return hscan_csv_write(report, look, out, err);
	hscan_arena_init(&arena);
	status = trend_periods_data(report, &arena, &grid, err);
	if (status == HSCAN_OK)
		status = hscan_grid_csv(&grid, look, out, err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- what is open: a line an item --- */

static void
write_item(struct hscan_buf *out, const struct hscan_waiting_item *item)
{
	enum { KIND, NUMBER, TITLE, AUTHOR, WHO, SINCE, DAYS, AFTER, REASON };
	bool known = item->waits_for != HSCAN_WAITS_UNKNOWN;
	struct hscan_cell row[] = {
	    [KIND] = hscan_cell_string(
		item->kind == HSCAN_PULL_REQUEST ? "pull_request" : "issue"),
	    [NUMBER] = hscan_cell_integer(item->number),
	    [TITLE] = hscan_cell_text(item->title),
	    [AUTHOR] = hscan_cell_text(item->author),
	    [WHO] = hscan_cell_string(waiting_for(item->waits_for)),
	    [SINCE] = {.kind = HSCAN_CELL_NULL},
	    [DAYS] = {.kind = HSCAN_CELL_NULL},
	    [AFTER] = {.kind = HSCAN_CELL_NULL},
	    [REASON] = hscan_cell_string(known ? NULL : waiting_unread),
	    hscan_cell_string(item->draft ? "yes" : "no"),
	    hscan_cell_time(item->created_at),
	    hscan_cell_time(item->last_at),
	    hscan_cell_text(item->last_by),
	    hscan_cell_text(item->link),
	};

	if (known) {
		row[SINCE] = hscan_cell_time(item->since);
		row[DAYS] = hscan_cell_integer(item->days);
		row[AFTER] = hscan_cell_string(waiting_after(item->why));
	}
	write_row(out, row, sizeof(row) / sizeof(row[0]));
}

enum hscan_status
hscan_waiting_csv(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	static const char *const names[] = {"kind", "number", "title", "author",
	    "waits_for", "since", "days", "after", "reason", "draft",
	    "created_at", "last_at", "last_by", "link"};

	(void)look;
	write_names(out, names, sizeof(names) / sizeof(names[0]));
	for (size_t i = 0; i < shown; i++)
		write_item(out, &waiting->items[i]);
	return hscan_buf_check(out, "the result", err);
}
