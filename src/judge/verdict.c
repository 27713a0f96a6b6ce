/* SPDX-License-Identifier: MIT */
/* Judges a number by its bounds; see verdict.h. */
#include "judge/verdict.h"

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
	return n < min_samples && (statistic == HSCAN_STAT_MEDIAN ||
				      statistic == HSCAN_STAT_SHARE ||
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
		return HSCAN_VERDICT_NONE;
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
