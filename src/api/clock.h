/* SPDX-License-Identifier: MIT */
/* The system's clocks, for a program that brings none of its own. */
#ifndef HSCAN_API_CLOCK_H
#define HSCAN_API_CLOCK_H

#include <stdint.h>

int64_t api_clock_s(void);  /* Unix time */
int64_t api_clock_ms(void); /* never jumps */

#endif
