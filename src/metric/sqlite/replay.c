/* SPDX-License-Identifier: MIT */
/* Fills open_stretch: the state of every item, replayed from its events. */
#include <stdlib.h>

#include "metric/sqlite/internal.h"
#include "metric/state.h"

/* Made when the stretches are in: windows are ranges of these times. */
static const char stretch_indexes[] =
    "CREATE INDEX temp.open_stretch_by_end"
    " ON open_stretch (repo_id, kind, ended_at);"
    "CREATE INDEX temp.open_stretch_by_creation"
    " ON open_stretch (repo_id, kind, created_at);"
    "CREATE INDEX temp.open_stretch_by_item"
    " ON open_stretch (repo_id, number);";

/* One item and its events; grows to the longest history. */
struct replay {
	struct sqlite_engine *engine;
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

		status =
		    sql_insert(replay->engine, replay->insert, values, 9, err);
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

/* One that has vanished is neither open nor closed from then on, as one that
 * became a discussion. */
static bool
add_vanishing(struct replay *replay, int64_t gone_at)
{
	const struct hscan_turn turn = {
	    HSCAN_EVENT_CONVERTED_TO_DISCUSSION, gone_at, INT64_MAX};

	return gone_at == HSCAN_NEVER || add_turn(replay, &turn);
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
		if (!add_vanishing(replay, int_or_never(row, 9)))
			return hscan_no_memory(err);
	}
	if (sqlite3_column_type(row, 6) == SQLITE_NULL)
		return HSCAN_OK;
	return add_turn(replay, &turn) ? HSCAN_OK : hscan_no_memory(err);
}

/* Items with their events, an item without one once. */
#define TURNS_SQL \
	"SELECT i.repo_id, i.number, i.kind, i.actor_id, i.created_at," \
	"       i.closed_at, e.kind, e.occurred_at, e.forge_id, i.gone_at" \
	"  FROM temp.ask_repo AS r" \
	" CROSS JOIN temp.v_item AS i ON i.repo_id = r.repo_id" \
	"  LEFT JOIN temp.told_event AS e" \
	"    ON e.repo_id = i.repo_id AND e.number = i.number"

/* Both keep an item together, and are orders of an index. */
static const char turns_by_time[] =
    TURNS_SQL " ORDER BY r.repo_id, i.kind, i.created_at, i.closed_at,"
	      "          i.actor_id, i.gone_at, i.number";
static const char turns_by_number[] = TURNS_SQL " ORDER BY r.repo_id, i.number";

static enum hscan_status
replay_all(
    struct sqlite_engine *engine, const char *turns, struct hscan_error *err)
{
	struct replay replay = {.engine = engine};
	sqlite3_stmt *rows = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	replay.size = 32;
	replay.turns = calloc(replay.size + 1, sizeof(*replay.turns));
	replay.stretches = calloc(replay.size + 2, sizeof(*replay.stretches));
	status =
	    replay.turns && replay.stretches ? HSCAN_OK : hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = sql_statement(engine, turns, &rows, err);
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
	sqlite3_finalize(rows);
	sqlite3_finalize(replay.insert);
	free(replay.turns);
	free(replay.stretches);
	return status;
}

enum hscan_status
sqlite_replay_states(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status = replay_all(engine, turns_by_time, err);

	return status == HSCAN_OK ? sql_run(engine, stretch_indexes, err)
				  : status;
}

enum hscan_status
sqlite_replay_in_order(struct sqlite_engine *engine, struct hscan_error *err)
{
	return replay_all(engine, turns_by_number, err);
}
