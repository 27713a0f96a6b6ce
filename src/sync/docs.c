/* SPDX-License-Identifier: MIT */
/* Reads the commits to the documentation from the forge, for those who have no
 * clone: a list for each file or folder that documentation is in.
 *
 * The newest commit of the branch is asked for first: as long as it is the
 * same, nothing else is. Its own walk ends when all lists have been walked, so
 * that what is cut short is gone on with. Commits come in the order of git log:
 * by time, but for clocks that were wrong, and what is merged late comes in
 * between older ones. So each walk reads some months again, and drops what it
 * does not meet. */
#include <stdio.h>

#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/internal.h"

static const struct hscan_text absent = {NULL, 0};

static const char empty[] = "the server says that the repository is empty";

const char *
sync_docs_stream(int root, char out[SYNC_STREAM_SIZE])
{
	(void)snprintf(out, SYNC_STREAM_SIZE,
	    root > 0 ? HSCAN_STREAM_DOCS "/%d" : HSCAN_STREAM_DOCS, root);
	return out;
}

bool
sync_docs_is_newest(const struct sync_list *list)
{
	return list->of->walk == HSCAN_WALK_DOCS && list->root == 0;
}

enum hscan_status
sync_docs_target(const struct sync_list *list, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct sync_job *job = list->ticket.job;
	struct hscan_text root =
	    list->root > 0 ? job->roots[list->root - 1] : absent;

	return hscan_github_commits_target(root,
	    hscan_http_base_path(job->sync->http), job->sync->name, out, err);
}

/* --- what there is to ask for --- */

/* Whether a list has been read as far back as it is to be. */
static enum hscan_status
is_settled(
    const struct sync_job *job, int root, bool *out, struct hscan_error *err)
{
	struct hscan_stream_state state;
	char stream[SYNC_STREAM_SIZE];
	enum hscan_status status;

	status = hscan_store_get_stream(job->sync->store, job->repo_id,
	    sync_docs_stream(root, stream), &state, err);
	if (status != HSCAN_OK)
		return status;
	*out = !state.walk_next.ptr && !state.note.ptr &&
	       (root > 0 ? !hscan_walk_deeper(&state, job->sync->from)
			 : state.finished);
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

enum hscan_status
sync_docs_are_settled(
    const struct sync_job *job, bool *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*out = !job->sync->from_scratch && !job->docs_anew;
	for (size_t i = 0; i <= job->roots_len && *out && status == HSCAN_OK;
	     i++)
		status = is_settled(job, (int)i, out, err);
	return status;
}

enum hscan_status
sync_docs_look(struct sync_job *job, bool *same, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_listing listing;
	enum sync_due due = SYNC_NOT_DUE;
	enum hscan_status status;

	if (!hscan_doc_paths_roots(
		sync->doc_paths, job->roots, HSCAN_DOC_LISTS, &job->roots_len))
		job->roots_len = 0;
	status =
	    hscan_store_get_listing(sync->store, job->repo_id, &listing, err);
	if (status != HSCAN_OK)
		return status;
	*same = listing.known && hscan_text_is(listing.doc_paths,
				     hscan_doc_paths_key(sync->doc_paths));
	hscan_listing_clear(&listing);
	status = sync_recheck_due(job, &due, err);
	job->docs_anew = due == SYNC_DUE;
	return status;
}

/* Lists by other paths are of no use to these. */
enum hscan_status
sync_docs_lay(struct sync_job *job, struct hscan_error *err)
{
	bool same = false;
	enum hscan_status status = sync_docs_look(job, &same, err);

	if (status != HSCAN_OK || same)
		return status;
	return hscan_store_begin_listing(job->sync->store, job->repo_id,
	    hscan_doc_paths_key(job->sync->doc_paths), err);
}

/* --- why they tell nothing --- */

/* Ends the reading with a reason. */
static enum hscan_status
give_up(struct sync_job *job, const char *why, struct hscan_error *err)
{
	struct hscan_stream_state state;

	for (size_t i = 0; i < job->lists_len; i++)
		if (job->lists[i].of->walk == HSCAN_WALK_DOCS)
			job->lists[i].done = true;
	hscan_stream_state_init(&state);
	state.finished = true;
	state.note = hscan_text_of(why);
	state.synced_at = job->sync->now;
	return hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_DOCS, &state, err);
}

enum hscan_status
sync_docs_refused(
    struct sync_list *list, int code, bool *taken, struct hscan_error *err)
{
	char why[120];

	/* 403 is a permission that the token lacks: limits do not come
	 * here. */
	*taken = code == 403 || code == 404 || code == 409 || code == 451;
	if (!*taken)
		return HSCAN_OK;
	if (code == 409)
		return give_up(list->ticket.job, empty, err);
	(void)snprintf(why, sizeof(why),
	    "the server does not list its commits (HTTP %d)", code);
	return give_up(list->ticket.job, why, err);
}

/* --- the newest commit --- */

/* Whether it was empty when it was asked for last, and nothing has happened to
 * it since. */
static enum hscan_status
is_still_empty(struct sync_list *head, bool *out, struct hscan_error *err)
{
	const struct sync_job *job = head->ticket.job;
	struct hscan_stream_state state;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_DOCS, &state, err);
	if (status != HSCAN_OK)
		return status;
	*out = job->looking.unchanged && hscan_text_is(state.note, empty);
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

static enum hscan_status
begin_newest(struct sync_list *head, bool *done, struct hscan_error *err)
{
	struct sync_job *job = head->ticket.job;
	bool settled = false;
	enum hscan_status status;

	*done = job->roots_len == 0;
	if (*done)
		return give_up(job,
		    "a server lists no documentation paths that begin with a "
		    "wildcard, nor so many",
		    err);
	status = is_still_empty(head, done, err);
	if (status == HSCAN_OK && *done)
		return give_up(job, empty, err);
	if (status == HSCAN_OK)
		status = sync_docs_are_settled(job, &settled, err);
	/* What an old walk was to go on with is no page of this one. */
	head->state.walk_next = absent;
	if (!settled)
		head->state.etag = absent;
	return status;
}

enum hscan_status
sync_docs_begin(struct sync_list *list, bool *done, struct hscan_error *err)
{
	const struct sync_job *job = list->ticket.job;

	if (list->root == 0)
		return begin_newest(list, done, err);
	*done = false;
	if (job->docs_anew)
		list->state.finished = false;
	if (hscan_walk_deeper(&list->state, job->sync->from))
		list->state.etag = absent;
	return hscan_store_next_walk(
	    job->sync->store, job->repo_id, list->root, &list->walk, err);
}

enum hscan_status
sync_docs_note_newest(struct sync_list *head,
    const struct hscan_http_reply *answer, struct hscan_error *err)
{
	struct hscan_stream_state *state = &head->state;

	/* Under way until all lists are there. */
	head->done = true;
	state->note = absent;
	state->walk_next = hscan_buf_text(&head->first_target);
	state->walk_etag = answer->etag;
	state->walk_credential = answer->credential;
	return hscan_store_put_stream(head->ticket.job->sync->store,
	    head->ticket.job->repo_id, HSCAN_STREAM_DOCS, state, err);
}

/* --- the lists --- */

/* Whether every list has been walked, from the top, in this run. */
static bool
are_done(const struct sync_list *head)
{
	const struct sync_job *job = head->ticket.job;

	for (size_t i = 1; i <= job->roots_len; i++)
		if (!head[i].done || head[i].resumed)
			return false;
	return true;
}

enum hscan_status
sync_docs_settle(struct sync_list *list, struct hscan_error *err)
{
	const struct hscan_page last = {
	    HSCAN_NEVER, HSCAN_NEVER, false, HSCAN_NEVER};
	struct sync_job *job = list->ticket.job;
	/* They follow each other in job->lists. */
	const struct sync_list *head = list - list->root;
	struct hscan_stream_state state;
	enum hscan_status status;

	if (!are_done(head))
		return HSCAN_OK;
	status = hscan_store_get_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_DOCS, &state, err);
	if (status != HSCAN_OK)
		return status;
	(void)hscan_walk_step(
	    list->of, &state, &last, false, absent, absent, job->sync->now);
	status = hscan_store_put_stream(
	    job->sync->store, job->repo_id, HSCAN_STREAM_DOCS, &state, err);
	hscan_stream_state_clear(&state);
	return status;
}

enum hscan_status
sync_docs_end_walk(
    struct sync_list *list, int64_t reached, struct hscan_error *err)
{
	const struct sync_job *job = list->ticket.job;
	enum hscan_status status = HSCAN_OK;

	/* A walk that went on has not seen the top in this run. */
	if (!list->resumed)
		status = hscan_store_drop_unlisted(job->sync->store,
		    job->repo_id, list->root, reached, list->walk, err);
	return status == HSCAN_OK ? sync_docs_settle(list, err) : status;
}
