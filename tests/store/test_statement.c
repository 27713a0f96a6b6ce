/* SPDX-License-Identifier: MIT */
/* Values are bound by name: their order is of no account, and none is left out
 * or made up. */
#include "store/internal.h"
#include "support/stored.h"

static void
the_order_of_parameters_does_not_matter(void **state)
{
	struct fixture *f = *state;

	for (int turn = 0; turn < 4; turn++) {
		struct store_call call =
		    store_call_begin(f->store, STORE_FIND_REPO);

		if (turn % 2 == 0)
			store_bind_text(&call, ":full_name", text("o/n"));
		store_bind_text(&call, ":host", text(HOST));
		if (turn % 2 == 1)
			store_bind_text(&call, ":full_name", text("o/n"));
		assert_true(store_call_row(&call));
		assert_int_equal(
		    sqlite3_column_int64(call.stmt, 0), f->repo_id);
		assert_int_equal(store_call_end(&call, "", NULL), HSCAN_OK);
	}
}

static void
a_parameter_that_is_left_out_fails(void **state)
{
	struct fixture *f = *state;

	for (int turn = 0; turn < 2; turn++) {
		struct store_call call =
		    store_call_begin(f->store, STORE_FIND_REPO);

		store_bind_text(&call, ":host", text(HOST));
		assert_false(store_call_row(&call));
		assert_fails(store_call_end(&call, "cannot look", &err),
		    HSCAN_ESTORE, "cannot look: ");
	}
}

static void
a_parameter_that_is_not_there_fails(void **state)
{
	struct fixture *f = *state;

	for (int turn = 0; turn < 2; turn++) {
		struct store_call call =
		    store_call_begin(f->store, STORE_GET_REPO);

		store_bind_i64(&call, ":repo", f->repo_id);
		assert_fails(store_call_end(&call, "cannot look", &err),
		    HSCAN_ESTORE, "cannot look: ");
	}
}

static void
one_parameter_too_many_fails(void **state)
{
	struct fixture *f = *state;
	struct store_call call = store_call_begin(f->store, STORE_GET_REPO);

	for (int i = 0; i <= STORE_PARAMETERS; i++)
		store_bind_i64(&call, ":repo_id", f->repo_id);
	assert_false(store_call_row(&call));
	assert_fails(store_call_end(&call, "cannot look", &err), HSCAN_ESTORE,
	    "cannot look: ");
}

/* It is digested by the name, not by the place. */
static void
what_is_written_in_another_order_is_digested_alike(void **state)
{
	struct fixture *f = *state;
	struct store_call call = store_call_begin(f->store, STORE_PUT_TAG);
	struct hscan_error err;

	store_bind_i64(&call, ":tagged_at", 7);
	store_bind_text(&call, ":name", text("v1"));
	store_bind_i64(&call, ":repo_id", f->repo_id);
	ok(store_call_end(&call, "cannot store", &err), &err);
	assert_query(f->store, "SELECT * FROM git_tag", "1|v1|7\n");
	ok(hscan_store_verify(f->store, &err), &err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_order_of_parameters_does_not_matter),
	    WITH_STORE(a_parameter_that_is_left_out_fails),
	    WITH_STORE(a_parameter_that_is_not_there_fails),
	    WITH_STORE(one_parameter_too_many_fails),
	    WITH_STORE(what_is_written_in_another_order_is_digested_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
