/* SPDX-License-Identifier: MIT */
/* What the receiver starts after deliveries; see receive_after.h. */
#include "cli/command/receive_after.h"

#ifdef HSCAN_RECEIVE

#include <stdlib.h>
#include <string.h>

#include "cli/command/command.h"
#include "cli/system/again.h"
#include "cli/system/hook_secrets.h"

enum { SECOND_MS = 1000, HOUR_MS = 60 * 60 * SECOND_MS };

/* What only computes needs no token; nor does the user's command. */
static const char *const no_tokens[] = {HOOK_SECRET_VARIABLE, "GH_TOKEN",
    "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN",
    "HEALTHSCAN_TOKEN_FILE", "CREDENTIALS_DIRECTORY", NULL};
static const char *const no_secret[] = {HOOK_SECRET_VARIABLE, NULL};

static enum hscan_status
start(enum serve_job job, const char *repo, int64_t *process, void *payload,
    struct hscan_error *err)
{
	const struct cli *cli = payload;
	size_t len = (size_t)cli->argc;
	const char **words = calloc(len + 3, sizeof(*words));
	enum hscan_status status;

	if (!words)
		return hscan_no_memory(err);
	memcpy(words, cli->argv, len * sizeof(*words));
	words[len] = receive_actions[job].name;
	words[len + 1] = repo;
	status = again_start(words,
	    job == SERVE_JOB_RECONCILE ? no_secret : no_tokens, process, err);
	free(words);
	return status;
}

static bool
ended(int64_t process, bool *well, void *payload)
{
	(void)payload;
	return again_ended(process, well);
}

static void
stop(int64_t process, void *payload)
{
	(void)payload;
	again_stop(process);
}

static void
warn(const char *line, void *payload)
{
	const struct cli *cli = payload;

	app_warn(&cli->app, "%s", line);
}

static void
say_when(const struct cli *cli)
{
	const struct settings *settings = &cli->app.settings;

	app_say(&cli->app, APP_SAY,
	    "numbers are computed %lld s after the last delivery of a "
	    "repository; metrics of commits %s",
	    (long long)settings->settle_s,
	    settings->reconcile_s > 0 && settings->clone
		? "after each fetch of git, as --reconcile and --clone say"
		: "are not: that takes --reconcile and --clone");
}

struct serve_now
receive_now(const struct cli *cli)
{
	return (struct serve_now){
	    .ms = cli->app.hooks.monotonic_ms(cli->app.hooks.payload),
	    .s = app_now_s(&cli->app),
	};
}

enum hscan_status
receive_after_open(struct cli *cli, const struct serve_options *options,
    struct serve_after **out, struct hscan_error *err)
{
	const struct settings *settings = &cli->app.settings;
	const struct serve_plan_rule rule = {
	    .settle = settings->settle_s * SECOND_MS,
	    .max_delay = settings->max_delay_s * SECOND_MS,
	    .look_again = settings->alert_every_s * SECOND_MS,
	    .reconcile = settings->reconcile_s * SECOND_MS,
	    .retry = settings->notify_retry_s * SECOND_MS,
	    .retry_max = HOUR_MS,
	    .notifies = settings->notify_command != NULL,
	};
	const struct serve_after_hooks hooks = {
	    .start = start,
	    .ended = ended,
	    .stop = stop,
	    .warn = warn,
	    .payload = cli,
	};

	say_when(cli);
	return serve_after_open(
	    options, &rule, &hooks, receive_now(cli), out, err);
}

#endif
