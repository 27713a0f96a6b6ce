/* SPDX-License-Identifier: MIT */
/* Who told the rows that a number is made of. */
#include "metric/sqlite/internal.h"
#include "store/queries.h"

static enum hscan_status
is_mixed(struct sqlite_engine *engine, int64_t repo_id, bool *out,
    struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_ERROR;

	status = sql_statement(engine,
	    "SELECT 1 FROM temp.ask_mixed WHERE repo_id = :repo_id", &stmt,
	    err);
	if (status == HSCAN_OK &&
	    sql_bind(stmt, ":repo_id", repo_id) == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (status == HSCAN_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	if (status == HSCAN_OK)
		*out = rc == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return status;
}

/* Whether the events of an item, and the answers to it, are among what the
 * metric reads. */
static bool
bind_needs(const struct sqlite_engine *engine,
    const struct hscan_metric *metric, sqlite3_stmt *stmt)
{
	const unsigned answers = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	bool replays = engine->base.scope->history_events &&
		       (metric->needs & HSCAN_NEED_STATE);
	/* Answers are waited for while nothing is a draft. */
	bool events =
	    replays || (metric->needs & (HSCAN_NEED_EVENTS | answers));

	return sql_bind(stmt, ":events", events) == SQLITE_OK &&
	       sql_bind(stmt, ":answers", (metric->needs & answers) != 0) ==
		   SQLITE_OK;
}

enum hscan_status
sqlite_open_sources(struct sqlite_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id, sqlite3_stmt **out,
    struct hscan_error *err)
{
	bool item = metric->subject == HSCAN_SUBJECT_ITEM, mixed = false;
	enum hscan_status status = HSCAN_OK;
	sqlite3_stmt *stmt = NULL;

	*out = NULL;
	if (!engine->mixed ||
	    (!item && metric->subject != HSCAN_SUBJECT_RELEASE))
		return HSCAN_OK;
	status = is_mixed(engine, repo_id, &mixed, err);
	if (status != HSCAN_OK || !mixed)
		return status;
	status = sql_statement(engine,
	    hscan_query_text(item ? "prepare/item-sources.sql"
				  : "prepare/release-sources.sql")
		.ptr,
	    &stmt, err);
	if (status == HSCAN_OK &&
	    (sql_bind(stmt, ":repo_id", repo_id) != SQLITE_OK ||
		(item && !bind_needs(engine, metric, stmt))))
		status = sql_failed(engine, err);
	if (status == HSCAN_OK)
		*out = stmt;
	else
		sqlite3_finalize(stmt);
	return status;
}

unsigned
sqlite_sources(sqlite3_stmt *stmt, sqlite3_value *subject, int *rc)
{
	int at = sqlite3_bind_parameter_index(stmt, ":subject");

	(void)sqlite3_reset(stmt);
	*rc = sqlite3_bind_value(stmt, at, subject);
	if (*rc == SQLITE_OK)
		*rc = sqlite3_step(stmt);
	return *rc == SQLITE_ROW ? (unsigned)sqlite3_column_int(stmt, 0) : 0;
}
