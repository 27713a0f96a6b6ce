/* SPDX-License-Identifier: MIT */
/* Gives the facts row by row; see facts.h. What is worked out for metrics is
 * worked out here for all of time, by the same code. */
#include "metric/sqlite/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/facts_internal.h"
#include "model/window.h"
#include "store/queries.h"

/* The columns of export/answer.sql that say what and whose it is, without
 * repo_id. */
enum { ANSWER_KIND = 1, ANSWER_AUTHOR = 4 };

struct hscan_facts {
	struct hscan_engine *base;
	struct sqlite_engine *engine;
	struct hscan_engine_scope scope;
	struct hscan_window window;
	bool worked_out;
	struct facts_firsts firsts;
	struct facts_counts counts;
	/* Of the part that was begun: */
	enum hscan_facts_part part;
	sqlite3_stmt *stmt;     /* or NULL */
	size_t columns;         /* of that, without repo_id */
	struct facts_side item; /* what the rows have of their item */
	int64_t item_repo_id, item_number; /* of which `of_item` is */
	struct hscan_fact_value of_item[FACTS_COLUMNS], no_item[FACTS_COLUMNS];
	size_t of_item_len; /* its first `hidden` are not told */
	size_t hidden;
	struct facts_named named;
	/* What items have as lists. */
	struct facts_answers answers;
	struct facts_side draft;
	struct facts_lists drafts;
	struct facts_states states;
	const char *names[FACTS_COLUMNS];
	size_t names_len;
	struct hscan_fact_value facts[FACTS_COLUMNS];
	struct hscan_fact_list lists[FACTS_COLUMNS];
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

/* What the rows of a part have of their item. */
static const char *const of_item[HSCAN_FACTS_PARTS] = {
    [HSCAN_FACTS_ITEM] = "export/of-item.sql",
    [HSCAN_FACTS_ANSWER] = "export/of-answer.sql",
    [HSCAN_FACTS_EVENT] = "export/of-event.sql",
};

/* --- opening --- */

/* Of the large tables, once; small ones need nothing of it. */
enum hscan_status
hscan_facts_work_out(struct hscan_facts *facts, struct hscan_error *err)
{
	static const char *const paths[] = {
	    "prepare/starts.sql", "export/tables.sql", "prepare/drafts.sql"};
	enum hscan_status status;

	if (facts->worked_out)
		return HSCAN_OK;
	status = sqlite_need(facts->engine, HSCAN_NEED_DOCS, err);
	for (size_t i = 0; i < 3 && status == HSCAN_OK; i++)
		status =
		    sql_run(facts->engine, hscan_query_text(paths[i]).ptr, err);
	if (status == HSCAN_OK)
		status = facts_firsts_read(&facts->firsts, facts->engine, err);
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
	facts_side_close(&facts->item);
	facts_named_close(&facts->named);
	facts_counts_close(&facts->counts);
	facts_answers_close(&facts->answers);
	facts_side_close(&facts->draft);
	facts_lists_clear(&facts->drafts);
	facts_states_close(&facts->states);
	facts->names_len = 0;
}

void
hscan_facts_close(struct hscan_facts *facts)
{
	if (!facts)
		return;
	end_part(facts);
	facts_firsts_clear(&facts->firsts);
	hscan_engine_close(facts->base);
	free(facts);
}

static void
add_name(struct hscan_facts *facts, const char *name)
{
	facts->names[facts->names_len++] = name;
}

static size_t
add_names(struct hscan_facts *facts, sqlite3_stmt *stmt, int from)
{
	int columns = sqlite3_column_count(stmt);

	for (int i = from; i < columns; i++)
		add_name(facts, sqlite3_column_name(stmt, i));
	return (size_t)(columns - from);
}

static void
read_of_item(struct hscan_facts *facts, struct hscan_fact_value *out)
{
	size_t first = facts->of_item_len - 1;

	for (size_t i = 0; i < first; i++)
		facts_value(facts->item.stmt, (int)i + FACTS_PLACE, &out[i]);
	out[first] = (struct hscan_fact_value){
	    .number = facts->firsts.ones[facts->item.nth]};
}

/* The first row stands for an item that is not; its texts are empty. */
static enum hscan_status
begin_of_item(struct hscan_facts *facts, struct hscan_error *err)
{
	const char *path = of_item[facts->part];
	bool item = facts->part == HSCAN_FACTS_ITEM;
	enum hscan_status status;

	facts->of_item_len = facts->hidden = 0;
	if (!path)
		return HSCAN_OK;
	status = facts_side_open(&facts->item, facts->engine, path, err);
	if (status == HSCAN_OK && facts->part != HSCAN_FACTS_EVENT) {
		add_name(facts, "named");
		status = facts_named_open(&facts->named, facts->engine, err);
	}
	if (status != HSCAN_OK)
		return status;
	facts->hidden = item ? OF_OWN + 1 : 0;
	facts->of_item_len = facts->hidden + 1 +
			     add_names(facts, facts->item.stmt,
				 FACTS_PLACE + (int)facts->hidden);
	add_name(facts, item ? "is_first" : "item_is_first");
	read_of_item(facts, facts->no_item);
	for (size_t i = 0; i < facts->of_item_len; i++)
		if (facts->no_item[i].text.ptr)
			facts->no_item[i].text = hscan_text_of("");
	facts->item_repo_id = INT64_MIN;
	return HSCAN_OK;
}

static enum hscan_status
begin_lists(struct hscan_facts *facts, struct hscan_error *err)
{
	enum hscan_status status;

	if (facts->part != HSCAN_FACTS_ITEM)
		return HSCAN_OK;
	for (size_t i = 0; facts_answer_columns[i]; i++)
		add_name(facts, facts_answer_columns[i]);
	status = facts_answers_open(&facts->answers, facts->engine, err);
	if (status == HSCAN_OK)
		status = facts_side_open(
		    &facts->draft, facts->engine, "export/drafts.sql", err);
	if (status != HSCAN_OK)
		return status;
	facts->drafts.columns =
	    add_names(facts, facts->draft.stmt, FACTS_PLACE);
	for (size_t i = 0; facts_state_columns[i]; i++)
		add_name(facts, facts_state_columns[i]);
	return facts_states_open(&facts->states, facts->engine, err);
}

enum hscan_status
hscan_facts_begin(struct hscan_facts *facts, enum hscan_facts_part part,
    struct hscan_error *err)
{
	enum hscan_status status;

	end_part(facts);
	facts->part = part;
	status = part < HSCAN_FACTS_STATE ? hscan_facts_work_out(facts, err)
					  : HSCAN_OK;
	if (part == HSCAN_FACTS_ANSWER && status == HSCAN_OK)
		status = facts_counts_begin(&facts->counts, facts->engine, err);
	if (part == HSCAN_FACTS_STATE)
		status = facts_counts_need(&facts->counts, facts->engine, err);
	if (status == HSCAN_OK)
		status = sql_statement(facts->engine,
		    hscan_query_text(part_paths[part]).ptr, &facts->stmt, err);
	if (status != HSCAN_OK)
		return status;
	facts->columns = add_names(facts, facts->stmt, 0) - 1;
	status = begin_of_item(facts, err);
	return status == HSCAN_OK ? begin_lists(facts, err) : status;
}

size_t
hscan_facts_columns(const struct hscan_facts *facts)
{
	return facts->names_len;
}

const char *
hscan_facts_column(const struct hscan_facts *facts, size_t at)
{
	return at < facts->names_len ? facts->names[at] : NULL;
}

/* --- rows --- */

static enum hscan_status
take_drafts(struct hscan_facts *facts, int64_t repo_id, int64_t number,
    struct hscan_error *err)
{
	struct facts_side *side = &facts->draft;
	bool found = false;
	enum hscan_status status =
	    facts_side_find(side, repo_id, number, &found, err);
	size_t at = 0;

	facts->drafts.len = 0;
	while (status == HSCAN_OK && found) {
		if (!facts_widen(&facts->drafts, &at))
			return hscan_no_memory(err);
		for (size_t i = 0; i < facts->drafts.columns; i++)
			facts_value(side->stmt, (int)i + FACTS_PLACE,
			    &facts->drafts.facts[i][at]);
		status = facts_side_step(side, err);
		found = facts_side_is_at(side, repo_id, number);
	}
	return status;
}

static void
add_lists(struct hscan_facts *facts, const struct facts_lists *lists)
{
	for (size_t i = 0; i < lists->columns; i++)
		facts->lists[facts->row.lists_len++] =
		    (struct hscan_fact_list){lists->facts[i], lists->len};
}

static enum hscan_status
take_lists(struct hscan_facts *facts, int64_t repo_id, int64_t number,
    struct hscan_error *err)
{
	enum hscan_status status = facts_answers_take(
	    &facts->answers, repo_id, number, facts->of_item, err);

	if (status == HSCAN_OK)
		status = take_drafts(facts, repo_id, number, err);
	if (status == HSCAN_OK)
		status = facts_states_take(
		    &facts->states, repo_id, number, facts->of_item, err);
	facts->row.lists = facts->lists;
	add_lists(facts, &facts->answers.answered);
	add_lists(facts, &facts->answers.early);
	add_lists(facts, &facts->drafts);
	add_lists(facts, &facts->states.stretches);
	return status;
}

/* Rows of one item come together. */
static enum hscan_status
find_item(struct hscan_facts *facts, int64_t repo_id, int64_t number,
    struct hscan_error *err)
{
	bool found = false;
	enum hscan_status status =
	    facts_side_find(&facts->item, repo_id, number, &found, err);

	if (status != HSCAN_OK)
		return status;
	if (found)
		read_of_item(facts, facts->of_item);
	else
		memcpy(facts->of_item, facts->no_item, sizeof(facts->of_item));
	facts->item_repo_id = repo_id;
	facts->item_number = number;
	return HSCAN_OK;
}

/* Whether the author of the row at hand has an account. */
static enum hscan_status
add_named(struct hscan_facts *facts, int64_t author_id, struct hscan_error *err)
{
	bool named = false;
	enum hscan_status status = facts_named_find(
	    &facts->named, facts->row.repo_id, author_id, &named, err);

	facts->facts[facts->row.len++] =
	    (struct hscan_fact_value){.number = named};
	return status;
}

static enum hscan_status
end_answer(struct hscan_facts *facts, struct hscan_error *err)
{
	enum hscan_status status =
	    add_named(facts, facts->facts[ANSWER_AUTHOR].number, err);

	return status == HSCAN_OK
		   ? facts_counts_add(&facts->counts, facts->row.repo_id,
			 facts->facts[ANSWER_KIND].number == 1, err)
		   : status;
}

/* What the row at hand, whose first column is its item's number, has of it. */
static enum hscan_status
take_of_item(struct hscan_facts *facts, struct hscan_error *err)
{
	int64_t repo_id = facts->row.repo_id, number = facts->facts[0].number;
	enum hscan_status status = HSCAN_OK;

	facts->row.same_item =
	    facts->item_repo_id == repo_id && facts->item_number == number;
	if (!facts->row.same_item)
		status = find_item(facts, repo_id, number, err);
	if (status != HSCAN_OK)
		return status;
	facts->row.of_item = facts->of_item + facts->hidden;
	facts->row.of_item_len = facts->of_item_len - facts->hidden;
	if (facts->part == HSCAN_FACTS_EVENT)
		return HSCAN_OK;
	if (facts->part == HSCAN_FACTS_ANSWER)
		return end_answer(facts, err);
	status = add_named(facts, facts->of_item[OF_AUTHOR].number, err);
	return status == HSCAN_OK ? take_lists(facts, repo_id, number, err)
				  : status;
}

enum hscan_status
hscan_facts_next(struct hscan_facts *facts, const struct hscan_fact_row **out,
    struct hscan_error *err)
{
	int rc = sqlite3_step(facts->stmt);
	enum hscan_status status = HSCAN_OK;

	*out = NULL;
	if (rc == SQLITE_DONE)
		return facts->part == HSCAN_FACTS_ANSWER
			   ? facts_counts_end(&facts->counts, err)
			   : HSCAN_OK;
	if (rc != SQLITE_ROW)
		return sql_failed(facts->engine, err);
	facts->row = (struct hscan_fact_row){
	    .repo_id = sqlite3_column_int64(facts->stmt, 0),
	    .facts = facts->facts,
	    .len = facts->columns,
	};
	for (size_t i = 0; i < facts->columns; i++)
		facts_value(facts->stmt, (int)i + 1, &facts->facts[i]);
	if (of_item[facts->part])
		status = take_of_item(facts, err);
	/* Else a text for which there was no memory would be an empty one. */
	if (status == HSCAN_OK &&
	    sqlite3_errcode(facts->engine->db) == SQLITE_NOMEM)
		return hscan_no_memory(err);
	if (status == HSCAN_OK)
		*out = &facts->row;
	return status;
}
