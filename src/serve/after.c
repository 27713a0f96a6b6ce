/* SPDX-License-Identifier: MIT */
/* What happens after a delivery is durable; see after.h. */
#include "serve/after.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/heartbeat.h"
#include "serve/claim.h"
#include "store/followed.h"
#include "store/store.h"
#include "sync/intake.h"

enum {
	SECOND_MS = 1000,
	BEAT_MS = HSCAN_HEARTBEAT_S * SECOND_MS,
	LOOK_MS = 50, /* how often what runs is looked at */
	LONGEST_WAIT_MS = 10 * 60 * SECOND_MS,
	LONGEST_NAME = 1024,
};

struct serve_after {
	const struct serve_options *options;
	struct hscan_store *store;
	struct serve_after_hooks hooks;
	struct serve_plan *plan;
	struct serve_plan_rule rule;
	struct serve_beat beat;
	int64_t beat_at;
	struct {
		int64_t process; /* 0: none */
		int64_t repo_id;
	} running[SERVE_JOBS];
};

static void
warn(const struct serve_after *after, const struct hscan_error *err)
{
	if (after->hooks.warn)
		after->hooks.warn(err->message, after->hooks.payload);
}

/* --- what the store says --- */

/* The answer about one repository, or the taking in of all. */
struct look {
	struct serve_after *after;
	struct serve_now now;
	bool at_start;
	struct hscan_buf *name; /* NULL: not asked for */
};

/* Whether this receiver may get deliveries of it. */
static bool
is_ours(const struct serve_after *after, const struct hscan_followed *followed)
{
	const struct serve_options *options = after->options;
	const struct serve_rule rule = {
	    .only = options->only, .only_len = options->only_len};

	return hscan_text_is(followed->host, options->host) &&
	       serve_rule_wants(&rule, followed->full_name);
}

static enum hscan_status
on_followed(const struct hscan_followed *followed, void *payload,
    struct hscan_error *err)
{
	struct look *look = payload;
	struct serve_after *after = look->after;
	struct serve_plan *plan = after->plan;
	int64_t due = 0;
	enum hscan_status status;

	if (look->at_start && !is_ours(after, followed))
		return HSCAN_OK;
	if (followed->synced_at != HSCAN_NEVER)
		due = (followed->synced_at - look->now.s) * 1000 +
		      after->rule.reconcile;
	if (due > after->rule.reconcile)
		due = after->rule.reconcile;
	status =
	    serve_plan_add(plan, followed->repo_id, due, look->now.ms, err);
	if (status != HSCAN_OK)
		return status;
	serve_plan_waiting(
	    plan, followed->repo_id, followed->waiting, look->now.ms);
	serve_plan_firing(
	    plan, followed->repo_id, followed->firing, look->now.ms);
	/* Whether what came last was computed is not known. */
	if (look->at_start)
		serve_plan_look(plan, followed->repo_id, look->now.ms);
	if (look->name) {
		(void)hscan_buf_add_text(look->name, followed->host);
		(void)hscan_buf_add_char(look->name, '/');
		(void)hscan_buf_add_text(look->name, followed->full_name);
	}
	return status;
}

/* Reads how a repository is; of what is not there no name is added. */
static enum hscan_status
look_at(struct look *look, int64_t repo_id, struct hscan_error *err)
{
	return hscan_store_each_followed(
	    look->after->store, repo_id, on_followed, look, err);
}

/* A store that is locked gets it with the next beat. */
static void
write_span(struct serve_after *after, int64_t repo_id, struct serve_now now)
{
	struct hscan_error err;
	enum hscan_status status = serve_beat_write_one(
	    &after->beat, after->store, repo_id, now, &err);

	if (status != HSCAN_OK && !hscan_store_is_busy(after->store))
		warn(after, &err);
}

/* --- processes --- */

/* Nothing is started for what was forgotten meanwhile. */
static enum hscan_status
start_process(struct look *look, enum serve_job job, int64_t repo_id,
    int64_t *process, struct hscan_error *err)
{
	struct serve_after *after = look->after;
	enum hscan_status status = look_at(look, repo_id, err);

	if (status == HSCAN_OK)
		status = hscan_buf_check(look->name, "a name", err);
	if (status != HSCAN_OK || look->name->len == 0)
		return status;
	return after->hooks.start(
	    job, look->name->ptr, process, after->hooks.payload, err);
}

static void
start(struct serve_after *after, enum serve_job job, int64_t repo_id,
    struct serve_now now)
{
	struct hscan_error err;
	struct hscan_buf name;
	struct look look = {.after = after, .now = now, .name = &name};
	int64_t process = 0;
	enum hscan_status status;

	hscan_buf_init(&name, LONGEST_NAME);
	/* What is judged is what was heard until now. */
	if (job == SERVE_JOB_EVALUATE)
		write_span(after, repo_id, now);
	status = start_process(&look, job, repo_id, &process, &err);
	if (status != HSCAN_OK)
		warn(after, &err);
	hscan_buf_clear(&name);
	if (process == 0) {
		serve_plan_ended(after->plan, job, status == HSCAN_OK, now.ms);
		return;
	}
	after->running[job].process = process;
	after->running[job].repo_id = repo_id;
}

/* Whether the job has ended just now. */
static bool
reap(struct serve_after *after, enum serve_job job, bool *well)
{
	if (after->running[job].process == 0 ||
	    !after->hooks.ended(
		after->running[job].process, well, after->hooks.payload))
		return false;
	after->running[job].process = 0;
	return true;
}

static void
look_after(struct serve_after *after, enum serve_job job, struct serve_now now)
{
	struct look look = {.after = after, .now = now};
	struct hscan_error err;
	bool well = false;

	if (!reap(after, job, &well))
		return;
	serve_plan_ended(after->plan, job, well, now.ms);
	if (look_at(&look, after->running[job].repo_id, &err) != HSCAN_OK)
		warn(after, &err);
}

/* --- from outside --- */

enum hscan_status
serve_after_open(const struct serve_options *options,
    const struct serve_plan_rule *rule, const struct serve_after_hooks *hooks,
    struct serve_now now, struct serve_after **out, struct hscan_error *err)
{
	struct serve_after *after = calloc(1, sizeof(*after));
	struct look look = {.after = after, .now = now, .at_start = true};
	enum hscan_status status;

	if (!after)
		return hscan_no_memory(err);
	after->options = options;
	after->store = options->store;
	after->hooks = *hooks;
	after->rule = *rule;
	after->beat_at = now.ms + BEAT_MS;
	serve_beat_init(&after->beat, now);
	status = serve_plan_new(rule, &after->plan, err);
	if (status == HSCAN_OK)
		status = look_at(&look, 0, err);
	if (status != HSCAN_OK) {
		serve_after_close(after);
		return status;
	}
	*out = after;
	return HSCAN_OK;
}

void
serve_after_close(struct serve_after *after)
{
	if (!after)
		return;
	serve_beat_clear(&after->beat);
	serve_plan_free(after->plan);
	free(after);
}

/* In how many milliseconds that is; a clock is not that wrong. */
static int64_t
until(int64_t at, struct serve_now now)
{
	int64_t wait = (at - now.s) * SECOND_MS;

	return wait < LONGEST_WAIT_MS ? wait : LONGEST_WAIT_MS;
}

static enum serve_hook
hook_of(const struct hscan_intake *taken)
{
	if (taken->hook_deleted)
		return SERVE_HOOK_DELETED;
	return hscan_text_is(hscan_text_of(taken->event), "ping")
		   ? SERVE_HOOK_MADE
		   : SERVE_HOOK_THERE;
}

void
serve_after_touched(struct serve_after *after, const struct hscan_intake *taken,
    struct serve_now now)
{
	struct look look = {.after = after, .now = now};
	struct hscan_error err;
	bool first = false;
	enum hscan_status status = serve_beat_hear(
	    &after->beat, taken->repo_id, hook_of(taken), now, &first, &err);

	/* After a kill it is known by this. */
	if (status == HSCAN_OK && first)
		write_span(after, taken->repo_id, now);
	if (status == HSCAN_OK &&
	    !serve_plan_knows(after->plan, taken->repo_id))
		status = look_at(&look, taken->repo_id, &err);
	if (status != HSCAN_OK)
		warn(after, &err);
	if (!taken->changed)
		return;
	serve_plan_changed(after->plan, taken->repo_id, now.ms);
	/* By a clock that is slow it happens later, and counts then. */
	if (taken->told_at - now.s >= after->rule.settle / SECOND_MS)
		serve_plan_look(after->plan, taken->repo_id,
		    now.ms + until(taken->told_at, now) + SECOND_MS);
}

static void
beat(struct serve_after *after, struct serve_now now)
{
	struct hscan_error err;
	bool more = false;

	if (now.ms < after->beat_at)
		return;
	if (serve_beat_write(&after->beat, after->store, now, &more, &err) !=
		HSCAN_OK &&
	    !hscan_store_is_busy(after->store))
		warn(after, &err);
	after->beat_at = now.ms + (more ? LOOK_MS : BEAT_MS);
}

int64_t
serve_after_tick(struct serve_after *after, struct serve_now now)
{
	int64_t due;
	bool runs = false;

	beat(after, now);
	for (int i = 0; i < SERVE_JOBS; i++) {
		enum serve_job job = (enum serve_job)i;
		int64_t repo_id;

		look_after(after, job, now);
		repo_id = serve_plan_next(after->plan, job, now.ms);
		if (repo_id != 0)
			start(after, job, repo_id, now);
		runs = runs || after->running[job].process != 0;
	}
	due = serve_plan_due(after->plan, now.ms);
	if (runs && due > LOOK_MS)
		due = LOOK_MS;
	return due < after->beat_at - now.ms ? due : after->beat_at - now.ms;
}

bool
serve_after_stop(struct serve_after *after, struct serve_now now)
{
	bool runs = false, well;

	for (int i = 0; i < SERVE_JOBS; i++) {
		(void)reap(after, (enum serve_job)i, &well);
		if (after->running[i].process == 0)
			continue;
		runs = true;
		after->hooks.stop(
		    after->running[i].process, after->hooks.payload);
	}
	/* From the first one on, whichever was next. */
	after->beat.next = 0;
	do {
		after->beat_at = now.ms;
		beat(after, now);
	} while (after->beat.next > 0);
	return !runs;
}
