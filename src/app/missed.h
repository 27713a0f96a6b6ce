/* SPDX-License-Identifier: MIT */
/* Whether the webhooks of a repository tell all that they should: what a sync
 * has found is compared with them. */
#ifndef HSCAN_APP_MISSED_H
#define HSCAN_APP_MISSED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "base/buf.h"
#include "store/store.h"

/* As many of a kind are named. */
enum { MISSED_NAMED = 3, MISSED_KINDS = HSCAN_FACT_RELEASE + 1 };

struct missed_kind {
	int64_t len;
	int64_t numbers[MISSED_NAMED]; /* of the first, by time */
};

struct missed {
	bool listens;        /* a receiver was there; else all is 0 */
	int64_t since;       /* for the first time */
	int64_t until;       /* for the last time */
	bool silent;         /* it is there no more */
	int64_t compared_to; /* the last sync; HSCAN_NEVER: none */
	struct missed_kind kinds[MISSED_KINDS]; /* by enum hscan_fact */
};

/* Compares what a repository's lists told with what webhooks did, for the time
 * that a receiver was there. Fails as the store. */
HSCAN_CHECK enum hscan_status missed_find(struct hscan_store *store,
    int64_t repo_id, int64_t now, struct missed *out, struct hscan_error *err);

/* "2 comments (#3, #5), 1 event (#7)"; "" where nothing was missed. */
void missed_add_words(struct hscan_buf *out, const struct missed *missed);

#endif
