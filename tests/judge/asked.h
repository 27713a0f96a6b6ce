/* SPDX-License-Identifier: MIT */
/* A store with one repository, what was read of it, and a question about it. */
#ifndef HSCAN_TESTS_JUDGE_ASKED_H
#define HSCAN_TESTS_JUDGE_ASKED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "judge/health.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define DAY        INT64_C(86400)
#define NOW        (2000 * DAY)

/* Where the windows begin, the reported one first, and the oldest of them. */
#define START(n) (NOW - 30 * DAY * ((n) + 1))
#define OLDEST   START(2)

static const char HOST[] = "github.com";
static const struct hscan_repo_name NAME = {"github.com", "o", "n"};

static const char PARTLY[] = "not collected: the list was read only in part";
static const char OTHER_DOCS[] =
    "not collected: the history was read with other documentation paths; use "
    "--git DIR to read it again";

struct fixture {
	struct hscan_store *store;
	struct hscan_metrics metrics;
	struct hscan_arena arena;
	struct hscan_health_query question;
	struct hscan_health_one one;
	struct hscan_repo repo;
	int64_t repo_id;
	struct hscan_report report;
	struct hscan_text id; /* of ask_for() */
};

static inline void
put_repo(struct fixture *f)
{
	assert_int_equal(hscan_store_put_repo(f->store, BY_REST(HOST), &f->repo,
			     &f->repo_id, NULL),
	    HSCAN_OK);
}

static inline int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	hscan_arena_init(&f->arena);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_metrics_load(&f->metrics, NULL), HSCAN_OK);
	f->repo = (struct hscan_repo){.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .default_branch = hscan_text_of("main"),
	    .created_at = NOW - 1000 * DAY,
	    .pushed_at = NOW - DAY,
	    .has_issues = true};
	put_repo(f);
	f->question = (struct hscan_health_query){.version = "1.2.3",
	    .engine = &hscan_sqlite_engine,
	    .as_of = NOW,
	    .generated_at = NOW + 5,
	    .window = {.seconds = 30 * DAY},
	    .windows = 2,
	    .min_samples = 5,
	    .sigma = 2.0,
	    .metrics = &f->metrics,
	    .doc_paths = "docs"};
	f->one.name = &NAME;
	*state = f;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_arena_clear(&f->arena);
	hscan_metrics_clear(&f->metrics);
	hscan_store_close(f->store);
	free(f);
	return 0;
}

/* --- what is in the store --- */

static inline void
put_stream(struct fixture *f, const char *stream,
    const struct hscan_stream_state *state)
{
	assert_int_equal(
	    hscan_store_put_stream(f->store, f->repo_id, stream, state, NULL),
	    HSCAN_OK);
}

static inline void
finish(struct fixture *f, const char *stream, int64_t synced_at)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = synced_at;
	put_stream(f, stream, &state);
}

static inline void
walk(struct fixture *f, const char *doc_paths, int64_t synced_at)
{
	const struct hscan_stored_head head = {.walked = true,
	    .sha = {0x01, 0x2f, 0xa3, 0xb4, 0xc5, 0xd6},
	    .ref = hscan_text_of("refs/heads/main"),
	    .branch = hscan_text_of("main"),
	    .doc_paths = hscan_text_of(doc_paths),
	    .synced_at = synced_at};

	assert_int_equal(
	    hscan_store_put_head(f->store, f->repo_id, &head, NULL), HSCAN_OK);
}

/* Everything that the core profile needs. */
static inline void
read_all(struct fixture *f)
{
	finish(f, HSCAN_STREAM_REPO, NOW - 10);
	finish(f, HSCAN_STREAM_ISSUES, NOW - 10);
	finish(f, HSCAN_STREAM_RELEASES, NOW - 10);
	walk(f, "docs", NOW - 10);
}

static inline void
put_item(struct fixture *f, enum hscan_item_kind kind, int64_t number,
    int64_t created_at)
{
	const struct hscan_item item = {.kind = kind,
	    .id = number,
	    .number = number,
	    .author = {.id = 5, .login = hscan_text_of("ann")},
	    .draft = HSCAN_NO,
	    .open = true,
	    .created_at = created_at,
	    .updated_at = created_at,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

/* An issue that is closed since, and so of no backlog. */
static inline void
put_closed(struct fixture *f, int64_t number, int64_t at)
{
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = number,
	    .number = number,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = at - DAY,
	    .updated_at = at,
	    .closed_at = at,
	    .merged_at = HSCAN_NEVER};

	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static inline void
put_response(struct fixture *f, enum hscan_response_kind kind, int64_t id,
    int64_t number, int64_t at)
{
	const struct hscan_response response = {.kind = kind,
	    .id = id,
	    .number = number,
	    .occurred_at = at,
	    .actor = {.id = 9, .login = hscan_text_of("bob")}};

	assert_int_equal(hscan_store_put_responses(f->store, BY_REST(HOST),
			     f->repo_id, &response, 1, NULL),
	    HSCAN_OK);
}

static inline void
put_commit(struct fixture *f, unsigned char sha, int64_t at)
{
	const struct hscan_commit commit = {
	    .sha = {sha}, .committed_at = at, .documentation = true};
	int64_t author_id = 0;

	assert_int_equal(
	    hscan_store_put_author(f->store, f->repo_id, hscan_text_of("Ann"),
		hscan_text_of("ann@example.org"), &author_id, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_commit(
			     f->store, f->repo_id, &commit, author_id, NULL),
	    HSCAN_OK);
}

/* --- the answer --- */

static inline void
ask(struct fixture *f)
{
	struct hscan_error err;

	if (hscan_health(f->store, &f->question, &f->one, &f->arena, &f->report,
		&err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

static inline void
ask_for(struct fixture *f, const char *id)
{
	f->id = hscan_text_of(id);
	f->question.ids = &f->id;
	f->question.ids_len = 1;
	ask(f);
	assert_int_equal(f->report.measures_len, 1);
}

/* A metric of the user's own, that needs these streams. */
static inline void
add_own(struct fixture *f, const char *streams)
{
	static char text[400];

	(void)snprintf(text, sizeof(text),
	    "-- id: mine\n-- title: Mine\n-- unit: count\n-- better: lower\n"
	    "-- statistic: count\n-- streams: %s\n"
	    "-- risk-from: days_since_release\n--\n-- Mine.\nSELECT 1\n",
	    streams);
	assert_int_equal(hscan_metrics_add(&f->metrics, "mine.sql",
			     hscan_text_of(text), NULL),
	    HSCAN_OK);
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
