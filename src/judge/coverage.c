/* SPDX-License-Identifier: MIT */
/* What of a repository was read, and what was not; see coverage.h. */
#include "judge/coverage.h"

#include "judge/cover.h"

/* What the records do not tell, of a slice. */
static void
note_slice(struct hscan_cover *cover)
{
	const struct hscan_slice *slice = &cover->question->slice;

	if (slice->base.ptr)
		cover_missing(cover,
		    HSCAN_NEED_ISSUES | HSCAN_NEED_COMMENTS | HSCAN_NEED_EVENTS,
		    "issues are for no branch (--base)");
	if (slice->base.ptr || slice->labels_len > 0)
		cover_missing(cover, HSCAN_NEED_GIT | HSCAN_NEED_DOCS,
		    "commits have no labels and no base (--label, --base)");
	if (slice->base.ptr || slice->labels_len > 0 || slice->author.ptr) {
		cover_missing(cover, HSCAN_NEED_RELEASES,
		    "releases are not sliced (--label, --author, --base)");
		cover_missing(cover, HSCAN_NEED_CONTRIBUTIONS,
		    "who came again is not told of a slice (--label, "
		    "--author, --base)");
	}
}

/* Who is new, only all items tell. */
static const unsigned needs_all = (unsigned)HSCAN_NEED_HISTORY |
				  (unsigned)HSCAN_NEED_ROLES |
				  (unsigned)HSCAN_NEED_CONTRIBUTIONS;

static const char no_map[] =
    "not known who works where: no organization.map; use --organization-map "
    "FILE";

static const char needs_history[] =
    "not collected: needs all issues ever opened; ask for it by --metric, or "
    "for a trend";

/* Where others tell of the issues, too. What was open at the last sync is known
 * from its walk of all that are. */
static void
note_told_issues(
    struct hscan_cover *cover, struct cover_list *issues, bool backlog)
{
	const struct hscan_reach *reach = &issues->reach;
	const char *unread = reach->synced ? cover_only_in_part
					   : cover_why_unread(cover, issues);

	(void)partly_note_all(cover, reach, HSCAN_BACK_START, needs_all,
	    reach->synced ? needs_history : unread);
	if (!reach->synced || !backlog)
		(void)partly_note_all(
		    cover, reach, HSCAN_BACK_START, HSCAN_NEED_BACKLOG, unread);
	cover_note(cover, issues, HSCAN_BACK_WINDOW,
	    HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS | HSCAN_NEED_BACKLOG);
}

/* Where but the later part of the issues was read: what needs the rest, and
 * which windows begin before it. */
static void
note_part(
    struct hscan_cover *cover, struct hscan_coverage *issues, bool backlog)
{
	cover_missing(cover, needs_all, needs_history);
	if (!backlog)
		cover_missing(cover, HSCAN_NEED_BACKLOG, cover_only_in_part);
	cover_since(cover, issues, HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS);
}

/* How far back the issues go. */
static enum hscan_status
cover_part(struct hscan_cover *cover, struct cover_list *issues)
{
	struct hscan_coverage *row = issues->row;
	struct hscan_stream_state backlog;
	enum hscan_status status;

	if (row->since == HSCAN_NEVER && !cover_is_mixed(issues))
		return HSCAN_OK;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_BACKLOG, &backlog, cover->err);
	if (status != HSCAN_OK)
		return status;
	if (cover_is_mixed(issues))
		note_told_issues(cover, issues, backlog.finished);
	else
		note_part(cover, row, backlog.finished);
	hscan_stream_state_clear(&backlog);
	if (row->since == HSCAN_NEVER)
		return HSCAN_OK;
	cover_clip(cover, row);
	return hscan_store_count_items(cover->store, cover->repo->repo_id,
	    row->since, &row->rows, cover->err);
}

static const char *
find_backlog(const struct hscan_missing *at, size_t len)
{
	for (size_t i = 0; i < len && at[i].needs; i++)
		if (at[i].needs & HSCAN_NEED_BACKLOG)
			return at[i].reason;
	return NULL;
}

const char *
cover_why_no_backlog(const struct hscan_cover *cover)
{
	const char *why;

	if (cover->one->forge_missing)
		return cover->one->forge_missing;
	why = find_backlog(cover->missing, cover->missing_len);
	if (!why && cover->issues_from == INT64_MAX)
		return "not collected";
	return why ? why : find_backlog(cover->gaps[0].at, HSCAN_GAPS);
}

/* The server refused the list, which has the pull requests, too: nothing is
 * known of either. */
static void
note_refused(struct hscan_cover *cover)
{
	cover_missing(cover,
	    HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS | HSCAN_NEED_BACKLOG,
	    cover_issues_off);
	cover->issues_from = INT64_MAX;
}

static enum hscan_status
cover_issues(struct hscan_cover *cover)
{
	const struct hscan_repo *repo = &cover->repo->repo;
	bool untold = repo->unknown & HSCAN_REPO_HAS_ISSUES;
	struct cover_list issues;
	enum hscan_status status;

	status =
	    cover_read(cover, HSCAN_STREAM_ISSUES, HSCAN_NEED_ISSUES, &issues);
	if (status != HSCAN_OK)
		return status;
	if (!issues.row->complete && !cover_is_mixed(&issues))
		cover_missing(cover, HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS,
		    cover_why_unread(cover, &issues));
	else if (issues.row->note.len > 0)
		note_refused(cover);
	else if (!repo->has_issues && !untold)
		cover_missing(cover, HSCAN_NEED_ISSUES, cover_issues_off);
	if (repo->pulls_disabled)
		cover_missing(cover, HSCAN_NEED_PULLS | HSCAN_NEED_REVIEWS,
		    cover_pulls_off);
	return cover_part(cover, &issues);
}

static enum hscan_status
cover_releases(struct hscan_cover *cover)
{
	struct cover_list releases;
	enum hscan_status status;

	status = cover_read(
	    cover, HSCAN_STREAM_RELEASES, HSCAN_NEED_RELEASES, &releases);
	/* Of what is on no forge the tags are the releases. The last release
	 * may be any time ago. */
	if (status == HSCAN_OK && !cover->one->forge_missing)
		cover_note(
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

static void
want_complete(struct hscan_cover *cover, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!cover->rows[i].complete)
			cover->complete = false;
}

enum hscan_status
hscan_cover(struct hscan_cover *cover)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	size_t lists, git; /* where those rows begin */
	enum hscan_status status;

	cover->rows = hscan_arena_alloc(
	    cover->arena, HSCAN_COVER_ROWS, sizeof(*cover->rows));
	cover->gaps = hscan_arena_alloc(
	    cover->arena, cover->windows_len, sizeof(*cover->gaps));
	if (!cover->rows || !cover->gaps)
		return hscan_no_memory(cover->err);
	cover->synced_at = HSCAN_NEVER;
	cover->issues_from = cover->releases_from = cover->comments_from =
	    INT64_MAX;
	cover->complete = true;
	status = partly_load(cover);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_REPO, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = cover_row(cover, HSCAN_STREAM_REPO, state.synced_at);
	row->complete = state.finished;
	row->collected = true;
	row->rows = 1;
	hscan_stream_state_clear(&state);
	lists = cover->len;
	note_slice(cover);
	if (!cover->question->organizations)
		cover_missing(cover, HSCAN_NEED_ORGANIZATIONS, no_map);
	if (cover->one->forge_missing)
		cover_missing(cover,
		    ~((unsigned)HSCAN_NEED_GIT | (unsigned)HSCAN_NEED_DOCS |
			(unsigned)HSCAN_NEED_AUTHORS |
			(unsigned)HSCAN_NEED_ORGANIZATIONS |
			(unsigned)HSCAN_NEED_RELEASES),
		    cover->one->forge_missing);
	status = cover_forge(cover);
	if (status != HSCAN_OK)
		return status;
	git = cover->len;
	status = cover_git(cover);
	/* Of a clone that no forge knows, its history is all there is. */
	if (cover->one->forge_missing)
		want_complete(cover, git, cover->len);
	else
		want_complete(cover, lists, git);
	return status == HSCAN_OK ? cover_doubts(cover) : status;
}
