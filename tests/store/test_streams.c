/* SPDX-License-Identifier: MIT */
/* How far streams were read, as stores of every version have kept it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/queries.h"
#include "support/support.h"
#include "support/teller.h"

enum { NAMED = 9 };

struct fixture {
	char *dir, *path;
	struct hscan_store *store;
};

static void
ok(enum hscan_status status, const struct hscan_error *err)
{
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
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

static void
open_store(struct fixture *f)
{
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_open(f->path, &f->store, &err), &err);
}

static void
close_store(struct fixture *f)
{
	hscan_store_close(f->store);
	f->store = NULL;
}

static void
exec(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

/* The one value that a query gives, as text. */
static void
assert_value(const char *path, const char *sql, const char *expected)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal(
	    (const char *)sqlite3_column_text(stmt, 0), expected);
	(void)sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Runs the migrations [from, to). */
static void
migrate(sqlite3 *db, int from, int to)
{
	for (size_t i = 0; i < hscan_queries_len; i++) {
		int number = 0;

		if (sscanf(hscan_queries[i].path, "schema/%d-", &number) == 1 &&
		    number >= from && number < to)
			exec(db, hscan_query_of(&hscan_queries[i]).ptr);
	}
}

/* A store as that version left it, with a row for each of its streams. */
static void
make_version(const char *path, int version)
{
	char mark[80];
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	migrate(db, 1, version + 1);
	(void)snprintf(mark, sizeof(mark),
	    "PRAGMA application_id = 1752392558; PRAGMA user_version = %d",
	    version);
	exec(db, mark);
	exec(db,
	    "INSERT INTO repo (host, forge_id, full_name, created_at,"
	    " has_issues, archived, fork)"
	    " VALUES ('github.com', 7, 'o/n', 0, 1, 0, 0);"
	    "WITH RECURSIVE bit (n) AS"
	    " (SELECT 1 UNION ALL SELECT 2 * n FROM bit WHERE n < 32768)"
	    "INSERT INTO stream (repo_id, stream, finished, etag, watermark,"
	    " since, synced_at, note, walk_next, walk_etag, walk_newest)"
	    " SELECT 1, n, n % 3, 'e' || n, n + 1, n + 2, n + 3, 'n' || n,"
	    "  '/x' || n, 'w' || n, n + 4 FROM bit"
	    " WHERE n NOT IN (16, 32, 64, 4096);"
	    "INSERT INTO stream (repo_id, stream, finished)"
	    " VALUES (1, 1025, 1), (1, 1040, 0), (1, 1087, 0);");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static const char names[] =
    "backlog, bases, comments, documentation, documentation/1, "
    "documentation/16, documentation/63, events, issues, merges, recheck, "
    "releases, repository, reviews, tail";

/* Of ISSUES the second migration asks for a new look at the first page. */
static void
streams_of_every_version_have_names(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	for (int version = 1; version < NAMED; version++) {
		char name[24];

		free(f->path);
		(void)snprintf(name, sizeof(name), "%d.db", version);
		f->path = support_join(f->dir, name);
		make_version(f->path, version);
		open_store(f);
		ok(hscan_store_verify(f->store, &err), &err);
		close_store(f);
		assert_value(f->path, "PRAGMA user_version", "13");
		assert_value(f->path,
		    "SELECT group_concat(stream, ', ') FROM"
		    " (SELECT stream FROM stream ORDER BY stream)",
		    names);
		assert_value(f->path,
		    "SELECT finished || etag || watermark || ' ' || since"
		    " || ' ' || synced_at || note || walk_next || walk_etag"
		    " || walk_newest FROM stream WHERE stream = 'recheck'",
		    "2e3276832769 32770 32771n32768/x32768w3276832772");
		assert_value(f->path,
		    "SELECT coalesce(etag, '') || since FROM stream"
		    " WHERE stream = 'events'",
		    version < 2 ? "10" : "e810");
	}
}

static void
what_is_in_doubt_keeps_its_stream(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db = NULL;

	make_version(f->path, 8);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	exec(db,
	    "INSERT INTO doubt VALUES (1, 2, 3, '', 1, 500, 'w', 9),"
	    " (1, 4, 0, '5', 0, 200, 'w', 9), (1, 8, 3, '6', 0, 200, 'w', 9),"
	    " (1, 128, 3, '7', 0, 200, 'w', 9), (1, 256, 4, '', 2, 5, 'w', 9),"
	    " (1, 512, 4, '4', 2, 5, 'w', 9), (1, 2048, 4, '4', 2, 5, 'w', 9),"
	    " (1, 1024, 1, 'abc', 0, 5, 'w', 9), (1, 7, 8, 'x', 0, 5, 'w', 9)");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	open_store(f);
	close_store(f);
	assert_value(f->path,
	    "SELECT group_concat(stream || number || name, ' ') FROM"
	    " (SELECT * FROM doubt ORDER BY stream)",
	    "78x bases44 comments37 documentation1abc events36 issues3 "
	    "merges44 releases05 reviews4");
}

/* Turns a store of now back into one of version 8, digests and all. */
static void
turn_back(struct fixture *f)
{
	static const enum store_part parts[] = {
	    STORE_SCHEMA, STORE_STREAM, STORE_DOUBT};
	sqlite3 *db = hscan_store_db(f->store);
	struct hscan_error err;
	char *sql;

	exec(db,
	    "ALTER TABLE event DROP COLUMN sources;"
	    "ALTER TABLE response DROP COLUMN sources;"
	    "ALTER TABLE response DROP COLUMN near;"
	    "ALTER TABLE response DROP COLUMN state;"
	    "ALTER TABLE item DROP COLUMN source;"
	    "ALTER TABLE item DROP COLUMN mark;"
	    "ALTER TABLE item DROP COLUMN unknown;"
	    "ALTER TABLE item DROP COLUMN sources;"
	    "ALTER TABLE repo DROP COLUMN told_at;"
	    "ALTER TABLE repo DROP COLUMN source;"
	    "ALTER TABLE repo DROP COLUMN unknown;"
	    "ALTER TABLE release DROP COLUMN told_at;"
	    "ALTER TABLE release DROP COLUMN source;"
	    "ALTER TABLE release DROP COLUMN sources;"
	    "ALTER TABLE account DROP COLUMN told_at;"
	    "ALTER TABLE account DROP COLUMN source;"
	    "ALTER TABLE pull_base DROP COLUMN updated_at;"
	    "DROP TABLE removal; DROP TABLE span; DROP TABLE delivery;"
	    "DROP VIEW documentation_source; DROP TABLE stream;"
	    "DROP TABLE doubt; DROP TABLE scan_result; DROP TABLE maintainer;"
	    "PRAGMA user_version = 8;"
	    "CREATE TABLE stream (repo_id INTEGER NOT NULL REFERENCES repo,"
	    " stream INTEGER NOT NULL, finished INTEGER NOT NULL, etag TEXT,"
	    " watermark INTEGER, since INTEGER, synced_at INTEGER, note TEXT,"
	    " walk_next TEXT, walk_etag TEXT, walk_newest INTEGER,"
	    " credential TEXT, walk_credential TEXT,"
	    " PRIMARY KEY (repo_id, stream)) STRICT, WITHOUT ROWID;"
	    "CREATE TABLE doubt (repo_id INTEGER NOT NULL REFERENCES repo,"
	    " stream INTEGER NOT NULL, number INTEGER NOT NULL,"
	    " name TEXT NOT NULL, kind INTEGER NOT NULL,"
	    " status INTEGER NOT NULL, why TEXT NOT NULL,"
	    " asked_at INTEGER NOT NULL,"
	    " PRIMARY KEY (repo_id, stream, number, name))"
	    " STRICT, WITHOUT ROWID;"
	    "CREATE VIEW documentation_source AS SELECT 1 FROM stream;"
	    "INSERT INTO stream (repo_id, stream, finished, etag)"
	    " VALUES (1, 2, 1, 'e'), (1, 16384, 0, 't');"
	    "INSERT INTO doubt VALUES (1, 256, 3, '', 2, 500, 'w', 9)");
	for (size_t i = 0; i < 3; i++) {
		int64_t repo_id = store_is_of_repo(parts[i]) ? 1 : 0;
		struct store_tally tally = {0};

		ok(store_scan(f->store, repo_id, parts[i], &tally, &err), &err);
		sql = sqlite3_mprintf("INSERT OR REPLACE INTO digest"
				      " VALUES (%lld, %d, %lld, %lld, %lld)",
		    (long long)repo_id, (int)parts[i], (long long)tally.rows,
		    (long long)tally.keys, (long long)tally.sum);
		exec(db, sql);
		sqlite3_free(sql);
	}
}

static void
make_digested(struct fixture *f)
{
	const struct hscan_repo repo = {.id = 77,
	    .full_name = hscan_text_of("o/n"),
	    .pushed_at = HSCAN_NEVER};
	struct hscan_error err;
	int64_t repo_id = 0;

	open_store(f);
	ok(hscan_store_put_repo(
	       f->store, BY_REST("github.com"), &repo, &repo_id, &err),
	    &err);
	assert_int_equal(repo_id, 1);
	turn_back(f);
}

static void
digests_go_with_it(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state tail;
	struct hscan_error err;

	make_digested(f);
	close_store(f);
	open_store(f);
	ok(hscan_store_verify(f->store, &err), &err);
	ok(hscan_store_get_stream(f->store, 1, HSCAN_STREAM_TAIL, &tail, &err),
	    &err);
	assert_true(hscan_text_is(tail.etag, "t"));
	hscan_stream_state_clear(&tail);
}

/* What was lost before is not made good by counting what is left. */
static void
damage_is_still_found(void **state)
{
	static const struct {
		const char *sql, *table;
	} rows[] = {
	    {"DELETE FROM stream WHERE stream = 2", "stream"},
	    {"UPDATE stream SET etag = 'x' WHERE stream = 2", "stream"},
	    {"DELETE FROM doubt", "doubt"},
	    {"UPDATE repo SET archived = 1", "repo"},
	    {"PRAGMA foreign_keys = OFF; DELETE FROM repo", "repo"},
	};
	struct fixture *f = *state;
	struct hscan_error err;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_digested(f);
		exec(hscan_store_db(f->store), rows[i].sql);
		close_store(f);
		open_store(f);
		assert_int_equal(
		    hscan_store_verify(f->store, &err), HSCAN_ESTORE);
		assert_non_null(strstr(err.message, rows[i].table));
		close_store(f);
		assert_int_equal(remove(f->path), 0);
	}
}

/* Nothing is changed, and the next one does it all. */
static void
half_of_it_is_none(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	make_digested(f);
	exec(hscan_store_db(f->store), "CREATE TABLE doubt_of_9 (x)");
	close_store(f);
	assert_int_equal(
	    hscan_store_open(f->path, &f->store, &err), HSCAN_ESTORE);
	assert_value(f->path, "PRAGMA user_version", "8");
	assert_value(f->path, "SELECT group_concat(stream || etag) FROM stream",
	    "2e,16384t");
	assert_value(f->path,
	    "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'stream%'",
	    "1");
	{
		sqlite3 *db = NULL;

		assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
		exec(db, "DROP TABLE doubt_of_9");
		assert_int_equal(sqlite3_close(db), SQLITE_OK);
	}
	open_store(f);
	ok(hscan_store_verify(f->store, &err), &err);
}

/* One that was stopped at version 8, with no digests yet. */
static void
one_without_digests_gets_them(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	make_digested(f);
	exec(hscan_store_db(f->store), "DELETE FROM digest");
	close_store(f);
	open_store(f);
	ok(hscan_store_verify(f->store, &err), &err);
}

int
main(void)
{
#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    WITH_STORE(streams_of_every_version_have_names),
	    WITH_STORE(what_is_in_doubt_keeps_its_stream),
	    WITH_STORE(digests_go_with_it),
	    WITH_STORE(damage_is_still_found),
	    WITH_STORE(half_of_it_is_none),
	    WITH_STORE(one_without_digests_gets_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
