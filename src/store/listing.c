/* SPDX-License-Identifier: MIT */
/* Commits to the documentation, as a forge lists them. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/shadow.h"

void
hscan_listing_clear(struct hscan_listing *listing)
{
	hscan_arena_clear(&listing->arena);
	memset(listing, 0, sizeof(*listing));
}

static enum hscan_status
read_listing(
    sqlite3_stmt *stmt, struct hscan_listing *out, struct hscan_error *err)
{
	out->known = true;
	out->doc_paths = store_text(stmt, 0);
	out->since = store_time(stmt, 1);
	out->preferred = sqlite3_column_int(stmt, 2) != 0;
	return store_keep(&out->arena, &out->doc_paths, err);
}

enum hscan_status
hscan_store_get_listing(struct hscan_store *store, int64_t repo_id,
    struct hscan_listing *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_LISTING);
	struct hscan_listing found = {.since = HSCAN_NEVER};
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	if (store_call_row(&call))
		status = read_listing(call.stmt, &found, err);
	ended = store_call_end(&call, "cannot read what commits are listed",
	    status == HSCAN_OK ? err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	if (status == HSCAN_OK)
		*out = found;
	else
		hscan_listing_clear(&found);
	return status;
}

static enum hscan_status
put_listing(struct hscan_store *store, int64_t repo_id, const char *doc_paths,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_LISTING);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":doc_paths", hscan_text_of(doc_paths));
	return store_call_end(&call, "cannot store what commits to list", err);
}

enum hscan_status
hscan_store_begin_listing(struct hscan_store *store, int64_t repo_id,
    const char *doc_paths, struct hscan_error *err)
{
	static const enum store_statement steps[] = {
	    STORE_FORGET_LISTED_COMMITS, STORE_FORGET_LISTED_STREAMS};
	enum hscan_status status = hscan_store_begin(store, err);

	if (status != HSCAN_OK)
		return status;
	status = store_run_all(store, repo_id, steps,
	    sizeof(steps) / sizeof(steps[0]),
	    "cannot forget the listed commits", err);
	if (status == HSCAN_OK)
		status = put_listing(store, repo_id, doc_paths, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

enum hscan_status
hscan_store_next_walk(struct hscan_store *store, int64_t repo_id, int list,
    int64_t *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_NEXT_WALK);
	int64_t walk = 1;
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":list", list);
	if (store_call_row(&call))
		walk = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot read the listed commits", err);
	if (status == HSCAN_OK)
		*out = walk;
	return status;
}

static enum hscan_status
put_listed(struct hscan_store *store, int64_t repo_id, int list,
    const struct hscan_listed_commit *commit, int64_t walk,
    struct hscan_error *err)
{
	struct store_call call;
	int64_t author_id = 0;
	enum hscan_status status;

	status = hscan_store_put_author(store, repo_id, commit->author_name,
	    commit->author_email, &author_id, err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_PUT_LISTED_COMMIT);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":list", list);
	store_bind_blob(&call, ":sha", commit->sha, HSCAN_SHA_SIZE);
	store_bind_i64(&call, ":committed_at", commit->committed_at);
	store_bind_i64(&call, ":author_id", author_id);
	store_bind_i64(&call, ":merge", commit->merge);
	store_bind_i64(&call, ":walk", walk);
	return store_call_end(&call, "cannot store a listed commit", err);
}

enum hscan_status
hscan_store_put_listed(struct hscan_store *store, int64_t repo_id, int list,
    const struct hscan_listed_commit *commits, size_t len, int64_t walk,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status =
		    put_listed(store, repo_id, list, &commits[i], walk, err);
	return status;
}

enum hscan_status
hscan_store_drop_unlisted(struct hscan_store *store, int64_t repo_id, int list,
    int64_t since, int64_t walk, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DROP_UNLISTED);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":list", list);
	store_bind_time(&call, ":since", since);
	store_bind_i64(&call, ":walk", walk);
	return store_call_end(&call, "cannot remove listed commits", err);
}

enum hscan_status
hscan_store_count_listed(struct hscan_store *store, int64_t repo_id,
    int64_t since, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);
	struct store_call call;
	int64_t count = 0;
	enum hscan_status status;

	if (of)
		return of->count_listed(of->payload, repo_id, since, out, err);
	call = store_call_begin(store, STORE_COUNT_LISTED);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_time(&call, ":since", since);
	if (store_call_row(&call))
		count = sqlite3_column_int64(call.stmt, 0);
	status = store_call_end(&call, "cannot count the listed commits", err);
	if (status == HSCAN_OK)
		*out = count;
	return status;
}
