/* SPDX-License-Identifier: MIT */
/* Numbers at their limits, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "support/exact.h"

#define UNTOUCHED INT64_C(-4711)

static void
whole_numbers_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} rows[] = {
	    {"0", 0},
	    {"-0", 0},
	    {"+0", 0},
	    {"7", 7},
	    {"+7", 7},
	    {"-7", -7},
	    {"007", 7},
	    {"4294967296", INT64_C(4294967296)},
	    {"9223372036854775806", INT64_MAX - 1},
	    {"9223372036854775807", INT64_MAX},
	    {"+9223372036854775807", INT64_MAX},
	    {"-9223372036854775807", -INT64_MAX},
	    {"-9223372036854775808", INT64_MIN},
	    {"000000000000000000000000009223372036854775807", INT64_MAX},
	    {"-00000000000000000000000009223372036854775808", INT64_MIN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i].text);
		int64_t value = UNTOUCHED;

		assert_true(
		    hscan_parse_i64(text, INT64_MIN, INT64_MAX, &value));
		assert_true(value == rows[i].value);
		/* The narrowest limits that hold it, and those that do not. */
		assert_true(hscan_parse_i64(
		    text, rows[i].value, rows[i].value, &value));
		value = UNTOUCHED;
		if (rows[i].value < INT64_MAX)
			assert_false(hscan_parse_i64(
			    text, rows[i].value + 1, INT64_MAX, &value));
		if (rows[i].value > INT64_MIN)
			assert_false(hscan_parse_i64(
			    text, INT64_MIN, rows[i].value - 1, &value));
		assert_true(value == UNTOUCHED);
		exact_free(text);
	}
}

static void
what_is_no_whole_number_is_refused(void **state)
{
	static const char *const rows[] = {"", "-", "+", "--1", "+-1", "-+1",
	    " 1", "1 ", "1\n", "1.0", "1e3", "0x10", "1,000", "1_000", "a",
	    "1a", "a1", "9223372036854775808", "+9223372036854775808",
	    "-9223372036854775809", "18446744073709551616",
	    "18446744073709551617", "92233720368547758070",
	    "-92233720368547758080", "99999999999999999999999999999999999999",
	    "\xD9\xA1" /* an Arabic one */, "1/", "1:"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i]);
		int64_t value = UNTOUCHED;

		if (hscan_parse_i64(text, INT64_MIN, INT64_MAX, &value))
			fail_msg("'%s' was read", rows[i]);
		assert_true(value == UNTOUCHED);
		exact_free(text);
	}
}

static void
a_nul_and_nothing_are_no_numbers(void **state)
{
	const struct hscan_text absent = {NULL, 0};
	struct hscan_text text = exact_bytes("1\0", 2);
	int64_t whole = UNTOUCHED;
	double decimal = 4711.0;

	(void)state;
	assert_false(hscan_parse_i64(text, 0, 10, &whole));
	assert_false(hscan_parse_i64(absent, 0, 10, &whole));
	assert_true(whole == UNTOUCHED);
	assert_false(hscan_parse_decimal(text, &decimal));
	assert_false(hscan_parse_decimal(absent, &decimal));
	assert_true(decimal == 4711.0);
	exact_free(text);
}

static void
decimals_are_read(void **state)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {
	    {"0", 0.0},
	    {"72", 72.0},
	    {"+72", 72.0},
	    {"-1.5", -1.5},
	    {"0.25", 0.25},
	    {"0.1", 0.1},
	    {"1.1", 1.1},
	    {"2.675", 2.675},
	    {"00072.500", 72.5},
	    {"5.", 5.0},
	    {".5", 0.5},
	    {"-.5", -0.5},
	    {"999999999999999", 999999999999999.0},
	    {"99999999999.9999", 99999999999.9999},
	    {"0.123456789012345", 0.123456789012345},
	    {"0.000000000000001", 0.000000000000001},
	    {"0.0000001234567", 0.0000001234567},
	    {"000000000000000000000000000001", 1.0},
	    {"0.000000000000000000000", 0.0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i].text);
		double value = 4711.0;

		assert_true(hscan_parse_decimal(text, &value));
		/* To the last bit: what the compiler reads is the measure. */
		if (!(value == rows[i].value))
			fail_msg("'%s' became %.17g", rows[i].text, value);
		exact_free(text);
	}
}

/* More zeros than a double has an exponent for. */
static void
tiny_decimals_are_small(void **state)
{
	char text[402] = "0.";
	double value = 4711.0;

	(void)state;
	memset(text + 2, '0', 399);
	assert_true(
	    hscan_parse_decimal((struct hscan_text){text, 401}, &value));
	assert_true(value == 0.0);
	text[400] = '1';
	value = 4711.0;
	assert_true(
	    hscan_parse_decimal((struct hscan_text){text, 401}, &value));
	assert_true(value >= 0.0 && value < 1e-300);
}

static void
what_is_no_decimal_is_refused(void **state)
{
	static const char *const rows[] = {"", "-", "+", ".", "-.", "1..2",
	    "1.2.3", "1,5", "1e3", "1E3", "0x1", "nan", "inf", "-inf",
	    "infinity", "--1", "1-", " 1", "1 ", "1%", "72h",
	    "1000000000000000", "1.000000000000000", "12345678.12345678"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i]);
		double value = 4711.0;

		if (hscan_parse_decimal(text, &value))
			fail_msg("'%s' was read", rows[i]);
		assert_true(value == 4711.0);
		exact_free(text);
	}
}

static void
bytes_are_two_digits_each(void **state)
{
	static const char *const bad[] = {"", "0", "00ff1", "00ff100", "0xff10",
	    "00FF10", "00fg10", "00f 10"};
	static const unsigned char expected[] = {0x00, 0xff, 0x1a};
	unsigned char out[3];
	struct hscan_text text = exact("00ff1a");

	(void)state;
	assert_true(hscan_parse_hex(text, out, sizeof(out)));
	assert_memory_equal(out, expected, sizeof(out));
	exact_free(text);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		text = exact(bad[i]);
		if (hscan_parse_hex(text, out, sizeof(out)))
			fail_msg("'%s' was read", bad[i]);
		exact_free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_numbers_are_read),
	    cmocka_unit_test(what_is_no_whole_number_is_refused),
	    cmocka_unit_test(a_nul_and_nothing_are_no_numbers),
	    cmocka_unit_test(decimals_are_read),
	    cmocka_unit_test(tiny_decimals_are_small),
	    cmocka_unit_test(what_is_no_decimal_is_refused),
	    cmocka_unit_test(bytes_are_two_digits_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
