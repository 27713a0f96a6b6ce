/* SPDX-License-Identifier: MIT */
/* What a server of ClickHouse has for us, for healthscan doctor. */
#ifndef HSCAN_APP_ENGINE_LOOK_H
#define HSCAN_APP_ENGINE_LOOK_H

#include <stdint.h>

#include <healthscan/status.h>

#include "base/buf.h"

struct hscan_clickhouse;

struct engine_server {
	char version[32]; /* "18.16.1"; made fit to be shown */
	int64_t
	    readonly; /* the user may: 0 all, 1 read, 2 read and set limits */
};

/* Fails as hscan_clickhouse_ask() does, and so says whether we are let in. */
HSCAN_CHECK enum hscan_status engine_look_server(
    struct hscan_clickhouse *clickhouse, struct engine_server *out,
    struct hscan_error *err);

/* Appends the names of our tables that are not there, "item, answer". */
HSCAN_CHECK enum hscan_status engine_look_missing(
    struct hscan_clickhouse *clickhouse, struct hscan_buf *out,
    struct hscan_error *err);

struct engine_exported {
	int64_t repos;     /* that can be asked about */
	int64_t items;     /* of them */
	int64_t synced_at; /* when the newest was; 0: none is there */
};

/* Asks all shards: one that is down is HSCAN_ENET with its name. */
HSCAN_CHECK enum hscan_status engine_look_exported(
    struct hscan_clickhouse *clickhouse, struct engine_exported *out,
    struct hscan_error *err);

#endif
