/* SPDX-License-Identifier: MIT */
/* The lists of a repository; see lists.h. */
#include "source/github/lists.h"

#include <string.h>

static enum hscan_status
decode_items(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_items *items = &out->items;
	enum hscan_status status =
	    hscan_github_decode_items(body, arena, items, err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < items->len; i++) {
		int64_t updated = items->at[i].updated_at;

		if (i == 0 || updated > out->newest)
			out->newest = updated;
		if (i == 0 || updated < out->oldest)
			out->oldest = updated;
	}
	out->len = items->len;
	out->bad = items->bad;
	out->id = items->len > 0 ? items->at[0].number : 0;
	return HSCAN_OK;
}

static enum hscan_status
decode_events(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_events *events = &out->events;
	enum hscan_status status =
	    hscan_github_decode_events(body, arena, events, err);

	if (status != HSCAN_OK)
		return status;
	if (events->oldest_at != HSCAN_NEVER) {
		out->newest = events->newest_id;
		out->oldest = events->oldest_id;
		out->oldest_at = events->oldest_at;
	}
	out->len = events->len;
	out->passed_over = events->len == 0 && out->oldest_at != HSCAN_NEVER;
	out->bad = events->bad;
	out->id = events->len > 0 ? events->at[0].id : 0;
	return HSCAN_OK;
}

static enum hscan_status
decode_comments(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_responses *comments = &out->comments;
	enum hscan_status status =
	    hscan_github_decode_comments(body, arena, comments, err);

	if (status != HSCAN_OK)
		return status;
	out->newest = comments->newest;
	out->oldest = comments->oldest;
	out->len = comments->len;
	out->bad = comments->bad;
	out->id = comments->len > 0 ? comments->at[0].id : 0;
	return HSCAN_OK;
}

static enum hscan_status
decode_releases(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_releases *releases = &out->releases;
	enum hscan_status status =
	    hscan_github_decode_releases(body, arena, releases, err);

	if (status != HSCAN_OK)
		return status;
	out->len = releases->len;
	out->bad = releases->bad;
	out->id = releases->len > 0 ? releases->at[0].id : 0;
	return HSCAN_OK;
}

static enum hscan_status
decode_bases(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_bases *bases = &out->bases;
	enum hscan_status status =
	    hscan_github_decode_bases(body, arena, bases, err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < bases->len; i++) {
		out->oldest = bases->at[i].updated_at;
		if (out->oldest > out->newest)
			out->newest = out->oldest;
	}
	out->len = bases->len;
	out->bad = bases->bad;
	out->id = bases->len > 0 ? bases->at[0].number : 0;
	return HSCAN_OK;
}

static enum hscan_status
decode_commits(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rows *out, struct hscan_error *err)
{
	struct hscan_listed_commits *commits = &out->commits;
	enum hscan_status status =
	    hscan_github_decode_commits(body, arena, commits, err);

	if (status != HSCAN_OK)
		return status;
	out->newest = commits->newest;
	/* A single commit with an old date says nothing of how far back the
	 * page goes. */
	for (size_t i = commits->len * 3 / 4; i < commits->len; i++)
		if (commits->at[i].committed_at > out->oldest)
			out->oldest = commits->at[i].committed_at;
	out->len = commits->len;
	out->bad = commits->bad;
	return HSCAN_OK;
}

/* 100 rows a page is the most there is. */
const struct hscan_list hscan_lists[HSCAN_LISTS_MOST] = {
    {
	.stream = HSCAN_STREAM_ISSUES,
	.called = "",
	.needs = HSCAN_NEED_ISSUES,
	.walk = HSCAN_WALK_ISSUES,
	.target = "/issues?state=all&sort=updated&direction=desc&per_page=100",
	.row = "/issues/",
	.endpoint = "/issues",
	.decode = decode_items,
	.order = HSCAN_ORDER_TIME,
	.bounded = true,
	.since = true,
	.of_issues = true,
	.overlap = HSCAN_OVERLAP_S,
	.by_number = true,
    },
    {
	.stream = HSCAN_STREAM_RELEASES,
	.called = "release ",
	.needs = HSCAN_NEED_RELEASES,
	.target = "/releases?per_page=100",
	.row = "/releases/",
	.endpoint = "/releases",
	.turn = 1,
	.decode = decode_releases,
    },
    {
	.stream = HSCAN_STREAM_EVENTS,
	.called = "event ",
	.needs = HSCAN_NEED_EVENTS,
	.target = "/issues/events?per_page=100",
	.row = "/issues/events/",
	.endpoint = "/issues/events",
	.turn = 6,
	.decode = decode_events,
	.order = HSCAN_ORDER_NUMBER,
	.capped = true,
	.of_issues = true,
    },
    {
	.stream = HSCAN_STREAM_COMMENTS,
	.called = "comment ",
	.needs = HSCAN_NEED_COMMENTS,
	.target = "/issues/comments?sort=updated&direction=desc&per_page=100",
	.row = "/issues/comments/",
	.endpoint = "/issues/comments",
	.turn = 5,
	.decode = decode_comments,
	.order = HSCAN_ORDER_TIME,
	.bounded = true,
	.since = true,
	.capped = true,
	.of_issues = true,
	.overlap = HSCAN_OVERLAP_S,
    },
    {
	.stream = HSCAN_STREAM_REVIEWS,
	.called = "the answers to ",
	.needs = HSCAN_NEED_REVIEWS | HSCAN_NEED_EVERY_REVIEW |
		 HSCAN_NEED_OPEN_ANSWERS,
	.walk = HSCAN_WALK_NONE,
	.turn = 4,
	.by_number = true,
    },
    {
	.stream = HSCAN_STREAM_BASES,
	.called = "the branch of ",
	.needs = HSCAN_NEED_BASES,
	.target = "/pulls?state=all&sort=updated&direction=desc&per_page=100",
	.row = "/pulls/",
	.endpoint = "/pulls",
	.turn = 3,
	.decode = decode_bases,
	.order = HSCAN_ORDER_TIME,
	.overlap = HSCAN_OVERLAP_S,
	.by_number = true,
    },
    {
	.stream = HSCAN_STREAM_MERGES,
	.called = "the merge of ",
	.needs = HSCAN_NEED_MERGES,
	.target = "/pulls?state=all&sort=updated&direction=desc&per_page=100",
	.row = "/pulls/",
	.endpoint = "/pulls",
	.turn = 3,
	.decode = decode_bases,
	.order = HSCAN_ORDER_TIME,
	.bounded = true,
	.optional = true,
	.overlap = HSCAN_OVERLAP_S,
	.by_number = true,
    },
    {
	.stream = HSCAN_STREAM_DOCS,
	.called = "commit ",
	.needs = HSCAN_NEED_DOCS,
	.walk = HSCAN_WALK_DOCS,
	.row = "/commits/",
	.endpoint = "/commits",
	.turn = 2,
	.decode = decode_commits,
	.order = HSCAN_ORDER_TIME,
	.bounded = true,
	.since = true,
	.overlap = HSCAN_COMMIT_OVERLAP_S,
    },
    {
	.stream = HSCAN_STREAM_BACKLOG,
	.rows = HSCAN_STREAM_ISSUES,
	.needs = HSCAN_NEED_ISSUES,
	.walk = HSCAN_WALK_BACKLOG,
	.target = "/issues?state=open&sort=created&direction=asc&per_page=100",
	.endpoint = "/issues?state=open",
	.decode = decode_items,
	.of_issues = true,
    },
    {
	.stream = HSCAN_STREAM_TAIL,
	.rows = HSCAN_STREAM_ISSUES,
	.title = "issues",
	.needs = HSCAN_NEED_ISSUES,
	.walk = HSCAN_WALK_TAIL,
	.target = "/issues?state=all&sort=updated&direction=asc&per_page=100",
	.decode = decode_items,
	.of_issues = true,
    },
    {
	.stream = HSCAN_STREAM_RECHECK,
	.rows = HSCAN_STREAM_ISSUES,
	.title = "sweep",
	.walk = HSCAN_WALK_RECHECK,
	.target = "/issues?state=all&sort=created&direction=asc&per_page=100",
	.endpoint = "/issues?sort=created",
	.decode = decode_items,
	.of_issues = true,
    },
    {.stream = NULL},
};

enum hscan_status
hscan_list_decode(const struct hscan_list *list, struct hscan_text body,
    struct hscan_arena *arena, struct hscan_rows *out, struct hscan_error *err)
{
	*out = (struct hscan_rows){
	    .newest = HSCAN_NEVER,
	    .oldest = HSCAN_NEVER,
	    .oldest_at = HSCAN_NEVER,
	};
	return list->decode(body, arena, out, err);
}

const struct hscan_list *
hscan_list_of(const char *stream)
{
	for (const struct hscan_list *of = hscan_lists; of->stream; of++)
		if (strcmp(of->stream, stream) == 0)
			return of;
	return NULL;
}
