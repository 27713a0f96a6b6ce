/* SPDX-License-Identifier: MIT */
/* Bounds as people write them, in the unit of each kind of metric. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/threshold.h"
#include "support/support.h"

static void
values_are_read(void **state)
{
	static const struct {
		const char *value, *unit;
		double expected;
	} rows[] = {
	    {"72", "hours", 72.0},
	    {"72h", "hours", 72.0},
	    {"3d", "hours", 72.0},
	    {"1w", "hours", 168.0},
	    {"90m", "hours", 1.5},
	    {"1800s", "hours", 0.5},
	    {"1.5d", "hours", 36.0},
	    {"36h", "days", 1.5},
	    {"2w", "days", 14.0},
	    {"14", "days", 14.0},
	    {"14d", "weeks", 2.0},
	    {"2w", "weeks", 2.0},
	    {"2", "weeks", 2.0},
	    {"85%", "%", 85.0},
	    {"85", "%", 85.0},
	    {"2.5", "commits/week", 2.5},
	    {"-1", "commits", -1.0},
	    {"0", "people", 0.0},
	    {".5", "ratio", 0.5},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		double got = -99.0;

		if (hscan_threshold_value(hscan_text_of(rows[i].value),
			hscan_text_of(rows[i].unit), &got, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].value, err.message);
		assert_near(got, rows[i].expected);
		assert_true(
		    hscan_threshold_is_value(hscan_text_of(rows[i].value)));
	}
}

static void
other_units_are_refused(void **state)
{
	static const struct {
		const char *value, *unit, *message;
	} rows[] = {
	    {"85%", "hours",
		"'85%' is not a number of hours; write a plain "
		"number, or one with a unit, such as 72h or 3d"},
	    {"90m", "days", "such as 14d or 2w"},
	    {"36h", "weeks", "such as 14d or 2w"},
	    {"3d", "%", "such as 85%"},
	    {"3d", "commits/week", "write a plain number, such as 2.5"},
	    {"85%", "commits", "plain number"},
	    {"", "hours", "''"},
	    {"h", "hours", "'h'"},
	    {"72 h", "hours", "'72 h'"},
	    {"72hh", "hours", "'72hh'"},
	    {"72H", "hours", "'72H'"},
	    {"1e3", "hours", "'1e3'"},
	    {"nan", "hours", "'nan'"},
	    {"1\x1b", "hours", "'1\\x1B'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		double got = -99.0;

		assert_int_equal(
		    hscan_threshold_value(hscan_text_of(rows[i].value),
			hscan_text_of(rows[i].unit), &got, &err),
		    HSCAN_EINVAL);
		if (!strstr(err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].value, err.message);
		assert_near(got, -99.0);
	}
}

static void
what_could_be_a_bound(void **state)
{
	static const char *const no[] = {
	    "", "h", "x", "72q", "72 h", "7h2", "1.2.3", "%", "72\xc3"};

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (hscan_threshold_is_value(hscan_text_of(no[i])))
			fail_msg("accepted: %s", no[i]);
	assert_false(hscan_threshold_is_value((struct hscan_text){NULL, 0}));
	assert_false(hscan_threshold_is_value((struct hscan_text){"1\0", 2}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_read),
	    cmocka_unit_test(other_units_are_refused),
	    cmocka_unit_test(what_could_be_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
