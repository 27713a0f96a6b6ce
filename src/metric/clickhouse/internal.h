/* SPDX-License-Identifier: MIT */
/* What the files of ClickHouse's engine share. */
#ifndef HSCAN_METRIC_CLICKHOUSE_INTERNAL_H
#define HSCAN_METRIC_CLICKHOUSE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "metric/clickhouse/warehouse.h"
#include "store/shadow.h"

/* The tables of facts, in the order of the columns of `closed`. */
enum { WAREHOUSE_FACTS = 8 };

/* The streams that are counted at the export. */
enum { WAREHOUSE_STREAMS = 8 };

/* A repository that is there. */
struct warehouse_repo {
	int64_t repo_id;
	int64_t facts, state; /* generations */
	const char *host;     /* of the warehouse's arena, one for all of it */
	int64_t rows[WAREHOUSE_FACTS];
	int64_t states;
};

/* One of the batch, and what is counted of it. */
struct warehouse_one {
	const struct warehouse_repo *repo;
	int64_t streams[WAREHOUSE_STREAMS]; /* what it has no row of is 0 */
	int64_t states;                     /* that have come */
};

/* What is counted of a repository for coverage, by the function of the store
 * that does it there. */
enum warehouse_count {
	WAREHOUSE_COUNT_ITEMS,
	WAREHOUSE_COUNT_COMMENTS,
	WAREHOUSE_COUNT_REVIEWS,
	WAREHOUSE_COUNT_UNSTATED,
	WAREHOUSE_COUNT_UNREAD,
	WAREHOUSE_COUNT_LISTED,
	WAREHOUSE_COUNTS,
};

/* A question of that kind; what it has no use for is 0. */
struct warehouse_counting {
	enum warehouse_count what;
	int64_t repo_id;
	int64_t from, to;
	int64_t need;
};

/* What it comes to; a number alone is `pulls`. */
struct warehouse_counted {
	struct warehouse_counting of;
	struct hscan_unread out;
};

struct hscan_warehouse {
	struct hscan_engine_kind kind; /* of this */
	struct hscan_clickhouse *clickhouse;
	struct hscan_shadowed shadowed;
	struct hscan_store *store; /* owned */
	struct hscan_arena arena;
	struct warehouse_repo *repos; /* owned; by repo_id */
	size_t repos_len, repos_room;
	/* Those that are asked about, by repo_id. */
	struct warehouse_one *batch; /* owned */
	size_t batch_len, batch_room;
	struct hscan_buf maintainers;      /* of them; rows of ask_maintainer */
	bool checked;                      /* all their rows are there */
	bool twice;                        /* some of them more than once */
	bool rehearsing;                   /* see struct hscan_shadowed */
	struct warehouse_counted *counted; /* owned; by question */
	size_t counted_len, counted_room;
};

/* --- text.c --- */

/* The numbers that a text may name. All borrowed. */
struct warehouse_text {
	const struct hscan_warehouse *warehouse;
	bool history_events;
	bool by_role; /* the roles of items' authors are told, too */
	const struct hscan_window *windows; /* newest first; NULL: none */
	size_t windows_len;
	const char *host; /* NULL: none */
	bool all;
};

/**
 * Appends the text of a file below queries/, as the README there has it:
 * without its comments, and with what stands between braces replaced.
 * HSCAN_EPARSE: a name that nobody knows.
 */
HSCAN_CHECK enum hscan_status warehouse_add_text(
    const struct warehouse_text *text, const char *path, struct hscan_buf *out,
    struct hscan_error *err);

/* --- ask.c --- */

enum { WAREHOUSE_TABLES = 16 };

/* Tables that may go with a question: those that it names do. */
struct warehouse_tables {
	struct hscan_clickhouse_table at[WAREHOUSE_TABLES];
	struct hscan_buf rows[WAREHOUSE_TABLES];
	size_t len;
};
void warehouse_tables_init(struct warehouse_tables *tables);
void warehouse_tables_clear(struct warehouse_tables *tables);

/* Adds one, whose rows are to be appended to what is returned. */
struct hscan_buf *warehouse_table(
    struct warehouse_tables *tables, const char *name, const char *structure);

/* A question: the file, and what its rows are. */
struct warehouse_ask {
	const char *path;
	struct warehouse_text text;
	struct warehouse_tables *tables; /* may be NULL */
	const struct hscan_clickhouse_column *columns;
	size_t columns_len, sorted;
	enum hscan_status (*on_row)(void *payload,
	    const struct hscan_clickhouse_value *values,
	    struct hscan_error *err);
	void *payload;
};
HSCAN_CHECK enum hscan_status warehouse_ask(struct hscan_warehouse *warehouse,
    const struct warehouse_ask *ask, struct hscan_error *err);

/* The table ask_repo of the batch: with the generations of facts, or states. */
void warehouse_add_batch(const struct hscan_warehouse *warehouse, bool states,
    struct hscan_buf *out);

/* --- check.c --- */

/* For qsort() and bsearch(): by repo_id. */
int warehouse_by_id(const void *a, const void *b);
int warehouse_one_by_id(const void *a, const void *b);

/* One of the batch; NULL: it is not in there. */
struct warehouse_one *warehouse_find(
    const struct hscan_warehouse *warehouse, int64_t repo_id);

/* That a repository is not whole there. HSCAN_ENET. */
enum hscan_status warehouse_not_whole(struct hscan_warehouse *warehouse,
    int64_t repo_id, struct hscan_error *err);

/* Counts the rows of the batch, once, before anything is told from them. */
HSCAN_CHECK enum hscan_status warehouse_check(
    struct hscan_warehouse *warehouse, struct hscan_error *err);

/* --- batch.c --- */

/* See struct hscan_shadowed. */
HSCAN_CHECK enum hscan_status warehouse_gather(void *payload,
    struct hscan_store *store, const int64_t *ids, size_t len, size_t *taken,
    struct hscan_error *err);

/* --- counts.c --- */

/* Sets what answers for the rows that are not in the shadow. */
void warehouse_set_counts(struct hscan_warehouse *warehouse);

/* Takes a row of the state ["issues", 12]. HSCAN_EPARSE: it is none. */
HSCAN_CHECK enum hscan_status warehouse_take_count(
    struct warehouse_one *one, struct hscan_text row, struct hscan_error *err);

void warehouse_forget_counts(struct hscan_warehouse *warehouse);

/* The table ask_doubted: what of some streams could not be read; their names as
 * in hscan_store_doubts(). */
#define WAREHOUSE_ANY_STREAM \
	"," HSCAN_STREAM_ISSUES "," HSCAN_STREAM_COMMENTS \
	"," HSCAN_STREAM_REVIEWS "," HSCAN_STREAM_EVENTS \
	"," HSCAN_STREAM_BASES ","
HSCAN_CHECK enum hscan_status warehouse_add_doubts(
    struct hscan_warehouse *warehouse, struct warehouse_tables *tables,
    const char *streams, struct hscan_error *err);

/* --- the engine --- */

struct engine_suspect {
	int64_t repo_id, actor_id;
	struct hscan_suspect of;
};

/* --- kept.c --- */

/* The answer to the question that was asked last of those that several metrics
 * ask; all zero: none. */
struct clickhouse_kept {
	struct hscan_text query; /* embedded */
	struct hscan_buf asked;  /* of whom: the rows of ask_repo */
	struct kept_row *rows;   /* owned */
	size_t len, room;
	bool fits;  /* so far */
	bool whole; /* set once all have been kept */
};

void clickhouse_kept_clear(struct clickhouse_kept *kept);

/* Begins anew with a question. */
void clickhouse_kept_begin(struct clickhouse_kept *kept,
    struct hscan_text query, struct hscan_text asked);
void clickhouse_keep(
    struct clickhouse_kept *kept, const struct hscan_engine_row *row);

/* Whether it has the answer; gives it, row by row. */
bool clickhouse_kept_answers(const struct clickhouse_kept *kept,
    struct hscan_text query, struct hscan_text asked);
HSCAN_CHECK enum hscan_status clickhouse_kept_give(
    const struct clickhouse_kept *kept, hscan_engine_row_fn *on_row,
    void *payload, struct hscan_error *err);

/* --- */

struct clickhouse_engine {
	struct hscan_engine base;
	struct hscan_warehouse *warehouse;
	struct hscan_engine *small; /* SQLite's, over the shadow; owned */
	struct warehouse_tables tables;
	bool actors_known, maintainers_known;
	struct hscan_signs *signs; /* owned; one a repository of the scope */
	bool suspects_known;
	struct hscan_arena arena;
	struct engine_suspect *suspects; /* of the arena */
	size_t suspects_len, suspects_room;
	struct clickhouse_kept kept;
};

static inline struct clickhouse_engine *
clickhouse_engine_of(struct hscan_engine *engine)
{
	return (struct clickhouse_engine *)engine;
}

/* What a text of the engine may name. */
struct warehouse_text clickhouse_text(const struct clickhouse_engine *engine);

/* Adds the tables that every metric may name; those of actors once asked for.
 * See actors.c. */
HSCAN_CHECK enum hscan_status clickhouse_find_actors(
    struct clickhouse_engine *engine, struct hscan_error *err);
HSCAN_CHECK enum hscan_status clickhouse_find_maintainers(
    struct clickhouse_engine *engine, struct hscan_error *err);

/* ask_repo and ask_known; `of` as in hscan_engine_run(). */
HSCAN_CHECK enum hscan_status clickhouse_add_repos(
    struct clickhouse_engine *engine, const bool *of, struct hscan_error *err);

/* The rows of ask_repo; valid until tables change. */
struct hscan_text clickhouse_asked(const struct clickhouse_engine *engine);

/* See kind.h. */
const char *clickhouse_lacks(const struct hscan_metric *metric);
HSCAN_CHECK enum hscan_status clickhouse_samples(struct hscan_engine *base,
    const struct hscan_metric *metric, const struct hscan_engine_place *place,
    const bool *of, struct hscan_engine_columns *columns,
    hscan_engine_row_fn *on_row, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status clickhouse_expect_signs(struct hscan_engine *base,
    const struct hscan_signs_question *questions, size_t len,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status clickhouse_signs(struct hscan_engine *base,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status clickhouse_suspects(struct hscan_engine *base,
    int64_t repo_id, struct hscan_arena *arena,
    const struct hscan_suspect **out, size_t *len, struct hscan_error *err);

extern const struct hscan_engine_kind clickhouse_kind;

#endif
