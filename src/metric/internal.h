/* SPDX-License-Identifier: MIT */
/* What the files of the engine share. */
#ifndef HSCAN_METRIC_INTERNAL_H
#define HSCAN_METRIC_INTERNAL_H

#include "base/time.h"
#include "metric/engine.h"

/* An author whose samples are left out. */
struct engine_actor {
	int64_t repo_id;
	int64_t actor_id; /* as the views give it */
};

/* More tables than this are behind no views that one metric reads. */
enum { ENGINE_TABLES = 16, ENGINE_TABLE_NAME = 32 };

struct hscan_engine {
	struct sqlite3 *db;
	const struct hscan_ask *ask;
	struct engine_actor *left_out; /* owned; sorted */
	size_t left_out_len, left_out_size;
	/* The tables that the statement being prepared reads through views. */
	char behind_views[ENGINE_TABLES][ENGINE_TABLE_NAME];
	size_t behind_views_len;
};

/* Makes the temporary tables and the views on them. */
enum hscan_status engine_prepare(
    struct hscan_engine *engine, struct hscan_error *err);
void engine_unprepare(struct hscan_engine *engine);

void engine_sort_left_out(struct hscan_engine *engine);

/* While on, a statement can be prepared only if it does nothing but read v_
 * views. */
void engine_restrict(struct hscan_engine *engine, bool on);

#endif
