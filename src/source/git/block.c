/* SPDX-License-Identifier: MIT */
/*
 * Works on some thousand commits at a time: whether each touches documentation,
 * and for those that the walk knows only from the commit-graph, who wrote them
 * and when. A block needs nothing of the walk, so that a thread can do it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "source/git/internal.h"

void
git_block_init(struct git_block *block)
{
	*block = (struct git_block){.len = 0};
	hscan_buf_init(&block->text, (size_t)256 * 1024 * 1024);
}

void
git_block_clear(struct git_block *block)
{
	free(block->items);
	hscan_buf_clear(&block->text);
}

bool
git_block_add(struct git_block *block, const struct git_item *item)
{
	struct git_item *more = hscan_grow(
	    block->items, &block->size, block->len + 1, sizeof(*more));

	if (!more)
		return false;
	block->items = more;
	block->items[block->len++] = *item;
	return true;
}

enum hscan_status
git_worker_set_up(struct git_worker *worker, struct hscan_git *git,
    const struct hscan_doc_paths *paths, struct hscan_error *err)
{
	worker->git = git;
	worker->object = NULL;
	return git_differ_new(git, paths, &worker->differ, err);
}

void
git_worker_clear(struct git_worker *worker)
{
	git_odb_object_free(worker->object);
	git_differ_free(worker->differ);
}

/* Whether the commit-graph has said of a commit what it says itself. */
static bool
is_as_listed(const struct git_item *item, const struct git_raw_commit *raw)
{
	unsigned char sha[HSCAN_SHA_SIZE];
	struct hscan_text rest = raw->parents;
	uint64_t parents = 0;

	while (git_next_parent(&rest, sha))
		parents = git_add_parent(parents, sha);
	return rest.len == 0 && parents == item->parents &&
	       memcmp(raw->tree, item->tree, HSCAN_SHA_SIZE) == 0;
}

static enum hscan_status
read_item(struct git_block *block, struct git_item *item,
    struct git_worker *worker, struct hscan_error *err)
{
	struct git_raw_commit raw = {0};
	enum hscan_status status = git_read_commit(
	    worker->git, item->record.sha, &worker->object, &raw, err);

	if (status != HSCAN_OK)
		return status;
	if (!is_as_listed(item, &raw))
		return git_graphs_failed(worker->git, err);
	item->record.committed_at = raw.committed_at;
	item->name = block->text.len;
	item->name_len = raw.author_name.len;
	item->email_len = raw.author_email.len;
	(void)hscan_buf_add_text(&block->text, raw.author_name);
	(void)hscan_buf_add_text(&block->text, raw.author_email);
	return hscan_buf_check(&block->text, "its authors", err);
}

static enum hscan_status
compare_trees(struct git_item *item, const struct git_worker *worker,
    struct hscan_error *err)
{
	if (item->record.merge || item->touch == GIT_UNTOUCHED)
		return HSCAN_OK;
	return git_differ_run(worker->differ,
	    item->has_parent ? item->parent_tree : NULL, item->tree,
	    item->touch == GIT_TOUCHED, &item->record.documentation, err);
}

/* Sorts the items' indexes by the first byte of their ids. */
static void
sort_by_id(const struct git_block *block, size_t *sorted)
{
	size_t next[256 + 1] = {0};

	for (size_t i = 0; i < block->len; i++)
		next[block->items[i].record.sha[0] + 1]++;
	for (size_t i = 1; i < 256; i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < block->len; i++)
		sorted[next[block->items[i].record.sha[0]]++] = i;
}

/* Reads what is unread, sorted: where to find it is a search in an index that
 * is sorted too, and one far from the last takes longer. */
static enum hscan_status
read_items(
    struct git_block *block, struct git_worker *worker, struct hscan_error *err)
{
	size_t *sorted = calloc(block->len + 1, sizeof(*sorted));
	enum hscan_status status = HSCAN_OK;

	if (!sorted)
		return hscan_no_memory(err);
	sort_by_id(block, sorted);
	for (size_t i = 0; i < block->len && status == HSCAN_OK; i++) {
		struct git_item *item = &block->items[sorted[i]];

		if (item->unread)
			status = read_item(block, item, worker, err);
	}
	free(sorted);
	return status;
}

enum hscan_status
git_block_run(
    struct git_block *block, struct git_worker *worker, struct hscan_error *err)
{
	enum hscan_status status;

	hscan_buf_reset(&block->text);
	status = read_items(block, worker, err);
	for (size_t i = 0; i < block->len && status == HSCAN_OK; i++)
		status = compare_trees(&block->items[i], worker, err);
	return status;
}
