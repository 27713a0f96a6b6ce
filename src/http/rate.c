/* SPDX-License-Identifier: MIT */
/* How long to wait; see rate.h. */
#include "http/rate.h"

#include <healthscan/repo.h>

#include "base/number.h"
#include "base/time.h"
#include "http/headers.h"

/* Beyond any time, and far from overflow. */
#define NUMBER_MAX (INT64_C(1) << 40)

int64_t
hscan_rate_date(struct hscan_text headers)
{
	int64_t date;

	if (!hscan_parse_http_date(hscan_header_get(headers, "date"), &date))
		return HSCAN_NEVER;
	return date;
}

static int64_t
clamp_wait(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > HSCAN_RATE_WAIT_MAX_S ? HSCAN_RATE_WAIT_MAX_S
					       : seconds;
}

int64_t
hscan_rate_retry_after(struct hscan_text headers, int64_t now)
{
	struct hscan_text value = hscan_header_get(headers, "retry-after");
	int64_t number;

	if (hscan_parse_i64(value, -NUMBER_MAX, NUMBER_MAX, &number))
		return clamp_wait(number);
	if (hscan_parse_http_date(value, &number))
		return clamp_wait(number - now);
	return -1;
}

bool
hscan_rate_is_used_up(const struct hscan_http_rate *rate, int64_t now)
{
	return rate->remaining == 0 && rate->reset >= now;
}

int64_t
hscan_rate_until_reset(const struct hscan_http_rate *rate, int64_t now)
{
	return clamp_wait(rate->reset - now + 1);
}

int64_t
hscan_rate_wait(
    struct hscan_text headers, const struct hscan_http_rate *rate, int64_t now)
{
	int64_t seconds = hscan_rate_retry_after(headers, now);

	if (seconds >= 0)
		return seconds;
	if (rate->remaining == 0 && rate->reset >= 0)
		return hscan_rate_until_reset(rate, now);
	return -1;
}
