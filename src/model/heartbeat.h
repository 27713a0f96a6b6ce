/* SPDX-License-Identifier: MIT */
/* How closely the end of a receiver's span follows the clock. */
#ifndef HSCAN_MODEL_HEARTBEAT_H
#define HSCAN_MODEL_HEARTBEAT_H

enum {
	/* A receiver moves the end of its spans on that often. */
	HSCAN_HEARTBEAT_S = 60,
	/* So long after the last time it may still be there: one heartbeat is
	 * under way, and one may be late. */
	HSCAN_HEARTBEAT_SLACK_S = 2 * HSCAN_HEARTBEAT_S,
};

#endif
