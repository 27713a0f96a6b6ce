/* SPDX-License-Identifier: MIT */
/* healthscan help: everything here is drawn from the tables of commands,
 * options and exit codes. */
#include <string.h>

#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

enum {
	WIDTH = 79,
	COMMAND_COLUMN = 32,
	ACTION_COLUMN = 15,
	OPTION_COLUMN = 28,
	CODE_COLUMN = 7,
	VARIABLE_COLUMN = 28,
	LONGEST_HELP = 64 * 1024,
};

/* Variables that stand for no option. */
static const struct {
	const char *names;
	const char *meaning;
} variables[] = {
    {"GH_TOKEN, GITHUB_TOKEN", "access token for github.com and *.ghe.com"},
    {"GH_ENTERPRISE_TOKEN,", "access token for other hosts"},
    {"GITHUB_ENTERPRISE_TOKEN", ""},
    {"HEALTHSCAN_PAGER, PAGER", "shows what is longer than the screen "
				"(default: less)"},
    {"NO_COLOR, CLICOLOR_FORCE", "without and with colour, where --color does "
				 "not say"},
};

static void
pad(struct hscan_buf *out, size_t from, size_t to)
{
	for (; from < to; from++)
		(void)hscan_buf_add_char(out, ' ');
}

/* "  left      words of right, wrapped". */
static void
add_row(
    struct hscan_buf *out, const char *left, const char *right, size_t column)
{
	struct hscan_text rest = hscan_text_of(right);
	size_t at = 2 + strlen(left);

	(void)hscan_buf_add_format(out, "  %s", left);
	if (at + 2 > column && rest.len > 0) {
		(void)hscan_buf_add_char(out, '\n');
		at = 0;
	}
	if (rest.len > 0)
		pad(out, at, column);
	at = column;
	while (rest.len > 0) {
		struct hscan_text word = hscan_text_split(&rest, ' ');

		if (at > column && at + 1 + word.len > WIDTH) {
			(void)hscan_buf_add_char(out, '\n');
			pad(out, 0, column);
			at = column;
		} else if (at > column) {
			(void)hscan_buf_add_char(out, ' ');
			at++;
		}
		(void)hscan_buf_add_text(out, word);
		at += word.len;
	}
	(void)hscan_buf_add_char(out, '\n');
}

/* ": a (default), b, c", of what the command can make use of. The first choice
 * is the default. */
static void
add_choices(struct hscan_buf *out, const struct option_spec *option,
    const struct command *command)
{
	const char *name;

	for (size_t i = 0; (name = option_choice(option, i)); i++) {
		if (option->kind == OPTION_FORMAT &&
		    !hscan_format_takes(&hscan_formats[i], command->shape))
			continue;
		(void)hscan_buf_add_format(out, "%s%s%s", i ? ", " : ": ", name,
		    i ? "" : " (default)");
	}
}

static void
add_option(struct hscan_buf *out, const struct option_spec *option,
    const struct command *command)
{
	struct hscan_buf left, right;

	hscan_buf_init(&left, 128);
	hscan_buf_init(&right, 1024);
	if (option->letter)
		(void)hscan_buf_add_format(&left, "-%c, ", option->letter);
	else
		(void)hscan_buf_add_string(&left, "    ");
	(void)hscan_buf_add_format(&left, "--%s%s%s", option->name,
	    option->argument ? " " : "",
	    option->argument ? option->argument : "");
	(void)hscan_buf_add_string(&right, option->help);
	if (option->kind == OPTION_CHOICE || option->kind == OPTION_FORMAT)
		add_choices(&right, option, command);
	add_row(out, hscan_buf_string(&left), hscan_buf_string(&right),
	    OPTION_COLUMN);
	hscan_buf_clear(&right);
	hscan_buf_clear(&left);
}

static void
add_options(struct hscan_buf *out, const struct command *command)
{
	for (unsigned group = GROUP_RESULT; group <= GROUP_GENERAL; group++) {
		bool headed = false;

		for (const struct option_spec *o = option_table; o->name; o++) {
			if ((unsigned)o->group != group ||
			    !(o->sets & command->takes))
				continue;
			if (!headed)
				(void)hscan_buf_add_format(out, "\n%s:\n",
				    option_heading((enum option_group)group));
			headed = true;
			add_option(out, o, command);
		}
	}
}

/* Those of a command, where it has some. */
static void
add_actions(struct hscan_buf *out, const struct action *actions)
{
	if (!actions)
		return;
	(void)hscan_buf_add_string(out, "\nActions:\n");
	for (; actions->name; actions++) {
		struct hscan_buf left;

		hscan_buf_init(&left, 128);
		(void)hscan_buf_add_format(&left, "%s%s%s", actions->name,
		    actions->argument ? " " : "",
		    actions->argument ? actions->argument : "");
		add_row(out, hscan_buf_string(&left), actions->summary,
		    ACTION_COLUMN);
		hscan_buf_clear(&left);
	}
}

static void
add_commands(struct hscan_buf *out, const struct command *table)
{
	(void)hscan_buf_add_string(out, "\nCommands:\n");
	for (const struct command *c = table; c->name; c++) {
		struct hscan_buf left;

		hscan_buf_init(&left, 128);
		(void)hscan_buf_add_format(&left, "%s%s%s", c->name,
		    *c->arguments ? " " : "", c->arguments);
		add_row(
		    out, hscan_buf_string(&left), c->summary, COMMAND_COLUMN);
		hscan_buf_clear(&left);
	}
}

static void
add_exit_codes(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "\nExit codes:\n");
	for (const struct exit_row *row = exit_rows; row->sentence; row++) {
		char code[12];

		(void)snprintf(code, sizeof(code), "%d", (int)row->code);
		add_row(out, code, row->sentence, CODE_COLUMN);
	}
}

static void
add_variables(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "\nEnvironment:\n");
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		add_row(out, variables[i].names, variables[i].meaning,
		    VARIABLE_COLUMN);
	for (const struct option_spec *o = option_table; o->name; o++) {
		struct hscan_buf meaning;

		if (!o->env)
			continue;
		hscan_buf_init(&meaning, 128);
		(void)hscan_buf_add_format(&meaning, "--%s%s%s", o->name,
		    o->env_also ? "; else " : "",
		    o->env_also ? o->env_also : "");
		add_row(
		    out, o->env, hscan_buf_string(&meaning), VARIABLE_COLUMN);
		hscan_buf_clear(&meaning);
	}
}

void
help_write(const struct command *table, const struct command *command,
    struct hscan_buf *out)
{
	if (command) {
		(void)hscan_buf_add_format(out,
		    "Usage: healthscan %s%s%s [options]\n\n%s\n", command->name,
		    *command->arguments ? " " : "", command->arguments,
		    command->summary);
		add_actions(out, command->actions);
		add_options(out, command);
		if (command->takes & TAKES_ALL)
			(void)hscan_buf_add_string(out,
			    "\nThe options of every other command are taken "
			    "too, to show what they set.\n");
		return;
	}
	(void)hscan_buf_add_string(out,
	    "healthscan measures the health of an open-source community from "
	    "its pull\nrequests, issues, releases and documentation.\n\n"
	    "Usage: healthscan COMMAND [arguments] [options]\n");
	add_commands(out, table);
	(void)hscan_buf_add_string(out,
	    "\nExamples:\n"
	    "  healthscan repo owner/name\n"
	    "  healthscan repo owner/name --as-of 2026-01-01 --format json\n"
	    "\n'healthscan help COMMAND' shows the options of a command.\n");
	add_exit_codes(out);
	add_variables(out);
}

int
cmd_help(struct cli *cli)
{
	const struct command *command = NULL;
	enum hscan_status status = HSCAN_OK;
	struct hscan_error err;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_HELP);
	if (cli->args_len > 0) {
		command = command_find(cli->commands, cli->args[0]);
		if (!command)
			status =
			    command_unknown(cli->commands, cli->args[0], &err);
	}
	if (status == HSCAN_OK) {
		help_write(cli->commands, command, &text);
		status = hscan_buf_check(&text, "the help", &err);
	}
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
