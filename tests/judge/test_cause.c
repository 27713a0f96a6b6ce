/* SPDX-License-Identifier: MIT */
/* Which measures are at risk because another one is, and what is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "judge/cause.h"
#include "model/overall.h"

static struct hscan_metric metrics[] = {
    {.id = {"updates", 7}, .risk_from = {"quiet", 5}},
    {.id = {"quiet", 5}},
    {.id = {"own", 3}, .risk_from = {"quiet", 5}},
    {.id = {"other", 5}},
};
enum { UPDATES, QUIET, OWN, OTHER };

static struct hscan_measure
measure(int metric, enum hscan_verdict verdict)
{
	return (struct hscan_measure){
	    .metric = &metrics[metric], .verdict = verdict};
}

static void
both_at_risk_are_one(void **state)
{
	struct hscan_measure measures[] = {
	    measure(UPDATES, HSCAN_VERDICT_RISK),
	    measure(OTHER, HSCAN_VERDICT_WATCH),
	    measure(QUIET, HSCAN_VERDICT_RISK),
	    measure(OWN, HSCAN_VERDICT_RISK),
	};
	size_t counts[HSCAN_VERDICTS];

	(void)state;
	hscan_find_causes(measures, 4);
	assert_ptr_equal(measures[0].because, &metrics[QUIET]);
	assert_null(measures[1].because);
	assert_null(measures[2].because);
	assert_ptr_equal(measures[3].because, &metrics[QUIET]);
	/* It keeps its status. */
	assert_int_equal(measures[0].verdict, HSCAN_VERDICT_RISK);
	assert_int_equal(
	    hscan_overall(measures, 4, counts), HSCAN_VERDICT_RISK);
	assert_int_equal(counts[HSCAN_VERDICT_RISK], 1);
	assert_int_equal(counts[HSCAN_VERDICT_WATCH], 1);
	assert_int_equal(counts[HSCAN_VERDICT_HEALTHY], 0);
}

static void
without_the_cause_it_counts_itself(void **state)
{
	struct hscan_measure measures[] = {
	    measure(UPDATES, HSCAN_VERDICT_RISK),
	    measure(OTHER, HSCAN_VERDICT_RISK),
	};
	size_t counts[HSCAN_VERDICTS];

	(void)state;
	hscan_find_causes(measures, 2);
	assert_null(measures[0].because);
	assert_int_equal(
	    hscan_overall(measures, 2, counts), HSCAN_VERDICT_RISK);
	assert_int_equal(counts[HSCAN_VERDICT_RISK], 2);
}

/* Where one of the two is not at risk there is nothing to count twice. */
static void
one_at_risk_is_none_of_the_others(void **state)
{
	static const enum hscan_verdict verdicts[] = {HSCAN_VERDICT_NONE,
	    HSCAN_VERDICT_UNKNOWN, HSCAN_VERDICT_HEALTHY, HSCAN_VERDICT_WATCH};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct hscan_measure measures[] = {
		    measure(UPDATES, HSCAN_VERDICT_RISK),
		    measure(QUIET, verdicts[i]),
		    measure(OWN, verdicts[i]),
		};

		/* What was set before is no matter. */
		measures[1].because = &metrics[OTHER];
		hscan_find_causes(measures, 3);
		for (size_t j = 0; j < 3; j++)
			assert_null(measures[j].because);
		measures[0].verdict = verdicts[i];
		measures[1].verdict = HSCAN_VERDICT_RISK;
		hscan_find_causes(measures, 3);
		for (size_t j = 0; j < 3; j++)
			assert_null(measures[j].because);
	}
}

static void
the_gravest_counts(void **state)
{
	const struct hscan_measure measures[] = {
	    measure(OTHER, HSCAN_VERDICT_UNKNOWN),
	    measure(OTHER, HSCAN_VERDICT_HEALTHY),
	    measure(OTHER, HSCAN_VERDICT_NONE),
	};
	size_t counts[HSCAN_VERDICTS] = {9, 9, 9, 9, 9};

	(void)state;
	assert_int_equal(hscan_overall(NULL, 0, counts), HSCAN_VERDICT_NONE);
	assert_int_equal(counts[HSCAN_VERDICT_NONE], 0);
	assert_int_equal(counts[HSCAN_VERDICT_RISK], 0);
	assert_int_equal(
	    hscan_overall(measures, 1, counts), HSCAN_VERDICT_UNKNOWN);
	assert_int_equal(
	    hscan_overall(measures, 3, counts), HSCAN_VERDICT_HEALTHY);
	assert_int_equal(counts[HSCAN_VERDICT_NONE], 1);
	assert_int_equal(counts[HSCAN_VERDICT_UNKNOWN], 1);
	assert_int_equal(counts[HSCAN_VERDICT_HEALTHY], 1);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_at_risk_are_one),
	    cmocka_unit_test(without_the_cause_it_counts_itself),
	    cmocka_unit_test(one_at_risk_is_none_of_the_others),
	    cmocka_unit_test(the_gravest_counts),
	};

	return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
