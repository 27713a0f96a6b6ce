/* SPDX-License-Identifier: MIT */
/* What the store holds, and getting rid of it. */
#include "store/internal.h"

#include "store/queries.h"

enum hscan_status
hscan_store_list_repos(struct hscan_store *store, hscan_held_fn *take,
    void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_LIST_REPOS);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call)) {
		const struct hscan_held held = {
		    .host = store_text(call.stmt, 0),
		    .full_name = store_text(call.stmt, 1),
		    .items = sqlite3_column_int64(call.stmt, 2),
		    .events = sqlite3_column_int64(call.stmt, 3),
		    .responses = sqlite3_column_int64(call.stmt, 4),
		    .commits = sqlite3_column_int64(call.stmt, 5),
		    .synced_at =
			sqlite3_column_type(call.stmt, 6) == SQLITE_NULL
			    ? HSCAN_NEVER
			    : sqlite3_column_int64(call.stmt, 6),
		};

		status = take(&held, payload, err);
	}
	ended = store_call_end(&call, "cannot list the repositories",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Runs a text of several statements, of which each may name :repo_id. */
static int
run_each(sqlite3 *db, struct hscan_text sql, int64_t repo_id)
{
	const char *rest = sql.ptr, *end = sql.ptr + sql.len;
	int rc = SQLITE_OK;

	while (rc == SQLITE_OK && rest < end) {
		sqlite3_stmt *stmt = NULL;
		int at;

		rc = sqlite3_prepare_v2(
		    db, rest, (int)(end - rest), &stmt, &rest);
		if (rc != SQLITE_OK || !stmt)
			break;
		at = sqlite3_bind_parameter_index(stmt, ":repo_id");
		if (at > 0)
			rc = sqlite3_bind_int64(stmt, at, repo_id);
		if (rc == SQLITE_OK && sqlite3_step(stmt) != SQLITE_DONE)
			rc = sqlite3_errcode(db);
		(void)sqlite3_finalize(stmt);
	}
	return rc;
}

enum hscan_status
hscan_store_forget(struct hscan_store *store, int64_t repo_id, int64_t *rows,
    struct hscan_error *err)
{
	int64_t before = sqlite3_total_changes(store->db);
	enum hscan_status status = hscan_store_begin(store, err);
	int rc;

	if (status != HSCAN_OK)
		return status;
	rc = run_each(store->db, hscan_query_text("store/forget.sql"), repo_id);
	if (rc != SQLITE_OK)
		status = hscan_fail(err, HSCAN_ESTORE,
		    "cannot forget the repository: %s; nothing was removed",
		    sqlite3_errmsg(store->db));
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	*rows = sqlite3_total_changes(store->db) - before;
	return status;
}
