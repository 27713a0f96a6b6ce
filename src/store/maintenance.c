/* SPDX-License-Identifier: MIT */
/* What the store holds, and getting rid of it. */
#include "base/text.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/queries.h"

/* Goes on to the repository in a list of bytes in the same order. Its size;
 * -1 without such a list, or where another process has changed it. `*rc` is
 * how that went. */
static int64_t
bytes_of(sqlite3_stmt *sizes, int64_t repo_id, int *rc)
{
	if (!sizes)
		return -1;
	*rc = sqlite3_step(sizes);
	if (*rc != SQLITE_ROW || sqlite3_column_int64(sizes, 0) != repo_id)
		return -1;
	return sqlite3_column_int64(sizes, 1);
}

enum hscan_status
hscan_store_list_repos(struct hscan_store *store, hscan_held_fn *take,
    void *payload, struct hscan_error *err)
{
	struct hscan_text sql = hscan_query_text("store/repo-bytes.sql");
	struct store_call call = store_call_begin(store, STORE_LIST_REPOS);
	enum hscan_status status = HSCAN_OK, ended;
	sqlite3_stmt *sizes = NULL;
	int rc;

	/* Not every SQLite can tell. */
	rc = sqlite3_prepare_v2(store->db, sql.ptr, (int)sql.len, &sizes, NULL);
	if (rc == SQLITE_NOMEM)
		status = hscan_no_memory(err);
	while (status == HSCAN_OK && store_call_row(&call)) {
		const struct hscan_held held = {
		    .host = store_text(call.stmt, 0),
		    .full_name = store_text(call.stmt, 1),
		    .items = sqlite3_column_int64(call.stmt, 2),
		    .events = sqlite3_column_int64(call.stmt, 3),
		    .responses = sqlite3_column_int64(call.stmt, 4),
		    .commits = sqlite3_column_int64(call.stmt, 5),
		    .synced_at = store_time(call.stmt, 6),
		    .bytes = bytes_of(
			sizes, sqlite3_column_int64(call.stmt, 7), &rc),
		};

		status = rc == SQLITE_NOMEM ? hscan_no_memory(err)
					    : take(&held, payload, err);
	}
	(void)sqlite3_finalize(sizes);
	ended = store_call_end(&call, "cannot list the repositories",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_name_repos(struct hscan_store *store, hscan_repo_name_fn *take,
    void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_NAME_REPOS);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call))
		status = take(store_text(call.stmt, 0),
		    store_text(call.stmt, 1), payload, err);
	ended = store_call_end(&call, "cannot list the repositories",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_each_number(struct hscan_store *store, const char *host,
    hscan_store_number_fn *take, void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_NUMBER);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_text(&call, ":host", hscan_text_of(host));
	while (status == HSCAN_OK && store_call_row(&call))
		status = take(sqlite3_column_int64(call.stmt, 0),
		    store_text(call.stmt, 1), payload, err);
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
		if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_DONE)
			rc = SQLITE_OK;
		(void)sqlite3_finalize(stmt);
	}
	return rc;
}

static const char forgot_nothing[] = "nothing of the repository was forgotten";

static enum hscan_status
drop_unused(struct hscan_store *store, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PRUNE);

	store_forget_accounts(store);
	return store_call_end(&call, "cannot remove unused accounts", err);
}

static enum hscan_status
drop_names(struct hscan_store *store, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PRUNE_NAMES);

	return store_call_end(&call, "cannot remove unused names", err);
}

/* While the repository is still there. */
static enum hscan_status
forget_names(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FORGET_NAMES);

	store_bind_i64(&call, ":repo_id", repo_id);
	return store_call_end(&call, forgot_nothing, err);
}

/* Those of others may have changed. `*rows` are counted, and these are none. */
static enum hscan_status
forget_digests(struct hscan_store *store, int64_t repo_id, int64_t *rows,
    struct hscan_error *err)
{
	int64_t before = sqlite3_total_changes(store->db);
	enum hscan_status status = store_digest_flush(store, err);
	struct store_call call;

	if (status != HSCAN_OK)
		return status;
	store_digest_forget(store);
	store_forget_mixed(store);
	call = store_statement_begin(store, STORE_FORGET_DIGESTS);
	store_bind_i64(&call, ":repo_id", repo_id);
	status = store_statement_end(&call, forgot_nothing, err);
	*rows -= sqlite3_total_changes(store->db) - before;
	return status;
}

/* A delivery of what is forgotten may be sent again, and then is not known.
 * `*rows`: as above. */
static enum hscan_status
forget_deliveries(
    struct hscan_store *store, int64_t *rows, struct hscan_error *err)
{
	int64_t before = sqlite3_total_changes(store->db);
	enum hscan_status status =
	    hscan_store_drop_deliveries(store, INT64_MAX, err);

	*rows -= sqlite3_total_changes(store->db) - before;
	return status;
}

static enum hscan_status
forget_rows(struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	int rc =
	    run_each(store->db, hscan_query_text("store/forget.sql"), repo_id);

	return rc == SQLITE_OK
		   ? HSCAN_OK
		   : store_failed_as(store->db, rc, forgot_nothing, err);
}

enum hscan_status
hscan_store_forget(struct hscan_store *store, int64_t repo_id,
    const struct hscan_heirs *heirs, int64_t *rows, struct hscan_error *err)
{
	int64_t count = 0, left = 0;
	enum hscan_status status = hscan_store_begin(store, err);

	if (status != HSCAN_OK)
		return status;
	if (heirs)
		status = store_leave_groups(store, repo_id, heirs, &left, err);
	/* What was left to others goes here, but is not gone. */
	count = -(int64_t)sqlite3_total_changes(store->db) - left;
	if (status == HSCAN_OK)
		status = forget_names(store, repo_id, err);
	if (status == HSCAN_OK)
		status = forget_deliveries(store, &count, err);
	if (status == HSCAN_OK)
		status = forget_digests(store, repo_id, &count, err);
	if (status == HSCAN_OK)
		status = forget_rows(store, repo_id, err);
	if (status == HSCAN_OK)
		status = drop_unused(store, err);
	count += sqlite3_total_changes(store->db);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status == HSCAN_OK)
		*rows = count;
	else
		hscan_store_rollback(store);
	return status;
}

/* --- the file --- */

enum hscan_status
hscan_store_facts(struct hscan_store *store, struct hscan_store_facts *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FILE_FACTS);
	struct hscan_store_facts facts = {0};
	enum hscan_status status;

	if (store_call_row(&call)) {
		struct hscan_text mode = store_text(call.stmt, 4);
		size_t len = mode.len < sizeof(facts.journal_mode)
				 ? mode.len
				 : sizeof(facts.journal_mode) - 1;

		facts.schema = sqlite3_column_int64(call.stmt, 0);
		facts.page_size = sqlite3_column_int64(call.stmt, 1);
		facts.pages = sqlite3_column_int64(call.stmt, 2);
		facts.free_pages = sqlite3_column_int64(call.stmt, 3);
		if (len > 0)
			memcpy(facts.journal_mode, mode.ptr, len);
	}
	status = store_call_end(&call, "cannot look at the store", err);
	if (status == HSCAN_OK)
		*out = facts;
	return status;
}

/* Copies everything in one step. A writer is waited for as long as elsewhere.
 */
static int
copy_to(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int rc = SQLITE_DONE;

	if (backup)
		rc = sqlite3_backup_step(backup, -1);
	return !backup || sqlite3_backup_finish(backup) != SQLITE_OK
		   ? sqlite3_errcode(to)
		   : rc;
}

/* Nobody else may read it, and nothing that is there is written over. */
static enum hscan_status
make_file(const char *path, struct hscan_error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot write the copy %s: %s; name another file", path,
		    strerror(errno));
	(void)close(fd);
	return HSCAN_OK;
}

enum hscan_status
hscan_store_backup(
    struct hscan_store *store, const char *path, struct hscan_error *err)
{
	sqlite3 *copy = NULL;
	enum hscan_status status = make_file(path, err);
	int rc;

	if (status != HSCAN_OK)
		return status;
	rc = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE, NULL);
	if (rc == SQLITE_OK)
		rc = copy_to(store->db, copy);
	if ((rc & 0xFF) == SQLITE_NOMEM)
		status = hscan_no_memory(err);
	else if (rc != SQLITE_DONE)
		status = hscan_fail(err, HSCAN_EIO,
		    "cannot write the copy %s: %s; look for room on the disk",
		    path, copy ? sqlite3_errmsg(copy) : sqlite3_errstr(rc));
	(void)sqlite3_close(copy);
	if (status == HSCAN_OK)
		status = hscan_store_unchanged(store, err);
	if (status != HSCAN_OK)
		(void)unlink(path);
	return status;
}

enum hscan_status
hscan_store_prune(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = drop_unused(store, err);

	if (status == HSCAN_OK)
		status = drop_names(store, err);
	if (status != HSCAN_OK)
		return status;
	/* The second gives back what the log still holds. */
	if (sqlite3_exec(store->db, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
		NULL, NULL, NULL) != SQLITE_OK)
		return hscan_store_failed(
		    store->db, "cannot prune the store", err);
	return HSCAN_OK;
}

const char *
hscan_store_library(void)
{
	return sqlite3_libversion();
}
