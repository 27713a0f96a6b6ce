/* SPDX-License-Identifier: MIT */
/* healthscan receive: an HTTP server that takes webhooks' deliveries. */
#include <signal.h>

#include "cli/command/command.h"
#include "cli/command/receive_job.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

#ifdef HSCAN_RECEIVE

#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/command/receive_after.h"
#include "cli/system/hook_secrets.h"
#include "cli/system/inherited.h"
#include "serve/serve.h"
#include "store/store.h"

struct receiving {
	struct cli *cli;
	struct serve_after *after; /* owned */
};

static int64_t
now_s(void *payload)
{
	const struct receiving *receiving = payload;

	return receive_now(receiving->cli).s;
}

static int64_t
monotonic_ms(void *payload)
{
	const struct receiving *receiving = payload;

	return receive_now(receiving->cli).ms;
}

static void
say(enum serve_message kind, const char *line, void *payload)
{
	static const enum app_message kinds[] = {
	    [SERVE_NOTE] = APP_NOTE,
	    [SERVE_SAY] = APP_SAY,
	    [SERVE_WARNING] = APP_WARNING,
	};
	const struct receiving *receiving = payload;

	/* A log is not to grow with each delivery, unless that is wanted. */
	if (kind != SERVE_NOTE || receiving->cli->app.settings.verbose > 0)
		app_say(&receiving->cli->app, kinds[kind], "%s", line);
}

static void
touched(const struct hscan_intake *taken, void *payload)
{
	const struct receiving *receiving = payload;

	serve_after_touched(
	    receiving->after, taken, receive_now(receiving->cli));
}

static int64_t
tick(void *payload)
{
	const struct receiving *receiving = payload;

	return serve_after_tick(receiving->after, receive_now(receiving->cli));
}

static bool
ended(void *payload)
{
	const struct receiving *receiving = payload;

	return serve_after_stop(receiving->after, receive_now(receiving->cli));
}

/* The later of the two would never come. */
static enum hscan_status
check_times(const struct settings *settings, struct hscan_error *err)
{
	if (settings->settle_s <= settings->max_delay_s)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--settle: %lld s are longer than --max-delay, %lld s, which would "
	    "always come first; give a longer --max-delay",
	    (long long)settings->settle_s, (long long)settings->max_delay_s);
}

static enum hscan_status
check_org(const char *org, struct hscan_error *err)
{
	char shown[80];

	if (!strchr(org, '/'))
		return hook_scope_check(hscan_text_of(org), "org", err);
	return hscan_fail(err, HSCAN_EINVAL,
	    "--org: '%s' is not an owner alone; write OWNER, or give a "
	    "repository with --repo",
	    hscan_safe(hscan_text_of(org), shown, sizeof(shown)));
}

/* --repo and --org together. */
static enum hscan_status
find_scopes(struct cli *cli, struct hscan_text **out, size_t *len,
    struct hscan_error *err)
{
	struct settings *settings = &cli->app.settings;
	const struct settings_list *repos = &settings->repos;
	struct hscan_text *scopes = hscan_arena_alloc(
	    &settings->arena, repos->len + 1, sizeof(*scopes));
	enum hscan_status status = HSCAN_OK;

	if (!scopes)
		return hscan_no_memory(err);
	*out = scopes;
	*len = 0;
	for (size_t i = 0; i < repos->len && status == HSCAN_OK; i++) {
		scopes[(*len)++] = repos->items[i];
		status = hook_scope_check(repos->items[i], "repo", err);
	}
	if (status == HSCAN_OK && settings->org) {
		scopes[(*len)++] = hscan_text_of(settings->org);
		status = check_org(settings->org, err);
	}
	return status;
}

static enum hscan_status
receive(struct cli *cli, const struct serve_secrets *secrets,
    struct serve_options *options, struct hscan_error *err)
{
	struct receiving receiving = {.cli = cli};
	const struct serve_hooks hooks = {
	    .now_s = now_s,
	    .monotonic_ms = monotonic_ms,
	    .say = say,
	    .touched = touched,
	    .tick = tick,
	    .ended = ended,
	    .payload = &receiving,
	};
	const struct settings *settings = &cli->app.settings;
	struct hscan_store *store = NULL;
	enum hscan_status status = hscan_store_open(settings->db, &store, err);

	options->store = store;
	options->secrets = secrets;
	options->listen = settings->listen;
	options->admin = settings->admin_listen;
	options->db = settings->db;
	options->host = settings->host ? settings->host : HSCAN_DEFAULT_HOST;
	options->insecure = settings->insecure_no_secret;
	options->keep = settings->keep;
	options->interrupted = cli->app.interrupted;
	if (status == HSCAN_OK && options->insecure)
		app_warn(&cli->app, "deliveries are taken from anybody, as "
				    "--insecure-no-secret says");
	if (status == HSCAN_OK)
		status =
		    receive_after_open(cli, options, &receiving.after, err);
	if (status == HSCAN_OK)
		status = serve_run(options, &hooks, err);
	serve_after_close(receiving.after);
	hscan_store_close(store);
	return status;
}

int
cmd_receive(struct cli *cli)
{
	struct serve_options options = {.inherited = inherited_sockets()};
	struct serve_secrets secrets = {.items = NULL};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_text *scopes = NULL;
	enum hscan_status status;

	if (cli->args_len > 0)
		return receive_job(cli);
	status = check_times(&cli->app.settings, &err);
	if (status == HSCAN_OK)
		status = find_scopes(cli, &scopes, &options.only_len, &err);
	options.only = scopes;
	if (status == HSCAN_OK)
		status = hook_secrets_find(&cli->app, &secrets, &err);
	if (status == HSCAN_OK)
		status = receive(cli, &secrets, &options, &err);
	serve_secrets_clear(&secrets);
	if (status != HSCAN_OK)
		return cli_error(cli, &err);
	/* To be ended is how a service ends; Ctrl-C is an interruption. */
	return cli->app.interrupted && *cli->app.interrupted == SIGINT
		   ? EXIT_INTERRUPTED
		   : EXIT_DONE;
}

#else

int
cmd_receive(struct cli *cli)
{
	struct hscan_error err;

	if (cli->args_len > 0)
		return receive_job(cli);
	(void)hscan_fail(&err, HSCAN_EINVAL,
	    "this healthscan was built without the receiver: it needs "
	    "libmicrohttpd; install that and build it again, or use "
	    "healthscan import webhook");
	return cli_error(cli, &err);
}

#endif
