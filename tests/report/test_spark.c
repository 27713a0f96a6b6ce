/* SPDX-License-Identifier: MIT */
/* Small bars: scaled between the least and the greatest, with gaps. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/terminal/spark.h"

#define NONE (-1.0) /* a window without a value */

enum { MOST = 8 };

static const struct {
	double values[MOST];
	size_t len;
	const char *ascii, *utf8;
} cases[] = {
    {{0}, 0, "", ""},
    {{0, 1, 2, 3, 4, 5, 6, 7}, 8, "_.-=+*%#", "▁▂▃▄▅▆▇█"},
    {{7, 0}, 2, "#_", "█▁"},
    {{5, 5, 5}, 3, "===", "▄▄▄"},
    {{0, 0}, 2, "==", "▄▄"},
    {{NONE, 1, NONE, 2, NONE}, 5, " _ # ", "·▁·█·"},
    {{NONE, 3}, 2, " =", "·▄"},
    {{NONE, NONE}, 2, "  ", "··"},
    {{0, 1.7e308}, 2, "_#", "▁█"},
    {{1e-308, 2e-308}, 2, "_#", "▁█"},
};

static void
bars_are_scaled(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_value trend[MOST] = {0};

		for (size_t j = 0; j < cases[i].len; j++) {
			trend[j].value.known = cases[i].values[j] > NONE;
			trend[j].value.value = cases[i].values[j];
		}
		hscan_buf_reset(&out);
		hscan_add_spark(&out, trend, cases[i].len, false);
		assert_string_equal(hscan_buf_string(&out), cases[i].ascii);
		hscan_buf_reset(&out);
		hscan_add_spark(&out, trend, cases[i].len, true);
		assert_string_equal(hscan_buf_string(&out), cases[i].utf8);
	}
	hscan_buf_clear(&out);
}

/* The range of the numbers does not overflow where they lie far apart. */
static void
far_numbers_do_not_overflow(void **state)
{
	const struct hscan_value trend[] = {
	    {.value = {true, -1.7e308}},
	    {.value = {true, 0.0}},
	    {.value = {true, 1.7e308}},
	    {.value = {true, HUGE_VAL}},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	hscan_add_spark(&out, trend, 4, false);
	assert_string_equal(hscan_buf_string(&out), "_+# ");
	hscan_buf_clear(&out);
}

/* One value of too few samples may be anything; the rest is to be seen. */
static void
few_samples_do_not_press_the_rest_flat(void **state)
{
	struct hscan_value trend[] = {
	    {.value = {true, 0.0}},
	    {.value = {true, 4.0}},
	    {.value = {true, 7.0}},
	    {.value = {true, 1000.0}, .reason = "low n"},
	    {.value = {true, 28.0}, .reason = "low n"},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	/* Up to four times the 7 is not cut. */
	hscan_add_spark(&out, trend, 5, false);
	assert_string_equal(hscan_buf_string(&out), "_.-##");
	hscan_buf_reset(&out);
	hscan_add_spark(&out, trend, 4, false);
	assert_string_equal(hscan_buf_string(&out), "_+##");
	/* One window with enough is no measure for the others. */
	hscan_buf_reset(&out);
	hscan_add_spark(&out, trend + 2, 2, false);
	assert_string_equal(hscan_buf_string(&out), "_#");
	/* What has enough is never cut. */
	trend[3].reason = NULL;
	hscan_buf_reset(&out);
	hscan_add_spark(&out, trend, 4, false);
	assert_string_equal(hscan_buf_string(&out), "___#");
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bars_are_scaled),
	    cmocka_unit_test(far_numbers_do_not_overflow),
	    cmocka_unit_test(few_samples_do_not_press_the_rest_flat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
