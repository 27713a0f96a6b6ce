/* SPDX-License-Identifier: MIT */
/* What several sources tell gives one answer, in whatever order it arrives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/record.h>

#include "base/arena.h"
#include "base/text.h"
#include "judge/health.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "model/stream.h"
#include "report/formats.h"
#include "store/store.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)
#define NOW  (2000 * DAY)

/* When REST's lists were read. */
#define SYNCED (NOW - 10)

#define REST    HSCAN_SOURCE_REST
#define HOOK    HSCAN_SOURCE_WEBHOOK
#define BACKUP  HSCAN_SOURCE_BACKUP
#define ARCHIVE HSCAN_SOURCE_ARCHIVE

static const char HOST[] = "github.com";
static const struct hscan_repo_name NAME = {"github.com", "o", "n"};

/* --- records --- */

enum what { ITEM, EVENT, RESPONSE, RELEASE, REMOVAL };

struct record {
	enum hscan_source source;
	int64_t told_at;
	enum what what;
	union {
		struct hscan_item item;
		struct hscan_event event;
		struct hscan_response response;
		struct hscan_release release;
		struct hscan_removal removal;
	};
};

enum { RECORDS = 4000 };

struct records {
	struct record at[RECORDS];
	size_t len;
};

static struct record *
add(struct records *records, enum hscan_source source, int64_t told_at,
    enum what what)
{
	struct record *record = &records->at[records->len++];

	assert_true(records->len <= RECORDS);
	*record =
	    (struct record){.source = source, .told_at = told_at, .what = what};
	return record;
}

static struct hscan_actor
actor(int64_t id)
{
	static const char *const logins[] = {"ann", "bob", "eve", "acme[bot]"};

	return (struct hscan_actor){id, hscan_text_of(logins[id % 4]),
	    hscan_text_of(id % 4 == 3 ? "Bot" : "User")};
}

static void
add_event(struct records *records, enum hscan_source source, int64_t number,
    enum hscan_event_kind kind, enum hscan_grade grade, int64_t at, int64_t id,
    int64_t by)
{
	struct hscan_event *event = &add(records, source, at, EVENT)->event;

	*event = (struct hscan_event){.kind = kind,
	    .grade = grade,
	    .id = grade == HSCAN_GRADE_FORGE ? id : 0,
	    .number = number,
	    .occurred_at = at,
	    .actor = actor(by)};
	if (kind == HSCAN_EVENT_CLOSED && source != ARCHIVE)
		event->reason = hscan_text_of("completed");
}

static void
add_response(struct records *records, enum hscan_source source, int64_t number,
    int64_t id, int64_t at, bool near)
{
	add(records, source, at, RESPONSE)->response =
	    (struct hscan_response){.kind = HSCAN_COMMENT,
		.id = id,
		.number = number,
		.occurred_at = at,
		.actor = actor(id),
		.near = near};
}

static void
add_release(struct records *records, enum hscan_source source, int64_t told_at,
    int64_t id, const char *name)
{
	add(records, source, told_at, RELEASE)->release =
	    (struct hscan_release){.id = id,
		.tag_name = hscan_text_of(id % 2 ? "v1" : "v2"),
		.name = hscan_text_of(name),
		.author = actor(1),
		.created_at = NOW - 50 * DAY,
		.published_at = NOW - 20 * DAY - id * DAY};
}

/* --- an item, as it was at any time --- */

enum { CHANGES = 8 };

struct life {
	int64_t number, created_at;
	enum hscan_item_kind kind;
	struct {
		enum hscan_event_kind kind;
		int64_t at;
	} changes[CHANGES];
	size_t len;
};

static struct hscan_item
row_of(const struct life *life, int64_t at)
{
	struct hscan_item item = {.kind = life->kind,
	    .id = life->number + 1000,
	    .number = life->number,
	    .title = hscan_text_of(life->number % 2 ? "odd" : "even"),
	    .author = actor(life->number),
	    .open = true,
	    .draft =
		life->kind == HSCAN_PULL_REQUEST ? HSCAN_NO : HSCAN_UNKNOWN_YET,
	    .created_at = life->created_at,
	    .updated_at = life->created_at,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	for (size_t i = 0; i < life->len && life->changes[i].at <= at; i++) {
		item.updated_at = life->changes[i].at;
		switch (life->changes[i].kind) {
		case HSCAN_EVENT_CLOSED:
			item.open = false;
			item.closed_at = life->changes[i].at;
			break;
		case HSCAN_EVENT_REOPENED:
			item.open = true;
			item.closed_at = HSCAN_NEVER;
			break;
		case HSCAN_EVENT_MERGED:
			item.merged_at = life->changes[i].at;
			break;
		case HSCAN_EVENT_READY_FOR_REVIEW: item.draft = HSCAN_NO; break;
		case HSCAN_EVENT_CONVERT_TO_DRAFT:
			item.draft = HSCAN_YES;
			break;
		case HSCAN_EVENT_CONVERTED_TO_DISCUSSION: break;
		}
	}
	return item;
}

static void
add_row(struct records *records, enum hscan_source source,
    const struct life *life, int64_t at)
{
	add(records, source, at, ITEM)->item = row_of(life, at);
}

/* --- a store that has been told some of it --- */

struct world {
	struct hscan_store *store;
	struct hscan_metrics metrics;
	int64_t repo_id;
	bool met[HSCAN_SOURCES];
};

/* All that REST's lists are read for has been read to its end. */
static void
finish_lists(struct world *world)
{
	static const char *const streams[] = {HSCAN_STREAM_REPO,
	    HSCAN_STREAM_ISSUES, HSCAN_STREAM_RELEASES, HSCAN_STREAM_EVENTS,
	    HSCAN_STREAM_COMMENTS, HSCAN_STREAM_REVIEWS, HSCAN_STREAM_BASES};
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = SYNCED;
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		assert_int_equal(hscan_store_put_stream(world->store,
				     world->repo_id, streams[i], &state, NULL),
		    HSCAN_OK);
}

/* What comes before a source's first record: who it is of. */
static void
meet(struct world *world, const struct hscan_teller *teller)
{
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .default_branch = teller->source == ARCHIVE ? hscan_text_of(NULL)
							: hscan_text_of("main"),
	    .created_at = teller->source == ARCHIVE ? 0 : NOW - 1000 * DAY,
	    .pushed_at = HSCAN_NEVER,
	    .has_issues = teller->source != ARCHIVE,
	    .unknown = teller->source == ARCHIVE
			   ? HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
				 HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK
			   : 0};
	const struct hscan_span span = {HSCAN_STREAM_ISSUES, teller->source,
	    NOW - 200 * DAY, NOW - DAY, false, false};

	world->met[teller->source] = true;
	assert_int_equal(hscan_store_put_repo(world->store, teller, &repo,
			     &world->repo_id, NULL),
	    HSCAN_OK);
	finish_lists(world);
	if (teller->source != REST)
		assert_int_equal(hscan_store_put_span(
				     world->store, world->repo_id, &span, NULL),
		    HSCAN_OK);
}

static void
tell(struct world *world, const struct record *record)
{
	const struct hscan_teller teller = {HOST, record->source,
	    record->source == REST ? SYNCED : record->told_at};
	struct hscan_store *store = world->store;
	enum hscan_status status = HSCAN_EINVAL;
	struct hscan_error err;

	if (!world->met[record->source])
		meet(world, &teller);
	switch (record->what) {
	case ITEM:
		status = hscan_store_put_items(
		    store, &teller, world->repo_id, &record->item, 1, &err);
		break;
	case EVENT:
		status = hscan_store_put_events(
		    store, &teller, world->repo_id, &record->event, 1, &err);
		break;
	case RESPONSE:
		status = hscan_store_put_responses(
		    store, &teller, world->repo_id, &record->response, 1, &err);
		break;
	case RELEASE:
		status = hscan_store_put_releases(
		    store, &teller, world->repo_id, &record->release, 1, &err);
		break;
	case REMOVAL:
		status = hscan_store_put_removals(
		    store, &teller, world->repo_id, &record->removal, 1, &err);
		break;
	}
	if (status != HSCAN_OK)
		fail_msg("%s", err.message);
}

static void
open_world(struct world *world)
{
	memset(world->met, 0, sizeof(world->met));
	assert_int_equal(
	    hscan_store_open(":memory:", &world->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_store_begin(world->store, NULL), HSCAN_OK);
}

/* --- the answer --- */

static enum hscan_status
add_sample(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)err;
	(void)hscan_buf_add_text(out, sample->subject);
	(void)hscan_buf_add_format(out, " %.4f %d of %u: ", sample->value,
	    (int)sample->role, sample->sources);
	(void)hscan_buf_add_text(out, sample->title);
	(void)hscan_buf_add_char(out, '\n');
	return HSCAN_OK;
}

static void
answer_one_way(struct world *world, bool events, struct hscan_buf *out)
{
	const struct hscan_health_query question = {.version = "1.2.3",
	    .engine = &hscan_sqlite_engine,
	    .as_of = NOW,
	    .generated_at = NOW + 5,
	    .window = {.seconds = 30 * DAY},
	    .windows = 2,
	    .min_samples = 1,
	    .sigma = 2.0,
	    .full = true,
	    .history_events = events,
	    .metrics = &world->metrics,
	    .doc_paths = "docs"};
	const struct hscan_health_one one = {.name = &NAME};
	const struct hscan_wanted_samples reopened = {
	    hscan_metrics_find(
		&world->metrics, hscan_text_of("issue_reopened")),
	    out};
	const struct hscan_look look = {0};
	struct hscan_report report;
	struct hscan_arena arena;
	struct hscan_error err;

	hscan_arena_init(&arena);
	if (hscan_health(world->store, &question, &one, &arena, &report,
		&err) != HSCAN_OK ||
	    hscan_json_write(&report, &look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	(void)hscan_buf_add_string(out, "issue_reopened\n");
	assert_int_equal(hscan_health_samples(world->store, &question, &one,
			     &reopened, 1, add_sample, &arena, NULL),
	    HSCAN_OK);
	hscan_arena_clear(&arena);
}

/* Told in this order, in a store of its own; the answers by the histories in
 * the set, 1 events and 2 snapshot. */
static void
answer(struct world *world, const struct records *records, const size_t *order,
    unsigned histories, struct hscan_buf *out)
{
	hscan_buf_reset(out);
	open_world(world);
	for (size_t i = 0; i < records->len; i++)
		tell(world, &records->at[order[i]]);
	assert_int_equal(hscan_store_commit(world->store, NULL), HSCAN_OK);
	if (histories & 1)
		answer_one_way(world, true, out);
	if (histories & 2)
		answer_one_way(world, false, out);
	assert_int_equal(out->failed, HSCAN_OK);
	hscan_store_close(world->store);
}

static void
assert_same(const struct hscan_buf *first, const struct hscan_buf *again)
{
	size_t at = 0;

	while (at < first->len && at < again->len &&
	       first->ptr[at] == again->ptr[at])
		at++;
	if (first->len == again->len && at == first->len)
		return;
	at = at > 300 ? at - 300 : 0;
	fail_msg("the order of arrival shows:\n%.600s\n--- not\n%.600s",
	    again->ptr + at, first->ptr + at);
}

/* --- one fact of each kind, by all four --- */

static const struct life closed = {.number = 1,
    .created_at = NOW - 25 * DAY,
    .kind = HSCAN_ISSUE,
    .changes = {{HSCAN_EVENT_CLOSED, NOW - 20 * DAY},
	{HSCAN_EVENT_REOPENED, NOW - 20 * DAY + 30},
	{HSCAN_EVENT_CLOSED, NOW - 10 * DAY}},
    .len = 3};

static const struct life merged = {.number = 2,
    .created_at = NOW - 22 * DAY,
    .kind = HSCAN_PULL_REQUEST,
    .changes = {{HSCAN_EVENT_CONVERT_TO_DRAFT, NOW - 21 * DAY},
	{HSCAN_EVENT_READY_FOR_REVIEW, NOW - 20 * DAY},
	{HSCAN_EVENT_MERGED, NOW - 15 * DAY},
	{HSCAN_EVENT_CLOSED, NOW - 15 * DAY}},
    .len = 4};

/* Whose time of a change is whose. */
static enum hscan_grade
grade_by(enum hscan_source source, enum hscan_event_kind kind)
{
	bool own = kind == HSCAN_EVENT_CLOSED || kind == HSCAN_EVENT_MERGED;

	if (source == REST || source == BACKUP)
		return HSCAN_GRADE_FORGE;
	return source == HOOK && own ? HSCAN_GRADE_OWN : HSCAN_GRADE_NEAR;
}

static void
add_life(
    struct records *records, enum hscan_source source, const struct life *life)
{
	add_row(records, source, life,
	    source == REST ? NOW : life->changes[life->len - 1].at);
	for (size_t i = 0; i < life->len; i++) {
		enum hscan_event_kind kind = life->changes[i].kind;
		enum hscan_grade grade = grade_by(source, kind);

		add_event(records, source, life->number, kind, grade,
		    life->changes[i].at + (source == ARCHIVE ? 3 : 0),
		    life->number * 10 + (int64_t)i, source == ARCHIVE ? 2 : 1);
	}
}

static void
add_all_of(struct records *records, enum hscan_source source)
{
	add_life(records, source, &closed);
	add_life(records, source, &merged);
	add_response(records, source, 1, 71,
	    NOW - 24 * DAY + (source == ARCHIVE ? 2 : 0), source == ARCHIVE);
	add(records, source, NOW - 19 * DAY, RESPONSE)->response =
	    (struct hscan_response){.kind = HSCAN_REVIEW,
		.id = 72,
		.number = 2,
		.occurred_at = NOW - 19 * DAY,
		.actor = actor(5)};
	add_release(records, source, NOW - 20 * DAY + (int64_t)source, 1,
	    hscan_source_name(source));
}

/* The records of the sources in this order, each in its own. */
static void
put_in_order(const struct records *records, const int *sources, size_t *order)
{
	size_t len = 0;

	for (int i = 0; i < HSCAN_SOURCES; i++)
		for (size_t k = 0; k < records->len; k++)
			if ((int)records->at[k].source == sources[i])
				order[len++] = k;
}

static void
one_fact_told_by_four_is_one(void **state)
{
	static size_t order[RECORDS];
	struct world *world = *state;
	struct records *records = test_calloc(1, sizeof(*records));
	struct hscan_buf first, again;
	int seen = 0;

	for (int i = 0; i < HSCAN_SOURCES; i++)
		add_all_of(records, (enum hscan_source)i);
	hscan_buf_init(&first, (size_t)16 << 20);
	hscan_buf_init(&again, (size_t)16 << 20);
	for (int i = 0; i < 4 * 4 * 4 * 4; i++) {
		const int turn[] = {i & 3, i >> 2 & 3, i >> 4 & 3, i >> 6};

		if (turn[0] == turn[1] || turn[0] == turn[2] ||
		    turn[0] == turn[3] || turn[1] == turn[2] ||
		    turn[1] == turn[3] || turn[2] == turn[3])
			continue;
		put_in_order(records, turn, order);
		answer(world, records, order, 3, seen == 0 ? &first : &again);
		if (seen++ > 0)
			assert_same(&first, &again);
	}
	assert_int_equal(seen, 24);
	/* Closed, reopened, closed: two closes, one reopening. */
	assert_non_null(strstr(hscan_buf_string(&first),
	    "issue_reopened\n1 0.0000 0 of 15: odd\n1 0.0000 0 of 15: odd\n"
	    "1 1.0000 0 of 15: odd\n{"));
	hscan_buf_clear(&first);
	hscan_buf_clear(&again);
	test_free(records);
}

/* --- a repository, told in any order --- */

static uint64_t seed;

static unsigned
any(unsigned most)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % most;
}

static void
change(struct life *life, enum hscan_event_kind kind, int64_t at)
{
	life->changes[life->len].kind = kind;
	life->changes[life->len++].at = at;
}

static struct life
any_life(int64_t number)
{
	static const int64_t gaps[] = {0, 2, 20, HOUR, 3 * DAY, 9 * DAY};
	struct life life = {.number = number,
	    .created_at = NOW - 5 * DAY - (int64_t)any(100) * DAY,
	    .kind = any(2) ? HSCAN_ISSUE : HSCAN_PULL_REQUEST};
	bool pull = life.kind == HSCAN_PULL_REQUEST, open = true;
	int64_t at = life.created_at + 1 + any(1000);

	if (pull && any(2)) {
		change(&life, HSCAN_EVENT_CONVERT_TO_DRAFT, at);
		change(&life, HSCAN_EVENT_READY_FOR_REVIEW, at + any(3) * HOUR);
		at += 4 * HOUR;
	}
	for (unsigned i = any(5); i > 0 && life.len + 2 < CHANGES; i--) {
		at += gaps[any(6)];
		if (at >= NOW - DAY)
			break;
		if (pull && open && any(3) == 0) {
			change(&life, HSCAN_EVENT_MERGED, at);
			change(&life, HSCAN_EVENT_CLOSED, at + any(2));
			break;
		}
		change(&life, open ? HSCAN_EVENT_CLOSED : HSCAN_EVENT_REOPENED,
		    at);
		open = !open;
	}
	return life;
}

/* A row that knows hardly anything. */
static void
add_partial(struct records *records, const struct life *life)
{
	struct hscan_item *item =
	    &add(records, ARCHIVE, life->created_at, ITEM)->item;

	*item = row_of(life, life->created_at);
	item->id = 0;
	item->title = (struct hscan_text){NULL, 0};
	item->updated_at = 0;
	item->created_at += 2;
	item->draft = HSCAN_UNKNOWN_YET;
	item->open = false;
	item->unknown = HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED |
			HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN;
}

static void
add_changes(struct records *records, const struct life *life, unsigned sources)
{
	for (size_t i = 0; i < life->len; i++) {
		enum hscan_event_kind kind = life->changes[i].kind;
		int64_t at = life->changes[i].at;

		for (int k = 0; k < HSCAN_SOURCES; k++) {
			enum hscan_source source = (enum hscan_source)k;
			enum hscan_grade grade = grade_by(source, kind);
			int64_t late = grade == HSCAN_GRADE_NEAR ? any(4) : 0;

			if (!(sources & 1U << k) || (k > 0 && any(4) == 0))
				continue;
			add_event(records, source, life->number, kind, grade,
			    at + late, life->number * 100 + (int64_t)i,
			    source == ARCHIVE ? 2 : 1);
			if (source != REST && any(2))
				add_row(records, source, life, at);
		}
	}
}

static void
add_answers(struct records *records, const struct life *life, unsigned sources)
{
	for (unsigned i = any(4); i > 0; i--) {
		int64_t id = life->number * 100 + i;
		int64_t at = life->created_at + any(20) * HOUR;
		bool deleted = any(8) == 0;

		for (int k = deleted ? 1 : 0; k < HSCAN_SOURCES; k++)
			if (sources & 1U << k && (k == 0 || any(3)))
				add_response(records, (enum hscan_source)k,
				    life->number, id,
				    at + (k == ARCHIVE ? any(3) : 0),
				    k == ARCHIVE);
		if (deleted && sources & 1U << HOOK)
			add(records, HOOK, at + DAY, REMOVAL)->removal =
			    (struct hscan_removal){
				HSCAN_REMOVAL_COMMENT, id, at + DAY};
	}
}

static void
make_records(struct records *records, unsigned sources)
{
	enum { ITEMS = 12 };

	records->len = 0;
	for (int64_t number = 1; number <= ITEMS; number++) {
		const struct life life = any_life(number);
		bool deleted = any(10) == 0 && sources & 1U << HOOK;

		if (sources & 1U << REST && !deleted)
			add_row(records, REST, &life, NOW);
		if (sources & 1U << ARCHIVE)
			add_partial(records, &life);
		if (sources & 1U << HOOK)
			add_row(records, HOOK, &life, life.created_at);
		add_changes(records, &life,
		    deleted ? sources & ~(1U << REST) : sources);
		add_answers(records, &life, sources);
		if (deleted)
			add(records, HOOK, NOW - DAY, REMOVAL)->removal =
			    (struct hscan_removal){
				HSCAN_REMOVAL_ITEM, number, NOW - DAY};
	}
	for (int k = 0; k < HSCAN_SOURCES; k++)
		if (sources & 1U << k)
			add_release(records, (enum hscan_source)k,
			    NOW - 3 * DAY - k * HOUR, any(2),
			    any(2) ? "first" : "second");
}

static void
shuffle(size_t *order, size_t len)
{
	for (size_t i = 0; i < len; i++)
		order[i] = i;
	for (size_t i = len; i > 1; i--) {
		size_t k = any((unsigned)i), held = order[i - 1];

		order[i - 1] = order[k];
		order[k] = held;
	}
}

/* Of each set of records, all orders must give one answer: with HSCAN_TORTURE
 * it is a thousand orders. */
static void
any_interleaving_gives_the_same(void **state)
{
	enum { SETS = 50, ORDERS = 2, MORE_ORDERS = 20 };
	static size_t order[RECORDS];
	static const unsigned sources[] = {15, 15, 14, 3, 10};
	struct world *world = *state;
	struct records *records = test_calloc(1, sizeof(*records));
	struct hscan_buf first, again;
	int orders = getenv("HSCAN_TORTURE") ? MORE_ORDERS : ORDERS;

	hscan_buf_init(&first, (size_t)16 << 20);
	hscan_buf_init(&again, (size_t)16 << 20);
	for (unsigned set = 0; set < SETS; set++) {
		seed = 1000 + set;
		make_records(records, sources[set % 5]);
		for (int i = 0; i < orders; i++) {
			shuffle(order, records->len);
			answer(world, records, order, set % 4 ? 1 : 2,
			    i == 0 ? &first : &again);
			if (i > 0)
				assert_same(&first, &again);
		}
	}
	hscan_buf_clear(&first);
	hscan_buf_clear(&again);
	test_free(records);
}

static int
set_up(void **state)
{
	static struct world world;

	assert_int_equal(hscan_metrics_load(&world.metrics, NULL), HSCAN_OK);
	*state = &world;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *world = *state;

	hscan_metrics_clear(&world->metrics);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_fact_told_by_four_is_one),
	    cmocka_unit_test(any_interleaving_gives_the_same),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
