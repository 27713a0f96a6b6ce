/* SPDX-License-Identifier: MIT */
/*
 * Calls of statements, and what those that write do to the digests (digest.c).
 *
 * What is inserted is known from what is bound: a parameter goes by the name of
 * its column. What is updated or deleted only SQLite has in hand, so statements
 * that do call a function in their WHERE, once everything else in it is true:
 *
 *   digest_moved(first, old, new, old, new, ...)  columns in the table's order
 *   digest_row_moved(key, ..., first, old, ...)   of a row whose key is
 *                                                 not bound
 *   digest_gone(column, column, ...)              all of the row
 *
 * The statement's table is that in `writes`.
 */
#include <string.h>

#include "store/internal.h"

enum how {
	BY_ROWS,     /* inserts one row, or calls the functions */
	ALL_GONE,    /* deletes all rows of the repository */
	COUNT_AGAIN, /* of a table that is small: counted before and after */
	ONE_ROW,     /* writes all of a row that is the only one */
};

static const struct {
	enum store_part part;
	enum how how;
} writes[STORE_STATEMENTS] = {
    [STORE_PUT_REPO] = {STORE_REPO, ONE_ROW},
    [STORE_PUT_ACCOUNT] = {STORE_ACCOUNT, BY_ROWS},
    [STORE_PRUNE] = {STORE_ACCOUNT, BY_ROWS},
    [STORE_PUT_ITEM] = {STORE_ITEM, BY_ROWS},
    [STORE_FILL_MERGE] = {STORE_ITEM, BY_ROWS},
    [STORE_SETTLE_BY_BASE] = {STORE_ITEM, BY_ROWS},
    [STORE_SETTLE_BY_EVENT] = {STORE_ITEM, BY_ROWS},
    [STORE_MARK_SWEPT] = {STORE_ITEM, BY_ROWS},
    [STORE_PUT_GONE] = {STORE_ITEM, BY_ROWS},
    [STORE_PUT_EVENT] = {STORE_EVENT, BY_ROWS},
    [STORE_PUT_RELEASE] = {STORE_RELEASE, BY_ROWS},
    [STORE_PUT_STREAM] = {STORE_STREAM, BY_ROWS},
    [STORE_FORGET_LISTED_STREAMS] = {STORE_STREAM, BY_ROWS},
    [STORE_PUT_RESPONSE] = {STORE_RESPONSE, BY_ROWS},
    [STORE_PUT_MAINTAINER] = {STORE_MAINTAINER, BY_ROWS},
    [STORE_PUT_DETAIL] = {STORE_ITEM_DETAIL, BY_ROWS},
    [STORE_PUT_LABEL] = {STORE_ITEM_LABEL, BY_ROWS},
    [STORE_DROP_LABELS] = {STORE_ITEM_LABEL, BY_ROWS},
    [STORE_PUT_BASE] = {STORE_PULL_BASE, BY_ROWS},
    [STORE_PUT_GIT_HEAD] = {STORE_GIT_HEAD, COUNT_AGAIN},
    [STORE_PUT_GIT_AUTHOR] = {STORE_GIT_AUTHOR, BY_ROWS},
    [STORE_MAP_GIT_AUTHOR] = {STORE_GIT_AUTHOR, BY_ROWS},
    [STORE_FORGET_GIT_AUTHORS] = {STORE_GIT_AUTHOR, ALL_GONE},
    [STORE_PUT_GIT_COMMIT] = {STORE_GIT_COMMIT, BY_ROWS},
    [STORE_FORGET_GIT_COMMITS] = {STORE_GIT_COMMIT, ALL_GONE},
    [STORE_PUT_TAG] = {STORE_GIT_TAG, BY_ROWS},
    [STORE_DROP_TAGS] = {STORE_GIT_TAG, ALL_GONE},
    [STORE_PUT_LISTING] = {STORE_LISTING, COUNT_AGAIN},
    [STORE_PUT_LISTED_COMMIT] = {STORE_LISTED_COMMIT, BY_ROWS},
    [STORE_DROP_UNLISTED] = {STORE_LISTED_COMMIT, BY_ROWS},
    [STORE_FORGET_LISTED_COMMITS] = {STORE_LISTED_COMMIT, ALL_GONE},
    [STORE_PUT_ALERT_RUN] = {STORE_ALERT_RUN, BY_ROWS},
    [STORE_PUT_ALERT] = {STORE_ALERT, BY_ROWS},
    [STORE_PUT_TURN] = {STORE_ALERT_TURN, BY_ROWS},
    [STORE_DROP_TURN] = {STORE_ALERT_TURN, BY_ROWS},
    [STORE_PUT_PASSED] = {STORE_GATE_PASS, BY_ROWS},
    [STORE_PRUNE_PASSED] = {STORE_GATE_PASS, BY_ROWS},
    [STORE_PUT_SCAN_RESULT] = {STORE_SCAN_RESULT, BY_ROWS},
    [STORE_PRUNE_SCAN_RESULTS] = {STORE_SCAN_RESULT, BY_ROWS},
    [STORE_PUT_NAME] = {STORE_NAME, BY_ROWS},
    [STORE_END_NAME] = {STORE_NAME, BY_ROWS},
    [STORE_FORGET_NAMES] = {STORE_NAME, BY_ROWS},
    [STORE_PRUNE_NAMES] = {STORE_NAME, BY_ROWS},
    [STORE_PUT_DOUBT] = {STORE_DOUBT, BY_ROWS},
    [STORE_CLEAR_DOUBT] = {STORE_DOUBT, BY_ROWS},
    [STORE_CLEAR_ITEM_DOUBTS] = {STORE_DOUBT, BY_ROWS},
    [STORE_CLEAR_NEW_DOUBTS] = {STORE_DOUBT, BY_ROWS},
    [STORE_PUT_NOTIFICATION] = {STORE_NOTIFICATION, BY_ROWS},
    [STORE_PUT_NOTIFIED] = {STORE_NOTIFICATION, BY_ROWS},
    [STORE_DROP_NOTIFICATION] = {STORE_NOTIFICATION, BY_ROWS},
    [STORE_PUT_TOLD_ACCOUNT] = {STORE_ACCOUNT, BY_ROWS},
    [STORE_PUT_MIXED_ITEM] = {STORE_ITEM, BY_ROWS},
    [STORE_PUT_MIXED_EVENT] = {STORE_EVENT, BY_ROWS},
    [STORE_PUT_MIXED_RELEASE] = {STORE_RELEASE, BY_ROWS},
    [STORE_PUT_RELEASE_SOURCES] = {STORE_RELEASE, BY_ROWS},
    [STORE_DROP_RELEASE] = {STORE_RELEASE, BY_ROWS},
    [STORE_PUT_MIXED_RESPONSE] = {STORE_RESPONSE, BY_ROWS},
    [STORE_DROP_RESPONSE] = {STORE_RESPONSE, BY_ROWS},
    [STORE_DROP_COMMENT] = {STORE_RESPONSE, BY_ROWS},
    [STORE_PUT_MIXED_BASE] = {STORE_PULL_BASE, BY_ROWS},
    [STORE_PUT_REMOVAL] = {STORE_REMOVAL, BY_ROWS},
    [STORE_TAKE_BACK] = {STORE_REMOVAL, BY_ROWS},
    [STORE_PUT_SPAN] = {STORE_SPAN, BY_ROWS},
    [STORE_DROP_SPANS] = {STORE_SPAN, BY_ROWS},
    [STORE_PUT_DELIVERY] = {STORE_DELIVERY, BY_ROWS},
    [STORE_DROP_DELIVERIES] = {STORE_DELIVERY, BY_ROWS},
    [STORE_UNITE_NAME] = {STORE_NAME, BY_ROWS},
    [STORE_UNITE_ACCOUNT] = {STORE_ACCOUNT, BY_ROWS},
    [STORE_UNITE_REMOVAL] = {STORE_REMOVAL, BY_ROWS},
    [STORE_UNITE_DETAIL] = {STORE_ITEM_DETAIL, BY_ROWS},
    [STORE_UNITE_GIT_COMMIT] = {STORE_GIT_COMMIT, BY_ROWS},
    [STORE_DROP_GIT_COMMIT] = {STORE_GIT_COMMIT, BY_ROWS},
    [STORE_DROP_DOUBTS] = {STORE_DOUBT, BY_ROWS},
    [STORE_DROP_SCOPE_ALERT_RUN] = {STORE_ALERT_RUN, BY_ROWS},
    [STORE_DROP_SCOPE_ALERT] = {STORE_ALERT, BY_ROWS},
    [STORE_DROP_SCOPE_ALERT_TURN] = {STORE_ALERT_TURN, BY_ROWS},
    [STORE_DROP_SCOPE_GATE_PASS] = {STORE_GATE_PASS, BY_ROWS},
    [STORE_DROP_SCOPE_SCAN_RESULT] = {STORE_SCAN_RESULT, BY_ROWS},
    [STORE_DROP_SCOPE_NOTIFICATION] = {STORE_NOTIFICATION, BY_ROWS},
    [STORE_DROP_GIT_HEAD] = {STORE_GIT_HEAD, COUNT_AGAIN},
    [STORE_LEAVE_ALERT_RUN] = {STORE_ALERT_RUN, COUNT_AGAIN},
    [STORE_LEAVE_ALERT] = {STORE_ALERT, COUNT_AGAIN},
    [STORE_LEAVE_ALERT_TURN] = {STORE_ALERT_TURN, COUNT_AGAIN},
    [STORE_LEAVE_NOTIFICATION] = {STORE_NOTIFICATION, COUNT_AGAIN},
    [STORE_LEAVE_GATE_PASS] = {STORE_GATE_PASS, COUNT_AGAIN},
    [STORE_LEAVE_SCAN_RESULT] = {STORE_SCAN_RESULT, COUNT_AGAIN},
};

/* --- what statements call --- */

static void
refuse(sqlite3_context *context)
{
	sqlite3_result_error(context, "of statements of ours only", -1);
}

/* From the number of the first column on. */
static void
take_moved(struct store_row *row, uint64_t key, int argc, sqlite3_value **argv)
{
	int column = argc > 0 ? sqlite3_value_int(argv[0]) : 0;

	for (int i = 1; i + 1 < argc; i += 2, column++) {
		row->change.sum -=
		    store_row_cell(key, column, store_value(argv[i]));
		row->change.sum +=
		    store_row_cell(key, column, store_value(argv[i + 1]));
	}
	row->told = true;
}

static void
moved(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct hscan_store *store = sqlite3_user_data(context);

	if (!store->row.active) {
		refuse(context);
		return;
	}
	take_moved(&store->row, store->row.key, argc, argv);
	sqlite3_result_int(context, 1);
}

static void
row_moved(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct hscan_store *store = sqlite3_user_data(context);
	struct store_row *row = &store->row;
	int len = row->columns.to - row->columns.from;
	uint64_t *values = row->values;

	if (!row->active || argc < len) {
		refuse(context);
		return;
	}
	for (int i = 0; i < len; i++)
		values[row->columns.from + i] = store_value(argv[i]);
	take_moved(
	    row, store_row_key(values, row->columns), argc - len, argv + len);
	sqlite3_result_int(context, 1);
}

static void
take_row(sqlite3_context *context, int argc, sqlite3_value **argv, int sign)
{
	struct hscan_store *store = sqlite3_user_data(context);
	struct store_row *row = &store->row;
	uint64_t *values = row->values, key;
	struct store_tally tally = {.rows = 1};

	if (!row->active || argc > STORE_COLUMNS || argc < row->columns.to) {
		refuse(context);
		return;
	}
	for (int i = 0; i < argc; i++)
		values[i] = store_value(argv[i]);
	key = store_row_key(values, row->columns);
	tally.keys = key;
	tally.sum = key + store_row_cells(key, values, row->columns.to, argc);
	store_tally_add(&row->change, &tally, sign);
	row->told = true;
	sqlite3_result_int(context, 1);
}

static void
gone(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	take_row(context, argc, argv, -1);
}

static void
came(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	take_row(context, argc, argv, 1);
}

int
store_call_functions(struct hscan_store *store)
{
	static const struct {
		const char *name;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
	    {"digest_moved", moved},
	    {"digest_row_moved", row_moved},
	    {"digest_gone", gone},
	    {"digest_came", came},
	};
	int rc = SQLITE_OK;

	for (size_t i = 0;
	     i < sizeof(functions) / sizeof(functions[0]) && rc == SQLITE_OK;
	     i++)
		rc = sqlite3_create_function_v2(store->db, functions[i].name,
		    -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, store,
		    functions[i].call, NULL, NULL, NULL);
	return rc;
}

/* --- a statement that writes --- */

/* Which column each parameter is for: it goes by its name. */
static bool
look_up(struct hscan_store *store, sqlite3_stmt *stmt, enum store_part part,
    struct store_writer *writer)
{
	sqlite3_stmt *scan = store_scan_of(store, part);
	int columns = sqlite3_column_count(scan);
	int parameters = sqlite3_bind_parameter_count(stmt);

	if (!scan || parameters > STORE_PARAMETERS || columns > STORE_COLUMNS)
		return false;
	for (int i = 0; i < parameters; i++) {
		const char *name = sqlite3_bind_parameter_name(stmt, i + 1);

		writer->column[i] = -1;
		if (name && strcmp(name, ":repo_id") == 0)
			writer->repo_at = i + 1;
		for (int c = 0; c < columns; c++) {
			const char *of = sqlite3_column_name(scan, c);

			if (name && of && strcmp(name + 1, of) == 0)
				writer->column[i] = (int16_t)c;
		}
	}
	writer->columns = columns;
	writer->key = store_part_key(part);
	writer->of_repo = store_is_of_repo(part);
	writer->part = part;
	return true;
}

/* Before a call is bound: whether it writes rows that are digested. Sets its
 * writer, begins a transaction where there is none. */
static void
begin_write(struct store_call *call)
{
	struct hscan_store *store = call->store;
	enum store_part part = writes[call->which].part;
	struct store_writer *writer = &store->writers[call->which];

	if (part == STORE_NO_PART) {
		/* One that is not in the list would make all wrong. */
		if (!sqlite3_stmt_readonly(call->stmt))
			call->rc = SQLITE_MISUSE;
		return;
	}
	if (writer->part == STORE_NO_PART &&
	    !look_up(store, call->stmt, part, writer)) {
		call->rc = sqlite3_errcode(store->db);
		if (call->rc == SQLITE_OK)
			call->rc = SQLITE_MISUSE;
		return;
	}
	if (!store->in_transaction) {
		if (hscan_store_begin(store, NULL) != HSCAN_OK) {
			call->rc = sqlite3_errcode(store->db);
			return;
		}
		call->own_transaction = true;
	}
	call->writer = writer;
	store->row.repo_id = 0;
	store->row.columns = writer->key;
	store->row.told = false;
	store->row.change = (struct store_tally){0};
}

void
store_digest_key(struct store_call *call, int64_t id)
{
	struct store_row *row = &call->store->row;
	struct store_writer *writer = call->writer;

	writer->values[0] = store_digest_integer(id);
	row->key = store_row_key(writer->values, writer->key);
	if (writes[call->which].part == STORE_REPO)
		row->repo_id = id;
}

/* Before the first step. */
static void
run_write(struct store_call *call)
{
	struct hscan_store *store = call->store;
	struct store_row *row = &store->row;
	struct store_tally before;

	row->key = store_row_key(call->writer->values, row->columns);
	row->active = true;
	if (writes[call->which].how != COUNT_AGAIN)
		return;
	if (store_scan(store, row->repo_id, call->writer->part, &before,
		NULL) == HSCAN_OK)
		store_tally_add(&row->change, &before, -1);
	else
		call->rc = sqlite3_errcode(store->db);
}

/* What the statement has done, into the digest. */
static enum hscan_status
take_in(struct store_call *call, struct hscan_error *err)
{
	struct hscan_store *store = call->store;
	const struct store_writer *writer = call->writer;
	struct store_tally *change = &store->row.change;
	enum how how = writes[call->which].how;
	int64_t repo_id = writer->of_repo ? store->row.repo_id : 0;
	struct store_digest *digest = NULL;
	struct store_tally now = {0}, before;
	enum hscan_status status = HSCAN_OK;

	if (how == BY_ROWS && !store->row.told &&
	    sqlite3_changes(store->db) > 0) {
		uint64_t key = store->row.key;

		*change = (struct store_tally){1, key,
		    key + store_row_cells(key, writer->values, writer->key.to,
			      writer->columns)};
	} else if (how == BY_ROWS && change->sum == 0 && change->rows == 0) {
		return HSCAN_OK;
	}
	if (how == COUNT_AGAIN || how == ONE_ROW)
		status = store_scan(store, repo_id, writer->part, &now, err);
	if (status == HSCAN_OK)
		status = store_digest_find(
		    store, repo_id, writer->part, &digest, err);
	if (status != HSCAN_OK)
		return status;
	before = digest->tally;
	if (how == ALL_GONE || how == ONE_ROW)
		digest->tally = (struct store_tally){0};
	store_tally_add(&digest->tally, change, 1);
	store_tally_add(&digest->tally, &now, 1);
	digest->changed = true;
	store->moved += digest->tally.rows != before.rows ||
			digest->tally.keys != before.keys ||
			digest->tally.sum != before.sum;
	return HSCAN_OK;
}

/* After the last; `status` is how it went. */
static enum hscan_status
end_write(
    struct store_call *call, enum hscan_status status, struct hscan_error *err)
{
	struct hscan_store *store = call->store;

	store->row.active = false;
	if (status == HSCAN_OK)
		status = take_in(call, err);
	if (!call->own_transaction)
		return status;
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

/* --- calls --- */

struct store_call
store_call_begin(struct hscan_store *store, enum store_statement which)
{
	struct store_call call = store_statement_begin(store, which);

	if (call.rc == SQLITE_OK)
		begin_write(&call);
	return call;
}

bool
store_call_row(struct store_call *call)
{
	if (call->rc == SQLITE_OK && call->writer)
		run_write(call);
	return store_statement_row(call);
}

enum hscan_status
store_call_end(
    struct store_call *call, const char *doing, struct hscan_error *err)
{
	enum hscan_status status;

	if (call->rc == SQLITE_OK)
		while (store_call_row(call))
			;
	status = store_statement_end(call, doing, err);
	return call->writer ? end_write(call, status, err) : status;
}

enum hscan_status
store_run_all(struct hscan_store *store, int64_t repo_id,
    const enum store_statement *steps, size_t len, const char *doing,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct store_call call = store_call_begin(store, steps[i]);

		store_bind_i64(&call, ":repo_id", repo_id);
		status = store_call_end(&call, doing, err);
	}
	return status;
}
