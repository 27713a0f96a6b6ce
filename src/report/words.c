/* SPDX-License-Identifier: MIT */
/* The words and numbers that people read, whatever the format; see words.h. */
#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <healthscan/record.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "model/overall.h"
#include "model/unbound.h"

enum {
	HOUR_S = 3600,
	EXACT_DECIMALS = 4, /* what values are rounded to */
	BOUND_DECIMALS = 9, /* bounds are shown as they were configured */
	MOST_MEMBERS = 12,  /* that are named */
};

/* Longer numbers are written with an exponent. */
#define LARGEST_PLAIN 1e10

/* --- numbers --- */

static void
add_plain_or_exponent(struct hscan_buf *out, double value, int decimals)
{
	double size = fabs(value);
	int exponent = 0;

	if (size < LARGEST_PLAIN) {
		hscan_add_decimal(out, value, decimals);
		return;
	}
	while (size >= 9.995 && exponent < 400) {
		value /= 10;
		size /= 10;
		exponent++;
	}
	hscan_add_decimal(out, value, 2);
	(void)hscan_buf_add_format(out, "e%d", exponent);
}

void
words_add_value(struct hscan_buf *out, double value)
{
	add_plain_or_exponent(
	    out, value, fabs(value) < 0.01 ? EXACT_DECIMALS : 2);
}

static bool
is_close(double value, const struct hscan_bound *bound)
{
	return bound->comparison != HSCAN_NO_BOUND &&
	       fabs(value - bound->value) < 0.01;
}

void
words_add_judged(struct hscan_buf *out, const struct hscan_measure *measure)
{
	double value = measure->now.value.value;
	bool own_risk = measure->metric->risk_from.len == 0;

	if (is_close(value, &measure->healthy) ||
	    (own_risk && is_close(value, &measure->risk)))
		add_plain_or_exponent(out, value, EXACT_DECIMALS);
	else
		words_add_value(out, value);
}

const char *
words_operator(enum hscan_comparison comparison, bool utf8)
{
	static const char *const operators[][2] = {
	    [HSCAN_NO_BOUND] = {"", ""},
	    [HSCAN_AT_MOST] = {"<=", "\xE2\x89\xA4"},
	    [HSCAN_LESS] = {"<", "<"},
	    [HSCAN_AT_LEAST] = {">=", "\xE2\x89\xA5"},
	    [HSCAN_MORE] = {">", ">"},
	};

	return operators[comparison][utf8];
}

void
words_add_bound(
    struct hscan_buf *out, const struct hscan_bound *bound, bool utf8)
{
	if (bound->comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_format(
	    out, "%s" WORDS_GLUE, words_operator(bound->comparison, utf8));
	add_plain_or_exponent(out, bound->value, BOUND_DECIMALS);
}

struct hscan_text
words_unit(const struct hscan_metric *metric)
{
	if (hscan_text_is(metric->unit, "count") ||
	    hscan_text_is(metric->unit, "ratio"))
		return hscan_text_of("");
	if (hscan_text_is(metric->unit, "hours"))
		return hscan_text_of("h");
	return metric->unit;
}

void
words_add_time(struct hscan_buf *out, int64_t when)
{
	char text[HSCAN_TIME_SIZE];

	if (when % HSCAN_DAY_S == 0) {
		hscan_format_date(when, text);
		(void)hscan_buf_add_string(out, text);
		return;
	}
	/* 2026-08-22T08:00:00Z */
	hscan_format_time(when, text);
	(void)hscan_buf_add_format(
	    out, "%.10s" WORDS_GLUE "%.5s" WORDS_GLUE "UTC", text, text + 11);
}

/* --- verdicts --- */

bool
words_is_activity(const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].metric->profile !=
			HSCAN_PROFILE_ACTIVITY ||
		    report->measures[i].verdict != HSCAN_VERDICT_NONE)
			return false;
	return report->measures_len > 0;
}

void
words_add_verdict(struct hscan_buf *out, enum hscan_verdict verdict, bool utf8)
{
	static const char *const marks[VERDICTS][2] = {
	    [HSCAN_VERDICT_UNKNOWN] = {"?", "\xE2\x97\x8B"},
	    [HSCAN_VERDICT_HEALTHY] = {"+", "\xE2\x97\x8F"},
	    [HSCAN_VERDICT_WATCH] = {"~", "\xE2\x97\x90"},
	    [HSCAN_VERDICT_RISK] = {"!", "\xE2\x96\xB2"},
	};

	if (verdict == HSCAN_VERDICT_NONE)
		return;
	(void)hscan_buf_add_format(out, "%s" WORDS_GLUE "%s",
	    marks[verdict][utf8], hscan_verdict_name(verdict));
}

enum hscan_verdict
words_overall(const struct hscan_report *report, size_t counts[VERDICTS])
{
	enum hscan_verdict overall =
	    hscan_overall(report->measures, report->measures_len, counts);

	return overall == HSCAN_VERDICT_NONE ? HSCAN_VERDICT_UNKNOWN : overall;
}

void
words_add_reach(struct hscan_buf *out, enum hscan_verdict overall,
    const size_t counts[VERDICTS])
{
	size_t known = counts[HSCAN_VERDICT_HEALTHY];
	size_t unknown = counts[HSCAN_VERDICT_UNKNOWN];

	if (overall == HSCAN_VERDICT_HEALTHY && unknown > 0)
		(void)hscan_buf_add_format(out, " as far as %zu of %zu %s",
		    known, known + unknown, known == 1 ? "tells" : "tell");
}

void
words_add_counts(struct hscan_buf *out, const size_t counts[VERDICTS])
{
	static const struct {
		enum hscan_verdict verdict;
		const char *words;
	} parts[] = {
	    {HSCAN_VERDICT_RISK, "at risk"},
	    {HSCAN_VERDICT_WATCH, "to watch"},
	    {HSCAN_VERDICT_HEALTHY, "healthy"},
	    {HSCAN_VERDICT_UNKNOWN, "unknown"},
	};
	const char *before = "";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t count = counts[parts[i].verdict];

		if (count == 0)
			continue;
		(void)hscan_buf_add_format(out, "%s%zu" WORDS_GLUE "%s", before,
		    count, parts[i].words);
		before = ", ";
	}
}

/* --- what was asked --- */

static void
add_length(struct hscan_buf *out, int64_t seconds)
{
	bool days = seconds % HSCAN_DAY_S == 0;
	double count = (double)seconds / (double)(days ? HSCAN_DAY_S : HOUR_S);
	bool one = seconds == HSCAN_DAY_S || seconds == HOUR_S;

	hscan_add_decimal(out, count, 4);
	(void)hscan_buf_add_format(
	    out, WORDS_GLUE "%s%s", days ? "day" : "hour", one ? "" : "s");
}

static void
add_slice_part(
    struct hscan_buf *out, const char *word, struct hscan_text value, bool utf8)
{
	(void)hscan_buf_add_format(
	    out, ", only" WORDS_GLUE "%s" WORDS_GLUE, word);
	hscan_add_safe(out, value, !utf8);
}

void
words_add_slice(
    struct hscan_buf *out, const struct hscan_slice *slice, bool utf8)
{
	for (size_t i = 0; i < slice->labels_len; i++)
		add_slice_part(out, "label", slice->labels[i], utf8);
	if (slice->author.ptr)
		add_slice_part(out, "author", slice->author, utf8);
	if (slice->base.ptr)
		add_slice_part(out, "base", slice->base, utf8);
}

void
words_add_business(struct hscan_buf *out, const struct hscan_business *business)
{
	for (size_t i = 0; i < business->work_len; i++) {
		(void)hscan_buf_add_string(out, i > 0 ? ", " : "");
		(void)hscan_buf_add_text(out, business->work[i]);
	}
	if (business->holidays > 0)
		(void)hscan_buf_add_format(out,
		    ", without" WORDS_GLUE "%zu" WORDS_GLUE "holiday%s",
		    business->holidays, business->holidays == 1 ? "" : "s");
	/* It changes numbers. */
	(void)hscan_buf_add_string(out, "; tz" WORDS_GLUE);
	(void)hscan_buf_add_text(out, business->tz);
}

static void
add_business(struct hscan_buf *out, const struct hscan_business *business)
{
	if (!business)
		return;
	(void)hscan_buf_add_string(out, ", waits in business hours (");
	words_add_business(out, business);
	(void)hscan_buf_add_char(out, ')');
}

void
words_add_question(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8)
{
	(void)hscan_buf_add_string(out, "As of ");
	words_add_time(out, report->as_of);
	(void)hscan_buf_add_string(out, ", ");
	add_length(out, report->window.end - report->window.start);
	(void)hscan_buf_add_string(out, " from ");
	words_add_time(out, report->window.start);
	if (report->window.end != report->as_of) {
		(void)hscan_buf_add_string(out, " to ");
		words_add_time(out, report->window.end);
	}
	(void)hscan_buf_add_string(out, report->bots_included
					    ? ", with" WORDS_GLUE "bots"
					    : ", without" WORDS_GLUE "bots");
	if (report->history_events)
		(void)hscan_buf_add_string(out, ", history from events");
	words_add_slice(out, &report->slice, utf8);
	add_business(out, report->business);
}

/* Of a scan: all of its reports have the same. */
static const struct hscan_business *
business_of(const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report)
			return scan->entries[i].report->business;
	return NULL;
}

void
words_add_scan_clock(struct hscan_buf *out, const struct hscan_scan *scan)
{
	add_business(out, business_of(scan));
}

void
words_add_scan_question(struct hscan_buf *out, const struct hscan_scan *scan)
{
	(void)hscan_buf_add_string(out, "As of ");
	words_add_time(out, scan->as_of);
	(void)hscan_buf_add_string(out, ", window from ");
	words_add_time(out, scan->window.start);
	(void)hscan_buf_add_string(out, " to ");
	words_add_time(out, scan->window.end);
	words_add_scan_clock(out, scan);
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
	    {"repository", "repository", "facts of the repository"},
	    {"bases", "branch of a pull request", "branches of pull requests"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].stream, stream) == 0)
			return known[i];
	return (struct stream_words){stream, stream, stream};
}

void
words_add_missing(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8)
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
			    out, "%lld" WORDS_GLUE, (long long)row->unreadable);
		else if (row->cut)
			(void)hscan_buf_add_string(out, "some ");
		hscan_add_safe(out,
		    hscan_text_of(row->unreadable == 1
				      ? words_of(row->stream).one
				      : words_of(row->stream).several),
		    !utf8);
		(void)hscan_buf_add_string(
		    out, row->unreadable > 0 ? " could not be read"
			 : row->cut          ? " are left out by the server"
			 : row->collected || row->rows > 0
			     ? " were read only in part"
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
words_add_stream(
    struct hscan_buf *out, const struct hscan_coverage *row, bool utf8)
{
	const struct stream_words words = words_of(row->stream);

	/* Of a group some may be there. */
	if (!row->collected && row->rows == 0) {
		(void)hscan_buf_add_string(out, "no ");
		hscan_add_safe(out, hscan_text_of(words.several), !utf8);
		(void)hscan_buf_add_string(out, " (not collected)");
		return;
	}
	(void)hscan_buf_add_format(
	    out, "%lld" WORDS_GLUE, (long long)row->rows);
	hscan_add_safe(out,
	    hscan_text_of(row->rows == 1 ? words.one : words.several), !utf8);
	if (row->since != HSCAN_NEVER) {
		(void)hscan_buf_add_string(out, " since ");
		words_add_time(out, row->since);
	}
	if (row->note.len > 0) {
		(void)hscan_buf_add_string(out, " (");
		hscan_add_safe(out, row->note, !utf8);
		(void)hscan_buf_add_char(out, ')');
	}
	if (row->unreadable > 0)
		(void)hscan_buf_add_format(out,
		    " (%lld" WORDS_GLUE "more could not be read)",
		    (long long)row->unreadable);
	else if (!row->complete)
		(void)hscan_buf_add_string(out, " (in part)");
}

static bool
has_span(const struct hscan_coverage *row, const struct hscan_span *span)
{
	for (size_t i = 0; i < row->spans_len; i++) {
		const struct hscan_span *other = &row->spans[i];

		if (other->source == span->source &&
		    other->complete == span->complete &&
		    other->starts_at == span->starts_at &&
		    other->ends_at == span->ends_at)
			return true;
	}
	return false;
}

/* How many more of its kind come behind a span of a row, or before it. */
static size_t
count_like(const struct hscan_coverage *row, size_t at, bool behind)
{
	size_t from = behind ? at + 1 : 0, to = behind ? row->spans_len : at;
	size_t count = 0;

	for (size_t i = from; i < to; i++)
		count += row->spans[i].source == row->spans[at].source &&
			 row->spans[i].complete == row->spans[at].complete;
	return count;
}

/* "webhook from 2026-08-01 to 2026-08-20 (issues, releases), 3 times before" */
static void
add_span(struct hscan_buf *out, const struct hscan_report *report, size_t row,
    size_t at)
{
	const struct hscan_span *span = &report->coverage[row].spans[at];
	size_t earlier = count_like(&report->coverage[row], at, false);
	const char *before = " (";

	(void)hscan_buf_add_format(
	    out, "%s from ", hscan_source_name(span->source));
	words_add_time(out, span->starts_at);
	(void)hscan_buf_add_string(out, " to ");
	words_add_time(out, span->ends_at);
	(void)hscan_buf_add_string(out, span->complete ? ", complete" : "");
	for (size_t i = row; i < report->coverage_len; i++) {
		if (!has_span(&report->coverage[i], span))
			continue;
		(void)hscan_buf_add_format(
		    out, "%s%s", before, report->coverage[i].stream);
		before = ", ";
	}
	(void)hscan_buf_add_char(out, ')');
	if (earlier > 0)
		(void)hscan_buf_add_format(out,
		    ", and %zu" WORDS_GLUE "time%s before", earlier,
		    earlier == 1 ? "" : "s");
}

void
words_add_spans(struct hscan_buf *out, const struct hscan_report *report)
{
	const char *before = "";

	for (size_t i = 0; i < report->coverage_len; i++) {
		const struct hscan_coverage *row = &report->coverage[i];

		for (size_t j = 0; j < row->spans_len; j++) {
			bool said = count_like(row, j, true) > 0;

			for (size_t k = 0; k < i && !said; k++)
				said = has_span(
				    &report->coverage[k], &row->spans[j]);
			if (said)
				continue;
			(void)hscan_buf_add_string(out, before);
			add_span(out, report, i, j);
			before = "; ";
		}
	}
}

void
words_add_provisional(struct hscan_buf *out, const struct hscan_report *report)
{
	if (!report->provisional)
		return;
	(void)hscan_buf_add_string(out, "webhook since ");
	words_add_time(out, report->provisional_since);
	(void)hscan_buf_add_string(out, "; the next sync settles it");
}

void
words_add_suspect(
    struct hscan_buf *out, const struct hscan_suspect *suspect, bool utf8)
{
	hscan_add_safe(out, suspect->login, !utf8);
	(void)hscan_buf_add_format(out,
	    " gave %lld of its %lld first answers within %d" WORDS_GLUE
	    "minutes: if it is a robot, set bots.login" WORDS_GLUE
	    "=" WORDS_GLUE,
	    (long long)suspect->quick, (long long)suspect->answers,
	    HSCAN_QUICK_S / 60);
	hscan_add_safe(out, suspect->login, !utf8);
}

const char *
words_advice(const char *reason)
{
	static const struct {
		const char *reason, *advice;
	} known[] = {
	    {"no samples",
		": nothing of it happened in the window; a longer --window "
		"may have some"},
	    {"low n",
		": too few samples to judge by; a longer --window has more"},
	    {HSCAN_UNBOUND, "; set one of working days, such as --threshold "
			    "pr_merge_cycle.risk=5d"},
	    {"not collected", ": run healthscan sync, or without --offline"},
	    {"not collected: the list was read only in part",
		"; run again to go on"},
	};
	static const char partly[] = "partly from ";

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].reason, reason) == 0)
			return known[i].advice;
	if (strncmp(reason, partly, strlen(partly)) == 0)
		return "; run healthscan sync, or without --offline, for the "
		       "rest";
	return "";
}

/* The sign that stands for what begins the text there; NULL: none. */
static const char *
sign_of(const char *text, size_t len)
{
	if (len < 3 || text[1] != '=' || text[2] != ' ')
		return NULL;
	return text[0] == '>'   ? "\xE2\x89\xA5 "
	       : text[0] == '<' ? "\xE2\x89\xA4 "
				: NULL;
}

void
words_add_message(struct hscan_buf *out, struct hscan_text message, bool utf8)
{
	size_t at = 0;

	while (utf8 && at < message.len) {
		const char *sign = sign_of(message.ptr + at, message.len - at);

		if (!sign) {
			at++;
			continue;
		}
		hscan_add_safe(
		    out, (struct hscan_text){message.ptr, at}, false);
		(void)hscan_buf_add_string(out, sign);
		message.ptr += at + 3;
		message.len -= at + 3;
		at = 0;
	}
	hscan_add_safe(out, message, !utf8);
}

/* --- names --- */

void
words_add_place(struct hscan_buf *out, const char *host,
    struct hscan_text full_name, bool utf8)
{
	if (host && strcmp(host, HSCAN_DEFAULT_HOST) != 0) {
		hscan_add_safe(out, hscan_text_of(host), !utf8);
		(void)hscan_buf_add_char(out, '/');
	}
	hscan_add_safe(out, full_name, !utf8);
}

void
words_add_name(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8)
{
	words_add_place(out, report->host, report->repo.full_name, utf8);
}

/* A name that a shell would take apart is quoted; one has none of these. */
void
words_add_argument(
    struct hscan_buf *out, const struct hscan_report *report, bool utf8)
{
	bool quote = false;

	for (size_t i = 0; report->group && i < report->group->name.len; i++) {
		char c = report->group->name.ptr[i];

		quote |=
		    !hscan_is_alnum(c) && (c == '\0' || !strchr("._-/", c));
	}
	(void)hscan_buf_add_string(out, quote ? "'" : "");
	words_add_name(out, report, utf8);
	(void)hscan_buf_add_string(out, quote ? "'" : "");
}

void
words_add_members(
    struct hscan_buf *out, const struct hscan_report_group *group, bool utf8)
{
	size_t shown = group->len > MOST_MEMBERS ? MOST_MEMBERS : group->len;

	(void)hscan_buf_add_format(out, "%zu" WORDS_GLUE "%s: ", group->len,
	    group->len == 1 ? "repository" : "repositories as one");
	for (size_t i = 0; i < shown; i++) {
		(void)hscan_buf_add_string(out, i > 0 ? ", " : "");
		hscan_add_safe(out, group->members[i], !utf8);
	}
	if (shown < group->len)
		(void)hscan_buf_add_format(
		    out, " and %zu" WORDS_GLUE "more", group->len - shown);
}

void
words_add_title(
    struct hscan_buf *out, const struct hscan_metric *metric, bool utf8)
{
	struct hscan_text unit = words_unit(metric);

	hscan_add_safe(out, metric->title, !utf8);
	if (unit.len > 0) {
		(void)hscan_buf_add_string(out, ", ");
		hscan_add_safe(out, unit, !utf8);
	}
}

const char *
words_life(const struct hscan_report *report)
{
	if (report->group)
		return "group";
	return hscan_life_name(
	    report->life ? report->life->life_class : HSCAN_LIFE_UNKNOWN);
}

void
words_add_life(struct hscan_buf *out, const struct hscan_life *life, bool utf8)
{
	hscan_add_safe(out, life->evidence, !utf8);
	if (life->remarks.len == 0)
		return;
	(void)hscan_buf_add_string(out, "; ");
	hscan_add_safe(out, life->remarks, !utf8);
}

const char *
words_role(enum hscan_sample_role role)
{
	static const char *const names[] = {
	    [HSCAN_SAMPLE_COUNTED] = "counted",
	    [HSCAN_SAMPLE_OPEN] = "open",
	    [HSCAN_SAMPLE_ENDED] = "ended",
	    [HSCAN_SAMPLE_BOT] = "bot",
	    [HSCAN_SAMPLE_BEFORE] = "ended before it began",
	    [HSCAN_SAMPLE_UNKNOWN] = "unknown",
	};

	return names[role];
}

const char *
words_sources(unsigned sources, char out[WORDS_SOURCES_SIZE])
{
	size_t len = 0;

	out[0] = '\0';
	for (int i = 0; i < HSCAN_SOURCES; i++)
		if (sources & 1U << i)
			len += (size_t)snprintf(out + len,
			    WORDS_SOURCES_SIZE - len, "%s%s",
			    len > 0 ? ", " : "",
			    hscan_source_name((enum hscan_source)i));
	return out;
}

bool
words_have_sources(const struct hscan_sample *samples, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (samples[i].sources != 0)
			return true;
	return false;
}

/* --- buffers of words --- */

void
words_unglue(struct hscan_buf *words, size_t from)
{
	for (size_t i = from; i < words->len; i++)
		if (words->ptr[i] == WORDS_GLUE[0])
			words->ptr[i] = ' ';
}

void
words_drop(struct hscan_buf *out, struct hscan_buf *words)
{
	if (words->failed != HSCAN_OK && out->failed == HSCAN_OK)
		out->failed = words->failed;
	hscan_buf_clear(words);
}
