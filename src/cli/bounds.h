/* SPDX-License-Identifier: MIT */
/* The metrics with the bounds that the user has set. */
#ifndef HSCAN_CLI_BOUNDS_H
#define HSCAN_CLI_BOUNDS_H

#include <healthscan/status.h>

#include "cli/settings.h"
#include "metric/registry.h"

/* Loads the built-in metrics and replaces their bounds by what the settings
 * say. HSCAN_EINVAL, naming where it was set, for a bound of no metric, one
 * that the metric does not have, or a value in another unit. */
HSCAN_CHECK enum hscan_status bounds_load(const struct settings *settings,
    struct hscan_metrics *out, struct hscan_error *err);

#endif
