/* SPDX-License-Identifier: MIT */
/* What was said of a group, when the member that keeps it is forgotten; at the
 * end of each test the store's digests are compared with its rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/alerts.h"
#include "store/scan_results.h"
#include "support/stored.h"

static const char POND[] = "@pond\t30d", OTHER[] = "@other\t30d", OWN[] = "30d";

/* Something in each table. */
static void
say(struct fixture *f, int64_t repo_id, const char *scope, int64_t at)
{
	const struct hscan_alert_turn turn = {
	    .key = {repo_id, text(scope), text("pr_backlog"), 1},
	    .at = at,
	    .firing = true,
	    .has_value = true,
	    .value = 2.5,
	    .message = text("much")};
	const struct hscan_stored_alert alert = {
	    .now = {.firing = true, .since = at}, .at_run = at};
	const struct hscan_gate_value value = {true, 7, true, 1, 9};
	const struct hscan_scan_result result = {at, "watch", "active"};
	struct hscan_error err;

	ok(hscan_store_put_alert_run(f->store, repo_id, text(scope), at, &err),
	    &err);
	ok(hscan_store_put_alert(f->store, &turn.key, &alert, &err), &err);
	ok(hscan_store_put_turn(f->store, &turn, &err), &err);
	ok(hscan_store_put_notification(
	       f->store, &turn.key, at, text("tell"), &err),
	    &err);
	ok(hscan_store_put_passed(f->store, repo_id, text(scope),
	       text("pr_backlog"), at, &value, &err),
	    &err);
	ok(hscan_store_put_scan_result(
	       f->store, repo_id, text(scope), &result, &err),
	    &err);
}

/* Of the one group there is another member. */
static enum hscan_status
find(struct hscan_text scope, int64_t from, int64_t *repo_id, void *payload,
    struct hscan_error *err)
{
	const int64_t *heir = payload;

	(void)from;
	(void)err;
	*repo_id = hscan_text_equal(scope, text(POND)) ? *heir : 0;
	return HSCAN_OK;
}

static int64_t
forget(struct fixture *f, int64_t repo_id, int64_t heir)
{
	const struct hscan_heirs heirs = {find, &heir};
	struct hscan_error err;
	int64_t rows = 0;

	ok(hscan_store_forget(f->store, repo_id, &heirs, &rows, &err), &err);
	return rows;
}

#define EACH(columns) \
	"SELECT " columns " FROM alert_run JOIN repo USING (repo_id) " \
	"ORDER BY full_name, scope"

static void
a_group_is_kept_by_the_next(void **state)
{
	struct fixture *f = *state;
	int64_t heir = put_repo(f->store, HOST, 78, "o/next");
	int64_t gone;

	say(f, f->repo_id, POND, 100);
	say(f, f->repo_id, OWN, 100);
	say(f, f->repo_id, OTHER, 100);
	say(f, heir, OWN, 90);
	gone = forget(f, f->repo_id, heir);
	assert_query(f->store, EACH("full_name, replace(scope, char(9), ' ')"),
	    "o/next|30d\no/next|@pond 30d\n");
	assert_query(f->store,
	    "SELECT firing, since, at_run FROM alert WHERE scope LIKE '@%'",
	    "1|100|100\n");
	assert_query(f->store,
	    "SELECT at, value, message FROM alert_turn WHERE scope LIKE '@%'",
	    "100|2.5|much\n");
	assert_query(f->store,
	    "SELECT at, body FROM notification WHERE scope LIKE '@%'",
	    "100|tell\n");
	assert_query(f->store,
	    "SELECT at, value, low, high FROM gate_pass WHERE scope LIKE '@%'",
	    "100|7.0|1.0|9.0\n");
	assert_query(f->store,
	    "SELECT as_of, verdict, class FROM scan_result "
	    "WHERE scope LIKE '@%'",
	    "100|watch|active\n");
	/* What was moved is not gone: two questions in six tables are, and the
	 * row of the repository. */
	assert_int_equal(gone, 2 * 6 + 1);
}

/* As after two stores were united. */
static void
what_another_keeps_that_is_newer_stays(void **state)
{
	struct fixture *f = *state;
	int64_t heir = put_repo(f->store, HOST, 78, "o/next");

	say(f, f->repo_id, POND, 100);
	say(f, heir, POND, 200);
	(void)forget(f, f->repo_id, heir);
	assert_query(f->store, "SELECT at FROM alert_turn", "200\n");
	f->repo_id = put_repo(f->store, HOST, 77, "o/n");
	say(f, f->repo_id, POND, 300);
	(void)forget(f, f->repo_id, heir);
	assert_query(f->store, "SELECT at FROM alert_turn", "300\n");
	assert_query(f->store, EACH("full_name, at_run"), "o/next|300\n");
}

static void
without_another_it_goes(void **state)
{
	struct fixture *f = *state;

	say(f, f->repo_id, POND, 100);
	(void)forget(f, f->repo_id, 0);
	assert_query(f->store, "SELECT count(*) FROM alert", "0\n");
	assert_query(f->store, "SELECT count(*) FROM notification", "0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_group_is_kept_by_the_next),
	    WITH_STORE(what_another_keeps_that_is_newer_stays),
	    WITH_STORE(without_another_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
