/* SPDX-License-Identifier: MIT */
/* From metrics to measures; see assess.h. */
#include "judge/assess.h"

#include <math.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "judge/baseline.h"
#include "judge/change.h"
#include "judge/verdict.h"
#include "model/unbound.h"

/* As many bits as a measure has for a set of verdicts. */
#define SET(verdicts) ((verdicts)&0xFFU)

const char hscan_no_samples[] = "no samples";

static struct hscan_number
rounded(struct hscan_number number)
{
	if (number.known)
		number.value = hscan_round4(number.value);
	return number;
}

static const char *
why_missing(
    const struct hscan_missing *missing, const struct hscan_metric *metric)
{
	for (; missing && missing->needs; missing++)
		if (metric->needs & missing->needs)
			return missing->reason;
	return NULL;
}

static bool
is_of_other_head(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric)
{
	const struct hscan_missing *other = assessment->other_head;

	return other && (metric->needs & other->needs);
}

static struct hscan_interval
rounded_interval(struct hscan_interval interval)
{
	if (interval.known && isfinite(interval.low))
		interval.low = hscan_round4(interval.low);
	if (interval.known && isfinite(interval.high))
		interval.high = hscan_round4(interval.high);
	return interval;
}

static bool
is_low_n(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric, int64_t n)
{
	return hscan_is_low_n(metric->statistic, n, assessment->min_samples);
}

static struct hscan_value
null_value(const struct hscan_window *window, const char *reason)
{
	return (struct hscan_value){.window = *window, .reason = reason};
}

/* A metric that is being measured. */
struct work {
	const struct hscan_assessment *assessment;
	const struct hscan_metric *metric;
	struct hscan_arena *arena;
	const struct hscan_outcome *outcomes; /* newest first */
	struct hscan_value *trend;            /* of the arena; oldest first */
	size_t len;
};

/* As hscan_is_unbound(). */
static bool
lacks_bounds(const struct hscan_metric *metric)
{
	const struct hscan_measure bare = {
	    .metric = metric,
	    .healthy = metric->healthy,
	    .risk = metric->risk,
	};

	return hscan_is_unbound(&bare);
}

/* Why the nth window (from the newest) has no value, whatever the samples. */
static const char *
why_null(const struct work *work, size_t n)
{
	const struct hscan_assessment *assessment = work->assessment;
	const char *missing = why_missing(assessment->missing, work->metric);

	if (missing)
		return missing;
	/* The current window has a value as soon as there is a part of it. */
	if (assessment->repo_created_at >
	    (n > 0 ? assessment->windows[n].start : assessment->windows[n].end))
		return assessment->several
			   ? "before the oldest repository was created"
			   : "before the repository was created";
	if (!assessment->gaps)
		return NULL;
	return why_missing(assessment->gaps[n].at, work->metric);
}

static struct hscan_value
value_of(const struct work *work, size_t n)
{
	const struct hscan_outcome *outcome = &work->outcomes[n];
	const struct hscan_window *window = &work->assessment->windows[n];
	const char *reason = why_null(work, n);
	struct hscan_value value = {
	    .window = *window,
	    .value = rounded(outcome->value),
	    .n = outcome->n,
	    .ci95 = rounded_interval(outcome->ci95),
	};

	if (reason)
		return null_value(window, reason);
	/* A sum that overflowed is not shown. */
	if (outcome->value.known && !isfinite(outcome->value.value))
		return null_value(window, "too large to be counted");
	if (n == 0 && is_of_other_head(work->assessment, work->metric))
		value.reason = work->assessment->other_head->reason;
	else if (outcome->reason[0] != '\0')
		value.reason =
		    hscan_arena_dup(work->arena, hscan_text_of(outcome->reason))
			.ptr;
	else if (!outcome->value.known)
		value.reason = hscan_no_samples;
	else if (is_low_n(work->assessment, work->metric, outcome->n))
		value.reason = "low n";
	else if (n == 0 && lacks_bounds(work->metric))
		value.reason = HSCAN_UNBOUND;
	return value;
}

static struct hscan_baseline
compare_with_past(const struct work *work)
{
	const struct hscan_assessment *assessment = work->assessment;
	struct hscan_number now = {.known = false};
	struct hscan_baseline baseline;
	size_t count = 0;

	for (size_t n = 0; n < work->len; n++) {
		const struct hscan_outcome *outcome = &work->outcomes[n];

		if (why_null(work, n) || !outcome->value.known ||
		    !isfinite(outcome->value.value) ||
		    is_low_n(assessment, work->metric, outcome->n))
			continue;
		/* The baseline is of that head, too; but the head may be
		 * abandoned. */
		if (n == 0 && is_of_other_head(assessment, work->metric))
			continue;
		if (n == 0)
			now = outcome->value;
		else
			assessment->past[count++] = outcome->value.value;
	}
	baseline = hscan_baseline_of(now, assessment->past, count,
	    work->metric->better, assessment->method, assessment->sigma);
	baseline.center = hscan_round4(baseline.center);
	baseline.spread = hscan_round4(baseline.spread);
	baseline.z = rounded(baseline.z);
	return baseline;
}

/* Since when nothing but a receiver tells of something that the metric needs;
 * false: a sync or its like does of all. */
static bool
find_watched(const struct work *work, int64_t *since)
{
	const struct hscan_watched *watched = work->assessment->watched;
	int64_t first = INT64_MAX;

	for (; watched && watched->needs; watched++)
		if ((work->metric->needs & watched->needs) &&
		    watched->since < first)
			first = watched->since;
	if (first == INT64_MAX)
		return false;
	*since = first;
	return true;
}

/* From the window before to the reported one; NULL: out of memory. */
static const struct hscan_change *
change_of(const struct work *work)
{
	const struct hscan_outcome *outcomes = work->outcomes;
	const struct hscan_value *now = &work->trend[work->len - 1];
	struct hscan_change *change;

	if (work->len < 2)
		return &hscan_change_none;
	change = hscan_arena_alloc(work->arena, 1, sizeof(*change));
	if (change)
		*change = hscan_change_of(&(struct hscan_change_pair){
		    .metric = work->metric,
		    .now = now,
		    .before = now - 1,
		    .now_count = outcomes[0].count,
		    .before_count = outcomes[1].count,
		    .in_doubt =
			outcomes[0].range.known || outcomes[1].range.known,
		});
	return change;
}

static struct hscan_measure
measure_of(const struct work *work)
{
	const struct hscan_outcome *outcome = &work->outcomes[0];
	struct hscan_measure measure = {
	    .metric = work->metric,
	    .now = work->trend[work->len - 1],
	    .healthy = work->metric->healthy,
	    .risk = work->metric->risk,
	    .trend = work->trend,
	    .trend_len = work->len,
	    .censors = outcome->censors,
	};

	measure.baseline = compare_with_past(work);
	if (why_null(work, 0))
		return measure;
	measure.other_head = is_of_other_head(work->assessment, work->metric);
	measure.provisional = find_watched(work, &measure.provisional_since);
	measure.p75 = rounded(outcome->p75);
	measure.p90 = rounded(outcome->p90);
	measure.count = rounded(outcome->count);
	measure.numerator = rounded(outcome->numerator);
	measure.unknown = rounded(outcome->unknown);
	measure.excluded_bots = outcome->excluded_bots;
	measure.excluded_unreadable = outcome->unreadable;
	measure.range = rounded_interval(outcome->range);
	for (size_t n = 1; n < work->len; n++)
		measure.past_in_doubt |= work->outcomes[n].range.known;
	measure.ended_before_began = outcome->ended_before_began;
	measure.open = outcome->open;
	measure.km_median = rounded(outcome->km_median);
	return measure;
}

static enum hscan_status
measure(const struct hscan_assessment *assessment,
    const struct hscan_found *found, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	struct work work = {
	    .assessment = assessment,
	    .metric = found->metric,
	    .arena = arena,
	    .outcomes = found->outcomes,
	    .len = assessment->windows_len,
	};

	work.trend = hscan_arena_alloc(arena, work.len, sizeof(*work.trend));
	if (!work.trend)
		return hscan_no_memory(err);
	/* The windows come newest first, the trend is shown oldest first. */
	for (size_t n = 0; n < work.len; n++)
		work.trend[work.len - 1 - n] = value_of(&work, n);
	*out = measure_of(&work);
	out->change = change_of(&work);
	return out->change ? HSCAN_OK : hscan_no_memory(err);
}

/* Who is a newcomer, only all of the items tell. A part is not judged. */
static struct hscan_metric
metric_of_roles(const struct hscan_metric *metric)
{
	struct hscan_metric of_roles = *metric;

	of_roles.needs |= HSCAN_NEED_HISTORY;
	of_roles.healthy = of_roles.risk =
	    (struct hscan_bound){.comparison = HSCAN_NO_BOUND};
	of_roles.unbound = false;
	return of_roles;
}

/* What the items of one role come to; false: out of memory. */
static bool
measure_role(struct work *work, struct hscan_role_value *out)
{
	const struct hscan_outcome *outcome = &work->outcomes[0];

	work->trend =
	    hscan_arena_alloc(work->arena, work->len, sizeof(*work->trend));
	if (!work->trend)
		return false;
	for (size_t n = 0; n < work->len; n++)
		work->trend[work->len - 1 - n] = value_of(work, n);
	out->now = work->trend[work->len - 1];
	out->trend = work->trend;
	out->trend_len = work->len;
	if (why_null(work, 0))
		return true;
	out->p75 = rounded(outcome->p75);
	out->p90 = rounded(outcome->p90);
	out->count = rounded(outcome->count);
	out->numerator = rounded(outcome->numerator);
	out->open = outcome->open;
	out->km_median = rounded(outcome->km_median);
	return true;
}

static enum hscan_status
measure_roles(const struct hscan_assessment *assessment,
    const struct hscan_found *found, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	const struct hscan_metric metric = metric_of_roles(found->metric);
	struct hscan_role_value *roles =
	    hscan_arena_alloc(arena, HSCAN_ROLES, sizeof(*roles));
	struct work work = {
	    .assessment = assessment,
	    .metric = &metric,
	    .arena = arena,
	    .len = assessment->windows_len,
	};

	if (!roles)
		return hscan_no_memory(err);
	for (size_t i = 0; i < HSCAN_ROLES; i++) {
		roles[i] =
		    (struct hscan_role_value){.role = (enum hscan_role)(i + 1)};
		work.outcomes = &found->by_role[i * work.len];
		if (!measure_role(&work, &roles[i]))
			return hscan_no_memory(err);
	}
	out->roles = roles;
	return HSCAN_OK;
}

/* The verdict rests on the other metric as well. */
static void
inherit(const struct hscan_assessment *assessment,
    const struct hscan_measure *other, struct hscan_measure *out)
{
	out->risk = other->risk;
	if (other->other_head && !out->now.reason)
		out->now.reason = assessment->other_head->reason;
	out->other_head |= other->other_head;
	if (other->provisional &&
	    (!out->provisional ||
		other->provisional_since < out->provisional_since))
		out->provisional_since = other->provisional_since;
	out->provisional |= other->provisional;
}

enum hscan_status
hscan_find_risk_from(const struct hscan_metrics *metrics,
    const struct hscan_metric *metric, const struct hscan_metric **out,
    struct hscan_error *err)
{
	const struct hscan_metric *from =
	    hscan_metrics_find(metrics, metric->risk_from);
	char id[80], name[80];

	*out = NULL;
	if (metric->risk_from.len == 0)
		return HSCAN_OK;
	/* One step only: a chain could be a circle. */
	if (!from || from->risk_from.len > 0)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: risk-from names %s, which is no metric with a "
		    "risk bound of its own",
		    hscan_safe(metric->id, id, sizeof(id)),
		    hscan_safe(metric->risk_from, name, sizeof(name)));
	*out = from;
	return HSCAN_OK;
}

bool
hscan_is_computable(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric)
{
	return !why_missing(assessment->missing, metric);
}

/* Measures the metric of risk_from, for its verdict only. */
static enum hscan_status
judge_from(const struct hscan_assessment *assessment,
    const struct hscan_found *from, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	enum hscan_status status = measure(assessment, from, arena, out, err);

	if (status != HSCAN_OK)
		return status;
	out->verdict =
	    hscan_judge(out, HSCAN_VERDICT_NONE, assessment->min_samples);
	out->verdicts = SET(hscan_judge_range(
	    out, 1U << HSCAN_VERDICT_NONE, assessment->min_samples));
	return HSCAN_OK;
}

enum hscan_status
hscan_assess(const struct hscan_assessment *assessment,
    const struct hscan_found *found, const struct hscan_found *from,
    struct hscan_arena *arena, struct hscan_measure *out,
    struct hscan_error *err)
{
	struct hscan_measure other = {.verdict = HSCAN_VERDICT_NONE,
	    .verdicts = 1U << HSCAN_VERDICT_NONE};
	enum hscan_status status = HSCAN_OK;

	if (from)
		status = judge_from(assessment, from, arena, &other, err);
	if (status == HSCAN_OK)
		status = measure(assessment, found, arena, out, err);
	if (status != HSCAN_OK)
		return status;
	if (from)
		inherit(assessment, &other, out);
	out->verdict = hscan_judge(out, other.verdict, assessment->min_samples);
	out->verdicts = SET(
	    hscan_judge_range(out, other.verdicts, assessment->min_samples));
	return found->by_role
		   ? measure_roles(assessment, found, arena, out, err)
		   : HSCAN_OK;
}
