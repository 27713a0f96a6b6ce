/* SPDX-License-Identifier: MIT */
/* healthscan alerts: what fired and cleared, from the store alone. */
#include <string.h>

#include "app/names.h"
#include "app/stored.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "store/alerts.h"

/* A table is for people, and has the day and the message, which names metric,
 * kind and value: a screen is too narrow to say them twice. */
static const struct hscan_text columns[] = {
    {"at", 2},
    {"state", 5},
    {"repo", 4},
    {"question", 8},
    {"message", 7},
    {"metric", 6},
    {"kind", 4},
    {"value", 5},
};
enum {
	AT,
	STATE,
	REPO,
	QUESTION,
	MESSAGE,
	METRIC,
	TABLE_COLUMNS = METRIC,
	KIND,
	VALUE,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
	DAY = 10, /* bytes of "2026-08-22" */
};

static struct hscan_cell
day_of(struct hscan_arena *arena, int64_t when)
{
	char time[HSCAN_TIME_SIZE];

	hscan_format_time(when, time);
	return hscan_cell_text(
	    hscan_arena_dup(arena, (struct hscan_text){time, DAY}));
}

static bool
put_rest(struct hscan_arena *arena, const struct hscan_alert_turn *turn,
    struct hscan_cell *row)
{
	row[METRIC] = hscan_cell_text(hscan_arena_dup(arena, turn->key.metric));
	row[KIND] = hscan_cell_string(turn->key.kind == HSCAN_ALERT_DEVIATION
					  ? "deviation"
					  : "threshold");
	if (turn->has_value)
		row[VALUE] = hscan_cell_number(turn->value);
	return row[METRIC].text.ptr != NULL;
}

static enum hscan_status
on_turn(const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err)
{
	struct hscan_grid *grid = payload;
	struct hscan_arena *arena = grid->arena;
	struct hscan_cell *row = hscan_grid_row(grid);
	const char *state = turn->firing ? "fired" : "cleared";
	bool all = grid->columns_len == COLUMNS;
	struct hscan_buf name;

	if (!row)
		return hscan_no_memory(err);
	hscan_buf_init(&name, (size_t)64 * 1024);
	names_add(&name, hscan_text_of(host), full_name);
	row[AT] = all ? hscan_cell_time(turn->at) : day_of(arena, turn->at);
	row[STATE] = hscan_cell_string(open_now ? "open" : state);
	row[REPO] =
	    hscan_cell_text(hscan_arena_dup(arena, hscan_buf_text(&name)));
	hscan_buf_clear(&name);
	row[QUESTION] =
	    hscan_cell_text(hscan_arena_dup(arena, turn->key.scope));
	row[MESSAGE] = hscan_cell_text(hscan_arena_dup(arena, turn->message));
	return row[AT].kind != HSCAN_CELL_NULL && row[REPO].text.ptr &&
		       row[QUESTION].text.ptr && row[MESSAGE].text.ptr &&
		       (!all || put_rest(arena, turn, row))
		   ? HSCAN_OK
		   : hscan_no_memory(err);
}

/* 0: every repository of the store. */
static enum hscan_status
find_repo(struct cli *cli, struct hscan_store *store, int64_t *repo_id,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	const char *shown = NULL;
	enum hscan_status status;

	*repo_id = 0;
	if (cli->args_len == 0)
		return HSCAN_OK;
	status = stored_find(
	    &cli->app, store, cli->args[0], false, &stored, &shown, err);
	if (status == HSCAN_OK)
		*repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	return status;
}

int
cmd_alerts(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	struct hscan_arena arena;
	struct hscan_grid grid;
	int64_t repo_id = 0;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.alerts/1", columns,
	    strcmp(cli->app.settings.format, "table") == 0 ? TABLE_COLUMNS
							   : COLUMNS);
	status = app_open_for_reading(&cli->app, &store, &err);
	if (status == HSCAN_OK)
		status = find_repo(cli, store, &repo_id, &err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_each_turn(store, repo_id, on_turn, &grid, &err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, &err);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
