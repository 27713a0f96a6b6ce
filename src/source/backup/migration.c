/* SPDX-License-Identifier: MIT */
/* Objects of migration archives; see migration.h. */
#include "source/backup/migration.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "model/login_id.h"
#include "model/stand_in.h"
#include "source/backup/address.h"
#include "source/github/decode_json.h"
#include "source/github/decode_rows.h"

enum { LONGEST_ADDRESS = 64 * 1024 };

/* One object being read. */
struct reading {
	struct hscan_json_reader json;
	const char *host;
	const struct hscan_logins *logins;
	struct hscan_told *told;
	struct hscan_login *login; /* of an account */
	const cJSON *root;
	struct hscan_address address; /* its own */
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

/* --- addresses --- */

static int
digit_of(char c)
{
	c = hscan_to_lower(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The last part of an address, its %XX as bytes; absent where it is empty. */
static struct hscan_text
last_part(struct reading *r, struct hscan_text url)
{
	struct hscan_text rest = url, last = {NULL, 0};
	struct hscan_buf buf;

	while (rest.ptr)
		last = hscan_text_split(&rest, '/');
	if (last.len == 0)
		return (struct hscan_text){NULL, 0};
	hscan_buf_init(&buf, LONGEST_ADDRESS);
	for (size_t i = 0; i < last.len; i++) {
		bool coded = last.ptr[i] == '%' && i + 2 < last.len;
		int high = coded ? digit_of(last.ptr[i + 1]) : -1;
		int low = coded ? digit_of(last.ptr[i + 2]) : -1;

		if (high < 0 || low < 0) {
			(void)hscan_buf_add_char(&buf, last.ptr[i]);
			continue;
		}
		(void)hscan_buf_add_char(&buf, (char)(high << 4 | low));
		i += 2;
	}
	last = hscan_arena_dup(r->json.arena, hscan_buf_text(&buf));
	if (buf.failed == HSCAN_ENOMEM || !last.ptr)
		r->json.status = hscan_no_memory(r->json.err);
	hscan_buf_clear(&buf);
	return last;
}

/* "https://github.com/heron", or ".../apps/dependabot" of a bot. */
static struct hscan_text
login_of(struct reading *r, struct hscan_text url)
{
	struct hscan_text login = last_part(r, url);
	struct hscan_address address;
	struct hscan_buf buf;

	if (login.len == 0 || !hscan_address_parse(url, &address) ||
	    !hscan_text_starts(address.full_name, "apps/") ||
	    hscan_text_ends(login, "[bot]"))
		return login;
	hscan_buf_init(&buf, LONGEST_ADDRESS);
	(void)hscan_buf_add_text(&buf, login);
	(void)hscan_buf_add_string(&buf, "[bot]");
	login = hscan_arena_dup(r->json.arena, hscan_buf_text(&buf));
	if (buf.failed == HSCAN_ENOMEM || !login.ptr)
		r->json.status = hscan_no_memory(r->json.err);
	hscan_buf_clear(&buf);
	return login;
}

/* Null, or "ghost", is one who has gone. */
static struct hscan_actor
actor_of(struct reading *r, const char *field)
{
	struct hscan_text url = text_of(r->root, field);
	struct hscan_actor actor = {.id = 0};

	if (url.len == 0 || r->json.status != HSCAN_OK)
		return actor;
	actor.login = login_of(r, url);
	if (actor.login.len == 0 || hscan_text_is_nocase(actor.login, "ghost"))
		return (struct hscan_actor){.id = 0};
	actor.id = hscan_login_id(r->host, actor.login);
	hscan_logins_resolve(r->logins, &actor);
	return actor;
}

/* Its own address says which repository it is of. */
static void
read_address(struct reading *r, const char *what)
{
	struct hscan_text url = text_of(r->root, "url");
	struct hscan_text name;

	if (!hscan_address_parse(url, &r->address) ||
	    !r->address.full_name.ptr) {
		hscan_json_refuse(&r->json, "url", what);
		return;
	}
	r->told->host = hscan_arena_dup(r->json.arena, r->address.host);
	name = hscan_arena_dup(r->json.arena, r->address.full_name);
	if (!r->told->host.ptr || !name.ptr)
		r->json.status = hscan_no_memory(r->json.err);
	r->told->repo = (struct hscan_repo){
	    .full_name = name,
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK,
	};
}

/* --- repositories --- */

/* When it was made tells it from another one of the name; a row that does not
 * say so is no use. */
static void
read_repository(struct reading *r)
{
	struct hscan_told *told = r->told;
	const cJSON *issues = get(r->root, "has_issues");
	int64_t created_at = hscan_json_time(r->root, "created_at");

	told->repo_row = created_at != HSCAN_NEVER;
	told->passed_over = !told->repo_row;
	if (told->passed_over)
		return;
	told->repo.created_at = created_at;
	told->repo.default_branch =
	    hscan_json_text(&r->json, r->root, "default_branch");
	told->repo.unknown &= ~(unsigned)HSCAN_REPO_CREATED;
	told->repo_told_at = told->repo.created_at;
	if (!cJSON_IsBool(issues))
		return;
	told->repo.has_issues = cJSON_IsTrue(issues);
	told->repo.unknown &= ~(unsigned)HSCAN_REPO_HAS_ISSUES;
}

/* --- items --- */

static void
read_labels(struct reading *r, struct hscan_item *item)
{
	const cJSON *list = get(r->root, "labels"), *entry;
	struct hscan_text *labels;

	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
		return;
	labels = hscan_json_room(&r->json, list, sizeof(*labels));
	cJSON_ArrayForEach(entry, list)
	{
		const char *url = cJSON_GetStringValue(entry);
		struct hscan_text label = last_part(r, hscan_text_of(url));

		if (labels && label.len > 0)
			labels[item->labels_len++] = label;
	}
	item->labels = labels;
}

/* What is closed has a time of that. */
static struct hscan_item
read_item(struct reading *r, enum hscan_item_kind kind)
{
	struct hscan_item item = {
	    .kind = kind,
	    .number = r->address.number,
	    .title = hscan_json_text(&r->json, r->root, "title"),
	    .author = actor_of(r, "user"),
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = hscan_json_need_time(&r->json, r->root, "created_at"),
	    .closed_at = hscan_json_time(r->root, "closed_at"),
	    .merged_at = HSCAN_NEVER,
	    .unknown = HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS,
	};

	item.open = item.closed_at == HSCAN_NEVER;
	if (!hscan_json_tells_time(r->root, "closed_at"))
		hscan_json_refuse(&r->json, "closed_at", "missing");
	read_labels(r, &item);
	hscan_told_note_time(r->told, item.created_at);
	hscan_told_note_time(r->told, item.closed_at);
	return item;
}

static void
read_issue(struct reading *r)
{
	struct hscan_item item = read_item(r, HSCAN_ISSUE);

	item.updated_at = hscan_json_need_time(&r->json, r->root, "updated_at");
	hscan_told_note_time(r->told, item.updated_at);
	r->told->item = item;
	r->told->parts |= HSCAN_TOLD_ISSUES;
}

/* It has no updated_at: the row counts while there is no other. */
static void
read_pull(struct reading *r)
{
	struct hscan_item item = read_item(r, HSCAN_PULL_REQUEST);
	const cJSON *draft = get(r->root, "work_in_progress");

	item.merged_at = hscan_json_time(r->root, "merged_at");
	if (!hscan_json_tells_time(r->root, "merged_at"))
		hscan_json_refuse(&r->json, "merged_at", "missing");
	if (cJSON_IsBool(draft))
		item.draft = cJSON_IsTrue(draft) ? HSCAN_YES : HSCAN_NO;
	hscan_told_note_time(r->told, item.merged_at);
	r->told->item = item;
	r->told->base = (struct hscan_base){
	    .number = item.number,
	    .branch = hscan_json_text(&r->json, get(r->root, "base"), "ref"),
	    .closed_at = item.closed_at,
	    .merged_at = item.merged_at,
	};
	if (!r->told->base.branch.ptr)
		r->told->base.number = 0;
	r->told->parts |= HSCAN_TOLD_PULLS;
}

/* --- what happened to them --- */

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
	hscan_told_note_time(told, response.occurred_at);
}

static void
read_comment(struct reading *r)
{
	const struct hscan_response response = {
	    .kind = HSCAN_COMMENT,
	    .id = hscan_address_id(&r->address, "issuecomment-"),
	    .number = r->address.number,
	    .occurred_at =
		hscan_json_need_time(&r->json, r->root, "created_at"),
	    .actor = actor_of(r, "user"),
	};

	if (response.id == 0)
		hscan_json_refuse(&r->json, "url", "not that of a comment");
	add_response(r, response, HSCAN_TOLD_COMMENTS);
}

/* As numbers, of which these are known; 0 is one that was not submitted. */
static enum hscan_review_state
state_of(const cJSON *review)
{
	int64_t state = hscan_json_number(review, "state");

	return state == 1    ? HSCAN_COMMENTED
	       : state == 30 ? HSCAN_CHANGES_REQUESTED
	       : state == 40 ? HSCAN_APPROVED
			     : HSCAN_STATE_UNTOLD;
}

/* One that was not submitted nobody has seen but its author. */
static void
read_review(struct reading *r)
{
	struct hscan_response response = {
	    .kind = HSCAN_REVIEW,
	    .id = hscan_address_id(&r->address, "pullrequestreview-"),
	    .number = r->address.number,
	    .actor = actor_of(r, "user"),
	    .state = state_of(r->root),
	};

	/* It tells at least that reviews are told. */
	r->told->parts |= HSCAN_TOLD_REVIEWS;
	if (response.id == 0 || !r->address.pull)
		hscan_json_refuse(&r->json, "url", "not that of a review");
	if (!hscan_json_tells_time(r->root, "submitted_at"))
		hscan_json_refuse(&r->json, "submitted_at", "missing");
	response.occurred_at = hscan_json_time(r->root, "submitted_at");
	if (response.occurred_at != HSCAN_NEVER)
		add_response(r, response, HSCAN_TOLD_REVIEWS);
}

/* Its address ends in its tag; the number that REST gives it is not told. */
static void
read_release(struct reading *r)
{
	const cJSON *prerelease = get(r->root, "prerelease");
	struct hscan_text state = text_of(r->root, "state");
	struct hscan_release *release = &r->told->release;

	*release = (struct hscan_release){
	    .tag_name = hscan_json_need_text(&r->json, r->root, "tag_name"),
	    .name = hscan_json_text(&r->json, r->root, "name"),
	    .author = actor_of(r, "user"),
	    .draft = hscan_text_is(state, "draft"),
	    .prerelease = cJSON_IsTrue(prerelease),
	    .created_at = hscan_json_need_time(&r->json, r->root, "created_at"),
	    .published_at = hscan_json_time(r->root, "published_at"),
	};
	if (!state.ptr)
		hscan_json_refuse(&r->json, "state", "missing");
	if (release->published_at == HSCAN_NEVER && !release->draft)
		hscan_json_refuse(&r->json, "published_at", "missing");
	release->id = hscan_tag_stand_in(release->tag_name);
	r->told->parts |= HSCAN_TOLD_RELEASES;
	hscan_told_note_time(r->told, release->published_at);
}

/* Its number is that which REST gives it. */
static void
read_event(struct reading *r)
{
	struct hscan_told *told = r->told;
	struct hscan_event event = {
	    .id = hscan_address_id(&r->address, "event-"),
	    .number = r->address.number,
	    .actor = actor_of(r, "actor"),
	    .grade = HSCAN_GRADE_FORGE,
	};

	/* What is of another kind tells at least that events are told. */
	told->parts |= HSCAN_TOLD_EVENTS;
	event.occurred_at =
	    hscan_json_need_time(&r->json, r->root, "created_at");
	hscan_told_note_time(r->told, event.occurred_at);
	if (event.id == 0)
		hscan_json_refuse(&r->json, "url", "not that of an event");
	if (!hscan_json_event_kind(r->root, &event.kind) ||
	    r->json.status != HSCAN_OK)
		return;
	told->events =
	    hscan_arena_alloc(r->json.arena, 1, sizeof(*told->events));
	if (!told->events) {
		r->json.status = hscan_no_memory(r->json.err);
		return;
	}
	told->events[0] = event;
	told->events_len = 1;
}

/* --- accounts --- */

/* ".../u/1234?v=4" */
static int64_t
number_in(struct hscan_text avatar)
{
	struct hscan_text path = hscan_text_split(&avatar, '?');
	struct hscan_text before = {NULL, 0}, last = {NULL, 0};
	int64_t number;

	while (path.ptr) {
		before = last;
		last = hscan_text_split(&path, '/');
	}
	return hscan_text_is(before, "u") &&
		       hscan_parse_i64(last, 1, HSCAN_JSON_NUMBER_MAX, &number)
		   ? number
		   : 0;
}

static void
read_account(struct reading *r)
{
	struct hscan_text login = login_of(r, text_of(r->root, "url"));
	int64_t id = number_in(text_of(r->root, "avatar_url"));

	r->told->passed_over = true;
	if (login.len == 0 || id == 0)
		return;
	*r->login = (struct hscan_login){
	    .login_id = hscan_login_id(r->host, login),
	    .id = id,
	    .bot = hscan_text_is(text_of(r->root, "type"), "bot"),
	};
}

/* --- which --- */

static const struct {
	const char *type, *file;
	const char *what; /* of an address that is none of such */
	void (*read)(struct reading *r);
	bool of_item;
} rules[] = {
    {"issue", "issues_", "not that of an item", read_issue, true},
    {"pull_request", "pull_requests_", "not that of an item", read_pull, true},
    {"issue_comment", "issue_comments_", "not that of a comment", read_comment,
	true},
    {"issue_event", "issue_events_", "not that of an event", read_event, true},
    {"pull_request_review", "pull_request_reviews_", "not that of a review",
	read_review, true},
    {"release", "releases_", "not that of a release", read_release, false},
    {"repository", NULL, "not that of a repository", read_repository, false},
};

static bool
is_numbered(struct hscan_text name, const char *before)
{
	size_t len = strlen(before);

	return hscan_text_starts(name, before) && name.len > len &&
	       hscan_is_digit(name.ptr[len]);
}

enum hscan_migration_file
hscan_migration_file_of(const char *name)
{
	struct hscan_text file = hscan_text_of(name);

	if (!hscan_text_ends(file, ".json"))
		return HSCAN_MIGRATION_OTHER;
	if (is_numbered(file, "users_") || is_numbered(file, "bots_") ||
	    is_numbered(file, "repositories_"))
		return HSCAN_MIGRATION_WHOSE;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].file && is_numbered(file, rules[i].file))
			return HSCAN_MIGRATION_RECORDS;
	return HSCAN_MIGRATION_OTHER;
}

/* REST's have numbers, and types of another spelling. */
bool
hscan_migration_has_made(const cJSON *object)
{
	static const char *const types[] = {"attachment", "bot",
	    "commit_comment", "issue", "issue_comment", "issue_event",
	    "milestone", "organization", "protected_branch", "pull_request",
	    "pull_request_review", "pull_request_review_comment", "release",
	    "repository", "repository_file", "team", "user"};
	struct hscan_text type = text_of(object, "type");

	if (!cJSON_IsString(get(object, "url")) || get(object, "id"))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (hscan_text_is(type, types[i]))
			return true;
	return false;
}

static void
read_object(struct reading *r)
{
	struct hscan_text type = text_of(r->root, "type");

	if (!type.ptr)
		hscan_json_refuse(&r->json, "type", "missing");
	if (hscan_text_is(type, "user") || hscan_text_is(type, "bot")) {
		read_account(r);
		return;
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (!hscan_text_is(type, rules[i].type))
			continue;
		read_address(r, rules[i].what);
		if (rules[i].of_item && r->address.number == 0)
			hscan_json_refuse(&r->json, "url", rules[i].what);
		if (r->json.status == HSCAN_OK)
			rules[i].read(r);
		return;
	}
	r->told->passed_over = true;
}

static cJSON *
parse(struct reading *r, struct hscan_text object, struct hscan_arena *arena,
    struct hscan_error *err)
{
	/* All that is read here; see hscan_json_sift(). */
	static const char *const names[] = {"type", "url", "user", "title",
	    "labels", "created_at", "updated_at", "closed_at", "merged_at",
	    "work_in_progress", "base", "ref", "event", "actor", "avatar_url",
	    "default_branch", "has_issues", "submitted_at", "tag_name", "name",
	    "state", "prerelease", "published_at", NULL};

	r->json = (struct hscan_json_reader){
	    .arena = arena,
	    .err = err,
	    .what = "the record",
	    .names = names,
	    .sift_object = true,
	    .kept = true,
	    .status = HSCAN_OK,
	};
	return hscan_json_parse_object(&r->json, object);
}

enum hscan_status
hscan_migration_decode(struct hscan_text object, const char *host,
    const struct hscan_logins *logins, struct hscan_arena *arena,
    struct hscan_told *out, struct hscan_login *login, struct hscan_error *err)
{
	struct reading r = {
	    .host = host, .logins = logins, .told = out, .login = login};
	cJSON *tree;

	*login = (struct hscan_login){.id = 0};
	*out = (struct hscan_told){
	    .repo_told_at = HSCAN_NEVER,
	    .oldest = HSCAN_NEVER,
	    .newest = HSCAN_NEVER,
	};
	tree = parse(&r, object, arena, err);
	if (!tree)
		return r.json.status;
	r.root = tree;
	read_object(&r);
	cJSON_Delete(tree);
	return r.json.status;
}
