/* SPDX-License-Identifier: MIT */
/* The table of options and the one parser of argv; see options.h. */
#include "cli/options.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/suggest.h"
#include "report/report.h"

#define AT(member) .offset = offsetof(struct settings, member)

static const char *const bots_choices[] = {
    [BOTS_EXCLUDE] = "exclude",
    [BOTS_INCLUDE] = "include",
    NULL,
};
static const char *const history_choices[] = {
    [HISTORY_SNAPSHOT] = "snapshot",
    [HISTORY_EVENTS] = "events",
    NULL,
};
static const char *const color_choices[] = {
    [COLOR_AUTO] = "auto",
    [COLOR_ALWAYS] = "always",
    [COLOR_NEVER] = "never",
    NULL,
};

enum {
	FOR_ALL = FOR_REPO | FOR_SYNC | FOR_METRICS | FOR_EXPLAIN | FOR_HELP |
		  FOR_VERSION,
	FOR_RESULT = FOR_REPO | FOR_METRICS | FOR_EXPLAIN,
	FOR_SOURCE = FOR_REPO | FOR_SYNC,
	FOR_WORK = FOR_SOURCE | FOR_METRICS | FOR_EXPLAIN,
};

const struct option_spec option_table[] = {
    {
	.name = "metric",
	.letter = 'm',
	.kind = OPTION_LIST,
	.argument = "ID",
	.help = "show this metric only; may be repeated",
	.group = GROUP_RESULT,
	.commands = FOR_REPO,
	AT(metrics),
    },
    {
	.name = "as-of",
	.kind = OPTION_TIME,
	.argument = "WHEN",
	.help = "as things were at this date or time, UTC (default: now)",
	.env = "HEALTHSCAN_AS_OF",
	.group = GROUP_RESULT,
	.commands = FOR_REPO,
	AT(as_of),
    },
    {
	.name = "window",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "how far to look back, such as 30d or 4w (default: 30d)",
	.env = "HEALTHSCAN_WINDOW",
	.group = GROUP_RESULT,
	.commands = FOR_REPO,
	.min = 1,
	AT(window_s),
    },
    {
	.name = "windows",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "how many windows before that make the trend, 0 to 1000 "
		"(default: 12)",
	.env = "HEALTHSCAN_WINDOWS",
	.group = GROUP_RESULT,
	.commands = FOR_REPO,
	.min = 0,
	.max = 1000,
	AT(windows),
    },
    {
	.name = "bots",
	.kind = OPTION_CHOICE,
	.argument = "WHAT",
	.help = "what bots have authored",
	.env = "HEALTHSCAN_BOTS",
	.group = GROUP_RESULT,
	.commands = FOR_REPO,
	.choices = bots_choices,
	AT(bots),
    },
    {
	.name = "history",
	.kind = OPTION_CHOICE,
	.argument = "HOW",
	.help = "tell the past from each item's newest state, or replay its "
		"events, which costs more requests",
	.env = "HEALTHSCAN_HISTORY",
	.group = GROUP_RESULT,
	.commands = FOR_SOURCE,
	.choices = history_choices,
	AT(history),
    },
    {
	.name = "threshold",
	.kind = OPTION_BOUND,
	.argument = "ID.BOUND=VALUE",
	.help = "judge by another bound, such as pr_merge_cycle.healthy=48h "
		"or issue_close_rate.risk=50%; may be repeated",
	.group = GROUP_RESULT,
	.commands = FOR_RESULT,
    },
    {
	.name = "docs-path",
	.kind = OPTION_LIST,
	.argument = "GLOB",
	.help = "what counts as documentation, such as 'docs/**/*.md', in "
		"place of the usual paths; may be repeated",
	.group = GROUP_RESULT,
	.commands = FOR_SOURCE,
	AT(docs_paths),
    },
    {
	.name = "offline",
	.kind = OPTION_FLAG,
	.help = "ask no server; use what is in the store",
	.env = "HEALTHSCAN_OFFLINE",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(offline),
    },
    {
	.name = "git",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.help = "read the history of this clone (default: the current "
		"directory, when its remotes name the repository)",
	.env = "HEALTHSCAN_GIT",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(git),
    },
    {
	.name = "no-git",
	.kind = OPTION_FLAG,
	.help = "read no clone, not even the current directory",
	.env = "HEALTHSCAN_NO_GIT",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(no_git),
    },
    {
	.name = "api-url",
	.kind = OPTION_TEXT,
	.argument = "URL",
	.help = "where to ask on behalf of the repository's host",
	.env = "HEALTHSCAN_API_URL",
	.env_also = "GITHUB_API_URL",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(api_url),
    },
    {
	.name = "token-file",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.help = "read the access token from the first line of this file",
	.env = "HEALTHSCAN_TOKEN_FILE",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(token_file),
    },
    {
	.name = "max-wait",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "longest wait for a rate limit to pass (default: 60s)",
	.env = "HEALTHSCAN_MAX_WAIT",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(max_wait_s),
    },
    {
	.name = "record",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.help = "keep every answer of the server in this directory",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(record),
    },
    {
	.name = "replay",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.help = "take the answers from such a recording; ask no server",
	.group = GROUP_SOURCE,
	.commands = FOR_SOURCE,
	AT(replay),
    },
    {
	.name = "format",
	.letter = 'f',
	.kind = OPTION_FORMAT,
	.argument = "FORMAT",
	.help = "how to write the result",
	.env = "HEALTHSCAN_FORMAT",
	.group = GROUP_OUTPUT,
	.commands = FOR_REPO | FOR_METRICS,
	AT(format),
    },
    {
	.name = "output",
	.letter = 'o',
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.help = "write the result to a file, whole or not at all; - is stdout",
	.group = GROUP_OUTPUT,
	.commands = FOR_RESULT,
	AT(output),
    },
    {
	.name = "color",
	.kind = OPTION_CHOICE,
	.argument = "WHEN",
	.help = "colour the result",
	.env = "HEALTHSCAN_COLOR",
	.group = GROUP_OUTPUT,
	.commands = FOR_REPO,
	.choices = color_choices,
	AT(color),
    },
    {
	.name = "no-progress",
	.kind = OPTION_FLAG,
	.help = "draw no progress bar",
	.env = "HEALTHSCAN_NO_PROGRESS",
	.group = GROUP_OUTPUT,
	.commands = FOR_SOURCE,
	AT(no_progress),
    },
    {
	.name = "quiet",
	.letter = 'q',
	.kind = OPTION_FLAG,
	.help = "say nothing on stderr but warnings and errors",
	.group = GROUP_OUTPUT,
	.commands = FOR_WORK,
	AT(quiet),
    },
    {
	.name = "verbose",
	.letter = 'v',
	.kind = OPTION_COUNT,
	.help = "say more on stderr; twice for every request",
	.group = GROUP_OUTPUT,
	.commands = FOR_WORK | FOR_VERSION,
	AT(verbose),
    },
    {
	.name = "db",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.help = "the event store (default: "
		"$XDG_DATA_HOME/healthscan/healthscan.db)",
	.env = "HEALTHSCAN_DB",
	.group = GROUP_GENERAL,
	.commands = FOR_SOURCE,
	AT(db),
    },
    {
	.name = "config",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.help = "read this configuration after the usual ones",
	.env = "HEALTHSCAN_CONFIG",
	.group = GROUP_GENERAL,
	.commands = FOR_WORK,
	AT(config),
    },
    {
	.name = "help",
	.letter = 'h',
	.kind = OPTION_HELP,
	.help = "show this help",
	.group = GROUP_GENERAL,
	.commands = FOR_ALL,
    },
    {
	.name = "version",
	.kind = OPTION_VERSION,
	.help = "show the version",
	.group = GROUP_GENERAL,
	.commands = FOR_ALL,
    },
    {.name = NULL},
};

const char *
option_choice(const struct option_spec *option, size_t n)
{
	return option->kind == OPTION_FORMAT ? hscan_formats[n].name
					     : option->choices[n];
}

/* --- argv --- */

static const struct option_spec *
by_name(struct hscan_text name)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (hscan_text_is(name, o->name))
			return o;
	return NULL;
}

static const struct option_spec *
by_letter(char letter)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (letter != '\0' && o->letter == letter)
			return o;
	return NULL;
}

static enum hscan_status
unknown_option(struct hscan_text name, struct hscan_error *err)
{
	struct suggestion suggestion = {.word = name};
	char shown[64];

	(void)hscan_safe(name, shown, sizeof(shown));
	for (const struct option_spec *o = option_table; o->name; o++)
		suggestion_offer(&suggestion, o->name);
	if (suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no option --%s; did you mean --%s?", shown,
		    suggestion.nearest);
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no option --%s; see healthscan help", shown);
}

/* The parser's place in argv. */
struct walk {
	const char *const *argv;
	size_t argc;
	size_t at; /* next word */
	struct option_use *uses;
	const char **args;
	struct command_line *line;
	struct hscan_error *err;
};

static void
use(struct walk *walk, const struct option_spec *option, const char *value)
{
	if (option->kind == OPTION_HELP)
		walk->line->help = true;
	else if (option->kind == OPTION_VERSION)
		walk->line->version = true;
	else
		walk->uses[walk->line->uses_len++] =
		    (struct option_use){option, value};
}

/* `value` is what stands in the same word, or NULL. */
static enum hscan_status
use_with_argument(
    struct walk *walk, const struct option_spec *option, const char *value)
{
	if (!value && walk->at < walk->argc)
		value = walk->argv[walk->at++];
	if (!value || *value == '\0')
		return hscan_fail(walk->err, HSCAN_EINVAL,
		    "--%s needs an argument; write --%s %s", option->name,
		    option->name, option->argument);
	use(walk, option, value);
	return HSCAN_OK;
}

static enum hscan_status
long_option(struct walk *walk, const char *word)
{
	const char *equals = strchr(word, '=');
	struct hscan_text name = {
	    word, equals ? (size_t)(equals - word) : strlen(word)};
	const struct option_spec *option = by_name(name);

	if (!option)
		return unknown_option(name, walk->err);
	if (option->argument)
		return use_with_argument(
		    walk, option, equals ? equals + 1 : NULL);
	if (equals)
		return hscan_fail(walk->err, HSCAN_EINVAL,
		    "--%s takes no argument; write --%s alone", option->name,
		    option->name);
	use(walk, option, NULL);
	return HSCAN_OK;
}

/* "-f json", "-fjson", "-qv". */
static enum hscan_status
letters(struct walk *walk, const char *word)
{
	for (; *word; word++) {
		const struct option_spec *option = by_letter(*word);
		struct hscan_text rest = {word, strlen(word)};
		char shown[16];

		if (!option) {
			const char *start = rest.ptr;

			(void)hscan_utf8_next(&rest);
			rest = (struct hscan_text){
			    start, (size_t)(rest.ptr - start)};
			return hscan_fail(walk->err, HSCAN_EINVAL,
			    "there is no option -%s; see healthscan help",
			    hscan_safe(rest, shown, sizeof(shown)));
		}
		if (option->argument)
			return use_with_argument(
			    walk, option, word[1] ? word + 1 : NULL);
		use(walk, option, NULL);
	}
	return HSCAN_OK;
}

static void
positional(struct walk *walk, const char *word)
{
	if (!walk->line->command)
		walk->line->command = word;
	else
		walk->args[walk->line->args_len++] = word;
}

static enum hscan_status
one_word(struct walk *walk, bool *only_args)
{
	const char *word = walk->argv[walk->at++];

	if (*only_args || word[0] != '-' || word[1] == '\0') {
		positional(walk, word);
		return HSCAN_OK;
	}
	if (strcmp(word, "--") == 0) {
		*only_args = true;
		return HSCAN_OK;
	}
	if (word[1] == '-')
		return long_option(walk, word + 2);
	return letters(walk, word + 1);
}

enum hscan_status
options_parse(int argc, const char *const *argv, struct hscan_arena *arena,
    struct command_line *out, struct hscan_error *err)
{
	struct command_line line = {0};
	struct walk walk = {
	    .argv = argv,
	    .argc = argc < 1 ? 0 : (size_t)argc,
	    .at = 1,
	    .line = &line,
	    .err = err,
	};
	bool only_args = false;
	size_t most = 1;

	/* A word is an argument or holds at most as many flags as letters. */
	for (size_t i = 1; i < walk.argc; i++)
		most += strlen(argv[i]) + 1;
	walk.uses = hscan_arena_alloc(arena, most, sizeof(*walk.uses));
	walk.args = hscan_arena_alloc(arena, walk.argc + 1, sizeof(*walk.args));
	if (!walk.uses || !walk.args)
		return hscan_no_memory(err);
	while (walk.at < walk.argc) {
		enum hscan_status status = one_word(&walk, &only_args);

		if (status != HSCAN_OK)
			return status;
	}
	line.uses = walk.uses;
	line.args = walk.args;
	*out = line;
	return HSCAN_OK;
}

enum hscan_status
options_check(const struct command_line *line, struct hscan_error *err)
{
	for (size_t i = 0; i < line->uses_len; i++) {
		const struct option_spec *option = line->uses[i].option;

		if (!(option->commands & line->bit))
			return hscan_fail(err, HSCAN_EINVAL,
			    "--%s is no option of '%s'; see healthscan help %s",
			    option->name, line->command, line->command);
	}
	return HSCAN_OK;
}
