/* SPDX-License-Identifier: MIT */
/* What is due when, by times that are given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mix.h"
#include "serve/plan.h"
#include "support/support.h"

enum {
	S = 1000,
	MIN = 60 * S,
	H = 60 * MIN,
};
#define EVALUATE  SERVE_JOB_EVALUATE
#define NOTIFY    SERVE_JOB_NOTIFY
#define RECONCILE SERVE_JOB_RECONCILE

static const struct serve_plan_rule usual = {
    .settle = 5 * S,
    .max_delay = 8 * S,
    .look_again = H,
    .retry = MIN,
    .retry_max = H,
    .notifies = true,
};

/* With repositories 1 to `len`, as of time 0. */
static struct serve_plan *
begin(const struct serve_plan_rule *rule, int64_t len)
{
	struct serve_plan *plan;

	assert_int_equal(serve_plan_new(rule, &plan, NULL), HSCAN_OK);
	for (int64_t id = 1; id <= len; id++)
		assert_int_equal(
		    serve_plan_add(plan, id, 0, 0, NULL), HSCAN_OK);
	return plan;
}

/* Nothing is due before `at`, and then that repository is. */
static void
expect(struct serve_plan *plan, enum serve_job job, int64_t now, int64_t at,
    int64_t repo_id)
{
	if (at > now) {
		assert_int_equal(serve_plan_next(plan, job, now), 0);
		assert_int_equal(serve_plan_next(plan, job, at - 1), 0);
		assert_int_equal(serve_plan_due(plan, at - 1), 1);
	}
	assert_int_equal(serve_plan_due(plan, at), 0);
	assert_int_equal(serve_plan_next(plan, job, at), repo_id);
}

static void
nothing_is_due_of_nothing(void **state)
{
	struct serve_plan *plan = begin(&usual, 3);

	(void)state;
	assert_int_equal(serve_plan_due(plan, 5), SERVE_PLAN_NEVER);
	for (int job = 0; job < SERVE_JOBS; job++)
		assert_int_equal(
		    serve_plan_next(plan, (enum serve_job)job, H), 0);
	/* One that nobody has added. */
	serve_plan_changed(plan, 4, 5);
	serve_plan_waiting(plan, 4, 1, 5);
	serve_plan_firing(plan, 4, true, 5);
	serve_plan_look(plan, 4, 5);
	assert_false(serve_plan_knows(plan, 4));
	assert_true(serve_plan_knows(plan, 3));
	assert_int_equal(serve_plan_due(plan, 5), SERVE_PLAN_NEVER);
	serve_plan_free(plan);
	serve_plan_free(NULL);
}

static void
it_settles_but_not_for_ever(void **state)
{
	struct serve_plan *plan = begin(&usual, 2);

	(void)state;
	serve_plan_changed(plan, 1, 100);
	expect(plan, EVALUATE, 100, 100 + 5 * S, 1);
	serve_plan_ended(plan, EVALUATE, true, 6 * S);
	assert_int_equal(serve_plan_due(plan, 6 * S), SERVE_PLAN_NEVER);
	/* Each one puts it off. */
	serve_plan_changed(plan, 1, 10 * S);
	serve_plan_changed(plan, 1, 12 * S);
	expect(plan, EVALUATE, 12 * S, 17 * S, 1);
	serve_plan_ended(plan, EVALUATE, true, 18 * S);
	/* But not beyond that. */
	for (int64_t now = 20 * S; now < 28 * S; now += S)
		serve_plan_changed(plan, 1, now);
	expect(plan, EVALUATE, 27 * S, 28 * S, 1);
	serve_plan_free(plan);
}

/* What comes while it is computed may or may not be in the numbers. */
static void
what_comes_meanwhile_is_computed_again(void **state)
{
	struct serve_plan *plan = begin(&usual, 2);

	(void)state;
	serve_plan_changed(plan, 1, 0);
	expect(plan, EVALUATE, 0, 5 * S, 1);
	serve_plan_changed(plan, 1, 5 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 20 * S), 0);
	assert_int_equal(serve_plan_due(plan, 20 * S), SERVE_PLAN_NEVER);
	serve_plan_ended(plan, EVALUATE, true, 20 * S);
	expect(plan, EVALUATE, 20 * S, 20 * S, 1);
	serve_plan_free(plan);
}

/* A busy one has its turn, and so have the others. */
static void
who_has_waited_longest_is_first(void **state)
{
	struct serve_plan *plan = begin(&usual, 3);

	(void)state;
	serve_plan_changed(plan, 2, 0);
	serve_plan_changed(plan, 3, 1);
	serve_plan_changed(plan, 1, 2);
	serve_plan_changed(plan, 3, 3 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 20 * S), 2);
	serve_plan_changed(plan, 2, 20 * S);
	serve_plan_ended(plan, EVALUATE, true, 30 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 30 * S), 1);
	serve_plan_ended(plan, EVALUATE, true, 40 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 40 * S), 3);
	serve_plan_ended(plan, EVALUATE, true, 50 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 50 * S), 2);
	serve_plan_free(plan);
}

/* 1, 2, 4 … minutes, an hour at most; a success ends the row. */
static void
failures_are_tried_again(void **state)
{
	static const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
	struct serve_plan *plan = begin(&usual, 1);
	int64_t now = 0;

	(void)state;
	for (int round = 0; round < 2; round++) {
		serve_plan_waiting(plan, 1, 1, now);
		expect(plan, NOTIFY, now, now, 1);
		for (size_t i = 0; i < sizeof(minutes) / sizeof(minutes[0]);
		     i++) {
			serve_plan_ended(plan, NOTIFY, false, now);
			serve_plan_waiting(plan, 1, 1, now);
			expect(plan, NOTIFY, now, now + minutes[i] * MIN, 1);
			now += minutes[i] * MIN;
		}
		serve_plan_ended(plan, NOTIFY, true, now);
		serve_plan_waiting(plan, 1, 0, now);
		assert_int_equal(serve_plan_due(plan, now), SERVE_PLAN_NEVER);
	}
	serve_plan_free(plan);
}

static void
a_new_notification_need_not_wait(void **state)
{
	struct serve_plan *plan = begin(&usual, 1);

	(void)state;
	serve_plan_waiting(plan, 1, 1, 0);
	expect(plan, NOTIFY, 0, 0, 1);
	serve_plan_ended(plan, NOTIFY, false, 10);
	serve_plan_waiting(plan, 1, 1, 10);
	serve_plan_waiting(plan, 1, 2, 30);
	expect(plan, NOTIFY, 30, 30, 1);
	/* Nor does what another process has sent. */
	serve_plan_ended(plan, NOTIFY, false, 40);
	serve_plan_waiting(plan, 1, 0, 50);
	assert_int_equal(serve_plan_next(plan, NOTIFY, H), 0);
	assert_int_equal(serve_plan_due(plan, 50), SERVE_PLAN_NEVER);
	serve_plan_free(plan);
}

static void
an_evaluation_that_failed_is_tried_again(void **state)
{
	struct serve_plan *plan = begin(&usual, 2);

	(void)state;
	serve_plan_changed(plan, 1, 0);
	expect(plan, EVALUATE, 0, 5 * S, 1);
	serve_plan_ended(plan, EVALUATE, false, 6 * S);
	/* Deliveries do not make it a storm. */
	serve_plan_changed(plan, 1, 7 * S);
	expect(plan, EVALUATE, 7 * S, 66 * S, 1);
	/* Others do not wait for it. */
	serve_plan_ended(plan, EVALUATE, false, 70 * S);
	serve_plan_changed(plan, 2, 70 * S);
	expect(plan, EVALUATE, 70 * S, 75 * S, 2);
	serve_plan_ended(plan, EVALUATE, true, 75 * S);
	expect(plan, EVALUATE, 75 * S, 190 * S, 1);
	serve_plan_ended(plan, EVALUATE, true, 200 * S);
	assert_int_equal(serve_plan_due(plan, 200 * S), SERVE_PLAN_NEVER);
	serve_plan_free(plan);
}

/* As time goes by it may clear, though nothing is delivered. */
static void
what_fires_is_looked_at_again(void **state)
{
	struct serve_plan *plan = begin(&usual, 1);

	(void)state;
	serve_plan_firing(plan, 1, true, 0);
	expect(plan, EVALUATE, 0, H, 1);
	serve_plan_ended(plan, EVALUATE, true, H);
	serve_plan_firing(plan, 1, false, H);
	assert_int_equal(serve_plan_due(plan, H), SERVE_PLAN_NEVER);
	serve_plan_free(plan);
}

/* After a start all are looked at, which may take a while. */
static void
a_look_gives_way(void **state)
{
	struct serve_plan *plan = begin(&usual, 3);

	(void)state;
	for (int64_t id = 1; id <= 3; id++)
		serve_plan_look(plan, id, 0);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 0), 1);
	serve_plan_changed(plan, 3, 0);
	serve_plan_ended(plan, EVALUATE, true, 5 * S);
	assert_int_equal(serve_plan_next(plan, EVALUATE, 5 * S), 3);
	serve_plan_changed(plan, 3, 20 * MIN);
	serve_plan_ended(plan, EVALUATE, true, 20 * MIN);
	/* But not for ever. */
	assert_int_equal(serve_plan_next(plan, EVALUATE, 20 * MIN + 5 * S), 2);
	serve_plan_free(plan);
}

static void
reconciling_is_spread(void **state)
{
	enum { MANY = 1000 };
	struct serve_plan_rule rule = usual;
	struct serve_plan *plan;
	static int64_t last[MANY + 1];
	int64_t now = 0, id;
	int early = 0;

	(void)state;
	rule.reconcile = 6 * H;
	plan = begin(&rule, MANY);
	for (int i = 0; i < MANY; i++) {
		now += serve_plan_due(plan, now);
		id = serve_plan_next(plan, RECONCILE, now);
		assert_within(id, 1, MANY);
		assert_int_equal(last[id], 0);
		last[id] = now + 1;
		early += now < 18 * MIN;
		serve_plan_ended(plan, RECONCILE, true, now);
	}
	/* Half of them in the first half of a tenth of the time. */
	assert_within(now, 30 * MIN, 36 * MIN);
	assert_within(early, MANY * 4 / 10, MANY * 6 / 10);
	for (int i = 0; i < MANY; i++) {
		now += serve_plan_due(plan, now);
		id = serve_plan_next(plan, RECONCILE, now);
		assert_within(now - last[id], (int64_t)6 * H * 94 / 100,
		    (int64_t)6 * H * 106 / 100);
		serve_plan_ended(plan, RECONCILE, true, now);
	}
	serve_plan_free(plan);
}

static void
reconciling_goes_on_from_the_last_time(void **state)
{
	struct serve_plan_rule rule = usual;
	struct serve_plan *plan;
	int64_t now;

	(void)state;
	rule.reconcile = 6 * H;
	plan = begin(&rule, 0);
	assert_int_equal(serve_plan_add(plan, 1, 2 * H, 100, NULL), HSCAN_OK);
	/* Again is harmless. */
	assert_int_equal(serve_plan_add(plan, 1, 0, 100, NULL), HSCAN_OK);
	now = 100 + serve_plan_due(plan, 100);
	assert_within(now, 100 + 2 * H, 100 + 2 * H + 36 * MIN);
	assert_int_equal(serve_plan_next(plan, RECONCILE, now), 1);
	serve_plan_ended(plan, RECONCILE, false, now);
	expect(plan, RECONCILE, now, now + MIN, 1);
	serve_plan_free(plan);
}

/* Whatever happens, the loop neither spins nor sleeps for ever: what is due can
 * be started, and what has changed is evaluated in time. */
static void
it_neither_spins_nor_stalls(void **state)
{
	enum { MANY = 20 };
	struct serve_plan_rule rule = usual;
	int64_t oldest[MANY + 1] = {0}, now = 1, running[SERVE_JOBS] = {0};
	struct serve_plan *plan;
	uint64_t seed = 1;

	(void)state;
	rule.reconcile = H;
	plan = begin(&rule, MANY);
	for (int i = 0; i < 20000; i++) {
		uint64_t draw = hscan_mix(seed++);
		int64_t id = (int64_t)(draw % MANY) + 1;

		now += (int64_t)(draw >> 8 & 1023);
		if ((draw >> 20 & 3) == 0) {
			serve_plan_changed(plan, id, now);
			oldest[id] = oldest[id] ? oldest[id] : now;
		}
		if ((draw >> 22 & 15) == 0)
			serve_plan_waiting(
			    plan, id, (int64_t)(draw >> 30 & 3), now);
		for (int job = 0; job < SERVE_JOBS; job++) {
			if (running[job] != 0) {
				running[job] = 0;
				serve_plan_ended(plan, (enum serve_job)job,
				    job == (int)EVALUATE ||
					(draw >> 40 & 3) != 0,
				    now);
			}
			id = serve_plan_next(plan, (enum serve_job)job, now);
			running[job] = id;
			if (id == 0 || job != (int)EVALUATE || oldest[id] == 0)
				continue;
			/* One a turn, and the others before it. */
			assert_within(
			    now - oldest[id], 0, 8 * S + (MANY + 1) * 1024);
			oldest[id] = 0;
		}
		assert_true(serve_plan_due(plan, now) > 0);
	}
	serve_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_due_of_nothing),
	    cmocka_unit_test(it_settles_but_not_for_ever),
	    cmocka_unit_test(what_comes_meanwhile_is_computed_again),
	    cmocka_unit_test(who_has_waited_longest_is_first),
	    cmocka_unit_test(failures_are_tried_again),
	    cmocka_unit_test(a_new_notification_need_not_wait),
	    cmocka_unit_test(an_evaluation_that_failed_is_tried_again),
	    cmocka_unit_test(what_fires_is_looked_at_again),
	    cmocka_unit_test(a_look_gives_way),
	    cmocka_unit_test(reconciling_is_spread),
	    cmocka_unit_test(reconciling_goes_on_from_the_last_time),
	    cmocka_unit_test(it_neither_spins_nor_stalls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
