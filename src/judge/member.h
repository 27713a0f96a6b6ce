/* SPDX-License-Identifier: MIT */
/* Of which repositories of the store a group is, and who all are that one
 * engine is asked about. */
#ifndef HSCAN_JUDGE_MEMBER_H
#define HSCAN_JUDGE_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "base/arena.h"
#include "judge/coverage.h"
#include "judge/health.h"
#include "metric/engine.h"

/* A repository that is asked for. */
struct member {
	const struct hscan_health_one *one;
	const char *name; /* of a group's: how it is named; of the arena */
	bool there;       /* the store has it; else `repo` is zero */
	struct hscan_stored_repo repo; /* to be cleared */
	struct hscan_cover cover;      /* the caller's */
};

/* Fails as the store: HSCAN_ENOTFOUND, it does not have it. */
HSCAN_CHECK enum hscan_status member_find(struct hscan_store *store,
    const struct hscan_health_one *one, struct member *out,
    struct hscan_error *err);

/* The members of a group, each once, in the order in which they are named.
 * HSCAN_ENOTFOUND: the store has none of them. On failure, too, the members of
 * `out` are to be cleared. */
HSCAN_CHECK enum hscan_status members_find(struct hscan_store *store,
    const struct hscan_health_group *group, struct hscan_arena *arena,
    struct member **out, size_t *len, struct hscan_error *err);

/* The repositories of a scope, with pools where groups are asked for. Zeroes to
 * begin with, but for `grouped`. */
struct roster {
	bool grouped;
	int64_t *repo_ids; /* owned, as the others */
	size_t len, room;
	struct hscan_engine_member *members;
	size_t members_room;
	struct hscan_engine_pool *pools;
	size_t pools_len, pools_room;
};

void roster_empty(struct roster *roster);
void roster_clear(struct roster *roster);

/* Adds a repository, or all members of a group that are there, the oldest
 * first. `*fits` is false, and nothing is added, where one is in the roster
 * already. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status roster_add(struct roster *roster,
    const struct member *members, size_t len, bool *fits,
    struct hscan_error *err);

#endif
