/* SPDX-License-Identifier: MIT */
/* Which repository a name is of: forges lead from old names to new ones. */
#ifndef HSCAN_SYNC_NAMES_H
#define HSCAN_SYNC_NAMES_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "http/client.h"
#include "store/store.h"

/* What a forge says of a name. */
struct hscan_whose {
	int64_t number;             /* of the repository; 0: of none */
	struct hscan_repo_name now; /* what it is called */
};

/**
 * Asks the forge whose name it is, and notes that in a store that can be
 * written (NULL: nowhere). A name that leads nowhere, or somewhere but for now,
 * and an answer that was not to be had, are no failure: it is nobody's then.
 * Fails when the user interrupts, for want of memory, and as the store. Nothing
 * else may be awaited of the client.
 */
HSCAN_CHECK enum hscan_status hscan_sync_whose(struct hscan_http *http,
    struct hscan_store *store, const struct hscan_repo_name *name, int64_t now,
    struct hscan_whose *out, struct hscan_error *err);

#endif
