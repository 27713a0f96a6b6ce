/* SPDX-License-Identifier: MIT */
/* Rows are the same however the answer is cut into pieces, and what is read can
 * be written to the same bytes. */
#include "base/buf.h"
#include "clickhouse/rowbinary.h"
#include "fuzz/fuzz.h"

#define COLUMNS 7U

/* What was read, written again. */
static bool
add_value(struct hscan_buf *out, enum hscan_clickhouse_type type,
    const struct hscan_clickhouse_value *value)
{
	switch (type) {
	case HSCAN_CLICKHOUSE_I64: return hscan_rowbinary_i64(out, value->i64);
	case HSCAN_CLICKHOUSE_U64: return hscan_rowbinary_u64(out, value->u64);
	case HSCAN_CLICKHOUSE_U32:
		ENSURE(value->u64 <= UINT32_MAX);
		return hscan_rowbinary_u32(out, (uint32_t)value->u64);
	case HSCAN_CLICKHOUSE_U8:
		ENSURE(value->u64 <= UINT8_MAX);
		return hscan_rowbinary_u8(out, (uint8_t)value->u64);
	case HSCAN_CLICKHOUSE_F64: return hscan_rowbinary_f64(out, value->f64);
	case HSCAN_CLICKHOUSE_NULLABLE_STRING:
		if (!value->text.ptr)
			return hscan_rowbinary_u8(out, 1);
		(void)hscan_rowbinary_u8(out, 0);
		break;
	case HSCAN_CLICKHOUSE_STRING: break;
	}
	fuzz_touch(value->text);
	return hscan_rowbinary_string(out, value->text);
}

struct told {
	const enum hscan_clickhouse_type *types;
	size_t count;
	size_t rows;
	struct hscan_buf again;
};

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	told->rows++;
	for (size_t i = 0; i < told->count; i++)
		ENSURE(add_value(&told->again, told->types[i], &values[i]));
	return HSCAN_OK;
}

static enum hscan_status
read_all(struct told *told, struct hscan_text bytes, size_t piece, bool *at_end)
{
	struct hscan_rowbinary_reader reader;
	enum hscan_status status = HSCAN_OK;

	hscan_buf_init(&told->again, SIZE_MAX);
	hscan_rowbinary_init(&reader, told->types, told->count, on_row, told);
	while (status == HSCAN_OK && bytes.len > 0) {
		struct hscan_text some = bytes;

		if (some.len > piece)
			some.len = piece;
		bytes.ptr += some.len;
		bytes.len -= some.len;
		status = hscan_rowbinary_read(&reader, some, NULL);
	}
	*at_end = hscan_rowbinary_at_end(&reader);
	hscan_rowbinary_clear(&reader);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum hscan_clickhouse_type types[COLUMNS];
	struct hscan_text bytes;
	struct told whole = {.types = types}, pieces = {.types = types};
	enum hscan_status status;
	bool at_end, pieces_at_end;

	/* How many columns, which, and how long a piece is. */
	if (size < COLUMNS + 2)
		return 0;
	whole.count = pieces.count = 1 + data[0] % COLUMNS;
	for (size_t i = 0; i < COLUMNS; i++)
		types[i] = (enum hscan_clickhouse_type)(data[1 + i] % 7);
	bytes = fuzz_text(data + COLUMNS + 2, size - COLUMNS - 2);
	status = read_all(&whole, bytes, SIZE_MAX, &at_end);
	ENSURE(read_all(&pieces, bytes, (size_t)(data[COLUMNS + 1] % 19 + 1),
		   &pieces_at_end) == status);
	ENSURE(whole.rows == pieces.rows && at_end == pieces_at_end);
	ENSURE(fuzz_compare(hscan_buf_text(&whole.again),
		   hscan_buf_text(&pieces.again)) == 0);
	/* A length may be written in more bytes than it needs. */
	ENSURE(whole.again.len <= bytes.len);
	hscan_buf_clear(&whole.again);
	hscan_buf_clear(&pieces.again);
	return 0;
}
