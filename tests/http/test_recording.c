/* SPDX-License-Identifier: MIT */
/* What is recorded is replayed the same, and holds no more than it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/headers.h"
#include "http/recording.h"
#include "http/transport.h"
#include "source/github/protocol.h"
#include "support/support.h"

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

/* --- the two directories --- */

/* A transport that gives back one reply after the other. */
struct script {
	struct hscan_transport transport;
	const struct hscan_wire_request *request;
	enum hscan_status failure;
	int status;
	const char *headers;
	const char *body;
	bool *closed;
};

static enum hscan_status
script_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct script *script = (struct script *)transport;

	(void)err;
	script->request = request;
	return HSCAN_OK;
}

static enum hscan_status
script_wait(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct script *script = (struct script *)transport;

	(void)timeout_ms;
	(void)err;
	hscan_buf_reset(&reply->headers);
	hscan_buf_reset(&reply->body);
	reply->request = script->request;
	reply->failure = script->failure;
	reply->status = script->status;
	(void)hscan_buf_add_string(&reply->headers, script->headers);
	(void)hscan_buf_add_string(&reply->body, script->body);
	return HSCAN_OK;
}

static void
script_close(struct hscan_transport *transport)
{
	*((struct script *)transport)->closed = true;
}

static const struct hscan_transport_ops script_ops = {
    .start = script_start,
    .wait = script_wait,
    .close = script_close,
};

struct place {
	char *dir; /* not made yet */
	char *parent;
	struct script script;
	bool closed;
	struct hscan_transport *recorder;
	struct hscan_transport *replayer;
	struct hscan_wire_reply reply;
	struct hscan_error err;
	struct hscan_url base;
};

static int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->parent = support_temp_dir();
	p->dir = support_join(p->parent, "rec");
	p->script = (struct script){
	    .transport = {.ops = &script_ops},
	    .status = 200,
	    .headers = "",
	    .body = "",
	    .closed = &p->closed,
	};
	hscan_wire_reply_init(&p->reply);
	assert_int_equal(
	    hscan_url_parse("https://h", EXAMPLE, &p->base, NULL), HSCAN_OK);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *p = *state;

	hscan_transport_close(p->recorder);
	hscan_transport_close(p->replayer);
	hscan_wire_reply_clear(&p->reply);
	free(p->dir);
	support_remove_dir(p->parent);
	free(p);
	return 0;
}

static void
open_recorder(struct place *p)
{
	assert_int_equal(
	    hscan_record_open(p->dir, &p->base, &hscan_github_dialect,
		&p->script.transport, &p->recorder, &p->err),
	    HSCAN_OK);
}

static enum hscan_status
open_replayer(struct place *p)
{
	struct hscan_wire_options options = {
	    .max_in_flight = 2,
	    .max_body_bytes = 100,
	};

	hscan_transport_close(p->replayer);
	p->replayer = NULL;
	return hscan_replay_open(p->dir, &options, &p->replayer, &p->err);
}

static void
ask(struct hscan_transport *transport, struct place *p, const char *target,
    const char *etag)
{
	struct hscan_wire_request request = {.target = target, .etag = etag};

	assert_int_equal(
	    transport->ops->start(transport, &request, &p->err), HSCAN_OK);
	assert_int_equal(
	    transport->ops->wait(transport, 0, &p->reply, &p->err), HSCAN_OK);
	assert_ptr_equal(p->reply.request, &request);
	p->reply.request = NULL;
}

static void
assert_replayed(struct place *p, const char *target, const char *etag,
    int status, const char *body)
{
	ask(p->replayer, p, target, etag);
	assert_int_equal(p->reply.failure, HSCAN_OK);
	assert_int_equal(p->reply.status, status);
	assert_string_equal(hscan_buf_string(&p->reply.body), body);
}

static void
put(struct place *p, const char *name, const char *text)
{
	char *path = support_join(p->dir, name);

	(void)mkdir(p->dir, 0777);
	support_write(path, text, strlen(text));
	free(path);
}

static bool
exists(struct place *p, const char *name)
{
	char *path = support_join(p->dir, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void
there_and_back(void **state)
{
	struct place *p = *state;

	open_recorder(p);
	p->script.headers = "ETag: \"1\"\nLink: <https://h/b>; rel=next\n";
	p->script.body = "one";
	ask(p->recorder, p, "/a", NULL);
	p->script.headers = "ETag: \"2\"\n";
	p->script.body = "two";
	ask(p->recorder, p, "/b", NULL);
	p->script.body = "other one";
	ask(p->recorder, p, "/a", NULL);
	assert_true(exists(p, "0003.http"));
	assert_false(exists(p, "0004.http"));
	assert_false(exists(p, ".0003.http.tmp"));

	assert_int_equal(open_replayer(p), HSCAN_OK);
	assert_true(p->replayer->offline);
	assert_replayed(p, "/a", NULL, 200, "one");
	assert_string_equal(hscan_buf_string(&p->reply.headers),
	    "ETag: \"1\"\nLink: </b>; rel=next\n");
	/* In order, and the last one again and again. */
	assert_replayed(p, "/a", NULL, 200, "other one");
	assert_replayed(p, "/a", NULL, 200, "other one");
	/* The replayer compares. */
	assert_replayed(p, "/b", "\"2\"", 304, "");
	assert_replayed(p, "/b", "\"1\"", 200, "two");
	assert_replayed(p, "/b", "W/\"2\"", 200, "two");

	ask(p->replayer, p, "/c", NULL);
	assert_int_equal(p->reply.failure, HSCAN_ENOTFOUND);
	assert_non_null(strstr(p->reply.err.message, "no answer for GET /c"));
	assert_int_equal(p->reply.tries, 1);
}

static void
numbers_go_on(void **state)
{
	struct place *p = *state;

	put(p, "0009.http", "GET /a\n\nHTTP/1.1 200\n\nnine");
	put(p, "notes.txt", "not a recording");
	open_recorder(p);
	p->script.body = "ten";
	ask(p->recorder, p, "/a", NULL);
	assert_true(exists(p, "0010.http"));
	assert_int_equal(open_replayer(p), HSCAN_OK);
	assert_replayed(p, "/a", NULL, 200, "nine");
	assert_replayed(p, "/a", NULL, 200, "ten");
}

static void
moods_of_the_network_are_not_recorded(void **state)
{
	static const struct {
		enum hscan_status failure;
		int status;
		const char *headers;
		bool kept;
		const char *etag;
	} rows[] = {
	    {HSCAN_ENET, 200, "", false, NULL},
	    {HSCAN_OK, 502, "", false, NULL},
	    {HSCAN_OK, 429, "", false, NULL},
	    {HSCAN_OK, 403, "Retry-After: 1\n", false, NULL},
	    {HSCAN_OK, 400, "", false, NULL},
	    {HSCAN_OK, 401, "", false, NULL},
	    {HSCAN_OK, 202, "", false, NULL},
	    {HSCAN_OK, 200, "", false, NULL},
	    {HSCAN_OK, 200, "Content-Type: text/html\n", false, NULL},
	    {HSCAN_OK, 403, "", true, NULL},
	    {HSCAN_OK, 301, "Location: /b\n", true, NULL},
	    {HSCAN_OK, 304, "", true, "\"1\""},
	    {HSCAN_OK, 304, "", false, NULL}, /* nobody had asked */
	    {HSCAN_OK, 404, "", true, NULL},
	};
	struct place *p = *state;
	int number = 0;

	open_recorder(p);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[32];

		p->script.failure = rows[i].failure;
		p->script.status = rows[i].status;
		p->script.headers = rows[i].headers;
		ask(p->recorder, p, "/a", rows[i].etag);
		assert_int_equal(p->reply.failure, rows[i].failure);
		number += rows[i].kept;
		(void)snprintf(name, sizeof(name), "%04d.http", number + 1);
		assert_false(exists(p, name));
		(void)snprintf(name, sizeof(name), "%04d.http", number);
		assert_int_equal(exists(p, name), number > 0);
	}
	assert_int_equal(number, 4);
}

static void
a_304_is_for_those_who_have_something(void **state)
{
	struct place *p = *state;

	put(p, "0001.http", "GET /a\nIf-None-Match: \"0\"\n\nHTTP/1.1 304\n\n");
	put(p, "0002.http", "GET /a\n\nHTTP/1.1 200\nETag: \"1\"\n\nfull");
	put(p, "0003.http", "GET /b\nIf-None-Match: \"0\"\n\nHTTP/1.1 304\n\n");
	assert_int_equal(open_replayer(p), HSCAN_OK);
	assert_replayed(p, "/a", NULL, 200, "full");
	assert_replayed(p, "/a", "\"0\"", 200, "full");
	ask(p->replayer, p, "/b", NULL);
	assert_int_equal(p->reply.failure, HSCAN_ENOTFOUND);
	assert_replayed(p, "/b", "\"0\"", 304, "");

	assert_int_equal(open_replayer(p), HSCAN_OK);
	assert_replayed(p, "/a", "\"0\"", 304, "");
	assert_replayed(p, "/a", NULL, 200, "full");
	assert_replayed(p, "/a", "\"1\"", 304, "");
}

static void
broken_directories(void **state)
{
	struct place *p = *state;
	char *path;

	assert_int_equal(open_replayer(p), HSCAN_EIO);
	assert_non_null(strstr(p->err.message, p->dir));
	put(p, "README.md", "nothing recorded");
	assert_int_equal(open_replayer(p), HSCAN_EIO);
	assert_non_null(strstr(p->err.message, "0001.http"));
	put(p, "0001.http", "GET /a\n\nHTTP/1.1 200\n\n");
	put(p, "0002.http", "GET /a\n\nHTTP/1.1\n\n");
	assert_int_equal(open_replayer(p), HSCAN_EPARSE);
	assert_non_null(strstr(p->err.message, "0002.http"));
	path = support_join(p->dir, "0002.http");
	assert_int_equal(unlink(path), 0);
	/* A directory can be opened, but not read. */
	assert_int_equal(mkdir(path, 0777), 0);
	assert_int_equal(open_replayer(p), HSCAN_EIO);
	assert_non_null(strstr(p->err.message, "0002.http"));
	free(path);
}

static void
a_recording_that_changes_under_way(void **state)
{
	struct place *p = *state;
	char *path;

	put(p, "0001.http", "GET /a\n\nHTTP/1.1 200\n\n");
	assert_int_equal(open_replayer(p), HSCAN_OK);
	put(p, "0001.http", "GET /a\n");
	ask(p->replayer, p, "/a", NULL);
	assert_int_equal(p->reply.failure, HSCAN_EPARSE);
	path = support_join(p->dir, "0001.http");
	assert_int_equal(unlink(path), 0);
	free(path);
	ask(p->replayer, p, "/a", NULL);
	assert_int_equal(p->reply.failure, HSCAN_EIO);
	assert_non_null(strstr(p->reply.err.message, "0001.http"));
}

static void
bodies_have_a_maximum(void **state)
{
	struct place *p = *state;
	char text[256];

	(void)snprintf(
	    text, sizeof(text), "GET /a\n\nHTTP/1.1 200\n\n%0100d", 1);
	put(p, "0001.http", text);
	(void)snprintf(
	    text, sizeof(text), "GET /b\n\nHTTP/1.1 200\n\n%0101d", 1);
	put(p, "00002.http", text);
	assert_int_equal(open_replayer(p), HSCAN_OK);
	ask(p->replayer, p, "/a", NULL);
	assert_int_equal(p->reply.failure, HSCAN_OK);
	assert_int_equal(p->reply.body.len, 100);
	ask(p->replayer, p, "/b", NULL);
	assert_int_equal(p->reply.failure, HSCAN_EREFUSED);
	assert_non_null(strstr(p->reply.err.message, "100 bytes"));
}

static void
a_recording_that_cannot_be_written(void **state)
{
	struct place *p = *state;
	struct hscan_transport *none = NULL;
	char *path;

	open_recorder(p);
	p->script.status = 404;
	assert_int_equal(rmdir(p->dir), 0);
	ask(p->recorder, p, "/a", NULL);
	assert_int_equal(p->reply.failure, HSCAN_EIO);
	assert_int_equal(p->reply.tries, 1);
	assert_non_null(strstr(p->reply.err.message, "0001.http"));

	/* A file where the directory should be, and no parent. */
	support_write(p->dir, "", 0);
	assert_int_equal(
	    hscan_record_open(p->dir, &p->base, &hscan_github_dialect,
		&p->script.transport, &none, &p->err),
	    HSCAN_EIO);
	path = support_join(p->dir, "a");
	assert_int_equal(
	    hscan_record_open(path, &p->base, &hscan_github_dialect,
		&p->script.transport, &none, &p->err),
	    HSCAN_EIO);
	free(path);
	assert_null(none);
	assert_false(p->closed);
}

static void
closing_a_recorder_closes_what_it_wraps(void **state)
{
	struct place *p = *state;

	open_recorder(p);
	hscan_transport_close(p->recorder);
	p->recorder = NULL;
	assert_true(p->closed);
}

int
main(void)
{
#define WITH_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_recording_is_read),
	    cmocka_unit_test(the_least_recording),
	    cmocka_unit_test(broken_recordings),
	    cmocka_unit_test(only_what_matters_is_written),
	    cmocka_unit_test(file_names),
	    WITH_PLACE(there_and_back),
	    WITH_PLACE(numbers_go_on),
	    WITH_PLACE(moods_of_the_network_are_not_recorded),
	    WITH_PLACE(a_304_is_for_those_who_have_something),
	    WITH_PLACE(broken_directories),
	    WITH_PLACE(a_recording_that_changes_under_way),
	    WITH_PLACE(bodies_have_a_maximum),
	    WITH_PLACE(a_recording_that_cannot_be_written),
	    WITH_PLACE(closing_a_recorder_closes_what_it_wraps),
	};

	return cmocka_run_group_tests_name("http/recording", tests, NULL, NULL);
}
