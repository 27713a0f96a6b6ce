/* SPDX-License-Identifier: MIT */
/* Around the rows: what is missing, why a value is absent or not judged and
 * what to do, what was left out, and what all of it was computed from. */
#include "report/by_role.h"
#include "report/terminal/table.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/unit.h"
#include "report/change_words.h"
#include "report/scale.h"
#include "report/words.h"

/* As many metrics are named before a list is cut short. */
enum { LABEL = 12, MINUTE_S = 60, HOUR_S = 3600, MOST_NAMED = 4 };

/* More than all titles and notes of a report. */
#define MAX_NOTE_BYTES ((size_t)1024 * 1024)

/* A note is put together as a whole and then broken into lines, which stand
 * below each other to the right of its label. */
struct note {
	struct hscan_buf text;
	bool utf8;
};

static struct note
begin_note(const struct pen *pen)
{
	struct note note = {.utf8 = pen->utf8};

	hscan_buf_init(&note.text, MAX_NOTE_BYTES);
	return note;
}

static void
add(struct note *note, const char *words)
{
	(void)hscan_buf_add_string(&note->text, words);
}

static void
add_outside(struct note *note, struct hscan_text outside)
{
	hscan_add_safe(&note->text, outside, !note->utf8);
}

static void
add_count(struct note *note, int64_t count)
{
	(void)hscan_buf_add_format(&note->text, "%lld", (long long)count);
}

static void
add_things(
    struct note *note, int64_t count, const char *one, const char *several)
{
	add_count(note, count);
	add(note, WORDS_GLUE);
	add(note, count == 1 ? one : several);
}

static void
end_note(
    struct pen *pen, enum pen_ink ink, const char *label, struct note *note)
{
	size_t width = strlen(label);

	pen->indent = LABEL;
	pen_text(pen, ink, hscan_text_of(label));
	pen_blanks(pen, width < LABEL ? LABEL - width : 1);
	pen_take(pen, PEN_PLAIN, &note->text);
	pen_line(pen);
}

/* --- what it was computed from --- */

void
table_warning(struct pen *pen, const struct hscan_report *report)
{
	struct note note;

	if (!report->complete) {
		note = begin_note(pen);
		words_add_missing(&note.text, report, note.utf8);
		end_note(pen, PEN_BAD, "Incomplete:", &note);
	}
	if (report->provisional) {
		note = begin_note(pen);
		words_add_provisional(&note.text, report);
		end_note(pen, PEN_STRONG, "Provisional", &note);
	}
}

static void
write_data(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->coverage_len; i++) {
		struct hscan_coverage row = report->coverage[i];

		/* There is always one repository; it says nothing. Nor does
		 * the name of the branch that everybody means. */
		if (strcmp(row.stream, "repository") == 0)
			continue;
		if (row.head_kind == HSCAN_HEAD_DEFAULT && row.complete)
			row.note.len = 0;
		add(&note, before);
		words_add_stream(&note.text, &row, note.utf8);
		before = ", ";
	}
	if (before[0] == '\0')
		add(&note, "nothing collected");
	end_note(pen, PEN_STRONG, "Data", &note);
}

/* Who has told of it besides the syncs. */
static void
write_spans(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);

	words_add_spans(&note.text, report);
	if (note.text.len > 0)
		end_note(pen, PEN_STRONG, "Told by", &note);
	hscan_buf_clear(&note.text);
}

static void
add_age(struct note *note, int64_t age)
{
	add(note, ", ");
	if (age < -MINUTE_S)
		add(note, "ahead of this clock");
	else if (age < MINUTE_S)
		add(note, "just now");
	else if (age < HOUR_S)
		add_things(note, age / MINUTE_S, "minute ago", "minutes ago");
	else if (age < 2 * HSCAN_DAY_S)
		add_things(note, age / HOUR_S, "hour ago", "hours ago");
	else
		add_things(note, age / HSCAN_DAY_S, "day ago", "days ago");
}

static void
write_synced(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);

	if (report->synced_at == HSCAN_NEVER) {
		add(&note, "never");
	} else {
		words_add_time(&note.text, report->synced_at);
		add_age(&note, report->generated_at - report->synced_at);
	}
	end_note(pen, PEN_STRONG, "Synced", &note);
}

/* --- reasons --- */

static bool
same_reason(const struct hscan_measure *a, const struct hscan_measure *b)
{
	return a->role == HSCAN_ROLE_NONE && a->now.reason && b->now.reason &&
	       strcmp(a->now.reason, b->now.reason) == 0;
}

/* What the label says already is not said again. */
static const char *
shorten(const char *reason, bool known)
{
	static const char before[] = "not collected: ";
	size_t len = sizeof(before) - 1;

	return !known && strncmp(reason, before, len) == 0 ? reason + len
							   : reason;
}

/* One note for all metrics that share the reason of measure `first`. */
static void
write_reason(struct pen *pen, const struct hscan_report *report, size_t first,
    const char *label)
{
	const struct hscan_measure *measure = &report->measures[first];
	const char *reason = measure->now.reason;
	struct note note = begin_note(pen);

	for (size_t i = first; i < report->measures_len; i++) {
		if (!same_reason(&report->measures[i], measure))
			continue;
		add(&note, i > first ? ", " : "");
		add_outside(&note, report->measures[i].metric->title);
	}
	add(&note, ": ");
	add_outside(
	    &note, hscan_text_of(shorten(reason, measure->now.value.known)));
	add(&note, words_advice(reason));
	end_note(pen, PEN_STRONG, label, &note);
}

/* Of values that are not judged, or of those that are not there. */
static void
write_reasons(struct pen *pen, const struct hscan_report *report, bool known)
{
	const char *label = known ? "Not judged" : "No value";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];
		/* A part says as much by its n. */
		bool named = measure->role != HSCAN_ROLE_NONE ||
			     !measure->now.reason ||
			     measure->now.value.known != known;

		for (size_t j = 0; j < i && !named; j++)
			named = same_reason(measure, &report->measures[j]);
		if (named)
			continue;
		write_reason(pen, report, i, label);
		label = "";
	}
}

/* --- bounds and bots --- */

/* "Weeks since docs update ≥ 2": the rule of another metric. */
static void
add_risk_from(struct note *note, const struct hscan_report *report,
    const struct hscan_measure *measure)
{
	struct hscan_text name = measure->metric->risk_from;

	for (size_t i = 0; i < report->measures_len; i++)
		if (hscan_text_equal(report->measures[i].metric->id,
			measure->metric->risk_from))
			name = report->measures[i].metric->title;
	add_outside(note, name);
	add(note, " ");
	words_add_bound(&note->text, &measure->risk, note->utf8);
}

/* What the row says with a star. */
static void
write_risk_from(struct pen *pen, const struct hscan_report *report,
    const struct hscan_measure *measure)
{
	struct note note = begin_note(pen);

	add_outside(&note, measure->metric->title);
	add(&note, ": risk when ");
	add_risk_from(&note, report, measure);
	end_note(pen, PEN_STRONG, "* Risk", &note);
}

static void
add_unit(struct note *note, const struct scale *scale,
    const struct hscan_metric *metric)
{
	struct hscan_text unit = hscan_unit_behind(
	    hscan_buf_text(&note->text), scale_unit(scale, metric));

	if (unit.len > 0) {
		add(note, WORDS_GLUE);
		add_outside(note, unit);
	}
}

static void
add_bounds(struct note *note, const struct hscan_report *report,
    const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	const char *before = ": ";

	add_outside(note, measure->metric->title);
	if (measure->because) {
		add(note, ": as ");
		add_outside(note, measure->because->title);
		return;
	}
	if (measure->healthy.comparison != HSCAN_NO_BOUND) {
		add(note, ": healthy ");
		scale_add_bound(
		    &note->text, &scale, &measure->healthy, note->utf8);
		add_unit(note, &scale, measure->metric);
		before = ", ";
	}
	if (measure->risk.comparison == HSCAN_NO_BOUND)
		return;
	add(note, before);
	add(note, "risk ");
	if (measure->metric->risk_from.len > 0) {
		add(note, "when ");
		add_risk_from(note, report, measure);
	} else {
		scale_add_bound(
		    &note->text, &scale, &measure->risk, note->utf8);
		add_unit(note, &scale, measure->metric);
	}
}

/* Of what is at risk or to watch. */
static void
write_bounds(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->verdict < HSCAN_VERDICT_WATCH)
			continue;
		add(&note, before);
		add_bounds(&note, report, measure);
		before = "; ";
	}
	if (before[0] != '\0')
		end_note(pen, PEN_STRONG, "Bounds", &note);
	hscan_buf_clear(&note.text);
}

static void
write_omitted(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	if (omitted->bounds)
		write_bounds(pen, report);
	for (size_t i = 0; i < report->measures_len; i++)
		if (omitted->risk_from &&
		    report->measures[i].metric->risk_from.len > 0)
			write_risk_from(pen, report, &report->measures[i]);
}

static void
write_mark(struct pen *pen)
{
	struct note note = begin_note(pen);

	add(&note, change_mark_means);
	end_note(pen, PEN_STRONG, CHANGE_MARK " Change", &note);
}

/* Why samples were left out, and of which metrics how many. */
struct left_out {
	const char *before, *behind;
	int64_t (*count)(const struct hscan_measure *measure);
};

static int64_t
count_bots(const struct hscan_measure *measure)
{
	return measure->excluded_bots;
}

static int64_t
count_before(const struct hscan_measure *measure)
{
	return measure->ended_before_began;
}

static int64_t
count_unread(const struct hscan_measure *measure)
{
	return measure->excluded_unreadable;
}

/* A few are named, each with its count. No sum: the same commit may be left out
 * of two metrics. */
static void
write_left_out(struct pen *pen, const struct hscan_report *report,
    const struct left_out *why)
{
	struct note note = begin_note(pen);
	const char *before = why->before;
	size_t metrics = 0;

	for (size_t i = 0; i < report->measures_len; i++)
		metrics += why->count(&report->measures[i]) != 0;
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (why->count(measure) == 0 || metrics > MOST_NAMED)
			continue;
		add(&note, before);
		add_outside(&note, measure->metric->title);
		add(&note, WORDS_GLUE);
		add_count(&note, why->count(measure));
		before = ", ";
	}
	if (metrics > MOST_NAMED) {
		add(&note, before);
		add(&note, "samples of ");
		add_things(&note, (int64_t)metrics, "metric", "metrics");
	}
	if (metrics > 0) {
		add(&note, why->behind);
		end_note(pen, PEN_STRONG, "Left out", &note);
	}
	hscan_buf_clear(&note.text);
}

/* What may make waits look shorter than they are. */
static void
write_suspects(struct pen *pen, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->suspects_len; i++) {
		struct note note = begin_note(pen);

		words_add_suspect(&note.text, &report->suspects[i], note.utf8);
		end_note(pen, PEN_WARN, "A robot?", &note);
	}
}

static void
write_all_left_out(struct pen *pen, const struct hscan_report *report)
{
	static const struct left_out reasons[] = {
	    {"by bots: ", "; --bots include counts them", count_bots},
	    {"ended before it began: ", "", count_before},
	    {"could not be read, at most: ", "", count_unread},
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		write_left_out(pen, report, &reasons[i]);
}

/* --- alerts and what is unusual --- */

/* Whether its row, or the note on what is worse, says it. */
static bool
is_said(const struct hscan_alert *alert)
{
	const struct hscan_measure *measure = alert->measure;

	if (!alert->firing || !measure)
		return false;
	return alert->kind == HSCAN_ALERT_THRESHOLD
		   ? measure->verdict >= HSCAN_VERDICT_WATCH
		   : measure->baseline.deviation == HSCAN_DEVIATION_WORSE;
}

/* What cleared, and what is open although its value is back. */
static void
write_alerts(struct pen *pen, const struct hscan_report *report)
{
	const char *label = "Alerts";
	size_t more = 0;

	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];
		struct note note = begin_note(pen);

		if (is_said(alert) || more++ >= MOST_NAMED)
			continue;
		words_add_message(&note.text, alert->message, note.utf8);
		add(&note, alert->firing ? "; since" WORDS_GLUE
					 : "; cleared" WORDS_GLUE);
		words_add_time(&note.text, alert->since);
		end_note(pen, alert->firing ? PEN_BAD : PEN_GOOD, label, &note);
		label = "";
	}
	if (more > MOST_NAMED) {
		struct note note = begin_note(pen);

		add(&note, "and ");
		add_count(&note, (int64_t)(more - MOST_NAMED));
		add(&note, " more, healthscan alerts lists them");
		end_note(pen, PEN_PLAIN, "", &note);
	}
}

/* Since when the alert is open, unless it fired just now. */
static void
add_since(struct note *note, const struct hscan_report *report,
    const struct hscan_measure *measure, enum hscan_alert_kind kind)
{
	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];

		if (alert->measure != measure || alert->kind != kind ||
		    !alert->firing || alert->since == report->as_of)
			continue;
		add(note, " since" WORDS_GLUE);
		words_add_time(&note->text, alert->since);
	}
}

/* "Weeks since docs update: risk since 2026-05-02" */
static void
write_lasting(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];

		if (alert->kind != HSCAN_ALERT_THRESHOLD || !is_said(alert) ||
		    alert->since == report->as_of)
			continue;
		add(&note, before);
		add_outside(&note, alert->measure->metric->title);
		add(&note, ": ");
		add(&note, hscan_verdict_name(alert->measure->verdict));
		add_since(&note, report, alert->measure, alert->kind);
		before = ", ";
	}
	if (before[0] != '\0')
		end_note(pen, PEN_BAD, "Still", &note);
	hscan_buf_clear(&note.text);
}

/* "PR merge cycle 8 days, still at risk (usual 20)" */
static void
add_deviation(struct note *note, const struct hscan_report *report,
    const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	bool better = measure->baseline.deviation == HSCAN_DEVIATION_BETTER;

	add_outside(note, measure->metric->title);
	add(note, WORDS_GLUE);
	scale_add_value(&note->text, &scale, measure->now.value.value);
	/* Not of counts: their rows have it. */
	if (measure->metric->statistic == HSCAN_STAT_MEDIAN)
		add_unit(note, &scale, measure->metric);
	/* What its row seems to contradict. */
	if (better && measure->verdict == HSCAN_VERDICT_RISK)
		add(note, ", still at risk");
	else if (!better && measure->verdict == HSCAN_VERDICT_HEALTHY)
		add(note, ", still healthy");
	add(note, " (usual" WORDS_GLUE);
	scale_add_value(&note->text, &scale, measure->baseline.center);
	add(note, ")");
	if (!better)
		add_since(note, report, measure, HSCAN_ALERT_DEVIATION);
}

/* What deviates from what is usual, for the worse or for the better. */
static void
write_unusual(struct pen *pen, const struct hscan_report *report,
    enum hscan_deviation deviation)
{
	bool better = deviation == HSCAN_DEVIATION_BETTER;
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->baseline.deviation != deviation)
			continue;
		add(&note, before);
		add_deviation(&note, report, measure);
		before = ", ";
	}
	if (before[0] != '\0')
		end_note(pen, better ? PEN_GOOD : PEN_BAD,
		    better ? "Better" : "Worse", &note);
	hscan_buf_clear(&note.text);
}

/* Durations that are not over say as much as those that are; where the table
 * has no room for a column, the first of them are said here. */
static void
write_open(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len && omitted->open; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (!measure->censors || measure->open == 0 ||
		    measure->role != HSCAN_ROLE_NONE)
			continue;
		add(&note, before);
		add_outside(&note, measure->metric->title);
		add(&note, WORDS_GLUE);
		add_count(&note, measure->open);
		before = ", ";
	}
	if (before[0] != '\0') {
		add(&note, ": begun in the window and not over");
		end_note(pen, PEN_STRONG, "Open", &note);
	}
	hscan_buf_clear(&note.text);
}

void
table_roles(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);

	if (!report->by_role)
		return;
	add(&note, by_role_basis);
	end_note(pen, PEN_STRONG, "Roles", &note);
	for (size_t i = 0; i < report->measures_len; i++) {
		const char *why = by_role_why_none(&report->measures[i]);

		if (!why)
			continue;
		note = begin_note(pen);
		add_outside(&note, report->measures[i].metric->title);
		add(&note, ": ");
		add_outside(&note, hscan_text_of(why));
		end_note(pen, PEN_STRONG, "No roles", &note);
	}
}

void
table_notes(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	pen_line(pen);
	write_lasting(pen, report);
	write_unusual(pen, report, HSCAN_DEVIATION_WORSE);
	write_unusual(pen, report, HSCAN_DEVIATION_BETTER);
	write_alerts(pen, report);
	write_omitted(pen, report, omitted);
	if (omitted->mark)
		write_mark(pen);
	write_open(pen, report, omitted);
	write_reasons(pen, report, true);
	write_reasons(pen, report, false);
	table_roles(pen, report);
	write_all_left_out(pen, report);
	write_suspects(pen, report);
	write_data(pen, report);
	write_spans(pen, report);
	write_synced(pen, report);
	pen->indent = 0;
}
