/* SPDX-License-Identifier: MIT */
/* Looks on while SQL is run. */
#ifndef HSCAN_CLI_SYSTEM_WATCH_H
#define HSCAN_CLI_SYSTEM_WATCH_H

#include <stdint.h>

#include "app/app.h"
#include "metric/engine.h"

struct watch {
	struct hscan_watch hooks;
	const struct app *app; /* borrowed */
	int64_t end_ms;        /* by clock_ms() */
};

/* Own SQL has the time of --time-limit, and an interrupt ends any. Borrows from
 * both. */
const struct hscan_watch *watch_over(
    struct watch *watch, const struct app *app);

#endif
