/* SPDX-License-Identifier: MIT */
/* The metrics that are built in: every file of queries/metrics. */
#ifndef HSCAN_METRIC_REGISTRY_H
#define HSCAN_METRIC_REGISTRY_H

#include <stddef.h>

#include <healthscan/metric.h>
#include <healthscan/status.h>

struct hscan_metrics {
	struct hscan_metric *at; /* owned; by order, then id */
	size_t len;
};

/* Reads the header of every embedded metric. HSCAN_EPARSE is a fault of the
 * build and cannot happen in a released one. */
HSCAN_CHECK enum hscan_status hscan_metrics_load(
    struct hscan_metrics *out, struct hscan_error *err);

/* Adds a metric of the user's own; `text` has to live as long. HSCAN_EPARSE as
 * hscan_metric_parse, HSCAN_EINVAL when its id is taken. */
HSCAN_CHECK enum hscan_status hscan_metrics_add(struct hscan_metrics *metrics,
    const char *path, struct hscan_text text, struct hscan_error *err);
void hscan_metrics_clear(struct hscan_metrics *metrics);

/* NULL when there is no such metric. */
const struct hscan_metric *hscan_metrics_find(
    const struct hscan_metrics *metrics, struct hscan_text id);

#endif
