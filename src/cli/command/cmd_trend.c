/* SPDX-License-Identifier: MIT */
/* healthscan trend: metrics over time. */
#include <string.h>

#include "app/evaluation.h"
#include "app/samples.h"
#include "cli/command/command.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"
#include "report/trend.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct answer *answer, struct hscan_error *err)
{
	const struct hscan_look look = cli_look(cli);
	const char *format = cli->app.settings.format;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = samples_for_format(answer, err);
	if (status == HSCAN_OK && strcmp(format, "table") == 0)
		status = hscan_trend_write(&answer->report, &look, &text, err);
	else if (status == HSCAN_OK)
		status = hscan_report_write(
		    &answer->report, format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	if (status == HSCAN_OK)
		status = job_tell_report(cli, &answer->report, err);
	hscan_buf_clear(&text);
	return status;
}

int
cmd_trend(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct answer answer;
	enum hscan_status status;
	int code;

	status = answer_open(&answer, &cli->app, command_argument(cli, 0),
	    &cli->app.settings.metrics, &err);
	if (status == HSCAN_OK)
		status = session_sync(&answer.session, &err);
	if (status == HSCAN_OK)
		status = answer_report(&answer, &err);
	if (status == HSCAN_ENOTFOUND &&
	    answer.session.source_failed != HSCAN_OK)
		status = HSCAN_OK; /* the user has been told */
	else if (status == HSCAN_OK)
		status = show(cli, &answer, &err);
	code = command_exit(cli, status, answer.session.source_failed, &err);
	answer_close(&answer);
	return code;
}
