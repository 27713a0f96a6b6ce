/* SPDX-License-Identifier: MIT */
/* What a server that cannot do what it was asked says of it, as a status and a
 * message for a person. Pure. */
#ifndef HSCAN_CLICKHOUSE_EXCEPTION_H
#define HSCAN_CLICKHOUSE_EXCEPTION_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* The number of an exception that begins at the beginning of `text`, "Code: 60,
 * e.displayText() = …" or "Code: 60. DB::Exception: …"; 0: there is none. */
int hscan_clickhouse_code(struct hscan_text text);

/* Whether the server could not reach another one that it asks, as it may by a
 * connection to it that has been closed meanwhile: it tries that one first. */
bool hscan_clickhouse_lost_shard(int code);

/* Where within `text` the last exception begins, to its end; absent: there is
 * none. */
struct hscan_text hscan_clickhouse_find_exception(struct hscan_text text);

/**
 * Fails as an answer of this HTTP status and this body does. `name` is the
 * server's and the database's, `user` who asked.
 */
enum hscan_status hscan_clickhouse_explain(int http_status,
    struct hscan_text body, const char *name, const char *user,
    struct hscan_error *err);

#endif
