/* SPDX-License-Identifier: MIT */
/* Counts what could not be read. */
#include "metric/sqlite/internal.h"

static bool
bind_all(struct sqlite_engine *engine, sqlite3_stmt *stmt,
    const struct hscan_metric *metric, int64_t repo_id,
    const struct hscan_window *window)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	unsigned needs = metric->needs;
	const struct {
		const char *name;
		bool value;
	} flags[] = {
	    {":issues", needs & HSCAN_NEED_ISSUES},
	    {":pulls", needs & HSCAN_NEED_PULLS},
	    {":releases", needs & HSCAN_NEED_RELEASES},
	    {":events",
		(needs & (HSCAN_NEED_EVENTS | HSCAN_NEED_REVIEWS)) ||
		    (scope->history_events && (needs & HSCAN_NEED_STATE))},
	    {":comments", needs & (HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS)},
	    {":reviews", needs & HSCAN_NEED_REVIEWS},
	    {":contributions", needs & HSCAN_NEED_CONTRIBUTIONS},
	    {":documentation", needs & HSCAN_NEED_DOCS},
	    {":based", scope->slice.base.ptr != NULL},
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (sql_bind(stmt, flags[i].name, flags[i].value) != SQLITE_OK)
			return false;
	return sql_bind(stmt, ":repo_id", repo_id) == SQLITE_OK &&
	       sql_bind(stmt, ":starts_at", window->start) == SQLITE_OK &&
	       sql_bind(stmt, ":ends_at", window->end) == SQLITE_OK;
}

enum hscan_status
sqlite_missing(struct hscan_engine *base, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, struct hscan_engine_missing *out,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	const struct hscan_window *window =
	    &base->scope->windows[place->window_no];
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	if (!engine->doubted)
		return HSCAN_OK;
	status = sql_kept(engine, ENGINE_COUNT_DOUBTS, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	if (bind_all(engine, stmt, metric, place->repo_id, window) &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		*out = (struct hscan_engine_missing){
		    .samples = sqlite3_column_int64(stmt, 0),
		    .any_number = sqlite3_column_int64(stmt, 1) > 0,
		    .changed = sqlite3_column_int64(stmt, 2),
		};
	else
		status = sql_failed(engine, err);
	sql_end(stmt);
	return status;
}
