/* SPDX-License-Identifier: MIT */
/* What is left of a report of many: thousands of whole ones would fill the
 * memory, and a table shows but a line of each. */
#ifndef HSCAN_APP_SLIM_H
#define HSCAN_APP_SLIM_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"

enum slim {
	SLIM_NOT,    /* nothing is left out */
	SLIM_VALUES, /* without the trend; coverage where it is incomplete */
	/* What it is called, its class, and whether it is complete. The
	 * measures are those of the first such report: they have a metric and
	 * no value. */
	SLIM_HEAD,
};

/* Copies. Which texts of measures were copied before is remembered: most
 * repositories have the same. All zero at first, but for the arena. */
struct slimmer {
	struct hscan_arena *arena; /* of the copies; borrowed */
	const struct hscan_measure *heads;
	const char *reasons[32];
	size_t reasons_len;
};

/**
 * A copy of a report, of the arena of the slimmer, that borrows from the
 * question alone: alerts, gate and evidence are left out. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status slim_copy(struct slimmer *slimmer, enum slim slim,
    const struct hscan_report *report, const struct hscan_report **out,
    struct hscan_error *err);

#endif
