/* SPDX-License-Identifier: MIT */
/* One request of the client and its answer, for the files of this layer. */
#ifndef HSCAN_CLICKHOUSE_CALL_H
#define HSCAN_CLICKHOUSE_CALL_H

#include <healthscan/status.h>

#include "base/buf.h"
#include "clickhouse/client.h"
#include "http/transport.h"
#include "http/upload.h"

/* Requests under way. A server takes a hundred of all who ask it as a rule, and
 * rows for a table over shards are a request to each of these, too. */
enum { CLICKHOUSE_AT_ONCE = 4 };

struct clickhouse_call {
	/* Of the address, "query=…&max_threads=2", encoded; NULL: none. */
	const char *query;
	const struct hscan_http_body *body;
	struct hscan_sink *sink; /* NULL: nothing is to be answered */
};

/* A request under way, and how it ended. It must stay where it is meanwhile. */
struct clickhouse_flight {
	struct hscan_upload upload;
	struct hscan_wire_request request;
	struct hscan_buf target; /* owned */
	bool up;
	struct hscan_error failed; /* HSCAN_OK: it has not */
};

/* Once, before the first start. */
void clickhouse_flight_init(struct clickhouse_flight *flight);
/* Not while it is up, but for a client that is closed. */
void clickhouse_flight_clear(struct clickhouse_flight *flight);

/* Beside others, at most CLICKHOUSE_AT_ONCE in all. */
HSCAN_CHECK enum hscan_status clickhouse_start(struct hscan_clickhouse *ch,
    struct clickhouse_flight *flight, const struct clickhouse_call *call,
    struct hscan_error *err);

/* Goes on with those that are up: waits for one of them for a moment, or, in a
 * glance, does no more than can be done at once. */
HSCAN_CHECK enum hscan_status clickhouse_pump(
    struct hscan_clickhouse *ch, struct hscan_error *err);
HSCAN_CHECK enum hscan_status clickhouse_glance(
    struct hscan_clickhouse *ch, struct hscan_error *err);

/* What is under way besides (insert.c): waited for before the next call, and
 * freed when the client is closed. */
struct clickhouse_beside {
	void *payload; /* NULL: there was never anything */
	/* Nothing is up when it returns, also if it fails. */
	enum hscan_status (*settle)(struct hscan_clickhouse *ch, void *payload,
	    struct hscan_error *err);
	void (*free)(void *payload);
};
struct clickhouse_beside *clickhouse_beside(struct hscan_clickhouse *ch);

/* Waits for what is beside it first. Fails as client.h says, also for an answer
 * other than 200. Without a sink,
 * `*said` becomes what was answered, borrowed until the next call; may be NULL.
 */
HSCAN_CHECK enum hscan_status clickhouse_call(
    struct hscan_clickhouse *clickhouse, const struct clickhouse_call *call,
    struct hscan_text *said, struct hscan_error *err);

/* Of the last call, if the server threw an exception, its number; else 0. */
int clickhouse_last_code(const struct hscan_clickhouse *ch);

/* A body that is in memory as a whole, which must live as long as it. */
struct clickhouse_bytes {
	struct hscan_text all;
	size_t at;
};
struct hscan_http_body clickhouse_body_of(
    struct clickhouse_bytes *bytes, const char *type);

/* Appends text as a part of an address: "%20" for a blank. */
bool clickhouse_add_encoded(struct hscan_buf *out, struct hscan_text text);

const char *clickhouse_user(const struct hscan_clickhouse *ch);

#endif
