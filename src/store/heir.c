/* SPDX-License-Identifier: MIT */
/*
 * What was said of a group is kept with one of its members. When that one is
 * forgotten, another keeps it: the group is still there, and an alert of it
 * that is open must neither vanish nor be told again.
 */
#include "base/text.h"
#include "store/alerts.h"
#include "store/internal.h"

static const char doing[] = "cannot move what was said of a group";

static const struct {
	enum store_statement drop, leave;
} tables[] = {
    {STORE_DROP_SCOPE_ALERT_RUN, STORE_LEAVE_ALERT_RUN},
    {STORE_DROP_SCOPE_ALERT, STORE_LEAVE_ALERT},
    {STORE_DROP_SCOPE_ALERT_TURN, STORE_LEAVE_ALERT_TURN},
    {STORE_DROP_SCOPE_NOTIFICATION, STORE_LEAVE_NOTIFICATION},
    {STORE_DROP_SCOPE_GATE_PASS, STORE_LEAVE_GATE_PASS},
    {STORE_DROP_SCOPE_SCAN_RESULT, STORE_LEAVE_SCAN_RESULT},
};

/* What one repository leaves to another. */
struct bequest {
	struct hscan_store *store;
	int64_t from;
	const struct hscan_heirs *heirs;
	int64_t *left; /* rows */
	struct hscan_error *err;
};

static enum hscan_status
leave_table(
    const struct bequest *b, size_t i, int64_t heir, struct hscan_text scope)
{
	struct store_call call = store_call_begin(b->store, tables[i].drop);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", heir);
	store_bind_text(&call, ":scope", scope);
	status = store_call_end(&call, doing, b->err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(b->store, tables[i].leave);
	store_bind_i64(&call, ":repo_id", heir);
	store_bind_i64(&call, ":from_id", b->from);
	store_bind_text(&call, ":scope", scope);
	status = store_call_end(&call, doing, b->err);
	if (status == HSCAN_OK)
		*b->left += sqlite3_changes(b->store->db);
	return status;
}

/* Unless another one keeps what is newer. */
static enum hscan_status
leave_scope(const struct bequest *b, struct hscan_text scope)
{
	int64_t keeper = 0, heir = 0;
	enum hscan_status status =
	    hscan_store_find_alert_run(b->store, scope, &keeper, b->err);

	if (status != HSCAN_OK || (keeper != 0 && keeper != b->from))
		return status;
	status =
	    b->heirs->find(scope, b->from, &heir, b->heirs->payload, b->err);
	if (heir == 0)
		return status;
	for (size_t i = 0;
	     i < sizeof(tables) / sizeof(tables[0]) && status == HSCAN_OK; i++)
		status = leave_table(b, i, heir, scope);
	return status;
}

/* A question about a group begins with its name, "@NAME". */
enum hscan_status
store_leave_groups(struct hscan_store *store, int64_t from,
    const struct hscan_heirs *heirs, int64_t *left, struct hscan_error *err)
{
	const struct bequest b = {store, from, heirs, left, err};
	struct store_call call = store_call_begin(store, STORE_EACH_SCOPE);
	enum hscan_status status = HSCAN_OK, ended;

	*left = 0;
	store_bind_i64(&call, ":repo_id", from);
	while (status == HSCAN_OK && store_call_row(&call)) {
		struct hscan_text scope = store_text(call.stmt, 0);

		if (hscan_text_starts(scope, "@"))
			status = leave_scope(&b, scope);
	}
	ended = store_call_end(&call, doing, status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}
