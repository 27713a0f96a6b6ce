/* SPDX-License-Identifier: MIT */
/* healthscan trend: metrics over time. */
#include "cli/command/command.h"

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	(void)payload;
	return command_show_trend(cli, evaluation, err);
}

int
cmd_trend(struct cli *cli)
{
	return command_evaluate(cli, 0, &cli->app.settings.metrics, show, NULL);
}
