/* SPDX-License-Identifier: MIT */
/* From metrics to measures; see assess.h. */
#include "judge/assess.h"

#include "base/round.h"
#include "base/safe.h"
#include "judge/verdict.h"

static struct hscan_number
rounded(struct hscan_number number)
{
	number.value = number.known ? hscan_round4(number.value) : 0.0;
	return number;
}

static const char *
why_missing(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric)
{
	const struct hscan_missing *missing = assessment->missing;

	for (; missing && missing->streams; missing++)
		if (metric->streams & missing->streams)
			return missing->reason;
	return NULL;
}

static struct hscan_value
value_of(const struct hscan_metric *metric, const struct hscan_window *window,
    const struct hscan_outcome *outcome)
{
	struct hscan_value value = {
	    .window = *window,
	    .value = rounded(outcome->value),
	    .n = outcome->n,
	};

	if (!outcome->value.known)
		value.reason = "no samples";
	else if (hscan_is_low_n(metric->statistic, outcome->n))
		value.reason = "low n";
	return value;
}

static struct hscan_value
null_value(const struct hscan_window *window, const char *reason)
{
	return (struct hscan_value){.window = *window, .reason = reason};
}

/* The windows come newest first, the trend is shown oldest first. */
static void
fill_trend(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric, const struct hscan_outcome *outcomes,
    struct hscan_value *trend)
{
	const struct hscan_ask *ask = assessment->ask;
	const char *missing = why_missing(assessment, metric);

	for (size_t i = 0; i < ask->windows_len; i++) {
		const struct hscan_window *window = &ask->windows[i];
		struct hscan_value *at = &trend[ask->windows_len - 1 - i];

		if (missing)
			*at = null_value(window, missing);
		else if (i > 0 && window->start < assessment->repo_created_at)
			*at = null_value(
			    window, "before the repository was created");
		else
			*at = value_of(metric, window, &outcomes[i]);
	}
}

static enum hscan_status
measure(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	size_t len = assessment->ask->windows_len;
	struct hscan_outcome *outcomes =
	    hscan_arena_alloc(arena, len, sizeof(*outcomes));
	struct hscan_value *trend =
	    hscan_arena_alloc(arena, len, sizeof(*trend));
	enum hscan_status status = HSCAN_OK;

	if (!outcomes || !trend)
		return hscan_no_memory(err);
	if (!why_missing(assessment, metric))
		status =
		    hscan_engine_run(assessment->engine, metric, outcomes, err);
	if (status != HSCAN_OK)
		return status;
	fill_trend(assessment, metric, outcomes, trend);
	*out = (struct hscan_measure){
	    .metric = metric,
	    .now = trend[len - 1],
	    .p75 = rounded(outcomes[0].p75),
	    .p90 = rounded(outcomes[0].p90),
	    .count = rounded(outcomes[0].count),
	    .numerator = rounded(outcomes[0].numerator),
	    .excluded_bots = outcomes[0].excluded_bots,
	    .healthy = metric->healthy,
	    .risk = metric->risk,
	    .trend = trend,
	    .trend_len = len,
	};
	return HSCAN_OK;
}

/* The metric whose risk is this one's, measured for its verdict alone. */
static enum hscan_status
judge_other(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	const struct hscan_metric *other =
	    hscan_metrics_find(assessment->metrics, metric->risk_from);
	char id[80], from[80];
	enum hscan_status status;

	/* One step only: a chain could be a circle. */
	if (!other || other->risk_from.len > 0)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: risk-from names %s, which is no metric with a "
		    "risk bound of its own",
		    hscan_safe(metric->id, id, sizeof(id)),
		    hscan_safe(metric->risk_from, from, sizeof(from)));
	status = measure(assessment, other, arena, out, err);
	if (status == HSCAN_OK)
		out->verdict = hscan_judge(out, HSCAN_VERDICT_NONE);
	return status;
}

enum hscan_status
hscan_assess(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err)
{
	struct hscan_measure other = {.verdict = HSCAN_VERDICT_NONE};
	enum hscan_status status;

	if (metric->risk_from.len > 0) {
		status = judge_other(assessment, metric, arena, &other, err);
		if (status != HSCAN_OK)
			return status;
	}
	status = measure(assessment, metric, arena, out, err);
	if (status != HSCAN_OK)
		return status;
	if (metric->risk_from.len > 0)
		out->risk = other.risk;
	out->verdict = hscan_judge(out, other.verdict);
	return HSCAN_OK;
}
