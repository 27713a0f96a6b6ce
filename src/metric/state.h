/* SPDX-License-Identifier: MIT */
/* When an item was open, replayed from its events (--history events). Pure. */
#ifndef HSCAN_METRIC_STATE_H
#define HSCAN_METRIC_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>

/* One event of the item, as far as its state is concerned. */
struct hscan_turn {
	enum hscan_event_kind kind;
	int64_t at;
	int64_t id; /* orders turns of one second */
};

/* It was open on [opened_at, ended_at), HSCAN_NEVER: to this day. When a
 * close ended it (`closed`), it was closed on [ended_at, closed_until). */
struct hscan_stretch {
	int64_t opened_at;
	int64_t ended_at;
	int64_t closed_until;
	bool closed;
};

/**
 * Replays an item that was created at `created_at` and whose newest row says
 * it was closed at `closed_at` (HSCAN_NEVER: open). `turns` is sorted in
 * place and needs room for one more than `len`: a close that only the row
 * tells of. `out` needs room for len + 2. Returns how many were written, at
 * least 1, in order of time.
 */
size_t hscan_replay_state(int64_t created_at, int64_t closed_at,
    struct hscan_turn *turns, size_t len, struct hscan_stretch *out);

#endif
