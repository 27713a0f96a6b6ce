/* SPDX-License-Identifier: MIT */
/* What receive has done by processes of its own; see receive_job.h. */
#include "cli/command/receive_job.h"

#include <string.h>

#include "app/alerting.h"
#include "app/target_group.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

enum { EVALUATE, NOTIFY, RECONCILE, ACTIONS, LONGEST_LINES = 1024 * 1024 };

/* In the order of enum serve_job. */
const struct action receive_actions[ACTIONS + 1] = {
    [EVALUATE] = {.name = "evaluate",
	.summary = "compute the numbers of one, as after a delivery",
	.argument = "REPO",
	.value = VALUE_REPO},
    [NOTIFY] = {.name = "notify",
	.summary = "run the notify command with what waits of one",
	.argument = "REPO",
	.value = VALUE_REPO},
    [RECONCILE] = {.name = "reconcile",
	.summary = "ask the server what is new of one, and compute",
	.argument = "REPO",
	.value = VALUE_REPO},
};

/* What is judged is what is in the store; commits are judged when git has been
 * asked for them, and then only. */
static void
settle(struct cli *cli, bool asks)
{
	struct settings *settings = &cli->app.settings;

	settings->offline = !asks;
	settings->clone = settings->clone && asks;
	settings->no_git = !settings->clone;
	settings->git = NULL;
	cli->app.hooks.progress = NULL;
}

/* "2026-08-22T10:00:00Z acme/widget fired: PR merge cycle is at risk: …" */
static void
add_line(struct hscan_buf *lines, const struct evaluation *evaluation,
    const struct hscan_alert *alert)
{
	const struct hscan_repo_name *name = &evaluation->run.name;
	char time[HSCAN_TIME_SIZE], message[2048];

	hscan_format_time(evaluation->report.as_of, time);
	(void)hscan_buf_add_format(lines, "%s %s/%s %s: %s\n", time,
	    name->owner, name->name, alert->firing ? "fired" : "cleared",
	    hscan_safe(alert->message, message, sizeof(message)));
}

static bool
is_told_in_part(const struct hscan_measure *measure)
{
	static const char partly[] = "partly from";

	return measure->now.reason &&
	       strncmp(measure->now.reason, partly, strlen(partly)) == 0;
}

/* How many numbers there are. Without any the user has to know why not: after
 * a gap in what was heard nothing is judged before the next sync. */
static void
say_values(struct cli *cli, const struct evaluation *evaluation, size_t firing)
{
	const struct hscan_report *report = &evaluation->report;
	const struct hscan_repo_name *name = &evaluation->run.name;
	size_t values = 0, parts = 0;

	for (size_t i = 0; i < report->measures_len; i++) {
		values += report->measures[i].now.value.known;
		parts += is_told_in_part(&report->measures[i]);
	}
	app_say(&cli->app, APP_NOTE,
	    "%s/%s: %zu of %zu metric%s %s a value, %zu alert%s%s", name->owner,
	    name->name, values, report->measures_len,
	    report->measures_len == 1 ? "" : "s", values == 1 ? "has" : "have",
	    firing, firing == 1 ? "" : "s",
	    report->settled ? "" : "; not all was read: alerts stay");
	if (values == 0 && parts > 0)
		app_warn(&cli->app,
		    "%s/%s: what happened between its last sync and the first "
		    "delivery is not known, so nothing is judged: run "
		    "healthscan sync %s/%s once, beside this",
		    name->owner, name->name, name->owner, name->name);
}

/* A line for each alert that has fired or cleared, whoever looks. */
static enum hscan_status
tell(struct cli *cli, const struct evaluation *evaluation, const bool *fresh,
    struct hscan_error *err)
{
	const struct hscan_report *report = &evaluation->report;
	size_t firing = 0;
	enum hscan_status status;
	struct hscan_buf lines;

	hscan_buf_init(&lines, LONGEST_LINES);
	for (size_t i = 0; i < report->alerts_len; i++) {
		firing += report->alerts[i].firing;
		if (fresh[i])
			add_line(&lines, evaluation, &report->alerts[i]);
	}
	say_values(cli, evaluation, firing);
	status = hscan_buf_check(&lines, "the alerts", err);
	if (status == HSCAN_OK && lines.len > 0)
		status = cli_write(cli, hscan_buf_text(&lines), err);
	hscan_buf_clear(&lines);
	return status;
}

/* Whoever has ended the receiver need not be told that this ends, too. */
static int
end_with(struct cli *cli, enum hscan_status status, enum hscan_status source,
    const struct hscan_error *err)
{
	return status == HSCAN_EINTR
		   ? (int)exit_code_of(status, (int)*cli->app.interrupted)
		   : command_exit(cli, status, source, err);
}

/* Among evaluations after each delivery not every one counts. */
static enum hscan_status
compute(struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	struct hscan_alert_rule rule = alerting_rule(&cli->app.settings);
	const bool *fresh = NULL;
	enum hscan_status status = target_group_sync(&evaluation->run, err);

	rule.every = cli->app.settings.alert_every_s;
	rule.now = evaluation->run.now;
	if (status == HSCAN_OK)
		status = evaluation_report(evaluation, err);
	if (status == HSCAN_ENOTFOUND &&
	    evaluation->run.source_failed != HSCAN_OK)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		status = alerting_evaluate(evaluation, &rule, &fresh, err);
	return status == HSCAN_OK ? tell(cli, evaluation, fresh, err) : status;
}

/* Without a row in the store; that nothing is asked is not the user's word. */
static enum hscan_status
name_unheard(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	const struct hscan_repo_name *name = &evaluation->run.name;

	if (target_run_find(&evaluation->run, NULL) != HSCAN_ENOTFOUND)
		return HSCAN_ENODATA;
	return hscan_fail(err, HSCAN_ENODATA,
	    "%s/%s is not in the store %s: no delivery has told of it; run "
	    "healthscan sync %s/%s",
	    name->owner, name->name, cli->app.settings.db, name->owner,
	    name->name);
}

static int
evaluate(struct cli *cli, bool asks)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct evaluation evaluation;
	enum hscan_status status;
	int code;

	settle(cli, asks);
	status = evaluation_open(&evaluation, &cli->app, cli->args[1],
	    &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK) {
		status = compute(cli, &evaluation, &err);
		if (status == HSCAN_ENODATA && !asks)
			status = name_unheard(cli, &evaluation, &err);
	}
	code = end_with(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}

static enum hscan_status
send_waiting(struct cli *cli, int64_t *left, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_store *store = NULL;
	struct hscan_repo_name name;
	enum hscan_status status;

	status = hscan_repo_name_parse(hscan_text_of(cli->args[1]), &name, err);
	if (status == HSCAN_OK)
		status = hscan_store_open(cli->app.settings.db, &store, err);
	if (status == HSCAN_OK)
		status = hscan_store_find_repo(store, &name, &stored, err);
	if (status == HSCAN_OK)
		status = alerting_send(
		    &cli->app, store, stored.repo_id, "again later", left, err);
	hscan_stored_repo_clear(&stored);
	hscan_store_close(store);
	return status;
}

static int
notify(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t left = 0;
	enum hscan_status status = HSCAN_OK;

	if (!cli->app.settings.notify_command)
		status = hscan_fail(&err, HSCAN_EINVAL,
		    "nothing can be told: no command is set; say "
		    "--notify-command COMMAND");
	if (status == HSCAN_OK)
		status = send_waiting(cli, &left, &err);
	return end_with(cli, status, left == 0 ? HSCAN_OK : HSCAN_ENET, &err);
}

int
receive_job(struct cli *cli)
{
	struct hscan_error err;
	char shown[80];
	size_t action = 0;

	while (action < ACTIONS &&
	       strcmp(cli->args[0], receive_actions[action].name) != 0)
		action++;
	if (action == ACTIONS)
		(void)hscan_fail(&err, HSCAN_EINVAL,
		    "'%s' is none of evaluate, notify and reconcile; write: "
		    "healthscan receive, or one of these and a repository",
		    hscan_safe(
			hscan_text_of(cli->args[0]), shown, sizeof(shown)));
	else if (cli->args_len < 2)
		(void)hscan_fail(&err, HSCAN_EINVAL,
		    "which repository is meant? write: healthscan receive %s "
		    "OWNER/NAME",
		    receive_actions[action].name);
	else if (action == NOTIFY)
		return notify(cli);
	else
		return evaluate(cli, action == RECONCILE);
	return cli_error(cli, &err);
}
