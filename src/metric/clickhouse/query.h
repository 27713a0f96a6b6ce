/* SPDX-License-Identifier: MIT */
/* A user's own question to a server of ClickHouse: one SELECT over the tables
 * that an export fills, as the server's user may read them. */
#ifndef HSCAN_METRIC_CLICKHOUSE_QUERY_H
#define HSCAN_METRIC_CLICKHOUSE_QUERY_H

#include <healthscan/status.h>

#include "clickhouse/client.h"
#include "metric/sqlite/query.h"

/**
 * Runs it, and tells its rows in their order. Numbers are numbers; what is
 * neither number nor text is told as the server writes it. Fails as
 * hscan_clickhouse_ask(), and as the taker.
 */
HSCAN_CHECK enum hscan_status hscan_clickhouse_query(
    struct hscan_clickhouse *clickhouse, const char *sql,
    const struct hscan_query_taker *taker, struct hscan_error *err);

#endif
