/* SPDX-License-Identifier: MIT */
/*
 * Tells whether documentation differs between two trees, from the raw bytes
 * of the trees. Most commits are told apart by a look at the root trees: a
 * subtree with the same id on both sides is never opened.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "source/git/internal.h"

/* Trees are kept for a while, one in each place: a commit's are its child's
 * other side. Large ones are not, so that memory stays small. */
enum { KEPT = 64 };
#define MAX_KEPT_BYTES ((size_t)256 * 1024)

/* Deeper folders are not followed; git itself stops there (core.maxTreeDepth
 * is 2048 by default). */
#define MAX_DEPTH 2048

/* One level of folders that is being compared. */
struct level {
	git_odb_object *before, *after; /* owned; NULL: no tree */
	struct hscan_text rest_before, rest_after;
	size_t path_len; /* of the folder, '/' included */
};

struct git_differ {
	struct hscan_git *git;
	const struct hscan_doc_paths *paths;
	git_odb_object *kept[KEPT]; /* owned; NULL: free */
	struct hscan_buf path;
	struct level *levels; /* owned */
	size_t depth, levels_size;
};

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
	*out = differ;
	return HSCAN_OK;
}

void
git_differ_free(struct git_differ *differ)
{
	if (!differ)
		return;
	for (size_t i = 0; i < KEPT; i++)
		git_odb_object_free(differ->kept[i]);
	hscan_buf_clear(&differ->path);
	free(differ->levels);
	free(differ);
}

static enum hscan_status
read_tree(struct git_differ *differ, const unsigned char *sha,
    git_odb_object **out, struct hscan_error *err)
{
	git_odb_object *object = NULL;
	git_oid oid;

	memcpy(oid.id, sha, HSCAN_SHA_SIZE);
	if (git_odb_read(&object, differ->git->odb, &oid) != 0)
		return git_failed(
		    differ->git, HSCAN_EPARSE, "a tree cannot be read", err);
	if (git_odb_object_type(object) != GIT_OBJECT_TREE) {
		git_odb_object_free(object);
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: an object that should be a tree is none; run git fsck",
		    differ->git->dir);
	}
	*out = object;
	return HSCAN_OK;
}

/* A tree, from `kept` if it is there; the caller frees it. */
static enum hscan_status
get_tree(struct git_differ *differ, const unsigned char *sha,
    git_odb_object **out, struct hscan_error *err)
{
	/* A SHA is as good as a random number already. */
	git_odb_object **kept = &differ->kept[sha[0] % KEPT];
	git_odb_object *object = NULL;
	enum hscan_status status;

	if (*kept &&
	    memcmp(git_odb_object_id(*kept)->id, sha, HSCAN_SHA_SIZE) == 0)
		return git_odb_object_dup(out, *kept) == 0
			   ? HSCAN_OK
			   : hscan_no_memory(err);
	status = read_tree(differ, sha, &object, err);
	if (status != HSCAN_OK)
		return status;
	if (git_odb_object_size(object) <= MAX_KEPT_BYTES &&
	    git_odb_object_dup(out, object) == 0) {
		git_odb_object_free(*kept);
		*kept = object;
	} else {
		*out = object;
	}
	return HSCAN_OK;
}

static struct hscan_text
bytes_of(git_odb_object *object)
{
	if (!object)
		return (struct hscan_text){NULL, 0};
	return (struct hscan_text){
	    git_odb_object_data(object), git_odb_object_size(object)};
}

static enum hscan_status
push(struct git_differ *differ, git_odb_object *before, git_odb_object *after,
    struct hscan_error *err)
{
	struct level *level;

	if (differ->depth == differ->levels_size) {
		size_t size =
		    differ->levels_size ? differ->levels_size * 2 : 16;
		struct level *more =
		    realloc(differ->levels, size * sizeof(*more));

		if (!more)
			return hscan_no_memory(err);
		differ->levels = more;
		differ->levels_size = size;
	}
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

	git_odb_object_free(level->before);
	git_odb_object_free(level->after);
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

/* How many bytes two texts begin with in common. */
static size_t
shared_bytes(struct hscan_text a, struct hscan_text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	size_t at = 0;

	for (; at + sizeof(uint64_t) <= len; at += sizeof(uint64_t)) {
		uint64_t x, y;

		memcpy(&x, a.ptr + at, sizeof(x));
		memcpy(&y, b.ptr + at, sizeof(y));
		if (x != y)
			break;
	}
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
	git_odb_object *old_tree = NULL, *new_tree = NULL;
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
		git_odb_object_free(old_tree);
		git_odb_object_free(new_tree);
	}
	return status;
}

/* Leaves out what comes behind all that can be documentation; in a root that
 * is most of it, as a rule. */
static struct hscan_text
cut_root(struct hscan_text root, struct hscan_text last)
{
	struct hscan_text rest = root;
	struct git_entry entry;
	size_t len = 0;

	if (last.len == 0)
		return root;
	while (git_next_entry(&rest, &entry)) {
		size_t shared =
		    entry.name.len < last.len ? entry.name.len : last.len;

		if (memcmp(entry.name.ptr, last.ptr, shared) > 0)
			return (struct hscan_text){root.ptr, len};
		len = root.len - rest.len;
	}
	return root;
}

static void
cut_roots(struct git_differ *differ)
{
	struct hscan_text last = git_doc_paths_last(differ->paths);
	struct level *level = &differ->levels[0];

	level->rest_before = cut_root(level->rest_before, last);
	level->rest_after = cut_root(level->rest_after, last);
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
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: a tree is damaged; run git fsck", differ->git->dir);
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
    const unsigned char *after, bool *differs, struct hscan_error *err)
{
	enum hscan_status status;
	bool found = false;

	if (before && memcmp(before, after, HSCAN_SHA_SIZE) == 0) {
		*differs = false;
		return HSCAN_OK;
	}
	hscan_buf_reset(&differ->path);
	status = open_folder(differ, before, after, err);
	if (status == HSCAN_OK)
		cut_roots(differ);
	while (status == HSCAN_OK && differ->depth > 0 && !found)
		status = step(differ, &found, err);
	while (differ->depth > 0)
		pop(differ);
	if (status == HSCAN_OK)
		*differs = found;
	return status;
}
