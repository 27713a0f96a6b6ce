/* SPDX-License-Identifier: MIT */
/* This program once more, as a process of its own that is not waited for. */
#ifndef HSCAN_CLI_SYSTEM_AGAIN_H
#define HSCAN_CLI_SYSTEM_AGAIN_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>

/**
 * Starts it with these words, up to a NULL, the program's name among them, with
 * our output and nothing to read. Of our environment it does not get the
 * variables that `without` names, up to a NULL. HSCAN_EIO: it cannot be
 * started.
 */
HSCAN_CHECK enum hscan_status again_start(const char *const *words,
    const char *const *without, int64_t *process, struct hscan_error *err);

/* Whether it has ended; `*well`: with exit code 0. */
bool again_ended(int64_t process, bool *well);

/* Asks it to end. */
void again_stop(int64_t process);

#endif
