/* SPDX-License-Identifier: MIT */
/* Results as Markdown (GitHub's, CommonMark with tables) for comments, job
 * summaries and notes. What comes from outside stands in code spans, where it
 * is neither markup nor a mention of a user. */
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/parse.h"
#include "metric/unit.h"
#include "report/by_role.h"
#include "report/change_words.h"
#include "report/evidence.h"
#include "report/explanation.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/retention.h"
#include "report/retention_grid.h"
#include "report/scale.h"
#include "report/scan.h"
#include "report/trend_periods.h"
#include "report/waiting.h"
#include "report/words.h"

#define MAX_TEXT_BYTES ((size_t)1024 * 1024)

/* Where Markdown is written to. */
struct note {
	struct hscan_buf *out;
	struct hscan_buf words;
	bool no_cells; /* it has no tables, in which | means something */
};

static void
begin(struct note *note, struct hscan_buf *out)
{
	*note = (struct note){.out = out};
	hscan_buf_init(&note->words, MAX_TEXT_BYTES);
}

static void
add_raw(struct note *note, const char *markup)
{
	(void)hscan_buf_add_string(note->out, markup);
}

/* --- text --- */

/* Whatever may mean something to Markdown is escaped. */
static void
add_plain(struct hscan_buf *out, struct hscan_text safe)
{
	for (size_t i = 0; i < safe.len; i++) {
		char c = safe.ptr[i];

		if (c == WORDS_GLUE[0]) {
			(void)hscan_buf_add_char(out, ' ');
		} else if (c == '<') {
			(void)hscan_buf_add_string(out, "&lt;");
		} else if (c == '&') {
			(void)hscan_buf_add_string(out, "&amp;");
		} else {
			if (c != '\0' && strchr("\\`*_{}[]#|~!>", c))
				(void)hscan_buf_add_char(out, '\\');
			(void)hscan_buf_add_char(out, c);
		}
	}
}

/* Takes what is in note->words, which is ours and safe to print. */
static void
add_words(struct note *note)
{
	if (note->words.failed != HSCAN_OK)
		note->out->failed = note->words.failed;
	add_plain(note->out, hscan_buf_text(&note->words));
	hscan_buf_reset(&note->words);
}

/* A code span within more backticks than it holds; fit for a cell, where there
 * are such. */
static void
add_code(struct note *note, struct hscan_text text)
{
	size_t run = 0, longest = 0;
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_TEXT_BYTES);
	hscan_add_safe(&safe, text, false);
	for (size_t i = 0; i < safe.len; i++) {
		run = safe.ptr[i] == '`' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	for (size_t i = 0; i <= longest; i++)
		add_raw(note, "`");
	/* A blank at either end is taken off again. */
	add_raw(note, longest > 0 ? " " : "");
	for (size_t i = 0; i < safe.len; i++) {
		add_raw(
		    note, safe.ptr[i] == '|' && !note->no_cells ? "\\" : "");
		(void)hscan_buf_add_char(note->out, safe.ptr[i]);
	}
	add_raw(note, longest > 0 ? " " : "");
	for (size_t i = 0; i <= longest; i++)
		add_raw(note, "`");
	if (safe.failed != HSCAN_OK)
		note->out->failed = safe.failed;
	hscan_buf_clear(&safe);
}

static void
add_place(struct note *note, const char *host, struct hscan_text full_name)
{
	struct hscan_buf name;

	hscan_buf_init(&name, MAX_TEXT_BYTES);
	words_add_place(&name, host, full_name, true);
	add_code(note, hscan_buf_text(&name));
	words_drop(note->out, &name);
}

static void
add_name(struct note *note, const struct hscan_report *report)
{
	add_place(note, report->host, report->repo.full_name);
}

/* "[#12](<https://...>)": a place of the forge; `words` are ours. */
static void
add_link(struct note *note, struct hscan_text link, const char *words)
{
	bool linked = hscan_text_starts(link, "https://");

	add_raw(note, linked ? "[" : "");
	add_raw(note, words);
	add_raw(note, linked ? "](<" : "");
	/* What would end the address is in none of a forge's. */
	for (size_t i = 0; linked && i < link.len; i++)
		if (link.ptr[i] > ' ' && !strchr("<>\\", link.ptr[i]))
			(void)hscan_buf_add_char(note->out, link.ptr[i]);
	add_raw(note, linked ? ">)" : "");
}

static void
add_outside(struct note *note, struct hscan_text text)
{
	hscan_add_safe(&note->words, text, false);
	add_words(note);
}

static void
verdict(struct note *note, enum hscan_verdict of)
{
	static const char *const marks[VERDICTS] = {
	    [HSCAN_VERDICT_NONE] = "",
	    [HSCAN_VERDICT_UNKNOWN] = "\xE2\x9A\xAA unknown",
	    [HSCAN_VERDICT_HEALTHY] = "\xF0\x9F\x9F\xA2 healthy",
	    [HSCAN_VERDICT_WATCH] = "\xF0\x9F\x9F\xA1 watch",
	    [HSCAN_VERDICT_RISK] = "\xF0\x9F\x94\xB4 risk",
	};

	add_raw(note, marks[of]);
}

/* --- a report --- */

static void
value(struct note *note, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	struct hscan_text unit = scale_unit(&scale, measure->metric);

	if (!measure->now.value.known) {
		add_raw(note, "\xE2\x80\x93");
		return;
	}
	scale_add_judged(&note->words, &scale, measure);
	unit = hscan_unit_behind(hscan_buf_text(&note->words), unit);
	add_words(note);
	if (unit.len > 0) {
		add_raw(note, " ");
		add_outside(note, unit);
	}
}

static void
change(struct note *note, const struct hscan_measure *measure)
{
	change_add_long(&note->words, measure);
	if (change_is_marked(measure))
		(void)hscan_buf_add_string(&note->words, CHANGE_MARK);
	add_words(note);
}

static void
usual(struct note *note, const struct hscan_measure *measure)
{
	const struct hscan_baseline *baseline = &measure->baseline;
	const struct scale scale = scale_of(measure);

	if (!baseline->known)
		return;
	scale_add_value(&note->words, &scale, baseline->center);
	add_words(note);
	if (baseline->deviation == HSCAN_DEVIATION_WORSE)
		add_raw(note, " **worse**");
	else if (baseline->deviation == HSCAN_DEVIATION_BETTER)
		add_raw(note, " better");
}

static bool
has_bounds(const struct hscan_measure *measure)
{
	return measure->healthy.comparison != HSCAN_NO_BOUND ||
	       measure->risk.comparison != HSCAN_NO_BOUND;
}

static void
bounds(struct note *note, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	bool both = measure->healthy.comparison != HSCAN_NO_BOUND &&
		    measure->risk.comparison != HSCAN_NO_BOUND;

	if (measure->healthy.comparison != HSCAN_NO_BOUND) {
		add_raw(note, "healthy ");
		scale_add_bound(&note->words, &scale, &measure->healthy, true);
		add_words(note);
	}
	add_raw(note, both ? ", " : "");
	if (measure->risk.comparison == HSCAN_NO_BOUND)
		return;
	add_raw(note, "risk ");
	if (measure->metric->risk_from.len > 0) {
		add_raw(note, "when ");
		add_code(note, measure->metric->risk_from);
		add_raw(note, " ");
		words_add_bound(&note->words, &measure->risk, true);
	} else {
		scale_add_bound(&note->words, &scale, &measure->risk, true);
	}
	add_words(note);
}

static void
write_row(struct note *note, const struct hscan_measure *measure)
{
	add_raw(note, "| ");
	verdict(note, measure->verdict);
	add_raw(note, " | ");
	add_outside(note, measure->metric->title);
	add_raw(note, " | ");
	value(note, measure);
	(void)hscan_buf_add_format(
	    note->out, " | %lld | ", (long long)measure->now.n);
	change(note, measure);
	add_raw(note, " | ");
	usual(note, measure);
	add_raw(note, " | ");
	bounds(note, measure);
	if (measure->now.reason) {
		add_raw(note, has_bounds(measure) ? "; " : "");
		add_outside(note, hscan_text_of(measure->now.reason));
	}
	add_raw(note, " |\n");
}

static void
write_rows(struct note *note, const struct hscan_report *report, bool judged)
{
	add_raw(note, "| Status | Metric | Value | n | Change | Usual | Bounds "
		      "|\n|:--|:--|--:|--:|--:|--:|:--|\n");
	for (size_t i = 0; i < report->measures_len; i++)
		if (by_role_is_judged(report, i) == judged)
			write_row(note, &report->measures[i]);
}

/* Which commits these are, where they are not what one takes them for. */
static void
write_head(struct note *note, const struct hscan_coverage *row)
{
	if (row->head_kind != HSCAN_HEAD_OTHER &&
	    row->head_kind != HSCAN_HEAD_UNKNOWN)
		return;
	add_raw(note, "**Another head:** ");
	words_add_stream(&note->words, row, true);
	add_words(note);
	add_raw(note, ".\n\n");
}

/* What the numbers rest on, where that is not all there is. */
static void
write_doubts(struct note *note, const struct hscan_report *report)
{
	if (!report->complete) {
		add_raw(note, "**Incomplete:** ");
		words_add_missing(&note->words, report, true);
		add_words(note);
		add_raw(note, ".\n\n");
	}
	if (report->provisional) {
		add_raw(note, "**Provisional:** ");
		words_add_provisional(&note->words, report);
		add_words(note);
		add_raw(note, ".\n\n");
	}
	for (size_t i = 0; i < report->suspects_len; i++) {
		add_raw(note, "**A robot?** ");
		words_add_suspect(&note->words, &report->suspects[i], true);
		add_words(note);
		add_raw(note, "\n\n");
	}
	words_add_spans(&note->words, report);
	if (note->words.len > 0) {
		add_raw(note, "Told by ");
		add_words(note);
		add_raw(note, ".\n\n");
	}
	for (size_t i = 0; i < report->coverage_len; i++)
		write_head(note, &report->coverage[i]);
}

static void
write_verdict(struct note *note, const struct hscan_report *report)
{
	size_t counts[VERDICTS];
	enum hscan_verdict overall = words_overall(report, counts);

	add_raw(note, "## Health of ");
	add_name(note, report);
	add_raw(note, ": ");
	verdict(note, overall);
	words_add_reach(&note->words, overall, counts);
	add_words(note);
	add_raw(note, "\n\n");
	words_add_counts(&note->words, counts);
	if (note->words.len == 0)
		(void)hscan_buf_add_string(&note->words, "nothing judged");
	add_words(note);
	add_raw(note, ". ");
}

static void
write_heading(struct note *note, const struct hscan_report *report)
{
	if (words_is_activity(report)) {
		add_raw(note, "## Activity of ");
		add_name(note, report);
		add_raw(note, "\n\n");
	} else {
		write_verdict(note, report);
	}
	words_add_question(&note->words, report, true);
	add_words(note);
	add_raw(note, ".\n\n");
	if (report->group) {
		words_add_members(&note->words, report->group, true);
		add_words(note);
		add_raw(note, ".\n\n");
	}
	write_doubts(note, report);
}

static void
write_gate(struct note *note, const struct hscan_gate *gate)
{
	static const char *const results[] = {
	    [HSCAN_GATE_PASSED] = "**The gate passed.**\n\n",
	    [HSCAN_GATE_FAILED] = "**The gate failed:**\n\n",
	    [HSCAN_GATE_UNDECIDED] =
		"**The gate is undecided: not enough data.**\n\n",
	};
	bool any = false;

	add_raw(note, results[gate->result]);
	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];

		if (row->finding == HSCAN_FINDING_GOOD ||
		    row->finding == HSCAN_FINDING_NOT_JUDGED)
			continue;
		add_raw(note, "- ");
		words_add_message(&note->words, row->why, true);
		add_words(note);
		add_raw(note, "\n");
		any = true;
	}
	add_raw(note, any ? "\n" : "");
}

static void
write_alerts(struct note *note, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];

		add_raw(note, alert->firing ? "- **Alert:** " : "- Cleared: ");
		words_add_message(&note->words, alert->message, true);
		add_words(note);
		add_raw(note, "\n");
	}
	add_raw(note, report->alerts_len > 0 ? "\n" : "");
}

/* Folded away beside others. */
static void
write_unbounded(struct note *note, const struct hscan_report *report,
    const size_t counts[VERDICTS])
{
	bool folded = counts[HSCAN_VERDICT_NONE] < report->measures_len;
	size_t len = 0;

	/* The roles of one that is judged stand below that. */
	for (size_t i = 0; i < report->measures_len; i++)
		len += !by_role_is_judged(report, i) &&
		       report->measures[i].role == HSCAN_ROLE_NONE;
	if (len == 0)
		return;
	if (folded)
		(void)hscan_buf_add_format(note->out,
		    "<details><summary>%zu metric%s without bounds</summary>"
		    "\n\n",
		    len, len == 1 ? "" : "s");
	write_rows(note, report, false);
	add_raw(note, folded ? "\n</details>\n\n" : "\n");
}

static void
write_roles(struct note *note, const struct hscan_report *report)
{
	if (!report->by_role)
		return;
	add_raw(note, "Roles: ");
	add_outside(note, hscan_text_of(by_role_basis));
	add_raw(note, ".\n\n");
	for (size_t i = 0; i < report->measures_len; i++) {
		const char *why = by_role_why_none(&report->measures[i]);

		if (!why)
			continue;
		add_outside(note, report->measures[i].metric->title);
		add_raw(note, " by role: ");
		add_outside(note, hscan_text_of(why));
		add_raw(note, ".\n\n");
	}
}

static void
write_mark(struct note *note, const struct hscan_report *report)
{
	if (!change_any_marked(report))
		return;
	(void)hscan_buf_add_format(&note->words,
	    "Change to the window before; %s: %s.", CHANGE_MARK,
	    change_mark_means);
	add_words(note);
	add_raw(note, "\n\n");
}

enum hscan_status
hscan_markdown_page(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)hscan_buf_add_string(out, "[All repositories](index.md)\n\n");
	return hscan_markdown_write(report, look, out, err);
}

enum hscan_status
hscan_markdown_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	size_t counts[VERDICTS];
	struct note note;

	(void)look; /* it is rendered elsewhere */
	begin(&note, out);
	(void)words_overall(report, counts);
	write_heading(&note, report);
	if (report->gate)
		write_gate(&note, report->gate);
	if (counts[HSCAN_VERDICT_NONE] < report->measures_len) {
		write_rows(&note, report, true);
		add_raw(&note, "\n");
	}
	write_alerts(&note, report);
	if (counts[HSCAN_VERDICT_NONE] > 0)
		write_unbounded(&note, report, counts);
	write_mark(&note, report);
	write_roles(&note, report);
	add_raw(&note, "<sub>healthscan ");
	add_outside(&note, hscan_text_of(report->version));
	add_raw(&note,
	    "; <code>healthscan explain METRIC</code> opens a number "
	    "into its records</sub>\n");
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

/* --- a number and its samples --- */

static void
write_sample(struct note *note, const struct evidence *evidence,
    const struct hscan_sample *sample)
{
	for (size_t i = 0; i < evidence->columns_len; i++) {
		enum evidence_column column = evidence->columns[i];
		struct hscan_text text =
		    evidence_cell(evidence, column, sample, &note->words);
		bool outside =
		    column == EVIDENCE_AUTHOR || column == EVIDENCE_TITLE ||
		    column == EVIDENCE_REPO ||
		    (column == EVIDENCE_SUBJECT && sample->number == 0);
		char number[24];

		add_raw(note, i > 0 ? " " : "| ");
		if (column == EVIDENCE_SUBJECT && sample->number > 0) {
			(void)snprintf(number, sizeof(number), "#%lld",
			    (long long)sample->number);
			add_link(note, sample->link, number);
		} else if (outside && text.len > 0) {
			add_code(note, text);
		} else if (!outside) {
			add_words(note);
		}
		hscan_buf_reset(&note->words);
		add_raw(note, " |");
	}
	add_raw(note, "\n");
}

static void
write_samples(struct note *note, const struct hscan_explanation *explanation,
    size_t shown)
{
	const struct hscan_report *report = explanation->report;
	struct evidence evidence = evidence_of(report->measures[0].metric,
	    report->window.end, explanation->samples, explanation->samples_len);

	if (explanation->samples_len == 0)
		return;
	evidence_want_age(
	    &evidence, explanation->samples, explanation->samples_len);
	add_raw(note, "\n|");
	for (size_t i = 0; i < evidence.columns_len; i++) {
		add_raw(note, " ");
		add_raw(note, evidence_heading(&evidence, evidence.columns[i]));
		add_raw(note, " |");
	}
	add_raw(note, "\n|");
	for (size_t i = 0; i < evidence.columns_len; i++)
		add_raw(note,
		    evidence_is_number(evidence.columns[i]) ? "--:|" : ":--|");
	add_raw(note, "\n");
	for (size_t i = 0; i < shown; i++)
		write_sample(note, &evidence, &explanation->samples[i]);
	if (shown < explanation->samples_len)
		(void)hscan_buf_add_format(note->out, "\n... and %zu more.\n",
		    explanation->samples_len - shown);
	evidence_add_roles(&note->words, explanation->samples, shown);
	if (note->words.len > 0) {
		add_raw(note, "\n");
		add_words(note);
		add_raw(note, "\n");
	}
}

static void
write_definition(struct note *note, const struct hscan_metric *metric)
{
	struct hscan_text rest = metric->definition, line;
	bool begun = false;

	add_raw(note, "\n<details><summary>What it means</summary>\n\n");
	while (hscan_definition_line(&rest, &line)) {
		if (line.len == 0 && !begun)
			continue;
		begun = true;
		add_outside(note, line);
		add_raw(note, "\n");
	}
	add_raw(note, "\n</details>\n");
}

enum hscan_status
hscan_explanation_markdown(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *report = explanation->report;
	const struct hscan_measure *measure = &report->measures[0];
	struct note note;

	(void)look;
	begin(&note, out);
	add_raw(&note, "## ");
	add_outside(&note, measure->metric->title);
	add_raw(&note, " of ");
	add_name(&note, report);
	add_raw(&note, "\n\n");
	words_add_question(&note.words, report, true);
	add_words(&note);
	add_raw(&note, ".\n\n");
	write_doubts(&note, report);
	write_rows(&note, report, measure->verdict != HSCAN_VERDICT_NONE);
	add_raw(&note, report->by_role ? "\n" : "");
	write_roles(&note, report);
	write_samples(&note, explanation, shown);
	write_definition(&note, measure->metric);
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

/* --- many repositories --- */

static void
name_of(struct note *note, const struct hscan_scan_entry *entry)
{
	add_raw(note, entry->page ? "[" : "");
	if (entry->report)
		add_name(note, entry->report);
	else
		add_code(note, entry->name);
	if (entry->page)
		(void)hscan_buf_add_format(
		    note->out, "](%s)", entry->page->file);
}

static void
heading_of(struct note *note, const struct hscan_scan *scan)
{
	(void)hscan_buf_add_string(note->out, "## Health of ");
	scan_add_count(note->out, scan);
	(void)hscan_buf_add_string(note->out, "\n\n");
	words_add_scan_question(&note->words, scan);
	add_words(note);
	add_raw(note, ".\n\n");
}

static void
write_failures(struct note *note, const struct hscan_scan *scan)
{
	add_raw(note, scan->failed > 0 ? "\n**Failed:**\n\n" : "");
	for (size_t i = 0; i < scan->len; i++) {
		if (scan->entries[i].failed == HSCAN_OK)
			continue;
		add_raw(note, "- ");
		/* What is said of a group is said of one of it. */
		if (scan_is_group(&scan->entries[i])) {
			name_of(note, &scan->entries[i]);
			add_raw(note, ": ");
		}
		add_code(note, scan->entries[i].why);
		add_raw(note, "\n");
	}
}

static void
write_partial(struct note *note, const struct hscan_scan *scan)
{
	const char *before = "\n**Incomplete:**\n\n";

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (!scan_is_partial(&scan->entries[i]))
			continue;
		add_raw(note, before);
		add_raw(note, "- ");
		name_of(note, &scan->entries[i]);
		add_raw(note, ": ");
		words_add_missing(&note->words, report, true);
		add_words(note);
		add_raw(note, "\n");
		before = "";
	}
}

static void
write_totals(struct note *note, const struct hscan_scan *scan)
{
	if (scan->totals && scan->reports > 0) {
		add_raw(note, "\n**In all:** ");
		scan_add_verdicts(&note->words, scan);
		add_words(note);
		if (scan_has_lives(scan))
			add_raw(note, "; by class: ");
		scan_add_lives(&note->words, scan);
		add_words(note);
		add_raw(note, ".\n");
	}
	for (size_t i = 0; scan->totals && i < scan->totals->turns_len; i++) {
		const struct hscan_scan_turn *turn = &scan->totals->turns[i];

		add_raw(note, i == 0 ? "\n**Turned:**\n\n- " : "- ");
		add_place(note, turn->host, turn->repo);
		(void)hscan_buf_add_format(
		    note->out, " was %s, is %s\n", turn->from, turn->to);
	}
}

static void
write_gate_of_all(struct note *note, const struct hscan_scan *scan)
{
	if (!scan->gate)
		return;
	add_raw(note, "**The gate:** ");
	scan_add_gate(&note->words, scan, false);
	add_words(note);
	add_raw(note, ".\n\n");
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		for (size_t j = 0; j < entry->gate->why_len; j++) {
			add_raw(note, "- ");
			name_of(note, entry);
			(void)hscan_buf_add_format(note->out,
			    ": %s: ", scan_gate_name(entry->gate->result));
			add_outside(note, entry->gate->why[j]);
			add_raw(note, "\n");
		}
	}
	add_raw(note, "\n");
}

/* A value in a table of many: without its unit, which the heading has. */
static void
cell(struct note *note, const struct hscan_measure *measure)
{
	static const char *const marks[VERDICTS] = {
	    [HSCAN_VERDICT_NONE] = "",
	    [HSCAN_VERDICT_UNKNOWN] = "\xE2\x9A\xAA ",
	    [HSCAN_VERDICT_HEALTHY] = "\xF0\x9F\x9F\xA2 ",
	    [HSCAN_VERDICT_WATCH] = "\xF0\x9F\x9F\xA1 ",
	    [HSCAN_VERDICT_RISK] = "\xF0\x9F\x94\xB4 ",
	};

	if (!measure->now.value.known) {
		add_raw(note, "\xE2\x80\x93");
		return;
	}
	add_raw(note, marks[measure->verdict]);
	words_add_judged(&note->words, measure);
	add_words(note);
}

static void
title_of(struct note *note, const struct hscan_metric *metric)
{
	words_add_title(&note->words, metric, true);
	add_words(note);
}

static void
write_entry(struct note *note, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;

	if (!report)
		return;
	(void)hscan_buf_add_format(note->out, "| %zu | ", entry->rank);
	name_of(note, entry);
	(void)hscan_buf_add_format(note->out, " | %s | ", words_life(report));
	verdict(note, entry->verdict);
	add_raw(note, " | ");
	if (entry->score.known)
		(void)hscan_buf_add_format(
		    note->out, "%.0f", entry->score.value);
	add_raw(note, " |");
	for (size_t i = 0; i < report->measures_len; i++) {
		add_raw(note, " ");
		cell(note, &report->measures[i]);
		add_raw(note, " |");
	}
	add_raw(note, "\n");
}

enum hscan_status
hscan_scan_markdown(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	size_t metrics = any ? any->measures_len : 0;
	struct note note;

	(void)look;
	begin(&note, out);
	heading_of(&note, scan);
	write_gate_of_all(&note, scan);
	add_raw(&note, "| # | Repository | Class | Status | Score |");
	for (size_t i = 0; i < metrics; i++) {
		add_raw(&note, " ");
		title_of(&note, any->measures[i].metric);
		add_raw(&note, " |");
	}
	add_raw(&note, "\n|--:|:--|:--|:--|--:|");
	for (size_t i = 0; i < metrics; i++)
		add_raw(&note, "--:|");
	add_raw(&note, "\n");
	for (size_t i = 0; i < scan->len; i++)
		write_entry(&note, &scan->entries[i]);
	write_failures(&note, scan);
	write_partial(&note, scan);
	write_totals(&note, scan);
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

static void
write_metric(struct note *note, const struct hscan_scan *scan, size_t metric)
{
	static const char *const marks[] = {
	    [HSCAN_MARK_NONE] = "",
	    [HSCAN_MARK_BEST] = " (best)",
	    [HSCAN_MARK_WORST] = " (worst)",
	};

	add_raw(note, "| ");
	title_of(note, scan_any(scan)->measures[metric].metric);
	add_raw(note, " |");
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		add_raw(note, " ");
		if (report) {
			cell(note, &report->measures[metric]);
			add_raw(note,
			    marks[hscan_comparison_mark(scan, i, metric)]);
		}
		add_raw(note, " |");
	}
	add_raw(note, "\n");
}

enum hscan_status
hscan_comparison_markdown(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	struct note note;

	(void)look;
	begin(&note, out);
	heading_of(&note, scan);
	add_raw(&note, "| Metric |");
	for (size_t i = 0; i < scan->len; i++) {
		add_raw(&note, " ");
		name_of(&note, &scan->entries[i]);
		add_raw(&note, " |");
	}
	add_raw(&note, "\n|:--|");
	for (size_t i = 0; i < scan->len; i++)
		add_raw(&note, "--:|");
	add_raw(&note, "\n");
	for (size_t i = 0; any && i < any->measures_len; i++)
		write_metric(&note, scan, i);
	write_failures(&note, scan);
	write_partial(&note, scan);
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

/* --- what is open, as a list of tasks --- */

static void
write_task(struct note *note, const struct hscan_waiting_item *item)
{
	char number[32];

	(void)snprintf(number, sizeof(number), "%s#%lld",
	    item->kind == HSCAN_PULL_REQUEST ? "PR " : "",
	    (long long)item->number);
	add_raw(note, "- [ ] ");
	add_link(note, item->link, number);
	if (item->title.len > 0) {
		add_raw(note, " ");
		add_code(note, item->title);
	}
	if (item->author.len > 0) {
		add_raw(note, " by ");
		add_code(note, item->author);
	}
	if (item->waits_for != HSCAN_WAITS_UNKNOWN) {
		add_raw(note, ": ");
		waiting_add_days(&note->words, item);
		(void)hscan_buf_add_string(&note->words, ", since ");
		words_add_time(&note->words, item->since);
		add_words(note);
	}
	add_raw(note, "\n");
}

static void
write_tasks(struct note *note, const struct hscan_waiting *waiting,
    size_t shown, enum hscan_waits_for who)
{
	static const char *const headings[] = {
	    [HSCAN_WAITS_UNKNOWN] = "\n### Not read\n\n",
	    [HSCAN_WAITS_MAINTAINER] = "\n### For a maintainer\n\n",
	    [HSCAN_WAITS_AUTHOR] = "\n### For the author\n\n",
	};
	bool any = false;

	for (size_t i = 0; i < shown; i++) {
		if (waiting->items[i].waits_for != who)
			continue;
		add_raw(note, any ? "" : headings[who]);
		write_task(note, &waiting->items[i]);
		any = true;
	}
}

enum hscan_status
hscan_waiting_markdown(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct note note;

	(void)look;
	begin(&note, out);
	note.no_cells = true;
	add_raw(&note, "## Waiting in ");
	add_place(&note, waiting->host, waiting->repo.full_name);
	add_raw(&note, "\n\n");
	waiting_add_counts(&note.words, waiting);
	add_words(&note);
	add_raw(&note, ". ");
	waiting_add_question(&note.words, waiting, true);
	add_words(&note);
	add_raw(&note, ".\n");
	write_tasks(&note, waiting, shown, HSCAN_WAITS_MAINTAINER);
	write_tasks(&note, waiting, shown, HSCAN_WAITS_AUTHOR);
	write_tasks(&note, waiting, shown, HSCAN_WAITS_UNKNOWN);
	if (shown < waiting->len)
		(void)hscan_buf_add_format(
		    out, "\n... and %zu more.\n", waiting->len - shown);
	for (int i = 0; i < WAITING_NOTES; i++) {
		waiting_add_note(&note.words, waiting, i, true);
		if (note.words.len == 0)
			continue;
		add_raw(&note, "\n");
		add_words(&note);
		add_raw(&note, ".\n");
	}
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

/* --- rows and columns --- */

static bool
is_number(const struct hscan_grid *grid, size_t column)
{
	bool any = false;

	for (size_t i = 0; i < grid->rows; i++) {
		const struct hscan_cell *cell =
		    hscan_grid_cell(grid, i * grid->columns_len + column);

		if (hscan_cell_is_left(cell))
			return false;
		any |= cell->kind != HSCAN_CELL_NULL;
	}
	return any;
}

enum hscan_status
hscan_grid_markdown(const struct hscan_grid *grid,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct note note;

	(void)look;
	begin(&note, out);
	for (size_t i = 0; i < grid->columns_len; i++) {
		add_raw(&note, i > 0 ? " " : "| ");
		add_outside(&note, grid->columns[i]);
		add_raw(&note, " |");
	}
	add_raw(&note, "\n|");
	for (size_t i = 0; i < grid->columns_len; i++)
		add_raw(&note, is_number(grid, i) ? "--:|" : ":--|");
	add_raw(&note, "\n");
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		const struct hscan_cell *one = hscan_grid_cell(grid, i);
		bool text = one->kind == HSCAN_CELL_TEXT ||
			    one->kind == HSCAN_CELL_PATH;

		add_raw(&note, i % grid->columns_len > 0 ? " " : "| ");
		if (text && one->text.len > 0) {
			add_code(&note, one->text);
		} else {
			hscan_add_cell(&note.words, one, false);
			add_words(&note);
		}
		add_raw(&note, " |");
		add_raw(&note, (i + 1) % grid->columns_len == 0 ? "\n" : "");
	}
	hscan_buf_clear(&note.words);
	return hscan_buf_check(out, "the text", err);
}

/* --- a trend of periods --- */

static void
write_periods(struct note *note, const struct hscan_grid *grid)
{
	for (size_t i = 0; i < grid->columns_len; i++) {
		add_raw(note, i > 0 ? " | " : "| ");
		add_outside(note, grid->columns[i]);
	}
	add_raw(note, " |\n|:--|");
	for (size_t i = 1; i < grid->columns_len; i++)
		add_raw(note, "--:|");
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		bool first = i % grid->columns_len == 0;

		add_raw(note, first && i == 0 ? "\n| " : first ? "| " : "");
		add_outside(
		    note, hscan_text_trim(hscan_grid_cell(grid, i)->text));
		add_raw(
		    note, (i + 1) % grid->columns_len == 0 ? " |\n" : " | ");
	}
	add_raw(note, "\n");
}

static void
write_period_reasons(struct note *note, const struct hscan_report *report)
{
	struct hscan_text rest;
	struct hscan_buf lines;

	hscan_buf_init(&lines, MAX_TEXT_BYTES);
	trend_periods_add_reasons(&lines, report, true);
	rest = hscan_buf_text(&lines);
	while (rest.len > 0) {
		(void)hscan_buf_add_text(
		    &note->words, hscan_text_split(&rest, '\n'));
		add_words(note);
		add_raw(note, "\n\n");
	}
	words_drop(note->out, &lines);
}

enum hscan_status
hscan_trend_markdown(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;
	struct note note;

	if (!trend_has_periods(report))
		return hscan_markdown_write(report, look, out, err);
	hscan_arena_init(&arena);
	begin(&note, out);
	write_heading(&note, report);
	status = trend_periods_grid(report, true, &arena, &grid, err);
	if (status == HSCAN_OK)
		write_periods(&note, &grid);
	write_period_reasons(&note, report);
	write_mark(&note, report);
	write_roles(&note, report);
	hscan_buf_clear(&note.words);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? hscan_buf_check(out, "the text", err)
				  : status;
}

/* --- whether newcomers came again --- */

static enum hscan_status
write_cohorts(struct note *note, const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct hscan_grid grid;
	enum hscan_status status;

	if (retention->cohorts_len == 0)
		return HSCAN_OK;
	add_raw(note, "\n### ");
	add_raw(note, retention_heading);
	add_raw(note, "\n\n");
	status = retention_cohorts_grid(retention, arena, &grid, err);
	return status == HSCAN_OK
		   ? hscan_grid_markdown(&grid, look, note->out, err)
		   : status;
}

static enum hscan_status
write_curve(struct note *note, const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct hscan_grid grid;
	enum hscan_status status;

	if (retention->n == 0)
		return HSCAN_OK;
	add_raw(note, "\n");
	status = retention_curve_grid(retention, true, arena, &grid, err);
	return status == HSCAN_OK
		   ? hscan_grid_markdown(&grid, look, note->out, err)
		   : status;
}

static void
write_retention_notes(
    struct note *note, const struct hscan_retention *retention)
{
	for (int i = 0; i < RETENTION_NOTES; i++) {
		retention_add_note(&note->words, retention, i, true);
		if (note->words.len == 0)
			continue;
		add_raw(note, "\n");
		add_words(note);
		add_raw(note, ".\n");
	}
}

enum hscan_status
hscan_retention_markdown(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_arena arena;
	struct note note;

	hscan_arena_init(&arena);
	begin(&note, out);
	note.no_cells = true;
	add_raw(&note, "## Newcomers of ");
	words_add_name(&note.words, retention->report, true);
	add_words(&note);
	add_raw(&note, "\n\n");
	retention_add_lead(&note.words, retention, true);
	add_words(&note);
	add_raw(&note, ". ");
	retention_add_question(&note.words, retention);
	add_words(&note);
	add_raw(&note, ".\n");
	status = write_curve(&note, retention, look, &arena, err);
	if (status == HSCAN_OK)
		status = write_cohorts(&note, retention, look, &arena, err);
	write_retention_notes(&note, retention);
	hscan_buf_clear(&note.words);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? hscan_buf_check(out, "the text", err)
				  : status;
}
