/* SPDX-License-Identifier: MIT */
/* Opens the store: makes the file, checks that it is ours, migrates it, and
 * turns SQLite's failures into messages. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/queries.h"

/* "hscn": marks the file as ours (PRAGMA application_id). */
#define APPLICATION_ID 0x6873636e

/* How long to wait for another process to finish its transaction. */
#define BUSY_MS 60000

/* How long between two attempts where SQLite does not wait by itself. */
#define LOG_WAIT_MS 20

#define MAX_PATH_BYTES ((size_t)64 * 1024)

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

static enum hscan_status
run(sqlite3 *db, const char *sql, struct hscan_error *err)
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

/* --- the file --- */

/* Makes every folder that `path` lies in and that is not there. */
static enum hscan_status
make_folders(const char *path, struct hscan_error *err)
{
	struct hscan_buf folder;
	enum hscan_status status;

	hscan_buf_init(&folder, MAX_PATH_BYTES);
	(void)hscan_buf_add_string(&folder, path);
	status = hscan_buf_check(&folder, "the path of the store", err);
	if (status != HSCAN_OK)
		goto out;
	for (size_t i = 1; i < folder.len; i++) {
		if (folder.ptr[i] != '/')
			continue;
		folder.ptr[i] = '\0';
		/* What cannot be made is told by the open that follows, unless
		 * it is this. */
		if (mkdir(folder.ptr, 0700) != 0 && errno != EEXIST &&
		    errno != EROFS && errno != EACCES && errno != ENOTDIR) {
			status = hscan_fail(err, HSCAN_ESTORE,
			    "cannot make the folder %s: %s; use another --db",
			    folder.ptr, strerror(errno));
			goto out;
		}
		folder.ptr[i] = '/';
	}
out:
	hscan_buf_clear(&folder);
	return status;
}

/* --- the schema --- */

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

static int64_t
newest_migration(void)
{
	int64_t newest = 0;

	for (size_t i = 0; i < hscan_queries_len; i++)
		if (migration_number(hscan_queries[i].path) > newest)
			newest = migration_number(hscan_queries[i].path);
	return newest;
}

/* Runs migration `number` and moves the version with it. */
static enum hscan_status
migrate_to(sqlite3 *db, int64_t number, struct hscan_error *err)
{
	char mark[128];
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < hscan_queries_len; i++) {
		if (migration_number(hscan_queries[i].path) != number)
			continue;
		status = run(db, hscan_query_of(&hscan_queries[i]).ptr, err);
		if (status != HSCAN_OK)
			return status;
	}
	(void)snprintf(mark, sizeof(mark),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d;",
	    APPLICATION_ID, (int)number);
	return run(db, mark, err);
}

/* Whose file is this, and which version? */
static enum hscan_status
identify(sqlite3 *db, int64_t *version, struct hscan_error *err)
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
	if (*version > newest_migration())
		return hscan_fail(err, HSCAN_ESTORE,
		    "the store was written by a newer healthscan (schema %d, "
		    "this "
		    "one knows %d); update healthscan, or use another --db",
		    (int)*version, (int)newest_migration());
	return HSCAN_OK;
}

/* Brings a file of `version` up to date. */
static enum hscan_status
migrate(struct hscan_store *store, int64_t version, struct hscan_error *err)
{
	sqlite3 *db = store->db;
	enum hscan_status status = HSCAN_OK;
	bool behind, digested;

	while (status == HSCAN_OK && version < newest_migration()) {
		status = run(db, "BEGIN IMMEDIATE", err);
		/* Another process may have been faster. */
		if (status == HSCAN_OK)
			status = identify(db, &version, err);
		behind = status == HSCAN_OK && version < newest_migration();
		if (behind)
			status = store_digest_before(
			    store, ++version, &digested, err);
		if (behind && status == HSCAN_OK)
			status = migrate_to(db, version, err);
		if (behind && status == HSCAN_OK && digested)
			status = store_digest_after(store, version, err);
		else if (behind && status == HSCAN_OK &&
			 version == newest_migration())
			status = store_digest_all(store, err);
		if (status == HSCAN_OK)
			status = run(db, "COMMIT", err);
		if (status != HSCAN_OK)
			(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		store_digest_forget(store);
	}
	return status;
}

/* A reader and a writer at once need the write-ahead log. Going over to it
 * takes the whole file, and for that SQLite does not wait by itself. */
static enum hscan_status
use_log(sqlite3 *db, struct hscan_error *err)
{
	enum hscan_status status;

	for (int waited_ms = 0;; waited_ms += LOG_WAIT_MS) {
		status = run(db,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
		    err);
		if ((sqlite3_errcode(db) & 0xFF) != SQLITE_BUSY ||
		    waited_ms >= BUSY_MS)
			return status;
		(void)sqlite3_sleep(LOG_WAIT_MS);
	}
}

static enum hscan_status
configure(struct hscan_store *store, int wait_ms, int64_t *version,
    struct hscan_error *err)
{
	sqlite3 *db = store->db;
	enum hscan_status status;

	(void)sqlite3_extended_result_codes(db, 1);
	(void)sqlite3_busy_timeout(db, wait_ms);
	/* Somebody else may have made the file: triggers that it brings along
	 * do not run; in views, SQLite calls harmless functions only, for the
	 * schema is not trusted (below). */
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	status = run(db,
	    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
	    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    /* Metrics come by the same pages again and again. */
	    "PRAGMA cache_size = -32768;",
	    err);
	if (status == HSCAN_OK && (store_digest_functions(store) != SQLITE_OK ||
				      store_scan_functions(store) != SQLITE_OK))
		status = hscan_store_failed(db, "the store failed", err);
	/* Nothing is changed in a file before it is known to be ours; and the
	 * answers must be of one moment, another process may be making it. */
	if (status == HSCAN_OK)
		status = run(db, "BEGIN", err);
	if (status == HSCAN_OK)
		status = identify(db, version, err);
	if (status == HSCAN_OK)
		status = run(db, "ROLLBACK", err);
	return status;
}

static enum hscan_status
open_to_write(struct hscan_store *store, struct hscan_error *err)
{
	sqlite3 *db = store->db;
	int64_t version = 0;
	enum hscan_status status = configure(store, BUSY_MS, &version, err);

	if (status == HSCAN_OK)
		status = use_log(db, err);
	if (status == HSCAN_OK)
		status = migrate(store, version, err);
	return status;
}

static enum hscan_status
open_to_read(struct hscan_store *store, int wait_ms, struct hscan_error *err)
{
	int64_t version = 0;
	enum hscan_status status = configure(store, wait_ms, &version, err);

	if (status == HSCAN_OK && version < newest_migration())
		return hscan_fail(err, HSCAN_ESTORE,
		    "the store is of an older healthscan (schema %d, this one "
		    "needs %d) and cannot be written; copy it to where it can "
		    "be, and name that with --db",
		    (int)version, (int)newest_migration());
	return status;
}

/* How a file is opened. */
struct manner {
	bool read_only;
	int wait_ms; /* for another process */
	int *code;   /* SQLite's, when that fails; may be NULL */
};

/* Opens the file that `name`, a path or an URI, says. */
static enum hscan_status
open_named(const char *path, const char *name, struct manner manner,
    struct hscan_store **out, struct hscan_error *err)
{
	bool read_only = manner.read_only;
	int flags = read_only ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
			      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	struct hscan_store *store = calloc(1, sizeof(*store));
	enum hscan_status status = HSCAN_OK;

	if (store && read_only)
		store->path = strdup(path);
	if (!store || (read_only && !store->path)) {
		hscan_store_close(store);
		return hscan_no_memory(err);
	}
	store->read_only = read_only;
	if (read_only && stat(path, &store->as_opened) != 0) {
		hscan_store_close(store);
		return hscan_fail(err, HSCAN_ESTORE,
		    "%s: cannot open the store: %s; check its path", path,
		    strerror(errno));
	}
	if (sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK)
		status = store->db ? hscan_store_failed(store->db,
					 "cannot open the store", err)
				   : hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = read_only ? open_to_read(store, manner.wait_ms, err)
				   : open_to_write(store, err);
	if (status != HSCAN_OK) {
		if (manner.code && store->db)
			*manner.code = sqlite3_errcode(store->db) & 0xFF;
		hscan_error_prefix(err, "%s: ", path);
		hscan_store_close(store);
		return status;
	}
	*out = store;
	return HSCAN_OK;
}

/* `*code` becomes SQLite's, when that fails. */
static enum hscan_status
open_or_make(const char *path, int *code, struct hscan_store **out,
    struct hscan_error *err)
{
	enum hscan_status status;

	/* SQLite would make a database that nobody ever sees again. */
	if (path[0] == '\0')
		return hscan_fail(err, HSCAN_ESTORE,
		    "the path of the store is empty; use another --db");
	status = make_folders(path, err);
	return status == HSCAN_OK
		   ? open_named(path, path,
			 (struct manner){false, BUSY_MS, code}, out, err)
		   : status;
}

enum hscan_status
hscan_store_open(
    const char *path, struct hscan_store **out, struct hscan_error *err)
{
	return open_or_make(path, NULL, out, err);
}

/* --- what cannot be written --- */

/* The first `len` bytes of the path and what follows; false when that failed,
 * as `name` says then. */
static bool
make_name(const char *path, size_t len, const char *end, struct hscan_buf *name)
{
	hscan_buf_reset(name);
	return hscan_buf_add(name, path, len) &&
	       hscan_buf_add_string(name, end);
}

/* Whether the folder that a path lies in can be written. */
static bool
is_folder_writable(const char *path, struct hscan_buf *name)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) + 1 : 0;

	return make_name(path, len, ".", name) &&
	       access(hscan_buf_string(name), W_OK | X_OK) == 0;
}

/* A log that holds something has to be read too, and for that SQLite needs to
 * write beside it. Without one the file stays as it is: nobody can change it,
 * and SQLite need not look whether somebody does. */
static bool
has_log(const char *path, struct hscan_buf *name)
{
	struct stat info;

	return make_name(path, strlen(path), "-wal", name) &&
	       stat(hscan_buf_string(name), &info) == 0 && info.st_size > 0;
}

static void
make_uri(const char *path, bool immutable, struct hscan_buf *uri)
{
	hscan_buf_reset(uri);
	(void)hscan_buf_add_string(uri, "file:");
	for (const char *at = path; *at; at++) {
		if (hscan_is_alnum(*at) || strchr("/-._~", *at))
			(void)hscan_buf_add_char(uri, *at);
		else
			(void)hscan_buf_add_format(
			    uri, "%%%02X", (unsigned)(unsigned char)*at);
	}
	(void)hscan_buf_add_string(
	    uri, immutable ? "?mode=ro&immutable=1" : "?mode=ro");
}

/* Opens what is not to be written. How it looks was found out by means of
 * `text`: where that failed, nothing is known. */
static enum hscan_status
open_as_it_is(const char *path, bool immutable, int wait_ms,
    struct hscan_buf *text, struct hscan_store **out, struct hscan_error *err)
{
	static const char what[] = "the path of the store";
	enum hscan_status status = hscan_buf_check(text, what, err);

	if (status != HSCAN_OK)
		return status;
	make_uri(path, immutable, text);
	status = hscan_buf_check(text, what, err);
	if (status != HSCAN_OK)
		return status;
	return open_named(path, hscan_buf_string(text),
	    (struct manner){true, wait_ms, NULL}, out, err);
}

/* On a disk that is full SQLite finds no room for the index of its log, which
 * it makes before anything is read; without a log none is needed. */
static enum hscan_status
open_to_look(const char *path, struct hscan_buf *text, struct hscan_store **out,
    struct hscan_error *err)
{
	int code = SQLITE_OK;
	enum hscan_status status = open_or_make(path, &code, out, err);

	if (status != HSCAN_ESTORE ||
	    (code != SQLITE_IOERR && code != SQLITE_FULL) ||
	    has_log(path, text) || text->failed != HSCAN_OK ||
	    open_as_it_is(path, true, BUSY_MS, text, out, NULL) != HSCAN_OK)
		return status;
	return HSCAN_OK;
}

enum hscan_status
hscan_store_open_read(
    const char *path, struct hscan_store **out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	bool folder;

	hscan_buf_init(&text, MAX_PATH_BYTES);
	folder = is_folder_writable(path, &text);
	if (text.failed == HSCAN_OK &&
	    (access(path, R_OK) != 0 || (access(path, W_OK) == 0 && folder)))
		status = open_to_look(path, &text, out, err);
	else if (folder || text.failed != HSCAN_OK)
		status = open_as_it_is(path, false, BUSY_MS, &text, out, err);
	else
		status = open_as_it_is(
		    path, !has_log(path, &text), BUSY_MS, &text, out, err);
	hscan_buf_clear(&text);
	return status;
}

/* Whether another process has the log open, or has left it: only then can
 * SQLite read it without making a file beside it. */
static bool
has_shared_log(const char *path, struct hscan_buf *name)
{
	return has_log(path, name) &&
	       make_name(path, strlen(path), "-shm", name) &&
	       access(hscan_buf_string(name), F_OK) == 0;
}

enum hscan_status
hscan_store_glance(
    const char *path, struct hscan_store **out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	struct stat info;

	/* A pipe would have us wait for somebody to write into it. */
	if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
		return hscan_fail(err, HSCAN_ESTORE,
		    "%s: there is no store; name one with --db", path);
	hscan_buf_init(&text, MAX_PATH_BYTES);
	status = open_as_it_is(
	    path, !has_shared_log(path, &text), 0, &text, out, err);
	hscan_buf_clear(&text);
	return status;
}

enum hscan_status
hscan_store_unchanged(const struct hscan_store *store, struct hscan_error *err)
{
	const struct stat *then = &store->as_opened;
	struct stat now;

	if (!store->read_only ||
	    (stat(store->path, &now) == 0 && now.st_ino == then->st_ino &&
		now.st_dev == then->st_dev && now.st_size == then->st_size &&
		now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
		now.st_mtim.tv_nsec == then->st_mtim.tv_nsec))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_ESTORE,
	    "%s cannot be shown: another process has changed it meanwhile; "
	    "run again",
	    store->path);
}

bool
hscan_store_is_read_only(const struct hscan_store *store)
{
	return store->read_only;
}

void
hscan_store_close(struct hscan_store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < STORE_STATEMENTS; i++)
		(void)sqlite3_finalize(store->statements[i]);
	for (size_t i = 0; i < STORE_PARTS; i++) {
		(void)sqlite3_finalize(store->scans[i]);
		(void)sqlite3_finalize(store->quick_scans[i]);
	}
	for (size_t i = 0; i < STORE_INDEXES; i++)
		(void)sqlite3_finalize(store->index_scans[i]);
	for (size_t i = 0; i < STORE_CONTROLS; i++)
		(void)sqlite3_finalize(store->control[i]);
	(void)sqlite3_close(store->db);
	free(store->path);
	free(store);
}

sqlite3 *
hscan_store_db(struct hscan_store *store)
{
	return store->db;
}

/* --- transactions --- */

/* The three statements of a transaction, before anything can fail: to roll back
 * must be possible without memory, and to prepare them each time takes longer
 * than to write many a row. */
static enum hscan_status
prepare_control(struct hscan_store *store, struct hscan_error *err)
{
	const char *const sql[STORE_CONTROLS] = {
	    [STORE_BEGIN] = store->read_only ? "BEGIN" : "BEGIN IMMEDIATE",
	    [STORE_COMMIT] = "COMMIT",
	    [STORE_ROLLBACK] = "ROLLBACK",
	};

	for (int i = 0; i < STORE_CONTROLS; i++)
		if (!store->control[i] &&
		    sqlite3_prepare_v3(store->db, sql[i], -1,
			SQLITE_PREPARE_PERSISTENT, &store->control[i],
			NULL) != SQLITE_OK)
			return hscan_store_failed(
			    store->db, "the store failed", err);
	return HSCAN_OK;
}

static enum hscan_status
run_control(struct hscan_store *store, enum store_control which,
    struct hscan_error *err)
{
	int rc = sqlite3_step(store->control[which]);

	(void)sqlite3_reset(store->control[which]);
	return rc == SQLITE_DONE
		   ? HSCAN_OK
		   : store_failed_as(store->db, rc, "the store failed", err);
}

enum hscan_status
hscan_store_begin(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = prepare_control(store, err);

	if (status == HSCAN_OK)
		status = run_control(store, STORE_BEGIN, err);
	store->in_transaction = status == HSCAN_OK;
	if (status == HSCAN_OK)
		store_check_accounts(store);
	return status;
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
	store_forget_accounts(store);
	store_digest_forget(store);
}
