/* SPDX-License-Identifier: MIT */
/* Around the rows: what is missing, why a value is absent or not judged and
 * what to do, what was left out, and what all of it was computed from. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/terminal/table_parts.h"

/* As many metrics are named before a list is cut short. */
enum { LABEL = 12, MINUTE_S = 60, HOUR_S = 3600, TOLD = 4 };

/* More than all titles and notes of a report. */
#define MAX_NOTE_BYTES ((size_t)1024 * 1024)

/* A note is put together as a whole and then broken into lines, which stand
 * below each other to the right of its label. */
struct note {
	struct hscan_buf text;
	bool ascii;
};

static struct note
begin(const struct pen *pen)
{
	struct note note = {.ascii = !pen->utf8};

	hscan_buf_init(&note.text, MAX_NOTE_BYTES);
	return note;
}

static void
say(struct note *note, const char *words)
{
	(void)hscan_buf_add_string(&note->text, words);
}

static void
quote(struct note *note, struct hscan_text outside)
{
	hscan_add_safe(&note->text, outside, note->ascii);
}

static void
say_count(struct note *note, int64_t count)
{
	(void)hscan_buf_add_format(&note->text, "%lld", (long long)count);
}

static void
say_things(
    struct note *note, int64_t count, const char *one, const char *several)
{
	say_count(note, count);
	say(note, PEN_GLUE);
	say(note, count == 1 ? one : several);
}

static void
end(struct pen *pen, enum pen_ink ink, const char *label, struct note *note)
{
	size_t width = strlen(label);

	pen->indent = LABEL;
	pen_text(pen, ink, hscan_text_of(label));
	pen_blanks(pen, width < LABEL ? LABEL - width : 1);
	pen_take(pen, PEN_PLAIN, &note->text);
	pen_line(pen);
}

/* --- what it was computed from --- */

struct stream_words {
	const char *stream, *one, *several;
};

static struct stream_words
words_of(const char *stream)
{
	static const struct stream_words known[] = {
	    {"issues", "issue or pull request", "issues and pull requests"},
	    {"releases", "release", "releases"},
	    {"events", "issue event", "issue events"},
	    {"git", "commit", "commits"},
	    {"comments", "comment", "comments"},
	    {"reviews", "review", "reviews"},
	    {"documentation", "commit to the documentation",
		"commits to the documentation"},
	    {"bases", "branch of a pull request", "branches of pull requests"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].stream, stream) == 0)
			return known[i];
	return (struct stream_words){stream, stream, stream};
}

void
table_add_missing(
    struct hscan_buf *out, const struct hscan_report *report, bool ascii)
{
	const char *before = "";
	bool again = false;

	if (report->complete)
		return;
	for (size_t i = 0; i < report->coverage_len; i++) {
		const struct hscan_coverage *row = &report->coverage[i];

		/* A clone that was not read makes no report incomplete, and
		 * to run again does not help. */
		if (row->complete || strcmp(row->stream, "git") == 0)
			continue;
		(void)hscan_buf_add_string(out, before);
		if (row->unreadable > 0)
			(void)hscan_buf_add_format(
			    out, "%lld" PEN_GLUE, (long long)row->unreadable);
		else if (row->cut)
			(void)hscan_buf_add_string(out, "some ");
		hscan_add_safe(out,
		    hscan_text_of(row->unreadable == 1
				      ? words_of(row->stream).one
				      : words_of(row->stream).several),
		    ascii);
		(void)hscan_buf_add_string(
		    out, row->unreadable > 0 ? " could not be read"
			 : row->cut          ? " are left out by the server"
			 : row->collected    ? " were read only in part"
					     : " were not read");
		again |= row->unreadable > 0 || !row->cut;
		before = ", ";
	}
	again |= before[0] == '\0';
	if (before[0] == '\0')
		(void)hscan_buf_add_string(out,
		    "a source failed in this run, and what it would have told "
		    "is missing");
	if (again)
		(void)hscan_buf_add_string(out, "; run again to go on");
}

void
table_warning(struct pen *pen, const struct hscan_report *report)
{
	struct note note;

	if (report->complete)
		return;
	note = begin(pen);
	table_add_missing(&note.text, report, note.ascii);
	end(pen, PEN_BAD, "Incomplete:", &note);
}

void
table_add_stream(
    struct hscan_buf *out, const struct hscan_coverage *row, bool ascii)
{
	const struct stream_words words = words_of(row->stream);

	if (!row->collected) {
		(void)hscan_buf_add_string(out, "no ");
		hscan_add_safe(out, hscan_text_of(words.several), ascii);
		(void)hscan_buf_add_string(out, " (not collected)");
		return;
	}
	(void)hscan_buf_add_format(out, "%lld" PEN_GLUE, (long long)row->rows);
	hscan_add_safe(out,
	    hscan_text_of(row->rows == 1 ? words.one : words.several), ascii);
	if (row->since != HSCAN_NEVER) {
		(void)hscan_buf_add_string(out, " since ");
		table_add_time(out, row->since);
	}
	if (row->note.len > 0) {
		(void)hscan_buf_add_string(out, " (");
		hscan_add_safe(out, row->note, ascii);
		(void)hscan_buf_add_char(out, ')');
	}
	if (row->unreadable > 0)
		(void)hscan_buf_add_format(out,
		    " (%lld" PEN_GLUE "more could not be read)",
		    (long long)row->unreadable);
	else if (!row->complete)
		(void)hscan_buf_add_string(out, " (in part)");
}

static void
write_data(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin(pen);
	const char *before = "";

	for (size_t i = 0; i < report->coverage_len; i++) {
		/* There is always one repository; it says nothing. */
		if (strcmp(report->coverage[i].stream, "repository") == 0)
			continue;
		say(&note, before);
		table_add_stream(&note.text, &report->coverage[i], note.ascii);
		before = ", ";
	}
	if (before[0] == '\0')
		say(&note, "nothing collected");
	end(pen, PEN_STRONG, "Data", &note);
}

static void
say_age(struct note *note, int64_t age)
{
	say(note, ", ");
	if (age < -MINUTE_S)
		say(note, "ahead of this clock");
	else if (age < MINUTE_S)
		say(note, "just now");
	else if (age < HOUR_S)
		say_things(note, age / MINUTE_S, "minute ago", "minutes ago");
	else if (age < 2 * HSCAN_DAY_S)
		say_things(note, age / HOUR_S, "hour ago", "hours ago");
	else
		say_things(note, age / HSCAN_DAY_S, "day ago", "days ago");
}

static void
write_synced(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin(pen);

	if (report->synced_at == HSCAN_NEVER) {
		say(&note, "never");
	} else {
		table_add_time(&note.text, report->synced_at);
		say_age(&note, report->generated_at - report->synced_at);
	}
	end(pen, PEN_STRONG, "Synced", &note);
}

/* --- reasons --- */

const char *
table_advice(const char *reason)
{
	static const struct {
		const char *reason, *advice;
	} known[] = {
	    {"no samples",
		": nothing of it happened in the window; a longer --window "
		"may have some"},
	    {"low n",
		": too few samples to judge by; a longer --window has more"},
	    {"not collected", ": run healthscan sync, or without --offline"},
	    {"not collected: the list was read only in part",
		"; run again to go on"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].reason, reason) == 0)
			return known[i].advice;
	return "";
}

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
	struct note note = begin(pen);

	for (size_t i = first; i < report->measures_len; i++) {
		if (!same_reason(&report->measures[i], measure))
			continue;
		say(&note, i > first ? ", " : "");
		quote(&note, report->measures[i].metric->title);
	}
	say(&note, ": ");
	quote(&note, hscan_text_of(measure->now.reason));
	say(&note, table_advice(measure->now.reason));
	end(pen, PEN_STRONG,
	    measure->now.value.known ? "Not judged" : "No value", &note);
}

static void
write_reasons(struct pen *pen, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		bool told = !report->measures[i].now.reason;

		for (size_t j = 0; j < i && !told; j++)
			told = same_reason(
			    &report->measures[i], &report->measures[j]);
		if (!told)
			write_reason(pen, report, i);
	}
}

/* --- bounds and bots --- */

/* What the row says with a star. */
static void
write_risk_from(struct pen *pen, const struct hscan_measure *measure)
{
	struct note note = begin(pen);

	quote(&note, measure->metric->title);
	say(&note, ": risk when ");
	quote(&note, measure->metric->risk_from);
	say(&note, " ");
	table_add_bound(pen, &measure->risk, &note.text);
	end(pen, PEN_STRONG, "* Risk", &note);
}

/* Of the metric's own unit. */
static void
say_bound(struct pen *pen, struct note *note, const struct hscan_bound *bound,
    const struct hscan_metric *metric)
{
	struct hscan_text unit = table_unit(metric);

	table_add_bound(pen, bound, &note->text);
	if (unit.len > 0) {
		say(note, PEN_GLUE);
		quote(note, unit);
	}
}

static void
write_bounds(
    struct pen *pen, const char *label, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	struct note note = begin(pen);
	const char *before = ": ";

	quote(&note, metric->title);
	if (measure->healthy.comparison != HSCAN_NO_BOUND) {
		say(&note, ": healthy ");
		say_bound(pen, &note, &measure->healthy, metric);
		before = ", ";
	}
	if (measure->risk.comparison != HSCAN_NO_BOUND) {
		say(&note, before);
		say(&note, "risk ");
		if (metric->risk_from.len > 0) {
			say(&note, "when ");
			quote(&note, metric->risk_from);
			say(&note, " ");
			table_add_bound(pen, &measure->risk, &note.text);
		} else {
			say_bound(pen, &note, &measure->risk, metric);
		}
	}
	end(pen, PEN_STRONG, label, &note);
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
	struct note note = begin(pen);
	const char *before = why->before;
	size_t told = 0, metrics = 0;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (why->count(measure) == 0)
			continue;
		if (++metrics > TOLD)
			continue;
		told++;
		say(&note, before);
		quote(&note, measure->metric->title);
		say(&note, PEN_GLUE);
		say_count(&note, why->count(measure));
		before = ", ";
	}
	if (metrics > told) {
		say(&note, " and of ");
		say_things(&note, (int64_t)(metrics - told), "other metric",
		    "other metrics");
	}
	if (metrics > 0) {
		say(&note, why->behind);
		end(pen, PEN_STRONG, "Left out", &note);
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
	size_t len = report->alerts_len > TOLD ? TOLD : report->alerts_len;

	for (size_t i = 0; i < len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];
		struct note note = begin(pen);

		quote(&note, alert->message);
		say(&note,
		    alert->firing ? "; since" PEN_GLUE : "; cleared" PEN_GLUE);
		table_add_time(&note.text, alert->since);
		if (i + 1 == len && report->alerts_len > len) {
			say(&note, "; and ");
			say_count(&note, (int64_t)(report->alerts_len - len));
			say(&note, " more, healthscan alerts lists them");
		}
		end(pen, alert->firing ? PEN_BAD : PEN_GOOD, label, &note);
		label = "";
	}
}

/* What deviates for the worse is among the alerts where they are kept. */
static void
write_unusual(struct pen *pen, const struct hscan_report *report)
{
	struct note note = begin(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->baseline.deviation != HSCAN_DEVIATION_BETTER)
			continue;
		say(&note, before);
		quote(&note, measure->metric->title);
		say(&note, PEN_GLUE);
		table_add_value(&note.text, measure->now.value.value);
		say(&note, " (usual ");
		table_add_value(&note.text, measure->baseline.center);
		say(&note, ")");
		before = ", ";
	}
	if (before[0] != '\0')
		end(pen, PEN_GOOD, "Better", &note);
	hscan_buf_clear(&note.text);
}

/* Durations that are not over say as much as those that are; where the table
 * has no room for a column, the first of them are said here. */
static void
write_open(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted)
{
	struct note note = begin(pen);
	const char *before = "";

	for (size_t i = 0; i < report->measures_len && omitted->open; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (!measure->censors || measure->open == 0)
			continue;
		say(&note, before);
		quote(&note, measure->metric->title);
		say(&note, PEN_GLUE);
		say_count(&note, measure->open);
		before = ", ";
	}
	if (before[0] != '\0') {
		say(&note, ": begun in the window and not over");
		end(pen, PEN_STRONG, "Open", &note);
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
	write_synced(pen, report);
	pen->indent = 0;
}
