/* SPDX-License-Identifier: MIT */
/* Accounts are as they were named last, and put no more often than need be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static void
put_event_by(struct fixture *f, const char *type)
{
	const struct hscan_event event = {.id = 1,
	    .kind = HSCAN_EVENT_CLOSED,
	    .number = 7,
	    .occurred_at = 5,
	    .actor = {.id = 3,
		.login = hscan_text_of("heron"),
		.type = hscan_text_of(type)}};

	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static void
an_account_keeps_its_type(void **state)
{
	struct fixture *f = *state;
	struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .id = 1,
	    .number = 1,
	    .occurred_at = 1,
	    .actor = {3, {"robot", 5}, {"Bot", 3}}};

	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	event.actor.type = text(NULL);
	event.actor.login = text("robot-2");
	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT forge_id, login, type FROM account",
	    "3|robot-2|Bot\n");
}

/* That an account was put is remembered, but only as long as it is sure to be
 * there as it was. */
static void
accounts_are_put_again_when_need_be(void **state)
{
	struct fixture *f = *state;
	static const char all[] = "SELECT login, type FROM account";
	sqlite3 *other = NULL;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "User");
		put_event_by(f, "Bot");
		put_event_by(f, "Bot");
		assert_query(f->store, all, "heron|Bot\n");
		hscan_store_rollback(f->store);
		assert_query(f->store, all, "");
	}
	assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "Bot");
		assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
		assert_query(f->store, all, "heron|Bot\n");
		exec(other, "UPDATE account SET login = 'other'");
		f->tampered = true;
	}
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		put_event_by(f, "User");
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "Bot");
		assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
		assert_query(f->store, all, "heron|Bot\n");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(an_account_keeps_its_type),
	    WITH_STORE(accounts_are_put_again_when_need_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
