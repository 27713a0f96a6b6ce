/* SPDX-License-Identifier: MIT */
/* healthscan repos: what the store holds. */
#include "app/names.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "store/store.h"

enum { REPOSITORY, ITEMS, EVENTS, ANSWERS, COMMITS, BYTES, SYNCED, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [REPOSITORY] = {"repository", 10},
    [ITEMS] = {"items", 5},
    [EVENTS] = {"events", 6},
    [ANSWERS] = {"answers", 7},
    [COMMITS] = {"commits", 7},
    [BYTES] = {"bytes", 5},
    [SYNCED] = {"synced_at", 9},
};

/* With its host, unless that is the usual one. */
static struct hscan_text
full_name(struct hscan_arena *arena, const struct hscan_held *held)
{
	struct hscan_text copy = {NULL, 0};
	struct hscan_buf name;

	hscan_buf_init(&name, (size_t)64 * 1024);
	names_add(&name, held->host, held->full_name);
	if (name.failed == HSCAN_OK)
		copy = hscan_arena_dup(arena, hscan_buf_text(&name));
	hscan_buf_clear(&name);
	return copy;
}

static enum hscan_status
on_repo(const struct hscan_held *held, void *payload, struct hscan_error *err)
{
	struct hscan_grid *grid = payload;
	struct hscan_text name = full_name(grid->arena, held);
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row || !name.ptr)
		return hscan_no_memory(err);
	row[REPOSITORY] = hscan_cell_text(name);
	row[ITEMS] = hscan_cell_integer(held->items);
	row[EVENTS] = hscan_cell_integer(held->events);
	row[ANSWERS] = hscan_cell_integer(held->responses);
	row[COMMITS] = hscan_cell_integer(held->commits);
	if (held->bytes >= 0)
		row[BYTES] = hscan_cell_integer(held->bytes);
	row[SYNCED] = hscan_cell_time(held->synced_at);
	return HSCAN_OK;
}

int
cmd_repos(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.repos/1", columns, COLUMNS);
	grid.whole = true;
	status = app_open_for_reading(&cli->app, &store, &err);
	if (status == HSCAN_OK)
		status = hscan_store_list_repos(store, on_repo, &grid, &err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, &err);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
