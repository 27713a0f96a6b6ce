/* SPDX-License-Identifier: MIT */
/* Makes the temporary tables and views that a statement names, before it is
 * prepared. There are more than forty, few runs read half of them, and to make
 * and to drop all takes as long as a metric or two. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/sqlite.h"

/* --- what can be made --- */

static inline bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       hscan_is_digit(c);
}

/* The word that begins there. */
static struct hscan_text
word_at(const char *at, const char *end)
{
	struct hscan_text word = {at, 0};

	while (at + word.len < end && is_word(at[word.len]))
		word.len++;
	return word;
}

static enum hscan_status
add_object(struct sqlite_engine *engine, struct hscan_text name,
    struct hscan_text sql, struct hscan_error *err)
{
	struct engine_object *more = hscan_grow(engine->objects,
	    &engine->objects_room, engine->objects_len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	engine->objects = more;
	more[engine->objects_len++] = (struct engine_object){name, sql, false};
	return HSCAN_OK;
}

enum hscan_status
sqlite_offer(struct sqlite_engine *engine, struct hscan_text sql,
    struct hscan_error *err)
{
	static const char *const kinds[] = {
	    "CREATE TEMP TABLE ", "CREATE TEMP VIEW "};
	const char *end = sql.ptr + sql.len, *at = sql.ptr, *last;
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && (at = strstr(at, "CREATE TEMP "))) {
		struct hscan_text rest = {at, (size_t)(end - at)};
		size_t kind = hscan_text_starts(rest, kinds[0]) ? 0 : 1;

		last = strstr(at, ";\n");
		rest.len = last ? (size_t)(last - at) : rest.len;
		status = add_object(
		    engine, word_at(at + strlen(kinds[kind]), end), rest, err);
		at += rest.len;
	}
	return status;
}

/* --- what is named --- */

static enum hscan_status
make(struct sqlite_engine *engine, const struct engine_object *object,
    struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(
	    engine->db, object->sql.ptr, (int)object->sql.len, &stmt, NULL);

	if (rc == SQLITE_OK)
		(void)sqlite3_step(stmt);
	if (sqlite3_finalize(stmt) != SQLITE_OK || rc != SQLITE_OK)
		return hscan_store_failed(
		    engine->db, "the metrics cannot be prepared", err);
	return HSCAN_OK;
}

static struct engine_object *
find(const struct sqlite_engine *engine, struct hscan_text name)
{
	for (size_t i = 0; i < engine->objects_len; i++) {
		struct engine_object *object = &engine->objects[i];

		if (object->name.len == name.len &&
		    sqlite3_strnicmp(
			object->name.ptr, name.ptr, (int)name.len) == 0)
			return object;
	}
	return NULL;
}

/* What a view reads is made first: no two views read each other. */
enum hscan_status
sqlite_provide(struct sqlite_engine *engine, struct hscan_text sql,
    struct hscan_error *err)
{
	const char *end = sql.ptr + sql.len;
	enum hscan_status status = HSCAN_OK;

	for (const char *at = sql.ptr; at < end && status == HSCAN_OK;) {
		struct hscan_text word = word_at(at, end);
		struct engine_object *object = NULL;

		/* All names of ours have more than one part. */
		if (word.len > 0 && memchr(word.ptr, '_', word.len))
			object = find(engine, word);
		if (object && !object->made) {
			/* It may name itself. */
			object->made = true;
			status = sqlite_provide(engine, object->sql, err);
			if (status == HSCAN_OK)
				status = make(engine, object, err);
			object->made = status == HSCAN_OK;
		}
		at += word.len + (word.len == 0);
	}
	return status;
}

enum hscan_status
sqlite_provide_all(struct sqlite_engine *engine, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < engine->objects_len && status == HSCAN_OK; i++)
		status = sqlite_provide(engine, engine->objects[i].name, err);
	/* There are more of them now. */
	hscan_buf_reset(&engine->tables);
	return status;
}

void
sqlite_look_again(struct sqlite_engine *engine)
{
	sqlite3_stmt *stmt = NULL;

	(void)sqlite3_prepare_v2(engine->db,
	    "SELECT 1 FROM sqlite_temp_schema WHERE name = ?", -1, &stmt, NULL);
	for (size_t i = 0; i < engine->objects_len; i++) {
		struct engine_object *object = &engine->objects[i];

		(void)sqlite3_bind_text(stmt, 1, object->name.ptr,
		    (int)object->name.len, SQLITE_STATIC);
		object->made = sqlite3_step(stmt) == SQLITE_ROW;
		(void)sqlite3_reset(stmt);
	}
	(void)sqlite3_finalize(stmt);
}
