/* SPDX-License-Identifier: MIT */
/*
 * Arrays that grow by doubling, so that adding n items copies no more than n.
 */
#ifndef HSCAN_BASE_GROW_H
#define HSCAN_BASE_GROW_H

#include <stddef.h>

struct hscan_arena;

/*
 * Room for at least `need` items (one or more) of `size` bytes, where there is
 *room for *room: the array, which may have moved, or NULL when memory ran out;
 *then the array and *room stay as they were. `items` may be NULL when *room is
 *0. What is behind the old items is uninitialized.
 *
 *	more = hscan_grow(list->at, &list->room, list->len + 1, sizeof(*more));
 *	if (!more)
 *		return hscan_no_memory(err);
 *	list->at = more;
 */
void *hscan_grow(void *items, size_t *room, size_t need, size_t size);

/* The same in an arena, where what is behind the old items is zero. The old
 * array stays valid, too. */
void *hscan_grow_in(struct hscan_arena *arena, void *items, size_t *room,
    size_t need, size_t size);

#endif
