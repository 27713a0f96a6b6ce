/* SPDX-License-Identifier: MIT */
/* Which paths are documentation; see git.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/glob.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

/* A pathspec: "docs" without a wildcard is a file, or a folder and all that
 * is in it; with one it is matched against whole paths. */
struct pathspec {
	char *owned;            /* what `text` borrows from */
	struct hscan_text text; /* no '/' at its end */
	bool wild;
	bool folder; /* "docs/": not a file */
};

struct hscan_doc_paths {
	struct pathspec *specs; /* NULL: the default set */
	size_t len;
	struct hscan_buf key;
};

/* --- the default set --- */

static const char *const folders[] = {"docs/", "doc/", "Documentation/"};
static const char *const suffixes[] = {
    ".md", ".mdx", ".markdown", ".rst", ".adoc", ".txt"};
static const char *const root_names[] = {"README", "CONTRIBUTING"};
enum {
	FOLDERS = sizeof(folders) / sizeof(folders[0]),
	SUFFIXES = sizeof(suffixes) / sizeof(suffixes[0]),
	ROOT_NAMES = sizeof(root_names) / sizeof(root_names[0]),
};

static bool
is_default(struct hscan_text path)
{
	bool root = path.len > 0 && !memchr(path.ptr, '/', path.len);
	bool inside = false, suffix = false;

	for (size_t i = 0; i < ROOT_NAMES && root; i++)
		if (hscan_text_starts(path, root_names[i]))
			return true;
	for (size_t i = 0; i < FOLDERS; i++)
		inside |= hscan_text_starts(path, folders[i]);
	if (!inside || hscan_text_ends(path, "/CMakeLists.txt"))
		return false;
	for (size_t i = 0; i < SUFFIXES; i++)
		suffix |= hscan_text_ends(path, suffixes[i]);
	return suffix;
}

/* `folder` ends with '/'. */
static bool
default_reaches(struct hscan_text folder)
{
	for (size_t i = 0; i < FOLDERS; i++)
		if (hscan_text_starts(folder, folders[i]))
			return true;
	return false;
}

/* --- globs --- */

static bool
spec_matches(const struct pathspec *spec, struct hscan_text path)
{
	size_t len = spec->text.len;

	if (spec->wild)
		return !spec->folder && hscan_glob_match_path(spec->text, path);
	if (path.len < len || memcmp(path.ptr, spec->text.ptr, len) != 0)
		return false;
	return path.len == len ? !spec->folder : path.ptr[len] == '/';
}

static bool
spec_reaches(const struct pathspec *spec, struct hscan_text folder)
{
	size_t shared = spec->text.len;

	if (spec->wild)
		return hscan_glob_reaches(spec->text, folder);
	/* On the way to it, or in it. */
	if (folder.len <= shared)
		return memcmp(spec->text.ptr, folder.ptr, folder.len) == 0;
	return memcmp(spec->text.ptr, folder.ptr, shared) == 0 &&
	       folder.ptr[shared] == '/';
}

bool
hscan_doc_paths_match(
    const struct hscan_doc_paths *paths, struct hscan_text path)
{
	if (!paths->specs)
		return is_default(path);
	for (size_t i = 0; i < paths->len; i++)
		if (spec_matches(&paths->specs[i], path))
			return true;
	return false;
}

bool
git_doc_paths_reach(
    const struct hscan_doc_paths *paths, struct hscan_text folder)
{
	if (!paths->specs)
		return default_reaches(folder);
	for (size_t i = 0; i < paths->len; i++)
		if (spec_reaches(&paths->specs[i], folder))
			return true;
	return false;
}

/* --- making them --- */

static enum hscan_status
bad_glob(struct hscan_text glob, const char *why, struct hscan_error *err)
{
	char shown[160];

	return hscan_fail(err, HSCAN_EINVAL,
	    "documentation path '%s': %s; write a git glob such as "
	    "docs/**/*.md",
	    hscan_safe(glob, shown, sizeof(shown)), why);
}

static enum hscan_status
make_spec(struct hscan_text glob, struct pathspec *out, struct hscan_error *err)
{
	struct hscan_text text = glob;
	char *copy;

	while (hscan_text_starts(text, "./")) {
		text.ptr += 2;
		text.len -= 2;
	}
	if (text.len == 0)
		return bad_glob(glob, "it is empty", err);
	if (text.ptr[0] == ':' || text.ptr[0] == '/')
		return bad_glob(glob, "it must not begin with ':' or '/'", err);
	if (text.len > HSCAN_GLOB_MAX || memchr(text.ptr, '\0', text.len))
		return bad_glob(glob, "it is too long, or has a NUL", err);
	for (size_t i = 0; i < text.len; i++)
		out->wild |= strchr("*?[\\", text.ptr[i]) != NULL;
	out->folder = hscan_text_ends(text, "/");
	while (hscan_text_ends(text, "/"))
		text.len--;
	copy = malloc(text.len + 1);
	if (!copy)
		return hscan_no_memory(err);
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	out->owned = copy;
	out->text = (struct hscan_text){copy, text.len};
	return HSCAN_OK;
}

static int
by_text(const void *a, const void *b)
{
	const struct pathspec *x = a, *y = b;
	size_t shared = x->text.len < y->text.len ? x->text.len : y->text.len;
	int order = memcmp(x->text.ptr, y->text.ptr, shared);

	if (order != 0)
		return order;
	if (x->text.len != y->text.len)
		return x->text.len < y->text.len ? -1 : 1;
	return x->folder - y->folder;
}

static void
make_key(struct hscan_doc_paths *paths)
{
	if (!paths->specs) {
		(void)hscan_buf_add_string(&paths->key, "default 1");
		return;
	}
	/* In order, so that the order they were given in does not matter. */
	qsort(paths->specs, paths->len, sizeof(*paths->specs), by_text);
	(void)hscan_buf_add_string(&paths->key, "globs 1");
	for (size_t i = 0; i < paths->len; i++) {
		(void)hscan_buf_add_char(&paths->key, '\n');
		(void)hscan_buf_add_text(&paths->key, paths->specs[i].text);
		if (paths->specs[i].folder)
			(void)hscan_buf_add_char(&paths->key, '/');
	}
}

enum hscan_status
hscan_doc_paths_new(const struct hscan_text *globs, size_t globs_len,
    struct hscan_doc_paths **out, struct hscan_error *err)
{
	struct hscan_doc_paths *paths = calloc(1, sizeof(*paths));
	enum hscan_status status = HSCAN_OK;

	if (!paths)
		return hscan_no_memory(err);
	hscan_buf_init(&paths->key, (size_t)16 * 1024 * 1024);
	if (globs_len > 0) {
		paths->specs = calloc(globs_len, sizeof(*paths->specs));
		if (!paths->specs)
			status = hscan_no_memory(err);
	}
	for (size_t i = 0; i < globs_len && status == HSCAN_OK; i++) {
		status = make_spec(globs[i], &paths->specs[i], err);
		paths->len = i + 1;
	}
	if (status == HSCAN_OK) {
		make_key(paths);
		status = hscan_buf_check(
		    &paths->key, "the documentation paths", err);
	}
	if (status == HSCAN_OK)
		*out = paths;
	else
		hscan_doc_paths_free(paths);
	return status;
}

void
hscan_doc_paths_free(struct hscan_doc_paths *paths)
{
	if (!paths)
		return;
	for (size_t i = 0; i < paths->len; i++)
		free(paths->specs[i].owned);
	free(paths->specs);
	hscan_buf_clear(&paths->key);
	free(paths);
}

const char *
hscan_doc_paths_key(const struct hscan_doc_paths *paths)
{
	return hscan_buf_string(&paths->key);
}
