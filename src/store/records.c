/* SPDX-License-Identifier: MIT */
/* Writes and reads the records of a forge: repositories are in repos.c, answers
 * in responses.c. */
#include "base/text.h"
#include "store/internal.h"

static enum hscan_status
put_item(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_ITEM);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_item(&call, item);
	store_bind_i64(&call, ":open", item->open);
	store_bind_time(&call, ":closed_at", item->closed_at);
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

/* An item's labels are replaced whole, but not by those of an older row: of
 * that nothing counts but what it says of a merge. */
static enum hscan_status
put_newest(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	enum hscan_status status = put_item(store, repo_id, item, err);

	if (status != HSCAN_OK)
		return status;
	return sqlite3_changes(store->db) == 0
		   ? fill_merge(store, repo_id, item, err)
		   : store_put_labels(store, repo_id, item, err);
}

enum hscan_status
hscan_store_put_items(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_item *items, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed = false;

	if (len > 0)
		status = store_mixes(store, teller, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		status =
		    store_put_account(store, teller, &items[i].author, err);
		if (status != HSCAN_OK)
			break;
		status = mixed ? store_put_mixed_item(
				     store, teller, repo_id, &items[i], err)
			       : put_newest(store, repo_id, &items[i], err);
	}
	return status;
}

static enum hscan_status
put_event(struct hscan_store *store, int64_t repo_id,
    const struct hscan_event *event, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_EVENT);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", event->number);
	store_bind_i64(&call, ":kind", (int64_t)event->kind);
	store_bind_i64(&call, ":occurred_at", event->occurred_at);
	store_bind_i64(&call, ":forge_id", event->id);
	store_bind_id(&call, ":actor_id", event->actor.id);
	store_bind_text(&call, ":reason", event->reason);
	return store_call_end(&call, "cannot store an event", err);
}

enum hscan_status
hscan_store_put_events(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_event *events, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed = false;

	if (len > 0)
		status = store_mixes(store, teller, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		status =
		    store_put_account(store, teller, &events[i].actor, err);
		if (status != HSCAN_OK)
			break;
		status = mixed ? store_put_mixed_event(
				     store, teller, repo_id, &events[i], err)
			       : put_event(store, repo_id, &events[i], err);
	}
	return status;
}

static enum hscan_status
put_release(struct hscan_store *store, int64_t repo_id,
    const struct hscan_release *release, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_RELEASE);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_release(&call, release);
	return store_call_end(&call, "cannot store a release", err);
}

enum hscan_status
hscan_store_put_releases(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_release *releases, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed = false;

	if (len > 0)
		status = store_mixes(store, teller, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_release *release = &releases[i];

		status =
		    store_put_account(store, teller, &release->author, err);
		if (status != HSCAN_OK)
			break;
		status = mixed ? store_put_mixed_release(
				     store, teller, repo_id, release, err)
			       : put_release(store, repo_id, release, err);
	}
	return status;
}
