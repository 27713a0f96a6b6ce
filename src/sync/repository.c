/* SPDX-License-Identifier: MIT */
/* Asks the forge for the repository itself: which one it is, what it is called
 * now, and since when it exists. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "model/stand_in.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* Whether a forge's "owner/name" is that name. */
static bool
is_name(const struct hscan_repo_name *name, struct hscan_text full_name)
{
	struct hscan_repo_name now = *name;

	return sync_adopt_name(full_name, &now) &&
	       hscan_repo_name_equal(name, &now);
}

/* What is read goes to the one that answers, stored or new. */
static enum hscan_status
take_place(struct sync_job *job, struct hscan_stored_repo *now,
    struct hscan_error *err)
{
	struct sync_looking *looking = &job->looking;

	hscan_stored_repo_clear(&looking->stored);
	looking->stored = *now;
	hscan_stream_state_clear(&looking->state);
	if (now->repo_id == 0 || job->sync->from_scratch) {
		hscan_stream_state_init(&looking->state);
		return HSCAN_OK;
	}
	return hscan_store_get_stream(job->sync->store, now->repo_id,
	    HSCAN_STREAM_REPO, &looking->state, err);
}

/* The name has gone over to a repository that is stored itself, or to a new one
 * from one that only used to have it. */
static enum hscan_status
hand_over(struct sync_job *job, struct hscan_stored_repo *now,
    struct hscan_error *err)
{
	job->of->taken_from = job->looking.stored.repo.id;
	return take_place(job, now, err);
}

/* What was imported under the name without a number: it is this repository's,
 * which takes it over when its own row is stored, or another one's, which is
 * not mixed with it. */
static enum hscan_status
leave_stand_in(struct sync_job *job, const struct hscan_repo *repo,
    struct hscan_stored_repo *now, struct hscan_error *err)
{
	struct sync_looking *looking = &job->looking;
	char then[HSCAN_TIME_SIZE], today[HSCAN_TIME_SIZE];

	if (hscan_repo_may_be_one(&looking->stored.repo, repo, true))
		return take_place(job, now, err);
	hscan_format_time(looking->stored.repo.created_at, then);
	hscan_format_time(repo->created_at, today);
	return hscan_fail(err, HSCAN_EREFUSED,
	    "%s/%s was made at %s, and what was imported under that name is of "
	    "a repository made at %s: their records are not mixed; use another "
	    "--db, or forget what was imported with healthscan forget %s/%s",
	    job->sync->name->owner, job->sync->name->name, today, then,
	    job->sync->name->owner, job->sync->name->name);
}

/* The row of the name may be another repository's: its owner gave the name up.
 * A stranger's records do not take the place of those that the user knows
 * under it. */
static enum hscan_status
check_identity(struct sync_job *job, const struct hscan_repo *repo,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	const struct hscan_stored_repo *stored = &job->looking.stored;
	struct hscan_stored_repo now = {0};
	enum hscan_status status;

	if (stored->repo_id == 0 || stored->repo.id == repo->id)
		return HSCAN_OK;
	status = hscan_store_find_number(
	    sync->store, sync->name->host, repo->id, &now, err);
	if (status != HSCAN_OK && status != HSCAN_ENOTFOUND)
		return status;
	if (hscan_repo_is_stand_in(stored->repo.id)) {
		status = leave_stand_in(job, repo, &now, err);
		if (status != HSCAN_OK)
			hscan_stored_repo_clear(&now);
		return status;
	}
	if (status == HSCAN_OK || !is_name(sync->name, stored->repo.full_name))
		return hand_over(job, &now, err);
	return hscan_fail(err, HSCAN_EREFUSED,
	    "%s/%s is now another repository (number %lld, it was %lld): its "
	    "records are not mixed; use another --db for the new one",
	    sync->name->owner, sync->name->name, (long long)repo->id,
	    (long long)stored->repo.id);
}

/* The rows of the repository, in a transaction. */
static enum hscan_status
put_rows(struct sync_job *job, const struct hscan_http_reply *answer,
    const struct hscan_repo *repo, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	const struct hscan_teller teller = sync_teller(sync);
	struct hscan_stream_state *state = &job->looking.state;
	enum hscan_status status = HSCAN_OK;

	if (answer->status == 304) {
		job->repo_id = job->looking.stored.repo_id;
		job->looking.unchanged = true;
	} else {
		status = hscan_store_put_repo(
		    sync->store, &teller, repo, &job->repo_id, err);
		state->etag = answer->etag;
		state->credential = answer->credential;
	}
	state->finished = true;
	state->synced_at = sync->now;
	if (status == HSCAN_OK)
		status = hscan_store_put_stream(
		    sync->store, job->repo_id, HSCAN_STREAM_REPO, state, err);
	if (status == HSCAN_OK)
		status = sync_note_names(
		    sync->store, sync->name, answer, repo, sync->now, err);
	return status;
}

static void
say_taken(const struct hscan_sync *sync)
{
	char line[300];

	if (!sync->say)
		return;
	(void)snprintf(line, sizeof(line),
	    "%s/%s: what was imported while its number was not known is now "
	    "part of it",
	    sync->name->owner, sync->name->name);
	sync->say(false, line, sync->payload);
}

/* What was imported under one of its names without its number is its own. A
 * renamed repository goes by its new name from here on. */
static enum hscan_status
take_over(struct sync_job *job, const struct hscan_http_reply *answer,
    const struct hscan_repo *repo, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_repo_name asked = *sync->name;
	enum hscan_status status = HSCAN_OK;
	int64_t taken = 0, too = 0;

	(void)sync_adopt_name(repo->full_name, sync->name);
	if (answer->moved_to.ptr)
		status = hscan_store_take_stand_in(
		    sync->store, &asked, job->repo_id, true, &taken, err);
	if (status == HSCAN_OK)
		status = hscan_store_take_stand_in(
		    sync->store, sync->name, job->repo_id, true, &too, err);
	if (status == HSCAN_OK && (taken != 0 || too != 0))
		say_taken(sync);
	return status;
}

static enum hscan_status
store_repo(struct sync_job *job, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_repo repo = job->looking.stored.repo;
	enum hscan_status status = HSCAN_OK;

	if (answer->status != 304) {
		status = hscan_github_decode_repo(
		    answer->body, &job->arena, &repo, err);
		if (status == HSCAN_OK)
			status = check_identity(job, &repo, err);
	}
	if (status == HSCAN_OK)
		status = hscan_store_begin(sync->store, err);
	if (status != HSCAN_OK)
		return status;
	status = put_rows(job, answer, &repo, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(sync->store, err);
	if (status == HSCAN_OK)
		return take_over(job, answer, &repo, err);
	hscan_store_rollback(sync->store);
	return status;
}

/* What the store has under the name; an unknown repository is no failure. */
static enum hscan_status
look_up(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct sync_looking *looking = &job->looking;
	enum hscan_status status;

	status = hscan_store_find_repo(
	    sync->store, sync->name, &looking->stored, err);
	if (status == HSCAN_ENOTFOUND)
		return HSCAN_OK;
	if (status != HSCAN_OK)
		return status;
	job->repo_id = looking->stored.repo_id;
	if (sync->from_scratch)
		return HSCAN_OK;
	return hscan_store_get_stream(
	    sync->store, job->repo_id, HSCAN_STREAM_REPO, &looking->state, err);
}

static enum hscan_status
ask(struct sync_looking *looking, struct hscan_error *err)
{
	return sync_ask(&looking->ticket, hscan_buf_text(&looking->target),
	    &looking->state, err);
}

/* Asks until the answer can be understood or is no answer at all. */
static enum hscan_status
take(struct sync_ticket *ticket, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = ticket->job;
	struct sync_looking *looking = &job->looking;
	enum hscan_status status;
	char who[200];

	if (answer->status != 200 && answer->status != 304)
		return hscan_explain(answer, job->sync, err);
	status = store_repo(job, answer, err);
	hscan_arena_reset(&job->arena);
	if (status != HSCAN_EPARSE)
		return status;
	if (++looking->ticket.bad_pages < BAD_PAGES)
		return ask(looking, err);
	(void)snprintf(who, sizeof(who), "%s/%s", job->sync->name->owner,
	    job->sync->name->name);
	return hscan_explain_bad_page(who, err);
}

enum hscan_status
sync_repository_begin(struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct sync_looking *looking = &job->looking;
	enum hscan_status status;

	*looking = (struct sync_looking){.ticket = {.take = take, .job = job}};
	hscan_stream_state_init(&looking->state);
	hscan_buf_init(&looking->target, MAX_TARGET_BYTES);
	status = look_up(job, err);
	if (status == HSCAN_OK)
		status =
		    hscan_github_target("", hscan_http_base_path(sync->http),
			sync->name, &looking->target, err);
	return status == HSCAN_OK ? ask(looking, err) : status;
}

void
sync_repository_end(struct sync_job *job)
{
	hscan_buf_clear(&job->looking.target);
	hscan_stream_state_clear(&job->looking.state);
	hscan_stored_repo_clear(&job->looking.stored);
}
