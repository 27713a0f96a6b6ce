/* SPDX-License-Identifier: MIT */
/* A clock that is wrong, to be loaded before the C library (LD_PRELOAD): it is
 * HSCAN_CLOCK_OFF seconds ahead, and with every look at it HSCAN_CLOCK_STEP
 * more. The clock that only goes forward is left alone. */
#include <stdlib.h>
#include <time.h>

static time_t
number(const char *name)
{
	const char *text = getenv(name);

	return text ? (time_t)strtoll(text, NULL, 10) : 0;
}

__attribute__((visibility("default"))) time_t
time(time_t *out)
{
	static time_t looks;
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec +=
	    number("HSCAN_CLOCK_OFF") + looks++ * number("HSCAN_CLOCK_STEP");
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}
