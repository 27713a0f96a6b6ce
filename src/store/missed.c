/* SPDX-License-Identifier: MIT */
/* What a forge's lists tell and webhooks have not. */
#include "store/internal.h"

enum hscan_status
hscan_store_each_missed(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, hscan_store_missed_fn *take, void *payload,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_MISSED);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":start", from);
	store_bind_i64(&call, ":end", to);
	while (store_call_row(&call)) {
		const struct hscan_missed missed = {
		    .what = (enum hscan_fact)sqlite3_column_int(call.stmt, 0),
		    .number = sqlite3_column_int64(call.stmt, 1),
		    .at = sqlite3_column_int64(call.stmt, 2),
		};

		take(&missed, payload);
	}
	return store_call_end(
	    &call, "cannot compare what was synced with webhooks", err);
}
