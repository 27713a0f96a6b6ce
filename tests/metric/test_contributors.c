/* SPDX-License-Identifier: MIT */
/* When people come again, and who is one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"
#include "metric/contributors.h"

enum { DAY = 86400 };

static void
the_next_day_counts(void **state)
{
	const int64_t noon = 19 * DAY + DAY / 2;
	const int64_t at[] = {
	    noon, noon, noon + 1, 20 * DAY - 1, 20 * DAY, 30 * DAY};

	(void)state;
	assert_int_equal(hscan_came_again(at, 1), HSCAN_NEVER);
	assert_int_equal(hscan_came_again(at, 4), HSCAN_NEVER);
	assert_int_equal(hscan_came_again(at, 5), 20 * DAY);
	assert_int_equal(hscan_came_again(at, 6), 20 * DAY);
}

/* The second before 1970 is of another day than the one after. */
static void
days_before_1970(void **state)
{
	const int64_t at[] = {-DAY, -1, 0, 5};

	(void)state;
	assert_int_equal(hscan_came_again(at, 2), HSCAN_NEVER);
	assert_int_equal(hscan_came_again(at, 4), 0);
	assert_int_equal(hscan_came_again(&at[1], 3), 0);
}

static void
the_least_leads(void **state)
{
	size_t leaders[] = {0, 1, 2, 3, 4, 5};

	(void)state;
	hscan_same_join(leaders, 5, 4);
	hscan_same_join(leaders, 3, 5);
	assert_int_equal(hscan_same_leader(leaders, 4), 3);
	hscan_same_join(leaders, 1, 2);
	hscan_same_join(leaders, 2, 4);
	for (size_t i = 1; i < 6; i++)
		assert_int_equal(hscan_same_leader(leaders, i), 1);
	assert_int_equal(hscan_same_leader(leaders, 0), 0);
	hscan_same_join(leaders, 4, 4);
	assert_int_equal(hscan_same_leader(leaders, 4), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_next_day_counts),
	    cmocka_unit_test(days_before_1970),
	    cmocka_unit_test(the_least_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
