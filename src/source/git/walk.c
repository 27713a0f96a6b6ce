/* SPDX-License-Identifier: MIT */
/*
 * Walks the history: depth first, along first parents where there are some,
 * each commit object read once. A commit's flag needs its tree and that of its
 * first parent. They are compared some thousand commits at a time, the oldest
 * first: git keeps an older tree as what differs from a younger one, so to read
 * the oldest is to make all the others on the way.
 */
#include <stdlib.h>
#include <string.h>

#include "source/git/internal.h"

/* So many commits are read before any is compared. */
enum { BLOCK = 1024 };
#define NO_PARENT UINT32_MAX

/* A commit that has been read and not been reported. */
struct pending {
	uint32_t commit, parent; /* indices into `seen`; the first parent */
	struct hscan_commit record;
};

struct walk {
	struct hscan_git *git;
	const struct hscan_git_visitor *visitor;
	const struct hscan_doc_paths *paths;
	struct git_differ *differ;   /* owned, as is all below */
	struct git_filters *filters; /* NULL: not looked for, or none */
	bool looked;
	struct git_seen seen;
	struct git_authors authors;
	uint32_t *stack; /* commits still to be read */
	size_t stack_len, stack_size;
	struct pending *pending; /* in the order they were read in */
	size_t pending_len, pending_size;
	size_t limit; /* of `pending`; then they are reported */
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
postpone(struct walk *walk, const struct pending *pending)
{
	if (walk->pending_len == walk->pending_size) {
		size_t size =
		    walk->pending_size ? walk->pending_size * 2 : BLOCK;
		struct pending *more =
		    realloc(walk->pending, size * sizeof(*more));

		if (!more)
			return false;
		walk->pending = more;
		walk->pending_size = size;
	}
	walk->pending[walk->pending_len++] = *pending;
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
meet_parents(struct walk *walk, struct hscan_text parents,
    struct pending *child, struct hscan_error *err)
{
	unsigned char sha[HSCAN_SHA_SIZE], first_sha[HSCAN_SHA_SIZE];
	enum hscan_status status;
	size_t count = 0;
	uint32_t index;

	child->parent = NO_PARENT;
	while (git_next_parent(&parents, sha)) {
		if (count++ == 0) {
			memcpy(first_sha, sha, HSCAN_SHA_SIZE);
			continue;
		}
		status = meet(walk, sha, &index, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (parents.len > 0)
		return damaged(walk, err);
	child->record.merge = count > 1;
	if (count == 0)
		return HSCAN_OK;
	return meet(walk, first_sha, &child->parent, err);
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

static enum hscan_status
take_commit(struct walk *walk, uint32_t commit,
    const struct git_raw_commit *raw, struct hscan_error *err)
{
	struct pending self = {.commit = commit};
	enum hscan_status status;

	memcpy(walk->seen.trees[commit], raw->tree, HSCAN_SHA_SIZE);
	memcpy(self.record.sha, walk->seen.shas[commit], HSCAN_SHA_SIZE);
	self.record.committed_at = raw->committed_at;
	status = find_author(walk, raw, &self.record.author, err);
	if (status == HSCAN_OK)
		status = meet_parents(walk, raw->parents, &self, err);
	if (status != HSCAN_OK)
		return status;
	return postpone(walk, &self) ? HSCAN_OK : hscan_no_memory(err);
}

/* Whether the trees that a commit is judged by are known: nothing else is left
 * to be read, or the parent has been. */
static bool
is_ready(const struct walk *walk, const struct pending *pending)
{
	return walk->stack_len == 0 || pending->record.merge ||
	       pending->parent == NO_PARENT ||
	       !is_zero(walk->seen.trees[pending->parent]);
}

static enum hscan_status
report(struct walk *walk, struct pending *pending, struct hscan_error *err)
{
	struct hscan_commit *record = &pending->record;
	enum hscan_status status = HSCAN_OK;

	if (!record->merge && !git_filters_rule_out(walk->filters, record->sha))
		status = git_differ_run(walk->differ,
		    pending->parent == NO_PARENT
			? NULL
			: walk->seen.trees[pending->parent],
		    walk->seen.trees[pending->commit], &record->documentation,
		    err);
	if (status != HSCAN_OK)
		return status;
	return walk->visitor->commit(record, walk->visitor->payload, err);
}

/* Reports what can be, last read first; the others stay, in their order. */
static enum hscan_status
report_pending(struct walk *walk, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t kept = walk->pending_len;

	for (size_t i = walk->pending_len; i-- > 0 && status == HSCAN_OK;) {
		if (is_ready(walk, &walk->pending[i]))
			status = report(walk, &walk->pending[i], err);
		else
			walk->pending[--kept] = walk->pending[i];
	}
	walk->pending_len -= kept;
	if (walk->pending_len > 0)
		memmove(walk->pending, walk->pending + kept,
		    walk->pending_len * sizeof(*walk->pending));
	/* Few wait, as a rule; if many do, they are not looked at often. */
	walk->limit = 2 * walk->pending_len + BLOCK;
	return status;
}

/* Reads the filters first if they have not been: for fewer commits than these
 * that would take longer than to do without. */
static enum hscan_status
report_block(struct walk *walk, struct hscan_error *err)
{
	if (!walk->looked) {
		walk->looked = true;
		walk->filters = git_filters_open(walk->git, walk->paths);
	}
	return report_pending(walk, err);
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
		if (status == HSCAN_OK && walk->pending_len >= walk->limit)
			status = report_block(walk, err);
	}
	return status == HSCAN_OK ? report_pending(walk, err) : status;
}

enum hscan_status
hscan_git_walk(struct hscan_git *git, const unsigned char head[HSCAN_SHA_SIZE],
    const struct hscan_doc_paths *paths,
    const struct hscan_git_visitor *visitor, struct hscan_error *err)
{
	struct walk walk = {
	    .git = git,
	    .visitor = visitor,
	    .paths = paths,
	    .limit = BLOCK,
	};
	enum hscan_status status;
	uint32_t index;

	status = git_differ_new(git, paths, &walk.differ, err);
	if (status == HSCAN_OK)
		status = meet(&walk, head, &index, err);
	if (status == HSCAN_OK)
		status = run(&walk, err);
	git_differ_free(walk.differ);
	git_filters_close(walk.filters);
	git_seen_clear(&walk.seen);
	git_authors_clear(&walk.authors);
	free(walk.stack);
	free(walk.pending);
	return status;
}
