/* SPDX-License-Identifier: MIT */
/* How far each stream of a repository has been read. */
#include "base/text.h"
#include "store/internal.h"
#include "store/shadow.h"

void
hscan_stream_state_init(struct hscan_stream_state *state)
{
	*state = (struct hscan_stream_state){
	    .watermark = HSCAN_NEVER,
	    .since = HSCAN_NEVER,
	    .synced_at = HSCAN_NEVER,
	    .walk_newest = HSCAN_NEVER,
	};
	hscan_arena_init(&state->arena);
}

void
hscan_stream_state_clear(struct hscan_stream_state *state)
{
	hscan_arena_clear(&state->arena);
	hscan_stream_state_init(state);
}

static enum hscan_status
read_stream(
    sqlite3_stmt *stmt, struct hscan_stream_state *out, struct hscan_error *err)
{
	struct hscan_text *const texts[] = {&out->etag, &out->note,
	    &out->walk_next, &out->walk_etag, &out->credential,
	    &out->walk_credential};
	enum hscan_status status = HSCAN_OK;

	out->finished = sqlite3_column_int(stmt, 0) != 0;
	out->etag = store_text(stmt, 1);
	out->watermark = store_time(stmt, 2);
	out->since = store_time(stmt, 3);
	out->synced_at = store_time(stmt, 4);
	out->note = store_text(stmt, 5);
	out->walk_next = store_text(stmt, 6);
	out->walk_etag = store_text(stmt, 7);
	out->walk_newest = store_time(stmt, 8);
	out->credential = store_text(stmt, 9);
	out->walk_credential = store_text(stmt, 10);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (status == HSCAN_OK)
			status = store_keep(&out->arena, texts[i], err);
	return status;
}

enum hscan_status
hscan_store_get_stream(struct hscan_store *store, int64_t repo_id,
    const char *stream, struct hscan_stream_state *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_STREAM);
	struct hscan_stream_state found;
	enum hscan_status status = HSCAN_OK, ended;

	hscan_stream_state_init(&found);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	if (store_call_row(&call))
		status = read_stream(call.stmt, &found, err);
	ended = store_call_end(&call, "cannot read the state of a stream",
	    status == HSCAN_OK ? err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	if (status == HSCAN_OK)
		*out = found;
	else
		hscan_stream_state_clear(&found);
	return status;
}

enum hscan_status
hscan_store_put_stream(struct hscan_store *store, int64_t repo_id,
    const char *stream, const struct hscan_stream_state *state,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_STREAM);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	store_bind_i64(&call, ":finished", state->finished);
	store_bind_text(&call, ":etag", state->etag);
	store_bind_time(&call, ":watermark", state->watermark);
	store_bind_time(&call, ":since", state->since);
	store_bind_time(&call, ":synced_at", state->synced_at);
	store_bind_text(&call, ":note", state->note);
	store_bind_text(&call, ":walk_next", state->walk_next);
	store_bind_text(&call, ":walk_etag", state->walk_etag);
	store_bind_time(&call, ":walk_newest", state->walk_newest);
	store_bind_text(&call, ":credential", state->credential);
	store_bind_text(&call, ":walk_credential", state->walk_credential);
	return store_call_end(&call, "cannot store the state of a stream", err);
}

enum hscan_status
hscan_store_count(struct hscan_store *store, int64_t repo_id,
    const char *stream, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);
	struct store_call call;
	int64_t rows = 0;
	enum hscan_status status;

	if (of)
		return of->count(of->payload, repo_id, stream, out, err);
	call = store_call_begin(store, STORE_COUNT_ROWS);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	store_bind_i64(&call, ":repo_id", repo_id);
	if (store_call_row(&call))
		rows = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot count the records", err);
	if (status == HSCAN_OK)
		*out = rows;
	return status;
}
