/* SPDX-License-Identifier: MIT */
/* Rows that belong to items, in the order of these; see facts_internal.h. */
#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/facts_internal.h"
#include "store/queries.h"

struct hscan_fact_value
facts_value(sqlite3_stmt *stmt, int column)
{
	int type = sqlite3_column_type(stmt, column);

	if (type == SQLITE_INTEGER)
		return (struct hscan_fact_value){
		    .number = sqlite3_column_int64(stmt, column)};
	if (type == SQLITE_BLOB) {
		const void *bytes = sqlite3_column_blob(stmt, column);

		/* Of an empty one there are no bytes. */
		return (struct hscan_fact_value){
		    .text = {bytes ? bytes : "",
			(size_t)sqlite3_column_bytes(stmt, column)}};
	}
	return (struct hscan_fact_value){.text = sql_text(stmt, column)};
}

/* --- lists --- */

bool
facts_widen(struct facts_lists *lists, size_t *at)
{
	for (size_t i = 0; i < lists->columns; i++) {
		struct hscan_fact_value *facts = hscan_grow(lists->facts[i],
		    &lists->room[i], lists->len + 1, sizeof(*facts));

		if (!facts)
			return false;
		lists->facts[i] = facts;
	}
	*at = lists->len++;
	return true;
}

void
facts_lists_clear(struct facts_lists *lists)
{
	for (size_t i = 0; i < FACTS_LISTS; i++)
		free(lists->facts[i]);
	*lists = (struct facts_lists){.len = 0};
}

/* --- sides --- */

enum hscan_status
facts_side_step(struct facts_side *side, struct hscan_error *err)
{
	int rc = sqlite3_step(side->stmt);

	side->more = rc == SQLITE_ROW;
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? HSCAN_OK
					 : sql_failed(side->engine, err);
	side->repo_id = sqlite3_column_int64(side->stmt, 0);
	side->number = sqlite3_column_int64(side->stmt, 1);
	return HSCAN_OK;
}

enum hscan_status
facts_side_open(struct facts_side *side, struct sqlite_engine *engine,
    const char *path, struct hscan_error *err)
{
	enum hscan_status status;

	*side = (struct facts_side){.engine = engine};
	status =
	    sql_statement(engine, hscan_query_text(path).ptr, &side->stmt, err);
	return status == HSCAN_OK ? facts_side_step(side, err) : status;
}

void
facts_side_close(struct facts_side *side)
{
	sqlite3_finalize(side->stmt);
	*side = (struct facts_side){.stmt = NULL};
}

enum hscan_status
facts_side_find(struct facts_side *side, int64_t repo_id, int64_t number,
    bool *found, struct hscan_error *err)
{
	while (side->more &&
	       (side->repo_id < repo_id ||
		   (side->repo_id == repo_id && side->number < number))) {
		enum hscan_status status = facts_side_step(side, err);

		if (status != HSCAN_OK)
			return status;
	}
	*found = facts_side_is_at(side, repo_id, number);
	return HSCAN_OK;
}
