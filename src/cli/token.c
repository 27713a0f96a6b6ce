/* SPDX-License-Identifier: MIT */
/* Where a host's tokens come from, and what is said of that. */
#include "base/arena.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/child.h"
#include "cli/cli.h"

/* A key of gh's may ask to be unlocked. */
enum { PATIENCE_MS = 60000 };

static void
said(const char *line, void *payload)
{
	struct cli *cli = payload;

	progress_say(&cli->progress, "auth.command: %s", line);
}

static enum hscan_status
token_from_command(struct cli *cli, const char *host, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct child child = {
	    .what = "auth.command",
	    .failure = HSCAN_EAUTH,
	    .patience_ms = PATIENCE_MS,
	    .output = out,
	    .said = said,
	    .payload = cli,
	    .interrupted = cli->interrupted,
	};
	struct hscan_buf variable;
	struct hscan_arena arena;
	char **argv = NULL;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_buf_init(&variable, 1024);
	status = child_split(
	    cli->settings.auth_command, child.what, &arena, &argv, err);
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

enum hscan_status
cli_token(struct cli *cli, const char *host, struct hscan_buf *out,
    struct hscan_error *err)
{
	bool exposed;
	enum hscan_status status =
	    settings_token(&cli->settings, host, out, &exposed, err);
	char shown[200];

	if (status == HSCAN_OK && exposed)
		cli_warn(cli, "everybody can read the token in %s; chmod 600",
		    hscan_safe(hscan_text_of(cli->settings.token_file), shown,
			sizeof(shown)));
	if (status == HSCAN_OK && out->len == 0 && cli->settings.auth_command)
		status = token_from_command(cli, host, out, err);
	return status;
}
