/* SPDX-License-Identifier: MIT */
/* Units of time, and durations in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "metric/unit.h"

static void
a_unit_of_time_has_a_length_or_none(void **state)
{
	static const struct {
		const char *name;
		bool time;
		int64_t seconds;
	} units[] = {
	    {"seconds", true, 1},
	    {"minutes", true, 60},
	    {"hours", true, 3600},
	    {"days", true, 86400},
	    {"weeks", true, 604800},
	    {"months", true, 0},
	    {"years", true, 0},
	    {"hour", false, 0},
	    {"commits/week", false, 0},
	    {"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct hscan_text unit = hscan_text_of(units[i].name);

		assert_int_equal(hscan_unit_is_time(unit), units[i].time);
		assert_int_equal(hscan_unit_seconds(unit), units[i].seconds);
	}
}

/* As SQLite divides the difference by 3600.0, to the last bit. */
static void
a_duration_is_the_difference_in_its_unit(void **state)
{
	static const struct {
		int64_t unit, from, to;
		double length;
	} durations[] = {
	    {3600, 10, 7210, 2.0},
	    {3600, 0, 1, 1 / 3600.0},
	    {86400, 86400, 0, -1.0},
	    {1, INT64_C(1782892800), 0, -1782892800.0},
	    /* What no integer holds. */
	    {1, INT64_MIN, INT64_MAX, 18446744073709551616.0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(durations) / sizeof(durations[0]); i++) {
		double length = hscan_duration_in(
		    durations[i].unit, durations[i].from, durations[i].to);

		assert_memory_equal(
		    &length, &durations[i].length, sizeof(length));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_unit_of_time_has_a_length_or_none),
	    cmocka_unit_test(a_duration_is_the_difference_in_its_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
