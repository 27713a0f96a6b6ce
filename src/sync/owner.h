/* SPDX-License-Identifier: MIT */
/* Which repositories an organization or a person has. */
#ifndef HSCAN_SYNC_OWNER_H
#define HSCAN_SYNC_OWNER_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "http/client.h"

/* Told each of them; text is borrowed until it returns. Any status but
 * HSCAN_OK ends the listing and is its result. */
typedef enum hscan_status hscan_owner_fn(
    const struct hscan_repo *repo, void *payload, struct hscan_error *err);

/**
 * Lists the repositories of `owner`: an organization's, or else a person's,
 * page by page. Fails as hscan_http_next, with HSCAN_ENOTFOUND when there is
 * neither, and with HSCAN_EAUTH, HSCAN_ENET or HSCAN_EPARSE for what the
 * server answered.
 */
HSCAN_CHECK enum hscan_status hscan_sync_owner(struct hscan_http *http,
    const char *owner, hscan_owner_fn *take, void *payload,
    struct hscan_error *err);

#endif
