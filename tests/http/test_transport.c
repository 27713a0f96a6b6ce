/* SPDX-License-Identifier: MIT */
/* What all transports share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/transport.h"

static void
a_reply_is_used_again(void **state)
{
	static char line[HSCAN_HEADERS_MAX + 1];
	struct hscan_wire_reply reply;

	(void)state;
	hscan_wire_reply_init(&reply);
	assert_null(reply.request);
	assert_int_equal(reply.status, 0);
	memset(line, 'a', sizeof(line));
	assert_false(hscan_buf_add(&reply.headers, line, sizeof(line)));
	assert_int_equal(reply.headers.failed, HSCAN_EREFUSED);
	assert_true(hscan_buf_add(&reply.body, line, sizeof(line)));
	hscan_wire_reply_clear(&reply);
	assert_int_equal(reply.headers.failed, HSCAN_OK);
	assert_int_equal(reply.body.len, 0);
	hscan_wire_reply_clear(&reply);
}

static void
closing_nothing(void **state)
{
	(void)state;
	hscan_transport_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_reply_is_used_again),
	    cmocka_unit_test(closing_nothing),
	};

	return cmocka_run_group_tests_name("http/transport", tests, NULL, NULL);
}
