/* SPDX-License-Identifier: MIT */
/* --dry-run: what bringing the store up to date would cost. */
#ifndef HSCAN_CLI_SCREEN_DRY_RUN_H
#define HSCAN_CLI_SCREEN_DRY_RUN_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/session.h"

/* Asks what is needed to tell, and writes the result. A repository that cannot
 * be asked for is told of, and the others go on. */
HSCAN_CHECK enum hscan_status dry_run(
    struct session *sessions, size_t len, struct hscan_error *err);

#endif
