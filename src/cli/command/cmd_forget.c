/* SPDX-License-Identifier: MIT */
/* healthscan forget: removes a repository from the store. */
#include <healthscan/repo.h>

#include "app/names.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "store/store.h"

static enum hscan_status
forget(struct cli *cli, struct hscan_store *store, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name name;
	int64_t rows = 0;
	enum hscan_status status;

	status = hscan_repo_name_parse(hscan_text_of(cli->args[0]), &name, err);
	if (status == HSCAN_OK)
		status = names_find(&cli->app, store, &name, &stored, err);
	if (status == HSCAN_ENOTFOUND)
		status = hscan_fail(err, HSCAN_ENODATA,
		    "%s/%s cannot be forgotten: it is not in the store %s; "
		    "healthscan repos lists what is",
		    name.owner, name.name, cli->app.settings.db);
	if (status == HSCAN_OK)
		status = hscan_store_forget(store, stored.repo_id, &rows, err);
	if (status == HSCAN_OK)
		progress_say(&cli->progress,
		    "%s/%s is forgotten: %lld records are gone", name.owner,
		    name.name, (long long)rows);
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
