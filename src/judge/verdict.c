/* SPDX-License-Identifier: MIT */
/* Judges a number by its bounds; see verdict.h. */
#include "judge/verdict.h"

#include <math.h>

#include "metric/statistic.h"
#include "model/unbound.h"

bool
hscan_bound_holds(const struct hscan_bound *bound, double value)
{
	switch (bound->comparison) {
	case HSCAN_AT_MOST: return value <= bound->value;
	case HSCAN_LESS: return value < bound->value;
	case HSCAN_AT_LEAST: return value >= bound->value;
	case HSCAN_MORE: return value > bound->value;
	case HSCAN_NO_BOUND: break;
	}
	return false;
}

bool
hscan_is_low_n(enum hscan_statistic statistic, int64_t n, int64_t min_samples)
{
	return n < min_samples &&
	       (statistic == HSCAN_STAT_MEDIAN || hscan_is_share(statistic) ||
		   statistic == HSCAN_STAT_RATIO);
}

enum hscan_verdict
hscan_judge(const struct hscan_measure *measure, enum hscan_verdict risk_from,
    int64_t min_samples)
{
	const struct hscan_metric *metric = measure->metric;
	bool has_healthy = measure->healthy.comparison != HSCAN_NO_BOUND;
	bool has_risk = measure->risk.comparison != HSCAN_NO_BOUND ||
			metric->risk_from.len > 0;

	if (!has_healthy && !has_risk)
		return hscan_is_unbound(measure) ? HSCAN_VERDICT_UNKNOWN
						 : HSCAN_VERDICT_NONE;
	if (!measure->now.value.known || measure->other_head ||
	    hscan_is_low_n(metric->statistic, measure->now.n, min_samples))
		return HSCAN_VERDICT_UNKNOWN;
	/* With risk_from, `risk` is in the unit of that other metric. */
	if (metric->risk_from.len > 0
		? risk_from == HSCAN_VERDICT_RISK
		: hscan_bound_holds(&measure->risk, measure->now.value.value))
		return HSCAN_VERDICT_RISK;
	if (!has_healthy ||
	    hscan_bound_holds(&measure->healthy, measure->now.value.value))
		return HSCAN_VERDICT_HEALTHY;
	return HSCAN_VERDICT_WATCH;
}

/* The verdicts of all values from `low` to `high`. They change only at bounds,
 * so the bounds and their neighbours are enough. */
static unsigned
verdicts_between(
    struct hscan_measure *measure, enum hscan_verdict from, int64_t min_samples)
{
	const struct hscan_interval range = measure->range;
	const double at[] = {
	    range.low, range.high, measure->healthy.value, measure->risk.value};
	unsigned verdicts = 0;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		const double near[] = {nextafter(at[i], -(double)INFINITY),
		    at[i], nextafter(at[i], (double)INFINITY)};

		for (size_t j = 0; j < 3; j++) {
			if (near[j] < range.low || near[j] > range.high)
				continue;
			measure->now.value =
			    (struct hscan_number){true, near[j]};
			verdicts |= 1U
				    << hscan_judge(measure, from, min_samples);
		}
	}
	return verdicts;
}

unsigned
hscan_judge_range(
    const struct hscan_measure *measure, unsigned from, int64_t min_samples)
{
	const struct hscan_metric *metric = measure->metric;
	struct hscan_measure may_be = *measure;
	bool known = measure->now.value.known;
	unsigned verdicts = 0;

	for (unsigned i = 0; i <= HSCAN_VERDICT_RISK; i++) {
		enum hscan_verdict other = (enum hscan_verdict)i;

		if (!(from & 1U << i))
			continue;
		verdicts |= 1U << hscan_judge(measure, other, min_samples);
		if (!measure->range.known)
			continue;
		/* The missing samples may make it enough. */
		may_be.now.n = measure->now.n + measure->excluded_unreadable;
		if (isinf(measure->range.high) && isinf(measure->range.low))
			may_be.now.n = INT64_MAX;
		if (known || !hscan_is_low_n(
				 metric->statistic, may_be.now.n, min_samples))
			verdicts |=
			    verdicts_between(&may_be, other, min_samples);
	}
	return verdicts;
}
