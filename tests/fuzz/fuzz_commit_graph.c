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

	ENSURE(git_graph_key(graph->version, hscan_text_of("docs"), &key));
	for (uint32_t i = 0; i < graph->len; i++) {
		const unsigned char *id =
		    graph->ids + (size_t)i * HSCAN_SHA_SIZE;
		struct hscan_text filter = {NULL, 0};

		if (!git_graph_find(graph, id, &filter))
			continue;
		ENSURE(filter.len > 0);
		ENSURE(fuzz_lies_within(filter, whole));
		(void)git_graph_may_change(graph, filter, &key);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct git_graph graph = {.len = 4711};
	uint8_t *copy;

	if (!git_graph_read(fuzz_text(data, size), &graph))
		ENSURE(graph.len == 4711);
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
