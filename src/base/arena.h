/* SPDX-License-Identifier: MIT */
/*
 * Memory that is freed together: what is decoded from one page lives in an
 * arena until the store has written it, and then the arena is reset as a whole.
 */
#ifndef HSCAN_BASE_ARENA_H
#define HSCAN_BASE_ARENA_H

#include <stddef.h>

#include <healthscan/text.h>

struct hscan_arena_block;

struct hscan_arena {
	struct hscan_arena_block *blocks; /* newest first; owned */
};

void hscan_arena_init(struct hscan_arena *arena);

/* Frees everything; the arena stays usable. */
void hscan_arena_clear(struct hscan_arena *arena);

/* Makes everything in it invalid, but keeps the largest block for reuse. */
void hscan_arena_reset(struct hscan_arena *arena);

/* Zeroed memory aligned for any type, valid until clear or reset. NULL when
 * memory ran out or count × size overflows. */
void *hscan_arena_alloc(struct hscan_arena *arena, size_t count, size_t size);

/* Copies the text and adds a NUL, which is not counted. Absent when memory
 * ran out or when `text` is absent. */
struct hscan_text hscan_arena_dup(
    struct hscan_arena *arena, struct hscan_text text);

#endif
