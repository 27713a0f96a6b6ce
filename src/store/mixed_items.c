/* SPDX-License-Identifier: MIT */
/*
 * Items of which several sources tell, in whatever order. Of all rows that are
 * told of an item the newest counts: that of the greatest updated_at, then of
 * the better source, then of the greater mark, a number made of all of it. A
 * row without updated_at is a partial one, which counts only while there is no
 * other; two of those are united. What other rows tell besides is kept where
 * the newest does not tell it: the id of the issue, and whether a pull request
 * was merged.
 */
#include <string.h>

#include "base/grow.h"
#include "base/mix.h"
#include "base/text.h"
#include "store/merging.h"

/* A row that is told, or stored. */
struct row {
	struct hscan_item item; /* labels are those that are told */
	enum hscan_source source;
	int64_t mark;     /* 0: of REST */
	unsigned sources; /* of all that told of the item; 1 << source */
	int64_t gone_at;
	int64_t swept_at; /* of one that is stored */
};

/* --- what is told --- */

static uint64_t
number_of(struct hscan_text text)
{
	return text.ptr ? hscan_mix_bytes(text.ptr, text.len) : 0;
}

/* Labels come in any order. */
static int64_t
mark_of(const struct hscan_item *item)
{
	const uint64_t values[] = {
	    (uint64_t)item->kind,
	    (uint64_t)item->id,
	    number_of(item->title),
	    (uint64_t)item->author.id,
	    number_of(item->author_association),
	    number_of(item->state_reason),
	    item->open,
	    item->locked,
	    (uint64_t)(item->draft + 1),
	    (uint64_t)item->comments,
	    (uint64_t)item->created_at,
	    (uint64_t)item->closed_at,
	    (uint64_t)item->merged_at,
	    item->merge_untold,
	    item->unknown,
	};
	uint64_t mark = HSCAN_GOLDEN, labels = 0;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		mark = store_add_value(mark, values[i]);
	for (size_t i = 0; i < item->labels_len; i++)
		labels += hscan_mix(number_of(item->labels[i]));
	return (int64_t)hscan_mix(store_add_value(mark, labels));
}

static struct row
row_of(const struct hscan_teller *teller, const struct hscan_item *item)
{
	bool rest = teller->source == HSCAN_SOURCE_REST;

	return (struct row){
	    .item = *item,
	    .source = teller->source,
	    .mark = rest ? 0 : mark_of(item),
	    .sources = 1U << (unsigned)teller->source,
	    .gone_at = HSCAN_NEVER,
	    .swept_at = HSCAN_NEVER,
	};
}

/* --- what is stored --- */

static enum hscan_status
keep_texts(
    struct hscan_arena *arena, struct hscan_item *item, struct hscan_error *err)
{
	enum hscan_status status = store_keep(arena, &item->title, err);

	if (status == HSCAN_OK)
		status = store_keep(arena, &item->author_association, err);
	if (status == HSCAN_OK)
		status = store_keep(arena, &item->state_reason, err);
	return status;
}

static struct row
read_row(sqlite3_stmt *stmt, int64_t number)
{
	bool draft_known = sqlite3_column_type(stmt, 8) != SQLITE_NULL;

	return (struct row){
	    .item =
		{
		    .number = number,
		    .kind = (enum hscan_item_kind)sqlite3_column_int(stmt, 0),
		    .id = sqlite3_column_int64(stmt, 1),
		    .title = store_text(stmt, 2),
		    .author.id = sqlite3_column_int64(stmt, 3),
		    .author_association = store_text(stmt, 4),
		    .state_reason = store_text(stmt, 5),
		    .open = sqlite3_column_int(stmt, 6) != 0,
		    .locked = sqlite3_column_int(stmt, 7) != 0,
		    .draft =
			draft_known
			    ? (enum hscan_tristate)sqlite3_column_int(stmt, 8)
			    : HSCAN_UNKNOWN_YET,
		    .comments = sqlite3_column_int64(stmt, 9),
		    .created_at = sqlite3_column_int64(stmt, 10),
		    .updated_at = sqlite3_column_int64(stmt, 11),
		    .closed_at = store_time(stmt, 12),
		    .merged_at = store_time(stmt, 13),
		    .merge_untold = sqlite3_column_int(stmt, 14) != 0,
		    .unknown = (unsigned)sqlite3_column_int(stmt, 18),
		},
	    .gone_at = store_time(stmt, 15),
	    .swept_at = store_time(stmt, 20),
	    .source = (enum hscan_source)sqlite3_column_int(stmt, 16),
	    .mark = sqlite3_column_int64(stmt, 17),
	    .sources = (unsigned)sqlite3_column_int(stmt, 19),
	};
}

/* What has vanished while it was open is closed since then: its row did not
 * tell so. */
static void
undo_gone(struct row *row)
{
	if (row->gone_at == HSCAN_NEVER || row->item.closed_at != row->gone_at)
		return;
	row->item.open = true;
	row->item.closed_at = HSCAN_NEVER;
}

static enum hscan_status
find_row(struct hscan_store *store, int64_t repo_id, int64_t number,
    struct hscan_arena *arena, bool *there, struct row *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_ITEM);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	*there = store_call_row(&call);
	if (*there) {
		*out = read_row(call.stmt, number);
		undo_gone(out);
		status = keep_texts(arena, &out->item, err);
	}
	ended = store_call_end(
	    &call, "cannot read an item", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* --- uniting them --- */

static bool
is_partial(const struct row *row)
{
	return row->item.updated_at == 0;
}

/* Of two that REST has told the one that arrives later is the newer. */
static bool
beats(const struct row *told, const struct row *stored)
{
	int64_t told_at = told->item.updated_at;
	int64_t stored_at = stored->item.updated_at;

	if (told_at != stored_at)
		return told_at > stored_at;
	if (told->source != stored->source)
		return told->source < stored->source;
	return told->source == HSCAN_SOURCE_REST || told->mark >= stored->mark;
}

/* A merge is for ever, and the same close is no other one. */
static void
fill_merge(struct hscan_item *item, const struct hscan_item *other)
{
	if (!item->merge_untold || other->merge_untold ||
	    (other->unknown & HSCAN_ITEM_OPEN) ||
	    (other->merged_at == HSCAN_NEVER &&
		other->closed_at != item->closed_at))
		return;
	item->merged_at = other->merged_at;
	item->merge_untold = false;
}

/* Whether a column is told only by the other row; then it is known. */
static bool
take(struct hscan_item *item, const struct hscan_item *other,
    enum hscan_item_column column)
{
	if (!(item->unknown & column) || (other->unknown & column))
		return false;
	item->unknown &= ~(unsigned)column;
	return true;
}

/* What a partial row does not tell, from another such one. */
static void
fill_partial(struct hscan_item *item, const struct hscan_item *other)
{
	if (take(item, other, HSCAN_ITEM_TITLE))
		item->title = other->title;
	if (take(item, other, HSCAN_ITEM_LOCKED))
		item->locked = other->locked;
	if (take(item, other, HSCAN_ITEM_COMMENTS))
		item->comments = other->comments;
	if (take(item, other, HSCAN_ITEM_OPEN)) {
		item->open = other->open;
		item->state_reason = other->state_reason;
		item->closed_at = other->closed_at;
		item->merged_at = other->merged_at;
		item->merge_untold = other->merge_untold;
	}
	if (item->author.id == 0)
		item->author.id = other->author.id;
	if (!item->author_association.ptr)
		item->author_association = other->author_association;
	if (item->draft == HSCAN_UNKNOWN_YET)
		item->draft = other->draft;
}

/* The better of two, with what only the worse one tells. */
static struct row
unite(const struct row *better, const struct row *worse)
{
	struct row row = *better;

	row.sources |= worse->sources;
	if (row.item.id == 0)
		row.item.id = worse->item.id;
	if (is_partial(better))
		fill_partial(&row.item, &worse->item);
	fill_merge(&row.item, &worse->item);
	return row;
}

/* --- storing it --- */

/* What has vanished is there again when REST tells it, or a row of later. */
static enum hscan_status
find_gone(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct row *told, struct row *row,
    struct hscan_error *err)
{
	struct hscan_removal removed = {
	    HSCAN_REMOVAL_ITEM, told->item.number, HSCAN_NEVER};
	int64_t there_at = told->item.updated_at;
	enum hscan_status status;

	if (told->source == HSCAN_SOURCE_REST && teller->told_at > there_at)
		there_at = teller->told_at;
	if (told->source == HSCAN_SOURCE_REST ||
	    told->item.updated_at > row->gone_at)
		row->gone_at = HSCAN_NEVER;
	status = store_find_removal(store, repo_id, &removed, there_at, err);
	if (status == HSCAN_OK && removed.removed_at != HSCAN_NEVER &&
	    (row->gone_at == HSCAN_NEVER || row->gone_at > removed.removed_at))
		row->gone_at = removed.removed_at;
	return status;
}

static enum hscan_status
put_row(struct hscan_store *store, int64_t repo_id, const struct row *row,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_MIXED_ITEM);
	bool gone = row->gone_at != HSCAN_NEVER;
	int64_t closed_at = row->item.closed_at;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_item(&call, &row->item);
	store_bind_id(&call, ":unknown", row->item.unknown);
	store_bind_i64(&call, ":open", row->item.open && !gone);
	store_bind_time(&call, ":closed_at",
	    gone && closed_at == HSCAN_NEVER ? row->gone_at : closed_at);
	store_bind_time(&call, ":gone_at", row->gone_at);
	store_bind_id(&call, ":source", (int64_t)row->source);
	if (row->source == HSCAN_SOURCE_REST)
		store_bind_null(&call, ":mark");
	else
		store_bind_i64(&call, ":mark", row->mark);
	store_bind_sources(&call, row->sources);
	return store_call_end(&call, "cannot store an item", err);
}

/* Those of the newest row; of partial ones those of any that has some. */
static enum hscan_status
put_labels(struct hscan_store *store, int64_t repo_id, const struct row *told,
    bool newest, struct hscan_error *err)
{
	bool any = false;
	enum hscan_status status = HSCAN_OK;

	if (is_partial(told) && told->item.labels_len == 0)
		return HSCAN_OK;
	if (!newest)
		status = store_has_labels(
		    store, repo_id, told->item.number, &any, err);
	return status == HSCAN_OK && !any
		   ? store_put_labels(store, repo_id, &told->item, err)
		   : status;
}

/* What a row comes to with the one that is stored. */
static enum hscan_status
put_both(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct row *told, const struct row *stored,
    struct hscan_error *err)
{
	bool newest = beats(told, stored);
	struct row row = newest ? unite(told, stored) : unite(stored, told);
	enum hscan_status status = HSCAN_OK;

	row.gone_at = stored->gone_at;
	if (newest)
		status = find_gone(store, teller, repo_id, told, &row, err);
	/* Of an older one nothing counts but what these two may tell. */
	if (!newest && !is_partial(stored) && row.sources == stored->sources &&
	    row.item.id == stored->item.id &&
	    row.item.merge_untold == stored->item.merge_untold)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		status = put_row(store, repo_id, &row, err);
	if (status == HSCAN_OK && (newest || is_partial(stored)))
		status = put_labels(store, repo_id, told, newest, err);
	return status;
}

static enum hscan_status
put_told(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct row *told, struct hscan_error *err)
{
	struct row stored = {.mark = 0};
	struct hscan_arena arena;
	enum hscan_status status;
	bool there = false;

	hscan_arena_init(&arena);
	status = find_row(
	    store, repo_id, told->item.number, &arena, &there, &stored, err);
	if (status == HSCAN_OK && there) {
		status = put_both(store, teller, repo_id, told, &stored, err);
	} else if (status == HSCAN_OK) {
		stored = *told;
		status = find_gone(store, teller, repo_id, told, &stored, err);
		if (status == HSCAN_OK)
			status = put_row(store, repo_id, &stored, err);
		if (status == HSCAN_OK)
			status = put_labels(store, repo_id, told, true, err);
	}
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
store_put_mixed_item(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_item *item, struct hscan_error *err)
{
	const struct row told = row_of(teller, item);

	return put_told(store, teller, repo_id, &told, err);
}

/* --- from one repository to another --- */

static enum hscan_status
read_labels(struct hscan_store *store, int64_t repo_id,
    struct hscan_arena *arena, struct hscan_item *item, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_LABEL);
	struct hscan_text *labels = NULL;
	enum hscan_status status = HSCAN_OK, ended;
	size_t room = 0;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", item->number);
	while (status == HSCAN_OK && store_call_row(&call)) {
		struct hscan_text *more = hscan_grow_in(
		    arena, labels, &room, item->labels_len + 1, sizeof(*more));

		if (!more) {
			status = hscan_no_memory(err);
			break;
		}
		labels = more;
		labels[item->labels_len] = store_text(call.stmt, 0);
		status = store_keep(arena, &labels[item->labels_len++], err);
	}
	item->labels = labels;
	ended = store_call_end(
	    &call, "cannot read labels", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
store_move_mixed_item(struct hscan_store *store, const char *host, int64_t from,
    int64_t to, int64_t number, struct hscan_error *err)
{
	struct hscan_teller teller = {.host = host, .told_at = HSCAN_NEVER};
	struct row row = {.mark = 0};
	struct hscan_arena arena;
	enum hscan_status status;
	bool there = false;

	hscan_arena_init(&arena);
	status = find_row(store, from, number, &arena, &there, &row, err);
	teller.source = row.source;
	if (status == HSCAN_OK && there)
		status = read_labels(store, from, &arena, &row.item, err);
	if (status == HSCAN_OK && there)
		status = put_told(store, &teller, to, &row, err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- from one store to another --- */

/* When it was there, as far as is known. */
static int64_t
met_at(const struct row *row)
{
	return row->item.updated_at > row->swept_at ? row->item.updated_at
						    : row->swept_at;
}

/* Since when it is gone, by one of two rows; the other may have met it later.
 */
static int64_t
gone_by(const struct row *row, const struct row *other)
{
	return other->gone_at == HSCAN_NEVER && met_at(other) > row->gone_at
		   ? HSCAN_NEVER
		   : row->gone_at;
}

/* Of two times the earlier. */
static int64_t
first_of(int64_t a, int64_t b)
{
	if (a == HSCAN_NEVER || b == HSCAN_NEVER)
		return a == HSCAN_NEVER ? b : a;
	return a < b ? a : b;
}

static bool
is_same(const struct row *a, const struct row *b)
{
	const struct hscan_item *x = &a->item, *y = &b->item;

	return x->kind == y->kind && x->id == y->id &&
	       hscan_text_equal(x->title, y->title) &&
	       x->author.id == y->author.id &&
	       hscan_text_equal(x->author_association, y->author_association) &&
	       hscan_text_equal(x->state_reason, y->state_reason) &&
	       x->open == y->open && x->locked == y->locked &&
	       x->draft == y->draft && x->comments == y->comments &&
	       x->created_at == y->created_at &&
	       x->updated_at == y->updated_at && x->closed_at == y->closed_at &&
	       x->merged_at == y->merged_at &&
	       x->merge_untold == y->merge_untold && x->unknown == y->unknown &&
	       a->source == b->source && a->mark == b->mark &&
	       a->sources == b->sources && a->gone_at == b->gone_at;
}

static bool
has_same_labels(const struct hscan_item *a, const struct hscan_item *b)
{
	size_t same = 0;

	while (same < a->labels_len && same < b->labels_len &&
	       hscan_text_equal(a->labels[same], b->labels[same]))
		same++;
	return same == a->labels_len && same == b->labels_len;
}

/* Of two rows of REST's, of one time, that of the newer sync counts. */
static bool
counts(
    const struct merging *m, const struct row *told, const struct row *stored)
{
	return told->item.updated_at == stored->item.updated_at &&
		       told->source == HSCAN_SOURCE_REST &&
		       stored->source == HSCAN_SOURCE_REST
		   ? m->newer
		   : beats(told, stored);
}

/* That it was deleted, as another source says. */
static enum hscan_status
apply_removal(const struct merging *m, struct row *row)
{
	struct hscan_removal removed = {
	    HSCAN_REMOVAL_ITEM, row->item.number, HSCAN_NEVER};
	enum hscan_status status = HSCAN_OK;

	if (m->mixed)
		status = store_find_removal(
		    m->to, m->to_id, &removed, row->item.updated_at, m->err);
	row->gone_at = first_of(row->gone_at, removed.removed_at);
	return status;
}

static enum hscan_status
mark_swept(const struct merging *m, int64_t number, int64_t at)
{
	struct store_call call = store_call_begin(m->to, STORE_MARK_SWEPT);

	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_i64(&call, ":number", number);
	store_bind_i64(&call, ":at", at);
	return store_call_end(&call, "cannot store that it was met", m->err);
}

/* What both rows come to; `stored` is of the store that is merged into. */
static enum hscan_status
put_united(
    const struct merging *m, const struct row *told, const struct row *stored)
{
	bool newest = counts(m, told, stored);
	struct row row = newest ? unite(told, stored) : unite(stored, told);
	enum hscan_status status;

	row.gone_at = first_of(gone_by(told, stored), gone_by(stored, told));
	status = apply_removal(m, &row);
	if (status == HSCAN_OK && !is_same(&row, stored))
		status = put_row(m->to, m->to_id, &row, m->err);
	if (status == HSCAN_OK && (newest || is_partial(stored)) &&
	    !has_same_labels(&told->item, &stored->item))
		status = put_labels(m->to, m->to_id, told, newest, m->err);
	if (status == HSCAN_OK && told->swept_at > stored->swept_at)
		status = mark_swept(m, told->item.number, told->swept_at);
	return status;
}

static enum hscan_status
put_first(const struct merging *m, struct row *row)
{
	enum hscan_status status = apply_removal(m, row);

	if (status == HSCAN_OK)
		status = put_row(m->to, m->to_id, row, m->err);
	if (status == HSCAN_OK)
		status = put_labels(m->to, m->to_id, row, true, m->err);
	if (status == HSCAN_OK && row->swept_at != HSCAN_NEVER)
		status = mark_swept(m, row->item.number, row->swept_at);
	return status;
}

enum hscan_status
merging_item(const struct merging *m, sqlite3_stmt *scanned)
{
	int64_t number = sqlite3_column_int64(scanned, 1);
	struct row told = {.mark = 0}, stored = {.mark = 0};
	bool there = false, here = false;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = find_row(
	    m->from, m->from_id, number, &arena, &there, &told, m->err);
	if (status == HSCAN_OK)
		status = read_labels(
		    m->from, m->from_id, &arena, &told.item, m->err);
	if (status == HSCAN_OK)
		status = find_row(
		    m->to, m->to_id, number, &arena, &here, &stored, m->err);
	if (status == HSCAN_OK && here)
		status =
		    read_labels(m->to, m->to_id, &arena, &stored.item, m->err);
	if (status == HSCAN_OK && there)
		status =
		    here ? put_united(m, &told, &stored) : put_first(m, &told);
	hscan_arena_clear(&arena);
	return status;
}
