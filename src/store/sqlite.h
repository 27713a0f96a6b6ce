/* SPDX-License-Identifier: MIT */
/* What only those who speak SQLite may have of a store: the store itself, and
 * the engine that runs its queries there. */
#ifndef HSCAN_STORE_SQLITE_H
#define HSCAN_STORE_SQLITE_H

#include <sqlite3.h>

#include <healthscan/status.h>

struct hscan_store;

/* The connection; borrowed. */
sqlite3 *hscan_store_db(struct hscan_store *store);

/* Turns the connection's last failure into a message. Returns HSCAN_ESTORE
 * (HSCAN_ENOMEM when memory ran out, HSCAN_EINTR when interrupted). */
enum hscan_status hscan_store_failed(
    sqlite3 *db, const char *doing, struct hscan_error *err);

#endif
