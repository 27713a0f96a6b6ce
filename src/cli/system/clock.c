/* SPDX-License-Identifier: MIT */
/* A clock that only goes forward; see clock.h. */
#include "cli/system/clock.h"

#include <time.h>

int64_t
clock_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
