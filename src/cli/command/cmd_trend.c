/* SPDX-License-Identifier: MIT */
/* healthscan trend: metrics over time. */
#include <string.h>

#include "app/evaluation.h"
#include "app/samples.h"
#include "app/target_sync.h"
#include "cli/command/command.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"
#include "report/trend.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	const char *format = cli->app.settings.format;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = samples_for_format(evaluation, err);
	if (status == HSCAN_OK && strcmp(format, "table") == 0)
		status =
		    hscan_trend_write(&evaluation->report, &look, &text, err);
	else if (status == HSCAN_OK)
		status = hscan_report_write(
		    &evaluation->report, format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	if (status == HSCAN_OK)
		status = job_write_report(cli, &evaluation->report, err);
	hscan_buf_clear(&text);
	return status;
}

int
cmd_trend(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct evaluation evaluation;
	enum hscan_status status;
	int code;

	status = evaluation_open(&evaluation, &cli->app,
	    command_argument(cli, 0), &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK)
		status = target_run_sync(&evaluation.run, &err);
	if (status == HSCAN_OK)
		status = evaluation_report(&evaluation, &err);
	if (status == HSCAN_ENOTFOUND &&
	    evaluation.run.source_failed != HSCAN_OK)
		status = HSCAN_OK; /* the user has been told */
	else if (status == HSCAN_OK)
		status = show(cli, &evaluation, &err);
	code = command_exit(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}
