/* SPDX-License-Identifier: MIT */
/* What clones are called that no forge is asked for: by their origin, else by
 * their folder, and no two by one name. */
#ifndef HSCAN_APP_LOCAL_NAMES_H
#define HSCAN_APP_LOCAL_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/clones.h"
#include "base/arena.h"
#include "store/store.h"

/* What is printed before such a name, and may be written before it. */
#define LOCAL_PREFIX "local/"

struct local_name {
	int64_t number;         /* hscan_local_number() of its folder */
	struct hscan_text name; /* safe to print; of the arena */
};

/* Those of the store, and those that were given since; all zero is none. */
struct local_names {
	struct local_name *items;
	size_t len, size;
	struct hscan_arena *arena; /* must outlive it */
};

HSCAN_CHECK enum hscan_status local_names_load(struct local_names *names,
    struct hscan_store *store, struct hscan_arena *arena,
    struct hscan_error *err);

/**
 * What a clone is called: its origin's name, and behind an '@' as much of its
 * path as tells it from others of that origin; else the last two parts of its
 * path, or as many more as it takes. It keeps the name that it has in the store
 * as long as that is one of these.
 */
HSCAN_CHECK enum hscan_status local_names_give(struct local_names *names,
    const struct clone *clone, struct local_name *out, struct hscan_error *err);

/**
 * The clone that a word means: "local/" and its name; without that, its name,
 * where `any`, or where the word is no name on a forge that is asked. Case
 * and what a terminal without UTF-8 shows of it are no matter. NULL: none.
 */
const struct local_name *local_names_find(
    const struct local_names *names, const char *word, bool any);

/* Whether a word is one that only a clone in the store can have. */
bool local_names_is_local(const char *word);

/* HSCAN_ENODATA: the store has no such clone. */
HSCAN_CHECK enum hscan_status local_names_unknown(
    const char *word, struct hscan_error *err);

/* Whether a forge of that host speaks another language than GitHub's, so that
 * it is no use to ask it. */
bool local_names_is_other_forge(const char *host);

#endif
