/* SPDX-License-Identifier: MIT */
/* The repositories that are asked about together: what is small of them comes
 * to the shadow, and all of their rows have to be there. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

/* --- which --- */

/* From the first on, those of its host. */
static enum hscan_status
choose(struct hscan_warehouse *warehouse, const int64_t *ids, size_t len,
    size_t *taken, struct hscan_error *err)
{
	struct warehouse_one *batch = hscan_grow(
	    warehouse->batch, &warehouse->batch_room, len, sizeof(*batch));

	if (!batch)
		return hscan_no_memory(err);
	warehouse->batch = batch;
	warehouse->batch_len = 0;
	for (*taken = 0; *taken < len; ++*taken) {
		const struct warehouse_repo wanted = {.repo_id = ids[*taken]};
		const struct warehouse_repo *repo =
		    bsearch(&wanted, warehouse->repos, warehouse->repos_len,
			sizeof(wanted), warehouse_by_id);

		if (!repo)
			return hscan_fail(err, HSCAN_EINVAL,
			    "a repository is asked for that is not there");
		if (*taken > 0 && repo->host != batch[0].repo->host)
			break;
		batch[*taken] = (struct warehouse_one){.repo = repo};
	}
	qsort(batch, *taken, sizeof(*batch), warehouse_one_by_id);
	/* One that is named twice is one. */
	for (size_t i = 0; i < *taken; i++)
		if (warehouse->batch_len == 0 ||
		    batch[i].repo != batch[warehouse->batch_len - 1].repo)
			batch[warehouse->batch_len++] = batch[i];
	return HSCAN_OK;
}

/* --- what is small of them --- */

/* The rows of states, on their way. */
struct states {
	struct hscan_warehouse *warehouse;
	struct warehouse_one *one;
	/* The last row: the same once more is no other. */
	char part[40];
	uint64_t place;
};

static bool
is_again(struct states *states, struct warehouse_one *one,
    struct hscan_text part, uint64_t place)
{
	bool again = states->one == one && states->place == place &&
		     hscan_text_is(part, states->part);

	states->one = one;
	states->place = place;
	states->part[0] = '\0';
	if (part.len < sizeof(states->part)) {
		memcpy(states->part, part.ptr, part.len);
		states->part[part.len] = '\0';
	}
	return again;
}

/* [7, 123]: a repository by a number of its store, and an account. */
static enum hscan_status
take_maintainer(struct hscan_warehouse *warehouse,
    const struct warehouse_one *one, struct hscan_text row,
    struct hscan_error *err)
{
	struct hscan_text rest = hscan_text_trim(row);
	int64_t actor_id = 0;

	(void)hscan_text_split(&rest, ',');
	if (!hscan_text_ends(rest, "]") ||
	    !hscan_parse_i64(
		hscan_text_trim((struct hscan_text){rest.ptr, rest.len - 1}),
		INT64_MIN, INT64_MAX, &actor_id))
		return hscan_fail(err, HSCAN_EPARSE,
		    "a row of 'maintainer' is not one that this version has");
	(void)hscan_rowbinary_i64(&warehouse->maintainers, one->repo->repo_id);
	(void)hscan_rowbinary_i64(&warehouse->maintainers, actor_id);
	return HSCAN_OK;
}

static enum hscan_status
on_state(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct states *states = payload;
	struct hscan_text part = values[1].text, row = values[3].text;
	struct warehouse_one *one =
	    warehouse_find(states->warehouse, values[0].i64);

	if (!one || is_again(states, one, part, values[2].u64))
		return HSCAN_OK;
	one->states++;
	if (hscan_text_is(part, "repo") || hscan_text_is(part, "repo_name"))
		return HSCAN_OK;
	if (hscan_text_is(part, "count"))
		return warehouse_take_count(one, row, err);
	if (hscan_text_is(part, "maintainer"))
		return take_maintainer(states->warehouse, one, row, err);
	return hscan_store_put_shadow(
	    states->warehouse->store, part, one->repo->repo_id, row, err);
}

static enum hscan_status
read_states(struct hscan_warehouse *warehouse, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"part", HSCAN_CLICKHOUSE_STRING},
	    {"place", HSCAN_CLICKHOUSE_U32},
	    {"row", HSCAN_CLICKHOUSE_STRING},
	};
	struct states states = {.warehouse = warehouse};
	struct warehouse_tables tables;
	const struct warehouse_ask ask = {
	    .path = "clickhouse/engine/state.sql",
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 3,
	    .on_row = on_state,
	    .payload = &states,
	};
	enum hscan_status status;

	warehouse_tables_init(&tables);
	warehouse_add_batch(warehouse, true,
	    warehouse_table(
		&tables, "ask_repo", "repo_id Int64, generation Int64"));
	status = warehouse_ask(warehouse, &ask, err);
	warehouse_tables_clear(&tables);
	for (size_t i = 0; i < warehouse->batch_len && status == HSCAN_OK; i++)
		if (warehouse->batch[i].states !=
		    warehouse->batch[i].repo->states)
			status = warehouse_not_whole(
			    warehouse, warehouse->batch[i].repo->repo_id, err);
	return status;
}

enum hscan_status
warehouse_gather(void *payload, struct hscan_store *store, const int64_t *ids,
    size_t len, size_t *taken, struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = payload;
	enum hscan_status status = hscan_store_drop_shadows(store, err);

	warehouse_forget_counts(warehouse);
	hscan_buf_reset(&warehouse->maintainers);
	warehouse->checked = warehouse->twice = false;
	if (status == HSCAN_OK)
		status = choose(warehouse, ids, len, taken, err);
	return status == HSCAN_OK ? read_states(warehouse, err) : status;
}
