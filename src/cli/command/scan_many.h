/* SPDX-License-Identifier: MIT */
/* What scan and check over many repositories share: finding, reading, judging
 * and showing them. */
#ifndef HSCAN_CLI_COMMAND_SCAN_MANY_H
#define HSCAN_CLI_COMMAND_SCAN_MANY_H

#include <stdbool.h>

#include "cli/cli.h"

struct scan_how {
	const char *sort;    /* NULL: by health */
	bool gate;           /* each is judged by the settings' policy */
	bool named;          /* which names the metrics */
	bool alerts;         /* alerts are evaluated, too */
	bool verdicts_alone; /* no table, but what the gate says */
	bool keep;           /* for the next scan, what this one says */
};

/* About what the arguments and the settings name. Returns the exit code. */
int scan_many(struct cli *cli, const struct scan_how *how);

#endif
