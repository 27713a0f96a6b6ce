/* SPDX-License-Identifier: MIT */
/* One run of the program at a terminal: what the screen and the commands are
 * given. */
#ifndef HSCAN_CLI_CLI_H
#define HSCAN_CLI_CLI_H

#include <stddef.h>
#include <stdio.h>

#include "app/app.h"
#include "cli/screen/progress.h"
#include "cli/screen/terminal.h"
#include "cli/system/watch.h"

struct command;
struct hscan_clickhouse;
struct hscan_warehouse;

enum help_length {
	HELP_USUAL,
	HELP_BRIEF, /* no more than a screen of 24 lines: what is used most */
	HELP_WHOLE, /* the exit codes and the environment, too */
};

struct cli {
	struct app app;                 /* the settings, too */
	const struct command *commands; /* all there are; see command.h */
	const struct command *command;  /* NULL before it is known */
	int argc;                       /* as the program was started */
	const char *const *argv;
	const char *const *args; /* after the command's name; as many as the
				  * command's row allows */
	size_t args_len;
	enum help_length help; /* how much of it, where it is shown */
	FILE *out;             /* written through cli_write() only */
	FILE *err; /* written through cli_error(), cli_warn() and progress */
	struct terminal terminal;
	struct progress progress;
	struct watch watch; /* app.watch */
	/* Of --engine, see command/engine_use.h; owned. */
	struct hscan_clickhouse *clickhouse;
	struct hscan_warehouse *warehouse;
};

#endif
