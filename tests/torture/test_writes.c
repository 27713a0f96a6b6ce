/* SPDX-License-Identifier: MIT */
/* A disk that fails or is full at any moment: it is said, nothing that was
 * committed is lost, no page is there in part, and the next run ends as if
 * nothing had been. */
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

#include "store/sqlite.h"
#include "support/support.h"
#include "torture/history.h"
#include "torture/writes.h"

#define RUNS_MAX 5000

struct fixture {
	char *dir, *path, *copy;
	char *expected; /* of an undisturbed store */
};

static void
remove_store(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char name[1024];

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		(void)unlink(name);
	}
}

/* The whole life of a store; `*done` counts what it says is kept. A log that
 * is written back every few pages, so that this is disturbed, too. */
static enum hscan_status
live(struct fixture *f, struct hscan_store **store, int *done,
    struct hscan_error *err)
{
	enum hscan_status status = hscan_store_open(f->path, store, err);

	if (status != HSCAN_OK)
		return status;
	(void)sqlite3_wal_autocheckpoint(hscan_store_db(*store), 30);
	status = history_write(*store, HISTORY_STEPS, done, err);
	if (status == HSCAN_OK)
		status = hscan_store_prune(*store, err);
	if (status == HSCAN_OK)
		status = hscan_store_backup(*store, f->copy, err);
	return status;
}

static struct hscan_store *
open_again(const char *path)
{
	struct hscan_store *store = NULL;
	struct hscan_error err = {.status = HSCAN_OK};

	if (hscan_store_open(path, &store, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return store;
}

/* Everything is there in the end, whatever came before. */
static void
check_end(struct fixture *f, struct hscan_store *store)
{
	struct hscan_error err = {.status = HSCAN_OK};
	char *dump;

	if (history_write(store, HISTORY_STEPS, NULL, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_int_equal(history_check(store), HISTORY_STEPS);
	dump = history_dump(store);
	assert_string_equal(dump, f->expected);
	free(dump);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_store *store = NULL;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
	f->copy = support_join(f->dir, "copy.db");
	store = open_again(f->path);
	assert_int_equal(
	    history_write(store, HISTORY_STEPS, NULL, NULL), HSCAN_OK);
	f->expected = history_dump(store);
	hscan_store_close(store);
	remove_store(f->path);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	free(f->path);
	free(f->copy);
	free(f->expected);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

static void
check_message(const struct hscan_error *err, enum hscan_status status)
{
	assert_int_equal(err->status, status);
	if (!strstr(err->message, "store") && !strstr(err->message, "copy"))
		fail_msg("says too little: %s", err->message);
	if (strstr(err->message, "please report") ||
	    strstr(err->message, "damaged"))
		fail_msg("of a disk that fails: %s", err->message);
}

/* One run with a disk that fails; whether it did. */
static bool
try_run(struct fixture *f, int64_t nth, int code, bool for_good)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	enum hscan_status status;
	int done = 0;
	bool failed;

	writes_fail(nth, code, for_good);
	status = live(f, &store, &done, &err);
	failed = writes_failed() > 0;
	writes_fail(0, SQLITE_OK, false);
	if (status != HSCAN_OK) {
		assert_true(failed);
		assert_true(status == HSCAN_ESTORE || status == HSCAN_EIO);
		check_message(&err, status);
		/* A copy is whole or not there. */
		assert_int_equal(access(f->copy, F_OK), -1);
	} else {
		struct hscan_store *copy = open_again(f->copy);

		assert_int_equal(done, HISTORY_STEPS);
		check_end(f, copy);
		hscan_store_close(copy);
	}
	/* The disk is mended: by turns while the store is open, and after. */
	if (store && nth % 2 == 0)
		check_end(f, store);
	else if (for_good)
		writes_fail(1, code, true);
	hscan_store_close(store);
	writes_fail(0, SQLITE_OK, false);
	store = open_again(f->path);
	if (nth % 2 != 0)
		assert_int_equal(history_check(store), done);
	check_end(f, store);
	hscan_store_close(store);
	remove_store(f->path);
	remove_store(f->copy);
	return failed;
}

static void
fail_in_turn(struct fixture *f, int code, bool for_good)
{
	int64_t nth = 1;

	while (try_run(f, nth, code, for_good))
		assert_within(++nth, 1, RUNS_MAX);
	/* There was something to fail. */
	assert_within(nth, 100, RUNS_MAX);
	print_message("%d writes\n", (int)nth - 1);
}

static void
a_write_that_fails_once(void **state)
{
	fail_in_turn(*state, SQLITE_IOERR_WRITE, false);
}

static void
a_disk_that_is_full_from_there_on(void **state)
{
	fail_in_turn(*state, SQLITE_FULL, true);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_write_that_fails_once),
	    TEST(a_disk_that_is_full_from_there_on),
	};

	writes_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
