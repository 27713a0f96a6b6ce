/* SPDX-License-Identifier: MIT */
/*
 * From when to when the deliveries of a repository were heard. The store's
 * spans of the webhook are moved on about each minute, so that after a kill
 * they end where the receiver was last seen. A span is moved on only while it
 * is certain that nothing was missed: not before the first delivery since the
 * start, and not across a suspended machine or a clock that was set.
 *
 * That first delivery says that there is a hook, and so that all since the
 * start was heard: a forge sends a ping when a hook is made. Where that ping
 * comes first the hook is new, and all since then was heard.
 */
#ifndef HSCAN_SERVE_BEAT_H
#define HSCAN_SERVE_BEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

struct hscan_store;

/* An instant by both clocks: what is waited for, and what is written down. */
struct serve_now {
	int64_t ms; /* monotonic */
	int64_t s;  /* Unix time */
};

struct serve_heard {
	int64_t repo_id;
	int64_t since; /* nothing was missed after it, once it is heard */
	bool heard;    /* so its hook works */
	bool deleted;  /* its hook was, and no other is known */
};

struct serve_beat {
	struct serve_heard *repos; /* by repo_id; owned */
	size_t len, room;
	int64_t began; /* nothing was missed since; Unix time */
	size_t next;   /* where the next piece begins */
	struct serve_now last;
};

void serve_beat_init(struct serve_beat *beat, struct serve_now now);
void serve_beat_clear(struct serve_beat *beat);

/* What a delivery says of its hook. */
enum serve_hook {
	SERVE_HOOK_THERE,
	SERVE_HOOK_MADE, /* a ping */
	SERVE_HOOK_DELETED,
};

/* A delivery of this repository came. `*first`: none was heard since the start,
 * or since the last gap. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status serve_beat_hear(struct serve_beat *beat,
    int64_t repo_id, enum serve_hook hook, struct serve_now now, bool *first,
    struct hscan_error *err);

/* Moves the spans of some of them on to now, in a transaction; `*more`: there
 * are others, which are next. So many at once that nobody waits for long.
 * Fails as the store; the next time begins with the first one then. */
HSCAN_CHECK enum hscan_status serve_beat_write(struct serve_beat *beat,
    struct hscan_store *store, struct serve_now now, bool *more,
    struct hscan_error *err);

/* Moves on those of one repository. */
HSCAN_CHECK enum hscan_status serve_beat_write_one(struct serve_beat *beat,
    struct hscan_store *store, int64_t repo_id, struct serve_now now,
    struct hscan_error *err);

#endif
