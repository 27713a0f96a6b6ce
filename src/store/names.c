/* SPDX-License-Identifier: MIT */
/* By which names repositories have been met. Forges keep old names until
 * somebody else takes them: what a clone or a list still calls a repository
 * finds it here, and nobody else. */
#include <stdio.h>

#include "base/text.h"
#include "store/internal.h"

struct hscan_text
store_full_name(const struct hscan_repo_name *name, char out[STORE_FULL_NAME])
{
	(void)snprintf(out, STORE_FULL_NAME, "%s/%s", name->owner, name->name);
	return hscan_text_of(out);
}

enum hscan_status
hscan_store_put_name(struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t number, int64_t now,
    struct hscan_error *err)
{
	static const char doing[] = "cannot store a name";
	struct store_call call = store_call_begin(store, STORE_PUT_NAME);
	char full[STORE_FULL_NAME];
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(name->host));
	store_bind_text(&call, ":full_name", store_full_name(name, full));
	store_bind_i64(&call, ":forge_id", number);
	store_bind_i64(&call, ":first_seen", now);
	store_bind_i64(&call, ":last_seen", now);
	status = store_call_end(&call, doing, err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_END_NAME);
	store_bind_i64(&call, ":now", now);
	store_bind_text(&call, ":host", hscan_text_of(name->host));
	store_bind_text(&call, ":full_name", hscan_text_of(full));
	store_bind_i64(&call, ":forge_id", number);
	return store_call_end(&call, doing, err);
}

enum hscan_status
hscan_store_get_name(struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t *number,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_NAME);
	char full[STORE_FULL_NAME];
	int64_t found = 0;
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(name->host));
	store_bind_text(&call, ":full_name", store_full_name(name, full));
	if (store_call_row(&call))
		found = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot read a name", err);
	if (status == HSCAN_OK)
		*number = found;
	return status;
}
