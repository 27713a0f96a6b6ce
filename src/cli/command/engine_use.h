/* SPDX-License-Identifier: MIT */
/* --engine: where the numbers of a command come from, if not from the store. */
#ifndef HSCAN_CLI_COMMAND_ENGINE_USE_H
#define HSCAN_CLI_COMMAND_ENGINE_USE_H

#include <healthscan/status.h>

#include "cli/cli.h"

/**
 * Has the command ask the server that --engine names, if one is: it reads what
 * is there, and nothing of the store or of a forge. To be called before
 * anything else is opened; engine_leave() has to follow in either case.
 * HSCAN_EINVAL: something was asked for that the engine does not know, or the
 * address is none.
 */
HSCAN_CHECK enum hscan_status engine_use(
    struct cli *cli, struct hscan_error *err);
void engine_leave(struct cli *cli);

#endif
