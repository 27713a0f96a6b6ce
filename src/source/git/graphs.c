/* SPDX-License-Identifier: MIT */
/*
 * What the repository's commit-graph says: `git commit-graph write`, which git
 * runs by itself now and then, leaves each commit's tree and parents in one
 * graph_index, and with --changed-paths what a commit cannot have touched.
 * Files that cannot be read are left alone: they only save time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/graph.h"
#include "source/git/internal.h"

/* Git merges the files of a chain so that they are few. */
enum { MAX_FILES = 64, MAX_PATHS = 32 };

struct file {
	char *bytes; /* owned */
	struct git_graph graph;
	uint32_t first; /* how many commits the files before it have */
	bool filters;   /* which answer for every path */
	struct git_graph_key keys[MAX_PATHS];
};

struct git_graphs {
	struct hscan_text paths[MAX_PATHS]; /* borrowed of the doc paths */
	size_t paths_len;                   /* 0: filters are of no use */
	struct file files[MAX_FILES];       /* the chain's first file first */
	size_t len;
	uint32_t commits; /* in all files */
};

/* Takes a file in behind the others; its parents' places are in them. */
static bool
add_file(struct git_graphs *graphs, const char *path)
{
	struct file *file = &graphs->files[graphs->len];
	size_t len = 0;

	if (graphs->len == MAX_FILES)
		return false;
	file->bytes = git_read_file(path, &len);
	if (!file->bytes ||
	    !git_graph_read(
		(struct hscan_text){file->bytes, len}, &file->graph) ||
	    file->graph.bases != graphs->len ||
	    file->graph.ids.len >= GIT_NOT_IN_GRAPH - graphs->commits) {
		free(file->bytes);
		file->bytes = NULL;
		return false;
	}
	file->filters = file->graph.ends && graphs->paths_len > 0;
	for (size_t i = 0; file->filters && i < graphs->paths_len; i++)
		file->filters = git_graph_key(
		    file->graph.version, graphs->paths[i], &file->keys[i]);
	file->first = graphs->commits;
	graphs->commits += file->graph.ids.len;
	graphs->len++;
	return true;
}

/* A chain is a file of the checksums that the names of the others have. One
 * that is missing or damaged is the end: those behind it refer to it. */
static void
add_chain(struct git_graphs *graphs, const char *folder)
{
	struct hscan_buf path;
	char *bytes;
	size_t len = 0;
	struct hscan_text rest;

	hscan_buf_init(&path, 8192);
	(void)hscan_buf_add_format(&path, "%s/commit-graph-chain", folder);
	bytes = git_read_file(hscan_buf_string(&path), &len);
	rest = (struct hscan_text){bytes, bytes ? len : 0};
	while (rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (line.len != (size_t)2 * HSCAN_SHA_SIZE ||
		    memchr(line.ptr, '/', line.len))
			break;
		hscan_buf_reset(&path);
		(void)hscan_buf_add_format(&path, "%s/graph-%.*s.graph", folder,
		    (int)line.len, line.ptr);
		if (!add_file(graphs, hscan_buf_string(&path)))
			break;
	}
	free(bytes);
	hscan_buf_clear(&path);
}

/* A file that stands alone comes before a chain, as for git. */
static void
add_files(struct git_graphs *graphs, struct hscan_git *git)
{
	struct hscan_buf path;

	hscan_buf_init(&path, 8192);
	if (git_add_objects_path(git, "info/commit-graph", &path) &&
	    !add_file(graphs, hscan_buf_string(&path))) {
		(void)hscan_buf_add_char(&path, 's');
		add_chain(graphs, hscan_buf_string(&path));
	}
	hscan_buf_clear(&path);
}

struct git_graphs *
git_graphs_open(struct hscan_git *git, const struct hscan_doc_paths *paths)
{
	struct git_graphs *graphs = calloc(1, sizeof(*graphs));

	if (!graphs)
		return NULL;
	if (!git_doc_paths_all_roots(
		paths, graphs->paths, MAX_PATHS, &graphs->paths_len))
		graphs->paths_len = 0;
	add_files(graphs, git);
	if (graphs->len > 0)
		return graphs;
	git_graphs_close(graphs);
	return NULL;
}

void
git_graphs_close(struct git_graphs *graphs)
{
	if (!graphs)
		return;
	for (size_t i = 0; i < graphs->len; i++)
		free(graphs->files[i].bytes);
	free(graphs);
}

enum hscan_status
git_graphs_failed(const struct hscan_git *git, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "%s: its commit-graph says of a commit what is not so; run git "
	    "commit-graph write --reachable there",
	    git->dir);
}

uint32_t
git_graphs_find(
    const struct git_graphs *graphs, const unsigned char sha[HSCAN_SHA_SIZE])
{
	uint32_t at;

	for (size_t i = 0; graphs && i < graphs->len; i++)
		if (git_ids_find(&graphs->files[i].graph.ids, sha, &at))
			return graphs->files[i].first + at;
	return GIT_NOT_IN_GRAPH;
}

/* The file that has an index; `graph_index` becomes the one within it. */
static const struct file *
file_of(const struct git_graphs *graphs, uint32_t *graph_index)
{
	const struct file *file = graphs->files;

	while (*graph_index - file->first >= file->graph.ids.len)
		file++;
	*graph_index -= file->first;
	return file;
}

const unsigned char *
git_graphs_id(const struct git_graphs *graphs, uint32_t graph_index)
{
	const struct file *file = file_of(graphs, &graph_index);

	return git_ids_at(&file->graph.ids, graph_index);
}

const unsigned char *
git_graphs_tree(const struct git_graphs *graphs, uint32_t graph_index)
{
	const struct file *file = file_of(graphs, &graph_index);

	return git_graph_tree(&file->graph, graph_index);
}

bool
git_graphs_parents(const struct git_graphs *graphs, uint32_t graph_index,
    uint32_t parents[GIT_GRAPH_MAX_PARENTS], size_t *len)
{
	const struct file *file = file_of(graphs, &graph_index);

	if (!git_graph_parents(&file->graph, graph_index, parents, len))
		return false;
	for (size_t i = 0; i < *len; i++)
		if (parents[i] >= graphs->commits)
			return false;
	return true;
}

enum git_touch
git_graphs_touch(const struct git_graphs *graphs, uint32_t graph_index)
{
	const struct file *file;
	struct hscan_text filter;

	if (graph_index == GIT_NOT_IN_GRAPH)
		return GIT_NOT_KNOWN;
	file = file_of(graphs, &graph_index);
	if (!file->filters ||
	    !git_graph_filter(&file->graph, graph_index, &filter))
		return GIT_NOT_KNOWN;
	for (size_t i = 0; i < graphs->paths_len; i++)
		if (git_graph_may_change(&file->graph, filter, &file->keys[i]))
			return GIT_TOUCHED;
	return GIT_UNTOUCHED;
}
