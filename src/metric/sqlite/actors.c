/* SPDX-License-Identifier: MIT */
/* Who of a repository is a bot, and whose samples are left out. */
#include <stdlib.h>

#include "base/mix.h"
#include "metric/sqlite/internal.h"
#include "model/bot.h"

static bool
is_bot_row(const struct sqlite_engine *engine, sqlite3_stmt *row)
{
	const struct hscan_engine_scope *scope = engine->base.scope;

	if (sqlite3_column_int(row, 2))
		return hscan_is_bot_author(sql_text(row, 3), sql_text(row, 4),
		    scope->bot_logins, scope->bot_logins_len);
	return hscan_is_bot(sql_text(row, 3), sql_text(row, 4),
	    scope->bot_logins, scope->bot_logins_len);
}

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

/* Accounts, and authors of commits, of the repositories asked for. */
static const char authors_sql[] =
    "SELECT r.repo_id, a.forge_id, 0 AS git, a.login, a.type"
    "  FROM temp.ask_repo CROSS JOIN main.repo AS r USING (repo_id)"
    " CROSS JOIN main.account AS a ON a.host = r.host "
    "UNION ALL "
    "SELECT g.repo_id, -1 - g.author_id, 1, g.name, g.email"
    "  FROM temp.ask_repo CROSS JOIN main.git_author AS g USING (repo_id)";

static enum hscan_status
note_bot(struct sqlite_engine *engine, sqlite3_stmt *bot, sqlite3_stmt *row,
    struct hscan_error *err)
{
	const int64_t values[] = {
	    sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)};
	enum hscan_status status;

	if (!is_bot_row(engine, row))
		return HSCAN_OK;
	status = sql_insert(engine, bot, values, 2, err);
	if (status == HSCAN_OK && !engine->base.scope->bots_included &&
	    !leave_out(engine, values[0], values[1]))
		status = hscan_no_memory(err);
	return status;
}

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

/* What the lists are made from, once every bot is known. */
static enum hscan_status
finish_lists(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (engine->left_out_len > 0)
		qsort(engine->left_out, engine->left_out_len,
		    sizeof(*engine->left_out), by_actor);
	if (!engine->base.scope->bots_included)
		status = sql_run(engine,
		    "INSERT INTO temp.ask_left_out SELECT * FROM temp.ask_bot",
		    err);
	if (status == HSCAN_OK)
		status = sql_run(engine,
		    "INSERT OR IGNORE INTO temp.ask_ghost "
		    "SELECT forge_id FROM main.account"
		    " WHERE login = 'ghost' COLLATE NOCASE",
		    err);
	return status;
}

enum hscan_status
sqlite_find_bots(struct sqlite_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *authors = NULL, *bot = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = sql_statement(engine, authors_sql, &authors, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "INSERT OR IGNORE INTO temp.ask_bot VALUES (?, ?)", &bot,
		    err);
	while (status == HSCAN_OK && (rc = sqlite3_step(authors)) == SQLITE_ROW)
		status = note_bot(engine, bot, authors, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(authors);
	sqlite3_finalize(bot);
	if (status == HSCAN_OK)
		status = finish_lists(engine, err);
	return status;
}
