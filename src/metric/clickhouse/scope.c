/* SPDX-License-Identifier: MIT */
/* What every question is about: the windows, and the repositories with what is
 * known of them. */
#include <string.h>

#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

/* Of clones that no forge knows, as the queries have it. */
static const char local_host[] = "local";

struct warehouse_text
clickhouse_text(const struct clickhouse_engine *engine)
{
	const struct hscan_engine_scope *scope = engine->base.scope;

	return (struct warehouse_text){
	    .history_events = scope->history_events,
	    .windows = scope->windows,
	    .windows_len = scope->windows_len,
	};
}

/* What the store says of one: whether a clone was read, whether the forge's
 * lists tell of the documentation, and whether no forge knows it. */
static enum hscan_status
add_known(struct clickhouse_engine *engine, const struct warehouse_one *one,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_store *store = engine->warehouse->store;
	int64_t repo_id = one->repo->repo_id;
	struct hscan_stored_head head;
	struct hscan_listing listing;
	enum hscan_status status =
	    hscan_store_get_head(store, repo_id, &head, err);

	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_listing(store, repo_id, &listing, err);
	if (status == HSCAN_OK) {
		(void)hscan_rowbinary_i64(out, repo_id);
		(void)hscan_rowbinary_u8(out, head.walked);
		(void)hscan_rowbinary_u8(out, listing.preferred);
		(void)hscan_rowbinary_u8(
		    out, strcmp(one->repo->host, local_host) == 0);
		hscan_listing_clear(&listing);
	}
	hscan_stored_head_clear(&head);
	return status;
}

/* Those that are asked for, and what is known of each. */
enum hscan_status
clickhouse_add_repos(
    struct clickhouse_engine *engine, const bool *of, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->base.scope;
	struct hscan_buf *repos = warehouse_table(
	    &engine->tables, "ask_repo", "repo_id Int64, generation Int64");
	struct hscan_buf *known = warehouse_table(&engine->tables, "ask_known",
	    "repo_id Int64, git_read UInt8, rest UInt8, local UInt8");
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < scope->repos && status == HSCAN_OK; i++) {
		const struct warehouse_one *one =
		    warehouse_find(engine->warehouse, scope->repo_ids[i]);

		if (!one)
			return warehouse_not_whole(
			    engine->warehouse, scope->repo_ids[i], err);
		if (of && !of[i])
			continue;
		(void)hscan_rowbinary_i64(repos, one->repo->repo_id);
		(void)hscan_rowbinary_i64(repos, one->repo->facts);
		status = add_known(engine, one, known, err);
	}
	return status;
}

struct hscan_text
clickhouse_asked(const struct clickhouse_engine *engine)
{
	const struct warehouse_tables *tables = &engine->tables;

	for (size_t i = 0; i < tables->len; i++)
		if (strcmp(tables->at[i].name, "ask_repo") == 0)
			return hscan_buf_text(&tables->rows[i]);
	return (struct hscan_text){NULL, 0};
}
