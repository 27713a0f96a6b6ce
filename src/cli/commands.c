/* SPDX-License-Identifier: MIT */
/* The table of commands, and the way from argv to one of them; see cli.h. */
#include <stdarg.h>
#include <string.h>

#include <healthscan/repo.h>

#include "app/session.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/screen/exit.h"
#include "cli/screen/output.h"
#include "cli/screen/pager.h"
#include "cli/setting/load.h"
#include "cli/setting/suggest.h"
#include "cli/system/clock.h"
#include "store/store.h"

const struct command command_table[] = {
    {
	.name = "repo",
	.arguments = "[OWNER/NAME]",
	.summary = "fetch what is new, compute, and show the health",
	.bit = FOR_REPO,
	.shape = HSCAN_SHAPE_REPORT,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_repo,
    },
    {
	.name = "check",
	.arguments = "[OWNER/NAME]",
	.summary = "the gate: exit 1 when it fails",
	.bit = FOR_CHECK,
	.shape = HSCAN_SHAPE_REPORT,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_check,
    },
    {
	.name = "scan",
	.arguments = "[REPO|CLONE|FILE|-]...",
	.summary = "many repositories, ranked",
	.bit = FOR_SCAN,
	.shape = HSCAN_SHAPE_SCAN,
	.args_max = SIZE_MAX,
	.first = VALUE_TARGET,
	.rest = VALUE_TARGET,
	.columns = scan_columns,
	.by_metric = true,
	.run = cmd_scan,
    },
    {
	.name = "compare",
	.arguments = "REPO REPO...",
	.summary = "repositories side by side",
	.bit = FOR_COMPARE,
	.shape = HSCAN_SHAPE_COMPARISON,
	.args_min = 2,
	.args_max = SIZE_MAX,
	.first = VALUE_REPO,
	.rest = VALUE_REPO,
	.run = cmd_compare,
    },
    {
	.name = "explain",
	.arguments = "METRIC [OWNER/NAME]",
	.summary = "what a metric means, and its samples",
	.bit = FOR_EXPLAIN,
	.shape = HSCAN_SHAPE_EXPLANATION,
	.args_min = 1,
	.args_max = 2,
	.first = VALUE_METRIC,
	.rest = VALUE_REPO,
	.columns = explain_columns,
	.run = cmd_explain,
    },
    {
	.name = "trend",
	.arguments = "[OWNER/NAME]",
	.summary = "metrics over time",
	.bit = FOR_TREND,
	.shape = HSCAN_SHAPE_REPORT,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_trend,
    },
    {
	.name = "alerts",
	.arguments = "[OWNER/NAME]",
	.summary = "list alerts, open and cleared",
	.bit = FOR_ALERTS,
	.shape = HSCAN_SHAPE_GRID,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_alerts,
    },
    {
	.name = "actors",
	.arguments = "[OWNER/NAME]",
	.summary = "list the accounts treated as bots, and why",
	.bit = FOR_ACTORS,
	.shape = HSCAN_SHAPE_GRID,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_actors,
    },
    {
	.name = "query",
	.arguments = "SQL [OWNER/NAME]",
	.summary = "query the store yourself, read-only",
	.bit = FOR_QUERY,
	.shape = HSCAN_SHAPE_GRID,
	.args_min = 1,
	.args_max = 2,
	.rest = VALUE_REPO,
	.run = cmd_query,
    },
    {
	.name = "sync",
	.arguments = "[OWNER/NAME]",
	.summary = "fetch what is new into the store, show nothing",
	.bit = FOR_SYNC,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_sync,
    },
    {
	.name = "repos",
	.arguments = "",
	.summary = "list what the store holds",
	.bit = FOR_REPOS,
	.shape = HSCAN_SHAPE_GRID,
	.run = cmd_repos,
    },
    {
	.name = "forget",
	.arguments = "OWNER/NAME",
	.summary = "remove a repository from the store",
	.bit = FOR_FORGET,
	.args_min = 1,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_forget,
    },
    {
	.name = "db",
	.arguments = "info|backup|prune [FILE]",
	.summary = "maintain the store",
	.bit = FOR_DB,
	.shape = HSCAN_SHAPE_GRID,
	.args_min = 1,
	.args_max = 2,
	.first = VALUE_ACTION,
	.actions = db_actions,
	.run = cmd_db,
    },
    {
	.name = "doctor",
	.arguments = "[OWNER/NAME]",
	.summary = "check token, server, clock, store and clone",
	.bit = FOR_DOCTOR,
	.shape = HSCAN_SHAPE_GRID,
	.args_max = 1,
	.first = VALUE_REPO,
	.run = cmd_doctor,
    },
    {
	.name = "metrics",
	.arguments = "",
	.summary = "list the metrics and their bounds",
	.bit = FOR_METRICS,
	.shape = HSCAN_SHAPE_GRID,
	.run = cmd_metrics,
    },
    {
	.name = "config",
	.arguments = "",
	.summary = "every setting and where it comes from",
	.bit = FOR_CONFIG,
	.shape = HSCAN_SHAPE_GRID,
	.run = cmd_config,
    },
    {
	.name = "completion",
	.arguments = "bash|zsh|fish",
	.summary = "print the completions of a shell",
	.bit = FOR_COMPLETION,
	.args_min = 1,
	.args_max = SIZE_MAX,
	.first = VALUE_ACTION,
	.actions = completion_actions,
	.run = cmd_completion,
    },
    {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "show help, for a command with its options",
	.bit = FOR_HELP,
	.args_max = 1,
	.first = VALUE_COMMAND,
	.run = cmd_help,
    },
    {
	.name = "version",
	.arguments = "",
	.summary = "show the version",
	.bit = FOR_VERSION,
	.run = cmd_version,
    },
    {.name = NULL},
};

const struct command *
command_find(const char *name)
{
	for (const struct command *c = command_table; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

enum hscan_status
command_unknown(const char *name, struct hscan_error *err)
{
	struct suggestion suggestion = {.word = hscan_text_of(name)};
	struct hscan_repo_name repo;
	char shown[120];

	(void)hscan_safe(hscan_text_of(name), shown, sizeof(shown));
	if (hscan_repo_name_parse(hscan_text_of(name), &repo, NULL) == HSCAN_OK)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no command; did you mean: healthscan repo %s",
		    shown, shown);
	for (const struct command *c = command_table; c->name; c++)
		suggestion_offer(&suggestion, c->name);
	if (suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no command; did you mean: healthscan %s", shown,
		    suggestion.nearest);
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is no command; see healthscan help", shown);
}

/* --- what commands call --- */

/* One line on stderr; the bar, if any, makes room. */
static void
say(struct cli *cli, const char *prefix, const char *message)
{
	struct hscan_buf line;

	hscan_buf_init(&line, 16 * (size_t)HSCAN_ERROR_SIZE);
	hscan_add_safe(&line, hscan_text_of(message), !cli->terminal.utf8);
	progress_done(&cli->progress);
	(void)fprintf(
	    cli->err, "healthscan: %s%s\n", prefix, hscan_buf_string(&line));
	hscan_buf_clear(&line);
}

int
cli_error(struct cli *cli, const struct hscan_error *err)
{
	int caught = cli->interrupted ? (int)*cli->interrupted : 0;

	if (err->status != HSCAN_ECLOSED)
		say(cli, "", err->message);
	return (int)exit_code_of(err->status, caught);
}

void
cli_warn(struct cli *cli, const char *format, ...)
{
	char message[HSCAN_ERROR_SIZE];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	say(cli, "warning: ", message);
}

struct hscan_look
cli_look(const struct cli *cli)
{
	return (struct hscan_look){
	    .columns = cli->terminal.columns,
	    .colour = cli->terminal.colour,
	    .utf8 = cli->terminal.utf8,
	    .links = cli->terminal.links,
	};
}

enum hscan_status
cli_look_at(struct cli *cli, struct hscan_store **out, struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_store_open_read(cli->settings.db, out, err);

	if (status == HSCAN_OK)
		cli->looked_at = *out;
	return status;
}

enum hscan_status
cli_write(struct cli *cli, struct hscan_text result, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	progress_done(&cli->progress);
	if (cli->looked_at)
		status = hscan_store_unchanged(cli->looked_at, err);
	if (status != HSCAN_OK)
		return status;
	if (pager_helps(cli, result) && pager_show(result))
		return HSCAN_OK;
	return output_write(cli->settings.output, cli->out, result, err);
}

/* As many rows as people will ever look at. */
#define MAX_GRID_BYTES ((size_t)1024 * 1024 * 1024)

enum hscan_status
cli_write_grid(
    struct cli *cli, const struct hscan_grid *grid, struct hscan_error *err)
{
	const struct hscan_look look = cli_look(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_GRID_BYTES);
	status =
	    hscan_grid_write(grid, cli->settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

/* --- from argv to a command --- */

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
	return HSCAN_OK;
}

static void
look(struct cli *cli)
{
	const struct settings *s = &cli->settings;

	cli->terminal = terminal_look(cli->out, cli->err, s->color);
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
	    hscan_format_find(cli->settings.format);
	enum hscan_shape shape = cli->command->shape;
	const char *between = "";
	struct hscan_buf names;

	if (!option_is_for(
		option_find(hscan_text_of("format")), cli->command->bit) ||
	    hscan_format_takes(format, shape))
		return HSCAN_OK;
	if (!option_flagged(&cli->settings, "format")) {
		cli->settings.format = hscan_formats[0].name;
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
	if (!line->command)
		return HSCAN_OK;
	cli->command = command_find(line->command);
	if (!cli->command)
		return command_unknown(line->command, err);
	if (line->version || line->help) {
		/* Nothing else counts, so nothing else can be wrong. */
		cli->args = line->help ? &cli->command->name : line->args;
		cli->args_len = line->help && cli->command->run != cmd_help;
		if (!line->version)
			cli->command = command_find("help");
		return HSCAN_OK;
	}
	cli->args = line->args;
	cli->args_len = line->args_len;
	line->bit = cli->command->bit;
	status = options_check(line, err);
	if (status == HSCAN_OK)
		status = check_args(cli, err);
	if (status == HSCAN_OK)
		status = settings_load(&cli->settings, line, err);
	if (status == HSCAN_OK)
		status = settle_format(cli, err);
	cli->budget = cli->settings.budget;
	return status;
}

int
cli_main(int argc, const char *const *argv, FILE *out, FILE *err,
    const volatile sig_atomic_t *interrupted)
{
	struct cli cli = {.out = out, .err = err, .interrupted = interrupted};
	struct hscan_error error = {.status = HSCAN_OK};
	struct command_line line = {0};
	enum hscan_status status;
	int code = EXIT_USAGE;

	settings_init(&cli.settings);
	cli_watch(&cli);
	look(&cli);
	status = options_parse(argc, argv, &cli.settings.arena, &line, &error);
	if (status == HSCAN_OK)
		status = prepare(&cli, &line, &error);
	if (status != HSCAN_OK) {
		code = cli_error(&cli, &error);
	} else if (!cli.command) {
		(void)fputs("Usage: healthscan repo OWNER/NAME\n"
			    "       healthscan help\n",
		    err);
	} else {
		look(&cli);
		code = cli.command->run(&cli);
		progress_done(&cli.progress);
	}
	session_hang_up(&cli);
	settings_clear(&cli.settings);
	return code;
}
