/* SPDX-License-Identifier: MIT */
/* What scans said of a repository; see scan_results.h. */
#include "store/scan_results.h"

#include <string.h>

#include "base/text.h"
#include "store/internal.h"

static void
take_name(sqlite3_stmt *row, int column, char *out, size_t size)
{
	struct hscan_text name = store_text(row, column);
	size_t len = name.len < size ? name.len : size - 1;

	if (len > 0)
		memcpy(out, name.ptr, len);
	out[len] = '\0';
}

enum hscan_status
hscan_store_get_scan_result(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, int64_t before, struct hscan_scan_result *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_SCAN_RESULT);
	struct hscan_scan_result found = {.as_of = HSCAN_NEVER};
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_i64(&call, ":before", before);
	if (store_call_row(&call)) {
		found.as_of = sqlite3_column_int64(call.stmt, 0);
		take_name(call.stmt, 1, found.verdict, sizeof(found.verdict));
		take_name(call.stmt, 2, found.life, sizeof(found.life));
	}
	status = store_call_end(&call, "cannot read what a scan said", err);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}

static void
bind_name(struct store_call *call, const char *parameter, const char *name)
{
	if (name[0] != '\0')
		store_bind_text(call, parameter, hscan_text_of(name));
	else
		store_bind_null(call, parameter);
}

enum hscan_status
hscan_store_put_scan_result(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, const struct hscan_scan_result *result,
    struct hscan_error *err)
{
	static const char doing[] = "cannot store what a scan said";
	struct store_call call = store_call_begin(store, STORE_PUT_SCAN_RESULT);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_i64(&call, ":as_of", result->as_of);
	bind_name(&call, ":verdict", result->verdict);
	bind_name(&call, ":class", result->life);
	status = store_call_end(&call, doing, err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_PRUNE_SCAN_RESULTS);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	return store_call_end(&call, doing, err);
}
