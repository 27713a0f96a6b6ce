/* SPDX-License-Identifier: MIT */
/* What the files of an export share. */
#ifndef HSCAN_APP_EXPORT_INTERNAL_H
#define HSCAN_APP_EXPORT_INTERNAL_H

#include "app/export.h"
#include "base/arena.h"
#include "clickhouse/client.h"
#include "metric/sqlite/facts.h"
#include "store/prints.h"

/* Of which tables a repository's rows are counted: those of one generation. */
#define EXPORT_COUNTED (HSCAN_FACTS_STATE + 1)

/* "0123456789abcdef" and the NUL. */
enum { EXPORT_PRINT_SIZE = 17 };

/* What the server says of a repository. */
struct export_closed {
	bool there;
	bool gone;
	int64_t generation, facts, state;
	int64_t synced_at;
	char facts_print[EXPORT_PRINT_SIZE];
	char state_print[EXPORT_PRINT_SIZE];
	char accounts_print[EXPORT_PRINT_SIZE];
	int64_t counts[EXPORT_COUNTED];
};

struct export_repo {
	const struct hscan_print *print;
	int64_t key;
	struct export_closed closed;
	/* Whether these are to be sent, and how many rows were. */
	bool facts, state;
	int64_t counts[EXPORT_COUNTED];
};

struct export
{
	struct app *app;
	struct hscan_store *store;
	struct hscan_clickhouse *server;
	struct hscan_arena arena;
	struct export_repo *repos; /* by key */
	size_t len;
	size_t *by_id; /* places in `repos`, by the store's number */
	char accounts_print[EXPORT_PRINT_SIZE];
	struct export_result *result;
};

/* Some of the repositories, next to each other, under one generation. */
struct export_batch {
	size_t from, len;
	int64_t generation;
};

/* The number of what is sent now: greater than `above`, and than those of
 * before. `noise`: what another who exports at the same time will not have. */
int64_t export_generation(const struct app *app, uint64_t noise, int64_t above);

/* What the store has, and what it comes to (export_repos.c). HSCAN_EREFUSED:
 * two of them have one key. */
HSCAN_CHECK enum hscan_status export_read_prints(
    struct export *export, struct hscan_error *err);

/* The one with that number in the store; NULL: there is none. */
struct export_repo *export_find(const struct export *export, int64_t repo_id);

/* The name of a table of rows of that kind. */
const char *export_table(enum hscan_facts_part part);

/* Sends the rows of one table, which are of the batch, and counts them
 * (export_rows.c). */
HSCAN_CHECK enum hscan_status export_send(struct export *export,
    struct hscan_facts *facts, enum hscan_facts_part part, int64_t generation,
    struct hscan_error *err);

/* What the server has of each repository (export_closed.c). HSCAN_EREFUSED: it
 * has another one under a key of ours. */
HSCAN_CHECK enum hscan_status export_read_closed(
    struct export *export, struct hscan_error *err);

/* Whether all rows of a batch are there, each once: `*right`. */
HSCAN_CHECK enum hscan_status export_count(struct export *export,
    const struct export_batch *batch, bool *right, struct hscan_error *err);

/* Lets others read the batch; the server may not have said so yet. */
HSCAN_CHECK enum hscan_status export_close(struct export *export,
    const struct export_batch *batch, struct hscan_error *err);

/* How many rows are there that are read, and that are not (export_prune.c). */
HSCAN_CHECK enum hscan_status export_garbage(
    struct export *export, struct hscan_error *err);

#endif
