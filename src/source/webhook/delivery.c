/* SPDX-License-Identifier: MIT */
/* Deliveries as records, by a table of events and actions; see delivery.h. */
#include "source/webhook/delivery.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/github/decode_json.h"
#include "source/github/decode_rows.h"

/* One delivery being read. */
struct reading {
	struct hscan_json_reader json;
	const cJSON *root;
	const cJSON *subject; /* the member that the event is named after */
	struct hscan_delivery *out;
};

static const cJSON *
get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

/* --- what several have in common --- */

static struct hscan_item *
add_item(struct reading *r, struct hscan_item item)
{
	struct hscan_item *at = &r->out->items[r->out->items_len++];

	*at = item;
	return at;
}

/* An issue, or what a pull request has in common with one. */
static struct hscan_item *
add_issue_row(struct reading *r, const cJSON *row)
{
	struct hscan_item item = hscan_json_issue_row(&r->json, row);

	item.unknown = hscan_json_item_unknown(row);
	return add_item(r, item);
}

static struct hscan_item *
add_issue(struct reading *r)
{
	return add_issue_row(r, get(r->root, "issue"));
}

static struct hscan_item *
add_pull(struct reading *r)
{
	struct hscan_item item = hscan_json_pull_row(&r->json, r->subject);

	item.unknown = hscan_json_item_unknown(r->subject);
	r->out->base = hscan_json_base_row(&r->json, r->subject);
	return add_item(r, item);
}

static struct hscan_event *
add_event(struct reading *r, enum hscan_event_kind kind,
    const struct hscan_item *item, int64_t at, enum hscan_grade grade)
{
	struct hscan_event *event = &r->out->events[r->out->events_len++];

	*event = (struct hscan_event){
	    .kind = kind,
	    .number = item->number,
	    .occurred_at = at,
	    .grade = grade,
	    .actor = hscan_json_actor(&r->json, r->root, "sender"),
	};
	return event;
}

/* An event whose only time is that of the row's last change. */
static void
add_near_event(struct reading *r, enum hscan_event_kind kind,
    const struct hscan_item *item)
{
	(void)add_event(r, kind, item, item->updated_at, HSCAN_GRADE_NEAR);
}

/* The row says when it was closed, or cannot be used. */
static struct hscan_event *
add_close(struct reading *r, const struct hscan_item *item)
{
	int64_t at = hscan_json_need_time(&r->json, r->subject, "closed_at");

	return add_event(r, HSCAN_EVENT_CLOSED, item, at, HSCAN_GRADE_OWN);
}

/* A push gives the times of its repository as numbers. */
static int64_t
number_or_time(const cJSON *object, const char *field)
{
	int64_t number = hscan_json_number(object, field);

	return number > 0 ? number : hscan_json_time(object, field);
}

/* The newest time in the delivery: it was sent then, or later. That a release
 * was created is told by its commit, which may be of any time. */
static int64_t
newest_time(const cJSON *root)
{
	static const char *const members[] = {"issue", "pull_request",
	    "comment", "review", "release", "repository"};
	static const char *const times[] = {"updated_at", "closed_at",
	    "merged_at", "submitted_at", "published_at", "pushed_at",
	    "created_at"};
	int64_t newest = HSCAN_NEVER;

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		bool release = strcmp(members[i], "release") == 0;
		size_t len = sizeof(times) / sizeof(*times) - release;

		for (size_t j = 0; j < len; j++) {
			int64_t at =
			    number_or_time(get(root, members[i]), times[j]);

			if (at > newest)
				newest = at;
		}
	}
	return newest;
}

/* A delivery does not say when something was deleted: no earlier than the
 * newest time in it. */
static void
add_removal(struct reading *r, enum hscan_removal_kind kind, int64_t id)
{
	if (r->out->told_at == HSCAN_NEVER)
		hscan_json_refuse(&r->json, "updated_at", "missing");
	r->out->removal = (struct hscan_removal){kind, id, r->out->told_at};
}

/* --- issues --- */

static void
read_issue(struct reading *r)
{
	(void)add_issue(r);
}

static void
read_issue_closed(struct reading *r)
{
	const struct hscan_item *item = add_issue(r);

	add_close(r, item)->reason = item->state_reason;
}

static void
read_issue_reopened(struct reading *r)
{
	add_near_event(r, HSCAN_EVENT_REOPENED, add_issue(r));
}

/* The row that comes with it is the old one: it is not kept. */
static void
read_issue_deleted(struct reading *r)
{
	add_removal(r, HSCAN_REMOVAL_ITEM,
	    hscan_json_need_number(&r->json, r->subject, "number", 1));
}

static void
read_issue_transferred(struct reading *r)
{
	const cJSON *changes = get(r->root, "changes");
	const cJSON *issue = get(changes, "new_issue");
	const cJSON *repo = get(changes, "new_repository");

	read_issue_deleted(r);
	if (!cJSON_IsObject(issue) || !cJSON_IsObject(repo))
		return;
	r->out->other_repo = hscan_json_told_repo(&r->json, repo);
	r->out->other_item = hscan_json_issue_row(&r->json, issue);
	r->out->other_item.unknown = hscan_json_item_unknown(issue);
}

/* Related issues may be of other repositories, which tell of them
 * themselves. */
static void
add_related(struct reading *r, const char *issue, const char *repo)
{
	const cJSON *object = get(r->root, issue);
	int64_t id = hscan_json_number(get(r->root, repo), "id");

	if (cJSON_IsObject(object) && (id == 0 || id == r->out->repo.id))
		(void)add_issue_row(r, object);
}

static void
read_sub_issue(struct reading *r)
{
	add_related(r, "sub_issue", "sub_issue_repo");
	add_related(r, "parent_issue", "parent_issue_repo");
}

static void
read_dependency(struct reading *r)
{
	add_related(r, "blocked_issue", "blocked_issue_repo");
	add_related(r, "blocking_issue", "blocking_issue_repo");
}

/* --- answers --- */

static void
read_comment(struct reading *r)
{
	const struct hscan_item *item = add_issue(r);
	const cJSON *comment = get(r->root, "comment");

	r->out->response = (struct hscan_response){
	    .kind = HSCAN_COMMENT,
	    .id = hscan_json_need_id(&r->json, comment, "id"),
	    .number = item->number,
	    .occurred_at =
		hscan_json_need_time(&r->json, comment, "created_at"),
	    .actor = hscan_json_actor(&r->json, comment, "user"),
	    .association =
		hscan_json_text(&r->json, comment, "author_association"),
	};
}

static void
read_comment_deleted(struct reading *r)
{
	(void)add_issue(r);
	add_removal(r, HSCAN_REMOVAL_COMMENT,
	    hscan_json_need_id(&r->json, get(r->root, "comment"), "id"));
}

/* Its pull request lacks what a row cannot do without. */
static void
read_review(struct reading *r)
{
	const cJSON *review = get(r->root, "review");

	r->out->response = (struct hscan_response){
	    .kind = HSCAN_REVIEW,
	    .id = hscan_json_need_id(&r->json, review, "id"),
	    .number = hscan_json_need_number(
		&r->json, get(r->root, "pull_request"), "number", 1),
	    .occurred_at =
		hscan_json_need_time(&r->json, review, "submitted_at"),
	    .actor = hscan_json_actor(&r->json, review, "user"),
	    .association =
		hscan_json_text(&r->json, review, "author_association"),
	    .state = hscan_json_review_state(review),
	};
}

/* --- pull requests --- */

static void
read_pull(struct reading *r)
{
	(void)add_pull(r);
}

static void
read_pull_closed(struct reading *r)
{
	const struct hscan_item *item = add_pull(r);
	const cJSON *by = get(r->subject, "merged_by");
	struct hscan_event *event;

	(void)add_close(r, item);
	if (hscan_json_bool(r->subject, "merged", false) &&
	    item->merged_at == HSCAN_NEVER)
		hscan_json_refuse(&r->json, "merged_at", "missing");
	if (item->merged_at == HSCAN_NEVER)
		return;
	event = add_event(
	    r, HSCAN_EVENT_MERGED, item, item->merged_at, HSCAN_GRADE_OWN);
	if (cJSON_IsObject(by))
		event->actor =
		    hscan_json_actor(&r->json, r->subject, "merged_by");
}

static void
read_pull_reopened(struct reading *r)
{
	add_near_event(r, HSCAN_EVENT_REOPENED, add_pull(r));
}

static void
read_pull_ready(struct reading *r)
{
	add_near_event(r, HSCAN_EVENT_READY_FOR_REVIEW, add_pull(r));
}

static void
read_pull_draft(struct reading *r)
{
	add_near_event(r, HSCAN_EVENT_CONVERT_TO_DRAFT, add_pull(r));
}

/* --- releases and repositories --- */

static void
read_release(struct reading *r)
{
	r->out->release = hscan_json_release_row(&r->json, r->subject);
	if (hscan_text_is(r->out->action, "unpublished"))
		r->out->release.draft = true;
}

static void
read_release_deleted(struct reading *r)
{
	add_removal(r, HSCAN_REMOVAL_RELEASE,
	    hscan_json_need_number(&r->json, r->subject, "id", 1));
}

/* "owner/name" as it was, where only one of the two has changed. */
static void
read_old_name(struct reading *r)
{
	const cJSON *changes = get(r->root, "changes");
	const cJSON *owner = get(get(changes, "owner"), "from");
	const char *name = cJSON_GetStringValue(
	    get(get(get(changes, "repository"), "name"), "from"));
	const cJSON *who = get(owner, "user");
	struct hscan_text rest = r->out->repo.full_name;
	struct hscan_text old_owner = hscan_text_split(&rest, '/');
	struct hscan_buf text;

	if (!cJSON_IsObject(who))
		who = get(owner, "organization");
	if (cJSON_IsString(get(who, "login")))
		old_owner =
		    hscan_text_of(cJSON_GetStringValue(get(who, "login")));
	else if (!name)
		return;
	hscan_buf_init(&text, 512);
	(void)hscan_buf_add_text(&text, old_owner);
	(void)hscan_buf_add_string(&text, "/");
	(void)hscan_buf_add_text(&text, name ? hscan_text_of(name) : rest);
	if (text.failed == HSCAN_OK)
		r->out->old_name =
		    hscan_arena_dup(r->json.arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
}

/* The row of the repository itself is read from every delivery. */
static void
read_nothing_more(struct reading *r)
{
	(void)r;
}

static void
read_hook_deleted(struct reading *r)
{
	r->out->hook_deleted = true;
}

/* --- which --- */

typedef void read_fn(struct reading *r);

struct rule {
	const char *event;
	const char *subject; /* a member that the body must have; or NULL */
	const char *actions; /* " a b "; NULL: any, or none */
	read_fn *read;
};

/* The first that fits. What is in none is passed over: it tells nothing that
 * is kept. */
static const struct rule rules[] = {
    {"ping", "hook", NULL, read_nothing_more},
    {"issues", "issue", " closed ", read_issue_closed},
    {"issues", "issue", " reopened ", read_issue_reopened},
    {"issues", "issue", " deleted ", read_issue_deleted},
    {"issues", "issue", " transferred ", read_issue_transferred},
    {"issues", "issue",
	" opened edited labeled unlabeled locked unlocked assigned unassigned "
	"typed untyped milestoned demilestoned field_added field_removed ",
	read_issue},
    {"issue_comment", "comment", " created ", read_comment},
    {"issue_comment", "comment", " edited pinned unpinned ", read_issue},
    {"issue_comment", "comment", " deleted ", read_comment_deleted},
    {"pull_request", "pull_request", " closed ", read_pull_closed},
    {"pull_request", "pull_request", " reopened ", read_pull_reopened},
    {"pull_request", "pull_request", " ready_for_review ", read_pull_ready},
    {"pull_request", "pull_request", " converted_to_draft ", read_pull_draft},
    {"pull_request", "pull_request", NULL, read_pull},
    {"pull_request_review", "review", " submitted dismissed ", read_review},
    {"release", "release", " deleted ", read_release_deleted},
    {"release", "release",
	" published released prereleased created edited unpublished ",
	read_release},
    {"repository", "repository", " renamed transferred ", read_old_name},
    {"repository", "repository", " edited archived unarchived publicized ",
	read_nothing_more},
    {"sub_issues", NULL, NULL, read_sub_issue},
    {"issue_dependencies", NULL, NULL, read_dependency},
    {"push", "repository", NULL, read_nothing_more},
    {"meta", "hook", " deleted ", read_hook_deleted},
};

static bool
has_word(const char *words, struct hscan_text word)
{
	const char *at = words;

	while (word.len > 0 && (at = strchr(at, ' ')) != NULL) {
		size_t len = strcspn(++at, " ");

		if (len == word.len && memcmp(at, word.ptr, len) == 0)
			return true;
	}
	return false;
}

/* A signature covers the body, not the header that names the event: a deleted
 * comment must not be read as a deleted issue. Members that are not listed are
 * no reason to refuse, as GitHub adds new ones. */
static bool
is_of_another(const struct reading *r, struct hscan_text event)
{
	static const struct {
		const char *member;
		const char *events; /* " a b ": those whose body has it */
	} rows[] = {
	    {"issue", " issues issue_comment "},
	    {"comment", " issue_comment "},
	    {"pull_request", " pull_request pull_request_review "},
	    {"review", " pull_request_review "},
	    {"thread", " "}, /* an event that is not read */
	    {"release", " release "},
	    {"hook", " ping meta "},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (cJSON_IsObject(get(r->root, rows[i].member)) &&
		    !has_word(rows[i].events, event))
			return true;
	return false;
}

/* The rule for an event and an action. `*fits`: the body is one of that
 * event. */
static const struct rule *
find_rule(const struct reading *r, struct hscan_text event, bool *fits)
{
	*fits = true;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *rule = &rules[i];

		if (!hscan_text_is(event, rule->event))
			continue;
		*fits = (!rule->subject ||
			    cJSON_IsObject(get(r->root, rule->subject))) &&
			!is_of_another(r, event);
		if (!rule->actions || has_word(rule->actions, r->out->action))
			return rule;
	}
	return NULL;
}

static void
read_repository(struct reading *r)
{
	const cJSON *object = get(r->root, "repository");
	struct hscan_repo *repo = &r->out->repo;
	int64_t created;

	if (!cJSON_IsObject(object))
		return;
	*repo = hscan_json_told_repo(&r->json, object);
	created = number_or_time(object, "created_at");
	if (created != HSCAN_NEVER) {
		repo->created_at = created;
		repo->unknown &= ~(unsigned)HSCAN_REPO_CREATED;
	}
	repo->pushed_at = number_or_time(object, "pushed_at");
	r->out->repo_told_at = number_or_time(object, "updated_at");
}

static void
read_delivery(struct reading *r, struct hscan_text event)
{
	const struct rule *rule;
	bool fits;

	r->out->action = hscan_json_text(&r->json, r->root, "action");
	rule = find_rule(r, event, &fits);
	if (!fits) {
		hscan_json_refuse(&r->json, "its body",
		    "not that of the event that its header names");
		return;
	}
	if (!rule)
		return;
	r->out->known = true;
	r->out->told_at = newest_time(r->root);
	read_repository(r);
	r->subject = rule->subject ? get(r->root, rule->subject) : NULL;
	rule->read(r);
	/* Only a hook itself may be an organization's. */
	if (r->out->repo.id == 0 && rule->read != read_hook_deleted &&
	    !hscan_text_is(event, "ping"))
		hscan_json_refuse(&r->json, "repository", "missing");
}

enum hscan_status
hscan_delivery_decode(struct hscan_text event, struct hscan_text body,
    struct hscan_arena *arena, struct hscan_delivery *out,
    struct hscan_error *err)
{
	/* All that is read here and by the rows; see hscan_json_sift(). */
	static const char *const names[] = {"action", "issue", "pull_request",
	    "comment", "review", "thread", "release", "repository", "changes",
	    "sender", "hook", "id", "number", "title", "user", "login", "type",
	    "author_association", "state_reason", "state", "locked", "draft",
	    "comments", "created_at", "updated_at", "closed_at", "merged_at",
	    "merged", "merged_by", "labels", "name", "full_name", "base", "ref",
	    "diff_url", "submitted_at", "published_at", "tag_name",
	    "prerelease", "author", "default_branch", "pushed_at", "has_issues",
	    "has_pull_requests", "archived", "fork", "new_issue",
	    "new_repository", "from", "owner", "organization", "sub_issue",
	    "sub_issue_repo", "parent_issue", "parent_issue_repo",
	    "blocked_issue", "blocked_issue_repo", "blocking_issue",
	    "blocking_issue_repo", NULL};
	struct reading r = {
	    .json = {.arena = arena,
		.err = err,
		.what = "the delivery",
		.names = names,
		.sift_object = true,
		.kept = true,
		.status = HSCAN_OK},
	    .out = out,
	};
	cJSON *tree;

	*out = (struct hscan_delivery){
	    .told_at = HSCAN_NEVER, .repo_told_at = HSCAN_NEVER};
	tree = hscan_json_parse_object(&r.json, body);
	if (!tree)
		return r.json.status;
	r.root = tree;
	read_delivery(&r, event);
	cJSON_Delete(tree);
	return r.json.status;
}
