/* SPDX-License-Identifier: MIT */
/* People and git name a repository in many ways; this is where all of them
 * become host, owner and name. */
#include <healthscan/repo.h>

#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/purl.h"

#define OWNER_MAX 39
#define NAME_MAX  100
#define HOST_MAX  255

/* The parts of a name, not yet checked. */
struct parts {
	struct hscan_text host; /* absent: the default */
	struct hscan_text port; /* absent: none, or irrelevant */
	struct hscan_text path; /* owner/name, and what may follow */
	bool address;           /* a URL, not a name */
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
    {"git://", false, NULL},
};

/* What npm and hosted-git-info write for "the repository o/n there". */
static const struct shorthand {
	const char *prefix, *host;
} shorthands[] = {
    {"github:", "github.com"},
    {"gitlab:", "gitlab.com"},
    {"bitbucket:", "bitbucket.org"},
};

/* Other names of the default host that people, ssh setups and lock files use.
 */
static const char *const aliases[] = {
    "www.github.com", "ssh.github.com", "codeload.github.com"};

/* Pages of GitHub's that stand where an owner does; none has such a name. */
static const char *const pages[] = {"apps", "collections", "enterprise",
    "features", "login", "marketplace", "orgs", "search", "settings",
    "sponsors", "topics", "users"};

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

static bool
skip_nocase(struct hscan_text *text, const char *prefix)
{
	if (!starts_nocase(*text, prefix))
		return false;
	*text = skip(*text, strlen(prefix));
	return true;
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

/* Without "?query" and "#fragment", which say nothing of the repository. */
static struct hscan_text
without_query(struct hscan_text text)
{
	text = hscan_text_split(&text, '#');
	return hscan_text_split(&text, '?');
}

/* Without a '/' at the end, then without ".git". */
static struct hscan_text
without_end(struct hscan_text text)
{
	if (hscan_text_ends(text, "/"))
		text.len--;
	if (hscan_text_ends(text, ".git"))
		text.len -= strlen(".git");
	return text;
}

/* A "port" that is none is where git's short form was put behind a scheme:
 * ssh://git@host:owner/name. */
static void
split_short_form(struct parts *out)
{
	const char *end = out->path.ptr ? out->path.ptr + out->path.len : NULL;

	if (!end || out->port.len == 0 || hscan_is_digit(out->port.ptr[0]))
		return;
	out->path.ptr = out->port.ptr;
	out->path.len = (size_t)(end - out->port.ptr);
}

/* What follows "scheme://". */
static void
split_url(
    struct hscan_text text, const struct scheme *scheme, struct parts *out)
{
	split_authority(text, out);
	out->address = true;
	if (!scheme->keeps_port)
		split_short_form(out);
	if (!scheme->keeps_port ||
	    (hscan_text_is(out->port, scheme->default_port) &&
		host_is_qualified(out->host)))
		out->port = (struct hscan_text){NULL, 0};
}

/* "git+https://host/owner/name.git@revision": of pip, npm and SPDX. */
static struct hscan_text
without_revision(struct hscan_text text)
{
	const char *slash = find(text, '/');
	const char *at;

	if (!slash)
		return text;
	at = find(skip(text, (size_t)(slash - text.ptr)), '@');
	if (at)
		text.len = (size_t)(at - text.ptr);
	return text;
}

static bool
split_address(struct hscan_text text, struct parts *out)
{
	bool tool = skip_nocase(&text, "git+");
	const struct scheme *scheme = scheme_of(text);

	if (!scheme)
		return false;
	text = without_query(skip(text, strlen(scheme->prefix)));
	if (tool)
		text = without_revision(text);
	split_url(without_end(text), scheme, out);
	return true;
}

static bool
split_shorthand(struct hscan_text text, struct parts *out)
{
	for (size_t i = 0; i < sizeof(shorthands) / sizeof(shorthands[0]); i++)
		if (skip_nocase(&text, shorthands[i].prefix)) {
			out->host = hscan_text_of(shorthands[i].host);
			out->path = without_end(without_query(text));
			return true;
		}
	return false;
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

/* Whether it is GitHub itself, or a tenant of its cloud: nothing but pages of a
 * repository lies below it there. Elsewhere it may be a group's. */
static bool
is_cloud(const struct parts *parts)
{
	struct hscan_text host = parts->host;

	if (!host.ptr || parts->port.ptr)
		return false;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (hscan_text_is_nocase(host, aliases[i]))
			return true;
	return hscan_text_is_nocase(host, HSCAN_DEFAULT_HOST) ||
	       (host.len > strlen(".ghe.com") &&
		   hscan_text_is_nocase(
		       skip(host, host.len - strlen(".ghe.com")), ".ghe.com"));
}

/* Of "owner/name/issues/7" the name. */
static void
drop_page(struct parts *parts)
{
	struct hscan_text rest = parts->path, owner, name;

	owner = hscan_text_split(&rest, '/');
	name = hscan_text_split(&rest, '/');
	if (owner.len == 0 || name.len == 0 || rest.len == 0 ||
	    !is_cloud(parts))
		return;
	parts->path.len = (size_t)(name.ptr + name.len - owner.ptr);
	parts->path = without_end(parts->path);
}

/* What the API says of itself: api.github.com/repos/owner/name. */
static void
drop_api(struct parts *parts)
{
	if (!parts->port.ptr &&
	    hscan_text_is_nocase(parts->host, "api." HSCAN_DEFAULT_HOST) &&
	    skip_nocase(&parts->path, "repos/"))
		parts->host = hscan_text_of(HSCAN_DEFAULT_HOST);
}

static void
split(struct hscan_text text, struct parts *out)
{
	*out = (struct parts){.path = {NULL, 0}};
	/* As Maven writes it. */
	if (skip_nocase(&text, "scm:"))
		(void)skip_nocase(&text, "git:");
	if (!split_address(text, out) && !split_shorthand(text, out)) {
		text = without_end(text);
		if (!split_scp(text, out))
			split_plain(text, out);
	}
	drop_api(out);
	drop_page(out);
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

static bool
is_page(const struct parts *parts, struct hscan_text owner)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (hscan_text_is_nocase(owner, pages[i]))
			return parts->address && is_cloud(parts);
	return false;
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
	if (is_page(parts, owner))
		return "it is a page of GitHub, not of a repository";
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
	if (!hscan_is_purl(text))
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
	char place[HSCAN_PURL_SIZE];
	const char *why;

	if (!hscan_is_purl(text))
		split(text, &parts);
	else if (hscan_purl_place(text, place))
		split(hscan_text_of(place), &parts);
	else
		return refuse(text,
		    "it is a package, and does not say where its repository is",
		    err);
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
hscan_repo_host_parse(struct hscan_text text, char out[256])
{
	struct parts parts;
	int64_t port;

	split(text, &parts);
	/* git@host:group/sub/name */
	if (!hscan_parse_i64(parts.port, 1, 65535, &port))
		parts.port = (struct hscan_text){NULL, 0};
	if (!parts.host.ptr || !host_is_valid(parts.host) ||
	    !(host_is_qualified(parts.host) || parts.port.ptr) ||
	    parts.host.len + parts.port.len + 1 > HOST_MAX)
		return false;
	copy_host(out, &parts);
	return true;
}

bool
hscan_repo_name_equal(
    const struct hscan_repo_name *a, const struct hscan_repo_name *b)
{
	return hscan_text_is_nocase(hscan_text_of(a->host), b->host) &&
	       hscan_text_is_nocase(hscan_text_of(a->owner), b->owner) &&
	       hscan_text_is_nocase(hscan_text_of(a->name), b->name);
}
