/* SPDX-License-Identifier: MIT */
/* Stores of other collectors, into that of the settings. */
#ifndef HSCAN_APP_MERGE_H
#define HSCAN_APP_MERGE_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "store/merge.h"

/* One of them. */
struct merge_one {
	const char *path; /* as it was named; borrowed */
	struct hscan_merged merged;
	bool done; /* all of it is there */
};

/**
 * Unites the stores at `paths` with that of the settings, which is made if it
 * is not there. Nothing is written before all of them were looked at, and the
 * store is never locked for longer than a moment at a time. `out` has room for
 * `len`, and is in the order of the paths, also after a failure. HSCAN_EINVAL:
 * one is no file, the store itself, or named twice. HSCAN_ESTORE: one is no
 * sound store of this version, or the store has failed. HSCAN_EINTR: the user
 * has interrupted.
 */
HSCAN_CHECK enum hscan_status merge_run(struct app *app,
    const char *const *paths, size_t len, struct merge_one *out,
    struct hscan_error *err);

#endif
