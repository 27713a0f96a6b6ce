/* SPDX-License-Identifier: MIT */
/* Logins as numbers: these stand in stores, so they never change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/login_id.h"

/* By Python's hashlib. */
static void
numbers_are_what_they_were(void **state)
{
	(void)state;
	assert_int_equal(hscan_login_id("github.com", hscan_text_of("octocat")),
	    INT64_C(-5072782590609586151));
	assert_int_equal(hscan_login_id("github.com", hscan_text_of("OctoCat")),
	    INT64_C(-5072782590609586151));
	assert_int_equal(
	    hscan_login_id("ghe.example.com", hscan_text_of("helper[bot]")),
	    INT64_C(-4943049413146926753));
}

/* However long it is, every byte of it counts. */
static void
long_ones_differ(void **state)
{
	enum { LONG = 5000 };
	char *login = malloc(LONG);
	struct hscan_text text = {login, LONG};
	int64_t before;

	(void)state;
	assert_non_null(login);
	memset(login, 'a', LONG);
	before = hscan_login_id("github.com", text);
	assert_true(before <= HSCAN_LOGIN_ID_MAX);
	for (size_t i = 0; i < LONG; i += 499) {
		login[i] = 'b';
		assert_int_not_equal(
		    hscan_login_id("github.com", text), before);
		login[i] = 'A';
		assert_int_equal(hscan_login_id("github.com", text), before);
	}
	text.len--;
	assert_int_not_equal(hscan_login_id("github.com", text), before);
	free(login);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_what_they_were),
	    cmocka_unit_test(long_ones_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
