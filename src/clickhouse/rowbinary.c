/* SPDX-License-Identifier: MIT */
/* RowBinary; see rowbinary.h. Bytes are put together one by one, so that it is
 * the same on every machine. */
#include "clickhouse/rowbinary.h"

#include <string.h>

/* --- writing --- */

/* The lowest `size` bytes of `value`, the lowest first: in one step, where the
 * compiler knows the size. */
static inline bool
add_bytes(struct hscan_buf *out, uint64_t value, size_t size)
{
	unsigned char *at = (unsigned char *)hscan_buf_room(out, size);

	if (!at)
		return false;
	for (size_t i = 0; i < size; i++)
		at[i] = (unsigned char)(value >> (8 * i));
	hscan_buf_use(out, size);
	return true;
}

bool
hscan_rowbinary_i64(struct hscan_buf *out, int64_t value)
{
	return add_bytes(out, (uint64_t)value, 8);
}

bool
hscan_rowbinary_u64(struct hscan_buf *out, uint64_t value)
{
	return add_bytes(out, value, 8);
}

bool
hscan_rowbinary_u32(struct hscan_buf *out, uint32_t value)
{
	return add_bytes(out, value, 4);
}

bool
hscan_rowbinary_u8(struct hscan_buf *out, uint8_t value)
{
	return add_bytes(out, value, 1);
}

bool
hscan_rowbinary_f64(struct hscan_buf *out, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return add_bytes(out, bits, 8);
}

bool
hscan_rowbinary_array(struct hscan_buf *out, size_t count)
{
	unsigned char bytes[10];
	uint64_t left = count;
	size_t len = 0;

	while (left >= 0x80) {
		bytes[len++] = (unsigned char)(left | 0x80);
		left >>= 7;
	}
	bytes[len++] = (unsigned char)left;
	return hscan_buf_add(out, bytes, len);
}

bool
hscan_rowbinary_string(struct hscan_buf *out, struct hscan_text value)
{
	return hscan_rowbinary_array(out, value.len) &&
	       hscan_buf_add_text(out, value);
}

bool
hscan_rowbinary_fixed(
    struct hscan_buf *out, struct hscan_text value, size_t size)
{
	static const char zeros[32] = {0};

	/* Nothing would show later that this row was not whole. */
	if (value.len > size) {
		if (out->failed == HSCAN_OK)
			out->failed = HSCAN_EREFUSED;
		return false;
	}
	(void)hscan_buf_add_text(out, value);
	for (size_t left = size - value.len; left > 0;) {
		size_t some = left < sizeof(zeros) ? left : sizeof(zeros);

		if (!hscan_buf_add(out, zeros, some))
			return false;
		left -= some;
	}
	return out->failed == HSCAN_OK;
}

/* --- reading --- */

/* Of an answer, so much is looked at at once. */
#define PIECE_MAX ((size_t)64 * 1024)

/* What a look at the beginning of a row, or of a value, came to. */
enum look {
	LOOK_WHOLE,
	LOOK_MORE, /* its end is not there yet */
	LOOK_BAD,
	LOOK_LONG,
};

static enum look
take_number(struct hscan_text *rest, size_t size, uint64_t *out)
{
	uint64_t value = 0;

	if (rest->len < size)
		return LOOK_MORE;
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)(unsigned char)rest->ptr[i] << (8 * i);
	rest->ptr += size;
	rest->len -= size;
	*out = value;
	return LOOK_WHOLE;
}

/* A LEB128 number; one of more than five bytes is no length that we take. */
static enum look
take_length(struct hscan_text *rest, size_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < rest->len; i++) {
		unsigned char byte = (unsigned char)rest->ptr[i];

		if (i == 5)
			return LOOK_LONG;
		value |= (uint64_t)(byte & 0x7F) << (7 * i);
		if (byte & 0x80)
			continue;
		rest->ptr += i + 1;
		rest->len -= i + 1;
		*out = (size_t)value;
		return value > HSCAN_ROW_MAX ? LOOK_LONG : LOOK_WHOLE;
	}
	return LOOK_MORE;
}

static enum look
take_string(struct hscan_text *rest, struct hscan_text *out)
{
	size_t len = 0;
	enum look look = take_length(rest, &len);

	if (look != LOOK_WHOLE)
		return look;
	if (rest->len < len)
		return LOOK_MORE;
	*out = (struct hscan_text){rest->ptr, len};
	rest->ptr += len;
	rest->len -= len;
	return LOOK_WHOLE;
}

/* A byte 0, then the value; or a byte 1 alone. */
static enum look
take_nullable(struct hscan_text *rest, struct hscan_text *out)
{
	uint64_t is_null = 0;
	enum look look = take_number(rest, 1, &is_null);

	*out = (struct hscan_text){NULL, 0};
	if (look != LOOK_WHOLE || is_null == 1)
		return look;
	return is_null == 0 ? take_string(rest, out) : LOOK_BAD;
}

static enum look
take_value(struct hscan_text *rest, enum hscan_clickhouse_type type,
    struct hscan_clickhouse_value *out)
{
	enum look look = LOOK_BAD;
	uint64_t bits = 0;

	switch (type) {
	case HSCAN_CLICKHOUSE_I64:
		look = take_number(rest, 8, &bits);
		out->i64 = (int64_t)bits;
		break;
	case HSCAN_CLICKHOUSE_U64: return take_number(rest, 8, &out->u64);
	case HSCAN_CLICKHOUSE_U32: return take_number(rest, 4, &out->u64);
	case HSCAN_CLICKHOUSE_U8: return take_number(rest, 1, &out->u64);
	case HSCAN_CLICKHOUSE_F64:
		look = take_number(rest, 8, &bits);
		memcpy(&out->f64, &bits, sizeof(bits));
		break;
	case HSCAN_CLICKHOUSE_STRING: return take_string(rest, &out->text);
	case HSCAN_CLICKHOUSE_NULLABLE_STRING:
		return take_nullable(rest, &out->text);
	}
	return look;
}

static enum look
take_row(const struct hscan_rowbinary_reader *reader, struct hscan_text *rest,
    struct hscan_clickhouse_value *values)
{
	struct hscan_text at = *rest;

	for (size_t i = 0; i < reader->count; i++) {
		enum look look = take_value(&at, reader->types[i], &values[i]);

		if (look != LOOK_WHOLE)
			return look;
	}
	*rest = at;
	return LOOK_WHOLE;
}

static enum hscan_status
fail_long(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EREFUSED,
	    "a row of the answer is longer than %zu bytes; ask for less",
	    HSCAN_ROW_MAX);
}

/* Tells of the rows that are whole, and keeps what is left. */
static enum hscan_status
take_rows(struct hscan_rowbinary_reader *reader, struct hscan_error *err)
{
	struct hscan_clickhouse_value values[HSCAN_CLICKHOUSE_COLUMNS];
	struct hscan_text rest = hscan_buf_text(&reader->rest);
	enum look look = LOOK_MORE;

	while (rest.len > 0 &&
	       (look = take_row(reader, &rest, values)) == LOOK_WHOLE) {
		enum hscan_status status =
		    reader->on_row(reader->payload, values, err);

		if (status != HSCAN_OK)
			return status;
	}
	if (rest.len > 0 && look == LOOK_BAD)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the answer is not in the form that was asked for; check "
		    "the address and who is in between");
	if (rest.len > HSCAN_ROW_MAX || (rest.len > 0 && look == LOOK_LONG))
		return fail_long(err);
	if (rest.len > 0)
		memmove(reader->rest.ptr, rest.ptr, rest.len);
	hscan_buf_cut(&reader->rest, rest.len);
	return HSCAN_OK;
}

void
hscan_rowbinary_init(struct hscan_rowbinary_reader *reader,
    const enum hscan_clickhouse_type *types, size_t count,
    enum hscan_status (*on_row)(void *payload,
	const struct hscan_clickhouse_value *values, struct hscan_error *err),
    void *payload)
{
	*reader = (struct hscan_rowbinary_reader){.types = types,
	    .count = count,
	    .on_row = on_row,
	    .payload = payload};
	hscan_buf_init(&reader->rest, HSCAN_ROW_MAX + PIECE_MAX);
}

void
hscan_rowbinary_clear(struct hscan_rowbinary_reader *reader)
{
	hscan_buf_clear(&reader->rest);
}

enum hscan_status
hscan_rowbinary_read(struct hscan_rowbinary_reader *reader,
    struct hscan_text bytes, struct hscan_error *err)
{
	while (bytes.len > 0) {
		size_t some = bytes.len < PIECE_MAX ? bytes.len : PIECE_MAX;
		enum hscan_status status;

		if (!hscan_buf_add(&reader->rest, bytes.ptr, some))
			return hscan_no_memory(err);
		status = take_rows(reader, err);
		if (status != HSCAN_OK)
			return status;
		bytes.ptr += some;
		bytes.len -= some;
	}
	return HSCAN_OK;
}

bool
hscan_rowbinary_at_end(const struct hscan_rowbinary_reader *reader)
{
	return reader->rest.len == 0;
}
