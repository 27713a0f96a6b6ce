/* SPDX-License-Identifier: MIT */
/* What the files of the store share: the object, its prepared statements, and
 * what is kept of them. */
#ifndef HSCAN_STORE_INTERNAL_H
#define HSCAN_STORE_INTERNAL_H

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/mix.h"

#include "store/sqlite.h"
#include "store/store.h"

/* One row for each file of queries/store; see statement.c. */
enum store_statement {
	STORE_PUT_REPO,
	STORE_FIND_REPO,
	STORE_PUT_ACCOUNT,
	STORE_PUT_ITEM,
	STORE_PUT_EVENT,
	STORE_PUT_RELEASE,
	STORE_PUT_STREAM,
	STORE_GET_STREAM,
	STORE_COUNT_ROWS,
	STORE_PUT_GIT_HEAD,
	STORE_GET_GIT_HEAD,
	STORE_PUT_GIT_AUTHOR,
	STORE_GIT_AUTHORS,
	STORE_MAP_GIT_AUTHOR,
	STORE_PUT_GIT_COMMIT,
	STORE_KNOWN_GIT_COMMIT,
	STORE_FORGET_GIT_COMMITS,
	STORE_FORGET_GIT_AUTHORS,
	STORE_PUT_RESPONSE,
	STORE_PUT_MAINTAINER,
	STORE_FILE_VERSION,
	STORE_HAS_LABELS,
	STORE_DROP_LABELS,
	STORE_PUT_LABEL,
	STORE_PUT_BASE,
	STORE_FILL_MERGE,
	STORE_SETTLE_BY_BASE,
	STORE_SETTLE_BY_EVENT,
	STORE_COUNT_UNTOLD,
	STORE_PUT_DETAIL,
	STORE_UNREAD_PULLS,
	STORE_COUNT_UNREAD,
	STORE_DROP_TAGS,
	STORE_PUT_TAG,
	STORE_GET_ALERT_RUN,
	STORE_FIND_ALERT_RUN,
	STORE_PUT_ALERT_RUN,
	STORE_GET_ALERT,
	STORE_PUT_ALERT,
	STORE_GET_TURN,
	STORE_PUT_TURN,
	STORE_PUT_NOTIFICATION,
	STORE_DROP_NOTIFICATION,
	STORE_NEXT_NOTIFICATION,
	STORE_PUT_NOTIFIED,
	STORE_DROP_TURN,
	STORE_EACH_TURN,
	STORE_GET_PASSED,
	STORE_PUT_PASSED,
	STORE_PRUNE_PASSED,
	STORE_GET_SCAN_RESULT,
	STORE_PUT_SCAN_RESULT,
	STORE_PRUNE_SCAN_RESULTS,
	STORE_ACTORS,
	STORE_EACH_REPO,
	STORE_EACH_FOLLOWED,
	STORE_LIST_REPOS,
	STORE_NAME_REPOS,
	STORE_EACH_NUMBER,
	STORE_FILE_FACTS,
	STORE_PRUNE,
	STORE_COUNT_ITEMS,
	STORE_COUNT_COMMENTS,
	STORE_COUNT_REVIEWS,
	STORE_COUNT_UNSTATED,
	STORE_COUNT_SHARED,
	STORE_MARK_SWEPT,
	STORE_PUT_GONE,
	STORE_UNSWEPT,
	STORE_GET_REPO,
	STORE_FIRST_COMMIT,
	STORE_PUT_LISTED_COMMIT,
	STORE_NEXT_WALK,
	STORE_DROP_UNLISTED,
	STORE_GET_LISTING,
	STORE_PUT_LISTING,
	STORE_FORGET_LISTED_COMMITS,
	STORE_FORGET_LISTED_STREAMS,
	STORE_COUNT_LISTED,
	STORE_PUT_NAME,
	STORE_END_NAME,
	STORE_GET_NAME,
	STORE_FIND_NUMBER,
	STORE_PRUNE_NAMES,
	STORE_FORGET_NAMES,
	STORE_ITEM_KIND,
	STORE_PUT_DOUBT,
	STORE_CLEAR_DOUBT,
	STORE_CLEAR_ITEM_DOUBTS,
	STORE_CLEAR_NEW_DOUBTS,
	STORE_HAS_DOUBTS,
	STORE_EACH_DOUBT,
	STORE_ASK_DOUBTS,
	STORE_COUNT_DOUBTS,
	STORE_KNOWS_DETAILS,
	STORE_GET_DIGEST,
	STORE_PUT_DIGEST,
	STORE_FORGET_DIGESTS,
	STORE_DIGEST_REPOS,
	STORE_IS_MIXED,
	STORE_SPAN_AROUND,
	STORE_DROP_SPANS,
	STORE_PUT_SPAN,
	STORE_EACH_SPAN,
	STORE_PUT_REMOVAL,
	STORE_GET_REMOVED,
	STORE_TAKE_BACK,
	STORE_DROP_COMMENT,
	STORE_DROP_RELEASE,
	STORE_PUT_DELIVERY,
	STORE_DROP_DELIVERIES,
	STORE_GET_ITEM,
	STORE_PUT_MIXED_ITEM,
	STORE_PUT_MIXED_EVENT,
	STORE_GET_RESPONSE,
	STORE_DROP_RESPONSE,
	STORE_PUT_MIXED_RESPONSE,
	STORE_GET_RELEASE,
	STORE_PUT_MIXED_RELEASE,
	STORE_PUT_RELEASE_SOURCES,
	STORE_GET_BASE,
	STORE_PUT_MIXED_BASE,
	STORE_PUT_TOLD_ACCOUNT,
	STORE_MISSED,
	STORE_HAS_STAND_INS,
	STORE_NEXT_NUMBER,
	STORE_EACH_LABEL,
	STORE_EACH_EVENT,
	STORE_EACH_RESPONSE,
	STORE_EACH_RELEASE,
	STORE_EACH_MAINTAINER,
	STORE_UNREAD_OPEN,
	STORE_EACH_PRINT,
	STORE_EACH_NAME,
	STORE_UNITE_NAME,
	STORE_UNITE_ACCOUNT,
	STORE_UNITE_REMOVAL,
	STORE_UNITE_DETAIL,
	STORE_UNITE_GIT_COMMIT,
	STORE_DROP_GIT_COMMIT,
	STORE_DROP_GIT_HEAD,
	STORE_LEAVE_ALERT_RUN,
	STORE_LEAVE_ALERT,
	STORE_LEAVE_ALERT_TURN,
	STORE_LEAVE_NOTIFICATION,
	STORE_LEAVE_GATE_PASS,
	STORE_LEAVE_SCAN_RESULT,
	STORE_EACH_GIT_COMMIT,
	STORE_NEWEST_SYNC,
	STORE_DROP_DOUBTS,
	STORE_EACH_SCOPE,
	STORE_HAS_ALERT_RUN,
	STORE_HAS_GATE_PASS,
	STORE_HAS_SCAN_RESULT,
	STORE_DROP_SCOPE_ALERT_RUN,
	STORE_DROP_SCOPE_ALERT,
	STORE_DROP_SCOPE_ALERT_TURN,
	STORE_DROP_SCOPE_GATE_PASS,
	STORE_DROP_SCOPE_SCAN_RESULT,
	STORE_DROP_SCOPE_NOTIFICATION,
	STORE_STATEMENTS, /* how many there are */
};

/* The tables whose rows are digested, one for each file of queries/digest that
 * is named as a table is. The numbers stand in files: they never change. */
enum store_part {
	STORE_NO_PART,
	STORE_SCHEMA = 1,
	STORE_REPO = 2,
	STORE_ACCOUNT = 3,
	STORE_ITEM = 4,
	STORE_EVENT = 5,
	STORE_RELEASE = 6,
	STORE_STREAM = 7,
	STORE_RESPONSE = 8,
	STORE_ITEM_DETAIL = 9,
	STORE_ITEM_LABEL = 10,
	STORE_PULL_BASE = 11,
	STORE_GIT_HEAD = 12,
	STORE_GIT_AUTHOR = 13,
	STORE_GIT_COMMIT = 14,
	STORE_GIT_TAG = 15,
	STORE_LISTING = 16,
	STORE_LISTED_COMMIT = 17,
	STORE_ALERT_RUN = 18,
	STORE_ALERT = 19,
	STORE_ALERT_TURN = 20,
	STORE_GATE_PASS = 21,
	STORE_NAME = 22,
	STORE_DOUBT = 23,
	STORE_NOTIFICATION = 24,
	STORE_REMOVAL = 25,
	STORE_SPAN = 26,
	STORE_DELIVERY = 27,
	STORE_SCAN_RESULT = 28,
	STORE_MAINTAINER = 29,
	STORE_PARTS,
};

/* Their indexes, one for each file that is named as an index is. */
enum {
	STORE_INDEXES = 10,
	/* Of a table, and more than any of ours has. */
	STORE_COLUMNS = 32,
	/* Of an index, and of the parameters of a statement. */
	STORE_PARAMETERS = 32,
};

/* How many accounts are remembered. */
#define STORE_ACCOUNTS 1024

/* One that was put in a transaction; id 0: none. */
struct store_account {
	int64_t id;
	size_t login_len, type_len;
	bool has_type;
	char host[64];
	char login[48];
	char type[16];
	enum hscan_source source; /* that has told it, */
	int64_t told_at;          /* on the day that began then */
};

/* Of how many repositories it is remembered whether several sources tell of
 * them; repo_id 0: none. */
#define STORE_MIXED 64
struct store_mixed {
	int64_t repo_id;
	bool mixed;
};

/* The columns [from, to) of a table, which tell its rows from each other; the
 * repository is not among them, but where it is all there is. */
struct store_key {
	int from, to;
};

/* What a statement that writes does to a digest; see call.c. */
struct store_writer {
	enum store_part part; /* STORE_NO_PART: not looked up yet */
	struct store_key key; /* of its rows */
	int columns;
	bool of_repo;
	int repo_at; /* which parameter is the repository; 0: none */
	/* Of each parameter, as the column it is bound for; -1: none. */
	int16_t column[STORE_PARAMETERS];
	/* The numbers of what was bound last, by column; 0: NULL. */
	uint64_t values[STORE_COLUMNS];
};

/* What a part holds of a repository: its rows, the sum of the numbers of their
 * keys, and that of their own. */
struct store_tally {
	int64_t rows;
	uint64_t keys, sum;
};

/* The row that is being written. */
struct store_row {
	int64_t repo_id;
	uint64_t key;
	struct store_key columns;       /* that make it */
	uint64_t values[STORE_COLUMNS]; /* of one that a function is told */
	bool active;                    /* the statement is being run */
	bool told; /* the statement says itself what changes */
	struct store_tally change;
};

/* One that is known, or changed since the transaction began. */
struct store_digest {
	int64_t repo_id;
	enum store_part part; /* STORE_NO_PART: the place is free */
	bool changed;
	struct store_tally tally;
};

enum { STORE_DIGESTS = 64 };

/* A parameter, by its name: a literal. */
struct store_parameter {
	const char *name;
	int16_t at;     /* 0: there is none such */
	int16_t column; /* that is digested, of which it is; -1: none */
	bool repo;      /* it is the repository whose digest that is */
};

/* A statement, prepared when it is first used. */
struct store_prepared {
	sqlite3_stmt *stmt;
	int parameters;
	/* In the order in which they were bound last; the last one has no
	 * name. */
	struct store_parameter bound[STORE_PARAMETERS + 1];
};

enum store_control {
	STORE_BEGIN,
	STORE_COMMIT,
	STORE_ROLLBACK,
	STORE_HOLD,
	STORE_LET_GO,
	STORE_CONTROLS,
};

struct hscan_store {
	sqlite3 *db;
	struct store_prepared statements[STORE_STATEMENTS];
	struct store_prepared scans[STORE_PARTS];
	struct store_prepared quick_scans[STORE_PARTS];
	struct store_prepared index_scans[STORE_INDEXES];
	struct glance *glance; /* of scan.c; NULL: nothing is looked at */
	struct store_writer writers[STORE_STATEMENTS];
	struct store_row row;
	struct store_digest digests[STORE_DIGESTS];
	struct store_checked {
		int64_t repo_id, changes, version;
		bool slices;
	} checked; /* what was found undamaged last */
	sqlite3_stmt *control[STORE_CONTROLS];
	bool in_transaction;
	bool read_only;
	bool unguarded; /* nobody is kept from changing the file meanwhile */
	int64_t moved;  /* how often a write has changed what is digested */
	bool busy;  /* another process had the lock when it was tried last */
	char *path; /* owned; of a read-only one, with what it was like */
	struct stat as_opened;
	struct store_shadow *shadow; /* owned; NULL: it holds all there is */
	struct store_account accounts[STORE_ACCOUNTS];
	struct store_mixed mixed[STORE_MIXED];
	int64_t accounts_version; /* of the file, for which all these hold */
};

/* One execution. The first failure sticks. */
struct store_call {
	struct hscan_store *store;
	struct store_prepared *prepared;
	sqlite3_stmt *stmt;
	/* Of one that writes rows which are digested; else NULL. */
	struct store_writer *writer;
	enum store_statement which;
	bool own_transaction; /* there was none, so it has one of its own */
	int bound;            /* how many */
	int rc;
};

/* --- a store of little; see shadow.c --- */

struct hscan_shadowed;

/* Makes one of a store that is new; the store frees it in either case. */
enum hscan_status store_shadow_new(struct hscan_store *store,
    const struct hscan_shadowed *of, struct hscan_error *err);

/* Who has the rows; NULL: the store itself. */
const struct hscan_shadowed *store_shadow_of(const struct hscan_store *store);
void store_shadow_close(struct hscan_store *store);

/* --- failures; see failure.c --- */

/* As hscan_store_failed(), of the result of a call. */
enum hscan_status store_failed_as(
    sqlite3 *db, int rc, const char *doing, struct hscan_error *err);

/* --- numbers; see number.c --- */

/* The numbers of values; NULL is 0, and of text and blobs it is that of
 * hscan_mix_bytes(). */
static inline uint64_t
store_digest_integer(int64_t value)
{
	/* Another one for each, and none that ever stands there gives 0. */
	return ((uint64_t)value + 1) * HSCAN_GOLDEN ^ UINT64_C(0x5851F42D);
}
uint64_t store_digest_real(double value);
uint64_t store_value(sqlite3_value *value);

/* One more value of some that have a number together: each step gives another
 * number for each, so none is lost before all bits are mixed. */
static inline uint64_t
store_add_value(uint64_t number, uint64_t value)
{
	return (number ^ value) * UINT64_C(0xD6E8FEB86659FD93);
}

/* The number of a row is, from those of its values, the sum of that of its key
 * and those of its other columns. */
static inline uint64_t
store_row_key(const uint64_t *values, struct store_key columns)
{
	uint64_t key = HSCAN_GOLDEN;

	for (int i = columns.from; i < columns.to; i++)
		key = store_add_value(key, values[i]);
	return hscan_mix(key);
}
static inline uint64_t
store_row_cell(uint64_t key, int column, uint64_t value)
{
	return value == 0 ? 0
			  : hscan_mix((key ^ value) +
				      (uint64_t)(column + 1) * HSCAN_GOLDEN);
}
static inline uint64_t
store_row_cells(uint64_t key, const uint64_t *values, int from, int to)
{
	uint64_t sum = 0;

	for (int i = from; i < to; i++)
		sum += store_row_cell(key, i, values[i]);
	return sum;
}

/* --- statements, without digests; see statement.c --- */

/* SQLITE_OK, or why a statement cannot be prepared. */
int store_prepare(struct hscan_store *store, struct store_prepared *prepared,
    const char *path);

/* The file of one. */
const char *store_path_of(enum store_statement which);

static inline struct store_call
store_statement_begin(struct hscan_store *store, enum store_statement which)
{
	struct store_prepared *prepared = &store->statements[which];
	struct store_call call = {
	    .store = store, .prepared = prepared, .which = which};

	if (!prepared->stmt)
		call.rc = store_prepare(store, prepared, store_path_of(which));
	call.stmt = prepared->stmt;
	return call;
}

/* The same for one that is kept elsewhere. */
static inline struct store_call
store_statement_of(struct hscan_store *store, struct store_prepared *prepared,
    const char *path)
{
	struct store_call call = {.store = store, .prepared = prepared};

	if (!prepared->stmt)
		call.rc = store_prepare(store, prepared, path);
	call.stmt = prepared->stmt;
	return call;
}

/* Each of its parameters has to be bound once. `name` is ":name", a literal;
 * text and blobs have to outlive the call. */
void store_bind_i64(struct store_call *call, const char *name, int64_t value);
/* HSCAN_NEVER: NULL. */
void store_bind_time(struct store_call *call, const char *name, int64_t value);
/* 0: NULL. */
void store_bind_id(struct store_call *call, const char *name, int64_t id);
void store_bind_text(
    struct store_call *call, const char *name, struct hscan_text text);
void store_bind_blob(
    struct store_call *call, const char *name, const void *bytes, size_t len);
void store_bind_double(struct store_call *call, const char *name, double value);
void store_bind_null(struct store_call *call, const char *name);
/* What a column of a row has, whatever it is. */
void store_bind_value(
    struct store_call *call, const char *name, sqlite3_stmt *row, int column);

/* Runs to the next row. True when there is one; false at the end or on a
 * failure: store_statement_end() tells which. */
bool store_statement_row(struct store_call *call);

/* Finishes, ready for the next use. */
enum hscan_status store_statement_end(
    struct store_call *call, const char *doing, struct hscan_error *err);

/* --- calls: statements, with what those that write do to the digests; see
 * call.c --- */

struct store_call store_call_begin(
    struct hscan_store *store, enum store_statement which);
bool store_call_row(struct store_call *call);
enum hscan_status store_call_end(
    struct store_call *call, const char *doing, struct hscan_error *err);

/* What the statement has given the row: the number that is its key. */
void store_digest_key(struct store_call *call, int64_t id);

/* Runs statements in order, each of which has :repo_id alone. */
enum hscan_status store_run_all(struct hscan_store *store, int64_t repo_id,
    const enum store_statement *steps, size_t len, const char *doing,
    struct hscan_error *err);

/* Registers what statements call by name. */
int store_call_functions(struct hscan_store *store);

/* --- accounts and names --- */

/* The account behind a record; a deleted one has no row. */
enum hscan_status store_put_account(struct hscan_store *store,
    const struct hscan_teller *teller, const struct hscan_actor *actor,
    struct hscan_error *err);

/* When what was put may no longer be there (transaction.c). */
void store_forget_accounts(struct hscan_store *store);

/* --- what several sources tell; see sources.c and mixed*.c --- */

/* Whether several sources tell of a repository. HSCAN_EINVAL: this one is not
 * REST, and no span of its was put. */
HSCAN_CHECK enum hscan_status store_mixes(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id, bool *out,
    struct hscan_error *err);

/* Takes a span out, with those like it that it touches. */
HSCAN_CHECK enum hscan_status store_drop_span(struct hscan_store *store,
    int64_t repo_id, const struct hscan_span *span, struct hscan_error *err);

/* When what was put may no longer be there (transaction.c). */
void store_forget_mixed(struct hscan_store *store);

/* Since when something is deleted (of->removed_at), HSCAN_NEVER: it is not.
 * That it was before `there_at` is taken back. */
HSCAN_CHECK enum hscan_status store_find_removal(struct hscan_store *store,
    int64_t repo_id, struct hscan_removal *of, int64_t there_at,
    struct hscan_error *err);

/* Takes out what is there of something that was deleted, if nothing of later
 * tells that it is there. */
HSCAN_CHECK enum hscan_status store_apply_removal(struct hscan_store *store,
    int64_t repo_id, const struct hscan_removal *removal,
    struct hscan_error *err);

/* What a statement has of a record: of an item all but what depends on whether
 * it is gone, and on who told it. */
void store_bind_item(struct store_call *call, const struct hscan_item *item);
/* Who told it, a set of 1 << source; that of REST alone is stored as NULL. */
void store_bind_sources(struct store_call *call, unsigned sources);
void store_bind_release(
    struct store_call *call, const struct hscan_release *release);
void store_bind_base(struct store_call *call, const struct hscan_base *base);

/* The labels of an item, in place of those there are. */
HSCAN_CHECK enum hscan_status store_put_labels(struct hscan_store *store,
    int64_t repo_id, const struct hscan_item *item, struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_has_labels(struct hscan_store *store,
    int64_t repo_id, int64_t number, bool *out, struct hscan_error *err);

/* A record of a repository that several sources tell of, with what is stored
 * of it. */
HSCAN_CHECK enum hscan_status store_put_mixed_item(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_put_mixed_event(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_event *event, struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_put_mixed_response(
    struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_response *response,
    struct hscan_error *err);
/* As all of a set of sources have told it. */
HSCAN_CHECK enum hscan_status store_move_mixed_response(
    struct hscan_store *store, const char *host, int64_t repo_id,
    const struct hscan_response *response, unsigned sources,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_put_mixed_release(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_release *release, struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_put_mixed_base(struct hscan_store *store,
    int64_t repo_id, const struct hscan_base *told, struct hscan_error *err);

/* The same of an item, or its branch, as it is stored of one repository, with
 * what is stored of it of another one. */
HSCAN_CHECK enum hscan_status store_move_mixed_item(struct hscan_store *store,
    const char *host, int64_t from, int64_t to, int64_t number,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_move_mixed_base(struct hscan_store *store,
    int64_t from, int64_t to, int64_t number, struct hscan_error *err);

/* The same of those whom the forge counts among who look after it. */
HSCAN_CHECK enum hscan_status store_move_maintainers(struct hscan_store *store,
    int64_t from, int64_t to, struct hscan_error *err);

/* "owner/name", as it is stored; of `out`. */
#define STORE_FULL_NAME 192
struct hscan_text store_full_name(
    const struct hscan_repo_name *name, char out[STORE_FULL_NAME]);

/* --- the file; see migrate.c --- */

/* The schema of this version. */
int64_t store_newest(void);

/* Runs statements that give no rows. */
enum hscan_status store_run(
    sqlite3 *db, const char *sql, struct hscan_error *err);

/* Whether the file is ours, and of which version. */
HSCAN_CHECK enum hscan_status store_identify(
    sqlite3 *db, int64_t *version, struct hscan_error *err);

/* Brings a file of `version` up to date. */
HSCAN_CHECK enum hscan_status store_migrate(
    struct hscan_store *store, int64_t version, struct hscan_error *err);

/* Whether it has our tables, indexes and views and no others, each as we make
 * it; see schema.c. HSCAN_ESTORE: it has not. */
HSCAN_CHECK enum hscan_status store_check_schema(
    struct hscan_store *store, struct hscan_error *err);

/* --- digests; see digest.c --- */

/* `sign` is 1 to add, -1 to take off. */
static inline void
store_tally_add(
    struct store_tally *to, const struct store_tally *tally, int sign)
{
	to->rows += sign * tally->rows;
	to->keys += (uint64_t)sign * tally->keys;
	to->sum += (uint64_t)sign * tally->sum;
}

/* Before a transaction is committed: what was changed goes into the file. */
HSCAN_CHECK enum hscan_status store_digest_flush(
    struct hscan_store *store, struct hscan_error *err);

/* When what is known may no longer be so. */
void store_digest_forget(struct hscan_store *store);

/* Of the rows that are there, in a transaction; for a file that has none
 * (refill.c). */
HSCAN_CHECK enum hscan_status store_digest_all(
    struct hscan_store *store, struct hscan_error *err);

/* Around a migration, in its transaction, for a file that has digests: what it
 * makes anew is counted again, so that what was damaged before still shows. */
HSCAN_CHECK enum hscan_status store_digest_before(struct hscan_store *store,
    int64_t migration, bool *digested, struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_digest_after(
    struct hscan_store *store, int64_t migration, struct hscan_error *err);

/* What stands in the file, which need not be so. */
HSCAN_CHECK enum hscan_status store_digest_get(struct hscan_store *store,
    int64_t repo_id, enum store_part part, struct store_tally *out,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status store_digest_put(struct hscan_store *store,
    struct store_digest *digest, struct hscan_error *err);

/* The one of a part, from the file when it is not known. */
HSCAN_CHECK enum hscan_status store_digest_find(struct hscan_store *store,
    int64_t repo_id, enum store_part part, struct store_digest **out,
    struct hscan_error *err);

/* --- what is there; see scan.c --- */

struct store_key store_part_key(enum store_part part);

/* The name of a part's table, and of an index: static. */
struct hscan_text store_part_name(enum store_part part);
struct hscan_text store_index_name(int index);

enum store_part store_index_part(int index);

/* Whether its rows are of repositories. */
bool store_is_of_repo(enum store_part part);

/* A statement that gives all rows of a part, prepared; NULL after a failure,
 * which the connection tells. */
sqlite3_stmt *store_scan_of(struct hscan_store *store, enum store_part part);

/* Reads all rows of a part of a repository, each with all its columns in their
 * order; with store_statement_row() and store_statement_end(). */
struct store_call store_scan_begin(
    struct hscan_store *store, int64_t repo_id, enum store_part part);

/* Counts and sums up the rows of a part. */
HSCAN_CHECK enum hscan_status store_scan(struct hscan_store *store,
    int64_t repo_id, enum store_part part, struct store_tally *out,
    struct hscan_error *err);

/* Whether there is a quicker way to look at its keys; and that: `out->sum` is
 * of no use then, and `should` is what its indexes should have. */
bool store_part_is_large(enum store_part part);
HSCAN_CHECK enum hscan_status store_scan_quick(struct hscan_store *store,
    int64_t repo_id, enum store_part part, struct store_tally *out,
    struct store_tally should[STORE_INDEXES], struct hscan_error *err);

/* What an index has. */
HSCAN_CHECK enum hscan_status store_scan_index(struct hscan_store *store,
    int64_t repo_id, int index, struct store_tally *out,
    struct hscan_error *err);

int store_scan_functions(struct hscan_store *store);

/* As hscan_store_check(), of each value of a repository; of 0, of what is of
 * none. */
HSCAN_CHECK enum hscan_status store_check_whole(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err);

/* Columns; NULL becomes HSCAN_NEVER, absent text. */
int64_t store_time(sqlite3_stmt *stmt, int column);
struct hscan_text store_text(sqlite3_stmt *stmt, int column);

/* Makes a text that dies with the row one that lives with the arena. */
HSCAN_CHECK enum hscan_status store_keep(struct hscan_arena *arena,
    struct hscan_text *text, struct hscan_error *err);

/* Leaves to another what a repository has kept of groups; `*left` is how many
 * rows. In a transaction; see heir.c. */
HSCAN_CHECK enum hscan_status store_leave_groups(struct hscan_store *store,
    int64_t from, const struct hscan_heirs *heirs, int64_t *left,
    struct hscan_error *err);

#endif
