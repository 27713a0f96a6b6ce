/* SPDX-License-Identifier: MIT */
/* Other sources than REST: from when to when they told, what they say was
 * deleted, and which deliveries were taken in. */
#include "base/grow.h"
#include "base/text.h"
#include "store/internal.h"

/* --- which repositories are told of by several --- */

static struct store_mixed *
slot_of(struct hscan_store *store, int64_t repo_id)
{
	return &store->mixed[(uint64_t)repo_id % STORE_MIXED];
}

enum hscan_status
hscan_store_is_mixed(struct hscan_store *store, int64_t repo_id, bool *out,
    struct hscan_error *err)
{
	struct store_mixed *slot = slot_of(store, repo_id);
	struct store_call call;
	enum hscan_status status;
	bool mixed;

	/* Outside of a transaction another process may write at any time. */
	if (store->in_transaction && slot->repo_id == repo_id) {
		*out = slot->mixed;
		return HSCAN_OK;
	}
	call = store_call_begin(store, STORE_IS_MIXED);
	store_bind_i64(&call, ":repo_id", repo_id);
	mixed = store_call_row(&call);
	status = store_call_end(&call, "cannot look up who told of it", err);
	if (status != HSCAN_OK)
		return status;
	*slot =
	    (struct store_mixed){store->in_transaction ? repo_id : 0, mixed};
	*out = mixed;
	return HSCAN_OK;
}

enum hscan_status
store_mixes(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, bool *out, struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_store_is_mixed(store, repo_id, out, err);

	/* What REST wrote later would not look for it. */
	if (status == HSCAN_OK && !*out && teller->source != HSCAN_SOURCE_REST)
		return hscan_fail(err, HSCAN_EINVAL,
		    "records by %s come before a span of its; please report "
		    "this with the version of healthscan",
		    hscan_source_name(teller->source));
	return status;
}

/* --- spans --- */

static const char not_span[] = "cannot store from when to when a source told";

/* Stored; the numbers never change. */
enum { SPAN_PARTIAL = 0, SPAN_COMPLETE = 1, SPAN_LIVE = 2 };

static void
bind_span(
    struct store_call *call, int64_t repo_id, const struct hscan_span *span)
{
	store_bind_i64(call, ":repo_id", repo_id);
	store_bind_text(call, ":stream", hscan_text_of(span->stream));
	store_bind_i64(call, ":source", (int64_t)span->source);
	store_bind_i64(call, ":complete",
	    span->complete ? SPAN_COMPLETE
	    : span->live   ? SPAN_LIVE
			   : SPAN_PARTIAL);
	store_bind_i64(call, ":ends_at", span->ends_at);
	store_bind_i64(call, ":starts_at", span->starts_at);
}

/* Makes it as long as it is with those around it. `*there`: one of them is as
 * long already. */
static enum hscan_status
widen(struct hscan_store *store, int64_t repo_id, struct hscan_span *span,
    bool *there, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_SPAN_AROUND);

	bind_span(&call, repo_id, span);
	if (store_call_row(&call)) {
		int64_t len = sqlite3_column_int64(call.stmt, 0);
		int64_t from = sqlite3_column_int64(call.stmt, 1);
		int64_t to = sqlite3_column_int64(call.stmt, 2);

		*there =
		    len == 1 && from <= span->starts_at && to >= span->ends_at;
		if (len > 0 && from < span->starts_at)
			span->starts_at = from;
		if (len > 0 && to > span->ends_at)
			span->ends_at = to;
	}
	return store_call_end(&call, not_span, err);
}

enum hscan_status
hscan_store_put_span(struct hscan_store *store, int64_t repo_id,
    const struct hscan_span *span, struct hscan_error *err)
{
	static const enum store_statement steps[] = {
	    STORE_DROP_SPANS, STORE_PUT_SPAN};
	struct hscan_span whole = *span;
	bool there = false, own = !store->in_transaction;
	enum hscan_status status = HSCAN_OK;

	if (own)
		status = hscan_store_begin(store, err);
	if (status == HSCAN_OK)
		status = widen(store, repo_id, &whole, &there, err);
	for (size_t i = 0; i < 2 && status == HSCAN_OK && !there; i++) {
		struct store_call call = store_call_begin(store, steps[i]);

		bind_span(&call, repo_id, &whole);
		status = store_call_end(&call, not_span, err);
	}
	store_forget_mixed(store);
	if (own && status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (own && status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

enum hscan_status
store_drop_span(struct hscan_store *store, int64_t repo_id,
    const struct hscan_span *span, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DROP_SPANS);

	bind_span(&call, repo_id, span);
	store_forget_mixed(store);
	return store_call_end(&call, not_span, err);
}

static const char not_spans[] = "cannot read from when to when a source told";

/* One more, of the statement's row. */
static enum hscan_status
add_span(struct store_call *call, struct hscan_arena *arena,
    struct hscan_span **spans, size_t *room, size_t len,
    struct hscan_error *err)
{
	struct hscan_text stream = store_text(call->stmt, 0);
	struct hscan_span *more =
	    hscan_grow_in(arena, *spans, room, len + 1, sizeof(*more));
	enum hscan_status status = store_keep(arena, &stream, err);

	if (!more)
		return hscan_no_memory(err);
	*spans = more;
	more[len] = (struct hscan_span){
	    .stream = stream.ptr,
	    .source = (enum hscan_source)sqlite3_column_int(call->stmt, 1),
	    .starts_at = sqlite3_column_int64(call->stmt, 2),
	    .ends_at = sqlite3_column_int64(call->stmt, 3),
	    .complete = sqlite3_column_int(call->stmt, 4) == SPAN_COMPLETE,
	    .live = sqlite3_column_int(call->stmt, 4) == SPAN_LIVE,
	};
	return status;
}

enum hscan_status
hscan_store_spans(struct hscan_store *store, int64_t repo_id,
    struct hscan_arena *arena, struct hscan_span **out, size_t *len,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_SPAN);
	struct hscan_span *spans = NULL;
	enum hscan_status status = HSCAN_OK, ended;
	size_t count = 0, room = 0;

	store_bind_i64(&call, ":repo_id", repo_id);
	for (; status == HSCAN_OK && store_call_row(&call); count++)
		status = add_span(&call, arena, &spans, &room, count, err);
	ended =
	    store_call_end(&call, not_spans, status == HSCAN_OK ? err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	if (status != HSCAN_OK)
		return status;
	*out = spans;
	*len = count;
	return HSCAN_OK;
}

/* --- what was deleted --- */

static const char not_removal[] = "cannot store that something was deleted";

/* The first and the last time that something was deleted, of what is not taken
 * back; HSCAN_NEVER: it was not. */
static enum hscan_status
find_removed(struct hscan_store *store, int64_t repo_id,
    const struct hscan_removal *of, int64_t *first, int64_t *last,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_REMOVED);

	*first = *last = HSCAN_NEVER;
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":kind", (int64_t)of->kind);
	store_bind_i64(&call, ":forge_id", of->id);
	if (store_call_row(&call)) {
		*first = store_time(call.stmt, 0);
		*last = store_time(call.stmt, 1);
	}
	return store_call_end(&call, "cannot read what was deleted", err);
}

enum hscan_status
store_find_removal(struct hscan_store *store, int64_t repo_id,
    struct hscan_removal *of, int64_t there_at, struct hscan_error *err)
{
	struct store_call call;
	int64_t last;
	enum hscan_status status =
	    find_removed(store, repo_id, of, &of->removed_at, &last, err);

	if (status != HSCAN_OK || of->removed_at == HSCAN_NEVER ||
	    of->removed_at >= there_at)
		return status;
	call = store_call_begin(store, STORE_TAKE_BACK);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":kind", (int64_t)of->kind);
	store_bind_i64(&call, ":forge_id", of->id);
	store_bind_i64(&call, ":later", there_at);
	status = store_call_end(&call, not_removal, err);
	if (status == HSCAN_OK)
		status = find_removed(
		    store, repo_id, of, &of->removed_at, &last, err);
	return status;
}

static enum hscan_status
put_removal(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_removal *removal,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_REMOVAL);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":kind", (int64_t)removal->kind);
	store_bind_i64(&call, ":forge_id", removal->id);
	store_bind_i64(&call, ":removed_at", removal->removed_at);
	store_bind_i64(&call, ":source", (int64_t)teller->source);
	return store_call_end(&call, not_removal, err);
}

/* When the item's row last changed; HSCAN_NEVER: there is none. */
static enum hscan_status
find_change(struct hscan_store *store, int64_t repo_id, int64_t number,
    int64_t *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_ITEM_KIND);

	*out = HSCAN_NEVER;
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	if (store_call_row(&call))
		*out = sqlite3_column_int64(call.stmt, 1);
	return store_call_end(&call, "cannot read an item", err);
}

/* Takes out what is there of it. */
static enum hscan_status
take_out(struct hscan_store *store, int64_t repo_id,
    const struct hscan_removal *removed, struct hscan_error *err)
{
	struct store_call call;

	if (removed->kind == HSCAN_REMOVAL_ITEM)
		return hscan_store_put_gone(
		    store, repo_id, removed->id, removed->removed_at, err);
	call = store_call_begin(store, removed->kind == HSCAN_REMOVAL_COMMENT
					   ? STORE_DROP_COMMENT
					   : STORE_DROP_RELEASE);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":forge_id", removed->id);
	return store_call_end(&call, not_removal, err);
}

enum hscan_status
store_apply_removal(struct hscan_store *store, int64_t repo_id,
    const struct hscan_removal *removal, struct hscan_error *err)
{
	struct hscan_removal removed = *removal;
	int64_t there_at = HSCAN_NEVER;
	enum hscan_status status = HSCAN_OK;

	if (removed.kind == HSCAN_REMOVAL_ITEM)
		status =
		    find_change(store, repo_id, removed.id, &there_at, err);
	if (status == HSCAN_OK)
		status =
		    store_find_removal(store, repo_id, &removed, there_at, err);
	return status == HSCAN_OK && removed.removed_at != HSCAN_NEVER
		   ? take_out(store, repo_id, &removed, err)
		   : status;
}

enum hscan_status
hscan_store_put_removals(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_removal *removals, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed;

	if (len > 0)
		status = store_mixes(store, teller, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		status = put_removal(store, teller, repo_id, &removals[i], err);
		if (status == HSCAN_OK)
			status = store_apply_removal(
			    store, repo_id, &removals[i], err);
	}
	return status;
}

/* --- deliveries --- */

enum hscan_status
hscan_store_put_delivery(struct hscan_store *store, struct hscan_text id,
    int64_t now, bool *known, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_DELIVERY);
	enum hscan_status status;

	store_bind_text(&call, ":delivery_id", id);
	store_bind_i64(&call, ":received_at", now);
	status = store_call_end(&call, "cannot store a delivery", err);
	if (status == HSCAN_OK)
		*known = sqlite3_changes(store->db) == 0;
	return status;
}

enum hscan_status
hscan_store_drop_deliveries(
    struct hscan_store *store, int64_t before, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DROP_DELIVERIES);

	store_bind_i64(&call, ":before", before);
	return store_call_end(&call, "cannot forget deliveries", err);
}
