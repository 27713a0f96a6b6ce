/* SPDX-License-Identifier: MIT */
/* A trend in one line of small bars. */
#ifndef HSCAN_REPORT_TERMINAL_SPARK_H
#define HSCAN_REPORT_TERMINAL_SPARK_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>

#include "base/buf.h"

/* Appends one column a window, within trend_range(). A window without a value
 * is a dot in the middle (in ASCII a blank); where all values are the same they
 * are drawn half high. */
void hscan_add_spark(struct hscan_buf *out, const struct hscan_value *trend,
    size_t len, bool utf8);

#endif
