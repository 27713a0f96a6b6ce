/* SPDX-License-Identifier: MIT */
/* When a repository last showed a sign of life; what its lifecycle class is
 * told from. */
#ifndef HSCAN_METRIC_SIGNS_H
#define HSCAN_METRIC_SIGNS_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "metric/engine.h"

/* How far back one commit a week is counted, and how long a silence makes a
 * project dormant; see healthscan-scan(1). */
#define HSCAN_LIFE_RECENT_S ((int64_t)90 * 86400)
#define HSCAN_LIFE_YEAR_S   ((int64_t)365 * 86400)

/* Everything before an instant; HSCAN_NEVER: there was none. Without what bots
 * wrote, unless the engine's scope includes it. */
struct hscan_signs {
	int64_t last_commit, recent_commits; /* since HSCAN_LIFE_RECENT_S */
	int64_t last_merge;
	int64_t last_release, year_releases; /* tags, where there are none */
	int64_t last_reply, year_replies;    /* of maintainers, to others */
	int64_t last_untold; /* a close that may have been a merge */
};

/**
 * Reads the signs of a repository that the engine was asked for, before
 * `end`. Maintainers are the accounts whose association the forge says, and
 * the `logins`, compared without case. Fails as the store.
 */
HSCAN_CHECK enum hscan_status hscan_engine_signs(struct hscan_engine *engine,
    int64_t repo_id, int64_t end, const struct hscan_text *logins, size_t len,
    struct hscan_signs *out, struct hscan_error *err);

#endif
