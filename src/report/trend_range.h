/* SPDX-License-Identifier: MIT */
/* Between which values a trend is drawn, so that its line can be read. */
#ifndef HSCAN_REPORT_TREND_RANGE_H
#define HSCAN_REPORT_TREND_RANGE_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>

/* Whether there is a value, and it is finite. */
bool trend_is_drawn(const struct hscan_number *number);

/* The least and the greatest value of those that are drawn. A window of too
 * few samples, whose value may be anything, does not press the others flat:
 * where two or more windows have enough, it counts only up to four times the
 * greatest of these, and is to be cut beyond that. Returns how many windows
 * are within; 0: there is no value at all, and nothing is set. */
size_t trend_range(const struct hscan_value *trend, size_t len, double *least,
    double *greatest);

#endif
