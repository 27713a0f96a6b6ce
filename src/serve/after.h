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

#include "serve/beat.h"
#include "serve/plan.h"
#include "serve/serve.h"

struct hscan_intake;
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

/**
 * Of the options count the store, the host and the scopes that are taken; they
 * are borrowed. The store is used only by these functions: they must not be
 * called within a transaction. What is still to be computed or to be told from
 * before is due at once. Fails as the store.
 */
HSCAN_CHECK enum hscan_status serve_after_open(
    const struct serve_options *options, const struct serve_plan_rule *rule,
    const struct serve_after_hooks *hooks, struct serve_now now,
    struct serve_after **out, struct hscan_error *err);
void serve_after_close(struct serve_after *after);

/* A delivery of a repository is in the store. */
void serve_after_touched(struct serve_after *after,
    const struct hscan_intake *taken, struct serve_now now);

/* Does what is due, and never waits; to be called whenever the loop has woken
 * up. Returns in how many milliseconds at the latest it is to be called again.
 * What fails is warned of, and tried again. */
int64_t serve_after_tick(struct serve_after *after, struct serve_now now);

/* Starts nothing more, asks what runs to end, and has the spans end now. False
 * while something runs still: to be called again after a moment. */
bool serve_after_stop(struct serve_after *after, struct serve_now now);

#endif
