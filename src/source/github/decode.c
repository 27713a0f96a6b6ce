/* SPDX-License-Identifier: MIT */
/* GitHub's lists and objects as records; see decode.h. */
#include "source/github/decode.h"

#include <cjson/cJSON.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/github/decode_json.h"
#include "source/github/decode_repos.h"
#include "source/github/decode_rows.h"

static struct hscan_json_reader
reader_of(const char *what, const char *const *names, struct hscan_arena *arena,
    struct hscan_error *err)
{
	return (struct hscan_json_reader){
	    .arena = arena,
	    .err = err,
	    .what = what,
	    .names = names,
	    .status = HSCAN_OK,
	};
}

struct hscan_repo
hscan_json_repo_row(struct hscan_json_reader *reader, const cJSON *object)
{
	return (struct hscan_repo){
	    .id = hscan_json_need_number(reader, object, "id", 1),
	    .full_name = hscan_json_need_text(reader, object, "full_name"),
	    .default_branch = hscan_json_text(reader, object, "default_branch"),
	    .created_at = hscan_json_time(object, "created_at"),
	    .pushed_at = hscan_json_time(object, "pushed_at"),
	    .has_issues = hscan_json_bool(object, "has_issues", true),
	    .pulls_disabled =
		!hscan_json_bool(object, "has_pull_requests", true),
	    .archived = hscan_json_bool(object, "archived", false),
	    .fork = hscan_json_bool(object, "fork", false),
	};
}

static bool
has_bool(const cJSON *object, const char *field)
{
	return cJSON_IsBool(cJSON_GetObjectItemCaseSensitive(object, field));
}

struct hscan_repo
hscan_json_told_repo(struct hscan_json_reader *reader, const cJSON *object)
{
	struct hscan_repo repo = hscan_json_repo_row(reader, object);

	if (repo.created_at == HSCAN_NEVER) {
		repo.created_at = 0;
		repo.unknown |= HSCAN_REPO_CREATED;
	}
	if (!has_bool(object, "has_issues")) {
		repo.has_issues = false;
		repo.unknown |= HSCAN_REPO_HAS_ISSUES;
	}
	if (!has_bool(object, "archived"))
		repo.unknown |= HSCAN_REPO_ARCHIVED;
	if (!has_bool(object, "fork"))
		repo.unknown |= HSCAN_REPO_FORK;
	return repo;
}

static struct hscan_repo
read_repo(struct hscan_json_reader *reader, const cJSON *object)
{
	struct hscan_repo repo = hscan_json_repo_row(reader, object);

	repo.created_at = hscan_json_need_time(reader, object, "created_at");
	return repo;
}

enum hscan_status
hscan_github_decode_repo(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_repo *out, struct hscan_error *err)
{
	struct hscan_json_reader reader =
	    reader_of("the repository", NULL, arena, err);
	cJSON *tree = hscan_json_parse_object(&reader, body);
	struct hscan_repo repo;

	if (!tree)
		return reader.status;
	repo = read_repo(&reader, tree);
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = repo;
	return reader.status;
}

enum hscan_status
hscan_github_decode_repos(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_repos *out, struct hscan_error *err)
{
	static const char *const names[] = {"id", "full_name", "default_branch",
	    "created_at", "pushed_at", "has_issues", "archived", "fork", NULL};
	struct hscan_json_reader reader =
	    reader_of("the list of repositories", names, arena, err);
	cJSON *tree = hscan_json_parse_list(&reader, body);
	const cJSON *entry;
	struct hscan_repos repos = {NULL, 0, {NULL, 0}};

	if (!tree)
		return reader.status;
	repos.at = hscan_json_room(&reader, tree, sizeof(*repos.at));
	cJSON_ArrayForEach(entry, tree)
	{
		if (!repos.at || !hscan_json_next(&reader, entry))
			break;
		repos.at[repos.len] = hscan_json_repo_row(&reader, entry);
		repos.len += hscan_json_keep(&reader, tree, entry,
		    repos.at[repos.len].full_name.len > 0 ? "full_name" : "id",
		    &repos.bad);
	}
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = repos;
	return reader.status;
}

static bool
read_open(struct hscan_json_reader *reader, const cJSON *object)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(object, "state");
	struct hscan_text text = hscan_text_of(cJSON_GetStringValue(state));

	if (hscan_text_is(text, "open"))
		return true;
	if (!hscan_text_is(text, "closed"))
		hscan_json_refuse(reader, "state", "neither open nor closed");
	return false;
}

static enum hscan_tristate
read_draft(const cJSON *object)
{
	const cJSON *draft = cJSON_GetObjectItemCaseSensitive(object, "draft");

	if (!cJSON_IsBool(draft))
		return HSCAN_UNKNOWN_YET;
	return cJSON_IsTrue(draft) ? HSCAN_YES : HSCAN_NO;
}

/* A label is an object with a name or, in old answers, the name alone. */
static void
read_labels(struct hscan_json_reader *reader, const cJSON *object,
    struct hscan_item *item)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "labels");
	const cJSON *entry;
	struct hscan_text *labels;

	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
		return;
	labels = hscan_json_room(reader, list, sizeof(*labels));
	cJSON_ArrayForEach(entry, list)
	{
		struct hscan_text name = {NULL, 0};

		if (!labels)
			return;
		if (cJSON_IsObject(entry))
			name = hscan_json_text(reader, entry, "name");
		else if (cJSON_IsString(entry))
			name = hscan_arena_dup(
			    reader->arena, hscan_text_of(entry->valuestring));
		if (name.ptr)
			labels[item->labels_len++] = name;
	}
	item->labels = labels;
}

/* Old answers give an issue a pull_request as well, whose addresses are null.
 */
static bool
is_pull_request(const cJSON *pull)
{
	static const char *const addresses[] = {
	    "url", "html_url", "diff_url", "patch_url"};

	if (!cJSON_IsObject(pull))
		return false;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (cJSON_IsString(
			cJSON_GetObjectItemCaseSensitive(pull, addresses[i])))
			return true;
	return cJSON_GetObjectItemCaseSensitive(pull, "merged_at") != NULL;
}

/* `pull`: what says when it was merged; NULL for an issue. */
static struct hscan_item
read_row(struct hscan_json_reader *reader, const cJSON *object,
    const cJSON *pull, int64_t id)
{
	struct hscan_item item;
	bool open;

	reader->number = hscan_json_need_number(reader, object, "number", 1);
	open = read_open(reader, object);
	item = (struct hscan_item){
	    .kind = pull ? HSCAN_PULL_REQUEST : HSCAN_ISSUE,
	    .id = id,
	    .number = reader->number,
	    .title = hscan_json_text(reader, object, "title"),
	    .author = hscan_json_actor(reader, object, "user"),
	    .author_association =
		hscan_json_text(reader, object, "author_association"),
	    .state_reason = hscan_json_text(reader, object, "state_reason"),
	    .open = open,
	    .locked = hscan_json_bool(object, "locked", false),
	    .draft = read_draft(object),
	    .comments = hscan_json_number(object, "comments"),
	    .created_at = hscan_json_need_time(reader, object, "created_at"),
	    .updated_at = hscan_json_need_time(reader, object, "updated_at"),
	    /* That of a reopened one may still be there. */
	    .closed_at =
		open ? HSCAN_NEVER : hscan_json_time(object, "closed_at"),
	    .merged_at = hscan_json_time(pull, "merged_at"),
	    .merge_untold =
		pull && !open && !hscan_json_tells_time(pull, "merged_at"),
	};
	read_labels(reader, object, &item);
	return item;
}

unsigned
hscan_json_item_unknown(const cJSON *object)
{
	unsigned unknown = 0;

	if (!cJSON_IsString(cJSON_GetObjectItemCaseSensitive(object, "title")))
		unknown |= HSCAN_ITEM_TITLE;
	if (!has_bool(object, "locked"))
		unknown |= HSCAN_ITEM_LOCKED;
	if (!cJSON_IsNumber(
		cJSON_GetObjectItemCaseSensitive(object, "comments")))
		unknown |= HSCAN_ITEM_COMMENTS;
	return unknown;
}

struct hscan_item
hscan_json_issue_row(struct hscan_json_reader *reader, const cJSON *object)
{
	const cJSON *pull =
	    cJSON_GetObjectItemCaseSensitive(object, "pull_request");

	return read_row(reader, object, is_pull_request(pull) ? pull : NULL,
	    hscan_json_number(object, "id"));
}

struct hscan_item
hscan_json_pull_row(struct hscan_json_reader *reader, const cJSON *object)
{
	return read_row(reader, object, object, 0);
}

static void
keep_item(struct hscan_json_reader *reader, const cJSON *tree,
    const cJSON *entry, struct hscan_items *items)
{
	struct hscan_item *item = &items->at[items->len];
	struct hscan_bad_rows *bad = &items->bad;
	size_t before = bad->len;

	*item = hscan_json_issue_row(reader, entry);
	items->len += hscan_json_keep(reader, tree, entry, "number", bad);
	if (bad->len > before)
		bad->at[before].kind = (int)item->kind;
}

enum hscan_status
hscan_github_decode_items(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_items *out, struct hscan_error *err)
{
	/* The addresses of a pull request, only where they have to tell one. */
	static const char *const names[] = {"number", "pull_request/",
	    "merged_at", "id", "title", "user", "login", "type",
	    "author_association", "state_reason", "state", "locked", "draft",
	    "comments", "created_at", "updated_at", "closed_at", "labels",
	    "name", NULL};
	struct hscan_json_reader reader =
	    reader_of("the list of issues", names, arena, err);
	cJSON *tree = hscan_json_parse_list(&reader, body);
	const cJSON *entry;
	struct hscan_items items = {NULL, 0, {NULL, 0}};

	if (!tree)
		return reader.status;
	items.at = hscan_json_room(&reader, tree, sizeof(*items.at));
	cJSON_ArrayForEach(entry, tree)
	{
		if (!items.at || !hscan_json_next(&reader, entry))
			break;
		keep_item(&reader, tree, entry, &items);
	}
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = items;
	return reader.status;
}

bool
hscan_json_event_kind(const cJSON *object, enum hscan_event_kind *out)
{
	static const struct {
		const char *name;
		enum hscan_event_kind kind;
	} kinds[] = {
	    {"closed", HSCAN_EVENT_CLOSED},
	    {"reopened", HSCAN_EVENT_REOPENED},
	    {"merged", HSCAN_EVENT_MERGED},
	    {"ready_for_review", HSCAN_EVENT_READY_FOR_REVIEW},
	    {"convert_to_draft", HSCAN_EVENT_CONVERT_TO_DRAFT},
	    {"converted_to_draft", HSCAN_EVENT_CONVERT_TO_DRAFT},
	    {"converted_to_discussion", HSCAN_EVENT_CONVERTED_TO_DISCUSSION},
	};
	const cJSON *event = cJSON_GetObjectItemCaseSensitive(object, "event");
	struct hscan_text name = hscan_text_of(cJSON_GetStringValue(event));

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (hscan_text_is(name, kinds[i].name)) {
			*out = kinds[i].kind;
			return true;
		}
	}
	return false;
}

bool
hscan_json_event_row(struct hscan_json_reader *reader, const cJSON *object,
    int64_t number, struct hscan_event *out)
{
	const cJSON *issue = cJSON_GetObjectItemCaseSensitive(object, "issue");
	struct hscan_event event = {.number = number};

	/* The issue of an event is null once it has been deleted. */
	if (!hscan_json_event_kind(object, &event.kind) || cJSON_IsNull(issue))
		return false;
	event.id = hscan_json_need_id(reader, object, "id");
	event.occurred_at = hscan_json_need_time(reader, object, "created_at");
	if (number == 0)
		event.number =
		    hscan_json_need_number(reader, issue, "number", 1);
	event.actor = hscan_json_either_actor(reader, object);
	event.reason = hscan_json_text(reader, object, "state_reason");
	*out = event;
	return true;
}

/* Every event moves the ends of the page, kept or not. */
static void
note_ends(struct hscan_events *events, int64_t id, int64_t at)
{
	if (events->newest_id < id)
		events->newest_id = id;
	if (events->oldest_id == 0 || events->oldest_id > id)
		events->oldest_id = id;
	if (events->oldest_at == HSCAN_NEVER || events->oldest_at > at)
		events->oldest_at = at;
}

static void
read_event(struct hscan_json_reader *reader, const cJSON *tree,
    const cJSON *object, struct hscan_events *events)
{
	const cJSON *issue = cJSON_GetObjectItemCaseSensitive(object, "issue");
	struct hscan_event event = {
	    .id = hscan_json_need_id(reader, object, "id"),
	    .occurred_at = hscan_json_need_time(reader, object, "created_at"),
	};

	if (!hscan_json_keep(reader, tree, object, "id", &events->bad))
		return;
	note_ends(events, event.id, event.occurred_at);
	/* The issue of an event is null once it has been deleted. */
	if (!hscan_json_event_kind(object, &event.kind) || !issue ||
	    cJSON_IsNull(issue))
		return;
	event.number = hscan_json_need_number(reader, issue, "number", 1);
	if (!hscan_json_keep(reader, tree, object, "id", &events->bad))
		return;
	event.actor = hscan_json_actor(reader, object, "actor");
	event.reason = hscan_json_text(reader, object, "state_reason");
	events->at[events->len++] = event;
}

enum hscan_status
hscan_github_decode_events(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_events *out, struct hscan_error *err)
{
	static const char *const names[] = {"id", "created_at", "event",
	    "issue", "number", "actor", "login", "type", "state_reason", NULL};
	struct hscan_json_reader reader =
	    reader_of("the list of issue events", names, arena, err);
	cJSON *tree = hscan_json_parse_list(&reader, body);
	const cJSON *entry;
	struct hscan_events events = {.oldest_at = HSCAN_NEVER};

	if (!tree)
		return reader.status;
	events.at = hscan_json_room(&reader, tree, sizeof(*events.at));
	cJSON_ArrayForEach(entry, tree)
	{
		if (!events.at || !hscan_json_next(&reader, entry))
			break;
		read_event(&reader, tree, entry, &events);
	}
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = events;
	return reader.status;
}

struct hscan_release
hscan_json_release_row(struct hscan_json_reader *reader, const cJSON *object)
{
	return (struct hscan_release){
	    .id = hscan_json_need_number(reader, object, "id", 1),
	    .tag_name = hscan_json_text(reader, object, "tag_name"),
	    .name = hscan_json_text(reader, object, "name"),
	    .author = hscan_json_actor(reader, object, "author"),
	    .draft = hscan_json_bool(object, "draft", false),
	    .prerelease = hscan_json_bool(object, "prerelease", false),
	    .created_at = hscan_json_need_time(reader, object, "created_at"),
	    .published_at = hscan_json_time(object, "published_at"),
	};
}

enum hscan_status
hscan_github_decode_releases(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_releases *out, struct hscan_error *err)
{
	static const char *const names[] = {"id", "tag_name", "name", "author",
	    "login", "type", "draft", "prerelease", "created_at",
	    "published_at", NULL};
	struct hscan_json_reader reader =
	    reader_of("the list of releases", names, arena, err);
	cJSON *tree = hscan_json_parse_list(&reader, body);
	const cJSON *entry;
	struct hscan_releases releases = {NULL, 0, {NULL, 0}};

	if (!tree)
		return reader.status;
	releases.at = hscan_json_room(&reader, tree, sizeof(*releases.at));
	cJSON_ArrayForEach(entry, tree)
	{
		if (!releases.at || !hscan_json_next(&reader, entry))
			break;
		releases.at[releases.len] =
		    hscan_json_release_row(&reader, entry);
		releases.len +=
		    hscan_json_keep(&reader, tree, entry, "id", &releases.bad);
	}
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = releases;
	return reader.status;
}

const char *
hscan_github_block_reason(struct hscan_text body, char *out, size_t size)
{
	struct hscan_json_reader reader =
	    reader_of("the answer", NULL, NULL, NULL);
	cJSON *tree = hscan_json_parse(&reader, body);
	const cJSON *block = cJSON_GetObjectItemCaseSensitive(tree, "block");
	const cJSON *reason = cJSON_GetObjectItemCaseSensitive(block, "reason");

	out[0] = '\0';
	if (cJSON_IsString(reason))
		(void)hscan_safe(hscan_text_of(reason->valuestring), out, size);
	cJSON_Delete(tree);
	return out;
}

const char *
hscan_github_error_message(struct hscan_text body, char *out, size_t size)
{
	struct hscan_json_reader reader =
	    reader_of("the answer", NULL, NULL, NULL);
	cJSON *tree = hscan_json_parse(&reader, body);

	(void)hscan_json_message(tree, out, size);
	cJSON_Delete(tree);
	return out;
}
