/* SPDX-License-Identifier: MIT */
/* Asks for the signs of life of one repository; see signs.h. */
#include "metric/signs.h"

#include <healthscan/repo.h>

#include "metric/sqlite/internal.h"

/* Adds maintainers, or forgets those of the one before; `login` is absent where
 * the statement names none. */
static enum hscan_status
add_maintainers(struct sqlite_engine *engine, enum engine_statement which,
    int64_t repo_id, struct hscan_text login, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc;

	status = sql_kept(engine, which, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	rc = which == ENGINE_FORGET_MAINTAINERS
		 ? SQLITE_OK
		 : sql_bind(stmt, ":repo_id", repo_id);
	if (rc == SQLITE_OK)
		rc = sql_bind_text(stmt, ":login", login);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sql_end(stmt);
	return status;
}

static enum hscan_status
find_maintainers(struct sqlite_engine *engine, int64_t repo_id,
    const struct hscan_text *logins, size_t len, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	enum hscan_status status;

	status = add_maintainers(
	    engine, ENGINE_FORGET_MAINTAINERS, repo_id, none, err);
	if (status == HSCAN_OK)
		status = add_maintainers(
		    engine, ENGINE_ASSOCIATES, repo_id, none, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = add_maintainers(
		    engine, ENGINE_NAMED, repo_id, logins[i], err);
	return status;
}

static int64_t
time_at(sqlite3_stmt *row, int column)
{
	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return HSCAN_NEVER;
	return sqlite3_column_int64(row, column);
}

static enum hscan_status
read_signs(struct sqlite_engine *engine, int64_t repo_id, int64_t end,
    struct hscan_signs *out, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status = sql_kept(engine, ENGINE_SIGNS, &stmt, err);

	if (status != HSCAN_OK)
		return status;
	if (sql_bind(stmt, ":repo_id", repo_id) != SQLITE_OK ||
	    sql_bind(stmt, ":ends_at", end) != SQLITE_OK ||
	    sql_bind(stmt, ":recent_at", end - HSCAN_LIFE_RECENT_S) !=
		SQLITE_OK ||
	    sql_bind(stmt, ":year_at", end - HSCAN_LIFE_YEAR_S) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		status = sql_failed(engine, err);
	else
		*out = (struct hscan_signs){
		    .last_commit = time_at(stmt, 0),
		    .recent_commits = sqlite3_column_int64(stmt, 1),
		    .last_merge = time_at(stmt, 2),
		    .last_release = time_at(stmt, 3),
		    .year_releases = sqlite3_column_int64(stmt, 4),
		    .last_reply = time_at(stmt, 5),
		    .year_replies = sqlite3_column_int64(stmt, 6),
		    .last_untold = time_at(stmt, 7),
		};
	sql_end(stmt);
	return status;
}

enum hscan_status
sqlite_signs(struct hscan_engine *base, int64_t repo_id, int64_t end,
    const struct hscan_text *logins, size_t len, struct hscan_signs *out,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	enum hscan_status status;

	status = find_maintainers(engine, repo_id, logins, len, err);
	if (status == HSCAN_OK)
		status = read_signs(engine, repo_id, end, out, err);
	return status;
}
