/* SPDX-License-Identifier: MIT */
/* GitHub's comments, reviews and timelines as records; see decode.h. */
#include <cjson/cJSON.h>

#include "base/number.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/decode_json.h"
#include "source/github/decode_rows.h"

/* A list being read. */
struct list {
	struct hscan_json_reader reader;
	cJSON *tree;
};

static bool
open_list(struct list *list, const char *what, struct hscan_text body,
    struct hscan_arena *arena, struct hscan_error *err)
{
	static const char *const names[] = {"id", "number", "issue_url",
	    "created_at", "updated_at", "submitted_at", "event", "state",
	    "user", "actor", "login", "type", "base", "ref", "closed_at",
	    "merged_at", "author_association", NULL};

	list->reader = (struct hscan_json_reader){.arena = arena,
	    .err = err,
	    .what = what,
	    .names = names,
	    .status = HSCAN_OK};
	list->tree = hscan_json_parse_list(&list->reader, body);
	return list->tree != NULL;
}

/* What follows the last '/' of ".../issues/123"; 0 when it is no number. */
static int64_t
number_of_url(const cJSON *object, const char *field)
{
	const cJSON *url = cJSON_GetObjectItemCaseSensitive(object, field);
	struct hscan_text rest = hscan_text_of(cJSON_GetStringValue(url));
	struct hscan_text last = rest;
	int64_t number = 0;

	while (rest.ptr)
		last = hscan_text_split(&rest, '/');
	(void)hscan_parse_i64(last, 1, HSCAN_JSON_NUMBER_MAX, &number);
	return number;
}

struct hscan_actor
hscan_json_either_actor(struct hscan_json_reader *reader, const cJSON *object)
{
	struct hscan_actor actor = hscan_json_actor(reader, object, "user");

	if (actor.id == 0 &&
	    cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(object, "actor")))
		actor = hscan_json_actor(reader, object, "actor");
	return actor;
}

struct hscan_response
hscan_json_comment_row(
    struct hscan_json_reader *reader, const cJSON *object, int64_t number)
{
	struct hscan_response comment = {
	    .kind = HSCAN_COMMENT,
	    .id = hscan_json_need_id(reader, object, "id"),
	    .number = number ? number : number_of_url(object, "issue_url"),
	    .occurred_at = hscan_json_need_time(reader, object, "created_at"),
	    .actor = hscan_json_either_actor(reader, object),
	    .association =
		hscan_json_text(reader, object, "author_association"),
	};

	if (comment.number == 0)
		hscan_json_refuse(reader, "issue_url", "missing or no number");
	reader->number = comment.number;
	return comment;
}

static void
read_comment(struct list *list, const cJSON *entry, struct hscan_responses *out)
{
	struct hscan_json_reader *reader = &list->reader;
	int64_t updated = hscan_json_need_time(reader, entry, "updated_at");
	struct hscan_response comment =
	    hscan_json_comment_row(reader, entry, 0);

	if (!hscan_json_keep(reader, list->tree, entry, "id", &out->bad))
		return;
	if (out->newest == HSCAN_NEVER || out->newest < updated)
		out->newest = updated;
	if (out->oldest == HSCAN_NEVER || out->oldest > updated)
		out->oldest = updated;
	out->at[out->len++] = comment;
}

enum hscan_status
hscan_github_decode_comments(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_responses *out, struct hscan_error *err)
{
	struct hscan_responses comments = {
	    .newest = HSCAN_NEVER, .oldest = HSCAN_NEVER};
	struct list list;
	const cJSON *entry;

	if (!open_list(&list, "the list of comments", body, arena, err))
		return list.reader.status;
	comments.at =
	    hscan_json_room(&list.reader, list.tree, sizeof(*comments.at));
	cJSON_ArrayForEach(entry, list.tree)
	{
		if (!comments.at || !hscan_json_next(&list.reader, entry))
			break;
		read_comment(&list, entry, &comments);
	}
	cJSON_Delete(list.tree);
	if (list.reader.status == HSCAN_OK)
		*out = comments;
	return list.reader.status;
}

enum hscan_review_state
hscan_json_review_state(const cJSON *object)
{
	static const struct {
		const char *name;
		enum hscan_review_state state;
	} states[] = {
	    {"commented", HSCAN_COMMENTED},
	    {"approved", HSCAN_APPROVED},
	    {"changes_requested", HSCAN_CHANGES_REQUESTED},
	    {"dismissed", HSCAN_DISMISSED},
	};
	struct hscan_text name = hscan_text_of(cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, "state")));

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (hscan_text_is_nocase(name, states[i].name))
			return states[i].state;
	return HSCAN_STATE_UNTOLD;
}

/* One that is still being written has no submitted_at. */
bool
hscan_json_review_row(struct hscan_json_reader *reader, const cJSON *object,
    int64_t number, struct hscan_response *out)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(object, "state");
	int64_t submitted = hscan_json_time(object, "submitted_at");

	if (submitted == HSCAN_NEVER ||
	    hscan_text_is_nocase(
		hscan_text_of(cJSON_GetStringValue(state)), "pending"))
		return false;
	*out = (struct hscan_response){
	    .kind = HSCAN_REVIEW,
	    .id = hscan_json_need_id(reader, object, "id"),
	    .number =
		number ? number : number_of_url(object, "pull_request_url"),
	    .occurred_at = submitted,
	    .actor = hscan_json_actor(reader, object, "user"),
	    .association =
		hscan_json_text(reader, object, "author_association"),
	    .state = hscan_json_review_state(object),
	};
	if (out->number == 0)
		hscan_json_refuse(
		    reader, "pull_request_url", "missing or no number");
	return true;
}

static void
read_review(struct list *list, const cJSON *entry, int64_t number,
    struct hscan_responses *out)
{
	out->len += hscan_json_review_row(
	    &list->reader, entry, number, &out->at[out->len]);
}

enum hscan_status
hscan_github_decode_reviews(struct hscan_text body, int64_t number,
    struct hscan_arena *arena, struct hscan_responses *out,
    struct hscan_error *err)
{
	struct hscan_responses reviews = {
	    .newest = HSCAN_NEVER, .oldest = HSCAN_NEVER};
	struct list list;
	const cJSON *entry;

	if (!open_list(&list, "the list of reviews", body, arena, err))
		return list.reader.status;
	reviews.at =
	    hscan_json_room(&list.reader, list.tree, sizeof(*reviews.at));
	cJSON_ArrayForEach(entry, list.tree)
	{
		if (!reviews.at || !hscan_json_next(&list.reader, entry))
			break;
		read_review(&list, entry, number, &reviews);
	}
	cJSON_Delete(list.tree);
	if (list.reader.status == HSCAN_OK)
		*out = reviews;
	return list.reader.status;
}

static void
read_timeline_entry(struct list *list, const cJSON *entry, int64_t number,
    struct hscan_timeline *out)
{
	struct hscan_json_reader *reader = &list->reader;
	const cJSON *event = cJSON_GetObjectItemCaseSensitive(entry, "event");
	struct hscan_text name = hscan_text_of(cJSON_GetStringValue(event));
	int64_t created = hscan_json_time(entry, "created_at");
	bool ready = hscan_text_is(name, "ready_for_review");

	if (hscan_text_is(name, "reviewed")) {
		read_review(list, entry, number, &out->responses);
	} else if (created == HSCAN_NEVER) {
		return;
	} else if (hscan_text_is(name, "commented")) {
		out->responses.at[out->responses.len++] =
		    (struct hscan_response){
			.kind = HSCAN_COMMENT,
			.id = hscan_json_need_id(reader, entry, "id"),
			.number = number,
			.occurred_at = created,
			.actor = hscan_json_either_actor(reader, entry),
			.association = hscan_json_text(
			    reader, entry, "author_association"),
		    };
	} else if (ready || hscan_text_is(name, "convert_to_draft") ||
		   hscan_text_is(name, "converted_to_draft")) {
		out->events.at[out->events.len++] = (struct hscan_event){
		    .kind = ready ? HSCAN_EVENT_READY_FOR_REVIEW
				  : HSCAN_EVENT_CONVERT_TO_DRAFT,
		    .id = hscan_json_need_id(reader, entry, "id"),
		    .number = number,
		    .occurred_at = created,
		    .actor = hscan_json_either_actor(reader, entry),
		};
	}
}

enum hscan_status
hscan_github_decode_timeline(struct hscan_text body, int64_t number,
    struct hscan_arena *arena, struct hscan_timeline *out,
    struct hscan_error *err)
{
	struct hscan_timeline timeline = {
	    .responses = {.newest = HSCAN_NEVER, .oldest = HSCAN_NEVER},
	    .events = {.oldest_at = HSCAN_NEVER},
	};
	struct list list;
	const cJSON *entry;

	if (!open_list(&list, "the timeline", body, arena, err))
		return list.reader.status;
	timeline.responses.at = hscan_json_room(
	    &list.reader, list.tree, sizeof(*timeline.responses.at));
	timeline.events.at = hscan_json_room(
	    &list.reader, list.tree, sizeof(*timeline.events.at));
	cJSON_ArrayForEach(entry, list.tree)
	{
		if (!timeline.responses.at || !timeline.events.at ||
		    !hscan_json_next(&list.reader, entry))
			break;
		read_timeline_entry(&list, entry, number, &timeline);
	}
	cJSON_Delete(list.tree);
	if (list.reader.status == HSCAN_OK)
		*out = timeline;
	return list.reader.status;
}

struct hscan_base
hscan_json_base_row(struct hscan_json_reader *reader, const cJSON *entry)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(entry, "state");
	bool open =
	    hscan_text_is(hscan_text_of(cJSON_GetStringValue(state)), "open");

	reader->number = hscan_json_need_number(reader, entry, "number", 1);
	return (struct hscan_base){
	    .number = reader->number,
	    .updated_at = hscan_json_need_time(reader, entry, "updated_at"),
	    .branch = hscan_json_need_text(
		reader, cJSON_GetObjectItemCaseSensitive(entry, "base"), "ref"),
	    .closed_at =
		open ? HSCAN_NEVER : hscan_json_time(entry, "closed_at"),
	    .merged_at = hscan_json_time(entry, "merged_at"),
	    .merge_untold = !open && !hscan_json_tells_time(entry, "merged_at"),
	};
}

enum hscan_status
hscan_github_decode_bases(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_bases *out, struct hscan_error *err)
{
	struct hscan_bases bases = {NULL, 0, {NULL, 0}};
	struct list list;
	const cJSON *entry;

	if (!open_list(&list, "the list of pull requests", body, arena, err))
		return list.reader.status;
	bases.at = hscan_json_room(&list.reader, list.tree, sizeof(*bases.at));
	cJSON_ArrayForEach(entry, list.tree)
	{
		struct hscan_json_reader *reader = &list.reader;

		if (!bases.at || !hscan_json_next(&list.reader, entry))
			break;
		bases.at[bases.len] = hscan_json_base_row(reader, entry);
		bases.len += hscan_json_keep(
		    reader, list.tree, entry, "number", &bases.bad);
	}
	cJSON_Delete(list.tree);
	if (list.reader.status == HSCAN_OK)
		*out = bases;
	return list.reader.status;
}
