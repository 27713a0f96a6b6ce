/* SPDX-License-Identifier: MIT */
/* Alerts, their turns, and the values of passed gates; see alerts.h. */
#include "store/alerts.h"

#include "base/text.h"
#include "store/internal.h"

enum hscan_status
hscan_store_get_alert_run(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, int64_t *at, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_ALERT_RUN);
	int64_t found = HSCAN_NEVER;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	if (store_call_row(&call))
		found = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot read the alerts", err);
	if (status == HSCAN_OK)
		*at = found;
	return status;
}

enum hscan_status
hscan_store_put_alert_run(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, int64_t at, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_ALERT_RUN);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_i64(&call, ":at_run", at);
	return store_call_end(&call, "cannot store the alerts", err);
}

enum hscan_status
hscan_store_find_alert_run(struct hscan_store *store, struct hscan_text scope,
    int64_t *repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_ALERT_RUN);
	int64_t found = 0;
	enum hscan_status status;

	store_bind_text(&call, ":scope", scope);
	if (store_call_row(&call))
		found = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot read the alerts", err);
	if (status == HSCAN_OK)
		*repo_id = found;
	return status;
}

static void
bind_key(struct store_call *call, const struct hscan_alert_key *key)
{
	store_bind_i64(call, ":repo_id", key->repo_id);
	store_bind_text(call, ":scope", key->scope);
	store_bind_text(call, ":metric", key->metric);
	store_bind_i64(call, ":kind", key->kind);
}

static struct hscan_alert_state
read_state(sqlite3_stmt *stmt, int column)
{
	return (struct hscan_alert_state){
	    .firing = sqlite3_column_int(stmt, column) != 0,
	    .since = sqlite3_column_int64(stmt, column + 1),
	    .calm = sqlite3_column_int64(stmt, column + 2),
	};
}

enum hscan_status
hscan_store_get_alert(struct hscan_store *store,
    const struct hscan_alert_key *key, struct hscan_stored_alert *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_ALERT);
	struct hscan_stored_alert found = {.at_run = HSCAN_NEVER};
	enum hscan_status status;

	bind_key(&call, key);
	if (store_call_row(&call)) {
		found.now = read_state(call.stmt, 0);
		found.was = read_state(call.stmt, 3);
		found.at_run = sqlite3_column_int64(call.stmt, 6);
	}
	status = store_call_end(&call, "cannot read an alert", err);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}

enum hscan_status
hscan_store_put_alert(struct hscan_store *store,
    const struct hscan_alert_key *key, const struct hscan_stored_alert *alert,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_ALERT);

	bind_key(&call, key);
	store_bind_i64(&call, ":firing", alert->now.firing);
	store_bind_i64(&call, ":since", alert->now.since);
	store_bind_i64(&call, ":calm", alert->now.calm);
	store_bind_i64(&call, ":was_firing", alert->was.firing);
	store_bind_i64(&call, ":was_since", alert->was.since);
	store_bind_i64(&call, ":was_calm", alert->was.calm);
	store_bind_i64(&call, ":at_run", alert->at_run);
	return store_call_end(&call, "cannot store an alert", err);
}

enum hscan_status
hscan_store_get_turn(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, bool *found, bool *firing,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_TURN);
	bool there, fired = false;
	enum hscan_status status;

	bind_key(&call, key);
	store_bind_i64(&call, ":at", at);
	there = store_call_row(&call);
	if (there)
		fired = sqlite3_column_int(call.stmt, 0) != 0;
	status = store_call_end(&call, "cannot read an alert", err);
	if (status != HSCAN_OK)
		return status;
	*found = there;
	*firing = fired;
	return HSCAN_OK;
}

enum hscan_status
hscan_store_put_turn(struct hscan_store *store,
    const struct hscan_alert_turn *turn, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_TURN);

	bind_key(&call, &turn->key);
	store_bind_i64(&call, ":at", turn->at);
	store_bind_i64(&call, ":firing", turn->firing);
	if (turn->has_value)
		store_bind_double(&call, ":value", turn->value);
	else
		store_bind_null(&call, ":value");
	store_bind_text(&call, ":message", turn->message);
	return store_call_end(&call, "cannot store an alert", err);
}

enum hscan_status
hscan_store_drop_turn(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DROP_TURN);

	bind_key(&call, key);
	store_bind_i64(&call, ":at", at);
	return store_call_end(&call, "cannot store an alert", err);
}

enum hscan_status
hscan_store_put_notification(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, struct hscan_text body,
    struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_PUT_NOTIFICATION);

	bind_key(&call, key);
	store_bind_i64(&call, ":at", at);
	store_bind_text(&call, ":body", body);
	if (store_call_row(&call))
		store_digest_key(&call, sqlite3_column_int64(call.stmt, 0));
	return store_call_end(&call, "cannot store a notification", err);
}

enum hscan_status
hscan_store_drop_notification(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_DROP_NOTIFICATION);

	bind_key(&call, key);
	store_bind_i64(&call, ":at", at);
	return store_call_end(&call, "cannot store a notification", err);
}

enum hscan_status
hscan_store_next_notification(struct hscan_store *store, int64_t repo_id,
    int64_t *id, struct hscan_buf *body, int64_t *waiting,
    struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_NEXT_NOTIFICATION);
	int64_t found = 0, count = 0;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	if (store_call_row(&call)) {
		found = sqlite3_column_int64(call.stmt, 0);
		(void)hscan_buf_add_text(body, store_text(call.stmt, 1));
		count = sqlite3_column_int64(call.stmt, 2);
	}
	status = store_call_end(&call, "cannot read the notifications", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(body, "a notification", err);
	if (status != HSCAN_OK)
		return status;
	*id = found;
	*waiting = count;
	return HSCAN_OK;
}

enum hscan_status
hscan_store_put_notified(struct hscan_store *store, int64_t repo_id, int64_t id,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_NOTIFIED);

	store_bind_i64(&call, ":notification_id", id);
	store_bind_i64(&call, ":repo_id", repo_id);
	return store_call_end(&call, "cannot store a notification", err);
}

enum hscan_status
hscan_store_each_turn(struct hscan_store *store, int64_t repo_id,
    hscan_store_turn_fn *take, void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_TURN);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	while (status == HSCAN_OK && store_call_row(&call)) {
		sqlite3_stmt *row = call.stmt;
		const struct hscan_alert_turn turn = {
		    .key =
			{
			    .repo_id = sqlite3_column_int64(row, 0),
			    .scope = store_text(row, 1),
			    .metric = store_text(row, 2),
			    .kind = sqlite3_column_int64(row, 3),
			},
		    .at = sqlite3_column_int64(row, 4),
		    .firing = sqlite3_column_int(row, 5) != 0,
		    .has_value = sqlite3_column_type(row, 6) != SQLITE_NULL,
		    .value = sqlite3_column_double(row, 6),
		    .message = store_text(row, 7),
		};

		status = take(&turn, sqlite3_column_int(row, 10) != 0,
		    store_text(row, 8).ptr, store_text(row, 9), payload, err);
	}
	ended = store_call_end(
	    &call, "cannot list the alerts", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_get_passed(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, struct hscan_text metric, int64_t before,
    struct hscan_gate_value *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_PASSED);
	struct hscan_gate_value found = {0};
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_text(&call, ":metric", metric);
	store_bind_i64(&call, ":before", before);
	if (store_call_row(&call)) {
		found.known = true;
		found.value = sqlite3_column_double(call.stmt, 0);
		found.has_interval =
		    sqlite3_column_type(call.stmt, 1) != SQLITE_NULL;
		found.low = sqlite3_column_double(call.stmt, 1);
		found.high = sqlite3_column_double(call.stmt, 2);
	}
	status = store_call_end(&call, "cannot read what passed", err);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}

enum hscan_status
hscan_store_put_passed(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, struct hscan_text metric, int64_t at,
    const struct hscan_gate_value *value, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_PASSED);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_text(&call, ":metric", metric);
	store_bind_i64(&call, ":at", at);
	store_bind_double(&call, ":value", value->value);
	if (value->has_interval) {
		store_bind_double(&call, ":low", value->low);
		store_bind_double(&call, ":high", value->high);
	} else {
		store_bind_null(&call, ":low");
		store_bind_null(&call, ":high");
	}
	status = store_call_end(&call, "cannot store what passed", err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_PRUNE_PASSED);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":scope", scope);
	store_bind_text(&call, ":metric", metric);
	store_bind_i64(&call, ":at", at);
	return store_call_end(&call, "cannot store what passed", err);
}
