/* SPDX-License-Identifier: MIT */
/* healthscan alerts: what fired and cleared, from the store alone. */
#include "base/text.h"
#include "cli/cli.h"
#include "cli/exit.h"
#include "store/alerts.h"

static const struct hscan_text columns[] = {
    {"at", 2},
    {"state", 5},
    {"repo", 4},
    {"metric", 6},
    {"kind", 4},
    {"value", 5},
    {"message", 7},
    {"question", 8},
};
enum {
	AT,
	STATE,
	REPO,
	METRIC,
	KIND,
	VALUE,
	MESSAGE,
	QUESTION,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

static enum hscan_status
take(const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err)
{
	struct hscan_grid *grid = payload;
	struct hscan_arena *arena = grid->arena;
	struct hscan_cell *row = hscan_grid_row(grid);
	const char *state = turn->firing ? "fired" : "cleared";

	(void)host;
	if (!row)
		return hscan_no_memory(err);
	row[AT] = hscan_cell_time(turn->at);
	row[STATE] = hscan_cell_string(open_now ? "open" : state);
	row[REPO] = hscan_cell_text(hscan_arena_dup(arena, full_name));
	row[METRIC] = hscan_cell_text(hscan_arena_dup(arena, turn->key.metric));
	row[KIND] = hscan_cell_string(turn->key.kind == HSCAN_ALERT_DEVIATION
					  ? "deviation"
					  : "threshold");
	if (turn->has_value)
		row[VALUE] = hscan_cell_number(turn->value);
	row[MESSAGE] = hscan_cell_text(hscan_arena_dup(arena, turn->message));
	row[QUESTION] =
	    hscan_cell_text(hscan_arena_dup(arena, turn->key.scope));
	return row[REPO].text.ptr && row[METRIC].text.ptr &&
		       row[MESSAGE].text.ptr && row[QUESTION].text.ptr
		   ? HSCAN_OK
		   : hscan_no_memory(err);
}

/* 0: every repository of the store. */
static enum hscan_status
find_repo(struct cli *cli, struct hscan_store *store, int64_t *repo_id,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name name;
	enum hscan_status status;

	*repo_id = 0;
	if (cli->args_len == 0)
		return HSCAN_OK;
	status = hscan_repo_name_parse(hscan_text_of(cli->args[0]), &name, err);
	if (status == HSCAN_OK)
		status = hscan_store_find_repo(store, &name, &stored, err);
	if (status == HSCAN_OK)
		*repo_id = stored.repo_id;
	if (status == HSCAN_ENOTFOUND)
		status = hscan_fail(err, HSCAN_ENODATA,
		    "%s/%s is not in the store; run healthscan repo for it "
		    "first",
		    name.owner, name.name);
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
	hscan_grid_init(&grid, &arena, "healthscan.alerts/1", columns, COLUMNS);
	status = cli_look_at(cli, &store, &err);
	if (status == HSCAN_OK)
		status = find_repo(cli, store, &repo_id, &err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_each_turn(store, repo_id, take, &grid, &err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, &err);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
