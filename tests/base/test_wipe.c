/* SPDX-License-Identifier: MIT */
/* Secrets are gone before their memory is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/wipe.h"
#include "support/freed.h"
#include "support/support.h"

#define SECRET "ghp_0123456789abcdef"

static void
a_wipe_leaves_zeroes(void **state)
{
	char text[] = "xx" SECRET "yy";
	static const char zeroes[sizeof(SECRET)] = {0};

	(void)state;
	hscan_wipe(text + 2, strlen(SECRET));
	assert_memory_equal(text, "xx", 2);
	assert_memory_equal(text + 2, zeroes, strlen(SECRET));
	assert_memory_equal(text + 2 + strlen(SECRET), "yy", 3);
	hscan_wipe(text, 0);
	assert_int_equal(text[0], 'x');
	hscan_wipe(NULL, 10);
}

/* So that the others mean something. */
static void
an_open_buffer_leaves_it_behind(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 1000);
	assert_true(hscan_buf_add_string(&buf, "0123456789 " SECRET));
	freed_watch(SECRET);
	hscan_buf_clear(&buf);
	freed_watch(freed_with_secret == 1 ? NULL : SECRET);
	assert_null(freed_secret);
}

static void
a_secret_buffer_leaves_nothing_behind(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init_secret(&buf, 100000);
	freed_watch(SECRET);
	/* It grows and moves again and again. */
	for (int i = 0; i < 2000; i++)
		assert_true(hscan_buf_add_string(&buf, SECRET "\n"));
	assert_within(freed_blocks, 5, 100);
	assert_int_equal(buf.len, 2000 * (strlen(SECRET) + 1));
	assert_memory_equal(
	    buf.ptr + buf.len - strlen(SECRET) - 1, SECRET "\n", 21);
	/* What was cut off is there until it is cleared. */
	hscan_buf_cut(&buf, 3);
	hscan_buf_reset(&buf);
	hscan_buf_clear(&buf);
	assert_int_equal(freed_with_secret, 0);
	/* It is a secret one from then on, too. */
	assert_true(hscan_buf_add_string(&buf, SECRET));
	hscan_buf_clear(&buf);
	assert_int_equal(freed_with_secret, 0);
	freed_watch(NULL);
}

/* Its maximum is kept as of any other. */
static void
a_secret_buffer_has_a_maximum(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init_secret(&buf, 64);
	for (int i = 0; i < 64; i++)
		assert_true(hscan_buf_add_char(&buf, 'x'));
	assert_false(hscan_buf_add_char(&buf, 'x'));
	assert_int_equal(buf.failed, HSCAN_EREFUSED);
	assert_int_equal(buf.len, 64);
	assert_int_equal(buf.ptr[64], '\0');
	hscan_buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wipe_leaves_zeroes),
	    cmocka_unit_test(an_open_buffer_leaves_it_behind),
	    cmocka_unit_test(a_secret_buffer_leaves_nothing_behind),
	    cmocka_unit_test(a_secret_buffer_has_a_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
