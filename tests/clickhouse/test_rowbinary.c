/* SPDX-License-Identifier: MIT */
/* RowBinary, byte for byte as a server has it. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/rowbinary.h"

static void
expect_bytes(struct hscan_buf *out, const char *bytes, size_t len)
{
	assert_int_equal(out->failed, HSCAN_OK);
	assert_int_equal(out->len, len);
	assert_memory_equal(out->ptr, bytes, len);
	hscan_buf_reset(out);
}

static void
written(void **state)
{
	char text[300];
	struct hscan_buf out;

	(void)state;
	memset(text, 'x', sizeof(text));
	hscan_buf_init(&out, 1000);
	assert_true(hscan_rowbinary_i64(&out, -2));
	expect_bytes(&out, "\xfe\xff\xff\xff\xff\xff\xff\xff", 8);
	assert_true(hscan_rowbinary_u64(&out, 0x0102030405060708));
	expect_bytes(&out, "\x08\x07\x06\x05\x04\x03\x02\x01", 8);
	assert_true(hscan_rowbinary_u32(&out, 0xA0B0C0D0));
	expect_bytes(&out, "\xd0\xc0\xb0\xa0", 4);
	assert_true(hscan_rowbinary_u8(&out, 200));
	expect_bytes(&out, "\xc8", 1);
	assert_true(hscan_rowbinary_f64(&out, 1.5));
	expect_bytes(&out, "\0\0\0\0\0\0\xf8\x3f", 8);
	assert_true(hscan_rowbinary_string(&out, hscan_text_of("a\xff")));
	expect_bytes(&out,
	    "\x02"
	    "a\xff",
	    3);
	assert_true(hscan_rowbinary_string(&out, (struct hscan_text){NULL, 0}));
	expect_bytes(&out, "\0", 1);
	assert_true(hscan_rowbinary_string(
	    &out, (struct hscan_text){text, sizeof(text)}));
	assert_int_equal(out.len, 302);
	assert_memory_equal(out.ptr, "\xac\x02x", 3);
	hscan_buf_reset(&out);
	assert_true(hscan_rowbinary_array(&out, 127));
	assert_true(hscan_rowbinary_array(&out, 128));
	expect_bytes(&out, "\x7f\x80\x01", 3);
	hscan_buf_clear(&out);
}

static void
of_a_fixed_size(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	assert_true(hscan_rowbinary_fixed(&out, hscan_text_of("ab"), 4));
	expect_bytes(&out, "ab\0\0", 4);
	assert_true(hscan_rowbinary_fixed(&out, hscan_text_of("abcd"), 4));
	expect_bytes(&out, "abcd", 4);
	assert_true(hscan_rowbinary_fixed(&out, hscan_text_of(""), 70));
	assert_int_equal(out.len, 70);
	assert_false(hscan_rowbinary_fixed(&out, hscan_text_of("abcde"), 4));
	assert_int_equal(out.failed, HSCAN_EREFUSED);
	hscan_buf_clear(&out);
}

/* --- reading --- */

static const enum hscan_clickhouse_type types[] = {HSCAN_CLICKHOUSE_I64,
    HSCAN_CLICKHOUSE_STRING, HSCAN_CLICKHOUSE_NULLABLE_STRING,
    HSCAN_CLICKHOUSE_U8};

struct told {
	size_t rows;
	struct hscan_buf lines;
	size_t fail_at; /* row that the caller does not want; 0: none */
};

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct told *told = payload;

	if (++told->rows == told->fail_at)
		return hscan_fail(err, HSCAN_ESTORE, "not this one");
	(void)hscan_buf_add_format(&told->lines, "%" PRId64 "|", values[0].i64);
	(void)hscan_buf_add_text(&told->lines, values[1].text);
	(void)hscan_buf_add_char(&told->lines, '|');
	if (!values[2].text.ptr)
		(void)hscan_buf_add_string(&told->lines, "NULL");
	(void)hscan_buf_add_text(&told->lines, values[2].text);
	(void)hscan_buf_add_format(
	    &told->lines, "|%" PRIu64 "\n", values[3].u64);
	return HSCAN_OK;
}

static struct told
nothing_told(void)
{
	struct told told = {.rows = 0};

	hscan_buf_init(&told.lines, 1000);
	return told;
}

static const char two_rows[] = "\x01\0\0\0\0\0\0\0\x03"
			       "abc\0\x02xy\x07"
			       "\xff\xff\xff\xff\xff\xff\xff\xff\0\x01\xff";

static void
read_in_pieces_of_any_length(void **state)
{
	const size_t len = sizeof(two_rows) - 1;

	(void)state;
	for (size_t piece = 1; piece <= len; piece++) {
		struct told told = nothing_told();
		struct hscan_rowbinary_reader reader;

		hscan_rowbinary_init(&reader, types, 4, on_row, &told);
		assert_true(hscan_rowbinary_at_end(&reader));
		for (size_t at = 0; at < len; at += piece) {
			size_t some = len - at < piece ? len - at : piece;

			assert_int_equal(
			    hscan_rowbinary_read(&reader,
				(struct hscan_text){two_rows + at, some}, NULL),
			    HSCAN_OK);
		}
		assert_true(hscan_rowbinary_at_end(&reader));
		assert_string_equal(
		    told.lines.ptr, "1|abc|xy|7\n-1||NULL|255\n");
		hscan_buf_clear(&told.lines);
		hscan_rowbinary_clear(&reader);
	}
}

static enum hscan_status
read_once(const char *bytes, size_t len, struct told *told, bool *at_end,
    struct hscan_error *err)
{
	struct hscan_rowbinary_reader reader;
	enum hscan_status status;

	hscan_rowbinary_init(&reader, types, 4, on_row, told);
	status =
	    hscan_rowbinary_read(&reader, (struct hscan_text){bytes, len}, err);
	*at_end = hscan_rowbinary_at_end(&reader);
	hscan_rowbinary_clear(&reader);
	return status;
}

static void
cut_anywhere(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(two_rows); len++) {
		struct told told = nothing_told();
		bool at_end = false;

		assert_int_equal(
		    read_once(two_rows, len, &told, &at_end, NULL), HSCAN_OK);
		assert_int_equal(told.rows, (len >= 17) + (len >= 28));
		assert_int_equal(at_end, len == 0 || len == 17 || len == 28);
		hscan_buf_clear(&told.lines);
	}
}

static void
what_is_no_row(void **state)
{
	struct told told = nothing_told();
	struct hscan_error err = {.message = ""};
	bool at_end;

	(void)state;
	assert_int_equal(
	    read_once("\0\0\0\0\0\0\0\0\0\x02zzzz", 13, &told, &at_end, &err),
	    HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "not in the form"));
	assert_int_equal(read_once("\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
			     14, &told, &at_end, &err),
	    HSCAN_EREFUSED);
	/* A byte more than a row may have. */
	assert_int_equal(read_once("\0\0\0\0\0\0\0\0\x81\x80\x80\x08", 12,
			     &told, &at_end, &err),
	    HSCAN_EREFUSED);
	assert_non_null(strstr(err.message, "16777216"));
	assert_int_equal(told.rows, 0);
}

/* Each text is short enough, all of them are not. */
static void
a_row_without_end(void **state)
{
	struct told told = nothing_told();
	struct hscan_rowbinary_reader reader;
	enum hscan_clickhouse_type many[4] = {HSCAN_CLICKHOUSE_STRING,
	    HSCAN_CLICKHOUSE_STRING, HSCAN_CLICKHOUSE_STRING,
	    HSCAN_CLICKHOUSE_STRING};
	char *piece = calloc(1, 1024 * 1024);
	enum hscan_status status;
	size_t sent = 0;

	(void)state;
	assert_non_null(piece);
	hscan_rowbinary_init(&reader, many, 4, on_row, &told);
	/* 16 MB, less one. */
	status = hscan_rowbinary_read(
	    &reader, (struct hscan_text){"\xff\xff\xff\x07", 4}, NULL);
	for (; status == HSCAN_OK && sent < 64; sent++) {
		memcpy(piece, "\xff\xff\xff\x07", 4);
		status = hscan_rowbinary_read(
		    &reader, (struct hscan_text){piece, 1024 * 1024}, NULL);
	}
	assert_int_equal(status, HSCAN_EREFUSED);
	assert_int_equal(sent, 16);
	assert_true(reader.rest.size < 64 * 1024 * 1024);
	hscan_rowbinary_clear(&reader);
	free(piece);
}

static void
a_caller_that_fails(void **state)
{
	struct told told = nothing_told();
	struct hscan_error err = {.message = ""};
	bool at_end;

	(void)state;
	told.fail_at = 2;
	assert_int_equal(
	    read_once(two_rows, sizeof(two_rows) - 1, &told, &at_end, &err),
	    HSCAN_ESTORE);
	assert_string_equal(err.message, "not this one");
	assert_string_equal(told.lines.ptr, "1|abc|xy|7\n");
	hscan_buf_clear(&told.lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(written),
	    cmocka_unit_test(of_a_fixed_size),
	    cmocka_unit_test(read_in_pieces_of_any_length),
	    cmocka_unit_test(cut_anywhere),
	    cmocka_unit_test(what_is_no_row),
	    cmocka_unit_test(a_row_without_end),
	    cmocka_unit_test(a_caller_that_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
