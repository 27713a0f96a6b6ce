/* SPDX-License-Identifier: MIT */
/* What the files have in common that unite two stores: rows from one to the
 * other, in transactions that are short. */
#include "store/merging.h"

#include <string.h>

#include "base/text.h"

static const char doing[] = "cannot take in another store";

enum hscan_status
merging_commit(const struct merging *m)
{
	if (hscan_store_is_stale(m->from))
		return hscan_fail(m->err, HSCAN_ESTORE,
		    "the other store was changed while it was read; run again");
	return hscan_store_commit(m->to, m->err);
}

enum hscan_status
merging_breathe(const struct merging *m)
{
	const struct hscan_merge_watch *watch = m->watch;
	enum hscan_status status;

	if (!watch->is_time || !watch->is_time(watch->payload))
		return HSCAN_OK;
	status = merging_commit(m);
	if (status == HSCAN_OK && watch->pause)
		status = watch->pause(watch->payload, m->err);
	return status == HSCAN_OK ? hscan_store_begin(m->to, m->err) : status;
}

static int
column_of(sqlite3_stmt *row, const char *name)
{
	int columns = sqlite3_column_count(row);

	for (int i = 0; i < columns; i++) {
		const char *column = sqlite3_column_name(row, i);

		if (column && strcmp(column, name) == 0)
			return i;
	}
	return -1;
}

/* A parameter lives as long as its statement, as a literal does. */
static void
bind_row(struct store_call *call, const struct merging *m, sqlite3_stmt *row,
    int64_t author_id)
{
	int parameters = sqlite3_bind_parameter_count(call->stmt);

	for (int i = 1; i <= parameters; i++) {
		const char *name = sqlite3_bind_parameter_name(call->stmt, i);
		int column = name ? column_of(row, name + 1) : -1;

		if (name && strcmp(name, ":repo_id") == 0)
			store_bind_i64(call, name, m->to_id);
		else if (name && author_id != 0 &&
			 strcmp(name, ":author_id") == 0)
			store_bind_i64(call, name, author_id);
		else if (column < 0)
			call->rc = SQLITE_MISUSE;
		else
			store_bind_value(call, name, row, column);
	}
}

enum hscan_status
merging_put_row(const struct merging *m, enum store_statement put,
    sqlite3_stmt *row, int64_t author_id, const char *what)
{
	struct store_call call = store_call_begin(m->to, put);

	if (call.rc == SQLITE_OK)
		bind_row(&call, m, row, author_id);
	/* One that gives a row back gives the number that is its key. */
	if (store_call_row(&call))
		store_digest_key(&call, sqlite3_column_int64(call.stmt, 0));
	/* RETURNING has written its row only when the statement is done. */
	(void)store_call_row(&call);
	return store_call_end(&call, what, m->err);
}

enum hscan_status
merging_is_same(const struct merging *m, enum store_part part, bool *out)
{
	struct store_digest *here = NULL;
	struct store_tally there = {0};
	bool of_repo = store_is_of_repo(part);
	enum hscan_status status = store_digest_find(
	    m->to, of_repo ? m->to_id : 0, part, &here, m->err);

	if (status == HSCAN_OK)
		status = store_digest_get(
		    m->from, of_repo ? m->from_id : 0, part, &there, m->err);
	if (status != HSCAN_OK)
		return status;
	*out = here->tally.rows == there.rows &&
	       here->tally.keys == there.keys && here->tally.sum == there.sum;
	return HSCAN_OK;
}

enum hscan_status
merging_each_row(
    const struct merging *m, enum store_part part, merging_row_fn *take)
{
	struct store_call call = store_scan_begin(
	    m->from, store_is_of_repo(part) ? m->from_id : 0, part);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_statement_row(&call)) {
		status = take(m, call.stmt);
		if (status == HSCAN_OK)
			status = merging_breathe(m);
	}
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}
