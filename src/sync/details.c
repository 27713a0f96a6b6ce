/* SPDX-License-Identifier: MIT */
/* Reads the answers to pull requests one by one: of those that were opened or
 * merged in the span asked for and have changed since they were read. */
#include "sync/details.h"

#include "base/arena.h"
#include "base/buf.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* More requests wait here than are on the wire at once. */
enum { SLOTS = 8 };

/* A pull request on its way. */
struct slot {
	struct hscan_pull_mark mark;
	struct hscan_buf target;
	int bad_pages; /* in a row */
};

struct details {
	const struct hscan_sync *sync;
	int64_t repo_id;
	bool timelines;
	const struct hscan_pull_mark *marks; /* of `lasting` */
	size_t len, begun, done;
	struct slot slots[SLOTS];
	struct hscan_arena arena;   /* of one page */
	struct hscan_arena lasting; /* of all */
};

static enum hscan_status
ask(struct details *details, struct slot *slot, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};

	return sync_ask(details->sync->http, hscan_buf_text(&slot->target),
	    none, slot, err);
}

/* Turns a slot to the next pull request, if there is one. */
static enum hscan_status
begin_next(struct details *details, struct slot *slot, struct hscan_error *err)
{
	const struct hscan_sync *sync = details->sync;
	enum hscan_status status;

	if (details->begun == details->len)
		return HSCAN_OK;
	slot->mark = details->marks[details->begun++];
	slot->bad_pages = 0;
	status = hscan_github_pull_target(details->timelines, slot->mark.number,
	    hscan_http_base_path(sync->http), sync->name, &slot->target, err);
	if (status == HSCAN_OK)
		status = ask(details, slot, err);
	return status;
}

static enum hscan_status
store_rows(struct details *details, const struct slot *slot,
    struct hscan_text body, struct hscan_error *err)
{
	const struct hscan_sync *sync = details->sync;
	struct hscan_timeline page = {0};
	enum hscan_status status;

	if (details->timelines)
		status = hscan_github_decode_timeline(
		    body, slot->mark.number, &details->arena, &page, err);
	else
		status = hscan_github_decode_reviews(body, slot->mark.number,
		    &details->arena, &page.responses, err);
	if (status == HSCAN_OK)
		status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(sync->store,
		    sync->name->host, details->repo_id, page.responses.at,
		    page.responses.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(sync->store, sync->name->host,
		    details->repo_id, page.events.at, page.events.len, err);
	return status;
}

static enum hscan_status
note_read(
    struct details *details, const struct slot *slot, struct hscan_error *err)
{
	unsigned parts = details->timelines
			     ? HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS |
				   HSCAN_DETAIL_DRAFTS
			     : HSCAN_DETAIL_REVIEWS;

	return hscan_store_put_detail(
	    details->sync->store, details->repo_id, &slot->mark, parts, err);
}

/* A page, and with the last one that the pull request has been read. */
static enum hscan_status
store_page(struct details *details, struct slot *slot,
    const struct hscan_http_answer *answer, struct hscan_error *err)
{
	enum hscan_status status;

	status = store_rows(details, slot, answer->body, err);
	if (status == HSCAN_OK && !answer->next.ptr)
		status = note_read(details, slot, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(details->sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(details->sync->store);
	hscan_arena_reset(&details->arena);
	return status;
}

static enum hscan_status
finish(struct details *details, struct slot *slot, struct hscan_error *err)
{
	const struct hscan_sync *sync = details->sync;

	details->done++;
	if (sync->progress)
		sync->progress(HSCAN_STREAM_REVIEWS, (int64_t)details->done,
		    (int64_t)details->len, sync->payload);
	return begin_next(details, slot, err);
}

static enum hscan_status
next_page(struct details *details, struct slot *slot, struct hscan_text next,
    struct hscan_error *err)
{
	enum hscan_status status;

	hscan_buf_reset(&slot->target);
	(void)hscan_buf_add_text(&slot->target, next);
	status = hscan_buf_check(&slot->target, "the address of a page", err);
	return status == HSCAN_OK ? ask(details, slot, err) : status;
}

static enum hscan_status
take(struct details *details, struct slot *slot,
    const struct hscan_http_answer *answer, struct hscan_error *err)
{
	enum hscan_status status;

	/* Deleted, or moved to where we may not look: there is nothing to
	 * read, and nobody to wait for. */
	if (answer->status == 404 || answer->status == 410) {
		status = note_read(details, slot, err);
		return status == HSCAN_OK ? finish(details, slot, err) : status;
	}
	if (answer->status != 200)
		return hscan_explain(answer, details->sync, err);
	status = store_page(details, slot, answer, err);
	if (status == HSCAN_EPARSE && ++slot->bad_pages < BAD_PAGES)
		return ask(details, slot, err);
	if (status != HSCAN_OK)
		return status;
	slot->bad_pages = 0;
	if (answer->next.ptr)
		return next_page(details, slot, answer->next, err);
	return finish(details, slot, err);
}

static enum hscan_status
read_all(struct details *details, struct hscan_error *err)
{
	struct hscan_http *http = details->sync->http;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < SLOTS && status == HSCAN_OK; i++)
		status = begin_next(details, &details->slots[i], err);
	while (status == HSCAN_OK && hscan_http_pending(http) > 0) {
		struct hscan_http_answer answer;

		status = hscan_http_next(http, &answer, err);
		if (status == HSCAN_OK)
			status = take(details, answer.user, &answer, err);
	}
	return status;
}

/* The stream is as current as its last pull request. */
static enum hscan_status
note_finished(struct details *details, struct hscan_error *err)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = details->sync->now;
	return hscan_store_put_stream(details->sync->store, details->repo_id,
	    HSCAN_STREAM_REVIEWS, &state, err);
}

enum hscan_status
sync_details(const struct hscan_sync *sync, int64_t repo_id, bool timelines,
    unsigned need, struct hscan_error *err)
{
	struct details details = {
	    .sync = sync, .repo_id = repo_id, .timelines = timelines};
	struct hscan_pull_mark *marks = NULL;
	enum hscan_status status;

	hscan_arena_init(&details.arena);
	hscan_arena_init(&details.lasting);
	for (size_t i = 0; i < SLOTS; i++)
		hscan_buf_init(&details.slots[i].target, MAX_TARGET_BYTES);
	status = hscan_store_unread_pulls(sync->store, repo_id, sync->from,
	    sync->to, need, &details.lasting, &marks, &details.len, err);
	details.marks = marks;
	if (status == HSCAN_OK)
		status = read_all(&details, err);
	if (status == HSCAN_OK)
		status = note_finished(&details, err);
	for (size_t i = 0; i < SLOTS; i++)
		hscan_buf_clear(&details.slots[i].target);
	hscan_arena_clear(&details.lasting);
	hscan_arena_clear(&details.arena);
	return status;
}
