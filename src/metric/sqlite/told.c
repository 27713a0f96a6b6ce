/* SPDX-License-Identifier: MIT */
/* What is told of the items, as the views read it. Where REST alone has told of
 * a repository these are the facts as they stand; where others have, too, each
 * fact is one event. An item is united at a time. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/grow.h"
#include "metric/sqlite/internal.h"
#include "metric/unite.h"
#include "store/queries.h"

/* One item and what is told of it; grows to the longest history. */
struct telling {
	struct sqlite_engine *engine;
	sqlite3_stmt *insert, *state;
	struct hscan_told *events; /* owned; room for twice as many */
	size_t len, room;
	struct hscan_arena reasons; /* of these events */
	struct hscan_told_row row;
	bool stateless; /* the row does not say whether it is open */
	int64_t repo_id, number;
	bool begun;
};

/* --- what it comes to --- */

static enum hscan_status
insert_event(struct telling *telling, const struct hscan_told *event,
    struct hscan_error *err)
{
	const int64_t values[] = {telling->repo_id, telling->number,
	    event->kind, event->at, event->id, event->actor_id, event->sources};

	if (sqlite3_bind_text(telling->insert, 8, event->reason.ptr,
		(int)event->reason.len, SQLITE_STATIC) != SQLITE_OK)
		return sql_failed(telling->engine, err);
	return sql_insert(telling->engine, telling->insert, values, 7, err);
}

/* Whether the item is open after all of them, where its row does not say. */
static enum hscan_status
insert_state(struct telling *telling, struct hscan_error *err)
{
	int64_t values[] = {
	    telling->repo_id, telling->number, HSCAN_NEVER, HSCAN_NEVER};
	bool stated = false;

	for (size_t i = 0; i < telling->len; i++) {
		const struct hscan_told *event = &telling->events[i];

		if (event->kind == HSCAN_EVENT_READY_FOR_REVIEW ||
		    event->kind == HSCAN_EVENT_CONVERT_TO_DRAFT)
			continue;
		stated = true;
		if (event->kind == HSCAN_EVENT_MERGED)
			values[3] = event->at;
		else if (event->kind == HSCAN_EVENT_REOPENED)
			values[2] = HSCAN_NEVER;
		else
			values[2] = event->at;
	}
	return stated
		   ? sql_insert(telling->engine, telling->state, values, 4, err)
		   : HSCAN_OK;
}

static enum hscan_status
finish_item(struct telling *telling, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	telling->len =
	    hscan_unite(&telling->row, telling->events, telling->len);
	for (size_t i = 0; i < telling->len && status == HSCAN_OK; i++)
		status = insert_event(telling, &telling->events[i], err);
	if (status == HSCAN_OK && telling->stateless)
		status = insert_state(telling, err);
	telling->len = 0;
	hscan_arena_reset(&telling->reasons);
	return status;
}

/* --- what is told --- */

static int64_t
int_or(sqlite3_stmt *row, int at, int64_t none)
{
	return sqlite3_column_type(row, at) == SQLITE_NULL
		   ? none
		   : sqlite3_column_int64(row, at);
}

static enum hscan_grade
grade_of(int64_t forge_id)
{
	return forge_id > 0    ? HSCAN_GRADE_FORGE
	       : forge_id == 0 ? HSCAN_GRADE_OWN
			       : HSCAN_GRADE_NEAR;
}

/* An event may be told of an item that is not: then all is NULL. */
static void
begin_item(struct telling *telling, sqlite3_stmt *row)
{
	bool there = sqlite3_column_type(row, 8) != SQLITE_NULL;
	int64_t unknown = int_or(row, 12, 0);

	telling->begun = true;
	telling->repo_id = sqlite3_column_int64(row, 0);
	telling->number = sqlite3_column_int64(row, 1);
	telling->stateless = there && (unknown & HSCAN_ITEM_OPEN);
	telling->row = (struct hscan_told_row){
	    .updated_at = int_or(row, 8, 0),
	    .closed_at = int_or(row, 9, HSCAN_NEVER),
	    .open = there && !telling->stateless
			? (enum hscan_tristate)sqlite3_column_int(row, 10)
			: HSCAN_UNKNOWN_YET,
	    .draft = (enum hscan_tristate)int_or(row, 11, HSCAN_UNKNOWN_YET),
	};
}

static enum hscan_status
add_event(struct telling *telling, sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_text reason = sql_text(row, 6);
	struct hscan_told *events = hscan_grow(telling->events, &telling->room,
	    2 * (telling->len + 1), sizeof(*events));
	struct hscan_told event = {
	    .kind = (enum hscan_event_kind)sqlite3_column_int(row, 2),
	    .grade = grade_of(sqlite3_column_int64(row, 4)),
	    .at = sqlite3_column_int64(row, 3),
	    .id = sqlite3_column_int64(row, 4),
	    .actor_id = int_or(row, 5, HSCAN_NEVER),
	    .reason = hscan_arena_dup(&telling->reasons, reason),
	    .sources = (unsigned)int_or(row, 7, 1 << HSCAN_SOURCE_REST),
	};

	if (events)
		telling->events = events;
	if (!events ||
	    (!event.reason.ptr && sqlite3_column_type(row, 6) != SQLITE_NULL))
		return hscan_no_memory(err);
	events[telling->len++] = event;
	return HSCAN_OK;
}

/* The key's order, so that an item is together. */
static const char told_sql[] =
    "SELECT e.repo_id, e.number, e.kind, e.occurred_at, e.forge_id,"
    "       e.actor_id, e.reason, e.sources,"
    "       i.updated_at, i.closed_at, i.open, i.draft, i.unknown"
    "  FROM temp.ask_mixed AS q"
    " CROSS JOIN main.event AS e ON e.repo_id = q.repo_id"
    "  LEFT JOIN main.item AS i"
    "    ON i.repo_id = e.repo_id AND i.number = e.number"
    " ORDER BY q.repo_id, e.number";

static enum hscan_status
tell_row(struct telling *telling, sqlite3_stmt *row, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool same = telling->begun &&
		    telling->repo_id == sqlite3_column_int64(row, 0) &&
		    telling->number == sqlite3_column_int64(row, 1);

	if (telling->begun && !same)
		status = finish_item(telling, err);
	if (!same)
		begin_item(telling, row);
	return status == HSCAN_OK ? add_event(telling, row, err) : status;
}

static enum hscan_status
tell_all(struct telling *telling, struct hscan_error *err)
{
	sqlite3_stmt *rows = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = sql_statement(telling->engine, told_sql, &rows, err);
	if (status == HSCAN_OK)
		status = sql_statement(telling->engine,
		    "INSERT INTO temp.ask_event"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, ?7)",
		    &telling->insert, err);
	if (status == HSCAN_OK)
		status = sql_statement(telling->engine,
		    "INSERT INTO temp.ask_stated VALUES (?, ?, ?, ?)",
		    &telling->state, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW)
		status = tell_row(telling, rows, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(telling->engine, err);
	if (status == HSCAN_OK && telling->begun)
		status = finish_item(telling, err);
	sqlite3_finalize(rows);
	sqlite3_finalize(telling->insert);
	sqlite3_finalize(telling->state);
	return status;
}

static enum hscan_status
unite_events(struct sqlite_engine *engine, struct hscan_error *err)
{
	struct telling telling = {.engine = engine};
	enum hscan_status status;

	hscan_arena_init(&telling.reasons);
	status = tell_all(&telling, err);
	hscan_arena_clear(&telling.reasons);
	free(telling.events);
	return status;
}

/* --- which of the two --- */

static enum hscan_status
run_file(
    struct sqlite_engine *engine, const char *path, struct hscan_error *err)
{
	return sql_run(engine, hscan_query_text(path).ptr, err);
}

static enum hscan_status
find_mixed(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;

	status = sql_run(engine,
	    "INSERT INTO temp.ask_mixed SELECT q.repo_id"
	    "  FROM temp.ask_repo AS q"
	    " WHERE EXISTS (SELECT 1 FROM main.span AS s"
	    "                WHERE s.repo_id = q.repo_id)",
	    err);
	if (status == HSCAN_OK)
		engine->mixed = sqlite3_changes(engine->db) > 0;
	return status;
}

/* Accounts that are known by their login alone are those that go by it. */
static enum hscan_status
resolve_logins(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status =
	    run_file(engine, "prepare/bare-logins.sql", err);

	if (status != HSCAN_OK || sqlite3_changes(engine->db) == 0)
		return status;
	status = run_file(engine, "prepare/resolve-logins.sql", err);
	if (status == HSCAN_OK)
		engine->resolves = sqlite3_changes(engine->db) > 0;
	return status;
}

/* Whether there are items whose rows do not say whether they are open. */
static enum hscan_status
find_stateless(struct sqlite_engine *engine, bool *out, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(engine,
	    "SELECT EXISTS (SELECT 1 FROM temp.ask_mixed AS q"
	    " CROSS JOIN main.item AS i ON i.repo_id = q.repo_id"
	    " WHERE i.unknown & 8 AND i.closed_at IS NULL)",
	    &stmt, err);
	if (status == HSCAN_OK && sqlite3_step(stmt) != SQLITE_ROW)
		status = sql_failed(engine, err);
	if (status == HSCAN_OK)
		*out = sqlite3_column_int(stmt, 0) != 0;
	sqlite3_finalize(stmt);
	return status;
}

/* What mixed repositories need: one event a fact, one number an account. */
static enum hscan_status
tell_mixed(
    struct sqlite_engine *engine, bool *stateless, struct hscan_error *err)
{
	enum hscan_status status =
	    run_file(engine, "prepare/united-events.sql", err);

	if (status == HSCAN_OK)
		status = unite_events(engine, err);
	if (status == HSCAN_OK)
		status = find_stateless(engine, stateless, err);
	if (status == HSCAN_OK)
		status = resolve_logins(engine, err);
	if (status == HSCAN_OK && engine->resolves)
		status = run_file(engine, "prepare/resolve-events.sql", err);
	return status;
}

enum hscan_status
sqlite_tell(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status;
	bool stateless = false;

	status = find_mixed(engine, err);
	if (status == HSCAN_OK)
		status = engine->mixed
			     ? tell_mixed(engine, &stateless, err)
			     : run_file(engine, "prepare/told-events.sql", err);
	if (status == HSCAN_OK)
		status = run_file(engine,
		    stateless || engine->resolves ? "prepare/stated-items.sql"
						  : "prepare/told-items.sql",
		    err);
	if (status == HSCAN_OK)
		status = run_file(engine,
		    engine->resolves ? "prepare/resolved-responses.sql"
				     : "prepare/told-responses.sql",
		    err);
	return status;
}
