/* SPDX-License-Identifier: MIT */
/* Repositories side by side: a metric a row, a repository a column. */
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/table_many.h"
#include "report/words.h"

enum {
	TITLE,
	FIRST_REPO,
	STATUS_ROW = 0,
	CLASS_ROW,
	FIRST_METRIC_ROW,
	SHORT_TITLE = 24,
};

#define MAX_CELL_BYTES ((size_t)64 * 1024)

static void
add_mark(struct many *many, enum hscan_mark mark, struct hscan_buf *out)
{
	static const char *const marks[][2] = {
	    [HSCAN_MARK_NONE] = {"  ", "  "},
	    [HSCAN_MARK_BEST] = {" +", " \xE2\x98\x85"},
	    [HSCAN_MARK_WORST] = {" -", " \xE2\x96\xBD"},
	};

	(void)hscan_buf_add_string(out, marks[mark][many->pen.utf8]);
}

static struct hscan_cell
value_cell(struct many *many, const struct hscan_measure *measure,
    enum hscan_mark mark)
{
	/* In whose colour. */
	static const enum hscan_verdict verdicts[] = {
	    [HSCAN_MARK_NONE] = HSCAN_VERDICT_NONE,
	    [HSCAN_MARK_BEST] = HSCAN_VERDICT_HEALTHY,
	    [HSCAN_MARK_WORST] = HSCAN_VERDICT_RISK,
	};
	const struct hscan_value *now = &measure->now;
	struct hscan_buf words;
	struct hscan_cell cell;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	if (now->value.known)
		words_add_judged(&words, measure);
	else
		(void)hscan_buf_add_char(&words, '-');
	if (now->reason)
		(void)hscan_buf_add_format(
		    &words, " [%zu]", scan_reason(&many->reasons, now->reason));
	add_mark(many, mark, &words);
	cell = hscan_cell_right(many_keep(many, &words));
	cell.verdict = verdicts[mark];
	return cell;
}

/* So that words end where numbers do. */
static struct hscan_cell
beside_marks(struct many *many, struct hscan_text text)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_text(&words, text);
	add_mark(many, HSCAN_MARK_NONE, &words);
	return hscan_cell_right(many_keep(many, &words));
}

static void
fill_head(
    struct many *many, const struct hscan_scan_entry *entry, size_t column)
{
	struct hscan_cell *status = &many_row(many, STATUS_ROW)[column];

	many->columns[column] = many_name(many, entry);
	if (!entry->report) {
		*status = beside_marks(many, hscan_text_of("failed"));
		status->verdict = HSCAN_VERDICT_RISK;
		return;
	}
	*status = beside_marks(many, many_verdict(many, entry->verdict));
	status->verdict = entry->verdict;
	many_row(many, CLASS_ROW)[column] =
	    beside_marks(many, hscan_text_of(words_life(entry->report)));
}

static void
fill_row(struct many *many, const struct hscan_scan *scan, size_t metric)
{
	struct hscan_cell *row = many_row(many, FIRST_METRIC_ROW + metric);

	row[TITLE] = hscan_cell_text(
	    many_title(many, scan_any(scan)->measures[metric].metric));
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report)
			row[FIRST_REPO + i] =
			    value_cell(many, &report->measures[metric],
				hscan_comparison_mark(scan, i, metric));
	}
}

static void
explain_marks(struct pen *pen)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_CELL_BYTES);
	(void)hscan_buf_add_format(&words,
	    "%s the best of a row, %s the worst; numbers of items, commits "
	    "and people have neither, as they follow the size of a project; "
	    "values of few samples are not held against the others",
	    pen_pick(pen, "\xE2\x98\x85", "+"),
	    pen_pick(pen, "\xE2\x96\xBD", "-"));
	many_note(pen, "Marks", &words);
}

static void
fill(struct many *many, const struct hscan_scan *scan, size_t metrics)
{
	many->grid.fixed = FIRST_REPO;
	many->grid.most = SHORT_TITLE;
	many->columns[TITLE] = hscan_text_of("Metric");
	many_row(many, STATUS_ROW)[TITLE] = hscan_cell_string("Status");
	many_row(many, CLASS_ROW)[TITLE] = hscan_cell_string("Class");
	for (size_t i = 0; i < scan->len; i++)
		fill_head(many, &scan->entries[i], FIRST_REPO + i);
	for (size_t i = 0; i < metrics; i++)
		fill_row(many, scan, i);
}

enum hscan_status
hscan_comparison_table(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	struct many many;
	enum hscan_status status = many_begin(&many, out, look,
	    FIRST_REPO + scan->len, FIRST_METRIC_ROW + metrics, err);

	if (status == HSCAN_OK) {
		fill(&many, scan, metrics);
		many_heading(&many.pen, scan);
		status = hscan_grid_table(&many.grid, look, out, err);
	}
	if (status == HSCAN_OK) {
		many_notes(&many, scan, MANY_ALL);
		many_classes(&many, scan);
		explain_marks(&many.pen);
		status = hscan_buf_check(out, "the table", err);
	}
	many_end(&many);
	return status;
}
