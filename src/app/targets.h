/* SPDX-License-Identifier: MIT */
/* Which repositories scan and compare are about: named one by one, in lists,
 * by their owner, or as clones in a folder. */
#ifndef HSCAN_APP_TARGETS_H
#define HSCAN_APP_TARGETS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "app/name_index.h"
#include "app/target.h"
#include "app/target_lists.h"
#include "base/arena.h"
#include "model/shard.h"

struct hscan_store;

/* Everything but the array is of the arena. */
struct targets {
	struct target *items; /* owned: it is large, and moves as it grows */
	size_t len, size;
	size_t groups;   /* of them; the others are repositories */
	size_t left_out; /* forks and archived ones */
	/* An owner's list has entries that are not here: that cannot be used,
	 * and that the token may not see without a single sign-on. */
	size_t unreadable;
	bool partial;
	/* Of which share these are; of == 0: of no share. */
	struct hscan_shard shard;
	size_t elsewhere; /* repositories that are in other shares */
	struct target_inputs inputs;
	struct name_index names; /* of those that a forge is known for */
};

void targets_clear(struct targets *targets);

/**
 * Finds what the words and the settings of a scan name, each once and in that
 * order: lists of the configuration, words, --sbom, an owner's, then the clones
 * among the words and those of a folder. A clone of one that is named is read
 * for it, also where its origin is another name of it; one that the store knows
 * by its origin is that repository; any other is one of its own. A group comes
 * after its members. Of a share (settings.shard) only what is in it stays, by
 * the names as they were found, and no group, for that is of all its members:
 * there may be nothing left. HSCAN_EINVAL, saying what can be written, when
 * there is none, or for a name or a file that cannot be used. Asks the forge
 * for --org, and for what an origin might be an old name of, and fails as
 * hscan_sync_owner() and names_ask() do.
 */
HSCAN_CHECK enum hscan_status targets_find(struct app *app,
    const char *const *words, size_t words_len, struct hscan_store *store,
    struct hscan_arena *arena, struct targets *out, struct hscan_error *err);

/* The words alone: names, groups and clones; a folder of clones only says where
 * the clones of the names are. HSCAN_EINVAL: there are not two. */
HSCAN_CHECK enum hscan_status targets_compare(struct app *app,
    const char *const *words, size_t words_len, struct hscan_store *store,
    struct hscan_arena *arena, struct targets *out, struct hscan_error *err);

/* The group that a word names, which is the last of them, and its members
 * before it. Fails as groups_members(). */
HSCAN_CHECK enum hscan_status targets_group(struct app *app, const char *word,
    struct hscan_store *store, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err);

/* The one that a folder is, as targets_find() for it alone: one that the store
 * knows by its origin, which is not asked for, or one of its own. */
HSCAN_CHECK enum hscan_status targets_one_clone(struct app *app,
    const char *folder, struct hscan_store *store, struct hscan_arena *arena,
    struct target *out, struct hscan_error *err);

/* The clone in the store that a word means; see local_names_find().
 * HSCAN_ENODATA: there is none. */
HSCAN_CHECK enum hscan_status targets_one_stored(struct app *app,
    const char *word, struct hscan_store *store, struct hscan_arena *arena,
    struct target *out, struct hscan_error *err);

#endif
