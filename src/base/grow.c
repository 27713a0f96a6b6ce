/* SPDX-License-Identifier: MIT */
/* Arrays that grow; see grow.h. */
#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { FIRST = 16 };

/* How many items to make room for; 0: that many bytes are more than a size_t
 * can count. */
static size_t
next_room(size_t room, size_t need, size_t size)
{
	const size_t most = SIZE_MAX / size;
	size_t wanted = room > most / 2 ? most : room * 2;

	if (need > most)
		return 0;
	if (wanted < FIRST)
		wanted = FIRST;
	if (wanted < need)
		wanted = need;
	return wanted < most ? wanted : most;
}

void *
hscan_grow(void *items, size_t *room, size_t need, size_t size)
{
	size_t wanted;
	void *more;

	if (need <= *room)
		return items;
	wanted = next_room(*room, need, size);
	more = wanted > 0 ? realloc(items, wanted * size) : NULL;
	if (more)
		*room = wanted;
	return more;
}

void *
hscan_grow_in(struct hscan_arena *arena, void *items, size_t *room, size_t need,
    size_t size)
{
	size_t wanted;
	void *more;

	if (need <= *room)
		return items;
	wanted = next_room(*room, need, size);
	more = wanted > 0 ? hscan_arena_alloc(arena, wanted, size) : NULL;
	if (!more)
		return NULL;
	if (*room > 0)
		memcpy(more, items, *room * size);
	*room = wanted;
	return more;
}
