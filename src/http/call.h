/* SPDX-License-Identifier: MIT */
/* What the two halves of the client share: client.c, which runs the queue,
 * and policy.c, which decides what a reply means. */
#ifndef HSCAN_HTTP_CALL_H
#define HSCAN_HTTP_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/client.h"
#include "http/credential.h"
#include "http/rate.h"
#include "http/transport.h"
#include "http/url.h"

enum call_state {
	CALL_QUEUED,
	CALL_ON_WIRE,
	CALL_ABANDONED, /* on the wire, but its answer is not wanted */
};

/* One request of the user, over all its tries and redirects. */
struct call {
	struct call *next;
	enum call_state state;
	void *user;
	const void *owner;
	char *target;  /* as it was asked */
	char *etag;    /* NULL: not conditional */
	char *etag_of; /* whose it is; not NULL if `etag` is not */
	struct hscan_upload *upload; /* NULL: a GET */
	char *type;                  /* "Content-Type: …" of the upload */
	char *moved;        /* where redirects have led; NULL: nowhere */
	bool moved_for_now; /* at least one was temporary */
	char *moved_to;     /* where the permanent ones led */
	struct hscan_wire_request wire; /* the hop under way or next */
	struct credential *credential;  /* of the last try; NULL: none so far */
	bool plain;                     /* do not name the version of the API */
	unsigned in_flight; /* how many were allowed when it was sent */
	unsigned redirects;
	unsigned tries;    /* of all kinds, for the trace */
	unsigned failures; /* that may pass */
	unsigned useless;  /* answers to the same request before */
	unsigned limits;   /* answers that were a rate limit */
	unsigned attempts; /* failures that it is over after */
	int64_t not_before_ms;
	int last_status;
};

/* A request that has failed this often goes alone. */
#define HSCAN_ALONE_AFTER 2

struct hscan_http {
	struct hscan_http_options options; /* numbers and functions only */
	struct hscan_url base;
	char authority[HSCAN_AUTHORITY_SIZE]; /* of base, for messages */
	struct credentials credentials;
	char *agent; /* "User-Agent: …" */
	struct hscan_transport *transport;
	struct call *calls;    /* oldest first */
	struct call *answered; /* what the last answer borrows from */
	size_t pending;
	size_t on_wire; /* abandoned ones too */
	struct hscan_wire_reply reply;
	struct hscan_buf next; /* target of rel="next" */
	struct hold hold;      /* asked to slow down, whoever asks */
	unsigned in_flight;    /* how many may be on the wire */
	bool careful;          /* a limit has just passed: one at a time */
	bool plain;            /* the server does not know the version */
	unsigned refusals;     /* 401 in a row, of the last token */
	bool sunset_reported;
	bool foreign_reported; /* a link that names another host */
	/* Why there is no connection to the server; HSCAN_OK: there may be. */
	struct hscan_error down;
	int64_t budget; /* at the start; for the message */
	struct hscan_http_rate seen;
	struct hscan_http_count count;
	uint64_t random;
};

static inline const char *
call_method(const struct call *call)
{
	return call->upload ? "POST" : "GET";
}

static inline int64_t
hscan_http_clock_ms(const struct hscan_http *http)
{
	return http->options.monotonic_ms(http->options.payload);
}

/**
 * Judges http->reply, which is `call`'s. HSCAN_OK with `*again` set: the call
 * has been prepared for another try. HSCAN_OK without: the answer is final.
 * Else it has failed for good.
 */
HSCAN_CHECK enum hscan_status hscan_policy_judge(struct hscan_http *http,
    struct call *call, bool *again, struct hscan_error *err);

/**
 * Whether a request may go out now, and as whom. HSCAN_ELIMIT when a limit in
 * force lasts longer than the user wants to wait, or when the budget is used
 * up; HSCAN_EAUTH when none of the tokens is accepted; otherwise `*wait_ms`
 * says how long it still is, 0 when there is none: call->credential has been
 * chosen then. A wait is reported to the user once.
 */
HSCAN_CHECK enum hscan_status hscan_policy_admit(struct hscan_http *http,
    struct call *call, int64_t *wait_ms, struct hscan_error *err);

/* How long a request that has failed waits before it is sent again. */
int64_t hscan_policy_pause_ms(struct hscan_http *http, const struct call *call);

/* Puts "GET /target failed: " or the like in front of the message and returns
 * `status`.
 */
enum hscan_status hscan_policy_failed(
    const struct call *call, enum hscan_status status, struct hscan_error *err);

#endif
