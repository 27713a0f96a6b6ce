/* SPDX-License-Identifier: MIT */
/*
 * Rules commits out without a look at their trees, by the filters that
 * `git commit-graph write --changed-paths` leaves in the repository. Whatever
 * is amiss with these files, they are left alone: they only save time.
 */
#define _XOPEN_SOURCE 700 /* openat */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/graph.h"
#include "source/git/internal.h"

/* Git merges the files of a chain so that they are few. */
enum { MAX_FILES = 64, MAX_PATHS = 32 };
#define MAX_BYTES ((off_t)1 << 30)

struct file {
	char *bytes; /* owned */
	struct git_graph graph;
	struct git_graph_key keys[MAX_PATHS]; /* of every path */
};

struct git_filters {
	struct hscan_text paths[MAX_PATHS]; /* borrowed of the doc paths */
	size_t paths_len;
	struct file files[MAX_FILES];
	size_t len;
};

static bool
read_all(int fd, char *out, size_t len)
{
	while (len > 0) {
		ssize_t got = read(fd, out, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		out += got;
		len -= (size_t)got;
	}
	return true;
}

/* A whole file, to be freed; NULL when there is none, or it is no file. Read
 * rather than mapped: it may be cut short while it is looked at. */
static char *
read_file(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	char *bytes = NULL;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
	    about.st_size > 0 && about.st_size <= MAX_BYTES) {
		*len = (size_t)about.st_size;
		bytes = malloc(*len);
		if (bytes && !read_all(fd, bytes, *len)) {
			free(bytes);
			bytes = NULL;
		}
	}
	(void)close(fd);
	return bytes;
}

static void
add_file(struct git_filters *filters, const char *path)
{
	struct file *file = &filters->files[filters->len];
	size_t len = 0;
	bool good;

	if (filters->len == MAX_FILES)
		return;
	file->bytes = read_file(path, &len);
	good =
	    file->bytes &&
	    git_graph_read((struct hscan_text){file->bytes, len}, &file->graph);
	for (size_t i = 0; good && i < filters->paths_len; i++)
		good = git_graph_key(
		    file->graph.version, filters->paths[i], &file->keys[i]);
	if (good) {
		filters->len++;
		return;
	}
	free(file->bytes);
	file->bytes = NULL;
}

/* A chain is a file of the checksums that the names of the others have. Each
 * of them is good for itself: what it says of a commit needs no other. */
static void
add_chain(struct git_filters *filters, const char *folder)
{
	struct hscan_buf path;
	char *bytes;
	size_t len = 0;
	struct hscan_text rest;

	hscan_buf_init(&path, 8192);
	(void)hscan_buf_add_format(&path, "%s/commit-graph-chain", folder);
	bytes = read_file(hscan_buf_string(&path), &len);
	rest = (struct hscan_text){bytes, bytes ? len : 0};
	while (rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (line.len != (size_t)2 * HSCAN_SHA_SIZE ||
		    memchr(line.ptr, '/', line.len))
			break;
		hscan_buf_reset(&path);
		(void)hscan_buf_add_format(&path, "%s/graph-%.*s.graph", folder,
		    (int)line.len, line.ptr);
		add_file(filters, hscan_buf_string(&path));
	}
	free(bytes);
	hscan_buf_clear(&path);
}

static void
add_files(struct git_filters *filters, struct hscan_git *git)
{
	git_buf objects = GIT_BUF_INIT;
	struct hscan_buf path;

	hscan_buf_init(&path, 8192);
	if (git_repository_item_path(
		&objects, git->repo, GIT_REPOSITORY_ITEM_OBJECTS) == 0 &&
	    hscan_buf_add_format(&path, "%s/info/commit-graph", objects.ptr)) {
		add_file(filters, hscan_buf_string(&path));
		(void)hscan_buf_add_char(&path, 's');
		add_chain(filters, hscan_buf_string(&path));
	}
	hscan_buf_clear(&path);
	git_buf_dispose(&objects);
}

struct git_filters *
git_filters_open(struct hscan_git *git, const struct hscan_doc_paths *paths)
{
	struct git_filters *filters = calloc(1, sizeof(*filters));

	if (!filters)
		return NULL;
	if (git_doc_paths_all_roots(
		paths, filters->paths, MAX_PATHS, &filters->paths_len))
		add_files(filters, git);
	if (filters->len > 0)
		return filters;
	git_filters_close(filters);
	return NULL;
}

void
git_filters_close(struct git_filters *filters)
{
	if (!filters)
		return;
	for (size_t i = 0; i < filters->len; i++)
		free(filters->files[i].bytes);
	free(filters);
}

bool
git_filters_rule_out(
    const struct git_filters *filters, const unsigned char sha[HSCAN_SHA_SIZE])
{
	for (size_t i = 0; filters && i < filters->len; i++) {
		const struct file *file = &filters->files[i];
		struct hscan_text filter;
		bool may = false;

		if (!git_graph_find(&file->graph, sha, &filter))
			continue;
		for (size_t k = 0; k < filters->paths_len && !may; k++)
			may = git_graph_may_change(
			    &file->graph, filter, &file->keys[k]);
		return !may;
	}
	return false;
}
