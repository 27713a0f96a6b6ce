/* SPDX-License-Identifier: MIT */
/* Rows into a table; see client.h. They are made while they are sent, so that
 * neither side waits for the other. */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "clickhouse/call.h"
#include "clickhouse/client.h"
#include "clickhouse/literal.h"

/* A server makes a block of so many rows, and keeps a block as a whole or not
 * at all. */
#define BLOCK_ROWS ((int64_t)1024 * 1024)

/* Rows are made until there is so much to send. */
#define PIECE_SIZE ((size_t)64 * 1024)

#define QUERY_MAX ((size_t)8 * 1024)

struct rows {
	const struct hscan_clickhouse_insert *insert;
	struct hscan_buf
	    made; /* rows, of which the first `at` bytes are sent */
	size_t at;
	bool first; /* nothing that was sent has been dropped */
	bool end;   /* there are no more */
	int64_t block_rows;
	int64_t block; /* rows of this request */
	int64_t all;
};

static enum hscan_status
make_rows(struct rows *rows, struct hscan_error *err)
{
	const struct hscan_clickhouse_insert *insert = rows->insert;

	while (!rows->end && rows->block < rows->block_rows &&
	       rows->made.len < PIECE_SIZE) {
		enum hscan_status status =
		    insert->next(insert->payload, &rows->made, &rows->end, err);

		if (status == HSCAN_OK)
			status = hscan_buf_check(&rows->made, "a row", err);
		if (status != HSCAN_OK)
			return status;
		if (!rows->end)
			rows->block++;
	}
	return HSCAN_OK;
}

static enum hscan_status
read_rows(
    void *payload, char *out, size_t size, size_t *len, struct hscan_error *err)
{
	struct rows *rows = payload;
	enum hscan_status status = HSCAN_OK;
	size_t left;

	if (rows->at == rows->made.len) {
		if (rows->at > 0)
			rows->first = false;
		hscan_buf_reset(&rows->made);
		rows->at = 0;
		status = make_rows(rows, err);
	}
	left = rows->made.len - rows->at;
	*len = left < size ? left : size;
	if (*len > 0)
		memcpy(out, rows->made.ptr + rows->at, *len);
	rows->at += *len;
	return status;
}

/* A connection that was dead is found out with the first bytes. */
static enum hscan_status
rewind_rows(void *payload, struct hscan_error *err)
{
	struct rows *rows = payload;

	if (!rows->first)
		return hscan_fail(err, HSCAN_ENET,
		    "the connection broke while rows were sent; run again");
	rows->at = 0;
	return HSCAN_OK;
}

static enum hscan_status
write_query(const struct hscan_clickhouse_insert *insert, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_buf sql;

	hscan_buf_init(&sql, QUERY_MAX);
	(void)hscan_buf_add_string(&sql, "INSERT INTO ");
	(void)hscan_clickhouse_add_name(&sql, hscan_text_of(insert->table));
	(void)hscan_buf_add_format(
	    &sql, " (%s) FORMAT RowBinary", insert->columns);
	(void)hscan_buf_add_string(out, "query=");
	(void)clickhouse_add_encoded(out, hscan_buf_text(&sql));
	if (sql.failed != HSCAN_OK)
		out->failed = sql.failed;
	hscan_buf_clear(&sql);
	return hscan_buf_check(out, "the columns of a table", err);
}

/* One request; the first rows of it are made. */
static enum hscan_status
send_block(struct hscan_clickhouse *ch, struct rows *rows, const char *query,
    struct hscan_error *err)
{
	const struct hscan_http_body body = {
	    .type = "application/octet-stream",
	    .length = rows->end || rows->block == rows->block_rows
			  ? (int64_t)rows->made.len
			  : -1,
	    .read = read_rows,
	    .rewind = rewind_rows,
	    .payload = rows,
	};
	const struct clickhouse_call call = {.query = query, .body = &body};
	enum hscan_status status = clickhouse_call(ch, &call, NULL, err);

	if (status == HSCAN_OK)
		rows->all += rows->block;
	return status;
}

enum hscan_status
hscan_clickhouse_insert(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_insert *insert, int64_t *sent,
    struct hscan_error *err)
{
	struct rows rows = {.insert = insert,
	    .block_rows =
		insert->block_rows > 0 ? insert->block_rows : BLOCK_ROWS};
	enum hscan_status status;
	struct hscan_buf query;

	hscan_buf_init(&query, QUERY_MAX * 3);
	hscan_buf_init(&rows.made, PIECE_SIZE + HSCAN_ROW_MAX);
	status = write_query(insert, &query, err);
	while (status == HSCAN_OK && !rows.end) {
		hscan_buf_reset(&rows.made);
		rows.at = 0;
		rows.block = 0;
		rows.first = true;
		status = make_rows(&rows, err);
		if (status == HSCAN_OK && rows.block > 0)
			status = send_block(ch, &rows, query.ptr, err);
	}
	hscan_buf_clear(&rows.made);
	hscan_buf_clear(&query);
	if (status == HSCAN_OK)
		*sent = rows.all;
	return status;
}
