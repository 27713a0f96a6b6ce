/* SPDX-License-Identifier: MIT */
/* Transactions, and what is known of the file from one to the next. */
#include "store/internal.h"

static enum hscan_status
prepare_control(struct hscan_store *store, enum store_control which,
    const char *sql, struct hscan_error *err)
{
	if (store->control[which] ||
	    sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		&store->control[which], NULL) == SQLITE_OK)
		return HSCAN_OK;
	return hscan_store_failed(store->db, "the store failed", err);
}

/* The three statements of a transaction, before anything can fail: to roll back
 * must be possible without memory, and to prepare them each time takes longer
 * than to write many a row. */
static enum hscan_status
prepare_transaction(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status;

	status = prepare_control(store, STORE_BEGIN,
	    store->read_only ? "BEGIN" : "BEGIN IMMEDIATE", err);
	if (status == HSCAN_OK)
		status = prepare_control(store, STORE_COMMIT, "COMMIT", err);
	if (status == HSCAN_OK)
		status =
		    prepare_control(store, STORE_ROLLBACK, "ROLLBACK", err);
	return status;
}

static enum hscan_status
run_control(struct hscan_store *store, enum store_control which,
    struct hscan_error *err)
{
	int rc = sqlite3_step(store->control[which]);

	store->busy = (rc & 0xFF) == SQLITE_BUSY;
	(void)sqlite3_reset(store->control[which]);
	return rc == SQLITE_DONE
		   ? HSCAN_OK
		   : store_failed_as(store->db, rc, "the store failed", err);
}

void
store_forget_accounts(struct hscan_store *store)
{
	for (size_t i = 0; i < STORE_ACCOUNTS; i++)
		store->accounts[i].id = 0;
}

void
store_forget_mixed(struct hscan_store *store)
{
	for (size_t i = 0; i < STORE_MIXED; i++)
		store->mixed[i].repo_id = 0;
}

static void
forget_all(struct hscan_store *store)
{
	store_forget_accounts(store);
	store_forget_mixed(store);
	store_digest_forget(store);
}

/* Whether another process has written since the last transaction. */
static void
check_version(struct hscan_store *store)
{
	struct store_call call =
	    store_statement_begin(store, STORE_FILE_VERSION);
	int64_t version = 0;

	if (store_statement_row(&call))
		version = sqlite3_column_int64(call.stmt, 0);
	if (store_statement_end(&call, "", NULL) != HSCAN_OK ||
	    version != store->accounts_version)
		forget_all(store);
	store->accounts_version = version;
}

enum hscan_status
hscan_store_begin(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = prepare_transaction(store, err);

	if (status == HSCAN_OK)
		status = run_control(store, STORE_BEGIN, err);
	store->in_transaction = status == HSCAN_OK;
	if (status == HSCAN_OK)
		check_version(store);
	return status;
}

bool
hscan_store_is_busy(const struct hscan_store *store)
{
	return store->busy;
}

enum hscan_status
hscan_store_commit(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = store_digest_flush(store, err);

	if (status == HSCAN_OK)
		status = run_control(store, STORE_COMMIT, err);
	if (status == HSCAN_OK)
		store->in_transaction = false;
	return status;
}

void
hscan_store_rollback(struct hscan_store *store)
{
	/* SQLite has rolled back by itself after some failures. */
	if (store->in_transaction && !sqlite3_get_autocommit(store->db)) {
		(void)sqlite3_step(store->control[STORE_ROLLBACK]);
		(void)sqlite3_reset(store->control[STORE_ROLLBACK]);
	}
	store->in_transaction = false;
	forget_all(store);
}

enum hscan_status
hscan_store_hold(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status;

	status = prepare_control(store, STORE_HOLD, "SAVEPOINT hold", err);
	if (status == HSCAN_OK)
		status =
		    prepare_control(store, STORE_LET_GO, "RELEASE hold", err);
	return status == HSCAN_OK ? run_control(store, STORE_HOLD, err)
				  : status;
}

void
hscan_store_let_go(struct hscan_store *store)
{
	/* SQLite has let go by itself after some failures. */
	(void)sqlite3_step(store->control[STORE_LET_GO]);
	(void)sqlite3_reset(store->control[STORE_LET_GO]);
}
