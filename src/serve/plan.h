/* SPDX-License-Identifier: MIT */
/*
 * What a receiver has to do next, and when. Pure: times are given, in
 * milliseconds of a clock that never jumps. Of each kind of job one runs at a
 * time; among several that are due the one that has been due longest is next,
 * so that a busy repository does not hold up the others.
 */
#ifndef HSCAN_SERVE_PLAN_H
#define HSCAN_SERVE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

/* What is done for a repository in a process of its own. */
enum serve_job {
	SERVE_JOB_EVALUATE,  /* computes; alerts fire and clear */
	SERVE_JOB_NOTIFY,    /* runs the user's command with what waits */
	SERVE_JOB_RECONCILE, /* asks the forge, then computes */
	SERVE_JOBS,
};

/* In milliseconds. */
struct serve_plan_rule {
	int64_t settle;     /* after the newest delivery … */
	int64_t max_delay;  /* … but no later than this after the oldest that
			     * is not in the numbers yet */
	int64_t look_again; /* at a repository with an alert that fires */
	int64_t reconcile;  /* after the last one; 0: never */
	int64_t retry;     /* after a failure; then twice that, and so on … */
	int64_t retry_max; /* … up to this */
	bool notifies;     /* there is a command to be run */
};

struct serve_plan;

/* The rule is copied. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status serve_plan_new(const struct serve_plan_rule *rule,
    struct serve_plan **out, struct hscan_error *err);
void serve_plan_free(struct serve_plan *plan);

/* A repository that is looked after; nothing is due by that alone, except that
 * its first reconciling is due in `reconcile_in`, and some jitter. Again is
 * harmless. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status serve_plan_add(struct serve_plan *plan,
    int64_t repo_id, int64_t reconcile_in, int64_t now,
    struct hscan_error *err);
bool serve_plan_knows(const struct serve_plan *plan, int64_t repo_id);

/* Of repositories that were added; else nothing happens. */

/* A delivery has changed it. */
void serve_plan_changed(struct serve_plan *plan, int64_t repo_id, int64_t now);

/* So many notifications wait. More than the last time: the next attempt is due
 * at once; none: no attempt is. */
void serve_plan_waiting(
    struct serve_plan *plan, int64_t repo_id, int64_t count, int64_t now);

/* Whether an alert fires: then it is looked at again, even if nothing
 * changes, as time goes by and windows move. */
void serve_plan_firing(
    struct serve_plan *plan, int64_t repo_id, bool firing, int64_t now);

/* It is to be looked at from `at` on, when there is time: what deliveries have
 * changed comes first for some minutes. */
void serve_plan_look(struct serve_plan *plan, int64_t repo_id, int64_t at);

/* The repository for which a job of this kind is due; it is under way then.
 * 0: none, or one of the kind is under way. */
int64_t serve_plan_next(
    struct serve_plan *plan, enum serve_job job, int64_t now);

/* It has ended. `well`: it did what it was to do; else it is due again after a
 * while that doubles with each failure in a row. */
void serve_plan_ended(
    struct serve_plan *plan, enum serve_job job, bool well, int64_t now);

/* In how many milliseconds something is due that can be started then; at least
 * 0, SERVE_PLAN_NEVER: nothing is. */
#define SERVE_PLAN_NEVER INT64_MAX
int64_t serve_plan_due(const struct serve_plan *plan, int64_t now);

#endif
