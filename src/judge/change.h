/* SPDX-License-Identifier: MIT */
/* How a value differs from that of the window before, and whether by more than
 * chance. Pure; healthscan-metrics(7) has the rules. */
#ifndef HSCAN_JUDGE_CHANGE_H
#define HSCAN_JUDGE_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>

/* A metric in two windows back to back. */
struct hscan_change_pair {
	const struct hscan_metric *metric;
	const struct hscan_value *now;
	const struct hscan_value *before;
	/* Of rates: the plain counts; of other metrics they are not known. */
	struct hscan_number now_count, before_count;
	bool in_doubt; /* records may be missing from either window */
};

/**
 * The change from `before` to `now`. Its numbers are rounded. Whether it is
 * beyond chance is asked at 5 %, so that of what has not changed about one in
 * twenty is:
 *
 * counts and rates of events: the conditional binomial test, two-sided, mid-p;
 * windows of other lengths count by their days. J. Przyborowski and H. Wilenski
 * (1940); H. O. Lancaster (1961).
 *
 * shares: Newcombe's interval of a difference, from the two Wilson intervals
 * (1998, method 10).
 *
 * medians: the ratio of the two, by the standard errors that their intervals
 * tell; where an interval begins at zero, their difference. R. M. Price and
 * D. G. Bonett (2002). Few samples make it careful: it is seldom wrong.
 */
struct hscan_change hscan_change_of(const struct hscan_change_pair *pair);

/* Where there is no window before. */
extern const struct hscan_change hscan_change_none;

/* The two-sided mid-p of `part` among `whole` where each is there with the
 * probability `share`, 0 < share < 1. */
double hscan_binomial_mid_p(int64_t part, int64_t whole, double share);

#endif
