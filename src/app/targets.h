/* SPDX-License-Identifier: MIT */
/* Which repositories scan and compare are about: named one by one, in lists,
 * by their owner, or as clones in a folder. */
#ifndef HSCAN_APP_TARGETS_H
#define HSCAN_APP_TARGETS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/arena.h"

struct cli;
struct hscan_store;

struct target {
	struct hscan_repo_name name;
	const char *shown; /* for people; safe to print */
	const char *git;   /* its clone; NULL: look in the current folder */
	int64_t number;    /* the forge's, as the store has it; 0 */
	int64_t git_of;    /* as in struct session */
	bool local;        /* no forge is known for it: that clone is all */
	bool offline;      /* its forge is not asked */
	const char *path;  /* of a local one: absolute */
	const char *label; /* of a local one: what it is called; any bytes */
};

/* Everything is of the arena. */
struct targets {
	struct target *items;
	size_t len, size;
	size_t left_out; /* forks and archived ones */
	/* An owner's list told of some that are not here: of these, and of
	 * those that the token may not see without a single sign-on. */
	size_t unreadable;
	bool partial;
};

/* Whether it is no repository's name but a folder's. */
HSCAN_CHECK bool targets_is_folder(const char *word);

/**
 * Finds what scan's arguments and options name, each once and in that order:
 * lists of the configuration, arguments, an owner's, then the clones among the
 * arguments and those of a folder. A clone of one that is named is read for it,
 * also where its origin is another name of it; one that the store knows by its
 * origin is that repository; any other is one of its own. HSCAN_EINVAL, saying
 * what can be written, when there is none, or for a name or a file that cannot
 * be used. Asks the forge for --org, and for what an origin might be an old
 * name of, and fails as hscan_sync_owner() and names_ask() do.
 */
HSCAN_CHECK enum hscan_status targets_find(struct cli *cli,
    struct hscan_store *store, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err);

/* The arguments alone, which are names; a folder of clones only says where the
 * clones of these are. HSCAN_EINVAL: there are not two. */
HSCAN_CHECK enum hscan_status targets_compare(struct cli *cli,
    struct hscan_store *store, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err);

#endif
