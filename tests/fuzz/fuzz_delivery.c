/* SPDX-License-Identifier: MIT */
/* A delivery that is anything: the event's name up to the first line break,
 * and the body behind it. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "source/webhook/delivery.h"
#include "source/webhook/signature.h"

static void
check_item(const struct hscan_item *item)
{
	ENSURE(item->number > 0);
	ENSURE(item->kind == HSCAN_ISSUE || item->id == 0 || item->id > 0);
	ENSURE(!item->open || item->closed_at == HSCAN_NEVER);
	fuzz_touch(item->title);
	fuzz_touch(item->author.login);
	for (size_t i = 0; i < item->labels_len; i++)
		fuzz_touch(item->labels[i]);
}

static void
check_delivery(const struct hscan_delivery *d)
{
	ENSURE(d->items_len <= 2 && d->events_len <= 2);
	fuzz_touch(d->action);
	fuzz_touch(d->old_name);
	fuzz_touch(d->repo.full_name);
	for (size_t i = 0; i < d->items_len; i++)
		check_item(&d->items[i]);
	for (size_t i = 0; i < d->events_len; i++) {
		ENSURE(d->events[i].number == d->items[0].number);
		ENSURE(d->events[i].occurred_at != HSCAN_NEVER);
		ENSURE(d->events[i].grade != HSCAN_GRADE_FORGE);
	}
	if (d->response.id != 0)
		ENSURE(d->response.number > 0 &&
		       d->response.occurred_at != HSCAN_NEVER);
	if (d->removal.id != 0)
		ENSURE(d->removal.removed_at != HSCAN_NEVER);
	if (!d->known)
		ENSURE(d->items_len == 0 && d->events_len == 0 &&
		       d->response.id == 0 && d->release.id == 0 &&
		       d->removal.id == 0 && d->repo.id == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text body = fuzz_text(data, size);
	struct hscan_text event = hscan_text_split(&body, '\n');
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_delivery delivery;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = hscan_delivery_decode(event, body, &arena, &delivery, &err);
	ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
	if (status == HSCAN_OK)
		check_delivery(&delivery);
	ENSURE(!hscan_signature_is_right(event, hscan_text_of("s"), body));
	hscan_arena_clear(&arena);
	return 0;
}
