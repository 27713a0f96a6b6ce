/* SPDX-License-Identifier: MIT */
/* healthscan repo: the main job. Sync what is needed, compute, show. */
#include "app/alerting.h"
#include "app/evaluation.h"
#include "app/samples.h"
#include "app/target_sync.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"
#include "report/report.h"

/* A report is some kilobytes; more than this is a fault. */
#define MAX_REPORT_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, MAX_REPORT_BYTES);
	status = samples_for_format(evaluation, err);
	if (status == HSCAN_OK)
		status = hscan_report_write(&evaluation->report,
		    cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	if (status == HSCAN_OK)
		status = job_write_report(cli, &evaluation->report, err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
run(struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	enum hscan_status status;

	status = evaluation_report(evaluation, err);
	/* Nothing of it was ever fetched, and the user knows why. */
	if (status == HSCAN_ENOTFOUND &&
	    evaluation->run.source_failed != HSCAN_OK)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		status = alerting_run(evaluation, err);
	if (status == HSCAN_OK)
		status = show(cli, evaluation, err);
	return status;
}

int
cmd_repo(struct cli *cli)
{
	const bool dry = cli->app.settings.dry_run;
	struct evaluation evaluation;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = evaluation_open(&evaluation, &cli->app,
	    command_argument(cli, 0), &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK && dry)
		status = dry_run(cli, &evaluation, &err);
	else if (status == HSCAN_OK)
		status = target_run_sync(&evaluation.run, &err);
	if (status == HSCAN_OK && !dry)
		status = run(cli, &evaluation, &err);
	code = command_exit(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}
