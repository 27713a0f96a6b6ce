/* SPDX-License-Identifier: MIT */
/* healthscan help [COMMAND|METRIC|TOPIC], and -h and --help: which page is
 * shown. The pages are in help.c. */
#include <string.h>

#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/command/help.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

enum { LONGEST_HELP = 1024 * 1024 };

/* A metric, or else what may have been meant: of three things that there is
 * help on, only the last looked for can say that there is none. */
static enum hscan_status
write_metric(struct cli *cli, const char *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct suggestion suggestion = {.word = hscan_text_of(name)};
	enum hscan_status status = explain_definition(cli, name, out, err);
	char shown[120];

	if (status != HSCAN_EINVAL)
		return status;
	(void)hscan_safe(suggestion.word, shown, sizeof(shown));
	for (const struct command *c = cli->commands; c->name; c++)
		suggestion_offer(&suggestion, c->name);
	for (const struct help_topic *t = help_topics; t->name; t++)
		suggestion_offer(&suggestion, t->name);
	if (suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no help on '%s'; did you mean: healthscan help "
		    "%s",
		    shown, suggestion.nearest);
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is no command or topic, and there is no metric of that name; "
	    "'healthscan help' lists commands and topics, 'healthscan metrics' "
	    "the metrics",
	    shown);
}

static enum hscan_status
write_page(struct cli *cli, struct hscan_buf *out, struct hscan_error *err)
{
	const char *name = cli->args_len > 0 ? cli->args[0] : NULL;
	const struct command *command;
	const struct help_topic *topic;

	if (!name) {
		help_overview(cli->commands, cli->help, out);
		return HSCAN_OK;
	}
	command = command_find(cli->commands, name);
	topic = help_topic_find(name);
	if (!command && !topic)
		return write_metric(cli, name, out, err);
	if (command)
		help_command(command, cli->help, out);
	else
		topic->write(out);
	return HSCAN_OK;
}

int
cmd_help(struct cli *cli)
{
	struct hscan_error err;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_HELP);
	status = write_page(cli, &text, &err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&text, "the help", &err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
