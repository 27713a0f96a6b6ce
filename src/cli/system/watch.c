/* SPDX-License-Identifier: MIT */
/* Looks on while SQL is run, so that neither a user's own nor a store that is
 * larger than anybody thought has to be waited for. */
#include "cli/cli.h"
#include "cli/system/clock.h"

static void
begun(bool own, void *payload)
{
	struct cli *cli = payload;
	int64_t limit_s = cli->settings.time_limit_s;

	cli->watch_end_ms = own && limit_s < INT32_MAX
				? clock_ms() + limit_s * 1000
				: INT64_MAX;
}

static enum hscan_status
expired(void *payload)
{
	const struct cli *cli = payload;

	if (cli->interrupted && *cli->interrupted)
		return HSCAN_EINTR;
	return clock_ms() >= cli->watch_end_ms ? HSCAN_ELIMIT : HSCAN_OK;
}

void
cli_watch(struct cli *cli)
{
	cli->watch = (struct hscan_watch){begun, expired, cli};
	cli->watch_end_ms = INT64_MAX;
}
