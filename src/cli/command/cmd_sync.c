/* SPDX-License-Identifier: MIT */
/* healthscan sync: only brings the store up to date, with what repo would need
 * for the same question. */
#include "app/evaluation.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"

int
cmd_sync(struct cli *cli)
{
	struct answer answer;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = answer_open(&answer, &cli->app, command_argument(cli, 0),
	    &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK && cli->app.settings.dry_run)
		status = dry_run(cli, &answer, &err);
	else if (status == HSCAN_OK)
		status = session_sync(&answer.session, &err);
	code = command_exit(cli, status, answer.session.source_failed, &err);
	answer_close(&answer);
	return code;
}
