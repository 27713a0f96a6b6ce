/* SPDX-License-Identifier: MIT */
/* All of a transaction is kept, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static void
what_is_rolled_back_never_was(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 78, "o/m");
	hscan_store_rollback(f->store);
	hscan_store_rollback(f->store);
	assert_query(f->store, "SELECT full_name FROM repo", "o/n\n");

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 79, "o/p");
	assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
	hscan_store_rollback(f->store);

	/* As if the process had been killed in the middle. */
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 80, "o/q");
	hscan_store_close(f->store);
	f->store = open_store(f->path);
	assert_query(
	    f->store, "SELECT full_name FROM repo ORDER BY 1", "o/n\no/p\n");
}

static void
a_failed_page_can_be_undone_as_a_whole(void **state)
{
	struct fixture *f = *state;
	const struct hscan_item items[] = {
	    {.kind = HSCAN_ISSUE, .id = 1, .number = 1},
	    {.kind = (enum hscan_item_kind)3, .id = 2, .number = 2},
	};

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_fails(hscan_store_put_items(
			 f->store, BY_REST(HOST), f->repo_id, items, 2, &err),
	    HSCAN_ESTORE, "cannot store an item: CHECK constraint failed");
	hscan_store_rollback(f->store);
	assert_query(f->store, "SELECT count(*) FROM item", "0\n");
	/* The statement is fit for its next use. */
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, items, 1, NULL),
	    HSCAN_OK);
	assert_fails(hscan_store_put_items(
			 f->store, BY_REST(HOST), 12345, items, 1, &err),
	    HSCAN_ESTORE, "FOREIGN KEY constraint failed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(what_is_rolled_back_never_was),
	    WITH_STORE(a_failed_page_can_be_undone_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
