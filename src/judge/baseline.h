/* SPDX-License-Identifier: MIT */
/* What is usual for a project, and how far a value is from it. Pure. */
#ifndef HSCAN_JUDGE_BASELINE_H
#define HSCAN_JUDGE_BASELINE_H

#include <stddef.h>

#include <healthscan/report.h>

/* With fewer windows there is no baseline. */
#define HSCAN_MIN_BASELINE_WINDOWS 6

/**
 * Compares `now` with the values of the previous windows that count, in any
 * order; `past` is reordered. A deviation is a difference of `sigma` or more,
 * in the direction that `better` gives; where nothing ever varied, any change
 * for the worse is one. The result is not rounded.
 */
struct hscan_baseline hscan_baseline_of(struct hscan_number now, double *past,
    size_t len, enum hscan_better better, enum hscan_baseline_method method,
    double sigma);

#endif
