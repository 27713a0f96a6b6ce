/* SPDX-License-Identifier: MIT */
/* A user's own question to the store: one SELECT over the views that metrics
 * read, and nothing else. */
#ifndef HSCAN_METRIC_SQLITE_QUERY_H
#define HSCAN_METRIC_SQLITE_QUERY_H

#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "metric/engine.h"

enum hscan_query_kind {
	HSCAN_QUERY_NULL,
	HSCAN_QUERY_INTEGER,
	HSCAN_QUERY_REAL,
	HSCAN_QUERY_TEXT, /* a blob is given as hexadecimal text */
};

struct hscan_query_value {
	enum hscan_query_kind kind;
	int64_t integer;
	double real; /* finite */
	struct hscan_text text;
};

struct hscan_query_taker {
	/* Told the names of the columns once, then each row; text is borrowed
	 * until it returns. Any status but HSCAN_OK ends the query. */
	enum hscan_status (*columns)(const struct hscan_text *names, size_t len,
	    void *payload, struct hscan_error *err);
	enum hscan_status (*row)(const struct hscan_query_value *values,
	    size_t len, void *payload, struct hscan_error *err);
	void *payload;
};

/**
 * Runs one statement with an engine of SQLite's kind. HSCAN_EINVAL: it is
 * wrong, does not only read v_ views, or is not the only one. HSCAN_ELIMIT: it
 * took too long, or wants too much memory. HSCAN_EINTR: the watch of the engine
 * has ended it.
 */
HSCAN_CHECK enum hscan_status hscan_query_run(struct hscan_engine *engine,
    struct hscan_text sql, const struct hscan_query_taker *taker,
    struct hscan_error *err);

#endif
