/* SPDX-License-Identifier: MIT */
/* What a server says when it cannot, and what becomes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/exception.h"

static void
numbers(void **state)
{
	static const struct {
		const char *text;
		int code;
	} cases[] = {
	    {"Code: 60, e.displayText() = DB::Exception: Table", 60},
	    {"Code: 516. DB::Exception: reader: Authentication failed", 516},
	    {"Code: 60", 0},
	    {"Code: 60 is mine", 0},
	    {"Code: , e", 0},
	    {"Code: -60, e", 0},
	    {"Code: 99999999999999999999, e", 0},
	    {"code: 60, e", 0},
	    {"", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    hscan_clickhouse_code(hscan_text_of(cases[i].text)),
		    cases[i].code);
}

static void
behind_rows(void **state)
{
	static const char rows[] =
	    "\x01\0\0Code: 60 \0Code: 241, e.displayText() = DB::Exception: x";
	struct hscan_text found = hscan_clickhouse_find_exception(
	    (struct hscan_text){rows, sizeof(rows) - 1});

	(void)state;
	assert_int_equal(hscan_clickhouse_code(found), 241);
	assert_ptr_equal(found.ptr + found.len, rows + sizeof(rows) - 1);
	assert_null(
	    hscan_clickhouse_find_exception(hscan_text_of("Code: 60 ")).ptr);
	assert_null(
	    hscan_clickhouse_find_exception((struct hscan_text){NULL, 0}).ptr);
}

static const struct explain_case {
	int http;
	const char *body;
	enum hscan_status status;
	const char *parts[3];
	const char * not ;
} cases[] = {
    {401,
	"Code: 193, e.displayText() = DB::Exception: Wrong password for user "
	"reader, e.what() = DB::Exception\n",
	HSCAN_EAUTH, {"user 'reader'", "HEALTHSCAN_CLICKHOUSE_PASSWORD"}, NULL},
    {403,
	"Code: 516. DB::Exception: reader: Authentication failed: password is "
	"incorrect, or there is no user with such name. "
	"(AUTHENTICATION_FAILED) (version 24.8.1.1 (official build))\n",
	HSCAN_EAUTH, {"user 'reader'", "(code 516)"}, NULL},
    {401, "<html>who are you?</html>", HSCAN_EAUTH, {"user 'reader'"}, NULL},
    {403, "", HSCAN_EAUTH, {"may not"}, NULL},
    {500,
	"Code: 164, e.displayText() = DB::Exception: Cannot execute query in "
	"readonly mode, e.what() = DB::Exception",
	HSCAN_EAUTH,
	{"the user 'reader' may not do this",
	    "readonly mode (code 164); ask those who run it"},
	NULL},
    {404,
	"Code: 60, e.displayText() = DB::Exception: Table healthscan.item "
	"doesn't exist., e.what() = DB::Exception",
	HSCAN_ENOTFOUND, {"healthscan.item", "--init"}, "e.what"},
    {404,
	"Code: 81. DB::Exception: Database healthscan does not exist. "
	"(UNKNOWN_DATABASE)",
	HSCAN_ENOTFOUND, {"Database healthscan", "--init"}, NULL},
    {500,
	"Code: 159, e.displayText() = DB::Exception: Timeout exceeded: elapsed "
	"1.0 seconds, maximum: 1, e.what() = DB::Exception",
	HSCAN_ELIMIT, {"Timeout exceeded", "(code 159)"}, NULL},
    {500,
	"Code: 241, e.displayText() = DB::Exception: Memory limit (for query) "
	"exceeded",
	HSCAN_ELIMIT, {"Memory limit"}, NULL},
    {500,
	"Code: 279, e.displayText() = DB::NetException: All connection tries "
	"failed. Log: \n\nCode: 210, e.displayText() = DB::NetException: "
	"Connection refused: (10.0.0.2:9000), e.what() = DB::NetException\n",
	HSCAN_ENET, {"does not reach its shard 10.0.0.2:9000 (code 279); "},
	NULL},
    {500,
	"Code: 279. DB::NetException: All connection tries failed. Log: \n\n"
	"Timeout: connect timed out: [2001:db8::1]:9000 (ch-2.example.org:9000,"
	" [2001:db8::1], local address: h:1) (ALL_CONNECTION_TRIES_FAILED)",
	HSCAN_ENET, {"does not reach its shard ch-2.example.org:9000 ("}, NULL},
    {500,
	"Code: 279, e.displayText() = DB::NetException: All connection tries "
	"failed. Log: \n\nCode: 32, e.displayText() = DB::Exception: Attempt "
	"to read after eof",
	HSCAN_ENET, {"does not reach a shard: All connection tries failed"},
	NULL},
    {500, "Code: 47, e.displayText() = DB::Exception: Unknown identifier: x",
	HSCAN_ENET, {"failed: Unknown identifier: x (code 47)"}, NULL},
    {301, "", HSCAN_EREFUSED, {"elsewhere", "HTTP 301"}, NULL},
    {502, "<html>\x1b[31mBad gateway", HSCAN_ENET,
	{"HTTP 502", "not as ClickHouse does"}, "\x1b"},
    {500, "Code: 1001, e.displayText() = DB::Exception: \x1b]0;x\x07\n\xff",
	HSCAN_ENET, {"\\x1B]0;x\\x07\\n\\xFF"}, "\x1b"},
};

static void
explained(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct explain_case *c = &cases[i];
		struct hscan_error err = {.message = ""};

		print_message("  row %zu\n", i);
		assert_int_equal(
		    hscan_clickhouse_explain(c->http, hscan_text_of(c->body),
			"h:8123/db", "reader", &err),
		    c->status);
		assert_non_null(strstr(err.message, "h:8123/db"));
		assert_non_null(strstr(err.message, "; "));
		for (size_t k = 0; k < 3 && c->parts[k]; k++)
			if (!strstr(err.message, c->parts[k]))
				assert_string_equal(err.message, c->parts[k]);
		if (c->not )
			assert_null(strstr(err.message, c->not ));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(behind_rows),
	    cmocka_unit_test(explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
