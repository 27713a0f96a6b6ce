/* SPDX-License-Identifier: MIT */
/* The commit-graph file; see graph.h. */
#include <string.h>

#include "base/sha1.h"
#include "source/git/graph.h"

enum {
	HEADER = 8, /* "CGPH", version, hash, number of chunks, of bases */
	ENTRY = 12, /* of the list of chunks: name, where it begins */
	COMMIT = HSCAN_SHA_SIZE + 16, /* tree, two parents, date */
	FILTER_HEAD = 12              /* version, hashes, bits a path */
};
#define NO_PARENT UINT32_C(0x70000000)
/* Of a second parent: it is where in the list of edges they begin. There: it
 * is the last. */
#define MORE UINT32_C(0x80000000)

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

/* Whether the chunks follow each other within the file. One entry more than
 * there are chunks says where the last one ends. */
static bool
is_in_order(struct hscan_text bytes)
{
	const unsigned char *entry =
	    (const unsigned char *)bytes.ptr + HEADER + 4;
	size_t chunks = (unsigned char)bytes.ptr[6];

	if (bytes.len - HEADER - HSCAN_SHA1_SIZE < (chunks + 1) * ENTRY)
		return false;
	for (size_t i = 0; i < chunks; i++, entry += ENTRY)
		if (git_long_at(entry) > git_long_at(entry + ENTRY))
			return false;
	return git_long_at(entry) <= bytes.len - HSCAN_SHA1_SIZE;
}

static bool
find_chunk(struct hscan_text bytes, const char *name, struct hscan_text *out)
{
	const unsigned char *all = (const unsigned char *)bytes.ptr;
	size_t chunks = all[6];

	for (size_t i = 0; i < chunks; i++) {
		const unsigned char *entry = all + HEADER + i * ENTRY;
		size_t start = (size_t)git_long_at(entry + 4);
		size_t end = (size_t)git_long_at(entry + ENTRY + 4);

		if (memcmp(entry, name, 4) != 0)
			continue;
		*out = (struct hscan_text){bytes.ptr + start, end - start};
		return true;
	}
	return false;
}

/* Filters that are not understood are none. */
static void
read_filters(struct hscan_text bytes, struct git_graph *out)
{
	struct hscan_text ends, filters;
	const unsigned char *head;

	if (!find_chunk(bytes, "BIDX", &ends) ||
	    !find_chunk(bytes, "BDAT", &filters) || filters.len < FILTER_HEAD ||
	    ends.len != (uint64_t)out->ids.len * 4)
		return;
	head = (const unsigned char *)filters.ptr;
	out->version = git_number_at(head);
	out->hashes = git_number_at(head + 4);
	out->filters = (struct hscan_text){
	    filters.ptr + FILTER_HEAD, filters.len - FILTER_HEAD};
	if ((out->version == 1 || out->version == 2) && out->hashes > 0 &&
	    out->hashes <= GIT_GRAPH_MAX_HASHES)
		out->ends = (const unsigned char *)ends.ptr;
}

static bool
read_chunks(struct hscan_text bytes, struct git_graph *out)
{
	struct hscan_text fanout, ids, commits;

	if (!find_chunk(bytes, "OIDF", &fanout) ||
	    !find_chunk(bytes, "OIDL", &ids) ||
	    !find_chunk(bytes, "CDAT", &commits) ||
	    fanout.len != GIT_FANOUT_SIZE ||
	    !git_ids_read((const unsigned char *)fanout.ptr, &out->ids))
		return false;
	out->ids.ids = (const unsigned char *)ids.ptr;
	out->commits = (const unsigned char *)commits.ptr;
	out->bases = (unsigned char)bytes.ptr[7];
	if (!find_chunk(bytes, "EDGE", &out->edges))
		out->edges = (struct hscan_text){NULL, 0};
	read_filters(bytes, out);
	return ids.len == (uint64_t)out->ids.len * HSCAN_SHA_SIZE &&
	       commits.len == (uint64_t)out->ids.len * COMMIT;
}

bool
git_graph_read(struct hscan_text bytes, struct git_graph *out)
{
	static const unsigned char start[] = {'C', 'G', 'P', 'H', 1, 1};
	struct git_graph graph = {.commits = NULL};

	if (bytes.len < HEADER + ENTRY + HSCAN_SHA1_SIZE ||
	    memcmp(bytes.ptr, start, sizeof(start)) != 0 ||
	    !is_in_order(bytes) || !read_chunks(bytes, &graph) ||
	    !is_whole(bytes))
		return false;
	*out = graph;
	return true;
}

/* --- commits --- */

const unsigned char *
git_graph_tree(const struct git_graph *graph, uint32_t at)
{
	return graph->commits + (size_t)at * COMMIT;
}

/* The second and further parents of a commit that has more than two. */
static bool
add_edges(
    const struct git_graph *graph, size_t at, uint32_t *parents, size_t *len)
{
	const unsigned char *edges = (const unsigned char *)graph->edges.ptr;
	uint32_t parent;

	do {
		if (at >= graph->edges.len / 4 || *len == GIT_GRAPH_MAX_PARENTS)
			return false;
		parent = git_number_at(edges + 4 * at++);
		parents[(*len)++] = parent & ~MORE;
	} while (!(parent & MORE));
	return true;
}

bool
git_graph_parents(const struct git_graph *graph, uint32_t at,
    uint32_t parents[GIT_GRAPH_MAX_PARENTS], size_t *len)
{
	const unsigned char *data = git_graph_tree(graph, at) + HSCAN_SHA_SIZE;
	uint32_t first = git_number_at(data), second = git_number_at(data + 4);

	*len = 0;
	if (first == NO_PARENT)
		return second == NO_PARENT;
	parents[(*len)++] = first;
	if (second == NO_PARENT)
		return true;
	if (second & MORE)
		return add_edges(graph, second & ~MORE, parents, len);
	parents[(*len)++] = second;
	return true;
}

/* --- filters --- */

bool
git_graph_filter(
    const struct git_graph *graph, uint32_t at, struct hscan_text *filter)
{
	uint32_t start, end;

	if (!graph->ends)
		return false;
	start = at ? git_number_at(graph->ends + (size_t)4 * (at - 1)) : 0;
	end = git_number_at(graph->ends + (size_t)4 * at);
	/* An empty one: git did not make it. */
	if (start >= end || end > graph->filters.len)
		return false;
	*filter = (struct hscan_text){graph->filters.ptr + start, end - start};
	return true;
}

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
