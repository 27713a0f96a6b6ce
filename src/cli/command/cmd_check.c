/* SPDX-License-Identifier: MIT */
/* healthscan check: the gate. Terse, and its exit code is the answer. */
#include <string.h>

#include "app/alerting.h"
#include "base/buf.h"
#include "base/safe.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "judge/gate.h"
#include "report/check.h"
#include "report/report.h"
#include "report/words.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static bool
is_failure(enum hscan_gate_finding finding)
{
	return finding == HSCAN_FINDING_RISK ||
	       finding == HSCAN_FINDING_WATCH ||
	       finding == HSCAN_FINDING_DEVIATION ||
	       finding == HSCAN_FINDING_REGRESSION;
}

static void
add_lines(const struct hscan_gate *gate, bool ascii, struct hscan_buf *out)
{
	for (size_t i = 0; i < gate->rows_len; i++) {
		enum hscan_gate_finding finding = gate->rows[i].finding;

		if (is_failure(finding))
			(void)hscan_buf_add_string(out, "failed     ");
		else if (finding == HSCAN_FINDING_MISSING ||
			 finding == HSCAN_FINDING_STALE ||
			 finding == HSCAN_FINDING_OTHER_HEAD ||
			 finding == HSCAN_FINDING_PROVISIONAL)
			(void)hscan_buf_add_string(out, "undecided  ");
		else
			continue;
		hscan_add_safe(out, gate->rows[i].why, ascii);
		(void)hscan_buf_add_char(out, '\n');
	}
}

/* "not judged: a, b, c" */
static void
add_others(const struct hscan_gate *gate, bool ascii, struct hscan_buf *out)
{
	const char *before = "; not judged: ";

	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];
		const struct hscan_metric *metric = row->measure->metric;

		/* Metrics without bounds are not what was to be judged. */
		if (row->finding != HSCAN_FINDING_NOT_JUDGED ||
		    row->measure->verdict == HSCAN_VERDICT_NONE)
			continue;
		(void)hscan_buf_add_string(out, before);
		hscan_add_safe(out, metric->id, ascii);
		before = ", ";
	}
}

static bool
has_row(const struct hscan_gate *gate, const struct hscan_metric *metric)
{
	for (size_t i = 0; i < gate->rows_len; i++)
		if (gate->rows[i].measure->metric == metric)
			return true;
	return false;
}

/* What was given a bound and yet is not of this run: a rule that is not held
 * must not pass in silence. */
static void
add_uncomputed(
    const struct evaluation *evaluation, bool ascii, struct hscan_buf *out)
{
	const struct settings *settings = &evaluation->app->settings;
	const struct hscan_metrics *metrics = &evaluation->metrics;
	const char *before = "; with a bound, but not computed: ";

	for (size_t i = 0; i < metrics->len; i++) {
		const struct hscan_metric *metric = &metrics->at[i];

		if (has_row(evaluation->report.gate, metric) ||
		    (!settings_threshold_find(
			 settings, metric->id, BOUND_HEALTHY) &&
			!settings_threshold_find(
			    settings, metric->id, BOUND_RISK)))
			continue;
		(void)hscan_buf_add_string(out, before);
		hscan_add_safe(out, metric->id, ascii);
		(void)hscan_buf_add_string(out,
		    metric->own ? " (--metric FILE)" : " (--profile full)");
		before = ", ";
	}
}

static void
add_summary(
    const struct hscan_report *report, bool ascii, struct hscan_buf *out)
{
	static const char *const results[] = {
	    [HSCAN_GATE_PASSED] = "passed",
	    [HSCAN_GATE_FAILED] = "failed",
	    [HSCAN_GATE_UNDECIDED] = "undecided: not enough data",
	};
	const struct hscan_gate *gate = report->gate;
	size_t judged = 0, failed = 0;

	for (size_t i = 0; i < gate->rows_len; i++) {
		bool bad = is_failure(gate->rows[i].finding);

		failed += bad;
		judged += bad || gate->rows[i].finding == HSCAN_FINDING_GOOD;
	}
	words_add_name(out, report, !ascii);
	(void)hscan_buf_add_format(out, ": %s; %zu metric%s judged",
	    results[gate->result], judged, judged == 1 ? "" : "s");
	if (failed > 0)
		(void)hscan_buf_add_format(out, ", %zu failed", failed);
	add_others(gate, ascii, out);
}

/* A log or a program gets a line a finding; a person gets more. */
static enum hscan_status
write_answer(struct cli *cli, const struct hscan_report *report,
    struct hscan_text also, struct hscan_buf *out, struct hscan_error *err)
{
	const char *path = cli->app.settings.output;
	const struct hscan_look look = screen_style(cli);

	if (cli->terminal.out && (!path || strcmp(path, "-") == 0))
		return hscan_check_write(report, also, &look, out, err);
	add_lines(report->gate, !look.utf8, out);
	add_summary(report, !look.utf8, out);
	(void)hscan_buf_add_text(out, also);
	(void)hscan_buf_add_char(out, '\n');
	return hscan_buf_check(out, "the result", err);
}

static enum hscan_status
show_lines(struct cli *cli, const struct evaluation *evaluation, bool named,
    struct hscan_error *err)
{
	struct hscan_buf text, also;
	enum hscan_status status;

	hscan_buf_init(&text, MAX_BYTES);
	hscan_buf_init(&also, MAX_BYTES);
	if (!named)
		add_uncomputed(evaluation, !cli->terminal.utf8, &also);
	status = hscan_buf_check(&also, "the result", err);
	if (status == HSCAN_OK)
		status = write_answer(cli, &evaluation->report,
		    hscan_buf_text(&also), &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&also);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
judge(struct evaluation *evaluation, bool named, struct hscan_gate *gate,
    struct hscan_error *err)
{
	const struct settings *settings = &evaluation->app->settings;
	const struct hscan_gate_policy policy = {
	    .fail_on = settings->fail_on,
	    .min_samples = settings->min_samples,
	    .allow_unknown = settings->allow_unknown,
	    .allow_provisional = settings->allow_provisional,
	    .max_age_s = settings->max_age_s,
	    .named = named,
	};
	struct hscan_passed *passed = hscan_arena_alloc(&evaluation->arena,
	    evaluation->report.measures_len + 1, sizeof(*passed));
	enum hscan_status status;

	if (!passed)
		return hscan_no_memory(err);
	status = hscan_gate_recall(evaluation->run.store, evaluation->repo_id,
	    evaluation->scope, &evaluation->report, passed, err);
	if (status == HSCAN_OK)
		status = hscan_gate_judge(&evaluation->report, &policy, passed,
		    &evaluation->arena, gate, err);
	if (status == HSCAN_OK && gate->result == HSCAN_GATE_PASSED &&
	    evaluation->report.settled)
		status = hscan_gate_remember(evaluation->run.store,
		    evaluation->repo_id, evaluation->scope, &evaluation->report,
		    err);
	return status;
}

/* What is asked, and its answer. */
struct check {
	bool named; /* the policy names metrics */
	struct hscan_gate gate;
	int code; /* EXIT_DONE as long as nothing was shown */
};

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	static const int codes[] = {
	    [HSCAN_GATE_PASSED] = EXIT_DONE,
	    [HSCAN_GATE_FAILED] = EXIT_GATE_FAILED,
	    [HSCAN_GATE_UNDECIDED] = EXIT_NO_DATA,
	};
	struct check *check = payload;
	enum hscan_status status = alerting_run(evaluation, err);

	if (status == HSCAN_OK)
		status = judge(evaluation, check->named, &check->gate, err);
	evaluation->report.gate = &check->gate;
	if (status != HSCAN_OK)
		return status;
	status = strcmp(cli->app.settings.format, "table") == 0
		     ? show_lines(cli, evaluation, check->named, err)
		     : command_show_report(cli, evaluation, err);
	if (status == HSCAN_OK)
		check->code = codes[check->gate.result];
	return status;
}

/* What the policy names: the flags' metrics, else the configured gate's. What
 * repo shows (report.metric) is no policy. */
static struct settings_list *
policy_metrics(struct settings *settings)
{
	return option_flagged(settings, "metric") ? &settings->metrics
						  : &settings->gate_metrics;
}

int
cmd_check(struct cli *cli)
{
	struct settings_list *ids = policy_metrics(&cli->app.settings);
	struct check check = {.named = ids->len > 0, .code = EXIT_DONE};
	int code = command_evaluate(cli, 0, ids, show, &check);

	/* A source that failed comes before what little was judged. */
	return code == EXIT_DONE ? check.code : code;
}
