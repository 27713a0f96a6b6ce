/* SPDX-License-Identifier: MIT */
/* A repository that is stored step by step; see history.h. */
#include "torture/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "store/alerts.h"
#include "store/scan_results.h"
#include "store/sqlite.h"
#include "support/teller.h"

#define T0      INT64_C(1767225600) /* 2026-01-01 */
#define COMMITS 9

static const struct hscan_text label = {"help wanted", 11};

static struct hscan_actor
actor(int64_t number)
{
	static const char *const logins[] = {"heron", "otter", "stork"};

	return (struct hscan_actor){
	    .id = 100 + number % 3,
	    .login = hscan_text_of(logins[number % 3]),
	    .type = hscan_text_of("User"),
	};
}

static struct hscan_item
item(int64_t number)
{
	bool pull = number % 2 == 0, open = number % 5 == 0;

	return (struct hscan_item){
	    .kind = pull ? HSCAN_PULL_REQUEST : HSCAN_ISSUE,
	    .id = 5000 + number,
	    .number = number,
	    .title = hscan_text_of("Herons stand in the meadow at dawn, and "
				   "nobody has written down why"),
	    .author = actor(number),
	    .author_association = hscan_text_of("MEMBER"),
	    .open = open,
	    .draft = pull ? HSCAN_NO : HSCAN_UNKNOWN_YET,
	    .comments = 1,
	    .created_at = T0 + number * 3600,
	    .updated_at = T0 + number * 7200,
	    .closed_at = open ? HSCAN_NEVER : T0 + number * 7200,
	    .merged_at = pull && !open ? T0 + number * 7200 : HSCAN_NEVER,
	    .labels = &label,
	    .labels_len = 1,
	};
}

static struct hscan_response
response(int64_t number)
{
	return (struct hscan_response){
	    .kind = HSCAN_COMMENT,
	    .id = 90000 + number,
	    .number = number,
	    .occurred_at = T0 + number * 3600 + 60,
	    .actor = actor(number + 1),
	    .association = hscan_text_of(number % 2 ? "MEMBER" : "NONE"),
	};
}

static struct hscan_event
event(int64_t number)
{
	return (struct hscan_event){
	    .kind = HSCAN_EVENT_CLOSED,
	    .id = 70000 + number,
	    .number = number,
	    .occurred_at = T0 + number * 7200,
	    .actor = actor(number),
	    .reason = hscan_text_of("completed"),
	};
}

/* --- the steps --- */

static enum hscan_status
put_repo(struct hscan_store *store, struct hscan_error *err)
{
	const struct hscan_repo repo = {
	    .id = 77,
	    .full_name = hscan_text_of("sample/meadow"),
	    .default_branch = hscan_text_of("main"),
	    .created_at = T0,
	    .pushed_at = HSCAN_NEVER,
	    .has_issues = true,
	};
	const struct hscan_repo_name names[] = {
	    {HISTORY_HOST, "sample", "field"},
	    {HISTORY_HOST, "sample", "meadow"},
	};
	int64_t repo_id = 0;
	enum hscan_status status = hscan_store_put_repo(
	    store, BY_REST(HISTORY_HOST), &repo, &repo_id, err);

	for (size_t i = 0; i < 2 && status == HSCAN_OK; i++)
		status =
		    hscan_store_put_name(store, &names[i], repo.id, T0, err);
	return status;
}

static enum hscan_status
put_place(struct hscan_store *store, int64_t repo_id, int page,
    struct hscan_error *err)
{
	struct hscan_stream_state state;
	char next[32];

	hscan_stream_state_init(&state);
	(void)snprintf(next, sizeof(next), "/issues?page=%d", page + 1);
	if (page < HISTORY_PAGES)
		state.walk_next = hscan_text_of(next);
	else
		state.finished = true;
	state.synced_at = T0;
	return hscan_store_put_stream(
	    store, repo_id, HSCAN_STREAM_ISSUES, &state, err);
}

/* `page` from 1. */
static enum hscan_status
put_page(struct hscan_store *store, int64_t repo_id, int page,
    struct hscan_error *err)
{
	struct hscan_item items[HISTORY_ROWS];
	struct hscan_event events[HISTORY_ROWS];
	struct hscan_response responses[HISTORY_ROWS];
	enum hscan_status status;

	for (int i = 0; i < HISTORY_ROWS; i++) {
		int64_t number = (page - 1) * HISTORY_ROWS + i + 1;

		items[i] = item(number);
		events[i] = event(number);
		responses[i] = response(number);
	}
	status = hscan_store_put_items(
	    store, BY_REST(HISTORY_HOST), repo_id, items, HISTORY_ROWS, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(store, BY_REST(HISTORY_HOST),
		    repo_id, events, HISTORY_ROWS, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(store, BY_REST(HISTORY_HOST),
		    repo_id, responses, HISTORY_ROWS, err);
	if (status == HSCAN_OK)
		status = put_place(store, repo_id, page, err);
	return status;
}

static enum hscan_status
put_commits(struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	const struct hscan_stored_head head = {
	    .ref = hscan_text_of("refs/heads/main"),
	    .doc_paths = hscan_text_of("docs/"),
	    .synced_at = T0,
	};
	const struct hscan_tag tag = {hscan_text_of("v1"), T0};
	enum hscan_status status = HSCAN_OK;
	int64_t author_id = 0;

	for (int i = 0; i < COMMITS && status == HSCAN_OK; i++) {
		struct hscan_commit commit = {
		    .committed_at = T0 + i * 86400,
		    .documentation = i % 3 == 0,
		};

		memset(commit.sha, i + 1, HSCAN_SHA_SIZE);
		status = hscan_store_put_author(store, repo_id, actor(i).login,
		    hscan_text_of("a@example.org"), &author_id, err);
		if (status == HSCAN_OK)
			status = hscan_store_put_commit(
			    store, repo_id, &commit, author_id, err);
	}
	if (status == HSCAN_OK)
		status = hscan_store_put_tag(store, repo_id, &tag, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_head(store, repo_id, &head, err);
	return status;
}

static enum hscan_status
put_words(struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	const struct hscan_alert_turn turn = {
	    .key = {.repo_id = repo_id,
		.scope = hscan_text_of(""),
		.metric = hscan_text_of("pr_merge_cycle"),
		.kind = 1},
	    .at = T0,
	    .firing = true,
	    .has_value = true,
	    .value = 200.5,
	    .message = hscan_text_of("PR merge cycle is at risk"),
	};
	const struct hscan_stored_alert alert = {
	    .now = {.firing = true, .since = T0}, .at_run = T0};
	const struct hscan_gate_value value = {
	    true, 200.5, true, 100.25, 300.125};
	const struct hscan_scan_result result = {T0, "risk", "active"};
	enum hscan_status status;

	status = hscan_store_put_alert(store, &turn.key, &alert, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_turn(store, &turn, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_passed(store, repo_id, turn.key.scope,
		    turn.key.metric, T0, &value, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_scan_result(
		    store, repo_id, turn.key.scope, &result, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_alert_run(
		    store, repo_id, turn.key.scope, T0, err);
	return status;
}

/* A row is newer, an event and an answer are told again, a comment is gone. */
static enum hscan_status
put_told(struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	const struct hscan_teller teller = {
	    HISTORY_HOST, HSCAN_SOURCE_WEBHOOK, T0 + 9000};
	const struct hscan_span span = {HSCAN_STREAM_ISSUES,
	    HSCAN_SOURCE_WEBHOOK, T0, T0 + 9000, false, false};
	const struct hscan_removal removal = {
	    HSCAN_REMOVAL_COMMENT, 90002, T0 + 9000};
	const struct hscan_response again = response(1);
	const struct hscan_release release = {.id = 31,
	    .tag_name = hscan_text_of("v1"),
	    .author = actor(2),
	    .created_at = T0,
	    .published_at = T0};
	struct hscan_item newer = item(1);
	struct hscan_event own = event(1);
	enum hscan_status status;
	bool known = false;

	newer.updated_at += 60;
	own.grade = HSCAN_GRADE_OWN;
	status = hscan_store_put_span(store, repo_id, &span, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_items(
		    store, &teller, repo_id, &newer, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(
		    store, &teller, repo_id, &own, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(
		    store, &teller, repo_id, &again, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_releases(
		    store, &teller, repo_id, &release, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_removals(
		    store, &teller, repo_id, &removal, 1, err);
	return status == HSCAN_OK
		   ? hscan_store_put_delivery(
			 store, hscan_text_of("0b4d-1"), T0, &known, err)
		   : status;
}

/* `step` is how many there are already. */
static enum hscan_status
put_step(struct hscan_store *store, int64_t repo_id, int step,
    struct hscan_error *err)
{
	enum hscan_status status = hscan_store_begin(store, err);

	if (status != HSCAN_OK)
		return status;
	if (step == 0)
		status = put_repo(store, err);
	else if (step <= HISTORY_PAGES)
		status = put_page(store, repo_id, step, err);
	else if (step == 1 + HISTORY_PAGES)
		status = put_commits(store, repo_id, err);
	else if (step == 2 + HISTORY_PAGES)
		status = put_words(store, repo_id, err);
	else
		status = put_told(store, repo_id, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

/* --- where it stands --- */

static enum hscan_status
find(struct hscan_store *store, int64_t *repo_id, struct hscan_error *err)
{
	const struct hscan_repo_name name = {HISTORY_HOST, "sample", "meadow"};
	struct hscan_stored_repo found = {0};
	enum hscan_status status =
	    hscan_store_find_repo(store, &name, &found, err);

	*repo_id = status == HSCAN_OK ? found.repo_id : 0;
	if (status == HSCAN_OK)
		hscan_stored_repo_clear(&found);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

static enum hscan_status
count_pages(struct hscan_store *store, int64_t repo_id, int *pages,
    struct hscan_error *err)
{
	struct hscan_stream_state state;
	struct hscan_text next, last;
	int64_t page = 1;
	enum hscan_status status = hscan_store_get_stream(
	    store, repo_id, HSCAN_STREAM_ISSUES, &state, err);

	if (status != HSCAN_OK)
		return status;
	for (next = last = state.walk_next; next.ptr;)
		last = hscan_text_split(&next, '=');
	if (last.ptr)
		assert_true(hscan_parse_i64(last, 2, HISTORY_PAGES, &page));
	*pages = state.finished ? HISTORY_PAGES : (int)page - 1;
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

enum hscan_status
history_steps(struct hscan_store *store, int *steps, struct hscan_error *err)
{
	struct hscan_stored_head head = {0};
	int64_t repo_id = 0, run = HSCAN_NEVER;
	int pages = 0;
	bool mixed = false;
	enum hscan_status status = find(store, &repo_id, err);

	if (status == HSCAN_OK && repo_id != 0)
		status = count_pages(store, repo_id, &pages, err);
	if (status == HSCAN_OK && repo_id != 0)
		status = hscan_store_get_head(store, repo_id, &head, err);
	if (status == HSCAN_OK && repo_id != 0)
		status = hscan_store_get_alert_run(
		    store, repo_id, hscan_text_of(""), &run, err);
	if (status == HSCAN_OK && repo_id != 0)
		status = hscan_store_is_mixed(store, repo_id, &mixed, err);
	if (status == HSCAN_OK)
		*steps = (repo_id != 0) + pages + head.walked +
			 (run != HSCAN_NEVER) + mixed;
	hscan_stored_head_clear(&head);
	return status;
}

enum hscan_status
history_write(
    struct hscan_store *store, int most, int *done, struct hscan_error *err)
{
	int64_t repo_id = 0;
	int step = 0;
	enum hscan_status status = history_steps(store, &step, err);

	while (status == HSCAN_OK && step < HISTORY_STEPS && most-- > 0) {
		status = find(store, &repo_id, err);
		if (status == HSCAN_OK)
			status = put_step(store, repo_id, step, err);
		if (status == HSCAN_OK && done)
			*done = step + 1;
		step++;
	}
	return status;
}

/* --- looking --- */

static int
add_row(void *payload, int len, char **values, char **names)
{
	struct hscan_buf *out = payload;

	(void)names;
	for (int i = 0; i < len; i++) {
		(void)hscan_buf_add_string(out, values[i] ? values[i] : "~");
		(void)hscan_buf_add_char(out, i + 1 < len ? '|' : '\n');
	}
	return 0;
}

static void
ask(struct hscan_store *store, const char *sql, struct hscan_buf *out)
{
	char *message = NULL;

	if (sqlite3_exec(hscan_store_db(store), sql, add_row, out, &message) !=
	    SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

static void
check_answer(struct hscan_store *store, const char *sql, const char *expected)
{
	struct hscan_buf out;

	hscan_buf_init(&out, 1 << 16);
	ask(store, sql, &out);
	assert_string_equal(hscan_buf_string(&out), expected);
	hscan_buf_clear(&out);
}

int
history_check(struct hscan_store *store)
{
	struct hscan_error err = {.status = HSCAN_OK};
	char counts[128];
	int steps = 0, pages, told;

	if (history_steps(store, &steps, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	check_answer(store, "PRAGMA integrity_check", "ok\n");
	check_answer(store, "PRAGMA foreign_key_check", "");
	pages = steps <= 1                  ? 0
		: steps - 1 < HISTORY_PAGES ? steps - 1
					    : HISTORY_PAGES;
	told = steps > 3 + HISTORY_PAGES;
	(void)snprintf(counts, sizeof(counts),
	    "%d|%d|%d|%d|%d|%d|%d|%d|%d|%d\n", pages * HISTORY_ROWS,
	    pages * HISTORY_ROWS, pages * HISTORY_ROWS + told,
	    pages * HISTORY_ROWS - told, told, told, told,
	    steps > 1 + HISTORY_PAGES ? COMMITS : 0, steps > 1 + HISTORY_PAGES,
	    steps > 2 + HISTORY_PAGES);
	check_answer(store,
	    "SELECT (SELECT count(*) FROM item),"
	    " (SELECT count(*) FROM item_label),"
	    " (SELECT count(*) FROM event), (SELECT count(*) FROM response),"
	    " (SELECT count(*) FROM release), (SELECT count(*) FROM removal),"
	    " (SELECT count(*) FROM delivery),"
	    " (SELECT count(*) FROM git_commit), (SELECT count(*) FROM "
	    "git_tag),"
	    " (SELECT count(*) FROM alert_turn)",
	    counts);
	return steps;
}

char *
history_dump(struct hscan_store *store)
{
	struct hscan_buf names, out;
	struct hscan_text rest;
	char *copy;

	hscan_buf_init(&names, 1 << 16);
	hscan_buf_init(&out, 1 << 22);
	ask(store,
	    "SELECT 'SELECT ''' || name || ''', * FROM ' || name ||"
	    "       ' ORDER BY 1, 2, 3'"
	    "  FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
	    "   AND name NOT LIKE 'sqlite_%' ORDER BY name",
	    &names);
	rest = hscan_buf_text(&names);
	while (rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');
		char *sql = strndup(line.ptr, line.len);

		assert_non_null(sql);
		ask(store, sql, &out);
		free(sql);
	}
	assert_int_equal(out.failed, HSCAN_OK);
	copy = strdup(hscan_buf_string(&out));
	assert_non_null(copy);
	hscan_buf_clear(&names);
	hscan_buf_clear(&out);
	return copy;
}
