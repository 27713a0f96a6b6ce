/* SPDX-License-Identifier: MIT */
/* Finds issues that were deleted or moved to another repository. No list tells
 * of them: all items are walked once more, and those that were not met are
 * asked for one by one; so is whatever could not be read before.
 *
 * In the state of this stream, `since` is when the walk began; it is there as
 * long as items are left to be asked for. */
#include "base/text.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

#define DAY_S       ((int64_t)86400)
#define SWEEP_DAYS  90
#define SWEEP_AGE_S (SWEEP_DAYS * DAY_S)

static enum hscan_status
get_state(const struct sync_job *job, enum hscan_stream stream,
    struct hscan_stream_state *state, struct hscan_error *err)
{
	return hscan_store_get_stream(
	    job->sync->store, job->repo_id, stream, state, err);
}

/* --- the walk --- */

/* Due again? A time in the future means that the clock was wrong. HSCAN_NEVER
 * counts as long ago. */
static bool
is_past(int64_t synced_at, int64_t now)
{
	return synced_at <= now - SWEEP_AGE_S || synced_at > now + DAY_S;
}

/* `*first`: nothing can have vanished yet. */
static enum hscan_status
look_up(
    const struct sync_job *job, bool *due, bool *first, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_stream_state issues, sweep;
	bool whole;
	enum hscan_status status;

	status = get_state(job, HSCAN_STREAM_ISSUES, &issues, err);
	if (status != HSCAN_OK)
		return status;
	whole =
	    !hscan_walk_deeper(&issues, HSCAN_NEVER) && issues.note.len == 0;
	hscan_stream_state_clear(&issues);
	status = get_state(job, HSCAN_STREAM_SWEEP, &sweep, err);
	if (status != HSCAN_OK)
		return status;
	*first = whole && !sync->sweep && sweep.synced_at == HSCAN_NEVER &&
		 !sweep.walk_next.ptr;
	/* One that has ended, but for what it has not met, is not walked
	 * again. */
	*due = whole && !*first &&
	       (sync->sweep || sweep.walk_next.ptr ||
		   (sweep.since == HSCAN_NEVER &&
		       is_past(sweep.synced_at, sync->now)));
	hscan_stream_state_clear(&sweep);
	return HSCAN_OK;
}

enum hscan_status
sync_sweep_is_due(
    const struct sync_job *job, bool *out, struct hscan_error *err)
{
	bool first = false;

	return look_up(job, out, &first, err);
}

/* The state of a sweep that has met everything, as of now. */
static enum hscan_status
note_done(const struct sync_job *job, struct hscan_error *err)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = job->sync->now;
	return hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_SWEEP, &state, err);
}

enum hscan_status
sync_sweep_begin(struct sync_job *job, struct hscan_error *err)
{
	bool due = false, first = false;
	enum hscan_status status = HSCAN_OK;

	if (!(job->sync->streams & HSCAN_STREAM_ISSUES))
		return HSCAN_OK;
	status = look_up(job, &due, &first, err);
	if (status != HSCAN_OK)
		return status;
	/* What was read just now is there. */
	if (first)
		return note_done(job, err);
	return due ? sync_lists_begin(job, HSCAN_STREAM_SWEEP, err) : HSCAN_OK;
}

/* --- one by one: what is in doubt, and what it has not met --- */

static enum hscan_status
fill(struct sync_job *job, struct hscan_error *err)
{
	struct sync_vanished *vanished = &job->vanished;
	enum hscan_status status;

	vanished->at = vanished->len = 0;
	if (!vanished->sweeping)
		return HSCAN_OK;
	status = hscan_store_unswept(job->sync->store, job->repo_id,
	    vanished->above, vanished->began, vanished->numbers, HSCAN_PAGE,
	    &vanished->len, err);
	if (status == HSCAN_OK && vanished->len > 0)
		vanished->above = vanished->numbers[vanished->len - 1];
	return status;
}

/* What is to be asked for next; false: nothing. */
static bool
take_next(struct sync_job *job, struct hscan_doubt *out)
{
	struct sync_vanished *vanished = &job->vanished;
	struct sync_again *again = &job->again;

	if (again->at < again->len)
		*out = again->asked[again->at++];
	else if (vanished->at < vanished->len)
		*out = (struct hscan_doubt){.stream = HSCAN_STREAM_ISSUES,
		    .number = vanished->numbers[vanished->at++]};
	else
		return false;
	return true;
}

/* The last answer is there. */
static enum hscan_status
end_asking(struct sync_job *job, struct hscan_error *err)
{
	enum hscan_status status = sync_outage_end(job, err);

	return status == HSCAN_OK && job->vanished.sweeping
		   ? note_done(job, err)
		   : status;
}

static enum hscan_status
ask(struct sync_doubt *doubt, struct hscan_error *err)
{
	doubt->ticket.job->vanished.awaited++;
	return sync_ask(
	    &doubt->ticket, hscan_buf_text(&doubt->target), NULL, err);
}

/* Asks for the next one; the last of them ends the sweep. */
static enum hscan_status
ask_next(struct sync_doubt *doubt, struct hscan_error *err)
{
	struct sync_job *job = doubt->ticket.job;
	struct sync_vanished *vanished = &job->vanished;
	const char *base = hscan_http_base_path(job->sync->http);
	enum hscan_status status = HSCAN_OK;

	if (vanished->at == vanished->len && vanished->len > 0)
		status = fill(job, err);
	if (status != HSCAN_OK)
		return status;
	if (!take_next(job, &doubt->subject))
		return vanished->awaited == 0 ? end_asking(job, err) : HSCAN_OK;
	doubt->ticket.bad_pages = 0;
	/* What failed for all tries before is given one in each run. */
	doubt->ticket.once = doubt->subject.status >= 500;
	if (doubt->subject.stream == HSCAN_STREAM_ISSUES)
		status = hscan_github_item_target(doubt->subject.number, base,
		    job->sync->name, &doubt->target, err);
	else
		status = hscan_github_row_target(doubt->subject.stream,
		    doubt->subject.name, base, job->sync->name, &doubt->target,
		    err);
	return status == HSCAN_OK ? ask(doubt, err) : status;
}

/* Deleted, or moved to where we may not look; or moved, and met there. Of a row
 * that a list has told of a 404 says little: not every server gives it by
 * itself. */
static bool
has_vanished(
    const struct sync_doubt *doubt, const struct hscan_http_reply *answer)
{
	return doubt->subject.stream == HSCAN_STREAM_ISSUES &&
	       (hscan_is_gone(answer) || answer->moved_to.ptr);
}

static enum hscan_status
note_vanished(struct sync_doubt *doubt, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = doubt->ticket.job;
	const struct hscan_sync *sync = job->sync;

	sync_gone_note(job, doubt->subject.number, answer->status);
	/* It was gone before it was asked for: a question as of now counts it
	 * no more. */
	return hscan_store_put_gone(sync->store, job->repo_id,
	    doubt->subject.number, sync->now - 1, err);
}

static enum hscan_status
note_doubt(struct sync_doubt *doubt, int status, struct hscan_error *err)
{
	/* What the decoder once had to say is still true. */
	if (status != 200 || doubt->subject.status != 200)
		doubt->subject.why = hscan_text_of(NULL);
	doubt->subject.status = status;
	return sync_doubt_put(doubt->ticket.job, &doubt->subject, err);
}

static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_doubt *doubt = (struct sync_doubt *)ticket;
	struct sync_job *job = ticket->job;
	enum hscan_status status;

	job->vanished.awaited--;
	if (ticket->control) {
		status = sync_outage_answered(ticket, err);
		return status == HSCAN_OK ? ask_next(doubt, err) : status;
	}
	if (answer->status == 401)
		return hscan_explain(answer, job->sync, err);
	status = sync_outage_end(job, err);
	if (status != HSCAN_OK)
		return status;
	if (has_vanished(doubt, answer)) {
		status = note_vanished(doubt, answer, err);
	} else if (answer->status == 200) {
		status = sync_single_store(job, &doubt->subject,
		    job->vanished.began, answer->body, err);
		if (status == HSCAN_EPARSE && ++ticket->bad_pages < BAD_ITEMS)
			return ask(doubt, err);
		if (status == HSCAN_EPARSE)
			status = note_doubt(doubt, 200, err);
	} else {
		status = note_doubt(doubt, answer->status, err);
	}
	return status == HSCAN_OK ? ask_next(doubt, err) : status;
}

static enum hscan_status
take_failure(struct sync_ticket *ticket, int code, struct hscan_error *err)
{
	struct sync_doubt *doubt = (struct sync_doubt *)ticket;
	enum hscan_status status;

	ticket->job->vanished.awaited--;
	if (ticket->control)
		return err->status;
	doubt->subject.why = hscan_text_of(NULL);
	/* What has failed before says nothing of the others. */
	if (err->status != HSCAN_ENET || ticket->once) {
		status = note_doubt(doubt, code, err);
	} else {
		doubt->subject.status = code;
		status = sync_outage_add(ticket, &doubt->subject, err);
		ticket->job->vanished.awaited += ticket->control;
		if (ticket->control)
			return status;
	}
	return status == HSCAN_OK ? ask_next(doubt, err) : status;
}

enum hscan_status
sync_again_look(struct sync_job *job, struct hscan_error *err)
{
	struct sync_again *again = &job->again;
	unsigned streams = job->sync->streams & ~(unsigned)HSCAN_STREAM_REVIEWS;

	if (job->sync->from_scratch)
		return HSCAN_OK;
	return hscan_store_doubts_to_ask(job->sync->store, job->repo_id,
	    streams, DOUBTS_A_RUN, &again->lasting, &again->asked, &again->len,
	    err);
}

/* What there is to be asked for; a sweep that has met everything is ended. */
static enum hscan_status
begin(struct sync_job *job, struct hscan_error *err)
{
	struct sync_vanished *vanished = &job->vanished;
	struct hscan_stream_state state;
	enum hscan_status status;

	status = get_state(job, HSCAN_STREAM_SWEEP, &state, err);
	if (status != HSCAN_OK)
		return status;
	vanished->began = state.since;
	/* A list that was refused tells nothing of what is not in it. */
	vanished->sweeping = state.finished && !state.walk_next.ptr &&
			     state.since != HSCAN_NEVER && state.note.len == 0;
	hscan_stream_state_clear(&state);
	status = fill(job, err);
	if (status == HSCAN_OK && vanished->len == 0 && job->again.len == 0)
		status = end_asking(job, err);
	return status;
}

enum hscan_status
sync_vanished_begin(struct sync_job *job, struct hscan_error *err)
{
	struct sync_vanished *vanished = &job->vanished;
	enum hscan_status status;

	*vanished = (struct sync_vanished){.open = true};
	hscan_buf_init(&vanished->gone, MAX_TARGET_BYTES);
	for (size_t i = 0; i < SYNC_SLOTS; i++) {
		vanished->doubts[i].ticket = (struct sync_ticket){.take = take,
		    .failed = take_failure,
		    .job = job,
		    .single = true};
		hscan_buf_init(&vanished->doubts[i].target, MAX_TARGET_BYTES);
	}
	status = begin(job, err);
	for (size_t i = 0;
	     i < SYNC_SLOTS && status == HSCAN_OK &&
	     (job->again.at < job->again.len || vanished->at < vanished->len);
	     i++)
		status = ask_next(&vanished->doubts[i], err);
	return status;
}

void
sync_vanished_end(struct sync_job *job)
{
	if (!job->vanished.open)
		return;
	job->vanished.open = false;
	for (size_t i = 0; i < SYNC_SLOTS; i++)
		hscan_buf_clear(&job->vanished.doubts[i].target);
}
