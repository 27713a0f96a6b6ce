/* SPDX-License-Identifier: MIT */
/* Asks a question of a file: puts the text together, and the tables that go
 * with it. */
#include <string.h>

#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

enum { LONGEST_TEXT = 1024 * 1024, LARGEST_TABLE = 256 * 1024 * 1024 };

void
warehouse_tables_init(struct warehouse_tables *tables)
{
	*tables = (struct warehouse_tables){.len = 0};
}

void
warehouse_tables_clear(struct warehouse_tables *tables)
{
	for (size_t i = 0; i < tables->len; i++)
		hscan_buf_clear(&tables->rows[i]);
	tables->len = 0;
}

struct hscan_buf *
warehouse_table(
    struct warehouse_tables *tables, const char *name, const char *structure)
{
	size_t at = 0;

	while (at < tables->len && strcmp(tables->at[at].name, name) != 0)
		at++;
	if (at == tables->len) {
		hscan_buf_init(&tables->rows[at], LARGEST_TABLE);
		tables->len++;
	}
	hscan_buf_reset(&tables->rows[at]);
	tables->at[at] = (struct hscan_clickhouse_table){
	    .name = name, .structure = structure};
	return &tables->rows[at];
}

/* Those that the question names. */
static enum hscan_status
choose_tables(struct warehouse_tables *tables, const char *sql,
    struct hscan_clickhouse_table *out, size_t *len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*len = 0;
	for (size_t i = 0; tables && i < tables->len && status == HSCAN_OK;
	     i++) {
		if (!strstr(sql, tables->at[i].name))
			continue;
		status = hscan_buf_check(
		    &tables->rows[i], "what a question is about", err);
		out[*len] = tables->at[i];
		out[(*len)++].rows = hscan_buf_text(&tables->rows[i]);
	}
	return status;
}

static enum hscan_status
send(struct hscan_warehouse *warehouse, const struct warehouse_ask *ask,
    const char *sql, struct hscan_error *err)
{
	struct hscan_clickhouse_table tables[WAREHOUSE_TABLES];
	struct hscan_clickhouse_ask question = {
	    .sql = sql,
	    .columns = ask->columns,
	    .column_count = ask->columns_len,
	    .sorted = ask->sorted,
	    .tables = tables,
	    /* All of a repository is on one shard, so that is where it is
	     * joined. */
	    .settings = "distributed_product_mode=local",
	    .on_row = ask->on_row,
	    .payload = ask->payload,
	};
	enum hscan_status status =
	    choose_tables(ask->tables, sql, tables, &question.table_count, err);

	return status == HSCAN_OK
		   ? hscan_clickhouse_ask(warehouse->clickhouse, &question, err)
		   : status;
}

enum hscan_status
warehouse_ask(struct hscan_warehouse *warehouse,
    const struct warehouse_ask *ask, struct hscan_error *err)
{
	struct warehouse_text text = ask->text;
	struct hscan_buf sql;
	enum hscan_status status;

	text.warehouse = warehouse;
	hscan_buf_init(&sql, LONGEST_TEXT);
	status = warehouse_add_text(&text, ask->path, &sql, err);
	if (status == HSCAN_OK)
		status = send(warehouse, ask, hscan_buf_string(&sql), err);
	hscan_buf_clear(&sql);
	return status;
}

void
warehouse_add_batch(
    const struct hscan_warehouse *warehouse, bool states, struct hscan_buf *out)
{
	for (size_t i = 0; i < warehouse->batch_len; i++) {
		const struct warehouse_repo *repo = warehouse->batch[i].repo;

		(void)hscan_rowbinary_i64(out, repo->repo_id);
		(void)hscan_rowbinary_i64(
		    out, states ? repo->state : repo->facts);
	}
}
