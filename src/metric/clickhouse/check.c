/* SPDX-License-Identifier: MIT */
/* Those of the batch, and whether all rows of them that were sent are there:
 * from fewer nothing is computed. */
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/clickhouse/internal.h"

int
warehouse_by_id(const void *a, const void *b)
{
	const struct warehouse_repo *x = a, *y = b;

	return (x->repo_id > y->repo_id) - (x->repo_id < y->repo_id);
}

int
warehouse_one_by_id(const void *a, const void *b)
{
	const struct warehouse_one *x = a, *y = b;

	return warehouse_by_id(x->repo, y->repo);
}

struct warehouse_one *
warehouse_find(const struct hscan_warehouse *warehouse, int64_t repo_id)
{
	const struct warehouse_repo repo = {.repo_id = repo_id};
	const struct warehouse_one wanted = {.repo = &repo};

	return warehouse->batch_len > 0
		   ? bsearch(&wanted, warehouse->batch, warehouse->batch_len,
			 sizeof(wanted), warehouse_one_by_id)
		   : NULL;
}

enum hscan_status
warehouse_not_whole(
    struct hscan_warehouse *warehouse, int64_t repo_id, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	char name[200] = "a repository";

	if (hscan_store_get_repo(warehouse->store, repo_id, &stored, NULL) ==
	    HSCAN_OK)
		(void)hscan_safe(stored.repo.full_name, name, sizeof(name));
	hscan_stored_repo_clear(&stored);
	return hscan_fail(err, HSCAN_ENET,
	    "%s cannot be computed: rows that were exported of it are missing "
	    "on %s; export it again",
	    name, hscan_clickhouse_name(warehouse->clickhouse));
}

/* --- whether all of them are there --- */

/* What there is, against what was sent. */
struct check {
	struct hscan_warehouse *warehouse;
	int64_t *rows; /* of each of the batch, WAREHOUSE_FACTS */
};

static enum hscan_status
on_rows(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct check *check = payload;
	const struct warehouse_one *one =
	    warehouse_find(check->warehouse, values[0].i64);
	uint64_t fact = values[1].u64;

	(void)err;
	if (one && fact < WAREHOUSE_FACTS)
		check->rows[(size_t)(one - check->warehouse->batch) *
				WAREHOUSE_FACTS +
			    fact] = (int64_t)values[2].u64;
	return HSCAN_OK;
}

static enum hscan_status
count_rows(struct check *check, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"fact", HSCAN_CLICKHOUSE_U8},
	    {"rows", HSCAN_CLICKHOUSE_U64},
	};
	struct hscan_warehouse *warehouse = check->warehouse;
	struct warehouse_tables tables;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/rows.sql",
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_rows,
	    .payload = check,
	};
	enum hscan_status status;

	memset(check->rows, 0,
	    warehouse->batch_len * WAREHOUSE_FACTS * sizeof(*check->rows));
	warehouse_tables_init(&tables);
	warehouse_add_batch(warehouse, false,
	    warehouse_table(
		&tables, "ask_repo", "repo_id Int64, generation Int64"));
	status = warehouse_ask(warehouse, &ask, err);
	warehouse_tables_clear(&tables);
	return status;
}

/* Holds them against each other: the first that has fewer rows than it should;
 * NULL: there is none. */
static const struct warehouse_one *
find_lacking(const struct check *check, bool *more)
{
	const struct hscan_warehouse *warehouse = check->warehouse;
	const struct warehouse_one *lacking = NULL;

	*more = false;
	for (size_t i = 0; i < warehouse->batch_len * WAREHOUSE_FACTS; i++) {
		const struct warehouse_one *one =
		    &warehouse->batch[i / WAREHOUSE_FACTS];
		int64_t sent = one->repo->rows[i % WAREHOUSE_FACTS];

		if (check->rows[i] < sent && !lacking)
			lacking = one;
		*more |= check->rows[i] > sent;
	}
	return lacking;
}

/* Where rows were sent twice each has to be read once. */
static enum hscan_status
compare(struct check *check, struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = check->warehouse;
	const struct warehouse_one *lacking = NULL;
	enum hscan_status status = count_rows(check, err);

	if (status != HSCAN_OK)
		return status;
	lacking = find_lacking(check, &warehouse->twice);
	if (!lacking && warehouse->twice) {
		bool more;

		status = count_rows(check, err);
		if (status != HSCAN_OK)
			return status;
		lacking = find_lacking(check, &more);
	}
	return lacking
		   ? warehouse_not_whole(warehouse, lacking->repo->repo_id, err)
		   : HSCAN_OK;
}

enum hscan_status
warehouse_check(struct hscan_warehouse *warehouse, struct hscan_error *err)
{
	struct check check = {warehouse, NULL};
	enum hscan_status status;

	if (warehouse->checked || warehouse->batch_len == 0)
		return HSCAN_OK;
	check.rows =
	    calloc(warehouse->batch_len * WAREHOUSE_FACTS, sizeof(*check.rows));
	if (!check.rows)
		return hscan_no_memory(err);
	status = compare(&check, err);
	free(check.rows);
	warehouse->checked = status == HSCAN_OK;
	return status;
}
