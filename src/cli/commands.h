/* SPDX-License-Identifier: MIT */
/* The commands that there are, and the way from argv to one of them. */
#ifndef HSCAN_CLI_COMMANDS_H
#define HSCAN_CLI_COMMANDS_H

#include <signal.h>
#include <stdio.h>

#include "cli/command/command.h"

extern const struct command command_table[];

/* Runs the command that argv asks for and returns the exit code. `out` is
 * flushed but not closed. LC_CTYPE must be set. */
int cli_main(int argc, const char *const *argv, FILE *out, FILE *err,
    const volatile sig_atomic_t *interrupted);

#endif
