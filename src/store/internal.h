/* SPDX-License-Identifier: MIT */
/* What the files of the store share: the object, its prepared statements,
 * and binding in the order in which the SQL names its parameters. */
#ifndef HSCAN_STORE_INTERNAL_H
#define HSCAN_STORE_INTERNAL_H

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/arena.h"

#include "store/store.h"

/* One row for each file of queries/store; see statement_paths in store.c. */
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
	STORE_FILE_VERSION,
	STORE_HAS_LABELS,
	STORE_DROP_LABELS,
	STORE_PUT_LABEL,
	STORE_PUT_BASE,
	STORE_PUT_DETAIL,
	STORE_UNREAD_PULLS,
	STORE_COUNT_UNREAD,
	STORE_DROP_TAGS,
	STORE_PUT_TAG,
	STORE_GET_ALERT_RUN,
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
	STORE_ACTORS,
	STORE_EACH_REPO,
	STORE_LIST_REPOS,
	STORE_NAME_REPOS,
	STORE_FILE_FACTS,
	STORE_PRUNE,
	STORE_COUNT_ITEMS,
	STORE_COUNT_COMMENTS,
	STORE_COUNT_REVIEWS,
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
	STORE_STATEMENTS, /* how many there are */
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
};

struct hscan_store {
	sqlite3 *db;
	sqlite3_stmt
	    *statements[STORE_STATEMENTS]; /* prepared when first used */
	/* ROLLBACK, prepared before anything can fail: without memory it could
	 * not be. */
	sqlite3_stmt *undo;
	bool in_transaction;
	bool read_only;
	char *path; /* owned; of a read-only one, with what it was like */
	struct stat as_opened;
	struct store_account accounts[STORE_ACCOUNTS];
	int64_t accounts_version; /* of the file, for which they hold */
};

/* The values of one execution, bound in the order in which the statement
 * first names its parameters. The first failure sticks. */
struct store_call {
	struct hscan_store *store;
	sqlite3_stmt *stmt;
	int at;
	int rc;
};

/* The account behind a record; a deleted one has no row. */
enum hscan_status store_put_account(struct hscan_store *store, const char *host,
    const struct hscan_actor *actor, struct hscan_error *err);

/* When what was put may no longer be there. */
void store_forget_accounts(struct hscan_store *store);

/* At the beginning of a transaction: whether another process has written since
 * the last one. */
void store_check_accounts(struct hscan_store *store);

struct store_call store_call_begin(
    struct hscan_store *store, enum store_statement which);
void store_bind_i64(struct store_call *call, int64_t value);
void store_bind_time(struct store_call *call, int64_t value); /* NEVER: NULL */
void store_bind_id(struct store_call *call, int64_t id);      /* 0: NULL */
void store_bind_text(struct store_call *call, struct hscan_text text);
void store_bind_blob(struct store_call *call, const void *bytes, size_t len);
void store_bind_double(struct store_call *call, double value);
void store_bind_null(struct store_call *call);

/* Runs to the next row. True when there is one; false at the end or on a
 * failure: store_call_end() tells which. */
bool store_call_row(struct store_call *call);

/* "owner/name", as it is stored; of `out`. */
#define STORE_FULL_NAME 192
struct hscan_text store_full_name(
    const struct hscan_repo_name *name, char out[STORE_FULL_NAME]);

/* As hscan_store_failed(), of the result of a call. */
enum hscan_status store_failed_as(
    sqlite3 *db, int rc, const char *doing, struct hscan_error *err);

/* Finishes, ready for the next use. */
enum hscan_status store_call_end(
    struct store_call *call, const char *doing, struct hscan_error *err);

/* Runs statements in order, each of which has :repo_id alone. */
enum hscan_status store_run_all(struct hscan_store *store, int64_t repo_id,
    const enum store_statement *steps, size_t len, const char *doing,
    struct hscan_error *err);

/* Columns; NULL becomes HSCAN_NEVER, absent text. */
int64_t store_time(sqlite3_stmt *stmt, int column);
struct hscan_text store_text(sqlite3_stmt *stmt, int column);

/* Makes a text that dies with the row one that lives with the arena. */
HSCAN_CHECK enum hscan_status store_keep(struct hscan_arena *arena,
    struct hscan_text *text, struct hscan_error *err);

#endif
