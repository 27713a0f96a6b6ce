/* SPDX-License-Identifier: MIT */
/* A clock that only goes forward, for how long something takes. */
#ifndef HSCAN_CLI_SYSTEM_CLOCK_H
#define HSCAN_CLI_SYSTEM_CLOCK_H

#include <stdint.h>

/* Milliseconds since some instant. */
int64_t clock_ms(void);

#endif
