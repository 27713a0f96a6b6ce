/* SPDX-License-Identifier: MIT */
/* Asks the forge for the repository itself: which one it is, what it is called
 * now, and since when it exists. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* One look at the repository. */
struct asking {
	const struct hscan_sync *sync;
	int64_t repo_id;
	struct hscan_arena arena;
};

enum hscan_status
sync_ask(struct hscan_http *http, struct hscan_text target,
    struct hscan_text etag, void *user, struct hscan_error *err)
{
	const struct hscan_http_request request = {
	    .target = target, .etag = etag, .user = user};

	return hscan_http_submit(http, &request, err);
}

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
store_repo(struct asking *run, const struct hscan_http_answer *answer,
    const struct hscan_stored_repo *stored, struct hscan_stream_state *state,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	struct hscan_repo repo;
	enum hscan_status status = HSCAN_OK;

	if (answer->status == 304) {
		run->repo_id = stored->repo_id;
	} else {
		status = hscan_github_decode_repo(
		    answer->body, &run->arena, &repo, err);
		if (status == HSCAN_OK)
			status = check_identity(sync, stored, &repo, err);
		if (status == HSCAN_OK)
			status = hscan_store_begin(sync->store, err);
		if (status != HSCAN_OK)
			return status;
		status = hscan_store_put_repo(
		    sync->store, sync->name->host, &repo, &run->repo_id, err);
		state->etag = answer->etag;
	}
	state->finished = true;
	state->synced_at = sync->now;
	if (status == HSCAN_OK)
		status = hscan_store_put_stream(
		    sync->store, run->repo_id, HSCAN_STREAM_REPO, state, err);
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
look_up(struct asking *run, struct hscan_stored_repo *stored,
    struct hscan_stream_state *state, struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	enum hscan_status status;

	status = hscan_store_find_repo(sync->store, sync->name, stored, err);
	if (status == HSCAN_ENOTFOUND)
		return HSCAN_OK;
	if (status != HSCAN_OK)
		return status;
	run->repo_id = stored->repo_id;
	hscan_stream_state_clear(state);
	if (sync->from_scratch)
		return HSCAN_OK;
	return hscan_store_get_stream(
	    sync->store, stored->repo_id, HSCAN_STREAM_REPO, state, err);
}

/* Asks until the answer can be understood or is no answer at all. */
static enum hscan_status
fetch_repo(struct asking *run, struct hscan_text target,
    const struct hscan_stored_repo *stored, struct hscan_stream_state *state,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	struct hscan_http_answer answer;
	enum hscan_status status = HSCAN_OK;

	for (int bad = 0; bad < BAD_PAGES; bad++) {
		status = sync_ask(sync->http, target, state->etag, NULL, err);
		if (status == HSCAN_OK)
			status = hscan_http_next(sync->http, &answer, err);
		if (status != HSCAN_OK)
			return status;
		if (answer.status != 200 && answer.status != 304)
			return hscan_explain(&answer, sync, err);
		status = store_repo(run, &answer, stored, state, err);
		if (status != HSCAN_EPARSE)
			return status;
	}
	return hscan_explain_bad_page("the repository", err);
}

static enum hscan_status
ask_repository(struct asking *run, struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	struct hscan_stored_repo stored = {0};
	struct hscan_stream_state state;
	struct hscan_buf target;
	enum hscan_status status;

	hscan_stream_state_init(&state);
	hscan_buf_init(&target, MAX_TARGET_BYTES);
	status = look_up(run, &stored, &state, err);
	if (status == HSCAN_OK)
		status = hscan_github_target(HSCAN_STREAM_REPO,
		    hscan_http_base_path(sync->http), sync->name, &target, err);
	if (status == HSCAN_OK)
		status = fetch_repo(
		    run, hscan_buf_text(&target), &stored, &state, err);
	hscan_buf_clear(&target);
	hscan_stream_state_clear(&state);
	hscan_stored_repo_clear(&stored);
	return status;
}

enum hscan_status
sync_repository(
    const struct hscan_sync *sync, int64_t *repo_id, struct hscan_error *err)
{
	struct asking run = {.sync = sync};
	enum hscan_status status;

	hscan_arena_init(&run.arena);
	status = ask_repository(&run, err);
	if (run.repo_id != 0)
		*repo_id = run.repo_id;
	hscan_arena_clear(&run.arena);
	return status;
}
