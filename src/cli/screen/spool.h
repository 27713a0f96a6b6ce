/* SPDX-License-Identifier: MIT */
/* Texts that are made in another order than they are shown in: meanwhile they
 * lie in memory, and from some megabytes on in a file without a name, in TMPDIR
 * or where temporary files go. */
#ifndef HSCAN_CLI_SCREEN_SPOOL_H
#define HSCAN_CLI_SCREEN_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

struct spool {
	struct hscan_buf held; /* the first ones */
	FILE *file;            /* the others; owned; NULL: there are none */
	struct spool_place {
		int64_t at; /* behind its first byte; 0: nothing */
		size_t len;
		bool in_file;
	} * places; /* owned */
	size_t len, room;
	int64_t end; /* of the file */
};

/* All zero is an empty one. */
void spool_clear(struct spool *spool);

/* Keeps a text under a number, in place of another one. HSCAN_EIO. */
HSCAN_CHECK enum hscan_status spool_put(struct spool *spool, size_t number,
    struct hscan_text text, struct hscan_error *err);

bool spool_has(const struct spool *spool, size_t number);

/* Appends the text that is there. HSCAN_EIO. */
HSCAN_CHECK enum hscan_status spool_add(struct spool *spool, size_t number,
    struct hscan_buf *out, struct hscan_error *err);

#endif
