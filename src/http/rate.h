/* SPDX-License-Identifier: MIT */
/*
 * What a server says about how often it may be asked. Times are counted by
 * the server's clock: a local one that is wrong must not turn a wait of a
 * minute into one of an hour.
 */
#ifndef HSCAN_HTTP_RATE_H
#define HSCAN_HTTP_RATE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "http/client.h"

/* A primary limit is reset within the hour; a minute more for the clocks. */
#define HSCAN_RATE_WAIT_MAX_S 3660

/* The x-ratelimit-* fields; -1 for one that is absent or no number. */
struct hscan_http_rate hscan_rate_read(struct hscan_text headers);

/* The Date field; HSCAN_NEVER when it is absent or no date. */
int64_t hscan_rate_date(struct hscan_text headers);

/* Retry-After in seconds, 0 … HSCAN_RATE_WAIT_MAX_S; a date in it counts
 * from `now`. -1 when it is absent, blank or neither. */
int64_t hscan_rate_retry_after(struct hscan_text headers, int64_t now);

/* Whether this 403 or 429 says "not so fast" rather than "not you". False
 * for every other status. */
bool hscan_rate_is_limit(
    int status, struct hscan_text headers, struct hscan_text body);

/* Whether a refusal says in words that the budget of the hour is used up, as
 * servers do that give no headers. */
bool hscan_rate_says_used_up(int status, struct hscan_text body);

/* Whether the budget of the hour is used up and its reset lies ahead of
 * `now`. */
bool hscan_rate_is_used_up(const struct hscan_http_rate *rate, int64_t now);

/* Seconds until the reset and one more, 0 … HSCAN_RATE_WAIT_MAX_S. */
int64_t hscan_rate_until_reset(const struct hscan_http_rate *rate, int64_t now);

/* How long an answer that is a limit asks to wait: its Retry-After, else
 * until the reset if nothing remains; -1 when it does not say, as secondary
 * limits may do. `now` is the server's Date, where it has one. */
int64_t hscan_rate_wait(struct hscan_text headers, int64_t now);

#endif
