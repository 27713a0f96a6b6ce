/* SPDX-License-Identifier: MIT */
/* Which items are the first of their authors: of a repository each opens many,
 * and to sort all of them takes ten times as long as to look at them once. */
#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/facts_internal.h"

enum { AUTHOR = FACTS_PLACE, CREATED_AT };

/* They come by number: of one time the least is the first. */
static bool
take_item(struct facts_firsts *firsts, struct facts_seen *authors,
    const struct facts_side *items)
{
	int64_t author_id = sqlite3_column_int64(items->stmt, AUTHOR);
	int64_t at = sqlite3_column_int64(items->stmt, CREATED_AT);
	struct facts_seen_one *one;
	bool added = false;
	bool *more = hscan_grow(
	    firsts->ones, &firsts->room, items->nth + 1, sizeof(*firsts->ones));

	if (!more)
		return false;
	firsts->ones = more;
	more[items->nth] = false;
	if (author_id == FACTS_NOBODY)
		return true;
	one = facts_seen_find(authors, author_id, &added);
	if (!one)
		return false;
	if (!added && at >= one->at)
		return true;
	if (!added)
		more[one->place] = false;
	more[items->nth] = true;
	one->at = at;
	one->place = items->nth;
	return true;
}

static enum hscan_status
take_items(struct facts_firsts *firsts, struct facts_seen *authors,
    struct facts_side *items, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	int64_t repo_id = INT64_MIN;

	while (status == HSCAN_OK && items->more) {
		if (items->repo_id != repo_id)
			facts_seen_empty(authors);
		repo_id = items->repo_id;
		if (!take_item(firsts, authors, items))
			return hscan_no_memory(err);
		status = facts_side_step(items, err);
	}
	return status;
}

enum hscan_status
facts_firsts_read(struct facts_firsts *firsts, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	struct facts_seen authors = {.len = 0};
	struct facts_side items;
	enum hscan_status status =
	    facts_side_open(&items, engine, "export/firsts.sql", err);

	if (status == HSCAN_OK)
		status = take_items(firsts, &authors, &items, err);
	facts_side_close(&items);
	facts_seen_clear(&authors);
	return status;
}

void
facts_firsts_clear(struct facts_firsts *firsts)
{
	free(firsts->ones);
	*firsts = (struct facts_firsts){.ones = NULL};
}
