/* SPDX-License-Identifier: MIT */
/* A table by hash, at most half full; see name_index.h. */
#include "app/name_index.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mix.h"
#include "base/text.h"

struct name_slot {
	const char *key; /* NULL: it is free */
	uint64_t hash;
	size_t at;
};

enum { FIRST_SIZE = 64, KEY_SIZE = 512 };

/* In lower case, as names are compared. */
static size_t
key_of(const struct hscan_repo_name *name, char key[KEY_SIZE])
{
	int len = snprintf(
	    key, KEY_SIZE, "%s/%s/%s", name->host, name->owner, name->name);

	for (char *c = key; *c; c++)
		*c = hscan_to_lower(*c);
	return (size_t)len;
}

/* Where the key is, or the free slot where it would be. */
static struct name_slot *
slot_of(const struct name_index *index, const char *key, uint64_t hash)
{
	size_t i = (size_t)hash & (index->slots_len - 1);

	while (
	    index->slots[i].key && (index->slots[i].hash != hash ||
				       strcmp(index->slots[i].key, key) != 0))
		i = (i + 1) & (index->slots_len - 1);
	return &index->slots[i];
}

bool
name_index_find(const struct name_index *index,
    const struct hscan_repo_name *name, size_t *at)
{
	char key[KEY_SIZE];
	size_t len = key_of(name, key);
	const struct name_slot *slot;

	if (index->slots_len == 0)
		return false;
	slot = slot_of(index, key, hscan_mix_bytes(key, len));
	if (slot->key)
		*at = slot->at;
	return slot->key != NULL;
}

static bool
make_room(struct name_index *index, struct hscan_arena *arena)
{
	struct name_index more = {.len = index->len};

	if (2 * (index->len + 1) <= index->slots_len)
		return true;
	more.slots_len =
	    index->slots_len > 0 ? 2 * index->slots_len : (size_t)FIRST_SIZE;
	more.slots =
	    hscan_arena_alloc(arena, more.slots_len, sizeof(*more.slots));
	if (!more.slots)
		return false;
	for (size_t i = 0; i < index->slots_len; i++)
		if (index->slots[i].key)
			*slot_of(&more, index->slots[i].key,
			    index->slots[i].hash) = index->slots[i];
	*index = more;
	return true;
}

bool
name_index_add(struct name_index *index, struct hscan_arena *arena,
    const struct hscan_repo_name *name, size_t at)
{
	char key[KEY_SIZE];
	size_t len = key_of(name, key);
	struct name_slot added = {.hash = hscan_mix_bytes(key, len), .at = at};

	if (!make_room(index, arena))
		return false;
	added.key = hscan_arena_dup(arena, (struct hscan_text){key, len}).ptr;
	if (!added.key)
		return false;
	*slot_of(index, key, added.hash) = added;
	index->len++;
	return true;
}
