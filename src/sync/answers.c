/* SPDX-License-Identifier: MIT */
/* Which way the answers to items are read: what of them is not known, and which
 * of two ways to it costs less. */
#include "sync/internal.h"
#include "sync/plan.h"

/* Events that an item has, about: more than it is likely to. */
enum { EVENTS_AN_ITEM = 10, PAGE = 100 };

/* The lists of comments and of events, as far as they were read before. */
static enum hscan_status
get_lists(const struct sync_job *job, struct hscan_stream_state *comments,
    struct hscan_stream_state *events, struct hscan_error *err)
{
	enum hscan_status status;

	hscan_stream_state_init(comments);
	hscan_stream_state_init(events);
	status = hscan_store_get_stream(job->sync->store, job->repo_id,
	    HSCAN_STREAM_COMMENTS, comments, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_stream(job->sync->store, job->repo_id,
		    HSCAN_STREAM_EVENTS, events, err);
	return status;
}

/* What of a pull request's answers the lists do not tell. */
enum hscan_status
sync_answers_need(struct sync_job *job, unsigned *need, struct hscan_error *err)
{
	struct hscan_stream_state comments, events;
	enum hscan_status status = get_lists(job, &comments, &events, err);

	*need = HSCAN_DETAIL_REVIEWS;
	if (job->sync->needs & HSCAN_NEED_VERDICTS)
		*need |= HSCAN_DETAIL_VERDICTS;
	if (hscan_walk_deeper(&comments, job->sync->from))
		*need |= HSCAN_DETAIL_COMMENTS;
	if (!events.finished)
		*need |= HSCAN_DETAIL_DRAFTS;
	hscan_stream_state_clear(&comments);
	hscan_stream_state_clear(&events);
	return status;
}

static enum hscan_status
choose_way(struct sync_job *job, unsigned need, bool *timelines,
    struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_answers_task task = {0};
	struct hscan_unread unread = {0};
	int64_t items = 0;
	enum hscan_status status;

	status = hscan_store_count_unread(sync->store, job->repo_id, sync->from,
	    sync->to, need, &unread, err);
	if (status == HSCAN_OK)
		status = hscan_store_count(sync->store, job->repo_id,
		    HSCAN_STREAM_ISSUES, &items, err);
	task.pulls = unread.pulls;
	task.comments = unread.comments;
	/* A list that has been read is asked for its newest page at least. */
	if (!(sync->needs & HSCAN_NEED_COMMENTS))
		task.comment_pages = need & HSCAN_DETAIL_COMMENTS
					 ? unread.comments / PAGE + 1
					 : 1;
	if (!(sync->needs & HSCAN_NEED_EVENTS))
		task.event_pages = need & HSCAN_DETAIL_DRAFTS
				       ? items * EVENTS_AN_ITEM / PAGE + 1
				       : 1;
	*timelines = hscan_plan_timelines(&task);
	return status;
}

/* Reviews alone tell half: the comments and drafts then come from the lists,
 * which must be as new. */
enum hscan_status
sync_answers_plan(
    struct sync_job *job, unsigned *needs, struct hscan_error *err)
{
	unsigned need = 0;
	enum hscan_status status;

	status = sync_answers_need(job, &need, err);
	if (status == HSCAN_OK)
		status = choose_way(job, need, &job->details.timelines, err);
	*needs = 0;
	if (status == HSCAN_OK && !job->details.timelines)
		*needs = HSCAN_NEED_COMMENTS | HSCAN_NEED_EVENTS;
	return status;
}

/* A list that has been read costs a request to bring up to date; one that was
 * not is long, and most of it is about what is closed. */
enum hscan_status
sync_open_plan(
    const struct sync_job *job, unsigned *needs, struct hscan_error *err)
{
	struct hscan_stream_state comments, events;
	enum hscan_status status = get_lists(job, &comments, &events, err);

	*needs = 0;
	if (!job->sync->from_scratch && comments.finished)
		*needs |= HSCAN_NEED_COMMENTS;
	if (!job->sync->from_scratch && events.finished)
		*needs |= HSCAN_NEED_EVENTS;
	hscan_stream_state_clear(&comments);
	hscan_stream_state_clear(&events);
	return status;
}

enum hscan_status
sync_open_question(const struct sync_job *job, struct hscan_open_question *out,
    struct hscan_error *err)
{
	struct hscan_stream_state comments, events;
	enum hscan_status status = get_lists(job, &comments, &events, err);

	*out = (struct hscan_open_question){
	    .at = job->sync->to,
	    .comments_from = INT64_MAX,
	};
	if (!job->sync->from_scratch && comments.finished)
		out->comments_from = comments.since;
	if (!job->sync->from_scratch)
		out->drafts_read = events.finished;
	hscan_stream_state_clear(&comments);
	hscan_stream_state_clear(&events);
	return status;
}
