/* SPDX-License-Identifier: MIT */
/* healthscan sync: only brings the store up to date, with what repo would need
 * for the same question. */
#include "cli/command/command.h"

int
cmd_sync(struct cli *cli)
{
	return command_evaluate(cli, 0, &cli->app.settings.metrics, NULL, NULL);
}
