/* SPDX-License-Identifier: MIT */
/* From a page of a list to rows of the store, for each kind of list. */
#include "source/github/decode.h"
#include "sync/internal.h"

static void
show_item(struct sync_list *list, const struct hscan_item *item,
    struct hscan_page *page)
{
	if (page->newest == HSCAN_NEVER || item->updated_at > page->newest)
		page->newest = item->updated_at;
	if (page->oldest == HSCAN_NEVER || item->updated_at < page->oldest)
		page->oldest = item->updated_at;
	if (item->number > list->guess)
		list->guess = item->number;
	if (item->closed_at > list->newest_close)
		list->newest_close = item->closed_at;
}

static enum hscan_status
store_items(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_items items = {0};
	enum hscan_status status;

	status = hscan_github_decode_items(body, &job->arena, &items, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < items.len; i++)
		show_item(list, &items.at[i], page);
	page->enough = sync->whole ? HSCAN_NEVER : sync->from;
	list->rows += (int64_t)items.len;
	status = hscan_store_begin(sync->store, err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_put_items(sync->store, sync->name->host,
	    job->repo_id, items.at, items.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_clear_doubts_of(
		    sync->store, job->repo_id, items.at, items.len, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &items.bad, err);
	if (status == HSCAN_OK && list->stream == HSCAN_STREAM_SWEEP)
		status = hscan_store_mark_swept(sync->store, job->repo_id,
		    items.at, items.len, list->state.since, err);
	return status;
}

static enum hscan_status
store_events(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_events events = {0};
	enum hscan_status status;

	status = hscan_github_decode_events(body, &job->arena, &events, err);
	if (status != HSCAN_OK)
		return status;
	if (events.oldest_at != HSCAN_NEVER) {
		page->newest = events.newest_id;
		page->oldest = events.oldest_id;
		if (list->state.since == HSCAN_NEVER ||
		    events.oldest_at < list->state.since)
			list->state.since = events.oldest_at;
	}
	list->rows += (int64_t)events.len;
	status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &events.bad, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_events(sync->store, sync->name->host,
	    job->repo_id, events.at, events.len, err);
}

static enum hscan_status
store_releases(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_releases releases = {0};
	enum hscan_status status;

	(void)page; /* the order of releases is not documented */
	status =
	    hscan_github_decode_releases(body, &job->arena, &releases, err);
	if (status != HSCAN_OK)
		return status;
	list->rows += (int64_t)releases.len;
	status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &releases.bad, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_releases(sync->store, sync->name->host,
	    job->repo_id, releases.at, releases.len, err);
}

static enum hscan_status
store_comments(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_responses comments = {0};
	enum hscan_status status;

	status =
	    hscan_github_decode_comments(body, &job->arena, &comments, err);
	if (status != HSCAN_OK)
		return status;
	page->newest = comments.newest;
	page->oldest = comments.oldest;
	page->enough = sync->from;
	list->oldest = comments.oldest;
	list->rows += (int64_t)comments.len;
	status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &comments.bad, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_responses(sync->store, sync->name->host,
	    job->repo_id, comments.at, comments.len, err);
}

static enum hscan_status
store_bases(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_bases bases = {0};
	enum hscan_status status;

	status = hscan_github_decode_bases(body, &job->arena, &bases, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < bases.len; i++) {
		int64_t updated = bases.at[i].updated_at;

		if (updated > page->newest)
			page->newest = updated;
		page->oldest = updated;
	}
	if (list->stream == HSCAN_STREAM_MERGES)
		page->enough = sync->from;
	list->rows += (int64_t)bases.len;
	status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = sync_doubt_rows(list, &bases.bad, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_bases(
	    sync->store, job->repo_id, bases.at, bases.len, err);
}

enum hscan_status
sync_page_rows(struct sync_list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	switch ((int)list->stream) {
	case HSCAN_STREAM_ISSUES:
	case HSCAN_STREAM_OPEN:
	case HSCAN_STREAM_SWEEP:
	case HSCAN_STREAM_TAIL: return store_items(list, body, page, err);
	case HSCAN_STREAM_EVENTS: return store_events(list, body, page, err);
	case HSCAN_STREAM_COMMENTS:
		return store_comments(list, body, page, err);
	case HSCAN_STREAM_MERGES:
	case HSCAN_STREAM_BASES: return store_bases(list, body, page, err);
	case HSCAN_STREAM_DOCS: return sync_docs_store(list, body, page, err);
	default: return store_releases(list, body, page, err);
	}
}
