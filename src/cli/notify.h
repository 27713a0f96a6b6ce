/* SPDX-License-Identifier: MIT */
/* Runs the user's command with something to read. */
#ifndef HSCAN_CLI_NOTIFY_H
#define HSCAN_CLI_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

/**
 * Splits a command into words at white space; '…' and "…" keep theirs, and a
 * backslash outside of '…' takes the next character as it is. Nothing is
 * expanded. `*out` ends with NULL. HSCAN_EINVAL: a quote without its other, or
 * no word at all.
 */
HSCAN_CHECK enum hscan_status notify_split(const char *command,
    struct hscan_arena *arena, char ***out, struct hscan_error *err);

/**
 * Runs the command, or `sh -c` with it, writes `input` to its standard input
 * and waits for its end, a minute at most. What it prints goes to stderr.
 * HSCAN_EINVAL when it cannot be run, fails, or takes too long.
 */
HSCAN_CHECK enum hscan_status notify_run(const char *command, bool shell,
    struct hscan_text input, struct hscan_error *err);

#endif
