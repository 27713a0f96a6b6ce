/* SPDX-License-Identifier: MIT */
/* Where the secrets of webhooks come from. */
#ifndef HSCAN_CLI_SYSTEM_HOOK_SECRETS_H
#define HSCAN_CLI_SYSTEM_HOOK_SECRETS_H

#include <healthscan/status.h>

#include "app/app.h"
#include "serve/secrets.h"

/* Of the environment: it has the secret of all hooks. */
#define HOOK_SECRET_VARIABLE "HEALTHSCAN_WEBHOOK_SECRET"

/* The owner or repository in an option, as a scope. HSCAN_EINVAL: it is none.
 */
HSCAN_CHECK enum hscan_status hook_scope_check(
    struct hscan_text scope, const char *option, struct hscan_error *err);

/* Adds all that the settings and the environment name, each bound to what it is
 * for; warns of those that lie open or can be guessed. HSCAN_EINVAL: there is
 * none, or one cannot be read. HSCAN_EAUTH: a program failed. */
HSCAN_CHECK enum hscan_status hook_secrets_find(
    struct app *app, struct serve_secrets *out, struct hscan_error *err);

#endif
