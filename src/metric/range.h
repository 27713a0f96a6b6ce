/* SPDX-License-Identifier: MIT */
/* Between what a number lies, whatever could not be read: a gate decides only
 * where all of it comes to the same. Pure. */
#ifndef HSCAN_METRIC_RANGE_H
#define HSCAN_METRIC_RANGE_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>

#include "metric/kind.h"

/* The samples that are there, as far as bounds are told from them. */
struct hscan_range_samples {
	double *values; /* of medians; sorted in place */
	size_t len;
	int64_t n, nonzero;
	double sum;
};

struct hscan_interval hscan_range(const struct hscan_metric *metric,
    const struct hscan_window *window,
    const struct hscan_range_samples *samples,
    const struct hscan_engine_missing *missing, struct hscan_number value);

#endif
