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

/* The same for several at once. `done` (may be NULL) is called for each, in
 * order, as soon as it and those before it have been read, or have failed; any
 * status of its but HSCAN_OK ends the run. */
typedef enum hscan_status target_run_fn(
    struct target_run *run, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status target_runs_sync(struct target_run *runs,
    size_t len, target_run_fn *done, void *payload, struct hscan_error *err);

#endif
