/* SPDX-License-Identifier: MIT */
/* The dialect of a server that has none; see dialect.h. */
#include "http/dialect.h"

static bool
is_aliased(const char *host)
{
	(void)host;
	return false;
}

static struct hscan_http_rate
no_rate(struct hscan_text headers)
{
	(void)headers;
	return HSCAN_RATE_UNKNOWN;
}

static bool
/* NOLINTNEXTLINE(readability-non-const-parameter): the dialects' type. */
no_expiry(struct hscan_text headers, int64_t *out)
{
	(void)headers;
	(void)out;
	return false;
}

/* RFC 6585, 4. */
static enum hscan_http_limit
limit(int status, struct hscan_text headers, struct hscan_text body)
{
	(void)headers;
	(void)body;
	return status == 429 ? HSCAN_LIMIT_PACE : HSCAN_LIMIT_NONE;
}

static const char *
no_fault(int status, struct hscan_text headers, struct hscan_text body)
{
	(void)status;
	(void)headers;
	(void)body;
	return NULL;
}

static const char *const nothing[] = {NULL};

const struct hscan_http_dialect hscan_http_plain = {
    .kept = nothing,
    .example_url = "https://example.org",
    .give_token = "give one",
    .is_aliased = is_aliased,
    .rate = no_rate,
    .token_expiry = no_expiry,
    .limit = limit,
    .fault = no_fault,
};
