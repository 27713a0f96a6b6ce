/* SPDX-License-Identifier: MIT */
/*
 * What a server of ClickHouse holds of many repositories, as `healthscan export
 * clickhouse` has sent it, for one run: a store to look things up in, which is
 * a shadow (store/shadow.h), and the engine that computes metrics there.
 *
 * What is read of a repository is one closed generation, chosen at the
 * beginning: what is exported meanwhile is the next run's.
 */
#ifndef HSCAN_METRIC_CLICKHOUSE_WAREHOUSE_H
#define HSCAN_METRIC_CLICKHOUSE_WAREHOUSE_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "clickhouse/client.h"
#include "metric/kind.h"
#include "store/store.h"

struct hscan_warehouse;

/**
 * Reads which repositories there are, and their names. The client is borrowed,
 * and outlives it. Fails as hscan_clickhouse_ask(); HSCAN_EPARSE: an export of
 * another version is there.
 */
HSCAN_CHECK enum hscan_status hscan_warehouse_open(
    struct hscan_clickhouse *clickhouse, struct hscan_warehouse **out,
    struct hscan_error *err);
void hscan_warehouse_close(struct hscan_warehouse *warehouse);

/* Borrowed until it is closed. The engine has to be opened over that store. */
struct hscan_store *hscan_warehouse_store(struct hscan_warehouse *warehouse);
const struct hscan_engine_kind *hscan_warehouse_kind(
    const struct hscan_warehouse *warehouse);

#endif
