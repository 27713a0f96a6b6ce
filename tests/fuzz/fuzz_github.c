/* SPDX-License-Identifier: MIT */
/* Pages of GitHub that are anything. Built once for every decoder: which one
 * is HSCAN_FUZZ_ASK, of the list at the end. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "source/github/decode.h"
#include "source/github/decode_repos.h"

/* Beyond this a double no longer tells neighbours apart. */
#define LARGEST ((INT64_C(1) << 53) - 1)

static void
check_number(int64_t number, int64_t min)
{
	ENSURE(number >= min && number <= LARGEST);
}

static void
touch_actor(const struct hscan_actor *actor)
{
	fuzz_touch(actor->login);
	fuzz_touch(actor->type);
}

static enum hscan_status
ask_issues(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_items items = {0};
	enum hscan_status status =
	    hscan_github_decode_items(body, arena, &items, err);

	for (size_t i = 0; i < items.len; i++) {
		const struct hscan_item *item = &items.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(item->kind == HSCAN_ISSUE ||
		       item->kind == HSCAN_PULL_REQUEST);
		check_number(item->number, 1);
		check_number(item->id, 0);
		ENSURE(item->comments >= 0);
		ENSURE(item->created_at != HSCAN_NEVER);
		ENSURE(item->updated_at != HSCAN_NEVER);
		fuzz_touch(item->title);
		fuzz_touch(item->author_association);
		fuzz_touch(item->state_reason);
		touch_actor(&item->author);
		for (size_t j = 0; j < item->labels_len; j++)
			fuzz_touch(item->labels[j]);
	}
	return status;
}

static enum hscan_status
ask_events(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_events events = {0};
	enum hscan_status status =
	    hscan_github_decode_events(body, arena, &events, err);

	for (size_t i = 0; i < events.len; i++) {
		const struct hscan_event *event = &events.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(event->kind >= HSCAN_EVENT_CLOSED &&
		       event->kind <= HSCAN_EVENT_CONVERTED_TO_DISCUSSION);
		check_number(event->number, 1);
		ENSURE(event->occurred_at != HSCAN_NEVER);
		ENSURE(event->id >= events.oldest_id &&
		       event->id <= events.newest_id);
		touch_actor(&event->actor);
		fuzz_touch(event->reason);
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
		check_number(response->number, 1);
		ENSURE(response->id > 0);
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
ask_pulls(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_bases bases = {0};
	enum hscan_status status =
	    hscan_github_decode_bases(body, arena, &bases, err);

	for (size_t i = 0; i < bases.len; i++) {
		ENSURE(status == HSCAN_OK);
		ENSURE(bases.at[i].number > 0 && bases.at[i].branch.len > 0);
		fuzz_touch(bases.at[i].branch);
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
		fuzz_touch(commit->author_name);
		fuzz_touch(commit->author_email);
	}
	return status;
}

static enum hscan_status
ask_releases(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_releases releases = {0};
	enum hscan_status status =
	    hscan_github_decode_releases(body, arena, &releases, err);

	for (size_t i = 0; i < releases.len; i++) {
		const struct hscan_release *release = &releases.at[i];

		ENSURE(status == HSCAN_OK);
		ENSURE(release->created_at != HSCAN_NEVER);
		fuzz_touch(release->tag_name);
		fuzz_touch(release->name);
		touch_actor(&release->author);
	}
	return status;
}

static void
check_repo(const struct hscan_repo *repo)
{
	check_number(repo->id, 1);
	ENSURE(repo->full_name.len > 0);
	ENSURE(repo->created_at != HSCAN_NEVER);
	fuzz_touch(repo->full_name);
	fuzz_touch(repo->default_branch);
}

static enum hscan_status
ask_repository(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_repo repo = {.id = 0};
	enum hscan_status status =
	    hscan_github_decode_repo(body, arena, &repo, err);

	if (status == HSCAN_OK)
		check_repo(&repo);
	else
		ENSURE(repo.id == 0);
	return status;
}

static enum hscan_status
ask_repositories(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_repos repos = {0};
	enum hscan_status status =
	    hscan_github_decode_repos(body, arena, &repos, err);

	ENSURE(status == HSCAN_OK || repos.len == 0);
	for (size_t i = 0; i < repos.len; i++)
		check_repo(&repos.at[i]);
	return status;
}

static enum hscan_status
ask_rate_limit(
    struct hscan_text body, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_rate_limit limit = {-1, -1, -1};
	enum hscan_status status =
	    hscan_github_decode_rate(body, arena, &limit, err);

	if (status == HSCAN_OK) {
		check_number(limit.limit, 0);
		check_number(limit.remaining, 0);
		check_number(limit.reset, 0);
	} else {
		ENSURE(limit.limit == -1 && limit.remaining == -1 &&
		       limit.reset == -1);
	}
	return status;
}

enum {
	ISSUES,
	EVENTS,
	COMMENTS,
	REVIEWS,
	TIMELINE,
	PULLS,
	COMMITS,
	RELEASES,
	REPOSITORY,
	REPOSITORIES,
	RATE_LIMIT,
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static enum hscan_status (*const ask[])(
	    struct hscan_text, struct hscan_arena *, struct hscan_error *) = {
	    [ISSUES] = ask_issues,
	    [EVENTS] = ask_events,
	    [COMMENTS] = ask_comments,
	    [REVIEWS] = ask_reviews,
	    [TIMELINE] = ask_timeline,
	    [PULLS] = ask_pulls,
	    [COMMITS] = ask_commits,
	    [RELEASES] = ask_releases,
	    [REPOSITORY] = ask_repository,
	    [REPOSITORIES] = ask_repositories,
	    [RATE_LIMIT] = ask_rate_limit,
	};
	const struct hscan_text body = fuzz_text(data, size);
	struct hscan_arena arena;
	struct hscan_error err;
	enum hscan_status status;
	char message[100];

	hscan_arena_init(&arena);
	status = ask[HSCAN_FUZZ_ASK](body, &arena, &err);
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
