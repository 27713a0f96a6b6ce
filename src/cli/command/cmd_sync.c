/* SPDX-License-Identifier: MIT */
/* healthscan sync: only brings the store up to date, with what repo would need
 * for the same question. */
#include "app/evaluation.h"
#include "cli/cli.h"

int
cmd_sync(struct cli *cli)
{
	struct answer answer;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = answer_open(&answer, cli, 0, &cli->settings.metrics, &err);
	code = status == HSCAN_OK ? answer_exit(&answer) : cli_error(cli, &err);
	answer_close(&answer);
	return code;
}
