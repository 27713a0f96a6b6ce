/* SPDX-License-Identifier: MIT */
/* Numbers as they are written. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/round.h"

static void
assert_same(double actual, double expected)
{
	if (actual < expected || actual > expected)
		fail_msg("%.17g is not %.17g", actual, expected);
}

static void
rounds_to_four_decimals(void **state)
{
	static const struct {
		double value, rounded;
	} cases[] = {
	    {0.0, 0.0},
	    {72.0, 72.0},
	    {64.53694444, 64.5369},
	    {64.53695001, 64.537},
	    {-64.53694444, -64.5369},
	    {0.00004, 0.0},
	    {0.00006, 0.0001},
	    {0.03125, 0.0312}, /* a true half: to even, down */
	    {0.09375, 0.0938}, /* a true half: to even, up */
	    {-0.03125, -0.0312},
	    {33.333333333333336, 33.3333},
	    {123456789012.34567, 123456789012.3457},
	    {1e15, 1e15},
	    {DBL_MAX, DBL_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_same(hscan_round4(cases[i].value), cases[i].rounded);
	assert_false(signbit(hscan_round4(-0.00001)));
	assert_false(signbit(hscan_round4(-0.0)));
	assert_true(isnan(hscan_round4((double)NAN)));
	assert_true(isinf(hscan_round4(-HUGE_VAL)));
}

static const struct {
	double value;
	const char *text;
} numbers[] = {
    {0.0, "0"},
    {-0.0, "0"},
    {72.0, "72"},
    {-1.0, "-1"},
    {0.1, "0.1"},
    {0.30000000000000004, "0.30000000000000004"},
    {64.5369, "64.5369"},
    {10.0, "10"},
    {100000.0, "100000"},
    {100000.5, "100000.5"},
    {1234567.0, "1234567"},
    {123456789012345.0, "123456789012345"},
    {999999999999999.0, "999999999999999"},
    {1e15, "1e+15"},
    {1.5e300, "1.5e+300"},
    {0.0001, "0.0001"},
    {0.00001, "0.00001"},
    {1e-7, "0.0000001"},
};

static void
assert_numbers(void)
{
	struct hscan_buf out;

	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		hscan_buf_reset(&out);
		hscan_add_number(&out, numbers[i].value);
		assert_string_equal(hscan_buf_string(&out), numbers[i].text);
	}
	hscan_buf_clear(&out);
}

static void
writes_the_shortest(void **state)
{
	(void)state;
	assert_numbers();
}

static void
reads_back_the_same(void **state)
{
	static const double cases[] = {DBL_MAX, DBL_MIN, 5e-324, -DBL_MAX,
	    1.0 / 3.0, -2.0 / 3.0, 1e14 / 3.0, 1e16 / 3.0, 3.141592653589793};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		hscan_buf_reset(&out);
		hscan_add_number(&out, cases[i]);
		assert_same(strtod(hscan_buf_string(&out), NULL), cases[i]);
	}
	hscan_buf_clear(&out);
}

/* Both have a short way for what is common: it gives what printf gives. */
static void
the_short_way_is_right(void **state)
{
	static const double scales[] = {1e-3, 1.0, 1e4, 1e9, 1e11, 1e13};
	uint64_t seed = 20260701;
	struct hscan_buf out;
	char text[400];

	(void)state;
	hscan_buf_init(&out, 1000);
	for (int i = 0; i < 60000; i++) {
		double value;

		seed = seed * UINT64_C(6364136223846793005) +
		       UINT64_C(1442695040888963407);
		value = ((double)(seed >> 11) * 0x1p-53 - 0.5) * scales[i % 6];
		(void)snprintf(text, sizeof(text), "%.4f", value);
		assert_same(hscan_round4(value), strtod(text, NULL));
		if (i % 2)
			value = hscan_round4(value);
		for (int decimals = 0; decimals < 40; decimals++) {
			(void)snprintf(
			    text, sizeof(text), "%.*f", decimals, value);
			if (strtod(text, NULL) >= value &&
			    strtod(text, NULL) <= value)
				break;
		}
		hscan_buf_reset(&out);
		hscan_add_number(&out, value);
		assert_string_equal(hscan_buf_string(&out), text);
	}
	hscan_buf_clear(&out);
}

static void
limits_the_decimals(void **state)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} cases[] = {
	    {368.4522, 2, "368.45"},
	    {368.4, 2, "368.4"},
	    {368.0, 2, "368"},
	    {100.0, 0, "100"},
	    {99.996, 2, "100"},
	    {0.125, 2, "0.12"},
	    {-0.004, 2, "0"},
	    {2.5, 0, "2"},
	    {1e20, 2, "1e+20"},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		hscan_buf_reset(&out);
		hscan_add_decimal(&out, cases[i].value, cases[i].decimals);
		assert_string_equal(hscan_buf_string(&out), cases[i].text);
	}
	hscan_buf_clear(&out);
}

/* The locale of the program that uses the library may write 1,5. */
static void
ignores_the_locale(void **state)
{
	static const char *const names[] = {
	    "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "ps_AF.UTF-8", "ps_AF"};
	size_t set = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!setlocale(LC_ALL, names[i]))
			continue;
		set++;
		assert_numbers();
		assert_same(hscan_round4(64.53694444), 64.5369);
	}
	assert_non_null(setlocale(LC_ALL, "C"));
	if (set == 0)
		skip();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rounds_to_four_decimals),
	    cmocka_unit_test(writes_the_shortest),
	    cmocka_unit_test(reads_back_the_same),
	    cmocka_unit_test(the_short_way_is_right),
	    cmocka_unit_test(limits_the_decimals),
	    cmocka_unit_test(ignores_the_locale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
