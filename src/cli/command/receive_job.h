/* SPDX-License-Identifier: MIT */
/* What receive has done for a repository by a process of its own: this program
 * again, with the same options and two words more. */
#ifndef HSCAN_CLI_COMMAND_RECEIVE_JOB_H
#define HSCAN_CLI_COMMAND_RECEIVE_JOB_H

#include "cli/cli.h"

/* Does what the first argument says for the repository that the second one
 * names. Returns the exit code: 0 only if nothing is left to be done. */
int receive_job(struct cli *cli);

#endif
