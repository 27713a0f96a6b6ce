/* SPDX-License-Identifier: MIT */
/*
 * Asks one API origin, patiently. A request goes in with
 * hscan_http_submit(), its answer comes out of hscan_http_next() once it is
 * final: retries, waits, redirects, several tokens and the rate budget have
 * been dealt with.
 *
 * Nothing above this layer sees a URL with an origin: a *target* is path and
 * query from the origin's root, "/repos/o/n/issues?state=all". A Link or
 * Location that leads anywhere else is refused.
 */
#ifndef HSCAN_HTTP_CLIENT_H
#define HSCAN_HTTP_CLIENT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "http/dialect.h"
#include "http/rate.h"
#include "http/upload.h"

struct hscan_http;
struct hscan_transport;

struct hscan_http_options {
	const struct hscan_http_dialect *dialect; /* borrowed; NULL: plain */
	const char *api_url; /* "https://api.example.org"; https, or http on
			      * loopback only; may have a path ("/api/v3") */
	/* One a line, used in turn: one until its budget of the hour is used
	 * up, then the next. Empty lines and those that begin with '#' do not
	 * count; NULL: none. Sent to api_url's origin alone. */
	const char *token;
	const char *user_agent;
	const char *record_dir; /* NULL: do not record */
	const char *replay_dir; /* NULL: ask the network */
	const char *ca_file;    /* PEM; NULL: the system's */
	unsigned max_in_flight; /* at least 1; halved when that is too many */
	unsigned max_attempts;  /* of one request; at least 1; 5 is usual */
	int64_t max_wait_s;     /* a longer wait for a limit is HSCAN_ELIMIT */
	int64_t retry_delay_s; /* the longest before a second try; it doubles */
	/* How many requests may still be sent, retries among them; counted
	 * down, so that several clients may share it. NULL: any number. A
	 * recording costs nothing. */
	int64_t *budget;
	size_t max_body_bytes; /* of one answer, after decompression */
	int64_t connect_timeout_s;
	int64_t stall_timeout_s; /* gives up when no byte moves for so long */
	/* How long the head of an answer may take, and its body beside a
	 * second for every HSCAN_SLOWEST_RATE bytes of it: however it trickles
	 * in, it ends. */
	int64_t answer_time_s;

	/* The clocks; only the command line reads them itself. */
	int64_t (*now_s)(void *payload);        /* Unix time */
	int64_t (*monotonic_ms)(void *payload); /* never jumps */
	/* Called before a wait of a second or more; may be NULL. */
	void (*waiting)(int64_t seconds, const char *why, void *payload);
	/* Called once, where there is no connection after two seconds: where
	 * to; may be NULL. */
	void (*connecting)(const char *where, void *payload);
	/* Called for each try, for -vv: "GET /target 200 12345"; the line has
	 * no secrets in it; may be NULL. */
	void (*trace)(const char *line, void *payload);
	/* `note`, for -v, gets changes in how the server is asked; `warn` what
	 * the user should act on: a token that is refused or expires. No
	 * secrets in them; may be NULL. */
	void (*note)(const char *line, void *payload);
	void (*warn)(const char *line, void *payload);
	void *payload;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
};

/* Fills in every number with its usual value and everything else with NULL. */
void hscan_http_options_init(struct hscan_http_options *options);

struct hscan_http_request {
	struct hscan_text target; /* copied by submit */
	struct hscan_text etag; /* for If-None-Match, verbatim; may be absent */
	/* The credential of the answer that the ETag is from. An ETag goes out
	 * with that credential only: for another the server would give another
	 * one. Absent: not known, so it is not sent. */
	struct hscan_text etag_of;
	/* Copied, but for what it points to; NULL: a GET. With a body it is a
	 * POST, which is not conditional, follows no redirect and is tried
	 * again only if the body can be read again: whoever says so says that
	 * the server may get it twice. A recording neither keeps nor answers
	 * it. */
	const struct hscan_http_body *body;
	void *user;        /* comes back with the answer */
	const void *owner; /* for hscan_http_drop; may be NULL */
	int failures; /* answers of no use before: waits as after so many */
	unsigned attempts; /* at most, if less than max_attempts; 0: those */
};

/* A final answer. Texts are borrowed until the next call with the client. */
struct hscan_http_reply {
	void *user;
	struct hscan_text target; /* as it was asked */
	int status;               /* of the last try; 0 when there was none */
	struct hscan_text body;   /* decompressed; empty for 204 and 304 */
	struct hscan_text etag;   /* verbatim, quotes and W/ included */
	/* As whom it was asked: "" without a token, else 16 hexadecimal digits
	 * that are the same in every run with that token and do not give it
	 * away. Borrowed until the client is closed; absent when there was no
	 * try. */
	struct hscan_text credential;
	struct hscan_text next; /* target of rel="next"; absent at the end */
	int64_t pages;          /* as hscan_link_pages() */
	struct hscan_text moved_to; /* target that a 301 or 308 led to */
	struct hscan_text headers;  /* see headers.h */
	int64_t date; /* server's clock; HSCAN_NEVER if not said */
	struct hscan_http_rate rate;
};

/**
 * Opens a client. Fails with HSCAN_EREFUSED for an api_url that is not https
 * (loopback aside), HSCAN_EINVAL for one that is no URL or a token with
 * control characters or spaces, HSCAN_EIO for a directory that cannot be
 * used.
 */
HSCAN_CHECK enum hscan_status hscan_http_open(
    const struct hscan_http_options *options, struct hscan_http **out,
    struct hscan_error *err);

/* What hscan_http_open() does once it has the headers and the transport for
 * them, for tests: a client on `transport`, which is the client's from now
 * on, also on failure. */
HSCAN_CHECK enum hscan_status hscan_http_open_on(
    const struct hscan_http_options *options, struct hscan_transport *transport,
    struct hscan_http **out, struct hscan_error *err);

/* Ends what is under way and frees everything; wipes the token. NULL is fine.
 */
void hscan_http_close(struct hscan_http *http);

/* Path of api_url without a trailing '/', "" or "/api/v3"; to build targets
 * with. Borrowed. */
const char *hscan_http_base_path(const struct hscan_http *http);

bool hscan_http_has_token(const struct hscan_http *http);

/* Requests that are on the wire at once, at most. */
unsigned hscan_http_lines(const struct hscan_http *http);

/* Puts a request in the queue; at most max_in_flight are on the wire, one for
 * a start after each rate limit. */
HSCAN_CHECK enum hscan_status hscan_http_submit(struct hscan_http *http,
    const struct hscan_http_request *request, struct hscan_error *err);

/* Drops every request of an owner that has no answer yet. What a POST reads its
 * body from is not touched any more. */
void hscan_http_drop(struct hscan_http *http, const void *owner);

/**
 * Waits for one final answer. HSCAN_OK: the server answered, with any status
 * that repeating would not change (2xx, 304, 4xx, also 3xx to a POST): judge
 * `out->status`.
 * Otherwise the request has failed for good, `out->user`, `out->target` and
 * the last `out->status` are set all the same, and the message says what
 * happened, why, and what to do:
 * HSCAN_ENET      no answer, a cut one, or 5xx, after max_attempts tries, or
 *                 fewer where trying again is of no use; also without one,
 *                 once no connection could be made for a request before
 * HSCAN_ELIMIT    a rate limit that lasts longer than max_wait_s, or the
 *                 user's own budget is used up
 * HSCAN_EAUTH     the answers before were all 401, so this was not sent
 * HSCAN_EREFUSED  a redirect or link to another origin, or too large a body
 * HSCAN_EIO       the recording could not be written
 * HSCAN_ENOTFOUND nothing like it in the replayed recording
 * HSCAN_EINTR     the user interrupted
 * HSCAN_ENOMEM
 * and as reading the body of a POST did.
 */
HSCAN_CHECK enum hscan_status hscan_http_next(struct hscan_http *http,
    struct hscan_http_reply *out, struct hscan_error *err);

/* The same, but waits for so many milliseconds at most: then `*there` is false,
 * and what is awaited is still under way. */
HSCAN_CHECK enum hscan_status hscan_http_next_within(struct hscan_http *http,
    int64_t most_ms, struct hscan_http_reply *out, bool *there,
    struct hscan_error *err);

/* The newest rate limit seen; all -1 before the first answer. */
struct hscan_http_rate hscan_http_rate_seen(const struct hscan_http *http);

/* Requests sent so far, and those among them answered 304. */
struct hscan_http_count {
	int64_t requests;
	int64_t not_modified;
};
struct hscan_http_count hscan_http_count(const struct hscan_http *http);

/* "libcurl/7.88.1 OpenSSL/3.0.11 ...", for the version; static storage. */
const char *hscan_http_library(void);

#endif
