/* SPDX-License-Identifier: MIT */
/* healthscan actors: who is taken for a bot and why, and what each metric
 * would be with them. */
#include <string.h>

#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/say.h"
#include "model/bot.h"

static const struct hscan_text columns[] = {
    {"actor", 5},
    {"kind", 4},
    {"why", 3},
    {"items", 5},
    {"answers", 7},
    {"commits", 7},
    {"without_bots", 12},
    {"with_bots", 9},
};
enum {
	ACTOR,
	KIND,
	WHY,
	ITEMS,
	ANSWERS,
	COMMITS,
	WITHOUT,
	WITH,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

/* For people they are two tables. */
static const struct hscan_text metric_columns[] = {
    {"metric", 6}, {"unit", 4}, {"without bots", 12}, {"with bots", 9}};
enum {
	METRIC_COLUMNS = sizeof(metric_columns) / sizeof(metric_columns[0]),
};

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

struct actors {
	struct cli *cli;
	struct evaluation *evaluation;
	struct hscan_grid grid;
	struct hscan_grid metrics; /* of a table; else they are in `grid` */
};

static const char *const why[] = {
    [HSCAN_BOT_NO] = NULL,
    [HSCAN_BOT_TYPE] = "the API says Bot",
    [HSCAN_BOT_SUFFIX] = "the login ends in [bot]",
    [HSCAN_BOT_BUILT_IN] = "on the built-in list",
    [HSCAN_BOT_GLOB] = "bots.login",
};

static enum hscan_status
on_actor(const struct hscan_stored_actor *actor, void *payload,
    struct hscan_error *err)
{
	struct actors *actors = payload;
	const struct hscan_health_query *question =
	    &actors->evaluation->question;
	bool ghost = !actor->git && hscan_text_is_nocase(actor->name, "ghost");
	enum hscan_bot_rule rule =
	    actor->git ? hscan_bot_author_rule(actor->name, actor->type,
			     question->bot_logins, question->bot_logins_len)
		       : hscan_bot_rule(actor->name, actor->type,
			     question->bot_logins, question->bot_logins_len);
	struct hscan_cell *row;

	if (rule == HSCAN_BOT_NO && !ghost)
		return HSCAN_OK;
	row = hscan_grid_row(&actors->grid);
	if (!row)
		return hscan_no_memory(err);
	row[ACTOR] = hscan_cell_text(
	    hscan_arena_dup(&actors->evaluation->arena, actor->name));
	row[KIND] = hscan_cell_string(rule != HSCAN_BOT_NO ? "bot" : "ghost");
	row[WHY] = hscan_cell_string(
	    rule != HSCAN_BOT_NO ? why[rule] : "a deleted account");
	row[ITEMS] = hscan_cell_integer(actor->items);
	row[ANSWERS] = hscan_cell_integer(actor->responses);
	row[COMMITS] = hscan_cell_integer(actor->commits);
	return row[ACTOR].text.ptr ? HSCAN_OK : hscan_no_memory(err);
}

static struct hscan_cell
cell_of(const struct hscan_measure *measure)
{
	return measure->now.value.known
		   ? hscan_cell_number(measure->now.value.value)
		   : hscan_cell_string(NULL);
}

static bool
is_table(const struct actors *actors)
{
	return strcmp(actors->cli->app.settings.format, "table") == 0;
}

/* A row a metric, without bots and with them. */
static enum hscan_status
add_metrics(struct actors *actors, const struct hscan_report *without,
    const struct hscan_report *with, struct hscan_error *err)
{
	bool table = is_table(actors);

	for (size_t i = 0; i < without->measures_len; i++) {
		const struct hscan_measure *a = &without->measures[i];
		const struct hscan_measure *b = &with->measures[i];
		struct hscan_cell *row;

		if (!a->now.value.known && !b->now.value.known)
			continue;
		row = hscan_grid_row(table ? &actors->metrics : &actors->grid);
		if (!row)
			return hscan_no_memory(err);
		row[0] = hscan_cell_text(a->metric->id);
		row[table ? 1 : WHY] = hscan_cell_text(a->metric->unit);
		row[table ? 2 : WITHOUT] = cell_of(a);
		row[table ? 3 : WITH] = cell_of(b);
		if (!table)
			row[KIND] = hscan_cell_string("metric");
	}
	return HSCAN_OK;
}

static enum hscan_status
show(struct actors *actors, struct hscan_error *err)
{
	struct cli *cli = actors->cli;
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	if (!is_table(actors))
		return cli_write_grid(cli, &actors->grid, err);
	hscan_buf_init(&text, MAX_BYTES);
	if (actors->grid.rows == 0)
		(void)hscan_buf_add_string(
		    &text, "nobody is taken for a bot\n");
	status = hscan_grid_write(&actors->grid, "table", &look, &text, err);
	(void)hscan_buf_add_char(&text, '\n');
	if (status == HSCAN_OK)
		status = hscan_grid_write(
		    &actors->metrics, "table", &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

/* The report at hand is without them. */
static enum hscan_status
compare(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	const struct hscan_report without = evaluation->report;
	struct actors actors = {.cli = cli, .evaluation = evaluation};
	enum hscan_status status;

	(void)payload;
	hscan_grid_init(&actors.grid, &evaluation->arena, "healthscan.actors/1",
	    columns, is_table(&actors) ? (size_t)WITHOUT : (size_t)COLUMNS);
	hscan_grid_init(&actors.metrics, &evaluation->arena, "", metric_columns,
	    METRIC_COLUMNS);
	status = hscan_store_each_actor(
	    evaluation->run.store, evaluation->repo_id, on_actor, &actors, err);
	evaluation->question.bots_included = true;
	if (status == HSCAN_OK)
		status = evaluation_report(evaluation, err);
	if (status == HSCAN_OK)
		status =
		    add_metrics(&actors, &without, &evaluation->report, err);
	return status == HSCAN_OK ? show(&actors, err) : status;
}

int
cmd_actors(struct cli *cli)
{
	cli->app.settings.bots = BOTS_EXCLUDE;
	return command_evaluate(
	    cli, 0, &cli->app.settings.metrics, compare, NULL);
}
