/* SPDX-License-Identifier: MIT */
/* Each of thousands is found again, where numbers differ in little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metric/sqlite/internal.h"

enum { REPOS = 7, ACTORS = 1000 };

/* Accounts, and authors of commits below zero. */
static int64_t
actor_of(int i)
{
	return i % 2 == 0 ? i : (int64_t)-1 - i * INT64_C(4294967296);
}

static void
each_is_one(void **state)
{
	struct engine_crowd crowd = {0};

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int repo = 0; repo < REPOS; repo++)
			for (int i = 0; i < ACTORS; i++) {
				struct engine_comer *one = sqlite_crowd_find(
				    &crowd, repo, actor_of(i));

				assert_non_null(one);
				assert_int_equal(one->repo_id, repo);
				assert_int_equal(one->actor_id, actor_of(i));
				assert_int_equal(one->len, round);
				one->len++;
			}
	assert_int_equal(crowd.len, REPOS * ACTORS);
	sqlite_crowd_clear(&crowd);
	assert_int_equal(crowd.len, 0);
	assert_non_null(sqlite_crowd_find(&crowd, 1, 1));
	sqlite_crowd_clear(&crowd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
