/* SPDX-License-Identifier: MIT */
/* Reads the answers to pull requests one by one: of those that were opened or
 * merged in the span asked for and have changed since they were read, and the
 * reviews alone of all others; or the answers to all items that are open. */
#include <string.h>

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

/* Whether all that was said of a pull request is read, or its reviews. */
static bool
is_timeline(const struct sync_slot *slot)
{
	return slot->ticket.job->details.timelines && !slot->mark.beyond;
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
	/* One try in each run is enough for what has failed before. */
	slot->ticket.once = slot->mark.doubted;
	status = hscan_github_pull_target(is_timeline(slot), slot->mark.number,
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
	const struct hscan_teller teller = sync_teller(sync);
	struct hscan_timeline page = {0};
	enum hscan_status status;

	if (is_timeline(slot))
		status = hscan_github_decode_timeline(
		    body, slot->mark.number, &job->arena, &page, err);
	else
		status = hscan_github_decode_reviews(
		    body, slot->mark.number, &job->arena, &page.responses, err);
	if (status == HSCAN_OK)
		status = hscan_store_begin(sync->store, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(sync->store, &teller,
		    job->repo_id, page.responses.at, page.responses.len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(sync->store, &teller,
		    job->repo_id, page.events.at, page.events.len, err);
	return status;
}

static enum hscan_status
note_read(const struct sync_slot *slot, struct hscan_error *err)
{
	const struct sync_job *job = slot->ticket.job;
	unsigned parts = is_timeline(slot)
			     ? HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_VERDICTS |
				   HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS
			     : HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_VERDICTS;

	const struct hscan_doubt doubt = {
	    .stream = HSCAN_STREAM_REVIEWS, .number = slot->mark.number};
	enum hscan_status status;

	status = hscan_store_put_detail(
	    job->sync->store, job->repo_id, &slot->mark, parts, err);
	if (status == HSCAN_OK && slot->mark.doubted)
		status = hscan_store_clear_doubt(
		    job->sync->store, job->repo_id, &doubt, err);
	return status;
}

/* A page, and with the last one that the pull request has been read. */
static enum hscan_status
store_page(struct sync_slot *slot, const struct hscan_http_reply *answer,
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

/* The stream is as current as its last pull request. Of what is open alone
 * there is no stream. */
static enum hscan_status
note_finished(const struct sync_job *job, struct hscan_error *err)
{
	struct hscan_stream_state state;

	if (!sync_reads_pulls(job))
		return HSCAN_OK;
	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = job->sync->now;
	return hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_REVIEWS, &state, err);
}

/* A token that may not read any of them is no matter of each. */
static enum hscan_status
fail_all(struct sync_job *job, struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_store_clear_new_doubts(job->sync->store, job->repo_id,
		HSCAN_STREAM_REVIEWS, job->sync->now, err);

	if (status != HSCAN_OK)
		return status;
	if (err)
		*err = job->details.why;
	return job->details.why.status;
}

static enum hscan_status
end_all(struct sync_job *job, struct hscan_error *err)
{
	const struct sync_details *details = &job->details;
	enum hscan_status status = sync_outage_end(job, err);

	if (status == HSCAN_OK && !details->known && details->read == 0 &&
	    details->refused > 1 && details->refused == details->len)
		return fail_all(job, err);
	return status == HSCAN_OK ? note_finished(job, err) : status;
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
		return end_all(job, err);
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
finish_without(struct sync_slot *slot, struct hscan_error *err)
{
	struct hscan_buf *left_out = &slot->ticket.job->details.left_out;
	enum hscan_status status;

	(void)hscan_buf_add(
	    left_out, &slot->mark.number, sizeof(slot->mark.number));
	status = hscan_buf_check(left_out, "what was left out", err);
	return status == HSCAN_OK ? finish(slot, err) : status;
}

static bool
was_left_out(const struct sync_details *details, int64_t number)
{
	for (size_t at = 0; at < details->left_out.len; at += sizeof(number))
		if (memcmp(details->left_out.ptr + at, &number,
			sizeof(number)) == 0)
			return true;
	return false;
}

/* It is in doubt, and the others are gone on with. */
static enum hscan_status
leave_out(struct sync_slot *slot, int code, struct hscan_error *err)
{
	struct hscan_doubt doubt = {
	    .stream = HSCAN_STREAM_REVIEWS,
	    .number = slot->mark.number,
	    .kind = (int)slot->mark.kind,
	    .status = code,
	};
	enum hscan_status status =
	    sync_doubt_put(slot->ticket.job, &doubt, err);

	return status == HSCAN_OK ? finish_without(slot, err) : status;
}

/* Refused, as any of them may be, or all. */
static enum hscan_status
take_refusal(struct sync_slot *slot, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	struct sync_details *details = &job->details;

	if (answer->status == 401)
		return hscan_explain(answer, job->sync, err);
	if (answer->status == 403 && !slot->mark.doubted) {
		(void)hscan_explain(answer, job->sync, &details->why);
		details->refused++;
		if (details->read == 0 && details->refused >= ALL_REFUSED)
			return fail_all(job, err);
	}
	return leave_out(slot, answer->status, err);
}

static enum hscan_status
take_failure(struct sync_ticket *ticket, int code, struct hscan_error *err)
{
	struct sync_slot *slot = (struct sync_slot *)ticket;
	const struct hscan_doubt doubt = {
	    .stream = HSCAN_STREAM_REVIEWS,
	    .number = slot->mark.number,
	    .kind = (int)slot->mark.kind,
	    .status = code,
	};
	enum hscan_status status;

	if (ticket->control)
		return err->status;
	/* What has failed before says nothing of the others. */
	if (err->status != HSCAN_ENET || ticket->once)
		return leave_out(slot, code, err);
	status = sync_outage_add(ticket, &doubt, err);
	if (ticket->control)
		return status;
	return status == HSCAN_OK ? finish_without(slot, err) : status;
}

/* A page that could be read, or not. */
static enum hscan_status
take_page(struct sync_slot *slot, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	enum hscan_status status = store_page(slot, answer, err);

	if (status == HSCAN_EPARSE && ++slot->ticket.bad_pages < BAD_ITEMS)
		return ask(slot, err);
	if (status == HSCAN_EPARSE)
		return leave_out(slot, answer->status, err);
	if (status != HSCAN_OK)
		return status;
	slot->ticket.bad_pages = 0;
	slot->ticket.job->details.read++;
	if (answer->next.ptr)
		return next_page(slot, answer->next, err);
	return finish(slot, err);
}

static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_slot *slot = (struct sync_slot *)ticket;
	enum hscan_status status;

	if (ticket->control) {
		status = sync_outage_answered(ticket, err);
		return status == HSCAN_OK ? finish_without(slot, err) : status;
	}
	status = sync_outage_end(ticket->job, err);
	if (status != HSCAN_OK)
		return status;
	if (answer->status == 200)
		return take_page(slot, answer, err);
	if (!hscan_is_gone(answer))
		return take_refusal(slot, answer, err);
	/* Deleted, or moved to where we may not look: there is nothing to
	 * read, and no answer to wait for. */
	ticket->job->details.read++;
	status = note_read(slot, err);
	return status == HSCAN_OK ? finish(slot, err) : status;
}

/* Those that could not be read early in this run are not asked for again. */
static void
keep_unasked(struct sync_details *details, struct hscan_pull_mark *marks)
{
	size_t kept = 0;

	for (size_t i = 0; i < details->len; i++)
		if (!was_left_out(details, marks[i].number))
			marks[kept++] = marks[i];
	details->len = kept;
}

/* Which are to be read. */
static enum hscan_status
find_marks(struct sync_job *job, struct hscan_pull_mark **marks,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct sync_details *details = &job->details;
	struct hscan_open_question open = {0};
	unsigned need = 0;
	enum hscan_status status;

	if (sync_reads_pulls(job)) {
		status = sync->needs & HSCAN_NEED_REVIEWS
			     ? sync_answers_need(job, &need, err)
			     : HSCAN_OK;
		return status == HSCAN_OK
			   ? hscan_store_unread_pulls(sync->store, job->repo_id,
				 sync->from, sync->to, need,
				 sync->needs & HSCAN_NEED_EVERY_REVIEW,
				 &details->lasting, marks, &details->len, err)
			   : status;
	}
	details->timelines = true;
	status = sync_open_question(job, &open, err);
	return status == HSCAN_OK
		   ? hscan_store_unread_open(sync->store, job->repo_id, &open,
			 &details->lasting, marks, &details->len, err)
		   : status;
}

enum hscan_status
sync_details_begin(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct sync_details *details = &job->details;
	struct hscan_pull_mark *marks = NULL;
	enum hscan_status status;

	hscan_arena_init(&details->lasting);
	details->open = true;
	details->begun = details->done = details->read = details->refused = 0;
	for (size_t i = 0; i < SYNC_SLOTS; i++) {
		details->slots[i].ticket = (struct sync_ticket){.take = take,
		    .failed = take_failure,
		    .job = job,
		    .single = true};
		hscan_buf_init(&details->slots[i].target, MAX_TARGET_BYTES);
	}
	status = find_marks(job, &marks, err);
	if (status == HSCAN_OK)
		status = hscan_store_knows_details(
		    sync->store, job->repo_id, &details->known, err);
	details->marks = marks;
	keep_unasked(details, marks);
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

	/* To know every pull request takes all of the list. */
	if (job->details.open || !(job->sync->needs & HSCAN_NEED_REVIEWS) ||
	    (job->sync->needs & HSCAN_NEED_EVERY_REVIEW))
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
