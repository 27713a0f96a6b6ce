/* SPDX-License-Identifier: MIT */
/* What is recorded is replayed the same, and holds no more than it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/http_place.h"

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

/* Who asks with a body changes something, which no recording has. */
static void
a_post_is_not_recorded(void **state)
{
	struct hscan_upload upload = {.body = {.length = 0}};
	struct hscan_wire_request request = {.target = "/a", .upload = &upload};
	struct place *p = *state;

	open_recorder(p);
	p->script.body = "{}";
	assert_int_equal(
	    p->recorder->ops->start(p->recorder, &request, &p->err), HSCAN_OK);
	assert_int_equal(
	    p->recorder->ops->wait(p->recorder, 0, &p->reply, &p->err),
	    HSCAN_OK);
	assert_int_equal(p->reply.failure, HSCAN_OK);
	assert_string_equal(hscan_buf_string(&p->reply.body), "{}");
	p->reply.request = NULL;
	assert_false(exists(p, "0001.http"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_PLACE(there_and_back),
	    WITH_PLACE(numbers_go_on),
	    WITH_PLACE(moods_of_the_network_are_not_recorded),
	    WITH_PLACE(a_recording_that_cannot_be_written),
	    WITH_PLACE(closing_a_recorder_closes_what_it_wraps),
	    WITH_PLACE(a_post_is_not_recorded),
	};

	return cmocka_run_group_tests_name("http/record", tests, NULL, NULL);
}
