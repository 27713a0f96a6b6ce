/* SPDX-License-Identifier: MIT */
/* What the samples of several repositories come to together. */
#ifndef HSCAN_METRIC_POOL_H
#define HSCAN_METRIC_POOL_H

#include <stdbool.h>

#include <healthscan/metric.h>

#include "metric/engine.h"
#include "metric/series.h"

/* Joins the series of each pool, one a repository and window, into that of its
 * first repository. `instants`: the samples are times between two instants.
 * False when there is no memory. */
bool hscan_pools_join(const struct hscan_engine_scope *scope,
    const struct hscan_metric *metric, bool instants, struct series *all);

/* Puts before a reason whose it is, if it is not that of all of a pool, or of
 * one repository. `series` is the joined one. */
void hscan_pool_name_reason(const struct hscan_engine_scope *scope,
    const struct hscan_engine_pool *pool, size_t window_no,
    const struct series *series, char reason[HSCAN_REASON_SIZE]);

#endif
