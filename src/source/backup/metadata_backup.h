/* SPDX-License-Identifier: MIT */
/* Files of github-metadata-backup: an issue or a pull request as GitHub tells
 * of it alone, without the members that are null, and its whole timeline.
 * Pure. */
#ifndef HSCAN_SOURCE_BACKUP_METADATA_BACKUP_H
#define HSCAN_SOURCE_BACKUP_METADATA_BACKUP_H

#include "source/backup/told.h"

/* One file issues/N.json or pulls/N.json: {"type":"issue","issue":{…},
 * "events":[…]}. */
HSCAN_CHECK enum hscan_status hscan_metadata_backup_decode(
    struct hscan_text file, struct hscan_arena *arena, struct hscan_told *out,
    struct hscan_error *err);

/* How many issues and pull requests its state.json says it could not read; 0
 * too where that is no JSON. */
size_t hscan_metadata_backup_missing(struct hscan_text state);

#endif
