/* SPDX-License-Identifier: MIT */
/* What a policy says of a repository as a whole: whether it could be read, and
 * what its class is. Pure. */
#ifndef HSCAN_JUDGE_GATE_WHOLE_H
#define HSCAN_JUDGE_GATE_WHOLE_H

#include "base/buf.h"
#include "judge/gate.h"

enum { GATE_WHOLE_ROWS = 2 };

/* Puts at most so many rows behind the `*len` that are there. Their texts are
 * of the arena. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status gate_whole(const struct hscan_report *report,
    const struct hscan_gate_policy *policy, struct hscan_arena *arena,
    struct hscan_gate_row *rows, size_t *len, struct hscan_error *err);

/* Appends why what was read before this run decides nothing. */
void gate_add_read_before(struct hscan_buf *out);

#endif
