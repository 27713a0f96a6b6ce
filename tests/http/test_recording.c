/* SPDX-License-Identifier: MIT */
/* The format of a recorded answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/headers.h"
#include "http/recording.h"

#define EXAMPLE "https://api.example.org"

#define assert_text(text, string) assert_true(hscan_text_is((text), (string)))

/* --- the format --- */

static void
a_recording_is_read(void **state)
{
	static const char text[] = "GET /a?b=c\n"
				   "if-none-match: W/\"1\"\n"
				   "\n"
				   "HTTP/1.1 200 OK\r\n"
				   "ETag: W/\"2\"\r\n"
				   "Date: x\n"
				   "\n"
				   "\nbody\r\n";
	struct hscan_recording rec;

	(void)state;
	assert_null(hscan_recording_parse(hscan_text_of(text), &rec));
	assert_text(rec.target, "/a?b=c");
	assert_text(rec.if_none_match, "W/\"1\"");
	assert_int_equal(rec.status, 200);
	assert_text(hscan_header_get(rec.headers, "etag"), "W/\"2\"");
	assert_text(hscan_header_get(rec.headers, "date"), "x");
	assert_text(rec.body, "\nbody\r\n");
}

static void
the_least_recording(void **state)
{
	struct hscan_recording rec;

	(void)state;
	assert_null(hscan_recording_parse(
	    hscan_text_of("GET /\n\nHTTP/2 304\n\n"), &rec));
	assert_text(rec.target, "/");
	assert_null(rec.if_none_match.ptr);
	assert_int_equal(rec.status, 304);
	assert_int_equal(rec.headers.len, 0);
	assert_int_equal(rec.body.len, 0);
}

static void
broken_recordings(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
	    {"", "GET /"},
	    {"GET /a", "GET /"},
	    {"POST /a\n\nHTTP/1.1 200\n\n", "GET /"},
	    {"GET https://h/a\n\nHTTP/1.1 200\n\n", "target"},
	    {"GET /a HTTP/1.1\n\nHTTP/1.1 200\n\n", "target"},
	    {"GET \n\nHTTP/1.1 200\n\n", "target"},
	    {"GET /a\n", "empty line after the request"},
	    {"GET /a\nX: y\n", "empty line after the request"},
	    {"GET /a\n\n", "HTTP/1.1 200"},
	    {"GET /a\n\n200 OK\n\n", "HTTP/1.1 200"},
	    {"GET /a\n\nHTTP/1.1 20\n\n", "HTTP/1.1 200"},
	    {"GET /a\n\nHTTP/1.1 099\n\n", "HTTP/1.1 200"},
	    {"GET /a\n\nHTTP/1.1 600\n\n", "HTTP/1.1 200"},
	    {"GET /a\n\nHTTP/1.1 200", "HTTP/1.1 200"},
	    {"GET /a\n\nHTTP/1.1 200\nA: b\n", "empty line after the headers"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_recording rec = {.status = 7};
		const char *why =
		    hscan_recording_parse(hscan_text_of(rows[i].text), &rec);

		assert_non_null(why);
		assert_non_null(strstr(why, rows[i].why));
		assert_int_equal(rec.status, 7);
	}
}

static void
only_what_matters_is_written(void **state)
{
	static const struct hscan_wire_request request = {
	    .target = "/repos/o/n?x",
	    .etag = "W/\"0\"",
	};
	static const char *const kept[] = {"X-RateLimit-Remaining", NULL};
	struct hscan_wire_reply reply;
	struct hscan_url base;
	struct hscan_buf out;

	(void)state;
	assert_int_equal(
	    hscan_url_parse("https://h:8443/api/v3", EXAMPLE, &base, NULL),
	    HSCAN_OK);
	hscan_wire_reply_init(&reply);
	reply.request = &request;
	reply.status = 301;
	assert_true(hscan_buf_add_string(&reply.headers,
	    "etag: W/\"1\"\n"
	    "set-cookie: secret\n"
	    "X-GitHub-Request-Id: 1\n"
	    "LINK: <https://h:8443/a,b>; rel=\"next\",<https://evil/c>;rel=x\n"
	    "location: https://h:8443/repositories/1?y=z\n"
	    "date: d\n"
	    "x-ratelimit-remaining: 9\n"
	    "server: s\n"));
	assert_true(hscan_buf_add(&reply.body, "a\0b\n", 4));
	hscan_buf_init(&out, 4096);
	assert_true(hscan_recording_add(&out, &base, kept, &reply));
	assert_int_equal(strlen(out.ptr) + 3, out.len);
	assert_string_equal(out.ptr,
	    "GET /repos/o/n?x\n"
	    "If-None-Match: W/\"0\"\n"
	    "\n"
	    "HTTP/1.1 301\n"
	    "ETag: W/\"1\"\n"
	    "Link: </a,b>; rel=\"next\", <https://evil/c>;rel=x\n"
	    "Location: /repositories/1?y=z\n"
	    "Date: d\n"
	    "X-RateLimit-Remaining: 9\n"
	    "\n"
	    "a");
	assert_memory_equal(out.ptr + out.len - 4, "a\0b\n", 4);
	hscan_buf_clear(&out);
	hscan_wire_reply_clear(&reply);
}

static void
file_names(void **state)
{
	(void)state;
	assert_int_equal(hscan_recording_number("0001.http"), 1);
	assert_int_equal(hscan_recording_number("12345.http"), 12345);
	assert_int_equal(hscan_recording_number("001.http"), 0);
	assert_int_equal(hscan_recording_number("0000.http"), 0);
	assert_int_equal(hscan_recording_number("+001.http"), 0);
	assert_int_equal(hscan_recording_number("README.md"), 0);
	assert_int_equal(hscan_recording_number(".0001.http.tmp"), 0);
	assert_int_equal(hscan_recording_number(".http"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_recording_is_read),
	    cmocka_unit_test(the_least_recording),
	    cmocka_unit_test(broken_recordings),
	    cmocka_unit_test(only_what_matters_is_written),
	    cmocka_unit_test(file_names),
	};

	return cmocka_run_group_tests_name("http/recording", tests, NULL, NULL);
}
