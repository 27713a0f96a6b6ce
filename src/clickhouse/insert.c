/* SPDX-License-Identifier: MIT */
/* Rows into a table; see client.h. They are made while they are sent, and those
 * of the next request while the server works on those before, so that neither
 * side waits for the other. */
#include <inttypes.h>
#include <stdlib.h>
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

/* One request. */
struct rows {
	struct clickhouse_flight flight;
	const struct hscan_clickhouse_insert *insert; /* until it is whole */
	struct hscan_buf
	    made; /* rows, of which the first `at` bytes are sent */
	size_t at;
	bool first; /* nothing that was sent has been dropped */
	bool end;   /* there are no more */
	int64_t block_rows;
	int64_t block; /* rows of this request */
};

enum { REQUESTS = CLICKHOUSE_AT_ONCE };

/* All but the last that was begun are whole, and wait for their answers. */
struct requests {
	struct rows all[REQUESTS];
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

static void
free_requests(void *payload)
{
	struct requests *requests = payload;

	for (size_t i = 0; i < REQUESTS; i++) {
		clickhouse_flight_clear(&requests->all[i].flight);
		hscan_buf_clear(&requests->all[i].made);
	}
	free(requests);
}

/* Its failure is told once. */
static enum hscan_status
land(struct hscan_clickhouse *ch, struct rows *rows, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && rows->flight.up)
		status = clickhouse_pump(ch, err);
	if (status == HSCAN_OK && rows->flight.failed.status != HSCAN_OK) {
		*err = rows->flight.failed;
		status = err->status;
		rows->flight.failed.status = HSCAN_OK;
	}
	return status;
}

/* All of them, also after a failure. */
static enum hscan_status
settle(struct hscan_clickhouse *ch, void *payload, struct hscan_error *err)
{
	struct requests *requests = payload;
	enum hscan_status status = HSCAN_OK;
	struct hscan_error later;

	for (size_t i = 0; i < REQUESTS; i++) {
		enum hscan_status ended = land(
		    ch, &requests->all[i], status == HSCAN_OK ? err : &later);

		if (status == HSCAN_OK)
			status = ended;
	}
	return status;
}

static struct requests *
requests_of(struct hscan_clickhouse *ch)
{
	struct clickhouse_beside *beside = clickhouse_beside(ch);
	struct requests *requests = beside->payload;

	if (requests)
		return requests;
	requests = calloc(1, sizeof(*requests));
	if (!requests)
		return NULL;
	for (size_t i = 0; i < REQUESTS; i++) {
		clickhouse_flight_init(&requests->all[i].flight);
		hscan_buf_init(
		    &requests->all[i].made, PIECE_SIZE + HSCAN_ROW_MAX);
	}
	*beside = (struct clickhouse_beside){requests, settle, free_requests};
	return requests;
}

/* One request, whose first rows are made, until it has all of its own. */
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
	const struct hscan_upload *upload = &rows->flight.upload;
	enum hscan_status status =
	    clickhouse_start(ch, &rows->flight, &call, err);
	int64_t sent = -1;

	/* To wait for more than that it is sent would be to wait for an
	 * answer: whoever sent something may be able to send more. */
	while (status == HSCAN_OK && rows->flight.up && !upload->whole) {
		bool moved = upload->sent > sent;

		sent = upload->sent;
		status = moved ? clickhouse_glance(ch, err)
			       : clickhouse_pump(ch, err);
	}
	/* Of what has been sent, it is told later, as client.h says: whether
	 * the answer is here by now hangs on libcurl's version, and on chance.
	 */
	return status == HSCAN_OK && !rows->flight.up && !upload->whole
		   ? land(ch, rows, err)
		   : status;
}

/* One that is not under way, as soon as there is one; fails if any was
 * refused. */
static enum hscan_status
find_free(struct hscan_clickhouse *ch, struct requests *requests,
    struct rows **out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*out = NULL;
	while (status == HSCAN_OK && !*out) {
		for (size_t i = 0; i < REQUESTS && status == HSCAN_OK; i++) {
			struct rows *one = &requests->all[i];

			if (one->flight.up)
				continue;
			status = land(ch, one, err);
			*out = one;
		}
		if (status == HSCAN_OK && !*out)
			status = clickhouse_pump(ch, err);
	}
	return status;
}

static enum hscan_status
begin_block(struct rows *rows, const struct hscan_clickhouse_insert *insert,
    struct hscan_error *err)
{
	hscan_buf_reset(&rows->made);
	rows->insert = insert;
	rows->at = 0;
	rows->block = 0;
	rows->first = true;
	rows->end = false;
	rows->block_rows =
	    insert->block_rows > 0 ? insert->block_rows : BLOCK_ROWS;
	return make_rows(rows, err);
}

static enum hscan_status
send_all(struct hscan_clickhouse *ch, struct requests *requests,
    const struct hscan_clickhouse_insert *insert, const char *query,
    int64_t *sent, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool end = false;

	while (status == HSCAN_OK && !end) {
		struct rows *rows = NULL;

		status = find_free(ch, requests, &rows, err);
		if (status == HSCAN_OK)
			status = begin_block(rows, insert, err);
		if (status != HSCAN_OK)
			return status;
		if (rows->block > 0)
			status = send_block(ch, rows, query, err);
		*sent += rows->block;
		end = rows->end;
	}
	return status;
}

enum hscan_status
hscan_clickhouse_send(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_insert *insert, int64_t *rows,
    struct hscan_error *err)
{
	struct requests *requests = requests_of(ch);
	enum hscan_status status, ended;
	struct hscan_error ours, later;
	struct hscan_buf query;
	int64_t sent = 0;

	if (!requests)
		return hscan_no_memory(err);
	if (!err) /* there is always something to say within */
		err = &ours;
	hscan_buf_init(&query, QUERY_MAX * 3);
	status = write_query(insert, &query, err);
	if (status == HSCAN_OK)
		status = send_all(ch, requests, insert, query.ptr, &sent, err);
	hscan_buf_clear(&query);
	if (status == HSCAN_OK) {
		*rows = sent;
		return HSCAN_OK;
	}
	ended = hscan_clickhouse_settle(ch, &later);
	(void)ended; /* the first failure is the one that is told */
	return status;
}

enum hscan_status
hscan_clickhouse_insert(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_insert *insert, int64_t *rows,
    struct hscan_error *err)
{
	int64_t sent = 0;
	enum hscan_status status =
	    hscan_clickhouse_send(ch, insert, &sent, err);

	if (status == HSCAN_OK)
		status = hscan_clickhouse_settle(ch, err);
	if (status == HSCAN_OK)
		*rows = sent;
	return status;
}
