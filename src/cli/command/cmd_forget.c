/* SPDX-License-Identifier: MIT */
/* healthscan forget: removes a repository from the store. */
#include "app/heir.h"
#include "app/stored.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "store/store.h"

static enum hscan_status
forget(struct cli *cli, struct hscan_store *store, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	const char *shown = NULL;
	int64_t rows = 0;
	enum hscan_status status;

	status = stored_find(
	    &cli->app, store, cli->args[0], true, &stored, &shown, err);
	if (status == HSCAN_OK)
		status =
		    heir_forget(&cli->app, store, stored.repo_id, &rows, err);
	if (status == HSCAN_OK)
		progress_say(&cli->progress,
		    "%s is forgotten: %lld records are gone", shown,
		    (long long)rows);
	hscan_stored_repo_clear(&stored);
	return status;
}

int
cmd_forget(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	enum hscan_status status;

	status = hscan_store_open(cli->app.settings.db, &store, &err);
	if (status == HSCAN_OK)
		status = forget(cli, store, &err);
	hscan_store_close(store);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
