/* SPDX-License-Identifier: MIT */
/* Runs git for a clone of our own. */
#ifndef HSCAN_CLI_SYSTEM_GIT_H
#define HSCAN_CLI_SYSTEM_GIT_H

#include <signal.h>

#include <healthscan/status.h>

/* As the hook of struct app; HSCAN_EINTR: `*interrupted` became something else
 * than 0. */
HSCAN_CHECK enum hscan_status git_run(const char *const *words,
    void (*on_line)(const char *line, void *payload), void *payload,
    const volatile sig_atomic_t *interrupted, struct hscan_error *err);

#endif
