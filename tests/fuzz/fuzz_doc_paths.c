/* SPDX-License-Identifier: MIT */
/* Sets of documentation paths: globs, a line each, an empty line, and paths
 * to ask for. What is told of a set, to leave out what need not be looked at,
 * must never leave out what matches. */
#include "base/glob.h"
#include "fuzz/fuzz.h"
#include "source/git/internal.h"

enum { MOST_GLOBS = 8, MOST_ROOTS = 4, LONG = 2048 };

static struct hscan_text
first_part(struct hscan_text path)
{
	return hscan_text_split(&path, '/');
}

/* Every folder on the way to a match is entered, and the root is not cut
 * before it. */
static void
ensure_found(const struct hscan_doc_paths *paths, struct hscan_text path)
{
	struct hscan_text last = git_doc_paths_last(paths);
	struct hscan_text name = first_part(path);
	size_t shared = name.len < last.len ? name.len : last.len;

	for (size_t i = 0; i + 1 < path.len; i++)
		if (path.ptr[i] == '/')
			ENSURE(git_doc_paths_reach(
			    paths, (struct hscan_text){path.ptr, i + 1}));
	ENSURE(shared == 0 || memcmp(name.ptr, last.ptr, shared) <= 0);
}

/* And it lies in what a forge is asked for. */
static void
ensure_rooted(const struct hscan_doc_paths *paths, struct hscan_text path)
{
	struct hscan_text roots[MOST_ROOTS];
	bool within = false;
	size_t len = 0;

	if (!hscan_doc_paths_roots(paths, roots, MOST_ROOTS, &len))
		return;
	ENSURE(len > 0 && len <= MOST_ROOTS);
	for (size_t i = 0; i < len; i++) {
		ENSURE(roots[i].len > 0);
		within |=
		    path.len >= roots[i].len &&
		    memcmp(path.ptr, roots[i].ptr, roots[i].len) == 0 &&
		    (path.len == roots[i].len || path.ptr[roots[i].len] == '/');
	}
	ENSURE(within);
}

/* Names of files in a tree are not empty, "." or "..". */
static bool
is_path(struct hscan_text path)
{
	if (path.len == 0 || memchr(path.ptr, '\0', path.len))
		return false;
	while (path.ptr) {
		struct hscan_text part = hscan_text_split(&path, '/');

		if (part.len == 0 || hscan_text_is(part, ".") ||
		    hscan_text_is(part, ".."))
			return false;
	}
	return true;
}

static void
ensure_path(const struct hscan_doc_paths *paths, const struct hscan_text *globs,
    size_t len, struct hscan_text path)
{
	bool matches = hscan_doc_paths_match(paths, path), any = false;

	/* The whole is its parts. */
	for (size_t i = 0; i < len; i++) {
		struct hscan_doc_paths *one = NULL;

		ENSURE(
		    hscan_doc_paths_new(&globs[i], 1, &one, NULL) == HSCAN_OK);
		any |= hscan_doc_paths_match(one, path);
		hscan_doc_paths_free(one);
	}
	ENSURE(len == 0 || any == matches);
	ENSURE(!matches || git_doc_paths_match_link(paths, path));
	if (!matches)
		return;
	ensure_found(paths, path);
	if (len > 0)
		ensure_rooted(paths, path);
}

/* Whatever order they are written in, it is the same set. */
static void
ensure_key(const struct hscan_doc_paths *paths, const struct hscan_text *globs,
    size_t len)
{
	struct hscan_text turned[MOST_GLOBS];
	struct hscan_doc_paths *other = NULL;

	for (size_t i = 0; i < len; i++)
		turned[i] = globs[len - 1 - i];
	ENSURE(hscan_doc_paths_new(turned, len, &other, NULL) == HSCAN_OK);
	ENSURE(strcmp(hscan_doc_paths_key(paths), hscan_doc_paths_key(other)) ==
	       0);
	hscan_doc_paths_free(other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size < LONG ? size : LONG);
	struct hscan_text globs[MOST_GLOBS] = {{NULL, 0}};
	struct hscan_doc_paths *paths = NULL;
	struct hscan_error err;
	enum hscan_status status;
	size_t len = 0;

	while (rest.ptr && len < MOST_GLOBS) {
		globs[len] = hscan_text_split(&rest, '\n');
		if (globs[len].len == 0)
			break;
		len++;
	}
	status = hscan_doc_paths_new(globs, len, &paths, &err);
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EINVAL && !paths);
		fuzz_ensure_failure(&err, status);
		return 0;
	}
	ensure_key(paths, globs, len);
	while (rest.ptr) {
		struct hscan_text path = hscan_text_split(&rest, '\n');

		if (is_path(path))
			ensure_path(paths, globs, len, path);
	}
	hscan_doc_paths_free(paths);
	return 0;
}
