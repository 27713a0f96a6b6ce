/* SPDX-License-Identifier: MIT */
/* A trend in one line of small bars. */
#ifndef HSCAN_REPORT_TERMINAL_SPARK_H
#define HSCAN_REPORT_TERMINAL_SPARK_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>

#include "base/buf.h"

/* The least and the greatest value that a trend is drawn between. A window of
 * too few samples, whose value may be anything, does not press the others flat:
 * where two or more windows have enough, it counts only up to four times the
 * greatest of these, and is cut beyond that. False: there is no value at all.
 */
bool spark_range(const struct hscan_value *trend, size_t len, double *least,
    double *greatest);

/* Appends one column a window, within that range. A window without a value is
 * a dot in the middle (in ASCII a blank); where all values are the same they
 * are drawn half high. */
void hscan_add_spark(struct hscan_buf *out, const struct hscan_value *trend,
    size_t len, bool utf8);

#endif
