/* SPDX-License-Identifier: MIT */
/* Lists of GitHub's REST API that somebody has kept with gh or curl: issues,
 * pull requests, comments, reviews, events, releases, or the repository itself.
 * Pure. */
#ifndef HSCAN_SOURCE_BACKUP_REST_LIST_H
#define HSCAN_SOURCE_BACKUP_REST_LIST_H

#include "source/backup/told.h"

/* One row of any of them, which its members tell apart. */
HSCAN_CHECK enum hscan_status hscan_rest_list_decode(struct hscan_text row,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err);

#endif
