/* SPDX-License-Identifier: MIT */
/* What the authors of items are to their repositories. */
#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/internal.h"
#include "store/queries.h"

/* --- the first item of each author --- */

struct first_item {
	int64_t created_at, number;
};

/* Those who opened items, and as many first items. */
struct openers {
	struct engine_crowd crowd;
	struct first_item *first; /* owned */
	size_t room;
};

static bool
take_item(struct openers *openers, int64_t repo_id, int64_t actor_id,
    const struct first_item *item)
{
	size_t known = openers->crowd.len, at;
	const struct engine_comer *comer =
	    sqlite_crowd_find(&openers->crowd, repo_id, actor_id);
	struct first_item *more = hscan_grow(
	    openers->first, &openers->room, known + 1, sizeof(*more));

	if (more)
		openers->first = more;
	if (!comer || !more)
		return false;
	at = (size_t)(comer - openers->crowd.all);
	if (at == known || item->created_at < more[at].created_at ||
	    (item->created_at == more[at].created_at &&
		item->number < more[at].number))
		more[at] = *item;
	return true;
}

static enum hscan_status
read_items(struct sqlite_engine *engine, struct openers *openers,
    struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status = sql_statement(
	    engine, hscan_query_text("prepare/first-items.sql").ptr, &row, err);
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW) {
		const struct first_item item = {
		    sqlite3_column_int64(row, 2), sqlite3_column_int64(row, 3)};

		if (!take_item(openers, sqlite3_column_int64(row, 0),
			sqlite3_column_int64(row, 1), &item))
			status = hscan_no_memory(err);
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(row);
	return status;
}

static enum hscan_status
put_openers(struct sqlite_engine *engine, const struct openers *openers,
    struct hscan_error *err)
{
	sqlite3_stmt *put = NULL;
	enum hscan_status status = sql_statement(engine,
	    "INSERT INTO temp.ask_opener (repo_id, actor_id, number, role)"
	    " VALUES (?, ?, ?, 0)",
	    &put, err);

	for (size_t i = 0; i < openers->crowd.len && status == HSCAN_OK; i++) {
		const struct engine_comer *one = &openers->crowd.all[i];
		const int64_t values[] = {
		    one->repo_id, one->actor_id, openers->first[i].number};

		status = sql_insert(engine, put, values, 3, err);
	}
	sqlite3_finalize(put);
	return status;
}

static enum hscan_status
find_openers(struct sqlite_engine *engine, struct hscan_error *err)
{
	struct openers openers = {.room = 0};
	enum hscan_status status = read_items(engine, &openers, err);

	if (status == HSCAN_OK)
		status = put_openers(engine, &openers, err);
	sqlite_crowd_clear(&openers.crowd);
	free(openers.first);
	return status;
}

/* --- what they are --- */

/* Those of one repository, whose maintainers are known. */
static enum hscan_status
put_roles(
    struct sqlite_engine *engine, int64_t repo_id, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status = sql_kept(engine, ENGINE_ROLES, &stmt, err);

	if (status != HSCAN_OK)
		return status;
	if (sql_bind(stmt, ":repo_id", repo_id) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_DONE)
		status = sql_failed(engine, err);
	sql_end(stmt);
	return status;
}

static int
by_item(const void *a, const void *b)
{
	const struct engine_item_role *x = a, *y = b;

	if (x->repo_id != y->repo_id)
		return x->repo_id < y->repo_id ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static enum hscan_status
load_role(
    struct sqlite_engine *engine, sqlite3_stmt *row, struct hscan_error *err)
{
	struct engine_item_role *more = hscan_grow(engine->roles,
	    &engine->roles_room, engine->roles_len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	engine->roles = more;
	more[engine->roles_len++] = (struct engine_item_role){
	    sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
	    (enum hscan_role)sqlite3_column_int(row, 2)};
	return HSCAN_OK;
}

/* To ask the view about each sample takes too long: there may be one for each
 * item and window. SQLite takes longer to sort them, too. */
static enum hscan_status
load_roles(struct sqlite_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status = sql_statement(
	    engine, "SELECT repo_id, number, role FROM temp.v_role", &row, err);
	int rc = SQLITE_DONE;

	engine->roles_len = 0;
	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		status = load_role(engine, row, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, err);
	sqlite3_finalize(row);
	if (engine->roles_len > 0)
		qsort(engine->roles, engine->roles_len, sizeof(*engine->roles),
		    by_item);
	return status;
}

enum hscan_status
sqlite_find_roles(struct sqlite_engine *engine, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	enum hscan_status status = sqlite_find_agents(engine, err);

	if (status == HSCAN_OK)
		status = find_openers(engine, err);
	for (size_t i = 0; i < scope->repos && status == HSCAN_OK; i++) {
		status = sqlite_find_maintainers(engine, scope->repo_ids[i],
		    scope->maintainers, scope->maintainers_len, err);
		if (status == HSCAN_OK)
			status = put_roles(engine, scope->repo_ids[i], err);
	}
	return status == HSCAN_OK && scope->by_role ? load_roles(engine, err)
						    : status;
}

enum hscan_role
sqlite_role(const struct sqlite_engine *engine, int64_t repo_id, int64_t number)
{
	const struct engine_item_role key = {repo_id, number, HSCAN_ROLE_NONE};
	const struct engine_item_role *found =
	    engine->roles_len > 0 ? bsearch(&key, engine->roles,
					engine->roles_len, sizeof(key), by_item)
				  : NULL;

	return found ? found->role : HSCAN_ROLE_NONE;
}
