/* SPDX-License-Identifier: MIT */
/* Two compact hash sets for the walk: commits with their trees, and authors.
 * Both are open addressing over indices into dense arrays. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "source/git/internal.h"

static bool
grow(void **array, size_t count, size_t size)
{
	void *more = realloc(*array, count * size);

	if (!more)
		return false;
	*array = more;
	return true;
}

/* --- commits --- */

void
git_seen_clear(struct git_seen *seen)
{
	free(seen->shas);
	free(seen->trees);
	free(seen->graph_indexes);
	free(seen->slots);
	memset(seen, 0, sizeof(*seen));
}

/* A SHA is as good as a random number already. */
static size_t
sha_slot(const struct git_seen *seen, const unsigned char *sha)
{
	uint64_t hash;

	memcpy(&hash, sha, sizeof(hash));
	return (size_t)hash & (seen->slots_len - 1);
}

static bool
grow_seen(struct git_seen *seen)
{
	size_t size = seen->size ? seen->size * 2 : 1024;
	void *shas = seen->shas, *trees = seen->trees,
	     *graph_indexes = seen->graph_indexes;
	uint32_t *slots;
	bool good;

	good = grow(&shas, size, HSCAN_SHA_SIZE);
	seen->shas = shas;
	good = good && grow(&trees, size, HSCAN_SHA_SIZE);
	seen->trees = trees;
	good = good && grow(&graph_indexes, size, sizeof(*seen->graph_indexes));
	seen->graph_indexes = graph_indexes;
	slots = calloc(size * 2, sizeof(*slots));
	if (!good || !slots || size > UINT32_MAX / 2) {
		free(slots);
		return false;
	}
	free(seen->slots);
	seen->slots = slots;
	seen->slots_len = size * 2;
	seen->size = size;
	for (size_t i = 0; i < seen->len; i++) {
		size_t at = sha_slot(seen, seen->shas[i]);

		while (slots[at] != 0)
			at = (at + 1) & (seen->slots_len - 1);
		slots[at] = (uint32_t)i + 1;
	}
	return true;
}

bool
git_seen_add(struct git_seen *seen, const unsigned char sha[HSCAN_SHA_SIZE],
    uint32_t *index, bool *added)
{
	size_t at;

	if (seen->len == seen->size && !grow_seen(seen))
		return false;
	at = sha_slot(seen, sha);
	while (seen->slots[at] != 0) {
		uint32_t found = seen->slots[at] - 1;

		if (memcmp(seen->shas[found], sha, HSCAN_SHA_SIZE) == 0) {
			*index = found;
			*added = false;
			return true;
		}
		at = (at + 1) & (seen->slots_len - 1);
	}
	*index = (uint32_t)seen->len++;
	*added = true;
	seen->slots[at] = *index + 1;
	memcpy(seen->shas[*index], sha, HSCAN_SHA_SIZE);
	memset(seen->trees[*index], 0, HSCAN_SHA_SIZE);
	seen->graph_indexes[*index] = GIT_NOT_IN_GRAPH;
	return true;
}

/* --- authors --- */

void
git_authors_clear(struct git_authors *authors)
{
	free(authors->bytes);
	free(authors->starts);
	free(authors->slots);
	memset(authors, 0, sizeof(*authors));
}

/* FNV-1a; authors are few, and the walk is over when it ends. */
static uint64_t
hash_bytes(uint64_t hash, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash =
		    (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t
hash_author(struct hscan_text name, struct hscan_text email)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	hash = hash_bytes(hash, name.ptr, name.len);
	hash = hash_bytes(hash, "", 1);
	hash = hash_bytes(hash, email.ptr, email.len);
	return hash ^ hash >> 32;
}

static size_t
author_end(const struct git_authors *authors, size_t index)
{
	return index + 1 < authors->len ? authors->starts[index + 1]
					: authors->bytes_len;
}

static bool
is_author(const struct git_authors *authors, size_t index,
    struct hscan_text name, struct hscan_text email)
{
	const char *bytes = authors->bytes + authors->starts[index];
	size_t len = author_end(authors, index) - authors->starts[index];

	return len == name.len + email.len + 2 &&
	       memcmp(bytes, name.ptr, name.len) == 0 &&
	       bytes[name.len] == '\0' &&
	       memcmp(bytes + name.len + 1, email.ptr, email.len) == 0;
}

static bool
grow_authors(struct git_authors *authors)
{
	size_t size = authors->size ? authors->size * 2 : 256;
	void *starts = authors->starts;
	uint32_t *slots = calloc(size * 2, sizeof(*slots));

	if (!slots || !grow(&starts, size, sizeof(*authors->starts))) {
		free(slots);
		return false;
	}
	free(authors->slots);
	authors->starts = starts;
	authors->slots = slots;
	authors->slots_len = size * 2;
	authors->size = size;
	for (size_t i = 0; i < authors->len; i++) {
		const char *name = authors->bytes + authors->starts[i];
		size_t end = author_end(authors, i) - authors->starts[i];
		uint64_t hash =
		    hash_bytes(UINT64_C(14695981039346656037), name, end - 1);
		size_t at = (size_t)(hash ^ hash >> 32) & (size * 2 - 1);

		while (slots[at] != 0)
			at = (at + 1) & (size * 2 - 1);
		slots[at] = (uint32_t)i + 1;
	}
	return true;
}

static bool
append_author(struct git_authors *authors, struct hscan_text name,
    struct hscan_text email)
{
	size_t need = authors->bytes_len + name.len + email.len + 2;
	char *at,
	    *bytes = hscan_grow(authors->bytes, &authors->bytes_size, need, 1);

	if (!bytes)
		return false;
	authors->bytes = bytes;
	at = authors->bytes + authors->bytes_len;
	if (name.len > 0)
		memcpy(at, name.ptr, name.len);
	at[name.len] = '\0';
	if (email.len > 0)
		memcpy(at + name.len + 1, email.ptr, email.len);
	at[name.len + 1 + email.len] = '\0';
	authors->starts[authors->len++] = authors->bytes_len;
	authors->bytes_len = need;
	return true;
}

bool
git_authors_add(struct git_authors *authors, struct hscan_text name,
    struct hscan_text email, uint32_t *index, bool *added)
{
	size_t at;

	if (!name.ptr)
		name.ptr = "";
	if (!email.ptr)
		email.ptr = "";
	if (authors->len == authors->size && !grow_authors(authors))
		return false;
	at = (size_t)hash_author(name, email) & (authors->slots_len - 1);
	while (authors->slots[at] != 0) {
		uint32_t found = authors->slots[at] - 1;

		if (is_author(authors, found, name, email)) {
			*index = found;
			*added = false;
			return true;
		}
		at = (at + 1) & (authors->slots_len - 1);
	}
	if (!append_author(authors, name, email))
		return false;
	*index = (uint32_t)authors->len - 1;
	*added = true;
	authors->slots[at] = *index + 1;
	return true;
}
