/* SPDX-License-Identifier: MIT */
/*
 * Questions; see client.h. A cut answer in RowBinary looks like a shorter one,
 * so the SELECT is united with a row of our own that sorts behind all others:
 * if that is the last one, all are there. Sorting costs little, as whoever asks
 * wants the rows of a repository together anyway.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "clickhouse/call.h"
#include "clickhouse/client.h"
#include "clickhouse/exception.h"
#include "clickhouse/form.h"

#define SQL_MAX  ((size_t)1024 * 1024)
#define FORM_MAX ((size_t)64 * 1024 * 1024)

/* So much of the end of an answer is kept, for an exception that comes after
 * rows. */
#define TAIL_SIZE ((size_t)2048)

struct answer {
	const struct hscan_clickhouse_ask *ask;
	struct hscan_rowbinary_reader reader;
	enum hscan_clickhouse_type types[HSCAN_CLICKHOUSE_COLUMNS];
	bool closed; /* the row of our own has come */
	char tail[2 * TAIL_SIZE];
	size_t tail_len;
};

/* --- the question --- */

/* A value of this type, for the row of our own. */
static const char *
nothing_of(enum hscan_clickhouse_type type)
{
	switch (type) {
	case HSCAN_CLICKHOUSE_I64: return "toInt64(0)";
	case HSCAN_CLICKHOUSE_U64: return "toUInt64(0)";
	case HSCAN_CLICKHOUSE_U32: return "toUInt32(0)";
	case HSCAN_CLICKHOUSE_U8: return "toUInt8(0)";
	case HSCAN_CLICKHOUSE_F64: return "toFloat64(0)";
	case HSCAN_CLICKHOUSE_STRING: break;
	case HSCAN_CLICKHOUSE_NULLABLE_STRING: return "toNullable('')";
	}
	return "''";
}

static void
add_names(
    struct hscan_buf *out, const struct hscan_clickhouse_ask *ask, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(void)hscan_buf_add_format(
		    out, "%s%s", i > 0 ? ", " : "", ask->columns[i].name);
}

static enum hscan_status
write_sql(const struct hscan_clickhouse_ask *ask, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)hscan_buf_add_string(out, "SELECT ");
	add_names(out, ask, ask->column_count);
	/* On a line of its own: the last line may be a comment. */
	(void)hscan_buf_add_format(out,
	    " FROM (\n%s\nUNION ALL SELECT toInt64(%" PRId64 ") AS %s",
	    ask->sql, INT64_MAX, ask->columns[0].name);
	for (size_t i = 1; i < ask->column_count; i++)
		(void)hscan_buf_add_format(out, ", materialize(%s) AS %s",
		    nothing_of(ask->columns[i].type), ask->columns[i].name);
	(void)hscan_buf_add_string(out, ") ORDER BY ");
	add_names(out, ask, ask->sorted);
	(void)hscan_buf_add_string(out, " FORMAT RowBinary");
	return hscan_buf_check(out, "a question to ClickHouse", err);
}

static enum hscan_status
check_ask(const struct hscan_clickhouse_ask *ask, struct hscan_error *err)
{
	if (ask->column_count >= 1 &&
	    ask->column_count <= HSCAN_CLICKHOUSE_COLUMNS &&
	    ask->columns[0].type == HSCAN_CLICKHOUSE_I64 && ask->sorted >= 1 &&
	    ask->sorted <= ask->column_count)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "a question needs from 1 to %d columns, an Int64 first, and has to "
	    "be sorted by it; ask otherwise",
	    HSCAN_CLICKHOUSE_COLUMNS);
}

/* --- the answer --- */

static void
keep_tail(struct answer *answer, struct hscan_text bytes)
{
	size_t some = bytes.len < TAIL_SIZE ? bytes.len : TAIL_SIZE;

	if (answer->tail_len + some > sizeof(answer->tail)) {
		memmove(answer->tail,
		    answer->tail + answer->tail_len - TAIL_SIZE, TAIL_SIZE);
		answer->tail_len = TAIL_SIZE;
	}
	if (some > 0)
		memcpy(answer->tail + answer->tail_len,
		    bytes.ptr + bytes.len - some, some);
	answer->tail_len += some;
}

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct answer *answer = payload;

	if (answer->closed)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the answer goes on behind its end; check the address, and "
		    "who is in between");
	if (values[0].i64 == INT64_MAX) {
		answer->closed = true;
		return HSCAN_OK;
	}
	return answer->ask->on_row(answer->ask->payload, values, err);
}

static enum hscan_status
on_bytes(void *payload, struct hscan_text bytes, struct hscan_error *err)
{
	struct answer *answer = payload;

	keep_tail(answer, bytes);
	return hscan_rowbinary_read(&answer->reader, bytes, err);
}

/* An answer with status 200 that is not whole. */
static enum hscan_status
explain_cut(const struct hscan_clickhouse *ch, const struct answer *answer,
    struct hscan_error *err)
{
	const struct hscan_text tail = {answer->tail, answer->tail_len};
	struct hscan_text said = hscan_clickhouse_find_exception(tail);

	if (said.len > 0)
		return hscan_clickhouse_explain(500, said,
		    hscan_clickhouse_name(ch), clickhouse_user(ch), err);
	return hscan_fail(err, HSCAN_ENET,
	    "the answer of %s was cut off before its end; run again, and see "
	    "who is in between if it is so again",
	    hscan_clickhouse_name(ch));
}

/* An exception behind rows explains why they are no rows, and why the answer
 * broke off: newer servers then end it so on purpose. */
static enum hscan_status
judge(const struct hscan_clickhouse *ch, const struct answer *answer,
    enum hscan_status status, struct hscan_error *err)
{
	const struct hscan_text tail = {answer->tail, answer->tail_len};

	if (status == HSCAN_OK && answer->closed &&
	    hscan_rowbinary_at_end(&answer->reader))
		return HSCAN_OK;
	if (status == HSCAN_OK ||
	    ((status == HSCAN_EPARSE || status == HSCAN_EREFUSED ||
		 status == HSCAN_ENET) &&
		hscan_clickhouse_find_exception(tail).len > 0))
		return explain_cut(ch, answer, err);
	return status;
}

static enum hscan_status
send(struct hscan_clickhouse *ch, const struct hscan_clickhouse_ask *ask,
    struct hscan_text sql, struct hscan_sink *sink, struct hscan_error *err)
{
	char type[CLICKHOUSE_FORM_TYPE_SIZE] = "text/plain; charset=utf-8";
	struct clickhouse_bytes bytes = {.all = sql};
	struct clickhouse_call call = {.query = ask->settings, .sink = sink};
	struct hscan_http_body body;
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf form;
	bool made;

	hscan_buf_init(&form, FORM_MAX);
	if (ask->table_count > 0) {
		status = clickhouse_form(
		    sql, ask->tables, ask->table_count, &form, type, err);
		bytes.all = hscan_buf_text(&form);
	}
	body = clickhouse_body_of(&bytes, type);
	call.body = &body;
	/* Else the last code is that of another question. */
	made = status == HSCAN_OK;
	if (made)
		status = clickhouse_call(ch, &call, NULL, err);
	/* A shard that was started anew meanwhile is reached the second time;
	 * one that is down is named then. */
	if (made && hscan_clickhouse_lost_shard(clickhouse_last_code(ch)) &&
	    sink->bytes == 0) {
		bytes.at = 0;
		status = clickhouse_call(ch, &call, NULL, err);
	}
	hscan_buf_clear(&form);
	return status;
}

enum hscan_status
hscan_clickhouse_ask(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_ask *ask, struct hscan_error *err)
{
	struct answer answer = {.ask = ask};
	struct hscan_sink sink = {.write = on_bytes, .payload = &answer};
	enum hscan_status status = check_ask(ask, err);
	struct hscan_buf sql;

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < ask->column_count; i++)
		answer.types[i] = ask->columns[i].type;
	hscan_rowbinary_init(
	    &answer.reader, answer.types, ask->column_count, on_row, &answer);
	hscan_buf_init(&sql, SQL_MAX);
	status = write_sql(ask, &sql, err);
	if (status == HSCAN_OK)
		status = send(ch, ask, hscan_buf_text(&sql), &sink, err);
	status = judge(ch, &answer, status, err);
	hscan_rowbinary_clear(&answer.reader);
	hscan_buf_clear(&sql);
	return status;
}
