/* SPDX-License-Identifier: MIT */
/* Who answers faster than people do; see suspects.h. */
#include "metric/suspects.h"

#include "metric/sqlite/internal.h"

static bool
bind_all(
    const struct sqlite_engine *engine, sqlite3_stmt *stmt, int64_t repo_id)
{
	const struct hscan_window *window = &engine->base.scope->windows[0];

	return sql_bind(stmt, ":repo_id", repo_id) == SQLITE_OK &&
	       sql_bind(stmt, ":starts_at", window->start) == SQLITE_OK &&
	       sql_bind(stmt, ":ends_at", window->end) == SQLITE_OK &&
	       sql_bind(stmt, ":quick_s", HSCAN_QUICK_S) == SQLITE_OK &&
	       sql_bind(stmt, ":least", HSCAN_SUSPECT_ANSWERS) == SQLITE_OK &&
	       sql_bind(stmt, ":most", HSCAN_SUSPECTS) == SQLITE_OK;
}

/* False: no memory. */
static bool
take(sqlite3_stmt *row, struct hscan_arena *arena, struct hscan_suspect *out)
{
	*out = (struct hscan_suspect){
	    .login = hscan_arena_dup(arena, sql_text(row, 0)),
	    .answers = sqlite3_column_int64(row, 1),
	    .quick = sqlite3_column_int64(row, 2),
	};
	return out->login.ptr;
}

enum hscan_status
sqlite_suspects(struct hscan_engine *base, int64_t repo_id,
    struct hscan_arena *arena, const struct hscan_suspect **out, size_t *len,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	struct hscan_suspect *found =
	    hscan_arena_alloc(arena, HSCAN_SUSPECTS, sizeof(*found));
	sqlite3_stmt *stmt = NULL;
	size_t count = 0;
	enum hscan_status status;
	int rc = SQLITE_ERROR;

	if (!found)
		return hscan_no_memory(err);
	status = sqlite_need(engine, HSCAN_NEED_COMMENTS, err);
	if (status == HSCAN_OK)
		status = sql_kept(engine, ENGINE_SUSPECTS, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	if (bind_all(engine, stmt, repo_id))
		rc = sqlite3_step(stmt);
	for (; rc == SQLITE_ROW && count < HSCAN_SUSPECTS && status == HSCAN_OK;
	     rc = sqlite3_step(stmt))
		if (!take(stmt, arena, &found[count++]))
			status = hscan_no_memory(err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sql_end(stmt);
	*out = found;
	*len = count;
	return status;
}
