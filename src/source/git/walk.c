/* SPDX-License-Identifier: MIT */
/*
 * Walks the history: depth first, along first parents where there are some.
 * Each commit object is read once; where the repository has a commit-graph, not
 * to find its parents, but when its turn comes. A commit's flag needs its tree
 * and that of its first parent. They are compared some thousand commits at a
 * time, the oldest first: git keeps an older tree as what differs from a
 * younger one, so to read the oldest is to make all the others on the way. A
 * helper does that while the walk goes on.
 */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "source/git/internal.h"

/* So many commits are met before any is compared: of the first few the
 * commit-graph is not asked yet. */
enum { FIRST_BLOCK = 512, BLOCK = 4096 };
#define NO_PARENT UINT32_MAX

struct walk {
	struct hscan_git *git;
	const struct hscan_git_visitor *visitor;
	const struct hscan_doc_paths *paths;
	struct git_worker worker;  /* owned, as is all below */
	struct git_graphs *graphs; /* NULL: not looked for, or none */
	struct git_helper *helper; /* NULL: not asked for, or none */
	bool many;                 /* more than a block: both have been asked */
	struct git_seen seen;
	struct git_authors authors;
	uint32_t *stack; /* commits still to be taken */
	size_t stack_len, stack_size;
	struct git_block pending; /* in the order they were taken in */
	size_t limit;             /* of `pending`; then they are worked on */
	struct git_block blocks[2];
	struct git_block *away; /* the one that the helper has; may be NULL */
};

static bool
push(struct walk *walk, uint32_t commit)
{
	uint32_t *more = hscan_grow(
	    walk->stack, &walk->stack_size, walk->stack_len + 1, sizeof(*more));

	if (!more)
		return false;
	walk->stack = more;
	walk->stack[walk->stack_len++] = commit;
	return true;
}

static bool
is_zero(const unsigned char sha[HSCAN_SHA_SIZE])
{
	static const unsigned char zero[HSCAN_SHA_SIZE];

	return memcmp(sha, zero, HSCAN_SHA_SIZE) == 0;
}

/* --- which commits there are --- */

/* Is it known from an earlier walk? Asked once for each commit met. */
static bool
is_known(const struct walk *walk, const unsigned char *sha)
{
	const struct hscan_git_visitor *visitor = walk->visitor;

	return visitor->known && visitor->known(sha, visitor->payload);
}

/* Notes a commit, and has it taken in its turn unless it is known. What has an
 * index in the commit-graph has its tree from there until then. */
static enum hscan_status
meet(struct walk *walk, const unsigned char *sha, uint32_t graph_index,
    uint32_t *index, struct hscan_error *err)
{
	bool added = false;

	if (!git_seen_add(&walk->seen, sha, index, &added))
		return hscan_no_memory(err);
	if (!added || is_known(walk, sha))
		return HSCAN_OK;
	walk->seen.graph_indexes[*index] = graph_index;
	if (graph_index != GIT_NOT_IN_GRAPH)
		memcpy(walk->seen.trees[*index],
		    git_graphs_tree(walk->graphs, graph_index), HSCAN_SHA_SIZE);
	return push(walk, *index) ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
meet_listed(struct walk *walk, uint32_t graph_index, uint32_t *index,
    struct hscan_error *err)
{
	return meet(walk, git_graphs_id(walk->graphs, graph_index), graph_index,
	    index, err);
}

/* Meets all parents, the first one last so that it is taken next. */
static enum hscan_status
meet_parents(struct walk *walk, struct hscan_text parents,
    struct git_item *child, struct hscan_error *err)
{
	unsigned char sha[HSCAN_SHA_SIZE], first_sha[HSCAN_SHA_SIZE];
	enum hscan_status status;
	size_t count = 0;
	uint32_t index;

	while (git_next_parent(&parents, sha)) {
		if (count++ == 0) {
			memcpy(first_sha, sha, HSCAN_SHA_SIZE);
			continue;
		}
		status = meet(walk, sha, GIT_NOT_IN_GRAPH, &index, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (parents.len > 0)
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: a commit is damaged; run git fsck", walk->git->dir);
	child->record.merge = count > 1;
	if (count == 0)
		return HSCAN_OK;
	return meet(walk, first_sha, GIT_NOT_IN_GRAPH, &child->parent, err);
}

static enum hscan_status
find_author(struct walk *walk, struct hscan_text name, struct hscan_text email,
    uint32_t *author, struct hscan_error *err)
{
	const struct hscan_git_visitor *visitor = walk->visitor;
	bool added = false;

	if (!git_authors_add(&walk->authors, name, email, author, &added))
		return hscan_no_memory(err);
	if (!added)
		return HSCAN_OK;
	return visitor->author(*author, name, email, visitor->payload, err);
}

/* Takes a commit by what it says itself. */
static enum hscan_status
take_read(struct walk *walk, struct git_item *item, struct hscan_error *err)
{
	struct git_raw_commit raw = {0};
	unsigned char *tree;
	enum hscan_status status = git_read_commit(
	    walk->git, item->record.sha, &walk->worker.object, &raw, err);

	if (status != HSCAN_OK)
		return status;
	tree = walk->seen.trees[item->commit];
	/* Its children may have been compared with what was said of it. */
	if (!is_zero(tree) && memcmp(tree, raw.tree, HSCAN_SHA_SIZE) != 0)
		return git_graphs_failed(walk->git, err);
	memcpy(tree, raw.tree, HSCAN_SHA_SIZE);
	item->record.committed_at = raw.committed_at;
	status = find_author(
	    walk, raw.author_name, raw.author_email, &item->record.author, err);
	if (status != HSCAN_OK)
		return status;
	return meet_parents(walk, raw.parents, item, err);
}

/* Takes a commit by what the commit-graph says of it. */
static enum hscan_status
take_listed(struct walk *walk, struct git_item *item, const uint32_t *parents,
    size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	uint32_t index;

	item->unread = true;
	item->record.merge = len > 1;
	memcpy(walk->seen.trees[item->commit],
	    git_graphs_tree(walk->graphs, item->graph_index), HSCAN_SHA_SIZE);
	for (size_t i = 0; i < len; i++)
		item->parents = git_add_parent(
		    item->parents, git_graphs_id(walk->graphs, parents[i]));
	for (size_t i = 1; i < len && status == HSCAN_OK; i++)
		status = meet_listed(walk, parents[i], &index, err);
	if (status != HSCAN_OK || len == 0)
		return status;
	return meet_listed(walk, parents[0], &item->parent, err);
}

static enum hscan_status
take_commit(struct walk *walk, uint32_t commit, struct hscan_error *err)
{
	struct git_item item = {.commit = commit, .parent = NO_PARENT};
	uint32_t parents[GIT_GRAPH_MAX_PARENTS];
	size_t len;
	enum hscan_status status;

	memcpy(item.record.sha, walk->seen.shas[commit], HSCAN_SHA_SIZE);
	item.graph_index = walk->seen.graph_indexes[commit];
	if (item.graph_index == GIT_NOT_IN_GRAPH)
		item.graph_index =
		    git_graphs_find(walk->graphs, item.record.sha);
	if (item.graph_index != GIT_NOT_IN_GRAPH &&
	    git_graphs_parents(walk->graphs, item.graph_index, parents, &len))
		status = take_listed(walk, &item, parents, len, err);
	else
		status = take_read(walk, &item, err);
	if (status != HSCAN_OK)
		return status;
	return git_block_add(&walk->pending, &item) ? HSCAN_OK
						    : hscan_no_memory(err);
}

/* --- what each is --- */

/* Whether the trees that a commit is judged by are known: nothing else is left
 * to be taken, or the parent has been. */
static bool
is_ready(const struct walk *walk, const struct git_item *item)
{
	return walk->stack_len == 0 || item->record.merge ||
	       item->parent == NO_PARENT ||
	       !is_zero(walk->seen.trees[item->parent]);
}

/* The tree of a commit that is known from before and was not taken. */
static enum hscan_status
read_known_tree(struct walk *walk, uint32_t commit,
    unsigned char tree[HSCAN_SHA_SIZE], struct hscan_error *err)
{
	struct git_raw_commit raw = {0};
	enum hscan_status status = git_read_commit(walk->git,
	    walk->seen.shas[commit], &walk->worker.object, &raw, err);

	memcpy(tree, raw.tree, HSCAN_SHA_SIZE);
	return status;
}

/* Sets what the item's work needs of the walk. */
static enum hscan_status
make_ready(struct walk *walk, struct git_item *item, struct hscan_error *err)
{
	memcpy(item->tree, walk->seen.trees[item->commit], HSCAN_SHA_SIZE);
	if (item->graph_index == GIT_NOT_IN_GRAPH)
		item->graph_index =
		    git_graphs_find(walk->graphs, item->record.sha);
	item->touch = git_graphs_touch(walk->graphs, item->graph_index);
	if (item->parent == NO_PARENT || item->record.merge)
		return HSCAN_OK;
	item->has_parent = true;
	memcpy(
	    item->parent_tree, walk->seen.trees[item->parent], HSCAN_SHA_SIZE);
	if (!is_zero(item->parent_tree))
		return HSCAN_OK;
	return read_known_tree(walk, item->parent, item->parent_tree, err);
}

/* Moves what is ready to a block, last taken first; the others stay, in their
 * order. */
static enum hscan_status
fill(struct walk *walk, struct git_block *block, struct hscan_error *err)
{
	struct git_block *pending = &walk->pending;
	size_t kept = pending->len;
	enum hscan_status status = HSCAN_OK;

	block->len = 0;
	for (size_t i = pending->len; i-- > 0 && status == HSCAN_OK;) {
		struct git_item *item = &pending->items[i];

		if (!is_ready(walk, item)) {
			pending->items[--kept] = *item;
			continue;
		}
		status = make_ready(walk, item, err);
		if (status == HSCAN_OK && !git_block_add(block, item))
			status = hscan_no_memory(err);
	}
	pending->len -= kept;
	if (pending->len > 0)
		memmove(pending->items, pending->items + kept,
		    pending->len * sizeof(*pending->items));
	/* Few wait, as a rule; if many do, they are not looked at often. */
	walk->limit = 2 * pending->len + BLOCK;
	return status;
}

static enum hscan_status
report(struct walk *walk, struct git_block *block, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < block->len && status == HSCAN_OK; i++) {
		struct git_item *item = &block->items[i];
		const char *text = hscan_buf_string(&block->text) + item->name;

		if (item->unread)
			status = find_author(walk,
			    (struct hscan_text){text, item->name_len},
			    (struct hscan_text){
				text + item->name_len, item->email_len},
			    &item->record.author, err);
		if (status == HSCAN_OK)
			status = walk->visitor->commit(
			    &item->record, walk->visitor->payload, err);
	}
	return status;
}

/* Reports the block that the helper has, when it is done. */
static enum hscan_status
take_back(struct walk *walk, struct hscan_error *err)
{
	struct git_block *block = walk->away;
	enum hscan_status status;

	if (!block)
		return HSCAN_OK;
	walk->away = NULL;
	status = git_helper_take(walk->helper, err);
	return status == HSCAN_OK ? report(walk, block, err) : status;
}

/* Has what is pending worked on: by the helper, or, as long as that has not
 * done what it has, here. */
static enum hscan_status
work(struct walk *walk, struct hscan_error *err)
{
	struct git_block *block = &walk->blocks[walk->away == walk->blocks];
	enum hscan_status status = HSCAN_OK;

	if (walk->away && git_helper_is_done(walk->helper))
		status = take_back(walk, err);
	if (status == HSCAN_OK)
		status = fill(walk, block, err);
	if (status != HSCAN_OK)
		return status;
	if (walk->helper && !walk->away) {
		git_helper_give(walk->helper, block);
		walk->away = block;
		return HSCAN_OK;
	}
	status = git_block_run(block, &walk->worker, err);
	if (status == HSCAN_OK)
		status = take_back(walk, err);
	return status == HSCAN_OK ? report(walk, block, err) : status;
}

/* For fewer commits than a block both would take longer than to do without. */
static enum hscan_status
work_on_first(struct walk *walk, struct hscan_error *err)
{
	walk->many = true;
	if (!walk->git->stand_ins)
		walk->graphs = git_graphs_open(walk->git, walk->paths);
	walk->helper = git_helper_start(walk->git, walk->paths);
	return work(walk, err);
}

static enum hscan_status
run(struct walk *walk, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (walk->stack_len > 0 && status == HSCAN_OK) {
		status = take_commit(walk, walk->stack[--walk->stack_len], err);
		if (status != HSCAN_OK || walk->pending.len < walk->limit)
			continue;
		status =
		    walk->many ? work(walk, err) : work_on_first(walk, err);
	}
	if (status == HSCAN_OK)
		status = work(walk, err);
	return status == HSCAN_OK ? take_back(walk, err) : status;
}

static void
clear(struct walk *walk)
{
	/* First, as it uses the others. */
	git_helper_stop(walk->helper);
	git_worker_clear(&walk->worker);
	git_graphs_close(walk->graphs);
	git_seen_clear(&walk->seen);
	git_authors_clear(&walk->authors);
	git_block_clear(&walk->pending);
	git_block_clear(&walk->blocks[0]);
	git_block_clear(&walk->blocks[1]);
	free(walk->stack);
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
	    .limit = FIRST_BLOCK,
	};
	enum hscan_status status;
	uint32_t index;

	git_block_init(&walk.pending);
	git_block_init(&walk.blocks[0]);
	git_block_init(&walk.blocks[1]);
	status = git_find_stand_ins(git, err);
	if (status == HSCAN_OK)
		status = git_worker_set_up(&walk.worker, git, paths, err);
	if (status == HSCAN_OK)
		status = meet(&walk, head, GIT_NOT_IN_GRAPH, &index, err);
	if (status == HSCAN_OK)
		status = run(&walk, err);
	clear(&walk);
	return status;
}
