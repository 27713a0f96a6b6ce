/* SPDX-License-Identifier: MIT */
/* What the files of the engine share. */
#ifndef HSCAN_METRIC_INTERNAL_H
#define HSCAN_METRIC_INTERNAL_H

#include <sqlite3.h>

#include "base/buf.h"
#include "base/time.h"
#include "metric/engine.h"

/* An author whose samples are left out. */
struct engine_actor {
	int64_t repo_id;
	int64_t actor_id; /* as the views give it */
};

/* More tables than this are behind no views that one metric reads. */
enum { ENGINE_TABLES = 32, ENGINE_TABLE_NAME = 32 };

/* What SQLite was allowed before own SQL was run. */
struct engine_guard {
	int value, pattern, attached;
	sqlite3_int64 memory;
};

struct hscan_engine {
	sqlite3 *db;
	const struct hscan_ask *ask;
	struct engine_actor *left_out; /* owned; sorted */
	size_t left_out_len, left_out_size;
	bool documentation_ready; /* ask_documentation is filled */
	bool states_ready;        /* open_stretch is */
	bool responses_ready;     /* ask_first and ask_draft are */
	bool doubted;             /* something could not be read */
	/* The tables that the statement being prepared reads through views. */
	char behind_views[ENGINE_TABLES][ENGINE_TABLE_NAME];
	size_t behind_views_len;
	struct hscan_buf tables; /* all that there are; empty: not known */
	/* Of the statement that is run (guard.c). */
	bool own;
	struct engine_guard before;
	int rows;
	enum hscan_status ended; /* why the watch has ended it; or HSCAN_OK */
};

/* Makes the temporary tables and the views on them. */
enum hscan_status engine_prepare(
    struct hscan_engine *engine, struct hscan_error *err);
void engine_unprepare(struct hscan_engine *engine);

/* Works out, once, what metrics with these streams read. */
enum hscan_status engine_need(
    struct hscan_engine *engine, unsigned streams, struct hscan_error *err);

/* Who is a bot, and who is left out (actors.c). */
enum hscan_status engine_find_bots(
    struct hscan_engine *engine, struct hscan_error *err);

bool engine_is_left_out(
    const struct hscan_engine *engine, int64_t repo_id, int64_t actor_id);

/* What could not be read and may be missing from the samples of a metric in one
 * window (doubts.c). */
struct engine_missing {
	int64_t samples; /* that are not there */
	int64_t changed; /* that are there, and may be other than they seem */
	bool any_number; /* there may be any number more that are not there */
};

enum hscan_status engine_count_missing(struct hscan_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id,
    const struct hscan_window *window, struct engine_missing *out,
    struct hscan_error *err);

/* The samples that are there, as far as bounds are told from them. */
struct engine_samples {
	double *values; /* of medians; sorted in place */
	size_t len;
	int64_t n, nonzero;
	double sum;
};

/* Between what the value lies, whatever is missing. Pure. */
struct hscan_interval engine_range(const struct hscan_metric *metric,
    const struct hscan_window *window, struct engine_samples *samples,
    const struct engine_missing *missing, struct hscan_number value);

/* Which items and commits are looked at (slice.c). */
enum hscan_status engine_slice(
    struct hscan_engine *engine, struct hscan_error *err);

/* Fills open_stretch (replay.c). */
enum hscan_status engine_replay_states(
    struct hscan_engine *engine, struct hscan_error *err);

/* While on, a statement can be prepared only if it does nothing but read v_
 * views. */
void engine_restrict(struct hscan_engine *engine, bool on);

/* Between them, a statement can be ended, and own SQL has its bounds. */
void engine_guard(struct hscan_engine *engine, bool own);
void engine_unguard(struct hscan_engine *engine);

/* sqlite3_step(), which fails after too many rows of own SQL. */
int engine_step(struct hscan_engine *engine, sqlite3_stmt *stmt);

/* Whether the guard is why `rc`; then `err` says it. */
bool engine_was_ended(struct hscan_engine *engine, int rc, const char *what,
    struct hscan_error *err);

/* --- SQL --- */

enum hscan_status engine_failed(
    struct hscan_engine *engine, struct hscan_error *err);
enum hscan_status engine_run(
    struct hscan_engine *engine, const char *sql, struct hscan_error *err);
enum hscan_status engine_statement(struct hscan_engine *engine, const char *sql,
    sqlite3_stmt **out, struct hscan_error *err);

/* Runs an INSERT with integers, once. NULL for HSCAN_NEVER. */
enum hscan_status engine_insert(struct hscan_engine *engine, sqlite3_stmt *stmt,
    const int64_t *values, int len, struct hscan_error *err);

struct hscan_text engine_text(sqlite3_stmt *row, int column);

#endif
