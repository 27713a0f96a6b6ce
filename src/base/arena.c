/* SPDX-License-Identifier: MIT */
/* The arena; see arena.h. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* AddressSanitizer may access only the pieces handed out of a block: the rest
 * is poisoned, and so is a gap behind each piece. */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define CLOSE(at, len) ASAN_POISON_MEMORY_REGION(at, len)
#define OPEN(at, len)  ASAN_UNPOISON_MEMORY_REGION(at, len)
/* The content of a new block: gcc takes poisoning it for a read. */
#define SPOIL(at, len) memset(at, 0xbe, len)
#define GAP            alignof(max_align_t)
#else
#define CLOSE(at, len) ((void)(at), (void)(len))
#define OPEN(at, len)  ((void)(at), (void)(len))
#define SPOIL(at, len) ((void)(at), (void)(len))
#define GAP            ((size_t)0)
#endif

#define BLOCK_SIZE     ((size_t)64 * 1024)
#define BLOCK_SIZE_MAX ((size_t)16 * 1024 * 1024)

struct hscan_arena_block {
	struct hscan_arena_block *next;
	size_t used;
	size_t size;
	max_align_t data[]; /* `size` bytes */
};

void
hscan_arena_init(struct hscan_arena *arena)
{
	arena->blocks = NULL;
}

static void
free_blocks_but(
    struct hscan_arena_block *block, const struct hscan_arena_block *keep)
{
	while (block) {
		struct hscan_arena_block *next = block->next;

		if (block != keep)
			free(block);
		block = next;
	}
}

void
hscan_arena_clear(struct hscan_arena *arena)
{
	free_blocks_but(arena->blocks, NULL);
	arena->blocks = NULL;
}

void
hscan_arena_reset(struct hscan_arena *arena)
{
	struct hscan_arena_block *keep = arena->blocks;

	if (!keep)
		return;
	for (struct hscan_arena_block *b = keep->next; b; b = b->next)
		if (b->size > keep->size)
			keep = b;
	free_blocks_but(arena->blocks, keep);
	keep->next = NULL;
	keep->used = 0;
	CLOSE(keep->data, keep->size);
	arena->blocks = keep;
}

static struct hscan_arena_block *
add_block(struct hscan_arena *arena, size_t need)
{
	struct hscan_arena_block *block;
	size_t size = BLOCK_SIZE;

	/* Blocks double, so that a page soon fits into the one that is kept;
	 * but one huge record must not make every block huge. */
	if (arena->blocks && arena->blocks->size <= BLOCK_SIZE_MAX / 2)
		size = arena->blocks->size * 2;
	else if (arena->blocks)
		size = BLOCK_SIZE_MAX;
	if (size < need)
		size = need;
	if (size > (size_t)-1 - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + size);
	if (!block)
		return NULL;
	block->next = arena->blocks;
	block->used = 0;
	block->size = size;
	SPOIL(block->data, size);
	CLOSE(block->data, size);
	arena->blocks = block;
	return block;
}

void *
hscan_arena_alloc(struct hscan_arena *arena, size_t count, size_t size)
{
	struct hscan_arena_block *block = arena->blocks;
	const size_t align = alignof(max_align_t);
	unsigned char *at;
	size_t need;

	if (size > 0 && count > ((size_t)-1 - align - GAP) / size)
		return NULL;
	need = (count * size + align - 1) / align * align + GAP;
	if (!block || block->size - block->used < need)
		block = add_block(arena, need);
	if (!block)
		return NULL;
	at = (unsigned char *)block->data + block->used;
	block->used += need;
	OPEN(at, count * size);
	memset(at, 0, count * size);
	return at;
}

struct hscan_text
hscan_arena_dup(struct hscan_arena *arena, struct hscan_text text)
{
	char *copy;

	if (!text.ptr)
		return text;
	copy = text.len < (size_t)-1 ? hscan_arena_alloc(arena, text.len + 1, 1)
				     : NULL;
	if (!copy)
		return (struct hscan_text){NULL, 0};
	if (text.len > 0)
		memcpy(copy, text.ptr, text.len);
	return (struct hscan_text){copy, text.len};
}
