/* SPDX-License-Identifier: MIT */
/*
 * The facts of some repositories as metrics see them: united, resolved, with
 * the states replayed, and not bound to any window. For those who ask elsewhere
 * (queries/export has the columns).
 */
#ifndef HSCAN_METRIC_SQLITE_FACTS_H
#define HSCAN_METRIC_SQLITE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct hscan_store;
struct hscan_facts;

enum hscan_facts_part {
	HSCAN_FACTS_ITEM,
	HSCAN_FACTS_ANSWER,
	HSCAN_FACTS_EVENT,
	HSCAN_FACTS_COMMIT,
	HSCAN_FACTS_PAGE,
	HSCAN_FACTS_AUTHOR,
	HSCAN_FACTS_RELEASE,
	HSCAN_FACTS_TAG,
	HSCAN_FACTS_STATE,
	HSCAN_FACTS_REPO,
	HSCAN_FACTS_ACCOUNT, /* all of the store; repo_id is 0 */
	HSCAN_FACTS_PARTS,
};

/* A number, or a text, whose `ptr` is not NULL then. */
struct hscan_fact_value {
	int64_t number;
	struct hscan_text text;
};

/* A column that has any number of them in a row. */
struct hscan_fact_list {
	const struct hscan_fact_value *facts;
	size_t len;
};

/* Borrowed until the next row. */
struct hscan_fact_row {
	int64_t repo_id;
	/* Those of the columns behind repo_id; then what all rows of an item
	 * have alike, and whether the row before had it, too; then lists. */
	const struct hscan_fact_value *facts;
	size_t len;
	const struct hscan_fact_value *of_item;
	size_t of_item_len;
	bool same_item;
	const struct hscan_fact_list *lists;
	size_t lists_len;
};

/* Of `len` repositories, each once; one at a time for a store, which nobody is
 * to write to meanwhile (hscan_store_hold). */
HSCAN_CHECK enum hscan_status hscan_facts_open(struct hscan_store *store,
    const int64_t *repo_ids, size_t len, struct hscan_facts **out,
    struct hscan_error *err);
void hscan_facts_close(struct hscan_facts *facts); /* NULL is fine */

/* What the rows of all parts before HSCAN_FACTS_STATE need, which takes as long
 * as some of them; if it was not done, the first part that begins does it. */
HSCAN_CHECK enum hscan_status hscan_facts_work_out(
    struct hscan_facts *facts, struct hscan_error *err);

/* Begins with one part; whatever was begun before is ended. */
HSCAN_CHECK enum hscan_status hscan_facts_begin(struct hscan_facts *facts,
    enum hscan_facts_part part, struct hscan_error *err);

/* The names of its columns, from repo_id on, those of lists last; static or of
 * what was begun. */
size_t hscan_facts_columns(const struct hscan_facts *facts);
const char *hscan_facts_column(const struct hscan_facts *facts, size_t at);

/* The next row; `*out` is NULL after the last. */
HSCAN_CHECK enum hscan_status hscan_facts_next(struct hscan_facts *facts,
    const struct hscan_fact_row **out, struct hscan_error *err);

#endif
