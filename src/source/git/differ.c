/* SPDX-License-Identifier: MIT */
/*
 * Tells whether documentation differs between two trees, from the raw bytes
 * of the trees. Most commits are decided by a look at the root trees: a
 * subtree with the same id on both sides is never opened.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/grow.h"
#include "source/git/internal.h"

/* Trees are kept for a while, one in each place: a commit's are its child's
 * other side. Large ones are not, so that memory stays small. Of a root only
 * what matters is kept, if names alone decide that: it is little. */
enum { ROOTS = 1024, FOLDERS = 64 };
#define MAX_KEPT_BYTES ((size_t)256 * 1024)

/* Deeper folders are not followed; git itself stops there (core.maxTreeDepth
 * is 2048 by default). */
#define MAX_DEPTH 2048

struct tree {
	unsigned char sha[HSCAN_SHA_SIZE];
	unsigned holders;
	git_odb_object *object;  /* owned; NULL: the bytes follow this */
	struct hscan_text bytes; /* entries as git writes them */
};

/* One level of folders that is being compared. */
struct level {
	struct tree *before, *after; /* held; NULL: no tree */
	struct hscan_text rest_before, rest_after;
	size_t path_len; /* of the folder, '/' included */
};

struct git_differ {
	struct hscan_git *git;
	const struct hscan_doc_paths *paths;
	struct tree *roots[ROOTS], *folders[FOLDERS]; /* held; NULL: free */
	struct hscan_buf path, root;
	/* What was looked at of the root that was reduced to `root` last. */
	struct hscan_buf seen;
	bool seen_all;        /* to its end */
	struct level *levels; /* owned */
	size_t depth, levels_size;
	bool claimed;          /* see git_differ_run() */
	bool passed_over[256]; /* names in a root that begin so */
};

static void
let_go(struct tree *tree)
{
	if (!tree || --tree->holders > 0)
		return;
	git_odb_object_free(tree->object);
	free(tree);
}

/* Most names in a root are known by their first byte, and a history has many
 * roots. */
static void
look_at_names(struct git_differ *differ)
{
	const struct hscan_text last = git_doc_paths_last(differ->paths);

	for (unsigned byte = 0; byte < 256; byte++) {
		const char first = (char)byte;
		const struct hscan_text name = {&first, 1};

		differ->passed_over[byte] =
		    last.len > 0 && byte < (unsigned char)last.ptr[0] &&
		    !git_doc_paths_may_begin(differ->paths, name);
	}
}

enum hscan_status
git_differ_new(struct hscan_git *git, const struct hscan_doc_paths *paths,
    struct git_differ **out, struct hscan_error *err)
{
	struct git_differ *differ = calloc(1, sizeof(*differ));

	if (!differ)
		return hscan_no_memory(err);
	differ->git = git;
	differ->paths = paths;
	hscan_buf_init(&differ->path, (size_t)1024 * 1024);
	hscan_buf_init(&differ->root, SIZE_MAX);
	hscan_buf_init(&differ->seen, MAX_KEPT_BYTES);
	look_at_names(differ);
	*out = differ;
	return HSCAN_OK;
}

void
git_differ_free(struct git_differ *differ)
{
	if (!differ)
		return;
	for (size_t i = 0; i < ROOTS; i++)
		let_go(differ->roots[i]);
	for (size_t i = 0; i < FOLDERS; i++)
		let_go(differ->folders[i]);
	hscan_buf_clear(&differ->path);
	hscan_buf_clear(&differ->root);
	hscan_buf_clear(&differ->seen);
	free(differ->levels);
	free(differ);
}

static enum hscan_status
damaged(const struct git_differ *differ, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "%s: a tree is damaged; run git fsck", differ->git->dir);
}

/* Takes the object over; `bytes` beside it are copied. */
static struct tree *
make_tree(const unsigned char *sha, git_odb_object *object,
    const struct hscan_text *bytes)
{
	struct tree *tree = malloc(sizeof(*tree) + (bytes ? bytes->len : 0));

	if (!tree)
		return NULL;
	memcpy(tree->sha, sha, HSCAN_SHA_SIZE);
	tree->holders = 1;
	tree->object = object;
	if (bytes) {
		char *copy = (char *)(tree + 1);

		if (bytes->len > 0)
			memcpy(copy, bytes->ptr, bytes->len);
		tree->bytes = (struct hscan_text){copy, bytes->len};
	} else {
		tree->bytes = (struct hscan_text){
		    git_odb_object_data(object), git_odb_object_size(object)};
	}
	return tree;
}

/* Whether an entry of the root can be documentation, or lead to it. */
static bool
matters(struct git_differ *differ, const struct git_entry *entry)
{
	bool answer;

	if (!git_entry_is_tree(entry))
		return git_doc_paths_match_link(differ->paths, entry->name);
	(void)hscan_buf_add_text(&differ->path, entry->name);
	(void)hscan_buf_add_char(&differ->path, '/');
	/* What is too long for a path is an error when it is opened. */
	answer =
	    differ->path.failed != HSCAN_OK ||
	    git_doc_paths_reach(differ->paths, hscan_buf_text(&differ->path));
	hscan_buf_reset(&differ->path);
	return answer;
}

/* Whether a name comes behind all that can be documentation, as most of a
 * root does. */
static bool
is_behind(struct hscan_text name, struct hscan_text last)
{
	size_t shared = name.len < last.len ? name.len : last.len;

	if (shared > 0 && name.ptr[0] != last.ptr[0])
		return (unsigned char)name.ptr[0] > (unsigned char)last.ptr[0];
	return memcmp(name.ptr, last.ptr, shared) > 0;
}

/* Gathers the entries of a root that matter, and says where no more had to be
 * looked for. */
static enum hscan_status
gather(struct git_differ *differ, struct hscan_text root, const char **end,
    struct hscan_error *err)
{
	const struct hscan_text last = git_doc_paths_last(differ->paths);
	struct hscan_text rest = root;
	struct git_entry entry;

	*end = root.ptr + root.len;
	hscan_buf_reset(&differ->root);
	while (rest.len > 0) {
		const char *start = rest.ptr;

		if (!git_next_entry(&rest, &entry))
			return damaged(differ, err);
		if (entry.name.len > 0 &&
		    differ->passed_over[(unsigned char)entry.name.ptr[0]])
			continue;
		if (is_behind(entry.name, last)) {
			*end = (const char *)entry.sha;
			break;
		}
		if (git_doc_paths_may_begin(differ->paths, entry.name) &&
		    matters(differ, &entry))
			(void)hscan_buf_add(
			    &differ->root, start, (size_t)(rest.ptr - start));
	}
	return hscan_buf_check(&differ->root, "a folder's list", err);
}

/* Whether a root is the last one, as far as that was looked at: most commits
 * change something that comes behind. */
static bool
is_as_before(const struct git_differ *differ, struct hscan_text root)
{
	const struct hscan_buf *seen = &differ->seen;

	return seen->len > 0 && root.len >= seen->len &&
	       (!differ->seen_all || root.len == seen->len) &&
	       memcmp(root.ptr, seen->ptr, seen->len) == 0;
}

static enum hscan_status
reduce_root(
    struct git_differ *differ, struct hscan_text root, struct hscan_error *err)
{
	const char *end;
	enum hscan_status status;

	if (is_as_before(differ, root))
		return HSCAN_OK;
	hscan_buf_reset(&differ->seen);
	status = gather(differ, root, &end, err);
	/* What cannot be kept is gathered again. */
	if (status == HSCAN_OK && root.len > 0 &&
	    !hscan_buf_add(&differ->seen, root.ptr, (size_t)(end - root.ptr)))
		hscan_buf_reset(&differ->seen);
	differ->seen_all = status == HSCAN_OK && end == root.ptr + root.len;
	return status;
}

/* Reads a tree; a root is reduced if it can be. */
static enum hscan_status
read_tree(struct git_differ *differ, const unsigned char *sha, bool root,
    struct tree **out, struct hscan_error *err)
{
	git_odb_object *object = NULL;
	struct hscan_text bytes;
	enum hscan_status status =
	    git_read_object(differ->git, sha, GIT_OBJECT_TREE, &object, err);

	if (status != HSCAN_OK)
		return status;
	bytes = git_object_text(object);
	if (!root) {
		*out = make_tree(sha, object, NULL);
	} else {
		status = reduce_root(differ, bytes, err);
		bytes = hscan_buf_text(&differ->root);
		if (status == HSCAN_OK)
			*out = make_tree(sha, NULL, &bytes);
	}
	if (root || !*out)
		git_odb_object_free(object);
	if (status == HSCAN_OK && !*out)
		return hscan_no_memory(err);
	return status;
}

/* A tree, from those that are kept if it is there; the caller lets it go. */
static enum hscan_status
get_tree(struct git_differ *differ, const unsigned char *sha, struct tree **out,
    struct hscan_error *err)
{
	bool root =
	    differ->depth == 0 && git_doc_paths_last(differ->paths).len > 0;
	size_t number;
	struct tree **kept;
	enum hscan_status status = HSCAN_OK;

	/* A SHA is as good as a random number already. */
	number = (size_t)sha[0] << 8 | sha[1];
	kept = root ? &differ->roots[number % ROOTS]
		    : &differ->folders[number % FOLDERS];
	if (!*kept || memcmp((*kept)->sha, sha, HSCAN_SHA_SIZE) != 0) {
		struct tree *tree = NULL;

		status = read_tree(differ, sha, root, &tree, err);
		if (!tree)
			return status;
		let_go(*kept);
		*kept = tree;
	}
	*out = *kept;
	if ((*kept)->bytes.len > MAX_KEPT_BYTES)
		*kept = NULL; /* the caller alone holds it */
	else
		(*kept)->holders++;
	return status;
}

static struct hscan_text
bytes_of(const struct tree *tree)
{
	return tree ? tree->bytes : (struct hscan_text){NULL, 0};
}

static enum hscan_status
push(struct git_differ *differ, struct tree *before, struct tree *after,
    struct hscan_error *err)
{
	struct level *level,
	    *more = hscan_grow(differ->levels, &differ->levels_size,
		differ->depth + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	differ->levels = more;
	level = &differ->levels[differ->depth++];
	*level = (struct level){
	    .before = before,
	    .after = after,
	    .rest_before = bytes_of(before),
	    .rest_after = bytes_of(after),
	    .path_len = differ->path.len,
	};
	return HSCAN_OK;
}

static void
pop(struct git_differ *differ)
{
	struct level *level = &differ->levels[--differ->depth];

	let_go(level->before);
	let_go(level->after);
}

/* Git's order of tree entries: a folder as if it ended with '/'. */
static int
compare_names(const struct git_entry *a, const struct git_entry *b)
{
	size_t shared = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.ptr, b->name.ptr, shared);
	unsigned char x, y;

	if (order != 0)
		return order;
	x = a->name.len > shared   ? (unsigned char)a->name.ptr[shared]
	    : git_entry_is_tree(a) ? '/'
				   : '\0';
	y = b->name.len > shared   ? (unsigned char)b->name.ptr[shared]
	    : git_entry_is_tree(b) ? '/'
				   : '\0';
	return (x > y) - (x < y);
}

enum { AT_ONCE = 64 };

/* How many bytes two texts begin with in common. */
static size_t
shared_bytes(struct hscan_text a, struct hscan_text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	size_t at = 0;

	while (
	    at + AT_ONCE <= len && memcmp(a.ptr + at, b.ptr + at, AT_ONCE) == 0)
		at += AT_ONCE;
	while (at < len && a.ptr[at] == b.ptr[at])
		at++;
	return at;
}

/* Skips the entries that both sides begin with: most of a tree is the same.
 * An entry ends HSCAN_SHA_SIZE bytes behind its first NUL. */
static void
skip_shared(struct level *level)
{
	size_t shared = shared_bytes(level->rest_before, level->rest_after);
	size_t skipped = 0;

	while (skipped < shared) {
		const char *at = level->rest_after.ptr + skipped;
		const char *nul = memchr(at, '\0', shared - skipped);
		size_t len;

		if (!nul)
			break;
		len = (size_t)(nul - at) + 1 + HSCAN_SHA_SIZE;
		if (len > shared - skipped)
			break;
		skipped += len;
	}
	level->rest_before.ptr += skipped;
	level->rest_before.len -= skipped;
	level->rest_after.ptr += skipped;
	level->rest_after.len -= skipped;
}

/* Goes into a folder; either side may be NULL, where it is not one. */
static enum hscan_status
open_folder(struct git_differ *differ, const unsigned char *before,
    const unsigned char *after, struct hscan_error *err)
{
	struct tree *old_tree = NULL, *new_tree = NULL;
	enum hscan_status status = HSCAN_OK;

	if (differ->depth >= MAX_DEPTH)
		return HSCAN_OK;
	if (before)
		status = get_tree(differ, before, &old_tree, err);
	if (status == HSCAN_OK && after)
		status = get_tree(differ, after, &new_tree, err);
	if (status == HSCAN_OK)
		status = push(differ, old_tree, new_tree, err);
	if (status != HSCAN_OK) {
		let_go(old_tree);
		let_go(new_tree);
	}
	return status;
}

/* An entry that is new, gone or changed; either side may be NULL. */
static enum hscan_status
take_change(struct git_differ *differ, const struct git_entry *before,
    const struct git_entry *after, bool *differs, struct hscan_error *err)
{
	const struct git_entry *entry = after ? after : before;
	bool folder = git_entry_is_tree(entry);
	struct hscan_text path;
	enum hscan_status status;

	(void)hscan_buf_add_text(&differ->path, entry->name);
	if (folder)
		(void)hscan_buf_add_char(&differ->path, '/');
	status = hscan_buf_check(&differ->path, "a path in the history", err);
	if (status != HSCAN_OK)
		return status;
	path = hscan_buf_text(&differ->path);
	if ((before && git_entry_is_link(before)) ||
	    (after && git_entry_is_link(after)))
		*differs = git_doc_paths_match_link(differ->paths, path);
	else if (!folder)
		*differs = hscan_doc_paths_match(differ->paths, path);
	else if (differ->claimed && before && after &&
		 git_doc_paths_cover(differ->paths, path))
		*differs = true;
	else if (git_doc_paths_reach(differ->paths, path))
		status = open_folder(differ, before ? before->sha : NULL,
		    after ? after->sha : NULL, err);
	return status;
}

/* Takes the next pair of entries off the level on top. */
static enum hscan_status
step(struct git_differ *differ, bool *differs, struct hscan_error *err)
{
	struct level *level = &differ->levels[differ->depth - 1];
	struct git_entry before, after;
	struct hscan_text old_rest, new_rest;
	bool has_before, has_after;
	int order;

	hscan_buf_cut(&differ->path, level->path_len);
	if (level->before && level->after)
		skip_shared(level);
	old_rest = level->rest_before;
	new_rest = level->rest_after;
	has_before = git_next_entry(&old_rest, &before);
	has_after = git_next_entry(&new_rest, &after);
	if ((!has_before && old_rest.len > 0) ||
	    (!has_after && new_rest.len > 0))
		return damaged(differ, err);
	if (!has_before && !has_after) {
		pop(differ);
		return HSCAN_OK;
	}
	order = !has_before  ? 1
		: !has_after ? -1
			     : compare_names(&before, &after);
	if (order <= 0)
		level->rest_before = old_rest;
	if (order >= 0)
		level->rest_after = new_rest;
	if (order == 0 && before.mode == after.mode &&
	    memcmp(before.sha, after.sha, HSCAN_SHA_SIZE) == 0)
		return HSCAN_OK;
	return take_change(differ, order <= 0 ? &before : NULL,
	    order >= 0 ? &after : NULL, differs, err);
}

enum hscan_status
git_differ_run(struct git_differ *differ, const unsigned char *before,
    const unsigned char *after, bool claimed, bool *differs,
    struct hscan_error *err)
{
	enum hscan_status status;
	bool found = false;

	if (before && memcmp(before, after, HSCAN_SHA_SIZE) == 0) {
		*differs = false;
		return HSCAN_OK;
	}
	differ->claimed = claimed;
	hscan_buf_reset(&differ->path);
	status = open_folder(differ, before, after, err);
	while (status == HSCAN_OK && differ->depth > 0 && !found)
		status = step(differ, &found, err);
	while (differ->depth > 0)
		pop(differ);
	if (status == HSCAN_OK)
		*differs = found;
	return status;
}
