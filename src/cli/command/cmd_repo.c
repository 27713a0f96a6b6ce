/* SPDX-License-Identifier: MIT */
/* healthscan repo: the main job. Sync what is needed, compute, show. */
#include "app/alerting.h"
#include "app/evaluation.h"
#include "app/samples.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"
#include "report/report.h"

/* A report is some kilobytes; more than this is a fault. */
#define MAX_REPORT_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct answer *answer, struct hscan_error *err)
{
	const struct hscan_look look = cli_look(cli);
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, MAX_REPORT_BYTES);
	status = samples_for_format(answer, err);
	if (status == HSCAN_OK)
		status = hscan_report_write(&answer->report,
		    cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	if (status == HSCAN_OK)
		status = job_tell_report(cli, &answer->report, err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
run(struct cli *cli, struct answer *answer, struct hscan_error *err)
{
	enum hscan_status status;

	status = answer_report(answer, err);
	/* Nothing of it was ever fetched, and the user knows why. */
	if (status == HSCAN_ENOTFOUND &&
	    answer->session.source_failed != HSCAN_OK)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		status = alerting_run(answer, err);
	if (status == HSCAN_OK)
		status = show(cli, answer, err);
	return status;
}

int
cmd_repo(struct cli *cli)
{
	const bool dry = cli->app.settings.dry_run;
	struct answer answer;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = answer_open(&answer, &cli->app, command_argument(cli, 0),
	    &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK && dry)
		status = dry_run(cli, &answer, &err);
	else if (status == HSCAN_OK)
		status = session_sync(&answer.session, &err);
	if (status == HSCAN_OK && !dry)
		status = run(cli, &answer, &err);
	code = command_exit(cli, status, answer.session.source_failed, &err);
	answer_close(&answer);
	return code;
}
