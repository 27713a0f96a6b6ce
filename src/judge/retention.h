/* SPDX-License-Identifier: MIT */
/* From who contributed when to whether newcomers came again. Pure. */
#ifndef HSCAN_JUDGE_RETENTION_H
#define HSCAN_JUDGE_RETENTION_H

#include <healthscan/retention.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/contributors.h"
#include "metric/statistic.h"

/* People are watched for so long. */
#define HSCAN_RETENTION_S ((int64_t)365 * 86400)

/* Zeroes but for what is asked; what is not borrowed is of the arena. */
struct hscan_retention_count {
	int64_t end;    /* what happens from then on has not happened */
	int64_t months; /* of cohorts, before the one that `end` is in */
	struct hscan_arena *arena;
	/* The rest is of the calls below. */
	struct hscan_duration *waits; /* of those who came within the year */
	size_t waits_len, waits_room;
	int64_t returned, excluded_bots;
	int64_t first_at; /* of everybody */
	bool any;
	int64_t last_month;           /* counted from the year 0 */
	struct hscan_cohort *cohorts; /* one a month; the last is not over */
	int64_t **came;               /* of each */
};

HSCAN_CHECK enum hscan_status hscan_retention_begin(
    struct hscan_retention_count *count, struct hscan_error *err);

/* Counts a person; a hscan_contributor_fn of the count. */
HSCAN_CHECK enum hscan_status hscan_retention_add(
    const struct hscan_contributor *contributor, void *count,
    struct hscan_error *err);

/* What they come to: all but the report and the reason. */
HSCAN_CHECK enum hscan_status hscan_retention_end(
    struct hscan_retention_count *count, struct hscan_retention *out,
    struct hscan_error *err);

#endif
