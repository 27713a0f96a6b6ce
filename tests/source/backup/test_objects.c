/* SPDX-License-Identifier: MIT */
/* Objects in a stream: whole ones, in whatever pieces the bytes come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/backup/objects.h"

/* What is found, one a line; "!" where it ends in something else, "?" where it
 * is cut off. */
static void
find(const char *json, size_t piece, struct hscan_buf *out)
{
	struct hscan_objects objects;
	struct hscan_text rest = hscan_text_of(json);
	enum hscan_objects_found found = HSCAN_OBJECT_NONE;

	hscan_buf_reset(out);
	hscan_objects_init(&objects);
	while (rest.len > 0 && found != HSCAN_OBJECT_NO_JSON) {
		struct hscan_text part = rest;

		part.len = part.len < piece ? part.len : piece;
		rest.ptr += part.len;
		rest.len -= part.len;
		while ((found = hscan_objects_next(&objects, &part)) ==
		       HSCAN_OBJECT_WHOLE) {
			(void)hscan_buf_add_text(
			    out, hscan_objects_text(&objects));
			(void)hscan_buf_add_char(out, '\n');
		}
	}
	if (found == HSCAN_OBJECT_NO_JSON)
		(void)hscan_buf_add_char(out, '!');
	else if (!hscan_objects_ended(&objects))
		(void)hscan_buf_add_char(out, '?');
	hscan_objects_clear(&objects);
}

static void
objects_are_found_however_the_bytes_come(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {"", ""},
	    {"[]", ""},
	    {"{}", "{}\n"},
	    {"[{\"a\":1},{\"b\":[{}]}]", "{\"a\":1}\n{\"b\":[{}]}\n"},
	    {"[[{}],[{\"a\":{}}]]", "{}\n{\"a\":{}}\n"},
	    {"[{}][{}] []\n{}\n", "{}\n{}\n{}\n"},
	    {"\xEF\xBB\xBF[{}]", "{}\n"},
	    {"[{\"a\":\"}]\\\"{\"}]", "{\"a\":\"}]\\\"{\"}\n"},
	    {"[{\"a\":\"\\\\\"},{}]", "{\"a\":\"\\\\\"}\n{}\n"},
	    {"[{},{\"a\":", "{}\n?"},
	    {"[{}", "{}\n?"},
	    {"[{},null]", "{}\n!"},
	    {"1,2\n", "!"},
	    {"[{}]]", "{}\n!"},
	    {"\xEF\xBB[{}]", "{}\n"},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t piece = 1; piece <= 64; piece *= 4) {
			find(rows[i].json, piece, &out);
			assert_string_equal(
			    hscan_buf_string(&out), rows[i].expected);
		}
	hscan_buf_clear(&out);
}

static void
one_that_is_too_long_is_passed_over(void **state)
{
	static char bytes[1024 * 1024];
	struct hscan_objects objects;
	struct hscan_text part = hscan_text_of("[{\"a\":\"");
	enum hscan_objects_found found;

	(void)state;
	hscan_objects_init(&objects);
	memset(bytes, 'x', sizeof(bytes));
	assert_int_equal(
	    hscan_objects_next(&objects, &part), HSCAN_OBJECT_NONE);
	for (int i = 0; i < 33; i++) {
		part = (struct hscan_text){bytes, sizeof(bytes)};
		assert_int_equal(
		    hscan_objects_next(&objects, &part), HSCAN_OBJECT_NONE);
	}
	part = hscan_text_of("\"},{\"b\":1}]");
	found = hscan_objects_next(&objects, &part);
	assert_int_equal(found, HSCAN_OBJECT_TOO_LONG);
	found = hscan_objects_next(&objects, &part);
	assert_int_equal(found, HSCAN_OBJECT_WHOLE);
	assert_true(hscan_text_is(hscan_objects_text(&objects), "{\"b\":1}"));
	assert_int_equal(
	    hscan_objects_next(&objects, &part), HSCAN_OBJECT_NONE);
	assert_true(hscan_objects_ended(&objects));
	hscan_objects_clear(&objects);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(objects_are_found_however_the_bytes_come),
	    cmocka_unit_test(one_that_is_too_long_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
