/* SPDX-License-Identifier: MIT */
/* Shows what does not fit on the screen with the user's pager, as git does. */
#ifndef HSCAN_CLI_SCREEN_PAGER_H
#define HSCAN_CLI_SCREEN_PAGER_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "cli/cli.h"

/* Whether the result is one for a person who sits at a terminal on which it
 * does not fit, and a pager is wanted. */
bool pager_helps(const struct cli *cli, struct hscan_text result);

/* Runs HEALTHSCAN_PAGER, else PAGER, else less, on the result and waits for its
 * end. False when it could not be run: nothing was shown. */
bool pager_show(struct hscan_text result);

#endif
