/* SPDX-License-Identifier: MIT */
/* One request of the client and its answer, for the files of this layer. */
#ifndef HSCAN_CLICKHOUSE_CALL_H
#define HSCAN_CLICKHOUSE_CALL_H

#include <healthscan/status.h>

#include "base/buf.h"
#include "clickhouse/client.h"
#include "http/transport.h"
#include "http/upload.h"

struct clickhouse_call {
	/* Of the address, "query=…&max_threads=2", encoded; NULL: none. */
	const char *query;
	const struct hscan_http_body *body;
	struct hscan_sink *sink; /* NULL: nothing is to be answered */
};

/* Fails as client.h says, also for an answer other than 200. Without a sink,
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
