/* SPDX-License-Identifier: MIT */
/*
 * What happens after a delivery is durable: the numbers of its repository are
 * computed anew, alerts fire and clear, and the user's command is run; the
 * forge is asked now and then for what no delivery told. All of it is done by
 * other processes, so that the receiver goes on; this decides what is due, and
 * starts them, one of a kind at a time. It waits by a monotonic clock.
 */
#ifndef HSCAN_SERVE_AFTER_H
#define HSCAN_SERVE_AFTER_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "serve/plan.h"

struct hscan_store;
struct serve_after;

/* What the program does for it. `payload` is that of the table. */
struct serve_after_hooks {
	/* Starts a process for a repository, "HOST/OWNER/NAME", and sets its
	 * number, more than 0. It must inherit neither sockets nor secrets. */
	enum hscan_status (*start)(enum serve_job job, const char *repo,
	    int64_t *process, void *payload, struct hscan_error *err);
	/* Whether it has ended; `*well`: and did what it was to do. */
	bool (*ended)(int64_t process, bool *well, void *payload);
	/* Asks it to end. */
	void (*stop)(int64_t process, void *payload);
	/* What the operator has to know: a line without its end. */
	void (*warn)(const char *line, void *payload);
	void *payload;
};

/* An instant by both clocks: what is waited for, and what is written down. */
struct serve_after_now {
	int64_t ms; /* monotonic */
	int64_t s;  /* Unix time */
};

/**
 * `store` is the receiver's, borrowed, and written only by
 * serve_after_tick(): never within a transaction of the caller. What is still
 * to be computed or to be told from before is due at once. Fails as the store.
 */
HSCAN_CHECK enum hscan_status serve_after_open(struct hscan_store *store,
    const struct serve_plan_rule *rule, const struct serve_after_hooks *hooks,
    struct serve_after_now now, struct serve_after **out,
    struct hscan_error *err);

/* A delivery of this repository is durable; call it after the commit, for each
 * one that was taken. `changed`: it told something new. `event` is its name,
 * "issues.closed". HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status serve_after_delivery(struct serve_after *after,
    int64_t repo_id, struct hscan_text event, bool changed,
    struct serve_after_now now, struct hscan_error *err);

/* Does what is due and never waits; call it whenever the loop has woken up, and
 * at the latest after serve_after_due(). Failures are warned of and tried
 * again; HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status serve_after_tick(struct serve_after *after,
    struct serve_after_now now, struct hscan_error *err);

/* In how many milliseconds serve_after_tick() is to be called again, at the
 * latest: at least 0, at most a minute. */
int64_t serve_after_due(
    const struct serve_after *after, struct serve_after_now now);

/* Starts nothing more, ends the spans as of now, and asks what runs to end.
 * False while something runs: call it again after a moment, or leave. */
bool serve_after_stop(struct serve_after *after, struct serve_after_now now);

void serve_after_close(struct serve_after *after);

#endif
