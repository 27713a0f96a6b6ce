/* SPDX-License-Identifier: MIT */
/* Writes and reads the records of a forge. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

enum hscan_status
hscan_store_put_repo(struct hscan_store *store,
    const struct hscan_teller *teller, const struct hscan_repo *repo,
    int64_t *repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_REPO);
	int64_t id = 0;
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(teller->host));
	store_bind_i64(&call, ":forge_id", repo->id);
	store_bind_text(&call, ":full_name", repo->full_name);
	store_bind_text(&call, ":default_branch", repo->default_branch);
	store_bind_i64(&call, ":created_at", repo->created_at);
	store_bind_time(&call, ":pushed_at", repo->pushed_at);
	store_bind_i64(&call, ":has_issues", repo->has_issues);
	store_bind_i64(&call, ":archived", repo->archived);
	store_bind_i64(&call, ":fork", repo->fork);
	store_bind_i64(&call, ":pulls_disabled", repo->pulls_disabled);
	store_bind_null(&call, ":told_at");
	store_bind_null(&call, ":source");
	store_bind_null(&call, ":unknown");
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
		    .unknown = (unsigned)sqlite3_column_int(stmt, 10),
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

	store_bind_text(&call, ":host", hscan_text_of(name->host));
	store_bind_text(&call, ":full_name", store_full_name(name, full));
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

	store_bind_text(&call, ":host", hscan_text_of(host));
	store_bind_i64(&call, ":forge_id", number);
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

	store_bind_i64(&call, ":repo_id", repo_id);
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

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", item->number);
	store_bind_i64(&call, ":kind", (int64_t)item->kind);
	store_bind_i64(&call, ":forge_id", item->id);
	store_bind_text(
	    &call, ":title", item->title.ptr ? item->title : hscan_text_of(""));
	store_bind_id(&call, ":author_id", item->author.id);
	store_bind_text(&call, ":author_association", item->author_association);
	store_bind_text(&call, ":state_reason", item->state_reason);
	store_bind_i64(&call, ":open", item->open);
	store_bind_i64(&call, ":locked", item->locked);
	if (item->draft == HSCAN_UNKNOWN_YET)
		store_bind_null(&call, ":draft");
	else
		store_bind_i64(&call, ":draft", (int64_t)item->draft);
	store_bind_i64(&call, ":comments", item->comments);
	store_bind_i64(&call, ":created_at", item->created_at);
	store_bind_i64(&call, ":updated_at", item->updated_at);
	store_bind_time(&call, ":closed_at", item->closed_at);
	store_bind_time(&call, ":merged_at", item->merged_at);
	store_bind_i64(&call, ":merge_untold", item->merge_untold);
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
	store_bind_time(&call, ":merged_at", item->merged_at);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", item->number);
	store_bind_time(&call, ":closed_at", item->closed_at);
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

		store_bind_i64(&call, ":repo_id", repo_id);
		store_bind_i64(&call, ":number", number);
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

		store_bind_i64(&call, ":repo_id", repo_id);
		store_bind_i64(&call, ":number", item->number);
		store_bind_text(&call, ":label", item->labels[i]);
		status = store_call_end(&call, "cannot store a label", err);
	}
	return status;
}

enum hscan_status
hscan_store_put_items(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_item *items, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		status =
		    store_put_account(store, teller, &items[i].author, err);
		if (status == HSCAN_OK)
			status = put_item(store, repo_id, &items[i], err);
		if (status == HSCAN_OK)
			status = put_labels(store, repo_id, &items[i], err);
	}
	return status;
}

enum hscan_status
hscan_store_put_events(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_event *events, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct store_call call;

		status =
		    store_put_account(store, teller, &events[i].actor, err);
		if (status != HSCAN_OK)
			break;
		call = store_call_begin(store, STORE_PUT_EVENT);
		store_bind_i64(&call, ":repo_id", repo_id);
		store_bind_i64(&call, ":number", events[i].number);
		store_bind_i64(&call, ":kind", (int64_t)events[i].kind);
		store_bind_i64(&call, ":occurred_at", events[i].occurred_at);
		store_bind_i64(&call, ":forge_id", events[i].id);
		store_bind_id(&call, ":actor_id", events[i].actor.id);
		store_bind_text(&call, ":reason", events[i].reason);
		status = store_call_end(&call, "cannot store an event", err);
	}
	return status;
}

enum hscan_status
hscan_store_put_releases(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_release *releases, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_release *release = &releases[i];
		struct store_call call;

		status =
		    store_put_account(store, teller, &release->author, err);
		if (status != HSCAN_OK)
			break;
		call = store_call_begin(store, STORE_PUT_RELEASE);
		store_bind_i64(&call, ":repo_id", repo_id);
		store_bind_i64(&call, ":forge_id", release->id);
		store_bind_text(&call, ":tag_name",
		    release->tag_name.ptr ? release->tag_name
					  : hscan_text_of(""));
		store_bind_text(&call, ":name", release->name);
		store_bind_id(&call, ":author_id", release->author.id);
		store_bind_i64(&call, ":draft", release->draft);
		store_bind_i64(&call, ":prerelease", release->prerelease);
		store_bind_i64(&call, ":created_at", release->created_at);
		store_bind_time(&call, ":published_at", release->published_at);
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
