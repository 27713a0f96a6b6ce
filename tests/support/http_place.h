/* SPDX-License-Identifier: MIT */
/* A directory of recorded answers, and a transport that follows a script, for
 * tests of the recorder and of the replayer. */
#ifndef HSCAN_TESTS_SUPPORT_HTTP_PLACE_H
#define HSCAN_TESTS_SUPPORT_HTTP_PLACE_H

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
#include "http/recording.h"
#include "http/transport.h"
#include "source/github/protocol.h"
#include "support/support.h"

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

static inline enum hscan_status
script_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct script *script = (struct script *)transport;

	(void)err;
	script->request = request;
	return HSCAN_OK;
}

static inline enum hscan_status
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

static inline void
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

static inline int
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
	assert_int_equal(hscan_url_parse("https://h", "https://api.example.org",
			     &p->base, NULL),
	    HSCAN_OK);
	*state = p;
	return 0;
}

static inline int
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

static inline void
open_recorder(struct place *p)
{
	assert_int_equal(
	    hscan_record_open(p->dir, &p->base, &hscan_github_dialect,
		&p->script.transport, &p->recorder, &p->err),
	    HSCAN_OK);
}

static inline enum hscan_status
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

static inline void
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

static inline void
assert_replayed(struct place *p, const char *target, const char *etag,
    int status, const char *body)
{
	ask(p->replayer, p, target, etag);
	assert_int_equal(p->reply.failure, HSCAN_OK);
	assert_int_equal(p->reply.status, status);
	assert_string_equal(hscan_buf_string(&p->reply.body), body);
}

static inline void
put(struct place *p, const char *name, const char *text)
{
	char *path = support_join(p->dir, name);

	(void)mkdir(p->dir, 0777);
	support_write(path, text, strlen(text));
	free(path);
}

static inline bool
exists(struct place *p, const char *name)
{
	char *path = support_join(p->dir, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

#define WITH_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
