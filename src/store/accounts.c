/* SPDX-License-Identifier: MIT */
/* Writes accounts. Every record names one, and most name the same few again and
 * again: what was put need not be put again, as long as no transaction was
 * rolled back and no other process has written. What REST says counts, whenever
 * it said so; of what others say the day is kept, that it need not be written
 * for each record. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

static struct store_account *
slot_of(struct hscan_store *store, int64_t id)
{
	return &store->accounts[(uint64_t)id % STORE_ACCOUNTS];
}

#define DAY_S INT64_C(86400)

static int64_t
day_of(int64_t at)
{
	return at > 0 ? at - at % DAY_S : 0;
}

/* Whether it would change nothing: REST has said the same, or another source
 * has, of that day or a later one. */
static bool
is_told(const struct store_account *known, const struct hscan_teller *teller)
{
	return known->source == HSCAN_SOURCE_REST ||
	       (known->source == teller->source &&
		   known->told_at >= day_of(teller->told_at));
}

static bool
is_known(const struct store_account *known, const char *host,
    const struct hscan_actor *actor)
{
	struct hscan_text type = {
	    known->has_type ? known->type : NULL, known->type_len};

	return known->id == actor->id && strcmp(known->host, host) == 0 &&
	       actor->login.len == known->login_len &&
	       memcmp(actor->login.ptr, known->login, known->login_len) == 0 &&
	       (actor->type.ptr != NULL) == known->has_type &&
	       hscan_text_equal(actor->type, type);
}

/* What is longer than accounts are is put each time. */
static void
remember(struct store_account *slot, const struct hscan_teller *teller,
    const struct hscan_actor *actor)
{
	const char *host = teller->host;
	size_t host_len = strlen(host);

	if (host_len >= sizeof(slot->host) ||
	    actor->login.len > sizeof(slot->login) ||
	    actor->type.len > sizeof(slot->type))
		return;
	memcpy(slot->host, host, host_len + 1);
	memcpy(slot->login, actor->login.ptr, actor->login.len);
	if (actor->type.ptr)
		memcpy(slot->type, actor->type.ptr, actor->type.len);
	slot->has_type = actor->type.ptr != NULL;
	slot->login_len = actor->login.len;
	slot->type_len = actor->type.len;
	slot->id = actor->id;
	slot->source = teller->source;
	slot->told_at = day_of(teller->told_at);
}

enum hscan_status
store_put_account(struct hscan_store *store, const struct hscan_teller *teller,
    const struct hscan_actor *actor, struct hscan_error *err)
{
	struct store_account *slot = slot_of(store, actor->id);
	bool rest = teller->source == HSCAN_SOURCE_REST;
	struct store_call call;
	enum hscan_status status;

	if (actor->id == 0 || !actor->login.ptr ||
	    (store->in_transaction && is_known(slot, teller->host, actor) &&
		is_told(slot, teller)))
		return HSCAN_OK;
	slot->id = 0;
	call = store_call_begin(
	    store, rest ? STORE_PUT_ACCOUNT : STORE_PUT_TOLD_ACCOUNT);
	store_bind_text(&call, ":host", hscan_text_of(teller->host));
	store_bind_i64(&call, ":forge_id", actor->id);
	store_bind_text(&call, ":login", actor->login);
	store_bind_text(&call, ":type", actor->type);
	if (!rest) {
		store_bind_i64(&call, ":told_at", day_of(teller->told_at));
		store_bind_i64(&call, ":source", (int64_t)teller->source);
	}
	status = store_call_end(&call, "cannot store an account", err);
	if (status == HSCAN_OK && store->in_transaction)
		remember(slot, teller, actor);
	return status;
}
