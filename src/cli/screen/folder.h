/* SPDX-License-Identifier: MIT */
/*
 * A folder of results, file by file. It may hold other files too: a list in it,
 * FOLDER_LIST, names those that healthscan has written there, and no other one
 * is ever replaced or removed. A name is on the list before its file is there,
 * so that a run that breaks off leaves nothing behind that nobody knows.
 */
#ifndef HSCAN_CLI_SCREEN_FOLDER_H
#define HSCAN_CLI_SCREEN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#define FOLDER_LIST ".healthscan-pages"

struct folder_file {
	char *name;
	bool written; /* by this run */
};

struct folder {
	const char *path; /* borrowed */
	int fd;           /* of it; -1: it is not open */
	int list;         /* of the list, locked as long as it is open; or -1 */
	struct folder_file *files; /* all that are on the list */
	size_t len, room;
	bool blank; /* nothing is in the list yet */
};

/* Whether a path given to --output is that of a folder: it ends with a '/', or
 * is one. NULL and "-" are none. */
bool folder_is_meant(const char *path);

/**
 * Opens the folder, which is made with those that it lies in where it is not
 * there, and reads its list. `path` must outlive it. HSCAN_EIO, also where
 * another run is writing there. HSCAN_EINVAL: the list is none of ours. Call
 * folder_close() in either case.
 */
HSCAN_CHECK enum hscan_status folder_open(
    struct folder *folder, const char *path, struct hscan_error *err);

/* HSCAN_EINVAL: there is something of that name which is not on the list, or is
 * no plain file (a link, a folder), so that folder_write() would refuse it. */
HSCAN_CHECK enum hscan_status folder_check(
    const struct folder *folder, const char *name, struct hscan_error *err);

/* Writes a file, whole or not at all, over that of an earlier run. `name` is
 * that of a file in the folder, not beginning with a dot. Fails as
 * folder_check(), and with HSCAN_EIO. */
HSCAN_CHECK enum hscan_status folder_write(struct folder *folder,
    const char *name, struct hscan_text bytes, struct hscan_error *err);

/* When all is written: removes the plain files of earlier runs whose names end
 * with `suffix` and that this one has not written. HSCAN_EIO. */
HSCAN_CHECK enum hscan_status folder_finish(
    struct folder *folder, const char *suffix, struct hscan_error *err);

void folder_close(struct folder *folder);

#endif
