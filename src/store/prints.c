/* SPDX-License-Identifier: MIT */
/* Prints: what the digests of a repository's tables come to; see prints.h. */
#include "store/prints.h"

#include "base/grow.h"
#include "store/internal.h"

static const char cannot[] = "cannot tell what has changed";

enum part_of { OF_NOTHING, OF_STATE, OF_FACTS };

/* What nobody reads of whoever asks another engine is of nothing: alerts,
 * labels, what is still to be sent. */
static enum part_of
part_of(int64_t part)
{
	switch ((enum store_part)part) {
	case STORE_NO_PART:
	case STORE_ITEM:
	case STORE_EVENT:
	case STORE_RELEASE:
	case STORE_RESPONSE:
	case STORE_ITEM_DETAIL:
	case STORE_GIT_AUTHOR:
	case STORE_GIT_COMMIT:
	case STORE_GIT_TAG:
	case STORE_LISTED_COMMIT:
	case STORE_DOUBT:
	case STORE_SPAN: return OF_FACTS;
	case STORE_REPO:
	case STORE_STREAM:
	case STORE_PULL_BASE:
	case STORE_GIT_HEAD:
	case STORE_LISTING:
	case STORE_MAINTAINER: return OF_STATE;
	case STORE_SCHEMA:
	case STORE_ACCOUNT:
	case STORE_ITEM_LABEL:
	case STORE_ALERT_RUN:
	case STORE_ALERT:
	case STORE_ALERT_TURN:
	case STORE_GATE_PASS:
	case STORE_NAME:
	case STORE_NOTIFICATION:
	case STORE_REMOVAL:
	case STORE_DELIVERY:
	case STORE_SCAN_RESULT:
	case STORE_PARTS: break;
	}
	return OF_NOTHING;
}

static uint64_t
add(uint64_t print, int64_t value)
{
	return hscan_mix(store_add_value(print, (uint64_t)value));
}

/* --- the digests --- */

struct prints {
	struct hscan_arena *arena;
	struct hscan_print *at;
	size_t len, room;
};

static enum hscan_status
begin_print(struct prints *prints, sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_print *more = hscan_grow_in(prints->arena, prints->at,
	    &prints->room, prints->len + 1, sizeof(*more));
	struct hscan_print *print;
	enum hscan_status status;

	if (!more)
		return hscan_no_memory(err);
	prints->at = more;
	print = &more[prints->len++];
	*print = (struct hscan_print){
	    .repo_id = sqlite3_column_int64(row, 0),
	    .synced_at = store_time(row, 4),
	    .host = store_text(row, 5),
	    .forge_id = sqlite3_column_int64(row, 6),
	    .full_name = store_text(row, 7),
	    .facts = HSCAN_GOLDEN,
	    .state = HSCAN_GOLDEN,
	};
	status = store_keep(prints->arena, &print->host, err);
	if (status == HSCAN_OK)
		status = store_keep(prints->arena, &print->full_name, err);
	return status;
}

/* The part itself, how many rows, and their sums. When the newest part was read
 * is in the streams' sum, too. */
static void
add_part(struct hscan_print *print, sqlite3_stmt *row)
{
	int64_t part = sqlite3_column_int64(row, 1);
	enum part_of of = part_of(part);
	uint64_t *to = of == OF_FACTS ? &print->facts : &print->state;

	if (of == OF_NOTHING)
		return;
	for (int i = 1; i <= (part == STORE_NO_PART ? 3 : 4); i++)
		*to = add(*to, sqlite3_column_int64(row, i));
	if (of == OF_FACTS && part != STORE_NO_PART)
		print->rows += sqlite3_column_int64(row, 2);
}

static enum hscan_status
add_digests(
    struct hscan_store *store, struct prints *prints, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_PRINT);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call)) {
		if (sqlite3_column_int64(call.stmt, 1) == STORE_NO_PART)
			status = begin_print(prints, call.stmt, err);
		if (status == HSCAN_OK && prints->len > 0)
			add_part(&prints->at[prints->len - 1], call.stmt);
	}
	ended = store_call_end(&call, cannot, status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* --- names --- */

/* They are of no repository, so that their digest is of all. */
static enum hscan_status
add_names(
    struct hscan_store *store, struct prints *prints, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_NAME);
	size_t at = 0;

	while (store_call_row(&call)) {
		int64_t repo_id = sqlite3_column_int64(call.stmt, 0);
		struct hscan_text name = store_text(call.stmt, 1);

		while (at < prints->len && prints->at[at].repo_id < repo_id)
			at++;
		if (at == prints->len || prints->at[at].repo_id != repo_id)
			continue;
		prints->at[at].state = add(prints->at[at].state,
		    (int64_t)hscan_mix_bytes(name.ptr, name.len));
		for (int i = 2; i <= 4; i++)
			prints->at[at].state = add(prints->at[at].state,
			    sqlite3_column_int64(call.stmt, i));
	}
	return store_call_end(&call, cannot, err);
}

enum hscan_status
hscan_store_prints(struct hscan_store *store, struct hscan_arena *arena,
    struct hscan_print **out, size_t *len, struct hscan_error *err)
{
	struct prints prints = {.arena = arena};
	enum hscan_status status = add_digests(store, &prints, err);

	if (status == HSCAN_OK)
		status = add_names(store, &prints, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < prints.len; i++)
		prints.at[i].state =
		    add(prints.at[i].state, (int64_t)prints.at[i].facts);
	*out = prints.at;
	*len = prints.len;
	return HSCAN_OK;
}

enum hscan_status
hscan_store_accounts_print(
    struct hscan_store *store, uint64_t *out, struct hscan_error *err)
{
	struct store_tally tally = {0};
	enum hscan_status status =
	    store_digest_get(store, 0, STORE_ACCOUNT, &tally, err);

	if (status == HSCAN_OK)
		*out = add(add(HSCAN_GOLDEN, tally.rows), (int64_t)tally.sum);
	return status;
}
