/* SPDX-License-Identifier: MIT */
/* Fills open_stretch: the state of every item, replayed from its events. */
#include <stdlib.h>

#include "metric/sqlite/internal.h"

/* Made when the stretches are in: windows are ranges of these times. */
static const char stretch_indexes[] =
    "CREATE INDEX temp.open_stretch_by_end"
    " ON open_stretch (repo_id, kind, ended_at);"
    "CREATE INDEX temp.open_stretch_by_creation"
    " ON open_stretch (repo_id, kind, created_at);"
    "CREATE INDEX temp.open_stretch_by_item"
    " ON open_stretch (repo_id, number);";

/* --- an item --- */

void
sqlite_turns_clear(struct sqlite_turns *turns)
{
	free(turns->turns);
	free(turns->stretches);
	*turns = (struct sqlite_turns){.len = 0};
}

static bool
make_room(struct sqlite_turns *turns)
{
	size_t size = turns->size ? turns->size * 2 : 32;
	struct hscan_turn *more =
	    realloc(turns->turns, (size + 1) * sizeof(*more));
	struct hscan_stretch *stretches;

	if (!more)
		return false;
	turns->turns = more;
	stretches = realloc(turns->stretches, (size + 2) * sizeof(*stretches));
	if (!stretches)
		return false;
	turns->stretches = stretches;
	turns->size = size;
	return true;
}

bool
sqlite_turns_reserve(struct sqlite_turns *turns)
{
	return turns->size > 0 || make_room(turns);
}

bool
sqlite_turns_add(struct sqlite_turns *turns, const struct hscan_turn *turn)
{
	if (turns->len == turns->size && !make_room(turns))
		return false;
	turns->turns[turns->len++] = *turn;
	return true;
}

bool
sqlite_turns_vanish(struct sqlite_turns *turns, int64_t gone_at)
{
	const struct hscan_turn turn = {
	    HSCAN_EVENT_CONVERTED_TO_DISCUSSION, gone_at, INT64_MAX};

	return gone_at == HSCAN_NEVER || sqlite_turns_add(turns, &turn);
}

/* --- all of them --- */

struct replay {
	struct sqlite_engine *engine;
	sqlite3_stmt *insert;
	struct sqlite_turns turns;
	int64_t repo_id, number, kind, actor_id, created_at, closed_at;
	bool begun;
};

static enum hscan_status
finish_item(struct replay *replay, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t len;

	if (!replay->begun)
		return HSCAN_OK;
	len = hscan_replay_state(replay->created_at, replay->closed_at,
	    replay->turns.turns, replay->turns.len, replay->turns.stretches);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_stretch *s = &replay->turns.stretches[i];
		const int64_t values[] = {replay->repo_id, replay->number,
		    replay->kind, replay->actor_id, replay->created_at,
		    s->opened_at, s->ended_at, s->closed_until, s->closed};

		status =
		    sql_insert(replay->engine, replay->insert, values, 9, err);
	}
	replay->turns.len = 0;
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
		if (!sqlite_turns_vanish(&replay->turns, int_or_never(row, 9)))
			return hscan_no_memory(err);
	}
	if (sqlite3_column_type(row, 6) == SQLITE_NULL)
		return HSCAN_OK;
	return sqlite_turns_add(&replay->turns, &turn) ? HSCAN_OK
						       : hscan_no_memory(err);
}

/* Items with their events, an item without one once. The order keeps an item
 * together, and is that of an index. */
static const char turns_sql[] =
    "SELECT i.repo_id, i.number, i.kind, i.actor_id, i.created_at,"
    "       i.closed_at, e.kind, e.occurred_at, e.forge_id, i.gone_at"
    "  FROM temp.ask_repo AS r"
    " CROSS JOIN temp.v_item AS i ON i.repo_id = r.repo_id"
    "  LEFT JOIN temp.told_event AS e"
    "    ON e.repo_id = i.repo_id AND e.number = i.number"
    " ORDER BY r.repo_id, i.kind, i.created_at, i.closed_at, i.actor_id,"
    "          i.gone_at, i.number";

enum hscan_status
sqlite_replay_states(struct sqlite_engine *engine, struct hscan_error *err)
{
	struct replay replay = {.engine = engine};
	sqlite3_stmt *rows = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = sqlite_turns_reserve(&replay.turns) ? HSCAN_OK
						     : hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = sql_statement(engine, turns_sql, &rows, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "INSERT INTO temp.open_stretch"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    &replay.insert, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW)
		status = replay_row(&replay, rows, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	if (status == HSCAN_OK)
		status = finish_item(&replay, err);
	if (status == HSCAN_OK)
		status = sql_run(engine, stretch_indexes, err);
	sqlite3_finalize(rows);
	sqlite3_finalize(replay.insert);
	sqlite_turns_clear(&replay.turns);
	return status;
}
