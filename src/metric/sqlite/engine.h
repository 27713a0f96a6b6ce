/* SPDX-License-Identifier: MIT */
/* The engine that runs metrics where the facts are, in the store's SQLite. */
#ifndef HSCAN_METRIC_SQLITE_ENGINE_H
#define HSCAN_METRIC_SQLITE_ENGINE_H

#include "metric/kind.h"

/* Prepares the views and tables that metrics read, as temporary ones of the
 * store's connection: one engine at a time. */
extern const struct hscan_engine_kind hscan_sqlite_engine;

#endif
