/* SPDX-License-Identifier: MIT */
/* A world on paper for tests of the HTTP client: a transport that follows a
 * script, and a clock that only waiting moves. */
#ifndef HSCAN_TESTS_SUPPORT_HTTP_WORLD_H
#define HSCAN_TESTS_SUPPORT_HTTP_WORLD_H

#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "base/text.h"
#include "http/call.h"
#include "http/client.h"
#include "http/headers.h"
#include "http/transport.h"
#include "source/github/protocol.h"
#include "support/support.h"

/* 2026-07-01T08:00:00Z; the server's clock below says the same. */
#define NOW  INT64_C(1782892800)
#define DATE "Date: Wed, 01 Jul 2026 08:00:00 GMT\n"

#define USED_UP \
	DATE "x-ratelimit-limit: 60\nx-ratelimit-remaining: 0\n" \
	     "x-ratelimit-reset: 1782892900\n"

#define TOKEN "ghs_secret-token.with_dots"

/* printf %s 'healthscan credential '$TOKEN | sha256sum | cut -c 1-16 */
#define TOKEN_ID "f4cd13266c0675f1"

#define assert_text(text, string) assert_true(hscan_text_is((text), (string)))

/* --- a world on paper --- */

/* What the next request that is started gets. */
struct step {
	enum hscan_status failure;
	bool retry;
	bool unreached;
	bool retry_http1;
	int status;
	const char *headers;
	const char *body;
};

struct sent {
	const struct hscan_wire_request *request;
	char target[64];
	char etag[16];
	char headers[512]; /* "\nName: value\n…" */
	bool http1;
	int64_t at_ms;
	size_t on_wire; /* with it */
};

enum {
	SENT_MAX = 64,
};

struct world {
	struct hscan_transport transport;
	const struct step *steps; /* the last one repeats */
	size_t steps_count;
	struct sent sent[SENT_MAX];
	size_t started, replied;
	enum hscan_status start_fails;
	bool stalled; /* nothing comes back */
	int64_t now_ms;
	int64_t interrupt_at_ms; /* -1: never */
	volatile sig_atomic_t interrupted;
	char told[1024];  /* waits, one a line */
	char trace[4096]; /* lines */
	char notes[1024];
	char warnings[1024];
	struct hscan_http_options options;
	struct hscan_http *http;
	struct hscan_error err;
	struct hscan_http_reply answer;
};

static inline void
append(char *out, size_t size, const char *line)
{
	size_t len = strlen(out);

	(void)snprintf(out + len, size - len, "%s\n", line);
}

static inline void
pass(struct world *w, int64_t ms)
{
	assert_within(ms, 0, 200);
	w->now_ms += ms;
	if (w->interrupt_at_ms >= 0 && w->now_ms >= w->interrupt_at_ms)
		w->interrupted = 1;
}

static inline enum hscan_status
world_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct world *w = (struct world *)transport;
	struct sent *sent = &w->sent[w->started];

	if (w->start_fails != HSCAN_OK)
		return hscan_fail(err, w->start_fails, "no start");
	assert_within(w->started, 0, SENT_MAX - 1);
	assert_within(w->started - w->replied, 0, w->options.max_in_flight - 1);
	sent->request = request;
	sent->http1 = request->http1;
	sent->at_ms = w->now_ms;
	(void)snprintf(
	    sent->target, sizeof(sent->target), "%s", request->target);
	(void)snprintf(sent->etag, sizeof(sent->etag), "%s",
	    request->etag ? request->etag : "");
	(void)snprintf(sent->headers, sizeof(sent->headers), "\n");
	for (char *const *line = request->headers; *line; line++)
		append(sent->headers, sizeof(sent->headers), *line);
	/* What goes with it is on its way at once. */
	if (request->upload) {
		char some[64];
		size_t len;

		assert_int_equal(hscan_upload_read(
				     request->upload, some, sizeof(some), &len),
		    HSCAN_OK);
	}
	w->started++;
	sent->on_wire = w->started - w->replied;
	return HSCAN_OK;
}

static inline enum hscan_status
world_wait(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct world *w = (struct world *)transport;
	size_t at = w->replied;
	const struct step *step;

	(void)err;
	hscan_buf_reset(&reply->headers);
	hscan_buf_reset(&reply->body);
	reply->request = NULL;
	if (w->stalled || w->replied == w->started) {
		pass(w, timeout_ms);
		return HSCAN_OK;
	}
	step = &w->steps[at < w->steps_count ? at : w->steps_count - 1];
	reply->request = w->sent[at].request;
	reply->failure = step->failure;
	reply->tries = step->retry ? UINT_MAX : 1;
	reply->unreached = step->unreached;
	reply->retry_http1 = step->retry_http1;
	reply->status = step->status;
	if (step->failure != HSCAN_OK)
		(void)hscan_fail(
		    &reply->err, step->failure, "the line is dead; look at it");
	(void)hscan_buf_add_string(
	    &reply->headers, step->headers ? step->headers : "");
	/* A 200 with nothing in it has a test of its own. */
	(void)hscan_buf_add_string(&reply->body, step->body ? step->body
						 : step->status == 200 ? "{}"
								       : "");
	w->replied++;
	return HSCAN_OK;
}

static inline void
world_close(struct hscan_transport *transport)
{
	(void)transport;
}

static const struct hscan_transport_ops world_ops = {
    .start = world_start,
    .wait = world_wait,
    .close = world_close,
};

static inline int64_t
now_s(void *payload)
{
	/* A local clock that is hours wrong must not matter. */
	return NOW - 7200 + ((struct world *)payload)->now_ms / 1000;
}

static inline int64_t
monotonic_ms(void *payload)
{
	return ((struct world *)payload)->now_ms;
}

static inline void
on_waiting(int64_t seconds, const char *why, void *payload)
{
	struct world *w = payload;
	char line[300];

	(void)snprintf(line, sizeof(line), "%d s: %s", (int)seconds, why);
	append(w->told, sizeof(w->told), line);
}

static inline void
on_trace(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->trace, sizeof(w->trace), line);
}

static inline void
on_note(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->notes, sizeof(w->notes), line);
}

static inline void
on_warn(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->warnings, sizeof(w->warnings), line);
}

static inline int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->transport.ops = &world_ops;
	w->interrupt_at_ms = -1;
	hscan_http_options_init(&w->options);
	w->options.dialect = &hscan_github_dialect;
	w->options.api_url = "https://api.example.org/api/v3/";
	w->options.now_s = now_s;
	w->options.monotonic_ms = monotonic_ms;
	w->options.waiting = on_waiting;
	w->options.trace = on_trace;
	w->options.note = on_note;
	w->options.warn = on_warn;
	w->options.payload = w;
	w->options.interrupted = &w->interrupted;
	w->options.max_wait_s = 3600;
	*state = w;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct world *w = *state;

	/* Whatever was said, no token was. */
	assert_null(strstr(w->told, "secret"));
	assert_null(strstr(w->trace, "secret"));
	assert_null(strstr(w->notes, "secret"));
	assert_null(strstr(w->warnings, "secret"));
	assert_null(strstr(w->err.message, "secret"));
	hscan_http_close(w->http);
	free(w);
	return 0;
}

#define OPEN(w, steps) \
	open_with((w), (steps), sizeof(steps) / sizeof((steps)[0]))

static inline void
open_with(struct world *w, const struct step *steps, size_t count)
{
	w->steps = steps;
	w->steps_count = count;
	assert_int_equal(
	    hscan_http_open_on(&w->options, &w->transport, &w->http, &w->err),
	    HSCAN_OK);
}

/* As whom the next request will be asked. */
static inline struct hscan_text
credential_of(const struct hscan_http *http)
{
	const struct hscan_text any = {NULL, 0};
	struct credentials now = http->credentials; /* not to choose */
	const struct credential *chosen =
	    credentials_choose(&now, any, hscan_http_clock_ms(http));

	return hscan_text_of(
	    chosen ? chosen->id : credentials_earliest(&now)->id);
}

static inline void
submit(struct world *w, const char *target, const char *etag, void *user)
{
	struct hscan_http_request request = {
	    .target = hscan_text_of(target),
	    .etag = hscan_text_of(etag),
	    .etag_of = credential_of(w->http),
	    .user = user,
	};

	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
}

static inline void
submit_for(struct world *w, const char *target, const void *owner)
{
	const struct hscan_http_request request = {
	    .target = hscan_text_of(target),
	    .owner = owner,
	};

	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
}

static inline enum hscan_status
next(struct world *w)
{
	memset(&w->answer, 0x5A, sizeof(w->answer));
	w->err.message[0] = '\0';
	return hscan_http_next(w->http, &w->answer, &w->err);
}

static inline enum hscan_status
get(struct world *w, const char *target)
{
	submit(w, target, NULL, NULL);
	return next(w);
}

static inline void
assert_says(const struct world *w, const char *part)
{
	if (!strstr(w->err.message, part))
		print_error("message: %s\n", w->err.message);
	assert_non_null(strstr(w->err.message, part));
	assert_non_null(strchr(w->err.message, ';'));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
