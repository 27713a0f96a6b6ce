/* SPDX-License-Identifier: MIT */
/* What --sort of scan means. */
#ifndef HSCAN_CLI_COMMAND_SCAN_ORDER_H
#define HSCAN_CLI_COMMAND_SCAN_ORDER_H

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/survey.h"

/* HSCAN_EINVAL: there is no such column. Before an hour of reading, not after
 * it. */
HSCAN_CHECK enum hscan_status scan_order_check(
    const struct survey *survey, const char *sort, struct hscan_error *err);

/* After the reading; `sort` NULL: by health. HSCAN_EINVAL: it is not among the
 * metrics that were computed. */
HSCAN_CHECK enum hscan_status scan_order_of(const struct survey *survey,
    const char *sort, struct hscan_rank_order *out, struct hscan_error *err);

#endif
