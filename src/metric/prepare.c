/* SPDX-License-Identifier: MIT */
/* Prepares what a metric may see: the question as temporary tables, the bots
 * to leave out, the replayed states, and the views over all of it. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/internal.h"
#include "metric/state.h"
#include "model/bot.h"
#include "store/queries.h"
#include "store/store.h"

static const char question_tables[] =
    "CREATE TEMP TABLE ask_repo (repo_id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE ask_window (window_no INTEGER PRIMARY KEY,"
    " starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL);"
    "CREATE TEMP TABLE ask_left_out (repo_id INTEGER NOT NULL,"
    " actor_id INTEGER NOT NULL, PRIMARY KEY (repo_id, actor_id))"
    " WITHOUT ROWID;"
    "CREATE TEMP TABLE open_stretch (repo_id INTEGER NOT NULL,"
    " number INTEGER NOT NULL, kind INTEGER NOT NULL, actor_id INTEGER,"
    " created_at INTEGER NOT NULL, opened_at INTEGER NOT NULL,"
    " ended_at INTEGER, closed_until INTEGER, closed INTEGER NOT NULL);";

/* Made when the stretches are in: windows are ranges of these times. */
static const char stretch_indexes[] =
    "CREATE INDEX temp.open_stretch_by_end"
    " ON open_stretch (repo_id, kind, ended_at) WHERE ended_at IS NOT NULL;"
    "CREATE INDEX temp.open_stretch_by_creation"
    " ON open_stretch (repo_id, kind, created_at);";

static enum hscan_status
failed(struct hscan_engine *engine, struct hscan_error *err)
{
	return hscan_store_failed(
	    engine->db, "the metrics cannot be prepared", err);
}

static enum hscan_status
run(struct hscan_engine *engine, const char *sql, struct hscan_error *err)
{
	if (sqlite3_exec(engine->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return HSCAN_OK;
	return failed(engine, err);
}

/* Runs an INSERT with integers, once. NULL for HSCAN_NEVER. */
static enum hscan_status
insert(struct hscan_engine *engine, sqlite3_stmt *stmt, const int64_t *values,
    int len, struct hscan_error *err)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < len && rc == SQLITE_OK; i++)
		rc = values[i] == HSCAN_NEVER
			 ? sqlite3_bind_null(stmt, i + 1)
			 : sqlite3_bind_int64(stmt, i + 1, values[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	(void)sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? HSCAN_OK : failed(engine, err);
}

static enum hscan_status
prepare(struct hscan_engine *engine, const char *sql, sqlite3_stmt **out,
    struct hscan_error *err)
{
	if (sqlite3_prepare_v2(engine->db, sql, -1, out, NULL) == SQLITE_OK)
		return HSCAN_OK;
	return failed(engine, err);
}

static enum hscan_status
fill_question(struct hscan_engine *engine, struct hscan_error *err)
{
	const struct hscan_ask *ask = engine->ask;
	sqlite3_stmt *repo = NULL, *window = NULL;
	enum hscan_status status;

	status =
	    prepare(engine, "INSERT INTO temp.ask_repo VALUES (?)", &repo, err);
	if (status == HSCAN_OK)
		status = prepare(engine,
		    "INSERT INTO temp.ask_window VALUES (?, ?, ?)", &window,
		    err);
	for (size_t i = 0; i < ask->repos && status == HSCAN_OK; i++)
		status = insert(engine, repo, &ask->repo_ids[i], 1, err);
	for (size_t i = 0; i < ask->windows_len && status == HSCAN_OK; i++) {
		const int64_t values[] = {
		    (int64_t)i, ask->windows[i].start, ask->windows[i].end};

		status = insert(engine, window, values, 3, err);
	}
	sqlite3_finalize(repo);
	sqlite3_finalize(window);
	return status;
}

/* --- bots --- */

static struct hscan_text
column(sqlite3_stmt *stmt, int at)
{
	struct hscan_text text = {
	    (const char *)sqlite3_column_text(stmt, at), 0};

	if (text.ptr)
		text.len = (size_t)sqlite3_column_bytes(stmt, at);
	return text;
}

static bool
is_bot_row(const struct hscan_engine *engine, sqlite3_stmt *row)
{
	const struct hscan_ask *ask = engine->ask;

	if (sqlite3_column_int(row, 2))
		return hscan_is_bot_author(column(row, 3), column(row, 4),
		    ask->bot_logins, ask->bot_logins_len);
	return hscan_is_bot(column(row, 3), column(row, 4), ask->bot_logins,
	    ask->bot_logins_len);
}

static bool
leave_out(struct hscan_engine *engine, int64_t repo_id, int64_t actor_id)
{
	if (engine->left_out_len == engine->left_out_size) {
		size_t size =
		    engine->left_out_size ? engine->left_out_size * 2 : 32;
		struct engine_actor *more =
		    realloc(engine->left_out, size * sizeof(*more));

		if (!more)
			return false;
		engine->left_out = more;
		engine->left_out_size = size;
	}
	engine->left_out[engine->left_out_len++] =
	    (struct engine_actor){repo_id, actor_id};
	return true;
}

/* Accounts, and authors of commits, of the repositories asked for. */
static const char authors_sql[] =
    "SELECT r.repo_id, a.forge_id, 0 AS git, a.login, a.type"
    "  FROM temp.ask_repo CROSS JOIN main.repo AS r USING (repo_id)"
    " CROSS JOIN main.account AS a ON a.host = r.host "
    "UNION ALL "
    "SELECT g.repo_id, -1 - g.author_id, 1, g.name, g.email"
    "  FROM temp.ask_repo CROSS JOIN main.git_author AS g USING (repo_id)";

static enum hscan_status
find_bots(struct hscan_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *authors = NULL, *bot = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	if (engine->ask->bots_included)
		return HSCAN_OK;
	status = prepare(engine, authors_sql, &authors, err);
	if (status == HSCAN_OK)
		status = prepare(engine,
		    "INSERT OR IGNORE INTO temp.ask_left_out VALUES (?, ?)",
		    &bot, err);
	while (
	    status == HSCAN_OK && (rc = sqlite3_step(authors)) == SQLITE_ROW) {
		const int64_t values[] = {sqlite3_column_int64(authors, 0),
		    sqlite3_column_int64(authors, 1)};

		if (!is_bot_row(engine, authors))
			continue;
		status = insert(engine, bot, values, 2, err);
		if (status == HSCAN_OK &&
		    !leave_out(engine, values[0], values[1]))
			status = hscan_no_memory(err);
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = failed(engine, err);
	sqlite3_finalize(authors);
	sqlite3_finalize(bot);
	engine_sort_left_out(engine);
	return status;
}

/* --- states --- */

/* One item and its events; grows to the longest history. */
struct replay {
	struct hscan_engine *engine;
	sqlite3_stmt *insert;
	struct hscan_turn *turns;        /* owned; size + 1 */
	struct hscan_stretch *stretches; /* owned; size + 2 */
	size_t len, size;
	int64_t repo_id, number, kind, actor_id, created_at, closed_at;
	bool begun;
};

static bool
add_turn(struct replay *replay, const struct hscan_turn *turn)
{
	if (replay->len == replay->size) {
		size_t size = replay->size ? replay->size * 2 : 32;
		struct hscan_turn *turns =
		    realloc(replay->turns, (size + 1) * sizeof(*turns));
		struct hscan_stretch *stretches;

		if (!turns)
			return false;
		replay->turns = turns;
		stretches =
		    realloc(replay->stretches, (size + 2) * sizeof(*stretches));
		if (!stretches)
			return false;
		replay->stretches = stretches;
		replay->size = size;
	}
	replay->turns[replay->len++] = *turn;
	return true;
}

static enum hscan_status
finish_item(struct replay *replay, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t len;

	if (!replay->begun)
		return HSCAN_OK;
	len = hscan_replay_state(replay->created_at, replay->closed_at,
	    replay->turns, replay->len, replay->stretches);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_stretch *s = &replay->stretches[i];
		const int64_t values[] = {replay->repo_id, replay->number,
		    replay->kind, replay->actor_id, replay->created_at,
		    s->opened_at, s->ended_at, s->closed_until, s->closed};

		status = insert(replay->engine, replay->insert, values, 9, err);
	}
	replay->len = 0;
	return status;
}

static int64_t
int_or_never(sqlite3_stmt *row, int at)
{
	return sqlite3_column_type(row, at) == SQLITE_NULL
		   ? HSCAN_NEVER
		   : sqlite3_column_int64(row, at);
}

static enum hscan_status
replay_row(struct replay *replay, sqlite3_stmt *row, struct hscan_error *err)
{
	int64_t repo_id = sqlite3_column_int64(row, 0);
	int64_t number = sqlite3_column_int64(row, 1);
	struct hscan_turn turn = {
	    (enum hscan_event_kind)sqlite3_column_int(row, 6),
	    sqlite3_column_int64(row, 7), sqlite3_column_int64(row, 8)};
	enum hscan_status status;

	if (!replay->begun || replay->repo_id != repo_id ||
	    replay->number != number) {
		status = finish_item(replay, err);
		if (status != HSCAN_OK)
			return status;
		replay->begun = true;
		replay->repo_id = repo_id;
		replay->number = number;
		replay->kind = sqlite3_column_int64(row, 2);
		replay->actor_id = int_or_never(row, 3);
		replay->created_at = sqlite3_column_int64(row, 4);
		replay->closed_at = int_or_never(row, 5);
	}
	if (sqlite3_column_type(row, 6) == SQLITE_NULL)
		return HSCAN_OK;
	return add_turn(replay, &turn) ? HSCAN_OK : hscan_no_memory(err);
}

/* Items with their events, an item without one once. The order keeps an item
 * together, and is that of an index. */
static const char turns_sql[] =
    "SELECT i.repo_id, i.number, i.kind, i.author_id, i.created_at,"
    "       i.closed_at, e.kind, e.occurred_at, e.forge_id"
    "  FROM temp.ask_repo AS r"
    " CROSS JOIN main.item AS i ON i.repo_id = r.repo_id"
    "  LEFT JOIN main.event AS e"
    "    ON e.repo_id = i.repo_id AND e.number = i.number"
    " ORDER BY r.repo_id, i.kind, i.created_at, i.closed_at, i.author_id,"
    "          i.number";

static enum hscan_status
replay_states(struct hscan_engine *engine, struct hscan_error *err)
{
	struct replay replay = {.engine = engine};
	sqlite3_stmt *rows = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	if (!engine->ask->history_events)
		return HSCAN_OK;
	replay.size = 32;
	replay.turns = calloc(replay.size + 1, sizeof(*replay.turns));
	replay.stretches = calloc(replay.size + 2, sizeof(*replay.stretches));
	status =
	    replay.turns && replay.stretches ? HSCAN_OK : hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = prepare(engine, turns_sql, &rows, err);
	if (status == HSCAN_OK)
		status = prepare(engine,
		    "INSERT INTO temp.open_stretch"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    &replay.insert, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW)
		status = replay_row(&replay, rows, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = failed(engine, err);
	if (status == HSCAN_OK)
		status = finish_item(&replay, err);
	if (status == HSCAN_OK)
		status = run(engine, stretch_indexes, err);
	sqlite3_finalize(rows);
	sqlite3_finalize(replay.insert);
	free(replay.turns);
	free(replay.stretches);
	return status;
}

/* --- views --- */

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
prepare_all(struct hscan_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status = run(engine, question_tables, err);
	if (status == HSCAN_OK)
		status = fill_question(engine, err);
	if (status == HSCAN_OK)
		status = find_bots(engine, err);
	if (status == HSCAN_OK)
		status = replay_states(engine, err);
	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++)
		if (is_wanted_view(engine, hscan_queries[i].path))
			status = run(
			    engine, hscan_query_of(&hscan_queries[i]).ptr, err);
	return status;
}

/* In one transaction: each of 100 000 stretches would be one of its own, and
 * what is read is of one moment. */
enum hscan_status
engine_prepare(struct hscan_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status = run(engine, "SAVEPOINT prepare_metrics", err);
	if (status != HSCAN_OK)
		return status;
	status = prepare_all(engine, err);
	if (status == HSCAN_OK)
		return run(engine, "RELEASE prepare_metrics", err);
	/* SQLite has rolled back by itself after some failures. */
	(void)sqlite3_exec(engine->db,
	    "ROLLBACK TO prepare_metrics; RELEASE prepare_metrics", NULL, NULL,
	    NULL);
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

/* SQLite names the innermost view or common table expression in `inside`, so
 * that any name will not do. Where it has merged a view into the query it asks
 * once more for each table no column of which is left, without a column and
 * without the view. This keeps metrics to the vocabulary; it is no wall
 * against a hostile one. */
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
	return column[0] == '\0' && is_behind_view(engine, table);
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
	(void)sqlite3_set_authorizer(
	    engine->db, on ? only_views : NULL, engine);
}
