/* SPDX-License-Identifier: MIT */
/* Prepared statements of the store, and the binding of their values. */
#include "store/internal.h"

#include <limits.h>

#include "store/queries.h"

static const char *const statement_paths[STORE_STATEMENTS] = {
    [STORE_PUT_REPO] = "store/put-repo.sql",
    [STORE_FIND_REPO] = "store/find-repo.sql",
    [STORE_PUT_ACCOUNT] = "store/put-account.sql",
    [STORE_PUT_ITEM] = "store/put-item.sql",
    [STORE_PUT_EVENT] = "store/put-event.sql",
    [STORE_PUT_RELEASE] = "store/put-release.sql",
    [STORE_PUT_STREAM] = "store/put-stream.sql",
    [STORE_GET_STREAM] = "store/get-stream.sql",
    [STORE_COUNT_ROWS] = "store/count-rows.sql",
    [STORE_PUT_GIT_HEAD] = "store/put-git-head.sql",
    [STORE_GET_GIT_HEAD] = "store/get-git-head.sql",
    [STORE_PUT_GIT_AUTHOR] = "store/put-git-author.sql",
    [STORE_GIT_AUTHORS] = "store/git-authors.sql",
    [STORE_MAP_GIT_AUTHOR] = "store/map-git-author.sql",
    [STORE_PUT_GIT_COMMIT] = "store/put-git-commit.sql",
    [STORE_KNOWN_GIT_COMMIT] = "store/known-git-commit.sql",
    [STORE_FORGET_GIT_COMMITS] = "store/forget-git-commits.sql",
    [STORE_FORGET_GIT_AUTHORS] = "store/forget-git-authors.sql",
    [STORE_PUT_RESPONSE] = "store/put-response.sql",
    [STORE_FILE_VERSION] = "store/file-version.sql",
    [STORE_HAS_LABELS] = "store/has-labels.sql",
    [STORE_DROP_LABELS] = "store/drop-labels.sql",
    [STORE_PUT_LABEL] = "store/put-label.sql",
    [STORE_PUT_BASE] = "store/put-base.sql",
    [STORE_FILL_MERGE] = "store/fill-merge.sql",
    [STORE_SETTLE_BY_BASE] = "store/settle-by-base.sql",
    [STORE_SETTLE_BY_EVENT] = "store/settle-by-event.sql",
    [STORE_COUNT_UNTOLD] = "store/count-untold.sql",
    [STORE_PUT_DETAIL] = "store/put-detail.sql",
    [STORE_UNREAD_PULLS] = "store/unread-pulls.sql",
    [STORE_COUNT_UNREAD] = "store/count-unread.sql",
    [STORE_DROP_TAGS] = "store/drop-tags.sql",
    [STORE_EACH_REPO] = "store/each-repo.sql",
    [STORE_GET_REPO] = "store/get-repo.sql",
    [STORE_FIRST_COMMIT] = "store/first-commit.sql",
    [STORE_ACTORS] = "store/actors.sql",
    [STORE_PUT_TAG] = "store/put-tag.sql",
    [STORE_GET_ALERT_RUN] = "store/get-alert-run.sql",
    [STORE_PUT_ALERT_RUN] = "store/put-alert-run.sql",
    [STORE_GET_ALERT] = "store/get-alert.sql",
    [STORE_PUT_ALERT] = "store/put-alert.sql",
    [STORE_GET_TURN] = "store/get-turn.sql",
    [STORE_PUT_TURN] = "store/put-turn.sql",
    [STORE_PUT_NOTIFICATION] = "store/put-notification.sql",
    [STORE_DROP_NOTIFICATION] = "store/drop-notification.sql",
    [STORE_NEXT_NOTIFICATION] = "store/next-notification.sql",
    [STORE_PUT_NOTIFIED] = "store/put-notified.sql",
    [STORE_DROP_TURN] = "store/drop-turn.sql",
    [STORE_EACH_TURN] = "store/each-turn.sql",
    [STORE_GET_PASSED] = "store/get-passed.sql",
    [STORE_PUT_PASSED] = "store/put-passed.sql",
    [STORE_PRUNE_PASSED] = "store/prune-passed.sql",
    [STORE_FILE_FACTS] = "store/file-facts.sql",
    [STORE_PRUNE] = "store/prune.sql",
    [STORE_LIST_REPOS] = "store/list-repos.sql",
    [STORE_NAME_REPOS] = "store/name-repos.sql",
    [STORE_COUNT_ITEMS] = "store/count-items.sql",
    [STORE_COUNT_COMMENTS] = "store/count-comments.sql",
    [STORE_COUNT_REVIEWS] = "store/count-reviews.sql",
    [STORE_MARK_SWEPT] = "store/mark-swept.sql",
    [STORE_PUT_GONE] = "store/put-gone.sql",
    [STORE_UNSWEPT] = "store/unswept.sql",
    [STORE_PUT_LISTED_COMMIT] = "store/put-listed-commit.sql",
    [STORE_NEXT_WALK] = "store/next-walk.sql",
    [STORE_DROP_UNLISTED] = "store/drop-unlisted.sql",
    [STORE_GET_LISTING] = "store/get-listing.sql",
    [STORE_PUT_LISTING] = "store/put-listing.sql",
    [STORE_FORGET_LISTED_COMMITS] = "store/forget-listed-commits.sql",
    [STORE_FORGET_LISTED_STREAMS] = "store/forget-listed-streams.sql",
    [STORE_COUNT_LISTED] = "store/count-listed.sql",
    [STORE_PUT_NAME] = "store/put-name.sql",
    [STORE_END_NAME] = "store/end-name.sql",
    [STORE_GET_NAME] = "store/get-name.sql",
    [STORE_FIND_NUMBER] = "store/find-number.sql",
    [STORE_PRUNE_NAMES] = "store/prune-names.sql",
    [STORE_FORGET_NAMES] = "store/forget-names.sql",
    [STORE_ITEM_KIND] = "store/item-kind.sql",
    [STORE_PUT_DOUBT] = "store/put-doubt.sql",
    [STORE_CLEAR_DOUBT] = "store/clear-doubt.sql",
    [STORE_CLEAR_ITEM_DOUBTS] = "store/clear-item-doubts.sql",
    [STORE_CLEAR_NEW_DOUBTS] = "store/clear-new-doubts.sql",
    [STORE_HAS_DOUBTS] = "store/has-doubts.sql",
    [STORE_EACH_DOUBT] = "store/each-doubt.sql",
    [STORE_ASK_DOUBTS] = "store/ask-doubts.sql",
    [STORE_COUNT_DOUBTS] = "store/count-doubts.sql",
    [STORE_KNOWS_DETAILS] = "store/knows-details.sql",
    [STORE_GET_DIGEST] = "store/get-digest.sql",
    [STORE_PUT_DIGEST] = "store/put-digest.sql",
    [STORE_FORGET_DIGESTS] = "store/forget-digests.sql",
    [STORE_DIGEST_REPOS] = "store/digest-repos.sql",
};

struct store_call
store_call_of(struct hscan_store *store, sqlite3_stmt **stmt, const char *path)
{
	struct store_call call = {.store = store, .rc = SQLITE_OK};

	if (!*stmt) {
		struct hscan_text sql = hscan_query_text(path);

		call.rc = sqlite3_prepare_v3(store->db, sql.ptr, (int)sql.len,
		    SQLITE_PREPARE_PERSISTENT, stmt, NULL);
	}
	call.stmt = *stmt;
	return call;
}

struct store_call
store_call_begin(struct hscan_store *store, enum store_statement which)
{
	struct store_call call = store_call_of(
	    store, &store->statements[which], statement_paths[which]);

	call.which = which;
	if (call.rc == SQLITE_OK)
		store_digest_begin(&call);
	return call;
}

static void
bound(struct store_call *call, int rc)
{
	if (call->rc == SQLITE_OK)
		call->rc = rc;
}

/* What was bound, as the number of a column; see digest.c. */
static void
note(const struct store_call *call, uint64_t value)
{
	int column = call->writer->column[call->at - 1];

	if (column >= 0)
		call->store->row.values[column] = value;
}

void
store_bind_i64(struct store_call *call, int64_t value)
{
	bound(call, sqlite3_bind_int64(call->stmt, ++call->at, value));
	if (!call->writer)
		return;
	if (call->at == call->writer->repo_at)
		call->store->row.repo_id = value;
	note(call, store_digest_integer(value));
}

void
store_bind_double(struct store_call *call, double value)
{
	bound(call, sqlite3_bind_double(call->stmt, ++call->at, value));
	if (call->writer)
		note(call, store_digest_real(value));
}

void
store_bind_null(struct store_call *call)
{
	bound(call, sqlite3_bind_null(call->stmt, ++call->at));
}

void
store_bind_time(struct store_call *call, int64_t value)
{
	if (value == HSCAN_NEVER)
		store_bind_null(call);
	else
		store_bind_i64(call, value);
}

void
store_bind_id(struct store_call *call, int64_t id)
{
	if (id == 0)
		store_bind_null(call);
	else
		store_bind_i64(call, id);
}

void
store_bind_text(struct store_call *call, struct hscan_text text)
{
	/* The text outlives the call: no copy. */
	bound(call, sqlite3_bind_text64(call->stmt, ++call->at, text.ptr,
			text.len, SQLITE_STATIC, SQLITE_UTF8));
	if (call->writer && text.ptr)
		note(call, hscan_mix_bytes(text.ptr, text.len));
}

void
store_bind_blob(struct store_call *call, const void *bytes, size_t len)
{
	bound(call, sqlite3_bind_blob64(
			call->stmt, ++call->at, bytes, len, SQLITE_STATIC));
	if (call->writer && bytes)
		note(call, hscan_mix_bytes(bytes, len));
}

bool
store_call_row(struct store_call *call)
{
	if (call->rc != SQLITE_OK && call->rc != SQLITE_ROW)
		return false;
	if (call->rc == SQLITE_OK && call->writer)
		store_digest_run(call);
	if (call->rc == SQLITE_OK || call->rc == SQLITE_ROW)
		call->rc = sqlite3_step(call->stmt);
	return call->rc == SQLITE_ROW;
}

enum hscan_status
store_call_end(
    struct store_call *call, const char *doing, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (call->rc == SQLITE_OK)
		while (store_call_row(call))
			;
	/* There is none when it could not even be prepared, and to clear that
	 * would crash. */
	if (call->stmt) {
		int rc = sqlite3_reset(call->stmt);

		/* A column may not have found the memory for its text. */
		if (rc != SQLITE_OK)
			call->rc = rc;
		if (!call->writer)
			(void)sqlite3_clear_bindings(call->stmt);
	}
	if (call->rc != SQLITE_DONE && call->rc != SQLITE_ROW)
		status = store_failed_as(call->store->db, call->rc, doing, err);
	return call->writer ? store_digest_done(call, status, err) : status;
}

enum hscan_status
store_keep(
    struct hscan_arena *arena, struct hscan_text *text, struct hscan_error *err)
{
	struct hscan_text copy = hscan_arena_dup(arena, *text);

	if (text->ptr && !copy.ptr)
		return hscan_no_memory(err);
	*text = copy;
	return HSCAN_OK;
}

enum hscan_status
store_run_all(struct hscan_store *store, int64_t repo_id,
    const enum store_statement *steps, size_t len, const char *doing,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct store_call call = store_call_begin(store, steps[i]);

		store_bind_i64(&call, repo_id);
		status = store_call_end(&call, doing, err);
	}
	return status;
}

int64_t
store_time(sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return HSCAN_NEVER;
	return sqlite3_column_int64(stmt, column);
}

struct hscan_text
store_text(sqlite3_stmt *stmt, int column)
{
	struct hscan_text text = {
	    (const char *)sqlite3_column_text(stmt, column), 0};

	if (text.ptr)
		text.len = (size_t)sqlite3_column_bytes(stmt, column);
	return text;
}
