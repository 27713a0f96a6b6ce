/* SPDX-License-Identifier: MIT */
/*
 * ClickHouse's format RowBinary: rows without names or types, one value after
 * the other. Pure: bytes in, rows out, and the other way round. It is little-
 * endian; a String begins with its length as a LEB128 number.
 */
#ifndef HSCAN_CLICKHOUSE_ROWBINARY_H
#define HSCAN_CLICKHOUSE_ROWBINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

/* --- writing: each appends a value. False: the buffer has failed --- */

bool hscan_rowbinary_i64(struct hscan_buf *out, int64_t value);
bool hscan_rowbinary_u64(struct hscan_buf *out, uint64_t value);
bool hscan_rowbinary_u32(struct hscan_buf *out, uint32_t value);
bool hscan_rowbinary_u8(struct hscan_buf *out, uint8_t value);
bool hscan_rowbinary_f64(struct hscan_buf *out, double value);
/* A String; absent is "". Any bytes. */
bool hscan_rowbinary_string(struct hscan_buf *out, struct hscan_text value);
/* A FixedString(size): padded with NUL; must not be longer. */
bool hscan_rowbinary_fixed(
    struct hscan_buf *out, struct hscan_text value, size_t size);
/* An Array begins so; its `count` values follow, each as it is alone. */
bool hscan_rowbinary_array(struct hscan_buf *out, size_t count);

/* --- reading --- */

enum hscan_clickhouse_type {
	HSCAN_CLICKHOUSE_I64, /* Int64 */
	HSCAN_CLICKHOUSE_U64, /* UInt64 */
	HSCAN_CLICKHOUSE_U32, /* UInt32 */
	HSCAN_CLICKHOUSE_U8,  /* UInt8 */
	HSCAN_CLICKHOUSE_F64, /* Float64 */
	HSCAN_CLICKHOUSE_STRING,
	HSCAN_CLICKHOUSE_NULLABLE_STRING, /* of NULL, `text` is absent */
};

/* The member that the column's type says; u64 for all that is unsigned. Text
 * is borrowed until the callback returns. */
struct hscan_clickhouse_value {
	union {
		int64_t i64;
		uint64_t u64;
		double f64;
		struct hscan_text text;
	};
};

/* Columns of a row, at most. */
#define HSCAN_CLICKHOUSE_COLUMNS 256

/* A row that is longer is refused. */
#define HSCAN_ROW_MAX ((size_t)16 * 1024 * 1024)

/* Takes bytes as they come, and tells of each row once it is whole. */
struct hscan_rowbinary_reader {
	const enum hscan_clickhouse_type *types; /* borrowed */
	size_t count;
	/* Called for each row; its failure is the reader's. */
	enum hscan_status (*on_row)(void *payload,
	    const struct hscan_clickhouse_value *values,
	    struct hscan_error *err);
	void *payload;
	struct hscan_buf rest; /* the beginning of a row */
};

/* `count` must be from 1 to HSCAN_CLICKHOUSE_COLUMNS. */
void hscan_rowbinary_init(struct hscan_rowbinary_reader *reader,
    const enum hscan_clickhouse_type *types, size_t count,
    enum hscan_status (*on_row)(void *payload,
	const struct hscan_clickhouse_value *values, struct hscan_error *err),
    void *payload);
void hscan_rowbinary_clear(struct hscan_rowbinary_reader *reader);

/* Fails with HSCAN_EPARSE for what is no such row, HSCAN_EREFUSED for one
 * longer than HSCAN_ROW_MAX, HSCAN_ENOMEM, and as on_row does. After a failure
 * the reader must not be used any more. */
HSCAN_CHECK enum hscan_status hscan_rowbinary_read(
    struct hscan_rowbinary_reader *reader, struct hscan_text bytes,
    struct hscan_error *err);

/* Whether the bytes so far end where a row ends. */
bool hscan_rowbinary_at_end(const struct hscan_rowbinary_reader *reader);

#endif
