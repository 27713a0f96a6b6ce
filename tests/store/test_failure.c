/* SPDX-License-Identifier: MIT */
/* Each failure says what to do, and takes nothing with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static int
stop_at_once(void *unused)
{
	(void)unused;
	return 1;
}

static void
another_process_may_hold_it(void **state)
{
	struct fixture *f = *state;
	struct hscan_store *second;
	sqlite3 *other = NULL;

	(void)sqlite3_busy_timeout(hscan_store_db(f->store), 0);
	assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
	exec(other, "BEGIN IMMEDIATE");
	assert_fails(hscan_store_begin(f->store, &err), HSCAN_ESTORE,
	    "another process holds the store");
	hscan_store_rollback(f->store);
	/* Opening and reading do not wait for a writer. */
	second = open_store(f->path);
	assert_query(second, "SELECT full_name FROM repo", "o/n\n");
	hscan_store_close(second);

	exec(other, "COMMIT");
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
}

static void
a_store_that_cannot_be_written_says_so(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo repo = a_repo(78, "o/m");
	int64_t repo_id = -1;

	exec(hscan_store_db(f->store), "PRAGMA query_only = ON");
	assert_fails(hscan_store_put_repo(
			 f->store, BY_REST(HOST), &repo, &repo_id, &err),
	    HSCAN_ESTORE, "cannot be written; check its permissions");
	assert_int_equal(repo_id, -1);
	exec(hscan_store_db(f->store), "PRAGMA query_only = OFF");
	assert_int_equal(hscan_store_put_repo(
			     f->store, BY_REST(HOST), &repo, &repo_id, NULL),
	    HSCAN_OK);
}

static void
a_full_disk_loses_nothing_committed(void **state)
{
	struct fixture *f = *state;
	char *title = test_malloc(1 << 20);
	struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = 1,
	    .number = 1,
	    .title = {title, 1 << 20},
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	memset(title, 't', 1 << 20);
	exec(hscan_store_db(f->store), "PRAGMA max_page_count = 60");
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_fails(hscan_store_put_items(
			 f->store, BY_REST(HOST), f->repo_id, &item, 1, &err),
	    HSCAN_ESTORE, "the disk is full");
	hscan_store_rollback(f->store);
	item.title.len = 3;
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT number, title FROM item", "1|ttt\n");
	test_free(title);
}

static void
an_interruption_is_told_apart(void **state)
{
	struct fixture *f = *state;
	int64_t rows = -1;

	sqlite3_progress_handler(
	    hscan_store_db(f->store), 1, stop_at_once, NULL);
	assert_fails(hscan_store_count(f->store, f->repo_id,
			 HSCAN_STREAM_ISSUES, &rows, &err),
	    HSCAN_EINTR, "interrupted");
	sqlite3_progress_handler(hscan_store_db(f->store), 0, NULL, NULL);
	assert_int_equal(rows, -1);
	assert_int_equal(hscan_store_count(f->store, f->repo_id,
			     HSCAN_STREAM_ISSUES, &rows, NULL),
	    HSCAN_OK);
	assert_int_equal(rows, 0);
}

static void
a_table_that_is_gone_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "o", "n"};
	struct hscan_stored_repo found = {0};
	struct hscan_stream_state stream;
	struct hscan_stored_head head = {0};
	struct hscan_commit commit = {.committed_at = 1};
	int64_t rows = 0;

	f->tampered = true;
	exec(hscan_store_db(f->store),
	    "PRAGMA foreign_keys = OFF; DROP TABLE repo; DROP TABLE stream;"
	    "DROP TABLE git_head; DROP TABLE git_commit");
	assert_fails(hscan_store_find_repo(f->store, &name, &found, &err),
	    HSCAN_ESTORE, "cannot read the repository: no such table");
	assert_fails(hscan_store_get_stream(f->store, f->repo_id,
			 HSCAN_STREAM_ISSUES, &stream, &err),
	    HSCAN_ESTORE, "cannot read the state of a stream");
	assert_fails(hscan_store_get_head(f->store, f->repo_id, &head, &err),
	    HSCAN_ESTORE, "cannot read the head");
	assert_fails(
	    hscan_store_put_commit(f->store, f->repo_id, &commit, 1, &err),
	    HSCAN_ESTORE, "cannot store a commit");
	assert_fails(hscan_store_count(
			 f->store, f->repo_id, HSCAN_STREAM_GIT, &rows, &err),
	    HSCAN_ESTORE, "a table is not as healthscan makes it");
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(another_process_may_hold_it),
	    WITH_STORE(a_store_that_cannot_be_written_says_so),
	    WITH_STORE(a_full_disk_loses_nothing_committed),
	    WITH_STORE(an_interruption_is_told_apart),
	    WITH_STORE(a_table_that_is_gone_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
