/* SPDX-License-Identifier: MIT */
/* When a walk of a list is over; see walk.h. */
#include "sync/walk.h"

#include <math.h>

static const struct hscan_text absent = {NULL, 0};

bool
hscan_walk_deeper(const struct hscan_stream_state *state, int64_t enough)
{
	return !state->finished ||
	       (state->since != HSCAN_NEVER && state->since > enough);
}

bool
hscan_walk_ends(const struct hscan_list *list,
    const struct hscan_stream_state *state, const struct hscan_page *page)
{
	if (!page->has_next)
		return true;
	if (list->bounded && hscan_walk_deeper(state, page->enough))
		return page->oldest != HSCAN_NEVER &&
		       page->oldest < page->enough;
	if (!state->finished || state->watermark == HSCAN_NEVER ||
	    page->oldest == HSCAN_NEVER)
		return false;
	switch (list->order) {
	case HSCAN_ORDER_TIME:
		return page->oldest < state->watermark - list->overlap;
	case HSCAN_ORDER_NUMBER: return page->oldest <= state->watermark;
	case HSCAN_ORDER_NONE: break;
	}
	return false;
}

int64_t
hscan_walk_reach(const struct hscan_list *list,
    const struct hscan_stream_state *state, const struct hscan_page *page)
{
	if (!page->has_next)
		return HSCAN_NEVER;
	if (list->bounded && hscan_walk_deeper(state, page->enough))
		return page->enough;
	if (state->watermark == HSCAN_NEVER)
		return HSCAN_NEVER;
	return state->watermark - list->overlap;
}

bool
hscan_walk_step(const struct hscan_list *list, struct hscan_stream_state *state,
    const struct hscan_page *page, bool first, struct hscan_text etag,
    struct hscan_text next, int64_t now)
{
	if (first) {
		state->walk_etag = etag;
		state->walk_newest = page->newest;
	}
	if (!hscan_walk_ends(list, state, page)) {
		state->walk_next = next;
		return false;
	}
	if (list->bounded && !page->has_next)
		state->since = HSCAN_NEVER;
	else if (list->bounded && hscan_walk_deeper(state, page->enough))
		state->since = page->enough;
	/* Only a walk that reached its end moves the watermark: what a broken
	 * one has seen leaves a hole below. */
	if (state->walk_newest != HSCAN_NEVER &&
	    state->walk_newest > state->watermark)
		state->watermark = state->walk_newest;
	state->finished = true;
	state->etag = state->walk_etag;
	state->credential = state->walk_credential;
	state->synced_at = now;
	state->walk_next = absent;
	state->walk_etag = absent;
	state->walk_credential = absent;
	state->walk_newest = HSCAN_NEVER;
	return true;
}

bool
hscan_ends_met(const struct hscan_ends *ends)
{
	return ends->head_oldest != HSCAN_NEVER &&
	       ends->tail_newest != HSCAN_NEVER &&
	       ends->tail_newest > ends->head_oldest;
}

static double
at_least_a_second(int64_t span)
{
	return span > 1 ? (double)span : 1.0;
}

int64_t
hscan_ends_between(const struct hscan_ends *ends)
{
	double rows, gap;

	if (ends->head_oldest == HSCAN_NEVER ||
	    ends->tail_newest == HSCAN_NEVER)
		return ends->unseen;
	if (ends->tail_newest >= ends->head_oldest)
		return 0;
	/* As dense as on the two pages next to the gap: their geometric mean,
	 * since one of them may be a mass edit of a minute. */
	gap = (double)(ends->head_oldest - ends->tail_newest);
	rows = gap * HSCAN_PAGE /
	       sqrt(at_least_a_second(ends->head_span) *
		    at_least_a_second(ends->tail_span));
	return rows < (double)ends->unseen ? (int64_t)rows : ends->unseen;
}
