/* SPDX-License-Identifier: MIT */
/* Which repositories a server has, and what they are called; see
 * warehouse.h. */
#include "metric/clickhouse/warehouse.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

enum { LARGEST_TABLE = 64 * 1024 * 1024 };

/* --- which there are --- */

enum { CLOSED_ROWS = 5, CLOSED_STATES = CLOSED_ROWS + WAREHOUSE_FACTS };

static const struct hscan_clickhouse_column closed_columns[] = {
    {"repo_id", HSCAN_CLICKHOUSE_I64},
    {"facts", HSCAN_CLICKHOUSE_I64},
    {"state", HSCAN_CLICKHOUSE_I64},
    {"host", HSCAN_CLICKHOUSE_STRING},
    {"schema", HSCAN_CLICKHOUSE_U32},
    {"items", HSCAN_CLICKHOUSE_U64},
    {"answers", HSCAN_CLICKHOUSE_U64},
    {"events", HSCAN_CLICKHOUSE_U64},
    {"commits", HSCAN_CLICKHOUSE_U64},
    {"pages", HSCAN_CLICKHOUSE_U64},
    {"authors", HSCAN_CLICKHOUSE_U64},
    {"releases", HSCAN_CLICKHOUSE_U64},
    {"tags", HSCAN_CLICKHOUSE_U64},
    {"states", HSCAN_CLICKHOUSE_U64},
};

/* There are few hosts, and one text of each. NULL: no memory. */
static const char *
intern_host(struct hscan_warehouse *warehouse, struct hscan_text host)
{
	for (size_t i = warehouse->repos_len; i-- > 0;)
		if (hscan_text_is(host, warehouse->repos[i].host))
			return warehouse->repos[i].host;
	return hscan_arena_dup(&warehouse->arena, host).ptr;
}

static enum hscan_status
on_closed(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = payload;
	struct warehouse_repo *repos = hscan_grow(warehouse->repos,
	    &warehouse->repos_room, warehouse->repos_len + 1, sizeof(*repos));
	struct warehouse_repo *repo;

	if (!repos)
		return hscan_no_memory(err);
	warehouse->repos = repos;
	repo = &repos[warehouse->repos_len];
	*repo = (struct warehouse_repo){
	    .repo_id = values[0].i64,
	    .facts = values[1].i64,
	    .state = values[2].i64,
	    .host = intern_host(warehouse, values[3].text),
	    .states = (int64_t)values[CLOSED_STATES].u64,
	};
	for (size_t i = 0; i < WAREHOUSE_FACTS; i++)
		repo->rows[i] = (int64_t)values[CLOSED_ROWS + i].u64;
	if (!repo->host)
		return hscan_no_memory(err);
	warehouse->repos_len++;
	return HSCAN_OK;
}

static enum hscan_status
read_closed(struct hscan_warehouse *warehouse, struct hscan_error *err)
{
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/closed.sql",
	    .columns = closed_columns,
	    .columns_len = sizeof(closed_columns) / sizeof(closed_columns[0]),
	    .sorted = 1,
	    .on_row = on_closed,
	    .payload = warehouse,
	};

	return warehouse_ask(warehouse, &ask, err);
}

/* --- what they are called --- */

static enum hscan_status
on_name(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = payload;

	return hscan_store_put_shadow(warehouse->store, values[1].text,
	    values[0].i64, values[3].text, err);
}

static enum hscan_status
read_names(struct hscan_warehouse *warehouse, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"part", HSCAN_CLICKHOUSE_STRING},
	    {"place", HSCAN_CLICKHOUSE_U32},
	    {"row", HSCAN_CLICKHOUSE_STRING},
	};
	struct warehouse_tables tables;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/names.sql",
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 3,
	    .on_row = on_name,
	    .payload = warehouse,
	};
	enum hscan_status status;
	struct hscan_buf *rows;

	warehouse_tables_init(&tables);
	rows = warehouse_table(
	    &tables, "ask_repo", "repo_id Int64, generation Int64");
	for (size_t i = 0; i < warehouse->repos_len; i++) {
		(void)hscan_rowbinary_i64(rows, warehouse->repos[i].repo_id);
		(void)hscan_rowbinary_i64(rows, warehouse->repos[i].state);
	}
	status = warehouse->repos_len > 0 ? warehouse_ask(warehouse, &ask, err)
					  : HSCAN_OK;
	warehouse_tables_clear(&tables);
	return status;
}

/* --- */

enum hscan_status
hscan_warehouse_open(struct hscan_clickhouse *clickhouse,
    struct hscan_warehouse **out, struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = calloc(1, sizeof(*warehouse));
	enum hscan_status status;

	if (!warehouse)
		return hscan_no_memory(err);
	hscan_arena_init(&warehouse->arena);
	hscan_buf_init(&warehouse->maintainers, LARGEST_TABLE);
	warehouse->kind = clickhouse_kind;
	warehouse->kind.of = warehouse;
	warehouse->clickhouse = clickhouse;
	warehouse_set_counts(warehouse);
	warehouse->shadowed.gather = warehouse_gather;
	status = hscan_store_open_shadow(
	    &warehouse->shadowed, &warehouse->store, err);
	if (status == HSCAN_OK)
		status = read_closed(warehouse, err);
	if (status == HSCAN_OK)
		status = read_names(warehouse, err);
	if (status == HSCAN_OK)
		*out = warehouse;
	else
		hscan_warehouse_close(warehouse);
	return status;
}

void
hscan_warehouse_close(struct hscan_warehouse *warehouse)
{
	if (!warehouse)
		return;
	hscan_store_close(warehouse->store);
	hscan_buf_clear(&warehouse->maintainers);
	warehouse_forget_counts(warehouse);
	free(warehouse->counted);
	free(warehouse->batch);
	free(warehouse->repos);
	hscan_arena_clear(&warehouse->arena);
	free(warehouse);
}

struct hscan_store *
hscan_warehouse_store(struct hscan_warehouse *warehouse)
{
	return warehouse->store;
}

const struct hscan_engine_kind *
hscan_warehouse_kind(const struct hscan_warehouse *warehouse)
{
	return &warehouse->kind;
}
