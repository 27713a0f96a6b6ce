/* SPDX-License-Identifier: MIT */
/* Judges a number by its bounds. Pure; healthscan-metrics(7) has the
 * bounds. */
#ifndef HSCAN_JUDGE_VERDICT_H
#define HSCAN_JUDGE_VERDICT_H

#include <stdbool.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>

/* With fewer samples a median, share or ratio is shown but not judged, unless
 * another number is asked for. */
#define HSCAN_MIN_SAMPLES 5

/* Whether the value meets the bound; false without one. */
bool hscan_bound_holds(const struct hscan_bound *bound, double value);

/* Whether there are too few samples to judge, for this kind of statistic:
 * counts, rates and gauges are judged whatever their n. */
bool hscan_is_low_n(
    enum hscan_statistic statistic, int64_t n, int64_t min_samples);

/**
 * Judges a value by the bounds in `measure` (healthy, risk), which has its
 * value, n and metric set. `risk_from` is the verdict of the metric that
 * metric->risk_from names; if that is at risk, so is this one. Without a
 * healthy bound, what is not at risk is healthy. Without any bounds it is not
 * judged, or unknown where they are for calendar hours.
 */
enum hscan_verdict hscan_judge(const struct hscan_measure *measure,
    enum hscan_verdict risk_from, int64_t min_samples);

/**
 * The verdicts that are possible if records are missing: a set of 1 << verdict,
 * of hscan_judge()'s and of every value in measure->range. `from` is the same
 * set of the metric that risk_from names. excluded_unreadable samples may be
 * added to n.
 */
unsigned hscan_judge_range(
    const struct hscan_measure *measure, unsigned from, int64_t min_samples);

#endif
