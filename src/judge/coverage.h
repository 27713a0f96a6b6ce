/* SPDX-License-Identifier: MIT */
/* What of a repository was read: a row for each stream that a question is
 * answered from, and what has no number for want of it. */
#ifndef HSCAN_JUDGE_COVERAGE_H
#define HSCAN_JUDGE_COVERAGE_H

#include "judge/assess.h"
#include "judge/health.h"

/* Upper bounds of the arrays. */
enum {
	HSCAN_COVER_ROWS = 12,
	HSCAN_COVER_MISSING = 24,
	HSCAN_COVER_WATCHED = 12,
};

/* Zeroes but for what is asked. */
struct hscan_cover {
	/* What is asked; borrowed. */
	struct hscan_store *store;
	const struct hscan_health_query *question;
	const struct hscan_health_one *one;
	const struct hscan_stored_repo *repo;
	const struct hscan_window *windows; /* newest first */
	size_t windows_len;
	unsigned needed; /* enum hscan_need, of the metrics to show */
	struct hscan_arena *arena;
	struct hscan_error *err;

	/* What is found; of the arena, or static. */
	struct hscan_coverage *rows;
	size_t len;
	struct hscan_missing missing[HSCAN_COVER_MISSING];
	size_t missing_len;
	struct hscan_missing other_head; /* no needs: it is the right one */
	struct hscan_gaps *gaps;         /* see struct hscan_assessment */
	struct hscan_watched watched[HSCAN_COVER_WATCHED];
	size_t watched_len;
	struct hscan_span *spans; /* of all streams, by stream */
	size_t spans_len;
	/* Since when all of them is known, as far as a life is told from it:
	 * HSCAN_NEVER, from the start; INT64_MAX, they were not read. */
	int64_t issues_from, releases_from, comments_from;
	unsigned collected; /* needs for which there is something */
	int64_t synced_at;  /* the oldest of the rows; HSCAN_NEVER */
	bool complete;      /* all lists were read to where they were to be */
	bool in_doubt;      /* single things could not be read */
};

/* Fails as the store. */
HSCAN_CHECK enum hscan_status hscan_cover(struct hscan_cover *cover);

#endif
