/* SPDX-License-Identifier: MIT */
/* The report as a person reads it in a terminal: the verdict first, then what
 * it rests on, one row a metric, and below it what the rows cannot say. */
#include <math.h>
#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/terminal/table_parts.h"

enum {
	HOUR_S = 3600,
	VERDICTS = TABLE_VERDICTS,
	EXACT_DECIMALS = 4, /* what values are rounded to */
	BOUND_DECIMALS = 9, /* bounds are shown as they were configured */
};

#define MAX_NAME_BYTES  ((size_t)64 * 1024)
#define MAX_WORDS_BYTES ((size_t)1024) /* of our own */

/* Longer numbers are written with an exponent. */
#define LARGEST_PLAIN 1e10

/* --- words --- */

enum pen_ink
table_ink(enum hscan_verdict verdict)
{
	static const enum pen_ink inks[VERDICTS] = {
	    [HSCAN_VERDICT_NONE] = PEN_PLAIN,
	    [HSCAN_VERDICT_UNKNOWN] = PEN_PLAIN,
	    [HSCAN_VERDICT_HEALTHY] = PEN_GOOD,
	    [HSCAN_VERDICT_WATCH] = PEN_WARN,
	    [HSCAN_VERDICT_RISK] = PEN_BAD,
	};

	return inks[verdict];
}

void
table_add_verdict(
    const struct pen *pen, enum hscan_verdict verdict, struct hscan_buf *out)
{
	static const char *const marks[VERDICTS][2] = {
	    [HSCAN_VERDICT_UNKNOWN] = {"?", "\xE2\x97\x8B"},
	    [HSCAN_VERDICT_HEALTHY] = {"+", "\xE2\x97\x8F"},
	    [HSCAN_VERDICT_WATCH] = {"~", "\xE2\x97\x90"},
	    [HSCAN_VERDICT_RISK] = {"!", "\xE2\x96\xB2"},
	};

	if (verdict == HSCAN_VERDICT_NONE)
		return;
	(void)hscan_buf_add_format(out, "%s" PEN_GLUE "%s",
	    marks[verdict][pen->utf8], hscan_verdict_name(verdict));
}

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
table_add_value(struct hscan_buf *out, double value)
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
table_add_judged(struct hscan_buf *out, const struct hscan_measure *measure)
{
	double value = measure->now.value.value;
	bool own_risk = measure->metric->risk_from.len == 0;

	if (is_close(value, &measure->healthy) ||
	    (own_risk && is_close(value, &measure->risk)))
		add_plain_or_exponent(out, value, EXACT_DECIMALS);
	else
		table_add_value(out, value);
}

void
table_add_bound(const struct pen *pen, const struct hscan_bound *bound,
    struct hscan_buf *out)
{
	static const char *const operators[][2] = {
	    [HSCAN_NO_BOUND] = {"", ""},
	    [HSCAN_AT_MOST] = {"<=", "\xE2\x89\xA4"},
	    [HSCAN_LESS] = {"<", "<"},
	    [HSCAN_AT_LEAST] = {">=", "\xE2\x89\xA5"},
	    [HSCAN_MORE] = {">", ">"},
	};

	if (bound->comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_format(
	    out, "%s" PEN_GLUE, operators[bound->comparison][pen->utf8]);
	add_plain_or_exponent(out, bound->value, BOUND_DECIMALS);
}

struct hscan_text
table_unit(const struct hscan_metric *metric)
{
	if (hscan_text_is(metric->unit, "count") ||
	    hscan_text_is(metric->unit, "ratio"))
		return hscan_text_of("");
	if (hscan_text_is(metric->unit, "hours"))
		return hscan_text_of("h");
	return metric->unit;
}

void
table_add_time(struct hscan_buf *out, int64_t when)
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
	    out, "%.10s" PEN_GLUE "%.5s" PEN_GLUE "UTC", text, text + 11);
}

/* --- the heading --- */

enum hscan_verdict
table_overall(const struct hscan_report *report, size_t counts[VERDICTS])
{
	enum hscan_verdict overall = HSCAN_VERDICT_UNKNOWN;

	for (size_t i = 0; i < VERDICTS; i++)
		counts[i] = 0;
	for (size_t i = 0; i < report->measures_len; i++) {
		enum hscan_verdict verdict = report->measures[i].verdict;

		counts[verdict]++;
		if (verdict > overall) /* they are in the order of gravity */
			overall = verdict;
	}
	return overall;
}

void
table_add_counts(struct hscan_buf *out, const size_t counts[VERDICTS])
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
		(void)hscan_buf_add_format(
		    out, "%s%zu" PEN_GLUE "%s", before, count, parts[i].words);
		before = ", ";
	}
}

static void
begin_repo_link(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf url;

	/* A clone that is on no forge has no page. */
	if (report->repo.id <= 0)
		return;
	hscan_buf_init(&url, MAX_NAME_BYTES);
	(void)hscan_buf_add_format(&url, "https://%s/", report->host);
	(void)hscan_buf_add_text(&url, report->repo.full_name);
	pen_begin_link(pen, hscan_buf_text(&url));
	if (url.failed == HSCAN_ENOMEM)
		pen->out->failed = HSCAN_ENOMEM;
	hscan_buf_clear(&url);
}

static void
write_name(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_NAME_BYTES);
	if (strcmp(report->host, HSCAN_DEFAULT_HOST) != 0) {
		hscan_add_safe(&words, hscan_text_of(report->host), !pen->utf8);
		(void)hscan_buf_add_char(&words, '/');
	}
	hscan_add_safe(&words, report->repo.full_name, !pen->utf8);
	begin_repo_link(pen, report);
	pen_take(pen, PEN_STRONG, &words);
	pen_end_link(pen);
	if (report->life && report->life->life_class != HSCAN_LIFE_UNKNOWN) {
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		(void)hscan_buf_add_format(
		    &words, " (%s)", hscan_life_name(report->life->life_class));
		pen_take(pen, PEN_PLAIN, &words);
	} else if (report->repo.archived) {
		pen_string(pen, PEN_PLAIN, " (archived)");
	}
	if (report->repo.fork)
		pen_string(pen, PEN_PLAIN, " (fork)");
}

static void
write_verdict(struct pen *pen, const struct hscan_report *report)
{
	size_t counts[VERDICTS];
	enum hscan_verdict overall = table_overall(report, counts);
	bool judged = counts[HSCAN_VERDICT_NONE] < report->measures_len;
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_string(&words, "  ");
	table_add_verdict(pen, overall, &words);
	(void)hscan_buf_add_string(&words, judged ? ":" : "");
	pen_take(pen, table_ink(overall), &words);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_char(&words, ' ');
	table_add_counts(&words, counts);
	pen_take(pen, PEN_PLAIN, &words);
}

static void
add_length(struct hscan_buf *out, int64_t seconds)
{
	bool days = seconds % HSCAN_DAY_S == 0;
	double count = (double)seconds / (double)(days ? HSCAN_DAY_S : HOUR_S);
	bool one = seconds == HSCAN_DAY_S || seconds == HOUR_S;

	hscan_add_decimal(out, count, 4);
	(void)hscan_buf_add_format(
	    out, PEN_GLUE "%s%s", days ? "day" : "hour", one ? "" : "s");
}

static void
add_slice_part(struct hscan_buf *out, const char *word, struct hscan_text value,
    bool ascii)
{
	(void)hscan_buf_add_format(out, ", only" PEN_GLUE "%s" PEN_GLUE, word);
	hscan_add_safe(out, value, ascii);
}

static void
add_slice(struct hscan_buf *out, const struct hscan_slice *slice, bool ascii)
{
	for (size_t i = 0; i < slice->labels_len; i++)
		add_slice_part(out, "label", slice->labels[i], ascii);
	if (slice->author.ptr)
		add_slice_part(out, "author", slice->author, ascii);
	if (slice->base.ptr)
		add_slice_part(out, "base", slice->base, ascii);
}

/* Names the metrics of one verdict. */
static bool
add_titles(struct pen *pen, const struct hscan_report *report,
    enum hscan_verdict verdict, const char *before, struct hscan_buf *out)
{
	bool any = false;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->verdict != verdict)
			continue;
		(void)hscan_buf_add_string(out, any ? ", " : before);
		hscan_add_safe(out, measure->metric->title, !pen->utf8);
		any = true;
	}
	if (any)
		(void)hscan_buf_add_format(
		    out, PEN_GLUE "(%s)", hscan_verdict_name(verdict));
	return any;
}

/* What a reader with little time should see. */
static void
write_look_at(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;
	bool any;

	hscan_buf_init(&words, MAX_NAME_BYTES);
	any = add_titles(pen, report, HSCAN_VERDICT_RISK, "Look at ", &words);
	any |= add_titles(
	    pen, report, HSCAN_VERDICT_WATCH, any ? ", " : "Look at ", &words);
	pen_take(pen, PEN_PLAIN, &words);
	if (any)
		pen_line(pen);
}

void
table_add_question(
    struct hscan_buf *out, const struct hscan_report *report, bool ascii)
{
	(void)hscan_buf_add_string(out, "As of ");
	table_add_time(out, report->as_of);
	(void)hscan_buf_add_string(out, ", ");
	add_length(out, report->window.end - report->window.start);
	(void)hscan_buf_add_string(out, " from ");
	table_add_time(out, report->window.start);
	if (report->window.end != report->as_of) {
		(void)hscan_buf_add_string(out, " to ");
		table_add_time(out, report->window.end);
	}
	(void)hscan_buf_add_string(out, report->bots_included
					    ? ", with" PEN_GLUE "bots"
					    : ", without" PEN_GLUE "bots");
	if (report->history_events)
		(void)hscan_buf_add_string(out, ", history from events");
	add_slice(out, &report->slice, ascii);
}

void
table_heading(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;

	pen->indent = 0;
	write_name(pen, report);
	write_verdict(pen, report);
	pen_line(pen);
	hscan_buf_init(&words, MAX_NAME_BYTES);
	table_add_question(&words, report, !pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	write_look_at(pen, report);
}

enum hscan_status
hscan_table_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct table_omitted omitted = {false, false, false};
	struct pen pen;

	pen_init(&pen, out, look);
	table_heading(&pen, report);
	table_warning(&pen, report);
	table_rows(&pen, report, &omitted);
	table_notes(&pen, report, &omitted);
	return hscan_buf_check(out, "the table", err);
}
