/* SPDX-License-Identifier: MIT */
/*
 * The one seam between the client's policy and the world: something that
 * takes requests and gives back replies, one hop each, without judging them.
 * It has three ends: libcurl, a directory that is recorded into, and one
 * that is replayed. Retries, limits and redirects are the client's.
 */
#ifndef HSCAN_HTTP_TRANSPORT_H
#define HSCAN_HTTP_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "http/dialect.h"
#include "http/upload.h"
#include "http/url.h"

/* A header block that is longer is an attack; usual ones are 2 kB. */
#define HSCAN_HEADERS_MAX ((size_t)64 * 1024)

/* Bytes a second, before decompression, that an answer must bring once its time
 * is over; no real link is slower. */
#define HSCAN_SLOWEST_RATE 256

/* Header lines of a request, beside its If-None-Match. */
#define HSCAN_WIRE_HEADERS 5

struct credentials;

/* Where the body of an answer goes as it comes, decompressed, so that it need
 * not be in memory. Only that of a 200: what else is said stays in the reply.
 */
struct hscan_sink {
	/* Its failure ends the request, and is the reply's. */
	enum hscan_status (*write)(
	    void *payload, struct hscan_text bytes, struct hscan_error *err);
	void *payload;
	size_t bytes;              /* so far */
	struct hscan_error failed; /* of writing; HSCAN_OK: it has not */
};

/* Owned by who starts it; must live until its reply is there or the
 * transport is closed. */
struct hscan_wire_request {
	const char *target;
	const char *etag; /* for If-None-Match; NULL: not conditional */
	/* What goes with it: that makes it a POST. NULL: it is a GET. */
	struct hscan_upload *upload;
	/* NULL: the body is the reply's. Recordings know none. */
	struct hscan_sink *sink;
	/* "Name: value", NULL after the last; borrowed, so that a token is in
	 * one place only. */
	char *headers[HSCAN_WIRE_HEADERS + 1];
	/* What no answer may repeat; borrowed; NULL: nothing. */
	const struct credentials *credentials;
	bool http1; /* do not speak HTTP/2 */
	void *user;
};

/* One hop's outcome. `failure` comes first: a 200 may have been cut short. */
struct hscan_wire_reply {
	const struct hscan_wire_request *request; /* NULL: no reply yet */
	enum hscan_status failure;
	/* How often a request that fails like this is worth being sent, in
	 * all; 1: once is enough, it does not pass. */
	unsigned tries;
	bool unreached;   /* there was no connection to send it over */
	bool retry_http1; /* HTTP/1.1 is the better choice the next time */
	/* Why it failed and what to do. Of an HSCAN_ENET or HSCAN_EREFUSED it
	 * is the part after "GET /target failed: ". */
	struct hscan_error err;
	int status;               /* 0: there was none */
	struct hscan_buf headers; /* "Name: value" lines, see headers.h */
	struct hscan_buf body;    /* decompressed */
};

void hscan_wire_reply_init(struct hscan_wire_reply *reply);
void hscan_wire_reply_clear(struct hscan_wire_reply *reply);

struct hscan_transport;

struct hscan_transport_ops {
	/* Puts a request on the wire. On failure there will be no reply. */
	enum hscan_status (*start)(struct hscan_transport *transport,
	    const struct hscan_wire_request *request, struct hscan_error *err);
	/* Waits for a reply, but no longer than about `timeout_ms`; sets
	 * `reply->request` to NULL when there is none. With nothing under
	 * way it lets the time pass. `reply` is reused from call to call. */
	enum hscan_status (*wait)(struct hscan_transport *transport,
	    int timeout_ms, struct hscan_wire_reply *reply,
	    struct hscan_error *err);
	/* Drops what is under way and frees everything. */
	void (*close)(struct hscan_transport *transport);
};

/* Begins each kind of transport. */
struct hscan_transport {
	const struct hscan_transport_ops *ops;
	bool offline; /* its answers do not change, so waiting is of no use */
};

/* NULL is fine. */
void hscan_transport_close(struct hscan_transport *transport);

struct hscan_wire_options {
	const struct hscan_url *base;
	const char *ca_file;  /* NULL: the system's */
	size_t max_in_flight; /* requests at once */
	size_t max_body_bytes;
	int64_t connect_timeout_s;
	int64_t stall_timeout_s;
	int64_t answer_time_s;
	/* "ask for less": what else to do when that is over; borrowed. NULL:
	 * to give it longer with --answer-time. */
	const char *too_slow;
	/* Called once a run, if there is no connection after
	 * HSCAN_CONNECTING_S; `where` is the host, or "the proxy X". NULL:
	 * never called. */
	void (*connecting)(const char *where, void *payload);
	void *payload;
};

/* From then on somebody wants to know what is being waited for. Where packets
 * are dropped silently nothing tells until the connection is given up, and slow
 * networks need the time. */
#define HSCAN_CONNECTING_S 2

/* The network. */
HSCAN_CHECK enum hscan_status hscan_curl_open(
    const struct hscan_wire_options *options, struct hscan_transport **out,
    struct hscan_error *err);

/* A directory of recorded answers; nothing of `options` but the two maxima
 * is used. Fails with HSCAN_EIO or, naming the file, HSCAN_EPARSE. */
HSCAN_CHECK enum hscan_status hscan_replay_open(const char *dir,
    const struct hscan_wire_options *options, struct hscan_transport **out,
    struct hscan_error *err);

/* Writes the replies of `inner`, which it takes over if it succeeds, into a
 * directory, which it makes if need be; numbers go on after those there. */
HSCAN_CHECK enum hscan_status hscan_record_open(const char *dir,
    const struct hscan_url *base, const struct hscan_http_dialect *dialect,
    struct hscan_transport *inner, struct hscan_transport **out,
    struct hscan_error *err);

#endif
