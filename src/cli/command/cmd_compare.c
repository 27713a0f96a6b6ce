/* SPDX-License-Identifier: MIT */
/* healthscan compare: repositories side by side. */
#include "app/survey.h"
#include "cli/cli.h"
#include "report/scan.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct survey *survey, struct hscan_error *err)
{
	struct cli *cli = survey->answer.cli;
	const struct hscan_look look = cli_look(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_comparison_write(
	    &survey->scan, cli->settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
run(struct survey *survey, struct cli *cli, struct hscan_error *err)
{
	/* They stay in the order in which they were named. */
	const struct hscan_rank_order order = {.key = HSCAN_RANK_AS_GIVEN};
	enum hscan_status status;

	status = targets_compare(cli, survey->answer.session.store,
	    &survey->answer.arena, &survey->targets, err);
	if (status == HSCAN_OK)
		status = survey_run(survey, err);
	if (status == HSCAN_OK && survey->len < 2 &&
	    survey->len < survey->targets.len)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to compare: all that was named is one "
		    "repository, %s; name another",
		    survey->sessions[0].target->shown);
	if (status == HSCAN_OK)
		status = survey_rank(survey, &order, err);
	if (status == HSCAN_OK)
		status = show(survey, err);
	return status;
}

int
cmd_compare(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct survey survey;
	enum hscan_status status;
	int code;

	status = survey_open(&survey, cli, &err);
	if (status == HSCAN_OK)
		status = run(&survey, cli, &err);
	code = status == HSCAN_OK ? survey_exit(&survey) : cli_error(cli, &err);
	survey_close(&survey);
	return code;
}
