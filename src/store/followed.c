/* SPDX-License-Identifier: MIT */
/* The repositories that deliveries come from; see followed.h. */
#include "store/followed.h"

#include "store/internal.h"

static struct hscan_followed
read_followed(sqlite3_stmt *stmt)
{
	return (struct hscan_followed){
	    .repo_id = sqlite3_column_int64(stmt, 0),
	    .host = store_text(stmt, 1),
	    .full_name = store_text(stmt, 2),
	    .waiting = sqlite3_column_int64(stmt, 3),
	    .firing = sqlite3_column_int(stmt, 4) != 0,
	    .synced_at = store_time(stmt, 5),
	};
}

enum hscan_status
hscan_store_each_followed(struct hscan_store *store, int64_t repo_id,
    hscan_followed_fn *take, void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_FOLLOWED);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":first", repo_id);
	store_bind_i64(&call, ":last", repo_id ? repo_id : INT64_MAX);
	while (status == HSCAN_OK && store_call_row(&call)) {
		struct hscan_followed followed = read_followed(call.stmt);

		status = take(&followed, payload, err);
	}
	ended = store_call_end(&call, "cannot list what is followed",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}
