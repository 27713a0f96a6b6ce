/* SPDX-License-Identifier: MIT */
/* --engine, for every command that shows numbers; see engine_use.h. */
#include "cli/command/engine_use.h"

#include "app/groups.h"
#include "cli/setting/engine.h"
#include "cli/setting/options.h"
#include "clickhouse/client.h"
#include "metric/clickhouse/warehouse.h"

/* What is asked of the store or of a clone, and so goes without. */
static const struct {
	const char *option, *why;
} refused[] = {
    {"db", "the store is not read"},
    {"label", "what is exported has no labels"},
    {"author", "it is asked about all authors"},
    {"base", "what is exported has no branches"},
    {"git", "no clone is read"},
    {"git-root", "no clone is read"},
    {"clone", "no clone is read"},
    {"org", "no forge is asked which repositories there are"},
    {"dry-run", "no forge is asked anything"},
    {"sweep", "no forge is asked anything"},
    {"record", "no forge is asked anything"},
    {"replay", "no forge is asked anything"},
    {"group", "repositories are not asked about as one"},
    {"notify-command", "no alerts are kept"},
};

static enum hscan_status
check(const struct cli *cli, struct hscan_error *err)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (option_flagged(&cli->app.settings, refused[i].option))
			return hscan_fail(err, HSCAN_EINVAL,
			    "--%s does not go with --engine: %s; leave out one "
			    "of them",
			    refused[i].option, refused[i].why);
	for (size_t i = 0; i < cli->args_len; i++)
		if (groups_is(cli->args[i]))
			return hscan_fail(err, HSCAN_EINVAL,
			    "%s does not go with --engine: repositories are "
			    "not asked about as one there; name its members, "
			    "or leave out --engine",
			    cli->args[i]);
	return HSCAN_OK;
}

enum hscan_status
engine_use(struct cli *cli, struct hscan_error *err)
{
	struct app *app = &cli->app;
	struct settings *settings = &app->settings;
	enum hscan_status status;

	if (!settings->engine)
		return HSCAN_OK;
	status = check(cli, err);
	if (status == HSCAN_OK)
		status =
		    engine_open(app, settings->engine, &cli->clickhouse, err);
	if (status == HSCAN_OK)
		status =
		    hscan_warehouse_open(cli->clickhouse, &cli->warehouse, err);
	if (status != HSCAN_OK)
		return status;
	app->store = hscan_warehouse_store(cli->warehouse);
	app->engine = hscan_warehouse_kind(cli->warehouse);
	/* What is configured for the store and for clones is not meant. */
	settings->db = hscan_clickhouse_name(cli->clickhouse);
	settings->offline = settings->not_here = true;
	settings->git = settings->git_root = NULL;
	settings->clone = false;
	settings->notify_command = NULL;
	return HSCAN_OK;
}

void
engine_leave(struct cli *cli)
{
	hscan_warehouse_close(cli->warehouse);
	hscan_clickhouse_close(cli->clickhouse);
	cli->warehouse = NULL;
	cli->clickhouse = NULL;
}
