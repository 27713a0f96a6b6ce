/* SPDX-License-Identifier: MIT */
/* Memory that runs out while metrics are read, prepared, computed, explained
 * and asked for in SQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "metric/open_items.h"
#include "metric/registry.h"
#include "metric/signs.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/query.h"
#include "store/store.h"
#include "support/support.h"
#include "torture/allocations.h"
#include "torture/history.h"
#include "torture/writes.h"

#define DAY  INT64_C(86400)
#define FROM INT64_C(1767225600) /* 2026-01-01, when the history begins */

static char *dir, *path;
static struct hscan_metrics metrics;

static int
set_up(void **state)
{
	struct hscan_store *store = NULL;

	(void)state;
	dir = support_temp_dir();
	path = support_join(dir, "store.db");
	assert_int_equal(hscan_store_open(path, &store, NULL), HSCAN_OK);
	assert_int_equal(
	    history_write(store, HISTORY_STEPS, NULL, NULL), HSCAN_OK);
	hscan_store_close(store);
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_metrics_clear(&metrics);
	free(path);
	support_remove_dir(dir);
	return 0;
}

static enum hscan_status
load(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	static const char text[] =
	    "-- id: own\n-- title: Own\n-- unit: hours\n-- better: lower\n"
	    "-- statistic: median\n-- streams: state\n--\n-- Mine.\nSELECT "
	    "1;\n";
	struct hscan_metrics loaded;
	enum hscan_status status;

	(void)payload;
	torture_mark(&loaded, sizeof(loaded));
	torture_go();
	status = hscan_metrics_load(&loaded, err);
	if (status != HSCAN_OK) {
		torture_unmarked(&loaded, sizeof(loaded));
		return status;
	}
	status =
	    hscan_metrics_add(&loaded, "own.sql", hscan_text_of(text), err);
	torture_tell_i64(answer, (int64_t)loaded.len);
	hscan_metrics_clear(&loaded);
	return status;
}

/* --- with an engine --- */

static const int64_t repo_id = 1;
static const struct hscan_window windows[] = {
    {.start = FROM, .end = FROM + 30 * DAY},
    {.start = FROM - 30 * DAY, .end = FROM},
};
static const struct hscan_text bots[] = {{"otter*", 6}};
static const struct hscan_text labels[] = {{"HELP *", 6}};

static struct hscan_engine_scope
ask(bool sliced)
{
	return (struct hscan_engine_scope){
	    .repo_ids = &repo_id,
	    .repos = 1,
	    .windows = windows,
	    .windows_len = 2,
	    .bot_logins = bots,
	    .bot_logins_len = 1,
	    .history_events = true,
	    .slice =
		{
		    .labels = labels,
		    .labels_len = sliced ? 1 : 0,
		    .author =
			sliced ? hscan_text_of("[!x]*") : hscan_text_of(NULL),
		},
	};
}

typedef enum hscan_status engine_fn(struct hscan_engine *engine,
    struct torture_answer *answer, struct hscan_error *err);

struct with_engine {
	engine_fn *run; /* NULL: opening it is what fails */
	bool sliced;
};

static enum hscan_status
run_all(struct hscan_engine *engine, struct torture_answer *answer,
    struct hscan_error *err)
{
	for (size_t i = 0; i < metrics.len; i++) {
		struct hscan_outcome out[2];
		enum hscan_status status;

		torture_mark(out, sizeof(out));
		status =
		    hscan_engine_run(engine, &metrics.at[i], NULL, out, err);
		if (status != HSCAN_OK) {
			torture_unmarked(out, sizeof(out));
			return status;
		}
		for (size_t j = 0; j < 2; j++) {
			torture_tell_i64(answer, out[j].n);
			torture_tell_i64(answer, out[j].value.known);
			torture_tell(answer, &out[j].value.value,
			    sizeof(out[j].value.value));
			torture_tell_text(answer, hscan_text_of(out[j].reason));
		}
	}
	return HSCAN_OK;
}

static enum hscan_status
tell_sample(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	(void)err;
	torture_tell_i64(payload, sample->number);
	torture_tell_i64(payload, (int64_t)sample->role);
	torture_tell_i64(payload, sample->sources);
	torture_tell_text(payload, sample->title);
	torture_tell_text(payload, sample->subject);
	torture_tell_text(payload, sample->author);
	return HSCAN_OK;
}

static enum hscan_status
explain(struct hscan_engine *engine, struct torture_answer *answer,
    struct hscan_error *err)
{
	static const char *const ids[] = {"pr_merge_cycle", "doc_share"};
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < 2 && status == HSCAN_OK; i++)
		status = hscan_engine_samples(engine,
		    hscan_metrics_find(&metrics, hscan_text_of(ids[i])),
		    repo_id, 0, tell_sample, answer, err);
	return status;
}

static enum hscan_status
tell_signs(struct hscan_engine *engine, struct torture_answer *answer,
    struct hscan_error *err)
{
	static const struct hscan_text login = {"heron", 5};
	const struct hscan_signs_question question = {
	    .repo_id = repo_id,
	    .end = FROM + 30 * DAY,
	    .comments_from = INT64_MAX,
	    .logins = &login,
	    .logins_len = 1,
	};
	struct hscan_signs signs = {0};
	enum hscan_status status =
	    hscan_engine_signs(engine, &question, &signs, err);

	torture_tell_i64(answer, signs.last_commit);
	torture_tell_i64(answer, signs.last_merge);
	torture_tell_i64(answer, signs.year_replies);
	torture_tell_i64(answer, signs.waiting_issues);
	torture_tell_i64(answer, signs.last_unread);
	return status;
}

static size_t open_items, open_words; /* told in any of the runs */

static enum hscan_status
tell_open_item(
    const struct hscan_open_item *item, void *payload, struct hscan_error *err)
{
	(void)err;
	open_items++;
	open_words += item->words_len;
	torture_tell_i64(payload, item->number);
	torture_tell_i64(payload, item->left_out);
	torture_tell_text(payload, item->title);
	torture_tell_text(payload, item->author);
	for (size_t i = 0; i < item->words_len; i++) {
		const struct hscan_word *word = &item->words[i];

		torture_tell_i64(payload, word->at);
		torture_tell_i64(payload, word->by_maintainer);
		torture_tell_text(payload, word->login);
	}
	return HSCAN_OK;
}

static enum hscan_status
tell_open_items(struct hscan_engine *engine, struct torture_answer *answer,
    struct hscan_error *err)
{
	static const struct hscan_text login = {"heron", 5};
	const struct hscan_open_items_question question = {
	    .repo_id = repo_id,
	    .end = FROM + DAY / 4,
	    .logins = &login,
	    .logins_len = 1,
	};

	return hscan_engine_open_items(
	    engine, &question, tell_open_item, answer, err);
}

static enum hscan_status
tell_names(const struct hscan_text *names, size_t len, void *payload,
    struct hscan_error *err)
{
	(void)err;
	for (size_t i = 0; i < len; i++)
		torture_tell_text(payload, names[i]);
	return HSCAN_OK;
}

static enum hscan_status
tell_row(const struct hscan_query_value *values, size_t len, void *payload,
    struct hscan_error *err)
{
	(void)err;
	for (size_t i = 0; i < len; i++) {
		torture_tell_i64(payload, (int64_t)values[i].kind);
		torture_tell_i64(payload, values[i].integer);
		torture_tell_text(payload, values[i].text);
	}
	return HSCAN_OK;
}

static enum hscan_status
query(struct hscan_engine *engine, struct torture_answer *answer,
    struct hscan_error *err)
{
	const struct hscan_query_taker taker = {
	    .columns = tell_names, .row = tell_row, .payload = answer};
	enum hscan_status status;

	status = hscan_query_run(engine,
	    hscan_text_of("SELECT number, title || '!' AS title,"
			  " zeroblob(300) AS bytes, NULL AS absent"
			  "  FROM v_item ORDER BY number LIMIT 3"),
	    &taker, err);
	/* SQLite does not say whether there is no memory, or no more that a
	 * query of one's own may take. */
	if (status == HSCAN_ELIMIT && strstr(err->message, "memory"))
		status = hscan_no_memory(err);
	return status;
}

static enum hscan_status
with_engine(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	const struct with_engine *it = payload;
	const struct hscan_engine_scope asked = ask(it->sliced);
	struct hscan_engine *engine;
	struct hscan_store *store = NULL;
	enum hscan_status status;

	assert_int_equal(hscan_store_open(path, &store, NULL), HSCAN_OK);
	torture_mark((void *)&engine, sizeof(engine));
	if (!it->run)
		torture_go();
	status = hscan_engine_open(
	    &hscan_sqlite_engine, store, &asked, &engine, err);
	if (status == HSCAN_OK && it->run) {
		torture_go();
		status = it->run(engine, answer, err);
		hscan_engine_close(engine);
	} else if (status == HSCAN_OK) {
		hscan_engine_close(engine);
	} else {
		torture_unmarked((const void *)&engine, sizeof(engine));
	}
	torture_rest();
	/* The connection is fit for the next one. */
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, store, &asked,
			     &engine, NULL),
	    HSCAN_OK);
	if (!it->run)
		assert_int_equal(run_all(engine, answer, NULL), HSCAN_OK);
	hscan_engine_close(engine);
	hscan_store_close(store);
	return status;
}

static void
loading(void **state)
{
	(void)state;
	torture_allocations(load, NULL);
}

static void
preparing(void **state)
{
	static struct with_engine plain = {NULL, false}, sliced = {NULL, true};

	(void)state;
	torture_allocations(with_engine, &plain);
	torture_allocations(with_engine, &sliced);
}

static void
computing(void **state)
{
	static struct with_engine it = {run_all, false};

	(void)state;
	torture_allocations(with_engine, &it);
}

static void
explaining(void **state)
{
	static struct with_engine samples = {explain, false},
				  signs = {tell_signs, false};

	(void)state;
	torture_allocations(with_engine, &samples);
	torture_allocations(with_engine, &signs);
}

/* The same where an archive has told of the repository, too: of an issue
 * nothing but that it was closed. */
static void
be_told_by_an_archive(void)
{
	const struct hscan_teller teller = {
	    "github.com", HSCAN_SOURCE_ARCHIVE, FROM};
	const struct hscan_span span = {
	    "issues", HSCAN_SOURCE_ARCHIVE, FROM, FROM + DAY, false, false};
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 9999,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = FROM,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .unknown = HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED |
		       HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN};
	const struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .number = 9999,
	    .occurred_at = FROM + DAY,
	    .reason = hscan_text_of("completed"),
	    .grade = HSCAN_GRADE_NEAR};
	struct hscan_store *store = NULL;

	assert_int_equal(hscan_store_open(path, &store, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_span(store, repo_id, &span, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_items(store, &teller, repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_events(store, &teller, repo_id, &event, 1, NULL),
	    HSCAN_OK);
	hscan_store_close(store);
}

static void
uniting(void **state)
{
	static struct with_engine plain = {NULL, false},
				  samples = {explain, false};

	(void)state;
	be_told_by_an_archive();
	torture_allocations(with_engine, &plain);
	torture_allocations(with_engine, &samples);
}

static void
listing_what_is_open(void **state)
{
	static struct with_engine it = {tell_open_items, false};

	(void)state;
	torture_allocations(with_engine, &it);
	assert_true(open_items > 0 && open_words > 0);
}

static void
asking(void **state)
{
	static struct with_engine it = {query, false};

	(void)state;
	torture_allocations(with_engine, &it);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(loading),
	    TEST(preparing),
	    TEST(computing),
	    TEST(explaining),
	    TEST(listing_what_is_open),
	    TEST(uniting),
	    TEST(asking),
	};

	torture_begin();
	writes_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
