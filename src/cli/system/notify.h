/* SPDX-License-Identifier: MIT */
/* Runs the user's command with something to read. */
#ifndef HSCAN_CLI_SYSTEM_NOTIFY_H
#define HSCAN_CLI_SYSTEM_NOTIFY_H

#include <signal.h>
#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/**
 * Runs the command, split as child_split() does, or `sh -c` with it, writes
 * `input` to its standard input and waits for its end, a minute at most. What
 * it prints goes to stderr. HSCAN_EINVAL when it cannot be run, fails, or
 * takes too long. HSCAN_EINTR when `*interrupted` has become something else
 * than 0: the command has been ended.
 */
HSCAN_CHECK enum hscan_status notify_run(const char *command, bool shell,
    struct hscan_text input, const volatile sig_atomic_t *interrupted,
    struct hscan_error *err);

#endif
