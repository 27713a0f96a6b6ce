/* SPDX-License-Identifier: MIT */
/* Which repository a name is of: forges lead from old names to new ones. */
#ifndef HSCAN_SYNC_NAMES_H
#define HSCAN_SYNC_NAMES_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "http/client.h"
#include "store/store.h"

/* What a forge says about a name. */
struct hscan_whose {
	int64_t number;             /* of the repository; 0: of none */
	struct hscan_repo_name now; /* what it is called */
};

/**
 * Asks the forge which repository has the name, and notes that in a store that
 * can be written (NULL: nowhere). A name that leads nowhere, or only
 * temporarily elsewhere, or a failed request is not a failure: `out` then names
 * none. Fails if the user interrupts, if memory runs out, and as the store. No
 * other request of the client may be under way.
 */
HSCAN_CHECK enum hscan_status hscan_sync_whose(struct hscan_http *http,
    struct hscan_store *store, const struct hscan_repo_name *name, int64_t now,
    struct hscan_whose *out, struct hscan_error *err);

#endif
