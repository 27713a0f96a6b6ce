/* SPDX-License-Identifier: MIT */
/* The decoder of the commit-graph: one that git wrote, with every byte changed
 * and cut off at every length, with its checksum left and made good again. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha1.h"
#include "base/text.h"
#include "source/git/graph.h"
#include "support/support.h"

/* Three commits by git 2.39: README, docs/a.md, src/b.c. The same file is a
 * seed of the fuzz target. */
#define SAMPLE HSCAN_SOURCE_DIR "/tests/fuzz/corpus/commit_graph/three-commits"

static void
hashes_are_as_in_git(void **state)
{
	/* Those of git's own test, t0095. */
	static const struct {
		const char *text;
		uint32_t hash;
	} cases[] = {{"", 0}, {"Hello world!", 0x627b0c2c},
	    {"The quick brown fox jumps over the lazy dog", 0x2e4ff723},
	    {"\x99\xaa\xbb\xcc\xdd\xee\xff", 0xa183ccfd}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    git_graph_hash(0, hscan_text_of(cases[i].text)),
		    cases[i].hash);
}

static void
odd_paths_are_for_the_second_version(void **state)
{
	const struct hscan_text plain = hscan_text_of("docs"),
				odd = hscan_text_of("d\303\266cs");
	struct git_graph_key one = {0}, two = {0};

	(void)state;
	assert_true(git_graph_key(1, plain, &one));
	assert_true(git_graph_key(2, plain, &two));
	assert_int_equal(one.first, two.first);
	assert_int_equal(one.second, two.second);
	assert_false(git_graph_key(1, odd, &one));
	assert_true(git_graph_key(2, odd, &two));
}

/* Asks everything that can be asked; the number of commits ruled out. */
static int
ask_all(const struct git_graph *graph, const char *path)
{
	struct git_graph_key key;
	int count = 0;

	assert_true(git_graph_key(graph->version, hscan_text_of(path), &key));
	for (uint32_t i = 0; i < graph->ids.len; i++) {
		uint32_t parents[GIT_GRAPH_MAX_PARENTS];
		struct hscan_text filter;
		size_t len;

		if (git_graph_parents(graph, i, parents, &len))
			assert_within(len, 0, GIT_GRAPH_MAX_PARENTS);
		if (git_graph_filter(graph, i, &filter))
			count += !git_graph_may_change(graph, filter, &key);
	}
	return count;
}

static void
a_good_file_is_read(void **state)
{
	static const unsigned char missing[HSCAN_SHA_SIZE] = {1, 2, 3};
	static const struct {
		const char *path;
		int ruled_out;
	} cases[] = {{"docs", 2}, {"docs/a.md", 2}, {"docs/b.md", 3},
	    {"README", 2}, {"src", 2}, {"nothing", 3}};
	size_t len;
	char *bytes = support_read(SAMPLE, &len);
	struct git_graph graph;
	uint32_t at, parents[GIT_GRAPH_MAX_PARENTS];
	size_t count, roots = 0;

	(void)state;
	assert_true(git_graph_read((struct hscan_text){bytes, len}, &graph));
	assert_int_equal(graph.ids.len, 3);
	assert_int_equal(graph.bases, 0);
	assert_int_equal(graph.version, 1);
	assert_int_equal(graph.hashes, 7);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    ask_all(&graph, cases[i].path), cases[i].ruled_out);
	assert_false(git_ids_find(&graph.ids, missing, &at));
	/* They are a line. */
	for (uint32_t i = 0; i < 3; i++) {
		assert_true(
		    git_ids_find(&graph.ids, git_ids_at(&graph.ids, i), &at));
		assert_int_equal(at, i);
		assert_true(git_graph_parents(&graph, i, parents, &count));
		assert_within(count, 0, 1);
		roots += count == 0;
		if (count > 0)
			assert_within(parents[0], 0, 2);
	}
	assert_int_equal(roots, 1);
	free(bytes);
}

static void
sign(char *bytes, size_t len)
{
	hscan_sha1((struct hscan_text){bytes, len - HSCAN_SHA1_SIZE},
	    (unsigned char *)bytes + len - HSCAN_SHA1_SIZE);
}

/* A damaged file is none; a forged one may say anything, within its bytes. */
static void
every_byte_may_be_wrong(void **state)
{
	static const unsigned char masks[] = {0x01, 0x80, 0xff};
	size_t len;
	char *bytes = support_read(SAMPLE, &len), *copy;
	struct git_graph graph;
	int read = 0;

	(void)state;
	copy = malloc(len);
	assert_non_null(copy);
	for (size_t i = 0; i < len * sizeof(masks); i++) {
		size_t at = i / sizeof(masks);

		memcpy(copy, bytes, len);
		copy[at] = (char)(copy[at] ^ masks[i % sizeof(masks)]);
		assert_false(
		    git_graph_read((struct hscan_text){copy, len}, &graph));
		sign(copy, len);
		if (git_graph_read((struct hscan_text){copy, len}, &graph)) {
			(void)ask_all(&graph, "docs");
			read++;
		}
	}
	assert_true(read > 0);
	free(copy);
	free(bytes);
}

static void
it_may_end_anywhere(void **state)
{
	size_t whole;
	char *bytes = support_read(SAMPLE, &whole);

	(void)state;
	for (size_t len = 0; len < whole; len++) {
		char *copy = malloc(len ? len : 1);
		struct git_graph graph;

		assert_non_null(copy);
		memcpy(copy, bytes, len);
		assert_false(
		    git_graph_read((struct hscan_text){copy, len}, &graph));
		if (len >= HSCAN_SHA1_SIZE) {
			sign(copy, len);
			assert_false(git_graph_read(
			    (struct hscan_text){copy, len}, &graph));
		}
		free(copy);
	}
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hashes_are_as_in_git),
	    cmocka_unit_test(odd_paths_are_for_the_second_version),
	    cmocka_unit_test(a_good_file_is_read),
	    cmocka_unit_test(every_byte_may_be_wrong),
	    cmocka_unit_test(it_may_end_anywhere),
	};

	return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
