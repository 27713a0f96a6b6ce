/* SPDX-License-Identifier: MIT */
/* Who looks after one repository, as the forge and the user say. */
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

enum hscan_status
sqlite_find_maintainers(struct sqlite_engine *engine, int64_t repo_id,
    const struct hscan_text *logins, size_t logins_len, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	enum hscan_status status;

	status = add_maintainers(
	    engine, ENGINE_FORGET_MAINTAINERS, repo_id, none, err);
	if (status == HSCAN_OK)
		status = add_maintainers(
		    engine, ENGINE_ASSOCIATES, repo_id, none, err);
	for (size_t i = 0; i < logins_len && status == HSCAN_OK; i++)
		status = add_maintainers(
		    engine, ENGINE_NAMED, repo_id, logins[i], err);
	return status;
}
