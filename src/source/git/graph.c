/* SPDX-License-Identifier: MIT */
/* The commit-graph file; see graph.h. */
#include <string.h>

#include "base/sha1.h"
#include "source/git/graph.h"

enum {
	HEADER = 8,      /* "CGPH", version, hash, number of chunks, of bases */
	ENTRY = 12,      /* of the list of chunks: name, where it begins */
	FILTER_HEAD = 12 /* version, hashes, bits a path */
};

static uint32_t
number_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static uint64_t
long_at(const unsigned char *at)
{
	return (uint64_t)number_at(at) << 32 | number_at(at + 4);
}

/* --- the file --- */

static bool
is_whole(struct hscan_text bytes)
{
	unsigned char digest[HSCAN_SHA1_SIZE];
	struct hscan_text content = bytes;

	content.len -= HSCAN_SHA1_SIZE;
	hscan_sha1(content, digest);
	return memcmp(digest, content.ptr + content.len, sizeof(digest)) == 0;
}

/* Finds a chunk: it reaches to where the next one in the list begins. */
static bool
find_chunk(struct hscan_text bytes, const char *name, struct hscan_text *out)
{
	const unsigned char *all = (const unsigned char *)bytes.ptr;
	size_t chunks = all[6];

	for (size_t i = 0; i < chunks; i++) {
		const unsigned char *entry = all + HEADER + i * ENTRY;
		uint64_t start = long_at(entry + 4);
		uint64_t end = long_at(entry + ENTRY + 4);

		if (memcmp(entry, name, 4) != 0)
			continue;
		if (start > end || end > bytes.len - HSCAN_SHA1_SIZE)
			return false;
		*out = (struct hscan_text){
		    bytes.ptr + start, (size_t)(end - start)};
		return true;
	}
	return false;
}

static bool
is_rising(const unsigned char *fanout)
{
	for (size_t i = 1; i < 256; i++)
		if (number_at(fanout + 4 * i) < number_at(fanout + 4 * i - 4))
			return false;
	return true;
}

static bool
read_chunks(struct hscan_text bytes, struct git_graph *out)
{
	struct hscan_text fanout, ids, ends, filters;

	if (!find_chunk(bytes, "OIDF", &fanout) ||
	    !find_chunk(bytes, "OIDL", &ids) ||
	    !find_chunk(bytes, "BIDX", &ends) ||
	    !find_chunk(bytes, "BDAT", &filters) ||
	    fanout.len != (size_t)256 * 4 || filters.len < FILTER_HEAD)
		return false;
	out->fanout = (const unsigned char *)fanout.ptr;
	out->ids = (const unsigned char *)ids.ptr;
	out->ends = (const unsigned char *)ends.ptr;
	out->len = number_at(out->fanout + (size_t)255 * 4);
	out->version = number_at((const unsigned char *)filters.ptr);
	out->hashes = number_at((const unsigned char *)filters.ptr + 4);
	out->filters = (struct hscan_text){
	    filters.ptr + FILTER_HEAD, filters.len - FILTER_HEAD};
	return is_rising(out->fanout) &&
	       ids.len == (uint64_t)out->len * HSCAN_SHA_SIZE &&
	       ends.len == (uint64_t)out->len * 4 &&
	       (out->version == 1 || out->version == 2) && out->hashes > 0 &&
	       out->hashes <= GIT_GRAPH_MAX_HASHES;
}

bool
git_graph_read(struct hscan_text bytes, struct git_graph *out)
{
	static const unsigned char start[] = {'C', 'G', 'P', 'H', 1, 1};
	struct git_graph graph = {.len = 0};
	size_t chunks;

	if (bytes.len < HEADER + ENTRY + HSCAN_SHA1_SIZE ||
	    memcmp(bytes.ptr, start, sizeof(start)) != 0)
		return false;
	/* One entry more says where the last chunk ends. */
	chunks = (unsigned char)bytes.ptr[6];
	if (bytes.len - HEADER - HSCAN_SHA1_SIZE < (chunks + 1) * ENTRY ||
	    !read_chunks(bytes, &graph) || !is_whole(bytes))
		return false;
	*out = graph;
	return true;
}

bool
git_graph_find(const struct git_graph *graph,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *filter)
{
	uint32_t low =
	    sha[0] ? number_at(graph->fanout + (size_t)4 * (sha[0] - 1U)) : 0;
	uint32_t high = number_at(graph->fanout + (size_t)4 * sha[0]);

	while (low < high) {
		uint32_t at = low + (high - low) / 2;
		int order = memcmp(graph->ids + (size_t)at * HSCAN_SHA_SIZE,
		    sha, HSCAN_SHA_SIZE);
		const unsigned char *ends = graph->ends + (size_t)4 * at;

		if (order == 0) {
			uint32_t start = at ? number_at(ends - 4) : 0;
			uint32_t end = number_at(ends);

			/* An empty one: git did not make it. */
			if (start >= end || end > graph->filters.len)
				return false;
			*filter = (struct hscan_text){
			    graph->filters.ptr + start, end - start};
			return true;
		}
		if (order < 0)
			low = at + 1;
		else
			high = at;
	}
	return false;
}

/* --- filters --- */

static uint32_t
turn(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

static uint32_t
scramble(uint32_t x)
{
	return turn(x * 0xcc9e2d51, 15) * 0x1b873593;
}

uint32_t
git_graph_hash(uint32_t seed, struct hscan_text text)
{
	const unsigned char *at = (const unsigned char *)text.ptr;
	uint32_t hash = seed, tail = 0;
	size_t left = text.len;

	for (; left >= 4; left -= 4, at += 4) {
		hash ^= scramble((uint32_t)at[0] | (uint32_t)at[1] << 8 |
				 (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
		hash = turn(hash, 13) * 5 + 0xe6546b64;
	}
	for (size_t i = left; i-- > 0;)
		tail = tail << 8 | at[i];
	hash ^= scramble(tail) ^ (uint32_t)text.len;
	hash = (hash ^ hash >> 16) * 0x85ebca6b;
	hash = (hash ^ hash >> 13) * 0xc2b2ae35;
	return hash ^ hash >> 16;
}

bool
git_graph_key(
    uint32_t version, struct hscan_text path, struct git_graph_key *out)
{
	for (size_t i = 0; i < path.len && version < 2; i++)
		if ((unsigned char)path.ptr[i] > 127)
			return false;
	out->first = git_graph_hash(0x293ae76f, path);
	out->second = git_graph_hash(0x7e646e2c, path);
	return true;
}

bool
git_graph_may_change(const struct git_graph *graph, struct hscan_text filter,
    const struct git_graph_key *key)
{
	uint64_t bits = (uint64_t)filter.len * 8;

	for (uint32_t i = 0; i < graph->hashes; i++) {
		/* Overflow is part of it. */
		uint32_t hash = key->first + i * key->second;
		uint64_t at = hash % bits;

		if (!((unsigned char)filter.ptr[at / 8] >> at % 8 & 1))
			return false;
	}
	return true;
}
