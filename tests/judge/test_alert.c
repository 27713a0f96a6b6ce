/* SPDX-License-Identifier: MIT */
/* The life of an alert, step by step, and in the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "judge/alert.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

/* A sign a letter: b bad, w well, u unknown, c covered; what comes of it: F
 * fires, C clears, '+' stays open, '-' stays closed. */
static void
live(const char *signs, int64_t clear_after, const char *expected)
{
	const struct hscan_alert_rule rule = {.clear_after = clear_after};
	struct hscan_alert_state state = {0};
	char got[32];
	size_t len = strlen(signs);

	assert_within(len, 1, sizeof(got) - 1);
	for (size_t i = 0; i < len; i++) {
		enum hscan_alert_sign sign =
		    signs[i] == 'b'   ? HSCAN_SIGN_BAD
		    : signs[i] == 'c' ? HSCAN_SIGN_COVERED
		    : signs[i] == 'w' ? HSCAN_SIGN_WELL
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

/* Another metric's alert stands for it, from now on. */
static void
what_is_covered_has_none(void **state)
{
	(void)state;
	live("ccwc", 1, "----");
	live("bcb", 3, "FCF");
	/* It does not count as a time in which all was well, either. */
	live("bwcbwww", 3, "F+CF++C");
}

static void
signs_are_what_the_measure_says(void **state)
{
	const struct hscan_alert_rule risk = {.clear_after = 1};
	const struct hscan_metric cause = {.id = {"o", 1}};
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
	/* What could not be read may come to something else, or not. */
	measure.verdicts =
	    1U << HSCAN_VERDICT_WATCH | 1U << HSCAN_VERDICT_HEALTHY;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_WELL);
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &watch),
	    HSCAN_SIGN_UNKNOWN);
	measure.verdicts |= 1U << HSCAN_VERDICT_RISK;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_UNKNOWN);
	measure.verdicts = 0;
	measure.past_in_doubt = true;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_UNKNOWN);
	measure.past_in_doubt = false;
	measure.range = (struct hscan_interval){true, 0, 2};
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_UNKNOWN);
	measure.range.known = false;
	/* The bounds are gone, and so is the alert by them. */
	measure.verdict = HSCAN_VERDICT_NONE;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &watch),
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
	/* What is usual needs no bounds. */
	measure.now.reason = "bounds are for calendar hours";
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_UNKNOWN);
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    measure.baseline.deviation == HSCAN_DEVIATION_WORSE
		? HSCAN_SIGN_BAD
		: HSCAN_SIGN_WELL);
	measure.now.reason = NULL;
	measure.now.value.known = false;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_UNKNOWN);
	/* At risk for another one's cause; what is not known stays so. */
	measure.verdict = HSCAN_VERDICT_RISK;
	measure.because = &cause;
	measure.now.value.known = true;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_COVERED);
	measure.verdicts = 1U << HSCAN_VERDICT_HEALTHY;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_THRESHOLD, &risk),
	    HSCAN_SIGN_UNKNOWN);
	measure.verdicts = 0;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_WELL);
	measure.baseline.deviation = HSCAN_DEVIATION_WORSE;
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_COVERED);
	measure.because = NULL;
	/* Nor is all well where nobody knows what is usual. */
	measure.now.value.known = true;
	measure.baseline = (struct hscan_baseline){.known = false};
	assert_int_equal(
	    hscan_alert_sign(&measure, HSCAN_ALERT_DEVIATION, &risk),
	    HSCAN_SIGN_UNKNOWN);
}

/* --- over the store --- */

struct fixture {
	struct hscan_store *store;
	int64_t repo_id;
	struct hscan_metric metric;
	struct hscan_measure measure;
	struct hscan_alert_rule rule;
};

static int
set_up(void **state)
{
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_store_put_repo(f->store, BY_REST("github.com"),
			     &repo, &f->repo_id, NULL),
	    HSCAN_OK);
	f->metric = (struct hscan_metric){
	    .id = {"m", 1}, .title = {"The metric", 10}, .unit = {"hours", 5}};
	f->measure = (struct hscan_measure){
	    .now = {.value = {true, 80}, .n = 9},
	    .risk = {HSCAN_MORE, 72},
	    .healthy = {HSCAN_AT_MOST, 48},
	};
	f->rule.clear_after = 1;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_store_close(f->store);
	free(f);
	return 0;
}

/* What an evaluation as of `at` gives, a letter an alert: F it has fired, f it
 * is firing, C it has cleared; with ! when that is news; and since when. */
static void
check_alerts(struct fixture *f, int64_t at, bool keep, const char *expected,
    int64_t since, const char *message)
{
	const struct hscan_report report = {
	    .as_of = at, .measures = &f->measure, .measures_len = 1};
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	char got[8] = "";
	struct hscan_arena arena;
	struct hscan_error err;
	size_t len = 0, used = 0;

	f->measure.metric = &f->metric;
	hscan_arena_init(&arena);
	assert_int_equal(hscan_alerts_evaluate(f->store, f->repo_id,
			     hscan_text_of("s"), &report, &f->rule, NULL, keep,
			     &arena, &alerts, &len, &fresh, &err),
	    HSCAN_OK);
	assert_within(len, 0, 2);
	for (size_t i = 0; i < len; i++) {
		got[used++] = !alerts[i].turned  ? 'f'
			      : alerts[i].firing ? 'F'
						 : 'C';
		if (fresh[i])
			got[used++] = '!';
		assert_int_equal(alerts[i].since, since);
		assert_ptr_equal(alerts[i].measure, &f->measure);
		if (message)
			assert_string_equal(alerts[i].message.ptr, message);
	}
	got[used] = '\0';
	assert_string_equal(got, expected);
	hscan_arena_clear(&arena);
}

static void
an_alert_has_a_life_in_the_store(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 100, true, "", 0, NULL);
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 200, true, "F!", 200,
	    "The metric is at risk: 80 hours (risk is > 72), n 9");
	check_alerts(f, 300, true, "f", 200, NULL);
	f->measure.verdict = HSCAN_VERDICT_UNKNOWN;
	check_alerts(f, 400, true, "f", 200, NULL);
	f->measure.verdict = HSCAN_VERDICT_WATCH;
	check_alerts(f, 500, true, "C!", 500,
	    "The metric is to watch: 80 hours (healthy is <= 48), n 9");
	check_alerts(f, 600, true, "", 0, NULL);
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 700, true, "F!", 700, NULL);
}

/* The same instant again: as if the time before had not been, but what was
 * told then is no news. */
static void
the_same_instant_again(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 200, true, "F!", 200, NULL);
	check_alerts(f, 200, true, "F", 200, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 200, true, "", 0, NULL);
	/* It never fired, so there is nothing to clear. */
	check_alerts(f, 300, true, "", 0, NULL);
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 300, true, "F!", 300, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 400, true, "C!", 400, NULL);
	check_alerts(f, 400, true, "C", 400, NULL);
	check_alerts(f, 500, true, "", 0, NULL);
}

/* An instant before the newest evaluation, and a mere look. */
static void
the_past_and_a_look_keep_nothing(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 150, false, "F", 150, NULL);
	check_alerts(f, 200, true, "F!", 200, NULL);
	/* As if it were the first. */
	check_alerts(f, 100, true, "F", 100, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 100, true, "", 0, NULL);
	check_alerts(f, 300, false, "C", 300, NULL);
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 300, true, "f", 200, NULL);
}

static enum hscan_status
count_turn(const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err)
{
	int *count = payload;

	(void)turn, (void)open_now, (void)host, (void)full_name, (void)err;
	++*count;
	return HSCAN_OK;
}

static void
check_turns(struct fixture *f, int expected)
{
	int count = 0;

	assert_int_equal(hscan_store_each_turn(
			     f->store, f->repo_id, count_turn, &count, NULL),
	    HSCAN_OK);
	assert_int_equal(count, expected);
}

/* Where each delivery is followed by an evaluation. */
static void
many_evaluations_count_now_and_then(void **state)
{
	struct fixture *f = *state;

	f->rule.every = 3600;
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 1000, true, "F!", 1000, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 1010, true, "f", 1000, NULL);
	check_alerts(f, 4599, true, "f", 1000, NULL);
	check_alerts(f, 4600, true, "C!", 4600, NULL);
	/* It fires at once all the same. */
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 4610, true, "F!", 4610, NULL);
	check_alerts(f, 8209, true, "f", 4610, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 8210, true, "C!", 8210, NULL);
}

/* Two within one second are two: what was told stays true. */
static void
many_within_a_second(void **state)
{
	struct fixture *f = *state;

	f->rule.every = 1;
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 1000, true, "F!", 1000, NULL);
	check_alerts(f, 1000, true, "f", 1000, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 1000, true, "f", 1000, NULL);
	check_turns(f, 1);
	check_alerts(f, 1001, true, "C!", 1001, NULL);
	check_alerts(f, 1001, true, "", 0, NULL);
	check_turns(f, 2);
}

/* That it was not well breaks the row, even when it does not count. */
static void
a_row_of_times_is_broken_at_once(void **state)
{
	struct fixture *f = *state;

	f->rule = (struct hscan_alert_rule){.clear_after = 2, .every = 100};
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 1000, true, "F!", 1000, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 1100, true, "f", 1000, NULL);
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 1150, true, "f", 1000, NULL);
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 1200, true, "f", 1000, NULL);
	check_alerts(f, 1299, true, "f", 1000, NULL);
	check_alerts(f, 1300, true, "C!", 1300, NULL);
}

/* An evaluation by a clock that was an hour fast does not hold up those that
 * follow, nor is anything told again. */
static void
a_wrong_clock_holds_nothing_up(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 9000, true, "F!", 9000, NULL);
	f->rule.now = 5000;
	check_alerts(f, 5000, true, "f", 9000, NULL);
	f->rule.now = 5010;
	f->measure.verdict = HSCAN_VERDICT_HEALTHY;
	check_alerts(f, 5010, true, "C!", 5010, NULL);
	/* Of the past nothing is known still. */
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 5005, true, "F", 5005, NULL);
	check_alerts(f, 5010, true, "f", 9000, NULL);
}

static void
both_kinds_have_a_life_of_their_own(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	f->measure.baseline = (struct hscan_baseline){
	    .known = true, .deviation = HSCAN_DEVIATION_WORSE};
	check_alerts(f, 200, true, "F!F!", 200, NULL);
	f->measure.baseline.deviation = HSCAN_DEVIATION_NONE;
	f->measure.verdict = HSCAN_VERDICT_NONE;
	check_alerts(f, 200, true, "", 0, NULL);
}

/* In the order of the measures, and of each the threshold first; what is well
 * has none. */
static void
every_measure_has_its_own(void **state)
{
	static const struct {
		size_t measure;
		enum hscan_alert_kind kind;
		const char *metric, *message;
	} expected[] = {
	    {0, HSCAN_ALERT_THRESHOLD, "a",
		"A is at risk: 80 hours (risk is > 72), n 9"},
	    {0, HSCAN_ALERT_DEVIATION, "a",
		"A is worse than usual: 80 hours, usual 1 (9 windows, sd 2), "
		"n 9"},
	    {2, HSCAN_ALERT_THRESHOLD, "c",
		"C is at risk: 80 hours (risk is > 72), n 9"},
	    {2, HSCAN_ALERT_DEVIATION, "c",
		"C is worse than usual: 80 hours, usual 1 (9 windows, sd 2), "
		"n 9"},
	};
	static const char *const ids[] = {"a", "b", "c"};
	static const char *const titles[] = {"A", "B", "C"};
	struct fixture *f = *state;
	struct hscan_metric metrics[3];
	struct hscan_measure measures[3];
	const struct hscan_report report = {
	    .as_of = 100, .measures = measures, .measures_len = 3};
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	struct hscan_arena arena;
	size_t len = 0;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	f->measure.baseline = (struct hscan_baseline){.known = true,
	    .windows = 9,
	    .center = 1,
	    .spread = 2,
	    .deviation = HSCAN_DEVIATION_WORSE};
	for (size_t i = 0; i < 3; i++) {
		metrics[i] = f->metric;
		metrics[i].id = hscan_text_of(ids[i]);
		metrics[i].title = hscan_text_of(titles[i]);
		measures[i] = f->measure;
		measures[i].metric = &metrics[i];
	}
	measures[1].verdict = HSCAN_VERDICT_HEALTHY;
	measures[1].baseline.deviation = HSCAN_DEVIATION_BETTER;
	hscan_arena_init(&arena);
	assert_int_equal(hscan_alerts_evaluate(f->store, f->repo_id,
			     hscan_text_of("s"), &report, &f->rule, NULL, true,
			     &arena, &alerts, &len, &fresh, NULL),
	    HSCAN_OK);
	assert_int_equal(len, 4);
	for (size_t i = 0; i < len; i++) {
		assert_ptr_equal(
		    alerts[i].measure, &measures[expected[i].measure]);
		assert_int_equal(alerts[i].kind, expected[i].kind);
		assert_string_equal(alerts[i].metric.ptr, expected[i].metric);
		assert_string_equal(alerts[i].message.ptr, expected[i].message);
		assert_true(alerts[i].firing && alerts[i].turned && fresh[i]);
	}
	hscan_arena_clear(&arena);
}

static enum hscan_status
say_no_words(const struct hscan_report *report, const struct hscan_alert *alert,
    struct hscan_buf *out, struct hscan_error *err)
{
	(void)report, (void)out, (void)err;
	fail_msg("announced: %s", alert->message.ptr);
	return HSCAN_OK;
}

/* It was open when another metric was counted beside its cause. */
static void
one_cause_has_one_alert(void **state)
{
	const struct hscan_metric cause = {
	    .id = hscan_text_of("o"), .title = hscan_text_of("Other")};
	struct fixture *f = *state;
	const struct hscan_report report = {
	    .as_of = 200, .measures = &f->measure, .measures_len = 1};
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	struct hscan_arena arena;
	size_t len = 0;

	f->rule.clear_after = 3;
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 100, true, "F!", 100, NULL);
	f->measure.because = &cause;
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_alerts_evaluate(f->store, f->repo_id, hscan_text_of("s"),
		&report, &f->rule, say_no_words, true, &arena, &alerts, &len,
		&fresh, NULL),
	    HSCAN_OK);
	assert_int_equal(len, 1);
	assert_false(alerts[0].firing || fresh[0]);
	assert_true(alerts[0].turned);
	assert_string_equal(alerts[0].message.ptr,
	    "The metric is at risk, as Other is, whose alert stands for both");
	hscan_arena_clear(&arena);
	check_turns(f, 2);
	check_alerts(f, 300, true, "", 0, NULL);
	/* On its own again. */
	f->measure.because = NULL;
	check_alerts(f, 400, true, "F!", 400, NULL);
}

static void
no_measures_no_alerts(void **state)
{
	const struct hscan_report report = {.as_of = 100};
	struct fixture *f = *state;
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	struct hscan_arena arena;
	size_t len = 7;

	hscan_arena_init(&arena);
	assert_int_equal(hscan_alerts_evaluate(f->store, f->repo_id,
			     hscan_text_of("s"), &report, &f->rule, NULL, true,
			     &arena, &alerts, &len, &fresh, NULL),
	    HSCAN_OK);
	assert_int_equal(len, 0);
	hscan_arena_clear(&arena);
}

static void
its_words_say_why(void **state)
{
	struct fixture *f = *state;

	f->metric.risk_from = hscan_text_of("o");
	f->measure.verdict = HSCAN_VERDICT_RISK;
	check_alerts(f, 100, false, "F", 100,
	    "The metric is at risk: 80 hours (as o is), n 9");
	f->metric.risk_from = (struct hscan_text){NULL, 0};
	f->metric.statistic = HSCAN_STAT_GAUGE;
	f->metric.unit = hscan_text_of("%");
	check_alerts(f, 100, false, "F", 100,
	    "The metric is at risk: 80% (risk is > 72)");
	f->metric.statistic = HSCAN_STAT_COUNT;
	f->metric.unit = hscan_text_of("ratio");
	f->measure.risk.comparison = HSCAN_NO_BOUND;
	check_alerts(f, 100, false, "F", 100, "The metric is at risk: 80, n 9");
	f->rule.on_watch = true;
	f->metric.unit = hscan_text_of("count");
	f->metric.risk_from = hscan_text_of("other");
	f->measure.verdict = HSCAN_VERDICT_WATCH;
	check_alerts(f, 100, false, "F", 100,
	    "The metric is to watch: 80 (healthy is <= 48), n 9");
	f->measure.verdict = HSCAN_VERDICT_NONE;
	f->measure.baseline = (struct hscan_baseline){.known = true,
	    .method = HSCAN_BASELINE_MAD,
	    .center = 20.123456,
	    .spread = 5.123456,
	    .windows = 11,
	    .z = {true, 10.888},
	    .deviation = HSCAN_DEVIATION_WORSE};
	check_alerts(f, 100, false, "F", 100,
	    "The metric is worse than usual: 80, usual 20.1235 (11 windows, "
	    "mad 5.1235), z 10.89, n 9");
	f->measure.baseline.method = HSCAN_BASELINE_SIGMA;
	f->measure.baseline.z.known = false;
	check_alerts(f, 100, true, "F!", 100,
	    "The metric is worse than usual: 80, usual 20.1235 (11 windows, sd "
	    "5.1235), n 9");
	f->measure.baseline.deviation = HSCAN_DEVIATION_NONE;
	check_alerts(f, 200, true, "C!", 200,
	    "The metric is as usual: 80, usual 20.1235 (11 windows, sd "
	    "5.1235), n 9");
	f->measure.baseline.deviation = HSCAN_DEVIATION_WORSE;
	check_alerts(f, 300, true, "F!", 300, NULL);
	f->measure.now = (struct hscan_value){.reason = "no samples"};
	check_alerts(
	    f, 400, true, "f", 300, "The metric has no value: no samples");
	f->measure.now.reason = NULL;
	check_alerts(
	    f, 400, true, "f", 300, "The metric has no value: unknown");
}

/* A value as it is shown everywhere, a bound as it was written. */
static void
numbers_keep_their_places(void **state)
{
	struct fixture *f = *state;

	f->measure.verdict = HSCAN_VERDICT_RISK;
	f->measure.now.value.value = 80.123456;
	f->measure.risk.value = 0.1234567891234;
	check_alerts(f, 100, false, "F", 100,
	    "The metric is at risk: 80.1235 hours (risk is > 0.123456789), "
	    "n 9");
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(an_alert_has_a_life_in_the_store),
	    WITH_STORE(the_same_instant_again),
	    WITH_STORE(the_past_and_a_look_keep_nothing),
	    WITH_STORE(many_evaluations_count_now_and_then),
	    WITH_STORE(many_within_a_second),
	    WITH_STORE(a_row_of_times_is_broken_at_once),
	    WITH_STORE(a_wrong_clock_holds_nothing_up),
	    WITH_STORE(both_kinds_have_a_life_of_their_own),
	    WITH_STORE(every_measure_has_its_own),
	    WITH_STORE(one_cause_has_one_alert),
	    WITH_STORE(no_measures_no_alerts),
	    WITH_STORE(its_words_say_why),
	    WITH_STORE(numbers_keep_their_places),
	    cmocka_unit_test(it_fires_once_and_clears_once),
	    cmocka_unit_test(unknown_changes_nothing),
	    cmocka_unit_test(it_clears_after_some_evaluations),
	    cmocka_unit_test(what_is_covered_has_none),
	    cmocka_unit_test(signs_are_what_the_measure_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
