/* SPDX-License-Identifier: MIT */
/*
 * Sends what the store holds to a server of ClickHouse: of each repository that
 * has changed all facts, under a number of their own (a generation), and once
 * they were counted there the row that lets others read them. Whatever ends it
 * in between costs room there, and no more.
 */
#ifndef HSCAN_APP_EXPORT_H
#define HSCAN_APP_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/app.h"

struct hscan_clickhouse;
struct hscan_store;

struct export_result {
	int64_t repos;   /* in the store */
	int64_t facts;   /* whose facts were sent */
	int64_t states;  /* of which only how far they were read was */
	int64_t others;  /* there, and not in the store: another one's, or one
			  * that this store has forgotten */
	int64_t newer;   /* of which another store has sent newer facts */
	int64_t rows;    /* that were sent */
	int64_t garbage; /* rows there that nobody reads, about */
	int64_t kept;    /* rows there that are read, about */
};

/**
 * Makes the tables that are not there yet. `cluster` NULL: of one server. Else
 * of one shard, and tables over all shards of that cluster on this server.
 * `database` is that of the server's address.
 */
HSCAN_CHECK enum hscan_status export_init(struct hscan_clickhouse *server,
    const char *database, const char *cluster, struct hscan_error *err);

/**
 * Has one server, or a shard's, drop what no question reads any more, when it
 * finds the time; `*rows`: how many that are. What an export of the last day
 * has left is kept, and what gave way in the last ten minutes.
 */
HSCAN_CHECK enum hscan_status export_prune(struct app *app,
    struct hscan_clickhouse *server, int64_t *rows, struct hscan_error *err);

/* Has nobody find a repository there any more, until a store that has it sends
 * it again. Its rows are then for export_prune() to drop. HSCAN_ENODATA: none
 * of that host has the name, in whatever case. */
HSCAN_CHECK enum hscan_status export_forget(struct app *app,
    struct hscan_clickhouse *server, struct hscan_text host,
    struct hscan_text full_name, struct hscan_error *err);

/* Sends what is new. Fails as the store and the server do; done again it goes
 * on with the repositories that are left. */
HSCAN_CHECK enum hscan_status export_run(struct app *app,
    struct hscan_store *store, struct hscan_clickhouse *server,
    struct export_result *out, struct hscan_error *err);

#endif
