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

/* As they are exported. */
#define FACTS_NOBODY INT64_MIN
#define FACTS_NEVER  INT64_MAX

/* The columns of export/of-item.sql behind its place. */
enum facts_of_item {
	OF_OWN,
	OF_KIND,
	OF_SHOWN_UNTIL,
	OF_ANSWERS_READ,
	OF_AUTHOR,
	OF_CREATED_AT,
	OF_CLOSED_AT,
	OF_MERGED_AT,
	OF_GONE_AT,
	OF_MERGE_UNTOLD,
	OF_DRAFT,
	OF_STATE_REASON,
	OF_STARTED_AT,
};

/* Of SQLite's row; a text is borrowed until the next. */
void facts_value(sqlite3_stmt *stmt, int column, struct hscan_fact_value *out);

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
	size_t nth;         /* it is, from 0 on */
	int64_t repo_id, number;
};

HSCAN_CHECK enum hscan_status facts_side_open(struct facts_side *side,
    struct sqlite_engine *engine, const char *path, struct hscan_error *err);
void facts_side_close(struct facts_side *side);
HSCAN_CHECK enum hscan_status facts_side_step(
    struct facts_side *side, struct hscan_error *err);

/* Whether the row at hand is of the item. */
static inline bool
facts_side_is_at(const struct facts_side *side, int64_t repo_id, int64_t number)
{
	return side->more && side->repo_id == repo_id && side->number == number;
}

/* Goes on to the first row that is not before the item; whether it is of it. */
HSCAN_CHECK enum hscan_status facts_side_find(struct facts_side *side,
    int64_t repo_id, int64_t number, bool *found, struct hscan_error *err);

/* --- accounts that were met (facts_seen.c) --- */

struct facts_seen {
	struct facts_seen_one {
		int64_t actor_id;
		uint64_t turn; /* of which it is there */
		/* What the caller keeps of it: */
		int64_t at;
		size_t place;
	} * ones; /* owned */
	size_t len, size;
	uint64_t turn;
	uint64_t secret; /* see sqlite_scatter() */
};

/* All zero is empty. */
void facts_seen_clear(struct facts_seen *seen);
void facts_seen_empty(struct facts_seen *seen); /* keeps the memory */

/* The account, which is added if it was not there. NULL: no memory. */
struct facts_seen_one *facts_seen_find(
    struct facts_seen *seen, int64_t actor_id, bool *added);

/* --- the first items of their authors (facts_firsts.c) --- */

struct facts_firsts {
	bool *ones; /* owned; by the place of an item in temp.ask_fact */
	size_t room;
};

/* Of what temp.ask_fact has. */
HSCAN_CHECK enum hscan_status facts_firsts_read(struct facts_firsts *firsts,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_firsts_clear(struct facts_firsts *firsts);

/* --- the answers to an item (facts_answers.c) --- */

struct facts_answers {
	struct facts_side told;
	struct facts_lists answered, early;
	struct facts_seen seen_answered, seen_early;
};

extern const char *const facts_answer_columns[];

HSCAN_CHECK enum hscan_status facts_answers_open(struct facts_answers *answers,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_answers_close(struct facts_answers *answers);

/* Fills both lists. `item`: by enum facts_of_item. */
HSCAN_CHECK enum hscan_status facts_answers_take(struct facts_answers *answers,
    int64_t repo_id, int64_t number, const struct hscan_fact_value *item,
    struct hscan_error *err);

/* --- when an item was open (facts_states.c) --- */

struct facts_states {
	struct facts_side told;
	struct sqlite_turns turns;
	struct facts_lists reasons; /* when it was closed, and why */
	struct facts_lists stretches;
	struct hscan_arena texts; /* of the reasons */
};

extern const char *const facts_state_columns[];

HSCAN_CHECK enum hscan_status facts_states_open(struct facts_states *states,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_states_close(struct facts_states *states);

/* Fills `stretches`, as v_issue_state and v_pull_request_state have them. */
HSCAN_CHECK enum hscan_status facts_states_take(struct facts_states *states,
    int64_t repo_id, int64_t number, const struct hscan_fact_value *item,
    struct hscan_error *err);

/* --- how many answers there are (facts_counts.c) --- */

struct facts_counts {
	struct sqlite_engine *engine;
	sqlite3_stmt *insert; /* owned */
	int64_t repo_id, comments, reviews;
	bool whole; /* temp.ask_count is filled */
};

HSCAN_CHECK enum hscan_status facts_counts_begin(struct facts_counts *counts,
    struct sqlite_engine *engine, struct hscan_error *err);
void facts_counts_close(struct facts_counts *counts); /* keeps `whole` */
HSCAN_CHECK enum hscan_status facts_counts_add(struct facts_counts *counts,
    int64_t repo_id, bool comment, struct hscan_error *err);
HSCAN_CHECK enum hscan_status facts_counts_end(
    struct facts_counts *counts, struct hscan_error *err);

/* Fills it, if it is not. */
HSCAN_CHECK enum hscan_status facts_counts_need(struct facts_counts *counts,
    struct sqlite_engine *engine, struct hscan_error *err);

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
