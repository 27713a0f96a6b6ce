/* SPDX-License-Identifier: MIT */
/* What is JSON and what is not, and that the parser is of one mind with it
 * about what GitHub may send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "source/github/json_check.h"
#include "support/exact.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static bool
is_json(const char *string)
{
	struct hscan_text text = exact(string);
	bool json = hscan_is_json(text);

	exact_free(text);
	return json;
}

static void
json_is_known(void **state)
{
	static const char *const rows[] = {"{}", "[]", " [ ] ", "{ }", "\"\"",
	    "null", "true", "false", "0", "-0", "10", "-1.5", "0.25", "1e9",
	    "1E+9", "12.5e-3", "\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00eF\"",
	    "\"\xC3\xA4\"", "[1,2]", "[[],{}]", "[ 1 , [ 2 ] , \"]\" ]",
	    "{\"a\":1}", "{\"a\" : {\"b\":[]}, \"c\":null}",
	    "{\"\":{\"\":{\"\":[[[{}]]]}}}", "\r\n\t {\"a\":\t[true]}\n"};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		cJSON *tree = cJSON_Parse(rows[i]);

		if (!is_json(rows[i]) || !tree)
			fail_msg("%s", rows[i]);
		cJSON_Delete(tree);
	}
}

static void
anything_else_is_told(void **state)
{
	static const char *const rows[] = {"", " ", "{", "[", "}", "]", "[1",
	    "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1",
	    "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\":1]", "[1}", "[] []", "1 2",
	    "\"", "\"a", "\"\\", "\"\\\"", "\"\\x\"", "\"\\2", "\"\n2",
	    "\"\\u12\"", "\"\\u123g\"", "\"a\nb\"", "tru", "nulll", "True", "-",
	    "+1", "01", ".5", "1.", "1.e5", "1e", "1e+", "0x1", "NaN", "[1],",
	    "<html>", "{\"a\":1}x", "//", "'a'"};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		if (is_json(rows[i]))
			fail_msg("%s", rows[i]);
	assert_false(hscan_is_json((struct hscan_text){"[\0]", 3}));
	assert_false(hscan_is_json((struct hscan_text){NULL, 0}));
}

static void
depth_has_an_end_where_the_parsers_has(void **state)
{
	char deep[2 * HSCAN_JSON_DEPTH + 3];

	(void)state;
	assert_int_equal(HSCAN_JSON_DEPTH, CJSON_NESTING_LIMIT);
	for (size_t depth = HSCAN_JSON_DEPTH; depth <= HSCAN_JSON_DEPTH + 1;
	     depth++) {
		cJSON *tree;

		memset(deep, '[', depth);
		memset(deep + depth, ']', depth);
		deep[2 * depth] = '\0';
		tree = cJSON_Parse(deep);
		assert_int_equal(is_json(deep), depth == HSCAN_JSON_DEPTH);
		assert_int_equal(tree != NULL, depth == HSCAN_JSON_DEPTH);
		cJSON_Delete(tree);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_is_known),
	    cmocka_unit_test(anything_else_is_told),
	    cmocka_unit_test(depth_has_an_end_where_the_parsers_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
