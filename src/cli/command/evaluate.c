/* SPDX-License-Identifier: MIT */
/* What the commands share that show numbers of one repository. */
#include "app/alerting.h"
#include "app/groups.h"
#include "app/samples.h"
#include "app/target_group.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"

/* A report is some kilobytes; more than this is a fault. */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
read_and_show(struct cli *cli, struct evaluation *evaluation,
    command_show_fn *show, void *payload, struct hscan_error *err)
{
	enum hscan_status status;

	if (cli->app.settings.dry_run)
		return dry_run_one(cli, evaluation, err);
	status = dry_run_warn(cli, evaluation, err);
	if (status == HSCAN_OK)
		status = target_group_sync(&evaluation->run, err);
	if (status != HSCAN_OK || !show)
		return status;
	status = evaluation_report(evaluation, err);
	/* Nothing of it was ever fetched, and the user knows why. */
	if (status == HSCAN_ENOTFOUND &&
	    evaluation->run.source_failed != HSCAN_OK)
		return HSCAN_OK;
	return status == HSCAN_OK ? show(cli, evaluation, payload, err)
				  : status;
}

/* HEALTHSCAN_GIT is of one repository, HEALTHSCAN_GIT_ROOT of several. */
static enum hscan_status
settle_clones(struct cli *cli, const char *repo, struct hscan_error *err)
{
	struct settings *settings = &cli->app.settings;
	bool group = repo && groups_is(repo);

	if (group && option_flagged(settings, "git"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "--git: it is the clone of one repository; for a group, "
		    "name the folder that holds its members' clones with "
		    "--git-root");
	if (!group && option_flagged(settings, "git-root"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "--git-root: it is for the members of a group; name the "
		    "clone of one repository with --git");
	if (group)
		settings->git = NULL;
	else
		settings->git_root = NULL;
	return HSCAN_OK;
}

int
command_evaluate(struct cli *cli, size_t repo_at, struct settings_list *ids,
    command_show_fn *show, void *payload)
{
	const char *repo = repo_at < cli->args_len ? cli->args[repo_at] : NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	struct evaluation evaluation;
	enum hscan_status status = settle_clones(cli, repo, &err);
	int code;

	if (status != HSCAN_OK)
		return cli_error(cli, &err);
	status = evaluation_open(&evaluation, &cli->app, repo, ids, &err);
	if (status == HSCAN_OK)
		status = read_and_show(cli, &evaluation, show, payload, &err);
	code = command_exit(cli, status, evaluation.run.source_failed, &err);
	evaluation_close(&evaluation);
	return code;
}

typedef enum hscan_status write_fn(const struct hscan_report *report,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

static enum hscan_status
show_by(struct cli *cli, struct evaluation *evaluation, write_fn *write,
    struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, MAX_BYTES);
	status = samples_for_format(evaluation, err);
	if (status == HSCAN_OK)
		status = write(&evaluation->report, cli->app.settings.format,
		    &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	if (status == HSCAN_OK)
		status = job_write_report(cli, &evaluation->report, err);
	hscan_buf_clear(&text);
	return status;
}

enum hscan_status
command_show_report(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	return show_by(cli, evaluation, hscan_report_write, err);
}

enum hscan_status
command_show_trend(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	return show_by(cli, evaluation, hscan_trend_as, err);
}
