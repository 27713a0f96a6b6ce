/* SPDX-License-Identifier: MIT */
/* A number opened into what it is made of, for a person; see explanation.h. */
#include "report/explanation.h"

#include <string.h>

#include <healthscan/record.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "metric/parse.h"
#include "metric/statistic.h"
#include "metric/unit.h"
#include "report/change_words.h"
#include "report/evidence.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/scale.h"
#include "report/terminal/pen.h"
#include "report/terminal/table.h"
#include "report/words.h"

enum { LABEL = 13, DECIMALS = 4 };

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

/* --- the definition --- */

static void
add_line(struct hscan_buf *out, const char *label, struct hscan_text value)
{
	if (value.len == 0)
		return;
	(void)hscan_buf_add_format(out, "%-*s", LABEL, label);
	hscan_add_safe(out, value, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_bound(struct hscan_buf *out, const char *label,
    const struct hscan_bound *bound, const struct hscan_metric *metric)
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
	    out, "%-*s%s ", LABEL, label, words[bound->comparison]);
	hscan_add_number(out, bound->value);
	if (words_unit(metric).len > 0) {
		struct hscan_text unit =
		    hscan_unit_behind(hscan_buf_text(out), metric->unit);

		(void)hscan_buf_add_char(out, ' ');
		hscan_add_safe(out, unit, false);
	}
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
	add_bound(out, "healthy", &metric->healthy, metric);
	add_bound(out, "risk", &metric->risk, metric);
	add_line(out, "risk from", metric->risk_from);
	add_line(out, "CHAOSS", metric->chaoss);
	add_line(out, "", metric->chaoss_url);
	while (hscan_definition_line(&rest, &line)) {
		hscan_add_safe(out, line, false);
		(void)hscan_buf_add_char(out, '\n');
	}
}

/* --- the number --- */

/* What is written line by line: each is put together in `line`, and broken
 * where the screen ends. */
struct answer {
	struct pen pen;
	struct hscan_buf line;
	const struct hscan_report *report;
	const struct hscan_measure *measure;
	struct scale scale;
};

static void
end_line(struct answer *answer, const char *label)
{
	size_t width = strlen(label);

	if (answer->line.len == 0)
		return;
	answer->pen.indent = LABEL;
	pen_text(&answer->pen, PEN_PLAIN, hscan_text_of(label));
	pen_blanks(&answer->pen, width < LABEL ? LABEL - width : 1);
	pen_take(&answer->pen, PEN_PLAIN, &answer->line);
	pen_line(&answer->pen);
}

static void
say(struct answer *answer, const char *words)
{
	(void)hscan_buf_add_string(&answer->line, words);
}

static void
say_count(struct answer *answer, int64_t count)
{
	(void)hscan_buf_add_format(&answer->line, "%lld", (long long)count);
}

/* Of the number that was said last: whole, but where it says nothing. */
static void
say_unit(struct answer *answer, struct hscan_text unit)
{
	if (words_unit(answer->measure->metric).len == 0)
		return;
	unit = hscan_unit_behind(hscan_buf_text(&answer->line), unit);
	say(answer, WORDS_GLUE);
	hscan_add_safe(&answer->line, unit, !answer->pen.utf8);
}

/* As a person reads it: times in hundredths, long ones in days. */
static void
say_number(struct answer *answer, double value)
{
	if (hscan_unit_is_time(answer->measure->metric->unit))
		scale_add_value(&answer->line, &answer->scale, value);
	else
		hscan_add_decimal(&answer->line, value, DECIMALS);
}

static void
add_number(struct answer *answer, const char *label, struct hscan_number number)
{
	if (!number.known)
		return;
	say_number(answer, number.value);
	say_unit(answer, answer->scale.unit);
	end_line(answer, label);
}

static void
add_interval(struct answer *answer, const struct hscan_interval *ci95)
{
	if (!ci95->known)
		return;
	say_number(answer, ci95->low);
	say(answer, " to ");
	say_number(answer, ci95->high);
	say_unit(answer, answer->scale.unit);
	end_line(answer, "95 %");
}

static void
add_value(struct answer *answer)
{
	const struct hscan_value *now = &answer->measure->now;
	struct hscan_text unit = answer->measure->metric->unit;

	if (!now->value.known) {
		say(answer, "none: ");
		say(answer, now->reason ? now->reason : "unknown");
		end_line(answer, "value");
		return;
	}
	if (hscan_unit_is_time(unit))
		scale_add_judged(
		    &answer->line, &answer->scale, answer->measure);
	else
		say_number(answer, now->value.value);
	say_unit(answer, answer->scale.unit);
	if (scale_differs(&answer->scale)) {
		say(answer, " (");
		words_add_value(&answer->line, now->value.value);
		say_unit(answer, unit);
		say(answer, ")");
	}
	end_line(answer, "value");
}

/* What n is made of. */
static void
add_n(struct answer *answer)
{
	const struct hscan_measure *measure = answer->measure;
	int64_t n = measure->now.n;
	double part = measure->numerator.value;

	say_count(answer, n);
	if (n > 0 && measure->numerator.known) {
		bool share = hscan_is_share(measure->metric->statistic);

		say(answer, share ? ": " : "; the value is ");
		hscan_add_decimal(&answer->line, part, 0);
		say(answer, share ? " yes, " : " / ");
		hscan_add_decimal(
		    &answer->line, share ? (double)n - part : (double)n, 0);
		say(answer, share ? " no" : "");
	}
	if (measure->now.value.known && measure->now.reason) {
		say(answer, "; ");
		say(answer, measure->now.reason);
		say(answer, words_advice(measure->now.reason));
	}
	end_line(answer, "n");
}

/* Of what organizations have: which part is nobody's, and what that means. */
static void
add_unknown(struct answer *answer)
{
	const struct hscan_measure *measure = answer->measure;

	if (!measure->unknown.known)
		return;
	hscan_add_decimal(&answer->line, measure->unknown.value, 1);
	say(answer, WORDS_GLUE "% of ");
	say_number(answer, measure->count.value);
	say(answer, ": nobody says whose they are");
	if (measure->range.known) {
		say(answer, "; whosever they are, the value lies between ");
		say_number(answer, measure->range.low);
		say(answer, " and ");
		say_number(answer, measure->range.high);
	}
	end_line(answer, "unknown");
	say(answer,
	    answer->report->gitdm_order
		? "of several that an address is in, the shortest counts "
		  "(--gitdm-order)"
		: "of several that an address is in, the longest counts; "
		  "gitdm takes the shortest (--gitdm-order)");
	end_line(answer, "domains");
}

static void
add_numbers(struct answer *answer)
{
	const struct hscan_measure *measure = answer->measure;

	add_value(answer);
	add_n(answer);
	add_interval(answer, &measure->now.ci95);
	add_number(answer, "p75", measure->p75);
	add_number(answer, "p90", measure->p90);
	add_unknown(answer);
	if (measure->censors && measure->open > 0) {
		say_count(answer, measure->open);
		say(answer, " at the window's end");
		end_line(answer, "not over yet");
	}
	if (!measure->km_median.known)
		return;
	say_number(answer, measure->km_median.value);
	say_unit(answer, answer->scale.unit);
	say(answer, ": the median if what is not over yet counts, too "
		    "(Kaplan-Meier)");
	end_line(answer, "with these");
}

static void
add_baseline(struct answer *answer)
{
	const struct hscan_baseline *baseline = &answer->measure->baseline;
	bool mad = baseline->method == HSCAN_BASELINE_MAD;

	if (!baseline->known) {
		(void)hscan_buf_add_format(&answer->line,
		    "not known: %zu earlier %s a value that counts, 6 are "
		    "needed",
		    baseline->windows,
		    baseline->windows == 1 ? "window has" : "windows have");
		end_line(answer, "usual");
		return;
	}
	say_number(answer, baseline->center);
	say_unit(answer, answer->scale.unit);
	(void)hscan_buf_add_format(&answer->line, " (%s of %zu windows; %s ",
	    mad ? "median" : "mean", baseline->windows,
	    mad ? "scaled median deviation" : "standard deviation");
	say_number(answer, baseline->spread);
	say(answer, ")");
	if (baseline->z.known) {
		say(answer, ", z" WORDS_GLUE);
		hscan_add_decimal(&answer->line, baseline->z.value, 2);
	}
	if (baseline->deviation == HSCAN_DEVIATION_WORSE)
		say(answer, ": worse than usual");
	if (baseline->deviation == HSCAN_DEVIATION_BETTER)
		say(answer, ": better than usual");
	end_line(answer, "usual");
}

/* To the window before, and whether that says anything. */
static void
add_change(struct answer *answer)
{
	const struct hscan_measure *measure = answer->measure;
	const struct hscan_change *change = measure->change;

	if (!change || !change_is_shown(measure))
		return;
	change_add_long(&answer->line, measure);
	say(answer, " from" WORDS_GLUE);
	say_number(answer, change->from.value);
	say_unit(answer, answer->scale.unit);
	say(answer, " in the window before");
	if (change->beyond_chance == HSCAN_YES) {
		say(answer, ": ");
		say(answer, change_mark_means);
	} else if (change->beyond_chance == HSCAN_NO) {
		say(answer, ": chance alone may make as much");
	} else {
		say(answer, "; not tested for chance: ");
		say(answer, change->reason);
	}
	end_line(answer, "change");
}

static void
add_left_out(struct answer *answer)
{
	const struct hscan_measure *measure = answer->measure;

	if (!answer->report->bots_included || measure->excluded_bots > 0) {
		say_count(answer, measure->excluded_bots);
		say(answer,
		    " of bots; --bots" WORDS_GLUE "include brings them in");
		end_line(answer, "left out");
	}
	if (measure->excluded_unreadable > 0) {
		say_count(answer, measure->excluded_unreadable);
		say(answer, " could not be read, and may be missing");
	} else if (measure->range.known && !measure->unknown.known) {
		say(answer, "some, the server does not say how many, and they "
			    "may be missing");
	}
	end_line(answer, "unread");
	if (measure->ended_before_began > 0) {
		say_count(answer, measure->ended_before_began);
		say(answer, " that ended before it began");
		end_line(answer, "left out");
	}
}

/* Of a value that rests on answers. */
static void
add_suspects(struct answer *answer)
{
	for (size_t i = 0; i < answer->report->suspects_len; i++) {
		words_add_suspect(&answer->line, &answer->report->suspects[i],
		    answer->pen.utf8);
		end_line(answer, "a robot?");
	}
}

/* --- what it rests on --- */

/* What --history decides, where the metric looks at that. */
static void
say_history(struct answer *answer, const char *before)
{
	if (!(answer->measure->metric->needs & HSCAN_NEED_STATE))
		return;
	say(answer, before);
	say(answer, answer->report->history_events
			? "history from events"
			: "history from each item's present state");
}

static void
add_source(struct answer *answer)
{
	const struct hscan_report *report = answer->report;
	const char *before = "";

	for (size_t i = 0; i < report->coverage_len; i++) {
		const struct hscan_coverage *row = &report->coverage[i];

		/* There is always one repository; it says nothing. */
		if (!row->collected || row->rows == 0 ||
		    strcmp(row->stream, "repository") == 0)
			continue;
		say(answer, before);
		words_add_stream(&answer->line, row, answer->pen.utf8);
		before = ", ";
	}
	say_history(answer, before[0] ? "; " : "");
	if (report->synced_at != HSCAN_NEVER) {
		say(answer, answer->line.len > 0 ? "; read " : "read ");
		words_add_time(&answer->line, report->synced_at);
	}
	end_line(answer, "source");
	words_add_spans(&answer->line, report);
	end_line(answer, "told by");
	words_add_provisional(&answer->line, report);
	end_line(answer, "as yet");
}

static void
add_slice_part(struct answer *answer, const char *word, struct hscan_text value)
{
	if (value.len == 0)
		return;
	say(answer, word);
	hscan_add_safe(&answer->line, value, !answer->pen.utf8);
	end_line(answer, "only");
}

static void
add_slice(struct answer *answer)
{
	const struct hscan_slice *slice = &answer->report->slice;

	for (size_t i = 0; i < slice->labels_len; i++)
		add_slice_part(answer, "label ", slice->labels[i]);
	add_slice_part(answer, "author ", slice->author);
	add_slice_part(answer, "base ", slice->base);
}

static void
add_answer(struct answer *answer)
{
	const struct hscan_report *report = answer->report;

	words_add_name(&answer->line, report, answer->pen.utf8);
	pen_take(&answer->pen, PEN_STRONG, &answer->line);
	pen_line(&answer->pen);
	if (report->group) {
		words_add_members(
		    &answer->line, report->group, answer->pen.utf8);
		end_line(answer, "group");
	}
	words_add_time(&answer->line, report->window.start);
	say(answer, " to ");
	words_add_time(&answer->line, report->window.end);
	end_line(answer, "window");
	if (report->business) {
		words_add_business(&answer->line, report->business);
		end_line(answer, "hours");
	}
	add_slice(answer);
	add_source(answer);
	add_numbers(answer);
	if (answer->measure->verdict != HSCAN_VERDICT_NONE) {
		words_add_verdict(
		    &answer->line, answer->measure->verdict, answer->pen.utf8);
		end_line(answer, "status");
	}
	add_baseline(answer);
	add_change(answer);
	add_left_out(answer);
	add_suspects(answer);
}

/* --- the samples --- */

enum { GAP = 2, DATE = 10, TEXT = 8, SHORT = 7, USUAL_SCREEN = 80 };

/* What the columns need at least: cut texts, whole dates. */
static size_t
least_width(const struct evidence *evidence)
{
	static const size_t widths[EVIDENCE_COLUMNS] = {
	    [EVIDENCE_REPO] = TEXT,
	    [EVIDENCE_BEGAN] = DATE,
	    [EVIDENCE_ENDED] = DATE,
	    [EVIDENCE_AUTHOR] = TEXT,
	    [EVIDENCE_TITLE] = TEXT,
	    [EVIDENCE_SOURCES] = TEXT,
	};
	size_t width = 0;

	for (size_t i = 0; i < evidence->columns_len; i++) {
		size_t own = widths[evidence->columns[i]];

		width += (own ? own : SHORT) + (i > 0 ? GAP : 0);
	}
	return width;
}

static void
drop(struct evidence *evidence, enum evidence_column column)
{
	size_t kept = 0;

	for (size_t i = 0; i < evidence->columns_len; i++)
		if (evidence->columns[i] != column)
			evidence->columns[kept++] = evidence->columns[i];
	evidence->columns_len = kept;
}

/* Leaves out what says least where there is no room for it. */
static void
fit(struct evidence *evidence, const struct hscan_look *look)
{
	static const enum evidence_column least[] = {
	    EVIDENCE_AUTHOR, EVIDENCE_SOURCES, EVIDENCE_TITLE};
	size_t room = look->columns ? look->columns : USUAL_SCREEN;

	for (size_t i = 0; i < sizeof(least) / sizeof(least[0]); i++)
		if (least_width(evidence) > room)
			drop(evidence, least[i]);
}

/* Where room is short texts are cut, but no number and no date. */
static bool
is_whole(enum evidence_column column)
{
	return evidence_is_number(column) || column == EVIDENCE_BEGAN ||
	       column == EVIDENCE_ENDED;
}

/* False: out of memory. */
static bool
fill(struct hscan_grid *grid, const struct evidence *evidence,
    const struct hscan_sample *sample, struct hscan_buf *words)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	for (size_t i = 0; row && i < evidence->columns_len; i++) {
		enum evidence_column column = evidence->columns[i];
		struct hscan_text text = hscan_arena_dup(grid->arena,
		    evidence_cell(evidence, column, sample, words));

		row[i] = is_whole(column) ? hscan_cell_right(text)
					  : hscan_cell_text(text);
		if (words->failed != HSCAN_OK)
			return false;
		if (column == EVIDENCE_SUBJECT)
			row[i].link = sample->link;
	}
	return row != NULL;
}

static enum hscan_status
write_samples(const struct hscan_explanation *explanation, size_t shown,
    const struct evidence *evidence, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_text columns[EVIDENCE_COLUMNS];
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_buf words;

	for (size_t i = 0; i < evidence->columns_len; i++)
		columns[i] = hscan_text_of(
		    evidence_heading(evidence, evidence->columns[i]));
	hscan_arena_init(&arena);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	hscan_grid_init(&grid, &arena, "", columns, evidence->columns_len);
	for (size_t i = 0; i < shown && status == HSCAN_OK; i++)
		if (!fill(&grid, evidence, &explanation->samples[i], &words))
			status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = hscan_grid_table(&grid, look, out, err);
	hscan_buf_clear(&words);
	hscan_arena_clear(&arena);
	return status;
}

static void
add_legend(struct answer *answer, const struct hscan_sample *samples,
    size_t shown, size_t len)
{
	if (shown < len) {
		(void)hscan_buf_add_format(&answer->line,
		    "... and %zu more; --limit" WORDS_GLUE
		    "N shows more of them",
		    len - shown);
		answer->pen.indent = 0;
		pen_take(&answer->pen, PEN_PLAIN, &answer->line);
		pen_line(&answer->pen);
	}
	evidence_add_roles(&answer->line, samples, shown);
	if (answer->line.len > 0) {
		answer->pen.indent = 0;
		pen_take(&answer->pen, PEN_PLAIN, &answer->line);
		pen_line(&answer->pen);
	}
}

enum hscan_status
hscan_explanation_table(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *report = explanation->report;
	struct answer answer = {
	    .report = report,
	    .measure = &report->measures[0],
	    .scale = scale_of(&report->measures[0]),
	};
	struct evidence evidence = evidence_of(answer.measure->metric,
	    report->window.end, explanation->samples, explanation->samples_len);
	enum hscan_status status = HSCAN_OK;

	fit(&evidence, look);
	pen_init(&answer.pen, out, look);
	hscan_buf_init(&answer.line, MAX_WORDS_BYTES);
	add_answer(&answer);
	if (report->by_role) {
		struct table_omitted omitted = {false, false, false, false};

		table_rows(&answer.pen, report, &omitted);
		pen_line(&answer.pen);
		table_roles(&answer.pen, report);
	}
	(void)hscan_buf_add_char(out, '\n');
	hscan_definition_write(answer.measure->metric, out);
	if (explanation->samples_len > 0) {
		(void)hscan_buf_add_char(out, '\n');
		status = write_samples(
		    explanation, shown, &evidence, look, out, err);
		add_legend(&answer, explanation->samples, shown,
		    explanation->samples_len);
	}
	words_drop(out, &answer.line);
	return status == HSCAN_OK ? hscan_buf_check(out, "the explanation", err)
				  : status;
}
