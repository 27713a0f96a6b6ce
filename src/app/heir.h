/* SPDX-License-Identifier: MIT */
/* Forgets a repository that groups of the configuration may have. */
#ifndef HSCAN_APP_HEIR_H
#define HSCAN_APP_HEIR_H

#include <stdint.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "store/store.h"

/* As hscan_store_forget(). What was said of a group as one stays with the first
 * of its other members that the store has; of a group that is no more, or has
 * no other, it goes. */
HSCAN_CHECK enum hscan_status heir_forget(const struct app *app,
    struct hscan_store *store, int64_t repo_id, int64_t *rows,
    struct hscan_error *err);

#endif
