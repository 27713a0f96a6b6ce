/* SPDX-License-Identifier: MIT */
/* Whose file is this, and of which version; brings it up to this one. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/queries.h"

/* "hscn": marks the file as ours (PRAGMA application_id). */
#define APPLICATION_ID 0x6873636e

enum hscan_status
store_run(sqlite3 *db, const char *sql, struct hscan_error *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return HSCAN_OK;
	return hscan_store_failed(db, "the store failed", err);
}

static enum hscan_status
read_number(sqlite3 *db, const char *sql, int64_t *out, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status = HSCAN_OK;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else
		status =
		    hscan_store_failed(db, "the store cannot be read", err);
	sqlite3_finalize(stmt);
	return status;
}

/* "schema/0001-facts.sql" is migration 1; 0 for anything else. */
static int64_t
migration_number(const char *path)
{
	struct hscan_text rest = hscan_text_of(path);
	int64_t number = 0;

	if (!hscan_text_starts(rest, "schema/"))
		return 0;
	rest.ptr += strlen("schema/");
	rest.len -= strlen("schema/");
	if (!hscan_parse_i64(
		hscan_text_split(&rest, '-'), 1, INT32_MAX, &number))
		return 0;
	return number;
}

int64_t
store_newest(void)
{
	int64_t newest = 0;

	for (size_t i = 0; i < hscan_queries_len; i++)
		if (migration_number(hscan_queries[i].path) > newest)
			newest = migration_number(hscan_queries[i].path);
	return newest;
}

/* The file is ours from now on, and of this version. */
static enum hscan_status
mark(sqlite3 *db, int64_t version, struct hscan_error *err)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d;",
	    APPLICATION_ID, (int)version);
	return store_run(db, sql, err);
}

/* Runs migration `number` and moves the version with it. */
static enum hscan_status
migrate_to(sqlite3 *db, int64_t number, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++)
		if (migration_number(hscan_queries[i].path) == number)
			status = store_run(
			    db, hscan_query_of(&hscan_queries[i]).ptr, err);
	return status == HSCAN_OK ? mark(db, number, err) : status;
}

/* Whose file is this, and which version? */
enum hscan_status
store_identify(sqlite3 *db, int64_t *version, struct hscan_error *err)
{
	int64_t application = 0, tables = 0, virtual = 0;
	enum hscan_status status;

	status = read_number(db, "PRAGMA application_id", &application, err);
	if (status == HSCAN_OK)
		status = read_number(
		    db, "SELECT count(*) FROM sqlite_schema", &tables, err);
	if (status == HSCAN_OK)
		status = read_number(db, "PRAGMA user_version", version, err);
	if (status == HSCAN_OK)
		status = read_number(db,
		    "SELECT count(*) FROM sqlite_schema"
		    " WHERE type = 'table' AND rootpage = 0",
		    &virtual, err);
	if (status != HSCAN_OK)
		return status;
	if (application != APPLICATION_ID &&
	    (application != 0 || tables != 0 || *version != 0))
		return hscan_fail(err, HSCAN_ESTORE,
		    "this is another program's database; use another --db");
	/* To read from one runs code of its module, over whatever the file has
	 * in place of what the module wrote. */
	if (virtual != 0)
		return hscan_fail(err, HSCAN_ESTORE,
		    "it has virtual tables, which no store has; use another "
		    "--db");
	if (*version > store_newest())
		return hscan_fail(err, HSCAN_ESTORE,
		    "the store was written by a newer healthscan (schema %d, "
		    "this "
		    "one knows %d); update healthscan, or use another --db",
		    (int)*version, (int)store_newest());
	return HSCAN_OK;
}

/* A new file is made at once, as all migrations would leave it: they take
 * longer than a run in which little is new. */
static enum hscan_status
make_new(struct hscan_store *store, int64_t *version, struct hscan_error *err)
{
	enum hscan_status status =
	    store_run(store->db, hscan_query_text("schema/new.sql").ptr, err);

	*version = store_newest();
	if (status == HSCAN_OK)
		status = mark(store->db, *version, err);
	return status == HSCAN_OK ? store_digest_all(store, err) : status;
}

/* To the next version. */
static enum hscan_status
migrate(struct hscan_store *store, int64_t *version, struct hscan_error *err)
{
	bool digested = false;
	enum hscan_status status =
	    store_digest_before(store, ++*version, &digested, err);

	if (status == HSCAN_OK)
		status = migrate_to(store->db, *version, err);
	if (status == HSCAN_OK && digested)
		return store_digest_after(store, *version, err);
	return status == HSCAN_OK && *version == store_newest()
		   ? store_digest_all(store, err)
		   : status;
}

/* Brings a file of `version` up to date. */
enum hscan_status
store_migrate(
    struct hscan_store *store, int64_t version, struct hscan_error *err)
{
	sqlite3 *db = store->db;
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && version < store_newest()) {
		status = store_run(db, "BEGIN IMMEDIATE", err);
		/* Another process may have been faster. */
		if (status == HSCAN_OK)
			status = store_identify(db, &version, err);
		if (status == HSCAN_OK && version == 0)
			status = make_new(store, &version, err);
		else if (status == HSCAN_OK && version < store_newest())
			status = migrate(store, &version, err);
		if (status == HSCAN_OK)
			status = store_run(db, "COMMIT", err);
		if (status != HSCAN_OK)
			(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		store_digest_forget(store);
	}
	return status;
}
