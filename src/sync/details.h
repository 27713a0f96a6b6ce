/* SPDX-License-Identifier: MIT */
/* Reads pull requests one by one. */
#ifndef HSCAN_SYNC_DETAILS_H
#define HSCAN_SYNC_DETAILS_H

#include <stdbool.h>

#include "sync/sync.h"

/* Reads every pull request of sync->from … to that lacks a part of `need`, by
 * its timeline or by its reviews. What was read before a failure is kept. */
HSCAN_CHECK enum hscan_status sync_details(const struct hscan_sync *sync,
    int64_t repo_id, bool timelines, unsigned need, struct hscan_error *err);

#endif
