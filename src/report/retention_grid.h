/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, as rows and columns for a person. */
#ifndef HSCAN_REPORT_RETENTION_GRID_H
#define HSCAN_REPORT_RETENTION_GRID_H

#include <healthscan/retention.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "report/grid.h"

/* A row for each of the times that are told; all is of the arena.
 * HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status retention_curve_grid(
    const struct hscan_retention *retention, bool utf8,
    struct hscan_arena *arena, struct hscan_grid *out, struct hscan_error *err);

/* A row a cohort, and a column a month since; likewise. */
HSCAN_CHECK enum hscan_status retention_cohorts_grid(
    const struct hscan_retention *retention, struct hscan_arena *arena,
    struct hscan_grid *out, struct hscan_error *err);

#endif
