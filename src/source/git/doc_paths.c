/* SPDX-License-Identifier: MIT */
/* Which paths are documentation; see git.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/glob.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

/* A pathspec, as git takes `:(glob)` and this text: it stands for itself, be
 * it a file or a folder with all that is in it, wildcards or not; and a
 * pattern for whole paths of files. "docs/" is no file. */
struct pathspec {
	char *owned; /* what `text` borrows from */
	struct hscan_text text;
	size_t literal; /* bytes before the first wildcard */
};

struct hscan_doc_paths {
	struct pathspec *specs; /* NULL: the default set */
	size_t len;
	struct hscan_text last; /* see git_doc_paths_last() */
	bool begins[256];       /* see git_doc_paths_may_begin() */
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
is_default_root(struct hscan_text name)
{
	for (size_t i = 0; i < ROOT_NAMES; i++)
		if (name.len > 0 && name.ptr[0] == root_names[i][0] &&
		    hscan_text_starts(name, root_names[i]))
			return true;
	return false;
}

static bool
is_default(struct hscan_text path)
{
	bool inside = false, suffix = false;

	/* This is asked of most names in the roots of a history. */
	if (path.len == 0 || !memchr(path.ptr, '/', path.len))
		return is_default_root(path);
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
starts(struct hscan_text text, struct hscan_text prefix)
{
	return text.len >= prefix.len &&
	       (prefix.len == 0 ||
		   memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

static struct hscan_text
from(struct hscan_text text, size_t at)
{
	return (struct hscan_text){text.ptr + at, text.len - at};
}

/* Whether a path is the one that is named, or lies in it. */
static bool
is_within(struct hscan_text path, struct hscan_text named)
{
	if (named.len == 0 || !starts(path, named))
		return false;
	return named.ptr[named.len - 1] == '/' || path.len == named.len ||
	       path.ptr[named.len] == '/';
}

static struct hscan_text
literal_of(const struct pathspec *spec)
{
	return (struct hscan_text){spec->text.ptr, spec->literal};
}

/* Where git begins to take the text for a pattern: behind what stands before
 * its first wildcard, so that in "a**" + "/b" the stars begin it; and behind
 * the path's folder if that is spelt the same, wildcards and all. */
static size_t
pattern_start(const struct pathspec *spec, struct hscan_text path)
{
	struct hscan_text folder = path;

	while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
		folder.len--;
	if (folder.len > spec->literal && starts(spec->text, folder))
		return folder.len;
	return spec->literal;
}

/* Whether the path, or all of the folder, lies in what it stands for: a folder,
 * or that with two stars behind its slash. */
static bool
spec_covers(const struct pathspec *spec, struct hscan_text path)
{
	if (is_within(path, spec->text))
		return true;
	return spec->literal + 2 == spec->text.len &&
	       hscan_text_ends(spec->text, "/**") &&
	       starts(path, literal_of(spec));
}

static bool
spec_matches(const struct pathspec *spec, struct hscan_text path)
{
	size_t start;

	if (spec_covers(spec, path))
		return true;
	if (spec->literal == spec->text.len || !starts(path, literal_of(spec)))
		return false;
	start = pattern_start(spec, path);
	return hscan_glob_match_path(
	    from(spec->text, start), from(path, start));
}

static bool
spec_reaches(const struct pathspec *spec, struct hscan_text folder)
{
	/* On the way to it, or in it. */
	if (starts(spec->text, folder) || spec_covers(spec, folder))
		return true;
	if (spec->literal == spec->text.len)
		return false;
	return starts(folder, literal_of(spec)) &&
	       hscan_glob_reaches(from(spec->text, spec->literal),
		   from(folder, spec->literal));
}

bool
git_doc_paths_cover(
    const struct hscan_doc_paths *paths, struct hscan_text folder)
{
	for (size_t i = 0; paths->specs && i < paths->len; i++)
		if (spec_covers(&paths->specs[i], folder))
			return true;
	return false;
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
git_doc_paths_match_link(
    const struct hscan_doc_paths *paths, struct hscan_text path)
{
	if (hscan_doc_paths_match(paths, path))
		return true;
	for (size_t i = 0; paths->specs && i < paths->len; i++) {
		struct hscan_text text = paths->specs[i].text;

		if (text.len == path.len + 1 && starts(text, path) &&
		    text.ptr[path.len] == '/')
			return true;
	}
	return false;
}

struct hscan_text
git_doc_paths_last(const struct hscan_doc_paths *paths)
{
	return paths->last;
}

bool
git_doc_paths_may_begin(
    const struct hscan_doc_paths *paths, struct hscan_text name)
{
	return paths->last.len == 0 ||
	       (name.len > 0 && paths->begins[(unsigned char)name.ptr[0]]);
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

/* Takes "//", "." and ".." out, as git does first; "docs/." is "docs/". False
 * when it leads out of the repository. `out` has room for the whole. */
static bool
normalize(struct hscan_text text, char *out, size_t *out_len)
{
	size_t len = 0;

	while (text.len > 0) {
		struct hscan_text part = hscan_text_split(&text, '/');

		if (hscan_text_is(part, "..")) {
			if (len == 0)
				return false;
			len--;
			while (len > 0 && out[len - 1] != '/')
				len--;
		} else if (part.len > 0 && !hscan_text_is(part, ".")) {
			memcpy(out + len, part.ptr, part.len);
			len += part.len;
			if (text.ptr)
				out[len++] = '/';
		}
	}
	*out_len = len;
	return true;
}

static enum hscan_status
make_spec(struct hscan_text glob, struct pathspec *out, struct hscan_error *err)
{
	size_t len;

	if (glob.len == 0)
		return bad_glob(glob, "it is empty", err);
	if (glob.ptr[0] == ':' || glob.ptr[0] == '/')
		return bad_glob(glob, "it must not begin with ':' or '/'", err);
	if (glob.len > HSCAN_GLOB_MAX || memchr(glob.ptr, '\0', glob.len))
		return bad_glob(glob, "it is too long, or has a NUL", err);
	out->owned = malloc(glob.len + 1);
	if (!out->owned)
		return hscan_no_memory(err);
	if (!normalize(glob, out->owned, &len))
		return bad_glob(glob, "it leads out of the repository", err);
	if (len == 0)
		return bad_glob(glob, "it is the whole repository", err);
	out->owned[len] = '\0';
	out->text = (struct hscan_text){out->owned, len};
	out->literal = strcspn(out->owned, "*?[\\");
	return HSCAN_OK;
}

static int
by_text(const void *a, const void *b)
{
	const struct pathspec *x = a, *y = b;

	return strcmp(x->owned, y->owned);
}

/* The length makes it plain where one ends, whatever is in it. */
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
		struct hscan_text text = paths->specs[i].text;

		if (i > 0 &&
		    by_text(&paths->specs[i - 1], &paths->specs[i]) == 0)
			continue;
		(void)hscan_buf_add_format(&paths->key, "\n%zu ", text.len);
		(void)hscan_buf_add_text(&paths->key, text);
	}
}

/* Of two texts that names may begin with, the one that all names beginning
 * with either come before, or begin with. */
static struct hscan_text
later(struct hscan_text a, struct hscan_text b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared > 0 ? memcmp(a.ptr, b.ptr, shared) : 0;

	if (order == 0)
		return a.len < b.len ? a : b;
	return order > 0 ? a : b;
}

/* Notes what a name in the root begins with, if it matters. */
static void
add_beginning(
    struct hscan_doc_paths *paths, struct hscan_text beginning, bool first)
{
	paths->last = first ? beginning : later(paths->last, beginning);
	if (beginning.len > 0)
		paths->begins[(unsigned char)beginning.ptr[0]] = true;
}

static void
find_beginnings(struct hscan_doc_paths *paths)
{
	for (size_t i = 0; !paths->specs && i < FOLDERS; i++)
		add_beginning(paths, hscan_text_of(folders[i]), i == 0);
	for (size_t i = 0; !paths->specs && i < ROOT_NAMES; i++)
		add_beginning(paths, hscan_text_of(root_names[i]), false);
	for (size_t i = 0; paths->specs && i < paths->len; i++) {
		struct hscan_text name = literal_of(&paths->specs[i]);
		const char *slash =
		    name.len > 0 ? memchr(name.ptr, '/', name.len) : NULL;

		if (slash)
			name.len = (size_t)(slash - name.ptr);
		add_beginning(paths, name, i == 0);
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
		if (!paths->specs) {
			free(paths);
			return hscan_no_memory(err);
		}
	}
	for (size_t i = 0; i < globs_len && status == HSCAN_OK; i++) {
		status = make_spec(globs[i], &paths->specs[i], err);
		paths->len = i + 1;
	}
	if (status == HSCAN_OK) {
		make_key(paths);
		find_beginnings(paths);
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
	for (size_t i = 0; paths->specs && i < paths->len; i++)
		free(paths->specs[i].owned);
	free(paths->specs);
	hscan_buf_clear(&paths->key);
	free(paths);
}

/* What a pathspec's matches lie in: what comes before its first wildcard, up
 * to the last folder. */
static struct hscan_text
root_of(const struct pathspec *spec)
{
	struct hscan_text root = literal_of(spec);

	if (spec->literal < spec->text.len)
		while (root.len > 0 && root.ptr[root.len - 1] != '/')
			root.len--;
	while (root.len > 0 && root.ptr[root.len - 1] == '/')
		root.len--;
	return root;
}

/* Adds a root, unless it lies in one of them; those that lie in it go. */
static bool
add_root(
    struct hscan_text root, struct hscan_text *roots, size_t most, size_t *len)
{
	size_t kept = 0;

	if (root.len == 0)
		return false;
	for (size_t i = 0; i < *len; i++)
		if (is_within(root, roots[i]))
			return true;
	for (size_t i = 0; i < *len; i++)
		if (!is_within(roots[i], root))
			roots[kept++] = roots[i];
	*len = kept;
	if (kept == most)
		return false;
	roots[(*len)++] = root;
	return true;
}

bool
hscan_doc_paths_roots(const struct hscan_doc_paths *paths,
    struct hscan_text *roots, size_t most, size_t *len)
{
	/* A forge has to be asked for names in full: the usual ones. */
	static const char *const usual[] = {
	    "docs", "doc", "Documentation", "README.md", "CONTRIBUTING.md"};
	bool good = true;

	*len = 0;
	for (size_t i = 0;
	     !paths->specs && good && i < sizeof(usual) / sizeof(usual[0]); i++)
		good = add_root(hscan_text_of(usual[i]), roots, most, len);
	for (size_t i = 0; paths->specs && good && i < paths->len; i++)
		good = add_root(root_of(&paths->specs[i]), roots, most, len);
	return good;
}

bool
git_doc_paths_all_roots(const struct hscan_doc_paths *paths,
    struct hscan_text *roots, size_t most, size_t *len)
{
	return paths->specs && hscan_doc_paths_roots(paths, roots, most, len);
}

const char *
hscan_doc_paths_key(const struct hscan_doc_paths *paths)
{
	return hscan_buf_string(&paths->key);
}
