/* SPDX-License-Identifier: MIT */
/* What the receiver starts after deliveries, with the settings of the user. */
#ifndef HSCAN_CLI_COMMAND_RECEIVE_AFTER_H
#define HSCAN_CLI_COMMAND_RECEIVE_AFTER_H

#include <healthscan/status.h>

#include "cli/cli.h"
#include "serve/after.h"

/* Says what will be computed when, and takes up what was left from before;
 * `cli` and the options have to stay where they are. */
HSCAN_CHECK enum hscan_status receive_after_open(struct cli *cli,
    const struct serve_options *options, struct serve_after **out,
    struct hscan_error *err);

/* By both clocks. */
struct serve_now receive_now(const struct cli *cli);

#endif
