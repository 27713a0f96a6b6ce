/* SPDX-License-Identifier: MIT */
/* What the statements have in common that write a record, be it of a repository
 * that REST alone tells of, or of one that several sources do. */
#include "base/text.h"
#include "store/internal.h"

void
store_bind_item(struct store_call *call, const struct hscan_item *item)
{
	store_bind_i64(call, ":number", item->number);
	store_bind_i64(call, ":kind", (int64_t)item->kind);
	store_bind_i64(call, ":forge_id", item->id);
	store_bind_text(
	    call, ":title", item->title.ptr ? item->title : hscan_text_of(""));
	store_bind_id(call, ":author_id", item->author.id);
	store_bind_text(call, ":author_association", item->author_association);
	store_bind_text(call, ":state_reason", item->state_reason);
	store_bind_i64(call, ":locked", item->locked);
	if (item->draft == HSCAN_UNKNOWN_YET)
		store_bind_null(call, ":draft");
	else
		store_bind_i64(call, ":draft", (int64_t)item->draft);
	store_bind_i64(call, ":comments", item->comments);
	store_bind_i64(call, ":created_at", item->created_at);
	store_bind_i64(call, ":updated_at", item->updated_at);
	store_bind_time(call, ":merged_at", item->merged_at);
	store_bind_i64(call, ":merge_untold", item->merge_untold);
}

void
store_bind_sources(struct store_call *call, unsigned sources)
{
	if (sources == 1U << HSCAN_SOURCE_REST)
		store_bind_null(call, ":sources");
	else
		store_bind_i64(call, ":sources", sources);
}

void
store_bind_release(struct store_call *call, const struct hscan_release *release)
{
	store_bind_i64(call, ":forge_id", release->id);
	store_bind_text(call, ":tag_name",
	    release->tag_name.ptr ? release->tag_name : hscan_text_of(""));
	store_bind_text(call, ":name", release->name);
	store_bind_id(call, ":author_id", release->author.id);
	store_bind_i64(call, ":draft", release->draft);
	store_bind_i64(call, ":prerelease", release->prerelease);
	store_bind_i64(call, ":created_at", release->created_at);
	store_bind_time(call, ":published_at", release->published_at);
}

void
store_bind_base(struct store_call *call, const struct hscan_base *base)
{
	store_bind_i64(call, ":number", base->number);
	store_bind_text(call, ":base", base->branch);
	store_bind_i64(call, ":told", !base->merge_untold);
	store_bind_time(call, ":closed_at", base->closed_at);
	store_bind_time(call, ":merged_at", base->merged_at);
}

enum hscan_status
store_has_labels(struct hscan_store *store, int64_t repo_id, int64_t number,
    bool *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_HAS_LABELS);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	*out = store_call_row(&call);
	return store_call_end(&call, "cannot read the labels", err);
}

/* To delete costs many times what it costs to look, also when there is nothing
 * to be deleted, as of every item of a first sync. */
static enum hscan_status
drop_labels(struct hscan_store *store, int64_t repo_id, int64_t number,
    struct hscan_error *err)
{
	struct store_call call;
	bool any = false;
	enum hscan_status status =
	    store_has_labels(store, repo_id, number, &any, err);

	if (status != HSCAN_OK || !any)
		return status;
	call = store_call_begin(store, STORE_DROP_LABELS);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	return store_call_end(&call, "cannot store the labels", err);
}

enum hscan_status
store_put_labels(struct hscan_store *store, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	enum hscan_status status =
	    drop_labels(store, repo_id, item->number, err);

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
