/* SPDX-License-Identifier: MIT */
/* The verdict on the whole of a report, wherever one is counted: headline,
 * rank and totals. Pure. */
#ifndef HSCAN_MODEL_OVERALL_H
#define HSCAN_MODEL_OVERALL_H

#include <stddef.h>

#include <healthscan/report.h>

enum { HSCAN_VERDICTS = HSCAN_VERDICT_RISK + 1 };

/* The gravest verdict, and how many measures have each. One that is at risk
 * because another one is counts for neither. HSCAN_VERDICT_NONE: there is
 * nothing to judge. */
enum hscan_verdict hscan_overall(const struct hscan_measure *measures,
    size_t len, size_t counts[HSCAN_VERDICTS]);

#endif
