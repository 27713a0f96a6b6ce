/* SPDX-License-Identifier: MIT */
/* From a page of a list to rows of the store. */
#include "sync/internal.h"

enum hscan_status
sync_rows_put(struct sync_job *job, const struct hscan_rows *rows, int root,
    int64_t walk, struct hscan_error *err)
{
	struct hscan_store *store = job->sync->store;
	const struct hscan_teller teller = sync_teller(job->sync);
	int64_t repo_id = job->repo_id;
	enum hscan_status status;

	status = hscan_store_put_items(
	    store, &teller, repo_id, rows->items.at, rows->items.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(store, &teller, repo_id,
		    rows->events.at, rows->events.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(store, &teller, repo_id,
		    rows->comments.at, rows->comments.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_releases(store, &teller, repo_id,
		    rows->releases.at, rows->releases.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_bases(
		    store, repo_id, rows->bases.at, rows->bases.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_listed(store, repo_id, root,
		    rows->commits.at, rows->commits.len, walk, err);
	return status;
}

int64_t
sync_list_enough(const struct sync_list *list)
{
	const struct hscan_sync *sync = list->ticket.job->sync;

	if (!list->of->bounded ||
	    (list->of->walk == HSCAN_WALK_ISSUES && sync->whole))
		return HSCAN_NEVER;
	return sync->from;
}

/* What the rows say of the list, and of how many there are in all. */
static void
note(struct sync_list *list, const struct hscan_rows *rows)
{
	list->rows += (int64_t)rows->len;
	list->oldest = rows->oldest;
	for (size_t i = 0; i < rows->items.len; i++) {
		const struct hscan_item *item = &rows->items.at[i];

		if (item->number > list->guess)
			list->guess = item->number;
		if (item->closed_at > list->newest_close)
			list->newest_close = item->closed_at;
	}
	if (rows->oldest_at != HSCAN_NEVER &&
	    (list->state.since == HSCAN_NEVER ||
		rows->oldest_at < list->state.since))
		list->state.since = rows->oldest_at;
}

static void
show(const struct sync_list *list, const struct hscan_rows *rows,
    struct hscan_page *page)
{
	const struct hscan_sync *sync = list->ticket.job->sync;

	page->newest = rows->newest;
	page->oldest = rows->oldest;
	/* A clock that is wrong must not say what is old. */
	if (list->of->walk == HSCAN_WALK_DOCS && page->newest > sync->now)
		page->newest = sync->now;
	page->enough = sync_list_enough(list);
}

/* The rows, and which of them could not be read. */
static enum hscan_status
put(struct sync_list *list, const struct hscan_rows *rows,
    struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	struct hscan_store *store = job->sync->store;
	const struct hscan_items *items = &rows->items;
	enum hscan_status status =
	    sync_rows_put(job, rows, list->root, list->walk, err);

	if (status == HSCAN_OK)
		status = hscan_store_clear_doubts_of(
		    store, job->repo_id, items->at, items->len, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &rows->bad, err);
	if (status == HSCAN_OK && list->of->walk == HSCAN_WALK_RECHECK)
		status = hscan_store_mark_swept(store, job->repo_id, items->at,
		    items->len, list->state.since, err);
	return status;
}

enum hscan_status
sync_page_rows(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	struct hscan_rows rows;
	enum hscan_status status;

	status = hscan_list_decode(list->of, body, &job->arena, &rows, err);
	if (status != HSCAN_OK)
		return status;
	show(list, &rows, page);
	status = hscan_store_begin(job->sync->store, err);
	/* The newest commit need not be to the documentation. */
	if (status != HSCAN_OK || sync_docs_is_newest(list))
		return status;
	note(list, &rows);
	return put(list, &rows, err);
}
