/* SPDX-License-Identifier: MIT */
/* The samples of a metric over one window, of one repository or, once they are
 * joined, of a pool. */
#ifndef HSCAN_METRIC_SERIES_H
#define HSCAN_METRIC_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metric/engine.h"
#include "metric/statistic.h"

struct series {
	double *values; /* of the statistics that look at each; owned */
	size_t len, size;
	struct hscan_duration *cohort; /* for the Kaplan-Meier median; owned */
	size_t cohort_len, cohort_size;
	int64_t n;
	int64_t nonzero;
	double sum;
	double nobodys; /* beside that: nobody says whose it is */
	bool standing;  /* whether each is somebody's is told */
	double last;
	int64_t excluded_bots;
	int64_t ended_before_began;
	int64_t open;
	bool untold;  /* whether something was merged; see HSCAN_NEED_MERGES */
	bool unknown; /* a sample says that there is no telling, and why */
	char reason[HSCAN_REASON_SIZE];
	/* Of a pool: the first repository that is untold or unknown, and how
	 * many are so in the same words; 0: nobody says it. */
	size_t said_by, said_by_len;
	bool concluded; /* what they come to has been told; none are left */
};

#endif
