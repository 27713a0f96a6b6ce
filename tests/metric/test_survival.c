/* SPDX-License-Identifier: MIT */
/* The Kaplan-Meier curve, against sums made by hand, and against R. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "metric/survival.h"

enum { MOST = 16 };

static void
assert_near(double value, double expected)
{
	if (!(fabs(value - expected) < 1e-9))
		fail_msg("%.12f, not %.12f", value, expected);
}

static void
assert_step(const struct hscan_survival *step, double at, int64_t at_risk,
    int64_t ended, int64_t censored, double survival)
{
	assert_near(step->at, at);
	assert_int_equal(step->at_risk, at_risk);
	assert_int_equal(step->ended, ended);
	assert_int_equal(step->censored, censored);
	assert_near(step->survival, survival);
}

static void
ties_and_censoring_by_hand(void **state)
{
	struct hscan_duration values[] = {{5, true}, {1, true}, {2, false},
	    {2, true}, {6, false}, {1, false}, {3, true}, {4, false}, {2, true},
	    {5, true}};
	struct hscan_survival curve[MOST];
	size_t len = hscan_survival_curve(values, 10, curve);

	(void)state;
	assert_int_equal(len, 6);
	/* 9/10; · 6/8; · 4/5; nothing ended; · 1/3; nothing ended */
	assert_step(&curve[0], 1, 10, 1, 1, 0.9);
	assert_step(&curve[1], 2, 8, 2, 1, 0.675);
	assert_step(&curve[2], 3, 5, 1, 0, 0.54);
	assert_step(&curve[3], 4, 4, 0, 1, 0.54);
	assert_step(&curve[4], 5, 3, 2, 0, 0.18);
	assert_step(&curve[5], 6, 1, 0, 1, 0.18);
	assert_near(hscan_survival_at(curve, len, 0.99), 1.0);
	assert_near(hscan_survival_at(curve, len, 2.0), 0.675);
	assert_near(hscan_survival_at(curve, len, 2.99), 0.675);
	assert_near(hscan_survival_at(curve, len, 100.0), 0.18);
}

/* Greenwood: 1/(10 * 9), on the scale of log(-log S). */
static void
the_interval_by_hand(void **state)
{
	struct hscan_duration values[] = {{1, true}, {2, false}, {3, false},
	    {4, false}, {5, false}, {6, false}, {7, false}, {8, false},
	    {9, false}, {10, false}};
	struct hscan_survival curve[MOST];
	double se = sqrt(1.0 / 90.0), logarithm = log(0.9);

	(void)state;
	assert_int_equal(hscan_survival_curve(values, 10, curve), 10);
	assert_true(curve[0].ci95.known);
	assert_near(log(-log(curve[0].ci95.low)) - log(-logarithm),
	    1.959963984540054 * se / -logarithm);
	assert_near(log(-logarithm) - log(-log(curve[0].ci95.high)),
	    1.959963984540054 * se / -logarithm);
	/* It stays what it is as long as nothing ends. */
	assert_near(curve[9].ci95.low, curve[0].ci95.low);
}

static void
all_none_and_at_once(void **state)
{
	struct hscan_duration all[] = {
	    {0, true}, {2, true}, {0, true}, {1, true}};
	struct hscan_duration none[] = {{5, false}, {1, false}};
	struct hscan_survival curve[MOST];
	size_t len = hscan_survival_curve(all, 4, curve);

	(void)state;
	assert_int_equal(len, 3);
	assert_step(&curve[0], 0, 4, 2, 0, 0.5);
	assert_step(&curve[1], 1, 2, 1, 0, 0.25);
	assert_step(&curve[2], 2, 1, 1, 0, 0.0);
	assert_false(curve[2].ci95.known);
	assert_near(hscan_survival_at(curve, len, 0.0), 0.5);
	len = hscan_survival_curve(none, 2, curve);
	assert_int_equal(len, 2);
	assert_step(&curve[1], 5, 1, 0, 1, 1.0);
	assert_false(curve[1].ci95.known);
	assert_int_equal(hscan_survival_curve(NULL, 0, curve), 0);
	assert_near(hscan_survival_at(curve, 0, 90.0), 1.0);
}

/* What survfit(Surv(value, ended) ~ 1, conf.type = "log-log") of R's survival
 * 3.5-3 gives; a limit that is NA there is -1 here. */
struct known {
	const char *name;
	struct hscan_duration values[MOST];
	size_t len;
	struct {
		double at;
		int64_t at_risk, ended, censored;
		double survival, low, high;
	} steps[MOST];
	size_t steps_len;
};

static const struct known known[] = {
    {.name = "ties",
	.values = {{1, true}, {1, false}, {2, true}, {2, true}, {2, false},
	    {3, true}, {4, false}, {5, true}, {5, true}, {6, false}},
	.len = 10,
	.steps =
	    {
		{1, 10, 1, 1, 0.900000000000, 0.473009271362, 0.985281393367},
		{2, 8, 2, 1, 0.675000000000, 0.290585357403, 0.882496733709},
		{3, 5, 1, 0, 0.540000000000, 0.181165338404, 0.800712517334},
		{4, 4, 0, 1, 0.540000000000, 0.181165338404, 0.800712517334},
		{5, 3, 2, 0, 0.180000000000, 0.009340487300, 0.533014355525},
		{6, 1, 0, 1, 0.180000000000, 0.009340487300, 0.533014355525},
	    },
	.steps_len = 6},
    {.name = "at once",
	.values = {{0, true}, {0, true}, {1, true}, {2, true}},
	.len = 4,
	.steps =
	    {
		{0, 4, 2, 0, 0.500000000000, 0.057847082995, 0.844861281190},
		{1, 2, 1, 0, 0.250000000000, 0.008947824417, 0.665325342789},
		{2, 1, 1, 0, 0.000000000000, -1, -1},
	    },
	.steps_len = 3},
    {.name = "none",
	.values = {{1, false}, {2, false}, {2, false}, {5, false}},
	.len = 4,
	.steps =
	    {
		{1, 4, 0, 1, 1.000000000000, -1, -1},
		{2, 3, 0, 2, 1.000000000000, -1, -1},
		{5, 1, 0, 1, 1.000000000000, -1, -1},
	    },
	.steps_len = 3},
    {.name = "maintained",
	.values = {{9, true}, {13, true}, {13, false}, {18, true}, {23, true},
	    {28, false}, {31, true}, {34, true}, {45, false}, {48, true},
	    {161, false}},
	.len = 11,
	.steps =
	    {
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
	    },
	.steps_len = 10},
    {.name = "days",
	.values = {{0.5, true}, {3, true}, {3, true}, {3, false}, {10.25, true},
	    {30, false}, {30, true}, {89.999, true}, {90, true}, {90, true},
	    {90, false}, {200, false}},
	.len = 12,
	.steps =
	    {
		{0.5, 12, 1, 0, 0.916666666667, 0.538977180571, 0.987825565400},
		{3, 11, 2, 1, 0.750000000000, 0.408415913152, 0.911720406126},
		{10.25, 8, 1, 0, 0.656250000000, 0.320411637600,
		    0.855657234652},
		{30, 7, 1, 1, 0.562500000000, 0.243680982605, 0.790991758910},
		{89.999, 5, 1, 0, 0.450000000000, 0.154886634323,
		    0.710438325261},
		{90, 4, 2, 1, 0.225000000000, 0.036325074410, 0.511119490169},
		{200, 1, 0, 1, 0.225000000000, 0.036325074410, 0.511119490169},
	    },
	.steps_len = 7},
};

static void
as_r_has_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const struct known *one = &known[i];
		struct hscan_duration values[MOST];
		struct hscan_survival curve[MOST];

		memcpy(values, one->values, sizeof(values));
		if (hscan_survival_curve(values, one->len, curve) !=
		    one->steps_len)
			fail_msg("%s", one->name);
		for (size_t j = 0; j < one->steps_len; j++) {
			assert_step(&curve[j], one->steps[j].at,
			    one->steps[j].at_risk, one->steps[j].ended,
			    one->steps[j].censored, one->steps[j].survival);
			assert_int_equal(
			    curve[j].ci95.known, one->steps[j].low >= 0.0);
			if (!curve[j].ci95.known)
				continue;
			assert_near(curve[j].ci95.low, one->steps[j].low);
			assert_near(curve[j].ci95.high, one->steps[j].high);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ties_and_censoring_by_hand),
	    cmocka_unit_test(the_interval_by_hand),
	    cmocka_unit_test(all_none_and_at_once),
	    cmocka_unit_test(as_r_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
