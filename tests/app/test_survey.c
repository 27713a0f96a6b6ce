/* SPDX-License-Identifier: MIT */
/* Many repositories at once: in their order, each with its report, and without
 * more memory the more there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
/* gcc comes without the header that declares it. */
size_t __sanitizer_get_current_allocated_bytes(void);
#elif defined(__GLIBC__)
#include <malloc.h>
#endif

#include "app/app.h"
#include "app/survey.h"
#include "base/text.h"
#include "model/stream.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define DAY  INT64_C(86400)
#define NOW  (2000 * DAY)
#define HOST "github.com"

enum { FEW = 100, MANY = 400, ITEMS = 6 };

/* Bytes that are in use; 0: nobody tells. */
static size_t
bytes_in_use(void)
{
#ifdef SANITIZED
	return __sanitizer_get_current_allocated_bytes();
#elif defined(__GLIBC__)
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

static int64_t
now_s(void *payload)
{
	(void)payload;
	return NOW;
}

static int64_t
monotonic_ms(void *payload)
{
	(void)payload;
	return 0;
}

/* --- a store of many --- */

static void
finish(struct hscan_store *store, int64_t repo_id, const char *stream)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = NOW - 10;
	assert_int_equal(
	    hscan_store_put_stream(store, repo_id, stream, &state, NULL),
	    HSCAN_OK);
}

static void
put_one(struct hscan_store *store, int number, const char *full_name)
{
	struct hscan_item items[ITEMS];
	struct hscan_repo repo = {.id = number + 1,
	    .full_name = hscan_text_of(full_name),
	    .created_at = NOW - 1000 * DAY,
	    .pushed_at = NOW - DAY,
	    .has_issues = true};
	int64_t repo_id = 0;

	for (int i = 0; i < ITEMS; i++)
		items[i] = (struct hscan_item){.kind = HSCAN_ISSUE,
		    .id = number * ITEMS + i + 1,
		    .number = i + 1,
		    .draft = HSCAN_UNKNOWN_YET,
		    .created_at = NOW - (number % 9 + i + 2) * DAY,
		    .updated_at = NOW - DAY,
		    .closed_at = NOW - DAY,
		    .merged_at = HSCAN_NEVER};
	assert_int_equal(
	    hscan_store_put_repo(store, BY_REST(HOST), &repo, &repo_id, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_items(
			     store, BY_REST(HOST), repo_id, items, ITEMS, NULL),
	    HSCAN_OK);
	finish(store, repo_id, HSCAN_STREAM_REPO);
	finish(store, repo_id, HSCAN_STREAM_ISSUES);
	finish(store, repo_id, HSCAN_STREAM_RELEASES);
}

struct world {
	struct hscan_store *store;
	char names[MANY][32];
	const char *words[MANY];
};

static int
set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	assert_int_equal(
	    hscan_store_open(":memory:", &world->store, NULL), HSCAN_OK);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(
		    world->names[i], sizeof(world->names[i]), "sample/r%d", i);
		world->words[i] = world->names[i];
		put_one(world->store, i, world->words[i]);
	}
	*state = world;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *world = *state;

	hscan_store_close(world->store);
	free(world);
	return 0;
}

/* --- a scan of some of them --- */

struct scanned {
	struct world *world;
	size_t len, seen;
	size_t before, most; /* bytes in use */
};

static enum hscan_status
on_entry(struct survey *survey, struct hscan_scan_entry *entry,
    const struct target_run *run, struct hscan_error *err)
{
	struct scanned *scanned = survey->payload;
	size_t now = bytes_in_use();

	(void)err;
	assert_int_equal(run->repo_id, entry->repo_id);
	/* In their order, and whole. */
	assert_string_equal(entry->report->repo.full_name.ptr,
	    scanned->world->words[scanned->seen]);
	assert_true(entry->report->coverage_len > 0);
	assert_int_equal(entry->report->measures[0].trend_len, 13);
	scanned->seen++;
	if (now > scanned->most)
		scanned->most = now;
	return HSCAN_OK;
}

/* What is left of a report that has been passed on. */
static void
check_kept(const struct hscan_scan_entry *entry, enum slim slim)
{
	const struct hscan_report *report = entry->report;
	bool known = false;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		assert_int_equal(measure->trend_len, slim == SLIM_NOT ? 13 : 0);
		assert_true(
		    slim == SLIM_HEAD ||
		    measure->now.value.known == entry->values[i].value.known);
		known |= entry->values[i].value.known;
	}
	assert_true(known);
	assert_non_null(report->life);
	assert_true(report->life->evidence.len > 0);
}

static size_t
scan(struct world *world, size_t len, enum slim slim)
{
	const struct hscan_rank_order order = {.key = HSCAN_RANK_NAME};
	struct scanned scanned = {.world = world, .len = len};
	struct hscan_error err = {.status = HSCAN_OK};
	struct survey survey;
	struct app app;

	app_init(&app);
	app.hooks =
	    (struct app_hooks){.now_s = now_s, .monotonic_ms = monotonic_ms};
	app.store = world->store;
	app.settings.offline = true;
	app.settings.no_git = true;
	scanned.before = bytes_in_use();
	assert_int_equal(survey_open(&survey, &app, &err), HSCAN_OK);
	survey.on_entry = on_entry;
	survey.payload = &scanned;
	survey.slim = slim;
	assert_int_equal(targets_find(&app, world->words, len, world->store,
			     &survey.evaluation.arena, &survey.targets, &err),
	    HSCAN_OK);
	assert_int_equal(survey_run(&survey, &err), HSCAN_OK);
	assert_int_equal(scanned.seen, len);
	assert_int_equal(survey_rank(&survey, &order, &err), HSCAN_OK);
	assert_int_equal(survey.scan.reports, len);
	for (size_t i = 0; i < len; i++)
		check_kept(&survey.entries[i], slim);
	survey_close(&survey);
	app_clear(&app);
	return scanned.most - scanned.before;
}

static void
memory_does_not_grow(void **state)
{
	size_t few, many, whole;

	if (bytes_in_use() == 0)
		skip();
	(void)scan(*state, FEW, SLIM_HEAD); /* what is prepared once is there */
	few = scan(*state, FEW, SLIM_HEAD);
	many = scan(*state, MANY, SLIM_HEAD);
	whole = scan(*state, MANY, SLIM_NOT);
	/* A repository more is its name, its run and its values; a report is
	 * some 75 kB here. */
	assert_within(many, few, few + few / 2);
	assert_within(whole, 3 * many, 30 * many);
}

static void
tables_keep_values(void **state)
{
	(void)scan(*state, FEW, SLIM_VALUES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_does_not_grow),
	    cmocka_unit_test(tables_keep_values),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
