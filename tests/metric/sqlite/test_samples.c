/* SPDX-License-Identifier: MIT */
/* What SQL a metric may be, and that it leaves nothing behind. */
#include "support/measured.h"

#define VIEWS \
	"; a metric may only read the views that 'healthscan query' " \
	"lists"
#define LISTS "; 'healthscan query' lists the views and their columns"

static const struct {
	const char *sql, *message;
} refused[] = {
    {HEADER("count"), "metric mine: there is no SELECT behind the "
		      "header"},
    {HEADER("count") "SELEKT 1",
	"metric mine, line 7: near \"SELEKT\": syntax error" LISTS},
    {HEADER("count") "SELECT \x1b[31m",
	"metric mine, line 7: unrecognized token: \"\\x1B\"" LISTS},
    {HEADER("count") "SELECT 1 AS repo_id",
	"metric mine: column 2 is missing; it has to be window_no"},
    {HEADER("count") "SELECT 1 AS window_no, 1 AS repo_id",
	"metric mine: column 1 is 'window_no'; it has to be repo_id"},
    {HEADER("count") COLUMNS("1 AS value, 2"),
	"metric mine: column 6 is 'value'; it has to be open"},
    {HEADER("count") COLUMNS("1 AS value, NULL AS open, 3"),
	"metric mine: column 7 is one too many; the last one is open"},
    {IN_UNIT("median", "hours") SAMPLE("1 AS began_at"),
	"metric mine: column 6 is missing; it has to be ended_at"},
    {IN_UNIT("median", "hours")
	    SAMPLE("1 AS began_at, 2 AS ended_at, 0 AS open"),
	"metric mine: column 7 is 'open'; it has to be withdrawn"},
    {IN_UNIT("median", "hours")
	    SAMPLE("1 AS began_at, 2 AS ended_at, 0 AS withdrawn, 3"),
	"metric mine: column 8 is one too many; the last one is "
	"withdrawn"},
    {IN_UNIT("median", "months") SAMPLE("1 AS began_at, 2 AS ended_at"),
	"metric mine: column 5 is began_at, but the unit is not seconds, "
	"minutes, hours, days or weeks"},
    {IN_UNIT("median", "hours") SAMPLE("1.5 AS began_at, 2 AS ended_at"),
	"metric mine: a sample's times are no whole seconds, or it is of no "
	"repository or window that was asked for"},
    {IN_UNIT("median", "hours") SAMPLE("1 AS began_at, '2' AS ended_at"),
	"metric mine: a sample's times are no whole seconds, or it is of no "
	"repository or window that was asked for"},
    {IN_UNIT("median", "hours") SAMPLE("NULL AS began_at, 2 AS ended_at"),
	"metric mine: a sample's times are no whole seconds, or it is of no "
	"repository or window that was asked for"},
    {IN_UNIT("median", "hours")
	    SAMPLE("1 AS began_at, 2 AS ended_at, 2 AS withdrawn"),
	"metric mine: a sample's times are no whole seconds, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") COLUMNS("1") "; SELECT 1",
	"metric mine: there is more than one statement"},
    {HEADER("count") COLUMNS("1") ";; garbage",
	"metric mine: there is more than one statement"},
    {HEADER("count") "SELECT count(*) FROM item",
	"metric mine: not authorized" VIEWS},
    {HEADER("count") "SELECT login FROM account",
	"metric mine: access to account.login is prohibited" VIEWS},
    {HEADER("count") "SELECT repo_id FROM temp.ask_repo",
	"metric mine: access to temp.ask_repo.repo_id is "
	"prohibited" VIEWS},
    {HEADER("count") "SELECT sql FROM sqlite_schema",
	"metric mine: access to sqlite_master.sql is prohibited" VIEWS},
    {HEADER("count") "DELETE FROM item", "metric mine: not authorized" VIEWS},
    {HEADER("count") "INSERT INTO repo DEFAULT VALUES",
	"metric mine: not authorized" VIEWS},
    {HEADER("count") "DROP VIEW v_repo", "metric mine: not authorized" VIEWS},
    {HEADER("count") "PRAGMA user_version",
	"metric mine: not authorized" VIEWS},
    {HEADER("count") "ATTACH 'x' AS y", "metric mine: not authorized" VIEWS},
    {HEADER("count") "SELECT 1 FROM v_nothing",
	"metric mine: no such table: v_nothing" LISTS},
    {HEADER("count") COLUMNS("NULL"),
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") COLUMNS("'7'"),
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") COLUMNS("9e999"),
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") "SELECT 99 AS repo_id, 0 AS window_no, 1 AS "
		     "subject, 1 AS actor_id, 1 AS value",
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") "SELECT repo_id, 2 AS window_no, 1 AS subject, "
		     "1 AS actor_id, 1 AS value FROM v_repo",
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
    {HEADER("count") "SELECT repo_id, NULL AS window_no, 1 AS subject,"
		     " 1 AS actor_id, 1 AS value FROM v_repo",
	"metric mine: a sample's value is no number, or it is of no "
	"repository or window that was asked for"},
};

static void
other_sql_is_refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(refused); i++) {
		struct hscan_outcome out[2] = {{.n = 42}};
		struct hscan_error err = {.status = HSCAN_OK};

		assert_int_equal(
		    run_sql(f, refused[i].sql, out, &err), HSCAN_EPARSE);
		assert_string_equal(err.message, refused[i].message);
		assert_int_equal(out[0].n, 42);
	}
	/* None of it has had an effect, and the store can be written again. */
	put_issue(f, f->repo_id, 1, NOW - DAY, HSCAN_NEVER);
}

static void
nothing_is_left_behind(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_engine *engine = NULL;
	sqlite3_stmt *stmt = NULL;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(hscan_engine_open(&hscan_sqlite_engine,
				     f->store, &ask, &engine, NULL),
		    HSCAN_OK);
		hscan_engine_close(engine);
	}
	hscan_engine_close(NULL);
	assert_int_equal(
	    sqlite3_prepare_v2(hscan_store_db(f->store),
		"SELECT count(*) FROM sqlite_temp_schema", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

static int
stop_at_once(void *unused)
{
	(void)unused;
	return 1;
}

static void
a_failure_of_the_store_is_told_apart(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	const struct hscan_metric *metric =
	    hscan_metrics_find(&f->metrics, hscan_text_of("pr_merge_cycle"));
	struct hscan_engine *engine = NULL;
	struct hscan_outcome out[2];
	struct hscan_error err;
	sqlite3 *db = hscan_store_db(f->store);

	sqlite3_progress_handler(db, 1, stop_at_once, NULL);
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store, &ask,
			     &engine, &err),
	    HSCAN_EINTR);
	assert_null(engine);
	sqlite3_progress_handler(db, 0, NULL, NULL);
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store, &ask,
			     &engine, &err),
	    HSCAN_OK);
	sqlite3_progress_handler(db, 1, stop_at_once, NULL);
	assert_int_equal(
	    hscan_engine_run(engine, metric, NULL, out, &err), HSCAN_EINTR);
	assert_non_null(
	    strstr(err.message, "metric pr_merge_cycle cannot be computed"));
	sqlite3_progress_handler(db, 0, NULL, NULL);
	assert_int_equal(
	    hscan_engine_run(engine, metric, NULL, out, &err), HSCAN_OK);
	hscan_engine_close(engine);
}

/* Whether there is such a temporary table or view. */
static bool
is_made(sqlite3 *db, const char *name)
{
	sqlite3_stmt *stmt = NULL;
	bool made;

	assert_int_equal(sqlite3_prepare_v2(db,
			     "SELECT 1 FROM sqlite_temp_schema WHERE name = ?",
			     -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC), SQLITE_OK);
	made = sqlite3_step(stmt) == SQLITE_ROW;
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return made;
}

static void
only_what_is_read_is_made(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	const struct hscan_metric *metric =
	    hscan_metrics_find(&f->metrics, hscan_text_of("pr_merge_cycle"));
	struct hscan_engine *engine = NULL;
	struct hscan_outcome out[2];
	sqlite3 *db = hscan_store_db(f->store);

	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store, &ask,
			     &engine, NULL),
	    HSCAN_OK);
	assert_false(is_made(db, "v_pull_request"));
	assert_int_equal(
	    hscan_engine_run(engine, metric, NULL, out, NULL), HSCAN_OK);
	/* Also what its view reads. */
	assert_true(is_made(db, "v_pull_request"));
	assert_true(is_made(db, "v_item"));
	assert_false(is_made(db, "v_organization"));
	assert_false(is_made(db, "ask_affiliated"));
	hscan_engine_close(engine);
	assert_false(is_made(db, "v_item"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(other_sql_is_refused),
	    WITH_STORE(nothing_is_left_behind),
	    WITH_STORE(only_what_is_read_is_made),
	    WITH_STORE(a_failure_of_the_store_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
