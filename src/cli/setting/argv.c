/* SPDX-License-Identifier: MIT */
/* Takes the command line apart; see argv.h. */
#include "cli/setting/argv.h"

#include <string.h>

#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"

/* The nearest of the options that a command takes; without a command, and where
 * none of its own comes near, of all. */
static const char *
nearest_option(struct hscan_text name, uint64_t takes)
{
	struct suggestion own = {.word = name}, any = {.word = name};

	for (const struct option_spec *o = option_table; o->name; o++) {
		if (o->sets == 0)
			continue;
		suggestion_offer(&any, o->name);
		if (option_is_for(o, takes))
			suggestion_offer(&own, o->name);
	}
	return own.nearest ? own.nearest : any.nearest;
}

static enum hscan_status
unknown_option(const struct command_line *line, struct hscan_error *err)
{
	const char *nearest = NULL;
	char shown[64];

	(void)hscan_safe(line->unknown, shown, sizeof(shown));
	if (!line->unknown_letter)
		nearest = nearest_option(line->unknown, line->takes);
	if (nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no option --%s; did you mean --%s?", shown,
		    nearest);
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no option %s%s; see healthscan help%s%s",
	    line->unknown_letter ? "-" : "--", shown, line->command ? " " : "",
	    line->command ? line->command : "");
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

/* The first one; whose options there are is known when the command is. */
static void
not_known(struct walk *walk, struct hscan_text name, bool letter)
{
	if (walk->line->unknown.ptr)
		return;
	walk->line->unknown = name;
	walk->line->unknown_letter = letter;
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
	const struct option_spec *option = option_find(name);

	if (!option) {
		not_known(walk, name, false);
		return HSCAN_OK;
	}
	if (option->argument)
		return use_with_argument(
		    walk, option, equals ? equals + 1 : NULL);
	if (equals)
		return hscan_fail(walk->err, HSCAN_EINVAL,
		    "--%s takes no argument; write --%s alone", option->name,
		    option->name);
	use(walk, option, NULL);
	walk->line->whole |= option->kind == OPTION_HELP;
	return HSCAN_OK;
}

/* "-f json", "-fjson", "-qv". */
static enum hscan_status
letters(struct walk *walk, const char *word)
{
	for (; *word; word++) {
		const struct option_spec *option = option_find_letter(*word);
		struct hscan_text rest = {word, strlen(word)};

		if (!option) {
			const char *start = rest.ptr;

			(void)hscan_utf8_next(&rest);
			not_known(walk,
			    (struct hscan_text){
				start, (size_t)(rest.ptr - start)},
			    true);
			return HSCAN_OK;
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
	if (line->unknown.ptr)
		return unknown_option(line, err);
	for (size_t i = 0; i < line->uses_len; i++) {
		const struct option_spec *option = line->uses[i].option;

		if (!option_is_for(option, line->takes))
			return hscan_fail(err, HSCAN_EINVAL,
			    "--%s is no option of '%s'; see healthscan help %s",
			    option->name, line->command, line->command);
	}
	return HSCAN_OK;
}
