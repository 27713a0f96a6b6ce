/* SPDX-License-Identifier: MIT */
/*
 * A request as it comes in: what its headers say, as much of its body as there
 * is yet, and what it will be answered once that is known. Pure; the connection
 * is http.c's.
 */
#ifndef HSCAN_SERVE_REQUEST_H
#define HSCAN_SERVE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "base/buf.h"
#include "serve/limits.h"
#include "source/webhook/post.h"

/* HTTP's. */
enum serve_status {
	SERVE_OK = 200,
	SERVE_ACCEPTED = 202,
	SERVE_NO_CONTENT = 204,
	SERVE_BAD = 400,
	SERVE_UNSIGNED = 401,
	SERVE_FORBIDDEN = 403,
	SERVE_NOT_FOUND = 404,
	SERVE_NO_METHOD = 405,
	SERVE_TOO_LARGE = 413,
	SERVE_NO_TYPE = 415,
	SERVE_TOO_MANY = 429,
	SERVE_UNAVAILABLE = 503,
};

enum {
	SERVE_BODY_MS = 60000, /* for a whole body, by our own clock */
	SERVE_WHY = 160,
	SERVE_ID = 100, /* bytes of X-GitHub-Delivery; GitHub's has 36 */
};

struct serve_request {
	/* Borrowed from the connection. */
	struct hscan_text method, path;
	struct hscan_post post;
	size_t lengths; /* headers Content-Length */
	int64_t length; /* of the first one; -1: none, or not a number */
	bool chunked;
	bool expects; /* it waits for our word before it sends the body */
	bool twice;   /* a header that counts is there more than once */

	struct hscan_buf body;
	struct hscan_buf form; /* what was decoded of it */
	size_t held;           /* bytes that are counted in the traffic */
	int64_t began_ms;

	unsigned status;         /* enum serve_status; 0: not known yet */
	char why[SERVE_WHY];     /* told with it */
	struct hscan_buf answer; /* in place of that; empty: none */
	const char *type;        /* of the answer; NULL: plain text */
	void *payload;           /* whoever answers may use it */
};

void serve_request_init(struct serve_request *request, int64_t now_ms);

/* Frees it, and gives back its share of the traffic. */
void serve_request_clear(
    struct serve_request *request, struct serve_traffic *traffic);

void serve_request_header(struct serve_request *request, struct hscan_text name,
    struct hscan_text value);

/* Sets the answer, unless there is one already; `why` is shown to the sender,
 * and in the log. */
void serve_request_answer(
    struct serve_request *request, enum serve_status status, const char *why);

/* Sets the answer of what the headers alone decide, of a request to the
 * receiver. With `insecure` a signature is not missed. */
void serve_request_check(struct serve_request *request, bool insecure);

/* Whether it is answered before its body has come: it is refused, and that
 * would only be thrown away. */
bool serve_request_is_early(const struct serve_request *request);

/* Keeps more of the body, or throws it away where there is an answer. */
void serve_request_take(struct serve_request *request,
    struct serve_traffic *traffic, const char *bytes, size_t len);

/* Whether its body has taken too long. */
bool serve_request_is_late(const struct serve_request *request, int64_t now_ms);

/* The JSON of a body that is there whole; sets the answer on failure. */
bool serve_request_payload(struct serve_request *request,
    struct serve_traffic *traffic, struct hscan_text *out);

#endif
