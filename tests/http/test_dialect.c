/* SPDX-License-Identifier: MIT */
/* A server without habits of its own: what is HTTP counts, and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/dialect.h"

static void
http_and_nothing_else(void **state)
{
	const struct hscan_http_dialect *plain = &hscan_http_plain;
	const struct hscan_text none = {NULL, 0};
	const struct hscan_text headers = hscan_text_of(
	    "X-RateLimit-Limit: 60\nX-RateLimit-Remaining: 0\n"
	    "GitHub-Authentication-Token-Expiration: 2026-07-01 08:00:00 UTC\n"
	    "Content-Type: text/html\n");
	struct hscan_http_rate rate = plain->rate(headers);
	int64_t end = 7;

	(void)state;
	assert_null(plain->accept);
	assert_null(plain->version);
	assert_null(plain->kept[0]);
	assert_int_equal(plain->an_hour, 0);
	assert_false(plain->is_aliased("127.0.0.1"));
	assert_int_equal(rate.limit, -1);
	assert_int_equal(rate.remaining, -1);
	assert_int_equal(rate.reset, -1);
	assert_false(plain->token_expiry(headers, &end));
	assert_int_equal(end, 7);
	assert_int_equal(plain->limit(429, none, none), HSCAN_LIMIT_PACE);
	assert_int_equal(plain->limit(403, headers, none), HSCAN_LIMIT_NONE);
	assert_null(plain->fault(200, headers, none));
	assert_null(plain->fault(202, headers, none));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(http_and_nothing_else),
	};

	return cmocka_run_group_tests_name("http/dialect", tests, NULL, NULL);
}
