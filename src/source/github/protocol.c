/* SPDX-License-Identifier: MIT */
/* GitHub's headers and habits; see protocol.h. */
#include "source/github/protocol.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time.h"
#include "http/headers.h"

#define API_VERSION "2026-03-10"

/* Error bodies are short; a page of HTML need not be searched to its end. */
#define SEARCH_MAX 65536

/* Beyond any count or time, and far from overflow. */
#define NUMBER_MAX (INT64_C(1) << 40)

/* --- rate limits --- */

static int64_t
read_count(struct hscan_text headers, const char *name)
{
	int64_t number;

	if (!hscan_parse_i64(
		hscan_header_get(headers, name), 0, NUMBER_MAX, &number))
		return -1;
	return number;
}

static struct hscan_http_rate
read_rate(struct hscan_text headers)
{
	return (struct hscan_http_rate){
	    .limit = read_count(headers, "x-ratelimit-limit"),
	    .remaining = read_count(headers, "x-ratelimit-remaining"),
	    .reset = read_count(headers, "x-ratelimit-reset"),
	};
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

/* A 403 may say "not so fast" or "not you". */
static enum hscan_http_limit
limit_of(int status, struct hscan_text headers, struct hscan_text body)
{
	if (status != 403 && status != 429)
		return HSCAN_LIMIT_NONE;
	if (body.len > SEARCH_MAX)
		body.len = SEARCH_MAX;
	/* Some servers give no headers and say so in words alone. */
	if (read_count(headers, "x-ratelimit-remaining") == 0 ||
	    contains_nocase(body, "API rate limit exceeded"))
		return HSCAN_LIMIT_BUDGET;
	/* A blank Retry-After has been seen with secondary limits; the last
	 * two are the ends of the body's documentation_url. */
	if (status == 429 || hscan_header_get(headers, "retry-after").ptr ||
	    contains_nocase(body, "secondary rate") ||
	    contains_nocase(body, "secondary-rate-limits\"") ||
	    contains_nocase(body, "#abuse-rate-limits\""))
		return HSCAN_LIMIT_PACE;
	return HSCAN_LIMIT_NONE;
}

/* --- success that is none --- */

static const char *
fault_of(int status, struct hscan_text headers, struct hscan_text body)
{
	struct hscan_text type = hscan_header_get(headers, "content-type");
	struct hscan_text kind = hscan_text_trim(hscan_text_split(&type, ';'));

	/* The server is still computing it, and says {} meanwhile. */
	if (status == 202)
		return "202 (not ready yet)";
	if (status != 200)
		return NULL;
	/* It would be taken for an empty list. */
	if (body.len == 0)
		return "200 with nothing in it";
	/* The page of a proxy, a hotel, or of servers in trouble. */
	if (hscan_text_is_nocase(kind, "text/html"))
		return "200 with a web page in place of data";
	return NULL;
}

/* --- tokens --- */

/* "2026-12-01 10:00:00 UTC", or with "+0100" at its end. */
static bool
token_expiry(struct hscan_text headers, int64_t *out)
{
	struct hscan_text text =
	    hscan_header_get(headers, "github-authentication-token-expiration");
	char time[40];
	size_t len = strlen("2026-12-01 10:00:00");

	if (text.len < len + 2 || text.ptr[len] != ' ')
		return false;
	if (hscan_text_ends(text, " UTC"))
		(void)snprintf(time, sizeof(time), "%.*sZ", (int)len, text.ptr);
	else if (text.len == len + 6)
		(void)snprintf(time, sizeof(time), "%.*s%.3s:%.2s", (int)len,
		    text.ptr, text.ptr + len + 1, text.ptr + len + 4);
	else
		return false;
	return hscan_parse_time(hscan_text_of(time), out);
}

struct hscan_text
hscan_github_permissions(struct hscan_text headers)
{
	return hscan_header_get(headers, "x-accepted-github-permissions");
}

struct hscan_text
hscan_github_sso(struct hscan_text headers)
{
	return hscan_header_get(headers, "x-github-sso");
}

struct hscan_text
hscan_github_sign_on(struct hscan_text headers)
{
	static const char mark[] = "url=";
	struct hscan_text rest = hscan_github_sso(headers);

	while (rest.ptr) {
		struct hscan_text part =
		    hscan_text_trim(hscan_text_split(&rest, ';'));

		if (!hscan_text_starts(part, mark))
			continue;
		part.ptr += strlen(mark);
		part.len -= strlen(mark);
		return part;
	}
	return (struct hscan_text){NULL, 0};
}

/* --- servers --- */

/* github.com and its tenants know their own names; an Enterprise server behind
 * a proxy may not. */
static bool
is_aliased(const char *host)
{
	struct hscan_text name = hscan_text_of(host);

	while (hscan_text_ends(name, "."))
		name.len--;
	return !hscan_text_is(name, "github.com") &&
	       !hscan_text_is(name, "ghe.com") &&
	       !hscan_text_ends(name, ".github.com") &&
	       !hscan_text_ends(name, ".ghe.com");
}

static char accept_line[] = "Accept: application/vnd.github+json";
static char version_line[] = "X-GitHub-Api-Version: " API_VERSION;

static const char *const kept[] = {"X-RateLimit-Limit", "X-RateLimit-Remaining",
    "X-RateLimit-Reset", "X-RateLimit-Used", "X-RateLimit-Resource", NULL};

const struct hscan_http_dialect hscan_github_dialect = {
    .accept = accept_line,
    .version = version_line,
    .version_name = API_VERSION,
    .kept = kept,
    .example_url = "https://api.github.com",
    .give_token = HSCAN_GITHUB_GIVE_TOKEN,
    .an_hour = HSCAN_GITHUB_AN_HOUR,
    .an_hour_without = HSCAN_GITHUB_AN_HOUR_WITHOUT,
    .is_aliased = is_aliased,
    .rate = read_rate,
    .token_expiry = token_expiry,
    .limit = limit_of,
    .fault = fault_of,
};
