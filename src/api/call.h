/* SPDX-License-Identifier: MIT */
/* One call of the library: what was asked, as the settings and hooks of a run;
 * see app/app.h. */
#ifndef HSCAN_API_CALL_H
#define HSCAN_API_CALL_H

#include <stdbool.h>

#include <healthscan/healthscan.h>

#include "app/app.h"
#include "app/evaluation.h"
#include "metric/engine.h"

struct call {
	struct hscan_hooks hooks; /* of the handle */
	const char *token;        /* of the caller, while it syncs; or NULL */
	bool clock_stands;        /* the time is `now`, without a clock */
	int64_t now;
	struct hscan_watch watch;
	bool open; /* the two below are to be closed */
	struct app app;
	struct evaluation evaluation;
};

struct hscan {
	struct hscan_store *store; /* owned */
	char *path;                /* owned */
	bool for_sync;
	struct hscan_hooks hooks;
	struct call newest; /* of the newest report */
};

/* Settles what is asked, but not from where it comes. `call` must stay where it
 * is. Call call_end() in either case, when its report is not needed any more.
 */
HSCAN_CHECK enum hscan_status call_begin(struct call *call,
    const struct hscan *hscan, const struct hscan_question *question,
    struct hscan_error *err);

/* Where the records come from. Borrows from `options`. */
HSCAN_CHECK enum hscan_status call_set_options(struct call *call,
    const struct hscan_sync_options *options, struct hscan_error *err);

/* Loads the metrics and finds the repository, on the store of the handle. */
HSCAN_CHECK enum hscan_status call_open(struct call *call,
    const struct hscan_question *question, struct hscan_error *err);

void call_end(struct call *call);

#endif
