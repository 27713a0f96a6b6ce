/* SPDX-License-Identifier: MIT */
/* What is plain in a URL stays as it is, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/percent.h"
#include "base/text.h"

static void
segments(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 64);
	hscan_add_percent(
	    &out, (struct hscan_text){"aZ09-._~/?%\0\xC3\xA9", 14}, "");
	assert_string_equal(out.ptr, "aZ09-._~%2F%3F%25%00%C3%A9");
	hscan_buf_clear(&out);
	hscan_buf_init(&out, 2);
	hscan_add_percent(&out, hscan_text_of("abc"), "");
	assert_int_equal(out.failed, HSCAN_EREFUSED);
	hscan_buf_clear(&out);
}

static void
paths(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 64);
	hscan_add_percent(&out, (struct hscan_text){"a/b c\0%", 7}, "/");
	assert_string_equal(out.ptr, "a/b%20c%00%25");
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(segments),
	    cmocka_unit_test(paths),
	};

	return cmocka_run_group_tests_name("base/percent", tests, NULL, NULL);
}
