/* SPDX-License-Identifier: MIT */
/* How many are left after a time, when not all have been watched to the end.
 * Pure. */
#ifndef HSCAN_METRIC_SURVIVAL_H
#define HSCAN_METRIC_SURVIVAL_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>

#include "metric/statistic.h"

/* The curve from one time on, up to the next. */
struct hscan_survival {
	double at;        /* in the unit of the durations */
	int64_t at_risk;  /* just before it */
	int64_t ended;    /* at it */
	int64_t censored; /* likewise */
	double survival;  /* the share that has not ended, 0 to 1 */
	/* By Greenwood's variance on the scale log(-log S), as R's survfit()
	 * has it with conf.type = "log-log"; not known where the share is 0 or
	 * 1. */
	struct hscan_interval ci95;
};

/**
 * The Kaplan-Meier curve: a step for each time at which something ended or was
 * censored, ascending. Returns how many; `out` has room for `len` of them. Of a
 * tie, what ended comes before what is censored. Sorts `values`, which are not
 * below zero, in place.
 */
size_t hscan_survival_curve(
    struct hscan_duration *values, size_t len, struct hscan_survival *out);

/* The share that has not ended by `at`; what ends at that very time has. */
double hscan_survival_at(
    const struct hscan_survival *curve, size_t len, double at);

#endif
