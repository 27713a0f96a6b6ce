/* SPDX-License-Identifier: MIT */
/* Rows that belong to items, in the order of these; see facts_internal.h. */
#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/facts_internal.h"
#include "store/queries.h"

/* The connection has no mutex, so that the value may be looked at itself: each
 * sqlite3_column_ function would look it up again. */
void
facts_value(sqlite3_stmt *stmt, int column, struct hscan_fact_value *out)
{
	sqlite3_value *value = sqlite3_column_value(stmt, column);
	const void *bytes;

	*out = (struct hscan_fact_value){.number = 0};
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER: out->number = sqlite3_value_int64(value); return;
	case SQLITE_NULL: return;
	case SQLITE_BLOB: bytes = sqlite3_value_blob(value); break;
	default: bytes = sqlite3_value_text(value); break;
	}
	/* Of an empty blob there are no bytes. */
	out->text.ptr = bytes ? bytes : "";
	out->text.len = (size_t)sqlite3_value_bytes(value);
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

	side->nth++;
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

	*side = (struct facts_side){.engine = engine, .nth = SIZE_MAX};
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
