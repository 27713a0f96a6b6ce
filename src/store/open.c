/* SPDX-License-Identifier: MIT */
/* Opens the store: makes the file, or finds the way in which one that cannot be
 * written can be read. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/merge.h"
#include "store/queries.h"
#include "store/shadow.h"

/* How long to wait for another process to finish its transaction. */
#define BUSY_MS 60000

/* How long between two attempts where SQLite does not wait by itself. */
#define LOG_WAIT_MS 20

#define MAX_PATH_BYTES ((size_t)64 * 1024)

void
hscan_store_use_one_thread(void)
{
	/* Too late, or not built in: it locks. */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
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

/* A reader and a writer at once need the write-ahead log. Going over to it
 * takes the whole file, and for that SQLite does not wait by itself. */
static enum hscan_status
use_log(sqlite3 *db, struct hscan_error *err)
{
	enum hscan_status status;

	for (int waited_ms = 0;; waited_ms += LOG_WAIT_MS) {
		status = store_run(db,
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
	status = store_run(db,
	    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
	    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    /* Metrics come by the same pages again and again. */
	    "PRAGMA cache_size = -32768;",
	    err);
	if (status == HSCAN_OK && (store_call_functions(store) != SQLITE_OK ||
				      store_scan_functions(store) != SQLITE_OK))
		status = hscan_store_failed(db, "the store failed", err);
	/* Nothing is changed in a file before it is known to be ours; and the
	 * answers must be of one moment, another process may be making it. */
	if (status == HSCAN_OK)
		status = store_run(db, "BEGIN", err);
	if (status == HSCAN_OK)
		status = store_identify(db, version, err);
	if (status == HSCAN_OK)
		status = store_run(db, "ROLLBACK", err);
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
		status = store_migrate(store, version, err);
	return status;
}

/* How a file is opened. */
struct manner {
	bool read_only;
	int wait_ms; /* for another process */
	int *code;   /* SQLite's, when that fails; may be NULL */
	bool other;  /* it is not the user's own, but one to be taken in */
};

static enum hscan_status
open_to_read(struct hscan_store *store, const struct manner *manner,
    struct hscan_error *err)
{
	int64_t version = 0;
	enum hscan_status status =
	    configure(store, manner->wait_ms, &version, err);

	if (status == HSCAN_OK && version < store_newest() && manner->other)
		return hscan_fail(err, HSCAN_ESTORE,
		    "the store is of an older healthscan (schema %d, this one "
		    "has %d), and is not changed here; healthscan db info --db "
		    "with its path brings it up to date",
		    (int)version, (int)store_newest());
	if (status == HSCAN_OK && version < store_newest())
		return hscan_fail(err, HSCAN_ESTORE,
		    "the store is of an older healthscan (schema %d, this one "
		    "needs %d) and cannot be written; copy it to where it can "
		    "be, and name that with --db",
		    (int)version, (int)store_newest());
	return status;
}

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
		status = read_only ? open_to_read(store, &manner, err)
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
			 (struct manner){false, BUSY_MS, code, false}, out, err)
		   : status;
}

enum hscan_status
hscan_store_open(
    const char *path, struct hscan_store **out, struct hscan_error *err)
{
	return open_or_make(path, NULL, out, err);
}

enum hscan_status
hscan_store_open_shadow(const struct hscan_shadowed *of,
    struct hscan_store **out, struct hscan_error *err)
{
	struct hscan_store *store = NULL;
	enum hscan_status status = open_named("memory",
	    ":memory:", (struct manner){false, BUSY_MS, NULL, false}, &store,
	    err);

	if (status == HSCAN_OK)
		status = store_shadow_new(store, of, err);
	if (status == HSCAN_OK)
		*out = store;
	else
		hscan_store_close(store);
	return status;
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
open_as(const char *path, bool immutable, struct manner manner,
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
	return open_named(path, hscan_buf_string(text), manner, out, err);
}

static enum hscan_status
open_as_it_is(const char *path, bool immutable, int wait_ms,
    struct hscan_buf *text, struct hscan_store **out, struct hscan_error *err)
{
	return open_as(path, immutable,
	    (struct manner){true, wait_ms, NULL, false}, text, out, err);
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
hscan_store_open_snapshot(
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

/* --- another one, to be taken in --- */

bool
hscan_store_is_same(const struct hscan_store *a, const struct hscan_store *b)
{
	const char *one = sqlite3_db_filename(a->db, "main");
	const char *other = sqlite3_db_filename(b->db, "main");
	struct stat x, y;

	return one && other && stat(one, &x) == 0 && stat(other, &y) == 0 &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* As large as anything that a store holds: what is larger was put there by
 * somebody else. */
enum { LARGEST_VALUE = 64 * 1024 * 1024 };

/* A pipe would have us wait for somebody to write into it. Of a link the file
 * that it leads to counts: its log lies beside that. */
static enum hscan_status
resolve(const char *path, char **out, struct hscan_error *err)
{
	struct stat info;

	*out = realpath(path, NULL);
	if (!*out && errno == ENOMEM)
		return hscan_no_memory(err);
	if (!*out || stat(*out, &info) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot open the store %s: %s; check the path", path,
		    strerror(errno));
	if (S_ISREG(info.st_mode))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s: it is %s, and no store; name the file of one", path,
	    S_ISDIR(info.st_mode) ? "a folder" : "no regular file");
}

/* Whether there is a log, if only an empty one: somebody has it open, or has
 * left it behind. */
static bool
is_shared(const char *path, struct hscan_buf *name)
{
	return make_name(path, strlen(path), "-wal", name) &&
	       access(hscan_buf_string(name), F_OK) == 0;
}

/* Where there is a log its readers and writers keep out of each other's way.
 * Where there is none, SQLite would make one to read, and leave it there: the
 * file is read as it is, as long as nobody changes it. */
static enum hscan_status
open_other(const char *path, struct hscan_store **out, struct hscan_error *err)
{
	const struct manner manner = {true, BUSY_MS, NULL, true};
	struct hscan_buf text;
	enum hscan_status status;
	bool shared;

	hscan_buf_init(&text, MAX_PATH_BYTES);
	shared = is_shared(path, &text);
	status = open_as(path, !shared, manner, &text, out, err);
	if (status == HSCAN_OK && *out)
		(*out)->unguarded = !shared;
	hscan_buf_clear(&text);
	return status;
}

bool
hscan_store_is_stale(const struct hscan_store *other)
{
	return other->unguarded &&
	       hscan_store_unchanged(other, NULL) != HSCAN_OK;
}

enum hscan_status
hscan_store_open_other(const char *path, const struct hscan_store *into,
    struct hscan_store **out, struct hscan_error *err)
{
	struct hscan_store *store = NULL;
	char *file = NULL;
	enum hscan_status status = resolve(path, &file, err);

	if (status == HSCAN_OK)
		status = open_other(file, &store, err);
	free(file);
	if (status != HSCAN_OK || !store)
		return status;
	(void)sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LARGEST_VALUE);
	if (hscan_store_is_same(store, into))
		status = hscan_fail(err, HSCAN_EINVAL,
		    "%s: it is the store that others are merged into; leave "
		    "it out, or name another one with --db",
		    path);
	if (status == HSCAN_OK)
		status = hscan_store_hold(store, err);
	if (status == HSCAN_OK)
		status = store_check_schema(store, err);
	if (status != HSCAN_OK && err->status == HSCAN_ESTORE)
		hscan_error_prefix(err, "%s: ", path);
	if (status == HSCAN_OK)
		*out = store;
	else
		hscan_store_close(store);
	return status;
}

enum hscan_status
hscan_store_unchanged(const struct hscan_store *store, struct hscan_error *err)
{
	const struct stat *then = &store->as_opened;
	struct stat now;

	if (!store->path ||
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

enum hscan_status
hscan_store_set_durable(struct hscan_store *store, struct hscan_error *err)
{
	return store_run(store->db, "PRAGMA synchronous = FULL", err);
}

enum hscan_status
hscan_store_set_patience(
    struct hscan_store *store, int wait_ms, struct hscan_error *err)
{
	if (sqlite3_busy_timeout(store->db, wait_ms) != SQLITE_OK)
		return hscan_store_failed(store->db, "the store failed", err);
	return HSCAN_OK;
}

enum hscan_status
hscan_store_set_frugal(struct hscan_store *store, struct hscan_error *err)
{
	return store_run(store->db, "PRAGMA cache_size = -2048", err);
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
	store_shadow_close(store);
	for (size_t i = 0; i < STORE_STATEMENTS; i++)
		(void)sqlite3_finalize(store->statements[i].stmt);
	for (size_t i = 0; i < STORE_PARTS; i++) {
		(void)sqlite3_finalize(store->scans[i].stmt);
		(void)sqlite3_finalize(store->quick_scans[i].stmt);
	}
	for (size_t i = 0; i < STORE_INDEXES; i++)
		(void)sqlite3_finalize(store->index_scans[i].stmt);
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
