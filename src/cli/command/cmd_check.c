/* SPDX-License-Identifier: MIT */
/* healthscan check: the gate, of one repository or of each of many. Terse, and
 * its exit code is the answer. */
#include <string.h>

#include "app/alerting.h"
#include "app/gating.h"
#include "app/groups.h"
#include "app/target.h"
#include "app/target_sync.h"
#include "base/buf.h"
#include "cli/command/command.h"
#include "cli/command/scan_many.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "report/check.h"
#include "report/report.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

/* Whether options say what is asked and how it is judged: another command, to
 * show the same numbers, needs them as well. */
static bool
is_asked_by_options(const struct settings *settings)
{
	return option_flagged(settings, "config") ||
	       option_any_flagged(settings, TAKES_STORE | TAKES_WINDOW |
						TAKES_SLICE | TAKES_BOUND |
						TAKES_JUDGE | TAKES_CLONE);
}

/* A log or a program gets a line a finding; a person gets more. */
static enum hscan_status
write_answer(struct cli *cli, const struct hscan_report *report,
    struct hscan_text also, struct hscan_buf *out, struct hscan_error *err)
{
	const char *path = cli->app.settings.output;
	const struct hscan_look look = screen_style(cli);

	if (cli->terminal.out && (!path || strcmp(path, "-") == 0))
		return hscan_check_write(report, also,
		    is_asked_by_options(&cli->app.settings), &look, out, err);
	return hscan_check_write_log(report, also, look.utf8, out, err);
}

static enum hscan_status
show_lines(struct cli *cli, const struct evaluation *evaluation, bool named,
    struct hscan_error *err)
{
	const struct hscan_report *report = &evaluation->report;
	struct hscan_buf text, also;
	enum hscan_status status;

	hscan_buf_init(&text, MAX_BYTES);
	hscan_buf_init(&also, MAX_BYTES);
	if (!named)
		gating_add_left_out(
		    evaluation, report, !cli->terminal.utf8, &also);
	status = hscan_buf_check(&also, "the result", err);
	if (status == HSCAN_OK)
		status = write_answer(
		    cli, report, hscan_buf_text(&also), &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&also);
	hscan_buf_clear(&text);
	return status;
}

/* What is asked, and its answer. */
struct check {
	bool named; /* the policy names metrics */
	struct hscan_gate gate;
	int code; /* EXIT_DONE as long as nothing was shown */
};

/* Whether it is archived, or new, every list of a forge's tells. */
static bool
names_what_replies_tell(const struct settings *settings)
{
	const unsigned told = 1U << HSCAN_LIFE_UNKNOWN |
			      1U << HSCAN_LIFE_ARCHIVED | 1U << HSCAN_LIFE_NEW;

	return settings->fail_on >> SETTINGS_FAIL_CLASS & ~told;
}

/* A policy that names classes names what tells them. They take many requests,
 * so that they are read only where the class is not known without. */
static enum hscan_status
read_replies(struct evaluation *evaluation, struct hscan_error *err)
{
	struct app *app = evaluation->app;
	const struct hscan_life *life = evaluation->report.life;
	enum hscan_status status;

	if (!names_what_replies_tell(&app->settings) || !life ||
	    !life->wants_replies || !target_run_asks_forge(&evaluation->run) ||
	    evaluation->run.source_failed != HSCAN_OK)
		return HSCAN_OK;
	app_say(
	    app, APP_NOTE, "the class depends on replies: they are read, too");
	status = evaluation_want_replies(evaluation, err);
	if (status == HSCAN_OK)
		status = target_run_sync(&evaluation->run, err);
	return status == HSCAN_OK ? evaluation_report(evaluation, err) : status;
}

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	static const int codes[] = {
	    [HSCAN_GATE_PASSED] = EXIT_DONE,
	    [HSCAN_GATE_FAILED] = EXIT_GATE_FAILED,
	    [HSCAN_GATE_UNDECIDED] = EXIT_NO_DATA,
	};
	struct check *check = payload;
	enum hscan_status status = read_replies(evaluation, err);

	if (status == HSCAN_OK)
		status = alerting_run(evaluation, err);
	if (status == HSCAN_OK)
		status = gating_judge(evaluation, &evaluation->run,
		    check->named, &evaluation->report, &evaluation->arena,
		    &check->gate, err);
	evaluation->report.gate = &check->gate;
	if (status != HSCAN_OK)
		return status;
	status = strcmp(cli->app.settings.format, "table") == 0
		     ? show_lines(cli, evaluation, check->named, err)
		     : command_show_report(cli, evaluation, err);
	/* Nobody reads on: the answer is the exit code all the same. */
	if (status == HSCAN_OK || status == HSCAN_ECLOSED)
		check->code = codes[check->gate.result];
	return status;
}

/* What the policy names: the flags' metrics, else the configured gate's. What
 * repo shows (report.metric) is no policy. */
static struct settings_list *
policy_metrics(struct settings *settings)
{
	return option_flagged(settings, "metric") ? &settings->metrics
						  : &settings->gate_metrics;
}

/* More than one repository, or what may be more. */
static bool
is_about_many(const struct cli *cli)
{
	const struct settings *settings = &cli->app.settings;
	bool group = cli->args_len == 1 && groups_is(cli->args[0]);

	return cli->args_len > 1 || option_any_flagged(settings, TAKES_LISTS) ||
	       (!group && option_any_flagged(settings, TAKES_CLONES)) ||
	       (cli->args_len == 1 && target_is_list(cli->args[0]));
}

static int
check_one(struct cli *cli, struct settings_list *ids)
{
	struct check check = {.named = ids->len > 0, .code = EXIT_DONE};
	int code = command_evaluate(cli, 0, ids, show, &check);

	if (code == EXIT_SOURCE &&
	    (cli->app.settings.fail_on & HSCAN_FAIL_UNREACHABLE))
		return EXIT_GATE_FAILED;
	/* A source that failed comes before what little was judged. */
	return code == EXIT_DONE ? check.code : code;
}

int
cmd_check(struct cli *cli)
{
	struct settings *settings = &cli->app.settings;
	struct settings_list *ids = policy_metrics(settings);
	const struct scan_how how = {
	    .gate = true,
	    .named = ids->len > 0,
	    .alerts = true,
	    .verdicts_alone = true,
	};

	if (!is_about_many(cli))
		return check_one(cli, ids);
	if (!option_flagged(settings, "git"))
		settings->git = NULL; /* HEALTHSCAN_GIT is of one */
	settings->metrics = *ids;
	return scan_many(cli, &how);
}
