/* SPDX-License-Identifier: MIT */
/* What the files have in common that unite two stores; see merge.h. */
#ifndef HSCAN_STORE_MERGING_H
#define HSCAN_STORE_MERGING_H

#include "store/internal.h"
#include "store/merge.h"

/* A repository of two stores. */
struct merging {
	struct hscan_store *to, *from;
	int64_t to_id, from_id; /* its numbers in them */
	const char *host;
	bool newer;   /* it was synced later in `from` */
	bool added;   /* `to` did not have it */
	bool mixed;   /* other sources than REST tell of it in one of them */
	bool listing; /* the listed commits are those of `from` */
	/* What stands for the spans of `from` until all that they are of is
	 * there; its stream is NULL: nothing does. */
	struct hscan_span stand_in;
	char stream[64]; /* of that */
	const struct hscan_merge_watch *watch;
	struct hscan_error *err;
};

/* What was read of `from` is of one moment, or nothing is written. */
HSCAN_CHECK enum hscan_status merging_commit(const struct merging *m);

/* Within a transaction, after something was written: ends it and begins another
 * one if it has lasted long enough. */
HSCAN_CHECK enum hscan_status merging_breathe(const struct merging *m);

/* Puts a row of `from` with a statement of `to` whose parameters are all named
 * as the row's columns are; but the repository is that of `to`, and `author_id`
 * (unless it is 0) that of the author. */
HSCAN_CHECK enum hscan_status merging_put_row(const struct merging *m,
    enum store_statement put, sqlite3_stmt *row, int64_t author_id,
    const char *doing);

/* Whether the rows of a part are the same in both. */
HSCAN_CHECK enum hscan_status merging_is_same(
    const struct merging *m, enum store_part part, bool *out);

/* Goes through all rows of a part of the repository in `from`; or of what is of
 * none. The transaction may be another one afterwards. */
typedef enum hscan_status merging_row_fn(
    const struct merging *m, sqlite3_stmt *row);
HSCAN_CHECK enum hscan_status merging_each_row(
    const struct merging *m, enum store_part part, merging_row_fn *take);

/* --- facts; see merge_facts.c --- */

HSCAN_CHECK enum hscan_status merging_facts(const struct merging *m);

/* The newer row of an item, with what only the older one tells; see
 * mixed_items.c. Likewise of a release, an answer, a branch; see mixed.c. */
HSCAN_CHECK enum hscan_status merging_item(
    const struct merging *m, sqlite3_stmt *row);
HSCAN_CHECK enum hscan_status merging_release(
    const struct merging *m, sqlite3_stmt *row);
HSCAN_CHECK enum hscan_status merging_base(
    const struct merging *m, sqlite3_stmt *row);

/* The row of the repository itself, whose number it sets; see repos.c. */
HSCAN_CHECK enum hscan_status merging_repo(struct merging *m, int64_t number);

/* --- histories and lists of commits; see merge_git.c --- */

HSCAN_CHECK enum hscan_status merging_git(const struct merging *m);
HSCAN_CHECK enum hscan_status merging_listing(struct merging *m);

/* --- how far it was read, and what was said of it; see merge_state.c --- */

/* Whether a stream was read further in `from`, so that its state counts. */
HSCAN_CHECK enum hscan_status merging_is_further(
    const struct merging *m, const char *stream, bool *out);

/* Before any fact of another source than REST. */
HSCAN_CHECK enum hscan_status merging_begin_spans(struct merging *m);

/* In one transaction, when all facts are there. */
HSCAN_CHECK enum hscan_status merging_state(const struct merging *m);

#endif
