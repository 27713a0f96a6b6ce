/* SPDX-License-Identifier: MIT */
/* The tokens for a host. */
#ifndef HSCAN_CLI_SYSTEM_TOKEN_H
#define HSCAN_CLI_SYSTEM_TOKEN_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "base/buf.h"

/* The tokens for a host, one a line: settings_token(), with a warning where
 * they lie open, else what auth.command prints. `out`, a secret, is replaced,
 * empty when there is none, or when the host is one that the user has not
 * named, in the settings or the arguments of the command: it is warned of.
 * HSCAN_EAUTH: the command failed. */
HSCAN_CHECK enum hscan_status token_find(struct app *app,
    const char *const *args, size_t args_len, const char *host,
    struct hscan_buf *out, struct hscan_error *err);

#endif
