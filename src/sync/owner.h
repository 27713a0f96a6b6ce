/* SPDX-License-Identifier: MIT */
/* Which repositories an organization or a person has. */
#ifndef HSCAN_SYNC_OWNER_H
#define HSCAN_SYNC_OWNER_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "http/client.h"

/* Called with each of them; text is borrowed until it returns. Any status but
 * HSCAN_OK ends the listing and is its result. */
typedef enum hscan_status hscan_owner_fn(
    const struct hscan_repo *repo, void *payload, struct hscan_error *err);

/* What a list leaves out. */
struct hscan_owner_gaps {
	size_t unreadable; /* entries that could not be used */
	bool partial;      /* a single sign-on is wanted first for some */
};

/* Called with each that is left out, and why; safe to print. */
typedef void hscan_owner_gap_fn(const char *line, void *payload);

/**
 * Lists the repositories of `owner`: an organization's, or else a person's,
 * page by page. What is left out is reported, and `*gaps` is set in either
 * case. Fails as hscan_http_next, with HSCAN_ENOTFOUND when there is
 * neither, and with HSCAN_EAUTH, HSCAN_ENET or HSCAN_EPARSE for what the
 * server answered.
 */
HSCAN_CHECK enum hscan_status hscan_sync_owner(struct hscan_http *http,
    const char *owner, hscan_owner_fn *take, hscan_owner_gap_fn *gap,
    void *payload, struct hscan_owner_gaps *gaps, struct hscan_error *err);

#endif
