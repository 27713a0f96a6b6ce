/* SPDX-License-Identifier: MIT */
/* A local repository that is on no known forge: its git history, as a
 * repository of its own in the store. */
#ifndef HSCAN_SYNC_LOCAL_H
#define HSCAN_SYNC_LOCAL_H

#include <stdint.h>

#include "sync/sync.h"

/* Its host; no name of a repository can say it. */
#define HSCAN_LOCAL_HOST "local"

/* The number of the one in that folder; negative, as no forge's is. `path`
 * should be absolute and the same for the same folder. */
int64_t hscan_local_number(const char *path);

/**
 * Reads the history into the store, as hscan_sync_git(), under the number of
 * `path`. `label` is what it is called; bytes that are not UTF-8 are shown
 * escaped. It counts as created with its first commit. `*repo_id` is set as
 * soon as it has a row.
 */
HSCAN_CHECK enum hscan_status hscan_sync_local(const struct hscan_sync *sync,
    const char *path, struct hscan_text label, struct hscan_git *git,
    const struct hscan_doc_paths *paths, int64_t *repo_id,
    struct hscan_error *err);

#endif
