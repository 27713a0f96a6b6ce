/* SPDX-License-Identifier: MIT */
/* Where a host's tokens come from, and what is said of that; see token.h. */
#include "cli/system/token.h"

#include <string.h>

#include <healthscan/repo.h>

#include "base/arena.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/load.h"
#include "cli/setting/tokens.h"
#include "cli/system/child.h"

/* A key of gh's may ask to be unlocked. */
enum { PATIENCE_MS = 60000 };

static void
on_line(const char *line, void *payload)
{
	app_say(payload, APP_SAY, "auth.command: %s", line);
}

static enum hscan_status
token_from_command(struct app *app, const char *host, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct child child = {
	    .what = "auth.command",
	    .failure = HSCAN_EAUTH,
	    .patience_ms = PATIENCE_MS,
	    .output = out,
	    .on_line = on_line,
	    .payload = app,
	    .interrupted = app->interrupted,
	};
	struct hscan_buf variable;
	struct hscan_arena arena;
	char **argv = NULL;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_buf_init(&variable, 1024);
	status = child_split(
	    app->settings.auth_command, child.what, &arena, &argv, err);
	/* gh gives that host's token then, and not another's. */
	(void)hscan_buf_add_format(&variable, "GH_HOST=%s", host);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&variable, "the host", err);
	child.variable = variable.ptr;
	if (status == HSCAN_OK)
		status = child_run(&child, argv, err);
	if (status == HSCAN_OK && !settings_has_token(hscan_buf_text(out)))
		status = hscan_fail(err, HSCAN_EAUTH,
		    "auth.command failed: it prints no token for %s; run it by "
		    "hand to see why",
		    host);
	hscan_buf_clear(&variable);
	hscan_arena_clear(&arena);
	return status;
}

/* --- whom it is for --- */

static bool
names_host(struct hscan_text text, const char *host)
{
	struct hscan_repo_name name;

	return hscan_repo_name_parse(text, &name, NULL) == HSCAN_OK &&
	       strcmp(name.host, host) == 0;
}

/* "HOST/acme" */
static bool
is_owners_host(const char *org, const char *host)
{
	size_t len = strlen(host);

	return org && strncmp(org, host, len) == 0 && org[len] == '/';
}

static bool
is_api_host(const char *api_url, const char *host)
{
	char there[256];

	return api_url &&
	       hscan_repo_host_parse(hscan_text_of(api_url), there) &&
	       strcmp(there, host) == 0;
}

bool
token_host_is_named(const struct settings *settings, const char *const *args,
    size_t args_len, const char *host)
{
	const char *usual = settings_getenv("GH_HOST");

	if ((usual && strcmp(usual, host) == 0) ||
	    is_owners_host(settings->org, host) ||
	    is_api_host(settings->api_url, host))
		return true;
	for (size_t i = 0; i < args_len; i++)
		if (names_host(hscan_text_of(args[i]), host))
			return true;
	for (size_t i = 0; i < settings->scans_len; i++)
		if (names_host(settings->scans[i].repo, host))
			return true;
	return false;
}

/* Whether the user has a hand in it that this host is asked. In a list of
 * repositories or in the origin of a clone anybody may have written it, and
 * what is asked there gets the token. GitHub's own hosts are no strangers. */
static bool
is_host_of_user(const struct settings *settings, const char *const *args,
    size_t args_len, const char *host)
{
	return settings->api_url || settings_is_cloud(host) ||
	       token_host_is_named(settings, args, args_len, host);
}

static bool
has_source(const struct settings *settings, const char *host)
{
	return settings->token_file || settings->auth_command ||
	       settings_token_variable(host);
}

/* An API at an address of its own looks like an Enterprise server; which token
 * it gets is told by the host that the repository is named with. */
static void
warn_of_other(struct app *app, const char *host)
{
	const char *other = settings_other_variable(host);

	if (app->settings.api_url && other)
		app_warn(app,
		    "no token is sent: %s is not for %s; set %s, or name the "
		    "repository as HOST/OWNER/NAME",
		    other, host,
		    settings_is_cloud(host) ? "GH_TOKEN"
					    : "GH_ENTERPRISE_TOKEN");
}

enum hscan_status
token_find(struct app *app, const char *const *args, size_t args_len,
    const char *host, struct hscan_buf *out, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	bool exposed;
	enum hscan_status status;
	char shown[200];

	hscan_buf_reset(out);
	if (!is_host_of_user(settings, args, args_len, host)) {
		if (has_source(settings, host))
			app_warn(app,
			    "%s is asked without a token, as only a list or a "
			    "clone names it; if it may have one, set "
			    "GH_HOST=%s",
			    host, host);
		return HSCAN_OK;
	}
	status = settings_token(settings, host, out, &exposed, err);
	if (status == HSCAN_OK && exposed)
		app_warn(app, "everybody can read the token in %s; chmod 600",
		    hscan_safe(hscan_text_of(settings->token_file), shown,
			sizeof(shown)));
	if (status == HSCAN_OK && out->len == 0 && settings->auth_command)
		status = token_from_command(app, host, out, err);
	else if (status == HSCAN_OK && out->len == 0)
		warn_of_other(app, host);
	return status;
}
