/* SPDX-License-Identifier: MIT */
/* What SQLite says, as messages of ours that say what to do. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "store/internal.h"

/* What SQLite says, as ours, and what to do. */
static const struct {
	int code;
	enum hscan_status status;
	const char *advice;
} known_failures[] = {
    {SQLITE_NOMEM, HSCAN_ENOMEM, "out of memory"},
    {SQLITE_INTERRUPT, HSCAN_EINTR, "interrupted"},
    {SQLITE_BUSY, HSCAN_ESTORE,
	"another process holds the store; wait for it, or use another "
	"--db"},
    {SQLITE_FULL, HSCAN_ESTORE,
	"the disk is full; make room, then run again to go on"},
    {SQLITE_READONLY, HSCAN_ESTORE,
	"the store cannot be written; check its permissions, or use "
	"another --db"},
    {SQLITE_PERM, HSCAN_ESTORE, "no permission; use another --db"},
    {SQLITE_CANTOPEN, HSCAN_ESTORE,
	"check that its folder is there and can be written, or use "
	"another --db"},
    {SQLITE_IOERR, HSCAN_ESTORE,
	"reading or writing failed; check the disk, then run again to "
	"go "
	"on"},
    {SQLITE_CORRUPT, HSCAN_ESTORE,
	"the file is damaged; move it away and run again, everything "
	"in "
	"it can be fetched anew"},
    /* Our statements are right, so what they are about is not. */
    {SQLITE_ERROR, HSCAN_ESTORE,
	"a table is not as healthscan makes it: the file is damaged, "
	"or was changed; go back to a backup, or move it away and run "
	"again, everything in it can be fetched anew"},
    {SQLITE_NOTADB, HSCAN_ESTORE,
	"the file is not a database; use another --db"},
};

enum hscan_status
store_failed_as(sqlite3 *db, int rc, const char *doing, struct hscan_error *err)
{
	int code = rc & 0xFF;
	/* The connection may have been used for something else since. */
	const char *why = (sqlite3_errcode(db) & 0xFF) == code
			      ? sqlite3_errmsg(db)
			      : sqlite3_errstr(rc);
	char said[200];

	/* Before anything is read, and not the disk's fault. */
	if (code == SQLITE_IOERR && why == sqlite3_errmsg(db) &&
	    sqlite3_extended_errcode(db) == SQLITE_IOERR_SHMSIZE)
		return hscan_fail(err, HSCAN_ESTORE,
		    "%s: no room for the index of its log beside it; the disk "
		    "is full: make room, then run again to go on",
		    doing);
	/* It may quote a statement, or the schema of a file of anybody's. */
	(void)hscan_safe(hscan_text_of(why), said, sizeof(said));
	for (size_t i = 0;
	     i < sizeof(known_failures) / sizeof(known_failures[0]); i++)
		if (known_failures[i].code == code)
			return hscan_fail(err, known_failures[i].status,
			    "%s: %s; %s", doing, said,
			    known_failures[i].advice);
	return hscan_fail(err, HSCAN_ESTORE,
	    "%s: %s; please report this with the version of healthscan", doing,
	    said);
}

enum hscan_status
hscan_store_failed(sqlite3 *db, const char *doing, struct hscan_error *err)
{
	return store_failed_as(db, sqlite3_errcode(db), doing, err);
}
