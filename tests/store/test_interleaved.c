/* SPDX-License-Identifier: MIT */
/* Many records of a few items, told by all sources in orders of chance: the
 * store holds the same in the end, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mix.h"
#include "store/told.h"

enum { TELLINGS = 120, HISTORIES = 20, ORDERS = 15, DAY = 86400 };

static uint64_t seed = 17;

/* From 0 on. */
static int64_t
chance(int64_t below)
{
	seed += HSCAN_GOLDEN;
	return (int64_t)(hscan_mix(seed) % (uint64_t)below);
}

static const struct hscan_text words[] = {
    {"one", 3}, {"two", 3}, {"three", 5}, {"four", 4}};
static const struct hscan_text types[] = {{"User", 4}, {NULL, 0}};

struct records {
	struct telling tellings[TELLINGS];
	struct hscan_item items[TELLINGS];
	struct hscan_event events[TELLINGS];
	struct hscan_response responses[TELLINGS];
	struct hscan_release releases[TELLINGS];
	struct hscan_removal removals[TELLINGS];
};

/* REST names an account in one way, others in several. */
static struct hscan_actor
an_actor(enum hscan_source source)
{
	int64_t id = 1 + chance(3);
	bool rest = source == HSCAN_SOURCE_REST;

	return (struct hscan_actor){.id = id,
	    .login = words[rest ? id : chance(4)],
	    .type = types[rest ? 0 : chance(2)]};
}

/* Who did a thing, and who wrote something, all sources agree about. */
static struct hscan_actor
agreed_actor(enum hscan_source source, int64_t of)
{
	struct hscan_actor actor = an_actor(source);

	actor.id = 1 + of % 3;
	if (source == HSCAN_SOURCE_REST)
		actor.login = words[actor.id];
	return actor;
}

/* Item 3 is a pull request that was merged at 500, of which no row without a
 * time tells. REST tells an item's row of
 * one time in one way, and backups tell what they know of a row without a time
 * in one way. */
static struct hscan_item
an_item(enum hscan_source source)
{
	int64_t number = 1 + chance(3), at = 100 * (1 + chance(8));
	bool rest = source == HSCAN_SOURCE_REST;
	bool partial = source >= HSCAN_SOURCE_BACKUP && chance(3) == 0;
	bool merged = number == 3 && !partial && at >= 500;
	int64_t kind = rest || partial ? at / 100 : chance(4);
	struct hscan_item item = {
	    .kind = number == 3 ? HSCAN_PULL_REQUEST : HSCAN_ISSUE,
	    .id = chance(2) ? 70 + number : 0,
	    .number = number,
	    .title = words[kind % 4],
	    .author = agreed_actor(source, number),
	    .draft = number == 3 ? HSCAN_NO : HSCAN_UNKNOWN_YET,
	    .open = number == 3 ? !merged : kind % 2 != 0,
	    .comments = kind,
	    .created_at = 10,
	    .updated_at = partial ? 0 : at,
	    .merged_at = HSCAN_NEVER,
	    .labels = words,
	    .labels_len = (size_t)kind % 3,
	};

	item.closed_at = item.open ? HSCAN_NEVER : merged ? 500 : at;
	item.merge_untold = merged && !rest && !partial && chance(2);
	if (merged && !item.merge_untold)
		item.merged_at = 500;
	if (!partial)
		return item;
	item.title = words[source];
	item.comments = 0;
	item.labels_len = 1;
	item.unknown = HSCAN_ITEM_COMMENTS | HSCAN_ITEM_LOCKED;
	item.open = number != 1;
	item.closed_at = item.open ? HSCAN_NEVER : 500;
	if (source == HSCAN_SOURCE_ARCHIVE) {
		item.title = (struct hscan_text){0};
		item.unknown |= HSCAN_ITEM_TITLE | HSCAN_ITEM_OPEN;
		item.closed_at = HSCAN_NEVER;
	}
	return item;
}

static void
make(struct records *records, size_t i)
{
	enum hscan_source source = (enum hscan_source)chance(HSCAN_SOURCES);
	struct telling *telling = &records->tellings[i];
	int64_t id = 1 + chance(4);

	*telling = (struct telling){.source = source,
	    .told_at = source == HSCAN_SOURCE_REST ? 0 : 1 + chance(4 * DAY)};
	switch (chance(5)) {
	case 0:
		records->events[i] =
		    (struct hscan_event){.kind = HSCAN_EVENT_CLOSED,
			.grade = (enum hscan_grade)(
			    source == HSCAN_SOURCE_REST ? 0 : chance(3)),
			.id = id,
			.number = 1 + id % 3,
			.occurred_at = 100 * id,
			.actor = agreed_actor(source, id)};
		telling->event = &records->events[i];
		break;
	case 1:
		records->responses[i] =
		    (struct hscan_response){.kind = HSCAN_COMMENT,
			.id = id,
			.number = 1 + id % 3,
			.near = source == HSCAN_SOURCE_ARCHIVE,
			.occurred_at = 100 * id + chance(3),
			.actor = agreed_actor(source, id)};
		telling->response = &records->responses[i];
		break;
	case 2:
		records->releases[i] = (struct hscan_release){.id = id,
		    .tag_name =
			words[source == HSCAN_SOURCE_REST ? 0 : chance(4)],
		    .author = agreed_actor(source, id),
		    .created_at = 5,
		    .published_at = 6};
		telling->release = &records->releases[i];
		break;
	case 3:
		records->removals[i] = (struct hscan_removal){
		    (enum hscan_removal_kind)(1 + chance(3)), 1 + chance(4),
		    100 * (1 + chance(8))};
		if (source != HSCAN_SOURCE_REST)
			telling->removal = &records->removals[i];
		break;
	default:
		records->items[i] = an_item(source);
		telling->item = &records->items[i];
	}
}

static void
shuffle(size_t *order, size_t len)
{
	for (size_t i = len; i > 1; i--)
		swap(&order[i - 1], &order[chance((int64_t)i)]);
}

static const char *const all_sql[] = {
    "SELECT * FROM item ORDER BY number",
    "SELECT * FROM item_label ORDER BY number, label",
    "SELECT * FROM event ORDER BY number, kind, occurred_at, forge_id",
    "SELECT * FROM response ORDER BY number, occurred_at, kind, forge_id",
    "SELECT * FROM release ORDER BY forge_id",
    "SELECT * FROM account ORDER BY host, forge_id",
    "SELECT * FROM removal ORDER BY kind, forge_id, removed_at",
};

static char *
hold(struct hscan_store *store, int64_t repo_id, const struct records *records,
    const size_t *order)
{
	struct hscan_buf all;
	struct hscan_error err;
	char *copy;

	hscan_buf_init(&all, 1 << 20);
	ok(hscan_store_begin(store, &err), &err);
	for (size_t i = 0; i < TELLINGS; i++)
		tell(store, repo_id, &records->tellings[order[i]]);
	for (size_t i = 0; i < LEN(all_sql); i++) {
		char *rows = query(store, all_sql[i]);

		(void)hscan_buf_add_string(&all, rows);
		free(rows);
	}
	hscan_store_rollback(store);
	copy = strdup(hscan_buf_string(&all));
	hscan_buf_clear(&all);
	return copy;
}

static void
hold_in_any_order(struct records *records)
{
	size_t order[TELLINGS];
	int64_t repo_id = 0;
	struct hscan_store *store = open_mixed(&repo_id);
	struct hscan_error err;
	char *first;

	for (size_t i = 0; i < TELLINGS; i++) {
		make(records, i);
		order[i] = i;
	}
	first = hold(store, repo_id, records, order);
	assert_true(strlen(first) > 500);
	for (size_t i = 0; i < ORDERS; i++) {
		char *other;

		shuffle(order, TELLINGS);
		other = hold(store, repo_id, records, order);
		if (strcmp(first, other) != 0)
			fail_msg("%s\n%s", first, other);
		free(other);
	}
	for (size_t i = 0; i < TELLINGS; i++)
		tell(store, repo_id, &records->tellings[order[i]]);
	ok(hscan_store_verify(store, &err), &err);
	hscan_store_close(store);
	free(first);
}

static void
the_order_of_arrival_is_no_matter(void **state)
{
	struct records *records = calloc(1, sizeof(*records));

	(void)state;
	assert_non_null(records);
	for (int i = 0; i < HISTORIES; i++)
		hold_in_any_order(records);
	free(records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_order_of_arrival_is_no_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
