/* SPDX-License-Identifier: MIT */
/* healthscan db: looks after the file of the store. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "store/store.h"

enum { INFO, BACKUP, PRUNE, ACTIONS };

const struct action db_actions[ACTIONS + 1] = {
    [INFO] = {.name = "info", .summary = "size, schema, and a check of it"},
    [BACKUP] = {.name = "backup",
	.summary = "copy it to a new file",
	.argument = "FILE",
	.value = VALUE_FILE},
    [PRUNE] = {.name = "prune", .summary = "give back room that is not used"},
};

static const struct hscan_text columns[] = {{"what", 4}, {"value", 5}};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static enum hscan_status
add(struct hscan_grid *grid, const char *what, struct hscan_cell value,
    struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return hscan_no_memory(err);
	row[0] = hscan_cell_string(what);
	row[1] = value;
	return HSCAN_OK;
}

static enum hscan_status
fill(const struct cli *cli, struct hscan_grid *grid,
    const struct hscan_store_facts *facts, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	const struct {
		const char *what;
		struct hscan_cell value;
	} rows[] = {
	    {"path", hscan_cell_path(hscan_text_of(cli->app.settings.db))},
	    {"schema", hscan_cell_integer(facts->schema)},
	    {"bytes", hscan_cell_integer(facts->pages * facts->page_size)},
	    {"pages", hscan_cell_integer(facts->pages)},
	    {"free_pages", hscan_cell_integer(facts->free_pages)},
	    {"journal_mode", hscan_cell_string(facts->journal_mode)},
	    {"check", hscan_cell_string("ok")},
	};

	for (size_t i = 0;
	     i < sizeof(rows) / sizeof(rows[0]) && status == HSCAN_OK; i++)
		status = add(grid, rows[i].what, rows[i].value, err);
	return status;
}

static enum hscan_status
info(struct cli *cli, struct hscan_store *store, struct hscan_error *err)
{
	struct hscan_store_facts facts = {0};
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.db/1", columns, COLUMNS);
	status = hscan_store_facts(store, &facts, err);
	if (status == HSCAN_OK)
		status = hscan_store_verify(store, err);
	if (status == HSCAN_OK)
		status = fill(cli, &grid, &facts, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	hscan_arena_clear(&arena);
	return status;
}

static enum hscan_status
prune(struct cli *cli, struct hscan_store *store, struct hscan_error *err)
{
	struct hscan_store_facts before = {0}, after = {0};
	enum hscan_status status = hscan_store_facts(store, &before, err);
	int64_t left, less;

	if (status == HSCAN_OK)
		status = hscan_store_prune(store, err);
	if (status == HSCAN_OK)
		status = hscan_store_facts(store, &after, err);
	if (status != HSCAN_OK)
		return status;
	left = after.pages * after.page_size;
	less = before.pages * before.page_size - left;
	progress_say(&cli->progress, "%lld bytes less: %lld are left",
	    (long long)less, (long long)left);
	return HSCAN_OK;
}

/* Which of the three it is to be; ACTIONS: none of them. */
static size_t
action_of(const struct cli *cli)
{
	size_t i = 0;

	while (i < ACTIONS && strcmp(cli->args[0], db_actions[i].name) != 0)
		i++;
	return i;
}

static enum hscan_status
run(struct cli *cli, struct hscan_store *store, struct hscan_error *err)
{
	size_t which = action_of(cli);

	if (which == INFO)
		return info(cli, store, err);
	if (which == PRUNE)
		return prune(cli, store, err);
	return hscan_store_backup(store, cli->args[1], err);
}

static enum hscan_status
check(const struct cli *cli, struct hscan_error *err)
{
	const char *what = cli->args[0];
	size_t which = action_of(cli);
	size_t wanted = which == BACKUP ? 2 : 1;
	char shown[80];

	if (which == ACTIONS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "db: there is no '%s'; give info, backup FILE or prune",
		    hscan_safe(hscan_text_of(what), shown, sizeof(shown)));
	if (cli->args_len < wanted)
		return hscan_fail(err, HSCAN_EINVAL,
		    "db backup: no FILE is named; name a new one");
	if (cli->args_len > wanted)
		return hscan_fail(err, HSCAN_EINVAL,
		    "db %s: it takes no file; leave it out", what);
	return HSCAN_OK;
}

int
cmd_db(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	enum hscan_status status = check(cli, &err);

	if (status == HSCAN_OK)
		status =
		    action_of(cli) == PRUNE
			? hscan_store_open(cli->app.settings.db, &store, &err)
			: app_open_for_reading(&cli->app, &store, &err);
	if (status == HSCAN_OK)
		status = run(cli, store, &err);
	hscan_store_close(store);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
