/* SPDX-License-Identifier: MIT */
/* The ranked scan for a person: a repository a row. */
#include "base/round.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/table_grid.h"
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

struct ranking {
	struct many many;
	bool narrow;  /* there is no room for percentiles */
	size_t shown; /* metrics */
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

/* A repository that failed keeps its row, where the store knows it. */
static struct hscan_text
name_text(struct ranking *ranking, const struct hscan_scan_entry *entry)
{
	struct hscan_text name = many_name(&ranking->many, entry);
	struct hscan_buf words;

	if (entry->failed == HSCAN_OK)
		return name;
	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_string(&words, "! ");
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
	for (size_t i = 0; i < ranking->shown; i++)
		cells[FIRST_METRIC + i] = value_cell(
		    ranking, &report->measures[i], &entry->percentiles[i]);
}

static void
name_columns(struct many *many, const struct hscan_report *any)
{
	static const char *const headings[] = {
	    [RANK] = "#",
	    [NAME] = "Repository",
	    [CLASS] = "Class",
	    [STATUS] = "Status",
	    [SCORE] = "Score",
	};

	for (size_t i = 0; i < FIRST_METRIC; i++)
		many->columns[i] = hscan_text_of(headings[i]);
	for (size_t i = 0; any && i < any->measures_len; i++)
		many->columns[FIRST_METRIC + i] =
		    many_title(many, any->measures[i].metric);
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
	many_note(pen, "Score", &words);
}

/* Cells of as many metrics as the screen has room for, so that no reason is
 * given for what is not there. */
static enum hscan_status
fill(struct ranking *ranking, const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_error *err)
{
	enum hscan_status status;
	size_t fit = 0;

	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
	status = table_fit(&ranking->many.grid, look, &fit, err);
	ranking->shown = fit > FIRST_METRIC ? fit - FIRST_METRIC : 0;
	ranking->many.reasons.len = 0;
	for (size_t i = 0; i < scan->len; i++)
		fill_row(ranking, &scan->entries[i], i);
	return status;
}

enum hscan_status
hscan_scan_table(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	struct ranking ranking = {.shown = metrics};
	struct many *many = &ranking.many;
	enum hscan_status status =
	    many_begin(many, out, look, FIRST_METRIC + metrics, scan->len, err);

	if (status == HSCAN_OK) {
		ranking.narrow = many->pen.columns < NARROW;
		many->grid.fixed = FIRST_METRIC;
		many->grid.most = ranking.narrow ? SHORT_NAME : LONG_NAME;
		many->grid.one_block = true;
		name_columns(many, any);
		status = fill(&ranking, scan, look, err);
	}
	if (status == HSCAN_OK) {
		many_heading(&many->pen, scan);
		status = hscan_grid_table(&many->grid, look, out, err);
	}
	if (status == HSCAN_OK) {
		many_notes(many, scan);
		explain_score(&many->pen, metrics - ranking.shown);
		status = hscan_buf_check(out, "the table", err);
	}
	many_end(many);
	return status;
}
