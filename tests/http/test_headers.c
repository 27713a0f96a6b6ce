/* SPDX-License-Identifier: MIT */
/* Header blocks are read whatever their spelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/headers.h"

#define assert_text(text, string) assert_true(hscan_text_is((text), (string)))

static const char block[] = "not a field\n"
			    "ETag: W/\"a:b\"\r\n"
			    "link:<a>\n"
			    "  folded: line\n"
			    "Empty:\n"
			    "LINK: \t<b> \n"
			    "last:  one";

static void
fields_are_taken_in_order(void **state)
{
	static const char *const expected[][2] = {{"ETag", "W/\"a:b\""},
	    {"link", "<a>"}, {"Empty", ""}, {"LINK", "<b>"}, {"last", "one"}};
	struct hscan_text rest = hscan_text_of(block);
	struct hscan_header header;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_true(hscan_header_take(&rest, &header));
		assert_text(header.name, expected[i][0]);
		assert_text(header.value, expected[i][1]);
	}
	assert_false(hscan_header_take(&rest, &header));
	assert_false(hscan_header_take(&rest, &header));
}

static void
a_field_is_found_by_its_name(void **state)
{
	struct hscan_text text = hscan_text_of(block);

	(void)state;
	assert_text(hscan_header_get(text, "etag"), "W/\"a:b\"");
	assert_text(hscan_header_get(text, "Link"), "<a>");
	assert_non_null(hscan_header_get(text, "empty").ptr);
	assert_int_equal(hscan_header_get(text, "empty").len, 0);
	assert_null(hscan_header_get(text, "folded").ptr);
	assert_null(hscan_header_get(text, "etag2").ptr);
	assert_null(hscan_header_get((struct hscan_text){0}, "etag").ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_taken_in_order),
	    cmocka_unit_test(a_field_is_found_by_its_name),
	};

	return cmocka_run_group_tests_name("http/headers", tests, NULL, NULL);
}
