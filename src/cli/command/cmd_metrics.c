/* SPDX-License-Identifier: MIT */
/* healthscan metrics: lists the metrics and the bounds in force, or prints the
 * file of one. */
#include <string.h>

#include "app/catalogue.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "judge/alert.h"
#include "metric/parse.h"
#include "report/catalogue.h"

static const struct hscan_text columns[] = {{"metric", 6}, {"title", 5},
    {"unit", 4}, {"better", 6}, {"statistic", 9}, {"healthy", 7}, {"risk", 4},
    {"profile", 7}};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* "<= 72"; of the arena. */
static struct hscan_cell
bound_cell(const struct hscan_bound *bound, struct hscan_arena *arena)
{
	struct hscan_text copy = {NULL, 0};
	struct hscan_buf words;

	hscan_buf_init(&words, 128);
	if (bound->comparison != HSCAN_NO_BOUND) {
		hscan_add_bound_words(&words, bound);
		copy = hscan_arena_dup(arena, hscan_buf_text(&words));
	}
	hscan_buf_clear(&words);
	return hscan_cell_text(copy);
}

static void
fill(struct hscan_cell *row, const struct hscan_metric *metric,
    struct hscan_arena *arena)
{
	static const char *const better[] = {
	    [HSCAN_BETTER_NEUTRAL] = "neither",
	    [HSCAN_BETTER_LOWER] = "lower",
	    [HSCAN_BETTER_HIGHER] = "higher",
	};
	row[0] = hscan_cell_text(metric->id);
	row[1] = hscan_cell_text(metric->title);
	row[2] = hscan_cell_text(metric->unit);
	row[3] = hscan_cell_string(better[metric->better]);
	row[4] = hscan_cell_string(hscan_statistic_name(metric->statistic));
	row[5] = bound_cell(&metric->healthy, arena);
	/* The risk of another metric is of that one's unit. */
	row[6] = metric->risk_from.len > 0 ? hscan_cell_text(metric->risk_from)
					   : bound_cell(&metric->risk, arena);
	row[7] = hscan_cell_string(hscan_metric_profile_name(metric));
}

static enum hscan_status
write_rows(struct cli *cli, const struct hscan_metrics *metrics,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;
	struct hscan_grid grid;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "", columns, COLUMNS);
	for (size_t i = 0; i < metrics->len && status == HSCAN_OK; i++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		if (row)
			fill(row, &metrics->at[i], &arena);
		else
			status = hscan_no_memory(err);
	}
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	hscan_arena_clear(&arena);
	return status;
}

/* The JSON has more than rows and columns, and the table is made for people. */
static enum hscan_status
write(struct cli *cli, const struct hscan_metrics *metrics,
    struct hscan_error *err)
{
	const char *format = cli->app.settings.format;
	bool line = strcmp(format, "ndjson") == 0;
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	if (!line && strcmp(format, "json") != 0 &&
	    strcmp(format, "table") != 0)
		return write_rows(cli, metrics, err);
	hscan_buf_init(&text, (size_t)1024 * 1024);
	status = strcmp(format, "table") == 0
		     ? hscan_catalogue_text(
			   metrics->at, metrics->len, &look, &text, err)
		     : hscan_catalogue_json(
			   metrics->at, metrics->len, line, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
list(struct cli *cli, struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	enum hscan_status status;

	status = catalogue_load(&cli->app.settings, NULL, &metrics, err);
	if (status == HSCAN_OK)
		status = write(cli, &metrics, err);
	hscan_metrics_clear(&metrics);
	return status;
}

/* The file as it is: what runs when the metric is asked for. */
static enum hscan_status
write_sql(struct cli *cli, struct hscan_error *err)
{
	struct hscan_text id = hscan_text_of(cli->app.settings.sql);
	struct settings_list ids = {&id, 1, 1};
	struct hscan_metrics metrics = {0};
	enum hscan_status status;
	struct hscan_buf text;

	status = catalogue_load(&cli->app.settings, &ids, &metrics, err);
	if (status == HSCAN_OK)
		status = catalogue_check(&metrics, id, err);
	hscan_buf_init(&text, (size_t)2 * 1024 * 1024);
	if (status == HSCAN_OK) {
		(void)hscan_buf_add_text(
		    &text, hscan_metrics_find(&metrics, id)->sql);
		/* What is built in is kept without its last line's end. */
		if (text.len > 0 && text.ptr[text.len - 1] != '\n')
			(void)hscan_buf_add_char(&text, '\n');
		status = hscan_buf_check(&text, "the metric", err);
	}
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	hscan_metrics_clear(&metrics);
	return status;
}

int
cmd_metrics(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;

	status = cli->app.settings.sql ? write_sql(cli, &err) : list(cli, &err);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
