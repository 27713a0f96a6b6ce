/* SPDX-License-Identifier: MIT */
/* Which items and commits a sliced question looks at. */
#include <string.h>

#include "base/glob.h"
#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/queries.h"

/* matches(GLOB, TEXT), without case; 0 where either is NULL. */
static void
matches(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct hscan_text texts[2] = {{NULL, 0}, {NULL, 0}};

	for (int i = 0; i < argc; i++) {
		bool there = sqlite3_value_type(argv[i]) != SQLITE_NULL;

		texts[i].ptr = (const char *)sqlite3_value_text(argv[i]);
		texts[i].len = (size_t)sqlite3_value_bytes(argv[i]);
		if (there && !texts[i].ptr) {
			sqlite3_result_error_nomem(context);
			return;
		}
	}
	sqlite3_result_int(
	    context, texts[0].ptr && texts[1].ptr &&
			 hscan_glob_match_nocase(texts[0], texts[1]));
}

/* Runs one of the INSERTs with the globs of the slice. */
static enum hscan_status
fill(struct sqlite_engine *engine, const char *path, struct hscan_error *err)
{
	const struct hscan_slice *slice = &engine->base.scope->slice;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(engine, hscan_query_text(path).ptr, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	if (sql_bind_text(stmt, ":author", slice->author) != SQLITE_OK ||
	    sql_bind_text(stmt, ":base", slice->base) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
fill_labels(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_slice *slice = &engine->base.scope->slice;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sql_statement(engine,
	    "INSERT OR IGNORE INTO temp.ask_label VALUES (:label)", &stmt, err);
	for (size_t i = 0; i < slice->labels_len && status == HSCAN_OK; i++) {
		if (sql_bind_text(stmt, ":label", slice->labels[i]) !=
			SQLITE_OK ||
		    sqlite3_step(stmt) != SQLITE_DONE)
			status = sql_failed(engine, err);
		(void)sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	return status;
}

bool
sqlite_slices_items(const struct sqlite_engine *engine)
{
	const struct hscan_slice *slice = &engine->base.scope->slice;

	return slice->labels_len > 0 || slice->author.ptr || slice->base.ptr;
}

enum hscan_status
sqlite_slice(struct sqlite_engine *engine, struct hscan_error *err)
{
	bool items = sqlite_slices_items(engine);
	bool commits = engine->base.scope->slice.author.ptr != NULL;
	enum hscan_status status = HSCAN_OK;

	if (items && sqlite3_create_function_v2(engine->db, "matches", 2,
			 SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, matches,
			 NULL, NULL, NULL) != SQLITE_OK)
		return sql_failed(engine, err);
	if (items)
		status = fill_labels(engine, err);
	if (items && status == HSCAN_OK)
		status = fill(engine, "prepare/slice-items.sql", err);
	if (commits && status == HSCAN_OK)
		status = fill(engine, "prepare/slice-authors.sql", err);
	if (status != HSCAN_OK)
		return status;
	if (commits)
		return sql_run(
		    engine, "INSERT INTO temp.ask_slice VALUES (1, 1, 0)", err);
	return sql_run(engine,
	    items ? "INSERT INTO temp.ask_slice VALUES (1, 0, 0)"
		  : "INSERT INTO temp.ask_slice VALUES (0, 0, 0)",
	    err);
}
