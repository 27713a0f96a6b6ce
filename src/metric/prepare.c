/* SPDX-License-Identifier: MIT */
/* Prepares what a metric may see: the question as temporary tables, what is
 * worked out for it, and the views over all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/internal.h"
#include "store/queries.h"
#include "store/store.h"

enum hscan_status
engine_failed(struct hscan_engine *engine, struct hscan_error *err)
{
	return hscan_store_failed(
	    engine->db, "the metrics cannot be prepared", err);
}

enum hscan_status
engine_run(
    struct hscan_engine *engine, const char *sql, struct hscan_error *err)
{
	if (sqlite3_exec(engine->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return HSCAN_OK;
	return engine_failed(engine, err);
}

enum hscan_status
engine_statement(struct hscan_engine *engine, const char *sql,
    sqlite3_stmt **out, struct hscan_error *err)
{
	if (sqlite3_prepare_v2(engine->db, sql, -1, out, NULL) == SQLITE_OK)
		return HSCAN_OK;
	return engine_failed(engine, err);
}

enum hscan_status
engine_insert(struct hscan_engine *engine, sqlite3_stmt *stmt,
    const int64_t *values, int len, struct hscan_error *err)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < len && rc == SQLITE_OK; i++)
		rc = values[i] == HSCAN_NEVER
			 ? sqlite3_bind_null(stmt, i + 1)
			 : sqlite3_bind_int64(stmt, i + 1, values[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	(void)sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? HSCAN_OK : engine_failed(engine, err);
}

struct hscan_text
engine_text(sqlite3_stmt *row, int column)
{
	struct hscan_text text = {
	    (const char *)sqlite3_column_text(row, column), 0};

	if (text.ptr)
		text.len = (size_t)sqlite3_column_bytes(row, column);
	return text;
}

static enum hscan_status
fill_question(struct hscan_engine *engine, struct hscan_error *err)
{
	const struct hscan_ask *ask = engine->ask;
	sqlite3_stmt *repo = NULL, *window = NULL;
	enum hscan_status status;

	status = engine_statement(
	    engine, "INSERT INTO temp.ask_repo VALUES (?)", &repo, err);
	if (status == HSCAN_OK)
		status = engine_statement(engine,
		    "INSERT INTO temp.ask_window VALUES (?, ?, ?)", &window,
		    err);
	for (size_t i = 0; i < ask->repos && status == HSCAN_OK; i++)
		status = engine_insert(engine, repo, &ask->repo_ids[i], 1, err);
	for (size_t i = 0; i < ask->windows_len && status == HSCAN_OK; i++) {
		const int64_t values[] = {
		    (int64_t)i, ask->windows[i].start, ask->windows[i].end};

		status = engine_insert(engine, window, values, 3, err);
	}
	sqlite3_finalize(repo);
	sqlite3_finalize(window);
	return status;
}

static bool
is_wanted_view(const struct hscan_engine *engine, const char *path)
{
	struct hscan_text file = hscan_text_of(path);

	if (!hscan_text_starts(file, "views/"))
		return false;
	/* Of the two ways to tell the state of an item, the one asked for. */
	if (hscan_text_ends(file, "-state-events.sql"))
		return engine->ask->history_events;
	if (hscan_text_ends(file, "-state-snapshot.sql"))
		return !engine->ask->history_events;
	return true;
}

static enum hscan_status
find_doubts(struct hscan_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status =
	    engine_run(engine, hscan_query_text("prepare/doubts.sql").ptr, err);
	if (status == HSCAN_OK)
		status = engine_statement(engine,
		    "SELECT items_doubted FROM temp.ask_slice", &stmt, err);
	if (status == HSCAN_OK && sqlite3_step(stmt) != SQLITE_ROW)
		status = engine_failed(engine, err);
	if (status == HSCAN_OK)
		engine->doubted = sqlite3_column_int(stmt, 0) != 0;
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
prepare_all(struct hscan_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status =
	    engine_run(engine, hscan_query_text("prepare/tables.sql").ptr, err);
	if (status == HSCAN_OK)
		status = fill_question(engine, err);
	if (status == HSCAN_OK)
		status = engine_find_bots(engine, err);
	if (status == HSCAN_OK)
		status = engine_slice(engine, err);
	if (status == HSCAN_OK)
		status = find_doubts(engine, err);
	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++)
		if (is_wanted_view(engine, hscan_queries[i].path))
			status = engine_run(
			    engine, hscan_query_of(&hscan_queries[i]).ptr, err);
	return status;
}

/* SQLite has rolled back by itself after some failures. */
static void
undo(struct hscan_engine *engine)
{
	(void)sqlite3_exec(engine->db,
	    "ROLLBACK TO prepare_metrics; RELEASE prepare_metrics", NULL, NULL,
	    NULL);
}

/* Runs a step in one transaction: each of 100 000 rows would be one of its
 * own, and what is read is of one moment. */
static enum hscan_status
in_transaction(struct hscan_engine *engine,
    enum hscan_status (*step)(struct hscan_engine *, struct hscan_error *),
    struct hscan_error *err)
{
	enum hscan_status status;

	status = engine_run(engine, "SAVEPOINT prepare_metrics", err);
	if (status != HSCAN_OK)
		return status;
	status = step(engine, err);
	if (status == HSCAN_OK)
		return engine_run(engine, "RELEASE prepare_metrics", err);
	undo(engine);
	return status;
}

enum hscan_status
engine_prepare(struct hscan_engine *engine, struct hscan_error *err)
{
	/* An engine before may have lacked the memory to clean up. */
	undo(engine);
	engine_unprepare(engine);
	return in_transaction(engine, prepare_all, err);
}

static enum hscan_status
find_responses(struct hscan_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status = engine_run(
	    engine, hscan_query_text("prepare/responses.sql").ptr, err);
	if (status == HSCAN_OK)
		status = engine_run(
		    engine, hscan_query_text("prepare/drafts.sql").ptr, err);
	return status;
}

enum hscan_status
engine_need(
    struct hscan_engine *engine, unsigned streams, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if ((streams & HSCAN_NEED_STATE) && engine->ask->history_events &&
	    !engine->states_ready) {
		status = in_transaction(engine, engine_replay_states, err);
		engine->states_ready = status == HSCAN_OK;
	}
	if (status == HSCAN_OK && (streams & HSCAN_NEED_DOCS) &&
	    !engine->documentation_ready) {
		status = engine_run(engine,
		    hscan_query_text("prepare/documentation.sql").ptr, err);
		engine->documentation_ready = status == HSCAN_OK;
	}
	if (status == HSCAN_OK && !engine->responses_ready &&
	    (streams & (HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS))) {
		status = in_transaction(engine, find_responses, err);
		engine->responses_ready = status == HSCAN_OK;
	}
	return status;
}

/* The statement that drops one of our temporary objects, views first. */
static const char drop_sql[] =
    "SELECT 'DROP ' || type || ' temp.' || name FROM sqlite_temp_schema"
    " WHERE (type = 'view' AND name GLOB 'v_*')"
    "    OR (type = 'table' AND (name GLOB 'ask_*' OR name = 'open_stretch'))"
    " ORDER BY type DESC LIMIT 1";

void
engine_unprepare(struct hscan_engine *engine)
{
	bool more = true;

	while (more) {
		sqlite3_stmt *stmt = NULL;
		char *drop = NULL;

		if (sqlite3_prepare_v2(engine->db, drop_sql, -1, &stmt, NULL) ==
			SQLITE_OK &&
		    sqlite3_step(stmt) == SQLITE_ROW)
			drop =
			    sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
		sqlite3_finalize(stmt);
		more = drop && sqlite3_exec(engine->db, drop, NULL, NULL,
				   NULL) == SQLITE_OK;
		sqlite3_free(drop);
	}
}

/* --- what a metric may read --- */

static bool
is_view(const char *name)
{
	return name && strncmp(name, "v_", 2) == 0;
}

static bool
is_behind_view(const struct hscan_engine *engine, const char *table)
{
	for (size_t i = 0; i < engine->behind_views_len; i++)
		if (strcmp(engine->behind_views[i], table) == 0)
			return true;
	return false;
}

static void
remember(struct hscan_engine *engine, const char *table)
{
	if (engine->behind_views_len < ENGINE_TABLES &&
	    strlen(table) < ENGINE_TABLE_NAME && !is_behind_view(engine, table))
		memcpy(engine->behind_views[engine->behind_views_len++], table,
		    strlen(table) + 1);
}

/* What has a name in the schema: "\nname\n", in lower case. */
static void
read_tables(struct hscan_engine *engine)
{
	static const char sql[] =
	    "SELECT lower(char(10) || name || char(10))"
	    " FROM (SELECT name, type FROM main.sqlite_schema UNION ALL"
	    " SELECT name, type FROM temp.sqlite_temp_schema)"
	    " WHERE type IN ('table', 'view')";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(engine->db, sql, -1, &stmt, NULL);

	hscan_buf_reset(&engine->tables);
	while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		(void)hscan_buf_add_text(&engine->tables, engine_text(stmt, 0));
	if (sqlite3_finalize(stmt) != SQLITE_OK ||
	    engine->tables.failed != HSCAN_OK)
		hscan_buf_reset(&engine->tables);
}

enum { LONGEST_NAME = 200 }; /* of an expression; hardly anybody's */

/* A common table expression is no table, nor is it one of SQLite's own. */
static bool
is_expression(const struct hscan_engine *engine, const char *name)
{
	char wanted[LONGEST_NAME + 3];
	size_t len = strlen(name);

	if (engine->tables.len == 0 || len > LONGEST_NAME)
		return false;
	wanted[0] = '\n';
	for (size_t i = 0; i < len; i++)
		wanted[i + 1] = hscan_to_lower(name[i]);
	memcpy(wanted + len + 1, "\n", 2);
	return strncmp(wanted, "\nsqlite_", 8) != 0 &&
	       strncmp(wanted, "\npragma_", 8) != 0 &&
	       !strstr(engine->tables.ptr, wanted);
}

/* SQLite names the innermost view or common table expression in `inside`, so
 * that any name will not do. Where it has merged a view into the query it asks
 * once more for each table no column of which is left, without a column and
 * without the view; and so it does for a common table expression. This keeps
 * metrics to the vocabulary; it is no wall against a hostile one. */
static bool
may_read(struct hscan_engine *engine, const char *table, const char *column,
    const char *inside)
{
	if (is_view(table))
		return true;
	if (is_view(inside)) {
		remember(engine, table);
		return true;
	}
	return column[0] == '\0' &&
	       (is_behind_view(engine, table) || is_expression(engine, table));
}

static int
only_views(void *payload, int action, const char *table, const char *name,
    const char *database, const char *inside)
{
	(void)database;
	if (action == SQLITE_SELECT || action == SQLITE_FUNCTION ||
	    action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (action == SQLITE_READ && table && name &&
	    may_read(payload, table, name, inside))
		return SQLITE_OK;
	return SQLITE_DENY;
}

void
engine_restrict(struct hscan_engine *engine, bool on)
{
	engine->behind_views_len = 0;
	if (on)
		read_tables(engine);
	(void)sqlite3_set_authorizer(
	    engine->db, on ? only_views : NULL, engine);
}
