/* SPDX-License-Identifier: MIT */
/* The judgement as JUnit XML, which CI systems show: a suite a repository, a
 * test a metric that is judged. With a gate its findings are the outcome, else
 * the status: what is at risk has failed. */
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "metric/unit.h"
#include "report/formats.h"
#include "report/markup.h"
#include "report/scan.h"
#include "report/words.h"

enum outcome { PASSED, FAILED, BROKEN, SKIPPED, OUTCOMES };

struct suite {
	struct hscan_buf *out;
	const struct hscan_report *report;
	size_t counts[OUTCOMES];
};

static void
add_name(struct hscan_buf *out, const struct hscan_report *report)
{
	struct hscan_buf name;

	hscan_buf_init(&name, (size_t)64 * 1024);
	words_add_name(&name, report, true);
	markup_text(out, hscan_buf_text(&name));
	words_drop(out, &name);
}

static enum outcome
outcome_of_finding(enum hscan_gate_finding finding)
{
	switch (finding) {
	case HSCAN_FINDING_GOOD: return PASSED;
	case HSCAN_FINDING_RISK:
	case HSCAN_FINDING_WATCH:
	case HSCAN_FINDING_DEVIATION:
	case HSCAN_FINDING_REGRESSION:
	case HSCAN_FINDING_CLASS:
	case HSCAN_FINDING_UNREACHABLE: return FAILED;
	case HSCAN_FINDING_MISSING:
	case HSCAN_FINDING_STALE:
	case HSCAN_FINDING_OTHER_HEAD:
	case HSCAN_FINDING_PROVISIONAL: return BROKEN;
	case HSCAN_FINDING_NOT_JUDGED: break;
	}
	return SKIPPED;
}

/* Of a measure, or behind them of what the gate says of the repository. */
static enum outcome
outcome_of(const struct hscan_report *report, size_t at)
{
	enum hscan_verdict verdict;

	if (report->gate && at < report->gate->rows_len)
		return outcome_of_finding(report->gate->rows[at].finding);
	verdict = report->measures[at].verdict;
	if (report->measures[at].because) /* failed once already */
		return SKIPPED;
	if (verdict == HSCAN_VERDICT_RISK)
		return FAILED;
	if (verdict == HSCAN_VERDICT_NONE || verdict == HSCAN_VERDICT_UNKNOWN)
		return SKIPPED;
	return PASSED;
}

/* What is known of it, in one line. */
static void
add_message(struct suite *suite, size_t at)
{
	const struct hscan_report *report = suite->report;
	const struct hscan_measure *measure;
	struct hscan_text unit;
	struct hscan_buf words;

	if (report->gate && at < report->gate->rows_len &&
	    report->gate->rows[at].why.len > 0) {
		markup_text(suite->out, report->gate->rows[at].why);
		return;
	}
	measure = &report->measures[at];
	markup_text(suite->out, measure->metric->title);
	(void)hscan_buf_add_string(suite->out, ": ");
	hscan_buf_init(&words, 1024);
	if (measure->now.value.known)
		words_add_judged(&words, measure);
	else
		(void)hscan_buf_add_string(&words, "no value");
	unit = hscan_unit_behind(hscan_buf_text(&words), measure->metric->unit);
	markup_take(suite->out, &words);
	if (measure->now.value.known) {
		(void)hscan_buf_add_char(suite->out, ' ');
		markup_text(suite->out, unit);
	}
	(void)hscan_buf_add_format(
	    suite->out, ", n %lld, ", (long long)measure->now.n);
	if (measure->now.reason)
		markup_string(suite->out, measure->now.reason);
	else
		markup_string(suite->out, hscan_verdict_name(measure->verdict));
}

/* The metric, or "class" or "unreachable". */
static struct hscan_text
name_of(const struct hscan_report *report, size_t at)
{
	struct hscan_text why;

	if (at < report->measures_len)
		return report->measures[at].metric->id;
	why = report->gate->rows[at].why;
	return hscan_text_split(&why, ':');
}

static void
add_test(struct suite *suite, size_t at)
{
	static const char *const elements[] = {
	    [PASSED] = NULL,
	    [FAILED] = "failure",
	    [BROKEN] = "error",
	    [SKIPPED] = "skipped",
	};
	enum outcome outcome = outcome_of(suite->report, at);

	(void)hscan_buf_add_string(suite->out, "    <testcase classname=\"");
	add_name(suite->out, suite->report);
	(void)hscan_buf_add_string(suite->out, "\" name=\"");
	markup_text(suite->out, name_of(suite->report, at));
	(void)hscan_buf_add_string(suite->out, "\" time=\"0\">\n      ");
	if (elements[outcome])
		(void)hscan_buf_add_format(
		    suite->out, "<%s message=\"", elements[outcome]);
	else
		(void)hscan_buf_add_string(suite->out, "<system-out>");
	add_message(suite, at);
	(void)hscan_buf_add_string(
	    suite->out, elements[outcome] ? "\"/>\n" : "</system-out>\n");
	(void)hscan_buf_add_string(suite->out, "    </testcase>\n");
}

/* Metrics without bounds are no tests, unless the gate judges them. */
static bool
is_test(const struct hscan_report *report, size_t at)
{
	return at >= report->measures_len ||
	       report->measures[at].verdict != HSCAN_VERDICT_NONE ||
	       outcome_of(report, at) != SKIPPED;
}

/* How many there may be. */
static size_t
rows_of(const struct hscan_report *report)
{
	return report->gate && report->gate->rows_len > report->measures_len
		   ? report->gate->rows_len
		   : report->measures_len;
}

static void
add_suite(struct hscan_buf *out, const struct hscan_report *report)
{
	struct suite suite = {.out = out, .report = report};
	char when[HSCAN_TIME_SIZE];
	size_t tests = 0, len = rows_of(report);

	for (size_t i = 0; i < len; i++) {
		if (!is_test(report, i))
			continue;
		tests++;
		suite.counts[outcome_of(report, i)]++;
	}
	(void)hscan_buf_add_string(out, "  <testsuite name=\"");
	add_name(out, report);
	hscan_format_time(report->as_of, when);
	/* xs:dateTime as the format wants it: without a zone. */
	(void)hscan_buf_add_format(out,
	    "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
	    "time=\"0\" timestamp=\"%.19s\">\n",
	    tests, suite.counts[FAILED], suite.counts[BROKEN],
	    suite.counts[SKIPPED], when);
	for (size_t i = 0; i < len; i++)
		if (is_test(report, i))
			add_test(&suite, i);
	(void)hscan_buf_add_string(out, "  </testsuite>\n");
}

/* A repository that could not be read is a test that could not be run, unless
 * the policy fails it for that. */
static void
add_failure(struct hscan_buf *out, const struct hscan_scan_entry *entry)
{
	bool failed = entry->gate && entry->gate->result == HSCAN_GATE_FAILED;

	(void)hscan_buf_add_string(out, "  <testsuite name=\"");
	markup_text(out, entry->name);
	(void)hscan_buf_add_format(out,
	    "\" tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"0\" "
	    "time=\"0\">\n    <testcase classname=\"",
	    failed, !failed);
	markup_text(out, entry->name);
	(void)hscan_buf_add_format(out,
	    "\" name=\"sync\" time=\"0\">\n      <%s message=\"",
	    failed ? "failure" : "error");
	markup_text(out, entry->why);
	(void)hscan_buf_add_string(
	    out, "\"/>\n    </testcase>\n  </testsuite>\n");
}

static void
begin(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites name=\"healthscan\">\n");
}

enum hscan_status
hscan_junit_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* programs read it */
	begin(out);
	add_suite(out, report);
	(void)hscan_buf_add_string(out, "</testsuites>\n");
	return hscan_buf_check(out, "the tests", err);
}

enum hscan_status
hscan_scan_junit(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	(void)look;
	begin(out);
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		/* A gate does not judge what was there before. */
		if (entry->report && (!scan->gate || entry->failed == HSCAN_OK))
			add_suite(out, entry->report);
		if (entry->failed != HSCAN_OK)
			add_failure(out, entry);
	}
	(void)hscan_buf_add_string(out, "</testsuites>\n");
	return hscan_buf_check(out, "the tests", err);
}
