/* SPDX-License-Identifier: MIT */
/* Whether a store that somebody else has made has our tables: a constraint that
 * is missing, or a view in place of a table, would have what is read from it be
 * something else. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/queries.h"

static const char cannot[] = "the schema cannot be read";

enum { COLUMNS = 4, NAME = 1 };

/* The next row of both; `*more`: there is one in both. HSCAN_ESTORE: they are
 * not the same. */
static enum hscan_status
compare_next(sqlite3 *db, sqlite3_stmt *theirs, sqlite3_stmt *ours, bool *more,
    struct hscan_error *err)
{
	int rc = sqlite3_step(theirs), here = sqlite3_step(ours);
	char shown[80];

	*more = rc == SQLITE_ROW && here == SQLITE_ROW;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_failed_as(db, rc, cannot, err);
	if (here != SQLITE_ROW && here != SQLITE_DONE)
		return hscan_no_memory(err);
	if (rc == SQLITE_DONE && here == SQLITE_DONE)
		return HSCAN_OK;
	for (int i = 0; i < COLUMNS && *more; i++)
		if (!hscan_text_equal(
			store_text(theirs, i), store_text(ours, i)))
			*more = false;
	if (*more)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_ESTORE,
	    "it has not the tables of a store (%s is another one); only what "
	    "healthscan has written can be merged",
	    hscan_safe(store_text(rc == SQLITE_ROW ? theirs : ours, NAME),
		shown, sizeof(shown)));
}

static enum hscan_status
compare(sqlite3 *db, sqlite3 *own, struct hscan_error *err)
{
	struct hscan_text sql = hscan_query_text("store/schema.sql");
	sqlite3_stmt *theirs = NULL, *ours = NULL;
	enum hscan_status status = HSCAN_OK;
	bool more = true;

	if (sqlite3_prepare_v2(db, sql.ptr, (int)sql.len, &theirs, NULL) !=
	    SQLITE_OK)
		status = hscan_store_failed(db, cannot, err);
	else if (sqlite3_prepare_v2(own, sql.ptr, (int)sql.len, &ours, NULL) !=
		 SQLITE_OK)
		status = hscan_no_memory(err);
	while (status == HSCAN_OK && more)
		status = compare_next(db, theirs, ours, &more, err);
	(void)sqlite3_finalize(theirs);
	(void)sqlite3_finalize(ours);
	return status;
}

enum hscan_status
store_check_schema(struct hscan_store *store, struct hscan_error *err)
{
	sqlite3 *own = NULL;
	enum hscan_status status = HSCAN_OK;

	if (sqlite3_open_v2(":memory:", &own,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK)
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status =
		    store_run(own, hscan_query_text("schema/new.sql").ptr, err);
	if (status == HSCAN_OK)
		status = compare(store->db, own, err);
	(void)sqlite3_close(own);
	return status;
}
