/* SPDX-License-Identifier: MIT */
/* What GitHub's rows tell, one by one; see reading.h. */
#include "source/backup/reading.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/grow.h"
#include "base/text.h"
#include "source/backup/node_id.h"
#include "source/github/decode_rows.h"

static const cJSON *
get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

static struct hscan_text
text_of(const cJSON *object, const char *field)
{
	return hscan_text_of(cJSON_GetStringValue(get(object, field)));
}

static bool
is_text(const cJSON *object, const char *field)
{
	return cJSON_IsString(get(object, field));
}

/* --- the object --- */

cJSON *
backup_open(struct backup_reading *r, struct hscan_text object,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err)
{
	/* All that is read by the decoders of this folder; see
	 * hscan_json_sift(). */
	static const char *const names[] = {"id", "node_id", "number", "title",
	    "user", "login", "type", "author_association", "state_reason",
	    "state", "locked", "draft", "comments", "created_at", "updated_at",
	    "closed_at", "merged_at", "merged", "labels", "name", "full_name",
	    "base", "ref", "repo", "pull_request/", "issue_url",
	    "pull_request_url", "repository_url", "url", "submitted_at",
	    "event", "actor", "issue", "pull", "events", "tag_name",
	    "published_at", "prerelease", "author", "default_branch",
	    "pushed_at", "has_issues", "has_pull_requests", "archived", "fork",
	    "message", "documentation_url", "createdAt", "updatedAt",
	    "closedAt", "mergedAt", "comment_data", "comment_regular_data",
	    "review_data", "event_data", "timeline_data", "backend_name",
	    "category", "classified_fields_filtered", "data", "comments_data",
	    "reviews_data", NULL};

	*r = (struct backup_reading){
	    .json = {.arena = arena,
		.err = err,
		.what = "the record",
		.names = names,
		.sift_object = true,
		.kept = true,
		.status = HSCAN_OK},
	    .out = out,
	};
	*out = (struct hscan_told){
	    .repo_told_at = HSCAN_NEVER,
	    .oldest = HSCAN_NEVER,
	    .newest = HSCAN_NEVER,
	};
	return hscan_json_parse_object(&r->json, object);
}

enum hscan_status
backup_close(struct backup_reading *r, cJSON *tree)
{
	cJSON_Delete(tree);
	return r->json.status;
}

/* --- rows of lists --- */

/* Takes back a row of a list that cannot be used, and notes why. False:
 * something else has failed. */
static bool
note_bad(struct backup_reading *r)
{
	struct hscan_told *out = r->out;
	struct hscan_text *more;
	struct hscan_text why;

	if (r->json.status != HSCAN_EPARSE)
		return r->json.status == HSCAN_OK;
	why = hscan_arena_dup(r->json.arena, hscan_text_of(r->json.why));
	more = hscan_grow_in(r->json.arena, out->bad, &r->bad_room,
	    out->bad_len + 1, sizeof(*more));
	if (!why.ptr || !more) {
		r->json.status = hscan_no_memory(r->json.err);
		return false;
	}
	out->bad = more;
	out->bad[out->bad_len++] = why;
	r->json.status = HSCAN_OK;
	return true;
}

static void
add_response(struct backup_reading *r, struct hscan_response response)
{
	struct hscan_told *out = r->out;
	struct hscan_response *more;

	if (r->json.status != HSCAN_OK)
		return;
	more = hscan_grow_in(r->json.arena, out->responses, &r->responses_room,
	    out->responses_len + 1, sizeof(*more));
	if (!more) {
		r->json.status = hscan_no_memory(r->json.err);
		return;
	}
	out->responses = more;
	out->responses[out->responses_len++] = response;
	hscan_told_note_time(r->out, response.occurred_at);
}

static void
read_comment(struct backup_reading *r, const cJSON *row, int64_t number)
{
	add_response(r, hscan_json_comment_row(&r->json, row, number));
}

static void
read_review(struct backup_reading *r, const cJSON *row, int64_t number)
{
	struct hscan_response review;

	if (hscan_json_review_row(&r->json, row, number, &review))
		add_response(r, review);
}

static void
read_event(struct backup_reading *r, const cJSON *row, int64_t number)
{
	struct hscan_told *out = r->out;
	struct hscan_event event;
	struct hscan_event *more;

	if (!hscan_json_event_row(&r->json, row, number, &event) ||
	    r->json.status != HSCAN_OK)
		return;
	more = hscan_grow_in(r->json.arena, out->events, &r->events_room,
	    out->events_len + 1, sizeof(*more));
	if (!more) {
		r->json.status = hscan_no_memory(r->json.err);
		return;
	}
	out->events = more;
	out->events[out->events_len++] = event;
	hscan_told_note_time(r->out, event.occurred_at);
}

static void
read_timeline_row(struct backup_reading *r, const cJSON *row, int64_t number)
{
	struct hscan_text event = text_of(row, "event");

	if (hscan_text_is(event, "commented"))
		read_comment(r, row, number);
	else if (hscan_text_is(event, "reviewed"))
		read_review(r, row, number);
	else
		read_event(r, row, number);
}

static void
read_list(struct backup_reading *r, const cJSON *list, int64_t number,
    unsigned parts,
    void (*read)(struct backup_reading *r, const cJSON *row, int64_t number))
{
	const cJSON *row;

	if (!cJSON_IsArray(list) || r->json.status != HSCAN_OK)
		return;
	r->out->parts |= parts;
	cJSON_ArrayForEach(row, list)
	{
		if (cJSON_IsObject(row))
			read(r, row, number);
		if (!note_bad(r))
			return;
	}
}

void
backup_read_comments(
    struct backup_reading *r, const cJSON *list, int64_t number)
{
	read_list(r, list, number, HSCAN_TOLD_COMMENTS, read_comment);
}

void
backup_read_reviews(struct backup_reading *r, const cJSON *list, int64_t number)
{
	read_list(r, list, number, HSCAN_TOLD_REVIEWS, read_review);
}

void
backup_read_timeline(
    struct backup_reading *r, const cJSON *list, int64_t number)
{
	read_list(r, list, number, HSCAN_TOLD_EVENTS, read_timeline_row);
}

/* --- the repository --- */

/* "https://api.github.com/repos/OWNER/NAME/issues/1", or of an Enterprise
 * server "https://HOST/api/v3/repos/…". */
static void
read_address(struct backup_reading *r, struct hscan_text url)
{
	struct hscan_text host, rest = url, segment, full;

	if (!hscan_text_starts(url, "https://") &&
	    !hscan_text_starts(url, "http://"))
		return;
	(void)hscan_text_split(&rest, '/');
	(void)hscan_text_split(&rest, '/');
	host = hscan_text_split(&rest, '/');
	if (hscan_text_starts(rest, "api/v3/")) {
		rest.ptr += strlen("api/v3/");
		rest.len -= strlen("api/v3/");
	} else if (hscan_text_starts(host, "api.")) {
		host.ptr += strlen("api.");
		host.len -= strlen("api.");
	}
	segment = hscan_text_split(&rest, '/');
	if (!hscan_text_is(segment, "repos"))
		return;
	full.ptr = rest.ptr;
	segment = hscan_text_split(&rest, '/');
	full.len = segment.len;
	segment = hscan_text_split(&rest, '/');
	if (full.len == 0 || segment.len == 0)
		return;
	full.len += 1 + segment.len;
	r->out->host = hscan_arena_dup(r->json.arena, host);
	r->out->repo.full_name = hscan_arena_dup(r->json.arena, full);
	if (!r->out->host.ptr || !r->out->repo.full_name.ptr)
		r->json.status = hscan_no_memory(r->json.err);
}

static void
read_node(struct backup_reading *r, const cJSON *row)
{
	int64_t repo = hscan_node_id_repo(
	    text_of(row, "node_id"), hscan_json_number(row, "id"));

	if (repo != 0)
		r->out->repo.id = repo;
}

/* Of which repository a row is, and no more than that of it. */
static void
place(struct backup_reading *r, const cJSON *row, const char *field)
{
	r->out->repo = (struct hscan_repo){
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK,
	};
	read_address(r, text_of(row, field));
	read_node(r, row);
}

static void
read_repo(struct backup_reading *r, const cJSON *row)
{
	struct hscan_told *out = r->out;

	read_address(r, text_of(row, "url"));
	out->repo = hscan_json_told_repo(&r->json, row);
	out->repo_row = true;
	out->repo_told_at = hscan_json_time(row, "updated_at");
}

/* --- rows by themselves --- */

static void
add_item(struct backup_reading *r, const cJSON *row, struct hscan_item item)
{
	r->out->item = item;
	r->out->item.unknown = hscan_json_item_unknown(row);
	hscan_told_note_time(r->out, item.created_at);
	hscan_told_note_time(r->out, item.updated_at);
	hscan_told_note_time(r->out, item.closed_at);
	hscan_told_note_time(r->out, item.merged_at);
}

static void
read_issue(struct backup_reading *r, const cJSON *row)
{
	place(r, row, "repository_url");
	add_item(r, row, hscan_json_issue_row(&r->json, row));
	r->out->parts |= HSCAN_TOLD_ISSUES;
}

static void
read_pull(struct backup_reading *r, const cJSON *row)
{
	const cJSON *repo = get(get(row, "base"), "repo");

	place(r, row, "url");
	if (cJSON_IsObject(repo))
		read_repo(r, repo);
	add_item(r, row, hscan_json_pull_row(&r->json, row));
	r->out->base = hscan_json_base_row(&r->json, row);
	r->out->parts |= HSCAN_TOLD_PULLS;
}

static void
read_lone_comment(struct backup_reading *r, const cJSON *row)
{
	place(r, row, "issue_url");
	read_comment(r, row, 0);
	r->out->parts |= HSCAN_TOLD_COMMENTS;
}

static void
read_lone_review(struct backup_reading *r, const cJSON *row)
{
	place(r, row, "pull_request_url");
	read_review(r, row, 0);
	r->out->parts |= HSCAN_TOLD_REVIEWS;
}

static void
read_lone_event(struct backup_reading *r, const cJSON *row)
{
	place(r, row, "url");
	if (cJSON_IsObject(get(row, "issue")))
		read_node(r, get(row, "issue"));
	read_event(r, row, 0);
	r->out->parts |= HSCAN_TOLD_EVENTS;
}

static void
read_release(struct backup_reading *r, const cJSON *row)
{
	place(r, row, "url");
	r->out->release = hscan_json_release_row(&r->json, row);
	hscan_told_note_time(r->out, r->out->release.published_at);
	hscan_told_note_time(r->out, hscan_json_time(row, "updated_at"));
	/* That of its commit, which may be of any time: better than none. */
	if (r->out->newest == HSCAN_NEVER)
		hscan_told_note_time(r->out, r->out->release.created_at);
	r->out->parts |= HSCAN_TOLD_RELEASES;
}

static bool
is_graphql(const cJSON *row)
{
	return is_text(row, "createdAt") || is_text(row, "updatedAt") ||
	       is_text(row, "closedAt") || is_text(row, "mergedAt");
}

void
backup_read_row(struct backup_reading *r, const cJSON *row)
{
	if (r->json.status != HSCAN_OK)
		return;
	if (cJSON_IsObject(get(row, "base")))
		read_pull(r, row);
	else if (is_text(row, "issue_url"))
		read_lone_comment(r, row);
	else if (is_text(row, "pull_request_url") &&
		 is_text(row, "submitted_at"))
		read_lone_review(r, row);
	else if (is_text(row, "event"))
		read_lone_event(r, row);
	else if (is_text(row, "tag_name"))
		read_release(r, row);
	else if (is_text(row, "full_name"))
		read_repo(r, row);
	else if (get(row, "number") &&
		 (get(row, "user") || get(row, "repository_url")))
		read_issue(r, row);
	else if (is_graphql(row))
		hscan_json_refuse(&r->json, "it",
		    "of GraphQL or gh --json, which leaves out ids");
	else if (is_text(row, "message") && get(row, "documentation_url"))
		hscan_json_refuse(&r->json, "it", "an error answer");
	else
		r->out->passed_over = true;
}
