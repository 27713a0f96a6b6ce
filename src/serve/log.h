/* SPDX-License-Identifier: MIT */
/* What the receiver says: a line a delivery, and of what can come by the
 * thousand the first of a minute and how many followed, so that no sender can
 * fill a disk with it. */
#ifndef HSCAN_SERVE_LOG_H
#define HSCAN_SERVE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "serve/serve.h"

enum {
	SERVE_LOG_KINDS = 16,
	/* Kinds beside the statuses of HTTP. */
	SERVE_LOG_KEEP = 1,
	SERVE_LOG_LOST,
	SERVE_LOG_SPOOL,
};

/* Zero but for the hooks to begin with. */
struct serve_log {
	const struct serve_hooks *hooks; /* borrowed */
	struct {
		unsigned kind; /* 0: free */
		size_t more;   /* that were not said */
		int64_t said_ms;
	} kinds[SERVE_LOG_KINDS];
};

void serve_say(const struct serve_log *log, enum serve_message kind,
    const char *format, ...) HSCAN_PRINTF(3, 4);

/* A warning, unless one of its kind was said within the last minute. */
void serve_log_warn(struct serve_log *log, unsigned kind, int64_t now_ms,
    const char *format, ...) HSCAN_PRINTF(4, 5);

/* Says what has been held back for a minute; with `all`, everything. */
void serve_log_turn(struct serve_log *log, int64_t now_ms, bool all);

#endif
