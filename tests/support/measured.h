/* SPDX-License-Identifier: MIT */
/* A small store, and metrics run over it. */
#ifndef HSCAN_TESTS_MEASURED_H
#define HSCAN_TESTS_MEASURED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <healthscan/record.h>

#include "base/text.h"
#include "metric/parse.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define HOUR       INT64_C(3600)
#define DAY        (24 * HOUR)
#define NOW        (1000 * DAY)

#define HOST "github.com"

struct fixture {
	struct hscan_store *store;
	struct hscan_metrics metrics;
	int64_t repo_id, other_id;
};

static inline int64_t
put_repo(struct hscan_store *store, int64_t id, const char *name)
{
	const struct hscan_repo repo = {.id = id,
	    .full_name = hscan_text_of(name),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	int64_t repo_id = 0;

	assert_int_equal(
	    hscan_store_put_repo(store, BY_REST(HOST), &repo, &repo_id, NULL),
	    HSCAN_OK);
	return repo_id;
}

static inline int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_metrics_load(&f->metrics, NULL), HSCAN_OK);
	f->repo_id = put_repo(f->store, 1, "o/n");
	f->other_id = put_repo(f->store, 2, "o/other");
	*state = f;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_metrics_clear(&f->metrics);
	hscan_store_close(f->store);
	free(f);
	return 0;
}

/* --- filling --- */

static const struct hscan_actor alice = {10, {"alice", 5}, {"User", 4}};
static const struct hscan_actor robot = {11, {"robot", 5}, {"Bot", 3}};
static const struct hscan_actor custom = {12, {"Acme-CI", 7}, {"User", 4}};
static const struct hscan_actor null_user = {0, {NULL, 0}, {NULL, 0}};
static const struct hscan_actor ghost = {10137, {"ghost", 5}, {"User", 4}};

static inline void
put_item(struct fixture *f, int64_t repo_id, struct hscan_item item)
{
	item.id = item.number + INT64_C(5000000000);
	item.updated_at = NOW;
	item.draft = HSCAN_UNKNOWN_YET;
	item.open = item.closed_at == HSCAN_NEVER;
	assert_int_equal(hscan_store_put_items(
			     f->store, BY_REST(HOST), repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static inline void
put_merge(struct fixture *f, int64_t number, struct hscan_actor author,
    int64_t created_at, int64_t merged_at)
{
	put_item(f, f->repo_id,
	    (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
		.number = number,
		.author = author,
		.created_at = created_at,
		.closed_at = merged_at,
		.merged_at = merged_at});
}

static inline void
put_issue(struct fixture *f, int64_t repo_id, int64_t number,
    int64_t created_at, int64_t closed_at)
{
	put_item(f, repo_id,
	    (struct hscan_item){.kind = HSCAN_ISSUE,
		.number = number,
		.author = alice,
		.created_at = created_at,
		.closed_at = closed_at,
		.merged_at = HSCAN_NEVER});
}

static inline void
put_event(struct fixture *f, enum hscan_event_kind kind, int64_t id,
    int64_t number, int64_t at)
{
	const struct hscan_event event = {
	    kind, id, number, at, alice, {NULL, 0}, HSCAN_GRADE_FORGE};

	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static inline void
put_commit(struct fixture *f, unsigned char sha, const char *author, int64_t at,
    bool merge, bool documentation)
{
	const struct hscan_commit commit = {.sha = {sha},
	    .committed_at = at,
	    .merge = merge,
	    .documentation = documentation};
	int64_t author_id = 0;

	assert_int_equal(
	    hscan_store_put_author(f->store, f->repo_id, hscan_text_of(author),
		hscan_text_of("x@example.org"), &author_id, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_commit(
			     f->store, f->repo_id, &commit, author_id, NULL),
	    HSCAN_OK);
}

/* --- asking --- */

/* 30 days to NOW, and the 30 days before. */
static const struct hscan_window windows[] = {
    {NOW - 30 * DAY, NOW},
    {NOW - 60 * DAY, NOW - 30 * DAY},
};

static inline struct hscan_engine_scope
ask_of(const struct fixture *f)
{
	return (struct hscan_engine_scope){.repo_ids = &f->repo_id,
	    .repos = 1,
	    .windows = windows,
	    .windows_len = LEN(windows)};
}

static inline enum hscan_status
run(struct fixture *f, const struct hscan_engine_scope *ask,
    const struct hscan_metric *metric, struct hscan_outcome *out,
    struct hscan_error *err)
{
	struct hscan_engine *engine = NULL;
	enum hscan_status status;

	status = hscan_engine_open(
	    &hscan_sqlite_engine, f->store, ask, &engine, err);
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
	status = hscan_engine_run(engine, metric, NULL, out, err);
	hscan_engine_close(engine);
	return status;
}

static inline void
measure(struct fixture *f, const struct hscan_engine_scope *ask, const char *id,
    struct hscan_outcome *out)
{
	const struct hscan_metric *metric =
	    hscan_metrics_find(&f->metrics, hscan_text_of(id));
	struct hscan_error err = {.status = HSCAN_OK};

	assert_non_null(metric);
	if (run(f, ask, metric, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

#define assert_value(number, expected) \
	do { \
		assert_true((number).known); \
		assert_near((number).value, (expected)); \
	} while (0)

/* --- a user's own --- */

#define HEADER(statistic) \
	"-- id: mine\n-- title: Mine\n-- unit: things\n-- better: lower\n" \
	"-- statistic: " statistic "\n-- streams: issues\n"
#define COLUMNS(value) \
	"SELECT r.repo_id, w.window_no, NULL AS subject, NULL AS " \
	"actor_id, " value \
	" AS value FROM v_repo AS r CROSS JOIN v_window AS w"

/* As HEADER, of another unit; the values -2 and 3 in each window. */
#define IN_UNIT(statistic, unit) \
	"-- id: mine\n-- title: Mine\n-- unit: " unit \
	"\n-- better: lower\n-- statistic: " statistic \
	"\n-- streams: issues\n"
#define SAMPLE(columns) \
	"SELECT r.repo_id, w.window_no, NULL AS subject, NULL AS " \
	"actor_id, " columns " FROM v_repo AS r CROSS JOIN v_window AS w"
#define TWO(open) \
	SAMPLE("-2 AS value" open) " UNION ALL " SAMPLE("3 AS value" open)

static inline enum hscan_status
run_sql(struct fixture *f, const char *sql, struct hscan_outcome *out,
    struct hscan_error *err)
{
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_metric metric;

	assert_int_equal(
	    hscan_metric_parse("mine.sql", hscan_text_of(sql), &metric, NULL),
	    HSCAN_OK);
	return run(f, &ask, &metric, out, err);
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
