/* SPDX-License-Identifier: MIT */
/* A crowd of accounts and authors: finds one of thousands in the time of a few
 * comparisons, as it is asked for each of a million contributions. */
#include <stdlib.h>

#include "base/grow.h"
#include "base/mix.h"
#include "metric/sqlite/internal.h"

enum { FIRST_SLOTS = 256 };

/* Where one is, or would be: at most half of the slots are taken. */
static size_t *
slot_of(const struct engine_crowd *crowd, int64_t repo_id, int64_t actor_id)
{
	uint64_t key = (uint64_t)repo_id * HSCAN_GOLDEN ^ (uint64_t)actor_id;
	size_t mask = crowd->slots_len - 1;
	size_t i = (size_t)sqlite_scatter(key, crowd->secret) & mask;

	for (; crowd->slots[i] != 0; i = (i + 1) & mask) {
		const struct engine_comer *one =
		    &crowd->all[crowd->slots[i] - 1];

		if (one->actor_id == actor_id && one->repo_id == repo_id)
			break;
	}
	return &crowd->slots[i];
}

static bool
make_room(struct engine_crowd *crowd)
{
	struct engine_crowd more = *crowd;
	struct engine_comer *all =
	    hscan_grow(crowd->all, &crowd->room, crowd->len + 1, sizeof(*all));

	if (!all)
		return false;
	crowd->all = more.all = all;
	if (2 * (crowd->len + 1) <= crowd->slots_len)
		return true;
	if (crowd->slots_len == 0)
		sqlite3_randomness(sizeof(more.secret), &more.secret);
	more.slots_len =
	    crowd->slots_len > 0 ? 2 * crowd->slots_len : (size_t)FIRST_SLOTS;
	more.slots = calloc(more.slots_len, sizeof(*more.slots));
	if (!more.slots)
		return false;
	for (size_t i = 0; i < crowd->len; i++)
		*slot_of(&more, all[i].repo_id, all[i].actor_id) = i + 1;
	free(crowd->slots);
	crowd->slots = more.slots;
	crowd->slots_len = more.slots_len;
	crowd->secret = more.secret;
	return true;
}

struct engine_comer *
sqlite_crowd_find(struct engine_crowd *crowd, int64_t repo_id, int64_t actor_id)
{
	size_t *slot =
	    crowd->slots_len > 0 ? slot_of(crowd, repo_id, actor_id) : NULL;

	if (slot && *slot != 0)
		return &crowd->all[*slot - 1];
	if (!make_room(crowd))
		return NULL;
	crowd->all[crowd->len++] =
	    (struct engine_comer){.repo_id = repo_id, .actor_id = actor_id};
	*slot_of(crowd, repo_id, actor_id) = crowd->len;
	return &crowd->all[crowd->len - 1];
}

void
sqlite_crowd_clear(struct engine_crowd *crowd)
{
	free(crowd->all);
	free(crowd->slots);
	*crowd = (struct engine_crowd){0};
}
