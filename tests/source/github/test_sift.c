/* SPDX-License-Identifier: MIT */
/* What nobody asks for is left out, and never what is no JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "source/github/sift.h"
#include "support/support.h"

static const char *const names[] = {"a", "bc", "user", "all/", NULL};

/* A copy with nothing behind it, so that reading too far is found. */
static char *
exact(struct hscan_text json)
{
	char *copy = malloc(json.len > 0 ? json.len : 1);

	assert_non_null(copy);
	if (json.len > 0)
		memcpy(copy, json.ptr, json.len);
	return copy;
}

/* Whether it was sifted; then `out` has what is left. */
static bool
sift(struct hscan_text json, struct hscan_buf *out)
{
	char *copy = exact(json);
	bool good =
	    hscan_json_sift((struct hscan_text){copy, json.len}, names, out);

	free(copy);
	assert_int_equal(out->failed, HSCAN_OK);
	return good;
}

static void
what_is_not_named_is_left_out(void **state)
{
	static const struct {
		const char *json, *left;
	} rows[] = {
	    {"{}", "{}"},
	    {"[]", "[]"},
	    {"7", "7"},
	    {"{\"a\":1}", "{\"a\":1}"},
	    {"{\"x\":1}", "{}"},
	    {"{\"x\":1,\"y\":2}", "{}"},
	    {"{\"x\":1,\"a\":2}", "{\"a\":2}"},
	    {"{\"a\":2,\"x\":1}", "{\"a\":2}"},
	    {"{\"x\":0,\"a\":1,\"y\":2,\"z\":3,\"bc\":4,\"x\":5}",
		"{\"a\":1,\"bc\":4}"},
	    {"{\"x\":0,\"y\":0,\"a\":1,\"bc\":4}", "{\"a\":1,\"bc\":4}"},
	    {"{\"b\":0,\"bcd\":0,\"A\":0,\"\":0,\"bc\":1}", "{\"bc\":1}"},
	    {"{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"},
	    {"[{\"x\":\"]}\",\"a\":[1,{\"y\":2}]},{\"z\":[{}]}]",
		"[{\"a\":[1,{}]},{}]"},
	    {"{\"user\":{\"id\":1,\"a\":null},\"x\":{\"a\":1}}",
		"{\"user\":{\"a\":null}}"},
	    {"{\"a\":\"x\\\"y\",\"x\":\"\\\\\",\"bc\":\"\\u00e9\\\\\"}",
		"{\"a\":\"x\\\"y\",\"bc\":\"\\u00e9\\\\\"}"},
	    {"{\"x\":\"\\ud800 \\u0000 \\b\\f\\n\\r\\t\\/\",\"a\":true}",
		"{\"a\":true}"},
	    {"[-0.5e+10,1E-2,0,-0,12.50,true,false,null]",
		"[-0.5e+10,1E-2,0,-0,12.50,true,false,null]"},
	    {" { \"x\" : [ ] , \"a\" : 1 } ", " {  \"a\" : 1 } "},
	    {"\t[\r\n]\n", "\t[\r\n]\n"},
	    {"{\"x\":1,\"all\":{\"x\":2,\"y\":[{\"z\":3}]},\"y\":4}",
		"{\"all\":{\"x\":2,\"y\":[{\"z\":3}]}}"},
	    {"{\"x\":{\"all\":1},\"all/\":2,\"all\":null}", "{\"all\":null}"},
	    {"{\"all\":{\"x\":2,\"a\":1,\"y\":3},\"y\":4}",
		"{\"all\":{\"a\":1}}"},
	    {"{\"x\":1,\"all\":[{\"x\":2},{\"y\":{\"z\":3}}],\"y\":4,\"a\":5}",
		"{\"all\":[{\"x\":2},{\"y\":{\"z\":3}}],\"a\":5}"},
	    {"{\"all\":{\"x\":{\"a\":1},\"y\":2},\"bc\":3}",
		"{\"all\":{\"x\":{\"a\":1},\"y\":2},\"bc\":3}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text json = hscan_text_of(rows[i].json);
		struct hscan_buf out;

		hscan_buf_init(&out, json.len);
		assert_true(sift(json, &out));
		assert_string_equal(hscan_buf_string(&out), rows[i].left);
		hscan_buf_clear(&out);
	}
}

/* What the parser is to judge, be it right or wrong. */
static void
doubts_are_left_to_the_parser(void **state)
{
	static const char *const rows[] = {"", " ", "{", "[", "\"", "[1", "[1,",
	    "[1,]", "[,1]", "[1 2]", "[1}", "{\"x\"", "{\"x\":", "{\"x\":1",
	    "{\"x\":1,", "{\"x\":1,}", "{\"x\" 1}", "{x:1}", "{1:1}", "{,}",
	    "{\"x\":}", "[]]", "[] 1", "nul", "nulL", "truefalse", "True",
	    "[\"\\x\"]", "[\"\\u12g4\"]", "[\"\\u12", "[\"\\u123\"]", "[\"\\",
	    "[\"\\\"]", "[01]", "[1.]", "[.5]", "[1e]", "[1e+]", "[-]", "[+1]",
	    "[--1]", "[0x1]", "[NaN]", "{\"\\u0061\":1}", "\xEF\xBB\xBF[]",
	    "[\v]", "[1]\f", "'a'",
	    "[12345678901234567890123456789012345678901]"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text json = hscan_text_of(rows[i]);
		struct hscan_buf out;

		hscan_buf_init(&out, 1000);
		if (sift(json, &out))
			fail_msg("sifted: %s", rows[i]);
		hscan_buf_clear(&out);
	}
}

static void
a_nul_is_no_json(void **state)
{
	static const struct hscan_text rows[] = {
	    {"[\0]", 3}, {"[\"\0\"]", 5}, {"[1]\0", 4}, {"[\"x\"\0]", 6}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, 10);
		assert_false(sift(rows[i], &out));
		hscan_buf_clear(&out);
	}
}

static void
deep_nesting_is_left_to_the_parser(void **state)
{
	char deep[2 * 70 + 1];

	(void)state;
	for (size_t depth = 60; depth <= 70; depth++) {
		struct hscan_buf out;

		memset(deep, '[', depth);
		memset(deep + depth, ']', depth);
		hscan_buf_init(&out, sizeof(deep));
		assert_int_equal(
		    sift((struct hscan_text){deep, 2 * depth}, &out),
		    depth <= 64);
		hscan_buf_clear(&out);
	}
}

/* --- against the parser --- */

/* Leaves out of a tree what is not named, the slow way. */
static void
prune(cJSON *tree)
{
	cJSON *child = tree->child;

	while (child) {
		cJSON *next = child->next;
		bool wanted = !cJSON_IsObject(tree);

		for (size_t i = 0; names[i]; i++)
			wanted = wanted || strcmp(child->string, names[i]) == 0;
		if (wanted)
			prune(child);
		else
			cJSON_Delete(cJSON_DetachItemViaPointer(tree, child));
		child = next;
	}
}

/* Whatever is sifted, the parser takes, and what is left is what it would
 * have found. Returns whether it was sifted. */
static bool
check(struct hscan_text json)
{
	struct hscan_buf out;
	cJSON *whole, *left;
	char *expected, *found;
	bool good;

	hscan_buf_init(&out, json.len);
	good = sift(json, &out);
	if (good) {
		whole = cJSON_ParseWithLength(json.ptr, json.len);
		left = cJSON_ParseWithLength(out.ptr, out.len);
		assert_non_null(whole);
		assert_non_null(left);
		prune(whole);
		expected = cJSON_PrintUnformatted(whole);
		found = cJSON_PrintUnformatted(left);
		assert_string_equal(found, expected);
		cJSON_free(expected);
		cJSON_free(found);
		cJSON_Delete(whole);
		cJSON_Delete(left);
	}
	hscan_buf_clear(&out);
	return good;
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

static void
it_agrees_with_the_parser(void **state)
{
	static const char base[] =
	    "[{\"a\":1,\"x\":\"t\\\"e\\\\x\\u00e9t\",\"bc\":[{\"a\":-1.5e2},"
	    "{\"y\":{\"a\":[]}},null],\"url\":\"h\"}, {\"user\":{\"x\":true,"
	    "\"a\":\"\\n\"},\"zz\":[[],{}],\"a\" : false}]";
	static const char bytes[] = "[]{}\":,\\ 0123-e.aubx\n";
	char json[sizeof(base)];
	uint32_t seed = 20260701;
	int sifted = 0;

	(void)state;
	assert_true(check(hscan_text_of(base)));
	for (int i = 0; i < 30000; i++) {
		uint32_t changes = 1 + next_random(&seed) % 3;
		size_t len = sizeof(base) - 1;

		memcpy(json, base, sizeof(base));
		for (uint32_t k = 0; k < changes; k++) {
			size_t at = next_random(&seed) % len;

			if (next_random(&seed) % 4 == 0)
				memmove(json + at, json + at + 1, len-- - at);
			else
				json[at] = bytes[next_random(&seed) %
						 (sizeof(bytes) - 1)];
		}
		sifted += check((struct hscan_text){json, len});
	}
	/* Else there was nothing to agree upon. */
	assert_within(sifted, 3000, 29000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_named_is_left_out),
	    cmocka_unit_test(doubts_are_left_to_the_parser),
	    cmocka_unit_test(a_nul_is_no_json),
	    cmocka_unit_test(deep_nesting_is_left_to_the_parser),
	    cmocka_unit_test(it_agrees_with_the_parser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
