/* SPDX-License-Identifier: MIT */
/* Who answers faster than people do, of all repositories that are asked about;
 * see metric/suspects.h. */
#include "metric/suspects.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

static enum hscan_status
on_suspect(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = payload;
	struct engine_suspect *suspects = hscan_grow_in(&engine->arena,
	    engine->suspects, &engine->suspects_room, engine->suspects_len + 1,
	    sizeof(*suspects));

	if (!suspects)
		return hscan_no_memory(err);
	engine->suspects = suspects;
	suspects[engine->suspects_len++] = (struct engine_suspect){
	    .repo_id = values[0].i64,
	    .actor_id = values[1].i64,
	    .of = {.answers = values[2].i64, .quick = values[3].i64},
	};
	return HSCAN_OK;
}

static enum hscan_status
on_login(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = payload;
	struct hscan_text login =
	    hscan_arena_dup(&engine->arena, values[1].text);

	if (!login.ptr)
		return hscan_no_memory(err);
	for (size_t i = 0; i < engine->suspects_len; i++)
		if (engine->suspects[i].actor_id == values[0].i64)
			engine->suspects[i].of.login = login;
	return HSCAN_OK;
}

/* There are few of them. */
static enum hscan_status
ask_logins(struct clickhouse_engine *engine, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"forge_id", HSCAN_CLICKHOUSE_I64},
	    {"login", HSCAN_CLICKHOUSE_STRING},
	};
	struct warehouse_tables tables;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/logins.sql",
	    .text = {.host = engine->warehouse->batch[0].repo->host},
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_login,
	    .payload = engine,
	};
	struct hscan_buf *wanted;
	enum hscan_status status;

	if (engine->suspects_len == 0)
		return HSCAN_OK;
	warehouse_tables_init(&tables);
	wanted = warehouse_table(&tables, "ask_account", "actor_id Int64");
	for (size_t i = 0; i < engine->suspects_len; i++)
		(void)hscan_rowbinary_i64(wanted, engine->suspects[i].actor_id);
	status = warehouse_ask(engine->warehouse, &ask, err);
	warehouse_tables_clear(&tables);
	return status;
}

/* Those with the most first; then by login, byte by byte. */
static int
by_answers(const void *a, const void *b)
{
	const struct engine_suspect *x = a, *y = b;
	size_t len = x->of.login.len < y->of.login.len ? x->of.login.len
						       : y->of.login.len;
	int order = 0;

	if (x->repo_id != y->repo_id)
		return x->repo_id < y->repo_id ? -1 : 1;
	if (x->of.answers != y->of.answers)
		return x->of.answers > y->of.answers ? -1 : 1;
	if (len > 0)
		order = memcmp(x->of.login.ptr, y->of.login.ptr, len);
	if (order != 0)
		return order;
	return (x->of.login.len > y->of.login.len) -
	       (x->of.login.len < y->of.login.len);
}

static enum hscan_status
ask(struct clickhouse_engine *engine, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"actor_id", HSCAN_CLICKHOUSE_I64},
	    {"answers", HSCAN_CLICKHOUSE_I64},
	    {"quick", HSCAN_CLICKHOUSE_I64},
	};
	struct warehouse_ask question = {
	    .path = "clickhouse/suspects.sql",
	    .text = clickhouse_text(engine),
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 2,
	    .on_row = on_suspect,
	    .payload = engine,
	};
	enum hscan_status status = clickhouse_find_actors(engine, err);

	/* Of the window that is reported alone. */
	question.text.windows_len = 1;
	if (status == HSCAN_OK)
		status = clickhouse_add_repos(engine, NULL, err);
	if (status == HSCAN_OK)
		status = warehouse_ask(engine->warehouse, &question, err);
	if (status == HSCAN_OK)
		status = ask_logins(engine, err);
	if (status == HSCAN_OK && engine->suspects_len > 0)
		qsort(engine->suspects, engine->suspects_len,
		    sizeof(*engine->suspects), by_answers);
	engine->suspects_known = status == HSCAN_OK;
	return status;
}

enum hscan_status
clickhouse_suspects(struct hscan_engine *base, int64_t repo_id,
    struct hscan_arena *arena, const struct hscan_suspect **out, size_t *len,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = clickhouse_engine_of(base);
	struct hscan_suspect *found =
	    hscan_arena_alloc(arena, HSCAN_SUSPECTS, sizeof(*found));
	enum hscan_status status = HSCAN_OK;
	size_t count = 0;

	if (!found)
		return hscan_no_memory(err);
	if (!engine->suspects_known)
		status = ask(engine, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < engine->suspects_len && count < HSCAN_SUSPECTS;
	     i++) {
		const struct engine_suspect *suspect = &engine->suspects[i];

		/* Of an account that is not known nothing can be said. */
		if (suspect->repo_id != repo_id || !suspect->of.login.ptr)
			continue;
		found[count] = suspect->of;
		found[count].login = hscan_arena_dup(arena, suspect->of.login);
		if (!found[count++].login.ptr)
			return hscan_no_memory(err);
	}
	*out = found;
	*len = count;
	return HSCAN_OK;
}
