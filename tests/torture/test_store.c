/* SPDX-License-Identifier: MIT */
/* Memory that runs out in the store: while it is opened, written, read, put in
 * order and copied. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/text.h"
#include "model/stand_in.h"
#include "store/alerts.h"
#include "store/scan_results.h"
#include "store/store.h"
#include "support/support.h"
#include "torture/allocations.h"
#include "torture/history.h"
#include "torture/writes.h"

static char *dir, *path, *other;
static char *whole; /* the bytes of a store that holds everything */
static size_t whole_len;

static void
remove_store(const char *name)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char file[1024];

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		(void)snprintf(file, sizeof(file), "%s%s", name, ends[i]);
		(void)unlink(file);
	}
}

static struct hscan_store *
open_store(void)
{
	struct hscan_store *store = NULL;

	assert_int_equal(hscan_store_open(path, &store, NULL), HSCAN_OK);
	return store;
}

static int
set_up(void **state)
{
	struct hscan_store *store;

	(void)state;
	dir = support_temp_dir();
	path = support_join(dir, "store.db");
	other = support_join(dir, "other.db");
	store = open_store();
	assert_int_equal(
	    history_write(store, HISTORY_STEPS, NULL, NULL), HSCAN_OK);
	hscan_store_close(store);
	whole = support_read(path, &whole_len);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	free(path);
	free(other);
	free(whole);
	support_remove_dir(dir);
	return 0;
}

/* --- opening --- */

typedef enum hscan_status open_fn(
    const char *name, struct hscan_store **out, struct hscan_error *err);

static enum hscan_status
open_by(
    open_fn *open_it, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_store *store;
	enum hscan_status status;

	torture_mark((void *)&store, sizeof(store));
	torture_go();
	status = open_it(path, &store, err);
	torture_rest();
	if (status != HSCAN_OK) {
		torture_unmarked((const void *)&store, sizeof(store));
		return status;
	}
	torture_tell_i64(answer, hscan_store_is_read_only(store));
	torture_tell_i64(answer, history_check(store));
	torture_go();
	hscan_store_close(store);
	torture_rest();
	return HSCAN_OK;
}

static enum hscan_status
open_new(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	(void)payload;
	remove_store(path);
	return open_by(hscan_store_open, answer, err);
}

static enum hscan_status
open_known(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	(void)payload;
	return open_by(hscan_store_open, answer, err);
}

/* What another process has left in the log has to be seen, whatever fails. */
static enum hscan_status
glance_at_log(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_store *writer;
	enum hscan_status status;

	(void)payload;
	remove_store(path);
	writer = open_store();
	assert_int_equal(history_write(writer, 2, NULL, NULL), HSCAN_OK);
	status = open_by(hscan_store_open_snapshot, answer, err);
	hscan_store_close(writer);
	return status;
}

static void
opening(void **state)
{
	(void)state;
	torture_allocations(open_new, NULL);
	support_write(path, whole, whole_len);
	torture_allocations(open_known, NULL);
	torture_allocations(glance_at_log, NULL);
}

/* --- writing --- */

/* As a sync does, from the step that `payload` says for one step; what it did
 * not bring to its end never was, and the store goes on. */
static enum hscan_status
write_step(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	int from = *(const int *)payload, done = from;
	struct hscan_store *store;
	enum hscan_status status;

	remove_store(path);
	store = open_store();
	assert_int_equal(history_write(store, from, NULL, NULL), HSCAN_OK);
	torture_go();
	status = history_write(store, 1, &done, err);
	torture_rest();
	assert_int_equal(history_check(store), done);
	torture_tell_i64(answer, done);
	assert_int_equal(
	    history_write(store, HISTORY_STEPS, NULL, NULL), HSCAN_OK);
	assert_int_equal(history_check(store), HISTORY_STEPS);
	hscan_store_close(store);
	return status;
}

static void
writing(void **state)
{
	static const int from[] = {
	    0, 1, HISTORY_PAGES, HISTORY_PAGES + 1, HISTORY_PAGES + 2};

	(void)state;
	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		torture_allocations(write_step, (void *)(size_t)&from[i]);
}

/* --- reading --- */

/* Told by callbacks; the memory of what tells it is not the store's. */
struct told {
	struct torture_answer *answer;
};

static enum hscan_status
tell_held(const struct hscan_held *held, void *payload, struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	torture_tell_text(told->answer, held->host);
	torture_tell_text(told->answer, held->full_name);
	torture_tell_i64(told->answer, held->items);
	torture_tell_i64(told->answer, held->bytes);
	torture_tell_i64(told->answer, held->synced_at);
	return HSCAN_OK;
}

static enum hscan_status
tell_name(struct hscan_text host, struct hscan_text name, void *payload,
    struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	torture_tell_text(told->answer, host);
	torture_tell_text(told->answer, name);
	return HSCAN_OK;
}

static enum hscan_status
tell_actor(const struct hscan_stored_actor *actor, void *payload,
    struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	torture_tell_text(told->answer, actor->name);
	torture_tell_text(told->answer, actor->type);
	torture_tell_i64(told->answer, actor->items);
	return HSCAN_OK;
}

static enum hscan_status
tell_turn(const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	torture_tell_text(told->answer, turn->key.metric);
	torture_tell_text(told->answer, turn->message);
	torture_tell_i64(told->answer, open_now);
	torture_tell_text(told->answer, hscan_text_of(host));
	torture_tell_text(told->answer, full_name);
	return HSCAN_OK;
}

static enum hscan_status
read_lists(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	struct told told = {answer};
	enum hscan_status status =
	    hscan_store_list_repos(store, tell_held, &told, err);

	if (status == HSCAN_OK)
		status = hscan_store_name_repos(store, tell_name, &told, err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_each_actor(store, 1, tell_actor, &told, err);
	if (status == HSCAN_OK)
		status = hscan_store_each_turn(store, 0, tell_turn, &told, err);
	return status;
}

/* A check for which memory runs out leaves registers of SQLite 3.46.1 unset,
 * and it compares them (a size of what was in memory before). 3.40.1 and 3.53.4
 * do not; of those between, nobody has looked. */
static bool
checks_bear_it(void)
{
	int version = sqlite3_libversion_number();

	return version <= 3040001 || version >= 3053004;
}

static enum hscan_status
verify(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status;

	if (!checks_bear_it())
		torture_rest();
	status = hscan_store_verify(store, err);
	if (!checks_bear_it())
		torture_go();
	return status;
}

static enum hscan_status
read_names(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	const struct hscan_repo_name old = {HISTORY_HOST, "Sample", "Field"};
	struct hscan_stored_repo repo = {0};
	int64_t number = 0;
	enum hscan_status status =
	    hscan_store_get_name(store, &old, &number, err);

	torture_tell_i64(answer, number);
	if (status == HSCAN_OK)
		status = hscan_store_find_repo(store, &old, &repo, err);
	torture_tell_text(answer, repo.repo.full_name);
	hscan_stored_repo_clear(&repo);
	if (status == HSCAN_OK)
		status = hscan_store_find_number(
		    store, HISTORY_HOST, 77, &repo, err);
	torture_tell_text(answer, repo.repo.full_name);
	hscan_stored_repo_clear(&repo);
	return status;
}

static enum hscan_status
read_state(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	struct hscan_stream_state state;
	struct hscan_stored_repo repo = {0};
	struct hscan_stored_head head = {0};
	struct hscan_store_facts facts;
	enum hscan_status status = hscan_store_get_repo(store, 1, &repo, err);

	if (status == HSCAN_OK)
		torture_tell_text(answer, repo.repo.full_name);
	hscan_stream_state_init(&state);
	if (status == HSCAN_OK)
		status = hscan_store_get_stream(
		    store, 1, HSCAN_STREAM_ISSUES, &state, err);
	torture_tell_text(answer, state.walk_next);
	torture_tell_i64(answer, state.finished);
	if (status == HSCAN_OK)
		status = hscan_store_get_head(store, 1, &head, err);
	torture_tell_text(answer, head.ref);
	torture_tell_text(answer, head.doc_paths);
	memset(&facts, 0, sizeof(facts));
	if (status == HSCAN_OK)
		status = hscan_store_facts(store, &facts, err);
	torture_tell(answer, &facts, sizeof(facts));
	if (status == HSCAN_OK)
		status = verify(store, err);
	hscan_stored_repo_clear(&repo);
	hscan_stream_state_clear(&state);
	hscan_stored_head_clear(&head);
	return status;
}

static enum hscan_status
read_numbers(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	struct hscan_gate_value value = {0};
	struct hscan_scan_result result = {0};
	struct hscan_pull_mark *marks = NULL;
	struct hscan_arena arena;
	size_t len = 0;
	int64_t items = -1, first = -1, rows = -1;
	enum hscan_status status =
	    hscan_store_count_items(store, 1, 0, &items, err);

	hscan_arena_init(&arena);
	if (status == HSCAN_OK)
		status = hscan_store_first_commit(store, 1, &first, err);
	if (status == HSCAN_OK)
		status = hscan_store_count(
		    store, 1, HSCAN_STREAM_EVENTS, &rows, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_passed(store, 1, hscan_text_of(""),
		    hscan_text_of("pr_merge_cycle"), INT64_MAX, &value, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_scan_result(
		    store, 1, hscan_text_of(""), INT64_MAX, &result, err);
	if (status == HSCAN_OK)
		status = hscan_store_unread_pulls(
		    store, 1, 0, INT64_MAX, 1, true, &arena, &marks, &len, err);
	torture_tell_i64(answer, items);
	torture_tell_i64(answer, first);
	torture_tell_i64(answer, rows);
	torture_tell_i64(answer, value.known);
	torture_tell_i64(answer, result.as_of);
	torture_tell_i64(answer, (int64_t)len);
	for (size_t i = 0; i < len; i++)
		torture_tell_i64(answer, marks[i].number);
	hscan_arena_clear(&arena);
	return status;
}

typedef enum hscan_status read_fn(struct hscan_store *store,
    struct torture_answer *answer, struct hscan_error *err);

struct reading {
	read_fn *read;
};

static enum hscan_status
read_from_store(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	const struct reading *reading = payload;
	struct hscan_store *store = open_store();
	enum hscan_status status;

	torture_go();
	status = reading->read(store, answer, err);
	torture_rest();
	hscan_store_close(store);
	return status;
}

static void
reading(void **state)
{
	static struct reading readings[] = {
	    {read_lists}, {read_names}, {read_state}, {read_numbers}};

	(void)state;
	if (!checks_bear_it())
		print_message("skipped: checks of SQLite %s without memory\n",
		    sqlite3_libversion());
	remove_store(path);
	support_write(path, whole, whole_len);
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		torture_allocations(read_from_store, &readings[i]);
}

/* --- house-keeping --- */

static enum hscan_status
forget(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	int64_t rows = -1;
	enum hscan_status status =
	    hscan_store_forget(store, 1, NULL, &rows, err);

	torture_rest();
	torture_tell_i64(answer, rows);
	if (status != HSCAN_OK) {
		assert_int_equal(rows, -1);
		assert_int_equal(history_check(store), HISTORY_STEPS);
	}
	return status;
}

static enum hscan_status
prune(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	enum hscan_status status = hscan_store_prune(store, err);

	torture_rest();
	torture_tell_i64(answer, history_check(store));
	return status;
}

static enum hscan_status
back_up(struct hscan_store *store, struct torture_answer *answer,
    struct hscan_error *err)
{
	struct hscan_store *copy = NULL;
	enum hscan_status status = hscan_store_backup(store, other, err);

	torture_rest();
	if (status != HSCAN_OK) {
		assert_int_equal(access(other, F_OK), -1);
		return status;
	}
	assert_int_equal(hscan_store_open(other, &copy, NULL), HSCAN_OK);
	torture_tell_i64(answer, history_check(copy));
	hscan_store_close(copy);
	remove_store(other);
	return status;
}

/* --- what was kept by name --- */

static const struct hscan_repo_name by_name = {HISTORY_HOST, "Sample", "Gone"};

static void
put_stand_in(struct hscan_store *store)
{
	const struct hscan_teller teller = {
	    HISTORY_HOST, HSCAN_SOURCE_BACKUP, 100};
	const struct hscan_repo repo = {
	    .id = hscan_repo_stand_in(&by_name),
	    .full_name = hscan_text_of("Sample/Gone"),
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED,
	};
	const struct hscan_span span = {.stream = HSCAN_STREAM_ISSUES,
	    .source = HSCAN_SOURCE_BACKUP,
	    .starts_at = 1,
	    .ends_at = 2};
	const struct hscan_text label = hscan_text_of("bug");
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 900001,
	    .title = hscan_text_of("kept"),
	    .created_at = 10,
	    .updated_at = 11,
	    .closed_at = 11,
	    .merged_at = HSCAN_NEVER,
	    .labels = &label,
	    .labels_len = 1};
	const struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .number = 900001,
	    .occurred_at = 11,
	    .grade = HSCAN_GRADE_OWN};
	const struct hscan_release release = {.id = 5,
	    .tag_name = hscan_text_of("v1"),
	    .created_at = 10,
	    .published_at = 12};
	int64_t id = 0;

	assert_int_equal(
	    hscan_store_put_repo(store, &teller, &repo, &id, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_span(store, id, &span, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_items(store, &teller, id, &item, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_events(store, &teller, id, &event, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_releases(store, &teller, id, &release, 1, NULL),
	    HSCAN_OK);
}

/* What was stopped anywhere goes on from there. */
static enum hscan_status
take_stand_in(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	struct hscan_store *store;
	int64_t taken = 0, rows = 0;
	enum hscan_status status;

	(void)payload;
	remove_store(path);
	support_write(path, whole, whole_len);
	store = open_store();
	put_stand_in(store);
	torture_go();
	status =
	    hscan_store_take_stand_in(store, &by_name, 1, true, &taken, err);
	torture_rest();
	if (status != HSCAN_OK)
		assert_int_equal(hscan_store_take_stand_in(
				     store, &by_name, 1, true, &taken, NULL),
		    HSCAN_OK);
	assert_int_equal(hscan_store_verify(store, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_count(store, 1, HSCAN_STREAM_EVENTS, &rows, NULL),
	    HSCAN_OK);
	torture_tell_i64(answer, rows);
	assert_int_equal(
	    hscan_store_count(store, 1, HSCAN_STREAM_RELEASES, &rows, NULL),
	    HSCAN_OK);
	torture_tell_i64(answer, rows);
	hscan_store_close(store);
	return status;
}

static void
what_was_kept_by_name(void **state)
{
	(void)state;
	torture_allocations(take_stand_in, NULL);
}

static enum hscan_status
keep_house(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	remove_store(path);
	support_write(path, whole, whole_len);
	return read_from_store(payload, answer, err);
}

static void
house_keeping(void **state)
{
	static struct reading readings[] = {{forget}, {prune}, {back_up}};

	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		torture_allocations(keep_house, &readings[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(opening),
	    TEST(writing),
	    TEST(reading),
	    TEST(what_was_kept_by_name),
	    TEST(house_keeping),
	};

	torture_begin();
	writes_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
