/* SPDX-License-Identifier: MIT */
/* How long to wait before asking again, when the server does not say. */
#ifndef HSCAN_HTTP_BACKOFF_H
#define HSCAN_HTTP_BACKOFF_H

#include <stdint.h>

/* The next of a row of well mixed numbers; any first state will do. */
uint32_t hscan_backoff_random(uint64_t *state);

/* After failure number `failures` (from 1) of a request: any time, by
 * `random`, of the next `first_ms`, then of twice that, four times … , at most
 * a minute. Spread over all of it, many clients that failed together do not
 * come back together. In milliseconds. */
int64_t hscan_backoff_failure_ms(
    int64_t first_ms, unsigned failures, uint32_t random);

/* After secondary rate limit number `limits` (from 1) in a row: 1, 2, 4, 8 …
 * minutes and up to a quarter more, at most an hour. In milliseconds. */
int64_t hscan_backoff_limit_ms(unsigned limits, uint32_t random);

#endif
