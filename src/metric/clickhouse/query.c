/* SPDX-License-Identifier: MIT */
/* A user's own question; see query.h. Which columns it has is asked first, so
 * that each can be read. */
#include "metric/clickhouse/query.h"

#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "clickhouse/literal.h"

enum { LONGEST_SQL = 1024 * 1024, LONGEST_NAME = 24 };

/* Of any type. */
struct column {
	struct hscan_text name;
	bool number; /* text that is one is told as a number */
};

struct query {
	struct hscan_arena arena;
	struct column *columns; /* of the arena */
	struct hscan_clickhouse_column *asked;
	size_t len, room, asked_room;
	struct hscan_buf select; /* what is between SELECT and FROM */
	const struct hscan_query_taker *taker;
	struct hscan_query_value *values; /* of a row */
};

/* --- its columns --- */

static bool
is_among(struct hscan_text type, const char *const *types, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (hscan_text_is(type, types[i]))
			return true;
	return false;
}

/* "Nullable(Int64)" without what is around it. */
static struct hscan_text
bare_type(struct hscan_text type)
{
	static const char around[] = "Nullable(";

	if (hscan_text_starts(type, around) && type.len > sizeof(around)) {
		type.ptr += sizeof(around) - 1;
		type.len -= sizeof(around);
	}
	return type;
}

/* How a column is asked for, so that it is one of the types that are read. */
static enum hscan_clickhouse_type
choose_type(struct hscan_text type, struct column *column, const char **with)
{
	static const char *const integers[] = {
	    "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32"};
	static const char *const reals[] = {"Float32", "Float64"};
	struct hscan_text bare = bare_type(type);
	bool integer =
	    is_among(bare, integers, sizeof(integers) / sizeof(integers[0]));
	bool real = is_among(bare, reals, sizeof(reals) / sizeof(reals[0]));

	column->number = integer || real || hscan_text_is(bare, "UInt64");
	if (integer && bare.len == type.len) {
		*with = "toInt64(";
		return HSCAN_CLICKHOUSE_I64;
	}
	if (real && bare.len == type.len) {
		*with = "toFloat64(";
		return HSCAN_CLICKHOUSE_F64;
	}
	*with = "toNullable(toString(";
	return HSCAN_CLICKHOUSE_NULLABLE_STRING;
}

static enum hscan_status
on_column(void *payload, struct hscan_text name, struct hscan_text type,
    struct hscan_error *err)
{
	struct query *query = payload;
	struct column *columns = hscan_grow_in(&query->arena, query->columns,
	    &query->room, query->len + 1, sizeof(*columns));
	struct hscan_clickhouse_column *asked = hscan_grow_in(&query->arena,
	    query->asked, &query->asked_room, query->len + 2, sizeof(*asked));
	char as[LONGEST_NAME];
	const char *with;

	if (!columns || !asked)
		return hscan_no_memory(err);
	if (query->len + 2 > HSCAN_CLICKHOUSE_COLUMNS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the question has more than %d columns; ask for fewer",
		    HSCAN_CLICKHOUSE_COLUMNS - 1);
	query->columns = columns;
	query->asked = asked;
	columns[query->len].name = hscan_arena_dup(&query->arena, name);
	(void)snprintf(as, sizeof(as), "c%zu", query->len);
	asked[query->len + 1] = (struct hscan_clickhouse_column){
	    .name = hscan_arena_dup(&query->arena, hscan_text_of(as)).ptr,
	    .type = choose_type(type, &columns[query->len], &with),
	};
	if (!columns[query->len].name.ptr || !asked[query->len + 1].name)
		return hscan_no_memory(err);
	(void)hscan_buf_add_format(&query->select, ", %s", with);
	(void)hscan_clickhouse_add_name(&query->select, name);
	(void)hscan_buf_add_format(
	    &query->select, "%s AS %s", with[3] == 'u' ? "))" : ")", as);
	query->len++;
	return HSCAN_OK;
}

/* --- its rows --- */

static struct hscan_query_value
value_of(const struct column *column, enum hscan_clickhouse_type type,
    const struct hscan_clickhouse_value *value)
{
	struct hscan_query_value out = {.kind = HSCAN_QUERY_NULL};

	if (type == HSCAN_CLICKHOUSE_I64) {
		out.kind = HSCAN_QUERY_INTEGER;
		out.integer = value->i64;
	} else if (type == HSCAN_CLICKHOUSE_F64) {
		/* What is no number is none of JSON's either. */
		if (isfinite(value->f64))
			out.kind = HSCAN_QUERY_REAL;
		out.real = value->f64;
	} else if (value->text.ptr) {
		out.kind = HSCAN_QUERY_TEXT;
		out.text = value->text;
		if (column->number && hscan_parse_i64(value->text, INT64_MIN,
					  INT64_MAX, &out.integer))
			out.kind = HSCAN_QUERY_INTEGER;
		else if (column->number &&
			 hscan_parse_decimal(value->text, &out.real))
			out.kind = HSCAN_QUERY_REAL;
	}
	return out;
}

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct query *query = payload;

	for (size_t i = 0; i < query->len; i++)
		query->values[i] = value_of(&query->columns[i],
		    query->asked[i + 1].type, &values[i + 1]);
	return query->taker->row(
	    query->values, query->len, query->taker->payload, err);
}

static enum hscan_status
tell_columns(struct query *query, struct hscan_error *err)
{
	struct hscan_text *names =
	    hscan_arena_alloc(&query->arena, query->len + 1, sizeof(*names));

	query->values = hscan_arena_alloc(
	    &query->arena, query->len + 1, sizeof(*query->values));
	if (!names || !query->values)
		return hscan_no_memory(err);
	for (size_t i = 0; i < query->len; i++)
		names[i] = query->columns[i].name;
	return query->taker->columns(
	    names, query->len, query->taker->payload, err);
}

/* With a number before each row, so that they come in their order. */
static enum hscan_status
ask(struct query *query, struct hscan_clickhouse *clickhouse, const char *sql,
    struct hscan_error *err)
{
	struct hscan_clickhouse_ask question = {
	    .columns = query->asked,
	    .column_count = query->len + 1,
	    .sorted = 1,
	    .on_row = on_row,
	    .payload = query,
	};
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_SQL);
	(void)hscan_buf_add_string(
	    &text, "SELECT toInt64(rowNumberInAllBlocks()) AS row_no");
	(void)hscan_buf_add_text(&text, hscan_buf_text(&query->select));
	(void)hscan_buf_add_format(&text, " FROM (\n%s\n)", sql);
	status = hscan_buf_check(&query->select, "the question", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&text, "the question", err);
	if (status == HSCAN_OK) {
		query->asked[0] = (struct hscan_clickhouse_column){
		    "row_no", HSCAN_CLICKHOUSE_I64};
		question.sql = hscan_buf_string(&text);
		status = hscan_clickhouse_ask(clickhouse, &question, err);
	}
	hscan_buf_clear(&text);
	return status;
}

enum hscan_status
hscan_clickhouse_query(struct hscan_clickhouse *clickhouse, const char *sql,
    const struct hscan_query_taker *taker, struct hscan_error *err)
{
	struct query query = {.taker = taker};
	enum hscan_status status;

	hscan_arena_init(&query.arena);
	hscan_buf_init(&query.select, LONGEST_SQL);
	status =
	    hscan_clickhouse_describe(clickhouse, sql, on_column, &query, err);
	if (status == HSCAN_OK && query.len == 0)
		status = hscan_fail(
		    err, HSCAN_EINVAL, "the question has no columns");
	if (status == HSCAN_OK)
		status = tell_columns(&query, err);
	if (status == HSCAN_OK)
		status = ask(&query, clickhouse, sql, err);
	hscan_buf_clear(&query.select);
	hscan_arena_clear(&query.arena);
	return status;
}
