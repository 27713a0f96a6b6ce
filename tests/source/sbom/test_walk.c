/* SPDX-License-Identifier: MIT */
/* What JSON is and what is none, by how it is walked through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/sbom/walk.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static bool
is_json(struct hscan_text text)
{
	struct walk walk;
	bool good;

	walk_init(&walk, text);
	walk_skip(&walk);
	good = walk_ended(&walk);
	assert_int_equal(good, walk.fault == NULL);
	walk_clear(&walk);
	return good;
}

static void
json_is_told_from_other_text(void **state)
{
	static const char *const good[] = {"{}", "[]", " [ ] ", "0", "-0",
	    "1.5e-3", "1E+9", "\"\"", "\"a\\n\\u00e9\\\"\"", "true", "false",
	    "null", "[1,2,[3]]", "{\"a\":{\"b\":[{}]}}", "\xEF\xBB\xBF{}",
	    "{\"a\":1,\"a\":2}", "\"\xFF\""};
	static const char *const bad[] = {"", " ", "{", "[", "[1", "[1,",
	    "[1,]", "[,]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
	    "{\"a\":1 \"b\":2}", "[1 2]", "]", "[}", "{]", "\"", "\"\\x\"",
	    "\"\\u12g4\"", "\"\\u12", "\"a\nb\"", "01", "1.", ".5", "+1", "1e",
	    "-", "nul", "tru", "truefalse", "[] []", "{} x", "'a'", "NaN"};

	(void)state;
	for (size_t i = 0; i < LEN(good); i++)
		if (!is_json(hscan_text_of(good[i])))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < LEN(bad); i++)
		if (is_json(hscan_text_of(bad[i])))
			fail_msg("accepted: %s", bad[i]);
	assert_false(is_json((struct hscan_text){"[]\0", 3}));
	assert_false(is_json((struct hscan_text){"[\0]", 3}));
	assert_false(is_json((struct hscan_text){NULL, 0}));
}

static void
strings_are_decoded(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {"\"\"", ""},
	    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
	    {"\"\\u0041\\u00e9\\u20AC\"", "A\xC3\xA9\xE2\x82\xAC"},
	    {"\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80"},
	    /* Halves of a pair that stand alone. */
	    {"\"\\ud83dx\"", "\xEF\xBF\xBDx"},
	    {"\"\\ude00\"", "\xEF\xBF\xBD"},
	    {"\"\\ud83d\\u0041\"", "\xEF\xBF\xBD"
				   "A"},
	};
	struct hscan_text got;
	struct walk walk;

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		walk_init(&walk, hscan_text_of(rows[i].json));
		got = walk_string(&walk);
		assert_true(walk_ended(&walk));
		assert_int_equal(got.len, strlen(rows[i].expected));
		assert_memory_equal(got.ptr, rows[i].expected, got.len);
		walk_clear(&walk);
	}
	walk_init(&walk, hscan_text_of("\"a\\u0000b\""));
	got = walk_string(&walk);
	assert_int_equal(got.len, 3);
	assert_memory_equal(got.ptr, "a\0b", 3);
	walk_clear(&walk);
	walk_init(&walk, hscan_text_of("[1]"));
	assert_null(walk_string(&walk).ptr);
	assert_true(walk_ended(&walk));
	walk_clear(&walk);
}

static void
members_that_are_wanted_come(void **state)
{
	static const char *const members[] = {"b", "c", NULL};
	struct walk_names names = {members, 0};
	struct walk walk;
	size_t which;

	(void)state;
	walk_init(&walk,
	    hscan_text_of(
		"{\"a\":[{\"b\":1}],\"\\u0063\":\"x\",\"b\":{\"b\":2}}"));
	assert_false(walk_list(&walk));
	assert_true(walk_object(&walk));
	assert_true(walk_member(&walk, &names, &which));
	assert_int_equal(which, 1);
	assert_true(hscan_text_is(walk_string(&walk), "x"));
	assert_true(walk_member(&walk, &names, &which));
	assert_int_equal(which, 0);
	walk_skip(&walk);
	assert_false(walk_member(&walk, &names, &which));
	assert_true(walk_ended(&walk));
	walk_clear(&walk);
}

static void
a_member_that_comes_twice_is_a_fault(void **state)
{
	static const char *const members[] = {"a", NULL};
	struct walk_names names = {members, 0};
	struct walk walk;
	size_t which;

	(void)state;
	walk_init(&walk, hscan_text_of("{\"a\":1,\n\"\\u0061\":2}"));
	assert_true(walk_object(&walk));
	assert_true(walk_member(&walk, &names, &which));
	walk_skip(&walk);
	assert_false(walk_member(&walk, &names, &which));
	assert_false(walk_ended(&walk));
	assert_non_null(strstr(walk.fault, "twice"));
	assert_int_equal(walk_line(&walk), 2);
	walk_clear(&walk);
}

/* Fills `text` with `depth` lists within each other. */
static struct hscan_text
nest(char *text, size_t depth)
{
	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return (struct hscan_text){text, 2 * depth};
}

static void
depth_and_length_have_an_end(void **state)
{
	size_t size = (size_t)4 * 1024 * 1024;
	char *text = malloc(size);
	struct walk walk;

	(void)state;
	assert_non_null(text);
	assert_true(is_json(nest(text, WALK_DEPTH)));
	assert_false(is_json(nest(text, WALK_DEPTH + 1)));
	assert_false(is_json(nest(text, size / 2)));
	memset(text, 'a', size);
	text[0] = '"';
	text[WALK_STRING + 1] = '"';
	walk_init(&walk, (struct hscan_text){text, WALK_STRING + 2});
	assert_int_equal(walk_string(&walk).len, WALK_STRING);
	assert_true(walk_ended(&walk));
	walk_clear(&walk);
	text[WALK_STRING + 1] = 'a';
	text[WALK_STRING + 2] = '"';
	walk_init(&walk, (struct hscan_text){text, WALK_STRING + 3});
	assert_null(walk_string(&walk).ptr);
	assert_false(walk.no_memory);
	assert_non_null(strstr(walk.fault, "mebibyte"));
	walk_clear(&walk);
	/* What nobody wants may be of any length. */
	assert_true(is_json((struct hscan_text){text, WALK_STRING + 3}));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_is_told_from_other_text),
	    cmocka_unit_test(strings_are_decoded),
	    cmocka_unit_test(members_that_are_wanted_come),
	    cmocka_unit_test(a_member_that_comes_twice_is_a_fault),
	    cmocka_unit_test(depth_and_length_have_an_end),
	};

	return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
