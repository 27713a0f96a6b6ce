/* SPDX-License-Identifier: MIT */
/* Commits, their authors, and the head that they were walked from. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

void
hscan_stored_head_clear(struct hscan_stored_head *head)
{
	hscan_arena_clear(&head->arena);
	memset(head, 0, sizeof(*head));
}

/* A blob of another length than a SHA leaves zeroes. */
static bool
read_sha(sqlite3_stmt *stmt, int column, unsigned char out[HSCAN_SHA_SIZE])
{
	const void *blob = sqlite3_column_blob(stmt, column);

	memset(out, 0, HSCAN_SHA_SIZE);
	if (!blob || sqlite3_column_bytes(stmt, column) != HSCAN_SHA_SIZE)
		return false;
	memcpy(out, blob, HSCAN_SHA_SIZE);
	return true;
}

static enum hscan_status
read_head(
    sqlite3_stmt *stmt, struct hscan_stored_head *out, struct hscan_error *err)
{
	enum hscan_status status;

	out->walked = true;
	out->unborn = !read_sha(stmt, 0, out->sha);
	out->ref = store_text(stmt, 1);
	out->doc_paths = store_text(stmt, 2);
	(void)read_sha(stmt, 3, out->mailmap);
	out->synced_at = store_time(stmt, 4);
	out->branch = store_text(stmt, 5);
	out->old = !read_sha(stmt, 6, out->stand_ins);
	out->unmapped = sqlite3_column_int(stmt, 7) != 0;
	status = store_keep(&out->arena, &out->ref, err);
	if (status == HSCAN_OK)
		status = store_keep(&out->arena, &out->doc_paths, err);
	if (status == HSCAN_OK)
		status = store_keep(&out->arena, &out->branch, err);
	return status;
}

enum hscan_status
hscan_store_get_head(struct hscan_store *store, int64_t repo_id,
    struct hscan_stored_head *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_GIT_HEAD);
	struct hscan_stored_head found = {0};
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	if (store_call_row(&call))
		status = read_head(call.stmt, &found, err);
	ended = store_call_end(&call, "cannot read the head of the history",
	    status == HSCAN_OK ? err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	if (status == HSCAN_OK)
		*out = found;
	else
		hscan_stored_head_clear(&found);
	return status;
}

enum hscan_status
hscan_store_put_head(struct hscan_store *store, int64_t repo_id,
    const struct hscan_stored_head *head, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_GIT_HEAD);

	store_bind_i64(&call, ":repo_id", repo_id);
	if (head->unborn)
		store_bind_null(&call, ":sha");
	else
		store_bind_blob(&call, ":sha", head->sha, HSCAN_SHA_SIZE);
	store_bind_text(&call, ":ref", head->ref);
	store_bind_text(&call, ":doc_paths", head->doc_paths);
	store_bind_blob(&call, ":mailmap", head->mailmap, HSCAN_SHA_SIZE);
	store_bind_i64(&call, ":synced_at", head->synced_at);
	store_bind_text(&call, ":branch", head->branch);
	store_bind_blob(&call, ":stand_ins", head->stand_ins, HSCAN_SHA_SIZE);
	store_bind_i64(&call, ":unmapped", head->unmapped);
	return store_call_end(
	    &call, "cannot store the head of the history", err);
}

enum hscan_status
hscan_store_put_author(struct hscan_store *store, int64_t repo_id,
    struct hscan_text name, struct hscan_text email, int64_t *author_id,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_GIT_AUTHOR);
	int64_t id = 0;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":name", name.ptr ? name : hscan_text_of(""));
	store_bind_text(&call, ":email", email.ptr ? email : hscan_text_of(""));
	if (store_call_row(&call)) {
		id = sqlite3_column_int64(call.stmt, 0);
		store_digest_key(&call, id);
	}
	(void)store_call_row(&call);
	status = store_call_end(&call, "cannot store an author", err);
	if (status == HSCAN_OK)
		*author_id = id;
	return status;
}

enum hscan_status
hscan_store_put_commit(struct hscan_store *store, int64_t repo_id,
    const struct hscan_commit *commit, int64_t author_id,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_GIT_COMMIT);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_blob(&call, ":sha", commit->sha, HSCAN_SHA_SIZE);
	store_bind_i64(&call, ":committed_at", commit->committed_at);
	store_bind_i64(&call, ":author_id", author_id);
	store_bind_i64(&call, ":merge", commit->merge);
	store_bind_i64(&call, ":documentation", commit->documentation);
	return store_call_end(&call, "cannot store a commit", err);
}

bool
hscan_store_knows_commit(struct hscan_store *store, int64_t repo_id,
    const unsigned char sha[HSCAN_SHA_SIZE])
{
	struct store_call call =
	    store_call_begin(store, STORE_KNOWN_GIT_COMMIT);
	bool known;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_blob(&call, ":sha", sha, HSCAN_SHA_SIZE);
	known = store_call_row(&call);
	return store_call_end(&call, "cannot read a commit", NULL) ==
		   HSCAN_OK &&
	       known;
}

enum hscan_status
hscan_store_first_commit(struct hscan_store *store, int64_t repo_id,
    int64_t *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIRST_COMMIT);
	int64_t when = HSCAN_NEVER;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	if (store_call_row(&call))
		when = store_time(call.stmt, 0);
	status = store_call_end(&call, "cannot read the commits", err);
	if (status == HSCAN_OK)
		*out = when;
	return status;
}

enum hscan_status
hscan_store_forget_commits(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	/* What is listed has its authors from the same table. */
	static const enum store_statement steps[] = {
	    STORE_FORGET_LISTED_COMMITS, STORE_FORGET_LISTED_STREAMS,
	    STORE_FORGET_GIT_COMMITS, STORE_FORGET_GIT_AUTHORS};

	return store_run_all(store, repo_id, steps,
	    sizeof(steps) / sizeof(steps[0]), "cannot forget the commits", err);
}

static enum hscan_status
map_author(struct hscan_store *store, int64_t repo_id, sqlite3_stmt *author,
    hscan_store_map_fn *map, void *payload, struct hscan_error *err)
{
	struct store_call call;
	struct hscan_text mapped;
	enum hscan_status status;

	status = map(store_text(author, 1), store_text(author, 2), &mapped,
	    payload, err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_MAP_GIT_AUTHOR);
	store_bind_text(&call, ":mapped", mapped);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":author_id", sqlite3_column_int64(author, 0));
	return store_call_end(&call, "cannot store an author", err);
}

enum hscan_status
hscan_store_map_authors(struct hscan_store *store, int64_t repo_id,
    hscan_store_map_fn *map, void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GIT_AUTHORS);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	while (status == HSCAN_OK && store_call_row(&call))
		status =
		    map_author(store, repo_id, call.stmt, map, payload, err);
	ended = store_call_end(
	    &call, "cannot read the authors", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_drop_tags(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DROP_TAGS);

	store_bind_i64(&call, ":repo_id", repo_id);
	return store_call_end(&call, "cannot store the tags", err);
}

enum hscan_status
hscan_store_put_tag(struct hscan_store *store, int64_t repo_id,
    const struct hscan_tag *tag, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_TAG);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":name", tag->name);
	store_bind_i64(&call, ":tagged_at", tag->tagged_at);
	return store_call_end(&call, "cannot store a tag", err);
}
