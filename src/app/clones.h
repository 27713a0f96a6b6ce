/* SPDX-License-Identifier: MIT */
/* The git repositories that lie in a folder. */
#ifndef HSCAN_APP_CLONES_H
#define HSCAN_APP_CLONES_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/arena.h"

struct clone {
	const char *path;   /* absolute, links followed; of the arena */
	const char *called; /* hscan_git_called(), or NULL; of the arena */
	bool has_origin;    /* one that can be a name on a forge of ours */
	struct hscan_repo_name origin;
	/* By a word of the user's, and which one: for others to set. */
	bool named;
	size_t word;
};

typedef enum hscan_status clones_fn(
    const struct clone *clone, void *payload, struct hscan_error *err);

/**
 * Tells each repository directly below `root`, in the order of their names'
 * bytes: work trees and bare ones, also behind a symbolic link. One that git
 * would refuse to read is among them. HSCAN_EINVAL, naming --git-root: it is no
 * folder that can be read.
 */
HSCAN_CHECK enum hscan_status clones_find(const char *root,
    struct hscan_arena *arena, clones_fn *on_clone, void *payload,
    struct hscan_error *err);

/* Tells the one that `folder` is; its .git will do, too. HSCAN_EINVAL: it is
 * none. */
HSCAN_CHECK enum hscan_status clones_find_one(const char *folder,
    struct hscan_arena *arena, clones_fn *on_clone, void *payload,
    struct hscan_error *err);

#endif
