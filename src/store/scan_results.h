/* SPDX-License-Identifier: MIT */
/* What scans said of a repository, for the next one to tell what has turned.
 * Failures as in store.h. `scope` is the question that was asked. */
#ifndef HSCAN_STORE_SCAN_RESULTS_H
#define HSCAN_STORE_SCAN_RESULTS_H

#include <stdint.h>

#include "store/store.h"

/* What is not known is empty; longer names are cut. */
struct hscan_scan_result {
	int64_t as_of;    /* of the scan; HSCAN_NEVER: there was none */
	char verdict[24]; /* "healthy", ... */
	char life[24];    /* "active", ... */
};

/* Of the newest scan before `before`. */
HSCAN_CHECK enum hscan_status hscan_store_get_scan_result(
    struct hscan_store *store, int64_t repo_id, struct hscan_text scope,
    int64_t before, struct hscan_scan_result *out, struct hscan_error *err);

/* Keeps it, the newest one before, and of all before that what was another. */
HSCAN_CHECK enum hscan_status hscan_store_put_scan_result(
    struct hscan_store *store, int64_t repo_id, struct hscan_text scope,
    const struct hscan_scan_result *result, struct hscan_error *err);

#endif
