/* SPDX-License-Identifier: MIT */
/* Exponential delays with jitter; see backoff.h. */
#include "http/backoff.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   INT64_C(3600000)

/* splitmix64 of S. Vigna, public domain. */
uint32_t
hscan_backoff_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}

static int64_t
doubled(int64_t first, unsigned count, int64_t max)
{
	int64_t delay = first;

	for (unsigned i = 1; i < count && delay < max; i++)
		delay *= 2;
	return delay < max ? delay : max;
}

/* From 0 up to, but not including, `width`. */
static int64_t
jitter(int64_t width, uint32_t random)
{
	return width * (int64_t)random / (INT64_C(1) << 32);
}

int64_t
hscan_backoff_failure_ms(int64_t first_ms, unsigned failures, uint32_t random)
{
	return jitter(doubled(first_ms, failures, MINUTE_MS), random);
}

int64_t
hscan_backoff_limit_ms(unsigned limits, uint32_t random)
{
	int64_t delay = doubled(MINUTE_MS, limits, HOUR_MS);

	delay += jitter(delay / 4, random);
	return delay < HOUR_MS ? delay : HOUR_MS;
}
