/* SPDX-License-Identifier: MIT */
/* Brings the store up to date with one repository or several: from forges, and
 * from clones on this machine. */
#ifndef HSCAN_APP_TARGET_SYNC_H
#define HSCAN_APP_TARGET_SYNC_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/target_run.h"
#include "sync/forecast.h"

/* What target_run_sync() would ask a forge for; nothing with --offline. Fails
 * as the client and the store. */
HSCAN_CHECK enum hscan_status target_run_forecast(struct target_run *run,
    struct hscan_forecast *out, struct hscan_error *err);

/* Brings the store up to date, unless --offline. HSCAN_OK also when a source
 * failed but the store can go on to be used: see source_failed. */
HSCAN_CHECK enum hscan_status target_run_sync(
    struct target_run *run, struct hscan_error *err);

/* What is called meanwhile; any status but HSCAN_OK ends the run. */
struct target_runs_calls {
	/* For each, in order, as soon as it and those before it have been
	 * read, or have failed. */
	enum hscan_status (*done)(
	    struct target_run *run, void *payload, struct hscan_error *err);
	/* Several times a second while a forge is waited for, and before a
	 * clone is read, which may take long. */
	enum hscan_status (*idle)(void *payload, struct hscan_error *err);
	void *payload;
};

/* The same for several at once. */
HSCAN_CHECK enum hscan_status target_runs_sync(struct target_run *runs,
    size_t len, const struct target_runs_calls *calls, struct hscan_error *err);

#endif
