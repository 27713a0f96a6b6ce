/* SPDX-License-Identifier: MIT */
/* What was told of a repository before its number was known becomes its own, as
 * if it had been told of it from the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mix.h"
#include "model/stand_in.h"
#include "store/told.h"

enum { ROUNDS = 60, TELLINGS = 40 };

static const struct hscan_repo_name name = {HOST, "o", "n"};

/* The same numbers on every machine. */
static uint64_t draws;

static int64_t
draw(int64_t below)
{
	return (int64_t)(hscan_mix(++draws * HSCAN_GOLDEN) % (uint64_t)below);
}

/* A record of a random kind, by a random source. */
struct told {
	struct telling telling;
	struct hscan_item item;
	struct hscan_event event;
	struct hscan_response response;
	struct hscan_release release;
	struct hscan_base base;
	struct hscan_text label;
	bool by_name; /* its source does not tell the number */
};

/* Whoever tells who did something tells the same. */
static struct hscan_actor
actor_of(int64_t number)
{
	return (struct hscan_actor){.id = draw(2) ? 50 + number : 0};
}

static void
draw_item(struct told *told, int64_t number)
{
	bool partial = draw(3) == 0, closed = draw(2) != 0;

	told->label = text(draw(2) ? "bug" : "ui");
	told->item = (struct hscan_item){
	    .kind = number % 2 ? HSCAN_ISSUE : HSCAN_PULL_REQUEST,
	    .id = draw(2) ? 700 + number : 0,
	    .number = number,
	    .title = text(draw(2) ? "one" : "two"),
	    .author = {.id = 60 + number},
	    .open = !closed,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 10,
	    .updated_at = partial ? 0 : 20 + draw(4),
	    .closed_at = closed ? 15 + draw(2) : HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .labels = partial ? NULL : &told->label,
	    .labels_len = partial ? 0 : 1,
	    .unknown = partial ? HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS : 0,
	};
	told->telling.item = &told->item;
}

static void
draw_event(struct told *told, int64_t number)
{
	enum hscan_grade grade = (enum hscan_grade)draw(3);

	told->event = (struct hscan_event){
	    .kind = draw(2) ? HSCAN_EVENT_CLOSED : HSCAN_EVENT_REOPENED,
	    .id = grade == HSCAN_GRADE_FORGE ? 900 + draw(2) : 0,
	    .number = number,
	    .occurred_at = 12 + draw(2),
	    .actor = actor_of(number),
	    .grade = grade,
	};
	told->telling.event = &told->event;
}

static void
draw_response(struct told *told, int64_t number)
{
	told->response = (struct hscan_response){
	    .kind = draw(2) ? HSCAN_COMMENT : HSCAN_REVIEW,
	    .id = 300 + number,
	    .number = number,
	    .occurred_at = 13 + draw(3),
	    .actor = actor_of(number),
	    .near = draw(2) != 0,
	    .association = text(draw(3) ? "NONE" : "MEMBER"),
	};
	told->response.state =
	    (enum hscan_review_state)(told->response.occurred_at % 5);
	told->telling.response = &told->response;
}

static void
draw_release(struct told *told)
{
	told->release = (struct hscan_release){
	    .id = 1 + draw(2),
	    .tag_name = text("v1"),
	    .name = text(draw(2) ? "a" : "b"),
	    .created_at = 5,
	    .published_at = 6 + draw(2),
	};
	told->telling.release = &told->release;
}

static void
draw_base(struct told *told, int64_t number)
{
	told->base = (struct hscan_base){
	    .number = number,
	    .branch = text(draw(2) ? "main" : "next"),
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .updated_at = 20 + draw(3),
	};
	told->telling.base = &told->base;
}

static void
draw_one(struct told *told)
{
	int64_t number = 1 + draw(6);

	*told = (struct told){.by_name = draw(2) != 0};
	told->telling.source =
	    (enum hscan_source)(told->by_name ? 2 + draw(2) : draw(4));
	told->telling.told_at = 30 + draw(3);
	switch (draw(6)) {
	case 0: draw_event(told, number); break;
	case 1: draw_event(told, number); break;
	case 2: draw_response(told, number); break;
	case 3: draw_release(told); break;
	case 4: draw_base(told, number); break;
	default: draw_item(told, number); break;
	}
}

static const char *const all_of_it[] = {
    "SELECT r.full_name, i.number, i.kind, i.forge_id, title, author_id, open,"
    "       i.created_at, updated_at, closed_at, i.source, mark, i.unknown,"
    "       sources"
    "  FROM item AS i JOIN repo AS r USING (repo_id) ORDER BY 2",
    "SELECT number, kind, occurred_at, forge_id, actor_id, reason, sources"
    "  FROM event ORDER BY 1, 2, 3, 4",
    "SELECT number, kind, forge_id, occurred_at, near, actor_id, sources,"
    "       state"
    "  FROM response ORDER BY 1, 2, 3",
    "SELECT forge_id, tag_name, name, published_at, told_at, source, sources"
    "  FROM release ORDER BY 1",
    "SELECT number, base, updated_at FROM pull_base ORDER BY 1",
    "SELECT number, label FROM item_label ORDER BY 1, 2",
    "SELECT stream, source, starts_at, ends_at, complete FROM span"
    " ORDER BY 1, 2, 3, 5",
    "SELECT actor_id FROM maintainer ORDER BY 1",
};

static int64_t
put(struct hscan_store *store, int64_t number, enum hscan_source source)
{
	struct hscan_repo repo = a_repo(number, "o/n");
	const struct hscan_teller teller = {HOST, source, HSCAN_NEVER};
	const struct hscan_span span = {.stream = HSCAN_STREAM_ISSUES,
	    .source = HSCAN_SOURCE_BACKUP,
	    .starts_at = 1,
	    .ends_at = 2};
	struct hscan_error err;
	int64_t repo_id;

	ok(hscan_store_put_repo(store, &teller, &repo, &repo_id, &err), &err);
	ok(hscan_store_put_span(store, repo_id, &span, &err), &err);
	return repo_id;
}

static void
one_round(const struct told *told)
{
	struct hscan_store *split = open_store(":memory:");
	struct hscan_store *whole = open_store(":memory:");
	int64_t by_name =
	    put(split, hscan_repo_stand_in(&name), HSCAN_SOURCE_BACKUP);
	int64_t numbered = put(split, 77, HSCAN_SOURCE_REST);
	int64_t repo_id = put(whole, 77, HSCAN_SOURCE_REST), taken;
	struct hscan_error err;
	bool any = false;

	ok(hscan_store_has_stand_ins(split, HOST, &any, &err), &err);
	assert_true(any);

	for (size_t i = 0; i < TELLINGS; i++) {
		tell(split, told[i].by_name ? by_name : numbered,
		    &told[i].telling);
		tell(whole, repo_id, &told[i].telling);
		/* What was moved before it was stopped in the middle. */
		if (told[i].by_name && i % 3 == 0)
			tell(split, numbered, &told[i].telling);
	}
	ok(hscan_store_take_stand_in(
	       split, &name, numbered, false, &taken, &err),
	    &err);
	assert_int_equal(taken, by_name);
	for (size_t i = 0; i < LEN(all_of_it); i++) {
		char *found = query(split, all_of_it[i]);
		char *expected = query(whole, all_of_it[i]);

		assert_string_equal(found, expected);
		free(found);
		free(expected);
	}
	ok(hscan_store_verify(split, &err), &err);
	/* There is none any more. */
	ok(hscan_store_has_stand_ins(split, HOST, &any, &err), &err);
	assert_false(any);
	ok(hscan_store_take_stand_in(
	       split, &name, numbered, false, &taken, &err),
	    &err);
	assert_int_equal(taken, 0);
	hscan_store_close(split);
	hscan_store_close(whole);
}

static void
it_is_as_if_its_number_had_been_told_at_first(void **state)
{
	static struct told told[TELLINGS];

	(void)state;
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < TELLINGS; i++)
			draw_one(&told[i]);
		one_round(told);
	}
}

static void
assert_left(struct hscan_store *store, int64_t repo_id, bool named)
{
	struct hscan_error err;
	int64_t taken = 1;

	ok(hscan_store_take_stand_in(
	       store, &name, repo_id, named, &taken, &err),
	    &err);
	assert_int_equal(taken, 0);
}

static void
what_may_be_anothers_is_left(void **state)
{
	struct hscan_store *store = open_store(":memory:");
	int64_t by_name =
	    put(store, hscan_repo_stand_in(&name), HSCAN_SOURCE_BACKUP);
	const struct hscan_teller teller = {HOST, HSCAN_SOURCE_REST, 9};
	struct hscan_repo repo = a_repo(78, "o/n");
	struct hscan_error err;
	int64_t repo_id;
	char *rows;

	(void)state;
	repo.created_at = 5000;
	ok(hscan_store_put_repo(store, &teller, &repo, &repo_id, &err), &err);
	assert_left(store, repo_id, true);
	/* Itself is nothing to be taken. */
	assert_left(store, by_name, true);
	repo.id = 79;
	repo.unknown = HSCAN_REPO_CREATED;
	ok(hscan_store_put_repo(store, &teller, &repo, &repo_id, &err), &err);
	assert_left(store, repo_id, false);
	rows = query(store, "SELECT count(*) FROM repo");
	assert_string_equal(rows, "3\n");
	free(rows);
	hscan_store_close(store);
}

/* Until all of it is there nothing may be judged by it, as if it were all. */
static void
a_part_is_not_said_to_be_all(void **state)
{
	static const char spans[] = "SELECT count(*) FROM span"
				    " WHERE repo_id = 2 AND complete = 1";
	const struct hscan_span all = {.stream = HSCAN_STREAM_ISSUES,
	    .source = HSCAN_SOURCE_BACKUP,
	    .starts_at = 1,
	    .ends_at = 2,
	    .complete = true};
	struct hscan_store *store = open_store(":memory:");
	int64_t by_name =
	    put(store, hscan_repo_stand_in(&name), HSCAN_SOURCE_BACKUP);
	int64_t numbered = put(store, 77, HSCAN_SOURCE_REST), taken;
	struct told told = {.telling.source = HSCAN_SOURCE_BACKUP};
	struct hscan_error err;
	char *rows;

	(void)state;
	draw_item(&told, 3);
	tell(store, by_name, &told.telling);
	ok(hscan_store_put_span(store, by_name, &all, &err), &err);
	assert_int_equal(numbered, 2);
	free(query(store, "CREATE TEMP TRIGGER stop BEFORE INSERT ON main.item"
			  " BEGIN SELECT raise(ABORT, 'stopped'); END"));
	assert_int_not_equal(hscan_store_take_stand_in(
				 store, &name, numbered, false, &taken, &err),
	    HSCAN_OK);
	rows = query(store, spans);
	assert_string_equal(rows, "0\n");
	free(rows);
	free(query(store, "DROP TRIGGER stop"));
	ok(hscan_store_take_stand_in(
	       store, &name, numbered, false, &taken, &err),
	    &err);
	rows = query(store, spans);
	assert_string_equal(rows, "1\n");
	free(rows);
	hscan_store_close(store);
}

/* The one that has a number goes by the name, whatever came last. */
static void
a_number_comes_first(void **state)
{
	struct hscan_store *store = open_store(":memory:");
	struct hscan_stored_repo found = {0};
	struct hscan_error err;

	(void)state;
	(void)put(store, hscan_repo_stand_in(&name), HSCAN_SOURCE_BACKUP);
	ok(hscan_store_find_repo(store, &name, &found, &err), &err);
	assert_true(hscan_repo_is_stand_in(found.repo.id));
	hscan_stored_repo_clear(&found);
	{
		const struct hscan_teller teller = {
		    HOST, HSCAN_SOURCE_ARCHIVE, 9};
		struct hscan_repo repo = a_repo(78, "O/N");
		int64_t repo_id;

		ok(hscan_store_put_repo(store, &teller, &repo, &repo_id, &err),
		    &err);
	}
	ok(hscan_store_find_repo(store, &name, &found, &err), &err);
	assert_int_equal(found.repo.id, 78);
	hscan_stored_repo_clear(&found);
	hscan_store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_as_if_its_number_had_been_told_at_first),
	    cmocka_unit_test(what_may_be_anothers_is_left),
	    cmocka_unit_test(a_part_is_not_said_to_be_all),
	    cmocka_unit_test(a_number_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
