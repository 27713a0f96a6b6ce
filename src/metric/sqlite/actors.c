/* SPDX-License-Identifier: MIT */
/* Who of a repository is a bot, and whose samples are left out. */
#include <stdlib.h>

#include "base/mix.h"
#include "metric/sqlite/internal.h"
#include "model/agent.h"
#include "model/bot.h"

/* One of 64: most who are not left out share theirs with none who is. */
static uint64_t
bit_of(int64_t actor_id)
{
	return UINT64_C(1) << ((uint64_t)actor_id * HSCAN_GOLDEN >> 58);
}

static bool
leave_out(struct sqlite_engine *engine, int64_t repo_id, int64_t actor_id)
{
	if (engine->left_out_len == engine->left_out_size) {
		size_t size =
		    engine->left_out_size ? engine->left_out_size * 2 : 32;
		struct engine_actor *more =
		    realloc(engine->left_out, size * sizeof(*more));

		if (!more)
			return false;
		engine->left_out = more;
		engine->left_out_size = size;
	}
	engine->left_out[engine->left_out_len++] =
	    (struct engine_actor){repo_id, actor_id};
	engine->left_out_bits |= bit_of(actor_id);
	return true;
}

/* --- who is a bot --- */

/* An account is one whatever the repository; there are thousands of both. */
static const char accounts_sql[] =
    "SELECT h.host, a.forge_id, a.login, a.type"
    "  FROM (SELECT DISTINCT r.host"
    "          FROM temp.ask_repo CROSS JOIN main.repo AS r USING (repo_id))"
    "    AS h"
    " CROSS JOIN main.account AS a ON a.host = h.host";
#define PUT_ACCOUNT(table) \
	"INSERT OR IGNORE INTO temp." table " SELECT r.repo_id, ?2" \
	"   FROM temp.ask_repo CROSS JOIN main.repo AS r USING (repo_id)" \
	"  WHERE r.host = ?1"

/* An author of commits is one of a repository, or of its pool. */
static const char authors_sql[] =
    "SELECT q.pool_id, -1 - g.author_id, g.name, g.email"
    "  FROM temp.ask_repo AS q"
    " CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id";
#define PUT_AUTHOR(table) "INSERT OR IGNORE INTO temp." table " VALUES (?1, ?2)"

/* By what is read of an account: its login and type, or of an author: name and
 * address. */
typedef bool bot_fn(struct hscan_text first, struct hscan_text second,
    const struct hscan_text *globs, size_t globs_len);

/* Who is looked for. */
struct sought {
	bot_fn *is_one;
	const struct hscan_text *globs;
	size_t globs_len;
	const char *into; /* puts it where it belongs, by two columns */
};

/* `*put`: prepared for the first of them, as most have none; owned. */
static enum hscan_status
put_bot(struct sqlite_engine *engine, const char *into, sqlite3_stmt *row,
    sqlite3_stmt **put, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!*put)
		status = sql_statement(engine, into, put, err);
	if (status != HSCAN_OK)
		return status;
	if (sqlite3_bind_value(*put, 1, sqlite3_column_value(row, 0)) !=
		SQLITE_OK ||
	    sqlite3_bind_value(*put, 2, sqlite3_column_value(row, 1)) !=
		SQLITE_OK ||
	    sqlite3_step(*put) != SQLITE_DONE)
		status = sql_failed(engine, err);
	(void)sqlite3_reset(*put);
	return status;
}

/* Puts each row that is of one where it belongs. */
static enum hscan_status
put_bots(struct sqlite_engine *engine, const char *from,
    const struct sought *sought, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL, *put = NULL;
	enum hscan_status status = sql_statement(engine, from, &row, err);
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		if (sought->is_one(sql_text(row, 2), sql_text(row, 3),
			sought->globs, sought->globs_len))
			status = put_bot(engine, sought->into, row, &put, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(row);
	sqlite3_finalize(put);
	return status;
}

/* --- who is left out --- */

static int
by_actor(const void *a, const void *b)
{
	const struct engine_actor *x = a, *y = b;

	if (x->repo_id != y->repo_id)
		return x->repo_id < y->repo_id ? -1 : 1;
	return (x->actor_id > y->actor_id) - (x->actor_id < y->actor_id);
}

bool
sqlite_is_left_out(
    const struct sqlite_engine *engine, int64_t repo_id, int64_t actor_id)
{
	struct engine_actor key = {repo_id, actor_id};

	return (engine->left_out_bits & bit_of(actor_id)) != 0 &&
	       bsearch(&key, engine->left_out, engine->left_out_len,
		   sizeof(key), by_actor) != NULL;
}

/* In the order of the key, which is that of by_actor(). */
static enum hscan_status
leave_out_bots(struct sqlite_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = sql_run(engine,
	    "INSERT INTO temp.ask_left_out SELECT * FROM temp.ask_bot", err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT repo_id, actor_id FROM temp.ask_left_out"
		    " ORDER BY repo_id, actor_id",
		    &row, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		if (!leave_out(engine, sqlite3_column_int64(row, 0),
			sqlite3_column_int64(row, 1)))
			status = hscan_no_memory(err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(row);
	return status;
}

/* What the lists are made from, once every bot is known. */
static enum hscan_status
finish_lists(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!engine->base.scope->bots_included)
		status = leave_out_bots(engine, err);
	if (status == HSCAN_OK)
		status = sql_run(engine,
		    "INSERT OR IGNORE INTO temp.ask_ghost"
		    " SELECT r.repo_id, a.forge_id"
		    "   FROM main.account AS a"
		    "  CROSS JOIN temp.ask_repo"
		    "  CROSS JOIN main.repo AS r USING (repo_id)"
		    "  WHERE a.login = 'ghost' COLLATE NOCASE"
		    "    AND r.host = a.host",
		    err);
	return status;
}

enum hscan_status
sqlite_find_bots(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	const struct sought accounts = {hscan_is_bot, scope->bot_logins,
	    scope->bot_logins_len, PUT_ACCOUNT("ask_bot")};
	const struct sought authors = {hscan_is_bot_author, scope->bot_logins,
	    scope->bot_logins_len, PUT_AUTHOR("ask_bot")};
	enum hscan_status status;

	status = put_bots(engine, accounts_sql, &accounts, err);
	if (status == HSCAN_OK)
		status = put_bots(engine, authors_sql, &authors, err);
	if (status == HSCAN_OK)
		status = finish_lists(engine, err);
	return status;
}

/* --- who is an agent --- */

static bool
is_agent(struct hscan_text login, struct hscan_text type,
    const struct hscan_text *globs, size_t globs_len)
{
	(void)type;
	return hscan_is_agent(login, globs, globs_len);
}

static bool
is_agent_author(struct hscan_text name, struct hscan_text email,
    const struct hscan_text *globs, size_t globs_len)
{
	(void)name;
	return hscan_is_agent_author(email, globs, globs_len);
}

enum hscan_status
sqlite_find_agents(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	const struct sought accounts = {is_agent, scope->agent_logins,
	    scope->agent_logins_len, PUT_ACCOUNT("ask_agent")};
	const struct sought authors = {is_agent_author, scope->agent_logins,
	    scope->agent_logins_len, PUT_AUTHOR("ask_agent")};
	enum hscan_status status;

	status = put_bots(engine, accounts_sql, &accounts, err);
	return status == HSCAN_OK ? put_bots(engine, authors_sql, &authors, err)
				  : status;
}
