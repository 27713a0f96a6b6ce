/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository; see health.h. */
#include "judge/health.h"

#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/assess.h"
#include "judge/lifecycle.h"
#include "metric/signs.h"

/* Upper bounds of the two arrays; the second has a row that ends it. */
enum { STREAMS = 9, MAX_MISSING = 20 };

/* What is being put together. */
struct health {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	struct hscan_arena *arena;
	struct hscan_stored_repo repo;
	const struct hscan_life *life;   /* of the arena; NULL: not asked for */
	struct hscan_coverage *coverage; /* of the arena */
	size_t coverage_len;
	unsigned collected; /* streams of which there is something */
	struct hscan_missing missing[MAX_MISSING];
	size_t missing_len;
	struct hscan_missing other_head; /* no streams: it is the right one */
	struct hscan_window *windows;    /* of the arena; newest first */
	size_t windows_len;
	unsigned *gaps;  /* likewise; see struct hscan_assessment */
	unsigned needed; /* streams of the metrics to show */
	int64_t synced_at;
	bool complete;
	bool in_doubt; /* single things could not be read */
	struct hscan_error *err;
};

/* --- what it is computed from --- */

static void
add_missing(struct health *health, unsigned streams, const char *reason)
{
	health->missing[health->missing_len++] =
	    (struct hscan_missing){streams, reason};
}

static struct hscan_coverage *
add_coverage(struct health *health, const char *stream, int64_t synced_at)
{
	struct hscan_coverage *row = &health->coverage[health->coverage_len++];

	*row = (struct hscan_coverage){
	    .stream = stream,
	    .synced_at = synced_at,
	    .since = HSCAN_NEVER,
	};
	if (synced_at != HSCAN_NEVER &&
	    (health->synced_at == HSCAN_NEVER || synced_at < health->synced_at))
		health->synced_at = synced_at;
	return row;
}

/* Which windows begin before the records do. The store may hold older ones, of
 * an earlier question: what is told here is of this one. */
static void
note_since(struct health *health, struct hscan_coverage *row, unsigned streams)
{
	int64_t oldest = health->windows[health->windows_len - 1].start;

	for (size_t i = 0; i < health->windows_len; i++)
		if (health->windows[i].start < row->since)
			health->gaps[i] |= streams;
	if (row->since < oldest)
		row->since = oldest;
}

/* Of answers there are many, and told is how many this question has. */
static bool
is_counted_apart(enum hscan_stream stream)
{
	return stream == HSCAN_STREAM_COMMENTS ||
	       stream == HSCAN_STREAM_REVIEWS;
}

static enum hscan_status
cover_list(struct health *health, enum hscan_stream stream, const char *name,
    struct hscan_coverage **out)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    health->store, health->repo.repo_id, stream, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(health, name, state.synced_at);
	row->complete = state.finished;
	row->since = state.since;
	row->note = hscan_arena_dup(health->arena, state.note);
	hscan_stream_state_clear(&state);
	if (!row->complete || !is_counted_apart(stream))
		status = hscan_store_count(health->store, health->repo.repo_id,
		    stream, &row->rows, health->err);
	row->collected = row->complete || row->rows > 0;
	if (row->collected)
		health->collected |= (unsigned)stream;
	*out = row;
	return status;
}

static const char *
why_unread(const struct hscan_coverage *row)
{
	return row->collected ? "not collected: the list was read only in part"
			      : "not collected";
}

static enum hscan_status
cover_events(struct health *health)
{
	struct hscan_coverage *events = NULL;
	enum hscan_status status;

	if (!health->question->history_events) {
		add_missing(health, HSCAN_STREAM_EVENTS,
		    "not collected; use --history events");
		return HSCAN_OK;
	}
	status = cover_list(health, HSCAN_STREAM_EVENTS, "events", &events);
	if (status == HSCAN_OK && !events->complete)
		add_missing(health, HSCAN_STREAM_EVENTS | HSCAN_STREAM_STATE,
		    why_unread(events));
	return status;
}

/* Which windows begin before the comments that were read. */
static enum hscan_status
cover_comments(struct health *health)
{
	struct hscan_coverage *comments = NULL;
	enum hscan_status status;

	if (!(health->needed & HSCAN_STREAM_COMMENTS))
		return HSCAN_OK;
	status =
	    cover_list(health, HSCAN_STREAM_COMMENTS, "comments", &comments);
	if (status != HSCAN_OK)
		return status;
	if (!comments->complete)
		add_missing(
		    health, HSCAN_STREAM_COMMENTS, why_unread(comments));
	note_since(health, comments, HSCAN_STREAM_COMMENTS);
	return hscan_store_count_comments(health->store, health->repo.repo_id,
	    comments->since, &comments->rows, health->err);
}

/* A pull request's answers are told by its own timeline or, where the lists of
 * comments and events are there, by its reviews. `*since` is how far back the
 * comments go. */
static enum hscan_status
needed_parts(struct health *health, unsigned *parts, int64_t *since)
{
	struct hscan_stream_state state;
	enum hscan_status status;

	*parts = HSCAN_DETAIL_REVIEWS;
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_COMMENTS, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	if (!state.finished)
		*parts |= HSCAN_DETAIL_COMMENTS;
	*since = state.since;
	hscan_stream_state_clear(&state);
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_EVENTS, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	if (!state.finished)
		*parts |= HSCAN_DETAIL_DRAFTS;
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

/* Which windows have pull requests whose answers were not read. */
static enum hscan_status
find_unread(struct health *health, bool *none)
{
	enum hscan_status status;
	int64_t since = 0;
	unsigned parts = 0;

	status = needed_parts(health, &parts, &since);
	*none = true;
	for (size_t i = 0; i < health->windows_len && status == HSCAN_OK; i++) {
		const struct hscan_window *window = &health->windows[i];
		struct hscan_unread unread;
		unsigned need = parts;

		if (window->start < since)
			need |= HSCAN_DETAIL_COMMENTS;
		status = hscan_store_count_unread(health->store,
		    health->repo.repo_id, window->start, window->end, need,
		    &unread, health->err);
		if (status != HSCAN_OK || unread.pulls == 0)
			continue;
		health->gaps[i] |= HSCAN_STREAM_REVIEWS;
		*none = false;
	}
	return status;
}

static enum hscan_status
cover_reviews(struct health *health)
{
	struct hscan_coverage *reviews = NULL;
	enum hscan_status status;

	if (!(health->needed & HSCAN_STREAM_REVIEWS))
		return HSCAN_OK;
	status = cover_list(health, HSCAN_STREAM_REVIEWS, "reviews", &reviews);
	if (status == HSCAN_OK)
		status = find_unread(health, &reviews->complete);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_count_reviews(health->store, health->repo.repo_id,
	    health->windows[health->windows_len - 1].start,
	    health->windows[0].end, &reviews->rows, health->err);
}

static enum hscan_status
cover_bases(struct health *health)
{
	struct hscan_coverage *bases = NULL;
	enum hscan_status status;

	if (!health->question->slice.base.ptr ||
	    health->repo.repo.pulls_disabled)
		return HSCAN_OK;
	status = cover_list(health, HSCAN_STREAM_BASES, "bases", &bases);
	if (status == HSCAN_OK && !bases->complete)
		add_missing(health, HSCAN_STREAM_PULLS | HSCAN_STREAM_REVIEWS,
		    "not collected: the branches of the pull requests");
	return status;
}

static enum hscan_status
cover_answers(struct health *health)
{
	enum hscan_status status;

	status = cover_events(health);
	if (status == HSCAN_OK)
		status = cover_comments(health);
	if (status == HSCAN_OK)
		status = cover_reviews(health);
	if (status == HSCAN_OK)
		status = cover_bases(health);
	return status;
}

/* What the records do not tell, of a slice. */
static void
note_slice(struct health *health)
{
	const struct hscan_slice *slice = &health->question->slice;

	if (slice->base.ptr)
		add_missing(health,
		    HSCAN_STREAM_ISSUES | HSCAN_STREAM_COMMENTS |
			HSCAN_STREAM_EVENTS,
		    "issues are for no branch (--base)");
	if (slice->base.ptr || slice->labels_len > 0)
		add_missing(health, HSCAN_STREAM_GIT | HSCAN_STREAM_DOCS,
		    "commits have no labels and no base (--label, --base)");
	if (slice->base.ptr || slice->labels_len > 0 || slice->author.ptr)
		add_missing(health, HSCAN_STREAM_RELEASES,
		    "releases are not sliced (--label, --author, --base)");
}

/* Where but the later part of the issues was read: what needs the rest, and
 * which windows begin before it. */
static enum hscan_status
cover_part(struct health *health, struct hscan_coverage *issues)
{
	struct hscan_stream_state backlog;
	enum hscan_status status;

	if (issues->since == HSCAN_NEVER)
		return HSCAN_OK;
	add_missing(health, HSCAN_STREAM_HISTORY,
	    "not collected: needs all issues ever opened; ask for it by "
	    "--metric, or for a trend");
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_OPEN, &backlog, health->err);
	if (status != HSCAN_OK)
		return status;
	if (!backlog.finished)
		add_missing(health, HSCAN_STREAM_OPEN,
		    "not collected: the list was read only in part");
	hscan_stream_state_clear(&backlog);
	note_since(health, issues, HSCAN_STREAM_ISSUES | HSCAN_STREAM_PULLS);
	return hscan_store_count_items(health->store, health->repo.repo_id,
	    issues->since, &issues->rows, health->err);
}

static enum hscan_status
cover_forge(struct health *health)
{
	struct hscan_coverage *issues = NULL, *other = NULL;
	enum hscan_status status;

	status = cover_list(health, HSCAN_STREAM_ISSUES, "issues", &issues);
	if (status != HSCAN_OK)
		return status;
	if (!issues->complete)
		add_missing(health, HSCAN_STREAM_ISSUES | HSCAN_STREAM_PULLS,
		    why_unread(issues));
	else if (issues->note.len > 0)
		add_missing(health, HSCAN_STREAM_ISSUES | HSCAN_STREAM_PULLS,
		    "issues disabled");
	else if (!health->repo.repo.has_issues)
		add_missing(health, HSCAN_STREAM_ISSUES, "issues disabled");
	if (health->repo.repo.pulls_disabled)
		add_missing(health, HSCAN_STREAM_PULLS | HSCAN_STREAM_REVIEWS,
		    "pull requests disabled");
	status = cover_part(health, issues);
	if (status == HSCAN_OK)
		status = cover_list(
		    health, HSCAN_STREAM_RELEASES, "releases", &other);
	/* Of what is on no forge the tags are the releases. */
	if (status == HSCAN_OK && !other->complete &&
	    !health->question->forge_missing)
		add_missing(health, HSCAN_STREAM_RELEASES, why_unread(other));
	if (status != HSCAN_OK)
		return status;
	return cover_answers(health);
}

/* --- the head --- */

/* What the forge calls default may be another branch than when the clone was
 * read. */
static enum hscan_head_kind
kind_of_head(const struct health *health, const struct hscan_stored_head *head)
{
	struct hscan_text branch = health->repo.repo.default_branch;

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
why_other_head(struct health *health, const struct hscan_stored_head *head,
    enum hscan_head_kind kind)
{
	char text[400], ref[120], branch[120];
	struct hscan_text why;

	if (kind != HSCAN_HEAD_OTHER && kind != HSCAN_HEAD_UNKNOWN)
		return NULL;
	(void)hscan_safe(
	    health->repo.repo.default_branch, branch, sizeof(branch));
	if (head->unborn)
		(void)snprintf(text, sizeof(text),
		    "the clone had no commit of the default branch %s", branch);
	else
		(void)snprintf(text, sizeof(text),
		    "the commits are those of %s, not %sof the default branch "
		    "%s",
		    hscan_safe(head->ref, ref, sizeof(ref)),
		    kind == HSCAN_HEAD_OTHER ? "" : "known to be ", branch);
	why = hscan_arena_dup(health->arena, hscan_text_of(text));
	return why.ptr ? why.ptr : "of another head";
}

/* "refs/heads/main at 1f0c2ab", and what is to be said of that. */
static struct hscan_text
describe_head(struct health *health, const struct hscan_stored_head *head,
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
		    hscan_safe(health->repo.repo.default_branch, branch,
			sizeof(branch)));
	if (head->unmapped)
		(void)snprintf(text + len, sizeof(text) - (size_t)len,
		    "; its .mailmap was not there to be read: authors are not "
		    "mapped");
	return hscan_arena_dup(health->arena, hscan_text_of(text));
}

static void
cover_head(struct health *health, const struct hscan_stored_head *head,
    struct hscan_coverage *row)
{
	if (!head->walked)
		return;
	health->collected |= HSCAN_STREAM_GIT;
	row->head_kind = kind_of_head(health, head);
	row->note = describe_head(health, head, row->head_kind);
	if (!head->unborn)
		row->head = hscan_arena_dup(health->arena, head->ref);
	health->other_head.reason =
	    why_other_head(health, head, row->head_kind);
}

/* Why the lists of a forge do not tell of the documentation either. */
static const char *
why_unlisted(struct health *health, const struct hscan_stream_state *state)
{
	const char *unread = health->question->git_missing
				 ? health->question->git_missing
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
	why = hscan_arena_dup(health->arena, hscan_text_of(reason));
	return why.ptr ? why.ptr : unread;
}

/* The lists of a forge, where they are what tells of the documentation. */
static enum hscan_status
cover_listing(struct health *health, const struct hscan_listing *listing,
    const struct hscan_stream_state *state)
{
	struct hscan_coverage *row =
	    add_coverage(health, "documentation", state->synced_at);

	row->collected = true;
	health->collected |= HSCAN_STREAM_DOCS;
	row->complete =
	    hscan_text_is(listing->doc_paths, health->question->doc_paths);
	row->source = "rest";
	row->note =
	    hscan_text_of("about: as the forge lists them, for whole folders");
	row->since = listing->since;
	if (!row->complete)
		add_missing(health, HSCAN_STREAM_DOCS,
		    "not collected: the commits were listed by other "
		    "documentation paths; run once without --offline");
	note_since(health, row, HSCAN_STREAM_DOCS);
	return hscan_store_count_listed(health->store, health->repo.repo_id,
	    row->since, &row->rows, health->err);
}

/* Where the commits to the documentation are told from, unless it is git. */
static enum hscan_status
cover_docs(struct health *health, const struct hscan_stored_head *head)
{
	struct hscan_stream_state state;
	struct hscan_listing listing;
	enum hscan_status status;

	status = hscan_store_get_listing(
	    health->store, health->repo.repo_id, &listing, health->err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_DOCS, &state, health->err);
	if (status == HSCAN_OK && listing.preferred)
		status = cover_listing(health, &listing, &state);
	else if (status == HSCAN_OK && !head->walked)
		add_missing(
		    health, HSCAN_STREAM_DOCS, why_unlisted(health, &state));
	hscan_stream_state_clear(&state);
	hscan_listing_clear(&listing);
	return status;
}

static enum hscan_status
cover_git(struct health *health)
{
	struct hscan_stored_head head;
	struct hscan_coverage *row;
	unsigned docs;
	bool other;
	enum hscan_status status;

	status = hscan_store_get_head(
	    health->store, health->repo.repo_id, &head, health->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(
	    health, "git", head.walked ? head.synced_at : HSCAN_NEVER);
	/* What was walked by other documentation paths answers another
	 * question. */
	other = head.walked &&
		!hscan_text_is(head.doc_paths, health->question->doc_paths);
	row->complete = head.walked && !other && !head.unmapped;
	row->collected = head.walked;
	cover_head(health, &head, row);
	status = cover_docs(health, &head);
	/* The documentation may be told by a row of its own. */
	docs = HSCAN_STREAM_DOCS & ~health->collected;
	if (health->other_head.reason)
		health->other_head.streams = HSCAN_STREAM_GIT | docs;
	if (other)
		add_missing(health, HSCAN_STREAM_GIT | docs,
		    "not collected: the history was read with other "
		    "documentation paths; use --git DIR to read it again");
	else if (!head.walked)
		add_missing(health, HSCAN_STREAM_GIT,
		    health->question->git_missing
			? health->question->git_missing
			: "not collected");
	if (head.unmapped)
		add_missing(health, HSCAN_STREAM_AUTHORS,
		    "not collected: the clone has not the contents of its "
		    "head's .mailmap, so who is who is not known");
	hscan_stored_head_clear(&head);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_count(health->store, health->repo.repo_id,
	    HSCAN_STREAM_GIT, &row->rows, health->err);
}

/* What of each list could not be read. The list has been, so that it goes on to
 * be told from; but it is not all there is. */
static enum hscan_status
cover_doubts(struct health *health)
{
	static const struct {
		const char *name;
		enum hscan_stream stream;
	} streams[] = {
	    {"issues", HSCAN_STREAM_ISSUES},
	    {"releases", HSCAN_STREAM_RELEASES},
	    {"events", HSCAN_STREAM_EVENTS},
	    {"comments", HSCAN_STREAM_COMMENTS},
	    {"reviews", HSCAN_STREAM_REVIEWS},
	    {"bases", HSCAN_STREAM_BASES},
	    {"documentation", HSCAN_STREAM_DOCS},
	};
	int64_t start = health->windows[health->windows_len - 1].start;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < health->coverage_len; i++) {
		struct hscan_coverage *row = &health->coverage[i];
		struct hscan_doubt_count count = {0, false};

		for (size_t j = 0; j < sizeof(streams) / sizeof(streams[0]) &&
				   status == HSCAN_OK;
		     j++)
			if (strcmp(row->stream, streams[j].name) == 0)
				status = hscan_store_count_doubts(health->store,
				    health->repo.repo_id, streams[j].stream,
				    start, health->windows[0].end, &count,
				    health->err);
		if (count.len == 0 && !count.any_number)
			continue;
		row->unreadable = count.len;
		row->cut = count.any_number;
		row->complete = false;
		health->in_doubt = true;
	}
	return status;
}

static enum hscan_status
cover(struct health *health)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	size_t lists;
	enum hscan_status status;

	health->coverage = hscan_arena_alloc(
	    health->arena, STREAMS, sizeof(*health->coverage));
	if (!health->coverage)
		return hscan_no_memory(health->err);
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_REPO, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(health, "repository", state.synced_at);
	row->complete = state.finished;
	row->collected = true;
	row->rows = 1;
	hscan_stream_state_clear(&state);
	lists = health->coverage_len;
	note_slice(health);
	if (health->question->forge_missing)
		add_missing(health,
		    ~((unsigned)HSCAN_STREAM_GIT | (unsigned)HSCAN_STREAM_DOCS |
			(unsigned)HSCAN_STREAM_AUTHORS |
			(unsigned)HSCAN_STREAM_RELEASES),
		    health->question->forge_missing);
	status = cover_forge(health);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = lists; i < health->coverage_len; i++)
		if (!health->coverage[i].complete)
			health->complete = false;
	status = cover_git(health);
	return status == HSCAN_OK ? cover_doubts(health) : status;
}

/* --- the windows --- */

static enum hscan_status
lay_windows(struct health *health)
{
	const struct hscan_health_query *question = health->question;
	size_t len = question->windows + 1;

	health->windows =
	    hscan_arena_alloc(health->arena, len, sizeof(*health->windows));
	health->gaps =
	    hscan_arena_alloc(health->arena, len, sizeof(*health->gaps));
	if (!health->windows || !health->gaps)
		return hscan_no_memory(health->err);
	health->windows_len = len;
	return hscan_windows_lay(&question->window, question->as_of,
	    health->windows, len, health->err);
}

/* --- what the project is in the middle of --- */

static enum hscan_status
tell_lifecycle(struct health *health, struct hscan_engine *engine)
{
	const struct hscan_health_query *question = health->question;
	const struct hscan_repo *repo = &health->repo.repo;
	struct hscan_life_facts facts = {
	    .end = health->windows[0].end,
	    .created_at = repo->created_at,
	    .pushed_at = repo->pushed_at,
	    .archived = repo->archived,
	    .commits_read = health->collected & HSCAN_STREAM_GIT,
	    .other_head = health->other_head.streams != 0,
	    .forge_read = health->collected & HSCAN_STREAM_ISSUES,
	    .replies_read = health->collected &
			    (HSCAN_STREAM_COMMENTS | HSCAN_STREAM_REVIEWS),
	};
	const struct hscan_slice *slice = &question->slice;
	enum hscan_status status;

	if (slice->labels_len > 0 || slice->author.ptr || slice->base.ptr)
		return HSCAN_OK; /* a part of it has no life of its own */
	status = hscan_engine_signs(engine, health->repo.repo_id, facts.end,
	    question->maintainers, question->maintainers_len, &facts.signs,
	    health->err);
	if (status == HSCAN_OK)
		status = hscan_lifecycle(
		    &facts, health->arena, &health->life, health->err);
	return status;
}

/* --- the measures --- */

/* The metrics to show, in order. */
static enum hscan_status
choose(const struct hscan_health_query *question, struct hscan_arena *arena,
    const struct hscan_metric ***out, size_t *len, struct hscan_error *err)
{
	const struct hscan_metrics *all = question->metrics;
	size_t most = question->ids_len > 0 ? question->ids_len : all->len;
	const struct hscan_metric **chosen =
	    hscan_arena_alloc(arena, most, sizeof(const struct hscan_metric *));
	size_t count = 0;
	char id[80];

	if (!chosen)
		return hscan_no_memory(err);
	for (size_t i = 0; i < most; i++) {
		const struct hscan_metric *metric =
		    question->ids_len > 0
			? hscan_metrics_find(all, question->ids[i])
			: &all->at[i];

		if (!metric)
			return hscan_fail(err, HSCAN_EINVAL,
			    "there is no metric '%s'; healthscan metrics lists "
			    "them",
			    hscan_safe(question->ids[i], id, sizeof(id)));
		if (question->ids_len > 0 || question->full ||
		    !(metric->streams & HSCAN_STREAMS_FULL))
			chosen[count++] = metric;
	}
	*out = chosen;
	*len = count;
	return HSCAN_OK;
}

enum hscan_status
hscan_health_streams(const struct hscan_health_query *question,
    struct hscan_arena *arena, unsigned *out, struct hscan_error *err)
{
	const struct hscan_metric **chosen = NULL;
	unsigned streams = 0;
	size_t len = 0;
	enum hscan_status status;

	status = choose(question, arena, &chosen, &len, err);
	for (size_t i = 0; i < len; i++) {
		const struct hscan_metric *other =
		    hscan_metrics_find(question->metrics, chosen[i]->risk_from);

		streams |= chosen[i]->streams | (other ? other->streams : 0U);
	}
	if (question->slice.base.ptr)
		streams |= HSCAN_STREAM_BASES;
	/* Nobody waits for a history that nothing but one of many metrics is
	 * told from. */
	if (question->windows == 0 && question->ids_len == 0)
		streams &= ~(unsigned)HSCAN_STREAM_HISTORY;
	if (status == HSCAN_OK)
		*out = streams;
	return status;
}

static struct hscan_engine_scope
scope_of(const struct health *health)
{
	const struct hscan_health_query *question = health->question;

	return (struct hscan_engine_scope){
	    .repo_ids = &health->repo.repo_id,
	    .repos = 1,
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .bots_included = question->bots_included,
	    .bot_logins = question->bot_logins,
	    .bot_logins_len = question->bot_logins_len,
	    .history_events = question->history_events,
	    .slice = question->slice,
	    .watch = question->watch,
	};
}

/* No number is told of what is not all there. */
static enum hscan_status
check_store(const struct health *health)
{
	const struct hscan_slice *slice = &health->question->slice;

	return hscan_store_check(health->store, health->repo.repo_id,
	    slice->labels_len > 0 || slice->base.ptr, health->err);
}

static enum hscan_status
compute(struct health *health, const struct hscan_metric *const *metrics,
    struct hscan_measure *measures, size_t len)
{
	const struct hscan_health_query *question = health->question;
	const struct hscan_engine_scope scope = scope_of(health);
	struct hscan_assessment assessment = {
	    .scope = &scope,
	    .metrics = question->metrics,
	    .missing = health->missing,
	    .other_head = &health->other_head,
	    .gaps = health->gaps,
	    .repo_created_at = health->repo.repo.created_at,
	    .min_samples = question->min_samples,
	    .method = question->baseline_method,
	    .sigma = question->sigma,
	};
	enum hscan_status status;

	status = check_store(health);
	if (status == HSCAN_OK)
		status = hscan_engine_open(question->engine, health->store,
		    &scope, &assessment.engine, health->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = hscan_assess(&assessment, metrics[i], health->arena,
		    &measures[i], health->err);
	if (status == HSCAN_OK && question->lifecycle)
		status = tell_lifecycle(health, assessment.engine);
	hscan_engine_close(assessment.engine);
	return status;
}

static enum hscan_status
fill_report(struct health *health, const struct hscan_repo_name *name,
    const struct hscan_measure *measures, size_t len, struct hscan_report *out)
{
	const struct hscan_health_query *question = health->question;
	struct hscan_repo repo = health->repo.repo;
	bool settled = health->complete && !question->incomplete;
	struct hscan_text host;

	/* The name may be a local variable of who asks. */
	host = hscan_arena_dup(health->arena, hscan_text_of(name->host));
	repo.full_name = hscan_arena_dup(health->arena, repo.full_name);
	repo.default_branch =
	    hscan_arena_dup(health->arena, repo.default_branch);
	if (!repo.full_name.ptr || !host.ptr)
		return hscan_no_memory(health->err);
	*out = (struct hscan_report){
	    .version = question->version,
	    .generated_at = question->generated_at,
	    .as_of = question->as_of,
	    .synced_at = health->synced_at,
	    .complete = settled && !health->in_doubt,
	    .settled = settled,
	    .bots_included = question->bots_included,
	    .history_events = question->history_events,
	    .window = health->windows[0],
	    .host = host.ptr,
	    .repo = repo,
	    .coverage = health->coverage,
	    .coverage_len = health->coverage_len,
	    .measures = measures,
	    .measures_len = len,
	    .slice = question->slice,
	    .min_samples = question->min_samples,
	    .life = health->life,
	};
	return HSCAN_OK;
}

/* The repository that is asked for, in the store. */
static enum hscan_status
find_repo(struct health *health, const struct hscan_repo_name *name)
{
	int64_t repo_id = health->question->repo_id;

	if (repo_id != 0)
		return hscan_store_get_repo(
		    health->store, repo_id, &health->repo, health->err);
	return hscan_store_find_repo(
	    health->store, name, &health->repo, health->err);
}

enum hscan_status
hscan_health(struct hscan_store *store, const struct hscan_repo_name *name,
    const struct hscan_health_query *question, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .synced_at = HSCAN_NEVER,
	    .complete = true,
	    .err = err,
	};
	const struct hscan_metric **metrics = NULL;
	struct hscan_measure *measures = NULL;
	size_t len = 0; /* of both */
	enum hscan_status status;

	status = choose(question, arena, &metrics, &len, err);
	if (status == HSCAN_OK)
		status =
		    hscan_health_streams(question, arena, &health.needed, err);
	if (status == HSCAN_OK)
		measures = hscan_arena_alloc(arena, len, sizeof(*measures));
	if (status == HSCAN_OK && !measures)
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = find_repo(&health, name);
	if (status == HSCAN_OK)
		status = lay_windows(&health);
	if (status == HSCAN_OK)
		status = cover(&health);
	if (status == HSCAN_OK)
		status = compute(&health, metrics, measures, len);
	if (status == HSCAN_OK)
		status = fill_report(&health, name, measures, len, out);
	hscan_stored_repo_clear(&health.repo);
	return status;
}

enum hscan_status
hscan_health_samples(struct hscan_store *store,
    const struct hscan_repo_name *name,
    const struct hscan_health_query *question,
    const struct hscan_metric *metric, hscan_sample_fn *take, void *payload,
    struct hscan_arena *arena, struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .err = err,
	};
	struct hscan_engine *engine = NULL;
	struct hscan_engine_scope scope;
	enum hscan_status status;

	status = find_repo(&health, name);
	if (status == HSCAN_OK)
		status = check_store(&health);
	if (status == HSCAN_OK)
		status = lay_windows(&health);
	if (status == HSCAN_OK) {
		scope = scope_of(&health);
		/* The rows of the window that is reported are enough. */
		scope.windows_len = 1;
		status = hscan_engine_open(
		    question->engine, store, &scope, &engine, err);
	}
	if (status == HSCAN_OK)
		status = hscan_engine_samples(
		    engine, metric, health.repo.repo_id, 0, take, payload, err);
	hscan_engine_close(engine);
	hscan_stored_repo_clear(&health.repo);
	return status;
}
