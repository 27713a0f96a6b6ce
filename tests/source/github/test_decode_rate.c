/* SPDX-License-Identifier: MIT */
/* The rate limit: what is read of it, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/decode.h"

static void
what_is_left_is_read(void **state)
{
	struct hscan_rate_limit rate = {0};
	struct hscan_arena arena;
	struct hscan_error err;

	(void)state;
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_github_decode_rate(
		hscan_text_of("{\"resources\":{\"core\":{\"limit\":5000,"
			      "\"used\":1,\"remaining\":4999,\"reset\":77},"
			      "\"search\":{\"limit\":30}}}"),
		&arena, &rate, &err),
	    HSCAN_OK);
	assert_int_equal(rate.limit, 5000);
	assert_int_equal(rate.remaining, 4999);
	assert_int_equal(rate.reset, 77);
	hscan_arena_clear(&arena);
}

static void
anything_else_is_refused(void **state)
{
	static const struct {
		const char *body, *why;
	} rows[] = {
	    {"[]", "the rate limit"},
	    {"{}", "limit is missing"},
	    {"{\"resources\":{\"core\":{\"limit\":\"many\"}}}",
		"limit is not a whole number"},
	    {"{\"resources\":{\"core\":{\"limit\":60,\"remaining\":-1}}}",
		"remaining is not a whole number"},
	    {"<html>", "the rate limit"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_rate_limit rate = {0};
		struct hscan_arena arena;
		struct hscan_error err;

		hscan_arena_init(&arena);
		assert_int_equal(
		    hscan_github_decode_rate(
			hscan_text_of(rows[i].body), &arena, &rate, &err),
		    HSCAN_EPARSE);
		if (!strstr(err.message, rows[i].why))
			fail_msg("%zu: %s", i, err.message);
		hscan_arena_clear(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_left_is_read),
	    cmocka_unit_test(anything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
