/* SPDX-License-Identifier: MIT */
/* Which class a project is of, and the evidence for it. Pure; the rules are in
 * healthscan-scan(1). What was not read decides nothing. */
#ifndef HSCAN_JUDGE_LIFECYCLE_H
#define HSCAN_JUDGE_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/signs.h"

struct hscan_life_facts {
	int64_t end; /* as things were at this instant */
	int64_t created_at;
	int64_t pushed_at; /* as of the newest sync; HSCAN_NEVER */
	bool archived;     /* likewise */
	bool commits_read; /* from a local clone */
	bool other_head;   /* but not of the default branch: no sign of life */
	bool forge_read;   /* pull requests and releases */
	bool replies_read; /* comments or reviews */
	struct hscan_signs signs;
};

/**
 * The first that holds: archived; new, younger than 90 days; dormant, no sign
 * of life for 365 days; maintenance, fewer than one human commit a week over
 * 90 days while releases or maintainer replies came within the year; active.
 * Without commits that were read, merges and the last push stand in for them.
 * The result and its words are of the arena.
 */
HSCAN_CHECK enum hscan_status hscan_lifecycle(
    const struct hscan_life_facts *facts, struct hscan_arena *arena,
    const struct hscan_life **out, struct hscan_error *err);

#endif
