/* SPDX-License-Identifier: MIT */
/* What a receiver has to do next; see plan.h. */
#include "serve/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/mix.h"

#define NEVER SERVE_PLAN_NEVER

enum { GIVE_WAY = 10 * 60 * 1000 };

struct repo {
	int64_t id;
	/* Deliveries that are not in the numbers yet; NEVER: there are none. */
	int64_t oldest, newest;
	int64_t look;             /* when to look again without one */
	int64_t held;             /* not evaluated before, after a failure */
	int64_t notify;           /* when to run the command */
	int64_t reconcile;        /* when to ask the forge */
	int64_t waiting;          /* notifications, when last counted */
	int failures[SERVE_JOBS]; /* in a row */
	uint64_t draws;           /* of its jitter */
};

struct serve_plan {
	struct serve_plan_rule rule;
	struct repo *repos; /* by id; owned */
	size_t len, room;
	int64_t running[SERVE_JOBS]; /* of which repository; 0: none */
	int64_t soonest[SERVE_JOBS]; /* nothing is due before; may be early */
};

static int64_t
min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
max(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum hscan_status
serve_plan_new(const struct serve_plan_rule *rule, struct serve_plan **out,
    struct hscan_error *err)
{
	struct serve_plan *plan = malloc(sizeof(*plan));

	if (!plan)
		return hscan_no_memory(err);
	*plan = (struct serve_plan){.rule = *rule};
	for (int job = 0; job < SERVE_JOBS; job++)
		plan->soonest[job] = NEVER;
	*out = plan;
	return HSCAN_OK;
}

void
serve_plan_free(struct serve_plan *plan)
{
	if (!plan)
		return;
	free(plan->repos);
	free(plan);
}

/* Where it is, or belongs. */
static size_t
place_of(const struct serve_plan *plan, int64_t repo_id)
{
	size_t low = 0, high = plan->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (plan->repos[middle].id < repo_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct repo *
find(const struct serve_plan *plan, int64_t repo_id)
{
	size_t at = place_of(plan, repo_id);

	return at < plan->len && plan->repos[at].id == repo_id
		   ? &plan->repos[at]
		   : NULL;
}

bool
serve_plan_knows(const struct serve_plan *plan, int64_t repo_id)
{
	return find(plan, repo_id) != NULL;
}

/* --- when --- */

/* Less than `span`, another one each time. */
static int64_t
jitter(struct repo *repo, int64_t span)
{
	uint64_t draw = hscan_mix(
	    (uint64_t)repo->id ^ hscan_mix(repo->draws++ * HSCAN_GOLDEN));

	return span > 0 ? (int64_t)(draw % (uint64_t)span) : 0;
}

static int64_t
after_failures(const struct serve_plan *plan, int failures)
{
	int64_t wait = plan->rule.retry;

	for (int i = 1; i < failures && wait < plan->rule.retry_max; i++)
		wait *= 2;
	return min(wait, plan->rule.retry_max);
}

/* When what deliveries have changed is to be computed. */
static int64_t
changed_due(const struct serve_plan *plan, const struct repo *repo)
{
	const struct serve_plan_rule *rule = &plan->rule;

	if (repo->oldest == NEVER)
		return NEVER;
	return max(repo->held,
	    min(repo->newest + rule->settle, repo->oldest + rule->max_delay));
}

static int64_t
due_of(const struct serve_plan *plan, const struct repo *repo, int job)
{
	if (job == SERVE_JOB_NOTIFY)
		return repo->notify;
	if (job == SERVE_JOB_RECONCILE)
		return repo->reconcile;
	return min(repo->look, changed_due(plan, repo));
}

/* Among those that are due the least is first. A mere look gives way. */
static int64_t
order_of(const struct serve_plan *plan, const struct repo *repo, int job)
{
	if (job != SERVE_JOB_EVALUATE || repo->look == NEVER)
		return due_of(plan, repo, job);
	return min(repo->look + GIVE_WAY, changed_due(plan, repo));
}

static void
note_due(struct serve_plan *plan, const struct repo *repo, int job)
{
	plan->soonest[job] = min(plan->soonest[job], due_of(plan, repo, job));
}

/* --- what happens --- */

enum hscan_status
serve_plan_add(struct serve_plan *plan, int64_t repo_id, int64_t reconcile_in,
    int64_t now, struct hscan_error *err)
{
	size_t at = place_of(plan, repo_id);
	const int64_t each = plan->rule.reconcile;
	struct repo *more;

	if (find(plan, repo_id))
		return HSCAN_OK;
	more =
	    hscan_grow(plan->repos, &plan->room, plan->len + 1, sizeof(*more));
	if (!more)
		return hscan_no_memory(err);
	plan->repos = more;
	memmove(&more[at + 1], &more[at], (plan->len - at) * sizeof(*more));
	plan->len++;
	more[at] = (struct repo){
	    .id = repo_id,
	    .oldest = NEVER,
	    .newest = NEVER,
	    .look = NEVER,
	    .held = INT64_MIN,
	    .notify = NEVER,
	    .reconcile = NEVER,
	};
	if (each > 0)
		more[at].reconcile = now + max(reconcile_in, 0) +
				     jitter(&more[at], each / 10 + 1);
	note_due(plan, &more[at], SERVE_JOB_RECONCILE);
	return HSCAN_OK;
}

void
serve_plan_changed(struct serve_plan *plan, int64_t repo_id, int64_t now)
{
	struct repo *repo = find(plan, repo_id);

	if (!repo)
		return;
	repo->newest = now;
	if (repo->oldest == NEVER)
		repo->oldest = now;
	note_due(plan, repo, SERVE_JOB_EVALUATE);
}

void
serve_plan_waiting(
    struct serve_plan *plan, int64_t repo_id, int64_t count, int64_t now)
{
	struct repo *repo = find(plan, repo_id);

	if (!repo)
		return;
	if (count == 0 || !plan->rule.notifies)
		repo->notify = NEVER;
	else if (count > repo->waiting || repo->notify == NEVER)
		repo->notify = now;
	repo->waiting = count;
	note_due(plan, repo, SERVE_JOB_NOTIFY);
}

void
serve_plan_firing(
    struct serve_plan *plan, int64_t repo_id, bool firing, int64_t now)
{
	struct repo *repo = find(plan, repo_id);

	if (!repo)
		return;
	if (firing)
		repo->look = min(repo->look, now + plan->rule.look_again);
	note_due(plan, repo, SERVE_JOB_EVALUATE);
}

void
serve_plan_look(struct serve_plan *plan, int64_t repo_id, int64_t at)
{
	struct repo *repo = find(plan, repo_id);

	if (!repo)
		return;
	repo->look = min(repo->look, at);
	note_due(plan, repo, SERVE_JOB_EVALUATE);
}

/* What was due of it no longer is. */
static void
take(struct repo *repo, enum serve_job job, int64_t now)
{
	switch (job) {
	case SERVE_JOB_EVALUATE:
		repo->oldest = repo->newest = NEVER;
		if (repo->look <= now)
			repo->look = NEVER;
		break;
	case SERVE_JOB_NOTIFY: repo->notify = NEVER; break;
	case SERVE_JOB_RECONCILE: repo->reconcile = NEVER; break;
	case SERVE_JOBS: break;
	}
}

int64_t
serve_plan_next(struct serve_plan *plan, enum serve_job job, int64_t now)
{
	struct repo *first = NULL;
	int64_t soonest = NEVER;

	if (plan->running[job] != 0 || now < plan->soonest[job])
		return 0;
	for (size_t i = 0; i < plan->len; i++) {
		struct repo *repo = &plan->repos[i], *other = repo;

		if (due_of(plan, repo, (int)job) <= now &&
		    (!first || order_of(plan, repo, (int)job) <
				   order_of(plan, first, (int)job))) {
			other = first;
			first = repo;
		}
		if (other)
			soonest = min(soonest, due_of(plan, other, (int)job));
	}
	plan->soonest[job] = soonest;
	if (!first)
		return 0;
	take(first, job, now);
	note_due(plan, first, (int)job);
	plan->running[job] = first->id;
	return first->id;
}

/* When it is due again by itself. */
static void
again(struct serve_plan *plan, struct repo *repo, enum serve_job job, bool well,
    int64_t now)
{
	const int64_t each = plan->rule.reconcile;
	const int64_t retry = now + after_failures(plan, repo->failures[job]);

	switch (job) {
	case SERVE_JOB_EVALUATE:
		repo->held = well ? INT64_MIN : retry;
		if (!well)
			repo->look = retry;
		break;
	case SERVE_JOB_NOTIFY:
		if (!well)
			repo->notify = retry;
		break;
	case SERVE_JOB_RECONCILE:
		repo->reconcile =
		    well ? now + each - each / 20 + jitter(repo, each / 10 + 1)
			 : retry;
		break;
	case SERVE_JOBS: break;
	}
}

void
serve_plan_ended(
    struct serve_plan *plan, enum serve_job job, bool well, int64_t now)
{
	struct repo *repo = find(plan, plan->running[job]);

	plan->running[job] = 0;
	if (!repo)
		return;
	repo->failures[job] = well ? 0 : repo->failures[job] + 1;
	again(plan, repo, job, well, now);
	note_due(plan, repo, (int)job);
}

int64_t
serve_plan_due(const struct serve_plan *plan, int64_t now)
{
	int64_t soonest = NEVER;

	for (int job = 0; job < SERVE_JOBS; job++)
		if (plan->running[job] == 0)
			soonest = min(soonest, plan->soonest[job]);
	return soonest == NEVER ? NEVER : max(soonest - now, 0);
}
