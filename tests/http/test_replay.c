/* SPDX-License-Identifier: MIT */
/* A directory of answers is read as it is, however strange. */
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

/* Who asks with a body changes something, which no recording has. */
static void
a_post_is_not_answered(void **state)
{
	struct hscan_upload upload = {.body = {.length = 0}};
	struct hscan_wire_request request = {.target = "/a", .upload = &upload};
	struct place *p = *state;

	put(p, "0001.http", "GET /a\n\nHTTP/1.1 200\n\n{}");
	assert_int_equal(open_replayer(p), HSCAN_OK);
	assert_int_equal(
	    p->replayer->ops->start(p->replayer, &request, &p->err), HSCAN_OK);
	assert_int_equal(
	    p->replayer->ops->wait(p->replayer, 0, &p->reply, &p->err),
	    HSCAN_OK);
	p->reply.request = NULL;
	assert_int_equal(p->reply.failure, HSCAN_EREFUSED);
	assert_non_null(strstr(p->reply.err.message, "answers no POST"));
	assert_replayed(p, "/a", NULL, 200, "{}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_PLACE(a_304_is_for_those_who_have_something),
	    WITH_PLACE(broken_directories),
	    WITH_PLACE(a_recording_that_changes_under_way),
	    WITH_PLACE(bodies_have_a_maximum),
	    WITH_PLACE(a_post_is_not_answered),
	};

	return cmocka_run_group_tests_name("http/replay", tests, NULL, NULL);
}
