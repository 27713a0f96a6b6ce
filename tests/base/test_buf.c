/* SPDX-License-Identifier: MIT */
/* The buffer keeps its invariants, above all at its maximum. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"

/* Every invariant of buf.h, and the content. */
static void
assert_buf(const struct hscan_buf *buf, const char *expected)
{
	struct hscan_text text = hscan_buf_text(buf);

	assert_string_equal(hscan_buf_string(buf), expected);
	assert_int_equal(buf->len, strlen(expected));
	assert_int_equal(text.len, buf->len);
	assert_ptr_equal(text.ptr, buf->ptr);
	assert_true(buf->len <= buf->max);
	if (buf->ptr) {
		assert_true(buf->size > buf->len);
		assert_int_equal(buf->ptr[buf->len], '\0');
	} else {
		assert_int_equal(buf->len, 0);
		assert_int_equal(buf->size, 0);
	}
}

static void
appends_add_up(void **state)
{
	struct hscan_buf buf;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&buf, 1000);
	assert_buf(&buf, "");
	assert_true(hscan_buf_add(&buf, "one", 3));
	assert_true(hscan_buf_add_char(&buf, ' '));
	assert_true(hscan_buf_add_string(&buf, "two"));
	assert_true(hscan_buf_add_text(&buf, hscan_text_of(" three")));
	assert_true(hscan_buf_add_format(&buf, " %d %s", 4, "five"));
	assert_buf(&buf, "one two three 4 five");
	assert_int_equal(hscan_buf_check(&buf, "it", &err), HSCAN_OK);
	hscan_buf_clear(&buf);
	assert_buf(&buf, "");
	assert_int_equal(buf.max, 1000);
	hscan_buf_clear(&buf);
}

static void
nothing_may_be_appended(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 0);
	assert_true(hscan_buf_add(&buf, NULL, 0));
	assert_true(hscan_buf_add_text(&buf, (struct hscan_text){NULL, 0}));
	assert_true(hscan_buf_add_string(&buf, ""));
	assert_true(hscan_buf_add_format(&buf, "%s", ""));
	assert_buf(&buf, "");
	assert_int_equal(buf.failed, HSCAN_OK);
	assert_false(hscan_buf_add_char(&buf, 'x'));
	assert_int_equal(buf.failed, HSCAN_EREFUSED);
	assert_buf(&buf, "");
	hscan_buf_clear(&buf);
}

static void
a_nul_is_a_byte(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 10);
	assert_true(hscan_buf_add(&buf, "a\0b", 3));
	assert_true(hscan_buf_add_char(&buf, '\0'));
	assert_int_equal(buf.len, 4);
	assert_memory_equal(buf.ptr, "a\0b\0", 5);
	hscan_buf_clear(&buf);
}

/* For maxima around the sizes that are allocated: all of it can be used, and
 * no byte more. */
static void
the_maximum_is_exact(void **state)
{
	static const size_t maxima[] = {1, 2, 62, 63, 64, 65, 100, 127, 128,
	    129, 255, 256, 257, 1000, 4095, 4096, 4097};

	(void)state;
	for (size_t i = 0; i < sizeof(maxima) / sizeof(maxima[0]); i++) {
		size_t max = maxima[i];
		struct hscan_buf buf;

		hscan_buf_init(&buf, max);
		for (size_t n = 0; n < max; n++) {
			assert_true(hscan_buf_add_char(&buf, 'x'));
			assert_int_equal(buf.len, n + 1);
			assert_int_equal(buf.ptr[buf.len], '\0');
		}
		assert_true(hscan_buf_add(&buf, "", 0));
		assert_true(buf.size <= max + 1);
		assert_false(hscan_buf_add_char(&buf, 'y'));
		assert_int_equal(buf.len, max);
		assert_int_equal(buf.ptr[max], '\0');
		assert_null(memchr(buf.ptr, 'y', max));
		hscan_buf_clear(&buf);
	}
}

static void
a_failed_append_changes_nothing(void **state)
{
	struct hscan_buf buf;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&buf, 5);
	assert_true(hscan_buf_add_string(&buf, "abc"));
	assert_false(hscan_buf_add_string(&buf, "def"));
	assert_buf(&buf, "abc");
	/* What would fit is refused too, or a hole would go unnoticed. */
	assert_false(hscan_buf_add_char(&buf, 'd'));
	assert_false(hscan_buf_add(&buf, NULL, 0));
	assert_false(hscan_buf_add_format(&buf, "%d", 1));
	assert_buf(&buf, "abc");
	assert_int_equal(
	    hscan_buf_check(&buf, "the page", &err), HSCAN_EREFUSED);
	assert_int_equal(err.status, HSCAN_EREFUSED);
	assert_string_equal(err.message, "the page: larger than 5 bytes");
	assert_int_equal(
	    hscan_buf_check(&buf, "the page", NULL), HSCAN_EREFUSED);

	hscan_buf_reset(&buf);
	assert_buf(&buf, "");
	assert_true(hscan_buf_add_string(&buf, "defgh"));
	assert_buf(&buf, "defgh");
	hscan_buf_clear(&buf);
	assert_int_equal(buf.failed, HSCAN_OK);
}

static void
formats_obey_the_maximum(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 6);
	assert_true(hscan_buf_add_format(&buf, "%s-%d", "ab", 123));
	assert_buf(&buf, "ab-123");
	hscan_buf_reset(&buf);
	assert_false(hscan_buf_add_format(&buf, "%s-%d", "ab", 1234));
	assert_buf(&buf, "");
	assert_int_equal(buf.failed, HSCAN_EREFUSED);
	hscan_buf_clear(&buf);
}

/* In the C locale no wide character beyond ASCII can be written. */
static void
a_format_that_fails_is_not_lost(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 100);
	assert_true(hscan_buf_add_string(&buf, "a"));
	assert_false(hscan_buf_add_format(&buf, "%lc", (wint_t)0x20AC));
	assert_int_not_equal(buf.failed, HSCAN_OK);
	assert_buf(&buf, "a");
	assert_int_not_equal(hscan_buf_check(&buf, "it", NULL), HSCAN_OK);
	hscan_buf_clear(&buf);
}

static void
lengths_do_not_wrap_around(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, SIZE_MAX);
	assert_false(hscan_buf_add(&buf, "x", SIZE_MAX));
	assert_int_equal(buf.failed, HSCAN_EREFUSED);
	assert_buf(&buf, "");
	hscan_buf_reset(&buf);
	assert_true(hscan_buf_add_char(&buf, 'x'));
	assert_false(hscan_buf_add(&buf, "x", SIZE_MAX - 1));
	assert_false(hscan_buf_add(&buf, "x", SIZE_MAX));
	assert_buf(&buf, "x");
	hscan_buf_clear(&buf);
}

static void
a_cut_only_shortens(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 100);
	hscan_buf_cut(&buf, 0);
	assert_buf(&buf, "");
	assert_true(hscan_buf_add_string(&buf, "abcdef"));
	hscan_buf_cut(&buf, 6);
	assert_buf(&buf, "abcdef");
	hscan_buf_cut(&buf, 2);
	assert_buf(&buf, "ab");
	hscan_buf_cut(&buf, 0);
	assert_buf(&buf, "");
	hscan_buf_clear(&buf);
}

static void
a_reset_keeps_the_memory(void **state)
{
	struct hscan_buf buf;
	const char *ptr;
	size_t size;

	(void)state;
	hscan_buf_init(&buf, 5000);
	for (int i = 0; i < 5000; i++)
		assert_true(hscan_buf_add_char(&buf, 'x'));
	ptr = buf.ptr;
	size = buf.size;
	hscan_buf_reset(&buf);
	assert_buf(&buf, "");
	assert_true(hscan_buf_add_string(&buf, "again"));
	assert_ptr_equal(buf.ptr, ptr);
	assert_int_equal(buf.size, size);
	assert_buf(&buf, "again");
	hscan_buf_clear(&buf);
}

static void
no_memory_is_said_as_such(void **state)
{
	struct hscan_buf buf;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&buf, 10);
	buf.failed = HSCAN_ENOMEM;
	assert_false(hscan_buf_add_char(&buf, 'x'));
	assert_int_equal(hscan_buf_check(&buf, "it", &err), HSCAN_ENOMEM);
	assert_string_equal(err.message, "out of memory");
	hscan_buf_clear(&buf);
}

static void
what_is_written_in_place(void **state)
{
	struct hscan_buf buf;
	char *at;

	(void)state;
	hscan_buf_init(&buf, 4);
	at = hscan_buf_room(&buf, 3);
	assert_non_null(at);
	memcpy(at, "abc", 3);
	hscan_buf_use(&buf, 2); /* fewer than there was room for */
	assert_buf(&buf, "ab");
	at = hscan_buf_room(&buf, 2);
	assert_non_null(at);
	memcpy(at, "cd", 2);
	hscan_buf_use(&buf, 2);
	assert_buf(&buf, "abcd");
	assert_null(hscan_buf_room(&buf, 1));
	assert_buf(&buf, "abcd");
	assert_int_equal(hscan_buf_check(&buf, "it", NULL), HSCAN_EREFUSED);
	assert_null(hscan_buf_room(&buf, 0));
	hscan_buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(appends_add_up),
	    cmocka_unit_test(nothing_may_be_appended),
	    cmocka_unit_test(a_nul_is_a_byte),
	    cmocka_unit_test(the_maximum_is_exact),
	    cmocka_unit_test(a_failed_append_changes_nothing),
	    cmocka_unit_test(formats_obey_the_maximum),
	    cmocka_unit_test(a_format_that_fails_is_not_lost),
	    cmocka_unit_test(lengths_do_not_wrap_around),
	    cmocka_unit_test(what_is_written_in_place),
	    cmocka_unit_test(a_cut_only_shortens),
	    cmocka_unit_test(a_reset_keeps_the_memory),
	    cmocka_unit_test(no_memory_is_said_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
