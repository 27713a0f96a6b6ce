/* SPDX-License-Identifier: MIT */
/* The unit in which a person reads a duration: hours, or days where it is
 * long. Data for programs keeps the metric's own unit. */
#ifndef HSCAN_REPORT_SCALE_H
#define HSCAN_REPORT_SCALE_H

#include <stdbool.h>

#include <healthscan/report.h>
#include <healthscan/text.h>

#include "base/buf.h"

/* All numbers of one measure are shown in it: value, percentiles, interval,
 * what is usual, bounds of its own, and the windows before. */
struct scale {
	double size;            /* of the metric's own units */
	struct hscan_text unit; /* "days"; as the metric has it: "hours" */
};

/* Days for a metric in hours whose value (without one, whose greatest value of
 * the windows) is 72 h or more; but not where a bound would be no short number
 * then, or is so close that rounding might hide on which side of it the value
 * lies. Else the metric's own unit. */
struct scale scale_of(const struct hscan_measure *measure);

/* As it is written behind a number: words_unit() of it. */
struct hscan_text scale_unit(
    const struct scale *scale, const struct hscan_metric *metric);

/* words_add_value(), words_add_judged() and words_add_bound() in that unit.
 * The bound has to be one of the metric's own values, which that of risk_from
 * is not. */
void scale_add_value(
    struct hscan_buf *out, const struct scale *scale, double value);
void scale_add_judged(struct hscan_buf *out, const struct scale *scale,
    const struct hscan_measure *measure);
void scale_add_bound(struct hscan_buf *out, const struct scale *scale,
    const struct hscan_bound *bound, bool utf8);

/* Whether it is not the metric's own unit. */
bool scale_differs(const struct scale *scale);

#endif
