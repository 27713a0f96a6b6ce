/* SPDX-License-Identifier: MIT */
/* From when to when sources told, deliveries that were taken in, and the two
 * settings of those who receive them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <healthscan/record.h>

#include "store/told.h"

static void
sources_have_names(void **state)
{
	(void)state;
	assert_string_equal(hscan_source_name(HSCAN_SOURCE_REST), "rest");
	assert_string_equal(hscan_source_name(HSCAN_SOURCE_WEBHOOK), "webhook");
	assert_string_equal(hscan_source_name(HSCAN_SOURCE_BACKUP), "backup");
	assert_string_equal(hscan_source_name(HSCAN_SOURCE_ARCHIVE), "archive");
	assert_int_equal(HSCAN_SOURCES, HSCAN_SOURCE_ARCHIVE + 1);
}

/* --- spans --- */

static void
put_span(struct fixture *f, int64_t from, int64_t to, bool complete)
{
	const struct hscan_span span = {HSCAN_STREAM_EVENTS,
	    HSCAN_SOURCE_WEBHOOK, from, to, complete, false};
	struct hscan_error err;

	ok(hscan_store_put_span(f->store, f->repo_id, &span, &err), &err);
}

static const char spans_sql[] = "SELECT starts_at, ends_at, complete FROM span";

static void
spans_that_touch_become_one(void **state)
{
	struct fixture *f = *state;
	bool mixed = true;
	struct hscan_error err;

	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_false(mixed);
	put_span(f, 10, 20, false);
	put_span(f, 40, 50, false);
	put_span(f, 30, 35, false);
	put_span(f, 12, 18, false);
	put_span(f, 10, 15, true);
	assert_query(
	    f->store, spans_sql, "10|20|0\n10|15|1\n30|35|0\n40|50|0\n");
	put_span(f, 35, 40, false);
	assert_query(f->store, spans_sql, "10|20|0\n10|15|1\n30|50|0\n");
	put_span(f, 5, 60, false);
	assert_query(f->store, spans_sql, "5|60|0\n10|15|1\n");
	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_true(mixed);
}

static void
spans_are_listed(void **state)
{
	static const struct hscan_span spans[] = {
	    {HSCAN_STREAM_ISSUES, HSCAN_SOURCE_WEBHOOK, 10, 20, false, false},
	    {HSCAN_STREAM_EVENTS, HSCAN_SOURCE_ARCHIVE, 1, 2, true, false},
	    {HSCAN_STREAM_EVENTS, HSCAN_SOURCE_WEBHOOK, 30, 40, false, true},
	    {HSCAN_STREAM_EVENTS, HSCAN_SOURCE_WEBHOOK, 10, 20, false, false},
	};
	static const size_t order[] = {3, 2, 1, 0};
	struct fixture *f = *state;
	struct hscan_span *found = NULL;
	struct hscan_arena arena;
	struct hscan_error err;
	size_t len = 0;

	hscan_arena_init(&arena);
	for (size_t i = 0; i < LEN(spans); i++)
		ok(hscan_store_put_span(f->store, f->repo_id, &spans[i], &err),
		    &err);
	ok(hscan_store_spans(f->store, f->repo_id, &arena, &found, &len, &err),
	    &err);
	assert_int_equal(len, LEN(spans));
	for (size_t i = 0; i < len; i++) {
		const struct hscan_span *span = &spans[order[i]];

		assert_string_equal(found[i].stream, span->stream);
		assert_int_equal(found[i].source, span->source);
		assert_int_equal(found[i].starts_at, span->starts_at);
		assert_int_equal(found[i].ends_at, span->ends_at);
		assert_int_equal(found[i].complete, span->complete);
		assert_int_equal(found[i].live, span->live);
	}
	hscan_arena_clear(&arena);
}

/* That a repository has become mixed, or is so no longer, is noticed. */
static void
what_is_mixed_is_looked_up_anew(void **state)
{
	struct fixture *f = *state;
	struct hscan_store *other = open_store(f->path);
	struct fixture elsewhere = {.store = other, .repo_id = f->repo_id};
	struct hscan_error err;
	bool mixed = false;

	ok(hscan_store_begin(f->store, &err), &err);
	put_span(f, 1, 2, false);
	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_true(mixed);
	hscan_store_rollback(f->store);
	ok(hscan_store_begin(f->store, &err), &err);
	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_false(mixed);
	ok(hscan_store_commit(f->store, &err), &err);
	put_span(&elsewhere, 1, 2, false);
	ok(hscan_store_begin(f->store, &err), &err);
	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_true(mixed);
	ok(hscan_store_commit(f->store, &err), &err);
	hscan_store_close(other);
}

static void
a_span_comes_before_the_records(void **state)
{
	struct fixture *f = *state;
	const struct hscan_teller webhook = {HOST, HSCAN_SOURCE_WEBHOOK, 5};
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 1,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};
	const struct hscan_removal removal = {HSCAN_REMOVAL_ITEM, 1, 2};

	assert_fails(hscan_store_put_items(
			 f->store, &webhook, f->repo_id, &item, 1, &err),
	    HSCAN_EINVAL, "records by webhook come before a span");
	assert_fails(hscan_store_put_removals(
			 f->store, &webhook, f->repo_id, &removal, 1, &err),
	    HSCAN_EINVAL, "records by webhook come before a span");
	assert_query(f->store, "SELECT count(*) FROM item", "0\n");
}

static void
all_of_it_is_forgotten(void **state)
{
	struct fixture *f = *state;
	const struct hscan_teller webhook = {HOST, HSCAN_SOURCE_WEBHOOK, 5};
	const struct hscan_removal removal = {HSCAN_REMOVAL_ITEM, 1, 2};
	struct hscan_error err;
	int64_t rows = 0;
	bool mixed = true;

	put_span(f, 1, 2, false);
	ok(hscan_store_put_removals(
	       f->store, &webhook, f->repo_id, &removal, 1, &err),
	    &err);
	ok(hscan_store_forget(f->store, f->repo_id, NULL, &rows, &err), &err);
	assert_query(f->store,
	    "SELECT (SELECT count(*) FROM span),"
	    " (SELECT count(*) FROM removal)",
	    "0|0\n");
	assert_int_equal(put_repo(f->store, HOST, 78, "o/m"), f->repo_id);
	ok(hscan_store_is_mixed(f->store, f->repo_id, &mixed, &err), &err);
	assert_false(mixed);
}

/* --- deliveries --- */

static bool
is_known(struct fixture *f, const char *id, int64_t now)
{
	struct hscan_error err;
	bool known = false;

	ok(hscan_store_put_delivery(f->store, text(id), now, &known, &err),
	    &err);
	return known;
}

static void
a_delivery_is_known_for_a_while(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	assert_false(is_known(f, "a", 100));
	assert_true(is_known(f, "a", 200));
	assert_false(is_known(f, "b", 200));
	ok(hscan_store_drop_deliveries(f->store, 200, &err), &err);
	assert_true(is_known(f, "b", 300));
	assert_false(is_known(f, "a", 300));
}

/* A transaction that writes many tables, so that digests make room for each
 * other: what is known is still told. */
static void
a_delivery_is_known_among_much_else(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	ok(hscan_store_begin(f->store, &err), &err);
	for (int64_t i = 0; i < 100; i++) {
		char name[16], id[16];

		(void)snprintf(name, sizeof(name), "o/n%d", (int)i);
		(void)snprintf(id, sizeof(id), "%d", (int)i / 2);
		(void)put_repo(f->store, HOST, 100 + i, name);
		assert_int_equal(is_known(f, id, i), i % 2);
	}
	ok(hscan_store_commit(f->store, &err), &err);
}

/* --- settings --- */

static void
a_locked_store_is_told_from_a_broken_one(void **state)
{
	struct fixture *f = *state;
	struct hscan_store *other = open_store(f->path);
	struct hscan_error locked;

	ok(hscan_store_set_patience(f->store, 10, &locked), &locked);
	ok(hscan_store_begin(other, &locked), &locked);
	assert_int_equal(hscan_store_begin(f->store, &locked), HSCAN_ESTORE);
	assert_non_null(strstr(locked.message, "holds the store"));
	assert_true(hscan_store_is_busy(f->store));
	hscan_store_rollback(other);
	ok(hscan_store_begin(f->store, &locked), &locked);
	assert_false(hscan_store_is_busy(f->store));
	hscan_store_rollback(f->store);
	hscan_store_close(other);
}

static void
what_is_committed_may_outlive_a_loss_of_power(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;

	assert_query(f->store, "PRAGMA synchronous", "1\n");
	ok(hscan_store_set_durable(f->store, &err), &err);
	assert_query(f->store, "PRAGMA synchronous", "2\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sources_have_names),
	    WITH_STORE(spans_that_touch_become_one),
	    WITH_STORE(spans_are_listed),
	    WITH_STORE(what_is_mixed_is_looked_up_anew),
	    WITH_STORE(a_span_comes_before_the_records),
	    WITH_STORE(all_of_it_is_forgotten),
	    WITH_STORE(a_delivery_is_known_for_a_while),
	    WITH_STORE(a_delivery_is_known_among_much_else),
	    WITH_STORE(a_locked_store_is_told_from_a_broken_one),
	    WITH_STORE(what_is_committed_may_outlive_a_loss_of_power),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
