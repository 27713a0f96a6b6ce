/* SPDX-License-Identifier: MIT */
/*
 * Walks the history: depth first, along first parents where there are some,
 * each commit object read once. A commit's flag needs the tree of its first
 * parent, so a commit waits until that one has been read, which is next as a
 * rule: few ever wait at once.
 */
#include <stdlib.h>
#include <string.h>

#include "source/git/internal.h"

/* A commit that waits for the tree of its first parent. */
struct waiting {
	uint32_t commit, parent; /* indices into `seen` */
	struct hscan_commit record;
};

struct walk {
	struct hscan_git *git;
	const struct hscan_git_visitor *visitor;
	struct git_differ *differ; /* owned, as is all below */
	struct git_seen seen;
	struct git_authors authors;
	uint32_t *stack; /* commits still to be read */
	size_t stack_len, stack_size;
	struct waiting *waiting;
	size_t waiting_len, waiting_size;
};

static bool
push(struct walk *walk, uint32_t commit)
{
	if (walk->stack_len == walk->stack_size) {
		size_t size = walk->stack_size ? walk->stack_size * 2 : 256;
		uint32_t *more = realloc(walk->stack, size * sizeof(*more));

		if (!more)
			return false;
		walk->stack = more;
		walk->stack_size = size;
	}
	walk->stack[walk->stack_len++] = commit;
	return true;
}

static bool
wait_for(struct walk *walk, const struct waiting *waiting)
{
	if (walk->waiting_len == walk->waiting_size) {
		size_t size = walk->waiting_size ? walk->waiting_size * 2 : 64;
		struct waiting *more =
		    realloc(walk->waiting, size * sizeof(*more));

		if (!more)
			return false;
		walk->waiting = more;
		walk->waiting_size = size;
	}
	walk->waiting[walk->waiting_len++] = *waiting;
	return true;
}

static bool
is_zero(const unsigned char sha[HSCAN_SHA_SIZE])
{
	static const unsigned char zero[HSCAN_SHA_SIZE];

	return memcmp(sha, zero, HSCAN_SHA_SIZE) == 0;
}

/* Is it known from an earlier walk? Asked once for each commit met. */
static bool
is_known(const struct walk *walk, const unsigned char *sha)
{
	const struct hscan_git_visitor *visitor = walk->visitor;

	return visitor->known && visitor->known(sha, visitor->payload);
}

static enum hscan_status
damaged(const struct walk *walk, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "%s: a commit is damaged; run git fsck", walk->git->dir);
}

static enum hscan_status
read_commit(struct walk *walk, const unsigned char *sha,
    git_odb_object **object, struct git_raw_commit *raw,
    struct hscan_error *err)
{
	git_oid oid;

	memcpy(oid.id, sha, HSCAN_SHA_SIZE);
	if (git_odb_read(object, walk->git->odb, &oid) != 0)
		return git_failed(
		    walk->git, HSCAN_EPARSE, "a commit cannot be read", err);
	if (git_odb_object_type(*object) == GIT_OBJECT_COMMIT &&
	    git_parse_commit((struct hscan_text){git_odb_object_data(*object),
				 git_odb_object_size(*object)},
		raw))
		return HSCAN_OK;
	git_odb_object_free(*object);
	*object = NULL;
	return damaged(walk, err);
}

/* Reports a commit; `before` is the tree to compare with, NULL the empty. */
static enum hscan_status
report(struct walk *walk, struct hscan_commit *record,
    const unsigned char *before, const unsigned char *after,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!record->merge)
		status = git_differ_run(
		    walk->differ, before, after, &record->documentation, err);
	if (status != HSCAN_OK)
		return status;
	return walk->visitor->commit(record, walk->visitor->payload, err);
}

/* The tree of a commit that is known from before and not walked. */
static enum hscan_status
read_known_tree(struct walk *walk, uint32_t commit, struct hscan_error *err)
{
	git_odb_object *object = NULL;
	struct git_raw_commit raw = {0};
	enum hscan_status status;

	status = read_commit(walk, walk->seen.shas[commit], &object, &raw, err);
	if (status == HSCAN_OK)
		memcpy(walk->seen.trees[commit], raw.tree, HSCAN_SHA_SIZE);
	git_odb_object_free(object);
	return status;
}

/* Notes a commit, and has it read in its turn unless it is known. */
static enum hscan_status
meet(struct walk *walk, const unsigned char *sha, uint32_t *index,
    struct hscan_error *err)
{
	bool added = false;

	if (!git_seen_add(&walk->seen, sha, index, &added))
		return hscan_no_memory(err);
	if (!added)
		return HSCAN_OK;
	/* Its children, if any are new, are compared with its tree. */
	if (is_known(walk, sha))
		return read_known_tree(walk, *index, err);
	return push(walk, *index) ? HSCAN_OK : hscan_no_memory(err);
}

/* Meets all parents, the first one last so that it is read next. */
static enum hscan_status
meet_parents(struct walk *walk, struct hscan_text parents, size_t *count,
    uint32_t *first, struct hscan_error *err)
{
	unsigned char sha[HSCAN_SHA_SIZE], first_sha[HSCAN_SHA_SIZE];
	enum hscan_status status;
	uint32_t index;

	*count = 0;
	while (git_next_parent(&parents, sha)) {
		if ((*count)++ == 0) {
			memcpy(first_sha, sha, HSCAN_SHA_SIZE);
			continue;
		}
		status = meet(walk, sha, &index, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (parents.len > 0)
		return damaged(walk, err);
	return *count == 0 ? HSCAN_OK : meet(walk, first_sha, first, err);
}

static enum hscan_status
find_author(struct walk *walk, const struct git_raw_commit *raw,
    uint32_t *author, struct hscan_error *err)
{
	const struct hscan_git_visitor *visitor = walk->visitor;
	bool added = false;

	if (!git_authors_add(&walk->authors, raw->author_name,
		raw->author_email, author, &added))
		return hscan_no_memory(err);
	if (!added)
		return HSCAN_OK;
	return visitor->author(*author, raw->author_name, raw->author_email,
	    visitor->payload, err);
}

/* Whoever waited for this commit's tree can be reported now. */
static enum hscan_status
wake(struct walk *walk, uint32_t parent, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t i = walk->waiting_len;

	/* It is at the end as a rule. */
	while (i-- > 0 && status == HSCAN_OK) {
		struct waiting child = walk->waiting[i];

		if (child.parent != parent)
			continue;
		walk->waiting[i] = walk->waiting[--walk->waiting_len];
		status = report(walk, &child.record, walk->seen.trees[parent],
		    walk->seen.trees[child.commit], err);
	}
	return status;
}

static enum hscan_status
take_commit(struct walk *walk, uint32_t commit,
    const struct git_raw_commit *raw, struct hscan_error *err)
{
	struct waiting self = {.commit = commit};
	size_t parents = 0;
	enum hscan_status status;

	memcpy(walk->seen.trees[commit], raw->tree, HSCAN_SHA_SIZE);
	memcpy(self.record.sha, walk->seen.shas[commit], HSCAN_SHA_SIZE);
	self.record.committed_at = raw->committed_at;
	status = wake(walk, commit, err);
	if (status == HSCAN_OK)
		status = find_author(walk, raw, &self.record.author, err);
	if (status == HSCAN_OK)
		status = meet_parents(
		    walk, raw->parents, &parents, &self.parent, err);
	if (status != HSCAN_OK)
		return status;
	self.record.merge = parents > 1;
	if (parents == 0)
		return report(walk, &self.record, NULL, raw->tree, err);
	if (parents > 1 || !is_zero(walk->seen.trees[self.parent]))
		return report(walk, &self.record, walk->seen.trees[self.parent],
		    raw->tree, err);
	return wait_for(walk, &self) ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
run(struct walk *walk, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (walk->stack_len > 0 && status == HSCAN_OK) {
		uint32_t commit = walk->stack[--walk->stack_len];
		git_odb_object *object = NULL;
		struct git_raw_commit raw = {0};

		status = read_commit(
		    walk, walk->seen.shas[commit], &object, &raw, err);
		if (status == HSCAN_OK)
			status = take_commit(walk, commit, &raw, err);
		git_odb_object_free(object);
	}
	return status;
}

enum hscan_status
hscan_git_walk(struct hscan_git *git, const unsigned char head[HSCAN_SHA_SIZE],
    const struct hscan_doc_paths *paths,
    const struct hscan_git_visitor *visitor, struct hscan_error *err)
{
	struct walk walk = {.git = git, .visitor = visitor};
	enum hscan_status status;
	uint32_t index;

	status = git_differ_new(git, paths, &walk.differ, err);
	if (status == HSCAN_OK)
		status = meet(&walk, head, &index, err);
	if (status == HSCAN_OK)
		status = run(&walk, err);
	git_differ_free(walk.differ);
	git_seen_clear(&walk.seen);
	git_authors_clear(&walk.authors);
	free(walk.stack);
	free(walk.waiting);
	return status;
}
