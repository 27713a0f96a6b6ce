/* SPDX-License-Identifier: MIT */
/* SQLite's engine: opens and closes it. */
#include "metric/sqlite/engine.h"

#include <stdlib.h>

#include "metric/sqlite/internal.h"
#include "store/sqlite.h"

static void
close_engine(struct hscan_engine *base)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);

	sql_drop_kept(engine);
	sqlite_unprepare(engine);
	hscan_buf_clear(&engine->tables);
	free(engine->objects);
	free(engine->left_out);
	free(engine->roles);
	free(engine);
}

static enum hscan_status
open_engine(const struct hscan_engine_kind *kind, struct hscan_store *store,
    const struct hscan_engine_scope *scope, struct hscan_engine **out,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = calloc(1, sizeof(*engine));
	enum hscan_status status;

	(void)kind;
	if (!engine)
		return hscan_no_memory(err);
	engine->base.scope = scope;
	engine->db = hscan_store_db(store);
	hscan_buf_init(&engine->tables, SIZE_MAX);
	status = sqlite_prepare(engine, err);
	if (status == HSCAN_OK)
		*out = &engine->base;
	else
		close_engine(&engine->base);
	return status;
}

/* Commits that several of a pool have are one. */
static enum hscan_status
contributors(struct hscan_engine *base, hscan_contributor_fn *take,
    void *payload, struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	enum hscan_status status = sqlite_need(engine, HSCAN_NEED_GIT, err);

	return status == HSCAN_OK
		   ? sqlite_contributors(engine, take, payload, err)
		   : status;
}

const struct hscan_engine_kind hscan_sqlite_engine = {
    .open = open_engine,
    .close = close_engine,
    .samples = sqlite_samples,
    .missing = sqlite_missing,
    .signs = sqlite_signs,
    .suspects = sqlite_suspects,
    .open_items = sqlite_open_items,
    .contributors = contributors,
};
