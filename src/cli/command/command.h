/* SPDX-License-Identifier: MIT */
/* A command is one file cmd_<name>.c, one row of the table in commands.c, and
 * one manual page. */
#ifndef HSCAN_CLI_COMMAND_COMMAND_H
#define HSCAN_CLI_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "app/evaluation.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/setting/options.h"
#include "report/report.h"

/* What the first argument of a command may tell it to do. */
struct action {
	const char *name; /* NULL ends a list of them */
	const char *summary;
	const char *argument;  /* that follows; NULL: none, or what the
				* command's arguments say */
	enum value_kind value; /* of that */
};

/* What a command does; gives the exit code. */
typedef int command_run(struct cli *cli);

struct command {
	const char *name;      /* NULL ends the table */
	const char *arguments; /* "OWNER/NAME", for the synopsis; may be "" */
	const char *summary;
	uint64_t takes;         /* set of TAKES_… */
	enum hscan_shape shape; /* of its result, where it takes --format */
	enum value_kind first, rest; /* what its arguments are */
	bool by_metric;              /* metrics are columns, too */
	size_t args_min, args_max;
	/* Where `first` is one, or may be one before a file; else NULL. */
	const struct action *actions;
	const char *const *columns; /* of --sort, up to a NULL; or NULL */
	command_run *run;
};

extern const struct action db_actions[];
extern const struct action receive_actions[];
extern const struct action completion_actions[];
extern const struct action import_actions[];
extern const struct action export_actions[];
extern const char *const scan_columns[];

/* The one of that name in a table; NULL when there is none. */
const struct command *command_find(
    const struct command *table, const char *name);

/* HSCAN_EINVAL: there is no such command, with a hint. Returns that. */
enum hscan_status command_unknown(
    const struct command *table, const char *name, struct hscan_error *err);

/* The exit code of a command that has read sources: that of its failure, which
 * is printed, else that of a source. */
int command_exit(struct cli *cli, enum hscan_status status,
    enum hscan_status source, const struct hscan_error *err);

/* How many of `len` rows are shown: --limit, else twenty in a table. */
size_t command_limit(const struct cli *cli, size_t len);

/* Shows an evaluation whose report has been computed. */
typedef enum hscan_status command_show_fn(struct cli *cli,
    struct evaluation *evaluation, void *payload, struct hscan_error *err);

/* Asks for these metrics of the repository that the argument `repo_at` names,
 * else the current folder's: reads, computes and shows (`show` NULL: no more
 * than reads), or tells with --dry-run what that would cost. Returns the exit
 * code. */
int command_evaluate(struct cli *cli, size_t repo_at, struct settings_list *ids,
    command_show_fn *show, void *payload);

/* Writes the report in the format that the user wants. */
HSCAN_CHECK enum hscan_status command_show_report(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err);

/* The same of what the report is over time. */
HSCAN_CHECK enum hscan_status command_show_trend(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err);

command_run cmd_actors, cmd_alerts, cmd_check, cmd_compare, cmd_completion,
    cmd_config, cmd_db, cmd_doctor, cmd_explain, cmd_export, cmd_forget,
    cmd_help, cmd_import, cmd_merge, cmd_metrics, cmd_query, cmd_receive,
    cmd_repo, cmd_repos, cmd_scan, cmd_sync, cmd_trend, cmd_version,
    cmd_waiting, cmd_retention;

/* What a metric says of itself. HSCAN_EINVAL: there is no such metric. */
HSCAN_CHECK enum hscan_status explain_definition(struct cli *cli,
    const char *name, struct hscan_buf *out, struct hscan_error *err);

#endif
