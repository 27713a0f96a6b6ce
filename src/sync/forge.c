/* SPDX-License-Identifier: MIT */
/* Drives the reading of repositories from their forge: several at a time on
 * one client, each through its stages. Answers come in any order; each finds
 * who waits for it by its ticket. */
#include <stdlib.h>

#include "sync/internal.h"

enum {
	/* Repositories under way at once, at most. */
	ACTIVE = 8,
	/* As many in a row without an answer say that the others will have
	 * none: each waits for as many tries as a passing fault is worth. */
	GIVE_UP_AFTER = 3,
	/* How long to wait before whoever asks may do something else. */
	IDLE_MS = 200,
};

struct drive {
	struct hscan_http *http;
	struct hscan_sync_job *jobs;
	size_t len, begun;
	size_t active, most; /* repositories under way */
	int unanswered;      /* in a row */
	struct sync_job slots[ACTIVE];
};

/* --- the stages of a repository --- */

static enum hscan_status
begin_more_lists(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	unsigned merges = 0, answers = 0;
	enum hscan_status status = sync_merges_plan(job, &merges, err);

	if (status == HSCAN_OK && (sync->needs & HSCAN_NEED_REVIEWS))
		status = sync_answers_plan(job, &answers, err);
	else if (status == HSCAN_OK && (sync->needs & HSCAN_NEED_OPEN_ANSWERS))
		status = sync_open_plan(job, &answers, err);
	if (status == HSCAN_OK)
		status = sync_lists_begin(
		    job, merges | (answers & ~sync->needs), err);
	return status;
}

static enum hscan_status
begin_stage(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	unsigned merges = 0;
	enum hscan_status status;

	switch (job->stage) {
	case SYNC_REPOSITORY: return sync_repository_begin(job, err);
	case SYNC_LISTS:
		status = sync_recheck_look(job, err);
		return status == HSCAN_OK
			   ? sync_lists_begin(job,
				 sync->needs & ~(unsigned)HSCAN_NEED_MERGES,
				 err)
			   : status;
	case SYNC_MORE_LISTS: return begin_more_lists(job, err);
	case SYNC_DETAILS:
		/* Which are merged says which are to be read. */
		status = sync_merges_plan(job, &merges, err);
		if (status != HSCAN_OK || !sync_reads_details(job))
			return status;
		return sync_details_begin(job, err);
	case SYNC_RECHECK_WALK: return sync_recheck_walk(job, err);
	case SYNC_RECHECK: return sync_recheck_begin(job, err);
	case SYNC_IDLE:
	case SYNC_DONE: break;
	}
	return HSCAN_OK;
}

static void
end_stage(struct sync_job *job)
{
	switch (job->stage) {
	case SYNC_REPOSITORY: sync_repository_end(job); break;
	case SYNC_LISTS:
	case SYNC_MORE_LISTS:
		sync_lists_end(job);
		sync_details_end(job);
		break;
	case SYNC_DETAILS: sync_details_end(job); break;
	case SYNC_RECHECK_WALK: sync_lists_end(job); break;
	case SYNC_RECHECK: sync_recheck_end(job); break;
	case SYNC_IDLE:
	case SYNC_DONE: break;
	}
}

/* Goes on to where something is awaited, or to the end. */
static enum hscan_status
advance(struct sync_job *job, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && job->awaited == 0 &&
	       job->stage != SYNC_DONE) {
		end_stage(job);
		job->stage++;
		status = begin_stage(job, err);
	}
	return status;
}

/* --- the repositories --- */

/* What no other repository could go on after. */
static bool
ends_all(enum hscan_status status)
{
	return status == HSCAN_EINTR || status == HSCAN_ENOMEM ||
	       status == HSCAN_ESTORE || status == HSCAN_EINVAL ||
	       status == HSCAN_EIO;
}

static void
end_job(struct drive *drive, struct sync_job *job)
{
	hscan_http_drop(drive->http, job);
	end_stage(job);
	hscan_buf_clear(&job->recheck.gone);
	hscan_buf_clear(&job->details.left_out);
	hscan_arena_clear(&job->doubted.lasting);
	hscan_arena_clear(&job->arena);
	job->stage = SYNC_IDLE;
	drive->active--;
}

/* --- one repository by several names --- */

static struct sync_job *
find_slot(struct drive *drive, const struct hscan_sync_job *of)
{
	for (size_t i = 0; i < ACTIVE; i++)
		if (drive->slots[i].stage != SYNC_IDLE &&
		    drive->slots[i].of == of)
			return &drive->slots[i];
	return NULL;
}

/* The job that reads or has read the same repository; NULL: none. `*slot` is
 * where it is under way. What has failed reads nothing, so that another try is
 * worth it, and of what is not answered yet the store has but an idea. */
static struct hscan_sync_job *
find_twin(struct drive *drive, const struct hscan_sync_job *of,
    struct sync_job **slot)
{
	for (size_t i = 0; i < drive->begun; i++) {
		struct hscan_sync_job *other = &drive->jobs[i];

		if (other == of || other->repo_id != of->repo_id ||
		    other->twin || other->status != HSCAN_OK)
			continue;
		*slot = find_slot(drive, other);
		if (!*slot || (*slot)->stage != SYNC_REPOSITORY)
			return other;
	}
	return NULL;
}

/* Whether what is read on behalf of one job is all that the other wants. */
static bool
reads_all_of(const struct hscan_sync *one, const struct hscan_sync *other)
{
	return (other->needs & ~one->needs) == 0;
}

static void
stand_for(struct sync_job *job, struct hscan_sync_job *of)
{
	job->of = of;
	job->sync = &of->sync;
}

/* When it has become known which repository a job is for: it ends where another
 * job is for the same. `ended` is to be called for the first of the two when
 * all has been read, so the slot of the second goes on in its name. */
static void
meet_twin(struct drive *drive, struct sync_job *job)
{
	struct hscan_sync_job *of = job->of;
	struct sync_job *slot = NULL;
	struct hscan_sync_job *other = find_twin(drive, of, &slot);

	if (!other || !reads_all_of(&other->sync, &of->sync))
		return;
	if (slot && other > of) {
		stand_for(slot, of);
		stand_for(job, other);
	}
	job->of->twin = true;
	end_stage(job);
	job->stage = SYNC_DONE;
}

/* --- the steps --- */

/* After a step of a job: ends it when it is through or has failed. Only what
 * ends all is returned. */
static enum hscan_status
settle(struct drive *drive, struct sync_job *job, enum hscan_status status,
    struct hscan_error *err)
{
	struct hscan_sync_job *of;

	job->of->repo_id = job->repo_id;
	if (status == HSCAN_OK && job->stage == SYNC_REPOSITORY &&
	    job->awaited == 0)
		meet_twin(drive, job);
	of = job->of;
	if (status == HSCAN_OK)
		status = advance(job, err);
	of->repo_id = job->repo_id;
	if (status == HSCAN_OK && job->stage != SYNC_DONE)
		return HSCAN_OK;
	of->status = status;
	if (status == HSCAN_ELIMIT)
		sync_add_undone(job, err);
	of->err = err;
	if (!ends_all(status))
		sync_doubts_tell(job);
	drive->unanswered = status == HSCAN_ENET ? drive->unanswered + 1 : 0;
	end_job(drive, job);
	if (ends_all(status) || !of->sync.ended)
		return ends_all(status) ? status : HSCAN_OK;
	return of->sync.ended(of, of->sync.payload, err);
}

static enum hscan_status
give_up(struct hscan_sync_job *of, struct hscan_error *err)
{
	const struct hscan_repo_name *name = of->sync.name;
	struct hscan_error why;

	of->err = &why;
	of->status = hscan_fail(&why, HSCAN_ENET,
	    "%s/%s was not asked for: %s did not answer for the last %d "
	    "repositories; check the network, then run again",
	    name->owner, name->name, name->host, GIVE_UP_AFTER);
	return of->sync.ended ? of->sync.ended(of, of->sync.payload, err)
			      : HSCAN_OK;
}

static enum hscan_status
begin_job(struct drive *drive, struct sync_job *job, struct hscan_error *err)
{
	struct hscan_sync_job *of = &drive->jobs[drive->begun++];

	if (drive->unanswered >= GIVE_UP_AFTER)
		return give_up(of, err);
	*job = (struct sync_job){.of = of, .sync = &of->sync};
	hscan_arena_init(&job->arena);
	hscan_buf_init(&job->details.left_out, (size_t)16 * 1024 * 1024);
	hscan_arena_init(&job->doubted.lasting);
	drive->active++;
	return settle(drive, job, HSCAN_OK, err);
}

/* Two for each line to the server, so that none is idle while one waits for a
 * page to lead to the next. With a single line it is one at a time, so that a
 * small quota completes something. */
static size_t
most_at_once(const struct hscan_http *http)
{
	size_t lines = hscan_http_lines(http);

	if (lines <= 1)
		return 1;
	return lines < ACTIVE / 2 ? lines * 2 : ACTIVE;
}

static enum hscan_status
fill_slots(struct drive *drive, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < drive->most; i++)
		while (status == HSCAN_OK && drive->begun < drive->len &&
		       drive->slots[i].stage == SYNC_IDLE)
			status = begin_job(drive, &drive->slots[i], err);
	return status;
}

/* Whether a failure is about what was asked for, and not about all: an answer
 * that came, but is none. */
static bool
may_go_on(const struct sync_ticket *ticket,
    const struct hscan_http_reply *answer, enum hscan_status status)
{
	if (!ticket->single)
		return status == HSCAN_ENET && answer->status >= 500;
	return (status == HSCAN_ENET && answer->status != 0) ||
	       (status == HSCAN_EREFUSED && answer->status >= 300 &&
		   answer->status < 400);
}

static enum hscan_status
take_answer(struct drive *drive, struct hscan_error *err)
{
	const struct hscan_sync *sync = &drive->jobs[0].sync;
	struct hscan_http_reply answer;
	struct sync_ticket *ticket;
	struct sync_job *job;
	enum hscan_status status;
	bool there;

	status =
	    hscan_http_next_within(drive->http, IDLE_MS, &answer, &there, err);
	if (!there)
		return sync->idle ? sync->idle(sync->payload, err) : HSCAN_OK;
	ticket = answer.user;
	job = ticket->job;
	job->awaited--;
	job->of->answers++;
	job->of->not_modified += answer.status == 304;
	if (status == HSCAN_OK)
		status = ticket->take(ticket, &answer, err);
	else if (ticket->failed && may_go_on(ticket, &answer, status))
		status = ticket->failed(ticket, answer.status, err);
	return settle(drive, job, status, err);
}

static enum hscan_status
drive_all(struct drive *drive, struct hscan_error *err)
{
	enum hscan_status status;

	drive->http = drive->jobs[0].sync.http;
	drive->most = most_at_once(drive->http);
	do {
		status = fill_slots(drive, err);
		if (status == HSCAN_OK && drive->active > 0)
			status = take_answer(drive, err);
	} while (status == HSCAN_OK &&
		 (drive->active > 0 || drive->begun < drive->len));
	for (size_t i = 0; i < ACTIVE; i++) {
		if (drive->slots[i].stage == SYNC_IDLE)
			continue;
		drive->slots[i].of->status = status;
		end_job(drive, &drive->slots[i]);
	}
	return status;
}

enum hscan_status
hscan_sync_forges(
    struct hscan_sync_job *jobs, size_t len, struct hscan_error *err)
{
	struct drive *drive;
	enum hscan_status status;

	if (len == 0)
		return HSCAN_OK;
	drive = calloc(1, sizeof(*drive));
	if (!drive)
		return hscan_no_memory(err);
	drive->jobs = jobs;
	drive->len = len;
	status = drive_all(drive, err);
	free(drive);
	return status;
}
