/* SPDX-License-Identifier: MIT */
/* Around the rows: what is missing, why a value is absent or not judged and
 * what to do, what was left out, and what all of it was computed from. */
#include "report/terminal/table.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
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
		/* There is always one repository; it says nothing. */
		if (strcmp(report->coverage[i].stream, "repository") == 0)
			continue;
		add(&note, before);
		words_add_stream(&note.text, &report->coverage[i], note.utf8);
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
	return a->now.reason && b->now.reason &&
	       strcmp(a->now.reason, b->now.reason) == 0;
}

/* One note for all metrics that share the reason of measure `first`. */
static void
write_reason(struct pen *pen, const struct hscan_report *report, size_t first)
{
	const struct hscan_measure *measure = &report->measures[first];
	struct note note = begin_note(pen);

	for (size_t i = first; i < report->measures_len; i++) {
		if (!same_reason(&report->measures[i], measure))
			continue;
		add(&note, i > first ? ", " : "");
		add_outside(&note, report->measures[i].metric->title);
	}
	add(&note, ": ");
	add_outside(&note, hscan_text_of(measure->now.reason));
	add(&note, words_advice(measure->now.reason));
	end_note(pen, PEN_STRONG,
	    measure->now.value.known ? "Not judged" : "No value", &note);
}

static void
write_reasons(struct pen *pen, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		bool named = !report->measures[i].now.reason;

		for (size_t j = 0; j < i && !named; j++)
			named = same_reason(
			    &report->measures[i], &report->measures[j]);
		if (!named)
			write_reason(pen, report, i);
	}
}

/* --- bounds and bots --- */

/* What the row says with a star. */
static void
write_risk_from(struct pen *pen, const struct hscan_measure *measure)
{
	struct note note = begin_note(pen);

	add_outside(&note, measure->metric->title);
	add(&note, ": risk when ");
	add_outside(&note, measure->metric->risk_from);
	add(&note, " ");
	words_add_bound(&note.text, &measure->risk, pen->utf8);
	end_note(pen, PEN_STRONG, "* Risk", &note);
}

/* Of the metric's own unit. */
static void
add_bound(struct pen *pen, struct note *note, const struct hscan_bound *bound,
    const struct hscan_metric *metric)
{
	struct hscan_text unit = words_unit(metric);

	words_add_bound(&note->text, bound, pen->utf8);
	if (unit.len > 0) {
		add(note, WORDS_GLUE);
		add_outside(note, unit);
	}
}

static void
write_bounds(
    struct pen *pen, const char *label, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	struct note note = begin_note(pen);
	const char *before = ": ";

	add_outside(&note, metric->title);
	if (measure->healthy.comparison != HSCAN_NO_BOUND) {
		add(&note, ": healthy ");
		add_bound(pen, &note, &measure->healthy, metric);
		before = ", ";
	}
	if (measure->risk.comparison != HSCAN_NO_BOUND) {
		add(&note, before);
		add(&note, "risk ");
		if (metric->risk_from.len > 0) {
			add(&note, "when ");
			add_outside(&note, metric->risk_from);
			add(&note, " ");
			words_add_bound(&note.text, &measure->risk, pen->utf8);
		} else {
			add_bound(pen, &note, &measure->risk, metric);
		}
	}
	end_note(pen, PEN_STRONG, label, &note);
}

static void
write_omitted(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	const char *label = "Bounds";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];
		bool bad = measure->verdict == HSCAN_VERDICT_WATCH ||
			   measure->verdict == HSCAN_VERDICT_RISK;

		if (omitted->bounds && bad) {
			write_bounds(pen, label, measure);
			label = "";
		}
		if (omitted->risk_from && measure->metric->risk_from.len > 0)
			write_risk_from(pen, measure);
	}
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

/* No sum: the same commit may be left out of two metrics. */
static void
write_left_out(struct pen *pen, const struct hscan_report *report,
    const struct left_out *why)
{
	struct note note = begin_note(pen);
	const char *before = why->before;
	size_t named = 0, metrics = 0;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (why->count(measure) == 0)
			continue;
		if (++metrics > MOST_NAMED)
			continue;
		named++;
		add(&note, before);
		add_outside(&note, measure->metric->title);
		add(&note, WORDS_GLUE);
		add_count(&note, why->count(measure));
		before = ", ";
	}
	if (metrics > named) {
		add(&note, " and of ");
		add_things(&note, (int64_t)(metrics - named), "other metric",
		    "other metrics");
	}
	if (metrics > 0) {
		add(&note, why->behind);
		end_note(pen, PEN_STRONG, "Left out", &note);
	}
	hscan_buf_clear(&note.text);
}

static void
write_all_left_out(struct pen *pen, const struct hscan_report *report)
{
	static const struct left_out reasons[] = {
	    {"by bots: ", "; --bots include brings them in", count_bots},
	    {"ended before it began: ", "", count_before},
	    {"could not be read, at most: ", "", count_unread},
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		write_left_out(pen, report, &reasons[i]);
}

/* --- alerts and what is unusual --- */

static void
write_alerts(struct pen *pen, const struct hscan_report *report)
{
	const char *label = "Alerts";
	size_t len =
	    report->alerts_len > MOST_NAMED ? MOST_NAMED : report->alerts_len;

	for (size_t i = 0; i < len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];
		struct note note = begin_note(pen);

		add_outside(&note, alert->message);
		add(&note, alert->firing ? "; since" WORDS_GLUE
					 : "; cleared" WORDS_GLUE);
		words_add_time(&note.text, alert->since);
		if (i + 1 == len && report->alerts_len > len) {
			add(&note, "; and ");
			add_count(&note, (int64_t)(report->alerts_len - len));
			add(&note, " more, healthscan alerts lists them");
		}
		end_note(pen, alert->firing ? PEN_BAD : PEN_GOOD, label, &note);
		label = "";
	}
}

/* What deviates for the worse is among the alerts where they are kept. */
static void
write_unusual(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin_note(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->baseline.deviation != HSCAN_DEVIATION_BETTER)
			continue;
		add(&note, before);
		add_outside(&note, measure->metric->title);
		add(&note, WORDS_GLUE);
		words_add_value(&note.text, measure->now.value.value);
		add(&note, " (usual ");
		words_add_value(&note.text, measure->baseline.center);
		add(&note, ")");
		before = ", ";
	}
	if (before[0] != '\0')
		end_note(pen, PEN_GOOD, "Better", &note);
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

		if (!measure->censors || measure->open == 0)
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
table_notes(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	pen_line(pen);
	write_alerts(pen, report);
	write_unusual(pen, report);
	write_omitted(pen, report, omitted);
	write_open(pen, report, omitted);
	write_reasons(pen, report);
	write_all_left_out(pen, report);
	write_data(pen, report);
	write_spans(pen, report);
	write_synced(pen, report);
	pen->indent = 0;
}
