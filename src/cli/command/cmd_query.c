/* SPDX-License-Identifier: MIT */
/* healthscan query [SQL|VIEW]: a question of the user's own, over the views
 * that metrics read, of all repositories of the store or of one; without one,
 * what can be asked about. */
#include <string.h>

#include "app/organizations.h"
#include "app/stored.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/command/views.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/engine.h"
#include "cli/setting/options.h"
#include "metric/clickhouse/query.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/query.h"
#include "store/store.h"

struct query {
	struct cli *cli;
	struct hscan_grid grid;
	struct hscan_arena arena;
	int64_t *repo_ids; /* of the arena */
	size_t repos, repos_size;
};

/* --- the answer --- */

static enum hscan_status
on_columns(const struct hscan_text *names, size_t len, void *payload,
    struct hscan_error *err)
{
	struct query *query = payload;
	struct hscan_text *copy =
	    hscan_arena_alloc(&query->arena, len + 1, sizeof(*copy));

	if (!copy)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		copy[i] = hscan_arena_dup(&query->arena, names[i]);
		if (!copy[i].ptr)
			return hscan_no_memory(err);
	}
	hscan_grid_init(
	    &query->grid, &query->arena, "healthscan.query/1", copy, len);
	return HSCAN_OK;
}

static enum hscan_status
on_row(const struct hscan_query_value *values, size_t len, void *payload,
    struct hscan_error *err)
{
	struct query *query = payload;
	struct hscan_cell *row = hscan_grid_row(&query->grid);

	for (size_t i = 0; i < len && row; i++) {
		switch (values[i].kind) {
		case HSCAN_QUERY_NULL: break;
		case HSCAN_QUERY_INTEGER:
			row[i] = hscan_cell_integer(values[i].integer);
			break;
		case HSCAN_QUERY_REAL:
			row[i] = hscan_cell_number(values[i].real);
			break;
		case HSCAN_QUERY_TEXT:
			row[i] = hscan_cell_text(
			    hscan_arena_dup(&query->arena, values[i].text));
			if (!row[i].text.ptr)
				return hscan_no_memory(err);
			break;
		}
	}
	return row ? HSCAN_OK : hscan_no_memory(err);
}

/* --- the question --- */

static enum hscan_status
on_repo(int64_t repo_id, void *payload, struct hscan_error *err)
{
	struct query *query = payload;

	if (query->repos == query->repos_size) {
		size_t size = query->repos_size ? query->repos_size * 2 : 64;
		int64_t *more =
		    hscan_arena_alloc(&query->arena, size, sizeof(*more));

		if (!more)
			return hscan_no_memory(err);
		if (query->repos > 0)
			memcpy(more, query->repo_ids,
			    query->repos * sizeof(*more));
		query->repo_ids = more;
		query->repos_size = size;
	}
	query->repo_ids[query->repos++] = repo_id;
	return HSCAN_OK;
}

static enum hscan_status
find_repos(
    struct query *query, struct hscan_store *store, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	const char *shown = NULL;
	enum hscan_status status;

	if (query->cli->args_len < 2)
		return hscan_store_each_repo(store, on_repo, query, err);
	status = stored_find(&query->cli->app, store, query->cli->args[1],
	    false, &stored, &shown, err);
	if (status == HSCAN_OK)
		status = on_repo(stored.repo_id, query, err);
	hscan_stored_repo_clear(&stored);
	return status;
}

static enum hscan_status
lay_windows(struct query *query, struct hscan_window **out, size_t *len,
    struct hscan_error *err)
{
	const struct settings *s = &query->cli->app.settings;
	struct hscan_window_spec spec;
	enum hscan_status status;
	int64_t as_of;

	status =
	    settings_window(s, app_now_s(&query->cli->app), &as_of, &spec, err);
	if (status != HSCAN_OK)
		return status;
	*len = (size_t)s->windows + 1;
	*out = hscan_arena_alloc(&query->arena, *len, sizeof(**out));
	if (!*out)
		return hscan_no_memory(err);
	return hscan_windows_lay(&spec, as_of, *out, *len, err);
}

static enum hscan_status
run(struct query *query, struct hscan_store *store, struct hscan_error *err)
{
	const struct settings *s = &query->cli->app.settings;
	const struct hscan_query_taker taker = {on_columns, on_row, query};
	struct hscan_window *windows = NULL;
	struct hscan_engine *engine = NULL;
	struct hscan_engine_scope scope = {
	    .bots_included = s->bots == BOTS_INCLUDE,
	    .bot_logins = s->bot_logins.items,
	    .bot_logins_len = s->bot_logins.len,
	    .agent_logins = s->agent_logins.items,
	    .agent_logins_len = s->agent_logins.len,
	    .maintainers = s->maintainers.items,
	    .maintainers_len = s->maintainers.len,
	    .history_events = s->history == HISTORY_EVENTS,
	    .slice = {s->labels.items, s->labels.len, hscan_text_of(s->author),
		hscan_text_of(s->base)},
	    .watch = query->cli->app.watch,
	};
	enum hscan_status status;

	status = lay_windows(query, &windows, &scope.windows_len, err);
	if (status == HSCAN_OK)
		status = organizations_open(
		    s, &query->arena, &scope.organizations, err);
	if (status != HSCAN_OK)
		return status;
	scope.windows = windows;
	scope.repo_ids = query->repo_ids;
	scope.repos = query->repos;
	for (size_t i = 0; i < scope.repos && status == HSCAN_OK; i++)
		status = hscan_store_check(store, scope.repo_ids[i], true, err);
	if (status == HSCAN_OK)
		status = hscan_engine_open(
		    &hscan_sqlite_engine, store, &scope, &engine, err);
	if (status == HSCAN_OK)
		status = hscan_query_run(
		    engine, hscan_text_of(query->cli->args[0]), &taker, err);
	hscan_engine_close(engine);
	return status;
}

/* --- what there is --- */

static enum hscan_status
list_views(struct cli *cli, const struct view *only, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_buf text;

	if (strcmp(cli->app.settings.format, "table") == 0) {
		hscan_buf_init(&text, (size_t)1024 * 1024);
		views_write(only, &text);
		status = hscan_buf_check(&text, "the list", err);
		if (status == HSCAN_OK)
			status = cli_write(cli, hscan_buf_text(&text), err);
		hscan_buf_clear(&text);
		return status;
	}
	hscan_arena_init(&arena);
	status = views_grid(only, &arena, &grid, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	hscan_arena_clear(&arena);
	return status;
}

/* SQL may be a single word, but none that begins as a view does. */
static enum hscan_status
check_word(const char *word, struct hscan_error *err)
{
	struct suggestion suggestion = {.word = hscan_text_of(word)};
	char shown[80];

	if (!hscan_text_starts(suggestion.word, "v_") || strpbrk(word, " \t\n"))
		return HSCAN_OK;
	for (const struct view *view = view_table; view->name; view++)
		suggestion_offer(&suggestion, view->name);
	(void)hscan_safe(suggestion.word, shown, sizeof(shown));
	return hscan_fail(err, HSCAN_EINVAL, "there is no view '%s'; %s%s%s",
	    shown,
	    suggestion.nearest ? "did you mean "
			       : "'healthscan query' lists them",
	    suggestion.nearest ? suggestion.nearest : "",
	    suggestion.nearest ? "?" : "");
}

static enum hscan_status
ask(struct cli *cli, struct hscan_error *err)
{
	struct hscan_store *store = NULL;
	struct query query = {.cli = cli};
	enum hscan_status status;

	hscan_arena_init(&query.arena);
	status = app_open_for_reading(&cli->app, &store, err);
	if (status == HSCAN_OK)
		status = find_repos(&query, store, err);
	if (status == HSCAN_OK)
		status = run(&query, store, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &query.grid, err);
	hscan_store_close(store);
	hscan_arena_clear(&query.arena);
	return status;
}

/* --- of another engine --- */

/* What goes with the store's views alone. */
static enum hscan_status
check_engine(const struct cli *cli, struct hscan_error *err)
{
	static const char *const refused[] = {
	    "db", "label", "author", "base", "bots", "history"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (option_flagged(&cli->app.settings, refused[i]))
			return hscan_fail(err, HSCAN_EINVAL,
			    "--%s does not go with --engine: the SQL goes to "
			    "the server as it is; leave out one of them",
			    refused[i]);
	if (cli->args_len > 1)
		return hscan_fail(err, HSCAN_EINVAL,
		    "query --engine takes no repository: the SQL goes to the "
		    "server as it is; say it there, with WHERE");
	if (cli->args_len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "query --engine: no SQL is given; write a SELECT over the "
		    "tables of healthscan-export(1)");
	return HSCAN_OK;
}

static enum hscan_status
ask_engine(struct cli *cli, struct hscan_error *err)
{
	struct query query = {.cli = cli};
	const struct hscan_query_taker taker = {on_columns, on_row, &query};
	struct hscan_clickhouse *server = NULL;
	enum hscan_status status = check_engine(cli, err);

	hscan_arena_init(&query.arena);
	if (status == HSCAN_OK)
		status = engine_open(
		    &cli->app, cli->app.settings.engine, &server, err);
	if (status == HSCAN_OK)
		status =
		    hscan_clickhouse_query(server, cli->args[0], &taker, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &query.grid, err);
	hscan_clickhouse_close(server);
	hscan_arena_clear(&query.arena);
	return status;
}

static int
exit_of(struct cli *cli, enum hscan_status status, struct hscan_error *err)
{
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, err);
}

int
cmd_query(struct cli *cli)
{
	const char *first = cli->args_len > 0 ? cli->args[0] : NULL;
	const struct view *view = first ? view_find(first) : NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;

	if (cli->app.settings.engine)
		return exit_of(cli, ask_engine(cli, &err), &err);
	status = first && !view ? check_word(first, &err) : HSCAN_OK;
	if (status == HSCAN_OK)
		status = !first || view ? list_views(cli, view, &err)
					: ask(cli, &err);
	return exit_of(cli, status, &err);
}
