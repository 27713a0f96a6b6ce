/* SPDX-License-Identifier: MIT */
/* healthscan sync: only brings the store up to date, with what repo would need
 * for the same question. */
#include "app/evaluation.h"
#include "app/target_sync.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"

int
cmd_sync(struct cli *cli)
{
	struct evaluation evaluation;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = evaluation_open(&evaluation, &cli->app,
	    command_argument(cli, 0), &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK && cli->app.settings.dry_run)
		status = dry_run(cli, &evaluation, &err);
	else if (status == HSCAN_OK)
		status = target_run_sync(&evaluation.run, &err);
	code = command_exit(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}
