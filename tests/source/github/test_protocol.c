/* SPDX-License-Identifier: MIT */
/* GitHub's headers and habits: a limit is no refusal, an empty page no data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/protocol.h"

/* 2026-07-01T08:00:00Z */
#define NOW INT64_C(1782892800)

#define assert_text(text, string) assert_true(hscan_text_is((text), (string)))

static void
absent_is_not_zero(void **state)
{
	struct hscan_http_rate rate =
	    hscan_github_dialect.rate(hscan_text_of("Date: x\n"));

	(void)state;
	assert_int_equal(rate.limit, -1);
	assert_int_equal(rate.remaining, -1);
	assert_int_equal(rate.reset, -1);
	rate = hscan_github_dialect.rate(
	    hscan_text_of("x-ratelimit-limit: lots\nX-RateLimit-Remaining: -1\n"
			  "x-ratelimit-reset: 99999999999999999999\n"));
	assert_int_equal(rate.limit, -1);
	assert_int_equal(rate.remaining, -1);
	assert_int_equal(rate.reset, -1);
	rate = hscan_github_dialect.rate(
	    hscan_text_of("x-ratelimit-limit: 60\nX-RateLimit-Remaining: 0\n"
			  "X-RATELIMIT-RESET: 1782892860\n"));
	assert_int_equal(rate.limit, 60);
	assert_int_equal(rate.remaining, 0);
	assert_int_equal(rate.reset, NOW + 60);
}

static void
limit_or_refusal(void **state)
{
	static const struct {
		const char *headers;
		const char *body;
		int status;
		enum hscan_http_limit limit;
	} rows[] = {
	    {"", "{\"message\":\"Must have admin rights\"}", 403,
		HSCAN_LIMIT_NONE},
	    {"X-RateLimit-Remaining: 10\n", "", 403, HSCAN_LIMIT_NONE},
	    {"X-RateLimit-Remaining: 0\n", "", 403, HSCAN_LIMIT_BUDGET},
	    {"X-RateLimit-Remaining: 0\n", "", 429, HSCAN_LIMIT_BUDGET},
	    {"X-RateLimit-Remaining: 0\nRetry-After: 60\n", "", 403,
		HSCAN_LIMIT_BUDGET},
	    {"Retry-After: 60\n", "", 403, HSCAN_LIMIT_PACE},
	    {"Retry-After:\n", "", 403, HSCAN_LIMIT_PACE},
	    {"", "{\"message\":\"exceeded a SECONDARY rate limit.\"}", 403,
		HSCAN_LIMIT_PACE},
	    {"",
		"{\"documentation_url\":\"https://docs.example/"
		"#secondary-rate-limits\"}",
		403, HSCAN_LIMIT_PACE},
	    {"", "{\"documentation_url\":\"https://x/#abuse-rate-limits\"}",
		403, HSCAN_LIMIT_PACE},
	    {"",
		"{\"documentation_url\":\"https://x/secondary-rate-limits-2\"}",
		403, HSCAN_LIMIT_NONE},
	    {"", "{\"message\":\"API rate limit exceeded for user ID 7.\"}",
		403, HSCAN_LIMIT_BUDGET},
	    {"", "{\"message\":\"API rate limit exceeded\"}", 429,
		HSCAN_LIMIT_BUDGET},
	    {"", "{\"message\":\"API rate limit exceeded\"}", 404,
		HSCAN_LIMIT_NONE},
	    {"", "", 429, HSCAN_LIMIT_PACE},
	    {"X-RateLimit-Remaining: 0\nRetry-After: 1\n", "", 404,
		HSCAN_LIMIT_NONE},
	    {"X-RateLimit-Remaining: 0\n", "secondary rate", 200,
		HSCAN_LIMIT_NONE},
	    {"Retry-After: 1\n", "", 503, HSCAN_LIMIT_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		print_message("  row %zu\n", i);
		assert_int_equal(hscan_github_dialect.limit(rows[i].status,
				     hscan_text_of(rows[i].headers),
				     hscan_text_of(rows[i].body)),
		    rows[i].limit);
	}
}

static void
answers_that_are_none(void **state)
{
	static const struct {
		int status;
		const char *headers;
		const char *body;
		const char *fault; /* NULL: none */
	} rows[] = {
	    {200, "Content-Type: application/json\n", "{}", NULL},
	    {200, "", "[]", NULL},
	    {200, "", "", "200 with nothing in it"},
	    {200, "content-type: Text/HTML; charset=utf-8\n", "<html>",
		"200 with a web page in place of data"},
	    {404, "Content-Type: text/html\n", "<html>", NULL},
	    {202, "", "{}", "202 (not ready yet)"},
	    {204, "", "", NULL},
	    {304, "", "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *fault = hscan_github_dialect.fault(rows[i].status,
		    hscan_text_of(rows[i].headers),
		    hscan_text_of(rows[i].body));

		print_message("  row %zu\n", i);
		assert_int_equal(fault != NULL, rows[i].fault != NULL);
		if (fault)
			assert_string_equal(fault, rows[i].fault);
	}
}

#define EXPIRY "GitHub-Authentication-Token-Expiration: "

static void
tokens_that_expire(void **state)
{
	static const struct {
		const char *headers;
		int64_t end; /* 0: not said */
	} rows[] = {
	    {EXPIRY "2026-07-01 08:00:00 UTC\n", NOW},
	    {EXPIRY "2026-07-01 10:00:00 +0200\n", NOW},
	    {EXPIRY "2026-07-01 06:30:00 -0130\n", NOW},
	    {EXPIRY "2026-07-01 08:00:00\n", 0},
	    {EXPIRY "2026-07-01 08:00:00 CEST\n", 0},
	    {EXPIRY "never\n", 0},
	    {EXPIRY "\n", 0},
	    {"Date: x\n", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t end = 0;
		bool said = hscan_github_dialect.token_expiry(
		    hscan_text_of(rows[i].headers), &end);

		print_message("  row %zu\n", i);
		assert_int_equal(said, rows[i].end != 0);
		assert_int_equal(end, rows[i].end);
	}
}

static void
what_a_token_lacks(void **state)
{
	const struct hscan_text required = hscan_text_of(
	    "x-accepted-github-permissions: issues=read\n"
	    "X-GitHub-SSO: required; url=https://example.org/s\n");
	const struct hscan_text partial =
	    hscan_text_of("x-github-sso: partial-results; organizations=1,2\n");
	const struct hscan_text none = hscan_text_of("Date: x\n");

	(void)state;
	assert_text(hscan_github_permissions(required), "issues=read");
	assert_text(
	    hscan_github_sso(required), "required; url=https://example.org/s");
	assert_text(hscan_github_sign_on(required), "https://example.org/s");
	assert_text(
	    hscan_github_sso(partial), "partial-results; organizations=1,2");
	assert_null(hscan_github_sign_on(partial).ptr);
	assert_null(hscan_github_permissions(none).ptr);
	assert_null(hscan_github_sso(none).ptr);
	assert_null(hscan_github_sign_on(none).ptr);
}

static void
servers_that_know_their_names(void **state)
{
	static const struct {
		const char *host;
		bool aliased;
	} rows[] = {
	    {"api.github.com", false},
	    {"api.github.com.", false},
	    {"github.com", false},
	    {"ghe.com", false},
	    {"api.acme.ghe.com", false},
	    {"notgithub.com", true},
	    {"github.com.example.org", true},
	    {"ghe.example.org", true},
	    {"127.0.0.1", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(hscan_github_dialect.is_aliased(rows[i].host),
		    rows[i].aliased);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(absent_is_not_zero),
	    cmocka_unit_test(limit_or_refusal),
	    cmocka_unit_test(answers_that_are_none),
	    cmocka_unit_test(tokens_that_expire),
	    cmocka_unit_test(what_a_token_lacks),
	    cmocka_unit_test(servers_that_know_their_names),
	};

	return cmocka_run_group_tests_name(
	    "source/github/protocol", tests, NULL, NULL);
}
