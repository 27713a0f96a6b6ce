/* SPDX-License-Identifier: MIT */
/* The way from argv to a command; see commands.h. */
#include <string.h>

#include "app/groups.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/command/engine_use.h"
#include "cli/command/help.h"
#include "cli/commands.h"
#include "cli/hooks.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/argv.h"
#include "cli/setting/load.h"
#include "cli/system/clock.h"

#define LONGEST_PATH ((size_t)64 * 1024)

/* A group is no repository to those that take one alone, and its name would
 * otherwise be looked for as that of one. */
static enum hscan_status
refuse_groups(const struct cli *cli, struct hscan_error *err)
{
	const struct command *command = cli->command;
	char shown[120];

	if (command->takes & TAKES_GROUP)
		return HSCAN_OK;
	for (size_t i = 0; i < cli->args_len; i++) {
		if ((i == 0 ? command->first : command->rest) != VALUE_REPO ||
		    !groups_is(cli->args[i]))
			continue;
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is a group, and %s takes one repository: name a "
		    "member of it",
		    hscan_safe(
			hscan_text_of(cli->args[i]), shown, sizeof(shown)),
		    command->name);
	}
	return HSCAN_OK;
}

static enum hscan_status
check_args(const struct cli *cli, struct hscan_error *err)
{
	const struct command *command = cli->command;
	char shown[120];

	if (cli->args_len > command->args_max)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is one argument too many; write: healthscan %s%s%s",
		    hscan_safe(hscan_text_of(cli->args[command->args_max]),
			shown, sizeof(shown)),
		    command->name, *command->arguments ? " " : "",
		    command->arguments);
	if (cli->args_len < command->args_min)
		return hscan_fail(err, HSCAN_EINVAL,
		    "an argument is missing; write: healthscan %s %s",
		    command->name, command->arguments);
	return refuse_groups(cli, err);
}

static void
detect_terminal(struct cli *cli)
{
	const struct settings *s = &cli->app.settings;

	cli->terminal = terminal_detect(cli->out, cli->err, s->color);
	/* A file is not coloured because the screen could be. */
	if (s->output && strcmp(s->output, "-") != 0 &&
	    s->color != COLOR_ALWAYS)
		cli->terminal.colour = cli->terminal.links = false;
	progress_init(&cli->progress, cli->err,
	    &(struct progress_look){
		.terminal = cli->terminal.err,
		.quiet = s->quiet,
		.verbose = s->verbose > 0,
		.no_bar = s->no_progress,
		.ascii = !cli->terminal.utf8,
		.columns = cli->terminal.columns,
		.clock_ms = clock_ms,
	    });
}

/* A format that was configured for reports does not stand in the way of a
 * list; one that was asked for here and now does. */
static enum hscan_status
settle_format(struct cli *cli, struct hscan_error *err)
{
	const struct hscan_format *format =
	    hscan_format_find(cli->app.settings.format);
	enum hscan_shape shape = cli->command->shape;
	const char *between = "";
	struct hscan_buf names;

	if (!option_is_for(
		option_find(hscan_text_of("format")), cli->command->takes) ||
	    hscan_format_takes(format, shape))
		return HSCAN_OK;
	if (!option_flagged(&cli->app.settings, "format")) {
		cli->app.settings.format = hscan_formats[0].name;
		return HSCAN_OK;
	}
	hscan_buf_init(&names, HSCAN_ERROR_SIZE);
	for (const struct hscan_format *f = hscan_formats; f->name; f++) {
		if (!hscan_format_takes(f, shape))
			continue;
		(void)hscan_buf_add_format(&names, "%s%s", between, f->name);
		between = ", ";
	}
	(void)hscan_fail(err, HSCAN_EINVAL,
	    "--format: what '%s' tells cannot be written as %s; choose one of "
	    "%s",
	    cli->command->name, format->name, hscan_buf_string(&names));
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

/* Where the clones of our own are; without a place the first one wanted fails.
 */
static enum hscan_status
find_clones(struct app *app, struct hscan_error *err)
{
	struct hscan_buf path;
	enum hscan_status status = HSCAN_OK;

	hscan_buf_init(&path, LONGEST_PATH);
	if (settings_xdg(
		"XDG_CACHE_HOME", ".cache", "healthscan/clones", &path)) {
		app->clones =
		    hscan_arena_dup(&app->settings.arena, hscan_buf_text(&path))
			.ptr;
		if (!app->clones)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&path);
	return status;
}

/* A word behind it that is no command may be its argument. */
static enum hscan_status
option_unknown(
    const struct cli *cli, struct command_line *line, struct hscan_error *err)
{
	line->takes = cli->command ? cli->command->takes : 0;
	if (!cli->command)
		line->command = NULL;
	return options_check(line, err);
}

/* Nothing else counts, so nothing else can be wrong. */
static void
take_help(struct cli *cli, const struct command_line *line)
{
	if (line->version)
		return;
	cli->help = line->whole ? HELP_WHOLE : HELP_BRIEF;
	if (cli->command->run == cmd_help) {
		cli->args_len = cli->args_len > 0;
		return;
	}
	cli->args = &cli->command->name;
	cli->args_len = 1;
	cli->command = command_find(cli->commands, "help");
}

/* Without a command the brief help says what there is. */
static void
show_usage(FILE *err)
{
	struct hscan_buf text;

	hscan_buf_init(&text, (size_t)64 * 1024);
	help_overview(command_table, HELP_BRIEF, &text);
	(void)fputs(hscan_buf_string(&text), err);
	hscan_buf_clear(&text);
}

static bool
is_group(const struct option_use *use)
{
	return strcmp(use->option->name, "group") == 0;
}

/* "--group NAME" is the argument @NAME. */
static enum hscan_status
take_groups(
    struct cli *cli, const struct command_line *line, struct hscan_error *err)
{
	struct hscan_arena *arena = &cli->app.settings.arena;
	size_t len = line->args_len;
	const char **args =
	    hscan_arena_alloc(arena, len + line->uses_len + 1, sizeof(*args));
	struct hscan_buf word;

	/* config only shows it. */
	if (!(cli->command->takes & TAKES_GROUP))
		return HSCAN_OK;
	if (!args)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		args[i] = line->args[i];
	hscan_buf_init(&word, LONGEST_PATH);
	for (size_t i = 0; i < line->uses_len; i++) {
		if (!is_group(&line->uses[i]))
			continue;
		hscan_buf_reset(&word);
		(void)hscan_buf_add_format(&word, "@%s", line->uses[i].value);
		args[len] = hscan_arena_dup(arena, hscan_buf_text(&word)).ptr;
		if (!args[len++]) {
			hscan_buf_clear(&word);
			return hscan_no_memory(err);
		}
	}
	hscan_buf_clear(&word);
	cli->args = args;
	cli->args_len = len;
	return HSCAN_OK;
}

/* Finds the command and makes the settings. HSCAN_OK without a command: none
 * was named. */
static enum hscan_status
prepare(struct cli *cli, struct command_line *line, struct hscan_error *err)
{
	enum hscan_status status;

	if (line->version)
		line->command = "version";
	if (!line->command && line->help)
		line->command = "help";
	if (line->command)
		cli->command = command_find(cli->commands, line->command);
	if (line->unknown.ptr && !line->version && !line->help)
		return option_unknown(cli, line, err);
	if (!line->command)
		return HSCAN_OK;
	if (!cli->command)
		return command_unknown(cli->commands, line->command, err);
	cli->args = line->args;
	cli->args_len = line->args_len;
	if (line->version || line->help) {
		take_help(cli, line);
		return HSCAN_OK;
	}
	line->takes = cli->command->takes;
	status = options_check(line, err);
	if (status == HSCAN_OK)
		status = take_groups(cli, line, err);
	if (status == HSCAN_OK)
		status = check_args(cli, err);
	if (status == HSCAN_OK)
		status = settings_load(&cli->app.settings, line, err);
	if (status == HSCAN_OK)
		status = settle_format(cli, err);
	if (status == HSCAN_OK && cli->app.settings.clone)
		status = find_clones(&cli->app, err);
	return status;
}

/* Query and doctor have their own way to it, and config shows what is set. */
static bool
runs_on_engine(const struct command *command)
{
	return (command->takes & TAKES_ENGINE) && command->run != cmd_query &&
	       command->run != cmd_doctor;
}

/* On the engine that was asked for. */
static int
run(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status = HSCAN_OK;
	int code;

	if (runs_on_engine(cli->command))
		status = engine_use(cli, &err);
	code =
	    status == HSCAN_OK ? cli->command->run(cli) : cli_error(cli, &err);
	engine_leave(cli);
	return code;
}

int
cli_main(int argc, const char *const *argv, FILE *out, FILE *err,
    const volatile sig_atomic_t *interrupted)
{
	struct cli cli = {
	    .commands = command_table,
	    .argc = argc,
	    .argv = argv,
	    .out = out,
	    .err = err,
	};
	struct hscan_error error = {.status = HSCAN_OK};
	struct command_line line = {0};
	enum hscan_status status;
	int code = EXIT_USAGE;

	app_init(&cli.app);
	cli.app.interrupted = interrupted;
	hooks_set(&cli);
	detect_terminal(&cli);
	status =
	    options_parse(argc, argv, &cli.app.settings.arena, &line, &error);
	if (status == HSCAN_OK)
		status = prepare(&cli, &line, &error);
	if (status != HSCAN_OK) {
		code = cli_error(&cli, &error);
	} else if (!cli.command) {
		show_usage(err);
	} else {
		detect_terminal(&cli);
		code = run(&cli);
		progress_done(&cli.progress);
	}
	app_clear(&cli.app);
	return code;
}
