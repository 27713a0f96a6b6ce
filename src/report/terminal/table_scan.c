/* SPDX-License-Identifier: MIT */
/* The ranked scan for a person: a repository a row. */
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/table_grid.h"
#include "report/terminal/table_many.h"
#include "report/width.h"
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
	PLACE = 5,      /* " p100" */
	MOST_NOTES = 2, /* of a kind */
};

#define MAX_CELL_BYTES ((size_t)64 * 1024)

struct ranking {
	struct many many;
	size_t name_width; /* what is longer is cut */
	size_t longest;    /* of the names */
	bool narrow;       /* there is no room for percentiles */
	size_t *metric;    /* of each column behind the first ones */
	size_t columns;    /* those that are worth one */
	size_t shown;      /* those that fit */
};

static void
add_value(struct ranking *ranking, const struct hscan_measure *measure,
    struct hscan_buf *words)
{
	struct hscan_text mark = many_verdict(&ranking->many, measure->verdict);

	/* The mark says what the colour says. */
	if (mark.len > 0) {
		(void)hscan_buf_add_text(words, hscan_text_split(&mark, ' '));
		(void)hscan_buf_add_char(words, ' ');
	}
	words_add_judged(words, measure);
}

/* "▲ 40 p83", or the number of the reason why there is no such thing. */
static struct hscan_cell
value_cell(struct ranking *ranking, const struct hscan_measure *measure,
    const struct hscan_number *percentile)
{
	const struct hscan_value *now = &measure->now;
	struct hscan_buf words;
	struct hscan_cell cell;
	size_t end;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (now->value.known)
		add_value(ranking, measure, &words);
	end = words.len;
	if (percentile->known && !ranking->narrow)
		(void)hscan_buf_add_format(&words, " p%.0f", percentile->value);
	else if (now->reason)
		(void)hscan_buf_add_format(&words, " [%zu]",
		    scan_reason(&ranking->many.reasons, now->reason));
	/* So that values stand below each other. */
	for (size_t len = words.len - end; len < PLACE && !ranking->narrow;
	     len++)
		(void)hscan_buf_add_char(&words, ' ');
	cell = hscan_cell_right(many_keep(&ranking->many, &words));
	cell.verdict = measure->verdict;
	return cell;
}

static struct hscan_text
score_text(struct ranking *ranking, double score)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	hscan_add_decimal(&words, score, 0);
	return many_keep(&ranking->many, &words);
}

/* A repository that failed keeps its row, where the store knows it. Of a name
 * that is too long the end is shown: the owner is often that of all. */
static struct hscan_text
name_text(struct ranking *ranking, const struct hscan_scan_entry *entry)
{
	struct pen *pen = &ranking->many.pen;
	struct hscan_text name = many_name(&ranking->many, entry);
	size_t width = ranking->name_width;
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	hscan_add_safe(&words, name, !pen->utf8);
	name = many_keep(&ranking->many, &words);
	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (entry->failed != HSCAN_OK) {
		(void)hscan_buf_add_string(&words, "! ");
		width -= 2;
	}
	if (hscan_text_width(name) + 2 > ranking->longest)
		ranking->longest = hscan_text_width(name) + 2;
	if (hscan_text_width(name) > width) {
		(void)hscan_buf_add_string(
		    &words, pen_pick(pen, "\xE2\x80\xA6", "~"));
		while (hscan_text_width(name) > width - 1)
			(void)hscan_utf8_next(&name);
	}
	(void)hscan_buf_add_text(&words, name);
	return many_keep(&ranking->many, &words);
}

static void
fill_row(
    struct ranking *ranking, const struct hscan_scan_entry *entry, size_t row)
{
	struct hscan_cell *cells = many_row(&ranking->many, row);
	const struct hscan_report *report = entry->report;

	cells[NAME] = hscan_cell_text(name_text(ranking, entry));
	if (!report) {
		cells[STATUS] = hscan_cell_string("failed");
		cells[STATUS].verdict = HSCAN_VERDICT_RISK;
		return;
	}
	cells[RANK] = hscan_cell_integer((int64_t)entry->rank);
	cells[CLASS] = hscan_cell_string(words_life(report));
	cells[STATUS] =
	    hscan_cell_text(many_verdict(&ranking->many, entry->verdict));
	cells[STATUS].verdict = entry->verdict;
	if (entry->score.known)
		cells[SCORE] =
		    hscan_cell_right(score_text(ranking, entry->score.value));
	for (size_t i = 0; i < ranking->shown; i++) {
		size_t metric = ranking->metric[i];

		cells[FIRST_METRIC + i] = value_cell(ranking,
		    &report->measures[metric], &entry->percentiles[metric]);
	}
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
	struct many *many = &ranking->many;

	for (size_t i = 0; i < FIRST_METRIC; i++)
		many->columns[i] = hscan_text_of(headings[i]);
	for (size_t i = 0; any && i < ranking->columns; i++)
		many->columns[FIRST_METRIC + i] =
		    many_title(many, any->measures[ranking->metric[i]].metric);
}

/* --- below the table --- */

static void
explain_score(const struct ranking *ranking, struct pen *pen)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_string(&words,
	    ranking->narrow
		? "mean over all metrics of how many others here are worse, in "
		  "percent"
		: "the mean of all p, each of which says how many of the "
		  "others "
		  "here are worse at that metric, in percent");
	many_note(pen, "Score", &words);
}

/* Which metrics are not there, and why. */
static void
explain_columns(const struct ranking *ranking, struct pen *pen, size_t metrics)
{
	size_t empty = metrics - ranking->columns;
	size_t wide = ranking->columns - ranking->shown;
	struct hscan_buf words;

	if (empty + wide == 0)
		return;
	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (wide > 0)
		(void)hscan_buf_add_format(&words,
		    "%zu more %s on a wider screen, or with "
		    "--format" WORDS_GLUE "csv or json",
		    wide, wide == 1 ? "is" : "are");
	if (empty > 0)
		(void)hscan_buf_add_format(&words,
		    "%s%zu %s no value for any of these; "
		    "healthscan" WORDS_GLUE "explain says why",
		    wide > 0 ? "; " : "", empty, empty == 1 ? "has" : "have");
	many_note(pen, "Metrics", &words);
}

/* "acme/widget: healthy -> risk" */
static void
write_turns(
    struct pen *pen, const struct hscan_scan_totals *totals, size_t most)
{
	struct hscan_buf words;
	const char *before = "";

	if (totals->compared == 0)
		return;
	hscan_buf_init(&words, MAX_CELL_BYTES);
	for (size_t i = 0; i < totals->turns_len && i < most; i++) {
		const struct hscan_scan_turn *turn = &totals->turns[i];

		(void)hscan_buf_add_string(&words, before);
		words_add_place(&words, turn->host, turn->repo, pen->utf8);
		(void)hscan_buf_add_format(
		    &words, " was %s, is %s", turn->from, turn->to);
		before = "; ";
	}
	if (totals->turns_len > most)
		(void)hscan_buf_add_format(&words,
		    "; and %zu more; -v" WORDS_GLUE "shows all",
		    totals->turns_len - most);
	if (totals->turns_len == 0)
		(void)hscan_buf_add_string(
		    &words, "nothing since the last scan");
	many_note(pen, "Turned", &words);
}

static void
write_totals(struct pen *pen, const struct hscan_scan *scan, size_t most)
{
	struct hscan_buf words;

	if (!scan->totals || scan->reports == 0)
		return;
	hscan_buf_init(&words, MAX_CELL_BYTES);
	scan_add_verdicts(&words, scan);
	if (scan->failed > 0)
		(void)hscan_buf_add_format(
		    &words, ", %zu" WORDS_GLUE "failed", scan->failed);
	many_note(pen, "In all", &words);
	if (scan_has_lives(scan)) {
		hscan_buf_init(&words, MAX_CELL_BYTES);
		scan_add_lives(&words, scan);
		many_note(pen, "Classes", &words);
	}
	write_turns(pen, scan->totals, most);
}

/* The whole fits a screen, unless all is asked for. */
static void
write_below(
    struct ranking *ranking, const struct hscan_scan *scan, size_t metrics)
{
	struct many *many = &ranking->many;
	struct pen *pen = &many->pen;
	size_t most = scan->verbose ? MANY_ALL : MOST_NOTES;

	many_notes(many, scan, most);
	if (scan->verbose)
		many_classes(many, scan);
	explain_score(ranking, pen);
	explain_columns(ranking, pen, metrics);
	if (scan->gate) {
		pen_line(pen);
		many_gate(many, scan);
		pen_line(pen);
	}
	write_totals(pen, scan, most);
}

static size_t
short_name(const struct ranking *ranking)
{
	return ranking->narrow ? SHORT_NAME : LONG_NAME;
}

/* Cells of as many metrics as the screen has room for, so that no reason is
 * given for what is not there. */
static enum hscan_status
fill(struct ranking *ranking, const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_error *err)
{
	size_t fit = 0, all = FIRST_METRIC + ranking->columns;
	enum hscan_status status;

	ranking->name_width = SIZE_MAX;
	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
	status = table_fit(&ranking->many.grid, look, &fit, err);
	/* One column is always there, whether or not it fits. */
	if (status == HSCAN_OK && (fit < all || ranking->columns <= 1) &&
	    ranking->longest > short_name(ranking)) {
		ranking->name_width = short_name(ranking);
		for (size_t i = 0; i < scan->len; i++)
			fill_row(ranking, &scan->entries[i], i);
		status = table_fit(&ranking->many.grid, look, &fit, err);
	}
	ranking->shown = fit > FIRST_METRIC ? fit - FIRST_METRIC : 0;
	ranking->many.reasons.len = 0;
	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
	return status;
}

/* Which metrics are worth a column. */
static enum hscan_status
choose(struct ranking *ranking, const struct hscan_scan *scan, size_t metrics,
    struct hscan_arena *arena, struct hscan_error *err)
{
	ranking->metric =
	    hscan_arena_alloc(arena, metrics + 1, sizeof(*ranking->metric));
	if (!ranking->metric)
		return hscan_no_memory(err);
	ranking->columns = scan_columns_of(scan, ranking->metric);
	ranking->shown = ranking->columns;
	return HSCAN_OK;
}

static enum hscan_status
write_table(struct ranking *ranking, const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	struct many *many = &ranking->many;
	enum hscan_status status;

	ranking->narrow = many->pen.columns < NARROW;
	many->grid.fixed = FIRST_METRIC;
	many->grid.most = SIZE_MAX; /* names are cut before */
	many->grid.one_block = true;
	name_columns(ranking, any);
	status = fill(ranking, scan, look, err);
	if (status != HSCAN_OK)
		return status;
	many_heading(&many->pen, scan);
	status = hscan_grid_table(&many->grid, look, out, err);
	if (status != HSCAN_OK)
		return status;
	write_below(ranking, scan, any ? any->measures_len : 0);
	return hscan_buf_check(out, "the table", err);
}

enum hscan_status
hscan_scan_table(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	struct ranking ranking = {.shown = 0};
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status =
	    choose(&ranking, scan, any ? any->measures_len : 0, &arena, err);
	if (status == HSCAN_OK)
		status = many_begin(&ranking.many, out, look,
		    FIRST_METRIC + ranking.columns, scan->len, err);
	if (status == HSCAN_OK)
		status = write_table(&ranking, scan, look, out, err);
	many_end(&ranking.many);
	hscan_arena_clear(&arena);
	return status;
}
