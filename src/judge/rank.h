/* SPDX-License-Identifier: MIT */
/* Holds repositories against each other. Pure. */
#ifndef HSCAN_JUDGE_RANK_H
#define HSCAN_JUDGE_RANK_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "base/arena.h"

/**
 * Where each value stands among the others that are known: of the others, the
 * share that is worse, and half of those that are equal, in percent; so the
 * best has 100, the worst 0. Where no direction is better, less stands for
 * worse. Not known where the value is not, or where there is no other. Rounded
 * to 4 decimals. `out` has room for `len`, and may be `values`. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_percentile_ranks(
    const struct hscan_number *values, size_t len, enum hscan_better better,
    struct hscan_number *out, struct hscan_error *err);

/* What the entries are put in order by. */
struct hscan_rank_order {
	enum hscan_rank_key {
		HSCAN_RANK_AS_GIVEN,
		HSCAN_RANK_HEALTH, /* verdict, then score */
		HSCAN_RANK_SCORE,
		HSCAN_RANK_NAME,
		HSCAN_RANK_CLASS,
		HSCAN_RANK_METRIC, /* the best of it first */
	} key;
	size_t metric; /* its place in the reports */
	bool reversed;
};

/**
 * Judges the entries, that are all zero but for what was asked and read,
 * against each other and puts them in order; where they are equal, by name.
 * Values of few samples stand in no comparison. An entry without what is
 * ordered by comes behind all others, without a report last. The percentiles
 * are of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_rank(struct hscan_scan_entry *entries,
    size_t len, const struct hscan_rank_order *order, struct hscan_arena *arena,
    struct hscan_error *err);

#endif
