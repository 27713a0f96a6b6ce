/* SPDX-License-Identifier: MIT */
/* Deliveries as they are sent and kept: headers, bodies, forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/webhook/post.h"

static struct hscan_arena arena;
static struct hscan_error err;
static struct hscan_buf room;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	hscan_buf_init(&room, 1000);
	err = (struct hscan_error){.status = HSCAN_OK};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	hscan_buf_clear(&room);
	return 0;
}

static void
a_line(void **state)
{
	struct hscan_post post;

	(void)state;
	assert_int_equal(
	    hscan_post_read_line(
		hscan_text_of("{\"headers\":{\"x-github-event\":\"issues\","
			      "\"X-GITHUB-DELIVERY\":\"1-2\",\"Host\":\"h\","
			      "\"n\":7},\"body\":\"e30=\"}"),
		&arena, &post, &err),
	    HSCAN_OK);
	assert_string_equal(post.event.ptr, "issues");
	assert_string_equal(post.id.ptr, "1-2");
	assert_null(post.signature.ptr);
	assert_string_equal(post.body.ptr, "{}");
}

/* Any bytes come back as they were. */
static void
there_and_back(void **state)
{
	const struct hscan_post sent = {
	    .event = {"a\"b\\c\n\x7f", 7},
	    .signature = {"sha256=00", 9},
	    .body = {"\0{\xff\r\n", 5},
	};
	struct hscan_post post;

	(void)state;
	hscan_post_write_line(&sent, &room);
	assert_int_equal(room.failed, HSCAN_OK);
	assert_int_equal(room.ptr[room.len - 1], '\n');
	assert_int_equal(
	    hscan_post_read_line(hscan_buf_text(&room), &arena, &post, &err),
	    HSCAN_OK);
	assert_int_equal(hscan_text_equal(post.event, sent.event), true);
	assert_int_equal(
	    hscan_text_equal(post.signature, sent.signature), true);
	assert_int_equal(hscan_text_equal(post.body, sent.body), true);
	assert_null(post.id.ptr);
	assert_null(post.content_type.ptr);
}

static void
no_line(void **state)
{
	static const char twice[] =
	    "{\"headers\":{\"X-GitHub-Event\":\"a\",\"x-github-event\":\"b\"},"
	    "\"body\":\"e30=\"}";
	static const char *const lines[] = {
	    "",
	    "[]",
	    "{}",
	    "{\"headers\":[],\"body\":\"\"}",
	    "{\"headers\":{}}",
	    "{\"headers\":{},\"body\":{}}",
	    "{\"headers\":{},\"body\":\"e30\"}",
	    twice,
	};
	struct hscan_post post;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_int_equal(hscan_post_read_line(hscan_text_of(lines[i]),
				     &arena, &post, &err),
		    HSCAN_EPARSE);
}

static void
headers(void **state)
{
	struct hscan_post post;

	(void)state;
	assert_int_equal(hscan_post_read_headers(
			     hscan_text_of("X-GitHub-Event: issues\r\n"
					   "content-type:application/json\r\n"
					   "User-Agent: a: b\r\n\r\n"),
			     &post, &err),
	    HSCAN_OK);
	assert_int_equal(hscan_text_is(post.event, "issues"), true);
	assert_int_equal(
	    hscan_text_is(post.content_type, "application/json"), true);
	assert_int_equal(
	    hscan_post_read_headers(hscan_text_of("no colon\n"), &post, &err),
	    HSCAN_EPARSE);
	assert_int_equal(
	    hscan_post_read_headers(hscan_text_of(": x\n"), &post, &err),
	    HSCAN_EPARSE);
	assert_int_equal(
	    hscan_post_read_headers(
		hscan_text_of("X-GitHub-Event: a\nx-github-event: a\n"), &post,
		&err),
	    HSCAN_EPARSE);
}

static void
payloads(void **state)
{
	static const char form[] = "application/x-www-form-urlencoded";
	static const struct {
		const char *type, *body;
		const char *payload; /* NULL: it cannot be used */
	} rows[] = {
	    {NULL, "{}", "{}"},
	    {"application/json", "{}", "{}"},
	    {"Application/JSON ; charset=utf-8", "{}", "{}"},
	    {"text/plain", "{}", NULL},
	    {"application/jsonp", "{}", NULL},
	    {form, "payload=%7B%22a%22%3A+1%7d", "{\"a\": 1}"},
	    {form, "x=1&payload=a%2Bb&payload=c", "a+b"},
	    {form, "payload=", ""},
	    {form, "payload", ""},
	    {form, "", NULL},
	    {form, "x=1", NULL},
	    {form, "payload=%", NULL},
	    {form, "payload=%4", NULL},
	    {form, "payload=%4g", NULL},
	    {form, "payload=%41", "A"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct hscan_post post = {
		    .content_type = hscan_text_of(rows[i].type),
		    .body = hscan_text_of(rows[i].body),
		};
		struct hscan_text payload = {NULL, 0};
		enum hscan_status status =
		    hscan_post_payload(&post, &room, &payload, &err);

		if (!rows[i].payload) {
			assert_int_equal(status, HSCAN_EPARSE);
			continue;
		}
		assert_int_equal(status, HSCAN_OK);
		assert_int_equal(payload.len, strlen(rows[i].payload));
		assert_memory_equal(payload.ptr ? payload.ptr : "",
		    rows[i].payload, payload.len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line),
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(no_line),
	    cmocka_unit_test(headers),
	    cmocka_unit_test(payloads),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
