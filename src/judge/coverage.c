/* SPDX-License-Identifier: MIT */
/* What of a repository was read, and what was not; see coverage.h. */
#include "judge/coverage.h"

#include <stdio.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/partly.h"

static const char not_so_far_back[] =
    "not collected: not read for this window; run once without --offline";
static const char only_in_part[] =
    "not collected: the list was read only in part";

static void
add_missing(struct hscan_cover *cover, unsigned needs, const char *reason)
{
	cover->missing[cover->missing_len++] =
	    (struct hscan_missing){needs, reason};
}

static struct hscan_coverage *
add_coverage(struct hscan_cover *cover, const char *stream, int64_t synced_at)
{
	struct hscan_coverage *row = &cover->rows[cover->len++];

	*row = (struct hscan_coverage){
	    .stream = stream,
	    .synced_at = synced_at,
	    .since = HSCAN_NEVER,
	};
	if (synced_at != HSCAN_NEVER &&
	    (cover->synced_at == HSCAN_NEVER || synced_at < cover->synced_at))
		cover->synced_at = synced_at;
	return row;
}

/* The store may hold older records, of an earlier question; the row is of this
 * one. */
static void
clip_since(const struct hscan_cover *cover, struct hscan_coverage *row)
{
	int64_t oldest = cover->windows[cover->windows_len - 1].start;

	if (row->since < oldest)
		row->since = oldest;
}

/* Which windows begin before the records do. */
static void
note_since(
    struct hscan_cover *cover, struct hscan_coverage *row, unsigned needs)
{
	for (size_t i = 0; i < cover->windows_len; i++)
		if (cover->windows[i].start < row->since)
			hscan_cover_gap(cover, i, needs, not_so_far_back);
	clip_since(cover, row);
}

/* What is read for a need: its row, and what tells of it. */
struct list {
	struct hscan_coverage *row;
	struct hscan_reach reach;
};

/* Whether others than syncs tell of it. */
static bool
is_mixed(const struct list *list)
{
	return list->reach.spans_len > 0;
}

/* Whether what there is tells what the project is in the middle of: a part that
 * others told may be any. */
static bool
is_collected(const struct hscan_cover *cover, const struct list *list)
{
	int64_t from = hscan_partly_from(cover, 0, HSCAN_BACK_START), since;

	if (!is_mixed(list) || list->reach.synced)
		return list->row->collected;
	return hscan_reach_tells(&list->reach, from, cover->windows[0].end,
		   &since) == HSCAN_TOLD_WHOLE;
}

/* A row for what is read for a need. */
static enum hscan_status
cover_list(struct hscan_cover *cover, const char *stream, enum hscan_need need,
    struct list *out)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    cover->store, cover->repo->repo_id, stream, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(cover, stream, state.synced_at);
	row->complete = state.finished;
	row->since = state.since;
	row->note = hscan_arena_dup(cover->arena, state.note);
	*out = (struct list){row, hscan_partly_reach(cover, stream, &state)};
	row->spans = out->reach.spans;
	row->spans_len = out->reach.spans_len;
	row->told_until = hscan_reach_until(&out->reach);
	hscan_stream_state_clear(&state);
	/* Of answers there are many; those of this question are counted later.
	 */
	if (!row->complete ||
	    (need != HSCAN_NEED_COMMENTS && need != HSCAN_NEED_REVIEWS))
		status = hscan_store_count(cover->store, cover->repo->repo_id,
		    stream, &row->rows, cover->err);
	row->collected = row->complete || row->rows > 0;
	if (is_collected(cover, out))
		cover->collected |= (unsigned)need;
	return status;
}

/* Of a list that was never read. */
static const char *
why_unread(struct hscan_cover *cover, const struct list *list)
{
	if (!list->row->collected)
		return "not collected";
	if (!is_mixed(list))
		return only_in_part;
	return hscan_partly_words(
	    cover, hscan_reach_sources(&list->reach, INT64_MIN, INT64_MAX));
}

/* Where others tell of a list that was never read: whether all that is asked
 * for is there. */
static void
note_told(struct list *list, enum hscan_told told)
{
	if (!list->reach.synced)
		list->row->complete = told == HSCAN_TOLD_WHOLE;
}

/* What has no value for want of a list; `back`: how far back it has to be
 * known. */
static void
note_list(
    struct hscan_cover *cover, struct list *list, int64_t back, unsigned needs)
{
	const char *unread =
	    list->reach.synced ? not_so_far_back : why_unread(cover, list);

	if (is_mixed(list))
		note_told(list, hscan_partly_note_all(
				    cover, &list->reach, back, needs, unread));
	else if (!list->row->complete)
		add_missing(cover, needs, unread);
}

static enum hscan_status
cover_events(struct hscan_cover *cover)
{
	struct list events;
	enum hscan_status status;

	if (!cover->question->history_events) {
		add_missing(cover, HSCAN_NEED_EVENTS,
		    "not collected; use --history events");
		return HSCAN_OK;
	}
	status =
	    cover_list(cover, HSCAN_STREAM_EVENTS, HSCAN_NEED_EVENTS, &events);
	if (status != HSCAN_OK)
		return status;
	/* Before the oldest event the newest rows tell. */
	if (events.reach.synced)
		events.reach.since = HSCAN_NEVER;
	note_list(cover, &events, HSCAN_BACK_WINDOW,
	    HSCAN_NEED_EVENTS | HSCAN_NEED_STATE);
	return HSCAN_OK;
}

/* Which windows begin before the comments that were read. */
static enum hscan_status
cover_comments(struct hscan_cover *cover)
{
	struct list comments;
	enum hscan_status status;

	if (!(cover->needed & HSCAN_NEED_COMMENTS))
		return HSCAN_OK;
	status = cover_list(
	    cover, HSCAN_STREAM_COMMENTS, HSCAN_NEED_COMMENTS, &comments);
	if (status != HSCAN_OK)
		return status;
	note_list(cover, &comments, HSCAN_BACK_WINDOW, HSCAN_NEED_COMMENTS);
	if (is_mixed(&comments))
		clip_since(cover, comments.row);
	else
		note_since(cover, comments.row, HSCAN_NEED_COMMENTS);
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
	*out = hscan_partly_reach(cover, stream, &state);
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
	int64_t from = hscan_partly_from(cover, n, HSCAN_BACK_WINDOW);

	if (answers->reviews.spans_len == 0) {
		if (unread->pulls > 0)
			hscan_cover_gap(
			    cover, n, HSCAN_NEED_REVIEWS, not_so_far_back);
		return unread->pulls == 0;
	}
	/* What each was read for is whole up to then. */
	if (answers->reviews.synced)
		from = answers->reviews.until;
	if (unread->pulls > 0 && unread->since < from)
		from = unread->since;
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++) {
		enum hscan_told told = hscan_partly_note(cover, reaches[i], n,
		    from, HSCAN_NEED_REVIEWS, not_so_far_back);

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
	struct list reviews;
	enum hscan_status status;

	if (!(cover->needed & HSCAN_NEED_REVIEWS))
		return HSCAN_OK;
	status = cover_list(
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

static enum hscan_status
cover_bases(struct hscan_cover *cover)
{
	const unsigned needs = HSCAN_NEED_PULLS | HSCAN_NEED_REVIEWS;
	const char *unread = "not collected: the branches of the pull requests";
	struct list bases;
	enum hscan_status status;

	if (!cover->question->slice.base.ptr ||
	    cover->repo->repo.pulls_disabled)
		return HSCAN_OK;
	status =
	    cover_list(cover, HSCAN_STREAM_BASES, HSCAN_NEED_BASES, &bases);
	if (status != HSCAN_OK)
		return status;
	if (is_mixed(&bases))
		note_told(&bases, hscan_partly_note_all(cover, &bases.reach,
				      HSCAN_BACK_WINDOW, needs, unread));
	else if (!bases.row->complete)
		add_missing(cover, needs, unread);
	return HSCAN_OK;
}

static enum hscan_status
cover_answers(struct hscan_cover *cover)
{
	enum hscan_status status;

	status = cover_events(cover);
	if (status == HSCAN_OK)
		status = cover_comments(cover);
	if (status == HSCAN_OK)
		status = cover_reviews(cover);
	if (status == HSCAN_OK)
		status = cover_bases(cover);
	return status;
}

/* What the records do not tell, of a slice. */
static void
note_slice(struct hscan_cover *cover)
{
	const struct hscan_slice *slice = &cover->question->slice;

	if (slice->base.ptr)
		add_missing(cover,
		    HSCAN_NEED_ISSUES | HSCAN_NEED_COMMENTS | HSCAN_NEED_EVENTS,
		    "issues are for no branch (--base)");
	if (slice->base.ptr || slice->labels_len > 0)
		add_missing(cover, HSCAN_NEED_GIT | HSCAN_NEED_DOCS,
		    "commits have no labels and no base (--label, --base)");
	if (slice->base.ptr || slice->labels_len > 0 || slice->author.ptr)
		add_missing(cover, HSCAN_NEED_RELEASES,
		    "releases are not sliced (--label, --author, --base)");
}

static const char needs_history[] =
    "not collected: needs all issues ever opened; ask for it by --metric, or "
    "for a trend";

/* Where others tell of the issues, too. What was open at the last sync is known
 * from its walk of all that are. */
static void
note_told_issues(struct hscan_cover *cover, struct list *issues, bool backlog)
{
	const struct hscan_reach *reach = &issues->reach;
	const char *unread =
	    reach->synced ? only_in_part : why_unread(cover, issues);

	(void)hscan_partly_note_all(cover, reach, HSCAN_BACK_START,
	    HSCAN_NEED_HISTORY, reach->synced ? needs_history : unread);
	if (!reach->synced || !backlog)
		(void)hscan_partly_note_all(
		    cover, reach, HSCAN_BACK_START, HSCAN_NEED_BACKLOG, unread);
	note_list(cover, issues, HSCAN_BACK_WINDOW,
	    HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS | HSCAN_NEED_BACKLOG);
}

/* Where but the later part of the issues was read: what needs the rest, and
 * which windows begin before it. */
static void
note_part(
    struct hscan_cover *cover, struct hscan_coverage *issues, bool backlog)
{
	add_missing(cover, HSCAN_NEED_HISTORY, needs_history);
	if (!backlog)
		add_missing(cover, HSCAN_NEED_BACKLOG, only_in_part);
	note_since(cover, issues, HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS);
}

/* How far back the issues go. */
static enum hscan_status
cover_part(struct hscan_cover *cover, struct list *issues)
{
	struct hscan_coverage *row = issues->row;
	struct hscan_stream_state backlog;
	enum hscan_status status;

	if (row->since == HSCAN_NEVER && !is_mixed(issues))
		return HSCAN_OK;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_BACKLOG, &backlog, cover->err);
	if (status != HSCAN_OK)
		return status;
	if (is_mixed(issues))
		note_told_issues(cover, issues, backlog.finished);
	else
		note_part(cover, row, backlog.finished);
	hscan_stream_state_clear(&backlog);
	if (row->since == HSCAN_NEVER)
		return HSCAN_OK;
	clip_since(cover, row);
	return hscan_store_count_items(cover->store, cover->repo->repo_id,
	    row->since, &row->rows, cover->err);
}

static enum hscan_status
cover_issues(struct hscan_cover *cover)
{
	const struct hscan_repo *repo = &cover->repo->repo;
	bool untold = repo->unknown & HSCAN_REPO_HAS_ISSUES;
	struct list issues;
	enum hscan_status status;

	status =
	    cover_list(cover, HSCAN_STREAM_ISSUES, HSCAN_NEED_ISSUES, &issues);
	if (status != HSCAN_OK)
		return status;
	if (!issues.row->complete && !is_mixed(&issues))
		add_missing(cover, HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS,
		    why_unread(cover, &issues));
	else if (issues.row->note.len > 0)
		add_missing(cover, HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS,
		    "issues disabled");
	else if (!repo->has_issues && !untold)
		add_missing(cover, HSCAN_NEED_ISSUES, "issues disabled");
	if (repo->pulls_disabled)
		add_missing(cover, HSCAN_NEED_PULLS | HSCAN_NEED_REVIEWS,
		    "pull requests disabled");
	return cover_part(cover, &issues);
}

static enum hscan_status
cover_releases(struct hscan_cover *cover)
{
	struct list releases;
	enum hscan_status status;

	status = cover_list(
	    cover, HSCAN_STREAM_RELEASES, HSCAN_NEED_RELEASES, &releases);
	/* Of what is on no forge the tags are the releases. The last release
	 * may be any time ago. */
	if (status == HSCAN_OK && !cover->question->forge_missing)
		note_list(
		    cover, &releases, HSCAN_BACK_START, HSCAN_NEED_RELEASES);
	return status;
}

static enum hscan_status
cover_forge(struct hscan_cover *cover)
{
	enum hscan_status status;

	status = cover_issues(cover);
	if (status == HSCAN_OK)
		status = cover_releases(cover);
	if (status == HSCAN_OK)
		status = cover_answers(cover);
	return status;
}

/* --- the head --- */

/* What the forge calls default may be another branch than when the clone was
 * read. */
static enum hscan_head_kind
kind_of_head(
    const struct hscan_cover *cover, const struct hscan_stored_head *head)
{
	struct hscan_text branch = cover->repo->repo.default_branch;

	if (!branch.ptr)
		return HSCAN_HEAD_UNTOLD;
	if (!head->branch.ptr)
		return HSCAN_HEAD_UNKNOWN;
	/* A forge may also tell a name that is none. */
	return head->branch.len > 0 && hscan_text_equal(head->branch, branch)
		   ? HSCAN_HEAD_DEFAULT
		   : HSCAN_HEAD_OTHER;
}

/* Why nothing is judged by the commits; NULL: it is. */
static const char *
why_other_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    enum hscan_head_kind kind)
{
	char text[400], ref[120], branch[120];
	struct hscan_text why;

	if (kind != HSCAN_HEAD_OTHER && kind != HSCAN_HEAD_UNKNOWN)
		return NULL;
	(void)hscan_safe(
	    cover->repo->repo.default_branch, branch, sizeof(branch));
	if (head->unborn)
		(void)snprintf(text, sizeof(text),
		    "the clone had no commit of the default branch %s", branch);
	else
		(void)snprintf(text, sizeof(text),
		    "the commits are those of %s, not %sof the default branch "
		    "%s",
		    hscan_safe(head->ref, ref, sizeof(ref)),
		    kind == HSCAN_HEAD_OTHER ? "" : "known to be ", branch);
	why = hscan_arena_dup(cover->arena, hscan_text_of(text));
	return why.ptr ? why.ptr : "of another head";
}

/* "refs/heads/main at 1f0c2ab", and what is to be said of that. */
static struct hscan_text
describe_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    enum hscan_head_kind kind)
{
	char text[600], ref[256], branch[120]; /* more than all of it */
	int len;

	if (head->unborn)
		len = snprintf(text, sizeof(text), "no commits yet");
	else
		len = snprintf(text, sizeof(text), "%s at %02x%02x%02x%02x%02x",
		    hscan_safe(head->ref, ref, sizeof(ref)), head->sha[0],
		    head->sha[1], head->sha[2], head->sha[3], head->sha[4]);
	if (kind == HSCAN_HEAD_OTHER || kind == HSCAN_HEAD_UNKNOWN)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
		    ", %s the default branch %s",
		    kind == HSCAN_HEAD_OTHER ? "not" : "not known to be",
		    hscan_safe(cover->repo->repo.default_branch, branch,
			sizeof(branch)));
	if (head->unmapped)
		(void)snprintf(text + len, sizeof(text) - (size_t)len,
		    "; its .mailmap was not there to be read: authors are not "
		    "mapped");
	return hscan_arena_dup(cover->arena, hscan_text_of(text));
}

static void
cover_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    struct hscan_coverage *row)
{
	if (!head->walked)
		return;
	cover->collected |= HSCAN_NEED_GIT;
	row->head_kind = kind_of_head(cover, head);
	row->note = describe_head(cover, head, row->head_kind);
	if (!head->unborn)
		row->head = hscan_arena_dup(cover->arena, head->ref);
	cover->other_head.reason = why_other_head(cover, head, row->head_kind);
}

/* Why the lists of a forge do not tell of the documentation either. */
static const char *
why_unlisted(struct hscan_cover *cover, const struct hscan_stream_state *state)
{
	const char *unread = cover->question->git_missing
				 ? cover->question->git_missing
				 : "not collected";
	struct hscan_text why;
	char reason[320], note[160];

	if (!state->finished && state->walk_next.ptr)
		return "not collected: the lists of commits were read only in "
		       "part";
	if (state->note.len == 0)
		return unread;
	(void)snprintf(reason, sizeof(reason), "%s; %s", unread,
	    hscan_safe(state->note, note, sizeof(note)));
	why = hscan_arena_dup(cover->arena, hscan_text_of(reason));
	return why.ptr ? why.ptr : unread;
}

/* The lists of a forge, where the documentation is computed from them. */
static enum hscan_status
cover_listing(struct hscan_cover *cover, const struct hscan_listing *listing,
    const struct hscan_stream_state *state)
{
	struct hscan_coverage *row =
	    add_coverage(cover, HSCAN_STREAM_DOCS, state->synced_at);

	row->collected = true;
	cover->collected |= HSCAN_NEED_DOCS;
	row->complete =
	    hscan_text_is(listing->doc_paths, cover->question->doc_paths);
	row->source = "rest";
	row->note =
	    hscan_text_of("about: as the forge lists them, for whole folders");
	row->since = listing->since;
	if (!row->complete)
		add_missing(cover, HSCAN_NEED_DOCS,
		    "not collected: the commits were listed by other "
		    "documentation paths; run once without --offline");
	note_since(cover, row, HSCAN_NEED_DOCS);
	return hscan_store_count_listed(cover->store, cover->repo->repo_id,
	    row->since, &row->rows, cover->err);
}

/* The commits to the documentation, unless they are those of the clone. */
static enum hscan_status
cover_docs(struct hscan_cover *cover, const struct hscan_stored_head *head)
{
	struct hscan_stream_state state;
	struct hscan_listing listing;
	enum hscan_status status;

	status = hscan_store_get_listing(
	    cover->store, cover->repo->repo_id, &listing, cover->err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_DOCS, &state, cover->err);
	if (status == HSCAN_OK && listing.preferred)
		status = cover_listing(cover, &listing, &state);
	else if (status == HSCAN_OK && !head->walked)
		add_missing(
		    cover, HSCAN_NEED_DOCS, why_unlisted(cover, &state));
	hscan_stream_state_clear(&state);
	hscan_listing_clear(&listing);
	return status;
}

static enum hscan_status
cover_git(struct hscan_cover *cover)
{
	struct hscan_stored_head head;
	struct hscan_coverage *row;
	unsigned docs;
	bool other;
	enum hscan_status status;

	status = hscan_store_get_head(
	    cover->store, cover->repo->repo_id, &head, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(cover, HSCAN_STREAM_GIT,
	    head.walked ? head.synced_at : HSCAN_NEVER);
	/* What was walked by other documentation paths answers another
	 * question. */
	other = head.walked &&
		!hscan_text_is(head.doc_paths, cover->question->doc_paths);
	row->complete = head.walked && !other && !head.unmapped;
	row->collected = head.walked;
	cover_head(cover, &head, row);
	status = cover_docs(cover, &head);
	/* The documentation may have a row of its own. */
	docs = HSCAN_NEED_DOCS & ~cover->collected;
	if (cover->other_head.reason)
		cover->other_head.needs = HSCAN_NEED_GIT | docs;
	if (other)
		add_missing(cover, HSCAN_NEED_GIT | docs,
		    "not collected: the history was read with other "
		    "documentation paths; use --git DIR to read it again");
	else if (!head.walked)
		add_missing(cover, HSCAN_NEED_GIT,
		    cover->question->git_missing ? cover->question->git_missing
						 : "not collected");
	if (head.unmapped)
		add_missing(cover, HSCAN_NEED_AUTHORS,
		    "not collected: the clone has not the contents of its "
		    "head's .mailmap, so who is who is not known");
	hscan_stored_head_clear(&head);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_count(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_GIT, &row->rows, cover->err);
}

/* What of each list could not be read. The list itself was, so numbers are
 * computed from it; but it is not all there is. */
static enum hscan_status
cover_doubts(struct hscan_cover *cover)
{
	int64_t start = cover->windows[cover->windows_len - 1].start;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < cover->len && status == HSCAN_OK; i++) {
		struct hscan_coverage *row = &cover->rows[i];
		struct hscan_doubt_count count = {0, false};

		status = hscan_store_count_doubts(cover->store,
		    cover->repo->repo_id, row->stream, start,
		    cover->windows[0].end, &count, cover->err);
		if (count.len == 0 && !count.any_number)
			continue;
		row->unreadable = count.len;
		row->cut = count.any_number;
		row->complete = false;
		cover->in_doubt = true;
	}
	return status;
}

enum hscan_status
hscan_cover(struct hscan_cover *cover)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	size_t lists;
	enum hscan_status status;

	cover->rows = hscan_arena_alloc(
	    cover->arena, HSCAN_COVER_ROWS, sizeof(*cover->rows));
	cover->gaps = hscan_arena_alloc(
	    cover->arena, cover->windows_len, sizeof(*cover->gaps));
	if (!cover->rows || !cover->gaps)
		return hscan_no_memory(cover->err);
	cover->synced_at = HSCAN_NEVER;
	cover->complete = true;
	status = hscan_partly_load(cover);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_REPO, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(cover, HSCAN_STREAM_REPO, state.synced_at);
	row->complete = state.finished;
	row->collected = true;
	row->rows = 1;
	hscan_stream_state_clear(&state);
	lists = cover->len;
	note_slice(cover);
	if (cover->question->forge_missing)
		add_missing(cover,
		    ~((unsigned)HSCAN_NEED_GIT | (unsigned)HSCAN_NEED_DOCS |
			(unsigned)HSCAN_NEED_AUTHORS |
			(unsigned)HSCAN_NEED_RELEASES),
		    cover->question->forge_missing);
	status = cover_forge(cover);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = lists; i < cover->len; i++)
		if (!cover->rows[i].complete)
			cover->complete = false;
	status = cover_git(cover);
	return status == HSCAN_OK ? cover_doubts(cover) : status;
}
