/* SPDX-License-Identifier: MIT */
/*
 * Digests: of each table and repository, how many rows there should be and the
 * sum of a number made of each, kept in the transactions that change the rows.
 *
 * The number of a row is the number of its key, and for each other column that
 * is not NULL one made of the key, the column and the value, all added up. So
 * the order of rows does not matter, a column that changes takes away the
 * number of the old value and adds that of the new, and a column that is added
 * to a table changes nothing as long as it is NULL.
 */
#include <string.h>

#include "store/internal.h"

enum hscan_status
store_digest_put(struct hscan_store *store, struct store_digest *digest,
    struct hscan_error *err)
{
	struct store_call call = store_statement_begin(store, STORE_PUT_DIGEST);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", digest->repo_id);
	store_bind_i64(&call, ":part", (int64_t)digest->part);
	store_bind_i64(&call, ":rows", digest->tally.rows);
	store_bind_i64(&call, ":keys", (int64_t)digest->tally.keys);
	store_bind_i64(&call, ":sum", (int64_t)digest->tally.sum);
	status = store_statement_end(&call, "cannot store a digest", err);
	if (status == HSCAN_OK)
		digest->changed = false;
	return status;
}

enum hscan_status
store_digest_get(struct hscan_store *store, int64_t repo_id,
    enum store_part part, struct store_tally *out, struct hscan_error *err)
{
	struct store_call call = store_statement_begin(store, STORE_GET_DIGEST);
	struct store_tally tally = {0};
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":part", (int64_t)part);
	if (store_statement_row(&call)) {
		tally.rows = sqlite3_column_int64(call.stmt, 0);
		tally.keys = (uint64_t)sqlite3_column_int64(call.stmt, 1);
		tally.sum = (uint64_t)sqlite3_column_int64(call.stmt, 2);
	}
	status = store_statement_end(&call, "cannot read a digest", err);
	if (status == HSCAN_OK)
		*out = tally;
	return status;
}

/* The one of a part, from the file when it is not known. What is in its place
 * goes into the file if it must. */
enum hscan_status
store_digest_find(struct hscan_store *store, int64_t repo_id,
    enum store_part part, struct store_digest **out, struct hscan_error *err)
{
	uint64_t place = (uint64_t)repo_id * STORE_PARTS + (uint64_t)part;
	struct store_digest *digest = &store->digests[place % STORE_DIGESTS];
	enum hscan_status status = HSCAN_OK;

	*out = digest;
	if (digest->part == part && digest->repo_id == repo_id)
		return HSCAN_OK;
	if (digest->part != STORE_NO_PART && digest->changed)
		status = store_digest_put(store, digest, err);
	if (status != HSCAN_OK)
		return status;
	*digest = (struct store_digest){.repo_id = repo_id};
	status = store_digest_get(store, repo_id, part, &digest->tally, err);
	if (status == HSCAN_OK)
		digest->part = part;
	return status;
}

enum hscan_status
store_digest_flush(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < STORE_DIGESTS && status == HSCAN_OK; i++)
		if (store->digests[i].part != STORE_NO_PART &&
		    store->digests[i].changed)
			status =
			    store_digest_put(store, &store->digests[i], err);
	return status;
}

void
store_digest_forget(struct hscan_store *store)
{
	for (size_t i = 0; i < STORE_DIGESTS; i++)
		store->digests[i].part = STORE_NO_PART;
}
