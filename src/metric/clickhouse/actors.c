/* SPDX-License-Identifier: MIT */
/* Who is a bot, nobody, or looks after a repository: candidates come from the
 * server, and what they are is decided here, as everywhere. */
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"
#include "model/agent.h"
#include "model/bot.h"

/* What comes to the tables. */
struct actors {
	const struct clickhouse_engine *engine;
	struct hscan_buf *bots, *left_out, *agents, *ghosts, *left_authors;
};

static enum hscan_status
on_account(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct actors *actors = payload;
	const struct hscan_engine_scope *scope = actors->engine->base.scope;
	int64_t id = values[0].i64;

	(void)err;
	if (hscan_is_bot(values[1].text, values[2].text, scope->bot_logins,
		scope->bot_logins_len)) {
		(void)hscan_rowbinary_i64(actors->bots, id);
		if (!scope->bots_included)
			(void)hscan_rowbinary_i64(actors->left_out, id);
	}
	if (hscan_is_agent(
		values[1].text, scope->agent_logins, scope->agent_logins_len))
		(void)hscan_rowbinary_i64(actors->agents, id);
	if (hscan_text_is_nocase(values[1].text, "ghost"))
		(void)hscan_rowbinary_i64(actors->ghosts, id);
	return HSCAN_OK;
}

static enum hscan_status
on_author(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct actors *actors = payload;
	const struct hscan_engine_scope *scope = actors->engine->base.scope;

	(void)err;
	if (!scope->bots_included &&
	    hscan_is_bot_author(values[2].text, values[3].text,
		scope->bot_logins, scope->bot_logins_len)) {
		(void)hscan_rowbinary_i64(actors->left_authors, values[0].i64);
		(void)hscan_rowbinary_i64(actors->left_authors, values[1].i64);
	}
	return HSCAN_OK;
}

/* Logins are compared without case there, too. */
static void
add_login(struct hscan_buf *out, struct hscan_text login)
{
	char lower[64];

	if (login.len > sizeof(lower))
		return;
	for (size_t i = 0; i < login.len; i++)
		lower[i] = hscan_to_lower(login.ptr[i]);
	(void)hscan_rowbinary_string(
	    out, (struct hscan_text){lower, login.len});
}

static void
add_candidates(struct hscan_buf *out)
{
	size_t bots_len = 0, agents_len = 0;
	const struct hscan_text *bots = hscan_bot_logins(&bots_len);
	const char *const *agents = hscan_agent_logins(&agents_len);

	for (size_t i = 0; i < bots_len; i++)
		add_login(out, bots[i]);
	for (size_t i = 0; i < agents_len; i++)
		add_login(out, hscan_text_of(agents[i]));
	add_login(out, hscan_text_of("ghost"));
}

static enum hscan_status
ask_accounts(struct clickhouse_engine *engine, struct actors *actors,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"forge_id", HSCAN_CLICKHOUSE_I64},
	    {"login", HSCAN_CLICKHOUSE_STRING},
	    {"type", HSCAN_CLICKHOUSE_STRING},
	};
	const struct hscan_engine_scope *scope = engine->base.scope;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/bots.sql",
	    .text =
		{
		    .host = engine->warehouse->batch[0].repo->host,
		    .all = scope->bot_logins_len > 0 ||
			   scope->agent_logins_len > 0,
		},
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_account,
	    .payload = actors,
	};

	return warehouse_ask(engine->warehouse, &ask, err);
}

static enum hscan_status
ask_authors(struct clickhouse_engine *engine, struct actors *actors,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"author_id", HSCAN_CLICKHOUSE_I64},
	    {"name", HSCAN_CLICKHOUSE_STRING},
	    {"email", HSCAN_CLICKHOUSE_STRING},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/bot-authors.sql",
	    .text = {.all = engine->base.scope->bot_logins_len > 0},
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 2,
	    .on_row = on_author,
	    .payload = actors,
	};

	return warehouse_ask(engine->warehouse, &ask, err);
}

enum hscan_status
clickhouse_find_actors(
    struct clickhouse_engine *engine, struct hscan_error *err)
{
	static const char one[] = "actor_id Int64";
	struct warehouse_tables *tables = &engine->tables;
	struct actors actors;
	enum hscan_status status;

	if (engine->actors_known)
		return HSCAN_OK;
	actors = (struct actors){
	    .engine = engine,
	    .bots = warehouse_table(tables, "ask_bot", one),
	    .left_out = warehouse_table(tables, "ask_left_out", one),
	    .agents = warehouse_table(tables, "ask_agent", one),
	    .ghosts = warehouse_table(tables, "ask_ghost", one),
	    .left_authors = warehouse_table(
		tables, "ask_left_author", "repo_id Int64, author_id Int64"),
	};
	add_candidates(warehouse_table(tables, "ask_login", "login String"));
	warehouse_add_batch(engine->warehouse, false,
	    warehouse_table(
		tables, "ask_repo", "repo_id Int64, generation Int64"));
	status = ask_accounts(engine, &actors, err);
	if (status == HSCAN_OK)
		status = ask_authors(engine, &actors, err);
	engine->actors_known = status == HSCAN_OK;
	return status;
}

/* --- who looks after them --- */

struct maintainers {
	struct hscan_warehouse *warehouse;
	struct hscan_buf *out; /* rows of ask_maintainer */
};

/* A named one may look after any of them. */
static enum hscan_status
on_named(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct maintainers *found = payload;

	(void)err;
	for (size_t i = 0; i < found->warehouse->batch_len; i++) {
		(void)hscan_rowbinary_i64(
		    found->out, found->warehouse->batch[i].repo->repo_id);
		(void)hscan_rowbinary_i64(found->out, values[0].i64);
	}
	return HSCAN_OK;
}

static enum hscan_status
ask_named(struct maintainers *found, const struct hscan_engine_scope *scope,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"forge_id", HSCAN_CLICKHOUSE_I64},
	    {"login", HSCAN_CLICKHOUSE_STRING},
	};
	struct warehouse_tables tables;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/named.sql",
	    .text = {.host = found->warehouse->batch[0].repo->host},
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_named,
	    .payload = found,
	};
	struct hscan_buf *wanted;
	enum hscan_status status;

	if (scope->maintainers_len == 0)
		return HSCAN_OK;
	warehouse_tables_init(&tables);
	wanted = warehouse_table(&tables, "ask_login", "login String");
	for (size_t i = 0; i < scope->maintainers_len; i++)
		add_login(wanted, scope->maintainers[i]);
	status = warehouse_ask(found->warehouse, &ask, err);
	warehouse_tables_clear(&tables);
	return status;
}

static enum hscan_status
on_associate(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct maintainers *found = payload;

	(void)err;
	(void)hscan_rowbinary_i64(found->out, values[0].i64);
	(void)hscan_rowbinary_i64(found->out, values[1].i64);
	return HSCAN_OK;
}

static enum hscan_status
ask_associates(struct clickhouse_engine *engine, struct maintainers *found,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"actor_id", HSCAN_CLICKHOUSE_I64},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/maintainers.sql",
	    .text = clickhouse_text(engine),
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 2,
	    .on_row = on_associate,
	    .payload = found,
	};

	return warehouse_ask(engine->warehouse, &ask, err);
}

/* By what the forge says of who wrote, of who answered, and by name. */
enum hscan_status
clickhouse_find_maintainers(
    struct clickhouse_engine *engine, struct hscan_error *err)
{
	struct maintainers found = {.warehouse = engine->warehouse};
	enum hscan_status status;

	if (engine->maintainers_known)
		return HSCAN_OK;
	found.out = warehouse_table(
	    &engine->tables, "ask_maintainer", "repo_id Int64, actor_id Int64");
	(void)hscan_buf_add_text(
	    found.out, hscan_buf_text(&engine->warehouse->maintainers));
	warehouse_add_batch(engine->warehouse, false,
	    warehouse_table(&engine->tables, "ask_repo",
		"repo_id Int64, generation Int64"));
	status = ask_associates(engine, &found, err);
	if (status == HSCAN_OK)
		status = ask_named(&found, engine->base.scope, err);
	engine->maintainers_known = status == HSCAN_OK;
	return status;
}
