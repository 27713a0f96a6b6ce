/* SPDX-License-Identifier: MIT */
/* The pages of healthscan help, as text for 80 columns. */
#ifndef HSCAN_CLI_COMMAND_HELP_H
#define HSCAN_CLI_COMMAND_HELP_H

#include "base/buf.h"
#include "cli/command/command.h"

/* What there is help on beside commands and metrics. */
struct help_topic {
	const char *name; /* NULL ends the table */
	const char *summary;
	void (*write)(struct hscan_buf *out);
};

extern const struct help_topic help_topics[];

/* NULL when there is no such topic. */
const struct help_topic *help_topic_find(const char *name);

/* Of the program. */
void help_overview(const struct command *table, enum help_length length,
    struct hscan_buf *out);

/* Of one command. HELP_WHOLE is as HELP_USUAL. */
void help_command(const struct command *command, enum help_length length,
    struct hscan_buf *out);

#endif
