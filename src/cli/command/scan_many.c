/* SPDX-License-Identifier: MIT */
/* Many repositories: one line of JSON or a page for each as soon as it is
 * there, or all at the end; see scan_many.h. */
#include "cli/command/scan_many.h"

#include <string.h>

#include "app/gating.h"
#include "app/survey.h"
#include "app/totals.h"
#include "cli/command/command.h"
#include "cli/command/scan_order.h"
#include "cli/command/scan_site.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/exit.h"
#include "cli/screen/github_job.h"
#include "cli/screen/output.h"
#include "cli/screen/say.h"
#include "cli/screen/spool.h"
#include "report/scan.h"
#include "store/store.h"

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

enum { UNBROKEN = 1024 * 1024 }; /* columns */

/* So much of a result is written at once. */
#define PIECE ((size_t)1024 * 1024)

struct job {
	struct cli *cli;
	const struct scan_how *how;
	struct survey survey;
	struct gating gating;
	struct totals totals;
	struct site site; /* where the result is a folder */
	struct hscan_buf text;
	struct output file; /* where lines go that are no stream's; or none */
	struct spool
	    waiting; /* lines before which others are due, or reports */
	size_t next; /* line that is due */
	bool closed; /* nobody reads on: only the gate's answer is wanted */
};

/* --- what is written --- */

static enum hscan_status
flush(struct job *job, struct hscan_error *err)
{
	const struct hscan_text text = hscan_buf_text(&job->text);
	enum hscan_status status = HSCAN_OK;

	if (!job->closed)
		status = job->file.fd >= 0 ? output_add(&job->file, text, err)
					   : cli_write(job->cli, text, err);
	hscan_buf_reset(&job->text);
	/* The exit code of a gate is of all of them, seen or not. */
	if (status == HSCAN_ECLOSED && job->how->gate) {
		job->closed = true;
		status = HSCAN_OK;
	}
	return status;
}

/* In the order in which they were asked for, as soon as those before are
 * there. */
static enum hscan_status
write_line(struct survey *survey, struct hscan_scan_entry *entry,
    const struct target_run *run, struct hscan_error *err)
{
	struct job *job = survey->payload;
	enum hscan_status status = hscan_scan_line(entry, &job->text, err);

	(void)run;
	if (status == HSCAN_OK && entry->asked != job->next) {
		status = spool_put(&job->waiting, entry->asked,
		    hscan_buf_text(&job->text), err);
		hscan_buf_reset(&job->text);
		return status;
	}
	while (status == HSCAN_OK && job->text.len > 0) {
		status = flush(job, err);
		job->next++;
		if (status == HSCAN_OK)
			status = spool_add(
			    &job->waiting, job->next, &job->text, err);
	}
	return status;
}

/* Reports take far more memory than what is held against others. */
static enum hscan_status
keep_report(struct survey *survey, struct hscan_scan_entry *entry,
    const struct target_run *run, struct hscan_error *err)
{
	const struct hscan_look look = {.columns = 0};
	struct job *job = survey->payload;
	enum hscan_status status = HSCAN_OK;

	(void)run;
	if (entry->report)
		status = hscan_report_write(
		    entry->report, "json", &look, &job->text, err);
	if (status == HSCAN_OK && entry->report)
		status = spool_put(&job->waiting, entry->asked,
		    hscan_buf_text(&job->text), err);
	hscan_buf_reset(&job->text);
	return status;
}

static enum hscan_status
add_kept(void *payload, const struct hscan_scan_entry *entry,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct job *job = payload;

	return spool_add(&job->waiting, entry->asked, out, err);
}

/* A pager wants all of it. */
static enum hscan_status
write_piece(void *payload, struct hscan_error *err)
{
	struct job *job = payload;

	return job->text.len < PIECE || job->cli->terminal.out
		   ? HSCAN_OK
		   : flush(job, err);
}

/* Where the lines go that are written as they come: a file gets its name when
 * all are there. */
static enum hscan_status
open_output(struct job *job, struct hscan_error *err)
{
	const char *path = job->cli->app.settings.output;

	return job->survey.on_entry && !job->site.cli && path &&
		       strcmp(path, "-") != 0
		   ? output_begin(&job->file, path, err)
		   : HSCAN_OK;
}

static enum hscan_status
close_output(struct job *job, struct hscan_error *err)
{
	struct hscan_store *reading = job->cli->app.reading;
	enum hscan_status status = HSCAN_OK;

	if (job->file.fd < 0)
		return HSCAN_OK;
	progress_done(&job->cli->progress);
	if (reading)
		status = hscan_store_unchanged(reading, err);
	return status == HSCAN_OK ? output_end(&job->file, err) : status;
}

static enum hscan_status
show(struct job *job, struct hscan_error *err)
{
	struct cli *cli = job->cli;
	const char *format = cli->app.settings.format;
	const struct hscan_scan *scan = &job->survey.scan;
	const char *output = cli->app.settings.output;
	struct hscan_look look = screen_style(cli);
	const struct hscan_scan_reports kept = {add_kept, write_piece, job};
	enum hscan_status status;

	/* A log or a program gets a line a finding. */
	if (job->how->verdicts_alone &&
	    (!cli->terminal.out || (output && strcmp(output, "-") != 0)))
		look.columns = UNBROKEN;
	if (job->survey.on_entry == keep_report)
		status = hscan_scan_unite(scan, &kept, &job->text, err);
	else if (job->how->verdicts_alone && strcmp(format, "table") == 0)
		status = hscan_scan_verdicts(scan, &look, &job->text, err);
	else
		status = hscan_scan_write(scan, format, &look, &job->text, err);
	if (status == HSCAN_OK)
		status = job->site.cli ? site_finish(&job->site,
					     hscan_buf_text(&job->text), err)
				       : flush(job, err);
	if (status == HSCAN_OK)
		status = close_output(job, err);
	if (status == HSCAN_OK)
		status = job_write_scan(cli, scan, err);
	return status;
}

/* --- what is done --- */

/* Before anything is read. */
static enum hscan_status
check(const struct job *job, struct hscan_error *err)
{
	const struct settings *settings = &job->cli->app.settings;
	const struct hscan_format *format = hscan_format_find(settings->format);

	if (job->how->gate && !(format && format->gates))
		return hscan_fail(err, HSCAN_EINVAL,
		    "--format: %s has no way of saying which of many "
		    "repositories fail; write table, json, ndjson, csv, "
		    "markdown, html, prometheus, github or junit",
		    settings->format);
	if (settings->git)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--git: it is the clone of one repository; for many, name "
		    "the folder that holds their clones with --git-root");
	if (site_is_wanted(settings)) {
		enum hscan_status status = site_check(settings, err);

		if (status != HSCAN_OK)
			return status;
	}
	return job->how->sort
		   ? scan_order_check(&job->survey, job->how->sort, err)
		   : HSCAN_OK;
}

static enum hscan_status
forecast(struct job *job, struct hscan_error *err)
{
	struct forecast found;
	enum hscan_status status = survey_forecast(&job->survey, &found, err);

	return status == HSCAN_OK ? dry_run_show(job->cli, &found, err)
				  : status;
}

/* Of a repository whose line has been written, and in a table, no more is kept
 * than what is shown at the end. */
static void
keep_what_is_shown(struct survey *survey, const char *name)
{
	const struct hscan_format *format = hscan_format_find(name);

	if (strcmp(name, "ndjson") == 0) {
		survey->on_entry = write_line;
		survey->once = true;
		survey->slim = SLIM_HEAD;
	} else if (strcmp(name, "json") == 0) {
		survey->on_entry = keep_report;
		survey->slim = SLIM_VALUES;
	} else if (format && format->scan_of_values) {
		survey->slim = SLIM_VALUES;
	}
}

/* Before an hour of reading, so that it is not in vain. */
static enum hscan_status
begin_site(struct job *job, struct hscan_error *err)
{
	job->survey.on_entry = site_write_page;
	job->survey.payload = &job->site;
	return site_open(&job->site, job->cli, &job->survey.targets, err);
}

static enum hscan_status
judge(struct job *job, struct hscan_error *err)
{
	struct survey *survey = &job->survey;
	struct hscan_rank_order order;
	enum hscan_status status =
	    scan_order_of(survey, job->how->sort, &order, err);

	if (status == HSCAN_OK && job->how->gate)
		status =
		    gating_end(&job->gating, survey->entries, survey->len, err);
	if (status == HSCAN_OK)
		status = survey_rank(survey, &order, err);
	if (status == HSCAN_OK)
		status = totals_take(&job->totals, survey, job->how->keep, err);
	if (status != HSCAN_OK)
		return status;
	survey->scan.totals = &job->totals.sum;
	survey->scan.verbose = job->cli->app.settings.verbose > 0;
	survey->scan.gate = job->how->gate ? &job->gating.sum : NULL;
	return HSCAN_OK;
}

static enum hscan_status
run(struct job *job, struct hscan_error *err)
{
	struct cli *cli = job->cli;
	const struct settings *settings = &cli->app.settings;
	struct survey *survey = &job->survey;
	enum hscan_status status = check(job, err);

	if (status == HSCAN_OK)
		status = targets_find(&cli->app, cli->args, cli->args_len,
		    survey->evaluation.run.store, &survey->evaluation.arena,
		    &survey->targets, err);
	keep_what_is_shown(survey, settings->format);
	survey->payload = job;
	if (job->how->gate)
		survey->gating = &job->gating;
	if (status == HSCAN_OK && settings->dry_run)
		return forecast(job, err);
	if (status == HSCAN_OK && site_is_wanted(settings))
		status = begin_site(job, err);
	if (status == HSCAN_OK)
		status = open_output(job, err);
	if (status == HSCAN_OK)
		status = survey_run(survey, err);
	if (status == HSCAN_OK)
		status = judge(job, err);
	if (status == HSCAN_OK)
		status = show(job, err);
	return status;
}

/* One that fails the policy comes before one that could not be read, and that
 * before one that is undecided. */
static int
exit_code(const struct job *job)
{
	enum hscan_status source = survey_outcome(&job->survey);
	const struct hscan_scan_gate *gate = job->survey.scan.gate;

	if (gate && gate->failed > 0)
		return EXIT_GATE_FAILED;
	if (source == HSCAN_OK && gate && gate->undecided > 0)
		return EXIT_NO_DATA;
	return (int)exit_code_of(source, 0);
}

int
scan_many(struct cli *cli, const struct scan_how *how)
{
	const struct settings *settings = &cli->app.settings;
	struct hscan_error err = {.status = HSCAN_OK};
	struct job job = {.cli = cli, .how = how, .file = {.fd = -1}};
	enum hscan_status status;
	int code;

	hscan_buf_init(&job.text, MAX_BYTES);
	gating_open(&job.gating, settings, how->named, how->alerts);
	totals_open(&job.totals);
	status = survey_open(&job.survey, &cli->app, &err);
	if (status == HSCAN_OK)
		status = run(&job, &err);
	code = status == HSCAN_OK ? exit_code(&job) : cli_error(cli, &err);
	site_close(&job.site);
	survey_close(&job.survey);
	totals_close(&job.totals);
	gating_close(&job.gating);
	output_drop(&job.file);
	spool_clear(&job.waiting);
	hscan_buf_clear(&job.text);
	return code;
}
