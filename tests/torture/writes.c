/* SPDX-License-Identifier: MIT */
/* The disk that fails; see writes.h. */
#include "torture/writes.h"
#include "support/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#define CHANGES_MAX 20000

static struct {
	int64_t chosen, made, failed;
	bool for_good;
	int code;
	bool recording;
	int mark;
	struct writes_change *changes;
	size_t len;
} disk;

static sqlite3_vfs *real_vfs;

struct file {
	sqlite3_file base;
	const char *name; /* SQLite keeps it while the file is open */
	int flags;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct file *)file)->real;
}

/* --- failing --- */

/* What a change has to return; SQLITE_OK: it is made. */
static int
change(void)
{
	disk.made++;
	if (disk.chosen == 0 || disk.made < disk.chosen ||
	    (disk.made > disk.chosen && !disk.for_good))
		return SQLITE_OK;
	disk.failed++;
	return disk.code;
}

void
writes_fail(int64_t nth, int code, bool for_good)
{
	disk.chosen = nth;
	disk.code = code;
	disk.for_good = for_good;
	disk.made = 0;
	disk.failed = 0;
}

int64_t
writes_made(void)
{
	return disk.made;
}

int64_t
writes_failed(void)
{
	return disk.failed;
}

/* --- remembering --- */

void
writes_record(bool on)
{
	if (on && !disk.changes)
		disk.changes = calloc(CHANGES_MAX, sizeof(*disk.changes));
	assert_true(!on || disk.changes != NULL);
	disk.recording = on;
}

void
writes_mark(int mark)
{
	disk.mark = mark;
}

const struct writes_change *
writes_recorded(size_t *len)
{
	*len = disk.len;
	return disk.changes;
}

void
writes_forget(void)
{
	for (size_t i = 0; i < disk.len; i++) {
		free(disk.changes[i].name);
		free(disk.changes[i].bytes);
	}
	free(disk.changes);
	disk.changes = NULL;
	disk.len = 0;
}

static void
record(const char *path, enum writes_kind kind, size_t at, const void *bytes,
    size_t len)
{
	struct writes_change *it;
	const char *slash;

	if (!disk.recording || !path)
		return;
	slash = strrchr(path, '/');
	assert_within(disk.len, 0, CHANGES_MAX - 1);
	it = &disk.changes[disk.len++];
	*it = (struct writes_change){
	    .kind = kind, .at = at, .len = len, .mark = disk.mark};
	it->name = strdup(slash ? slash + 1 : path);
	it->bytes = malloc(len > 0 ? len : 1);
	assert_true(it->name && it->bytes);
	if (len > 0)
		memcpy(it->bytes, bytes, len);
}

/* --- files --- */

static int
close_file(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int
read_file(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	return real_of(file)->pMethods->xRead(real_of(file), out, len, at);
}

static int
write_file(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	int rc = change();

	if (rc == SQLITE_OK)
		rc = real_of(file)->pMethods->xWrite(
		    real_of(file), bytes, len, at);
	if (rc == SQLITE_OK)
		record(((struct file *)file)->name, WRITES_BYTES, (size_t)at,
		    bytes, (size_t)len);
	/* A disk that is full may have taken a part of it. */
	else if (rc == SQLITE_FULL && len > 1)
		(void)real_of(file)->pMethods->xWrite(
		    real_of(file), bytes, len / 2, at);
	return rc;
}

static int
truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = change();

	if (rc == SQLITE_OK)
		rc = real_of(file)->pMethods->xTruncate(real_of(file), size);
	if (rc == SQLITE_OK)
		record(((struct file *)file)->name, WRITES_LENGTH, (size_t)size,
		    NULL, 0);
	return rc;
}

static int
sync_file(sqlite3_file *file, int flags)
{
	int rc = change();

	(void)flags;
	if (rc == SQLITE_OK)
		record(((struct file *)file)->name, WRITES_SYNC, 0, NULL, 0);
	return rc;
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *out)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), out);
}

static int
lock_file(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
unlock_file(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int
check_lock(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int
control_file(sqlite3_file *file, int op, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int
sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
map_shared(
    sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	int rc = extend ? change() : SQLITE_OK;

	if (rc != SQLITE_OK) {
		*out = NULL;
		return rc;
	}
	return real_of(file)->pMethods->xShmMap(
	    real_of(file), page, size, extend, out);
}

static int
lock_shared(sqlite3_file *file, int at, int count, int flags)
{
	return real_of(file)->pMethods->xShmLock(
	    real_of(file), at, count, flags);
}

static void
barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
unmap_shared(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

/* Of version 2: nothing is read or written past us through a mapping. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_shared,
};

/* --- the disk --- */

static int
open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *out, int flags,
    int *out_flags)
{
	struct file *file = (struct file *)out;
	int rc = SQLITE_OK, there = 1;

	(void)vfs;
	file->base.pMethods = NULL;
	file->name = name;
	file->flags = flags;
	file->real = (sqlite3_file *)(void *)(file + 1);
	if (name && (flags & SQLITE_OPEN_CREATE) &&
	    real_vfs->xAccess(real_vfs, name, SQLITE_ACCESS_EXISTS, &there) ==
		SQLITE_OK &&
	    !there)
		rc = change();
	if (rc != SQLITE_OK)
		return rc == SQLITE_FULL ? SQLITE_CANTOPEN : rc;
	rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
	if (file->real->pMethods)
		file->base.pMethods = &methods;
	return rc;
}

static int
delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
	int rc = change();

	(void)vfs;
	(void)sync;
	if (rc == SQLITE_OK)
		rc = real_vfs->xDelete(real_vfs, name, 0);
	if (rc == SQLITE_OK)
		record(name, WRITES_DELETE, 0, NULL, 0);
	return rc;
}

void
writes_begin(void)
{
	static sqlite3_vfs vfs;

	real_vfs = sqlite3_vfs_find(NULL);
	assert_non_null(real_vfs);
	/* All the rest is the real one's own; it finds itself by pAppData. */
	vfs = *real_vfs;
	vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
	vfs.zName = "torture";
	vfs.xOpen = open_file;
	vfs.xDelete = delete_file;
	assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}
