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

/* A primary limit is reset within the hour; a minute more for the clocks. */
#define HSCAN_RATE_WAIT_MAX_S 3660

/* The budget of requests; -1 where the server says nothing. */
struct hscan_http_rate {
	int64_t limit;
	int64_t remaining;
	int64_t reset; /* Unix time by the server's clock */
};

#define HSCAN_RATE_UNKNOWN ((struct hscan_http_rate){-1, -1, -1})

/* The Date field; HSCAN_NEVER when it is absent or no date. */
int64_t hscan_rate_date(struct hscan_text headers);

/* Retry-After in seconds, 0 … HSCAN_RATE_WAIT_MAX_S; a date in it counts
 * from `now`. -1 when it is absent, blank or neither. */
int64_t hscan_rate_retry_after(struct hscan_text headers, int64_t now);

/* Whether the budget of the hour is used up and its reset lies ahead of
 * `now`. */
bool hscan_rate_is_used_up(const struct hscan_http_rate *rate, int64_t now);

/* Seconds until the reset and one more, 0 … HSCAN_RATE_WAIT_MAX_S. */
int64_t hscan_rate_until_reset(const struct hscan_http_rate *rate, int64_t now);

/* How long an answer that is a limit asks to wait: its Retry-After, else
 * until the reset of its `rate` if nothing remains; -1 when it does not say.
 * `now` is the server's Date, where it has one. */
int64_t hscan_rate_wait(
    struct hscan_text headers, const struct hscan_http_rate *rate, int64_t now);

#endif
