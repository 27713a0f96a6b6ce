/* SPDX-License-Identifier: MIT */
/* What the receiver says: a line a delivery, and of refusals the first of a
 * minute and how many followed, so that no sender can fill a disk with them. */
#ifndef HSCAN_SERVE_LOG_H
#define HSCAN_SERVE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "serve/serve.h"

enum { SERVE_LOG_KINDS = 12 };

/* Zero but for the hooks to begin with. */
struct serve_log {
	const struct serve_hooks *hooks; /* borrowed */
	struct {
		unsigned status; /* 0: free */
		size_t more;     /* that were not said */
		int64_t said_ms;
	} kinds[SERVE_LOG_KINDS];
};

void serve_say(const struct serve_log *log, enum serve_message kind,
    const char *format, ...) HSCAN_PRINTF(3, 4);

/* A request was answered with `status`. */
void serve_log_refused(
    struct serve_log *log, unsigned status, const char *why, int64_t now_ms);

/* Says what has been held back for a minute; with `all`, everything. */
void serve_log_turn(struct serve_log *log, int64_t now_ms, bool all);

#endif
