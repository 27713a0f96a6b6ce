/* SPDX-License-Identifier: MIT */
/* A question in SQL of anybody: whatever it says, the store stays as it is,
 * and it comes to an end. */
#include <math.h>

#include <sqlite3.h>

#include "fuzz/fuzz.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/query.h"
#include "store/sqlite.h"
#include "store/store.h"

/* A look is taken every some thousand steps of SQLite's machine. */
enum { MOST_LOOKS = 20, MOST_ROWS = 100 };

struct answer {
	size_t columns, rows;
};

static enum hscan_status
take_columns(const struct hscan_text *names, size_t len, void *payload,
    struct hscan_error *err)
{
	struct answer *answer = payload;

	(void)err;
	answer->columns = len;
	for (size_t i = 0; i < len; i++)
		fuzz_touch(names[i]);
	return HSCAN_OK;
}

static enum hscan_status
take_row(const struct hscan_query_value *values, size_t len, void *payload,
    struct hscan_error *err)
{
	struct answer *answer = payload;

	ENSURE(len == answer->columns);
	for (size_t i = 0; i < len; i++) {
		ENSURE(values[i].kind != HSCAN_QUERY_REAL ||
		       isfinite(values[i].real));
		if (values[i].kind == HSCAN_QUERY_TEXT)
			fuzz_touch(values[i].text);
	}
	if (++answer->rows >= MOST_ROWS)
		return hscan_fail(err, HSCAN_ECLOSED, "enough");
	return HSCAN_OK;
}

/* How often the statement at hand was looked at. */
static void
begin_watch(bool own, void *payload)
{
	(void)own;
	*(size_t *)payload = 0;
}

static enum hscan_status
is_expired(void *payload)
{
	size_t *looks = payload;

	return ++*looks >= MOST_LOOKS ? HSCAN_ELIMIT : HSCAN_OK;
}

/* Tables, views and what is attached, with everything that was ever changed:
 * a number that differs when something does. */
static int64_t
state_of(sqlite3 *db)
{
	static const char sql[] =
	    "SELECT (SELECT count(*) FROM sqlite_schema) + 1000 * "
	    "(SELECT count(*) FROM sqlite_temp_schema) + 1000000 * "
	    "(SELECT count(*) FROM pragma_database_list) + 10000000 * "
	    "total_changes() + (SELECT foreign_keys FROM pragma_foreign_keys)";
	sqlite3_stmt *stmt = NULL;
	int64_t state;

	ENSURE(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
	ENSURE(sqlite3_step(stmt) == SQLITE_ROW);
	state = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return state;
}

static void
run(struct hscan_engine *engine, struct hscan_text sql, const size_t *looks)
{
	struct answer answer = {0};
	const struct hscan_query_taker taker = {
	    .columns = take_columns,
	    .row = take_row,
	    .payload = &answer,
	};
	struct hscan_error err;
	enum hscan_status status = hscan_query_run(engine, sql, &taker, &err);

	/* What has no columns was run for what else it does. */
	ENSURE(answer.columns > 0 || (status != HSCAN_OK && *looks == 0));
	if (status == HSCAN_OK)
		return;
	ENSURE(status == HSCAN_EINVAL || status == HSCAN_ELIMIT ||
	       status == HSCAN_ENOMEM || status == HSCAN_ECLOSED);
	if (status != HSCAN_ENOMEM)
		fuzz_ensure_failure(&err, status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t repo_id = 1;
	static const struct hscan_window window = {0, INT64_C(1782892800)};
	static size_t looks;
	static const struct hscan_watch watch = {
	    .begun = begin_watch, .expired = is_expired, .payload = &looks};
	static const struct hscan_engine_scope ask = {.repo_ids = &repo_id,
	    .repos = 1,
	    .windows = &window,
	    .windows_len = 1,
	    .watch = &watch};
	static struct hscan_store *store;
	static struct hscan_engine *engine;
	sqlite3 *db;
	int64_t before;

	if (!engine) {
		/* Some of SQLite's functions give as much as is asked for. */
		(void)sqlite3_hard_heap_limit64(256 * 1024 * 1024);
		ENSURE(hscan_store_open(":memory:", &store, NULL) == HSCAN_OK);
		ENSURE(hscan_engine_open(&hscan_sqlite_engine, store, &ask,
			   &engine, NULL) == HSCAN_OK);
		/* Prepares what is prepared once. */
		run(engine, hscan_text_of("SELECT 1"), &looks);
	}
	db = hscan_store_db(store);
	before = state_of(db);
	run(engine, fuzz_text(data, size), &looks);
	ENSURE(state_of(db) == before);
	ENSURE(sqlite3_get_autocommit(db) != 0);
	return 0;
}
