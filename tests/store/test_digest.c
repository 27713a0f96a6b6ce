/* SPDX-License-Identifier: MIT */
/* Whatever is written, the digests are of it; and whatever changes besides, in
 * any column of any table, is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/mix.h"
#include "base/text.h"
#include "store/alerts.h"
#include "store/internal.h"
#include "store/merge.h"
#include "store/queries.h"
#include "store/scan_results.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define HOST "github.com"

struct fixture {
	char *dir, *path;
	struct hscan_store *store;
	int64_t repo_id;
};

static struct hscan_text
text(const char *string)
{
	return hscan_text_of(string);
}

static void
ok(enum hscan_status status, const struct hscan_error *err)
{
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
}

static void
assert_sound(struct hscan_store *store)
{
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_verify(store, &err), &err);
}

static void
exec(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

/* --- something of everything --- */

static void
put_repo(struct fixture *f, const char *branch)
{
	const struct hscan_repo repo = {.id = 77,
	    .full_name = text("sample/meadow"),
	    .default_branch = text(branch),
	    .created_at = 1000,
	    .pushed_at = HSCAN_NEVER};
	struct hscan_error err;

	ok(hscan_store_put_repo(
	       f->store, BY_REST(HOST), &repo, &f->repo_id, &err),
	    &err);
}

static struct hscan_actor
actor_of(int64_t round)
{
	return (struct hscan_actor){
	    .id = 5, .login = text(round > 1 ? "otter" : "heron")};
}

/* Of `round` 1, then 2, ...: what can change in a row has changed then. */
static void
put_item(struct fixture *f, int64_t round)
{
	const struct hscan_text labels[] = {text("bug"), text("help wanted")};
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = 9,
	    .number = 3,
	    .title = text("A title"),
	    .author = actor_of(round),
	    .open = round == 1,
	    .draft = HSCAN_UNKNOWN_YET,
	    .comments = round,
	    .created_at = 100,
	    .updated_at = 100 + round,
	    .closed_at = round == 1 ? HSCAN_NEVER : 100 + round,
	    .merged_at = HSCAN_NEVER,
	    .labels = labels,
	    .labels_len = (size_t)(round % 2) + 1};
	struct hscan_error err;

	ok(hscan_store_put_items(
	       f->store, BY_REST(HOST), f->repo_id, &item, 1, &err),
	    &err);
	ok(hscan_store_mark_one_swept(
	       f->store, f->repo_id, 3, 500 + round, &err),
	    &err);
}

static void
put_forge(struct fixture *f, int64_t round)
{
	const struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .id = 21,
	    .number = 3,
	    .occurred_at = 150,
	    .actor = actor_of(round),
	    .reason = round > 1 ? text("completed") : (struct hscan_text){0}};
	const struct hscan_release release = {.id = 31,
	    .tag_name = text("v1"),
	    .name = text(round > 1 ? "One" : "1"),
	    .author = actor_of(round),
	    .created_at = 120,
	    .published_at = 120 + round};
	const struct hscan_response responses[] = {
	    {.kind = HSCAN_COMMENT,
		.id = 41,
		.number = 3,
		.occurred_at = 160,
		.actor = round > 1 ? actor_of(round) : (struct hscan_actor){0}},
	    {.kind = HSCAN_REVIEW,
		.id = 42,
		.number = 3,
		.occurred_at = 161,
		.actor = actor_of(round),
		.association = text("MEMBER"),
		.state = round > 1 ? HSCAN_DISMISSED : HSCAN_APPROVED}};
	struct hscan_base base = {.number = 3,
	    .branch = text(round > 1 ? "next" : "main"),
	    .closed_at = round > 2 ? 100 + round : HSCAN_NEVER,
	    .merged_at = round > 3 ? 100 + round : HSCAN_NEVER,
	    .merge_untold = round == 2};
	const struct hscan_pull_mark mark = {
	    .number = 3, .updated_at = 100 + round / 2};
	struct hscan_error err;

	ok(hscan_store_put_events(
	       f->store, BY_REST(HOST), f->repo_id, &event, 1, &err),
	    &err);
	ok(hscan_store_put_releases(
	       f->store, BY_REST(HOST), f->repo_id, &release, 1, &err),
	    &err);
	ok(hscan_store_put_responses(
	       f->store, BY_REST(HOST), f->repo_id, responses, 2, &err),
	    &err);
	ok(hscan_store_put_bases(f->store, f->repo_id, &base, 1, &err), &err);
	base.number = 4;
	base.merge_untold = round == 1;
	ok(hscan_store_put_bases(f->store, f->repo_id, &base, 1, &err), &err);
	ok(hscan_store_put_detail(
	       f->store, f->repo_id, &mark, (unsigned)round, &err),
	    &err);
}

static void
put_stream(struct fixture *f, const char *stream, int64_t round)
{
	struct hscan_stream_state state;
	struct hscan_error err;

	hscan_stream_state_init(&state);
	state.finished = round > 1;
	state.etag = text("\"e\"");
	state.synced_at = round;
	state.walk_next = round == 1 ? text("/x") : (struct hscan_text){0};
	ok(hscan_store_put_stream(f->store, f->repo_id, stream, &state, &err),
	    &err);
}

static enum hscan_status
map(struct hscan_text name, struct hscan_text email, struct hscan_text *mapped,
    void *payload, struct hscan_error *err)
{
	(void)name;
	(void)email;
	(void)err;
	*mapped = text(payload);
	return HSCAN_OK;
}

static void
put_git(struct fixture *f, int64_t round)
{
	char who[] = "a@example.org";
	const struct hscan_commit commit = {.committed_at = 99, .sha = {1}};
	const struct hscan_tag tag = {text("v1"), 90 + round};
	const struct hscan_stored_head head = {.ref = text("refs/heads/main"),
	    .doc_paths = text("docs/"),
	    .synced_at = round};
	struct hscan_error err;
	int64_t author = 0;

	ok(hscan_store_put_author(
	       f->store, f->repo_id, text("A"), text("a@b"), &author, &err),
	    &err);
	ok(hscan_store_put_commit(f->store, f->repo_id, &commit, author, &err),
	    &err);
	who[0] = (char)('a' + round);
	ok(hscan_store_map_authors(f->store, f->repo_id, map, who, &err), &err);
	if (round > 2)
		ok(hscan_store_drop_tags(f->store, f->repo_id, &err), &err);
	ok(hscan_store_put_tag(f->store, f->repo_id, &tag, &err), &err);
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
}

static void
put_listed(struct fixture *f, int64_t round)
{
	const struct hscan_listed_commit commits[] = {
	    {.sha = {7}, .committed_at = 70, .author_name = text("B")},
	    {.sha = {8}, .committed_at = 80, .author_name = text("C")}};
	struct hscan_error err;

	if (round != 2)
		ok(hscan_store_begin_listing(
		       f->store, f->repo_id, "docs/", &err),
		    &err);
	put_stream(f, HSCAN_STREAM_DOCS, round);
	ok(hscan_store_put_listed(f->store, f->repo_id, 1, commits,
	       round == 2 ? 1 : 2, round, &err),
	    &err);
	if (round == 2)
		ok(hscan_store_drop_unlisted(
		       f->store, f->repo_id, 1, HSCAN_NEVER, round, &err),
		    &err);
}

static void
put_words(struct fixture *f, int64_t round)
{
	const struct hscan_text scope = text("90d"),
				metric = text("pr_backlog");
	const struct hscan_alert_turn turn = {
	    .key = {f->repo_id, scope, metric, 1},
	    .at = 5 + round / 2,
	    .firing = true,
	    .has_value = round > 1,
	    .value = 2.5,
	    .message = text("much")};
	const struct hscan_stored_alert alert = {
	    .now = {.firing = true, .since = round}, .at_run = round};
	const struct hscan_gate_value value = {true, (double)round, true, 1, 3};
	const struct hscan_scan_result result = {
	    round / 2, "watch", {(char)('a' + round)}};
	struct hscan_error err;

	ok(hscan_store_put_alert_run(f->store, f->repo_id, scope, round, &err),
	    &err);
	ok(hscan_store_put_alert(f->store, &turn.key, &alert, &err), &err);
	if (round == 3)
		ok(hscan_store_drop_turn(f->store, &turn.key, 6, &err), &err);
	ok(hscan_store_put_turn(f->store, &turn, &err), &err);
	ok(hscan_store_put_passed(
	       f->store, f->repo_id, scope, metric, round, &value, &err),
	    &err);
	/* Two of a time, then others. */
	ok(hscan_store_put_scan_result(
	       f->store, f->repo_id, scope, &result, &err),
	    &err);
}

/* A pull request that was closed at 200, and again at 490; 0: of whose merge
 * nothing is told. */
static void
put_pull(
    struct fixture *f, int64_t number, int64_t updated_at, int64_t merged_at)
{
	const struct hscan_item item = {.kind = HSCAN_PULL_REQUEST,
	    .id = number,
	    .number = number,
	    .title = text("A merge"),
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 100,
	    .updated_at = updated_at,
	    .closed_at = updated_at < 500 ? 200 : 490,
	    .merged_at = merged_at ? merged_at : HSCAN_NEVER,
	    .merge_untold = merged_at == 0};
	struct hscan_error err;

	ok(hscan_store_put_items(
	       f->store, BY_REST(HOST), f->repo_id, &item, 1, &err),
	    &err);
}

/* Some that are told of by an older row, the list of pull requests, an event of
 * a merge, one of a close alone, a newer row; and one that never is. */
static void
put_merges(struct fixture *f, int64_t round)
{
	const int64_t first = 100 * round;
	const struct hscan_base base = {.number = first + 1,
	    .branch = text("main"),
	    .closed_at = 200,
	    .merged_at = 199};
	const struct hscan_event events[] = {{.kind = HSCAN_EVENT_MERGED,
						 .id = first,
						 .number = first + 2,
						 .occurred_at = 201},
	    {.kind = HSCAN_EVENT_CLOSED,
		.id = first + 1,
		.number = first + 3,
		.occurred_at = 202}};
	struct hscan_error err;

	for (int64_t i = 0; i < 5; i++)
		put_pull(f, first + i, 300, 0);
	put_pull(f, 8, 300 + round, 0);
	put_pull(f, first, 250, 198);
	put_pull(f, first + 4, 400, 199);
	put_pull(f, first + 4, 500, 0);
	ok(hscan_store_put_bases(f->store, f->repo_id, &base, 1, &err), &err);
	ok(hscan_store_put_events(
	       f->store, BY_REST(HOST), f->repo_id, events, 2, &err),
	    &err);
	put_stream(f, HSCAN_STREAM_EVENTS, round);
	ok(hscan_store_settle_merges(f->store, f->repo_id, &err), &err);
}

/* A name that two have had, by a clock that goes back; spelt by turns in two
 * ways. */
static void
put_names(struct fixture *f, int64_t round)
{
	struct hscan_repo_name name;
	struct hscan_error err;

	ok(hscan_repo_name_parse(
	       text(round % 2 ? "sample/meadow" : "Sample/Meadow"), &name,
	       &err),
	    &err);
	ok(hscan_store_put_name(f->store, &name, 78, 10 * round + 5, &err),
	    &err);
	ok(hscan_store_put_name(f->store, &name, 77, 10 * round + 1, &err),
	    &err);
}

static void
put_doubts(struct fixture *f, int64_t round)
{
	struct hscan_doubt doubt = {.stream = HSCAN_STREAM_ISSUES,
	    .number = 3,
	    .kind = HSCAN_PULL_REQUEST,
	    .status = 500,
	    .why = text(round > 1 ? "again" : "once")};
	struct hscan_error err;

	ok(hscan_store_put_doubt(f->store, f->repo_id, &doubt, round, &err),
	    &err);
	doubt.number = 900; /* which is not stored */
	doubt.kind = round == 1 ? HSCAN_PULL_REQUEST : 0;
	ok(hscan_store_put_doubt(f->store, f->repo_id, &doubt, round, &err),
	    &err);
	doubt.number = 70 + round;
	doubt.name = text("5");
	doubt.stream = HSCAN_STREAM_EVENTS;
	ok(hscan_store_put_doubt(f->store, f->repo_id, &doubt, round, &err),
	    &err);
	doubt.number--;
	ok(hscan_store_clear_doubt(f->store, f->repo_id, &doubt, &err), &err);
	doubt.stream = HSCAN_STREAM_RELEASES;
	ok(hscan_store_put_doubt(f->store, f->repo_id, &doubt, round, &err),
	    &err);
	if (round % 3 == 0)
		ok(hscan_store_clear_new_doubts(f->store, f->repo_id,
		       HSCAN_STREAM_RELEASES, round - 1, &err),
		    &err);
}

static void
put_notifications(struct fixture *f, int64_t round)
{
	const struct hscan_alert_key key = {
	    f->repo_id, text("90d"), text("pr_backlog"), 1};
	struct hscan_buf body;
	struct hscan_error err;
	int64_t id = 0, waiting = 0;

	for (int64_t i = 0; i < 3; i++)
		ok(hscan_store_put_notification(
		       f->store, &key, 10 * round + i, text("{}"), &err),
		    &err);
	hscan_buf_init(&body, 100);
	ok(hscan_store_next_notification(
	       f->store, f->repo_id, &id, &body, &waiting, &err),
	    &err);
	hscan_buf_clear(&body);
	ok(hscan_store_put_notified(f->store, f->repo_id, id, &err), &err);
	ok(hscan_store_drop_notification(f->store, &key, 10 * round + 1, &err),
	    &err);
}

static void
put_most(struct fixture *f, int64_t round)
{
	put_repo(f, round > 1 ? "main" : "master");
	put_item(f, round);
	put_forge(f, round);
	put_stream(f, HSCAN_STREAM_ISSUES, round);
	put_git(f, round);
	put_words(f, round);
	put_merges(f, round);
	put_names(f, round);
	put_doubts(f, round);
	put_notifications(f, round);
}

static void
put_all(struct fixture *f, int64_t round)
{
	put_most(f, round);
	put_listed(f, round); /* has transactions of its own */
}

/* Another source has told: from here on its rows and those of REST are mixed.
 */
static void
put_sources(struct fixture *f, int64_t round)
{
	const struct hscan_teller webhook = {
	    HOST, HSCAN_SOURCE_WEBHOOK, 100 * round};
	const struct hscan_span span = {HSCAN_STREAM_ISSUES,
	    HSCAN_SOURCE_WEBHOOK, 100 * round, 100 * round + 50,
	    .complete = round == 2, .live = round == 3};
	const struct hscan_removal removals[] = {
	    {HSCAN_REMOVAL_ITEM, 900 + round, 100 * round},
	    {HSCAN_REMOVAL_COMMENT, 39 + round, 100 * round},
	    {HSCAN_REMOVAL_RELEASE, 29 + round, 100 * round}};
	struct hscan_error err;
	bool known = round > 1;

	ok(hscan_store_put_span(f->store, f->repo_id, &span, &err), &err);
	ok(hscan_store_put_removals(
	       f->store, &webhook, f->repo_id, removals, 3, &err),
	    &err);
	ok(hscan_store_put_delivery(
	       f->store, text("0b4d-1"), round, &known, &err),
	    &err);
	assert_int_equal(known, round > 1);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_error err;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
	ok(hscan_store_open(f->path, &f->store, &err), &err);
	put_all(f, 1);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_store_close(f->store);
	free(f->path);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

/* --- the tests --- */

static void
what_is_written_is_digested(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;
	int64_t rows = 0;

	assert_sound(f->store);
	/* Each write by itself; all of them undone; all in one. */
	for (int64_t round = 2; round < 7; round++) {
		put_all(f, round);
		assert_sound(f->store);
		ok(hscan_store_begin(f->store, &err), &err);
		put_most(f, round + 10);
		hscan_store_rollback(f->store);
		assert_sound(f->store);
	}
	ok(hscan_store_begin(f->store, &err), &err);
	put_most(f, 7);
	ok(hscan_store_put_gone(f->store, f->repo_id, 3, 900, &err), &err);
	ok(hscan_store_commit(f->store, &err), &err);
	assert_sound(f->store);
	for (int64_t round = 1; round < 5; round++) {
		put_sources(f, round);
		put_all(f, round + 20);
		assert_sound(f->store);
	}
	ok(hscan_store_drop_deliveries(f->store, 2, &err), &err);
	ok(hscan_store_forget_commits(f->store, f->repo_id, &err), &err);
	assert_sound(f->store);
	ok(hscan_store_prune(f->store, &err), &err);
	assert_sound(f->store);
	put_names(f, 8);
	ok(hscan_store_forget(f->store, f->repo_id, NULL, &rows, &err), &err);
	assert_true(rows > 20);
	assert_sound(f->store);
}

/* Two that write by turns know of each other. */
static void
two_processes_digest_together(void **state)
{
	struct fixture *f = *state;
	struct fixture other = *f;
	struct hscan_error err;

	ok(hscan_store_open(f->path, &other.store, &err), &err);
	for (int64_t round = 2; round < 5; round++) {
		put_all(round % 2 ? f : &other, round);
		assert_sound(f->store);
	}
	hscan_store_close(other.store);
}

/* The text of a query that gives one. */
static char *
text_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	char *copy = NULL;

	assert_int_equal(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		copy = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return copy;
}

/* --- another store --- */

/* What a table has, but for numbers that are the store's own. */
static char *
rows_of(struct hscan_store *store, const char *table)
{
	char *list = sqlite3_mprintf(
	    "SELECT group_concat('quote(' || name || ')', ' || '','' || ')"
	    "  FROM pragma_table_info('%q')"
	    " WHERE name NOT IN ('repo_id', 'notification_id')"
	    "   AND NOT (name = 'author_id' AND '%q' GLOB '*git*'"
	    "            OR name = 'author_id' AND '%q' GLOB 'listed*')",
	    table, table, table);
	char *columns = text_of(hscan_store_db(store), list);
	char *sql =
	    sqlite3_mprintf("SELECT group_concat(row, char(10)) FROM (SELECT %s"
			    " AS row FROM \"%w\" ORDER BY 1)",
		columns, table);
	char *rows = text_of(hscan_store_db(store), sql);

	sqlite3_free(list);
	sqlite3_free(sql);
	sqlite3_free(columns);
	return rows;
}

static bool
hurry(void *payload)
{
	(void)payload;
	return true;
}

/* All of every table, into a store that has nothing, in as many pieces as there
 * are rows; and once more, which changes nothing. */
static void
another_store_has_all_of_it(void **state)
{
	const struct hscan_merge_watch watch = {.is_time = hurry};
	struct fixture *f = *state;
	struct hscan_store *all = NULL;
	struct hscan_merged merged;
	struct hscan_error err;
	int tables = 0;

	put_sources(f, 1);
	put_all(f, 2);
	ok(hscan_store_open(":memory:", &all, &err), &err);
	for (int times = 1; times <= 2; times++) {
		ok(hscan_store_check_other(all, f->store, &err), &err);
		ok(hscan_store_merge(
		       all, f->store, true, &watch, &merged, &err),
		    &err);
		assert_int_equal(merged.repositories, 1);
		assert_int_equal(merged.added, times == 1);
		assert_int_equal(merged.united, 0);
		assert_sound(all);
	}
	for (;; tables++) {
		char *list = sqlite3_mprintf(
		    "SELECT name FROM sqlite_schema WHERE type = 'table'"
		    "   AND name <> 'digest' LIMIT 1 OFFSET %d",
		    tables);
		char *table = text_of(hscan_store_db(all), list);
		char *found, *wanted;

		sqlite3_free(list);
		if (!table)
			break;
		found = rows_of(all, table);
		wanted = rows_of(f->store, table);
		if (!wanted || !found || strcmp(found, wanted) != 0)
			fail_msg("%s: %s\n--- wanted\n%s", table,
			    found ? found : "nothing",
			    wanted ? wanted : "nothing");
		sqlite3_free(found);
		sqlite3_free(wanted);
		sqlite3_free(table);
	}
	assert_true(tables > 25);
	hscan_store_close(all);
}

/* Something is done past the store, found, and undone. */
static void
is_found(struct fixture *f, const char *sql, bool by_a_run)
{
	sqlite3 *db = hscan_store_db(f->store);
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;

	exec(db, "SAVEPOINT test");
	exec(db, sql);
	status = by_a_run ? hscan_store_check(f->store, f->repo_id, true, &err)
			  : hscan_store_verify(f->store, &err);
	if (status != HSCAN_ESTORE || !strstr(err.message, "is damaged: "))
		fail_msg("not found: %s (%s)", sql, err.message);
	exec(db, "ROLLBACK TO test; RELEASE test");
}

/* Whatever column a migration adds to whatever table. */
static void
every_column_counts(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db = hscan_store_db(f->store);
	int columns = 0;

	put_sources(f, 1);
	exec(db, "PRAGMA foreign_keys = OFF");
	for (;; columns++) {
		char *list = sqlite3_mprintf(
		    "SELECT replace('UPDATE OR REPLACE ' || m.name || ' SET ? "
		    "= ' ||"
		    "  CASE c.type"
		    "  WHEN 'TEXT' THEN 'coalesce(?, '''') || ''x'''"
		    "  WHEN 'BLOB' THEN 'CAST(x''02'' || ? AS BLOB)'"
		    "  ELSE 'CASE ? WHEN 1 THEN 2 ELSE 1 END' END,"
		    "  '?', c.name)"
		    "  FROM sqlite_schema AS m, pragma_table_info(m.name) AS c"
		    " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%%'"
		    " ORDER BY m.name, c.cid LIMIT 1 OFFSET %d",
		    columns);
		char *sql = text_of(db, list);

		sqlite3_free(list);
		if (!sql)
			break;
		is_found(f, sql, false);
		sqlite3_free(sql);
	}
	assert_true(columns > 100);
	assert_sound(f->store);
}

static void
rows_that_are_lost_are_found_by_a_run(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db = hscan_store_db(f->store);
	int tables = 0;

	put_sources(f, 1);
	exec(db, "PRAGMA foreign_keys = OFF");
	for (;; tables++) {
		char *list = sqlite3_mprintf(
		    "SELECT 'DELETE FROM ' || name FROM sqlite_schema"
		    " WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'"
		    "   AND name <> 'repo' LIMIT 1 OFFSET %d",
		    tables);
		char *sql = text_of(db, list);

		sqlite3_free(list);
		if (!sql)
			break;
		is_found(f, sql, true);
		sqlite3_free(sql);
	}
	assert_true(tables > 15);
	is_found(f,
	    "INSERT INTO response VALUES (1, 3, 161, 1, 42, 5, 1, 1, 2)", true);
	is_found(f, "DROP INDEX item_by_close", true);
	is_found(f, "UPDATE item SET number = 4 WHERE number = 3", true);
}

/* Takes all rows out of an index and leaves its table as it is. */
static void
empty_index(const char *path, const char *table, const char *index)
{
	char *sql = sqlite3_mprintf(
	    "CREATE TEMP TABLE aside AS SELECT * FROM %s; DELETE FROM %s;"
	    "CREATE TEMP TABLE hidden AS"
	    "  SELECT * FROM sqlite_schema WHERE name = '%s';"
	    "PRAGMA writable_schema = ON;"
	    "DELETE FROM sqlite_schema WHERE name = '%s';"
	    "PRAGMA writable_schema = RESET;"
	    "INSERT INTO %s SELECT * FROM aside;"
	    "PRAGMA writable_schema = ON;"
	    "INSERT INTO sqlite_schema SELECT * FROM hidden;"
	    "PRAGMA writable_schema = RESET",
	    table, table, index, index, table);
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	exec(db, sql);
	sqlite3_free(sql);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Whatever index a migration adds, and what is said to do mends it. */
static void
every_index_is_compared_by_a_run(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;
	int indexes = 0;

	put_sources(f, 1);
	for (;; indexes++) {
		char *of = sqlite3_mprintf(
		    "FROM sqlite_schema WHERE type = 'index'"
		    "   AND name NOT LIKE 'sqlite_%%' LIMIT 1 OFFSET %d",
		    indexes);
		char *name_of = sqlite3_mprintf("SELECT name %s", of);
		char *table_of = sqlite3_mprintf("SELECT tbl_name %s", of);
		char *name = text_of(hscan_store_db(f->store), name_of);
		char *table = text_of(hscan_store_db(f->store), table_of);

		sqlite3_free(of);
		sqlite3_free(name_of);
		sqlite3_free(table_of);
		if (!name)
			break;
		hscan_store_close(f->store);
		empty_index(f->path, table, name);
		ok(hscan_store_open(f->path, &f->store, &err), &err);
		if (hscan_store_check(f->store, f->repo_id, true, &err) !=
			HSCAN_ESTORE ||
		    !strstr(err.message, name) ||
		    !strstr(err.message, "REINDEX"))
			fail_msg("not found: %s", name);
		exec(hscan_store_db(f->store), "REINDEX");
		assert_sound(f->store);
		sqlite3_free(name);
		sqlite3_free(table);
	}
	assert_true(indexes > 5);
}

/* A table or an index that the digests do not know is not looked after. */
static void
every_table_and_index_is_known(void **state)
{
	struct fixture *f = *state;
	int known = 0;

	for (;; known++) {
		char *list = sqlite3_mprintf(
		    "SELECT 'digest/' || name || '.sql' FROM sqlite_schema"
		    " WHERE type IN ('table', 'index') AND name <> 'digest'"
		    " LIMIT 1 OFFSET %d",
		    known);
		char *path = text_of(hscan_store_db(f->store), list);

		sqlite3_free(list);
		if (!path)
			break;
		if (!hscan_query_text(path).ptr)
			fail_msg("there is no queries/%s", path);
		sqlite3_free(path);
	}
	assert_true(known > 20);
	/* sqlite_schema.sql names all of them, and the views. */
	is_found(f, "UPDATE digest SET rows = rows + 1 WHERE part = 1", true);
	assert_null(text_of(hscan_store_db(f->store),
	    "SELECT rows FROM digest WHERE part = 1 AND rows <>"
	    " (SELECT count(*) FROM sqlite_schema)"));
}

/* As a healthscan before digests has left it. */
static void
an_older_store_is_digested(void **state)
{
	static const char *const schema[] = {"schema/0001-facts.sql",
	    "schema/0002-answers-and-alerts.sql", "schema/0003-gone-items.sql",
	    "schema/0004-credentials.sql", "schema/0005-listed-commits.sql",
	    "schema/0006-fewer-indexes.sql", "schema/0007-commits-by-time.sql"};
	struct fixture *f = *state;
	char *path = support_join(f->dir, "old.db");
	struct hscan_store *store = NULL;
	struct hscan_error err;
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(schema) / sizeof(schema[0]); i++)
		exec(db, hscan_query_text(schema[i]).ptr);
	exec(db,
	    "PRAGMA application_id = 1752392558; PRAGMA user_version = 7;"
	    "INSERT INTO repo VALUES"
	    " (4, 'github.com', 77, 'o/n', 'main', 1, NULL, 1, 0, 0);"
	    "INSERT INTO account VALUES ('github.com', 5, 'heron', 'User');"
	    "INSERT INTO git_tag VALUES (4, 'v1', 9), (4, 'v2', 10);"
	    "INSERT INTO git_head VALUES (4, x'01', 'refs/remotes/origin/main',"
	    " 'docs/', x'02', 3);"
	    "INSERT INTO item VALUES (4, 1, 1, 5, 'Open and closed', 5, NULL,"
	    " NULL, 1, 0, 0, 0, 1, 2, 3, NULL, NULL, NULL);"
	    "INSERT INTO pull_base VALUES (4, 2, 'main');");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	ok(hscan_store_open(path, &store, &err), &err);
	assert_sound(store);
	exec(hscan_store_db(store), "UPDATE git_tag SET tagged_at = 8"
				    " WHERE name = 'v1'");
	/* A run does not look at values. */
	ok(hscan_store_check(store, 4, false, &err), &err);
	assert_int_equal(hscan_store_verify(store, &err), HSCAN_ESTORE);
	assert_non_null(strstr(
	    err.message, "of o/n, the table git_tag has not the 2 rows"));
	assert_non_null(strstr(err.message, "healthscan forget o/n"));
	hscan_store_close(store);
	free(path);
}

static void
a_query_cannot_call_them(void **state)
{
	static const char *const calls[] = {"SELECT digest_moved(1, 2, 3)",
	    "SELECT digest_row_moved(1, 2, 3, 4)", "SELECT digest_gone(1)",
	    "SELECT digest_came(1)", "SELECT digest_tally(1)"};
	struct fixture *f = *state;
	sqlite3_stmt *stmt = NULL;

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		assert_int_equal(sqlite3_prepare_v2(hscan_store_db(f->store),
				     calls[i], -1, &stmt, NULL),
		    SQLITE_OK);
		assert_int_equal(sqlite3_step(stmt) & 0xFF, SQLITE_ERROR);
		sqlite3_finalize(stmt);
	}
	assert_sound(f->store);
}

/* The numbers stand in files: they are the same for ever, and everywhere. */
static void
numbers_do_not_change(void **state)
{
	(void)state;
	assert_true(hscan_mix(0) == 0);
	assert_true(hscan_mix(1) == UINT64_C(0x5692161D100B05E5));
	assert_true(hscan_mix_bytes("", 0) == 0);
	assert_true(hscan_mix_bytes("a", 1) != hscan_mix_bytes("a\0", 2));
	assert_true(
	    hscan_mix_bytes("abcdefgh", 8) != hscan_mix_bytes("abcdefgh\0", 9));
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(what_is_written_is_digested),
	    WITH_STORE(another_store_has_all_of_it),
	    WITH_STORE(two_processes_digest_together),
	    WITH_STORE(every_column_counts),
	    WITH_STORE(rows_that_are_lost_are_found_by_a_run),
	    WITH_STORE(every_index_is_compared_by_a_run),
	    WITH_STORE(every_table_and_index_is_known),
	    WITH_STORE(an_older_store_is_digested),
	    WITH_STORE(a_query_cannot_call_them),
	    cmocka_unit_test(numbers_do_not_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
