/* SPDX-License-Identifier: MIT */
/* The pure part of walking a list: what to ask for, and when a page was the
 * last one needed. */
#ifndef HSCAN_SYNC_WALK_H
#define HSCAN_SYNC_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "source/github/lists.h"
#include "store/store.h"

/* Rows on a full page. */
#define HSCAN_PAGE 100

/* What a page showed; see struct hscan_rows. */
struct hscan_page {
	int64_t newest;
	int64_t oldest;
	bool has_next;
	int64_t enough; /* what is older than this is not asked for;
			 * HSCAN_NEVER: all is. Of a bounded list */
};

/* Whether a list has to be read farther back than it was. */
bool hscan_walk_deeper(const struct hscan_stream_state *state, int64_t enough);

/* Whether everything behind this page is in the store already, or the list
 * ends here. */
bool hscan_walk_ends(const struct hscan_list *list,
    const struct hscan_stream_state *state, const struct hscan_page *page);

/* How far back the walk goes that ends with this page; HSCAN_NEVER: to the end
 * of the list. Before hscan_walk_step(). */
int64_t hscan_walk_reach(const struct hscan_list *list,
    const struct hscan_stream_state *state, const struct hscan_page *page);

/**
 * Moves the state over a page that is being stored: `etag` is the page's,
 * `next` where the walk goes on; both borrowed by `state`. On the first page
 * of a walk (`first`) the walk is begun: state->walk_credential is whose page
 * it is by then. Returns true when it has ended.
 */
bool hscan_walk_step(const struct hscan_list *list,
    struct hscan_stream_state *state, const struct hscan_page *page, bool first,
    struct hscan_text etag, struct hscan_text next, int64_t now);

/* Two walks of one list toward each other, newest first and oldest first.
 * What has not been seen of an end is HSCAN_NEVER. */
struct hscan_ends {
	int64_t head_oldest; /* updated_at of the last row from the top */
	int64_t head_span;   /* of time, on the last page from there */
	int64_t tail_newest; /* of the last row from the bottom */
	int64_t tail_span;
	int64_t unseen; /* rows that there can be between them at most */
};

/* Whether every row has been seen from one end or the other. Rows that share
 * a second may come in any order, so the ends have to cross. */
bool hscan_ends_met(const struct hscan_ends *ends);

/* About how many rows lie between the ends. */
int64_t hscan_ends_between(const struct hscan_ends *ends);

#endif
