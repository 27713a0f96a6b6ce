/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, against sums made by hand, and against R. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "judge/retention.h"

enum { MONTHS = 12, DAY = 86400 };

struct counting {
	struct hscan_arena arena;
	struct hscan_retention_count count;
	struct hscan_retention found;
};

static int64_t
at(const char *text)
{
	int64_t when = 0;

	assert_true(hscan_parse_when(hscan_text_of(text), &when));
	return when;
}

static void
begin(struct counting *counting, int64_t end, int64_t months)
{
	hscan_arena_init(&counting->arena);
	counting->count = (struct hscan_retention_count){
	    .end = end, .months = months, .arena = &counting->arena};
	counting->found = (struct hscan_retention){.reason = NULL};
	assert_int_equal(
	    hscan_retention_begin(&counting->count, NULL), HSCAN_OK);
}

static void
add(struct counting *counting, bool left_out, const int64_t *times, size_t len)
{
	const struct hscan_contributor contributor = {
	    .left_out = left_out, .at = times, .len = len};

	assert_int_equal(
	    hscan_retention_add(&contributor, &counting->count, NULL),
	    HSCAN_OK);
}

static void
end(struct counting *counting)
{
	assert_int_equal(
	    hscan_retention_end(&counting->count, &counting->found, NULL),
	    HSCAN_OK);
}

static void
assert_near(double value, double expected)
{
	if (!(fabs(value - expected) < 1e-9))
		fail_msg("%.12f, not %.12f", value, expected);
}

/* A person who came first so many days before the end, and again, or not. */
static void
add_wait(struct counting *counting, int64_t days, bool again)
{
	int64_t end = counting->count.end;
	int64_t first = again ? end - 300 * DAY : end - days * DAY;
	const int64_t times[] = {first, first, first + days * DAY, end};

	add(counting, false, times, again ? 3 : 2);
}

/* What survfit(Surv(time, status) ~ 1, conf.type = "log-log") of R's survival
 * 3.5-3 gives for those maintained of its data set aml. */
static void
the_curve_is_that_of_r(void **state)
{
	static const struct {
		int64_t days;
		bool again;
	} waits[] = {{9, true}, {13, true}, {13, false}, {18, true}, {23, true},
	    {28, false}, {31, true}, {34, true}, {45, false}, {48, true},
	    {161, false}};
	static const struct {
		double days;
		int64_t at_risk, returned, censored;
		double survival, low, high;
	} steps[] = {
	    {9, 11, 1, 0, 0.909090909091, 0.508080205770, 0.986673822668},
	    {13, 10, 1, 1, 0.818181818182, 0.447428614682, 0.951162228582},
	    {18, 8, 1, 0, 0.715909090909, 0.350190385908, 0.899023974191},
	    {23, 7, 1, 0, 0.613636363636, 0.265752040001, 0.835299243250},
	    {28, 6, 0, 1, 0.613636363636, 0.265752040001, 0.835299243250},
	    {31, 5, 1, 0, 0.490909090909, 0.167330909777, 0.753399790371},
	    {34, 4, 1, 0, 0.368181818182, 0.092829574937, 0.657040832398},
	    {45, 3, 0, 1, 0.368181818182, 0.092829574937, 0.657040832398},
	    {48, 2, 1, 0, 0.184090909091, 0.011738480123, 0.525014842727},
	    {161, 1, 0, 1, 0.184090909091, 0.011738480123, 0.525014842727},
	};
	struct counting counting;
	const struct hscan_retention *found = &counting.found;

	(void)state;
	begin(&counting, at("2026-07-01"), MONTHS);
	for (size_t i = sizeof(waits) / sizeof(waits[0]); i > 0; i--)
		add_wait(&counting, waits[i - 1].days, waits[i - 1].again);
	end(&counting);
	assert_int_equal(found->n, 11);
	assert_int_equal(found->returned, 7);
	assert_int_equal(found->steps_len, sizeof(steps) / sizeof(steps[0]));
	for (size_t i = 0; i < found->steps_len; i++) {
		const struct hscan_return_step *step = &found->steps[i];

		assert_near(step->days, steps[i].days);
		assert_int_equal(step->at_risk, steps[i].at_risk);
		assert_int_equal(step->returned, steps[i].returned);
		assert_int_equal(step->censored, steps[i].censored);
		assert_near(step->survival, steps[i].survival);
		assert_true(step->ci95.known);
		assert_near(step->ci95.low, steps[i].low);
		assert_near(step->ci95.high, steps[i].high);
	}
	assert_near(found->median_days.value, 31);
	hscan_arena_clear(&counting.arena);
}

/* The same at the times that are told: as what came again, in %. */
static void
some_times_are_told(void **state)
{
	struct counting counting;
	const struct hscan_return_at *told = counting.found.at;

	(void)state;
	begin(&counting, at("2026-07-01"), MONTHS);
	add_wait(&counting, 7, true);
	add_wait(&counting, 30, false);
	add_wait(&counting, 90, true);
	add_wait(&counting, 100, false);
	end(&counting);
	/* 1/4; · 1/2 of the rest at 90; nobody was watched for 180 days. */
	assert_int_equal(told[0].at_risk, 4);
	assert_near(told[0].value.value, 25);
	assert_int_equal(told[1].at_risk, 3);
	assert_near(told[1].value.value, 25);
	assert_int_equal(told[2].at_risk, 2);
	assert_near(told[2].value.value, 62.5);
	assert_near(
	    told[2].ci95.low, 100 * (1 - counting.found.steps[2].ci95.high));
	assert_int_equal(told[3].at_risk, 0);
	assert_false(told[3].value.known);
	assert_false(told[3].ci95.known);
	assert_false(told[4].value.known);
	hscan_arena_clear(&counting.arena);
}

/* When all have come again, that is known for ever. */
static void
all_and_nobody(void **state)
{
	struct counting counting;

	(void)state;
	begin(&counting, at("2026-07-01"), MONTHS);
	end(&counting);
	assert_int_equal(counting.found.n, 0);
	assert_int_equal(counting.found.steps_len, 0);
	assert_int_equal(counting.found.cohorts_len, 0);
	assert_false(counting.found.median_days.known);
	assert_false(counting.found.at[0].value.known);
	hscan_arena_clear(&counting.arena);
	begin(&counting, at("2026-07-01"), MONTHS);
	add_wait(&counting, 10, true);
	end(&counting);
	assert_near(counting.found.at[0].value.value, 0);
	assert_int_equal(counting.found.at[0].at_risk, 1);
	assert_near(counting.found.at[4].value.value, 100);
	assert_int_equal(counting.found.at[4].at_risk, 0);
	hscan_arena_clear(&counting.arena);
}

/* What came at the end or after it has not come yet; who came earlier than a
 * year before is no newcomer of the curve. */
static void
the_ends_of_the_year(void **state)
{
	const int64_t when = at("2026-07-01");
	const int64_t late[] = {when, when + DAY};
	const int64_t last[] = {when - DAY, when};
	const int64_t first[] = {
	    when - (int64_t)365 * DAY, when - (int64_t)364 * DAY};
	const int64_t early[] = {when - (int64_t)365 * DAY - 1, when - DAY};
	struct counting counting;

	(void)state;
	begin(&counting, when, MONTHS);
	add(&counting, false, late, 2);
	add(&counting, false, last, 2);
	add(&counting, false, first, 2);
	add(&counting, false, early, 2);
	add(&counting, true, first, 2);
	add(&counting, true, early, 2);
	end(&counting);
	assert_int_equal(counting.found.n, 2);
	assert_int_equal(counting.found.returned, 1);
	assert_int_equal(counting.found.excluded_bots, 1);
	assert_int_equal(counting.found.steps_len, 1);
	assert_int_equal(counting.found.steps[0].returned, 1);
	assert_int_equal(counting.found.steps[0].censored, 1);
	hscan_arena_clear(&counting.arena);
}

static void
assert_cohort(const struct hscan_cohort *cohort, const char *month, int64_t n,
    const int64_t *came, size_t len)
{
	assert_int_equal(cohort->month, at(month));
	assert_int_equal(cohort->n, n);
	assert_int_equal(cohort->len, len);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(cohort->came[i], came[i]);
}

/* Ends of months, a leap day, midnight; a month counts a person once. */
static void
cohorts_are_of_the_calendar(void **state)
{
	const int64_t ann[] = {at("2024-01-31T23:59:59Z"), at("2024-02-01"),
	    at("2024-02-29T23:59:59Z"), at("2024-04-01")};
	const int64_t ben[] = {at("2024-01-31"), at("2024-03-01")};
	const int64_t dan[] = {at("2024-02-29"), at("2024-02-29"),
	    at("2024-04-14T23:59:59Z"), at("2024-04-15")};
	const int64_t eva[] = {at("2024-04-01")};
	const int64_t january[] = {2, 1, 1}, february[] = {1, 0}, march[] = {0};
	struct counting counting;
	const struct hscan_cohort *cohorts;

	(void)state;
	begin(&counting, at("2024-04-15"), MONTHS);
	add(&counting, false, ann, 4);
	add(&counting, false, ben, 2);
	add(&counting, false, dan, 4);
	add(&counting, false, eva, 1);
	add(&counting, true, eva, 1);
	end(&counting);
	cohorts = counting.found.cohorts;
	assert_int_equal(counting.found.cohorts_len, 4);
	assert_cohort(&cohorts[0], "2024-01-01", 2, january, 3);
	assert_cohort(&cohorts[1], "2024-02-01", 1, february, 2);
	assert_cohort(&cohorts[2], "2024-03-01", 0, march, 1);
	/* April is not over: it has no month that is. */
	assert_cohort(&cohorts[3], "2024-04-01", 1, NULL, 0);
	assert_true(cohorts[2].over);
	assert_false(cohorts[3].over);
	hscan_arena_clear(&counting.arena);
}

/* At midnight on the first the month that begins is not there, and the one that
 * ends is over; older people than the months asked for are in none. */
static void
a_month_ends_at_midnight(void **state)
{
	const int64_t ann[] = {at("2023-01-05"), at("2024-02-02")};
	const int64_t ben[] = {at("2024-02-03"), at("2024-03-31T23:59:59Z")};
	const int64_t february[] = {1, 1}, march[] = {0};
	struct counting counting;

	(void)state;
	begin(&counting, at("2024-04-01"), 2);
	add(&counting, false, ann, 2);
	add(&counting, false, ben, 2);
	end(&counting);
	assert_int_equal(counting.found.cohorts_len, 2);
	assert_cohort(&counting.found.cohorts[0], "2024-02-01", 1, february, 2);
	assert_cohort(&counting.found.cohorts[1], "2024-03-01", 0, march, 1);
	hscan_arena_clear(&counting.arena);
	/* A second later it is. */
	begin(&counting, at("2024-04-01T00:00:01Z"), 2);
	add(&counting, false, ben, 2);
	end(&counting);
	assert_int_equal(counting.found.cohorts_len, 3);
	assert_cohort(&counting.found.cohorts[2], "2024-04-01", 0, NULL, 0);
	hscan_arena_clear(&counting.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_curve_is_that_of_r),
	    cmocka_unit_test(some_times_are_told),
	    cmocka_unit_test(all_and_nobody),
	    cmocka_unit_test(the_ends_of_the_year),
	    cmocka_unit_test(cohorts_are_of_the_calendar),
	    cmocka_unit_test(a_month_ends_at_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
