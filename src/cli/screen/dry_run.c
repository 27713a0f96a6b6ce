/* SPDX-License-Identifier: MIT */
/* Tells what a run would ask for, and what that costs; see dry_run.h. */
#include "cli/screen/dry_run.h"

#include <stdio.h>

#include "app/target_group.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/screen/folder.h"
#include "cli/screen/say.h"
#include "report/grid.h"

enum { HOUR_S = 3600 };

enum { REPOSITORY, ENDPOINT, REQUESTS, WITH_TOKEN, WITHOUT, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [REPOSITORY] = {"repository", 10},
    [ENDPOINT] = {"endpoint", 8},
    [REQUESTS] = {"requests", 8},
    [WITH_TOKEN] = {"with_token_s", 12},
    [WITHOUT] = {"without_token_s", 15},
};

static enum hscan_status
add_row(struct hscan_grid *grid, struct hscan_text repository,
    struct hscan_text endpoint, int64_t requests, struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row || !endpoint.ptr)
		return hscan_no_memory(err);
	row[REPOSITORY] = hscan_cell_text(repository);
	row[ENDPOINT] = hscan_cell_text(endpoint);
	row[REQUESTS] = hscan_cell_integer(requests);
	return HSCAN_OK;
}

static enum hscan_status
add_part(struct hscan_grid *grid, const struct forecast_part *part,
    struct hscan_error *err)
{
	const struct hscan_repo_name *repo = &part->run->name;
	char full_name[sizeof(repo->owner) + sizeof(repo->name)];
	struct hscan_text name;
	enum hscan_status status = HSCAN_OK;

	(void)snprintf(
	    full_name, sizeof(full_name), "%s/%s", repo->owner, repo->name);
	name = hscan_arena_dup(grid->arena, hscan_text_of(full_name));
	/* Below /repos/OWNER/NAME; "/" is that itself. */
	for (size_t i = 0; i < part->found.len && status == HSCAN_OK; i++) {
		const char *endpoint = part->found.rows[i].endpoint;

		status = add_row(grid, name,
		    hscan_text_of(*endpoint ? endpoint : "/"),
		    part->found.rows[i].requests, err);
	}
	return status;
}

static enum hscan_status
add_total(struct hscan_grid *grid, const struct forecast *forecast,
    struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	enum hscan_status status = add_row(
	    grid, none, hscan_text_of("total"), forecast->requests, err);
	struct hscan_cell *row;

	if (status != HSCAN_OK)
		return status;
	row = hscan_grid_cell(grid, (grid->rows - 1) * COLUMNS);
	row[REPOSITORY] = (struct hscan_cell){.kind = HSCAN_CELL_NULL};
	row[WITH_TOKEN] = hscan_cell_integer(forecast_seconds(forecast, true));
	row[WITHOUT] = hscan_cell_integer(forecast_seconds(forecast, false));
	return HSCAN_OK;
}

/* "3 h 2 min" */
static const char *
in_words(int64_t seconds, char out[48])
{
	long long minutes = (seconds + 59) / 60;

	if (seconds < 60)
		(void)snprintf(out, 48, "%lld s", (long long)seconds);
	else if (minutes < 60)
		(void)snprintf(out, 48, "%lld min", minutes);
	else
		(void)snprintf(
		    out, 48, "%lld h %lld min", minutes / 60, minutes % 60);
	return out;
}

static void
say_in_words(struct cli *cli, const struct forecast *forecast)
{
	const struct hscan_http_rate *rate = &forecast->rate;
	char with[48], without[48], until[HSCAN_TIME_SIZE] = "";

	progress_say(&cli->progress,
	    "%lld request%s: about %s with a token (%d an hour), %s without "
	    "(%d an hour)",
	    (long long)forecast->requests, forecast->requests == 1 ? "" : "s",
	    in_words(forecast_seconds(forecast, true), with),
	    FORECAST_TOKEN_AN_HOUR,
	    in_words(forecast_seconds(forecast, false), without),
	    FORECAST_NOBODY_AN_HOUR);
	if (rate->limit < 0)
		return;
	hscan_format_time(rate->reset, until);
	progress_say(&cli->progress,
	    "%lld requests were sent to find out; %lld of %lld are left until "
	    "%s%s",
	    (long long)forecast->probes, (long long)rate->remaining,
	    (long long)rate->limit, until,
	    forecast->requests > rate->remaining
		? ", which is too few: the run will have to wait, or be run "
		  "again to go on"
		: "");
}

/* So that --dry-run may be added to any command: what is asked for as a page is
 * no page yet, and must not take the place of one. */
static void
settle_output(struct settings *settings)
{
	bool page = !hscan_format_find(settings->format)->grid;

	if (page)
		settings->format = hscan_formats[0].name;
	if (page || folder_is_meant(settings->output))
		settings->output = NULL;
}

enum hscan_status
dry_run_show(
    struct cli *cli, const struct forecast *forecast, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;
	struct hscan_grid grid;

	settle_output(&cli->app.settings);
	hscan_arena_init(&arena);
	hscan_grid_init(
	    &grid, &arena, "healthscan.forecast/1", columns, COLUMNS);
	for (size_t i = 0; i < forecast->len && status == HSCAN_OK; i++)
		status = add_part(&grid, &forecast->parts[i], err);
	if (status == HSCAN_OK)
		status = add_total(&grid, forecast, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	if (status == HSCAN_OK)
		say_in_words(cli, forecast);
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
dry_run_one(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	struct forecast found;
	size_t len;
	struct target_run *runs = target_group_runs(&evaluation->run, &len);
	enum hscan_status status =
	    forecast_all(runs, len, &evaluation->arena, &found, err);

	return status == HSCAN_OK ? dry_run_show(cli, &found, err) : status;
}

static enum hscan_status
warn(struct cli *cli, struct target_run *run, struct hscan_error *err)
{
	struct hscan_forecast found;
	enum hscan_status status;
	bool due = false;
	char without[48];

	status = forecast_is_due(run, &due, err);
	if (status != HSCAN_OK || !due)
		return status;
	status = target_run_forecast(run, &found, err);
	if (status == HSCAN_EINTR || status == HSCAN_ENOMEM)
		return status;
	if (status != HSCAN_OK || found.requests <= FORECAST_NOBODY_AN_HOUR)
		return HSCAN_OK;
	progress_say(&cli->progress,
	    "%s/%s takes about %lld requests, and without a token %d an hour "
	    "are allowed: about %s; give a token (healthscan doctor says how)"
	    "%s",
	    run->name.owner, run->name.name, (long long)found.requests,
	    FORECAST_NOBODY_AN_HOUR,
	    in_words(
		found.requests / FORECAST_NOBODY_AN_HOUR * HOUR_S, without),
	    run->needs & HSCAN_NEED_OPEN_ANSWERS
		? ""
		: ", or ask for less with --profile core");
	return HSCAN_OK;
}

enum hscan_status
dry_run_warn(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t len;
	struct target_run *runs = target_group_runs(&evaluation->run, &len);

	if (!cli->terminal.err || cli->app.settings.quiet)
		return HSCAN_OK;
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = warn(cli, &runs[i], err);
	return status;
}
