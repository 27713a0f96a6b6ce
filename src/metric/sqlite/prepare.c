/* SPDX-License-Identifier: MIT */
/* Prepares what a metric may see: the question as temporary tables, what is
 * worked out for it, and the views over all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/queries.h"

struct sqlite_part
sqlite_whole(const struct sqlite_engine *engine)
{
	const struct hscan_engine_scope *scope = engine->base.scope;

	return (struct sqlite_part){{0, scope->repos}, 0, scope->windows_len};
}

/* Of one without a pool no more than its number is looked at. */
static enum hscan_status
put_pool(struct sqlite_engine *engine, sqlite3_stmt *stmt, size_t at,
    size_t window, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	const struct hscan_engine_pool pool = hscan_scope_pool(scope, at);
	enum hscan_status status = HSCAN_OK;

	for (size_t i = pool.from;
	     i < pool.from + pool.len && status == HSCAN_OK; i++) {
		int64_t values[] = {
		    scope->repo_ids[i], scope->repo_ids[pool.from], 0, 0};

		if (scope->pools) {
			values[2] = (int64_t)scope->members[i].place;
			values[3] = scope->members[i].created_at;
		}
		if (hscan_scope_has(scope, i, window))
			status = sql_insert(engine, stmt, values, 4, err);
	}
	return status;
}

static enum hscan_status
fill_repos(struct sqlite_engine *engine, const struct sqlite_part *part,
    struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	const struct hscan_engine_pool *repos = &part->repos;
	size_t len = hscan_scope_len(scope);
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(engine,
	    "INSERT INTO temp.ask_repo VALUES (?, ?, ?, ?)", &stmt, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		size_t from = hscan_scope_pool(scope, i).from;

		if (from >= repos->from && from < repos->from + repos->len)
			status = put_pool(engine, stmt, i, part->window, err);
	}
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
fill_windows(struct sqlite_engine *engine, const struct sqlite_part *part,
    struct hscan_error *err)
{
	const struct hscan_window *windows = engine->base.scope->windows;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(
	    engine, "INSERT INTO temp.ask_window VALUES (?, ?, ?)", &stmt, err);
	for (size_t i = part->window;
	     i < part->window + part->windows_len && status == HSCAN_OK; i++) {
		const int64_t values[] = {
		    (int64_t)i, windows[i].start, windows[i].end};

		status = sql_insert(engine, stmt, values, 3, err);
	}
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
fill_part(struct sqlite_engine *engine, const struct sqlite_part *part,
    struct hscan_error *err)
{
	enum hscan_status status = fill_repos(engine, part, err);

	return status == HSCAN_OK ? fill_windows(engine, part, err) : status;
}

/* In the reported window everything is there, however young. */
static enum hscan_status
set_era(struct sqlite_engine *engine, const struct sqlite_part *part,
    struct hscan_error *err)
{
	const struct hscan_window *windows = engine->base.scope->windows;
	int64_t ends_at =
	    part->window == 0 ? INT64_MAX : windows[part->window].end;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(
	    engine, "UPDATE temp.ask_era SET ends_at = ?", &stmt, err);
	if (status == HSCAN_OK)
		status = sql_insert(engine, stmt, &ends_at, 1, err);
	sqlite3_finalize(stmt);
	return status;
}

enum hscan_status
sqlite_show(struct sqlite_engine *engine, const struct sqlite_part *part,
    struct hscan_error *err)
{
	enum hscan_status status;

	engine->reviewers_ready = false;
	status = sql_run(engine,
	    "DELETE FROM temp.ask_repo; DELETE FROM temp.ask_window", err);
	if (status == HSCAN_OK)
		status = fill_part(engine, part, err);
	if (status == HSCAN_OK && sqlite_pools(engine))
		status = set_era(engine, part, err);
	return status;
}

static enum hscan_status
fill_question(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct sqlite_part whole = sqlite_whole(engine);
	enum hscan_status status = fill_part(engine, &whole, err);

	return status == HSCAN_OK && sqlite_pools(engine)
		   ? sql_run(engine,
			 hscan_query_text("prepare/pool-tables.sql").ptr, err)
		   : status;
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
	if (hscan_text_ends(file, "-pool.sql"))
		return sqlite_pools(engine);
	if (hscan_text_ends(file, "-commit.sql") ||
	    hscan_text_ends(file, "-documentation.sql"))
		return !sqlite_pools(engine);
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
	    sqlite_offer(engine, hscan_query_text("prepare/tables.sql"), err);
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
			status = sqlite_offer(
			    engine, hscan_query_of(&hscan_queries[i]), err);
	return status;
}

/* SQLite has rolled back by itself after some failures. */
static void
undo(struct sqlite_engine *engine)
{
	(void)sqlite3_exec(engine->db,
	    "ROLLBACK TO prepare_metrics; RELEASE prepare_metrics", NULL, NULL,
	    NULL);
	sqlite_look_again(engine);
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
	    sql_run(engine, hscan_query_text("prepare/starts.sql").ptr, err);
	if (status == HSCAN_OK)
		status = sql_run(
		    engine, hscan_query_text("prepare/responses.sql").ptr, err);
	if (status == HSCAN_OK)
		status = sql_run(
		    engine, hscan_query_text("prepare/drafts.sql").ptr, err);
	return status;
}

static enum hscan_status
find_documentation(struct sqlite_engine *engine, struct hscan_error *err)
{
	return sql_run(
	    engine, hscan_query_text("prepare/documentation.sql").ptr, err);
}

/* A commit that several repositories have is one. */
static enum hscan_status
pool_commits(struct sqlite_engine *engine, struct hscan_error *err)
{
	return sql_run(engine, hscan_query_text("prepare/pool.sql").ptr, err);
}

static enum hscan_status
pool_documentation(struct sqlite_engine *engine, struct hscan_error *err)
{
	return sql_run(engine,
	    hscan_query_text("prepare/pool-documentation.sql").ptr, err);
}

enum hscan_status
sqlite_need(
    struct sqlite_engine *engine, unsigned needs, struct hscan_error *err)
{
	const unsigned answers = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	const unsigned commits = HSCAN_NEED_GIT | HSCAN_NEED_AUTHORS;
	const unsigned people = HSCAN_NEED_CONTRIBUTIONS;
	bool documentation = needs & HSCAN_NEED_DOCS;
	bool pools = sqlite_pools(engine);
	const struct {
		bool wanted;
		bool *ready;
		enum hscan_status (*step)(
		    struct sqlite_engine *, struct hscan_error *);
	} steps[] = {
	    {(needs & HSCAN_NEED_STATE) && engine->base.scope->history_events,
		&engine->states_ready, sqlite_replay_states},
	    {documentation, &engine->documentation_ready, find_documentation},
	    {pools && (documentation || (needs & (commits | people))),
		&engine->commits_pooled, pool_commits},
	    {pools && documentation, &engine->documentation_pooled,
		pool_documentation},
	    {needs & answers, &engine->responses_ready, find_responses},
	    {needs & HSCAN_NEED_ROLES, &engine->roles_ready, sqlite_find_roles},
	    {needs & people, &engine->newcomers_ready, sqlite_find_newcomers},
	    {needs & HSCAN_NEED_ORGANIZATIONS, &engine->organizations_ready,
		sqlite_find_organizations},
	};
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (!steps[i].wanted || *steps[i].ready)
			continue;
		status = in_transaction(engine, steps[i].step, err);
		if (status != HSCAN_OK)
			return status;
		*steps[i].ready = true;
	}
	return HSCAN_OK;
}

static enum hscan_status
find_reviewers(struct sqlite_engine *engine, struct hscan_error *err)
{
	return sql_run(
	    engine, hscan_query_text("prepare/reviewers.sql").ptr, err);
}

enum hscan_status
sqlite_fill_read(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	if (engine->reviewers_ready || !sqlite_has_read(engine, "ask_reviewer"))
		return HSCAN_OK;
	status = in_transaction(engine, find_reviewers, err);
	engine->reviewers_ready = status == HSCAN_OK;
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
