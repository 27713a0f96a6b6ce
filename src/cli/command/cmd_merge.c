/* SPDX-License-Identifier: MIT */
/* healthscan merge: stores of other collectors, into one. */
#include <string.h>

#include "app/merge.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

enum { STORE, REPOSITORIES, ADDED, UNITED, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [STORE] = {"store", 5},
    [REPOSITORIES] = {"repositories", 12},
    [ADDED] = {"added", 5},
    [UNITED] = {"united", 6},
};

static enum hscan_status
write_result(struct cli *cli, const struct merge_one *ones, size_t len,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status = HSCAN_OK;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.merge/1", columns, COLUMNS);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_merged *merged = &ones[i].merged;
		struct hscan_cell *row = hscan_grid_row(&grid);

		if (!row) {
			status = hscan_no_memory(err);
			break;
		}
		row[STORE] = hscan_cell_string(ones[i].path);
		row[REPOSITORIES] = hscan_cell_integer(merged->repositories);
		row[ADDED] = hscan_cell_integer(merged->added);
		row[UNITED] = hscan_cell_integer(merged->united);
	}
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	hscan_arena_clear(&arena);
	return status;
}

/* One line a store, unless the counts are asked for as a list. */
static bool
wants_list(const struct cli *cli)
{
	const struct settings *settings = &cli->app.settings;

	return settings->output || option_flagged(settings, "format") ||
	       strcmp(settings->format, "table") != 0;
}

static void
say_result(struct cli *cli, const struct merge_one *ones, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const struct hscan_merged *merged = &ones[i].merged;
		char shown[200];

		if (!ones[i].done)
			continue;
		progress_say(&cli->progress,
		    "%s: %lld repositor%s: %lld added, %lld united, %lld the "
		    "same as here",
		    hscan_safe(
			hscan_text_of(ones[i].path), shown, sizeof(shown)),
		    (long long)merged->repositories,
		    merged->repositories == 1 ? "y" : "ies",
		    (long long)merged->added, (long long)merged->united,
		    (long long)(merged->repositories - merged->added -
				merged->united));
	}
}

int
cmd_merge(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct merge_one *ones = hscan_arena_alloc(
	    &cli->app.settings.arena, cli->args_len, sizeof(*ones));
	enum hscan_status status;

	if (!ones) {
		(void)hscan_no_memory(&err);
		return cli_error(cli, &err);
	}
	status = merge_run(&cli->app, cli->args, cli->args_len, ones, &err);
	if (status != HSCAN_OK || !wants_list(cli))
		say_result(cli, ones, cli->args_len);
	if (status == HSCAN_OK && wants_list(cli))
		status = write_result(cli, ones, cli->args_len, &err);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
