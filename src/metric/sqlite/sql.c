/* SPDX-License-Identifier: MIT */
/* SQL of ours: runs statements and binds values by name. */
#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/queries.h"
#include "store/sqlite.h"

enum hscan_status
sql_failed(struct sqlite_engine *engine, struct hscan_error *err)
{
	return hscan_store_failed(
	    engine->db, "the metrics cannot be prepared", err);
}

enum hscan_status
sql_run(struct sqlite_engine *engine, const char *sql, struct hscan_error *err)
{
	enum hscan_status status =
	    sqlite_provide(engine, hscan_text_of(sql), err);

	if (status == HSCAN_OK &&
	    sqlite3_exec(engine->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		status = sql_failed(engine, err);
	return status;
}

enum hscan_status
sql_statement(struct sqlite_engine *engine, const char *sql, sqlite3_stmt **out,
    struct hscan_error *err)
{
	enum hscan_status status =
	    sqlite_provide(engine, hscan_text_of(sql), err);

	if (status == HSCAN_OK &&
	    sqlite3_prepare_v2(engine->db, sql, -1, out, NULL) != SQLITE_OK)
		status = sql_failed(engine, err);
	return status;
}

enum hscan_status
sql_kept(struct sqlite_engine *engine, enum engine_statement which,
    sqlite3_stmt **out, struct hscan_error *err)
{
	static const char *const paths[ENGINE_STATEMENTS] = {
	    [ENGINE_COUNT_DOUBTS] = "prepare/count-doubts.sql",
	    [ENGINE_FORGET_MAINTAINERS] = "lifecycle/maintainers.sql",
	    [ENGINE_ASSOCIATES] = "lifecycle/associates.sql",
	    [ENGINE_NAMED] = "lifecycle/named.sql",
	    [ENGINE_SIGNS] = "lifecycle/signs.sql",
	    [ENGINE_COMMITS] = "lifecycle/commits.sql",
	    [ENGINE_WAITING] = "lifecycle/waiting.sql",
	    [ENGINE_SUSPECTS] = "lifecycle/suspects.sql",
	    [ENGINE_OPEN_ITEMS] = "waiting/items.sql",
	    [ENGINE_WORDS] = "waiting/words.sql",
	    [ENGINE_ROLES] = "prepare/roles.sql",
	};
	enum hscan_status status = HSCAN_OK;

	if (!engine->kept[which])
		status =
		    sql_statement(engine, hscan_query_text(paths[which]).ptr,
			&engine->kept[which], err);
	*out = engine->kept[which];
	return status;
}

void
sql_end(sqlite3_stmt *stmt)
{
	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt);
}

void
sql_drop_kept(struct sqlite_engine *engine)
{
	for (int i = 0; i < ENGINE_STATEMENTS; i++)
		(void)sqlite3_finalize(engine->kept[i]);
}

enum hscan_status
sql_insert(struct sqlite_engine *engine, sqlite3_stmt *stmt,
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
	return rc == SQLITE_DONE ? HSCAN_OK : sql_failed(engine, err);
}

struct hscan_text
sql_text(sqlite3_stmt *row, int column)
{
	struct hscan_text text = {
	    (const char *)sqlite3_column_text(row, column), 0};

	if (text.ptr)
		text.len = (size_t)sqlite3_column_bytes(row, column);
	return text;
}

int
sql_bind(sqlite3_stmt *stmt, const char *name, int64_t value)
{
	return sqlite3_bind_int64(
	    stmt, sqlite3_bind_parameter_index(stmt, name), value);
}

int
sql_bind_text(sqlite3_stmt *stmt, const char *name, struct hscan_text text)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	if (at == 0 || !text.ptr)
		return SQLITE_OK;
	return sqlite3_bind_text(
	    stmt, at, text.ptr, (int)text.len, SQLITE_STATIC);
}
