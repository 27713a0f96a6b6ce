/* SPDX-License-Identifier: MIT */
/* The life of an alert, step by step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "judge/alert.h"

/* A sign a letter: b bad, w well, u unknown; what comes of it: F fires, C
 * clears, '+' stays open, '-' stays closed. */
static void
live(const char *signs, int64_t clear_after, const char *expected)
{
	const struct hscan_alert_rule rule = {.clear_after = clear_after};
	struct hscan_alert_state state = {0};
	char got[32];
	size_t len = strlen(signs);

	assert_in_range(len, 1, sizeof(got) - 1);
	for (size_t i = 0; i < len; i++) {
		enum hscan_alert_sign sign = signs[i] == 'b' ? HSCAN_SIGN_BAD
					     : signs[i] == 'w'
						 ? HSCAN_SIGN_WELL
						 : HSCAN_SIGN_UNKNOWN;
		bool turned = false;

		state = hscan_alert_step(
		    &state, sign, &rule, (int64_t)i + 100, &turned);
		got[i] = turned ? (state.firing ? 'F' : 'C')
				: (state.firing ? '+' : '-');
		if (turned)
			assert_int_equal(state.since, (int64_t)i + 100);
	}
	got[len] = '\0';
	assert_string_equal(got, expected);
}

static void
it_fires_once_and_clears_once(void **state)
{
	(void)state;
	live("wwbbbbbbww", 1, "--F+++++C-");
	live("b", 1, "F");
	live("bwbw", 1, "FCFC");
	live("wwww", 1, "----");
}

static void
unknown_changes_nothing(void **state)
{
	(void)state;
	live("ubuuwu", 1, "-F++C-");
	/* Nor does it count as a time in which all was well, or break one. */
	live("bwuw", 2, "F++C");
}

static void
it_clears_after_some_evaluations(void **state)
{
	(void)state;
	live("bwbwwb", 2, "F+++CF");
	live("bwwwww", 3, "F++C--");
}

static void
signs_are_what_the_measure_says(void **state)
{
	const struct hscan_alert_rule risk = {.clear_after = 1};
	const struct hscan_alert_rule watch = {
	    .clear_after = 1, .on_watch = true};
	struct hscan_measure measure = {
	    .now = {.value = {true, 1}},
	    .verdict = HSCAN_VERDICT_WATCH,
	    .baseline = {.known = true, .deviation = HSCAN_DEVIATION_WORSE},
	};

	(void)state;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_WELL);
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &watch),
	    HSCAN_SIGN_BAD);
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_BAD);
	measure.baseline.deviation = HSCAN_DEVIATION_BETTER;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_WELL);
	/* Low n raises no alert, and ends none. */
	measure.now.reason = "low n";
	measure.verdict = HSCAN_VERDICT_UNKNOWN;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_UNKNOWN);
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_fires_once_and_clears_once),
	    cmocka_unit_test(unknown_changes_nothing),
	    cmocka_unit_test(it_clears_after_some_evaluations),
	    cmocka_unit_test(signs_are_what_the_measure_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
