/* SPDX-License-Identifier: MIT */
/* What the headers and the length of a request decide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "serve/request.h"

#define SIGNATURE \
	"sha256=" \
	"757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

struct header {
	const char *name, *value;
};

static struct serve_traffic traffic;

static void
make(struct serve_request *request, const char *method, const char *path,
    const struct header *headers)
{
	serve_request_init(request, 1000);
	request->method = hscan_text_of(method);
	request->path = hscan_text_of(path);
	for (; headers->name; headers++)
		serve_request_header(request, hscan_text_of(headers->name),
		    hscan_text_of(headers->value));
	serve_request_check(request, false);
}

static unsigned
checked(const char *method, const char *path, const struct header *headers)
{
	struct serve_request request;
	unsigned status;

	make(&request, method, path, headers);
	status = request.status;
	serve_request_clear(&request, &traffic);
	return status;
}

#define GOOD \
	{"X-GitHub-Event", "issues"}, {"x-hub-signature-256", SIGNATURE}, \
	{ \
		"Content-Type", "application/json; charset=utf-8" \
	}

static const struct header good[] = {GOOD, {NULL, NULL}};

static void
where_it_goes(void **state)
{
	static const struct header none[] = {{NULL, NULL}};

	(void)state;
	assert_int_equal(checked("POST", "/", good), 0);
	assert_int_equal(checked("POST", "/webhook", good), 0);
	assert_int_equal(checked("POST", "/x", good), SERVE_NOT_FOUND);
	assert_int_equal(checked("GET", "/", none), SERVE_NO_CONTENT);
	assert_int_equal(checked("HEAD", "/", none), SERVE_NO_CONTENT);
	assert_int_equal(checked("GET", "/webhook", none), SERVE_NO_METHOD);
	assert_int_equal(checked("GET", "/metrics", none), SERVE_NOT_FOUND);
	assert_int_equal(checked("PUT", "/", good), SERVE_NO_METHOD);
	assert_int_equal(checked("post", "/", good), SERVE_NO_METHOD);
}

static void
what_headers_are_refused(void **state)
{
	static const struct header two_signatures[] = {
	    GOOD, {"X-Hub-Signature-256", SIGNATURE}, {NULL, NULL}};
	static const struct header two_lengths[] = {GOOD,
	    {"Content-Length", "5"}, {"Content-Length", "6"}, {NULL, NULL}};
	static const struct header length_and_chunks[] = {GOOD,
	    {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"},
	    {NULL, NULL}};
	static const struct header too_long[] = {
	    GOOD, {"Content-Length", "26214401"}, {NULL, NULL}};
	static const struct header long_enough[] = {
	    GOOD, {"Content-Length", "26214400"}, {NULL, NULL}};
	static const struct header text[] = {{"X-GitHub-Event", "issues"},
	    {"X-Hub-Signature-256", SIGNATURE}, {"Content-Type", "text/plain"},
	    {NULL, NULL}};
	static const struct header unsigned_one[] = {
	    {"X-GitHub-Event", "issues"}, {"Content-Type", "application/json"},
	    {NULL, NULL}};
	static const struct header folded[] = {{"X-GitHub-Event", "issues"},
	    {"X-Hub-Signature-256757107", SIGNATURE},
	    {"Content-Type", "application/json"}, {NULL, NULL}};
	static const struct header cut[] = {{"X-GitHub-Event", "issues"},
	    {"X-Hub-Signature-256", "sha256=757107ea"},
	    {"Content-Type", "application/json"}, {NULL, NULL}};
	static const struct header long_id[] = {GOOD,
	    {"X-GitHub-Delivery", "01234567890123456789012345678901234567890123"
				  "456789012345678901234567890123456789012345"
				  "6789012345678901234567890"},
	    {NULL, NULL}};
	static const struct header no_event[] = {
	    {"X-Hub-Signature-256", SIGNATURE},
	    {"Content-Type", "application/json"}, {NULL, NULL}};

	(void)state;
	assert_int_equal(checked("POST", "/", two_signatures), SERVE_BAD);
	assert_int_equal(checked("POST", "/", two_lengths), SERVE_BAD);
	assert_int_equal(checked("POST", "/", length_and_chunks), SERVE_BAD);
	assert_int_equal(checked("POST", "/", too_long), SERVE_TOO_LARGE);
	assert_int_equal(checked("POST", "/", long_enough), 0);
	assert_int_equal(checked("POST", "/", text), SERVE_NO_TYPE);
	assert_int_equal(checked("POST", "/", unsigned_one), SERVE_UNSIGNED);
	assert_int_equal(checked("POST", "/", folded), SERVE_UNSIGNED);
	assert_int_equal(checked("POST", "/", cut), SERVE_UNSIGNED);
	assert_int_equal(checked("POST", "/", no_event), SERVE_BAD);
	assert_int_equal(checked("POST", "/", long_id), SERVE_BAD);
}

static void
a_body_has_a_limit(void **state)
{
	struct serve_request request;
	size_t len = SERVE_PAYLOAD / 2 + 1;
	char *half = calloc(1, len);
	struct hscan_text json;

	(void)state;
	assert_non_null(half);
	make(&request, "POST", "/", good);
	serve_request_take(&request, &traffic, half, len);
	assert_int_equal(request.status, 0);
	assert_int_equal(traffic.bodies, len);
	serve_request_take(&request, &traffic, half, len);
	assert_int_equal(request.status, SERVE_TOO_LARGE);
	/* It is thrown away at once, and so is the rest. */
	assert_int_equal(traffic.bodies, 0);
	serve_request_take(&request, &traffic, half, len);
	assert_int_equal(traffic.bodies, 0);
	serve_request_clear(&request, &traffic);
	free(half);

	make(&request, "POST", "/", good);
	assert_false(serve_request_payload(&request, &traffic, &json));
	assert_int_equal(request.status, SERVE_BAD);
	assert_false(serve_request_is_late(&request, 1000 + SERVE_BODY_MS));
	assert_true(serve_request_is_late(&request, 1001 + SERVE_BODY_MS));
	serve_request_clear(&request, &traffic);
}

static void
a_form_is_decoded(void **state)
{
	static const struct header form[] = {{"X-GitHub-Event", "issues"},
	    {"X-Hub-Signature-256", SIGNATURE},
	    {"Content-Type", "application/x-www-form-urlencoded"},
	    {NULL, NULL}};
	struct serve_request request;
	struct hscan_text json;

	(void)state;
	make(&request, "POST", "/", form);
	serve_request_take(&request, &traffic, "a=b&payload=%7B+%7D", 19);
	assert_true(serve_request_payload(&request, &traffic, &json));
	assert_true(hscan_text_is(json, "{ }"));
	assert_int_equal(traffic.bodies, 19 + 3);
	serve_request_clear(&request, &traffic);
	assert_int_equal(traffic.bodies, 0);

	make(&request, "POST", "/", form);
	serve_request_take(&request, &traffic, "payload=%7", 10);
	assert_false(serve_request_payload(&request, &traffic, &json));
	assert_int_equal(request.status, SERVE_BAD);
	serve_request_clear(&request, &traffic);
}

static void
who_is_answered_early(void **state)
{
	static const struct header small[] = {
	    {"Content-Length", "100"}, {NULL, NULL}};
	static const struct header large[] = {
	    {"Content-Length", "1000000"}, {NULL, NULL}};
	static const struct header waits[] = {{"Content-Length", "100"},
	    {"Expect", "100-continue"}, {NULL, NULL}};
	struct serve_request request;

	(void)state;
	make(&request, "POST", "/", small);
	assert_false(serve_request_is_early(&request));
	make(&request, "POST", "/", large);
	assert_true(serve_request_is_early(&request));
	make(&request, "POST", "/", waits);
	assert_true(serve_request_is_early(&request));
	make(&request, "POST", "/", good);
	assert_false(serve_request_is_early(&request));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(where_it_goes),
	    cmocka_unit_test(what_headers_are_refused),
	    cmocka_unit_test(a_body_has_a_limit),
	    cmocka_unit_test(a_form_is_decoded),
	    cmocka_unit_test(who_is_answered_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
