/* SPDX-License-Identifier: MIT */
/* Pages of GitHub that are anything: the first byte says what is asked for,
 * the rest is the answer. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "source/github/decode.h"

/* Reads every byte, so that text which is not there is found. */
static void
touch(struct hscan_text text)
{
	volatile unsigned sum = 0;

	ENSURE(text.ptr || text.len == 0);
	for (size_t i = 0; i < text.len; i++)
		sum = sum + (unsigned char)text.ptr[i];
}

static void
touch_actor(const struct hscan_actor *actor)
{
	touch(actor->login);
	touch(actor->type);
}

static enum hscan_status
ask_items(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_items items = {NULL, 0};
	enum hscan_status status =
	    hscan_github_decode_items(body, arena, &items, err);

	for (size_t i = 0; i < items.len; i++) {
		const struct hscan_item *item = &items.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(item->kind == HSCAN_ISSUE ||
		       item->kind == HSCAN_PULL_REQUEST);
		ENSURE(item->number > 0);
		ENSURE(item->created_at != HSCAN_NEVER);
		ENSURE(item->updated_at != HSCAN_NEVER);
		touch(item->title);
		touch(item->author_association);
		touch(item->state_reason);
		touch_actor(&item->author);
		for (size_t j = 0; j < item->labels_len; j++)
			touch(item->labels[j]);
	}
	return status;
}

static enum hscan_status
ask_events(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_events events = {NULL, 0, 0, 0, 0};
	enum hscan_status status =
	    hscan_github_decode_events(body, arena, &events, err);

	for (size_t i = 0; i < events.len; i++) {
		const struct hscan_event *event = &events.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(event->kind >= HSCAN_EVENT_CLOSED &&
		       event->kind <= HSCAN_EVENT_CONVERTED_TO_DISCUSSION);
		ENSURE(event->number > 0);
		ENSURE(event->occurred_at != HSCAN_NEVER);
		ENSURE(event->id >= events.oldest_id &&
		       event->id <= events.newest_id);
		touch_actor(&event->actor);
		touch(event->reason);
	}
	return status;
}

static void
check_responses(const struct hscan_responses *responses)
{
	for (size_t i = 0; i < responses->len; i++) {
		const struct hscan_response *response = &responses->at[i];

		ENSURE(response->kind == HSCAN_COMMENT ||
		       response->kind == HSCAN_REVIEW);
		ENSURE(response->number > 0 && response->id > 0);
		ENSURE(response->occurred_at != HSCAN_NEVER);
		touch_actor(&response->actor);
	}
}

static enum hscan_status
ask_comments(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_responses comments = {0};
	enum hscan_status status =
	    hscan_github_decode_comments(body, arena, &comments, err);

	ENSURE(status == HSCAN_OK || comments.len == 0);
	ENSURE(comments.newest >= comments.oldest);
	check_responses(&comments);
	return status;
}

static enum hscan_status
ask_reviews(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_responses reviews = {0};
	enum hscan_status status =
	    hscan_github_decode_reviews(body, 7, arena, &reviews, err);

	ENSURE(status == HSCAN_OK || reviews.len == 0);
	check_responses(&reviews);
	return status;
}

static enum hscan_status
ask_timeline(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_timeline timeline = {0};
	enum hscan_status status =
	    hscan_github_decode_timeline(body, 7, arena, &timeline, err);

	ENSURE(status == HSCAN_OK || timeline.responses.len == 0);
	check_responses(&timeline.responses);
	for (size_t i = 0; i < timeline.events.len; i++) {
		const struct hscan_event *event = &timeline.events.at[i];

		ENSURE(event->kind == HSCAN_EVENT_READY_FOR_REVIEW ||
		       event->kind == HSCAN_EVENT_CONVERT_TO_DRAFT);
		ENSURE(event->number == 7);
		touch_actor(&event->actor);
	}
	return status;
}

static enum hscan_status
ask_bases(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_bases bases = {NULL, 0};
	enum hscan_status status =
	    hscan_github_decode_bases(body, arena, &bases, err);

	for (size_t i = 0; i < bases.len; i++) {
		ENSURE(status == HSCAN_OK);
		ENSURE(bases.at[i].number > 0 && bases.at[i].branch.len > 0);
		touch(bases.at[i].branch);
	}
	return status;
}

static enum hscan_status
ask_commits(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_listed_commits commits = {.newest = HSCAN_NEVER};
	enum hscan_status status =
	    hscan_github_decode_commits(body, arena, &commits, err);

	for (size_t i = 0; i < commits.len; i++) {
		const struct hscan_listed_commit *commit = &commits.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(commit->committed_at != HSCAN_NEVER);
		ENSURE(commit->committed_at <= commits.newest);
		touch(commit->author_name);
		touch(commit->author_email);
	}
	return status;
}

static enum hscan_status
ask_releases(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_releases releases = {NULL, 0};
	enum hscan_status status =
	    hscan_github_decode_releases(body, arena, &releases, err);

	for (size_t i = 0; i < releases.len; i++) {
		const struct hscan_release *release = &releases.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(release->created_at != HSCAN_NEVER);
		touch(release->tag_name);
		touch(release->name);
		touch_actor(&release->author);
	}
	return status;
}

static enum hscan_status
ask_repo(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_repo repo = {.id = 0};
	enum hscan_status status =
	    hscan_github_decode_repo(body, arena, &repo, err);

	ENSURE((status == HSCAN_OK) == (repo.id != 0));
	touch(repo.full_name);
	touch(repo.default_branch);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static enum hscan_status (*const ask[])(struct hscan_text,
	    struct hscan_arena *, struct hscan_error *) = {ask_items,
	    ask_events, ask_releases, ask_repo, ask_comments, ask_reviews,
	    ask_timeline, ask_bases, ask_commits};
	enum { LEN = sizeof(ask) / sizeof(ask[0]) };
	struct hscan_text body;
	struct hscan_arena arena;
	struct hscan_error err;
	enum hscan_status status;
	char message[100];

	if (size == 0)
		return 0;
	body = fuzz_text(data + 1, size - 1);
	hscan_arena_init(&arena);
	status = ask[(uint8_t)(data[0] - '0') % LEN](body, &arena, &err);
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EPARSE);
		fuzz_ensure_failure(&err, status);
	}
	hscan_arena_clear(&arena);
	ENSURE(hscan_github_error_message(body, message, sizeof(message)) ==
	       message);
	ENSURE(fuzz_is_shown(hscan_text_of(message)));
	return 0;
}
