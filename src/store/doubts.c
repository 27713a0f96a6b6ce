/* SPDX-License-Identifier: MIT */
/* Single things that a forge has listed and that cannot be read. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

static struct hscan_text
or_empty(struct hscan_text text)
{
	return text.ptr ? text : hscan_text_of("");
}

/* What the store knows the item to be, else what the doubt says. */
static enum hscan_status
find_kind(struct hscan_store *store, int64_t repo_id,
    const struct hscan_doubt *doubt, int64_t *out, struct hscan_error *err)
{
	struct store_call call;

	*out = doubt->kind;
	/* The number of a commit is that of its list. */
	if (strcmp(doubt->stream, HSCAN_STREAM_DOCS) == 0)
		return HSCAN_OK;
	call = store_call_begin(store, STORE_ITEM_KIND);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", doubt->number);
	if (store_call_row(&call))
		*out = sqlite3_column_int64(call.stmt, 0);
	return store_call_end(&call, "cannot look for an item", err);
}

enum hscan_status
hscan_store_put_doubt(struct hscan_store *store, int64_t repo_id,
    const struct hscan_doubt *doubt, int64_t asked_at, struct hscan_error *err)
{
	struct store_call call;
	int64_t kind = 0;
	enum hscan_status status = find_kind(store, repo_id, doubt, &kind, err);

	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_PUT_DOUBT);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(doubt->stream));
	store_bind_i64(&call, ":number", doubt->number);
	store_bind_text(&call, ":name", or_empty(doubt->name));
	store_bind_i64(&call, ":status", doubt->status);
	store_bind_text(&call, ":why", or_empty(doubt->why));
	store_bind_i64(&call, ":asked_at", asked_at);
	store_bind_i64(&call, ":kind", kind);
	return store_call_end(
	    &call, "cannot store that something could not be read", err);
}

enum hscan_status
hscan_store_clear_doubt(struct hscan_store *store, int64_t repo_id,
    const struct hscan_doubt *doubt, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_CLEAR_DOUBT);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(doubt->stream));
	store_bind_i64(&call, ":number", doubt->number);
	store_bind_text(&call, ":name", or_empty(doubt->name));
	return store_call_end(
	    &call, "cannot store that something was read", err);
}

/* True also when the store fails; it is only asked for too much then. */
static bool
has_doubts(struct hscan_store *store, int64_t repo_id, const char *stream)
{
	struct store_call call = store_call_begin(store, STORE_HAS_DOUBTS);
	bool any;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	any = store_call_row(&call);
	return store_call_end(&call, "cannot look for doubts", NULL) !=
		   HSCAN_OK ||
	       any;
}

enum hscan_status
hscan_store_clear_doubts_of(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *items, size_t len, struct hscan_error *err)
{
	struct hscan_doubt doubt = {.stream = HSCAN_STREAM_ISSUES};
	enum hscan_status status = HSCAN_OK;

	/* To delete costs many times what it costs to look. */
	if (len == 0 || !has_doubts(store, repo_id, HSCAN_STREAM_ISSUES))
		return HSCAN_OK;
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		doubt.number = items[i].number;
		status = hscan_store_clear_doubt(store, repo_id, &doubt, err);
	}
	return status;
}

enum hscan_status
hscan_store_clear_new_doubts(struct hscan_store *store, int64_t repo_id,
    const char *stream, int64_t since, struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_CLEAR_NEW_DOUBTS);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	store_bind_i64(&call, ":since", since);
	return store_call_end(&call, "cannot take doubts back", err);
}

static enum hscan_status
add(struct hscan_arena *arena, struct hscan_doubt **out, size_t len,
    sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_doubt *at = *out;
	struct hscan_text stream = store_text(row, 0);
	enum hscan_status status;

	/* The memory doubles at every power of two. */
	if (!at || (len & (len - 1)) == 0) {
		at = hscan_arena_alloc(arena, len ? len * 2 : 1, sizeof(*at));
		if (!at)
			return hscan_no_memory(err);
		if (*out)
			memcpy(at, *out, len * sizeof(*at));
		*out = at;
	}
	at[len] = (struct hscan_doubt){
	    .number = sqlite3_column_int64(row, 1),
	    .name = store_text(row, 2),
	    .kind = sqlite3_column_int(row, 3),
	    .status = sqlite3_column_int(row, 4),
	    .why = store_text(row, 5),
	};
	status = store_keep(arena, &stream, err);
	at[len].stream = stream.ptr;
	if (status == HSCAN_OK)
		status = store_keep(arena, &at[len].name, err);
	return status == HSCAN_OK ? store_keep(arena, &at[len].why, err)
				  : status;
}

static enum hscan_status
read_doubts(struct store_call *call, struct hscan_arena *arena,
    struct hscan_doubt **out, size_t *len, struct hscan_error *err)
{
	struct hscan_doubt *found = NULL;
	enum hscan_status status = HSCAN_OK, ended;
	size_t count = 0;

	while (status == HSCAN_OK && store_call_row(call)) {
		status = add(arena, &found, count, call->stmt, err);
		count += status == HSCAN_OK;
	}
	ended = store_call_end(call, "cannot read what is in doubt",
	    status == HSCAN_OK ? err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	if (status == HSCAN_OK) {
		*out = found;
		*len = count;
	}
	return status;
}

enum hscan_status
hscan_store_doubts(struct hscan_store *store, int64_t repo_id,
    const char *streams, int64_t since, struct hscan_arena *arena,
    struct hscan_doubt **out, size_t *len, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_DOUBT);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":since", since);
	store_bind_text(&call, ":streams", hscan_text_of(streams));
	return read_doubts(&call, arena, out, len, err);
}

enum hscan_status
hscan_store_doubts_to_ask(struct hscan_store *store, int64_t repo_id,
    const char *streams, size_t most, struct hscan_arena *arena,
    struct hscan_doubt **out, size_t *len, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_ASK_DOUBTS);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":streams", hscan_text_of(streams));
	store_bind_i64(&call, ":most", (int64_t)most);
	return read_doubts(&call, arena, out, len, err);
}

enum hscan_status
hscan_store_count_doubts(struct hscan_store *store, int64_t repo_id,
    const char *stream, int64_t from, int64_t to, struct hscan_doubt_count *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_COUNT_DOUBTS);
	struct hscan_doubt_count count = {0};
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	store_bind_i64(&call, ":start", from);
	store_bind_i64(&call, ":end", to);
	if (store_call_row(&call)) {
		count.len = sqlite3_column_int64(call.stmt, 0);
		count.any_number = sqlite3_column_int(call.stmt, 1) != 0;
	}
	status = store_call_end(&call, "cannot count what is in doubt", err);
	if (status == HSCAN_OK)
		*out = count;
	return status;
}

enum hscan_status
hscan_store_knows_details(struct hscan_store *store, int64_t repo_id, bool *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_KNOWS_DETAILS);
	enum hscan_status status;
	bool any;

	store_bind_i64(&call, ":repo_id", repo_id);
	any = store_call_row(&call);
	status = store_call_end(&call, "cannot look for answers", err);
	if (status == HSCAN_OK)
		*out = any;
	return status;
}
