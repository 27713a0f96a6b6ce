/* SPDX-License-Identifier: MIT */
/* Files of folders that others have written: regular files alone, in the order
 * of their names, no links and nothing that would block. */
#ifndef HSCAN_APP_IMPORT_FILES_H
#define HSCAN_APP_IMPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

/* The names in a folder, without those that begin with a dot; of the arena. */
struct import_names {
	const char **at;
	size_t len;
};

/* Sorted by their bytes. HSCAN_EINVAL, naming `shown`: it cannot be read. */
HSCAN_CHECK enum hscan_status import_list(int folder, const char *shown,
    struct hscan_arena *arena, struct import_names *out,
    struct hscan_error *err);

/* Whether the name is among them. */
bool import_has(const struct import_names *names, const char *name);

/* Opens a folder or a regular file below a folder; -1: it is not there, or is
 * neither, or a link. */
int import_open_folder(int folder, const char *name);
int import_open_file(int folder, const char *name);

/* How many bytes there are to be read of a path: a regular file, a folder of
 * such files, or "-", standard input. Negative: it is not known. */
int64_t import_size(const char *path);

#endif
