/* SPDX-License-Identifier: MIT */
/* Judges reports by the policy of the settings; see gating.h. */
#include "app/gating.h"

#include <string.h>

#include "app/alerting.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "judge/gate.h"
#include "metric/parse.h"
#include "report/words.h"

enum { LONGEST_WORDS = 1024 * 1024 };

/* --- one report --- */

static struct hscan_gate_policy
policy_of(const struct settings *settings, bool named)
{
	return (struct hscan_gate_policy){
	    .fail_on =
		settings->fail_on & ((1U << (SETTINGS_FAIL_CLASS + 1)) - 1U),
	    .fail_classes = settings->fail_on >> SETTINGS_FAIL_CLASS &
			    ~(1U << HSCAN_LIFE_UNKNOWN),
	    .min_samples = settings->min_samples,
	    .allow_unknown = settings->allow_unknown,
	    .allow_provisional = settings->allow_provisional,
	    .max_age_s = settings->max_age_s,
	    .named = named,
	};
}

void
gating_open(struct gating *gating, const struct settings *settings, bool named,
    bool alerts)
{
	const struct hscan_gate_policy policy = policy_of(settings, named);

	*gating = (struct gating){.named = named, .alerts = alerts};
	gating->sum.policy = (struct hscan_gate){
	    .fail_on = policy.fail_on,
	    .fail_classes = policy.fail_classes,
	    .min_samples = policy.min_samples,
	    .allow_unknown = policy.allow_unknown,
	    .allow_provisional = policy.allow_provisional,
	    .max_age_s = policy.max_age_s,
	    .named = policy.named,
	};
	hscan_arena_init(&gating->arena);
}

void
gating_close(struct gating *gating)
{
	hscan_arena_clear(&gating->arena);
}

enum hscan_status
gating_judge(struct evaluation *evaluation, const struct target_run *run,
    bool named, const struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_gate *out, struct hscan_error *err)
{
	struct hscan_gate_policy policy =
	    policy_of(&evaluation->app->settings, named);
	struct hscan_passed *passed =
	    hscan_arena_alloc(arena, report->measures_len + 1, sizeof(*passed));
	enum hscan_status status;

	if (!passed)
		return hscan_no_memory(err);
	if (run->source_failed != HSCAN_OK)
		policy.unread = hscan_text_of(run->why->message);
	policy.read_before = run->read_before;
	status = hscan_gate_recall(run->store, evaluation->repo_id,
	    evaluation->key, report, passed, err);
	if (status == HSCAN_OK)
		status =
		    hscan_gate_judge(report, &policy, passed, arena, out, err);
	if (status == HSCAN_OK && out->result == HSCAN_GATE_PASSED &&
	    report->settled)
		status = hscan_gate_remember(run->store, evaluation->repo_id,
		    evaluation->key, report, err);
	return status;
}

/* --- rules that nobody was held to --- */

static bool
has_measure(
    const struct hscan_report *report, const struct hscan_metric *metric)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].metric == metric)
			return true;
	return false;
}

void
gating_add_left_out(const struct evaluation *evaluation,
    const struct hscan_report *report, bool ascii, struct hscan_buf *out)
{
	const struct settings *settings = &evaluation->app->settings;
	const struct hscan_metrics *metrics = &evaluation->metrics;
	const char *before = "; with a bound, but not computed: ";

	for (size_t i = 0; i < metrics->len; i++) {
		const struct hscan_metric *metric = &metrics->at[i];

		if (has_measure(report, metric) ||
		    (!settings_threshold_find(
			 settings, metric->id, BOUND_HEALTHY) &&
			!settings_threshold_find(
			    settings, metric->id, BOUND_RISK)))
			continue;
		(void)hscan_buf_add_string(out, before);
		hscan_add_safe(out, metric->id, ascii);
		if (metric->own)
			(void)hscan_buf_add_string(out, " (--metric FILE)");
		else
			(void)hscan_buf_add_format(out, " (--profile %s)",
			    hscan_metric_profile_name(metric));
		before = ", ";
	}
}

/* The same metrics are left out everywhere. */
static enum hscan_status
keep_left_out(struct gating *gating, const struct evaluation *evaluation,
    const struct hscan_report *report, struct hscan_error *err)
{
	struct hscan_text *remark = &gating->sum.remark;
	struct hscan_buf words;
	enum hscan_status status;

	if (gating->named || remark->ptr)
		return HSCAN_OK;
	hscan_buf_init(&words, LONGEST_WORDS);
	gating_add_left_out(evaluation, report, false, &words);
	status = hscan_buf_check(&words, "the bounds", err);
	if (status == HSCAN_OK && words.len > 0) {
		*remark =
		    hscan_arena_dup(&gating->arena, hscan_buf_text(&words));
		if (!remark->ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&words);
	return status;
}

/* --- what is kept of it --- */

static bool
is_of(enum hscan_gate_finding finding, enum hscan_gate_result result)
{
	switch (finding) {
	case HSCAN_FINDING_RISK:
	case HSCAN_FINDING_WATCH:
	case HSCAN_FINDING_DEVIATION:
	case HSCAN_FINDING_REGRESSION:
	case HSCAN_FINDING_CLASS:
	case HSCAN_FINDING_UNREACHABLE: return result == HSCAN_GATE_FAILED;
	case HSCAN_FINDING_MISSING:
	case HSCAN_FINDING_STALE:
	case HSCAN_FINDING_OTHER_HEAD:
	case HSCAN_FINDING_PROVISIONAL: return result == HSCAN_GATE_UNDECIDED;
	case HSCAN_FINDING_GOOD:
	case HSCAN_FINDING_NOT_JUDGED: break;
	}
	return false;
}

/* A line of each that failed. */
static bool
keep_failures(struct gating *gating, const struct hscan_gate *gate,
    struct hscan_entry_gate *out)
{
	struct hscan_text *why =
	    hscan_arena_alloc(&gating->arena, gate->rows_len, sizeof(*why));

	for (size_t i = 0; i < gate->rows_len && why; i++) {
		if (!is_of(gate->rows[i].finding, HSCAN_GATE_FAILED))
			continue;
		why[out->why_len] =
		    hscan_arena_dup(&gating->arena, gate->rows[i].why);
		if (!why[out->why_len++].ptr)
			return false;
	}
	out->why = why;
	return why;
}

/* The first of several reasons, and how many more there are: often all metrics
 * lack the same. */
static void
add_reasons(struct hscan_buf *words, const struct hscan_gate *gate)
{
	const struct hscan_gate_row *first = NULL, *unjudged = NULL;
	size_t more = 0;

	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];

		if (is_of(row->finding, HSCAN_GATE_UNDECIDED)) {
			more += first != NULL;
			first = first ? first : row;
		} else if (row->finding == HSCAN_FINDING_NOT_JUDGED &&
			   row->measure->verdict != HSCAN_VERDICT_NONE &&
			   !unjudged) {
			unjudged = row;
		}
	}
	if (first) {
		(void)hscan_buf_add_text(words, first->why);
		if (more > 0)
			(void)hscan_buf_add_format(
			    words, "; and %zu more", more);
		return;
	}
	(void)hscan_buf_add_string(words, "no metric could be judged");
	if (unjudged) {
		(void)hscan_buf_add_string(words, ": ");
		(void)hscan_buf_add_text(words, unjudged->why);
	}
}

/* One line. False: no memory. */
static bool
keep_line(
    struct gating *gating, struct hscan_text line, struct hscan_entry_gate *out)
{
	struct hscan_text *why =
	    hscan_arena_alloc(&gating->arena, 1, sizeof(*why));

	if (!why)
		return false;
	*why = hscan_arena_dup(
	    &gating->arena, line.ptr ? line : hscan_text_of(""));
	out->why = why;
	out->why_len = 1;
	return why->ptr;
}

static enum hscan_status
keep(struct gating *gating, const struct hscan_gate *gate,
    struct hscan_scan_entry *entry, struct hscan_error *err)
{
	struct hscan_entry_gate *out =
	    hscan_arena_alloc(&gating->arena, 1, sizeof(*out));
	struct hscan_buf words;
	bool good = out;

	if (!out)
		return hscan_no_memory(err);
	*out = (struct hscan_entry_gate){.result = gate->result};
	if (gate->result == HSCAN_GATE_FAILED)
		good = keep_failures(gating, gate, out);
	hscan_buf_init(&words, LONGEST_WORDS);
	if (gate->result == HSCAN_GATE_UNDECIDED) {
		add_reasons(&words, gate);
		good = words.failed == HSCAN_OK &&
		       keep_line(gating, hscan_buf_text(&words), out);
	}
	hscan_buf_clear(&words);
	entry->gate = out;
	return good ? HSCAN_OK : hscan_no_memory(err);
}

/* --- one of many --- */

/* The alerts are of evaluation->report. */
static enum hscan_status
alert(struct evaluation *evaluation, struct hscan_report *report,
    struct hscan_error *err)
{
	enum hscan_status status;

	evaluation->report = *report;
	status = alerting_run(evaluation, err);
	*report = evaluation->report;
	return status;
}

/* Of many there is a line each, and no room for it. */
static void
warn_of_suspects(
    const struct target_run *run, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->suspects_len; i++) {
		struct hscan_buf words;

		hscan_buf_init(&words, LONGEST_WORDS);
		words_add_suspect(&words, &report->suspects[i], true);
		words_unglue(&words, 0);
		app_warn(run->app, "%s: %s", run->target->shown,
		    hscan_buf_string(&words));
		hscan_buf_clear(&words);
	}
}

enum hscan_status
gating_take(struct gating *gating, struct evaluation *evaluation,
    const struct target_run *run, struct hscan_report *report,
    struct hscan_arena *arena, struct hscan_scan_entry *entry,
    struct hscan_error *err)
{
	struct hscan_gate *gate;
	enum hscan_status status = evaluation_key(evaluation, run, err);

	if (status == HSCAN_OK && gating->alerts)
		status = alert(evaluation, report, err);
	if (status != HSCAN_OK || run->source_failed != HSCAN_OK)
		return status;
	gate = hscan_arena_alloc(arena, 1, sizeof(*gate));
	if (!gate)
		return hscan_no_memory(err);
	status = gating_judge(
	    evaluation, run, gating->named, report, arena, gate, err);
	if (status != HSCAN_OK)
		return status;
	report->gate = gate;
	warn_of_suspects(run, report);
	status = keep_left_out(gating, evaluation, report, err);
	return status == HSCAN_OK ? keep(gating, gate, entry, err) : status;
}

/* What was never there, and was not asked for, is not unreachable. */
static enum hscan_gate_result
result_unread(const struct gating *gating, enum hscan_status failed)
{
	if (failed == HSCAN_ENODATA)
		return HSCAN_GATE_UNDECIDED;
	return gating->sum.policy.fail_on & HSCAN_FAIL_UNREACHABLE
		   ? HSCAN_GATE_FAILED
		   : HSCAN_GATE_UNREACHABLE;
}

/* Most reasons begin with the name, which is said anyway. */
static struct hscan_text
without_name(struct hscan_text why, struct hscan_text name)
{
	if (why.len > name.len + 2 && name.len > 0 &&
	    memcmp(why.ptr, name.ptr, name.len) == 0 &&
	    memcmp(why.ptr + name.len, ": ", 2) == 0) {
		why.ptr += name.len + 2;
		why.len -= name.len + 2;
	}
	return why;
}

static enum hscan_status
take_unread(struct gating *gating, struct hscan_scan_entry *entry,
    struct hscan_error *err)
{
	struct hscan_entry_gate *out =
	    hscan_arena_alloc(&gating->arena, 1, sizeof(*out));
	struct hscan_buf words;
	bool good;

	if (!out)
		return hscan_no_memory(err);
	*out = (struct hscan_entry_gate){
	    .result = result_unread(gating, entry->failed)};
	hscan_buf_init(&words, LONGEST_WORDS);
	if (out->result == HSCAN_GATE_FAILED)
		(void)hscan_buf_add_string(&words, "unreachable: ");
	(void)hscan_buf_add_text(&words, without_name(entry->why, entry->name));
	good = words.failed == HSCAN_OK &&
	       keep_line(gating, hscan_buf_text(&words), out);
	hscan_buf_clear(&words);
	entry->gate = out;
	return good ? HSCAN_OK : hscan_no_memory(err);
}

/* --- all of them --- */

static void
count(struct hscan_scan_gate *sum, const struct hscan_entry_gate *gate)
{
	switch (gate->result) {
	case HSCAN_GATE_PASSED: sum->passed++; break;
	case HSCAN_GATE_FAILED:
		sum->failed++;
		sum->findings += gate->why_len;
		break;
	case HSCAN_GATE_UNDECIDED: sum->undecided++; break;
	case HSCAN_GATE_UNREACHABLE: sum->unreachable++; break;
	}
}

enum hscan_status
gating_end(struct gating *gating, struct hscan_scan_entry *entries, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		if (!entries[i].gate)
			status = take_unread(gating, &entries[i], err);
		if (status == HSCAN_OK && entries[i].gate)
			count(&gating->sum, entries[i].gate);
	}
	return status;
}
