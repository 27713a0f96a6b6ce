/* SPDX-License-Identifier: MIT */
/* One run at a time: what git makes for us is made in a folder that several
 * runs share, and git gives up where another one is at work. */
#ifndef HSCAN_APP_TURN_H
#define HSCAN_APP_TURN_H

#include <signal.h>

#include <healthscan/status.h>

/**
 * Waits until no other run has the file at `path`, which is made with the
 * folders that it lies in, and holds it until turn_end(). Where it cannot be
 * made, or locks are not known, there is no turn: `*turn` is -1 then, and all
 * is well. HSCAN_EINTR when `*interrupted` has become something else than 0.
 */
HSCAN_CHECK enum hscan_status turn_begin(const char *path,
    const volatile sig_atomic_t *interrupted, int *turn,
    struct hscan_error *err);

void turn_end(int turn);

#endif
