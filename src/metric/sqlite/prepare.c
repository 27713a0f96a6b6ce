/* SPDX-License-Identifier: MIT */
/* Prepares what a metric may see: the question as temporary tables, what is
 * worked out for it, and the views over all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/queries.h"

static enum hscan_status
fill_repos(struct sqlite_engine *engine, const int64_t *repo_ids, size_t len,
    struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(
	    engine, "INSERT INTO temp.ask_repo VALUES (?)", &stmt, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = sql_insert(engine, stmt, &repo_ids[i], 1, err);
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
refill_repos(struct sqlite_engine *engine, const int64_t *repo_ids, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status =
	    sql_run(engine, "DELETE FROM temp.ask_repo", err);

	return status == HSCAN_OK ? fill_repos(engine, repo_ids, len, err)
				  : status;
}

enum hscan_status
sqlite_narrow(
    struct sqlite_engine *engine, int64_t repo_id, struct hscan_error *err)
{
	return refill_repos(engine, &repo_id, 1, err);
}

enum hscan_status
sqlite_widen(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;

	return refill_repos(engine, scope->repo_ids, scope->repos, err);
}

static enum hscan_status
fill_question(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	sqlite3_stmt *window = NULL;
	enum hscan_status status;

	status = fill_repos(engine, scope->repo_ids, scope->repos, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "INSERT INTO temp.ask_window VALUES (?, ?, ?)", &window,
		    err);
	for (size_t i = 0; i < scope->windows_len && status == HSCAN_OK; i++) {
		const int64_t values[] = {
		    (int64_t)i, scope->windows[i].start, scope->windows[i].end};

		status = sql_insert(engine, window, values, 3, err);
	}
	sqlite3_finalize(window);
	return status;
}

static bool
is_wanted_view(const struct sqlite_engine *engine, const char *path)
{
	struct hscan_text file = hscan_text_of(path);

	if (!hscan_text_starts(file, "views/"))
		return false;
	/* Of the two ways to tell the state of an item, the one asked for. */
	if (hscan_text_ends(file, "-state-events.sql"))
		return engine->base.scope->history_events;
	if (hscan_text_ends(file, "-state-snapshot.sql"))
		return !engine->base.scope->history_events;
	if (hscan_text_ends(file, "-item-some.sql"))
		return engine->doubted || sqlite_slices_items(engine);
	if (hscan_text_ends(file, "-item-all.sql"))
		return !engine->doubted && !sqlite_slices_items(engine);
	return true;
}

static enum hscan_status
find_doubts(struct sqlite_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status =
	    sql_run(engine, hscan_query_text("prepare/doubts.sql").ptr, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT items_doubted FROM temp.ask_slice", &stmt, err);
	if (status == HSCAN_OK && sqlite3_step(stmt) != SQLITE_ROW)
		status = sql_failed(engine, err);
	if (status == HSCAN_OK)
		engine->doubted = sqlite3_column_int(stmt, 0) != 0;
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
prepare_all(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status =
	    sql_run(engine, hscan_query_text("prepare/tables.sql").ptr, err);
	if (status == HSCAN_OK)
		status = fill_question(engine, err);
	if (status == HSCAN_OK)
		status = sqlite_find_bots(engine, err);
	if (status == HSCAN_OK)
		status = sqlite_slice(engine, err);
	if (status == HSCAN_OK)
		status = sqlite_tell(engine, err);
	if (status == HSCAN_OK)
		status = find_doubts(engine, err);
	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++)
		if (is_wanted_view(engine, hscan_queries[i].path))
			status = sql_run(
			    engine, hscan_query_of(&hscan_queries[i]).ptr, err);
	return status;
}

/* SQLite has rolled back by itself after some failures. */
static void
undo(struct sqlite_engine *engine)
{
	(void)sqlite3_exec(engine->db,
	    "ROLLBACK TO prepare_metrics; RELEASE prepare_metrics", NULL, NULL,
	    NULL);
}

/* Runs a step in one transaction: each of 100 000 rows would be one of its
 * own, and what is read is of one moment. */
static enum hscan_status
in_transaction(struct sqlite_engine *engine,
    enum hscan_status (*step)(struct sqlite_engine *, struct hscan_error *),
    struct hscan_error *err)
{
	enum hscan_status status;

	status = sql_run(engine, "SAVEPOINT prepare_metrics", err);
	if (status != HSCAN_OK)
		return status;
	status = step(engine, err);
	if (status == HSCAN_OK)
		return sql_run(engine, "RELEASE prepare_metrics", err);
	undo(engine);
	return status;
}

enum hscan_status
sqlite_prepare(struct sqlite_engine *engine, struct hscan_error *err)
{
	/* An engine before may have lacked the memory to clean up. */
	undo(engine);
	sqlite_unprepare(engine);
	return in_transaction(engine, prepare_all, err);
}

static enum hscan_status
find_responses(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status =
	    sql_run(engine, hscan_query_text("prepare/responses.sql").ptr, err);
	if (status == HSCAN_OK)
		status = sql_run(
		    engine, hscan_query_text("prepare/drafts.sql").ptr, err);
	return status;
}

enum hscan_status
sqlite_need(
    struct sqlite_engine *engine, unsigned needs, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if ((needs & HSCAN_NEED_STATE) && engine->base.scope->history_events &&
	    !engine->states_ready) {
		status = in_transaction(engine, sqlite_replay_states, err);
		engine->states_ready = status == HSCAN_OK;
	}
	if (status == HSCAN_OK && (needs & HSCAN_NEED_DOCS) &&
	    !engine->documentation_ready) {
		status = sql_run(engine,
		    hscan_query_text("prepare/documentation.sql").ptr, err);
		engine->documentation_ready = status == HSCAN_OK;
	}
	if (status == HSCAN_OK && !engine->responses_ready &&
	    (needs & (HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS))) {
		status = in_transaction(engine, find_responses, err);
		engine->responses_ready = status == HSCAN_OK;
	}
	return status;
}

/* The statements that drop our temporary objects, views first. */
static const char drop_sql[] =
    "SELECT group_concat('DROP ' || type || ' temp.' || name, ';')"
    "  FROM (SELECT type, name FROM sqlite_temp_schema"
    "         WHERE (type = 'view'"
    "                AND (name GLOB 'v_*' OR name GLOB 'told_*'))"
    "            OR (type = 'table'"
    "                AND (name GLOB 'ask_*' OR name = 'open_stretch'))"
    "         ORDER BY type DESC)";

void
sqlite_unprepare(struct sqlite_engine *engine)
{
	sqlite3_stmt *stmt = NULL;
	char *drops = NULL;

	if (sqlite3_prepare_v2(engine->db, drop_sql, -1, &stmt, NULL) ==
		SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		drops = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
	/* It must have ended before a table can go. */
	sqlite3_finalize(stmt);
	if (drops)
		(void)sqlite3_exec(engine->db, drops, NULL, NULL, NULL);
	sqlite3_free(drops);
}
