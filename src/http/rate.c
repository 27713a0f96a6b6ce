/* SPDX-License-Identifier: MIT */
/* Rate limits, read from headers; see rate.h. */
#include "http/rate.h"

#include <string.h>

#include <healthscan/repo.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time.h"
#include "http/headers.h"

/* Error bodies are short; a page of HTML need not be searched to its end. */
#define SEARCH_MAX 65536

/* Beyond any count or time, and far from overflow. */
#define NUMBER_MAX (INT64_C(1) << 40)

static int64_t
read_count(struct hscan_text headers, const char *name)
{
	int64_t number;

	if (!hscan_parse_i64(
		hscan_header_get(headers, name), 0, NUMBER_MAX, &number))
		return -1;
	return number;
}

struct hscan_http_rate
hscan_rate_read(struct hscan_text headers)
{
	return (struct hscan_http_rate){
	    .limit = read_count(headers, "x-ratelimit-limit"),
	    .remaining = read_count(headers, "x-ratelimit-remaining"),
	    .reset = read_count(headers, "x-ratelimit-reset"),
	};
}

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

static bool
contains_nocase(struct hscan_text text, const char *needle)
{
	size_t len = strlen(needle);

	for (size_t i = 0; i + len <= text.len; i++) {
		if (hscan_text_is_nocase(
			(struct hscan_text){text.ptr + i, len}, needle))
			return true;
	}
	return false;
}

bool
hscan_rate_says_used_up(int status, struct hscan_text body)
{
	if (body.len > SEARCH_MAX)
		body.len = SEARCH_MAX;
	return (status == 403 || status == 429) &&
	       contains_nocase(body, "API rate limit exceeded");
}

bool
hscan_rate_is_limit(
    int status, struct hscan_text headers, struct hscan_text body)
{
	if (status == 429)
		return true;
	if (status != 403)
		return false;
	/* A blank Retry-After has been seen with secondary limits. */
	if (hscan_header_get(headers, "retry-after").ptr ||
	    hscan_rate_read(headers).remaining == 0)
		return true;
	if (body.len > SEARCH_MAX)
		body.len = SEARCH_MAX;
	/* Some say so in words alone; the last two are the ends of the body's
	 * documentation_url. */
	return hscan_rate_says_used_up(status, body) ||
	       contains_nocase(body, "secondary rate") ||
	       contains_nocase(body, "secondary-rate-limits\"") ||
	       contains_nocase(body, "#abuse-rate-limits\"");
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
hscan_rate_wait(struct hscan_text headers, int64_t now)
{
	struct hscan_http_rate rate = hscan_rate_read(headers);
	int64_t seconds = hscan_rate_retry_after(headers, now);

	if (seconds >= 0)
		return seconds;
	if (rate.remaining == 0 && rate.reset >= 0)
		return hscan_rate_until_reset(&rate, now);
	return -1;
}
