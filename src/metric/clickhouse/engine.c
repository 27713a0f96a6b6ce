/* SPDX-License-Identifier: MIT */
/* ClickHouse's engine: opens and closes it. What may be missing is told from
 * what is small, by SQLite's over the shadow. */
#include <stdlib.h>

#include "metric/clickhouse/internal.h"
#include "metric/sqlite/engine.h"

static enum hscan_status
open_engine(const struct hscan_engine_kind *kind, struct hscan_store *store,
    const struct hscan_engine_scope *scope, struct hscan_engine **out,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = calloc(1, sizeof(*engine));
	enum hscan_status status;

	if (!engine)
		return hscan_no_memory(err);
	engine->base.scope = scope;
	engine->warehouse = kind->of;
	hscan_arena_init(&engine->arena);
	warehouse_tables_init(&engine->tables);
	status = warehouse_check(engine->warehouse, err);
	if (status == HSCAN_OK)
		status = hscan_engine_open(
		    &hscan_sqlite_engine, store, scope, &engine->small, err);
	if (status == HSCAN_OK)
		*out = &engine->base;
	else
		clickhouse_kind.close(&engine->base);
	return status;
}

static void
close_engine(struct hscan_engine *base)
{
	struct clickhouse_engine *engine = clickhouse_engine_of(base);

	hscan_engine_close(engine->small);
	warehouse_tables_clear(&engine->tables);
	hscan_arena_clear(&engine->arena);
	clickhouse_kept_clear(&engine->kept);
	free(engine->signs);
	free(engine);
}

static enum hscan_status
find_missing(struct hscan_engine *base, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, struct hscan_engine_missing *out,
    struct hscan_error *err)
{
	struct hscan_engine *small = clickhouse_engine_of(base)->small;

	return small->kind->missing(small, metric, place, out, err);
}

static enum hscan_status
open_items(struct hscan_engine *base,
    const struct hscan_open_items_question *question, hscan_open_item_fn *take,
    void *payload, struct hscan_error *err)
{
	(void)base;
	(void)question;
	(void)take;
	(void)payload;
	return hscan_fail(err, HSCAN_EINVAL,
	    "what waits is not told on this engine; ask the store, without "
	    "--engine");
}

const struct hscan_engine_kind clickhouse_kind = {
    .name = "clickhouse",
    .by_repository = true,
    .open = open_engine,
    .close = close_engine,
    .lacks = clickhouse_lacks,
    .samples = clickhouse_samples,
    .missing = find_missing,
    .expect_signs = clickhouse_expect_signs,
    .signs = clickhouse_signs,
    .suspects = clickhouse_suspects,
    .open_items = open_items,
};
