/* SPDX-License-Identifier: MIT */
/*
 * One fact, one event. Several sources may tell of the same close, each with a
 * time of its own; here these are united, and what happened to one item is put
 * in order. Pure: the result depends on the set of events alone, never on the
 * order in which they arrived.
 */
#ifndef HSCAN_METRIC_UNITE_H
#define HSCAN_METRIC_UNITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>

/* An event of an item. Where the grade is not HSCAN_GRADE_FORGE, there is one
 * at most of a kind, grade and second. */
struct hscan_told {
	enum hscan_event_kind kind;
	enum hscan_grade grade;
	int64_t at;
	int64_t id;       /* of the forge; orders events of its grade and
			   * second. Afterwards: orders all of the item */
	int64_t actor_id; /* HSCAN_NEVER: not told */
	struct hscan_text reason; /* borrowed; may be absent */
	unsigned sources;         /* who told it, a set of 1 << hscan_source */
	/* The rest is of hscan_unite() alone. */
	bool hidden;   /* a better one stands for it */
	bool laid;     /* it has its place within its second */
	size_t place;  /* that place */
	unsigned near; /* the sources of those of grade 2 it stands for */
	struct hscan_told *group; /* the one that stands for this of grade 2,
				   * perhaps itself; NULL: joined later */
};

/* What the item's newest row says. */
struct hscan_told_row {
	int64_t updated_at; /* 0: not known, so older than any event */
	int64_t closed_at;  /* HSCAN_NEVER: not closed */
	enum hscan_tristate open, draft;
};

/**
 * Unites the events of one item, in place. There has to be room for twice
 * `len`: a merge of whose close nothing is told tells of that, too. Returns how
 * many are shown; they come in order of time and, within a second, in the order
 * that fits best what was before it, or what the row says is after it. They
 * are numbered from 1 on in that order (`id`).
 *
 * Of each kind, an event of grade 1 is that of grade 0 within 5 seconds, one of
 * grade 2 that of grade 0 or 1 which is up to 15 seconds older or 2 younger;
 * none stands for two of one grade, but for several of grade 2 within 15
 * seconds that are from different sources. A merge of grade 2 has the time of
 * its close.
 */
size_t hscan_unite(
    const struct hscan_told_row *row, struct hscan_told *events, size_t len);

#endif
