/* SPDX-License-Identifier: MIT */
/* Each of thousands is found again, where numbers differ in little, or were
 * chosen to be hard to find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mix.h"
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

/* --- numbers that somebody has chosen --- */

/* `factor` is odd; each step makes twice as many bits of it right. */
static uint64_t
inverse(uint64_t factor)
{
	uint64_t found = factor;

	for (int i = 0; i < 6; i++)
		found *= 2 - factor * found;
	return found;
}

static uint64_t
unshift(uint64_t x, int by)
{
	uint64_t found = x;

	for (int i = by; i < 64; i += by)
		found = x ^ (found >> by);
	return found;
}

/* What hscan_mix() makes `x` of. */
static uint64_t
unmix(uint64_t x)
{
	x = unshift(x, 31) * inverse(UINT64_C(0x94D049BB133111EB));
	x = unshift(x, 27) * inverse(UINT64_C(0xBF58476D1CE4E5B9));
	return unshift(x, 30);
}

static size_t
longest_run(const struct engine_crowd *crowd)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < crowd->slots_len; i++) {
		run = crowd->slots[i] != 0 ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Else each would be looked for among all that are there. */
static void
nobody_can_choose_a_slot(void **state)
{
	struct engine_crowd crowd = {0};

	(void)state;
	for (uint64_t i = 0; i < ACTORS; i++) {
		uint64_t chosen = unmix(i << 32);

		assert_int_equal(hscan_mix(chosen), i << 32);
		assert_non_null(sqlite_crowd_find(&crowd, 0, (int64_t)chosen));
	}
	assert_int_equal(crowd.len, ACTORS);
	assert_true(longest_run(&crowd) < ACTORS / 4);
	sqlite_crowd_clear(&crowd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_one),
	    cmocka_unit_test(nobody_can_choose_a_slot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
