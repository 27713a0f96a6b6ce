/* SPDX-License-Identifier: MIT */
/* healthscan compare: repositories side by side. */
#include "app/survey.h"
#include "cli/command/command.h"
#include "cli/screen/say.h"
#include "report/scan.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct survey *survey, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_comparison_write(
	    &survey->scan, cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
run(struct cli *cli, struct survey *survey, struct hscan_error *err)
{
	/* They stay in the order in which they were named. */
	const struct hscan_rank_order order = {.key = HSCAN_RANK_AS_GIVEN};
	enum hscan_status status;

	status = targets_compare(&cli->app, cli->args, cli->args_len,
	    survey->evaluation.run.store, &survey->evaluation.arena,
	    &survey->targets, err);
	if (status == HSCAN_OK)
		status = survey_run(survey, err);
	if (status == HSCAN_OK && survey->len < 2 &&
	    survey->len < survey->targets.len)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to compare: all that was named is one "
		    "repository, %s; name another",
		    survey->runs[0].target->shown);
	if (status == HSCAN_OK)
		status = survey_rank(survey, &order, err);
	if (status == HSCAN_OK)
		status = show(cli, survey, err);
	return status;
}

int
cmd_compare(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct survey survey;
	enum hscan_status status;
	int code;

	status = survey_open(&survey, &cli->app, &err);
	if (status == HSCAN_OK)
		status = run(cli, &survey, &err);
	code = command_exit(cli, status, survey_outcome(&survey), &err);
	survey_close(&survey);
	return code;
}
