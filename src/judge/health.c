/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository; see health.h. */
#include "judge/health.h"

#include <stdio.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/assess.h"

enum { STREAMS = 5, MAX_MISSING = 4 };

/* What is being put together. */
struct health {
	struct hscan_store *store;
	const struct hscan_question *question;
	struct hscan_arena *arena;
	struct hscan_stored_repo repo;
	struct hscan_coverage *coverage; /* of the arena */
	size_t coverage_len;
	struct hscan_missing missing[MAX_MISSING + 1];
	size_t missing_len;
	struct hscan_window *windows; /* of the arena; newest first */
	int64_t synced_at;
	bool complete;
	struct hscan_error *err;
};

/* --- what it is computed from --- */

static void
add_missing(struct health *health, unsigned streams, const char *reason)
{
	health->missing[health->missing_len++] =
	    (struct hscan_missing){streams, reason};
}

static struct hscan_coverage *
add_coverage(struct health *health, const char *stream, int64_t synced_at)
{
	struct hscan_coverage *row = &health->coverage[health->coverage_len++];

	*row = (struct hscan_coverage){
	    .stream = stream,
	    .synced_at = synced_at,
	    .since = HSCAN_NEVER,
	};
	if (synced_at != HSCAN_NEVER &&
	    (health->synced_at == HSCAN_NEVER || synced_at < health->synced_at))
		health->synced_at = synced_at;
	return row;
}

static enum hscan_status
cover_list(struct health *health, enum hscan_stream stream, const char *name,
    struct hscan_coverage **out)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    health->store, health->repo.repo_id, stream, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(health, name, state.synced_at);
	row->complete = state.finished;
	row->since = state.since;
	row->note = hscan_arena_dup(health->arena, state.note);
	hscan_stream_state_clear(&state);
	status = hscan_store_count(health->store, health->repo.repo_id, stream,
	    &row->rows, health->err);
	row->collected = row->complete || row->rows > 0;
	if (!row->complete)
		health->complete = false;
	*out = row;
	return status;
}

static const char *
why_unread(const struct hscan_coverage *row)
{
	return row->collected ? "not collected: the list was read only in part"
			      : "not collected";
}

static enum hscan_status
cover_forge(struct health *health)
{
	struct hscan_coverage *issues = NULL, *other = NULL;
	enum hscan_status status;

	status = cover_list(health, HSCAN_STREAM_ISSUES, "issues", &issues);
	if (status != HSCAN_OK)
		return status;
	if (!issues->complete)
		add_missing(health, HSCAN_STREAM_ISSUES | HSCAN_STREAM_PULLS,
		    why_unread(issues));
	else if (issues->note.len > 0)
		add_missing(health, HSCAN_STREAM_ISSUES | HSCAN_STREAM_PULLS,
		    "issues disabled");
	else if (!health->repo.repo.has_issues)
		add_missing(health, HSCAN_STREAM_ISSUES, "issues disabled");
	status = cover_list(health, HSCAN_STREAM_RELEASES, "releases", &other);
	if (status == HSCAN_OK && !other->complete)
		add_missing(health, HSCAN_STREAM_RELEASES, why_unread(other));
	if (status != HSCAN_OK || !health->question->history_events)
		return status;
	status = cover_list(health, HSCAN_STREAM_EVENTS, "events", &other);
	if (status == HSCAN_OK && !other->complete)
		add_missing(health, HSCAN_STREAM_EVENTS | HSCAN_STREAM_STATE,
		    why_unread(other));
	return status;
}

/* "refs/heads/main at 1f0c2ab" */
static struct hscan_text
describe_head(struct health *health, const struct hscan_stored_head *head)
{
	char text[300], ref[256];

	if (head->unborn)
		return hscan_text_of("no commits yet");
	(void)snprintf(text, sizeof(text), "%s at %02x%02x%02x%02x%02x",
	    hscan_safe(head->ref, ref, sizeof(ref)), head->sha[0], head->sha[1],
	    head->sha[2], head->sha[3], head->sha[4]);
	return hscan_arena_dup(health->arena, hscan_text_of(text));
}

static enum hscan_status
cover_git(struct health *health)
{
	struct hscan_stored_head head;
	struct hscan_coverage *row;
	bool other;
	enum hscan_status status;

	status = hscan_store_get_head(
	    health->store, health->repo.repo_id, &head, health->err);
	if (status != HSCAN_OK)
		return status;
	row = add_coverage(
	    health, "git", head.walked ? head.synced_at : HSCAN_NEVER);
	/* What was walked by other documentation paths answers another
	 * question. */
	other = head.walked &&
		!hscan_text_is(head.doc_paths, health->question->doc_paths);
	row->complete = head.walked && !other;
	row->collected = head.walked;
	if (head.walked)
		row->note = describe_head(health, &head);
	if (other)
		add_missing(health, HSCAN_STREAM_GIT,
		    "not collected: the history was read with other "
		    "documentation paths; use --git DIR to read it again");
	else if (!head.walked)
		add_missing(health, HSCAN_STREAM_GIT,
		    health->question->git_missing
			? health->question->git_missing
			: "not collected");
	hscan_stored_head_clear(&head);
	return hscan_store_count(health->store, health->repo.repo_id,
	    HSCAN_STREAM_GIT, &row->rows, health->err);
}

static enum hscan_status
cover(struct health *health)
{
	struct hscan_stream_state state;
	enum hscan_status status;

	health->coverage = hscan_arena_alloc(
	    health->arena, STREAMS, sizeof(*health->coverage));
	if (!health->coverage)
		return hscan_no_memory(health->err);
	status = hscan_store_get_stream(health->store, health->repo.repo_id,
	    HSCAN_STREAM_REPO, &state, health->err);
	if (status != HSCAN_OK)
		return status;
	*add_coverage(health, "repository", state.synced_at) =
	    (struct hscan_coverage){
		.stream = "repository",
		.complete = state.finished,
		.collected = true,
		.rows = 1,
		.synced_at = state.synced_at,
		.since = HSCAN_NEVER,
	    };
	hscan_stream_state_clear(&state);
	status = cover_forge(health);
	if (status == HSCAN_OK)
		status = cover_git(health);
	return status;
}

/* --- the windows --- */

static enum hscan_status
lay_windows(struct health *health)
{
	const struct hscan_question *question = health->question;
	size_t len = question->windows + 1;
	int64_t end = question->as_of;

	health->windows =
	    hscan_arena_alloc(health->arena, len, sizeof(*health->windows));
	if (!health->windows)
		return hscan_no_memory(health->err);
	for (size_t i = 0; i < len; i++) {
		if (end < INT64_MIN / 2 + question->window_s)
			return hscan_fail(health->err, HSCAN_EINVAL,
			    "the windows reach back before all time; ask for "
			    "fewer or shorter ones");
		health->windows[i] =
		    (struct hscan_window){end - question->window_s, end};
		end -= question->window_s;
	}
	return HSCAN_OK;
}

/* --- the measures --- */

static enum hscan_status
measure_all(struct health *health, const struct hscan_assessment *assessment,
    struct hscan_measure *measures, size_t len)
{
	const struct hscan_question *question = health->question;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_metric *metric =
		    question->ids_len > 0
			? hscan_metrics_find(
			      question->metrics, question->ids[i])
			: &question->metrics->at[i];
		char id[80];

		if (!metric)
			return hscan_fail(health->err, HSCAN_EINVAL,
			    "there is no metric '%s'; healthscan metrics lists "
			    "them",
			    hscan_safe(question->ids[i], id, sizeof(id)));
		status = hscan_assess(assessment, metric, health->arena,
		    &measures[i], health->err);
	}
	return status;
}

static enum hscan_status
compute(struct health *health, struct hscan_measure *measures, size_t len)
{
	const struct hscan_question *question = health->question;
	const struct hscan_ask ask = {
	    .repo_ids = &health->repo.repo_id,
	    .repos = 1,
	    .windows = health->windows,
	    .windows_len = question->windows + 1,
	    .bots_included = question->bots_included,
	    .bot_logins = question->bot_logins,
	    .bot_logins_len = question->bot_logins_len,
	    .history_events = question->history_events,
	};
	struct hscan_assessment assessment = {
	    .ask = &ask,
	    .metrics = question->metrics,
	    .missing = health->missing,
	    .repo_created_at = health->repo.repo.created_at,
	};
	enum hscan_status status;

	status = hscan_engine_open(hscan_store_db(health->store), &ask,
	    &assessment.engine, health->err);
	if (status == HSCAN_OK)
		status = measure_all(health, &assessment, measures, len);
	hscan_engine_close(assessment.engine);
	return status;
}

static enum hscan_status
fill_report(struct health *health, const struct hscan_repo_name *name,
    const struct hscan_measure *measures, size_t len, struct hscan_report *out)
{
	const struct hscan_question *question = health->question;
	struct hscan_repo repo = health->repo.repo;

	repo.full_name = hscan_arena_dup(health->arena, repo.full_name);
	repo.default_branch =
	    hscan_arena_dup(health->arena, repo.default_branch);
	if (!repo.full_name.ptr)
		return hscan_no_memory(health->err);
	*out = (struct hscan_report){
	    .version = question->version,
	    .generated_at = question->generated_at,
	    .as_of = question->as_of,
	    .synced_at = health->synced_at,
	    .complete = health->complete && !question->incomplete,
	    .bots_included = question->bots_included,
	    .history_events = question->history_events,
	    .window = health->windows[0],
	    .host = name->host,
	    .repo = repo,
	    .coverage = health->coverage,
	    .coverage_len = health->coverage_len,
	    .measures = measures,
	    .measures_len = len,
	};
	return HSCAN_OK;
}

enum hscan_status
hscan_health(struct hscan_store *store, const struct hscan_repo_name *name,
    const struct hscan_question *question, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .synced_at = HSCAN_NEVER,
	    .complete = true,
	    .err = err,
	};
	size_t len =
	    question->ids_len > 0 ? question->ids_len : question->metrics->len;
	struct hscan_measure *measures =
	    hscan_arena_alloc(arena, len, sizeof(*measures));
	enum hscan_status status;

	if (!measures)
		return hscan_no_memory(err);
	status = hscan_store_find_repo(store, name, &health.repo, err);
	if (status != HSCAN_OK)
		return status;
	status = cover(&health);
	if (status == HSCAN_OK)
		status = lay_windows(&health);
	if (status == HSCAN_OK)
		status = compute(&health, measures, len);
	if (status == HSCAN_OK)
		status = fill_report(&health, name, measures, len, out);
	hscan_stored_repo_clear(&health.repo);
	return status;
}
