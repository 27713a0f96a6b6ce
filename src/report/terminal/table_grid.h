/* SPDX-License-Identifier: MIT */
/* Rows and columns for a person; hscan_grid_table() writes them. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_GRID_H
#define HSCAN_REPORT_TERMINAL_TABLE_GRID_H

#include <stddef.h>

#include "report/grid.h"
#include "report/report.h"

/* How many columns the first block has on such a screen. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status table_fit(const struct hscan_grid *grid,
    const struct hscan_look *look, size_t *columns, struct hscan_error *err);

#endif
