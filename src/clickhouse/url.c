/* SPDX-License-Identifier: MIT */
/* The address of a database; see url.h. */
#include "clickhouse/url.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"

/* Why it is of no use. What stands before an '@' or behind a '?' may be a
 * password, and is not repeated. */
static enum hscan_status
bad_url(const char *text, const char *why, struct hscan_error *err)
{
	char shown[128];

	if (strpbrk(text, "@?"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the address of ClickHouse is of no use: %s; give one "
		    "such as " HSCAN_CLICKHOUSE_EXAMPLE,
		    why);
	return hscan_fail(err, HSCAN_EINVAL,
	    "the address of ClickHouse, '%s', is of no use: %s; give one such "
	    "as " HSCAN_CLICKHOUSE_EXAMPLE,
	    hscan_safe(hscan_text_of(text), shown, sizeof(shown)), why);
}

/* Takes the last part of the path as the database. NULL, or what is wrong with
 * it. */
static const char *
take_database(struct hscan_clickhouse_url *url)
{
	char *slash = strrchr(url->server.path, '/');
	size_t len = slash ? strlen(slash + 1) : 0;

	if (len == 0)
		return "it names no database";
	if (len >= sizeof(url->database))
		return "the name of its database is too long";
	for (size_t i = 1; i <= len; i++)
		if (!hscan_is_alnum(slash[i]) && slash[i] != '_')
			return "the name of a database has letters, digits "
			       "and '_' only";
	memcpy(url->database, slash + 1, len + 1);
	*slash = '\0';
	return NULL;
}

enum hscan_status
hscan_clickhouse_url_parse(const char *text, bool password,
    struct hscan_clickhouse_url *out, struct hscan_error *err)
{
	struct hscan_clickhouse_url url = {.database = ""};
	enum hscan_status scheme = HSCAN_EINVAL;
	const char *why = NULL;

	if (strchr(text, '@'))
		return bad_url(text,
		    "it has a user name or a password, which other users of "
		    "this machine can see; say them with "
		    "HEALTHSCAN_CLICKHOUSE_USER and "
		    "HEALTHSCAN_CLICKHOUSE_PASSWORD",
		    err);
	why = hscan_url_read(text, &url.server, &scheme);
	if (scheme == HSCAN_EREFUSED)
		why = "it is neither http nor https";
	if (!why)
		why = take_database(&url);
	if (!why && password && !url.server.tls &&
	    !hscan_url_is_loopback(&url.server))
		why = "the password would go over the network for everyone to "
		      "read, as plain http is for this machine only";
	if (why)
		return bad_url(text, why, err);
	*out = url;
	return HSCAN_OK;
}
