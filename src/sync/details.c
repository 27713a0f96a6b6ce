/* SPDX-License-Identifier: MIT */
/* Reads the answers to pull requests one by one: of those that were opened or
 * merged in the span asked for and have changed since they were read. */
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

static enum hscan_status
ask(struct sync_slot *slot, struct hscan_error *err)
{
	return sync_ask(
	    &slot->ticket, hscan_buf_text(&slot->target), NULL, err);
}

/* Turns a slot to the next pull request, if there is one. */
static enum hscan_status
begin_next(struct sync_slot *slot, struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	struct sync_details *details = &job->details;
	const struct hscan_sync *sync = job->sync;
	enum hscan_status status;

	if (details->begun == details->len)
		return HSCAN_OK;
	slot->mark = details->marks[details->begun++];
	slot->ticket.bad_pages = 0;
	status = hscan_github_pull_target(details->timelines, slot->mark.number,
	    hscan_http_base_path(sync->http), sync->name, &slot->target, err);
	if (status == HSCAN_OK)
		status = ask(slot, err);
	return status;
}

static enum hscan_status
store_rows(const struct sync_slot *slot, struct hscan_text body,
    struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	const struct hscan_sync *sync = job->sync;
	struct hscan_timeline page = {0};
	enum hscan_status status;

	if (job->details.timelines)
		status = hscan_github_decode_timeline(
		    body, slot->mark.number, &job->arena, &page, err);
	else
		status = hscan_github_decode_reviews(
		    body, slot->mark.number, &job->arena, &page.responses, err);
	if (status == HSCAN_OK)
		status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(sync->store,
		    sync->name->host, job->repo_id, page.responses.at,
		    page.responses.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(sync->store, sync->name->host,
		    job->repo_id, page.events.at, page.events.len, err);
	return status;
}

static enum hscan_status
note_read(const struct sync_slot *slot, struct hscan_error *err)
{
	const struct sync_job *job = slot->ticket.job;
	unsigned parts = job->details.timelines
			     ? HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS |
				   HSCAN_DETAIL_DRAFTS
			     : HSCAN_DETAIL_REVIEWS;

	return hscan_store_put_detail(
	    job->sync->store, job->repo_id, &slot->mark, parts, err);
}

/* A page, and with the last one that the pull request has been read. */
static enum hscan_status
store_page(struct sync_slot *slot, const struct hscan_http_answer *answer,
    struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	enum hscan_status status;

	status = store_rows(slot, answer->body, err);
	if (status == HSCAN_OK && !answer->next.ptr)
		status = note_read(slot, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(job->sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(job->sync->store);
	hscan_arena_reset(&job->arena);
	return status;
}

/* The stream is as current as its last pull request. */
static enum hscan_status
note_finished(const struct sync_job *job, struct hscan_error *err)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = job->sync->now;
	return hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_REVIEWS, &state, err);
}

static enum hscan_status
finish(struct sync_slot *slot, struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	struct sync_details *details = &job->details;
	const struct hscan_sync *sync = job->sync;

	details->done++;
	if (sync->progress)
		sync->progress(HSCAN_STREAM_REVIEWS, (int64_t)details->done,
		    (int64_t)details->len, sync->payload);
	if (details->done == details->len)
		return note_finished(job, err);
	return begin_next(slot, err);
}

static enum hscan_status
next_page(
    struct sync_slot *slot, struct hscan_text next, struct hscan_error *err)
{
	enum hscan_status status;

	hscan_buf_reset(&slot->target);
	(void)hscan_buf_add_text(&slot->target, next);
	status = hscan_buf_check(&slot->target, "the address of a page", err);
	return status == HSCAN_OK ? ask(slot, err) : status;
}

static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_answer *answer,
    struct hscan_error *err)
{
	struct sync_slot *slot = (struct sync_slot *)ticket;
	enum hscan_status status;

	/* Deleted, or moved to where we may not look: there is nothing to
	 * read, and nobody to wait for. */
	if (answer->status == 404 || answer->status == 410) {
		status = note_read(slot, err);
		return status == HSCAN_OK ? finish(slot, err) : status;
	}
	if (answer->status != 200)
		return hscan_explain(answer, ticket->job->sync, err);
	status = store_page(slot, answer, err);
	if (status == HSCAN_EPARSE && ++slot->ticket.bad_pages < BAD_PAGES)
		return ask(slot, err);
	if (status != HSCAN_OK)
		return status;
	slot->ticket.bad_pages = 0;
	if (answer->next.ptr)
		return next_page(slot, answer->next, err);
	return finish(slot, err);
}

enum hscan_status
sync_details_begin(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct sync_details *details = &job->details;
	struct hscan_pull_mark *marks = NULL;
	unsigned need = 0;
	enum hscan_status status;

	hscan_arena_init(&details->lasting);
	details->open = true;
	details->begun = details->done = 0;
	for (size_t i = 0; i < SYNC_SLOTS; i++) {
		details->slots[i].ticket =
		    (struct sync_ticket){take, NULL, job, 0};
		hscan_buf_init(&details->slots[i].target, MAX_TARGET_BYTES);
	}
	status = sync_answers_need(job, &need, err);
	if (status == HSCAN_OK)
		status = hscan_store_unread_pulls(sync->store, job->repo_id,
		    sync->from, sync->to, need, &details->lasting, &marks,
		    &details->len, err);
	details->marks = marks;
	for (size_t i = 0; i < SYNC_SLOTS && status == HSCAN_OK; i++)
		status = begin_next(&details->slots[i], err);
	if (status == HSCAN_OK && details->len == 0)
		status = note_finished(job, err);
	return status;
}

enum hscan_status
sync_details_early(struct sync_job *job, struct hscan_error *err)
{
	unsigned lists = 0;
	enum hscan_status status;

	if (job->details.open || !(job->sync->streams & HSCAN_STREAM_REVIEWS))
		return HSCAN_OK;
	status = sync_answers_plan(job, &lists, err);
	if (status != HSCAN_OK || !job->details.timelines)
		return status;
	return sync_details_begin(job, err);
}

void
sync_details_end(struct sync_job *job)
{
	if (!job->details.open)
		return;
	job->details.open = false;
	for (size_t i = 0; i < SYNC_SLOTS; i++)
		hscan_buf_clear(&job->details.slots[i].target);
	hscan_arena_clear(&job->details.lasting);
}
