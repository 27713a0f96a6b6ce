/* SPDX-License-Identifier: MIT */
/* Asks for the open items of one repository, and for what was written on each;
 * see open_items.h. */
#include "metric/open_items.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/grow.h"
#include "base/text.h"
#include "metric/sqlite/internal.h"

/* One item, and what it borrows. */
struct asking {
	struct sqlite_engine *engine;
	const struct hscan_open_items_question *question;
	struct hscan_arena arena; /* of the texts of the item's words */
	struct hscan_word *words; /* owned */
	size_t len, room;
	hscan_open_item_fn *take;
	void *payload;
};

static enum hscan_status
add_word(struct asking *asking, sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_text login = sql_text(row, 2);
	struct hscan_word *more = hscan_grow(
	    asking->words, &asking->room, asking->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	asking->words = more;
	more[asking->len] = (struct hscan_word){
	    .at = sqlite3_column_int64(row, 0),
	    .kind = (enum hscan_word_kind)sqlite3_column_int(row, 1),
	    .login = hscan_arena_dup(&asking->arena, login),
	    .by_author = sqlite3_column_int(row, 3) != 0,
	    .by_maintainer = sqlite3_column_int(row, 4) != 0,
	    .by_bot = sqlite3_column_int(row, 5) != 0,
	};
	if (login.ptr && !more[asking->len].login.ptr)
		return hscan_no_memory(err);
	asking->len++;
	return HSCAN_OK;
}

/* A column that may be NULL, as a parameter. */
static int
bind_column(sqlite3_stmt *to, const char *name, sqlite3_stmt *from, int column)
{
	return sqlite3_bind_value(to, sqlite3_bind_parameter_index(to, name),
	    sqlite3_column_value(from, column));
}

static enum hscan_status
read_words(struct asking *asking, sqlite3_stmt *item, struct hscan_error *err)
{
	sqlite3_stmt *words = NULL;
	enum hscan_status status =
	    sql_kept(asking->engine, ENGINE_WORDS, &words, err);
	int rc;

	if (status != HSCAN_OK)
		return status;
	hscan_arena_reset(&asking->arena);
	asking->len = 0;
	rc = sql_bind(words, ":repo_id", asking->question->repo_id);
	if (rc == SQLITE_OK)
		rc = bind_column(words, ":number", item, 0);
	if (rc == SQLITE_OK)
		rc = bind_column(words, ":author_id", item, 2);
	while (rc == SQLITE_OK && status == HSCAN_OK) {
		rc = sqlite3_step(words);
		if (rc == SQLITE_ROW) {
			status = add_word(asking, words, err);
			rc = SQLITE_OK;
		}
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(asking->engine, err);
	sql_end(words);
	return status;
}

static enum hscan_status
take_item(struct asking *asking, sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_open_item item = {
	    .number = sqlite3_column_int64(row, 0),
	    .kind = (enum hscan_item_kind)sqlite3_column_int(row, 1),
	    .author = sql_text(row, 3),
	    .title = sql_text(row, 4),
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = sqlite3_column_int64(row, 6),
	    .updated_at = sqlite3_column_int64(row, 7),
	    .silent = sqlite3_column_int(row, 8) != 0,
	    .read_at = sqlite3_column_int64(row, 9),
	    .parts = (unsigned)sqlite3_column_int(row, 10),
	    .doubted = sqlite3_column_int(row, 11) != 0,
	};
	enum hscan_status status;

	if (sqlite3_column_type(row, 2) != SQLITE_NULL)
		item.left_out = sqlite_is_left_out(asking->engine,
		    asking->question->repo_id, sqlite3_column_int64(row, 2));
	if (sqlite3_column_type(row, 5) != SQLITE_NULL)
		item.draft = sqlite3_column_int(row, 5) ? HSCAN_YES : HSCAN_NO;
	status = read_words(asking, row, err);
	item.words = asking->words;
	item.words_len = asking->len;
	return status == HSCAN_OK ? asking->take(&item, asking->payload, err)
				  : status;
}

static enum hscan_status
read_items(struct asking *asking, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status =
	    sql_kept(asking->engine, ENGINE_OPEN_ITEMS, &row, err);
	int rc;

	if (status != HSCAN_OK)
		return status;
	rc = sql_bind(row, ":repo_id", asking->question->repo_id);
	if (rc == SQLITE_OK)
		rc = sql_bind(row, ":ends_at", asking->question->end);
	while (rc == SQLITE_OK && status == HSCAN_OK) {
		rc = sqlite3_step(row);
		if (rc == SQLITE_ROW) {
			status = take_item(asking, row, err);
			rc = SQLITE_OK;
		}
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(asking->engine, err);
	sql_end(row);
	return status;
}

enum hscan_status
sqlite_open_items(struct hscan_engine *base,
    const struct hscan_open_items_question *question, hscan_open_item_fn *take,
    void *payload, struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	struct asking asking = {
	    .engine = engine,
	    .question = question,
	    .take = take,
	    .payload = payload,
	};
	enum hscan_status status = sqlite_find_maintainers(engine,
	    question->repo_id, question->logins, question->logins_len, err);

	/* What is open, as its events have it. */
	if (status == HSCAN_OK)
		status = sqlite_need(engine, HSCAN_NEED_STATE, err);
	hscan_arena_init(&asking.arena);
	if (status == HSCAN_OK)
		status = read_items(&asking, err);
	hscan_arena_clear(&asking.arena);
	free(asking.words);
	return status;
}
