/* SPDX-License-Identifier: MIT */
/* Accounts that were met; see facts_internal.h. Emptied by counting the turns:
 * many an item has few answers, and many a repository few items. */
#include <stdlib.h>

#include "metric/sqlite/facts_internal.h"

void
facts_seen_clear(struct facts_seen *seen)
{
	free(seen->ones);
	*seen = (struct facts_seen){.ones = NULL};
}

void
facts_seen_empty(struct facts_seen *seen)
{
	seen->turn++;
	seen->len = 0;
}

static struct facts_seen_one *
place_of(const struct facts_seen *seen, int64_t actor_id)
{
	size_t at = (size_t)sqlite_scatter((uint64_t)actor_id, seen->secret) &
		    (seen->size - 1);

	while (seen->ones[at].turn == seen->turn &&
	       seen->ones[at].actor_id != actor_id)
		at = (at + 1) & (seen->size - 1);
	return &seen->ones[at];
}

static bool
make_room(struct facts_seen *seen)
{
	struct facts_seen more = {
	    .size = seen->size ? seen->size * 2 : 64, .turn = 1};

	if (seen->len < seen->size / 2)
		return true;
	more.ones = calloc(more.size, sizeof(*more.ones));
	if (!more.ones)
		return false;
	sqlite3_randomness(sizeof(more.secret), &more.secret);
	for (size_t i = 0; i < seen->size; i++) {
		struct facts_seen_one one = seen->ones[i];

		if (one.turn != seen->turn)
			continue;
		one.turn = more.turn;
		*place_of(&more, one.actor_id) = one;
		more.len++;
	}
	free(seen->ones);
	*seen = more;
	return true;
}

struct facts_seen_one *
facts_seen_find(struct facts_seen *seen, int64_t actor_id, bool *added)
{
	struct facts_seen_one *one;

	if (!make_room(seen))
		return NULL;
	one = place_of(seen, actor_id);
	*added = one->turn != seen->turn;
	if (*added) {
		*one = (struct facts_seen_one){
		    .actor_id = actor_id, .turn = seen->turn};
		seen->len++;
	}
	return one;
}
