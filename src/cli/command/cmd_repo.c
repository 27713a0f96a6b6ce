/* SPDX-License-Identifier: MIT */
/* healthscan repo: the main job. Sync what is needed, compute, show. */
#include "app/alerting.h"
#include "cli/command/command.h"

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	enum hscan_status status = alerting_run(evaluation, err);

	(void)payload;
	return status == HSCAN_OK ? command_show_report(cli, evaluation, err)
				  : status;
}

int
cmd_repo(struct cli *cli)
{
	return command_evaluate(cli, 0, &cli->app.settings.metrics, show, NULL);
}
