/* SPDX-License-Identifier: MIT */
/* A commit-graph says what it says within its own bytes. The last of them are
 * a checksum, which no fuzzer finds: it is made good first. */
#include "base/sha1.h"
#include "fuzz/fuzz.h"
#include "source/git/graph.h"

static void
ensure_answers(const struct git_graph *graph, struct hscan_text whole)
{
	struct git_graph_key key;

	if (graph->ends)
		ENSURE(
		    git_graph_key(graph->version, hscan_text_of("docs"), &key));
	for (uint32_t i = 0; i < graph->ids.len; i++) {
		const unsigned char *id = git_ids_at(&graph->ids, i);
		uint32_t at, parents[GIT_GRAPH_MAX_PARENTS];
		struct hscan_text filter = {NULL, 0};
		size_t len;

		if (git_ids_find(&graph->ids, id, &at))
			ENSURE(memcmp(git_ids_at(&graph->ids, at), id,
				   HSCAN_SHA_SIZE) == 0);
		fuzz_touch((struct hscan_text){
		    (const char *)git_graph_tree(graph, i), HSCAN_SHA_SIZE});
		if (git_graph_parents(graph, i, parents, &len))
			ENSURE(len <= GIT_GRAPH_MAX_PARENTS);
		if (!git_graph_filter(graph, i, &filter))
			continue;
		ENSURE(filter.len > 0);
		ENSURE(fuzz_lies_within(filter, whole));
		(void)git_graph_may_change(graph, filter, &key);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct git_graph graph = {.version = 4711};
	uint8_t *copy;

	if (!git_graph_read(fuzz_text(data, size), &graph))
		ENSURE(graph.version == 4711);
	if (size < HSCAN_SHA1_SIZE)
		return 0;
	copy = malloc(size);
	ENSURE(copy != NULL);
	memcpy(copy, data, size);
	hscan_sha1(fuzz_text(copy, size - HSCAN_SHA1_SIZE),
	    copy + size - HSCAN_SHA1_SIZE);
	if (git_graph_read(fuzz_text(copy, size), &graph))
		ensure_answers(&graph, fuzz_text(copy, size));
	free(copy);
	return 0;
}
