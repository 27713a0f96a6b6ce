/* SPDX-License-Identifier: MIT */
/* Accounts that may be robots although they count as people: a robot that runs
 * as an ordinary account and answers at once makes every wait look short. */
#ifndef HSCAN_METRIC_SUSPECTS_H
#define HSCAN_METRIC_SUSPECTS_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/engine.h"

/* Fewer first answers say nothing; of more suspects nobody would read. */
enum { HSCAN_SUSPECT_ANSWERS = 10, HSCAN_SUSPECTS = 5 };

/**
 * Finds those that gave first answers to what was opened in the reported window
 * of a repository of the scope, or of all of its pool: at least
 * HSCAN_SUSPECT_ANSWERS, and 80 % or more of them within HSCAN_QUICK_S; those
 * with the most first. The array and its texts are of the arena. Fails as the
 * store.
 */
HSCAN_CHECK enum hscan_status hscan_engine_suspects(struct hscan_engine *engine,
    int64_t repo_id, struct hscan_arena *arena,
    const struct hscan_suspect **out, size_t *len, struct hscan_error *err);

#endif
