/* SPDX-License-Identifier: MIT */
/* Reads the system's clocks; see clock.h. */
#include "api/clock.h"

#include <time.h>

int64_t
api_clock_s(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t
api_clock_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
