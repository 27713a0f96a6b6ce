/* SPDX-License-Identifier: MIT */
/* How samples become a number. Pure. */
#ifndef HSCAN_METRIC_STATISTIC_H
#define HSCAN_METRIC_STATISTIC_H

#include <stddef.h>

/**
 * The p-quantile (0 <= p <= 1) of `len` > 0 values in ascending order, by
 * linear interpolation between the two nearest: type 7 of R. J. Hyndman and
 * Y. Fan, "Sample Quantiles in Statistical Packages" (The American
 * Statistician, 1996), as numpy, pandas and R do by default.
 */
double hscan_quantile(const double *sorted, size_t len, double p);

/* Sorts ascending, in place. No value may be a NaN. */
void hscan_sort(double *values, size_t len);

#endif
