/* SPDX-License-Identifier: MIT */
/* What of several repositories was read, where they are reported as one: the
 * worst of each stream, and whose fault it is that there is no number. */
#ifndef HSCAN_JUDGE_GROUP_H
#define HSCAN_JUDGE_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "judge/coverage.h"

/* A member; all borrowed. */
struct hscan_group_part {
	const char *name;                /* safe to print */
	const struct hscan_cover *cover; /* NULL: the store does not have it */
	int64_t created_at; /* before the windows that end by then it is no
			     * part, but of the first; 0: not known */
};

/* Of all of them; of the arena. */
struct hscan_group_cover {
	const struct hscan_missing *missing; /* see struct hscan_assessment */
	const struct hscan_watched *watched;
};

/**
 * Unites what was found of each: `out` is as hscan_cover() leaves it, but that
 * `missing` and `watched` are in `lists`. What is asked in it is set by the
 * caller, and the same for all. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_group_cover(
    const struct hscan_group_part *parts, size_t len, struct hscan_cover *out,
    struct hscan_group_cover *lists);

#endif
