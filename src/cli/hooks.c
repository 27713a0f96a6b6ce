/* SPDX-License-Identifier: MIT */
/* The hooks of struct app: clock, screen, tokens and programs; see hooks.h. */
#include "cli/hooks.h"

#include <time.h>

#include "cli/screen/say.h"
#include "cli/system/clock.h"
#include "cli/system/git.h"
#include "cli/system/notify.h"
#include "cli/system/token.h"

static int64_t
now_s(void *payload)
{
	(void)payload;
	return (int64_t)time(NULL);
}

static int64_t
monotonic_ms(void *payload)
{
	(void)payload;
	return clock_ms();
}

static void
on_message(enum app_message kind, const char *line, void *payload)
{
	struct cli *cli = payload;

	switch (kind) {
	case APP_TRACE:
		if (cli->app.settings.verbose > 1)
			progress_note(&cli->progress, "%s", line);
		break;
	case APP_NOTE: progress_note(&cli->progress, "%s", line); break;
	case APP_SAY: progress_say(&cli->progress, "%s", line); break;
	case APP_WARNING: cli_warn(cli, "%s", line); break;
	case APP_FAILURE: cli_say(cli, line); break;
	}
}

static void
on_progress(const char *label, int64_t done, int64_t total,
    int64_t requests_left, void *payload)
{
	struct cli *cli = payload;

	if (!label) {
		progress_done(&cli->progress);
		return;
	}
	cli->progress.requests_left = requests_left;
	progress_update(&cli->progress, label, done, total);
}

static enum hscan_status
tokens(const char *host, struct hscan_buf *out, void *payload,
    struct hscan_error *err)
{
	struct cli *cli = payload;

	return token_find(&cli->app, cli->args, cli->args_len, host, out, err);
}

static bool
knows_host(const char *host, void *payload)
{
	const struct cli *cli = payload;

	return token_host_is_named(
	    &cli->app.settings, cli->args, cli->args_len, host);
}

static enum hscan_status
git(const char *const *words, void (*on_line)(const char *line, void *payload),
    void *line_payload, void *payload, struct hscan_error *err)
{
	const struct cli *cli = payload;

	return git_run(words, on_line, line_payload, cli->app.interrupted, err);
}

static enum hscan_status
notify(struct hscan_text alert, void *payload, struct hscan_error *err)
{
	const struct cli *cli = payload;
	const struct settings *settings = &cli->app.settings;

	return notify_run(settings->notify_command, settings->notify_shell,
	    alert, cli->app.interrupted, err);
}

void
hooks_set(struct cli *cli)
{
	cli->app.hooks = (struct app_hooks){
	    .now_s = now_s,
	    .monotonic_ms = monotonic_ms,
	    .say = on_message,
	    .progress = on_progress,
	    .tokens = tokens,
	    .knows_host = knows_host,
	    .git = git,
	    .notify = notify,
	    .payload = cli,
	};
	cli->app.watch = watch_over(&cli->watch, &cli->app);
}
