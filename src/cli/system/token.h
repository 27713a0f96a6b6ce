/* SPDX-License-Identifier: MIT */
/* The tokens for a host. */
#ifndef HSCAN_CLI_SYSTEM_TOKEN_H
#define HSCAN_CLI_SYSTEM_TOKEN_H

#include <stdbool.h>
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

/* Whether the user names a host: by GH_HOST, --org, --api-url, a repository
 * among the arguments, or a list of the configuration. */
bool token_host_is_named(const struct settings *settings,
    const char *const *args, size_t args_len, const char *host);

#endif
