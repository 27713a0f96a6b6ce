/* SPDX-License-Identifier: MIT */
/* Addresses, read strictly; see url.h. */
#include "http/url.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

#define HTTP_PORT  80
#define HTTPS_PORT 443

/* Visible ASCII. Anything else in a URL is a mistake or an attack. */
static bool
is_visible(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] <= ' ' || text.ptr[i] > '~')
			return false;
	}
	return true;
}

static void
skip(struct hscan_text *text, size_t len)
{
	if (len > 0) /* absent text is at no place */
		text->ptr += len;
	text->len -= len;
}

/* Up to the first of `set`, or the whole. */
static struct hscan_text
take_until(struct hscan_text *rest, const char *set)
{
	struct hscan_text part = *rest;

	for (part.len = 0; part.len < rest->len; part.len++) {
		if (strchr(set, rest->ptr[part.len]))
			break;
	}
	skip(rest, part.len);
	return part;
}

static bool
is_host_char(char c, bool bracketed)
{
	if (bracketed)
		return hscan_is_alnum(c) || c == ':' || c == '.';
	return hscan_is_alnum(c) || c == '-' || c == '.' || c == '_';
}

static bool
read_host(struct hscan_text text, struct hscan_url *out)
{
	bool bracketed = text.len > 2 && text.ptr[0] == '[';
	size_t edge = bracketed ? 1 : 0;

	if (text.len == 0 || text.len >= sizeof(out->host))
		return false;
	if (bracketed && text.ptr[text.len - 1] != ']')
		return false;
	for (size_t i = 0; i < text.len; i++) {
		out->host[i] = hscan_to_lower(text.ptr[i]);
		if (i < edge || i >= text.len - edge)
			continue;
		if (!is_host_char(text.ptr[i], bracketed))
			return false;
	}
	out->host[text.len] = '\0';
	return true;
}

/* NULL, or what is wrong with it. `out->tls` says which port is usual. */
static const char *
read_authority(struct hscan_text text, struct hscan_url *out)
{
	struct hscan_text host = text;
	size_t colon;
	int64_t port = out->tls ? HTTPS_PORT : HTTP_PORT;

	if (text.len > 0 && memchr(text.ptr, '@', text.len))
		return "it has a user name";
	for (colon = text.len; colon > 0; colon--) {
		if (text.ptr[colon - 1] == ':' || text.ptr[colon - 1] == ']')
			break;
	}
	if (colon > 0 && text.ptr[colon - 1] == ':') {
		host.len = colon - 1;
		skip(&text, colon);
		/* "host:" is the usual port, by RFC 3986. */
		if (text.len > 0 && !hscan_is_digit(text.ptr[0]))
			return "its port is no number";
		if (text.len > 0 && !hscan_parse_i64(text, 1, 65535, &port))
			return "its port is no number from 1 to 65535";
	}
	if (!read_host(host, out))
		return "it has no proper host name";
	out->port = (uint16_t)port;
	return NULL;
}

/* "127." and three more numbers: a name such as 127.example.org is not it. */
static bool
is_loopback_v4(struct hscan_text host)
{
	int64_t number;

	for (int i = 0; i < 4; i++) {
		struct hscan_text part = hscan_text_split(&host, '.');

		if (part.len == 0 || !hscan_is_digit(part.ptr[0]) ||
		    !hscan_parse_i64(
			part, i == 0 ? 127 : 0, i == 0 ? 127 : 255, &number))
			return false;
	}
	return host.ptr == NULL;
}

bool
hscan_url_is_loopback(const struct hscan_url *url)
{
	const char *host = url->host;

	return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
	       is_loopback_v4(hscan_text_of(host));
}

/* Takes "https://" or "http://" off the front. */
static bool
take_scheme(struct hscan_text *rest, bool *tls)
{
	struct hscan_text scheme = *rest;

	for (scheme.len = 0; scheme.len < rest->len; scheme.len++) {
		if (rest->ptr[scheme.len] == ':')
			break;
	}
	*tls = hscan_text_is_nocase(scheme, "https");
	if (!*tls && !hscan_text_is_nocase(scheme, "http"))
		return false;
	skip(rest, scheme.len);
	if (!hscan_text_starts(*rest, "://"))
		return false;
	skip(rest, 3);
	return true;
}

static enum hscan_status
bad_url(enum hscan_status status, const char *text, const char *why,
    const char *example, struct hscan_error *err)
{
	char shown[128];

	/* What stands before an '@' may be a password. */
	if (strchr(text, '@'))
		return hscan_fail(err, status,
		    "the API URL is of no use: %s; give one such as %s", why,
		    example);
	return hscan_fail(err, status,
	    "the API URL '%s' is of no use: %s; give one such as %s",
	    hscan_safe(hscan_text_of(text), shown, sizeof(shown)), why,
	    example);
}

/* NULL, or what is wrong with it. */
static const char *
read_path(struct hscan_text text, struct hscan_url *out)
{
	while (text.len > 0 && text.ptr[text.len - 1] == '/')
		text.len--;
	if (text.len >= sizeof(out->path))
		return "its path is too long";
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("?#\\", text.ptr[i]))
			return "it has a query or a fragment";
		out->path[i] = text.ptr[i];
	}
	return NULL;
}

/* All but the path. NULL, or what is wrong with it. */
static const char *
read_origin(const char *text, struct hscan_text *rest, struct hscan_url *out,
    enum hscan_status *status)
{
	*rest = hscan_text_of(text);
	*status = HSCAN_EINVAL;
	if (!is_visible(*rest))
		return "it has spaces or characters outside ASCII";
	if (take_scheme(rest, &out->tls))
		return read_authority(take_until(rest, "/?#\\"), out);
	if (!strstr(text, "://"))
		return "it does not begin with https://";
	*status = HSCAN_EREFUSED;
	return "only https is asked";
}

enum hscan_status
hscan_url_parse(const char *text, const char *example, struct hscan_url *out,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_text rest;
	struct hscan_url url = {.tls = false};
	const char *why = read_origin(text, &rest, &url, &status);

	if (!why && !url.tls && !hscan_url_is_loopback(&url)) {
		status = HSCAN_EREFUSED;
		why = "plain http is for this machine only (localhost, "
		      "127.0.0.1, [::1])";
	}
	if (!why)
		why = read_path(rest, &url);
	if (why)
		return bad_url(status, text, why, example, err);
	*out = url;
	return HSCAN_OK;
}

const char *
hscan_url_read(
    const char *text, struct hscan_url *out, enum hscan_status *status)
{
	struct hscan_text rest;
	struct hscan_url url = {.tls = false};
	const char *why = read_origin(text, &rest, &url, status);

	if (!why)
		why = read_path(rest, &url);
	if (!why)
		*out = url;
	return why;
}

void
hscan_url_authority(const struct hscan_url *url, char out[HSCAN_AUTHORITY_SIZE])
{
	if (url->port == (url->tls ? HTTPS_PORT : HTTP_PORT))
		(void)snprintf(out, HSCAN_AUTHORITY_SIZE, "%s", url->host);
	else
		(void)snprintf(out, HSCAN_AUTHORITY_SIZE, "%s:%u", url->host,
		    (unsigned)url->port);
}

/* Whether it begins with "name:", which makes it absolute. */
static bool
has_scheme(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == ':')
			return i > 0 && hscan_is_alpha(text.ptr[0]);
		if (!hscan_is_alnum(c) && !strchr("+-.", c))
			return false;
	}
	return false;
}

/* Takes the origin off an absolute URL if it is that of `base`. */
static enum hscan_status
take_own_origin(const struct hscan_url *base, struct hscan_text *rest,
    struct hscan_error *err)
{
	struct hscan_url other = {.tls = base->tls};
	char there[HSCAN_AUTHORITY_SIZE];
	const char *why;

	if (hscan_text_starts(*rest, "//"))
		skip(rest, 2);
	else if (!take_scheme(rest, &other.tls))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it leads to something that is not https");
	why = read_authority(take_until(rest, "/?#\\"), &other);
	if (why)
		return hscan_fail(
		    err, HSCAN_EREFUSED, "it leads nowhere, as %s", why);
	if (other.tls == base->tls && other.port == base->port &&
	    strcmp(other.host, base->host) == 0)
		return HSCAN_OK;
	hscan_url_authority(&other, there);
	return hscan_fail(err, HSCAN_EREFUSED, "it leads to %s%s",
	    !other.tls  ? "http://"
	    : base->tls ? ""
			: "https://",
	    there);
}

/* Appends what of `from` stays in front of a relative reference. */
static void
add_base_of(struct hscan_buf *out, struct hscan_text from, bool query_only)
{
	struct hscan_text path = take_until(&from, "?#");

	while (!query_only && path.len > 0 && path.ptr[path.len - 1] != '/')
		path.len--;
	if (path.len == 0)
		(void)hscan_buf_add_char(out, '/');
	else
		(void)hscan_buf_add_text(out, path);
}

enum hscan_status
hscan_url_resolve(const struct hscan_url *base, struct hscan_text from,
    struct hscan_text reference, struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_text rest = reference;
	enum hscan_status status;
	bool absolute;

	if (!is_visible(rest))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it has spaces or characters outside ASCII");
	rest = take_until(&rest, "#");
	if (rest.len == 0)
		return hscan_fail(err, HSCAN_EREFUSED, "it is empty");
	absolute = has_scheme(rest) || hscan_text_starts(rest, "//");
	if (absolute) {
		status = take_own_origin(base, &rest, err);
		if (status != HSCAN_OK)
			return status;
		if (rest.len == 0 || rest.ptr[0] != '/')
			(void)hscan_buf_add_char(out, '/');
	} else if (rest.ptr[0] != '/') {
		add_base_of(out, from, rest.ptr[0] == '?');
	}
	(void)hscan_buf_add_text(out, rest);
	if (out->failed == HSCAN_EREFUSED)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it is longer than %zu bytes", out->max);
	return hscan_buf_check(out, "a URL", err);
}

/* Whether every segment of a path is a plain name: none is empty or made of
 * dots, and nothing in it is a separator in disguise. */
static bool
is_straight(struct hscan_text path)
{
	(void)hscan_text_split(&path, '/');
	while (path.ptr) {
		struct hscan_text rest = path, part;
		bool last;

		part = hscan_text_split(&path, '/');
		last = part.len == rest.len;
		if (part.len == 0 && !last)
			return false;
		if (hscan_text_is(part, ".") || hscan_text_is(part, ".."))
			return false;
		for (size_t i = 0; i < part.len; i++) {
			struct hscan_text code = {part.ptr + i, 3};

			if (part.ptr[i] == '\\')
				return false;
			/* Of a dot, a slash, a backslash, a '%'. */
			if (part.ptr[i] == '%' &&
			    (i + 2 >= part.len ||
				hscan_text_is_nocase(code, "%2e") ||
				hscan_text_is_nocase(code, "%2f") ||
				hscan_text_is_nocase(code, "%5c") ||
				hscan_text_is(code, "%25")))
				return false;
		}
	}
	return true;
}

static bool
is_below(struct hscan_text path, const char *base)
{
	size_t len = strlen(base);

	return path.len > len + 1 && memcmp(path.ptr, base, len) == 0 &&
	       path.ptr[len] == '/' && is_straight(path);
}

enum hscan_status
hscan_url_follow(const struct hscan_url *base, struct hscan_text from,
    struct hscan_text reference, struct hscan_buf *out,
    char foreign[HSCAN_ORIGIN_SIZE], struct hscan_error *err)
{
	struct hscan_text rest = reference, query;
	struct hscan_url other = {.tls = base->tls};
	char there[HSCAN_AUTHORITY_SIZE];
	enum hscan_status status;

	foreign[0] = '\0';
	status = hscan_url_resolve(base, from, reference, out, err);
	if (status != HSCAN_EREFUSED || !base->aliased || !is_visible(rest))
		return status;
	rest = take_until(&rest, "#");
	if (hscan_text_starts(rest, "//"))
		skip(&rest, 2);
	else if (!take_scheme(&rest, &other.tls))
		return status;
	if (read_authority(take_until(&rest, "/?#\\"), &other))
		return status;
	hscan_url_authority(&other, there);
	query = rest;
	if (!is_below(take_until(&query, "?"), base->path))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it leads to %s%s, and not below %s/ there",
		    other.tls ? "" : "http://", there, base->path);
	(void)snprintf(foreign, HSCAN_ORIGIN_SIZE, "%s://%s",
	    other.tls ? "https" : "http", there);
	(void)hscan_buf_add_text(out, rest);
	if (out->failed == HSCAN_EREFUSED)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it is longer than %zu bytes", out->max);
	return hscan_buf_check(out, "a URL", err);
}

bool
hscan_target_is_valid(struct hscan_text target)
{
	return target.len > 0 && target.len <= HSCAN_TARGET_MAX &&
	       target.ptr[0] == '/' && is_visible(target) &&
	       !memchr(target.ptr, '#', target.len);
}
