/* SPDX-License-Identifier: MIT */
/*
 * Digests: of each table and repository, how many rows there should be and the
 * sum of a number made of each, kept in the transactions that change the rows.
 *
 * The number of a row is the number of its key, and for each other column that
 * is not NULL one made of the key, the column and the value, all added up. So
 * the order of rows does not matter, a column that changes takes away the
 * number of the old value and adds that of the new, and a column that is added
 * to a table changes nothing as long as it is NULL.
 *
 * What is inserted is known from what is bound: a parameter goes by the name of
 * its column. What is updated or deleted only SQLite has in hand, so statements
 * that do call a function in their WHERE, once everything else in it is true:
 *
 *   digest_moved(first, old, new, old, new, ...)  columns in the table's order
 *   digest_row_moved(key, ..., first, old, ...)   of a row whose key is not
 * bound digest_gone(column, column, ...)              all of the row
 *
 * The statement's table is that in `writes`.
 */
#include <string.h>

#include "base/mix.h"
#include "base/text.h"
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
};

/* --- the numbers of values --- */

uint64_t
store_digest_real(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return hscan_mix(bits ^ UINT64_C(0x7265616C));
}

uint64_t
store_value(sqlite3_value *value)
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		return store_digest_integer(sqlite3_value_int64(value));
	case SQLITE_FLOAT:
		return store_digest_real(sqlite3_value_double(value));
	case SQLITE_NULL: return 0;
	default: break;
	}
	/* As they stand there, before their number is asked for. */
	const void *bytes = sqlite3_value_blob(value);
	int len = sqlite3_value_bytes(value);

	return hscan_mix_bytes(bytes, bytes && len > 0 ? (size_t)len : 0);
}

uint64_t
store_row_key(const uint64_t *values, struct store_key columns)
{
	uint64_t key = HSCAN_GOLDEN;

	/* Each step gives another number for each, so none is lost before
	 * all bits are mixed. */
	for (int i = columns.from; i < columns.to; i++)
		key = (key ^ values[i]) * UINT64_C(0xD6E8FEB86659FD93);
	return hscan_mix(key);
}

uint64_t
store_row_cells(uint64_t key, const uint64_t *values, int from, int to)
{
	uint64_t sum = 0;

	for (int i = from; i < to; i++)
		sum += store_row_cell(key, i, values[i]);
	return sum;
}

/* --- what is known --- */

static enum hscan_status
put_digest(struct hscan_store *store, struct store_digest *digest,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_DIGEST);
	enum hscan_status status;

	store_bind_i64(&call, digest->repo_id);
	store_bind_i64(&call, (int64_t)digest->part);
	store_bind_i64(&call, digest->tally.rows);
	store_bind_i64(&call, (int64_t)digest->tally.keys);
	store_bind_i64(&call, (int64_t)digest->tally.sum);
	status = store_call_end(&call, "cannot store a digest", err);
	if (status == HSCAN_OK)
		digest->changed = false;
	return status;
}

enum hscan_status
store_digest_get(struct hscan_store *store, int64_t repo_id,
    enum store_part part, struct store_tally *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_DIGEST);
	struct store_tally tally = {0};
	enum hscan_status status;

	store_bind_i64(&call, repo_id);
	store_bind_i64(&call, (int64_t)part);
	if (store_call_row(&call)) {
		tally.rows = sqlite3_column_int64(call.stmt, 0);
		tally.keys = (uint64_t)sqlite3_column_int64(call.stmt, 1);
		tally.sum = (uint64_t)sqlite3_column_int64(call.stmt, 2);
	}
	status = store_call_end(&call, "cannot read a digest", err);
	if (status == HSCAN_OK)
		*out = tally;
	return status;
}

/* The one of a part, from the file when it is not known. What is in its place
 * goes into the file if it must. */
static enum hscan_status
find_digest(struct hscan_store *store, int64_t repo_id, enum store_part part,
    struct store_digest **out, struct hscan_error *err)
{
	uint64_t place = (uint64_t)repo_id * STORE_PARTS + (uint64_t)part;
	struct store_digest *digest = &store->digests[place % STORE_DIGESTS];
	enum hscan_status status = HSCAN_OK;

	*out = digest;
	if (digest->part == part && digest->repo_id == repo_id)
		return HSCAN_OK;
	if (digest->part != STORE_NO_PART && digest->changed)
		status = put_digest(store, digest, err);
	if (status != HSCAN_OK)
		return status;
	*digest = (struct store_digest){.repo_id = repo_id};
	status = store_digest_get(store, repo_id, part, &digest->tally, err);
	if (status == HSCAN_OK)
		digest->part = part;
	return status;
}

enum hscan_status
store_digest_flush(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < STORE_DIGESTS && status == HSCAN_OK; i++)
		if (store->digests[i].part != STORE_NO_PART &&
		    store->digests[i].changed)
			status = put_digest(store, &store->digests[i], err);
	return status;
}

void
store_digest_forget(struct hscan_store *store)
{
	for (size_t i = 0; i < STORE_DIGESTS; i++)
		store->digests[i].part = STORE_NO_PART;
}

/* --- what statements call --- */

static void
add(struct store_tally *to, const struct store_tally *tally, int sign)
{
	to->rows += sign * tally->rows;
	to->keys += (uint64_t)sign * tally->keys;
	to->sum += (uint64_t)sign * tally->sum;
}

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
	uint64_t values[STORE_COLUMNS];

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
	uint64_t values[STORE_COLUMNS], key;
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
	add(&row->change, &tally, sign);
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
store_digest_functions(struct hscan_store *store)
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
	writer->part = part;
	return true;
}

void
store_digest_begin(struct store_call *call)
{
	struct hscan_store *store = call->store;
	enum store_part part = writes[call->which].part;
	struct store_writer *writer = &store->writers[call->which];

	if (part == STORE_NO_PART) {
		/* One that is not in the list would make all wrong. */
		if (!sqlite3_stmt_readonly(call->stmt) &&
		    call->which != STORE_PUT_DIGEST &&
		    call->which != STORE_FORGET_DIGESTS)
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
	memset(store->row.values, 0,
	    (size_t)writer->columns * sizeof(store->row.values[0]));
	store->row.repo_id = 0;
	store->row.columns = writer->key;
	store->row.told = false;
	store->row.change = (struct store_tally){0};
}

void
store_digest_key(struct store_call *call, int64_t id)
{
	struct store_row *row = &call->store->row;

	row->values[0] = store_digest_integer(id);
	row->key = store_row_key(row->values, row->columns);
	if (writes[call->which].part == STORE_REPO)
		row->repo_id = id;
}

void
store_digest_run(struct store_call *call)
{
	struct hscan_store *store = call->store;
	struct store_row *row = &store->row;
	struct store_tally before;

	row->key = store_row_key(row->values, row->columns);
	row->active = true;
	if (writes[call->which].how != COUNT_AGAIN)
		return;
	if (store_scan(store, row->repo_id, call->writer->part, &before,
		NULL) == HSCAN_OK)
		add(&row->change, &before, -1);
	else
		call->rc = sqlite3_errcode(store->db);
}

/* What the statement has done, into the digest. */
static enum hscan_status
take_in(struct store_call *call, struct hscan_error *err)
{
	struct hscan_store *store = call->store;
	const struct store_writer *writer = call->writer;
	struct store_row *row = &store->row;
	enum how how = writes[call->which].how;
	int64_t repo_id = store_is_of_repo(writer->part) ? row->repo_id : 0;
	struct store_digest *digest = NULL;
	struct store_tally now = {0};
	enum hscan_status status = HSCAN_OK;

	if (how == BY_ROWS && !row->told && sqlite3_changes(store->db) > 0)
		row->change = (struct store_tally){1, row->key,
		    row->key + store_row_cells(row->key, row->values,
				   writer->key.to, writer->columns)};
	else if (how == BY_ROWS && row->change.sum == 0 &&
		 row->change.rows == 0)
		return HSCAN_OK;
	if (how == COUNT_AGAIN || how == ONE_ROW)
		status = store_scan(store, repo_id, writer->part, &now, err);
	if (status == HSCAN_OK)
		status =
		    find_digest(store, repo_id, writer->part, &digest, err);
	if (status != HSCAN_OK)
		return status;
	if (how == ALL_GONE || how == ONE_ROW)
		digest->tally = (struct store_tally){0};
	add(&digest->tally, &row->change, 1);
	add(&digest->tally, &now, 1);
	digest->changed = true;
	return HSCAN_OK;
}

enum hscan_status
store_digest_done(
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

/* --- a file without digests, and a migration of one with them --- */

/* Since this one there are digests. */
enum { FIRST_DIGESTS = 8 };

/* What a migration makes anew. */
static const struct {
	int64_t migration;
	enum store_part part;
} renewed[] = {
    {9, STORE_SCHEMA},
    {9, STORE_STREAM},
    {9, STORE_DOUBT},
};

/* Takes what is there off the digests (-1), or adds it (1). */
struct recount {
	struct hscan_store *store;
	int64_t migration; /* what that makes anew; 0: all */
	int sign;
};

static bool
is_counted(const struct recount *recount, enum store_part part)
{
	for (size_t i = 0; i < sizeof(renewed) / sizeof(renewed[0]); i++)
		if (renewed[i].migration == recount->migration &&
		    renewed[i].part == part)
			return true;
	return recount->migration == 0;
}

static enum hscan_status
count_part(const struct recount *recount, int64_t repo_id, enum store_part part,
    struct hscan_error *err)
{
	struct store_digest *digest = NULL;
	struct store_tally tally = {0};
	enum hscan_status status =
	    store_scan(recount->store, repo_id, part, &tally, err);

	if (status == HSCAN_OK && tally.rows != 0)
		status =
		    find_digest(recount->store, repo_id, part, &digest, err);
	if (digest && status == HSCAN_OK) {
		add(&digest->tally, &tally, recount->sign);
		digest->changed = true;
	}
	return status;
}

/* Of a repository, or what is of none. */
static enum hscan_status
count_repo(int64_t repo_id, void *payload, struct hscan_error *err)
{
	const struct recount *recount = payload;
	enum hscan_status status = HSCAN_OK;

	for (int i = STORE_NO_PART + 1; i < STORE_PARTS && status == HSCAN_OK;
	     i++) {
		enum store_part part = (enum store_part)i;

		if (store_is_of_repo(part) == (repo_id != 0) &&
		    is_counted(recount, part))
			status = count_part(recount, repo_id, part, err);
	}
	return status;
}

static enum hscan_status
count_all(struct recount recount, struct hscan_error *err)
{
	enum hscan_status status = count_repo(0, &recount, err);

	if (status == HSCAN_OK)
		status = hscan_store_each_repo(
		    recount.store, count_repo, &recount, err);
	return status == HSCAN_OK ? store_digest_flush(recount.store, err)
				  : status;
}

enum hscan_status
store_digest_all(struct hscan_store *store, struct hscan_error *err)
{
	return count_all((struct recount){store, 0, 1}, err);
}

enum hscan_status
store_digest_before(struct hscan_store *store, int64_t migration,
    bool *digested, struct hscan_error *err)
{
	struct store_tally schema = {0};
	enum hscan_status status = HSCAN_OK;

	/* One that was stopped between two migrations has none yet. */
	if (migration > FIRST_DIGESTS)
		status = store_digest_get(store, 0, STORE_SCHEMA, &schema, err);
	*digested = schema.rows > 0;
	return *digested
		   ? count_all((struct recount){store, migration, -1}, err)
		   : status;
}

enum hscan_status
store_digest_after(
    struct hscan_store *store, int64_t migration, struct hscan_error *err)
{
	return count_all((struct recount){store, migration, 1}, err);
}
