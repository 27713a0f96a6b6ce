/* SPDX-License-Identifier: MIT */
/* Lines of GH Archive as records, by a table of types and actions; see
 * hour.h. */
#include "source/archive/hour.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time.h"
#include "model/login_id.h"
#include "source/github/decode_json.h"
#include "source/github/decode_rows.h"

/* One line being read. */
struct reading {
	struct hscan_json_reader json;
	const char *host;
	const cJSON *root, *payload;
	struct hscan_text action;
	struct hscan_hour_line *out;
	struct hscan_told *told;
};

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

/* --- what several have in common --- */

/* Who did it: an object, or a login alone. */
static struct hscan_actor
actor_of(struct reading *r)
{
	struct hscan_actor actor = {.id = 0};

	if (cJSON_IsObject(get(r->root, "actor")))
		return hscan_json_actor(&r->json, r->root, "actor");
	actor.login = hscan_json_text(&r->json, r->root, "actor");
	if (actor.login.ptr && !hscan_text_is(actor.login, "ghost"))
		actor.id = hscan_login_id(r->host, actor.login);
	return actor;
}

static struct hscan_event *
add_event(struct reading *r, enum hscan_event_kind kind, int64_t number,
    int64_t at, enum hscan_grade grade)
{
	struct hscan_told *told = r->told;
	struct hscan_event *event;

	/* None of the rules has more than two. */
	if (!told->events)
		told->events =
		    hscan_arena_alloc(r->json.arena, 2, sizeof(*event));
	if (!told->events) {
		r->json.status = hscan_no_memory(r->json.err);
		return NULL;
	}
	event = &told->events[told->events_len++];
	*event = (struct hscan_event){
	    .kind = kind,
	    .number = number,
	    .occurred_at = at,
	    .grade = grade,
	    .actor = actor_of(r),
	};
	told->parts |= HSCAN_TOLD_EVENTS;
	hscan_told_note_time(r->told, at);
	return event;
}

static void
add_item(struct reading *r, struct hscan_item item, unsigned part)
{
	r->told->item = item;
	r->told->parts |= part;
	hscan_told_note_time(r->told, item.created_at);
	if (item.updated_at > 0)
		hscan_told_note_time(r->told, item.updated_at);
	hscan_told_note_time(r->told, item.closed_at);
	hscan_told_note_time(r->told, item.merged_at);
}

static const struct hscan_item *
add_row(struct reading *r, const cJSON *object, bool pull)
{
	struct hscan_item item = pull ? hscan_json_pull_row(&r->json, object)
				      : hscan_json_issue_row(&r->json, object);

	item.unknown = hscan_json_item_unknown(object);
	if (pull)
		r->told->base = hscan_json_base_row(&r->json, object);
	add_item(r, item, pull ? HSCAN_TOLD_PULLS : HSCAN_TOLD_ISSUES);
	return &r->told->item;
}

/* One that is known by its number alone was opened now, by who did it. */
static void
add_part(
    struct reading *r, enum hscan_item_kind kind, int64_t number, int64_t id)
{
	const struct hscan_item item = {
	    .kind = kind,
	    .id = id,
	    .number = number,
	    .author = actor_of(r),
	    .open = true,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = r->out->told_at,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .unknown = HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED |
		       HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN,
	};

	add_item(r, item,
	    kind == HSCAN_ISSUE ? HSCAN_TOLD_ISSUES : HSCAN_TOLD_PULLS);
}

static void
add_response(struct reading *r, struct hscan_response response, unsigned part)
{
	struct hscan_told *told = r->told;

	told->responses =
	    hscan_arena_alloc(r->json.arena, 1, sizeof(*told->responses));
	if (!told->responses) {
		r->json.status = hscan_no_memory(r->json.err);
		return;
	}
	told->responses[0] = response;
	told->responses_len = 1;
	told->parts |= part;
	hscan_told_note_time(r->told, response.occurred_at);
}

/* --- pull requests --- */

static void
read_pull_closed(struct reading *r, const cJSON *pull)
{
	const struct hscan_item *item = add_row(r, pull, true);
	const cJSON *by = get(pull, "merged_by");
	struct hscan_event *event;

	(void)add_event(r, HSCAN_EVENT_CLOSED, item->number,
	    hscan_json_need_time(&r->json, pull, "closed_at"), HSCAN_GRADE_OWN);
	if (hscan_json_bool(pull, "merged", false) &&
	    item->merged_at == HSCAN_NEVER)
		hscan_json_refuse(&r->json, "merged_at", "missing");
	if (item->merged_at == HSCAN_NEVER)
		return;
	event = add_event(r, HSCAN_EVENT_MERGED, item->number, item->merged_at,
	    HSCAN_GRADE_OWN);
	if (event && cJSON_IsObject(by))
		event->actor = hscan_json_actor(&r->json, pull, "merged_by");
}

static void
read_pull(struct reading *r, const cJSON *pull)
{
	const struct hscan_item *item;

	if (hscan_text_is(r->action, "closed")) {
		read_pull_closed(r, pull);
		return;
	}
	item = add_row(r, pull, true);
	if (hscan_text_is(r->action, "reopened"))
		(void)add_event(r, HSCAN_EVENT_REOPENED, item->number,
		    item->updated_at, HSCAN_GRADE_NEAR);
}

/* In 2011, of a pull request a title and some numbers: nothing but the envelope
 * has a time, and nobody says whether what is closed was merged. */
static void
read_brief_pull(struct reading *r, const cJSON *pull)
{
	int64_t number = hscan_json_need_number(&r->json, pull, "number", 1);
	int64_t at = r->out->told_at;
	struct hscan_item *item = &r->told->item;

	if (hscan_text_is(r->action, "opened")) {
		add_part(r, HSCAN_PULL_REQUEST, number,
		    hscan_json_number(pull, "issue_id"));
		item->title = hscan_json_text(&r->json, pull, "title");
		if (item->title.ptr)
			item->unknown &= ~(unsigned)HSCAN_ITEM_TITLE;
		item->merge_untold = true;
	} else if (hscan_text_is(r->action, "closed")) {
		(void)add_event(
		    r, HSCAN_EVENT_CLOSED, number, at, HSCAN_GRADE_NEAR);
	} else if (hscan_text_is(r->action, "reopened")) {
		(void)add_event(
		    r, HSCAN_EVENT_REOPENED, number, at, HSCAN_GRADE_NEAR);
	} else {
		r->told->passed_over = true;
	}
}

/* Of a pull request five members: nothing but the envelope has a time. */
static void
read_short_pull(struct reading *r, const cJSON *pull)
{
	int64_t number = hscan_json_need_number(&r->json, pull, "number", 1);
	int64_t at = r->out->told_at;

	if (hscan_text_is(r->action, "opened")) {
		add_part(r, HSCAN_PULL_REQUEST, number, 0);
	} else if (hscan_text_is(r->action, "closed")) {
		(void)add_event(
		    r, HSCAN_EVENT_CLOSED, number, at, HSCAN_GRADE_NEAR);
	} else if (hscan_text_is(r->action, "merged")) {
		/* Who tells only the merge also tells the close. */
		(void)add_event(
		    r, HSCAN_EVENT_CLOSED, number, at, HSCAN_GRADE_NEAR);
		(void)add_event(
		    r, HSCAN_EVENT_MERGED, number, at, HSCAN_GRADE_NEAR);
	} else if (hscan_text_is(r->action, "reopened")) {
		(void)add_event(
		    r, HSCAN_EVENT_REOPENED, number, at, HSCAN_GRADE_NEAR);
	} else {
		r->told->passed_over = true;
	}
}

static void
read_pull_event(struct reading *r)
{
	const cJSON *pull = get(r->payload, "pull_request");

	if (!cJSON_IsObject(pull))
		hscan_json_refuse(&r->json, "pull_request", "missing");
	else if (get(pull, "created_at"))
		read_pull(r, pull);
	else if (get(pull, "issue_id"))
		read_brief_pull(r, pull);
	else {
		r->out->era = HSCAN_HOUR_SHORT;
		read_short_pull(r, pull);
	}
}

static void
read_review(struct reading *r)
{
	const cJSON *review = get(r->payload, "review");
	const cJSON *pull = get(r->payload, "pull_request");
	struct hscan_response response = {
	    .kind = HSCAN_REVIEW,
	    .id = hscan_json_need_id(&r->json, review, "id"),
	    .number = hscan_json_need_number(&r->json, pull, "number", 1),
	    .occurred_at =
		hscan_json_need_time(&r->json, review, "submitted_at"),
	    .actor = hscan_json_actor(&r->json, review, "user"),
	    .association =
		hscan_json_text(&r->json, review, "author_association"),
	    .state = hscan_json_review_state(review),
	};

	add_response(r, response, HSCAN_TOLD_REVIEWS);
}

/* --- issues --- */

/* Its number, and the number of the row; times are the envelope's. */
static void
read_old_issue(struct reading *r)
{
	int64_t number =
	    hscan_json_need_number(&r->json, r->payload, "number", 1);
	int64_t at = r->out->told_at;

	if (hscan_text_is(r->action, "opened"))
		add_part(r, HSCAN_ISSUE, number,
		    hscan_json_number(r->payload, "issue"));
	else if (hscan_text_is(r->action, "closed"))
		(void)add_event(
		    r, HSCAN_EVENT_CLOSED, number, at, HSCAN_GRADE_NEAR);
	else if (hscan_text_is(r->action, "reopened"))
		(void)add_event(
		    r, HSCAN_EVENT_REOPENED, number, at, HSCAN_GRADE_NEAR);
	else
		r->told->passed_over = true;
}

static void
read_issue_event(struct reading *r)
{
	const cJSON *issue = get(r->payload, "issue");
	const struct hscan_item *item;
	struct hscan_event *event;

	if (cJSON_IsNumber(issue)) {
		read_old_issue(r);
		return;
	}
	if (!cJSON_IsObject(issue)) {
		hscan_json_refuse(&r->json, "issue", "missing");
		return;
	}
	item = add_row(r, issue, false);
	if (hscan_text_is(r->action, "closed")) {
		event = add_event(r, HSCAN_EVENT_CLOSED, item->number,
		    hscan_json_need_time(&r->json, issue, "closed_at"),
		    HSCAN_GRADE_OWN);
		if (event)
			event->reason = item->state_reason;
	} else if (hscan_text_is(r->action, "reopened")) {
		(void)add_event(r, HSCAN_EVENT_REOPENED, item->number,
		    item->updated_at, HSCAN_GRADE_NEAR);
	}
}

/* "https://github.com/o/n/issues/500#issuecomment-1", or …/pull/500#…; 0: it
 * is not so. */
static int64_t
number_in(struct hscan_text url)
{
	struct hscan_text rest = hscan_text_split(&url, '#');
	struct hscan_text before = {NULL, 0}, last = {NULL, 0};
	int64_t number;

	while (rest.ptr) {
		before = last;
		last = hscan_text_split(&rest, '/');
	}
	if ((!hscan_text_is(before, "issues") &&
		!hscan_text_is(before, "pull")) ||
	    !hscan_parse_i64(last, 1, HSCAN_JSON_NUMBER_MAX, &number))
		return 0;
	return number;
}

static void
read_old_comment(struct reading *r)
{
	struct hscan_response response = {
	    .kind = HSCAN_COMMENT,
	    .id = hscan_json_need_id(&r->json, r->payload, "comment_id"),
	    .number = number_in(text_of(r->root, "url")),
	    .occurred_at = r->out->told_at,
	    .actor = actor_of(r),
	    .near = true,
	};

	/* Before October 2011 there is none. */
	if (!get(r->root, "url"))
		hscan_json_refuse(&r->json, "url",
		    "missing, which would say of which issue the comment is");
	else if (response.number == 0)
		hscan_json_refuse(&r->json, "url", "not that of a comment");
	add_response(r, response, HSCAN_TOLD_COMMENTS);
}

static void
read_comment(struct reading *r)
{
	const cJSON *comment = get(r->payload, "comment");
	const cJSON *issue = get(r->payload, "issue");
	const struct hscan_item *item;
	struct hscan_response response;

	if (!issue && get(r->payload, "comment_id")) {
		read_old_comment(r);
		return;
	}
	if (!cJSON_IsObject(issue) || !cJSON_IsObject(comment)) {
		hscan_json_refuse(&r->json, "comment or issue", "missing");
		return;
	}
	item = add_row(r, issue, false);
	if (!hscan_text_is(r->action, "created"))
		return;
	response = (struct hscan_response){
	    .kind = HSCAN_COMMENT,
	    .id = hscan_json_need_id(&r->json, comment, "id"),
	    .number = item->number,
	    .occurred_at =
		hscan_json_need_time(&r->json, comment, "created_at"),
	    .actor = hscan_json_actor(&r->json, comment, "user"),
	    .association =
		hscan_json_text(&r->json, comment, "author_association"),
	};
	add_response(r, response, HSCAN_TOLD_COMMENTS);
}

/* --- releases --- */

static void
read_release(struct reading *r)
{
	const cJSON *release = get(r->payload, "release");

	if (!cJSON_IsObject(release)) {
		hscan_json_refuse(&r->json, "release", "missing");
		return;
	}
	if (!hscan_text_is(r->action, "published")) {
		r->told->passed_over = true;
		return;
	}
	r->told->release = hscan_json_release_row(&r->json, release);
	r->told->parts |= HSCAN_TOLD_RELEASES;
	hscan_told_note_time(r->told, r->told->release.published_at);
}

/* --- the envelope --- */

static bool
take_part(struct hscan_text *rest, char end, char *out, size_t len)
{
	struct hscan_text part = hscan_text_split(rest, end);

	if (part.len != len || !rest->ptr)
		return false;
	memcpy(out, part.ptr, len);
	return true;
}

/* "2011/03/04 23:59:58 -0800", as the oldest hours have it. */
static bool
parse_slashed(struct hscan_text text, int64_t *out)
{
	char time[] = "0000-00-00T00:00:00+00:00";

	if (!take_part(&text, '/', time, 4) ||
	    !take_part(&text, '/', time + 5, 2) ||
	    !take_part(&text, ' ', time + 8, 2) ||
	    !take_part(&text, ' ', time + 11, 8) || text.len != 5)
		return false;
	memcpy(time + 19, text.ptr, 3);
	memcpy(time + 23, text.ptr + 3, 2);
	return hscan_parse_time(hscan_text_of(time), out);
}

static void
read_time(struct reading *r)
{
	struct hscan_text text = text_of(r->root, "created_at");

	if (parse_slashed(text, &r->out->told_at))
		return;
	r->out->told_at = hscan_json_need_time(&r->json, r->root, "created_at");
}

/* Of which repository it is, and no more than that of it. */
static void
place(struct reading *r, int64_t id, struct hscan_text full_name)
{
	r->told->repo = (struct hscan_repo){
	    .id = id,
	    .full_name = full_name,
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK,
	};
}

static void
read_old_repo(struct reading *r, const cJSON *repo)
{
	struct hscan_text owner = hscan_json_need_text(&r->json, repo, "owner");
	struct hscan_text name = hscan_json_need_text(&r->json, repo, "name");
	struct hscan_buf full;

	if (r->json.status != HSCAN_OK)
		return;
	hscan_buf_init(&full, 1024);
	(void)hscan_buf_add_text(&full, owner);
	(void)hscan_buf_add_char(&full, '/');
	(void)hscan_buf_add_text(&full, name);
	if (full.failed == HSCAN_EREFUSED)
		hscan_json_refuse(&r->json, "repository", "too long a name");
	place(r, hscan_json_number(repo, "id"),
	    hscan_arena_dup(r->json.arena, hscan_buf_text(&full)));
	if (full.failed == HSCAN_ENOMEM || !r->told->repo.full_name.ptr)
		r->json.status = hscan_no_memory(r->json.err);
	hscan_buf_clear(&full);
}

static void
read_repo(struct reading *r)
{
	const cJSON *repo = get(r->root, "repo");

	if (cJSON_IsObject(repo)) {
		place(r, hscan_json_need_number(&r->json, repo, "id", 1),
		    hscan_json_need_text(&r->json, repo, "name"));
		return;
	}
	r->out->era = HSCAN_HOUR_OLD;
	repo = get(r->root, "repository");
	if (cJSON_IsObject(repo))
		read_old_repo(r, repo);
	else
		hscan_json_refuse(&r->json, "repo", "missing");
}

/* --- which --- */

static const struct {
	const char *type;
	void (*read)(struct reading *r);
} rules[] = {
    {"PullRequestEvent", read_pull_event},
    {"PullRequestReviewEvent", read_review},
    {"IssuesEvent", read_issue_event},
    {"IssueCommentEvent", read_comment},
    {"ReleaseEvent", read_release},
};

static void
read_line(struct reading *r)
{
	struct hscan_text type = hscan_json_text(&r->json, r->root, "type");

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		if (!hscan_text_is(type, rules[i].type))
			continue;
		r->payload = get(r->root, "payload");
		r->action = hscan_json_text(&r->json, r->payload, "action");
		read_time(r);
		read_repo(r);
		if (r->json.status == HSCAN_OK) {
			hscan_told_note_time(r->told, r->out->told_at);
			rules[i].read(r);
		}
		return;
	}
	r->told->passed_over = true;
}

enum hscan_status
hscan_hour_decode(struct hscan_text line, const char *host,
    struct hscan_arena *arena, struct hscan_hour_line *out,
    struct hscan_error *err)
{
	/* All that is read here and by the rows; see hscan_json_sift(). */
	static const char *const names[] = {"type", "actor", "id", "login",
	    "repo", "repository", "name", "owner", "payload", "action",
	    "created_at", "url", "number", "issue", "issue_id", "comment",
	    "comment_id", "pull_request/", "review", "release", "title", "user",
	    "author_association", "state_reason", "state", "locked", "draft",
	    "comments", "updated_at", "closed_at", "merged_at", "merged",
	    "merged_by", "labels", "base", "ref", "submitted_at",
	    "published_at", "tag_name", "prerelease", "author", NULL};
	struct reading r = {
	    .json = {.arena = arena,
		.err = err,
		.what = "the line",
		.names = names,
		.sift_object = true,
		.kept = true,
		.status = HSCAN_OK},
	    .host = host,
	    .out = out,
	    .told = &out->told,
	};
	cJSON *tree;

	*out = (struct hscan_hour_line){
	    .era = HSCAN_HOUR_FULL,
	    .told_at = HSCAN_NEVER,
	    .told =
		{
		    .repo_told_at = HSCAN_NEVER,
		    .oldest = HSCAN_NEVER,
		    .newest = HSCAN_NEVER,
		},
	};
	tree = hscan_json_parse_object(&r.json, line);
	if (!tree)
		return r.json.status;
	r.root = tree;
	read_line(&r);
	cJSON_Delete(tree);
	return r.json.status;
}
