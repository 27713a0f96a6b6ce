/* SPDX-License-Identifier: MIT */
/* What the two halves of the client share: client.c, which runs the queue,
 * and policy.c, which decides what a reply means. */
#ifndef HSCAN_HTTP_SESSION_H
#define HSCAN_HTTP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/client.h"
#include "http/transport.h"
#include "http/url.h"

enum call_state {
	CALL_QUEUED,
	CALL_ON_WIRE,
	CALL_ABANDONED, /* on the wire, but nobody waits for it any more */
};

/* One request of the user, over all its tries and redirects. */
struct call {
	struct call *next;
	enum call_state state;
	void *user;
	const void *owner;
	char *target;       /* as it was asked */
	char *etag;         /* NULL: not conditional */
	char *moved;        /* where redirects have led; NULL: nowhere */
	bool moved_for_now; /* at least one was temporary */
	char *moved_to;     /* where the permanent ones led */
	struct hscan_wire_request wire; /* the hop under way or next */
	unsigned redirects;
	unsigned tries;    /* of all kinds, for the trace */
	unsigned failures; /* that may pass */
	unsigned limits;   /* answers that were a rate limit */
	int64_t not_before_ms;
	int last_status;
};

/* A rate limit in force: nothing is asked before it ends. */
struct hold {
	int64_t until_ms; /* monotonic */
	int64_t until_s;  /* the server's clock */
	bool primary;     /* the budget of the hour, not its pace */
	bool told;        /* the user knows */
};

struct hscan_http {
	struct hscan_http_options options; /* numbers and functions only */
	struct hscan_url base;
	char authority[HSCAN_AUTHORITY_SIZE]; /* of base, for messages */
	bool has_token;
	char *headers[5]; /* of each request; the last is NULL */
	struct hscan_transport *transport;
	struct call *calls;    /* oldest first */
	struct call *answered; /* what the last answer borrows from */
	size_t pending;
	size_t on_wire; /* abandoned ones too */
	struct hscan_wire_reply reply;
	struct hscan_buf next; /* target of rel="next" */
	struct hold hold;
	struct hscan_http_rate seen;
	struct hscan_http_count count;
	uint64_t random;
};

/**
 * Judges http->reply, which is `call`'s. HSCAN_OK with `*again` set: the call
 * has been prepared for another try. HSCAN_OK without: the answer is final.
 * Else it has failed for good.
 */
HSCAN_CHECK enum hscan_status hscan_policy_judge(struct hscan_http *http,
    struct call *call, bool *again, struct hscan_error *err);

/**
 * Whether a request may go out now. HSCAN_ELIMIT when a limit in force lasts
 * longer than the user wants to wait; otherwise `*wait_ms` says how long it
 * still is, 0 when there is none. Tells the user of a wait, once.
 */
HSCAN_CHECK enum hscan_status hscan_policy_hold(struct hscan_http *http,
    const struct call *call, int64_t *wait_ms, struct hscan_error *err);

/* Puts "GET /target failed: " in front of the message and returns `status`.
 */
enum hscan_status hscan_policy_failed(
    const struct call *call, enum hscan_status status, struct hscan_error *err);

#endif
