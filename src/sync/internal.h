/* SPDX-License-Identifier: MIT */
/* What the files that read from a forge share. */
#ifndef HSCAN_SYNC_INTERNAL_H
#define HSCAN_SYNC_INTERNAL_H

#include "sync/sync.h"

/* A page that cannot be understood is asked for again this often. */
#define BAD_PAGES 3

#define MAX_TARGET_BYTES ((size_t)8 * 1024)

enum hscan_status sync_ask(struct hscan_http *http, struct hscan_text target,
    struct hscan_text etag, void *user, struct hscan_error *err);

/* Finds out which repository it is, and brings its row up to date. `*repo_id`
 * is set as soon as it is known, also when the forge then fails. */
HSCAN_CHECK enum hscan_status sync_repository(
    const struct hscan_sync *sync, int64_t *repo_id, struct hscan_error *err);

#endif
