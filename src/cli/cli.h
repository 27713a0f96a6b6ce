/* SPDX-License-Identifier: MIT */
/*
 * The command line: what a command is given, and what it may call. A command
 * is one file cmd_<name>.c, one row of command_table, and one manual page.
 */
#ifndef HSCAN_CLI_CLI_H
#define HSCAN_CLI_CLI_H

#include <signal.h>
#include <stddef.h>
#include <stdio.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/buf.h"
#include "cli/screen/progress.h"
#include "cli/screen/terminal.h"
#include "cli/setting/options.h"
#include "metric/engine.h"
#include "report/grid.h"
#include "report/report.h"

struct hscan_http;
struct hscan_store;

/* Who asks a host, for all its repositories; see session_client(). */
struct cli_client {
	const char *host;
	struct hscan_http *http; /* owned; NULL: not opened, or dropped */
	struct cli_client *next;
};

/* What a forge has said of a name in this run; see names.h. */
struct cli_name;

/* One run of the program; everything that a command needs. */
struct cli {
	const struct command *command; /* NULL before it is known */
	struct settings settings;
	const char *const *args; /* after the command's name; as many as the
				  * command's row allows */
	size_t args_len;
	FILE *out; /* written through cli_write() only */
	FILE *err; /* written through cli_error(), cli_warn() and progress */
	const volatile sig_atomic_t *interrupted; /* the signal, or 0 */
	struct terminal terminal;
	struct progress progress;
	struct cli_client *clients;
	struct cli_name *names;
	struct hscan_store *looked_at; /* by cli_look_at(); or NULL */
	unsigned attempts; /* of one request; 0: as many as is usual */
	int64_t budget;    /* requests that may still be sent, of --budget */
	struct hscan_watch watch; /* over SQL that runs too long (watch.c) */
	int64_t watch_end_ms;     /* by clock_ms() */
};

/* What a command may be told to do by its first argument. */
struct action {
	const char *name; /* NULL ends a list of them */
	const char *summary;
	const char *argument;  /* that follows; NULL: none */
	enum value_kind value; /* of that */
};

struct command {
	const char *name;      /* NULL ends the table */
	const char *arguments; /* "OWNER/NAME", for the synopsis; may be "" */
	const char *summary;
	enum command_bit bit;
	enum hscan_shape shape; /* of its result, where it takes --format */
	enum value_kind first, rest; /* what its arguments are */
	bool by_metric;              /* metrics are columns, too */
	size_t args_min, args_max;
	const struct action *actions; /* where `first` is one; else NULL */
	const char *const *columns;   /* of --sort, up to a NULL; or NULL */
	int (*run)(struct cli *cli);  /* gives the exit code */
};

extern const struct command command_table[];

extern const struct action db_actions[];
extern const struct action completion_actions[];
extern const char *const explain_columns[];
extern const char *const scan_columns[];

/* NULL when there is none of that name. */
const struct command *command_find(const char *name);

/* HSCAN_EINVAL: there is no such command, with a hint. Returns that. */
enum hscan_status command_unknown(const char *name, struct hscan_error *err);

int cmd_actors(struct cli *cli);
int cmd_alerts(struct cli *cli);
int cmd_repos(struct cli *cli);
int cmd_forget(struct cli *cli);
int cmd_db(struct cli *cli);
int cmd_doctor(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_compare(struct cli *cli);
int cmd_completion(struct cli *cli);
int cmd_config(struct cli *cli);
int cmd_explain(struct cli *cli);
int cmd_help(struct cli *cli);
int cmd_metrics(struct cli *cli);
int cmd_repo(struct cli *cli);
int cmd_query(struct cli *cli);
int cmd_scan(struct cli *cli);
int cmd_sync(struct cli *cli);
int cmd_trend(struct cli *cli);
int cmd_version(struct cli *cli);

/* Runs the command that argv asks for and returns the exit code. `out` is
 * flushed but not closed. LC_CTYPE must be set. */
int cli_main(int argc, const char *const *argv, FILE *out, FILE *err,
    const volatile sig_atomic_t *interrupted);

/* Opens the store of --db to read it, with hscan_store_open_read(); what
 * cli_write() writes until it is closed is of a store that nobody has changed
 * meanwhile. */
HSCAN_CHECK enum hscan_status cli_look_at(
    struct cli *cli, struct hscan_store **out, struct hscan_error *err);

/* Prints "healthscan: message" and returns the exit code for it. A reader
 * that went away is no error: nothing is printed, and it is 0. */
int cli_error(struct cli *cli, const struct hscan_error *err);

/* Prints "healthscan: warning: …", also when quiet. */
void cli_warn(struct cli *cli, const char *format, ...) HSCAN_PRINTF(2, 3);

/* How the reader's screen is, for the formats. */
struct hscan_look cli_look(const struct cli *cli);

/* Fills cli->watch: own SQL has the time of --time-limit, and an interrupt ends
 * any. */
void cli_watch(struct cli *cli);

/* Writes the whole result to where the user wants it; at most once a run, but
 * for lines that go to stdout one by one. */
HSCAN_CHECK enum hscan_status cli_write(
    struct cli *cli, struct hscan_text result, struct hscan_error *err);

/* Writes rows and columns in the format that the user wants. */
HSCAN_CHECK enum hscan_status cli_write_grid(
    struct cli *cli, const struct hscan_grid *grid, struct hscan_error *err);

/* The tokens for a host, one a line: settings_token(), with a warning where
 * they lie open, else what auth.command prints. `out`, a secret, is replaced,
 * empty when there is none, or when the host is one that the user has not
 * named: it is warned of. HSCAN_EAUTH: the command failed. */
HSCAN_CHECK enum hscan_status cli_token(struct cli *cli, const char *host,
    struct hscan_buf *out, struct hscan_error *err);

/* Help of the program (NULL) or of one command, for 80 columns. */
void help_write(const struct command *command, struct hscan_buf *out);

#endif
