/* SPDX-License-Identifier: MIT */
/* Compares and ranks repositories. Pure. */
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
 * The percentile of each value among the other known ones: the share that is
 * worse, plus half of the share that is equal, in percent; the best has 100,
 * the worst 0. If no direction is better, smaller counts as worse. Unknown if
 * the value is, or if there is no other. Rounded to 4 decimals. `out` has room
 * for `len`, and may be `values`. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_percentile_ranks(
    const struct hscan_number *values, size_t len, enum hscan_better better,
    struct hscan_number *out, struct hscan_error *err);

/* Notes what an entry is ranked by, for when its report will be there no more:
 * its values, which are of the arena, and its verdict. Its name, report and
 * failure are set, the rest is zero; without a report it stays so.
 * HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status hscan_rank_note(struct hscan_scan_entry *entry,
    struct hscan_arena *arena, struct hscan_error *err);

/**
 * Compares the entries with each other and sorts them; equal ones by name. Of
 * the report of one that has been noted only the metrics, what it is called,
 * and its class are looked at. Values of few samples are not compared. An entry
 * without the value that is sorted by comes after the others, one without a
 * report last. The percentiles are of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_rank(struct hscan_scan_entry *entries,
    size_t len, const struct hscan_rank_order *order, struct hscan_arena *arena,
    struct hscan_error *err);

#endif
