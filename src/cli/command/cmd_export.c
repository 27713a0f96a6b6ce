/* SPDX-License-Identifier: MIT */
/* healthscan export: what the store holds, to where many are asked at once. */
#include <stdio.h>
#include <string.h>

#include "app/export.h"
#include "app/local_names.h"
#include "app/names.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/engine.h"
#include "clickhouse/client.h"
#include "clickhouse/url.h"
#include "store/store.h"
#include "sync/local.h"

const struct action export_actions[] = {
    {.name = "clickhouse",
	.summary = "a database of ClickHouse, http(s)://HOST:PORT/DB",
	.argument = "URL"},
    {.name = NULL},
};

static void
say_result(
    struct cli *cli, const char *where, const struct export_result *result)
{
	if (result->newer > 0)
		app_warn(&cli->app,
		    "%s: what it has of other stores is newer, and stays as it "
		    "is; repositories: %lld",
		    where, (long long)result->newer);
	if (result->facts + result->states == 0)
		progress_say(&cli->progress,
		    "%s: up to date; repositories: %lld, others there: %lld",
		    where, (long long)result->repos, (long long)result->others);
	else
		progress_say(&cli->progress,
		    "%s: repositories: %lld, sent anew: %lld, only how far "
		    "they were read: %lld, others there: %lld; rows: %lld",
		    where, (long long)result->repos, (long long)result->facts,
		    (long long)result->states, (long long)result->others,
		    (long long)result->rows);
	if (result->garbage > result->kept)
		progress_say(&cli->progress,
		    "%s: more than half of the rows there is read by nobody; "
		    "'export clickhouse URL --prune' on each shard drops them",
		    where);
}

static enum hscan_status
send(struct cli *cli, struct hscan_clickhouse *server, struct hscan_error *err)
{
	struct hscan_store *store = NULL;
	struct export_result result;
	enum hscan_status status;

	status = app_open_for_reading(&cli->app, &store, err);
	if (status == HSCAN_OK)
		status = export_run(&cli->app, store, server, &result, err);
	if (status == HSCAN_OK)
		say_result(cli, hscan_clickhouse_name(server), &result);
	hscan_store_close(store);
	return status;
}

static enum hscan_status
prune(struct cli *cli, struct hscan_clickhouse *server, struct hscan_error *err)
{
	int64_t rows = 0;
	enum hscan_status status = export_prune(&cli->app, server, &rows, err);

	if (status == HSCAN_OK)
		progress_say(&cli->progress, "%s: rows that it will drop: %lld",
		    hscan_clickhouse_name(server), (long long)rows);
	return status;
}

/* What the server has, and not the store: the store need not know it. */
static enum hscan_status
forget(
    struct cli *cli, struct hscan_clickhouse *server, struct hscan_error *err)
{
	const char *word = cli->app.settings.forget;
	char shown[NAMES_SHOWN_SIZE], safe[NAMES_SHOWN_SIZE];
	struct hscan_text host, full_name;
	struct hscan_repo_name name;
	enum hscan_status status = HSCAN_OK;

	if (local_names_is_local(word)) {
		host = hscan_text_of(HSCAN_LOCAL_HOST);
		full_name = hscan_text_of(word + strlen(LOCAL_PREFIX));
	} else {
		status = names_parse(word, &name, err);
		if (status != HSCAN_OK)
			return status;
		(void)snprintf(
		    shown, sizeof(shown), "%s/%s", name.owner, name.name);
		host = hscan_text_of(name.host);
		full_name = hscan_text_of(shown);
	}
	status = export_forget(&cli->app, server, host, full_name, err);
	if (status == HSCAN_OK)
		progress_say(&cli->progress,
		    "%s: %s is found there no more; --prune drops its rows, "
		    "and a store that has it sends it again",
		    hscan_clickhouse_name(server),
		    hscan_safe(hscan_text_of(word), safe, sizeof(safe)));
	return status;
}

static enum hscan_status
make(struct cli *cli, struct hscan_clickhouse *server, struct hscan_error *err)
{
	struct hscan_clickhouse_url url;
	enum hscan_status status =
	    hscan_clickhouse_url_parse(cli->args[1], false, &url, err);

	if (status == HSCAN_OK)
		status = export_init(
		    server, url.database, cli->app.settings.cluster, err);
	if (status == HSCAN_OK)
		progress_say(&cli->progress, "%s: the tables are there",
		    hscan_clickhouse_name(server));
	return status;
}

static enum hscan_status
run(struct cli *cli, struct hscan_error *err)
{
	const struct settings *settings = &cli->app.settings;
	struct hscan_clickhouse *server = NULL;
	enum hscan_status status =
	    engine_open(&cli->app, cli->args[1], &server, err);

	if (status == HSCAN_OK)
		status = settings->init     ? make(cli, server, err)
			 : settings->prune  ? prune(cli, server, err)
			 : settings->forget ? forget(cli, server, err)
					    : send(cli, server, err);
	hscan_clickhouse_close(server);
	return status;
}

static enum hscan_status
check(const struct cli *cli, struct hscan_error *err)
{
	const char *what = cli->args[0];
	char shown[80];

	if (strcmp(what, export_actions[0].name) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "export: there is no '%s'; give clickhouse URL",
		    hscan_safe(hscan_text_of(what), shown, sizeof(shown)));
	if (cli->args_len < 2)
		return hscan_fail(err, HSCAN_EINVAL,
		    "export clickhouse: no URL is named; give that of a "
		    "database, such as " HSCAN_CLICKHOUSE_EXAMPLE);
	if (cli->app.settings.cluster && !cli->app.settings.init)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--cluster says how the tables are made; give --init, too");
	if (cli->app.settings.init + cli->app.settings.prune +
		(cli->app.settings.forget != NULL) >
	    1)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--init, --prune and --forget are three things; do one "
		    "after the other");
	return HSCAN_OK;
}

int
cmd_export(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status = check(cli, &err);

	if (status == HSCAN_OK)
		status = run(cli, &err);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
