/* SPDX-License-Identifier: MIT */
/* The open issues and pull requests of a repository and who has to move, from
 * what the store holds. */
#ifndef HSCAN_JUDGE_WAITING_LIST_H
#define HSCAN_JUDGE_WAITING_LIST_H

#include <healthscan/status.h>
#include <healthscan/waiting.h>

#include "base/arena.h"
#include "judge/health.h"

/**
 * Lists them as of question->as_of; `only` and `over_s` of `out` are set by the
 * caller. What of the question is about metrics and windows does not matter.
 * Everything is of the arena or borrowed from the question. `one` has to have
 * its repo_id; `out` of it is not used. Fails as the store.
 */
HSCAN_CHECK enum hscan_status hscan_waiting_list(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, struct hscan_arena *arena,
    struct hscan_waiting *out, struct hscan_error *err);

#endif
