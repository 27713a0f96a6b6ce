/* SPDX-License-Identifier: MIT */
/*
 * What a server adds to HTTP: headers and habits of its own. The source that
 * talks to such a server describes it in a table like this, so that nothing
 * here knows which server it is. The functions are pure.
 */
#ifndef HSCAN_HTTP_DIALECT_H
#define HSCAN_HTTP_DIALECT_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "http/rate.h"

/* Whether an answer says "not so fast". */
enum hscan_http_limit {
	HSCAN_LIMIT_NONE,
	HSCAN_LIMIT_PACE,   /* too many at once */
	HSCAN_LIMIT_BUDGET, /* the requests of the hour are used up */
};

struct hscan_http_dialect {
	/* Header lines of every request; NULL: not sent. `version` names the
	 * version of the API, `version_name` alone. It is left out once the
	 * server does not know it. */
	char *accept;
	char *version;
	const char *version_name;

	/* Headers that a recording keeps beside HTTP's own, as they are
	 * written; NULL after the last. */
	const char *const *kept;

	/* For messages: an address of such a server, how to give a token, and
	 * the requests of an hour with one and without; 0: a token does not
	 * matter. */
	const char *example_url;
	const char *give_token;
	int an_hour, an_hour_without;

	/* Whether the server on a host may name another origin in its links
	 * and mean itself, as one behind a proxy does. */
	bool (*is_aliased)(const char *host);

	/* What the headers say of the budget; -1 where they say nothing. */
	struct hscan_http_rate (*rate)(struct hscan_text headers);

	/* When the token expires. False: they do not say. */
	bool (*token_expiry)(struct hscan_text headers, int64_t *out);

	enum hscan_http_limit (*limit)(
	    int status, struct hscan_text headers, struct hscan_text body);

	/* What is wrong with an answer that may be right the next time, as the
	 * end of "the server answered …"; NULL: nothing. */
	const char *(*fault)(
	    int status, struct hscan_text headers, struct hscan_text body);
};

/* HTTP and nothing else. */
extern const struct hscan_http_dialect hscan_http_plain;

#endif
