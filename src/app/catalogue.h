/* SPDX-License-Identifier: MIT */
/* The metrics of a run: those built in and the user's own, with the bounds
 * that the user has set. */
#ifndef HSCAN_APP_CATALOGUE_H
#define HSCAN_APP_CATALOGUE_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "metric/registry.h"

/**
 * Loads the built-in metrics and those that `ids` (may be NULL) names as files,
 * by a '/' or a ".sql" at the end; such a name is replaced by the metric's id,
 * as is any other that catalogue_find() finds. So it is for thresholds.
 * HSCAN_EINVAL, naming the place, when a threshold is of no metric, its value
 * is not in the metric's unit, it lacks a comparison that the metric does not
 * imply, or it contradicts the metric's other bound; or when a file cannot be
 * read, or is no metric.
 */
HSCAN_CHECK enum hscan_status catalogue_load(struct settings *settings,
    struct settings_list *ids, struct hscan_metrics *out,
    struct hscan_error *err);

/* Whether a name is that of a file rather than a metric's id. */
bool catalogue_is_file(struct hscan_text name);

/* A metric by its id or its title, in any case, with '-' or ' ' for '_'; NULL:
 * there is none. */
const struct hscan_metric *catalogue_find(
    const struct hscan_metrics *metrics, struct hscan_text name);

/* That of which the id or the title comes nearest to a name; NULL: none does.
 */
const struct hscan_metric *catalogue_nearest(
    const struct hscan_metrics *metrics, struct hscan_text name);

/* HSCAN_EINVAL, with a hint, when there is no such metric. */
HSCAN_CHECK enum hscan_status catalogue_check(
    const struct hscan_metrics *metrics, struct hscan_text id,
    struct hscan_error *err);

#endif
