/* SPDX-License-Identifier: MIT */
/* The spans of a receiver of webhooks: whose they are, and how closely their
 * end follows the clock. */
#ifndef HSCAN_MODEL_SPAN_H
#define HSCAN_MODEL_SPAN_H

#include <stdbool.h>

#include <healthscan/record.h>

enum {
	/* A receiver moves the end of its spans on that often. */
	HSCAN_HEARTBEAT_S = 60,
	/* So long after the last time it may still be there: one heartbeat is
	 * under way, and one may be late. */
	HSCAN_HEARTBEAT_SLACK_S = 2 * HSCAN_HEARTBEAT_S,
};

/* Whether it is a receiver's, who has been there for a heartbeat at least. */
bool hscan_span_is_live(const struct hscan_span *span);

#endif
