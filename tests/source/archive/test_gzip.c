/* SPDX-License-Identifier: MIT */
/* Streams of gzip, whole and broken, in pieces of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/archive/gzip.h"

enum { MOST = 256 * 1024 };

static void
add_member(struct hscan_buf *out, const char *text)
{
	unsigned char packed[4096];
	z_stream stream = {.avail_in = (unsigned)strlen(text)};

	memcpy(&stream.next_in, &text, sizeof(text));
	stream.next_out = packed;
	stream.avail_out = sizeof(packed);
	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
			     Z_DEFAULT_STRATEGY),
	    Z_OK);
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	(void)hscan_buf_add(out, packed, sizeof(packed) - stream.avail_out);
	(void)deflateEnd(&stream);
}

/* All of it, given in pieces, through so much room; its end, too. */
static enum hscan_status
read_all(struct hscan_text bytes, size_t piece, size_t room,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_gzip *gzip = NULL;
	char chunk[512];
	enum hscan_status status;

	hscan_buf_reset(out);
	assert_int_equal(hscan_gzip_open(&gzip, err), HSCAN_OK);
	status = HSCAN_OK;
	while (status == HSCAN_OK && bytes.len > 0) {
		struct hscan_text in = {
		    bytes.ptr, bytes.len < piece ? bytes.len : piece};
		size_t given = in.len, len = 1;

		while (status == HSCAN_OK && len > 0) {
			status =
			    hscan_gzip_next(gzip, &in, chunk, room, &len, err);
			(void)hscan_buf_add(out, chunk, len);
		}
		if (status == HSCAN_OK)
			assert_int_equal(in.len, 0);
		bytes.ptr += given;
		bytes.len -= given;
	}
	if (status == HSCAN_OK)
		status = hscan_gzip_end(gzip, err);
	hscan_gzip_close(gzip);
	return status;
}

static const struct {
	size_t piece, room;
} ways[] = {{1, 1}, {1, 512}, {2, 3}, {7, 64}, {4096, 1}, {4096, 512}};

/* Whatever the pieces are, that comes of it. */
static void
expect(const struct hscan_buf *file, enum hscan_status wanted, const char *text,
    const char *why)
{
	struct hscan_error err;
	struct hscan_buf out;

	hscan_buf_init(&out, MOST);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		enum hscan_status status = read_all(hscan_buf_text(file),
		    ways[i].piece, ways[i].room, &out, &err);

		assert_int_equal(status, wanted);
		if (text && !hscan_text_is(hscan_buf_text(&out), text))
			fail_msg("way %zu: '%s'", i, out.ptr ? out.ptr : "");
		if (why && !strstr(err.message, why))
			fail_msg("way %zu: %s", i, err.message);
	}
	hscan_buf_clear(&out);
}

static void
members_follow_one_another(void **state)
{
	struct hscan_buf file;

	(void)state;
	hscan_buf_init(&file, MOST);
	expect(&file, HSCAN_OK, "", NULL);
	add_member(&file, "one\n");
	expect(&file, HSCAN_OK, "one\n", NULL);
	add_member(&file, "");
	add_member(&file, "two\n");
	expect(&file, HSCAN_OK, "one\ntwo\n", NULL);
	for (int i = 0; i < 600; i++)
		(void)hscan_buf_add_char(&file, '\0');
	expect(&file, HSCAN_OK, "one\ntwo\n", NULL);
	(void)hscan_buf_add_char(&file, 'x');
	expect(&file, HSCAN_EPARSE, "one\ntwo\n", "follows zeros");
	hscan_buf_clear(&file);
}

static void
what_is_plain_stays_as_it_is(void **state)
{
	static const char *const texts[] = {
	    "{\"id\":\"1\"}\n", "x", "\x1fx", "\x1f\x1f", "\x1f\x1e\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct hscan_buf file;

		hscan_buf_init(&file, MOST);
		(void)hscan_buf_add_string(&file, texts[i]);
		expect(&file, HSCAN_OK, texts[i], NULL);
		hscan_buf_clear(&file);
	}
}

static void
a_cut_is_said_wherever_it_is(void **state)
{
	struct hscan_buf file;
	struct hscan_error err;
	struct hscan_buf out;
	size_t first;

	(void)state;
	hscan_buf_init(&file, MOST);
	hscan_buf_init(&out, MOST);
	add_member(&file, "one\n");
	first = file.len;
	add_member(&file, "two\n");
	for (size_t len = 1; len < file.len; len++) {
		enum hscan_status status = read_all(
		    (struct hscan_text){file.ptr, len}, 5, 100, &out, &err);

		assert_int_equal(
		    status, len == first ? HSCAN_OK : HSCAN_EPARSE);
		if (len >= first)
			assert_true(
			    hscan_text_starts(hscan_buf_text(&out), "one\n"));
	}
	hscan_buf_clear(&out);
	hscan_buf_clear(&file);
}

static void
a_wrong_sum_is_said(void **state)
{
	struct hscan_buf file;

	(void)state;
	hscan_buf_init(&file, MOST);
	add_member(&file, "one\n");
	file.ptr[file.len - 5] ^= 1;
	expect(&file, HSCAN_EPARSE, "one\n", "incorrect data check");
	file.ptr[file.len - 5] ^= 1;
	file.ptr[file.len - 1] ^= 1;
	expect(&file, HSCAN_EPARSE, "one\n", "incorrect length check");
	hscan_buf_clear(&file);
}

static void
something_behind_a_member_is_said(void **state)
{
	static const char *const more[] = {"x", "\x1fx", "\n", "\x1f"};

	(void)state;
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		struct hscan_buf file;

		hscan_buf_init(&file, MOST);
		add_member(&file, "one\n");
		(void)hscan_buf_add_string(&file, more[i]);
		expect(
		    &file, HSCAN_EPARSE, "one\n", "the gzip stream is broken");
		hscan_buf_clear(&file);
	}
}

static void
another_stream_can_follow(void **state)
{
	struct hscan_gzip *gzip;
	struct hscan_error err;
	struct hscan_buf file;
	char out[64];
	size_t len;

	(void)state;
	hscan_buf_init(&file, MOST);
	add_member(&file, "one\n");
	assert_int_equal(hscan_gzip_open(&gzip, &err), HSCAN_OK);
	for (int i = 0; i < 3; i++) {
		struct hscan_text cut = {file.ptr, file.len / 2};
		struct hscan_text plain = hscan_text_of("plain");

		assert_int_equal(
		    hscan_gzip_next(gzip, &cut, out, sizeof(out), &len, &err),
		    HSCAN_OK);
		assert_int_equal(hscan_gzip_end(gzip, &err), HSCAN_EPARSE);
		hscan_gzip_restart(gzip);
		assert_int_equal(
		    hscan_gzip_next(gzip, &plain, out, sizeof(out), &len, &err),
		    HSCAN_OK);
		assert_int_equal(len, 5);
		hscan_gzip_restart(gzip);
	}
	hscan_gzip_close(gzip);
	hscan_gzip_close(NULL);
	hscan_buf_clear(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_follow_one_another),
	    cmocka_unit_test(what_is_plain_stays_as_it_is),
	    cmocka_unit_test(a_cut_is_said_wherever_it_is),
	    cmocka_unit_test(a_wrong_sum_is_said),
	    cmocka_unit_test(something_behind_a_member_is_said),
	    cmocka_unit_test(another_stream_can_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
