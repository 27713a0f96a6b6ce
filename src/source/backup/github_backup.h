/* SPDX-License-Identifier: MIT */
/*
 * Files of python-github-backup: a row of GitHub's, with lists of its own added
 * to it, of which each is there only if it was asked for. Of a pull request the
 * list of issue events is not kept by it: there are no drafts, no reopens.
 * Pure.
 */
#ifndef HSCAN_SOURCE_BACKUP_GITHUB_BACKUP_H
#define HSCAN_SOURCE_BACKUP_GITHUB_BACKUP_H

#include "source/backup/told.h"

/* One file issues/N.json, pulls/N.json or releases/TAG.json. */
HSCAN_CHECK enum hscan_status hscan_github_backup_decode(struct hscan_text file,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err);

#endif
