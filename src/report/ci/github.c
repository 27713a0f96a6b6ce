/* SPDX-License-Identifier: MIT */
/*
 * A report for the log of a GitHub Actions job: workflow commands, which become
 * annotations, and a line for who reads the log.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * Text from outside cannot begin a command: every line begins with words of
 * ours, and what a command would be ended or divided by is escaped.
 */
#include "report/github.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/unit.h"
#include "report/formats.h"
#include "report/scan.h"
#include "report/words.h"

#define MAX_TEXT_BYTES ((size_t)1024 * 1024)

/* --- commands --- */

static void
add_escaped(struct hscan_buf *out, struct hscan_text text, bool property)
{
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_TEXT_BYTES);
	hscan_add_safe(&safe, text, false);
	for (size_t i = 0; i < safe.len; i++) {
		char c = safe.ptr[i];

		if (c == '%' || (property && (c == ':' || c == ',')))
			(void)hscan_buf_add_format(
			    out, "%%%02X", (unsigned)(unsigned char)c);
		else
			(void)hscan_buf_add_char(out, c);
	}
	words_drop(out, &safe);
}

/* "::error title=owner/name PR merge cycle::" */
static void
begin_command(struct hscan_buf *out, const char *command,
    struct hscan_text name, struct hscan_text subject)
{
	(void)hscan_buf_add_format(out, "::%s title=", command);
	add_escaped(out, name, true);
	if (subject.len > 0)
		(void)hscan_buf_add_string(out, " ");
	add_escaped(out, subject, true);
	(void)hscan_buf_add_string(out, "::");
}

static void
begin_report(struct hscan_buf *out, const char *command,
    const struct hscan_report *report, struct hscan_text subject)
{
	struct hscan_buf name;

	hscan_buf_init(&name, MAX_TEXT_BYTES);
	words_add_name(&name, report, true);
	begin_command(out, command, hscan_buf_text(&name), subject);
	words_drop(out, &name);
}

static void
add_command(struct hscan_buf *out, const char *command,
    const struct hscan_report *report, const struct hscan_measure *measure,
    struct hscan_text message)
{
	begin_report(out, command, report,
	    measure ? measure->metric->title : hscan_text_of(""));
	add_escaped(out, message, false);
	(void)hscan_buf_add_char(out, '\n');
}

/* --- what is to be said --- */

static const char *
command_for(enum hscan_gate_finding finding)
{
	switch (finding) {
	case HSCAN_FINDING_RISK:
	case HSCAN_FINDING_WATCH:
	case HSCAN_FINDING_DEVIATION:
	case HSCAN_FINDING_REGRESSION:
	case HSCAN_FINDING_CLASS:
	case HSCAN_FINDING_UNREACHABLE: return "error";
	case HSCAN_FINDING_MISSING:
	case HSCAN_FINDING_STALE:
	case HSCAN_FINDING_OTHER_HEAD:
	case HSCAN_FINDING_PROVISIONAL: return "warning";
	case HSCAN_FINDING_GOOD:
	case HSCAN_FINDING_NOT_JUDGED: break;
	}
	return NULL;
}

/* The gravest first: only the first ten of a kind are shown. */
static void
add_gate(struct hscan_buf *out, const struct hscan_report *report)
{
	static const char *const order[] = {"error", "warning"};

	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < report->gate->rows_len; i++) {
			const struct hscan_gate_row *row =
			    &report->gate->rows[i];
			const char *command = command_for(row->finding);

			if (command && strcmp(command, order[pass]) == 0)
				add_command(out, command, report, row->measure,
				    row->why);
		}
}

static void
add_measure(struct hscan_buf *out, const struct hscan_report *report,
    const struct hscan_measure *measure, const char *command)
{
	struct hscan_text unit;
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_TEXT_BYTES);
	words_add_judged(&words, measure);
	unit = hscan_unit_behind(hscan_buf_text(&words), measure->metric->unit);
	(void)hscan_buf_add_char(&words, ' ');
	hscan_add_safe(&words, unit, false);
	(void)hscan_buf_add_format(
	    &words, ", %s", hscan_verdict_name(measure->verdict));
	if (measure->metric->risk_from.len == 0 &&
	    measure->risk.comparison != HSCAN_NO_BOUND) {
		(void)hscan_buf_add_string(&words, "; risk ");
		words_add_bound(&words, &measure->risk, true);
	}
	(void)hscan_buf_add_format(
	    &words, ", n %lld", (long long)measure->now.n);
	words_unglue(&words, 0);
	add_command(out, command, report, measure, hscan_buf_text(&words));
	words_drop(out, &words);
}

static void
add_verdicts(struct hscan_buf *out, const struct hscan_report *report,
    enum hscan_verdict verdict, const char *command)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].verdict == verdict &&
		    !report->measures[i].because &&
		    report->measures[i].now.value.known)
			add_measure(out, report, &report->measures[i], command);
}

/* The gate failed for what an alert would say once more. */
static bool
is_in_gate(
    const struct hscan_report *report, const struct hscan_measure *measure)
{
	if (!report->gate)
		return false;
	for (size_t i = 0; i < report->gate->rows_len; i++)
		if (report->gate->rows[i].measure == measure &&
		    report->gate->rows[i].finding == HSCAN_FINDING_DEVIATION)
			return true;
	return false;
}

/* Deviations only: a threshold's alert says what the status says. */
static void
add_alerts(struct hscan_buf *out, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];

		if (!alert->firing || !alert->measure ||
		    alert->kind != HSCAN_ALERT_DEVIATION ||
		    is_in_gate(report, alert->measure))
			continue;
		add_command(
		    out, "notice", report, alert->measure, alert->message);
	}
}

static void
add_suspects(struct hscan_buf *out, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->suspects_len; i++) {
		struct hscan_buf words;

		hscan_buf_init(&words, MAX_TEXT_BYTES);
		words_add_suspect(&words, &report->suspects[i], true);
		words_unglue(&words, 0);
		add_command(
		    out, "warning", report, NULL, hscan_buf_text(&words));
		words_drop(out, &words);
	}
}

static void
add_line(struct hscan_buf *out, const struct hscan_report *report)
{
	static const char *const results[] = {
	    [HSCAN_GATE_PASSED] = "gate passed",
	    [HSCAN_GATE_FAILED] = "gate failed",
	    [HSCAN_GATE_UNDECIDED] = "gate undecided",
	};
	size_t counts[VERDICTS];
	size_t from;

	(void)words_overall(report, counts);
	(void)hscan_buf_add_string(out, "healthscan: ");
	words_add_name(out, report, true);
	(void)hscan_buf_add_string(out, ": ");
	if (report->gate)
		(void)hscan_buf_add_format(
		    out, "%s; ", results[report->gate->result]);
	from = out->len;
	words_add_counts(out, counts);
	if (out->len == from)
		(void)hscan_buf_add_string(out, "nothing judged");
	words_unglue(out, from);
	if (!report->complete)
		(void)hscan_buf_add_string(out, "; incomplete");
	if (report->provisional)
		(void)hscan_buf_add_string(out, "; provisional");
	(void)hscan_buf_add_char(out, '\n');
}

enum hscan_status
hscan_github_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* a log in a browser */
	if (report->gate) {
		add_gate(out, report);
	} else {
		add_verdicts(out, report, HSCAN_VERDICT_RISK, "error");
		add_verdicts(out, report, HSCAN_VERDICT_WATCH, "warning");
	}
	add_suspects(out, report);
	add_alerts(out, report);
	add_line(out, report);
	return hscan_buf_check(out, "the annotations", err);
}

/* --- many --- */

/* The failure, or the verdict. */
static void
add_status(struct hscan_buf *out, const struct hscan_scan_entry *entry)
{
	const struct hscan_text nothing = {"", 0};

	if (entry->failed != HSCAN_OK) {
		begin_command(out, "error", entry->name, nothing);
		add_escaped(out, entry->why, false);
		(void)hscan_buf_add_char(out, '\n');
	}
	if (!entry->report)
		return;
	if (entry->verdict == HSCAN_VERDICT_RISK ||
	    entry->verdict == HSCAN_VERDICT_WATCH) {
		begin_report(out,
		    entry->verdict == HSCAN_VERDICT_RISK ? "error" : "warning",
		    entry->report, nothing);
		(void)hscan_buf_add_format(out, "%zu at risk, %zu to watch\n",
		    entry->counts[HSCAN_VERDICT_RISK],
		    entry->counts[HSCAN_VERDICT_WATCH]);
	}
}

/* What the gate says of those with that result. */
static void
add_judged(struct hscan_buf *out, const struct hscan_scan *scan,
    enum hscan_gate_result result, const char *command)
{
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];
		struct hscan_buf name;

		if (entry->gate->result != result)
			continue;
		hscan_buf_init(&name, MAX_TEXT_BYTES);
		scan_add_name(&name, entry, true);
		for (size_t j = 0; j < entry->gate->why_len; j++) {
			begin_command(out, command, hscan_buf_text(&name),
			    hscan_text_of(""));
			add_escaped(out, entry->gate->why[j], false);
			(void)hscan_buf_add_char(out, '\n');
		}
		words_drop(out, &name);
	}
}

enum hscan_status
hscan_scan_github(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	(void)look;
	/* The gravest first: only the first ten of a kind are shown. */
	if (scan->gate) {
		add_judged(out, scan, HSCAN_GATE_FAILED, "error");
		add_judged(out, scan, HSCAN_GATE_UNREACHABLE, "error");
		add_judged(out, scan, HSCAN_GATE_UNDECIDED, "warning");
	}
	for (size_t i = 0; i < scan->len; i++) {
		if (!scan->gate)
			add_status(out, &scan->entries[i]);
		if (scan->entries[i].report)
			add_line(out, scan->entries[i].report);
	}
	if (scan->gate) {
		(void)hscan_buf_add_string(out, "healthscan: ");
		scan_add_gate(out, scan, false);
		(void)hscan_buf_add_char(out, '\n');
	}
	return hscan_buf_check(out, "the annotations", err);
}

/* --- outputs --- */

static void
add_output(struct hscan_buf *out, const char *name, size_t count)
{
	(void)hscan_buf_add_format(out, "%s=%zu\n", name, count);
}

static void
add_counts(struct hscan_buf *out, const size_t counts[VERDICTS])
{
	add_output(out, "risk", counts[HSCAN_VERDICT_RISK]);
	add_output(out, "watch", counts[HSCAN_VERDICT_WATCH]);
	add_output(out, "healthy", counts[HSCAN_VERDICT_HEALTHY]);
	add_output(out, "unknown", counts[HSCAN_VERDICT_UNKNOWN]);
}

void
hscan_github_outputs(const struct hscan_report *report, struct hscan_buf *out)
{
	static const char *const results[] = {
	    [HSCAN_GATE_PASSED] = "passed",
	    [HSCAN_GATE_FAILED] = "failed",
	    [HSCAN_GATE_UNDECIDED] = "undecided",
	};
	size_t counts[VERDICTS], firing = 0;
	enum hscan_verdict overall = words_overall(report, counts);

	for (size_t i = 0; i < report->alerts_len; i++)
		firing += report->alerts[i].firing;
	(void)hscan_buf_add_format(
	    out, "status=%s\n", hscan_verdict_name(overall));
	add_counts(out, counts);
	add_output(out, "alerts", firing);
	(void)hscan_buf_add_format(
	    out, "complete=%s\n", report->complete ? "true" : "false");
	if (report->gate)
		(void)hscan_buf_add_format(
		    out, "gate=%s\n", results[report->gate->result]);
}

/* Of all of them. */
static const char *
gate_of(const struct hscan_scan_gate *gate)
{
	if (gate->failed > 0)
		return "failed";
	return gate->undecided + gate->unreachable > 0 ? "undecided" : "passed";
}

void
hscan_github_scan_outputs(const struct hscan_scan *scan, struct hscan_buf *out)
{
	size_t counts[VERDICTS] = {0};

	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report)
			counts[scan->entries[i].verdict]++;
	add_output(out, "repositories", scan->len);
	add_output(out, "failed", scan->failed);
	add_counts(out, counts);
	if (!scan->gate)
		return;
	(void)hscan_buf_add_format(out, "gate=%s\n", gate_of(scan->gate));
	add_output(out, "gate_failed", scan->gate->failed);
	add_output(out, "gate_undecided",
	    scan->gate->undecided + scan->gate->unreachable);
}
