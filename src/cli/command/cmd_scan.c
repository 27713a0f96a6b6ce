/* SPDX-License-Identifier: MIT */
/* healthscan scan: many repositories, ranked. */
#include "cli/command/command.h"
#include "cli/command/scan_many.h"

int
cmd_scan(struct cli *cli)
{
	const struct settings *settings = &cli->app.settings;
	/* What the configuration has is check's policy. */
	const struct scan_how how = {
	    .sort = settings->sort,
	    .gate = option_flagged(settings, "fail-on"),
	    .named = option_flagged(settings, "metric"),
	    .keep = true,
	};

	return scan_many(cli, &how);
}
