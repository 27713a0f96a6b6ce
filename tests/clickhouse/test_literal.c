/* SPDX-License-Identifier: MIT */
/* Quoting of what becomes a part of a statement. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/literal.h"

static void
quotes(void **state)
{
	static const struct {
		const char *text, *string, *name;
	} cases[] = {
	    {"", "''", "``"},
	    {"plain", "'plain'", "`plain`"},
	    {"it's", "'it\\'s'", "`it's`"},
	    {"a`b", "'a`b'", "`a\\`b`"},
	    {"a\\", "'a\\\\'", "`a\\\\`"},
	    {"\\'); DROP TABLE item --", "'\\\\\\'); DROP TABLE item --'",
		"`\\\\'); DROP TABLE item --`"},
	    {"\n\t\xff", "'\n\t\xff'", "`\n\t\xff`"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_text text = hscan_text_of(cases[i].text);
		struct hscan_buf out;

		hscan_buf_init(&out, 100);
		assert_true(hscan_clickhouse_add_string(&out, text));
		assert_string_equal(out.ptr, cases[i].string);
		hscan_buf_reset(&out);
		assert_true(hscan_clickhouse_add_name(&out, text));
		assert_string_equal(out.ptr, cases[i].name);
		hscan_buf_clear(&out);
	}
}

static void
bytes_that_are_nul(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	assert_true(
	    hscan_clickhouse_add_string(&out, (struct hscan_text){"a\0b", 3}));
	assert_string_equal(out.ptr, "'a\\0b'");
	hscan_buf_clear(&out);
}

/* What does not fit is no literal at all. */
static void
no_room(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 5);
	assert_true(hscan_clickhouse_add_string(&out, hscan_text_of("abc")));
	hscan_buf_reset(&out);
	assert_false(hscan_clickhouse_add_string(&out, hscan_text_of("abcd")));
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quotes),
	    cmocka_unit_test(bytes_that_are_nul),
	    cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
