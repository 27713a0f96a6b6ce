/* SPDX-License-Identifier: MIT */
/* Items that a sweep has met, and those that have vanished. */
#include "store/internal.h"

enum hscan_status
hscan_store_mark_one_swept(struct hscan_store *store, int64_t repo_id,
    int64_t number, int64_t began, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_MARK_SWEPT);

	store_bind_i64(&call, ":at", began);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	return store_call_end(&call, "cannot store that an item is there", err);
}

enum hscan_status
hscan_store_mark_swept(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *items, size_t len, int64_t began,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = hscan_store_mark_one_swept(
		    store, repo_id, items[i].number, began, err);
	return status;
}

enum hscan_status
hscan_store_put_gone(struct hscan_store *store, int64_t repo_id, int64_t number,
    int64_t at, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_GONE);
	enum hscan_status status;

	store_bind_i64(&call, ":at", at);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	status =
	    store_call_end(&call, "cannot store that an item is gone", err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_CLEAR_ITEM_DOUBTS);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	return store_call_end(&call, "cannot store that an item is gone", err);
}

enum hscan_status
hscan_store_unswept(struct hscan_store *store, int64_t repo_id, int64_t above,
    int64_t began, int64_t *numbers, size_t most, size_t *len,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_UNSWEPT);
	size_t count = 0;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", above);
	store_bind_i64(&call, ":began", began);
	store_bind_i64(&call, ":most", (int64_t)most);
	while (count < most && store_call_row(&call))
		numbers[count++] = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot list items", err);
	if (status == HSCAN_OK)
		*len = count;
	return status;
}
