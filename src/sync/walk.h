/* SPDX-License-Identifier: MIT */
/* The pure part of walking a list: what to ask for, and when a page was the
 * last one needed. */
#ifndef HSCAN_SYNC_WALK_H
#define HSCAN_SYNC_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/metric.h>

#include "store/store.h"

/* Rows this much older than the watermark are read again: replicas lag, and
 * many rows share one second. */
#define HSCAN_OVERLAP_S 300

/* What a page showed. Newest and oldest are updated_at for issues, comments
 * and pull requests, event ids for events, HSCAN_NEVER for lists without an
 * order. */
struct hscan_page {
	int64_t newest;
	int64_t oldest;
	bool has_next;
	int64_t enough; /* comments: what is older than this is not asked for */
};

/* Whether the comments have to be read farther back than they were. */
bool hscan_walk_deeper(const struct hscan_stream_state *state, int64_t enough);

/* Whether everything behind this page is in the store already, or the list
 * ends here. */
bool hscan_walk_ends(enum hscan_stream stream,
    const struct hscan_stream_state *state, const struct hscan_page *page);

/**
 * Moves the state over a page that is being stored: `etag` is the page's,
 * `next` where the walk goes on; both borrowed by `state`. On the first page
 * of a walk (`first`) the walk is begun. Returns true when it has ended.
 */
bool hscan_walk_step(enum hscan_stream stream, struct hscan_stream_state *state,
    const struct hscan_page *page, bool first, struct hscan_text etag,
    struct hscan_text next, int64_t now);

#endif
