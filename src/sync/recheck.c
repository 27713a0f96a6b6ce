/* SPDX-License-Identifier: MIT */
/* Asks again for single things: for what could not be read before, and for
 * issues that may be deleted or moved to another repository. No list says that
 * they are: all items are walked once more, and those that the walk did not
 * meet are asked for one by one.
 *
 * In the state of that walk, `since` is when it began; it is set as long as
 * items are left to be asked for. */
#include <stdio.h>

#include "base/text.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* --- the walk --- */

/* Every item has been met, as of now. */
static enum hscan_status
note_done(const struct sync_job *job, struct hscan_error *err)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = job->sync->now;
	return hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_RECHECK, &state, err);
}

enum hscan_status
sync_recheck_walk(struct sync_job *job, struct hscan_error *err)
{
	enum sync_due due = SYNC_NOT_DUE;
	enum hscan_status status = HSCAN_OK;

	if (job->sync->needs & HSCAN_NEED_ISSUES)
		status = sync_recheck_due(job, &due, err);
	if (status == HSCAN_OK && due == SYNC_NOTHING_MISSING)
		return note_done(job, err);
	return status == HSCAN_OK && due == SYNC_DUE
		   ? sync_lists_begin_one(job, HSCAN_WALK_RECHECK, err)
		   : status;
}

/* --- one by one: what is in doubt, and what the walk did not meet --- */

static enum hscan_status
fill(struct sync_job *job, struct hscan_error *err)
{
	struct sync_recheck *recheck = &job->recheck;
	enum hscan_status status;

	recheck->at = recheck->len = 0;
	if (!recheck->walked)
		return HSCAN_OK;
	status = hscan_store_unswept(job->sync->store, job->repo_id,
	    recheck->above, recheck->began, recheck->numbers, HSCAN_PAGE,
	    &recheck->len, err);
	if (status == HSCAN_OK && recheck->len > 0)
		recheck->above = recheck->numbers[recheck->len - 1];
	return status;
}

/* What is to be asked for next; false: nothing. */
static bool
take_next(struct sync_job *job, struct hscan_doubt *out)
{
	struct sync_recheck *recheck = &job->recheck;
	struct sync_doubted *doubted = &job->doubted;

	if (doubted->next < doubted->len)
		*out = doubted->at[doubted->next++];
	else if (recheck->at < recheck->len)
		*out = (struct hscan_doubt){.stream = HSCAN_STREAM_ISSUES,
		    .number = recheck->numbers[recheck->at++]};
	else
		return false;
	return true;
}

/* The last answer is there. */
static enum hscan_status
end_asking(struct sync_job *job, struct hscan_error *err)
{
	enum hscan_status status = sync_outage_end(job, err);

	return status == HSCAN_OK && job->recheck.walked ? note_done(job, err)
							 : status;
}

static enum hscan_status
ask(struct sync_recheck_slot *slot, struct hscan_error *err)
{
	slot->ticket.job->recheck.awaited++;
	return sync_ask(
	    &slot->ticket, hscan_buf_text(&slot->target), NULL, err);
}

static struct hscan_text
known_by(const struct hscan_doubt *subject, char number[24])
{
	if (subject->name.len > 0)
		return subject->name;
	(void)snprintf(number, 24, "%lld", (long long)subject->number);
	return hscan_text_of(number);
}

/* Asks for the next one; the last one ends the recheck. */
static enum hscan_status
ask_next(struct sync_recheck_slot *slot, struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	struct sync_recheck *recheck = &job->recheck;
	const char *base = hscan_http_base_path(job->sync->http);
	char number[24];
	enum hscan_status status = HSCAN_OK;

	if (recheck->at == recheck->len && recheck->len > 0)
		status = fill(job, err);
	if (status != HSCAN_OK)
		return status;
	if (!take_next(job, &slot->subject))
		return recheck->awaited == 0 ? end_asking(job, err) : HSCAN_OK;
	slot->ticket.bad_pages = 0;
	/* What failed for all tries before is given one in each run. */
	slot->ticket.once = slot->subject.status >= 500;
	slot->of = hscan_list_of(slot->subject.stream);
	status = hscan_github_row_target(slot->of->row,
	    known_by(&slot->subject, number), base, job->sync->name,
	    &slot->target, err);
	return status == HSCAN_OK ? ask(slot, err) : status;
}

/* Deleted, or moved to where we may not look; or moved, and met there. Of a row
 * of another list a 404 says little: not every server has it by itself. */
static bool
is_gone(
    const struct sync_recheck_slot *slot, const struct hscan_http_reply *answer)
{
	return slot->of->walk == HSCAN_WALK_ISSUES &&
	       (hscan_is_gone(answer) || answer->moved_to.ptr);
}

static enum hscan_status
note_gone(struct sync_recheck_slot *slot, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = slot->ticket.job;
	const struct hscan_sync *sync = job->sync;

	sync_recheck_gone(job, slot->subject.number, answer->status);
	/* It was gone before it was asked for: a question as of now counts it
	 * no more. */
	return hscan_store_put_gone(sync->store, job->repo_id,
	    slot->subject.number, sync->now - 1, err);
}

static enum hscan_status
note_doubt(struct sync_recheck_slot *slot, int status, struct hscan_error *err)
{
	/* What the decoder once had to say is still true. */
	if (status != 200 || slot->subject.status != 200)
		slot->subject.why = hscan_text_of(NULL);
	slot->subject.status = status;
	return sync_doubt_put(slot->ticket.job, &slot->subject, err);
}

static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_recheck_slot *slot = (struct sync_recheck_slot *)ticket;
	struct sync_job *job = ticket->job;
	enum hscan_status status;

	job->recheck.awaited--;
	if (ticket->control) {
		status = sync_outage_answered(ticket, err);
		return status == HSCAN_OK ? ask_next(slot, err) : status;
	}
	if (answer->status == 401)
		return hscan_explain(answer, job->sync, err);
	status = sync_outage_end(job, err);
	if (status != HSCAN_OK)
		return status;
	if (is_gone(slot, answer)) {
		status = note_gone(slot, answer, err);
	} else if (answer->status == 200) {
		status = sync_single_store(job, slot->of, &slot->subject,
		    job->recheck.began, answer->body, err);
		if (status == HSCAN_EPARSE && ++ticket->bad_pages < BAD_ITEMS)
			return ask(slot, err);
		if (status == HSCAN_EPARSE)
			status = note_doubt(slot, 200, err);
	} else {
		status = note_doubt(slot, answer->status, err);
	}
	return status == HSCAN_OK ? ask_next(slot, err) : status;
}

static enum hscan_status
take_failure(struct sync_ticket *ticket, int code, struct hscan_error *err)
{
	struct sync_recheck_slot *slot = (struct sync_recheck_slot *)ticket;
	enum hscan_status status;

	ticket->job->recheck.awaited--;
	if (ticket->control)
		return err->status;
	slot->subject.why = hscan_text_of(NULL);
	/* What has failed before says nothing of the others. */
	if (err->status != HSCAN_ENET || ticket->once) {
		status = note_doubt(slot, code, err);
	} else {
		slot->subject.status = code;
		status = sync_outage_add(ticket, &slot->subject, err);
		ticket->job->recheck.awaited += ticket->control;
		if (ticket->control)
			return status;
	}
	return status == HSCAN_OK ? ask_next(slot, err) : status;
}

enum hscan_status
sync_recheck_look(struct sync_job *job, struct hscan_error *err)
{
	struct sync_doubted *doubted = &job->doubted;
	char streams[SYNC_STREAMS_SIZE];

	if (job->sync->from_scratch)
		return HSCAN_OK;
	return hscan_store_doubts_to_ask(job->sync->store, job->repo_id,
	    sync_doubt_streams(job->sync->needs, true, streams), DOUBTS_A_RUN,
	    &doubted->lasting, &doubted->at, &doubted->len, err);
}

/* What there is to be asked for; nothing: it is ended at once. */
static enum hscan_status
begin(struct sync_job *job, struct hscan_error *err)
{
	struct sync_recheck *recheck = &job->recheck;
	struct hscan_stream_state state;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_RECHECK, &state, err);
	if (status != HSCAN_OK)
		return status;
	recheck->began = state.since;
	/* A list that was refused does not say what is missing. */
	recheck->walked = state.finished && !state.walk_next.ptr &&
			  state.since != HSCAN_NEVER && state.note.len == 0;
	hscan_stream_state_clear(&state);
	status = fill(job, err);
	if (status == HSCAN_OK && recheck->len == 0 && job->doubted.len == 0)
		status = end_asking(job, err);
	return status;
}

enum hscan_status
sync_recheck_begin(struct sync_job *job, struct hscan_error *err)
{
	struct sync_recheck *recheck = &job->recheck;
	enum hscan_status status;

	*recheck = (struct sync_recheck){.open = true};
	hscan_buf_init(&recheck->gone, MAX_TARGET_BYTES);
	for (size_t i = 0; i < SYNC_SLOTS; i++) {
		recheck->slots[i].ticket = (struct sync_ticket){.take = take,
		    .failed = take_failure,
		    .job = job,
		    .single = true};
		hscan_buf_init(&recheck->slots[i].target, MAX_TARGET_BYTES);
	}
	status = begin(job, err);
	for (size_t i = 0; i < SYNC_SLOTS && status == HSCAN_OK &&
			   (job->doubted.next < job->doubted.len ||
			       recheck->at < recheck->len);
	     i++)
		status = ask_next(&recheck->slots[i], err);
	return status;
}

void
sync_recheck_end(struct sync_job *job)
{
	if (!job->recheck.open)
		return;
	job->recheck.open = false;
	for (size_t i = 0; i < SYNC_SLOTS; i++)
		hscan_buf_clear(&job->recheck.slots[i].target);
}
