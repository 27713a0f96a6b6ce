/* SPDX-License-Identifier: MIT */
/* Where the tokens for a host are: a file, or a variable of the environment. */
#ifndef HSCAN_CLI_SETTING_TOKENS_H
#define HSCAN_CLI_SETTING_TOKENS_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/buf.h"

/* Whether a line of `tokens` is neither empty nor a remark. */
bool settings_has_token(struct hscan_text tokens);

/* The variable that holds the token for a host, where no file does; NULL:
 * there is none. */
const char *settings_token_variable(const char *host);

/* The one that holds a token for hosts of the other kind, or NULL. */
const char *settings_other_variable(const char *host);

/**
 * The tokens for a host, one a line: --token-file, else the variables for its
 * kind. `out` is replaced, and empty when there is none. `*exposed` tells
 * whether others can read the file that they came from.
 */
HSCAN_CHECK enum hscan_status settings_token(const struct settings *settings,
    const char *host, struct hscan_buf *out, bool *exposed,
    struct hscan_error *err);

#endif
