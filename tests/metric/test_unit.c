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

static void
behind_one_it_is_singular(void **state)
{
	static const char *const rows[][3] = {
	    {"1", "weeks", "week"},
	    {"1", "hours", "hour"},
	    {"1", "people", "person"},
	    {"1", "commits", "commit"},
	    {"1", "commits/week", "commit/week"},
	    {"1", "releases/90 days", "release/90 days"},
	    {"at most 1", "days", "day"},
	    {"<= 1", "days", "day"},
	    {"\xE2\x89\xA4\x1F"
	     "1",
		"days", "day"},
	    {"0", "weeks", "weeks"},
	    {"0.1", "weeks", "weeks"},
	    {"1.1", "weeks", "weeks"},
	    {"11", "weeks", "weeks"},
	    {"21", "weeks", "weeks"},
	    {"10", "weeks", "weeks"},
	    {"-1", "weeks", "weeks"},
	    {"", "weeks", "weeks"},
	    /* A user's own. */
	    {"1", "reviews", "review"},
	    {"1", "status", "status"},
	    {"1", "class", "class"},
	    {"1", "basis", "basis"},
	    {"1", "points/s", "points/s"},
	    {"1", "business h", "business h"},
	    {"1", "s", "s"},
	    {"1", "%", "%"},
	    {"1", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(
		    hscan_text_is(hscan_unit_behind(hscan_text_of(rows[i][0]),
				      hscan_text_of(rows[i][1])),
			rows[i][2]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_unit_of_time_has_a_length_or_none),
	    cmocka_unit_test(a_duration_is_the_difference_in_its_unit),
	    cmocka_unit_test(behind_one_it_is_singular),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
