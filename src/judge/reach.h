/* SPDX-License-Identifier: MIT */
/* From when to when a stream is known: by the syncs of its forge, by those who
 * say that they have told all of a time, and by a receiver that was there.
 * Pure. */
#ifndef HSCAN_JUDGE_REACH_H
#define HSCAN_JUDGE_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>

/* What tells of a stream. */
struct hscan_reach {
	bool synced;   /* a sync has come to its end: */
	int64_t since; /* it goes back to here; HSCAN_NEVER: to the start */
	int64_t until; /* and is as of here */
	int64_t heard_from; /* what a receiver has seen counts from here on;
			     * INT64_MAX: it does not */
	const struct hscan_span *spans; /* of the stream, in any order */
	size_t spans_len;
};

enum hscan_told {
	HSCAN_TOLD_WHOLE,   /* by syncs and complete spans */
	HSCAN_TOLD_WATCHED, /* in part by a receiver alone, which has seen it
			     * without a gap that is known */
	HSCAN_TOLD_PARTLY,  /* something is told, but not all of it */
	HSCAN_TOLD_UNREAD,  /* nothing is, or a sync does not go so far back */
};

/**
 * Whether all of [from, to) is told. What no span touches after the last sync
 * is as old as that sync, and does not count. `*watched` is set for
 * HSCAN_TOLD_WATCHED: since when only a receiver tells.
 */
enum hscan_told hscan_reach_tells(const struct hscan_reach *reach, int64_t from,
    int64_t to, int64_t *watched);

/* Who tells something of [from, to) that no sync does; a set of 1 << enum
 * hscan_source. */
unsigned hscan_reach_sources(
    const struct hscan_reach *reach, int64_t from, int64_t to);

/* Up to when the stream is told without a gap, from the last sync on or, where
 * there is none, from the last span that is complete; HSCAN_NEVER: never. */
int64_t hscan_reach_until(const struct hscan_reach *reach);

#endif
