/* SPDX-License-Identifier: MIT */
/* People and git name a repository in many ways; this is where all of them
 * become host, owner and name. */
#include <healthscan/repo.h>

#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

#define OWNER_MAX 39
#define NAME_MAX  100
#define HOST_MAX  255

/* The parts of a name, not yet checked. */
struct parts {
	struct hscan_text host; /* absent: the default */
	struct hscan_text port; /* absent: none, or irrelevant */
	struct hscan_text path; /* owner/name */
};

/* The port of ssh and git says nothing about where the API is. */
static const struct scheme {
	const char *prefix;
	bool keeps_port;
	const char *default_port;
} schemes[] = {
    {"https://", true, "443"},
    {"http://", true, "80"},
    {"ssh://", false, NULL},
    {"git+ssh://", false, NULL},
    {"git://", false, NULL},
};

/* Other names of the default host that people and ssh setups use. */
static const char *const aliases[] = {"www.github.com", "ssh.github.com"};

static struct hscan_text
skip(struct hscan_text text, size_t count)
{
	return (struct hscan_text){text.ptr + count, text.len - count};
}

static const char *
find(struct hscan_text text, char c)
{
	return text.len > 0 ? memchr(text.ptr, c, text.len) : NULL;
}

/* "user:password@" must not appear anywhere, least of all in an error message.
 */
static struct hscan_text
without_user(struct hscan_text text)
{
	const char *at;

	while ((at = find(text, '@')) != NULL)
		text = skip(text, (size_t)(at - text.ptr) + 1);
	return text;
}

static bool
starts_nocase(struct hscan_text text, const char *prefix)
{
	size_t len = strlen(prefix);

	if (text.len < len)
		return false;
	text.len = len;
	return hscan_text_is_nocase(text, prefix);
}

static const struct scheme *
scheme_of(struct hscan_text text)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (starts_nocase(text, schemes[i].prefix))
			return &schemes[i];
	return NULL;
}

/* Takes "host:port/" off the front. */
static void
split_authority(struct hscan_text text, struct parts *out)
{
	struct hscan_text authority;

	out->path = text;
	authority = without_user(hscan_text_split(&out->path, '/'));
	out->port = authority;
	out->host = hscan_text_split(&out->port, ':');
}

static bool
host_is_qualified(struct hscan_text host)
{
	return find(host, '.') || hscan_text_is_nocase(host, "localhost");
}

static void
split_url(
    struct hscan_text text, const struct scheme *scheme, struct parts *out)
{
	split_authority(skip(text, strlen(scheme->prefix)), out);
	if (!scheme->keeps_port ||
	    (hscan_text_is(out->port, scheme->default_port) &&
		host_is_qualified(out->host)))
		out->port = (struct hscan_text){NULL, 0};
}

/* [user@]host:owner/name, as git writes it. "host:8080/owner/name" has one
 * slash more and is a host with a port. */
static bool
split_scp(struct hscan_text text, struct parts *out)
{
	struct hscan_text path = text;
	struct hscan_text host = hscan_text_split(&path, ':');
	const char *slash;

	if (!path.ptr || find(host, '/'))
		return false;
	if (path.len > 0 && path.ptr[0] == '/')
		path = skip(path, 1);
	slash = find(path, '/');
	if (!slash || find(skip(path, (size_t)(slash - path.ptr) + 1), '/'))
		return false;
	out->host = without_user(host);
	out->path = path;
	return true;
}

/* OWNER/NAME or HOST/OWNER/NAME. */
static void
split_plain(struct hscan_text text, struct parts *out)
{
	const char *slash = find(text, '/');

	out->path = text;
	if (slash && find(skip(text, (size_t)(slash - text.ptr) + 1), '/'))
		split_authority(text, out);
}

static void
split(struct hscan_text text, struct parts *out)
{
	const struct scheme *scheme = scheme_of(text);

	*out = (struct parts){.path = {NULL, 0}};
	if (text.len > 0 && text.ptr[text.len - 1] == '/')
		text.len--;
	if (hscan_text_ends(text, ".git"))
		text.len -= strlen(".git");
	if (scheme && text.len >= strlen(scheme->prefix))
		split_url(text, scheme, out);
	else if (!split_scp(text, out))
		split_plain(text, out);
}

/* Whether all is made of letters, digits and `others`. */
static bool
made_of(struct hscan_text text, const char *others)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '\0' || (!hscan_is_alnum(c) && !strchr(others, c)))
			return false;
	}
	return true;
}

static bool
host_is_valid(struct hscan_text host)
{
	char before = '.';

	/* Labels neither empty nor with a hyphen at either end. */
	for (size_t i = 0; i < host.len; i++) {
		char c = host.ptr[i];

		if ((c == '.' || c == '-') && before == '.')
			return false;
		if (c == '.' && before == '-')
			return false;
		before = c;
	}
	return host.len > 0 && before != '.' && before != '-' &&
	       made_of(host, ".-");
}

static const char *
check(
    const struct parts *parts, struct hscan_text owner, struct hscan_text name)
{
	int64_t port;

	if (parts->host.ptr && !host_is_valid(parts->host))
		return "the host is not one";
	if (parts->host.len + parts->port.len + 1 > HOST_MAX)
		return "the host is too long";
	if (parts->port.ptr &&
	    (!made_of(parts->port, "") ||
		!hscan_parse_i64(parts->port, 1, 65535, &port)))
		return "the port is not a number from 1 to 65535";
	if (parts->host.ptr && !parts->port.ptr &&
	    !host_is_qualified(parts->host))
		return "the host has neither a dot nor a port";
	if (!name.ptr)
		return "the owner is missing";
	if (owner.len == 0 || owner.len > OWNER_MAX || !made_of(owner, "-_"))
		return "the owner must be 1 to 39 letters, digits, '-' or '_'";
	if (owner.ptr[0] == '-')
		return "the owner must not begin with '-'";
	if (name.len == 0 || name.len > NAME_MAX || !made_of(name, ".-_") ||
	    hscan_text_is(name, ".") || hscan_text_is(name, ".."))
		return "the name must be 1 to 100 letters, digits, '.', '-' "
		       "or '_'";
	return NULL;
}

static enum hscan_status
refuse(struct hscan_text text, const char *why, struct hscan_error *err)
{
	char shown[128];

	/* A URL may carry a password before the @ and a token after the ?. */
	text = without_user(text);
	text = hscan_text_split(&text, '?');
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' does not name a repository: %s; write OWNER/NAME, "
	    "HOST/OWNER/NAME or the address of the repository",
	    hscan_safe(text, shown, sizeof(shown)), why);
}

static void
copy(char *out, struct hscan_text text)
{
	memcpy(out, text.ptr, text.len);
	out[text.len] = '\0';
}

static void
copy_host(char *out, const struct parts *parts)
{
	struct hscan_text host = parts->host;

	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (!parts->port.ptr && hscan_text_is_nocase(host, aliases[i]))
			host = (struct hscan_text){NULL, 0};
	if (!host.ptr)
		host = hscan_text_of(HSCAN_DEFAULT_HOST);
	for (size_t i = 0; i < host.len; i++)
		out[i] = hscan_to_lower(host.ptr[i]);
	out[host.len] = '\0';
	if (parts->port.ptr) {
		out[host.len] = ':';
		copy(out + host.len + 1, parts->port);
	}
}

enum hscan_status
hscan_repo_name_parse(struct hscan_text text, struct hscan_repo_name *out,
    struct hscan_error *err)
{
	struct hscan_repo_name result = {.host = ""};
	struct parts parts;
	struct hscan_text owner, name;
	const char *why;

	split(text, &parts);
	name = parts.path;
	owner = hscan_text_split(&name, '/');
	why = check(&parts, owner, name);
	if (why)
		return refuse(text, why, err);
	copy_host(result.host, &parts);
	copy(result.owner, owner);
	copy(result.name, name);
	*out = result;
	return HSCAN_OK;
}

bool
hscan_repo_name_equal(
    const struct hscan_repo_name *a, const struct hscan_repo_name *b)
{
	return hscan_text_is_nocase(hscan_text_of(a->host), b->host) &&
	       hscan_text_is_nocase(hscan_text_of(a->owner), b->owner) &&
	       hscan_text_is_nocase(hscan_text_of(a->name), b->name);
}
