/* SPDX-License-Identifier: MIT */
/* A number opened into what it is made of, for a person; see explanation.h. */
#include "report/explanation.h"

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/parse.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/words.h"

enum { DECIMALS = 4 };

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

/* --- the definition --- */

static void
add_line(struct hscan_buf *out, const char *label, struct hscan_text value)
{
	if (value.len == 0)
		return;
	(void)hscan_buf_add_format(out, "%-10s ", label);
	hscan_add_safe(out, value, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_bound(struct hscan_buf *out, const char *label,
    const struct hscan_bound *bound, struct hscan_text unit)
{
	static const char *const words[] = {
	    [HSCAN_NO_BOUND] = "",
	    [HSCAN_AT_MOST] = "at most",
	    [HSCAN_LESS] = "less than",
	    [HSCAN_AT_LEAST] = "at least",
	    [HSCAN_MORE] = "more than",
	};

	if (bound->comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_format(
	    out, "%-10s %s ", label, words[bound->comparison]);
	hscan_add_number(out, bound->value);
	(void)hscan_buf_add_char(out, ' ');
	hscan_add_safe(out, unit, false);
	(void)hscan_buf_add_char(out, '\n');
}

void
hscan_definition_write(const struct hscan_metric *metric, struct hscan_buf *out)
{
	static const char *const better[] = {
	    [HSCAN_BETTER_NEUTRAL] = "neither",
	    [HSCAN_BETTER_LOWER] = "lower",
	    [HSCAN_BETTER_HIGHER] = "higher",
	};
	struct hscan_text rest = metric->definition, line;

	add_line(out, "metric", metric->id);
	add_line(out, "title", metric->title);
	add_line(out, "unit", metric->unit);
	add_line(out, "statistic",
	    hscan_text_of(hscan_statistic_name(metric->statistic)));
	add_line(out, "better", hscan_text_of(better[metric->better]));
	add_bound(out, "healthy", &metric->healthy, metric->unit);
	add_bound(out, "risk", &metric->risk, metric->unit);
	add_line(out, "risk from", metric->risk_from);
	add_line(out, "CHAOSS", metric->chaoss);
	add_line(out, "", metric->chaoss_url);
	while (hscan_definition_line(&rest, &line)) {
		hscan_add_safe(out, line, false);
		(void)hscan_buf_add_char(out, '\n');
	}
}

/* --- the number --- */

static void
add_number_line(struct hscan_buf *out, const char *label, double value,
    struct hscan_text unit)
{
	(void)hscan_buf_add_format(out, "%-10s ", label);
	hscan_add_decimal(out, value, DECIMALS);
	(void)hscan_buf_add_char(out, ' ');
	hscan_add_safe(out, unit, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_optional(struct hscan_buf *out, const char *label,
    struct hscan_number number, struct hscan_text unit)
{
	if (number.known)
		add_number_line(out, label, number.value, unit);
}

static void
add_interval(struct hscan_buf *out, const struct hscan_interval *ci95,
    struct hscan_text unit)
{
	if (!ci95->known)
		return;
	(void)hscan_buf_add_string(out, "95 %       ");
	hscan_add_decimal(out, ci95->low, DECIMALS);
	(void)hscan_buf_add_string(out, " to ");
	hscan_add_decimal(out, ci95->high, DECIMALS);
	(void)hscan_buf_add_char(out, ' ');
	hscan_add_safe(out, unit, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_baseline(struct hscan_buf *out, const struct hscan_baseline *baseline)
{
	if (!baseline->known) {
		(void)hscan_buf_add_format(out,
		    "usual      not known: %zu earlier windows have a value "
		    "that counts, 6 are needed\n",
		    baseline->windows);
		return;
	}
	(void)hscan_buf_add_string(out, "usual      ");
	hscan_add_decimal(out, baseline->center, DECIMALS);
	(void)hscan_buf_add_format(out, " (%s of %zu windows, %s ",
	    baseline->method == HSCAN_BASELINE_MAD ? "median" : "mean",
	    baseline->windows,
	    baseline->method == HSCAN_BASELINE_MAD ? "mad" : "sd");
	hscan_add_decimal(out, baseline->spread, DECIMALS);
	(void)hscan_buf_add_char(out, ')');
	if (baseline->z.known) {
		(void)hscan_buf_add_string(out, ", z ");
		hscan_add_decimal(out, baseline->z.value, 2);
	}
	if (baseline->deviation == HSCAN_DEVIATION_WORSE)
		(void)hscan_buf_add_string(out, ": worse than usual");
	if (baseline->deviation == HSCAN_DEVIATION_BETTER)
		(void)hscan_buf_add_string(out, ": better than usual");
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_left_out(struct hscan_buf *out, const struct hscan_measure *measure,
    bool bots_included)
{
	if (!bots_included)
		(void)hscan_buf_add_format(out,
		    "left out   %lld of bots; --bots include brings them in\n",
		    (long long)measure->excluded_bots);
	if (measure->excluded_unreadable > 0)
		(void)hscan_buf_add_format(out,
		    "unread     %lld could not be read, and may be missing\n",
		    (long long)measure->excluded_unreadable);
	else if (measure->range.known)
		(void)hscan_buf_add_string(out,
		    "unread     some, the server does not say how many, and "
		    "they may be missing\n");
	if (measure->ended_before_began > 0)
		(void)hscan_buf_add_format(out,
		    "left out   %lld that ended before it began\n",
		    (long long)measure->ended_before_began);
	if (measure->censors)
		(void)hscan_buf_add_format(out,
		    "open       %lld not over yet at the window's end\n",
		    (long long)measure->open);
}

static void
add_value(struct hscan_buf *out, const struct hscan_measure *measure)
{
	struct hscan_text unit = measure->metric->unit;

	if (measure->now.value.known)
		add_number_line(out, "value", measure->now.value.value, unit);
	else
		(void)hscan_buf_add_format(out, "value      none: %s\n",
		    measure->now.reason ? measure->now.reason : "unknown");
	(void)hscan_buf_add_format(
	    out, "n          %lld", (long long)measure->now.n);
	if (measure->numerator.known) {
		(void)hscan_buf_add_string(out, ", of which ");
		hscan_add_decimal(out, measure->numerator.value, 0);
	}
	if (measure->now.value.known && measure->now.reason)
		(void)hscan_buf_add_format(out, " (%s)", measure->now.reason);
	(void)hscan_buf_add_char(out, '\n');
	add_interval(out, &measure->now.ci95, unit);
	add_optional(out, "p75", measure->p75, unit);
	add_optional(out, "p90", measure->p90, unit);
	add_optional(out, "KM median", measure->km_median, unit);
}

/* A line of words, if there are any. */
static void
add_words(struct hscan_buf *out, const char *label, struct hscan_buf *words)
{
	words_unglue(words, 0);
	add_line(out, label, hscan_buf_text(words));
	words_drop(out, words);
}

/* Who else has told of it, and whether theirs is the last word. */
static void
add_told(struct hscan_buf *out, const struct hscan_report *report)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_spans(&words, report);
	add_words(out, "told by", &words);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_provisional(&words, report);
	add_words(out, "as yet", &words);
}

/* What it was computed from, and how. */
static void
add_source(struct hscan_buf *out, const struct hscan_report *report)
{
	char synced[HSCAN_TIME_SIZE];
	const char *before = "source     ";

	for (size_t i = 0; i < report->coverage_len; i++) {
		const struct hscan_coverage *row = &report->coverage[i];

		if (!row->collected || row->rows == 0)
			continue;
		(void)hscan_buf_add_format(out, "%s%lld %s%s", before,
		    (long long)row->rows, row->stream,
		    row->source ? " (about: as the forge lists it)" : "");
		before = ", ";
	}
	(void)hscan_buf_add_format(out, "%shistory from %s",
	    before[0] == ',' ? "; " : before,
	    report->history_events ? "events" : "newest rows");
	if (report->synced_at != HSCAN_NEVER) {
		hscan_format_time(report->synced_at, synced);
		(void)hscan_buf_add_format(out, "; read %s", synced);
	}
	(void)hscan_buf_add_char(out, '\n');
	add_told(out, report);
}

static void
add_slice_part(struct hscan_buf *out, const char *word, struct hscan_text value)
{
	if (value.len == 0)
		return;
	(void)hscan_buf_add_format(out, "only       %s ", word);
	hscan_add_safe(out, value, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_slice(struct hscan_buf *out, const struct hscan_slice *slice)
{
	for (size_t i = 0; i < slice->labels_len; i++)
		add_slice_part(out, "label", slice->labels[i]);
	add_slice_part(out, "author", slice->author);
	add_slice_part(out, "base", slice->base);
}

static void
add_answer(struct hscan_buf *out, const struct hscan_explanation *explanation)
{
	const struct hscan_report *report = explanation->report;
	const struct hscan_measure *measure = &report->measures[0];
	char start[HSCAN_TIME_SIZE], end[HSCAN_TIME_SIZE];

	words_add_name(out, report, true);
	hscan_format_time(report->window.start, start);
	hscan_format_time(report->window.end, end);
	(void)hscan_buf_add_format(out, "\nwindow     %s to %s\n", start, end);
	add_slice(out, &report->slice);
	add_source(out, report);
	add_value(out, measure);
	if (measure->verdict != HSCAN_VERDICT_NONE)
		(void)hscan_buf_add_format(out, "status     %s\n",
		    hscan_verdict_name(measure->verdict));
	add_baseline(out, &measure->baseline);
	add_left_out(out, measure, report->bots_included);
}

/* --- the samples --- */

/* The last one only where it is said who told the samples. */
static const struct hscan_text columns[] = {{"subject", 7}, {"value", 5},
    {"role", 4}, {"author", 6}, {"title", 5}, {"sources", 7}};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* False: out of memory. */
static bool
fill(struct hscan_grid *grid, const struct hscan_sample *sample)
{
	struct hscan_cell *row = hscan_grid_row(grid);
	char sources[WORDS_SOURCES_SIZE];

	if (!row)
		return false;
	row[0] = hscan_cell_text(sample->subject);
	row[0].link = sample->link;
	row[1] = hscan_cell_number(sample->value);
	row[2] = hscan_cell_string(words_role(sample->role));
	row[3] = hscan_cell_text(sample->author);
	row[4] = hscan_cell_text(sample->title);
	if (grid->columns_len < COLUMNS)
		return true;
	row[5] = hscan_cell_text(hscan_arena_dup(grid->arena,
	    hscan_text_of(words_sources(sample->sources, sources))));
	return row[5].text.ptr != NULL;
}

static enum hscan_status
write_samples(const struct hscan_explanation *explanation, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status = HSCAN_OK;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "", columns,
	    words_have_sources(explanation->samples, explanation->samples_len)
		? COLUMNS
		: COLUMNS - 1);
	for (size_t i = 0; i < shown && status == HSCAN_OK; i++)
		if (!fill(&grid, &explanation->samples[i]))
			status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = hscan_grid_table(&grid, look, out, err);
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
hscan_explanation_table(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	size_t len = explanation->samples_len;
	enum hscan_status status;

	add_answer(out, explanation);
	(void)hscan_buf_add_char(out, '\n');
	hscan_definition_write(explanation->report->measures[0].metric, out);
	if (len == 0)
		return hscan_buf_check(out, "the explanation", err);
	(void)hscan_buf_add_char(out, '\n');
	status = write_samples(explanation, shown, look, out, err);
	if (status == HSCAN_OK && shown < len)
		(void)hscan_buf_add_format(out,
		    "... and %zu more; --limit N shows more of them\n",
		    len - shown);
	return status == HSCAN_OK ? hscan_buf_check(out, "the explanation", err)
				  : status;
}
