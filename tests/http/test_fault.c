/* SPDX-License-Identifier: MIT */
/* Answers that are none, and answers that give a token away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/credential.h"
#include "http/fault.h"
#include "source/github/protocol.h"

static void
not_modified_unasked(void **state)
{
	struct hscan_wire_request request = {.target = "/a"};
	struct hscan_wire_reply reply;

	(void)state;
	hscan_wire_reply_init(&reply);
	reply.request = &request;
	reply.status = 304;
	assert_string_equal(hscan_fault_of(&hscan_http_plain, &reply),
	    "304 (not modified), which nobody had asked");
	request.etag = "\"e\"";
	assert_null(hscan_fault_of(&hscan_http_plain, &reply));
	hscan_wire_reply_clear(&reply);
}

static void
the_dialect_is_asked(void **state)
{
	const struct hscan_wire_request request = {.target = "/a"};
	struct hscan_wire_reply reply;

	(void)state;
	hscan_wire_reply_init(&reply);
	reply.request = &request;
	reply.status = 200;
	assert_null(hscan_fault_of(&hscan_http_plain, &reply));
	assert_string_equal(hscan_fault_of(&hscan_github_dialect, &reply),
	    "200 with nothing in it");
	assert_true(hscan_buf_add_string(&reply.body, "{}"));
	assert_null(hscan_fault_of(&hscan_github_dialect, &reply));
	hscan_wire_reply_clear(&reply);
}

static void
repeated_tokens(void **state)
{
	static const struct {
		const char *headers;
		const char *body;
		bool repeats;
	} rows[] = {
	    {"", "", false}, {"", "first-token", true},
	    {"", "ffirst-token2", true}, {"", "first-toke", false},
	    {"X: second-token\n", "{}", true},
	    {"", "short", false}, /* too short for a token */
	};
	struct hscan_wire_request request = {.target = "/a"};
	struct credentials credentials;
	struct hscan_wire_reply reply;

	(void)state;
	assert_int_equal(credentials_read("first-token\nsecond-token\nshort\n",
			     &credentials, NULL),
	    HSCAN_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		hscan_wire_reply_init(&reply);
		reply.request = &request;
		assert_true(
		    hscan_buf_add_string(&reply.headers, rows[i].headers));
		assert_true(hscan_buf_add_string(&reply.body, rows[i].body));
		request.credentials = NULL;
		assert_false(hscan_fault_repeats_token(&reply));
		request.credentials = &credentials;
		print_message("  row %zu\n", i);
		assert_int_equal(
		    hscan_fault_repeats_token(&reply), rows[i].repeats);
		hscan_wire_reply_clear(&reply);
	}
	credentials_clear(&credentials);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(not_modified_unasked),
	    cmocka_unit_test(the_dialect_is_asked),
	    cmocka_unit_test(repeated_tokens),
	};

	return cmocka_run_group_tests_name("http/fault", tests, NULL, NULL);
}
