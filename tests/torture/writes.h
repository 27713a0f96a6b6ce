/* SPDX-License-Identifier: MIT */
/*
 * A disk under SQLite that fails when it is told to, and remembers what was
 * done to it: a VFS between SQLite and its own. What changes a file is counted:
 * a write, a truncation, a sync, a deletion, a file that is made, a part of the
 * shared memory. It never waits for the real disk.
 */
#ifndef HSCAN_TESTS_WRITES_H
#define HSCAN_TESTS_WRITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For main(): from here on every database that is opened is on this disk. */
void writes_begin(void);

/* The nth change from now on fails with `code` (SQLITE_IOERR, SQLITE_FULL),
 * and with `for_good` all that follow. 0: none. */
void writes_fail(int64_t nth, int code, bool for_good);

/* Since writes_fail(). */
int64_t writes_made(void);
int64_t writes_failed(void);

enum writes_kind {
	WRITES_BYTES,
	WRITES_LENGTH,
	WRITES_SYNC,
	WRITES_DELETE,
};

/* A change of a database or of its log; the shared memory does not outlive a
 * crash. */
struct writes_change {
	enum writes_kind kind;
	char *name; /* of the file, without its folder; owned */
	size_t at;  /* or the new length */
	size_t len;
	unsigned char *bytes; /* owned */
	int mark;             /* that was set when it was made */
};

/* From on to off, every change is remembered in order. */
void writes_record(bool on);
void writes_mark(int mark);
const struct writes_change *writes_recorded(size_t *len);
void writes_forget(void);

#endif
