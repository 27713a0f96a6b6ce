/* SPDX-License-Identifier: MIT */
/* Bounds as people write them, in the unit of each kind of metric. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/hours.h"
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
	    {"90", "seconds", 90.0},
	    {"2m", "seconds", 120.0},
	    {"1h", "minutes", 60.0},
	    {"90s", "minutes", 1.5},
	    {"1w", "minutes", 10080.0},
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

/* A day is a working day, of which the longest counts, and a week all of it. */
static void
values_are_read_in_working_hours(void **state)
{
	static const struct {
		const char *value;
		double expected;
	} rows[] = {{"16", 16.0}, {"16h", 16.0}, {"2d", 16.0}, {"0.5d", 4.0},
	    {"1w", 38.0}, {"90m", 1.5}, {"1800s", 0.5}};
	struct hscan_hours hours = {.zone_name = ""};
	struct hscan_error err;
	double value;

	(void)state;
	assert_int_equal(hscan_hours_add(&hours,
			     hscan_text_of("Mon-Thu 09:00-17:00 UTC"), &err),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_hours_add(&hours, hscan_text_of("Fri 09:00-15:00 UTC"), &err),
	    HSCAN_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (hscan_threshold_in_hours(hscan_text_of(rows[i].value),
			&hours, &value, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].value, err.message);
		assert_near(value, rows[i].expected);
	}
	assert_int_equal(hscan_threshold_in_hours(
			     hscan_text_of("85%"), &hours, &value, &err),
	    HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "'85%' is not a number of business h; write a plain number, or one "
	    "with a unit, such as 16h or 2d (s, m, h, d or w)");
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
	    {"85%", "hours", "such as 72h or 3d (s, m, h, d or w)"},
	    {"90m", "days", "such as 14d or 2w (h, d or w)"},
	    {"36h", "weeks", "such as 14d or 2w (d or w)"},
	    {"5%", "seconds", "such as 90s or 5m (s, m, h, d or w)"},
	    {"5%", "minutes", "such as 90m or 2h (s, m, h, d or w)"},
	    {"3d", "months", "write a plain number, such as 2.5"},
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

static void
examples_are_values(void **state)
{
	static const char *const units[] = {"seconds", "minutes", "hours",
	    "days", "weeks", "%", "ratio", "commits/week", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct hscan_text unit = hscan_text_of(units[i]);
		double got = 0.0;

		assert_int_equal(
		    hscan_threshold_value(
			hscan_text_of(hscan_threshold_example(unit)), unit,
			&got, NULL),
		    HSCAN_OK);
		assert_true(got > 0.0);
	}
}

/* --- comparisons --- */

static void
comparisons_are_taken(void **state)
{
	static const struct {
		const char *bound;
		enum hscan_comparison comparison;
		const char *value;
	} rows[] = {
	    {"<= 72h", HSCAN_AT_MOST, "72h"},
	    {"<=72h", HSCAN_AT_MOST, "72h"},
	    {"\xE2\x89\xA4 72h", HSCAN_AT_MOST, "72h"},
	    {"\xE2\x89\xA4"
	     "72h",
		HSCAN_AT_MOST, "72h"},
	    {"at-most 72h", HSCAN_AT_MOST, "72h"},
	    {"at-most   72h", HSCAN_AT_MOST, "72h"},
	    {"< 5%", HSCAN_LESS, "5%"},
	    {"<5%", HSCAN_LESS, "5%"},
	    {"less-than 5%", HSCAN_LESS, "5%"},
	    {">= 3", HSCAN_AT_LEAST, "3"},
	    {">=-3", HSCAN_AT_LEAST, "-3"},
	    {"\xE2\x89\xA5 3", HSCAN_AT_LEAST, "3"},
	    {"at-least 3", HSCAN_AT_LEAST, "3"},
	    {"> .5", HSCAN_MORE, ".5"},
	    {">.5", HSCAN_MORE, ".5"},
	    {"more-than .5", HSCAN_MORE, ".5"},
	    {"<", HSCAN_LESS, ""},
	    {"<= > 3", HSCAN_AT_MOST, "> 3"},
	    /* Left as they are. */
	    {"72h", HSCAN_NO_BOUND, "72h"},
	    {"", HSCAN_NO_BOUND, ""},
	    {"= 3", HSCAN_NO_BOUND, "= 3"},
	    {" < 3", HSCAN_NO_BOUND, " < 3"},
	    {"at-most", HSCAN_NO_BOUND, "at-most"},
	    {"at-most72h", HSCAN_NO_BOUND, "at-most72h"},
	    {"At-Most 72h", HSCAN_NO_BOUND, "At-Most 72h"},
	    {"at most 72h", HSCAN_NO_BOUND, "at most 72h"},
	    {"\xE2\x89", HSCAN_NO_BOUND, "\xE2\x89"},
	};
	struct hscan_text absent = {NULL, 0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text bound = hscan_text_of(rows[i].bound);
		enum hscan_comparison got =
		    hscan_threshold_take_comparison(&bound);

		if (got != rows[i].comparison ||
		    !hscan_text_is(bound, rows[i].value))
			fail_msg("%s: %d, %.*s", rows[i].bound, (int)got,
			    (int)bound.len, bound.ptr);
	}
	assert_int_equal(
	    hscan_threshold_take_comparison(&absent), HSCAN_NO_BOUND);
}

static void
words_are_comparisons(void **state)
{
	(void)state;
	assert_string_equal(hscan_threshold_word(HSCAN_NO_BOUND), "");
	for (int i = HSCAN_AT_MOST; i <= HSCAN_MORE; i++) {
		char bound[32];
		struct hscan_text text;

		(void)snprintf(bound, sizeof(bound), "%s 1",
		    hscan_threshold_word((enum hscan_comparison)i));
		text = hscan_text_of(bound);
		assert_int_equal(hscan_threshold_take_comparison(&text), i);
	}
}

static void
the_direction_implies_a_comparison(void **state)
{
	(void)state;
	assert_int_equal(hscan_threshold_comparison(HSCAN_BETTER_LOWER, false),
	    HSCAN_AT_MOST);
	assert_int_equal(
	    hscan_threshold_comparison(HSCAN_BETTER_LOWER, true), HSCAN_MORE);
	assert_int_equal(hscan_threshold_comparison(HSCAN_BETTER_HIGHER, false),
	    HSCAN_AT_LEAST);
	assert_int_equal(
	    hscan_threshold_comparison(HSCAN_BETTER_HIGHER, true), HSCAN_LESS);
	for (int risk = 0; risk < 2; risk++)
		assert_int_equal(
		    hscan_threshold_comparison(HSCAN_BETTER_NEUTRAL, risk),
		    HSCAN_NO_BOUND);
}

/* Whether a value meets both, tried on the values around the two. */
static bool
meets(const struct hscan_bound *bound, double value)
{
	switch (bound->comparison) {
	case HSCAN_AT_MOST: return value <= bound->value;
	case HSCAN_LESS: return value < bound->value;
	case HSCAN_AT_LEAST: return value >= bound->value;
	case HSCAN_MORE: return value > bound->value;
	case HSCAN_NO_BOUND: break;
	}
	return false;
}

static void
bounds_overlap_where_a_value_meets_both(void **state)
{
	(void)state;
	for (int i = 0; i < 5 * 5 * 3; i++) {
		const struct hscan_bound a = {
		    (enum hscan_comparison)(i % 5), 10.0};
		const struct hscan_bound b = {
		    (enum hscan_comparison)(i / 5 % 5), 9.0 + i / 25};
		bool both = false;

		for (double value = 8.0; value <= 12.0; value += 0.25)
			both |= meets(&a, value) && meets(&b, value);
		assert_int_equal(hscan_threshold_overlap(&a, &b), both);
		assert_int_equal(hscan_threshold_overlap(&b, &a), both);
	}
}

static void
sides(void **state)
{
	const struct hscan_bound most = {HSCAN_AT_MOST, 1.0};
	const struct hscan_bound less = {HSCAN_LESS, 9.0};
	const struct hscan_bound least = {HSCAN_AT_LEAST, 1.0};
	const struct hscan_bound more = {HSCAN_MORE, 0.0};

	(void)state;
	assert_true(hscan_threshold_same_side(&most, &less));
	assert_true(hscan_threshold_same_side(&least, &more));
	assert_false(hscan_threshold_same_side(&most, &least));
	assert_false(hscan_threshold_same_side(&more, &less));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_read),
	    cmocka_unit_test(values_are_read_in_working_hours),
	    cmocka_unit_test(other_units_are_refused),
	    cmocka_unit_test(what_could_be_a_bound),
	    cmocka_unit_test(examples_are_values),
	    cmocka_unit_test(comparisons_are_taken),
	    cmocka_unit_test(words_are_comparisons),
	    cmocka_unit_test(the_direction_implies_a_comparison),
	    cmocka_unit_test(bounds_overlap_where_a_value_meets_both),
	    cmocka_unit_test(sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
