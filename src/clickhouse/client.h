/* SPDX-License-Identifier: MIT */
/*
 * Asks one server of ClickHouse over HTTP: statements, rows into a table, and
 * questions whose rows are told as they come.
 *
 * An answer counts when it is whole: a question ends with a row of our own, and
 * without that row it has failed, whatever the server's status was. It may then
 * have told of rows: whoever asks lets them count once the call has succeeded.
 * Nothing here is tried again, but for a connection that had served before and
 * was dead: ours to the server, and, for questions, the server's to a shard.
 */
#ifndef HSCAN_CLICKHOUSE_CLIENT_H
#define HSCAN_CLICKHOUSE_CLIENT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "clickhouse/rowbinary.h"

struct hscan_clickhouse;

struct hscan_clickhouse_options {
	const char *url;      /* http(s)://HOST:PORT/DB */
	const char *user;     /* NULL or "": "default" */
	const char *password; /* NULL: none. Copied, wiped when closed */
	const char *user_agent;
	/* A name that no other client of that server has, of letters, digits
	 * and '-': what is under way there when the user interrupts is ended
	 * by it. NULL: it goes on until it has its answer. Copied. */
	const char *session;
	const char *ca_file;       /* PEM; NULL: the system's */
	int64_t connect_timeout_s; /* at least 1 */
	/* How long one statement may take there (max_execution_time); we wait
	 * some seconds longer. At least 1. */
	int64_t time_s;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
	/* Called for each request, for -vv: "POST http://HOST:PORT/ 200 12345";
	 * no secrets in it. May be NULL. */
	void (*trace)(const char *line, void *payload);
	void *payload;
};

/* Fills in every number with its usual value and everything else with NULL. */
void hscan_clickhouse_options_init(struct hscan_clickhouse_options *options);

/**
 * Opens a client; asks nothing yet. Fails with HSCAN_EINVAL for an address that
 * is of no use: see url.h; also for a user or password with control characters.
 */
HSCAN_CHECK enum hscan_status hscan_clickhouse_open(
    const struct hscan_clickhouse_options *options,
    struct hscan_clickhouse **out, struct hscan_error *err);

/* NULL is fine. */
void hscan_clickhouse_close(struct hscan_clickhouse *ch);

/* "127.0.0.1:8123/healthscan", for messages; borrowed until it is closed. */
const char *hscan_clickhouse_name(const struct hscan_clickhouse *ch);

/*
 * All calls below fail with
 * HSCAN_ENET     no connection, no answer, a cut one, an answer that took too
 *                long; a shard that the server does not reach, which is named
 * HSCAN_EAUTH    user or password refused, or the user may not do this
 * HSCAN_EPARSE   an answer that is not what was asked for
 * HSCAN_ELIMIT   the server's limits of time, memory or size; the question as
 *                it stands is too much for it
 * HSCAN_EREFUSED a redirect; an answer that is too large
 * HSCAN_ENOTFOUND no such database or table: `export clickhouse --init` is due
 * HSCAN_ENET also for any other exception of the server's, in its words
 * HSCAN_EINTR, HSCAN_ENOMEM, and as the caller's callback does.
 */

/* Carries out a statement that answers nothing: CREATE, ALTER, ... */
HSCAN_CHECK enum hscan_status hscan_clickhouse_exec(
    struct hscan_clickhouse *clickhouse, const char *sql,
    struct hscan_error *err);

/* --- rows into a table --- */

struct hscan_clickhouse_insert {
	const char *table;   /* quoted here */
	const char *columns; /* "repo_id, generation, number": as they stand */
	/* Appends one whole row to `out`, in RowBinary; `*end`: there was none
	 * left. Called while the server takes those before. */
	enum hscan_status (*next)(void *payload, struct hscan_buf *out,
	    bool *end, struct hscan_error *err);
	void *payload;
	/* Rows of one request, after which the next one begins; 0: a million,
	 * which a server takes as one block. */
	int64_t block_rows;
};

/**
 * Sends rows until there are none left; none at all is no request. Through a
 * Distributed table it has succeeded when all shards have them. `*rows`: how
 * many were sent. HSCAN_OK says that the server took what came, and no more: a
 * proxy between may have cut it. Whoever needs to know counts on the server;
 * after a failure some rows may be there.
 */
HSCAN_CHECK enum hscan_status hscan_clickhouse_insert(
    struct hscan_clickhouse *clickhouse,
    const struct hscan_clickhouse_insert *insert, int64_t *rows,
    struct hscan_error *err);

/* The same, but returns when the last row has been taken from `next`, while the
 * server still works on it: to make the next rows meanwhile. Whether the server
 * took them says hscan_clickhouse_settle(); what is asked next waits for that,
 * too, and fails if they did. */
HSCAN_CHECK enum hscan_status hscan_clickhouse_send(
    struct hscan_clickhouse *clickhouse,
    const struct hscan_clickhouse_insert *insert, int64_t *rows,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_clickhouse_settle(
    struct hscan_clickhouse *clickhouse, struct hscan_error *err);

/* --- questions --- */

/* A table that travels with a question, to all shards. */
struct hscan_clickhouse_table {
	const char *name;       /* "ask_repo": as it stands in the question */
	const char *structure;  /* "repo_id Int64, generation Int64" */
	struct hscan_text rows; /* in RowBinary */
};

struct hscan_clickhouse_column {
	const char *name; /* as the question names it */
	enum hscan_clickhouse_type type;
};

struct hscan_clickhouse_ask {
	/* A SELECT without ORDER BY at its end, FORMAT or ';', whose columns
	 * have exactly these names and types. The first one is an Int64 that is
	 * never INT64_MAX: the row of our own has that, and is sorted last. */
	const char *sql;
	const struct hscan_clickhouse_column *columns;
	size_t column_count;
	size_t sorted; /* rows come in order of so many columns; at least 1 */
	const struct hscan_clickhouse_table *tables;
	size_t table_count;
	/* More settings, "max_threads=2&final=1", or NULL. */
	const char *settings;
	/* Values are borrowed until it returns; there are column_count. */
	enum hscan_status (*on_row)(void *payload,
	    const struct hscan_clickhouse_value *values,
	    struct hscan_error *err);
	void *payload;
};

HSCAN_CHECK enum hscan_status hscan_clickhouse_ask(
    struct hscan_clickhouse *clickhouse, const struct hscan_clickhouse_ask *ask,
    struct hscan_error *err);

/* Columns of any SELECT (without FORMAT or ';'), without carrying it out:
 * "number", "UInt64". Texts are borrowed until `on_column` returns. */
HSCAN_CHECK enum hscan_status hscan_clickhouse_describe(
    struct hscan_clickhouse *clickhouse, const char *sql,
    enum hscan_status (*on_column)(void *payload, struct hscan_text name,
	struct hscan_text type, struct hscan_error *err),
    void *payload, struct hscan_error *err);

#endif
