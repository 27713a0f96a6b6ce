/* SPDX-License-Identifier: MIT */
/* Whether anything of a repository has changed since somebody looked: from the
 * digests that every transaction keeps, without reading a row of it. */
#ifndef HSCAN_STORE_PRINTS_H
#define HSCAN_STORE_PRINTS_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

struct hscan_store;

/* A number that is another one once the rows are, in whatever store. */
struct hscan_print {
	int64_t repo_id, forge_id;
	struct hscan_text host, full_name;
	uint64_t facts;    /* of items, events, answers, commits, ... */
	uint64_t state;    /* of these and of all else that is no alert's */
	int64_t rows;      /* how many facts there are, about */
	int64_t synced_at; /* of its newest part; HSCAN_NEVER */
};

/* Of every repository, by repo_id; of the arena. */
HSCAN_CHECK enum hscan_status hscan_store_prints(struct hscan_store *store,
    struct hscan_arena *arena, struct hscan_print **out, size_t *len,
    struct hscan_error *err);

/* Of the accounts of all hosts. */
HSCAN_CHECK enum hscan_status hscan_store_accounts_print(
    struct hscan_store *store, uint64_t *out, struct hscan_error *err);

#endif
