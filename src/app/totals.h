/* SPDX-License-Identifier: MIT */
/* The totals of a survey: how many repositories there are of each kind, and
 * what has turned since the last scan that asked the same. */
#ifndef HSCAN_APP_TOTALS_H
#define HSCAN_APP_TOTALS_H

#include <stdbool.h>

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/survey.h"
#include "base/arena.h"

struct totals {
	struct hscan_arena arena; /* owned; of what `sum` names */
	struct hscan_scan_totals sum;
};

/* Call totals_close() after it. */
void totals_open(struct totals *totals);

/**
 * Counts the entries of a survey that was ranked, and compares them with the
 * newest scan before this one's as_of. What is not known, or not wholly read,
 * has not turned. With `keep`, what this scan says is there for the next one,
 * unless the store is read only or nobody was asked (--offline).
 */
HSCAN_CHECK enum hscan_status totals_take(struct totals *totals,
    struct survey *survey, bool keep, struct hscan_error *err);

void totals_close(struct totals *totals);

#endif
