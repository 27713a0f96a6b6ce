/* SPDX-License-Identifier: MIT */
/* What the command line does for the app below it. */
#ifndef HSCAN_CLI_HOOKS_H
#define HSCAN_CLI_HOOKS_H

#include "cli/cli.h"

/* Fills cli->app.hooks and cli->app.watch. */
void hooks_set(struct cli *cli);

#endif
