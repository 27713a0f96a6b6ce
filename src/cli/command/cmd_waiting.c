/* SPDX-License-Identifier: MIT */
/* healthscan waiting [OWNER/NAME]: what is open, who has to move, and since
 * when. */
#include "app/target_sync.h"
#include "app/waiting.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/say.h"
#include "report/waiting.h"

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, const struct hscan_waiting *waiting,
    struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_waiting_write(waiting, command_limit(cli, waiting->len),
	    cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
read_and_show(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	struct hscan_waiting waiting = {0};
	enum hscan_status status;

	if (cli->app.settings.dry_run)
		return dry_run_one(cli, evaluation, err);
	status = dry_run_warn(cli, evaluation, err);
	if (status == HSCAN_OK)
		status = target_run_sync(&evaluation->run, err);
	if (status == HSCAN_OK)
		status = waiting_find(evaluation, &waiting, err);
	/* Nothing of it was ever fetched, and the user knows why. */
	if (status == HSCAN_ENOTFOUND &&
	    evaluation->run.source_failed != HSCAN_OK)
		return HSCAN_OK;
	return status == HSCAN_OK ? show(cli, &waiting, err) : status;
}

int
cmd_waiting(struct cli *cli)
{
	const char *repo = cli->args_len > 0 ? cli->args[0] : NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	struct evaluation evaluation;
	enum hscan_status status;
	int code;

	status = waiting_open(&evaluation, &cli->app, repo, &err);
	if (status == HSCAN_OK)
		status = read_and_show(cli, &evaluation, &err);
	code = command_exit(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}
