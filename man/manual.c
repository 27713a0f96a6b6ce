/* SPDX-License-Identifier: MIT */
/*
 * Fills in a manual page: what commands, options and exit codes say of
 * themselves is said once, in the program's tables, and a page has a comment
 * where it belongs. Run by the build.
 *
 *	manual healthscan-repo.1 >page
 *
 * .\" COMMANDS     the list of commands
 * .\" ACTIONS      those of the command that the page is about
 * .\" OPTIONS      the options of that command, as sections of their own
 * .\" VARIABLES    the environment variables that stand for options
 * .\" KEYS         the keys of the configuration
 * .\" EXIT         the exit codes
 * .\" TOPICS       what there is help on beside commands and metrics
 * .\" VIEWS        the views that a query may read
 * .\" HEADER       the keys of a metric's header
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/command/help.h"
#include "cli/command/views.h"
#include "cli/commands.h"
#include "cli/screen/exit.h"
#include "metric/parse.h"

enum { LONGEST_LINE = 4096, COLUMNS = 78 };

/* --- words as mdoc has them --- */

/* Text within a line: no escape. */
static void
text(const char *words, size_t len)
{
	for (; len > 0; words++, len--) {
		if (*words == '\\')
			(void)fputs("\\e", stdout);
		else
			(void)putchar(*words);
	}
}

/* A word behind a blank or, where a line would become longer than mandoc likes,
 * on one of its own; no macro begins with it. Returns the column behind it. */
static size_t
word(const char *words, size_t len, size_t column)
{
	if (column > 0 && column + 1 + len >= COLUMNS) {
		(void)putchar('\n');
		column = 0;
	}
	if (column > 0)
		(void)putchar(' ');
	else if (*words == '.' || *words == '\'')
		(void)fputs("\\&", stdout);
	text(words, len);
	return column > 0 ? column + 1 + len : len;
}

/* A sentence of words that are none: "draw no bar" is "Draw no bar.". */
static void
sentence(const char *words)
{
	size_t column = 0;

	if (*words >= 'a' && *words <= 'z') {
		(void)putchar(*words - 'a' + 'A');
		words++;
	}
	for (;;) {
		size_t len = strcspn(words, " ");

		column = word(words, len, column);
		/* The first letter may have been a word. */
		column += column == 0;
		if (words[len] == '\0')
			break;
		words += len + 1;
	}
	(void)puts(".");
}

/* An argument of a macro. */
static void
argument(const char *words)
{
	(void)fputs(" \"", stdout);
	text(words, strlen(words));
	(void)putchar('"');
}

/* --- options --- */

static bool
is_choice(
    const struct option_spec *option, const struct command *command, size_t n)
{
	return option->kind != OPTION_FORMAT || !command ||
	       hscan_format_takes(&hscan_formats[n], command->shape);
}

static void
choices(const struct option_spec *option, const struct command *command)
{
	size_t last = 0;

	if (option->kind != OPTION_CHOICE && option->kind != OPTION_FORMAT &&
	    option->kind != OPTION_SET)
		return;
	for (size_t i = 0; option_choice(option, i); i++)
		if (is_choice(option, command, i))
			last = i;
	(void)puts(option->kind == OPTION_SET ? "Any of" : "One of");
	for (size_t i = 0; i <= last; i++) {
		bool usual = i == 0 && option->kind != OPTION_SET;

		if (!is_choice(option, command, i))
			continue;
		(void)printf(".Cm %s", option_choice(option, i));
		(void)puts(usual ? "\n(the default)," : i < last ? " ," : " .");
	}
}

/* Where else it can be set. */
static void
elsewhere(const struct option_spec *option)
{
	if (!option->env && !option->key)
		return;
	(void)puts("Also");
	if (option->env)
		(void)printf(".Ev %s%s\n", option->env,
		    option->env_also ? " ,"
		    : option->key    ? ""
				     : " .");
	if (option->env_also)
		(void)printf(
		    ".Ev %s%s\n", option->env_also, option->key ? "" : " .");
	if (option->key)
		(void)printf("%s.Va %s\nin the configuration.\n",
		    option->env ? "and\n" : "", option->key);
}

static void
item(const struct option_spec *option, const struct command *command)
{
	(void)fputs(".It ", stdout);
	if (option->letter)
		(void)printf("Fl %c , ", option->letter);
	(void)printf("Fl Fl %s", option->name);
	if (option->argument) {
		(void)fputs(" Ar", stdout);
		argument(option->argument);
	}
	(void)putchar('\n');
	sentence(option->help);
	choices(option, command);
	elsewhere(option);
}

static void
options(const struct command *command)
{
	(void)puts(".Sh OPTIONS");
	if (command->takes & TAKES_ALL)
		(void)puts("The options of every other command are taken, too, "
			   "to show what they set.");
	for (int group = GROUP_RESULT; group <= GROUP_GENERAL; group++) {
		bool any = false;

		for (const struct option_spec *o = option_table; o->name; o++) {
			if ((int)o->group != group ||
			    !(o->sets & command->takes))
				continue;
			if (!any)
				(void)printf(".Ss %s\n.Bl -tag -width Ds\n",
				    option_heading((enum option_group)group));
			any = true;
			item(o, command);
		}
		if (any)
			(void)puts(".El");
	}
}

/* --- the other lists --- */

static void
commands(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct command *c = command_table; c->name; c++) {
		(void)printf(".It Xr healthscan-%s 1\n", c->name);
		sentence(c->summary);
	}
	(void)puts(".El");
}

static void
actions(const struct command *command)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct action *a = command->actions; a && a->name; a++) {
		(void)printf(".It Cm %s", a->name);
		if (a->argument)
			(void)printf(" Ar %s", a->argument);
		(void)putchar('\n');
		sentence(a->summary);
	}
	(void)puts(".El");
}

static void
variables(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct option_spec *o = option_table; o->name; o++) {
		if (!o->env)
			continue;
		(void)printf(".It Ev %s\n", o->env);
		(void)printf("Stands for\n.Fl Fl %s%s\n", o->name,
		    o->env_also ? " ," : " .");
		if (o->env_also)
			(void)printf("and behind it\n.Ev %s .\n", o->env_also);
	}
	(void)puts(".El");
}

static void
keys(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct option_spec *o = option_table; o->name; o++) {
		if (!o->key)
			continue;
		(void)printf(".It Va %s\n", o->key);
		sentence(o->help);
		choices(o, NULL);
		if (o->kind == OPTION_LIST)
			(void)puts("May stand several times.");
		if (o->grows)
			(void)puts("Every place adds to it.");
		if (o->anywhere)
			(void)puts("A work tree may set it.");
		if (o->sets != 0)
			(void)printf("As\n.Fl Fl %s .\n", o->name);
	}
	(void)puts(".El");
}

static void
exits(void)
{
	(void)puts(".Bl -tag -width 130");
	for (const struct exit_row *row = exit_rows; row->sentence; row++) {
		(void)printf(".It %d\n", (int)row->code);
		sentence(row->sentence);
	}
	(void)puts(".El");
}

static void
topics(void)
{
	(void)puts(".Bl -tag -width environment");
	for (const struct help_topic *t = help_topics; t->name; t++) {
		(void)printf(".It Cm %s\n", t->name);
		sentence(t->summary);
	}
	(void)puts(".El");
}

/* A sentence in parentheses, or words, on lines that are not too long. */
static void
remark(struct hscan_text rest, const char *before, const char *after)
{
	size_t column = 0;

	(void)fputs(before, stdout);
	while (rest.len > 0) {
		struct hscan_text part = hscan_text_split(&rest, ' ');

		/* mdoc wants each sentence on a line of its own. */
		column = word(part.ptr, part.len, column);
		if (rest.len > 0 && part.ptr[part.len - 1] == '.') {
			(void)putchar('\n');
			column = 0;
		}
	}
	(void)puts(after);
}

static void
view_columns(const struct view *view)
{
	struct hscan_text rest = hscan_text_of(view->columns), name, note;

	while (view_column(&rest, &name, &note)) {
		const char *end = rest.len > 0 ? "," : ".";

		(void)printf(".Va %.*s", (int)name.len, name.ptr);
		(void)printf(note.len > 0 ? "\n" : " %s\n", end);
		if (note.len > 0)
			remark(note, "(", rest.len > 0 ? ")," : ").");
	}
}

static void
views(void)
{
	remark(hscan_text_of(view_rules), "", "");
	(void)puts("The columns of each view are:\n.Bl -tag -width Ds");
	for (const struct view *view = view_table; view->name; view++) {
		(void)printf(".It Va %s No (%s)\n", view->name, view->about);
		view_columns(view);
	}
	(void)puts(".El");
}

static void
header(void)
{
	(void)puts(".Bl -tag -width statistic");
	for (const struct hscan_metric_key *k = hscan_metric_keys; k->name;
	     k++) {
		(void)printf(".It Cm %s\n", k->name);
		/* In small letters: many are words to be written so. */
		remark(hscan_text_of(k->wanted), "", ".");
		if (!k->required)
			(void)puts("May be absent.");
	}
	(void)puts(".El\n.Pp");
	remark(hscan_text_of(hscan_metric_columns), "", "");
}

/* --- the page --- */

/* "healthscan-repo.1" is about repo; NULL: about none. */
static const struct command *
command_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	for (const struct command *c = command_table; c->name; c++) {
		char page[80];

		(void)snprintf(page, sizeof(page), "healthscan-%s.1", c->name);
		if (strcmp(name, page) == 0)
			return c;
	}
	return NULL;
}

/* False: it is no directive, or has no place in this page. */
static bool
fill(const char *word, const struct command *command)
{
	if (strcmp(word, "COMMANDS\n") == 0)
		commands();
	else if (strcmp(word, "VARIABLES\n") == 0)
		variables();
	else if (strcmp(word, "KEYS\n") == 0)
		keys();
	else if (strcmp(word, "EXIT\n") == 0)
		exits();
	else if (strcmp(word, "TOPICS\n") == 0)
		topics();
	else if (strcmp(word, "VIEWS\n") == 0)
		views();
	else if (strcmp(word, "HEADER\n") == 0)
		header();
	else if (strcmp(word, "ACTIONS\n") == 0 && command)
		actions(command);
	else if (strcmp(word, "OPTIONS\n") == 0 && command)
		options(command);
	else
		return false;
	return true;
}

int
main(int argc, char **argv)
{
	const struct command *command;
	char line[LONGEST_LINE];
	FILE *page;

	page = argc == 2 ? fopen(argv[1], "r") : NULL;
	if (!page) {
		(void)fputs("usage: manual PAGE\n", stderr);
		return 2;
	}
	command = command_of(argv[1]);
	while (fgets(line, (int)sizeof(line), page))
		if (strncmp(line, ".\\\" ", 4) != 0 || !fill(line + 4, command))
			(void)fputs(line, stdout);
	(void)fclose(page);
	return fclose(stdout) == 0 ? 0 : 1;
}
