/* SPDX-License-Identifier: MIT */
/* One cause, one failure: which measures are at risk because another one of
 * the report is. Pure. */
#ifndef HSCAN_JUDGE_CAUSE_H
#define HSCAN_JUDGE_CAUSE_H

#include <stddef.h>

#include <healthscan/report.h>

/* Sets `because` of each measure that is at risk where the metric that its
 * risk is from is measured, too, and is at risk. One that stands without that
 * metric counts by itself. */
void hscan_find_causes(struct hscan_measure *measures, size_t len);

#endif
