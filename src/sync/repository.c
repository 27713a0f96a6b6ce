/* SPDX-License-Identifier: MIT */
/* Asks the forge for the repository itself: which one it is, what it is called
 * now, and since when it exists. */
#include <string.h>

#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* The row of the name is another repository's: somebody gave the name up. */
static enum hscan_status
check_identity(const struct hscan_sync *sync,
    const struct hscan_stored_repo *stored, const struct hscan_repo *repo,
    struct hscan_error *err)
{
	if (stored->repo_id == 0 || stored->repo.id == repo->id)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EREFUSED,
	    "%s/%s is now another repository (number %lld, it was %lld): its "
	    "records are not mixed; use another --db for the new one",
	    sync->name->owner, sync->name->name, (long long)repo->id,
	    (long long)stored->repo.id);
}

/* A renamed repository goes by its new name from here on. */
static void
adopt_name(const struct hscan_sync *sync, const struct hscan_repo *repo)
{
	struct hscan_repo_name now;

	if (hscan_repo_name_parse(repo->full_name, &now, NULL) != HSCAN_OK)
		return;
	memcpy(sync->name->owner, now.owner, sizeof(now.owner));
	memcpy(sync->name->name, now.name, sizeof(now.name));
}

static enum hscan_status
store_repo(struct sync_job *job, const struct hscan_http_answer *answer,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	const struct hscan_stored_repo *stored = &job->looking.stored;
	struct hscan_stream_state *state = &job->looking.state;
	struct hscan_repo repo;
	enum hscan_status status = HSCAN_OK;

	if (answer->status == 304) {
		job->repo_id = stored->repo_id;
		job->looking.unchanged = true;
	} else {
		status = hscan_github_decode_repo(
		    answer->body, &job->arena, &repo, err);
		if (status == HSCAN_OK)
			status = check_identity(sync, stored, &repo, err);
		if (status == HSCAN_OK)
			status = hscan_store_begin(sync->store, err);
		if (status != HSCAN_OK)
			return status;
		status = hscan_store_put_repo(
		    sync->store, sync->name->host, &repo, &job->repo_id, err);
		state->etag = answer->etag;
		state->credential = answer->credential;
	}
	state->finished = true;
	state->synced_at = sync->now;
	if (status == HSCAN_OK)
		status = hscan_store_put_stream(
		    sync->store, job->repo_id, HSCAN_STREAM_REPO, state, err);
	if (answer->status == 304)
		return status;
	if (status == HSCAN_OK)
		status = hscan_store_commit(sync->store, err);
	if (status == HSCAN_OK)
		adopt_name(sync, &repo);
	else
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
take(struct sync_ticket *ticket, const struct hscan_http_answer *answer,
    struct hscan_error *err)
{
	struct sync_job *job = ticket->job;
	struct sync_looking *looking = &job->looking;
	enum hscan_status status;

	if (answer->status != 200 && answer->status != 304)
		return hscan_explain(answer, job->sync, err);
	status = store_repo(job, answer, err);
	hscan_arena_reset(&job->arena);
	if (status != HSCAN_EPARSE)
		return status;
	if (++looking->ticket.bad_pages < BAD_PAGES)
		return ask(looking, err);
	return hscan_explain_bad_page("the repository", err);
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
		status = hscan_github_target(HSCAN_STREAM_REPO,
		    hscan_http_base_path(sync->http), sync->name,
		    &looking->target, err);
	return status == HSCAN_OK ? ask(looking, err) : status;
}

void
sync_repository_end(struct sync_job *job)
{
	hscan_buf_clear(&job->looking.target);
	hscan_stream_state_clear(&job->looking.state);
	hscan_stored_repo_clear(&job->looking.stored);
}
