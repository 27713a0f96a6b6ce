/* SPDX-License-Identifier: MIT */
/* Finds issues that were deleted or moved to another repository. No list tells
 * of them: all items are walked once more, and those that were not met are
 * asked for one by one.
 *
 * In the state of this stream, `since` is when the walk began; it is there as
 * long as items are left to be asked for. */
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

/* One of tomorrow was dated by a clock that was ahead. HSCAN_NEVER is past. */
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

/* --- what it has not met --- */

static enum hscan_status
fill(struct sync_job *job, struct hscan_error *err)
{
	struct sync_vanished *vanished = &job->vanished;
	int64_t above =
	    vanished->len > 0 ? vanished->numbers[vanished->len - 1] : 0;

	vanished->at = 0;
	return hscan_store_unswept(job->sync->store, job->repo_id, above,
	    vanished->began, vanished->numbers, HSCAN_PAGE, &vanished->len,
	    err);
}

/* Asks for the next one; the last of them ends the sweep. */
static enum hscan_status
ask_next(struct sync_doubt *doubt, struct hscan_error *err)
{
	struct sync_job *job = doubt->ticket.job;
	struct sync_vanished *vanished = &job->vanished;
	enum hscan_status status = HSCAN_OK;

	if (vanished->at == vanished->len && vanished->len > 0)
		status = fill(job, err);
	if (status != HSCAN_OK)
		return status;
	if (vanished->at == vanished->len)
		return vanished->awaited == 0 ? note_done(job, err) : HSCAN_OK;
	doubt->number = vanished->numbers[vanished->at++];
	status = hscan_github_item_target(doubt->number,
	    hscan_http_base_path(job->sync->http), job->sync->name,
	    &doubt->target, err);
	if (status != HSCAN_OK)
		return status;
	vanished->awaited++;
	return sync_ask(
	    &doubt->ticket, hscan_buf_text(&doubt->target), NULL, err);
}

/* Deleted, or moved to where we may not look; or moved, and met there. */
static bool
has_vanished(const struct hscan_http_answer *answer)
{
	return answer->status == 404 || answer->status == 410 ||
	       answer->moved_to.ptr;
}

static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_answer *answer,
    struct hscan_error *err)
{
	struct sync_doubt *doubt = (struct sync_doubt *)ticket;
	struct sync_job *job = ticket->job;
	const struct hscan_sync *sync = job->sync;
	enum hscan_status status;

	job->vanished.awaited--;
	/* It was gone before it was asked for: a question as of now counts it
	 * no more. */
	if (has_vanished(answer))
		status = hscan_store_put_gone(sync->store, job->repo_id,
		    doubt->number, sync->now - 1, err);
	else if (answer->status == 200)
		status = hscan_store_mark_one_swept(sync->store, job->repo_id,
		    doubt->number, job->vanished.began, err);
	else
		status = hscan_explain(answer, sync, err);
	return status == HSCAN_OK ? ask_next(doubt, err) : status;
}

enum hscan_status
sync_vanished_begin(struct sync_job *job, struct hscan_error *err)
{
	struct sync_vanished *vanished = &job->vanished;
	struct hscan_stream_state state;
	enum hscan_status status;

	status = get_state(job, HSCAN_STREAM_SWEEP, &state, err);
	if (status != HSCAN_OK)
		return status;
	*vanished = (struct sync_vanished){.began = state.since};
	/* A list that was refused tells nothing of what is not in it. */
	vanished->open = state.finished && !state.walk_next.ptr &&
			 state.since != HSCAN_NEVER && state.note.len == 0;
	hscan_stream_state_clear(&state);
	if (!vanished->open)
		return HSCAN_OK;
	for (size_t i = 0; i < SYNC_SLOTS; i++) {
		vanished->doubts[i].ticket =
		    (struct sync_ticket){take, NULL, job, 0};
		hscan_buf_init(&vanished->doubts[i].target, MAX_TARGET_BYTES);
	}
	status = fill(job, err);
	if (status == HSCAN_OK && vanished->len == 0)
		return note_done(job, err);
	for (size_t i = 0; i < SYNC_SLOTS && status == HSCAN_OK &&
			   vanished->at < vanished->len;
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
