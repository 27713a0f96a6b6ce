/* SPDX-License-Identifier: MIT */
/* The server that holds the facts of many stores, and as whom it is asked. */
#ifndef HSCAN_CLI_SETTING_ENGINE_H
#define HSCAN_CLI_SETTING_ENGINE_H

#include <healthscan/status.h>

#include "app/app.h"

struct hscan_clickhouse;

/**
 * Opens a client for an address, http(s)://HOST:PORT/DB, with the user and
 * password of the environment (HEALTHSCAN_CLICKHOUSE_USER, _PASSWORD), else of
 * the configuration (engine.user, engine.password-file). Asks nothing yet.
 * HSCAN_EINVAL: the address, or the file of the password, is of no use.
 */
HSCAN_CHECK enum hscan_status engine_open(struct app *app, const char *url,
    struct hscan_clickhouse **out, struct hscan_error *err);

#endif
