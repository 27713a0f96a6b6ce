/* SPDX-License-Identifier: MIT */
/* What the files of the facts share: rows of several statements that are in the
 * order of repository and number go side by side. */
#ifndef HSCAN_METRIC_SQLITE_FACTS_INTERNAL_H
#define HSCAN_METRIC_SQLITE_FACTS_INTERNAL_H

#include "base/arena.h"
#include "metric/sqlite/facts.h"
#include "metric/sqlite/internal.h"

enum {
	FACTS_COLUMNS = 48, /* more than a row of any part has */
	FACTS_LISTS = 8,    /* more than one side has */
	FACTS_PLACE = 2,    /* the columns that say of which item a row is */
};

#define FACTS_NOBODY INT64_MIN

/* Of SQLite's row; a text is borrowed until the next. */
struct hscan_fact_value facts_value(sqlite3_stmt *stmt, int column);

/* Any number of values for each of some columns. */
struct facts_lists {
	size_t columns, len;
	struct hscan_fact_value *facts[FACTS_LISTS]; /* owned */
	size_t room[FACTS_LISTS];
};

/* One more value a column, and the first of these; false: no memory. */
bool facts_widen(struct facts_lists *lists, size_t *at);
void facts_lists_clear(struct facts_lists *lists);

/* --- rows that belong to an item (facts_sides.c) --- */

struct facts_side {
	struct sqlite_engine *engine;
	sqlite3_stmt *stmt; /* owned */
	bool more;          /* the row at hand is still to be taken */
	int64_t repo_id, number;
};

HSCAN_CHECK enum hscan_status facts_side_open(struct facts_side *side,
    struct sqlite_engine *engine, const char *path, struct hscan_error *err);
void facts_side_close(struct facts_side *side);
HSCAN_CHECK enum hscan_status facts_side_step(
    struct facts_side *side, struct hscan_error *err);

/* Goes on to the first row that is not before the item; whether it is of it. */
HSCAN_CHECK enum hscan_status facts_side_find(struct facts_side *side,
    int64_t repo_id, int64_t number, bool *found, struct hscan_error *err);

/* --- the answers to an item (facts_answers.c) --- */

/* Whom an item has answers of; emptied by `turn`. */
struct facts_seen {
	struct facts_seen_one {
		int64_t actor_id;
		uint64_t turn;
	} * ones; /* owned */
	size_t len, size;
	uint64_t turn;
};

struct facts_answers {
	struct facts_side waits, told;
	struct facts_lists answered, early;
	struct facts_seen seen_answered, seen_early;
};

HSCAN_CHECK enum hscan_status facts_answers_open(struct facts_answers *answers,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_answers_close(struct facts_answers *answers);

/* Fills both lists. */
HSCAN_CHECK enum hscan_status facts_answers_take(struct facts_answers *answers,
    int64_t repo_id, int64_t number, struct hscan_error *err);

/* --- who has an account (facts_named.c) --- */

/* The last that were asked for, of one host. */
struct facts_named {
	struct sqlite_engine *engine;
	sqlite3_stmt *host, *account; /* owned */
	int64_t repo_id;              /* whose host it is; 0: of none */
	struct hscan_text name;       /* of `names` */
	struct hscan_arena names;
	struct facts_known_one {
		int64_t actor_id;
		bool there, named;
	} * ones; /* owned */
};

HSCAN_CHECK enum hscan_status facts_named_open(struct facts_named *named,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_named_close(struct facts_named *named);
HSCAN_CHECK enum hscan_status facts_named_find(struct facts_named *named,
    int64_t repo_id, int64_t actor_id, bool *out, struct hscan_error *err);

#endif
