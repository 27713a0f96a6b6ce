/* SPDX-License-Identifier: MIT */
/* What a clone's origin is called, on whatever host: forges other than GitHub
 * nest their groups, and an internal server has names of its own. */
#include <string.h>

#include "base/text.h"
#include "source/git/internal.h"

static const char *
find(struct hscan_text text, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.ptr + i, what, len) == 0)
			return text.ptr + i;
	return NULL;
}

static struct hscan_text
after(struct hscan_text text, const char *place)
{
	return (struct hscan_text){
	    place, text.len - (size_t)(place - text.ptr)};
}

/* "user:password@" is nobody's business. */
static struct hscan_text
without_user(struct hscan_text text)
{
	const char *at;

	while ((at = find(text, "@")) != NULL)
		text = after(text, at + 1);
	return text;
}

/* The port of ssh and git says nothing about the repository. */
static struct hscan_text
host_of(struct hscan_text authority, struct hscan_text scheme)
{
	struct hscan_text host = without_user(authority), port = host;
	struct hscan_text bare = hscan_text_split(&port, ':');
	bool usual =
	    (hscan_text_is_nocase(scheme, "https") &&
		hscan_text_is(port, "443")) ||
	    (hscan_text_is_nocase(scheme, "http") && hscan_text_is(port, "80"));

	if (port.ptr && !usual &&
	    (hscan_text_is_nocase(scheme, "https") ||
		hscan_text_is_nocase(scheme, "http")))
		return host;
	return bare;
}

/* Takes "https://host/path" and "user@host:path" apart. False: it is a path of
 * this machine, or for a helper of git's. */
static bool
take_apart(
    struct hscan_text url, struct hscan_text *host, struct hscan_text *path)
{
	const char *scheme_end = find(url, "://");
	struct hscan_text rest = url, scheme = {url.ptr, 0};

	if (scheme_end) {
		scheme.len = (size_t)(scheme_end - url.ptr);
		rest = after(url, scheme_end + strlen("://"));
		*host = host_of(hscan_text_split(&rest, '/'), scheme);
		*path = rest;
		return !hscan_text_is_nocase(scheme, "file") &&
		       !find(scheme, ":");
	}
	if (find(url, "::"))
		return false;
	*host = without_user(hscan_text_split(&rest, ':'));
	*path = rest;
	return rest.ptr && !find(*host, "/");
}

/* What is left of a path when its ends are cut that say nothing. */
static struct hscan_text
trim(struct hscan_text path)
{
	path = hscan_text_split(&path, '?');
	path = hscan_text_split(&path, '#');
	while (path.len > 0 && path.ptr[0] == '/')
		path = after(path, path.ptr + 1);
	while (hscan_text_ends(path, "/"))
		path.len--;
	if (hscan_text_ends(path, ".git"))
		path.len -= strlen(".git");
	return path;
}

bool
hscan_git_origin_name(struct hscan_text url, struct hscan_buf *out)
{
	struct hscan_text host = {NULL, 0}, path = {NULL, 0};
	struct hscan_repo_name name;

	if (!find(url, ":") || !take_apart(url, &host, &path))
		return false;
	path = trim(path);
	if (host.len == 0 || path.len == 0)
		return false;
	/* Where it is such a name, it has the spelling of one. */
	if (hscan_repo_name_parse(url, &name, NULL) == HSCAN_OK)
		host = hscan_text_of(name.host);
	if (!hscan_text_is_nocase(host, HSCAN_DEFAULT_HOST)) {
		for (size_t i = 0; i < host.len; i++)
			(void)hscan_buf_add_char(
			    out, hscan_to_lower(host.ptr[i]));
		(void)hscan_buf_add_char(out, '/');
	}
	(void)hscan_buf_add_text(out, path);
	return true;
}

bool
hscan_git_called(struct hscan_git *git, struct hscan_buf *out)
{
	git_config *config = NULL;
	const char *url = NULL;
	bool called =
	    git_repository_config_snapshot(&config, git->repo) == 0 &&
	    git_config_get_string(&url, config, "remote.origin.url") == 0 &&
	    hscan_git_origin_name(hscan_text_of(url), out);

	git_config_free(config);
	return called;
}

struct hscan_text
hscan_git_folder(const struct hscan_git *git)
{
	const char *folder = git_repository_workdir(git->repo);
	struct hscan_text text =
	    hscan_text_of(folder ? folder : git_repository_path(git->repo));

	if (text.len > 1 && hscan_text_ends(text, "/"))
		text.len--;
	return text;
}
