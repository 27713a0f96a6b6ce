/* SPDX-License-Identifier: MIT */
/* What answers to issues and pull requests, and their past states, are told
 * from. */
#include "judge/cover.h"
#include "store/shadow.h"

static enum hscan_status
cover_events(struct hscan_cover *cover)
{
	struct cover_list events;
	enum hscan_status status;

	if (!cover->question->history_events) {
		cover_missing(cover, HSCAN_NEED_EVENTS,
		    "not collected; use --history events");
		return HSCAN_OK;
	}
	status =
	    cover_read(cover, HSCAN_STREAM_EVENTS, HSCAN_NEED_EVENTS, &events);
	if (status != HSCAN_OK)
		return status;
	/* Before the oldest event the newest rows tell. */
	if (events.reach.synced)
		events.reach.since = HSCAN_NEVER;
	cover_note(cover, &events, HSCAN_BACK_WINDOW,
	    HSCAN_NEED_EVENTS | HSCAN_NEED_STATE);
	return HSCAN_OK;
}

/* Which windows begin before the comments that were read. */
static enum hscan_status
cover_comments(struct hscan_cover *cover)
{
	struct cover_list comments;
	enum hscan_status status;

	if (!(cover->needed & HSCAN_NEED_COMMENTS))
		return HSCAN_OK;
	status = cover_read(
	    cover, HSCAN_STREAM_COMMENTS, HSCAN_NEED_COMMENTS, &comments);
	if (status != HSCAN_OK)
		return status;
	cover_note(cover, &comments, HSCAN_BACK_WINDOW, HSCAN_NEED_COMMENTS);
	if (cover_is_mixed(&comments))
		cover_clip(cover, comments.row);
	else
		cover_since(cover, comments.row, HSCAN_NEED_COMMENTS);
	return hscan_store_count_comments(cover->store, cover->repo->repo_id,
	    comments.row->since, &comments.row->rows, cover->err);
}

/* What the answers to pull requests are read from: the timeline of each or,
 * where the lists of comments and events were read, its reviews. */
struct answers {
	unsigned parts; /* of each one; enum hscan_detail */
	int64_t since;  /* how far back the list of comments goes */
	struct hscan_reach reviews, comments, events;
};

/* One of the lists. Where it was not read the timelines stand in for it, as of
 * the last time that they were read. */
static enum hscan_status
find_answers(struct hscan_cover *cover, struct answers *answers,
    const char *stream, unsigned part, struct hscan_reach *out)
{
	struct hscan_stream_state state;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    cover->store, cover->repo->repo_id, stream, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	if (part == HSCAN_DETAIL_COMMENTS)
		answers->since = state.since;
	if (!state.finished) {
		answers->parts |= part;
		state.finished = answers->reviews.synced;
		state.since = answers->reviews.since;
		state.synced_at = answers->reviews.until;
	} else if (part == HSCAN_DETAIL_DRAFTS) {
		state.since = HSCAN_NEVER;
	}
	*out = partly_reach(cover, stream, &state);
	if (answers->parts & part)
		out->heard_from = answers->reviews.heard_from;
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

/* Whether all answers of the nth window are told: of pull requests that were
 * not read, or changed since, by others from then on. */
static bool
are_answers_told(struct hscan_cover *cover, const struct answers *answers,
    size_t n, const struct hscan_unread *unread)
{
	const struct hscan_reach *const reaches[] = {
	    &answers->reviews, &answers->comments, &answers->events};
	int64_t from = partly_from(cover, n, HSCAN_BACK_WINDOW);

	if (answers->reviews.spans_len == 0) {
		if (unread->pulls > 0)
			cover_gap(cover, n, HSCAN_NEED_REVIEWS,
			    cover_not_so_far_back);
		return unread->pulls == 0;
	}
	/* What each was read for is whole up to then. */
	if (answers->reviews.synced)
		from = answers->reviews.until;
	if (unread->pulls > 0 && unread->since < from)
		from = unread->since;
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++) {
		enum hscan_told told = partly_note(cover, reaches[i], n, from,
		    HSCAN_NEED_REVIEWS, cover_not_so_far_back);

		if (told != HSCAN_TOLD_WHOLE && told != HSCAN_TOLD_WATCHED)
			return false;
	}
	return true;
}

/* Which windows have pull requests whose answers were not read. */
static enum hscan_status
find_unread(struct hscan_cover *cover, const struct answers *answers, bool *all)
{
	enum hscan_status status = HSCAN_OK;

	*all = true;
	for (size_t i = 0; i < cover->windows_len && status == HSCAN_OK; i++) {
		const struct hscan_window *window = &cover->windows[i];
		struct hscan_unread unread;
		unsigned need = answers->parts;

		if (window->start < answers->since)
			need |= HSCAN_DETAIL_COMMENTS;
		status =
		    hscan_store_count_unread(cover->store, cover->repo->repo_id,
			window->start, window->end, need, &unread, cover->err);
		if (status == HSCAN_OK &&
		    !are_answers_told(cover, answers, i, &unread))
			*all = false;
	}
	return status;
}

static enum hscan_status
cover_reviews(struct hscan_cover *cover)
{
	struct answers answers = {.parts = HSCAN_DETAIL_REVIEWS};
	struct cover_list reviews;
	enum hscan_status status;

	if (!(cover->needed & HSCAN_NEED_REVIEWS))
		return HSCAN_OK;
	status = cover_read(
	    cover, HSCAN_STREAM_REVIEWS, HSCAN_NEED_REVIEWS, &reviews);
	if (status != HSCAN_OK)
		return status;
	answers.reviews = reviews.reach;
	/* Each is read by itself, and a receiver goes on from there: no list
	 * goes back to any time. */
	answers.reviews.since = INT64_MAX;
	if (answers.reviews.synced)
		answers.reviews.heard_from = HSCAN_NEVER;
	status = find_answers(cover, &answers, HSCAN_STREAM_COMMENTS,
	    HSCAN_DETAIL_COMMENTS, &answers.comments);
	if (status == HSCAN_OK)
		status = find_answers(cover, &answers, HSCAN_STREAM_EVENTS,
		    HSCAN_DETAIL_DRAFTS, &answers.events);
	if (status == HSCAN_OK)
		status = find_unread(cover, &answers, &reviews.row->complete);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_count_reviews(cover->store, cover->repo->repo_id,
	    cover->windows[cover->windows_len - 1].start, cover->windows[0].end,
	    &reviews.row->rows, cover->err);
}

static const char not_said[] = "not collected: what some of the reviews say; "
			       "run once without --offline";

/* Which windows have reviews of which nobody has told what they say. */
static enum hscan_status
cover_verdicts(struct hscan_cover *cover)
{
	enum hscan_status status = HSCAN_OK;

	if (!(cover->needed & HSCAN_NEED_VERDICTS))
		return HSCAN_OK;
	for (size_t i = 0; i < cover->windows_len && status == HSCAN_OK; i++) {
		const struct hscan_window *window = &cover->windows[i];
		int64_t pulls = 0;

		status = hscan_store_count_unstated(cover->store,
		    cover->repo->repo_id, window->start, window->end, &pulls,
		    cover->err);
		if (pulls > 0)
			cover_gap(cover, i, HSCAN_NEED_VERDICTS, not_said);
	}
	return status;
}

static const char needs_reviews[] =
    "not collected: needs all reviews there ever were; ask for it by --metric";

/* Whether all reviews are told, of all pull requests there ever were: whoever
 * reviewed any of them before is not new. What was read was whole then, so that
 * others need to have told only what came later. */
static enum hscan_status
cover_every_review(struct hscan_cover *cover)
{
	struct hscan_stream_state state;
	struct hscan_unread unread = {0};
	struct hscan_reach reach;
	enum hscan_status status;

	/* No engine but that of the store tells who contributed. */
	if (!(cover->needed & HSCAN_NEED_CONTRIBUTIONS) ||
	    hscan_store_is_shadow(cover->store))
		return HSCAN_OK;
	status = hscan_store_count_unread(cover->store, cover->repo->repo_id,
	    HSCAN_NEVER, cover->windows[0].end, HSCAN_DETAIL_REVIEWS, &unread,
	    cover->err);
	if (status != HSCAN_OK || unread.pulls == 0)
		return status;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_REVIEWS, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	reach = partly_reach(cover, HSCAN_STREAM_REVIEWS, &state);
	hscan_stream_state_clear(&state);
	/* Each is read by itself: no list goes back to any time. */
	reach.since = INT64_MAX;
	if (reach.synced)
		reach.heard_from = HSCAN_NEVER;
	for (size_t i = 0; i < cover->windows_len; i++)
		if (unread.since < cover->windows[i].end)
			(void)partly_note(cover, &reach, i, unread.since,
			    HSCAN_NEED_CONTRIBUTIONS, needs_reviews);
	return HSCAN_OK;
}

static enum hscan_status
cover_bases(struct hscan_cover *cover)
{
	const unsigned needs = HSCAN_NEED_PULLS | HSCAN_NEED_REVIEWS;
	const char *unread = "not collected: the branches of the pull requests";
	struct cover_list bases;
	enum hscan_status status;

	if (!cover->question->slice.base.ptr ||
	    cover->repo->repo.pulls_disabled)
		return HSCAN_OK;
	status =
	    cover_read(cover, HSCAN_STREAM_BASES, HSCAN_NEED_BASES, &bases);
	if (status != HSCAN_OK)
		return status;
	if (cover_is_mixed(&bases))
		cover_told(&bases, partly_note_all(cover, &bases.reach,
				       HSCAN_BACK_WINDOW, needs, unread));
	else if (!bases.row->complete)
		cover_missing(cover, needs, unread);
	return HSCAN_OK;
}

enum hscan_status
cover_answers(struct hscan_cover *cover)
{
	enum hscan_status status;

	status = cover_events(cover);
	if (status == HSCAN_OK)
		status = cover_comments(cover);
	if (status == HSCAN_OK)
		status = cover_reviews(cover);
	if (status == HSCAN_OK)
		status = cover_verdicts(cover);
	if (status == HSCAN_OK)
		status = cover_every_review(cover);
	if (status == HSCAN_OK)
		status = cover_bases(cover);
	return status;
}
