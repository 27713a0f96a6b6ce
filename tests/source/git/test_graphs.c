/* SPDX-License-Identifier: MIT */
/* The commit-graph saves time and changes nothing: a history is walked with
 * every kind of graph, good, stale and damaged, and gives what it gives without
 * one. It is long enough for the helper to have its share. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/sha1.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "support/support.h"

/* More than the walk reads before it looks for a graph, and some blocks. */
enum { COMMITS = 5400 };

struct fixture {
	char *dir;
	char *plain; /* what a walk gives without a graph */
};

static void
run(const char *dir, const char *command)
{
	struct hscan_buf line;

	hscan_buf_init(&line, 8192);
	(void)hscan_buf_add_format(&line,
	    "cd '%s' && export GIT_CONFIG_GLOBAL=/dev/null "
	    "GIT_CONFIG_NOSYSTEM=1 GIT_DIR=. GIT_AUTHOR_NAME=A "
	    "GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C "
	    "GIT_COMMITTER_EMAIL=c@x && (%s)",
	    dir, command);
	assert_int_equal(line.failed, HSCAN_OK);
	assert_int_equal(system(hscan_buf_string(&line)), 0);
	hscan_buf_clear(&line);
}

/* What the commit of a number changes: one in seven is documentation, some
 * change nothing, and some nothing but what is named nearly so. */
static void
add_changes(struct hscan_buf *out, unsigned n)
{
	static const char *const files[] = {"docs/a.md", "src/a.c",
	    "src/docs/b.md", "docs.md", "lib/docs", "README", "src/b.c",
	    "docs/x/y/c.md", "d\303\266cs/d.md", "include/e.h", "docsx/f.md"};
	const char *file = files[n * 7 % (sizeof(files) / sizeof(files[0]))];

	if (n % 10 == 9)
		return;
	(void)hscan_buf_add_format(
	    out, "M 100644 inline %s\ndata %u\n%0*u\n", file, 10U, 10, n / 2);
	if (n % 50 == 49)
		(void)hscan_buf_add_string(out, "D docs\n");
}

/* A line with side branches, and merges of two, three and five. */
static void
make_history(struct hscan_buf *out)
{
	for (unsigned n = 0; n < COMMITS; n++) {
		(void)hscan_buf_add_format(out,
		    "commit refs/heads/%s\nmark :%u\nauthor A%u <a@x> %u "
		    "+0000\ncommitter C <c@x> %u +0000\ndata 0\n",
		    n % 5 == 3 ? "side" : "main", n + 1, n % 9, n, n);
		if (n % 5 == 3)
			(void)hscan_buf_add_format(out, "from :%u\n", n);
		else if (n % 5 == 4)
			(void)hscan_buf_add_format(
			    out, "from :%u\nmerge :%u\n", n - 1, n);
		if (n % 200 == 199)
			(void)hscan_buf_add_format(out,
			    "merge :%u\nmerge :%u\nmerge :%u\n", n - 150,
			    n - 100, n - 50);
		/* More parents than are taken from a graph. */
		for (unsigned k = 1; k < 20 && n % 1000 == 999; k++)
			(void)hscan_buf_add_format(
			    out, "merge :%u\n", n - 7 * k);
		add_changes(out, n);
		(void)hscan_buf_add_string(out, "\n");
	}
	(void)hscan_buf_add_string(out, "done\n");
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	(void)index;
	(void)name;
	(void)email;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

struct found {
	struct hscan_commit commits[COMMITS + 1];
	size_t len;
};

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct found *found = payload;

	(void)err;
	assert_true(found->len <= COMMITS);
	found->commits[found->len++] = *commit;
	return HSCAN_OK;
}

static int
by_sha(const void *a, const void *b)
{
	const struct hscan_commit *x = a, *y = b;

	return memcmp(x->sha, y->sha, HSCAN_SHA_SIZE);
}

/* Every commit, a line each, in the order of their ids. */
static char *
lines_of(struct found *found)
{
	struct hscan_buf out;
	char *lines;

	qsort(found->commits, found->len, sizeof(found->commits[0]), by_sha);
	hscan_buf_init(&out, (size_t)4 * 1024 * 1024);
	for (size_t i = 0; i < found->len; i++) {
		const struct hscan_commit *commit = &found->commits[i];

		for (size_t k = 0; k < HSCAN_SHA_SIZE; k++)
			(void)hscan_buf_add_format(
			    &out, "%02x", (unsigned)commit->sha[k]);
		(void)hscan_buf_add_format(&out, " %lld %u %d %d\n",
		    (long long)commit->committed_at, (unsigned)commit->author,
		    commit->merge, commit->documentation);
	}
	assert_int_equal(out.failed, HSCAN_OK);
	lines = strdup(hscan_buf_string(&out));
	hscan_buf_clear(&out);
	assert_non_null(lines);
	return lines;
}

static enum hscan_status
walk_into(struct found *found, const char *dir, const char *const *globs,
    size_t globs_len, struct hscan_error *err)
{
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = take_commit, .payload = found};
	struct hscan_text texts[4];
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git *git = NULL;
	struct hscan_git_head head;
	enum hscan_status status;

	for (size_t i = 0; i < globs_len; i++)
		texts[i] = hscan_text_of(globs[i]);
	assert_int_equal(
	    hscan_doc_paths_new(texts, globs_len, &paths, err), HSCAN_OK);
	assert_int_equal(hscan_git_open(dir, false, &git, err), HSCAN_OK);
	assert_int_equal(hscan_git_head(git, NULL, &head, err), HSCAN_OK);
	status = hscan_git_walk(git, head.sha, paths, &visitor, err);
	hscan_git_close(git);
	hscan_doc_paths_free(paths);
	return status;
}

static char *
walk(const char *dir, const char *const *globs, size_t globs_len)
{
	struct found *found = calloc(1, sizeof(*found));
	struct hscan_error err;
	char *lines;

	assert_non_null(found);
	assert_int_equal(
	    walk_into(found, dir, globs, globs_len, &err), HSCAN_OK);
	assert_int_equal(found->len, COMMITS);
	lines = lines_of(found);
	free(found);
	return lines;
}

static const char *const sets[][3] = {{"docs/**/*.md", NULL, NULL},
    {"docs", "README", "lib/docs"}, {"src/docs/b.md", "docs.md", NULL},
    {"d\303\266cs/**", NULL, NULL}, {"nothing/**", NULL, NULL},
    {"doc*/**", NULL, NULL}, {NULL, NULL, NULL}};
enum { SETS = sizeof(sets) / sizeof(sets[0]) };

/* What walks give for every set of paths, one behind the other. */
static char *
walk_all(const char *dir)
{
	struct hscan_buf all;
	char *result;

	hscan_buf_init(&all, (size_t)32 * 1024 * 1024);
	for (size_t i = 0; i < SETS; i++) {
		size_t len = 0;
		char *lines;

		while (len < 3 && sets[i][len])
			len++;
		lines = walk(dir, sets[i], len);
		(void)hscan_buf_add_string(&all, lines);
		free(lines);
	}
	assert_int_equal(all.failed, HSCAN_OK);
	result = strdup(hscan_buf_string(&all));
	hscan_buf_clear(&all);
	assert_non_null(result);
	return result;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_buf out;
	char *path;

	assert_non_null(f);
	f->dir = support_temp_dir();
	hscan_buf_init(&out, (size_t)4 * 1024 * 1024);
	make_history(&out);
	assert_int_equal(out.failed, HSCAN_OK);
	path = support_join(f->dir, "history");
	support_write(path, out.ptr, out.len);
	free(path);
	hscan_buf_clear(&out);
	run(f->dir, "git init -q --bare -b main . && "
		    "git fast-import --quiet --done < history");
	f->plain = walk_all(f->dir);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	support_remove_dir(f->dir);
	free(f->plain);
	free(f);
	return 0;
}

static int
drop_graphs(void **state)
{
	struct fixture *f = *state;

	run(f->dir, "rm -rf objects/info/commit-graph*");
	return 0;
}

/* How many of the commits are ruled out for one glob; -1: no graph. */
static long
ruled_out(struct fixture *f, const char *glob)
{
	const struct hscan_text text = hscan_text_of(glob);
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git *git = NULL;
	struct git_graphs *graphs;
	struct hscan_error err;
	char *lines = walk(f->dir, &glob, 1);
	long count = -1;

	assert_int_equal(hscan_git_open(f->dir, false, &git, &err), HSCAN_OK);
	assert_int_equal(hscan_doc_paths_new(&text, 1, &paths, &err), HSCAN_OK);
	graphs = git_graphs_open(git, paths);
	if (graphs)
		count = 0;
	for (char *line = strtok(lines, "\n"); line && graphs;
	     line = strtok(NULL, "\n")) {
		unsigned char sha[HSCAN_SHA_SIZE];
		uint32_t place;

		assert_true(hscan_parse_hex(
		    (struct hscan_text){line, 40}, sha, sizeof(sha)));
		place = git_graphs_find(graphs, sha);
		if (git_graphs_touch(graphs, place) != GIT_UNTOUCHED)
			continue;
		count++;
		/* Then it is none, whatever it is otherwise. */
		assert_int_equal(line[strlen(line) - 1], '0');
	}
	git_graphs_close(graphs);
	hscan_doc_paths_free(paths);
	hscan_git_close(git);
	free(lines);
	return count;
}

static void
every_kind_of_graph(void **state)
{
	static const char *const kinds[] = {
	    "git commit-graph write --reachable",
	    "git commit-graph write --reachable --changed-paths",
	    /* as of some time ago */
	    "git rev-parse main~1300 | git commit-graph write --stdin-commits "
	    "--changed-paths",
	    /* a chain, the last file without filters */
	    "git rev-parse main~1400 | git commit-graph write --stdin-commits "
	    "--changed-paths --split=no-merge && git rev-parse main~700 | "
	    "git commit-graph write --stdin-commits --changed-paths "
	    "--split=no-merge && git commit-graph write --reachable "
	    "--no-changed-paths --split=no-merge",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *lines;

		(void)drop_graphs(state);
		run(f->dir, kinds[i]);
		lines = walk_all(f->dir);
		assert_string_equal(lines, f->plain);
		free(lines);
	}
}

static void
filters_do_rule_out(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ruled_out(f, "docs/**"), -1);
	run(f->dir, "git commit-graph write --reachable --changed-paths");
	assert_within(ruled_out(f, "docs/**/*.md"), COMMITS / 2, COMMITS - 100);
	assert_within(ruled_out(f, "nothing/**"), COMMITS * 9 / 10, COMMITS);
	/* What may lie anywhere, and what the first version is not asked. */
	assert_int_equal(ruled_out(f, "README*"), 0);
	assert_int_equal(ruled_out(f, "d\303\266cs/**"), 0);
	(void)drop_graphs(state);
	run(f->dir, "git rev-parse main~1400 | git commit-graph write "
		    "--stdin-commits --changed-paths --split=no-merge && "
		    "git commit-graph write --reachable --changed-paths "
		    "--split=no-merge && "
		    "test $(wc -l < objects/info/commit-graphs/"
		    "commit-graph-chain) = 2");
	assert_within(ruled_out(f, "nothing/**"), COMMITS * 9 / 10, COMMITS);
}

/* The names in a chain are no way out of its folder, and need not be there. */
static void
chains_of_all_sorts(void **state)
{
	static const char *const chains[] = {"printf '\\n\\n' > $c",
	    "printf '../../../../../../../../../../../../../etc' > $c",
	    "printf '%%040d\\n' 1 2 3 > $c", "head -c 100000 /dev/zero > $c",
	    "mkdir $c", "mkfifo $c", "ln -s /dev/zero $c"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(chains) / sizeof(chains[0]); i++) {
		char command[300];

		(void)drop_graphs(state);
		(void)snprintf(command, sizeof(command),
		    "c=objects/info/commit-graphs/commit-graph-chain && "
		    "mkdir -p objects/info/commit-graphs && %s",
		    chains[i]);
		run(f->dir, command);
		assert_int_equal(ruled_out(f, "docs/**"), -1);
	}
}

static void
damaged_files_are_left_alone(void **state)
{
	static const char *const damages[] = {"truncate -s -1 $f",
	    "truncate -s 30 $f", "truncate -s 0 $f",
	    "printf x | dd of=$f bs=1 seek=9000 conv=notrunc 2>/dev/null",
	    "rm $f && mkdir $f", "rm $f && ln -s /dev/zero $f"};
	struct fixture *f = *state;
	char *lines;

	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		char command[300];

		(void)drop_graphs(state);
		(void)snprintf(command, sizeof(command),
		    "git commit-graph write --reachable --changed-paths && "
		    "f=objects/info/commit-graph && chmod u+w $f && %s",
		    damages[i]);
		run(f->dir, command);
		assert_int_equal(ruled_out(f, "docs/**"), -1);
	}
	lines = walk_all(f->dir);
	assert_string_equal(lines, f->plain);
	free(lines);
}

/* Writes a graph with a good checksum that lies: in one byte of what it says of
 * some commits, or of those with too many parents to be taken from it. */
static void
write_lies(struct fixture *f, size_t byte, bool of_many)
{
	char *path = support_join(f->dir, "objects/info/commit-graph");
	uint32_t parents[GIT_GRAPH_MAX_PARENTS];
	struct git_graph graph;
	size_t len, count;
	char *file;

	run(f->dir, "git commit-graph write --reachable && "
		    "chmod u+w objects/info/commit-graph");
	file = support_read(path, &len);
	assert_true(git_graph_read((struct hscan_text){file, len}, &graph));
	for (uint32_t at = 0; at < graph.ids.len; at++) {
		const char *tree = (const char *)git_graph_tree(&graph, at);

		if (of_many ? !git_graph_parents(&graph, at, parents, &count)
			    : at % 100 == 0)
			file[(size_t)(tree - file) + byte] ^= 1;
	}
	hscan_sha1((struct hscan_text){file, len - HSCAN_SHA1_SIZE},
	    (unsigned char *)file + len - HSCAN_SHA1_SIZE);
	support_write(path, file, len);
	free(file);
	free(path);
}

/* Be it about a tree, a parent, or a commit that is not taken from there. */
static void
lies_are_told(void **state)
{
	static const char *const glob = "docs/**";
	static const struct {
		size_t byte;
		bool of_many;
	} lies[] = {{3, false}, {23, false}, {3, true}};
	struct fixture *f = *state;
	struct found *found = calloc(1, sizeof(*found));

	assert_non_null(found);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct hscan_error err;

		write_lies(f, lies[i].byte, lies[i].of_many);
		found->len = 0;
		assert_int_equal(
		    walk_into(found, f->dir, &glob, 1, &err), HSCAN_EPARSE);
		assert_non_null(strstr(err.message, "commit-graph"));
	}
	free(found);
}

/* What the visitor says ends the walk, whatever the helper has in hand. */
static enum hscan_status
stop_late(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	size_t *left = payload;

	(void)commit;
	return (*left)-- > 0 ? HSCAN_OK : hscan_fail(err, HSCAN_EINTR, "stop");
}

static void
a_walk_may_be_stopped(void **state)
{
	struct fixture *f = *state;

	run(f->dir, "git commit-graph write --reachable");
	for (size_t after = 0; after < COMMITS; after += 500) {
		size_t left = after;
		const struct hscan_git_visitor visitor = {.author = take_author,
		    .commit = stop_late,
		    .payload = &left};
		struct hscan_doc_paths *paths = NULL;
		struct hscan_git *git = NULL;
		struct hscan_git_head head;
		struct hscan_error err;

		assert_int_equal(
		    hscan_doc_paths_new(NULL, 0, &paths, &err), HSCAN_OK);
		assert_int_equal(
		    hscan_git_open(f->dir, false, &git, &err), HSCAN_OK);
		assert_int_equal(
		    hscan_git_head(git, NULL, &head, &err), HSCAN_OK);
		assert_int_equal(
		    hscan_git_walk(git, head.sha, paths, &visitor, &err),
		    HSCAN_EINTR);
		hscan_git_close(git);
		hscan_doc_paths_free(paths);
	}
}

#define TEST(name) cmocka_unit_test_teardown(name, drop_graphs)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_kind_of_graph),
	    TEST(filters_do_rule_out),
	    TEST(chains_of_all_sorts),
	    TEST(damaged_files_are_left_alone),
	    TEST(lies_are_told),
	    TEST(a_walk_may_be_stopped),
	};

	return cmocka_run_group_tests_name("graphs", tests, set_up, tear_down);
}
