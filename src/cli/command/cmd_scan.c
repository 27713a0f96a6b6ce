/* SPDX-License-Identifier: MIT */
/* healthscan scan: many repositories, ranked; one line of JSON for each as
 * soon as it is there, or a table of all at the end. */
#include <string.h>

#include "app/catalogue.h"
#include "app/survey.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/dry_run.h"
#include "cli/screen/github_job.h"
#include "cli/screen/say.h"
#include "report/scan.h"

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

/* --- the order of the rows --- */

enum { BY_HEALTH, BY_SCORE, BY_NAME, BY_CLASS, ORDERS };

const char *const scan_columns[ORDERS + 1] = {
    [BY_HEALTH] = "health",
    [BY_SCORE] = "score",
    [BY_NAME] = "name",
    [BY_CLASS] = "class",
};

static const enum hscan_rank_key keys[ORDERS] = {
    [BY_HEALTH] = HSCAN_RANK_HEALTH,
    [BY_SCORE] = HSCAN_RANK_SCORE,
    [BY_NAME] = HSCAN_RANK_NAME,
    [BY_CLASS] = HSCAN_RANK_CLASS,
};

static bool
find_metric(const struct survey *survey, struct hscan_text name, size_t *out)
{
	const struct hscan_metric *metric =
	    catalogue_find(&survey->evaluation.metrics, name);
	const struct hscan_report *report = NULL;

	for (size_t i = 0; i < survey->len && !report; i++)
		report = survey->entries[i].report;
	for (size_t i = 0; report && i < report->measures_len; i++)
		if (report->measures[i].metric == metric) {
			*out = i;
			return true;
		}
	/* Where nothing is shown there is nothing to order. */
	return !report;
}

/* Before an hour of reading, not after it. */
static enum hscan_status
check_order(
    const struct survey *survey, const char *sort, struct hscan_error *err)
{
	const struct hscan_metrics *metrics = &survey->evaluation.metrics;
	struct hscan_text word = hscan_text_of(sort);
	const struct hscan_metric *metric;
	struct suggestion suggestion;
	char shown[80], id[80];

	if (word.len > 0 && word.ptr[0] == '-') {
		word.ptr++;
		word.len--;
	}
	suggestion = (struct suggestion){.word = word};
	for (size_t i = 0; i < ORDERS; i++) {
		if (hscan_text_is(word, scan_columns[i]))
			return HSCAN_OK;
		suggestion_offer(&suggestion, scan_columns[i]);
	}
	if (catalogue_find(metrics, word))
		return HSCAN_OK;
	metric = catalogue_nearest(metrics, word);
	if (metric && !suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--sort: '%s' is no column of a scan; did you mean %s?",
		    hscan_safe(word, shown, sizeof(shown)),
		    hscan_safe(metric->id, id, sizeof(id)));
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: '%s' is no column of a scan; write %s",
	    hscan_safe(word, shown, sizeof(shown)),
	    suggestion.nearest ? suggestion.nearest
			       : "health, score, name, class or a metric");
}

static enum hscan_status
order_of(const struct survey *survey, const char *sort,
    struct hscan_rank_order *out, struct hscan_error *err)
{
	struct hscan_text word = hscan_text_of(sort);
	char shown[80];

	*out = (struct hscan_rank_order){.key = HSCAN_RANK_HEALTH};
	if (word.len > 0 && word.ptr[0] == '-') {
		out->reversed = true;
		word.ptr++;
		word.len--;
	}
	for (size_t i = 0; i < ORDERS; i++)
		if (!sort || hscan_text_is(word, scan_columns[i])) {
			out->key = keys[i];
			return HSCAN_OK;
		}
	out->key = HSCAN_RANK_METRIC;
	if (find_metric(survey, word, &out->metric))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: '%s' is not among the metrics that are shown; add it with "
	    "--metric, or use --profile full",
	    hscan_safe(word, shown, sizeof(shown)));
}

/* --- what is written --- */

/* Lines for a stream, one a repository; a file gets them all at once. */
struct lines {
	struct cli *cli;
	struct hscan_buf text;
	bool at_once;
};

static enum hscan_status
flush(struct lines *lines, struct hscan_error *err)
{
	enum hscan_status status =
	    cli_write(lines->cli, hscan_buf_text(&lines->text), err);

	hscan_buf_reset(&lines->text);
	return status;
}

static enum hscan_status
write_line(struct survey *survey, const struct hscan_scan_entry *entry,
    struct hscan_error *err)
{
	struct lines *lines = survey->payload;
	enum hscan_status status;

	status = hscan_scan_line(entry, &lines->text, err);
	if (status == HSCAN_OK && !lines->at_once)
		status = flush(lines, err);
	return status;
}

static enum hscan_status
show(struct survey *survey, struct lines *lines, struct hscan_error *err)
{
	struct cli *cli = lines->cli;
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;

	status = hscan_scan_write(
	    &survey->scan, cli->app.settings.format, &look, &lines->text, err);
	if (status == HSCAN_OK)
		status = flush(lines, err);
	if (status == HSCAN_OK)
		status = job_write_scan(cli, &survey->scan, err);
	return status;
}

static enum hscan_status
forecast(struct cli *cli, struct survey *survey, struct hscan_error *err)
{
	struct forecast found;
	enum hscan_status status = survey_forecast(survey, &found, err);

	return status == HSCAN_OK ? dry_run_show(cli, &found, err) : status;
}

static enum hscan_status
run(struct survey *survey, struct lines *lines, struct hscan_error *err)
{
	struct cli *cli = lines->cli;
	const struct settings *settings = &cli->app.settings;
	struct hscan_rank_order order;
	enum hscan_status status = HSCAN_OK;

	if (settings->sort)
		status = check_order(survey, settings->sort, err);
	if (status == HSCAN_OK)
		status = targets_find(&cli->app, cli->args, cli->args_len,
		    survey->evaluation.run.store, &survey->evaluation.arena,
		    &survey->targets, err);
	if (strcmp(settings->format, "ndjson") == 0)
		survey->on_entry = write_line;
	survey->payload = lines;
	lines->at_once = settings->output && strcmp(settings->output, "-") != 0;
	if (status == HSCAN_OK && settings->dry_run)
		return forecast(cli, survey, err);
	if (status == HSCAN_OK)
		status = survey_run(survey, err);
	if (status == HSCAN_OK)
		status = order_of(survey, settings->sort, &order, err);
	if (status == HSCAN_OK)
		status = survey_rank(survey, &order, err);
	if (status == HSCAN_OK)
		status = show(survey, lines, err);
	return status;
}

int
cmd_scan(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct survey survey;
	struct lines lines = {.cli = cli};
	enum hscan_status status;
	int code;

	hscan_buf_init(&lines.text, MAX_BYTES);
	status = survey_open(&survey, &cli->app, &err);
	if (status == HSCAN_OK)
		status = run(&survey, &lines, &err);
	code = command_exit(cli, status, survey_outcome(&survey), &err);
	survey_close(&survey);
	hscan_buf_clear(&lines.text);
	return code;
}
