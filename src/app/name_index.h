/* SPDX-License-Identifier: MIT */
/* Which repositories are there already, however many: each name once, in any
 * case. */
#ifndef HSCAN_APP_NAME_INDEX_H
#define HSCAN_APP_NAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>

#include "base/arena.h"

/* Zero it to begin with. Everything is of the arena; the names are copied. */
struct name_index {
	struct name_slot *slots;
	size_t slots_len; /* a power of 2, or 0 */
	size_t len;       /* names */
};

/* What was added with this name; false: nothing was. */
bool name_index_find(const struct name_index *index,
    const struct hscan_repo_name *name, size_t *at);

/* Adds one that is not there yet. False: memory ran out. */
bool name_index_add(struct name_index *index, struct hscan_arena *arena,
    const struct hscan_repo_name *name, size_t at);

#endif
