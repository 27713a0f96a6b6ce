/* SPDX-License-Identifier: MIT */
/* The pages of healthscan help, drawn from the tables of commands, options,
 * formats and exit codes; see help.h. */
#include "cli/command/help.h"

#include <string.h>

#include "base/text.h"
#include "cli/command/paragraph.h"
#include "cli/command/views.h"
#include "cli/screen/exit.h"
#include "metric/parse.h"

enum {
	COMMAND_COLUMN = 32,
	NAME_COLUMN = 15,
	OPTION_COLUMN = 28,
	CODE_COLUMN = 7,
	VARIABLE_COLUMN = 28,
};

/* What a screen has room for, of commands and of options: those that most
 * people need. */
static const char *const often_commands[] = {"repo", "check", "scan", "compare",
    "explain", "trend", "alerts", "query", "metrics", "doctor", NULL};
static const char *const often_options[] = {"metric", "profile", "window",
    "windows", "org", "git-root", "sort", "limit", "for", "over", "fail-on",
    "offline", "git", "format", "output", NULL};

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

/* "  left      words of right, wrapped". */
static void
add_row(
    struct hscan_buf *out, const char *left, const char *right, size_t column)
{
	size_t at = 2 + strlen(left);

	(void)hscan_buf_add_format(out, "  %s", left);
	if (*right == '\0') {
		(void)hscan_buf_add_char(out, '\n');
		return;
	}
	if (at + 2 > column) {
		(void)hscan_buf_add_char(out, '\n');
		at = 0;
	}
	paragraph_add(out, hscan_text_of(right), at, column);
}

/* --- a command --- */

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

/* The first clause of a sentence says what it is. */
static size_t
clause_len(const char *help)
{
	const char *bracket = strstr(help, " (default");
	size_t len = strcspn(help, ";");

	return bracket && (size_t)(bracket - help) < len
		   ? (size_t)(bracket - help)
		   : len;
}

static void
add_option(struct hscan_buf *out, const struct option_spec *option,
    const struct command *command, enum help_length length)
{
	struct hscan_text help = hscan_text_of(option->help);
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
	if (length == HELP_BRIEF)
		help.len = clause_len(option->help);
	(void)hscan_buf_add_text(&right, help);
	if (option->kind == OPTION_CHOICE || option->kind == OPTION_FORMAT)
		add_choices(&right, option, command);
	add_row(out, hscan_buf_string(&left), hscan_buf_string(&right),
	    OPTION_COLUMN);
	hscan_buf_clear(&right);
	hscan_buf_clear(&left);
}

static bool
is_among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
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
			add_option(out, o, command, HELP_USUAL);
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
		    NAME_COLUMN);
		hscan_buf_clear(&left);
	}
}

/* Returns how many more there are. */
static size_t
add_often_options(struct hscan_buf *out, const struct command *command)
{
	size_t more = 0, shown = 0;

	for (const struct option_spec *o = option_table; o->name; o++) {
		if (!(o->sets & command->takes))
			continue;
		if (!is_among(often_options, o->name)) {
			more++;
			continue;
		}
		if (shown++ == 0)
			(void)hscan_buf_add_string(out, "\nUsed most:\n");
		add_option(out, o, command, HELP_BRIEF);
	}
	return more;
}

static void
add_brief_options(struct hscan_buf *out, const struct command *command)
{
	size_t more = add_often_options(out, command);

	(void)hscan_buf_add_format(out,
	    "\n'healthscan %s --help' shows %zu more option%s.\n",
	    command->name, more, more == 1 ? "" : "s");
}

void
help_command(const struct command *command, enum help_length length,
    struct hscan_buf *out)
{
	(void)hscan_buf_add_format(out,
	    "Usage: healthscan %s%s%s [options]\n\n%s\n", command->name,
	    *command->arguments ? " " : "", command->arguments,
	    command->summary);
	add_actions(out, command->actions);
	if (length == HELP_BRIEF) {
		add_brief_options(out, command);
		return;
	}
	add_options(out, command);
	if (command->takes & TAKES_ALL)
		(void)hscan_buf_add_string(out,
		    "\nThe options of every other command are taken too, to "
		    "show what they set.\n");
}

/* --- topics --- */

static void
add_exit_codes(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "Exit codes:\n");
	for (const struct exit_row *row = exit_rows; row->sentence; row++) {
		char code[12];

		(void)snprintf(code, sizeof(code), "%d", (int)row->code);
		add_row(out, code, row->sentence, CODE_COLUMN);
	}
}

static void
add_variables(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "Environment:\n");
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

/* Which commands write it is told by the shapes of their results. */
static void
add_formats(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "Formats (--format FORMAT):\n");
	for (const struct hscan_format *f = hscan_formats; f->name; f++)
		add_row(out, f->name, f->summary, NAME_COLUMN);
	(void)hscan_buf_add_string(out,
	    "\n'healthscan help COMMAND' lists those that a command can "
	    "write;\nhealthscan-formats(7) and healthscan-json(5) describe "
	    "them.\n");
}

static void
add_views(struct hscan_buf *out)
{
	views_write(NULL, out);
}

static void
add_own_metrics(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out,
	    "A metric of your own is a file NAME.sql: a header, a definition, "
	    "a SELECT.\nBegin with one that is there:\n\n"
	    "  healthscan metrics --sql pr_merge_cycle >mine.sql\n\n"
	    "Change its id to 'mine' and what you like, then\n\n"
	    "  healthscan repo OWNER/NAME --metric mine.sql\n\n"
	    "The header is lines '-- KEY: VALUE':\n");
	for (const struct hscan_metric_key *k = hscan_metric_keys; k->name; k++)
		add_row(out, k->name, k->wanted, NAME_COLUMN);
	(void)hscan_buf_add_string(out,
	    "\nid, title, unit, better, statistic and streams must be there. "
	    "Comment lines\nbehind them are the definition.\n\n");
	paragraph_add(out, hscan_text_of(hscan_metric_columns), 0, 0);
	(void)hscan_buf_add_string(out,
	    "\n'healthscan query' lists the views that it may read; "
	    "healthscan-metrics(7) has\nthe whole format.\n");
}

const struct help_topic help_topics[] = {
    {"exit-codes", "what the program ends with", add_exit_codes},
    {"environment", "the variables that it reads", add_variables},
    {"formats", "how a result can be written", add_formats},
    {"views", "what 'healthscan query' may read", add_views},
    {"own-metrics", "how to write a metric of your own", add_own_metrics},
    {NULL, NULL, NULL},
};

const struct help_topic *
help_topic_find(const char *name)
{
	for (const struct help_topic *topic = help_topics; topic->name; topic++)
		if (strcmp(topic->name, name) == 0)
			return topic;
	return NULL;
}

/* --- the program --- */

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
add_often_commands(struct hscan_buf *out, const struct command *table)
{
	for (const struct command *c = table; c->name; c++)
		if (is_among(often_commands, c->name))
			add_row(out, c->name, c->summary, NAME_COLUMN);
}

static void
add_topics(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "\nMore, by 'healthscan help WORD':\n");
	add_row(out, "COMMAND",
	    "all options of a command; 'healthscan COMMAND "
	    "-h' shows those used most",
	    NAME_COLUMN);
	add_row(out, "METRIC",
	    "what a metric means, such as pr_merge_cycle; "
	    "'healthscan metrics' lists them",
	    NAME_COLUMN);
	for (const struct help_topic *topic = help_topics; topic->name; topic++)
		add_row(out, topic->name, topic->summary, NAME_COLUMN);
}

void
help_overview(
    const struct command *table, enum help_length length, struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out,
	    "healthscan measures the health of an open-source community from "
	    "its pull\nrequests, issues, releases and documentation.\n\n"
	    "Usage: healthscan COMMAND [arguments] [options]\n");
	if (length == HELP_BRIEF) {
		(void)hscan_buf_add_string(out, "\nUsed most:\n");
		add_often_commands(out, table);
		(void)hscan_buf_add_string(out,
		    "\nBegin with: healthscan repo OWNER/NAME\n"
		    "'healthscan help' lists all commands and topics, "
		    "'healthscan COMMAND -h'\nthe options of one.\n");
		return;
	}
	add_commands(out, table);
	(void)hscan_buf_add_string(out,
	    "\nExamples:\n"
	    "  healthscan repo owner/name\n"
	    "  healthscan repo owner/name --as-of 2026-01-01 --format json\n");
	add_topics(out);
	if (length != HELP_WHOLE)
		return;
	(void)hscan_buf_add_char(out, '\n');
	add_exit_codes(out);
	(void)hscan_buf_add_char(out, '\n');
	add_variables(out);
}
