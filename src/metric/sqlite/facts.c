/* SPDX-License-Identifier: MIT */
/* Gives the facts row by row; see facts.h. What is worked out for metrics is
 * worked out here for all of time, by the same code. */
#include "metric/sqlite/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/grow.h"
#include "base/text.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/internal.h"
#include "model/window.h"
#include "store/queries.h"

enum {
	COLUMNS = 32, /* more than a row of any part has */
	SIDES = 4,    /* of items: answers, twice, drafts and stretches */
	SIDE_COLUMNS = 8,
	PLACE = 2, /* the columns that say whose a row of a side is */
};

/* Rows that belong to those of a part, in their order: each of its columns is a
 * list. */
struct side {
	sqlite3_stmt *stmt;
	bool more; /* the row at hand is still to be taken */
	size_t once;
	size_t columns, len;                          /* rows there are */
	struct hscan_fact_value *facts[SIDE_COLUMNS]; /* owned */
	size_t room[SIDE_COLUMNS];
};

struct hscan_facts {
	struct hscan_engine *base;
	struct sqlite_engine *engine;
	struct hscan_engine_scope scope;
	struct hscan_window window;
	sqlite3_stmt *stmt; /* of the part that was begun; or NULL */
	size_t columns;     /* of that, without repo_id */
	struct side sides[SIDES];
	size_t sides_len;
	bool worked_out;
	struct hscan_arena texts; /* of lists, until the next row */
	struct hscan_fact_value facts[COLUMNS];
	struct hscan_fact_list lists[COLUMNS];
	struct hscan_fact_row row;
};

static const char *const part_paths[HSCAN_FACTS_PARTS] = {
    [HSCAN_FACTS_ITEM] = "export/item.sql",
    [HSCAN_FACTS_ANSWER] = "export/answer.sql",
    [HSCAN_FACTS_EVENT] = "export/event.sql",
    [HSCAN_FACTS_COMMIT] = "export/commit.sql",
    [HSCAN_FACTS_PAGE] = "export/page.sql",
    [HSCAN_FACTS_AUTHOR] = "export/author.sql",
    [HSCAN_FACTS_RELEASE] = "export/release.sql",
    [HSCAN_FACTS_TAG] = "export/tag.sql",
    [HSCAN_FACTS_STATE] = "export/state.sql",
    [HSCAN_FACTS_REPO] = "export/repo.sql",
    [HSCAN_FACTS_ACCOUNT] = "export/account.sql",
};

static const char *const item_sides[SIDES] = {"export/answered.sql",
    "export/early.sql", "export/drafts.sql", "export/stretches.sql"};
/* Of rows with one value in this column of theirs the first counts; 0: all. */
static const size_t item_sides_once[SIDES] = {1, 1};

/* --- opening --- */

/* Of the large tables, once; small ones need nothing of it. */
static enum hscan_status
work_out(struct hscan_facts *facts, struct hscan_error *err)
{
	const unsigned all =
	    HSCAN_NEED_STATE | HSCAN_NEED_COMMENTS | HSCAN_NEED_DOCS;
	enum hscan_status status;

	if (facts->worked_out)
		return HSCAN_OK;
	status = sqlite_need(facts->engine, all, err);
	if (status == HSCAN_OK)
		status = sql_run(facts->engine,
		    hscan_query_text("export/tables.sql").ptr, err);
	facts->worked_out = status == HSCAN_OK;
	return status;
}

enum hscan_status
hscan_facts_open(struct hscan_store *store, const int64_t *repo_ids, size_t len,
    struct hscan_facts **out, struct hscan_error *err)
{
	struct hscan_facts *facts = calloc(1, sizeof(*facts));
	enum hscan_status status;

	if (!facts)
		return hscan_no_memory(err);
	hscan_arena_init(&facts->texts);
	/* Before all that there is; see export/all-time.sql. */
	facts->window =
	    (struct hscan_window){.start = INT64_MIN + 1, .end = INT64_MIN + 2};
	facts->scope = (struct hscan_engine_scope){
	    .repo_ids = repo_ids,
	    .repos = len,
	    .windows = &facts->window,
	    .windows_len = 1,
	    .bots_included = true,
	    .history_events = true,
	};
	status = hscan_engine_open(
	    &hscan_sqlite_engine, store, &facts->scope, &facts->base, err);
	if (status == HSCAN_OK) {
		facts->engine = sqlite_engine_of(facts->base);
		status = sql_run(facts->engine,
		    hscan_query_text("export/all-time.sql").ptr, err);
	}
	if (status == HSCAN_OK)
		*out = facts;
	else
		hscan_facts_close(facts);
	return status;
}

/* --- one part --- */

static void
end_part(struct hscan_facts *facts)
{
	sqlite3_finalize(facts->stmt);
	facts->stmt = NULL;
	for (size_t i = 0; i < SIDES; i++) {
		sqlite3_finalize(facts->sides[i].stmt);
		for (size_t c = 0; c < SIDE_COLUMNS; c++)
			free(facts->sides[i].facts[c]);
		facts->sides[i] = (struct side){.stmt = NULL};
	}
	facts->sides_len = 0;
}

void
hscan_facts_close(struct hscan_facts *facts)
{
	if (!facts)
		return;
	end_part(facts);
	hscan_arena_clear(&facts->texts);
	hscan_engine_close(facts->base);
	free(facts);
}

static enum hscan_status
step_side(struct hscan_facts *facts, struct side *side, struct hscan_error *err)
{
	int rc = sqlite3_step(side->stmt);

	side->more = rc == SQLITE_ROW;
	return side->more || rc == SQLITE_DONE ? HSCAN_OK
					       : sql_failed(facts->engine, err);
}

static enum hscan_status
begin_side(struct hscan_facts *facts, size_t which, struct hscan_error *err)
{
	struct side *side = &facts->sides[facts->sides_len++];
	enum hscan_status status = sql_statement(facts->engine,
	    hscan_query_text(item_sides[which]).ptr, &side->stmt, err);

	side->once = item_sides_once[which];
	if (status != HSCAN_OK)
		return status;
	side->columns = (size_t)sqlite3_column_count(side->stmt) - PLACE;
	return step_side(facts, side, err);
}

enum hscan_status
hscan_facts_begin(struct hscan_facts *facts, enum hscan_facts_part part,
    struct hscan_error *err)
{
	enum hscan_status status;

	end_part(facts);
	status = part < HSCAN_FACTS_STATE ? work_out(facts, err) : HSCAN_OK;
	if (status == HSCAN_OK)
		status = sql_statement(facts->engine,
		    hscan_query_text(part_paths[part]).ptr, &facts->stmt, err);
	if (status == HSCAN_OK)
		facts->columns = (size_t)sqlite3_column_count(facts->stmt) - 1;
	for (size_t i = 0;
	     i < SIDES && part == HSCAN_FACTS_ITEM && status == HSCAN_OK; i++)
		status = begin_side(facts, i, err);
	return status;
}

size_t
hscan_facts_columns(const struct hscan_facts *facts)
{
	size_t len = 1 + facts->columns;

	for (size_t i = 0; i < facts->sides_len; i++)
		len += facts->sides[i].columns;
	return len;
}

const char *
hscan_facts_column(const struct hscan_facts *facts, size_t at)
{
	if (at <= facts->columns)
		return sqlite3_column_name(facts->stmt, (int)at);
	at -= 1 + facts->columns;
	for (size_t i = 0; i < facts->sides_len; i++) {
		const struct side *side = &facts->sides[i];

		if (at < side->columns)
			return sqlite3_column_name(side->stmt, (int)at + PLACE);
		at -= side->columns;
	}
	return NULL;
}

/* --- rows --- */

static struct hscan_fact_value
fact_of(sqlite3_stmt *stmt, int column)
{
	int type = sqlite3_column_type(stmt, column);

	if (type == SQLITE_INTEGER)
		return (struct hscan_fact_value){
		    .number = sqlite3_column_int64(stmt, column)};
	if (type == SQLITE_BLOB) {
		const void *bytes = sqlite3_column_blob(stmt, column);

		return (struct hscan_fact_value){
		    .text = {
			bytes, (size_t)sqlite3_column_bytes(stmt, column)}};
	}
	return (struct hscan_fact_value){.text = sql_text(stmt, column)};
}

static bool
widen(struct side *side)
{
	for (size_t i = 0; i < side->columns; i++) {
		struct hscan_fact_value *facts = hscan_grow(side->facts[i],
		    &side->room[i], side->len + 1, sizeof(*facts));

		if (!facts)
			return false;
		side->facts[i] = facts;
	}
	return true;
}

static bool
is_known(const struct side *side)
{
	int64_t number =
	    sqlite3_column_int64(side->stmt, (int)side->once + PLACE);

	for (size_t i = 0; i < side->len; i++)
		if (side->facts[side->once][i].number == number)
			return true;
	return false;
}

static enum hscan_status
take_side_row(
    struct hscan_facts *facts, struct side *side, struct hscan_error *err)
{
	if (side->once > 0 && is_known(side))
		return step_side(facts, side, err);
	if (!widen(side))
		return hscan_no_memory(err);
	for (size_t i = 0; i < side->columns; i++) {
		struct hscan_fact_value fact =
		    fact_of(side->stmt, (int)i + PLACE);

		if (fact.text.ptr) {
			fact.text = hscan_arena_dup(&facts->texts, fact.text);
			if (!fact.text.ptr)
				return hscan_no_memory(err);
		}
		side->facts[i][side->len] = fact;
	}
	side->len++;
	return step_side(facts, side, err);
}

/* Of an item that is not among the rows there are none. */
static enum hscan_status
take_side(struct hscan_facts *facts, struct side *side, int64_t repo_id,
    int64_t number, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	side->len = 0;
	while (status == HSCAN_OK && side->more &&
	       sqlite3_column_int64(side->stmt, 0) == repo_id &&
	       sqlite3_column_int64(side->stmt, 1) == number)
		status = take_side_row(facts, side, err);
	return status;
}

/* The lists of the row at hand, whose first column is the number of an item. */
static enum hscan_status
take_sides(struct hscan_facts *facts, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t len = 0;

	hscan_arena_reset(&facts->texts);
	for (size_t i = 0; i < facts->sides_len && status == HSCAN_OK; i++) {
		struct side *side = &facts->sides[i];

		status = take_side(facts, side, facts->row.repo_id,
		    facts->facts[0].number, err);
		for (size_t c = 0; c < side->columns; c++)
			facts->lists[len++] =
			    (struct hscan_fact_list){side->facts[c], side->len};
	}
	facts->row.lists = facts->lists;
	facts->row.lists_len = len;
	return status;
}

enum hscan_status
hscan_facts_next(struct hscan_facts *facts, const struct hscan_fact_row **out,
    struct hscan_error *err)
{
	int rc = sqlite3_step(facts->stmt);
	enum hscan_status status = HSCAN_OK;

	*out = NULL;
	if (rc == SQLITE_DONE)
		return HSCAN_OK;
	if (rc != SQLITE_ROW)
		return sql_failed(facts->engine, err);
	facts->row = (struct hscan_fact_row){
	    .repo_id = sqlite3_column_int64(facts->stmt, 0),
	    .facts = facts->facts,
	    .len = facts->columns,
	};
	for (size_t i = 0; i < facts->columns; i++)
		facts->facts[i] = fact_of(facts->stmt, (int)i + 1);
	if (facts->sides_len > 0)
		status = take_sides(facts, err);
	if (status == HSCAN_OK)
		*out = &facts->row;
	return status;
}
