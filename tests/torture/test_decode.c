/* SPDX-License-Identifier: MIT */
/* Memory that runs out while a page is decoded. The bodies are made up, small,
 * and go through every reader: escapes that are repaired, labels, ghosts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/decode_repos.h"
#include "torture/allocations.h"

#define TIME "\"2026-01-02T03:04:05Z\""
#define USER "{\"login\":\"heron\",\"id\":3,\"type\":\"User\"}"

static const char items_json[] =
    "[{\"id\":1,\"number\":7,\"state\":\"open\",\"title\":\"a \\ud800 b\","
    "\"user\":" USER ",\"labels\":[{\"name\":\"bug\"},\"old\"],"
    "\"author_association\":\"MEMBER\",\"comments\":2,\"created_at\":" TIME
    ",\"updated_at\":" TIME "},"
    "{\"id\":2,\"number\":8,\"state\":\"closed\",\"title\":\"\",\"user\":null,"
    "\"state_reason\":\"completed\",\"draft\":false,"
    "\"pull_request\":{\"merged_at\":" TIME "},\"closed_at\":" TIME
    ",\"created_at\":" TIME ",\"updated_at\":" TIME "}]";
static const char events_json[] =
    "[{\"id\":5,\"event\":\"closed\",\"created_at\":" TIME ",\"actor\":" USER
    ",\"state_reason\":\"not_planned\",\"issue\":{\"number\":7}},"
    "{\"id\":4,\"event\":\"labeled\",\"created_at\":" TIME "}]";
static const char releases_json[] =
    "[{\"id\":9,\"tag_name\":\"v1\",\"name\":\"one\",\"author\":" USER
    ",\"created_at\":" TIME ",\"published_at\":" TIME "}]";
static const char comments_json[] =
    "[{\"id\":11,\"issue_url\":\"https://api.github.com/repos/o/n/issues/7\","
    "\"user\":" USER ",\"created_at\":" TIME ",\"updated_at\":" TIME "}]";
static const char reviews_json[] =
    "[{\"id\":12,\"state\":\"APPROVED\",\"user\":" USER
    ",\"submitted_at\":" TIME "}]";
static const char timeline_json[] =
    "[{\"event\":\"commented\",\"id\":13,\"user\":" USER ",\"created_at\":" TIME
    "},"
    "{\"event\":\"reviewed\",\"id\":14,\"state\":\"approved\",\"user\":" USER
    ",\"submitted_at\":" TIME "},"
    "{\"event\":\"ready_for_review\",\"id\":15,\"actor\":" USER
    ",\"created_at\":" TIME "}]";
static const char bases_json[] =
    "[{\"number\":8,\"updated_at\":" TIME ",\"base\":{\"ref\":\"main\"}}]";
static const char commits_json[] =
    "[{\"sha\":\"0123456789abcdef0123456789abcdef01234567\",\"commit\":"
    "{\"author\":{\"name\":\"Ann\",\"email\":\"a@b\",\"date\":" TIME "}},"
    "\"parents\":[{},{}]}]";
static const char rate_json[] =
    "{\"resources\":{\"core\":{\"limit\":5000,\"remaining\":4999,"
    "\"reset\":1767323045}}}";
static const char repo_json[] =
    "{\"id\":77,\"full_name\":\"o/n\",\"default_branch\":\"main\","
    "\"created_at\":" TIME ",\"pushed_at\":" TIME ",\"has_issues\":true}";

static struct hscan_arena arena;

/* One call of a decoder: its output is marked before, and untouched when it
 * has failed. */
#define DECODE(out, call) \
	enum hscan_status status; \
\
	torture_mark(&(out), sizeof(out)); \
	torture_go(); \
	status = (call); \
	torture_rest(); \
	if (status != HSCAN_OK) \
	torture_unmarked(&(out), sizeof(out))

static void
tell_actor(struct torture_answer *answer, const struct hscan_actor *actor)
{
	torture_tell_i64(answer, actor->id);
	torture_tell_text(answer, actor->login);
	torture_tell_text(answer, actor->type);
}

static enum hscan_status
items(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_items out;
	DECODE(out, hscan_github_decode_items(
			hscan_text_of(items_json), &arena, &out, err));

	(void)payload;
	for (size_t i = 0; status == HSCAN_OK && i < out.len; i++) {
		const struct hscan_item *item = &out.at[i];

		tell_actor(answer, &item->author);
		torture_tell_i64(answer, item->number);
		torture_tell_i64(answer, item->merged_at);
		torture_tell_text(answer, item->title);
		torture_tell_text(answer, item->author_association);
		torture_tell_text(answer, item->state_reason);
		for (size_t j = 0; j < item->labels_len; j++)
			torture_tell_text(answer, item->labels[j]);
	}
	return status;
}

static void
tell_events(struct torture_answer *answer, const struct hscan_events *events)
{
	torture_tell_i64(answer, events->newest_id);
	torture_tell_i64(answer, events->oldest_id);
	for (size_t i = 0; i < events->len; i++) {
		torture_tell_i64(answer, events->at[i].id);
		tell_actor(answer, &events->at[i].actor);
		torture_tell_text(answer, events->at[i].reason);
	}
}

static enum hscan_status
events(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_events out;
	DECODE(out, hscan_github_decode_events(
			hscan_text_of(events_json), &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK)
		tell_events(answer, &out);
	return status;
}

static enum hscan_status
releases(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_releases out;
	DECODE(out, hscan_github_decode_releases(
			hscan_text_of(releases_json), &arena, &out, err));

	(void)payload;
	for (size_t i = 0; status == HSCAN_OK && i < out.len; i++) {
		torture_tell_text(answer, out.at[i].tag_name);
		torture_tell_text(answer, out.at[i].name);
		tell_actor(answer, &out.at[i].author);
	}
	return status;
}

static void
tell_responses(
    struct torture_answer *answer, const struct hscan_responses *responses)
{
	for (size_t i = 0; i < responses->len; i++) {
		torture_tell_i64(answer, responses->at[i].id);
		torture_tell_i64(answer, responses->at[i].number);
		tell_actor(answer, &responses->at[i].actor);
	}
}

static enum hscan_status
comments(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_responses out;
	DECODE(out, hscan_github_decode_comments(
			hscan_text_of(comments_json), &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK)
		tell_responses(answer, &out);
	return status;
}

static enum hscan_status
reviews(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_responses out;
	DECODE(out, hscan_github_decode_reviews(
			hscan_text_of(reviews_json), 7, &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK)
		tell_responses(answer, &out);
	return status;
}

static enum hscan_status
timeline(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_timeline out;
	DECODE(out, hscan_github_decode_timeline(
			hscan_text_of(timeline_json), 7, &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK) {
		tell_responses(answer, &out.responses);
		tell_events(answer, &out.events);
	}
	return status;
}

static enum hscan_status
bases(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_bases out;
	DECODE(out, hscan_github_decode_bases(
			hscan_text_of(bases_json), &arena, &out, err));

	(void)payload;
	for (size_t i = 0; status == HSCAN_OK && i < out.len; i++)
		torture_tell_text(answer, out.at[i].branch);
	return status;
}

static enum hscan_status
commits(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_listed_commits out;
	DECODE(out, hscan_github_decode_commits(
			hscan_text_of(commits_json), &arena, &out, err));

	(void)payload;
	for (size_t i = 0; status == HSCAN_OK && i < out.len; i++) {
		torture_tell(answer, out.at[i].sha, HSCAN_SHA_SIZE);
		torture_tell_text(answer, out.at[i].author_name);
		torture_tell_text(answer, out.at[i].author_email);
		torture_tell_i64(answer, out.at[i].merge);
	}
	return status;
}

static enum hscan_status
rate(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_rate_limit out;
	DECODE(out, hscan_github_decode_rate(
			hscan_text_of(rate_json), &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK)
		torture_tell_i64(answer, out.remaining);
	return status;
}

static void
tell_repo(struct torture_answer *answer, const struct hscan_repo *repo)
{
	torture_tell_i64(answer, repo->id);
	torture_tell_text(answer, repo->full_name);
	torture_tell_text(answer, repo->default_branch);
}

static enum hscan_status
repo(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_repo out;
	DECODE(out, hscan_github_decode_repo(
			hscan_text_of(repo_json), &arena, &out, err));

	(void)payload;
	if (status == HSCAN_OK)
		tell_repo(answer, &out);
	return status;
}

static enum hscan_status
repos(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	char json[sizeof(repo_json) + 2] = "[";
	struct hscan_repos out;

	(void)payload;
	for (size_t i = 0; i < sizeof(repo_json) - 1; i++)
		json[i + 1] = repo_json[i];
	json[sizeof(repo_json)] = ']';
	{
		DECODE(out, hscan_github_decode_repos(
				hscan_text_of(json), &arena, &out, err));

		for (size_t i = 0; status == HSCAN_OK && i < out.len; i++)
			tell_repo(answer, &out.at[i]);
		return status;
	}
}

/* The arena is the caller's, and empty at first, so that its blocks fail
 * too. */
static enum hscan_status
with_arena(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	torture_fn **run = payload;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = (*run)(NULL, answer, err);
	hscan_arena_clear(&arena);
	return status;
}

static void
a_page_without_memory(void **state)
{
	static torture_fn *const runs[] = {items, events, releases, comments,
	    reviews, timeline, bases, commits, rate, repo, repos};

	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		torture_fn *run = runs[i];

		torture_allocations(with_arena, (void *)&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_without_memory),
	};

	torture_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
