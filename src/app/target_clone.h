/* SPDX-License-Identifier: MIT */
/* Which clone tells the history of a repository: the one that the user names,
 * or the current folder's where that is one of it. */
#ifndef HSCAN_APP_TARGET_CLONE_H
#define HSCAN_APP_TARGET_CLONE_H

#include <stdbool.h>

#include <healthscan/status.h>

#include "app/target_run.h"

/* Opens the clone, or says in run->git_missing why there is none. */
HSCAN_CHECK enum hscan_status target_clone_find(
    struct target_run *run, struct hscan_error *err);

/* Keeps the clone that was come across if one of its remotes is this
 * repository, or its origin is by another name. For the store's sake after it
 * was opened, and `may_ask` while no forge is being asked. */
HSCAN_CHECK enum hscan_status target_clone_recognize(
    struct target_run *run, bool may_ask, struct hscan_error *err);

/* Finds and recognizes it by what the repository is called, now that this is
 * known, should it have been something else. */
HSCAN_CHECK enum hscan_status target_clone_find_again(
    struct target_run *run, struct hscan_error *err);

/* Drops one that has an old name unless it is of the repository that the name
 * led to, and of none that has it now. */
HSCAN_CHECK enum hscan_status target_clone_check(
    struct target_run *run, struct hscan_error *err);

void target_clone_drop(struct target_run *run);

/* Whether the user has named it. */
bool target_clone_is_users(const struct target_run *run);

/* What makes that the clone cannot tell of all commits, as the user reads it;
 * NULL: nothing. */
const char *target_clone_cut(const struct target_run *run);

/* Whether a clone will tell of the commits: then the forge need not. */
bool target_clone_tells(const struct target_run *run);

#endif
