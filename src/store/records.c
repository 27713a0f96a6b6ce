/* SPDX-License-Identifier: MIT */
/* Writes and reads the records of a forge. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

enum hscan_status
hscan_store_put_repo(struct hscan_store *store, const char *host,
    const struct hscan_repo *repo, int64_t *repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_REPO);
	int64_t id = 0;
	enum hscan_status status;

	store_bind_text(&call, hscan_text_of(host));
	store_bind_i64(&call, repo->id);
	store_bind_text(&call, repo->full_name);
	store_bind_text(&call, repo->default_branch);
	store_bind_i64(&call, repo->created_at);
	store_bind_time(&call, repo->pushed_at);
	store_bind_i64(&call, repo->has_issues);
	store_bind_i64(&call, repo->archived);
	store_bind_i64(&call, repo->fork);
	store_bind_i64(&call, repo->pulls_disabled);
	if (store_call_row(&call)) {
		id = sqlite3_column_int64(call.stmt, 0);
		store_digest_key(&call, id);
	}
	/* RETURNING has written its row only when the statement is done. */
	(void)store_call_row(&call);
	status = store_call_end(&call, "cannot store the repository", err);
	if (status == HSCAN_OK)
		*repo_id = id;
	return status;
}

void
hscan_stored_repo_clear(struct hscan_stored_repo *stored)
{
	hscan_arena_clear(&stored->arena);
	memset(stored, 0, sizeof(*stored));
}

static enum hscan_status
read_repo(
    sqlite3_stmt *stmt, struct hscan_stored_repo *out, struct hscan_error *err)
{
	enum hscan_status status;

	*out = (struct hscan_stored_repo){
	    .repo_id = sqlite3_column_int64(stmt, 0),
	    .repo =
		{
		    .id = sqlite3_column_int64(stmt, 1),
		    .full_name = store_text(stmt, 2),
		    .default_branch = store_text(stmt, 3),
		    .created_at = sqlite3_column_int64(stmt, 4),
		    .pushed_at = store_time(stmt, 5),
		    .has_issues = sqlite3_column_int(stmt, 6) != 0,
		    .archived = sqlite3_column_int(stmt, 7) != 0,
		    .fork = sqlite3_column_int(stmt, 8) != 0,
		    .pulls_disabled = sqlite3_column_int(stmt, 9) != 0,
		},
	};
	hscan_arena_init(&out->arena);
	status = store_keep(&out->arena, &out->repo.full_name, err);
	if (status == HSCAN_OK)
		status =
		    store_keep(&out->arena, &out->repo.default_branch, err);
	return status;
}

/* Ends a call that gives one repository. HSCAN_ENOTFOUND, without a message:
 * it gives none. */
static enum hscan_status
take_repo(struct store_call *call, struct hscan_stored_repo *out,
    struct hscan_error *err)
{
	struct hscan_stored_repo found = {0};
	enum hscan_status status = HSCAN_ENOTFOUND, ended;

	if (store_call_row(call))
		status = read_repo(call->stmt, &found, err);
	ended = store_call_end(call, "cannot read the repository",
	    status == HSCAN_OK || status == HSCAN_ENOTFOUND ? err : NULL);
	if (status == HSCAN_OK || status == HSCAN_ENOTFOUND)
		status = ended == HSCAN_OK ? status : ended;
	if (status == HSCAN_OK)
		*out = found;
	else
		hscan_stored_repo_clear(&found);
	return status;
}

enum hscan_status
hscan_store_find_repo(struct hscan_store *store,
    const struct hscan_repo_name *name, struct hscan_stored_repo *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_REPO);
	char full[STORE_FULL_NAME];
	enum hscan_status status;

	store_bind_text(&call, hscan_text_of(name->host));
	store_bind_text(&call, store_full_name(name, full));
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status, "%s/%s is not in the store",
		    name->owner, name->name);
	return status;
}

enum hscan_status
hscan_store_find_number(struct hscan_store *store, const char *host,
    int64_t number, struct hscan_stored_repo *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_NUMBER);
	enum hscan_status status;

	store_bind_text(&call, hscan_text_of(host));
	store_bind_i64(&call, number);
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status,
		    "repository %lld of %s is not in the store",
		    (long long)number, host);
	return status;
}

enum hscan_status
hscan_store_get_repo(struct hscan_store *store, int64_t repo_id,
    struct hscan_stored_repo *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_REPO);
	enum hscan_status status;

	store_bind_i64(&call, repo_id);
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status,
		    "repository %lld is not in the store", (long long)repo_id);
	return status;
}

static enum hscan_status
put_item(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_ITEM);

	store_bind_i64(&call, repo_id);
	store_bind_i64(&call, item->number);
	store_bind_i64(&call, (int64_t)item->kind);
	store_bind_i64(&call, item->id);
	store_bind_text(
	    &call, item->title.ptr ? item->title : hscan_text_of(""));
	store_bind_id(&call, item->author.id);
	store_bind_text(&call, item->author_association);
	store_bind_text(&call, item->state_reason);
	store_bind_i64(&call, item->open);
	store_bind_i64(&call, item->locked);
	if (item->draft == HSCAN_UNKNOWN_YET)
		store_bind_null(&call);
	else
		store_bind_i64(&call, (int64_t)item->draft);
	store_bind_i64(&call, item->comments);
	store_bind_i64(&call, item->created_at);
	store_bind_i64(&call, item->updated_at);
	store_bind_time(&call, item->closed_at);
	store_bind_time(&call, item->merged_at);
	store_bind_i64(&call, item->merge_untold);
	return store_call_end(&call, "cannot store an item", err);
}

/* An older row may tell of the merge that the newest does not. */
static enum hscan_status
fill_merge(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	struct store_call call;

	if (item->kind != HSCAN_PULL_REQUEST || item->open ||
	    item->merge_untold)
		return HSCAN_OK;
	call = store_call_begin(store, STORE_FILL_MERGE);
	store_bind_time(&call, item->merged_at);
	store_bind_i64(&call, repo_id);
	store_bind_i64(&call, item->number);
	store_bind_time(&call, item->closed_at);
	return store_call_end(&call, "cannot store a merge", err);
}

/* To delete costs many times what it costs to look, also when there is nothing
 * to be deleted, as of every item of a first sync. */
static enum hscan_status
drop_labels(struct hscan_store *store, int64_t repo_id, int64_t number,
    struct hscan_error *err)
{
	static const enum store_statement steps[] = {
	    STORE_HAS_LABELS, STORE_DROP_LABELS};
	enum hscan_status status = HSCAN_OK;
	bool any = true;

	for (size_t i = 0; i < 2 && any && status == HSCAN_OK; i++) {
		struct store_call call = store_call_begin(store, steps[i]);

		store_bind_i64(&call, repo_id);
		store_bind_i64(&call, number);
		any = store_call_row(&call);
		status = store_call_end(&call, "cannot store the labels", err);
	}
	return status;
}

/* An item's labels are replaced whole, but not by those of an older row: of
 * that nothing counts but what it says of a merge. */
static enum hscan_status
put_labels(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	enum hscan_status status;

	if (sqlite3_changes(store->db) == 0)
		return fill_merge(store, repo_id, item, err);
	status = drop_labels(store, repo_id, item->number, err);
	for (size_t i = 0; i < item->labels_len && status == HSCAN_OK; i++) {
		struct store_call call =
		    store_call_begin(store, STORE_PUT_LABEL);

		store_bind_i64(&call, repo_id);
		store_bind_i64(&call, item->number);
		store_bind_text(&call, item->labels[i]);
		status = store_call_end(&call, "cannot store a label", err);
	}
	return status;
}

enum hscan_status
hscan_store_put_items(struct hscan_store *store, const char *host,
    int64_t repo_id, const struct hscan_item *items, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		status = store_put_account(store, host, &items[i].author, err);
		if (status == HSCAN_OK)
			status = put_item(store, repo_id, &items[i], err);
		if (status == HSCAN_OK)
			status = put_labels(store, repo_id, &items[i], err);
	}
	return status;
}

enum hscan_status
hscan_store_put_events(struct hscan_store *store, const char *host,
    int64_t repo_id, const struct hscan_event *events, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct store_call call;

		status = store_put_account(store, host, &events[i].actor, err);
		if (status != HSCAN_OK)
			break;
		call = store_call_begin(store, STORE_PUT_EVENT);
		store_bind_i64(&call, repo_id);
		store_bind_i64(&call, events[i].number);
		store_bind_i64(&call, (int64_t)events[i].kind);
		store_bind_i64(&call, events[i].occurred_at);
		store_bind_i64(&call, events[i].id);
		store_bind_id(&call, events[i].actor.id);
		store_bind_text(&call, events[i].reason);
		status = store_call_end(&call, "cannot store an event", err);
	}
	return status;
}

enum hscan_status
hscan_store_put_releases(struct hscan_store *store, const char *host,
    int64_t repo_id, const struct hscan_release *releases, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_release *release = &releases[i];
		struct store_call call;

		status = store_put_account(store, host, &release->author, err);
		if (status != HSCAN_OK)
			break;
		call = store_call_begin(store, STORE_PUT_RELEASE);
		store_bind_i64(&call, repo_id);
		store_bind_i64(&call, release->id);
		store_bind_text(&call, release->tag_name.ptr
					   ? release->tag_name
					   : hscan_text_of(""));
		store_bind_text(&call, release->name);
		store_bind_id(&call, release->author.id);
		store_bind_i64(&call, release->draft);
		store_bind_i64(&call, release->prerelease);
		store_bind_i64(&call, release->created_at);
		store_bind_time(&call, release->published_at);
		status = store_call_end(&call, "cannot store a release", err);
	}
	return status;
}

enum hscan_status
hscan_store_each_repo(struct hscan_store *store, hscan_store_repo_fn *take,
    void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_REPO);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call))
		status = take(sqlite3_column_int64(call.stmt, 0), payload, err);
	ended = store_call_end(&call, "cannot list the repositories",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}
