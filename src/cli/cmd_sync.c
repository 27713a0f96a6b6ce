/* SPDX-License-Identifier: MIT */
/* healthscan sync: only brings the store up to date. */
#include "cli/cli.h"
#include "cli/exit.h"
#include "cli/session.h"

int
cmd_sync(struct cli *cli)
{
	struct session session = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = session_open(&session, cli, &err);
	if (status == HSCAN_OK)
		status = session_sync(&session, &err);
	if (status != HSCAN_OK)
		code = cli_error(cli, &err);
	else
		code = (int)exit_code_of(session.source_failed, 0);
	session_close(&session);
	return code;
}
