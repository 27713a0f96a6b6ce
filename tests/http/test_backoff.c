/* SPDX-License-Identifier: MIT */
/* Delays grow, stay within bounds, and are not all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/backoff.h"
#include "support/support.h"

static void
failures(void **state)
{
	static const int64_t most_ms[] = {
	    2000, 4000, 8000, 16000, 32000, 60000, 60000};

	(void)state;
	for (unsigned i = 0; i < 7; i++) {
		int64_t most = most_ms[i];

		assert_int_equal(hscan_backoff_failure_ms(2000, i + 1, 0), 0);
		assert_int_equal(
		    hscan_backoff_failure_ms(2000, i + 1, UINT32_C(1) << 31),
		    most / 2);
		assert_int_equal(
		    hscan_backoff_failure_ms(2000, i + 1, UINT32_MAX),
		    most - 1);
	}
	assert_int_equal(
	    hscan_backoff_failure_ms(2000, UINT32_MAX, UINT32_MAX), 59999);
	assert_int_equal(hscan_backoff_failure_ms(0, 5, UINT32_MAX), 0);
	assert_int_equal(hscan_backoff_failure_ms(10, 3, UINT32_MAX), 39);
	/* A longer one than the most is the most. */
	assert_int_equal(
	    hscan_backoff_failure_ms(3600000, 1, UINT32_MAX), 59999);
}

static void
limits(void **state)
{
	static const int64_t least_ms[] = {60000, 120000, 240000, 480000};

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		int64_t least = least_ms[i];

		assert_int_equal(hscan_backoff_limit_ms(i + 1, 0), least);
		assert_within(hscan_backoff_limit_ms(i + 1, UINT32_MAX),
		    least + least / 4 - 1, least + least / 4);
	}
	assert_int_equal(
	    hscan_backoff_limit_ms(UINT32_MAX, UINT32_MAX), 3600000);
}

static void
random_numbers_differ(void **state)
{
	uint64_t a = 1, b = 2;
	uint32_t first = hscan_backoff_random(&a);

	(void)state;
	assert_int_not_equal(first, hscan_backoff_random(&a));
	assert_int_not_equal(first, hscan_backoff_random(&b));
	a = 1;
	assert_int_equal(first, hscan_backoff_random(&a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(failures),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(random_numbers_differ),
	};

	return cmocka_run_group_tests_name("http/backoff", tests, NULL, NULL);
}
