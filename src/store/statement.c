/* SPDX-License-Identifier: MIT */
/* Prepared statements of the store, and the binding of their values by name. */
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
    [STORE_PUT_MAINTAINER] = "store/put-maintainer.sql",
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
    [STORE_MISSED] = "store/missed.sql",
    [STORE_UNREAD_OPEN] = "store/unread-open.sql",
    [STORE_EACH_PRINT] = "store/each-print.sql",
    [STORE_EACH_NAME] = "store/each-name.sql",
    [STORE_UNITE_NAME] = "store/unite-name.sql",
    [STORE_UNITE_ACCOUNT] = "store/unite-account.sql",
    [STORE_UNITE_REMOVAL] = "store/unite-removal.sql",
    [STORE_UNITE_DETAIL] = "store/unite-detail.sql",
    [STORE_UNITE_GIT_COMMIT] = "store/unite-git-commit.sql",
    [STORE_DROP_GIT_COMMIT] = "store/drop-git-commit.sql",
    [STORE_DROP_GIT_HEAD] = "store/drop-git-head.sql",
    [STORE_LEAVE_ALERT_RUN] = "store/leave-alert-run.sql",
    [STORE_LEAVE_ALERT] = "store/leave-alert.sql",
    [STORE_LEAVE_ALERT_TURN] = "store/leave-alert-turn.sql",
    [STORE_LEAVE_NOTIFICATION] = "store/leave-notification.sql",
    [STORE_LEAVE_GATE_PASS] = "store/leave-gate-pass.sql",
    [STORE_LEAVE_SCAN_RESULT] = "store/leave-scan-result.sql",
    [STORE_EACH_GIT_COMMIT] = "store/each-git-commit.sql",
    [STORE_NEWEST_SYNC] = "store/newest-sync.sql",
    [STORE_DROP_DOUBTS] = "store/drop-doubts.sql",
    [STORE_EACH_SCOPE] = "store/each-scope.sql",
    [STORE_HAS_ALERT_RUN] = "store/has-alert-run.sql",
    [STORE_HAS_GATE_PASS] = "store/has-gate-pass.sql",
    [STORE_HAS_SCAN_RESULT] = "store/has-scan-result.sql",
    [STORE_DROP_SCOPE_ALERT_RUN] = "store/drop-scope-alert-run.sql",
    [STORE_DROP_SCOPE_ALERT] = "store/drop-scope-alert.sql",
    [STORE_DROP_SCOPE_ALERT_TURN] = "store/drop-scope-alert-turn.sql",
    [STORE_DROP_SCOPE_GATE_PASS] = "store/drop-scope-gate-pass.sql",
    [STORE_DROP_SCOPE_SCAN_RESULT] = "store/drop-scope-scan-result.sql",
    [STORE_DROP_SCOPE_NOTIFICATION] = "store/drop-scope-notification.sql",
    [STORE_COUNT_UNREAD] = "store/count-unread.sql",
    [STORE_DROP_TAGS] = "store/drop-tags.sql",
    [STORE_EACH_REPO] = "store/each-repo.sql",
    [STORE_EACH_FOLLOWED] = "store/each-followed.sql",
    [STORE_GET_REPO] = "store/get-repo.sql",
    [STORE_FIRST_COMMIT] = "store/first-commit.sql",
    [STORE_ACTORS] = "store/actors.sql",
    [STORE_PUT_TAG] = "store/put-tag.sql",
    [STORE_GET_ALERT_RUN] = "store/get-alert-run.sql",
    [STORE_FIND_ALERT_RUN] = "store/find-alert-run.sql",
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
    [STORE_GET_SCAN_RESULT] = "store/get-scan-result.sql",
    [STORE_PUT_SCAN_RESULT] = "store/put-scan-result.sql",
    [STORE_PRUNE_SCAN_RESULTS] = "store/prune-scan-results.sql",
    [STORE_FILE_FACTS] = "store/file-facts.sql",
    [STORE_PRUNE] = "store/prune.sql",
    [STORE_LIST_REPOS] = "store/list-repos.sql",
    [STORE_NAME_REPOS] = "store/name-repos.sql",
    [STORE_EACH_NUMBER] = "store/each-number.sql",
    [STORE_COUNT_ITEMS] = "store/count-items.sql",
    [STORE_COUNT_COMMENTS] = "store/count-comments.sql",
    [STORE_COUNT_REVIEWS] = "store/count-reviews.sql",
    [STORE_COUNT_UNSTATED] = "store/count-unstated.sql",
    [STORE_COUNT_SHARED] = "store/count-shared.sql",
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
    [STORE_IS_MIXED] = "store/is-mixed.sql",
    [STORE_SPAN_AROUND] = "store/span-around.sql",
    [STORE_DROP_SPANS] = "store/drop-spans.sql",
    [STORE_PUT_SPAN] = "store/put-span.sql",
    [STORE_EACH_SPAN] = "store/each-span.sql",
    [STORE_PUT_REMOVAL] = "store/put-removal.sql",
    [STORE_GET_REMOVED] = "store/get-removed.sql",
    [STORE_TAKE_BACK] = "store/take-back.sql",
    [STORE_DROP_COMMENT] = "store/drop-comment.sql",
    [STORE_DROP_RELEASE] = "store/drop-release.sql",
    [STORE_PUT_DELIVERY] = "store/put-delivery.sql",
    [STORE_DROP_DELIVERIES] = "store/drop-deliveries.sql",
    [STORE_GET_ITEM] = "store/get-item.sql",
    [STORE_PUT_MIXED_ITEM] = "store/put-mixed-item.sql",
    [STORE_PUT_MIXED_EVENT] = "store/put-mixed-event.sql",
    [STORE_GET_RESPONSE] = "store/get-response.sql",
    [STORE_DROP_RESPONSE] = "store/drop-response.sql",
    [STORE_PUT_MIXED_RESPONSE] = "store/put-mixed-response.sql",
    [STORE_GET_RELEASE] = "store/get-release.sql",
    [STORE_PUT_MIXED_RELEASE] = "store/put-mixed-release.sql",
    [STORE_PUT_RELEASE_SOURCES] = "store/put-release-sources.sql",
    [STORE_GET_BASE] = "store/get-base.sql",
    [STORE_PUT_MIXED_BASE] = "store/put-mixed-base.sql",
    [STORE_PUT_TOLD_ACCOUNT] = "store/put-told-account.sql",
    [STORE_HAS_STAND_INS] = "store/has-stand-ins.sql",
    [STORE_NEXT_NUMBER] = "store/next-number.sql",
    [STORE_EACH_LABEL] = "store/each-label.sql",
    [STORE_EACH_EVENT] = "store/each-event.sql",
    [STORE_EACH_RESPONSE] = "store/each-response.sql",
    [STORE_EACH_RELEASE] = "store/each-release.sql",
    [STORE_EACH_MAINTAINER] = "store/each-maintainer.sql",
};

const char *
store_path_of(enum store_statement which)
{
	return statement_paths[which];
}

int
store_prepare(struct hscan_store *store, struct store_prepared *prepared,
    const char *path)
{
	struct hscan_text sql = hscan_query_text(path);
	int rc = sqlite3_prepare_v3(store->db, sql.ptr, (int)sql.len,
	    SQLITE_PREPARE_PERSISTENT, &prepared->stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	prepared->parameters = sqlite3_bind_parameter_count(prepared->stmt);
	return prepared->parameters <= STORE_PARAMETERS ? SQLITE_OK
							: SQLITE_MISUSE;
}

/* Looks a parameter up by its name; false when there are more than can be. */
static bool
look_up(struct store_call *call, const char *name, struct store_parameter *out)
{
	int at = sqlite3_bind_parameter_index(call->stmt, name);

	if (call->bound == STORE_PARAMETERS) {
		call->rc = SQLITE_MISUSE;
		return false;
	}
	*out = (struct store_parameter){name, (int16_t)at, -1, false};
	if (call->writer && at > 0) {
		out->column = call->writer->column[at - 1];
		out->repo = at == call->writer->repo_at;
	}
	return true;
}

/* The parameter of a name; NULL once something has failed. Those of a call come
 * in the same order each time, so what was found then need not be looked for
 * again: a name is a literal, and the same one if it lies at the same place. */
static const struct store_parameter *
parameter_of(struct store_call *call, const char *name)
{
	struct store_parameter *known = &call->prepared->bound[call->bound];

	if (call->rc != SQLITE_OK ||
	    (known->name != name && !look_up(call, name, known)))
		return NULL;
	call->bound++;
	return known;
}

/* What was bound, as the number of a column; see digest.c. */
static void
note(const struct store_call *call, const struct store_parameter *parameter,
    uint64_t value)
{
	if (parameter->column >= 0)
		call->writer->values[parameter->column] = value;
}

void
store_bind_i64(struct store_call *call, const char *name, int64_t value)
{
	const struct store_parameter *to = parameter_of(call, name);

	if (!to)
		return;
	call->rc = sqlite3_bind_int64(call->stmt, to->at, value);
	if (to->repo)
		call->store->row.repo_id = value;
	note(call, to, store_digest_integer(value));
}

void
store_bind_double(struct store_call *call, const char *name, double value)
{
	const struct store_parameter *to = parameter_of(call, name);

	if (!to)
		return;
	call->rc = sqlite3_bind_double(call->stmt, to->at, value);
	note(call, to, store_digest_real(value));
}

void
store_bind_null(struct store_call *call, const char *name)
{
	const struct store_parameter *to = parameter_of(call, name);

	if (!to)
		return;
	call->rc = sqlite3_bind_null(call->stmt, to->at);
	note(call, to, 0);
}

void
store_bind_time(struct store_call *call, const char *name, int64_t value)
{
	if (value == HSCAN_NEVER)
		store_bind_null(call, name);
	else
		store_bind_i64(call, name, value);
}

void
store_bind_id(struct store_call *call, const char *name, int64_t id)
{
	if (id == 0)
		store_bind_null(call, name);
	else
		store_bind_i64(call, name, id);
}

/* The number of bytes; that of NULL is 0. */
static uint64_t
number_of(const void *bytes, size_t len)
{
	return bytes ? hscan_mix_bytes(bytes, len) : 0;
}

void
store_bind_text(
    struct store_call *call, const char *name, struct hscan_text text)
{
	const struct store_parameter *to = parameter_of(call, name);

	if (!to)
		return;
	/* The text outlives the call: no copy. */
	call->rc = sqlite3_bind_text64(
	    call->stmt, to->at, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
	if (to->column >= 0)
		note(call, to, number_of(text.ptr, text.len));
}

void
store_bind_blob(
    struct store_call *call, const char *name, const void *bytes, size_t len)
{
	const struct store_parameter *to = parameter_of(call, name);

	if (!to)
		return;
	call->rc =
	    sqlite3_bind_blob64(call->stmt, to->at, bytes, len, SQLITE_STATIC);
	if (to->column >= 0)
		note(call, to, number_of(bytes, len));
}

void
store_bind_value(
    struct store_call *call, const char *name, sqlite3_stmt *row, int column)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_INTEGER:
		store_bind_i64(call, name, sqlite3_column_int64(row, column));
		break;
	case SQLITE_FLOAT:
		store_bind_double(
		    call, name, sqlite3_column_double(row, column));
		break;
	case SQLITE_TEXT:
		store_bind_text(call, name, store_text(row, column));
		break;
	case SQLITE_BLOB:
		store_bind_blob(call, name, sqlite3_column_blob(row, column),
		    (size_t)sqlite3_column_bytes(row, column));
		break;
	default: store_bind_null(call, name); break;
	}
}

bool
store_statement_row(struct store_call *call)
{
	/* What is left out would be what the last call had. */
	if (call->rc == SQLITE_OK && call->bound != call->prepared->parameters)
		call->rc = SQLITE_MISUSE;
	if (call->rc == SQLITE_OK || call->rc == SQLITE_ROW)
		call->rc = sqlite3_step(call->stmt);
	return call->rc == SQLITE_ROW;
}

enum hscan_status
store_statement_end(
    struct store_call *call, const char *doing, struct hscan_error *err)
{
	if (call->rc == SQLITE_OK)
		while (store_statement_row(call))
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
	return call->rc == SQLITE_DONE || call->rc == SQLITE_ROW
		   ? HSCAN_OK
		   : store_failed_as(call->store->db, call->rc, doing, err);
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
