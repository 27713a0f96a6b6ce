/* SPDX-License-Identifier: MIT */
/* What scans said, for the next one to compare with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/scan_results.h"
#include "support/stored.h"

static void
put(struct fixture *f, const char *scope, int64_t as_of, const char *verdict,
    const char *life)
{
	struct hscan_scan_result result = {.as_of = as_of};
	struct hscan_error err;

	(void)snprintf(result.verdict, sizeof(result.verdict), "%s", verdict);
	(void)snprintf(result.life, sizeof(result.life), "%s", life);
	ok(hscan_store_put_scan_result(
	       f->store, f->repo_id, text(scope), &result, &err),
	    &err);
}

static void
assert_before(struct fixture *f, const char *scope, int64_t before,
    int64_t as_of, const char *verdict, const char *life)
{
	struct hscan_scan_result found;
	struct hscan_error err;

	ok(hscan_store_get_scan_result(
	       f->store, f->repo_id, text(scope), before, &found, &err),
	    &err);
	assert_int_equal(found.as_of, as_of);
	assert_string_equal(found.verdict, verdict);
	assert_string_equal(found.life, life);
}

static void
the_newest_before_is_found(void **state)
{
	struct fixture *f = *state;

	assert_before(f, "30d", 100, HSCAN_NEVER, "", "");
	put(f, "30d", 100, "healthy", "active");
	put(f, "90d", 100, "watch", "");
	assert_before(f, "30d", 100, HSCAN_NEVER, "", "");
	assert_before(f, "30d", 101, 100, "healthy", "active");
	assert_before(f, "90d", 101, 100, "watch", "");
	put(f, "30d", 200, "risk", "dormant");
	assert_before(f, "30d", 200, 100, "healthy", "active");
	assert_before(f, "30d", 201, 200, "risk", "dormant");
}

/* A scan that is repeated is compared with the same one as before. */
static void
the_newest_two_are_kept(void **state)
{
	struct fixture *f = *state;

	for (int64_t at = 100; at <= 400; at += 100)
		put(f, "30d", at, "healthy", "active");
	put(f, "30d", 400, "risk", "");
	assert_query(f->store,
	    "SELECT as_of, verdict, class FROM scan_result ORDER BY as_of",
	    "100|healthy|active\n300|healthy|active\n400|risk|~\n");
	assert_before(f, "30d", 400, 300, "healthy", "active");
	/* One of the past does away with nothing newer. */
	put(f, "30d", 150, "watch", "new");
	assert_query(f->store, "SELECT as_of FROM scan_result ORDER BY as_of",
	    "100\n150\n300\n400\n");
}

/* Also if others came since: what was said before it is there as long as it
 * was something else. */
static void
changes_are_kept(void **state)
{
	static const struct {
		int64_t at;
		const char *verdict, *life;
	} said[] = {
	    {100, "healthy", "active"},
	    {200, "healthy", "active"},
	    {300, "healthy", ""},
	    {400, "", ""},
	    {500, "", ""},
	    {600, "risk", "dormant"},
	    {700, "risk", "dormant"},
	    {800, "risk", "dormant"},
	    {900, "risk", "dormant"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		put(f, "30d", said[i].at, said[i].verdict, said[i].life);
	assert_query(f->store, "SELECT as_of FROM scan_result ORDER BY as_of",
	    "100\n300\n400\n600\n800\n900\n");
	for (size_t i = 1; i < sizeof(said) / sizeof(said[0]); i++) {
		struct hscan_scan_result found;
		struct hscan_error err;

		ok(hscan_store_get_scan_result(f->store, f->repo_id,
		       text("30d"), said[i].at, &found, &err),
		    &err);
		assert_string_equal(found.verdict, said[i - 1].verdict);
		assert_string_equal(found.life, said[i - 1].life);
	}
}

static void
they_go_with_the_repository(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;
	int64_t rows = 0;

	put(f, "30d", 100, "healthy", "active");
	ok(hscan_store_forget(f->store, f->repo_id, NULL, &rows, &err), &err);
	assert_query(f->store, "SELECT count(*) FROM scan_result", "0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_newest_before_is_found),
	    WITH_STORE(the_newest_two_are_kept),
	    WITH_STORE(changes_are_kept),
	    WITH_STORE(they_go_with_the_repository),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
