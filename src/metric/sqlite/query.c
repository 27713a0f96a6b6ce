/* SPDX-License-Identifier: MIT */
/* Runs a user's own question; see query.h. */
#include "metric/sqlite/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "store/sqlite.h"

#define MAX_BLOB_TEXT ((size_t)64 * 1024 * 1024)

/* Of all rows together: the answer is kept until it is whole. */
#define MAX_ANSWER ((size_t)256 * 1024 * 1024)

/* What keeps a value is about so large, and what keeps a text besides. */
enum { VALUE_ROOM = 56, TEXT_ROOM = 32 };

static enum hscan_status
failed(struct sqlite_engine *engine, struct hscan_error *err)
{
	int code = sqlite3_errcode(engine->db) & 0xFF;
	char said[200];

	if (sqlite_was_ended(engine, code, "the query", err))
		return err->status;
	/* SQLite quotes the query, which is not trusted. */
	(void)hscan_safe(
	    hscan_text_of(sqlite3_errmsg(engine->db)), said, sizeof(said));
	if (code == SQLITE_AUTH)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the query cannot be run: %s; it may only read the views "
		    "that 'healthscan query' lists",
		    said);
	/* "LIMIT NULL" and the like are a mismatch, which is the query's. */
	if (code == SQLITE_ERROR || code == SQLITE_TOOBIG ||
	    code == SQLITE_MISMATCH)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the query cannot be run: %s; 'healthscan query' lists "
		    "the views and their columns",
		    said);
	return hscan_store_failed(engine->db, "the query cannot be run", err);
}

/* What follows the statement may be a comment, but not another one. */
static enum hscan_status
prepare(struct sqlite_engine *engine, struct hscan_text sql, sqlite3_stmt **out,
    struct hscan_error *err)
{
	const char *rest = NULL, *end = sql.ptr + sql.len;
	sqlite3_stmt *second = NULL;
	int rc;

	if (sqlite3_prepare_v2(engine->db, sql.ptr, (int)sql.len, out, &rest) !=
	    SQLITE_OK)
		return failed(engine, err);
	if (!*out)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the query cannot be run: it is empty; write a SELECT, "
		    "such "
		    "as SELECT * FROM v_issue LIMIT 10");
	rc = sqlite3_prepare_v2(
	    engine->db, rest, (int)(end - rest), &second, NULL);
	if (rc == SQLITE_NOMEM)
		return hscan_no_memory(err);
	if (rc != SQLITE_OK || second) {
		sqlite3_finalize(second);
		return hscan_fail(err, HSCAN_EINVAL,
		    "the query cannot be run: there is more than one "
		    "statement; ask one at a time");
	}
	/* VACUUM INTO writes a file, and no authorizer is asked about it. */
	if (!sqlite3_stmt_readonly(*out) || sqlite3_column_count(*out) == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the query cannot be run: it is no SELECT; it may only "
		    "read the views that 'healthscan query' lists");
	return HSCAN_OK;
}

static struct hscan_text
hex_of(sqlite3_stmt *stmt, int column, struct hscan_buf *out)
{
	const unsigned char *bytes = sqlite3_column_blob(stmt, column);
	int len = sqlite3_column_bytes(stmt, column);

	hscan_buf_reset(out);
	/* Without memory for it there are no bytes, however many are said. */
	for (int i = 0; bytes && i < len; i++)
		(void)hscan_buf_add_format(out, "%02x", bytes[i]);
	return out->len > 0 ? hscan_buf_text(out) : hscan_text_of("");
}

static struct hscan_query_value
value_of(sqlite3_stmt *stmt, int column, struct hscan_buf *hex)
{
	struct hscan_query_value value = {.kind = HSCAN_QUERY_NULL};

	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_INTEGER:
		value.kind = HSCAN_QUERY_INTEGER;
		value.integer = sqlite3_column_int64(stmt, column);
		break;
	case SQLITE_FLOAT:
		value.real = sqlite3_column_double(stmt, column);
		if (isfinite(value.real))
			value.kind = HSCAN_QUERY_REAL;
		break;
	case SQLITE_TEXT:
		value.kind = HSCAN_QUERY_TEXT;
		value.text = sql_text(stmt, column);
		break;
	case SQLITE_BLOB:
		value.kind = HSCAN_QUERY_TEXT;
		value.text = hex_of(stmt, column, hex);
		break;
	default: break;
	}
	return value;
}

/* The room of one row. */
struct row {
	size_t len;
	struct hscan_text *names;
	struct hscan_query_value *values;
	struct hscan_buf *hex; /* one a column */
};

static bool
make_row(struct row *row, sqlite3_stmt *stmt)
{
	row->len = (size_t)sqlite3_column_count(stmt);
	row->names = calloc(row->len + 1, sizeof(*row->names));
	row->values = calloc(row->len + 1, sizeof(*row->values));
	row->hex = calloc(row->len + 1, sizeof(*row->hex));
	if (!row->names || !row->values || !row->hex)
		return false;
	for (size_t i = 0; i < row->len; i++)
		hscan_buf_init(&row->hex[i], MAX_BLOB_TEXT);
	for (size_t i = 0; i < row->len; i++) {
		row->names[i] =
		    hscan_text_of(sqlite3_column_name(stmt, (int)i));
		if (!row->names[i].ptr)
			return false;
	}
	return true;
}

static void
free_row(struct row *row)
{
	for (size_t i = 0; i < row->len && row->hex; i++)
		hscan_buf_clear(&row->hex[i]);
	free(row->names);
	free(row->values);
	free(row->hex);
}

static enum hscan_status
read_row(struct row *row, sqlite3_stmt *stmt, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < row->len && status == HSCAN_OK; i++) {
		row->values[i] = value_of(stmt, (int)i, &row->hex[i]);
		status = hscan_buf_check(&row->hex[i], "a value", err);
	}
	return status;
}

/* What a row is to those who keep it, at most. */
static size_t
size_of(const struct row *row)
{
	size_t size = row->len * VALUE_ROOM;

	for (size_t i = 0; i < row->len; i++)
		if (row->values[i].kind == HSCAN_QUERY_TEXT)
			size += row->values[i].text.len + TEXT_ROOM;
	return size;
}

static enum hscan_status
take_row(struct row *row, sqlite3_stmt *stmt, size_t *left,
    const struct hscan_query_taker *taker, struct hscan_error *err)
{
	enum hscan_status status = read_row(row, stmt, err);
	size_t size = status == HSCAN_OK ? size_of(row) : 0;

	if (status != HSCAN_OK)
		return status;
	if (size > *left)
		return hscan_fail(err, HSCAN_ELIMIT,
		    "the query gives more than %zu MiB: it was ended; narrow "
		    "it, or add a LIMIT",
		    MAX_ANSWER / 1024 / 1024);
	*left -= size;
	return taker->row(row->values, row->len, taker->payload, err);
}

static enum hscan_status
step_all(struct sqlite_engine *engine, sqlite3_stmt *stmt,
    const struct hscan_query_taker *taker, struct hscan_error *err)
{
	struct row row = {0};
	size_t left = MAX_ANSWER;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = make_row(&row, stmt)
		     ? taker->columns(row.names, row.len, taker->payload, err)
		     : hscan_no_memory(err);
	while (status == HSCAN_OK &&
	       (rc = sqlite_step(engine, stmt)) == SQLITE_ROW)
		status = take_row(&row, stmt, &left, taker, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = failed(engine, err);
	free_row(&row);
	return status;
}

/* What the statement reads that is not always there: few ask for it, and it
 * takes time. */
static enum hscan_status
fill(struct sqlite_engine *engine, struct hscan_error *err)
{
	static const struct {
		const char *table;
		unsigned need;
	} tables[] = {
	    {"ask_opener", HSCAN_NEED_ROLES},
	    {"ask_who", HSCAN_NEED_CONTRIBUTIONS},
	    {"ask_newcomer", HSCAN_NEED_CONTRIBUTIONS},
	    {"ask_affiliated", HSCAN_NEED_ORGANIZATIONS},
	};
	enum hscan_status status = sqlite_fill_read(engine, err);

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (status == HSCAN_OK &&
		    sqlite_has_read(engine, tables[i].table))
			status = sqlite_need(engine, tables[i].need, err);
	return status != HSCAN_OK && engine->ended != HSCAN_OK
		   ? failed(engine, err)
		   : status;
}

enum hscan_status
hscan_query_run(struct hscan_engine *base, struct hscan_text sql,
    const struct hscan_query_taker *taker, struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	const unsigned all =
	    HSCAN_NEED_STATE | HSCAN_NEED_COMMENTS | HSCAN_NEED_DOCS;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;

	status = sqlite_need(engine, all, err);
	if (status == HSCAN_OK)
		status = sqlite_provide_all(engine, err);
	if (status != HSCAN_OK)
		return status;
	sqlite_guard(engine, true);
	sqlite_restrict(engine, true);
	status = prepare(engine, sql, &stmt, err);
	sqlite_restrict(engine, false);
	if (status == HSCAN_OK)
		status = fill(engine, err);
	if (status == HSCAN_OK)
		status = step_all(engine, stmt, taker, err);
	sqlite3_finalize(stmt);
	sqlite_unguard(engine);
	return status;
}
