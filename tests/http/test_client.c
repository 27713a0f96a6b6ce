/* SPDX-License-Identifier: MIT */
/* The client's policy, against a scripted transport and a clock that only
 * waiting moves. */
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
	struct hscan_http_answer answer;
};

static void
append(char *out, size_t size, const char *line)
{
	size_t len = strlen(out);

	(void)snprintf(out + len, size - len, "%s\n", line);
}

static void
pass(struct world *w, int64_t ms)
{
	assert_within(ms, 0, 200);
	w->now_ms += ms;
	if (w->interrupt_at_ms >= 0 && w->now_ms >= w->interrupt_at_ms)
		w->interrupted = 1;
}

static enum hscan_status
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
	w->started++;
	sent->on_wire = w->started - w->replied;
	return HSCAN_OK;
}

static enum hscan_status
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

static void
world_close(struct hscan_transport *transport)
{
	(void)transport;
}

static const struct hscan_transport_ops world_ops = {
    .start = world_start,
    .wait = world_wait,
    .close = world_close,
};

static int64_t
now_s(void *payload)
{
	/* A local clock that is hours wrong must not matter. */
	return NOW - 7200 + ((struct world *)payload)->now_ms / 1000;
}

static int64_t
monotonic_ms(void *payload)
{
	return ((struct world *)payload)->now_ms;
}

static void
on_waiting(int64_t seconds, const char *why, void *payload)
{
	struct world *w = payload;
	char line[300];

	(void)snprintf(line, sizeof(line), "%d s: %s", (int)seconds, why);
	append(w->told, sizeof(w->told), line);
}

static void
on_trace(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->trace, sizeof(w->trace), line);
}

static void
on_note(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->notes, sizeof(w->notes), line);
}

static void
on_warn(const char *line, void *payload)
{
	struct world *w = payload;

	append(w->warnings, sizeof(w->warnings), line);
}

static int
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

static int
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

static void
open_with(struct world *w, const struct step *steps, size_t count)
{
	w->steps = steps;
	w->steps_count = count;
	assert_int_equal(
	    hscan_http_open_on(&w->options, &w->transport, &w->http, &w->err),
	    HSCAN_OK);
}

/* As whom the next request will be asked. */
static struct hscan_text
credential_of(const struct hscan_http *http)
{
	const struct hscan_text any = {NULL, 0};
	struct credentials now = http->credentials; /* not to choose */
	const struct credential *chosen =
	    credentials_choose(&now, any, hscan_http_clock_ms(http));

	return hscan_text_of(
	    chosen ? chosen->id : credentials_earliest(&now)->id);
}

static void
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

static void
submit_for(struct world *w, const char *target, const void *owner)
{
	const struct hscan_http_request request = {
	    .target = hscan_text_of(target),
	    .owner = owner,
	};

	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
}

static enum hscan_status
next(struct world *w)
{
	memset(&w->answer, 0x5A, sizeof(w->answer));
	w->err.message[0] = '\0';
	return hscan_http_next(w->http, &w->answer, &w->err);
}

static enum hscan_status
get(struct world *w, const char *target)
{
	submit(w, target, NULL, NULL);
	return next(w);
}

static void
assert_says(const struct world *w, const char *part)
{
	if (!strstr(w->err.message, part))
		print_error("message: %s\n", w->err.message);
	assert_non_null(strstr(w->err.message, part));
	assert_non_null(strchr(w->err.message, ';'));
}

/* --- answers --- */

static void
an_answer_has_it_all(void **state)
{
	static const struct step steps[] = {{
	    .status = 200,
	    .headers = "etag: W/\"e\"\n" DATE
		       "Link: <https://api.example.org/api/v3/b?after=x%3D>; "
		       "rel=\"next\"\n"
		       "x-ratelimit-limit: 60\nx-ratelimit-remaining: 7\n"
		       "x-ratelimit-reset: 1782892860\n",
	    .body = "[]",
	}};
	struct world *w = *state;
	int user;

	OPEN(w, steps);
	assert_string_equal(hscan_http_base_path(w->http), "/api/v3");
	assert_false(hscan_http_has_token(w->http));
	assert_int_equal(hscan_http_rate_seen(w->http).remaining, -1);
	submit(w, "/api/v3/a", "W/\"e0\"", &user);
	assert_int_equal(w->http->pending, 1);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->http->pending, 0);
	assert_ptr_equal(w->answer.user, &user);
	assert_text(w->answer.target, "/api/v3/a");
	assert_int_equal(w->answer.status, 200);
	assert_text(w->answer.body, "[]");
	assert_text(w->answer.etag, "W/\"e\"");
	assert_text(w->answer.next, "/api/v3/b?after=x%3D");
	assert_null(w->answer.moved_to.ptr);
	assert_int_equal(w->answer.date, NOW);
	assert_int_equal(w->answer.rate.limit, 60);
	assert_int_equal(w->answer.rate.remaining, 7);
	assert_int_equal(w->answer.rate.reset, NOW + 60);
	assert_int_equal(hscan_http_rate_seen(w->http).remaining, 7);
	assert_int_equal(hscan_http_count(w->http).requests, 1);
	assert_int_equal(hscan_http_count(w->http).not_modified, 0);
	assert_string_equal(w->sent[0].etag, "W/\"e0\"");
	assert_string_equal(w->trace, "GET /api/v3/a 200 2 (try 1)\n");
	assert_string_equal(w->told, "");
}

static void
an_answer_that_says_little(void **state)
{
	static const struct step steps[] = {{.status = 204, .body = "x"}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 204);
	assert_int_equal(w->answer.body.len, 0);
	assert_null(w->answer.etag.ptr);
	assert_null(w->answer.next.ptr);
	assert_true(w->answer.date == HSCAN_NEVER);
	assert_int_equal(w->answer.rate.limit, -1);
	assert_int_equal(w->answer.rate.remaining, -1);
	assert_int_equal(w->answer.rate.reset, -1);
	assert_string_equal(w->sent[0].etag, "");
}

/* As of an empty cache in between: nothing has been read, so it is not that
 * nothing has changed. */
static void
not_modified_unasked(void **state)
{
	static const struct step steps[] = {
	    {.status = 304, .headers = "ETag: \"e\"\n"},
	    {.status = 200, .body = "[]"},
	    {.status = 304},
	    {.status = 304},
	};
	struct world *w = *state;

	w->options.max_attempts = 2;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_int_equal(get(w, "/a"), HSCAN_ENET);
	assert_non_null(strstr(w->err.message, "answered 304 (not modified)"));
	assert_null(strstr(w->err.message, "trouble"));
}

static void
nothing_new(void **state)
{
	static const struct step steps[] = {
	    {.status = 304, .headers = "ETag: \"e\"\n", .body = "ignored"}};
	struct world *w = *state;

	OPEN(w, steps);
	submit(w, "/a", "\"e\"", NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->answer.status, 304);
	assert_int_equal(w->answer.body.len, 0);
	assert_text(w->answer.etag, "\"e\"");
	assert_int_equal(hscan_http_count(w->http).not_modified, 1);
}

static void
refusals_of_the_server_are_answers(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .body = "{\"message\":\"no rights\"}"},
	    {.status = 404},
	    {.status = 422},
	    {.status = 451},
	    {.status = 300, .headers = "Location: /b\n"},
	    {.status = 301},
	    {.status = 401},
	};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_int_equal(get(w, "/a"), HSCAN_OK);
		assert_int_equal(w->answer.status, steps[i].status);
	}
	assert_int_equal(w->started, sizeof(steps) / sizeof(steps[0]));
	assert_int_equal(w->now_ms, 0);
}

static void
many_at_once_but_not_too_many(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	static const char *const targets[] = {"/0", "/1", "/2", "/3", "/4"};
	struct world *w = *state;
	int users[5];

	w->options.max_in_flight = 2; /* world_start() counts */
	OPEN(w, steps);
	for (int i = 0; i < 5; i++)
		submit(w, targets[i], NULL, &users[i]);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(w->http->pending, 5 - i);
		assert_int_equal(next(w), HSCAN_OK);
		assert_ptr_equal(w->answer.user, &users[i]);
		assert_text(w->answer.target, targets[i]);
	}
	assert_int_equal(w->started, 5);
}

static void
improper_requests(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	static const char *const targets[] = {"", "a",
	    "https://api.example.org/a", "/a b", "/a\r\nX: y", "/\xFF"};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		struct hscan_http_request request = {
		    .target = hscan_text_of(targets[i])};

		assert_int_equal(hscan_http_submit(w->http, &request, &w->err),
		    HSCAN_EINVAL);
		assert_says(w, "target");
	}
	assert_int_equal(w->http->pending, 0);
	/* An ETag that would end its header is left out. */
	submit(w, "/a", "\"e\"\r\nX: y", NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_string_equal(w->sent[0].etag, "");
}

/* --- failures --- */

/* One request that finds no connection has waited for all. */
static void
no_connection_ends_what_waits(void **state)
{
	static const struct step steps[] = {
	    {.failure = HSCAN_ENET, .unreached = true},
	    {.status = 200, .body = "ok"},
	};
	struct world *w = *state;

	w->options.max_in_flight = 1;
	OPEN(w, steps);
	submit(w, "/a", NULL, NULL);
	submit(w, "/b", NULL, NULL);
	assert_int_equal(next(w), HSCAN_ENET);
	assert_says(w, "GET /a failed: the line is dead");
	assert_int_equal(next(w), HSCAN_ENET);
	assert_says(w, "GET /b failed: the line is dead");
	assert_int_equal(get(w, "/c"), HSCAN_ENET);
	assert_int_equal(w->started, 1);
}

static void
what_may_pass_is_tried_again(void **state)
{
	static const struct step steps[] = {
	    {.status = 502},
	    {.failure = HSCAN_ENET, .retry = true, .status = 200},
	    {.status = 503},
	    {.status = 200, .body = "ok"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_int_equal(w->started, 4);
	/* Within 2 and 4 seconds, and 2 where it went alone. */
	assert_within(w->sent[1].at_ms, 0, 2000);
	assert_within(w->sent[2].at_ms - w->sent[1].at_ms, 0, 4000);
	assert_within(w->sent[3].at_ms - w->sent[2].at_ms, 0, 2000);
	assert_int_not_equal(w->sent[3].at_ms, 0);
	assert_non_null(strstr(w->told, "the line is dead\n"));
	assert_string_equal(w->trace,
	    "GET /a 502 0 (try 1)\n"
	    "GET /a failed (the line is dead) (try 2)\n"
	    "GET /a 503 0 (try 3)\n"
	    "GET /a 200 2 (try 4)\n");
}

static void
patience_has_an_end(void **state)
{
	static const struct step steps[] = {{.status = 502}};
	struct world *w = *state;
	int user;

	w->options.max_attempts = 3;
	OPEN(w, steps);
	submit(w, "/a", NULL, &user);
	assert_int_equal(next(w), HSCAN_ENET);
	assert_int_equal(w->started, 3);
	assert_says(w, "GET /a failed 3 times: api.example.org answered 502 "
		       "(Bad Gateway); ");
	assert_ptr_equal(w->answer.user, &user);
	assert_text(w->answer.target, "/a");
	assert_int_equal(w->answer.status, 502);
	assert_null(w->answer.body.ptr);
	assert_int_equal(w->http->pending, 0);
}

static void
what_does_not_pass_is_not_tried_again(void **state)
{
	static const struct step steps[] = {
	    {.failure = HSCAN_ENET},
	    {.failure = HSCAN_EREFUSED, .status = 200},
	    {.failure = HSCAN_EIO, .status = 200},
	    {.failure = HSCAN_ENOTFOUND},
	    {.failure = HSCAN_ENOMEM},
	};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_int_equal(get(w, "/a"), steps[i].failure);
		assert_int_equal(w->answer.status, steps[i].status);
		assert_int_equal(w->err.status, steps[i].failure);
		assert_string_equal(w->err.message,
		    i < 2 ? "GET /a failed: the line is dead; look at it"
			  : "the line is dead; look at it");
	}
	assert_int_equal(w->started, 5);
	assert_int_equal(w->now_ms, 0);
}

static void
http1_after_trouble_with_http2(void **state)
{
	static const struct step steps[] = {
	    {.failure = HSCAN_ENET, .retry = true, .retry_http1 = true},
	    {.failure = HSCAN_ENET, .retry = true},
	    {.status = 200},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_false(w->sent[0].http1);
	assert_true(w->sent[1].http1);
	assert_true(w->sent[2].http1);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_false(w->sent[3].http1);
}

static void
others_go_on_meanwhile(void **state)
{
	static const struct step steps[] = {
	    {.status = 500},
	    {.status = 200},
	    {.status = 200},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.max_in_flight = 1;
	OPEN(w, steps);
	submit(w, "/a", NULL, NULL);
	submit(w, "/b", NULL, NULL);
	submit(w, "/c", NULL, NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/b");
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/c");
	assert_int_equal(w->now_ms, 0);
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/a");
	assert_within(w->now_ms, 1, 2000);
}

/* --retry-delay: none at all, and longer than usual. */
static void
the_pause_is_as_asked_for(void **state)
{
	static const struct step steps[] = {
	    {.status = 500},
	    {.status = 200},
	    {.status = 500},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.retry_delay_s = 0;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->now_ms, 0);
	assert_string_equal(w->told, "");
	hscan_http_close(w->http);
	w->http = NULL;
	w->options.retry_delay_s = 40;
	OPEN(w, steps);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_within(w->now_ms, 1, 40000);
}

static void
a_server_that_says_when(void **state)
{
	static const struct step steps[] = {
	    {.status = 503, .headers = "Retry-After: 30\n"},
	    {.status = 200},
	    {.status = 503, .headers = "Retry-After: 61\n"},
	};
	struct world *w = *state;

	w->options.max_wait_s = 60;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 30000);
	assert_int_equal(get(w, "/a"), HSCAN_ENET);
	assert_int_equal(w->started, 3);
	assert_says(w, "answered 503");
}

static void
starting_may_fail(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	struct world *w = *state;

	OPEN(w, steps);
	w->start_fails = HSCAN_ENOMEM;
	assert_int_equal(get(w, "/a"), HSCAN_ENOMEM);
	assert_text(w->answer.target, "/a");
	assert_int_equal(w->answer.status, 0);
	assert_int_equal(w->http->pending, 0);
	assert_int_equal(hscan_http_count(w->http).requests, 0);
	w->start_fails = HSCAN_OK;
	assert_int_equal(get(w, "/a"), HSCAN_OK);
}

/* --- redirects and links --- */

static void
redirects_are_followed(void **state)
{
	static const struct step steps[] = {
	    {.status = 301,
		.headers =
		    "Location: https://api.example.org/repositories/1\n"},
	    {.status = 308, .headers = "Location: /repositories/2\n"},
	    {.status = 302, .headers = "Location: ?x\n"},
	    {.status = 307, .headers = "Location: 4\n"},
	    {.status = 301, .headers = "Location: /5\n"},
	    {.status = 200, .headers = "Link: <6>; rel=next\n", .body = "ok"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	submit(w, "/repos/o/n", "\"e\"", NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/repos/o/n");
	assert_text(w->answer.body, "ok");
	assert_text(w->answer.next, "/6");
	/* Only as far as it was for good. */
	assert_text(w->answer.moved_to, "/repositories/2");
	assert_string_equal(w->sent[1].target, "/repositories/1");
	assert_string_equal(w->sent[2].target, "/repositories/2");
	assert_string_equal(w->sent[3].target, "/repositories/2?x");
	assert_string_equal(w->sent[4].target, "/repositories/4");
	assert_string_equal(w->sent[5].target, "/5");
	assert_string_equal(w->sent[5].etag, "\"e\"");
	assert_int_equal(w->now_ms, 0);
}

static void
a_detour_is_no_move(void **state)
{
	static const struct step steps[] = {
	    {.status = 302, .headers = "Location: /b\n"},
	    {.status = 301, .headers = "Location: /c\n"},
	    {.status = 200},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_null(w->answer.moved_to.ptr);
}

static void
redirects_have_an_end(void **state)
{
	static const struct step steps[] = {
	    {.status = 301, .headers = "Location: /a\n"}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_EREFUSED);
	assert_int_equal(w->started, 6);
	assert_int_equal(w->answer.status, 301);
	assert_says(w, "more than 5 redirects");
}

static void
redirects_elsewhere_are_refused(void **state)
{
	static const struct {
		struct step step;
		const char *says;
	} rows[] = {
	    {{.status = 301, .headers = "Location: https://evil.example/a\n"},
		"it leads to evil.example;"},
	    {{.status = 302, .headers = "Location: //evil.example/a\n"},
		"it leads to evil.example;"},
	    {{.status = 307, .headers = "Location: http://api.example.org/a\n"},
		"it leads to http://api.example.org;"},
	    {{.status = 308,
		 .headers = "Location: https://api.example.org:8443/a\n"},
		"it leads to api.example.org:8443;"},
	    {{.status = 301, .headers = "Location: file:///etc/passwd\n"},
		"not https"},
	    {{.status = 301, .headers = "Location:\n"}, "it is empty"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		hscan_http_close(w->http);
		w->started = w->replied = 0;
		open_with(w, &rows[i].step, 1);
		assert_int_equal(get(w, "/a"), HSCAN_EREFUSED);
		assert_int_equal(w->started, 1);
		assert_int_equal(w->answer.status, rows[i].step.status);
		assert_says(w, "GET /a failed: a redirect of api.example.org");
		assert_says(w, rows[i].says);
	}
}

static void
a_next_page_elsewhere_is_refused(void **state)
{
	static const struct step steps[] = {
	    {.status = 200,
		.headers = "Link: <https://evil.example/a>; rel=next\n",
		.body = "[]"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_EREFUSED);
	assert_int_equal(w->answer.status, 200);
	assert_says(w, "the link to the next page was refused: it leads to "
		       "evil.example, and not below /api/v3/ there;");
}

/* A server behind a proxy that does not know its own name. */
static void
a_next_page_of_another_name_is_asked_here(void **state)
{
	static const struct step steps[] = {
	    {.status = 200,
		.headers =
		    "Link: <http://inside:8080/api/v3/a?b=c>; rel=next\n",
		.body = "[]"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_text(w->answer.next, "/api/v3/a?b=c");
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_string_equal(w->warnings,
	    "api.example.org names http://inside:8080 in its links to further "
	    "pages: they are asked of api.example.org all the same, and only "
	    "of it\n");
}

/* --- rate limits --- */

#define USED_UP \
	DATE "x-ratelimit-limit: 60\nx-ratelimit-remaining: 0\n" \
	     "x-ratelimit-reset: 1782892900\n"

static void
a_limit_is_waited_for(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP},
	    {.status = 429, .headers = "Retry-After: 7\n"},
	    {.status = 403, .headers = "Retry-After: 0\n"},
	    {.status = 200, .body = "ok"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	/* By the server's clock: 100 s and one more. */
	assert_int_equal(w->sent[1].at_ms, 101000);
	assert_int_equal(w->sent[2].at_ms, 108000);
	/* Not at once, whatever it says. */
	assert_int_equal(w->sent[3].at_ms, 109000);
	assert_string_equal(w->told, "101 s: the rate limit is used up\n"
				     "7 s: the server asks to slow down\n"
				     "1 s: the server asks to slow down\n");
}

static void
a_limit_stops_all(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.max_in_flight = 1;
	OPEN(w, steps);
	submit(w, "/a", NULL, NULL);
	submit(w, "/b", NULL, NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 101000);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->started, 3);
	assert_string_equal(w->told, "101 s: the rate limit is used up\n");
}

/* Several are on their way whenever the limit is met: only the one that met it
 * has failed, the others need not fear for their tries. */
static void
a_limit_is_met_by_one(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP}, /* a */
	    {.status = 403, .headers = USED_UP},
	    {.status = 403, .headers = USED_UP},
	    {.status = 200},                     /* a, alone */
	    {.status = 403, .headers = USED_UP}, /* b */
	    {.status = 403, .headers = USED_UP},
	    {.status = 200},
	};
	static const char *const targets[] = {"/a", "/b", "/c"};
	struct world *w = *state;

	w->options.max_in_flight = 3;
	w->options.max_attempts = 2;
	w->options.max_wait_s = 1000;
	OPEN(w, steps);
	for (int i = 0; i < 3; i++)
		submit(w, targets[i], NULL, NULL);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(next(w), HSCAN_OK);
		assert_text(w->answer.target, targets[i]);
	}
	assert_int_equal(w->started, 8);
}

static void
a_secondary_limit_that_does_not_say(void **state)
{
	static const struct step steps[] = {
	    {.status = 403,
		.headers = "x-ratelimit-remaining: 50\n",
		.body = "{\"message\":\"a secondary rate limit\"}"},
	};
	struct world *w = *state;

	w->options.max_attempts = 3;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_ELIMIT);
	assert_int_equal(w->started, 3);
	assert_within(w->sent[1].at_ms, 60000, 75000);
	assert_within(w->sent[2].at_ms - w->sent[1].at_ms, 120000, 150000);
	assert_says(w, "GET /a failed: api.example.org asks to slow down");
	assert_int_equal(w->answer.status, 403);
}

static void
too_long_a_wait(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.max_wait_s = 100;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_ELIMIT);
	assert_says(w, "used up; run again after 08:01:41Z, wait with");
	assert_says(w, "give a token");
	assert_says(w, "--max-wait");
	assert_int_equal(w->now_ms, 0);
	assert_string_equal(w->told, "");
	/* The others are not even asked. */
	assert_int_equal(get(w, "/b"), HSCAN_ELIMIT);
	assert_says(w, "GET /b failed: ");
	assert_int_equal(w->answer.status, 0);
	assert_int_equal(w->started, 1);
	/* Later it is short enough. */
	w->now_ms += 5000;
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 101000);
}

static void
the_last_request_of_the_hour(void **state)
{
	static const struct step steps[] = {
	    {.status = 200, .headers = USED_UP, .body = "ok"},
	    {.status = 200, .headers = "x-ratelimit-remaining: 59\n"},
	};
	struct world *w = *state;

	w->options.token = TOKEN;
	w->options.max_wait_s = 60;
	OPEN(w, steps);
	assert_true(hscan_http_has_token(w->http));
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_int_equal(hscan_http_rate_seen(w->http).remaining, 0);
	assert_int_equal(get(w, "/b"), HSCAN_ELIMIT);
	assert_null(strstr(w->err.message, "token"));
	assert_says(w, "run again after ");
	w->now_ms += 50000;
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 101000);
	assert_int_equal(hscan_http_rate_seen(w->http).remaining, 59);
	assert_null(strstr(w->trace, "secret"));
}

static void
no_rate_headers_is_no_limit(void **state)
{
	static const struct step steps[] = {
	    {.status = 200, .headers = "x-ratelimit-remaining: 5\n"},
	    {.status = 200},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(w->answer.rate.remaining, -1);
	assert_int_equal(hscan_http_rate_seen(w->http).remaining, 5);
	assert_int_equal(w->now_ms, 0);
}

static void
a_recording_is_not_waited_for(void **state)
{
	static const struct step steps[] = {
	    {.status = 200, .headers = USED_UP},
	    {.status = 502},
	    {.status = 429, .headers = "Retry-After: 50\n"},
	    {.status = 200, .body = "ok"},
	};
	struct world *w = *state;

	w->transport.offline = true;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_int_equal(w->now_ms, 0);
	assert_string_equal(w->told, "");
}

static void
only_what_is_left_of_a_wait_counts(void **state)
{
	/* A minute where the server does not say how long: that is what the
	 * user is ready to wait for, so no jitter takes it beyond. */
	static const struct step steps[] = {
	    {.status = 403, .body = "{\"message\":\"a secondary rate limit\"}"},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.max_wait_s = 60;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 60000);
}

static void
a_secondary_limit_slows_down(void **state)
{
	static const struct step steps[] = {
	    {.status = 200},
	    {.status = 429, .headers = "Retry-After: 7\n"},
	    {.status = 429, .headers = "Retry-After: 7\n"},
	    {.status = 200},
	    {.status = 200},
	};
	static const char *const targets[] = {
	    "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < 9; i++)
		submit(w, targets[i], NULL, NULL);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->started, 11);
	assert_int_equal(w->sent[3].on_wire, 4);
	/* Four were on their way when it was said, and two were told so: that
	 * is one limit, not two. */
	assert_string_equal(w->notes,
	    "no more than 2 requests at once from here on: the server asks to "
	    "slow down\n");
	for (size_t i = 5; i < 11; i++)
		assert_within(w->sent[i].on_wire, 1, 2);
	/* The wait is everybody's; then one goes ahead alone. */
	assert_int_equal(w->sent[5].at_ms, 7000);
	assert_int_equal(w->sent[5].on_wire, 1);
	assert_int_equal(w->sent[10].on_wire, 2);
}

static void
down_to_one_at_a_time(void **state)
{
	static const struct step steps[] = {
	    {.status = 429, .headers = "Retry-After: 1\n"},
	    {.status = 200},
	    {.status = 200},
	    {.status = 200},
	    {.status = 403, .headers = "Retry-After: 1\n"},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.max_in_flight = 3;
	OPEN(w, steps);
	for (size_t i = 0; i < 9; i++)
		submit(w, "/a", NULL, NULL);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(next(w), HSCAN_OK);
	assert_non_null(strstr(w->notes, "no more than 1 request at once"));
	assert_int_equal(w->sent[w->started - 1].on_wire, 1);
	assert_int_equal(hscan_http_count(w->http).requests, 11);
}

static void
a_used_up_budget_of_the_hour_does_not_slow_down(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP},
	    {.status = 200},
	};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < 6; i++)
		submit(w, "/a", NULL, NULL);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(next(w), HSCAN_OK);
	assert_string_equal(w->notes, "");
}

/* --- a budget of the user's own --- */

static void
no_more_than_the_budget(void **state)
{
	static const struct step steps[] = {
	    {.status = 200}, {.status = 502}, {.status = 200}};
	struct world *w = *state;
	int64_t budget = 4;

	w->options.max_in_flight = 2;
	w->options.budget = &budget;
	OPEN(w, steps);
	for (size_t i = 0; i < 4; i++)
		submit(w, "/a", NULL, NULL);
	/* A retry is a request too. What was sent is answered first. */
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->started, 4);
	assert_int_equal(budget, 0);
	assert_int_equal(next(w), HSCAN_ELIMIT);
	assert_string_equal(w->err.message,
	    "the budget of 4 requests is used up; what was fetched is kept, "
	    "run again to go on");
	assert_int_equal(get(w, "/b"), HSCAN_ELIMIT);
	assert_int_equal(w->started, 4);
	assert_int_equal(w->http->pending, 0);
}

static void
a_budget_of_nothing(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	struct world *w = *state;
	int64_t budget = 0;

	w->options.budget = &budget;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_ELIMIT);
	assert_says(w, "the budget of 0 requests is used up");
	assert_int_equal(w->started, 0);
	/* A recording costs nothing. */
	w->transport.offline = true;
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(budget, 0);
}

/* --- tokens --- */

#define TWO      "ghs_secret-one\n# of another account\n\n  ghs_secret-two \r\n"
#define ONE_LINE "\nAuthorization: Bearer ghs_secret-one\n"
#define TWO_LINE "\nAuthorization: Bearer ghs_secret-two\n"

#define LATER(seconds) \
	DATE "x-ratelimit-remaining: 0\n" \
	     "x-ratelimit-reset: 17828928" #seconds "\n"

static void
what_is_sent(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	struct world *w = *state;

	w->options.token = TOKEN "\n";
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_string_equal(w->sent[0].headers,
	    "\nAccept: application/vnd.github+json\n"
	    "User-Agent: healthscan/" HSCAN_VERSION "\n"
	    "X-GitHub-Api-Version: 2026-03-10\n"
	    "Authorization: Bearer " TOKEN "\n");
	assert_text(credential_of(w->http), TOKEN_ID);
	assert_text(w->answer.credential, TOKEN_ID);
}

static void
nobody_is_nobody(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	struct world *w = *state;

	w->options.token = " \n# no token here\n";
	OPEN(w, steps);
	assert_false(hscan_http_has_token(w->http));
	assert_text(credential_of(w->http), "");
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_null(strstr(w->sent[0].headers, "Authorization"));
	assert_non_null(w->answer.credential.ptr);
	assert_int_equal(w->answer.credential.len, 0);
}

static void
tokens_are_used_in_turn(void **state)
{
	static const struct step steps[] = {
	    {.status = 200, .headers = LATER(50)}, /* the last of its hour */
	    {.status = 200},
	    {.status = 403, .headers = LATER(20)}, /* so is the second's */
	    {.status = 200},
	    {.status = 200},
	};
	static const char *const lines[] = {
	    ONE_LINE, TWO_LINE, TWO_LINE, TWO_LINE, TWO_LINE};
	static const int64_t times[] = {0, 0, 0, 21000, 21000};
	struct world *w = *state;

	w->options.token = TWO;
	OPEN(w, steps);
	assert_true(hscan_http_has_token(w->http));
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(get(w, "/a"), HSCAN_OK);
	for (size_t i = 0; i < 5; i++) {
		assert_non_null(strstr(w->sent[i].headers, lines[i]));
		/* When all are used up, the first to come back counts. */
		assert_int_equal(w->sent[i].at_ms, times[i]);
	}
	assert_string_equal(w->told, "21 s: the rate limit is used up\n");
}

static void
the_next_token_is_no_second_try(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = LATER(50)},
	    {.status = 200},
	};
	struct world *w = *state;

	w->options.token = TWO;
	w->options.max_attempts = 1;
	w->options.max_wait_s = 0;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->started, 2);
	assert_non_null(strstr(w->sent[1].headers, TWO_LINE));
	assert_int_equal(w->now_ms, 0);
	assert_string_equal(w->told, "");
}

static void
a_secondary_limit_is_not_got_round(void **state)
{
	static const struct step steps[] = {
	    {.status = 429, .headers = "Retry-After: 9\n"}, {.status = 200}};
	struct world *w = *state;

	w->options.token = TWO;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->sent[1].at_ms, 9000);
}

static void
a_refused_token_is_left_out(void **state)
{
	static const struct step steps[] = {
	    {.status = 401}, {.status = 401}, {.status = 200}};
	struct world *w = *state;

	w->options.token = TWO;
	w->options.max_in_flight = 2;
	OPEN(w, steps);
	submit(w, "/a", NULL, NULL);
	submit(w, "/b", NULL, NULL);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(get(w, "/c"), HSCAN_OK);
	assert_int_equal(w->started, 5);
	for (size_t i = 0; i < 5; i++)
		assert_non_null(
		    strstr(w->sent[i].headers, i < 2 ? ONE_LINE : TWO_LINE));
	/* Once, and by its place. */
	assert_string_equal(w->warnings,
	    "api.example.org does not accept the token on line 1; the others "
	    "are used, replace it\n");
}

static void
the_last_token_refused_is_the_answer(void **state)
{
	static const struct step steps[] = {{.status = 401}};
	struct world *w = *state;

	w->options.token = TWO;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 401);
	assert_int_equal(w->started, 2);
	/* It is not asked again and again, which locks accounts. */
	for (int i = 0; i < 2; i++)
		assert_int_equal(get(w, "/b"), HSCAN_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(get(w, "/b"), HSCAN_EAUTH);
		assert_int_equal(w->answer.status, 0);
		assert_says(w, "it does not accept the token (HTTP 401)");
	}
	assert_int_equal(w->started, 4);
}

static void
a_401_here_and_there_is_not_about_the_token(void **state)
{
	static const struct step steps[] = {{.status = 401}, {.status = 401},
	    {.status = 404}, {.status = 401}, {.status = 401}, {.status = 200}};
	struct world *w = *state;

	w->options.token = TOKEN;
	OPEN(w, steps);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(get(w, "/a"), HSCAN_OK);
		assert_int_equal(w->answer.status, steps[i].status);
	}
}

static void
an_answer_that_repeats_the_token_is_refused(void **state)
{
	static const struct {
		const char *token;
		struct step step;
		enum hscan_status expected;
	} rows[] = {
	    {"a.secret", {.status = 200, .body = "a.secret"}, HSCAN_EREFUSED},
	    {"a.secret", {.status = 404, .body = "aa.secret"}, HSCAN_EREFUSED},
	    {"a.secret", {.status = 500, .body = "a.a.secret."},
		HSCAN_EREFUSED},
	    {"a.secret", {.status = 302, .headers = "Location: /?a.secret\n"},
		HSCAN_EREFUSED},
	    /* Be it another one than it was asked with. */
	    {"a.secret\nb.secret", {.status = 200, .body = "b.secret"},
		HSCAN_EREFUSED},
	    {"a.secret", {.status = 200, .body = "a.secre"}, HSCAN_OK},
	    {"a.secret", {.status = 200, .body = "a.secre.secret"}, HSCAN_OK},
	    {"a.secret", {.status = 204}, HSCAN_OK},
	    /* What is that short is met by chance. */
	    {"s", {.status = 200, .body = "issues"}, HSCAN_OK},
	    {NULL, {.status = 200, .body = "a.secret"}, HSCAN_OK},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		hscan_http_close(w->http);
		w->started = w->replied = 0;
		w->options.token = rows[i].token;
		open_with(w, &rows[i].step, 1);
		assert_int_equal(get(w, "/a"), rows[i].expected);
		assert_int_equal(w->started, 1);
		if (rows[i].expected != HSCAN_OK)
			assert_says(w, "repeats the token");
	}
}

static void
what_is_on_its_way_is_answered_all_the_same(void **state)
{
	static const struct step steps[] = {{.status = 401}};
	struct world *w = *state;

	OPEN(w, steps);
	for (size_t i = 0; i < 6; i++)
		submit(w, "/a", NULL, NULL);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(next(w), HSCAN_OK);
		assert_int_equal(w->answer.status, 401);
	}
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(next(w), HSCAN_EAUTH);
	assert_says(w, "it wants a token");
	assert_int_equal(w->started, 4);
	assert_int_equal(w->http->pending, 0);
}

static void
an_etag_belongs_to_its_credential(void **state)
{
	static const struct step steps[] = {{.status = 200}};
	static const struct {
		const char *of, *sent;
	} rows[] = {
	    {TOKEN_ID, "\"e\""},
	    {NULL, ""},
	    {"", ""},
	    {"0123456789abcdef", ""},
	};
	struct world *w = *state;

	w->options.token = TOKEN;
	OPEN(w, steps);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hscan_http_request request = {
		    .target = hscan_text_of("/a"),
		    .etag = hscan_text_of("\"e\""),
		    .etag_of = hscan_text_of(rows[i].of),
		};

		assert_int_equal(
		    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
		assert_int_equal(next(w), HSCAN_OK);
		assert_string_equal(w->sent[i].etag, rows[i].sent);
	}
}

static void
an_etag_finds_its_token(void **state)
{
	static const struct step steps[] = {
	    {.status = 200, .headers = LATER(50)},
	    {.status = 200, .headers = "ETag: \"2\"\n"},
	    {.status = 200},
	    {.status = 304},
	    {.status = 200, .headers = LATER(90)},
	    {.status = 200},
	};
	struct hscan_http_request request = {
	    .target = hscan_text_of("/a"), .etag = hscan_text_of("\"2\"")};
	struct world *w = *state;
	char second[17] = "";

	w->options.token = TWO;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.credential.len, 16);
	memcpy(second, w->answer.credential.ptr, 16);
	assert_text(credential_of(w->http), second);
	request.etag_of = hscan_text_of(second);
	/* The first one is back, and the second one still knows its own. */
	w->now_ms += 60000;
	hscan_http_close(w->http);
	w->started = w->replied = 2;
	OPEN(w, steps);
	assert_false(hscan_text_is(credential_of(w->http), second));
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
	assert_int_equal(next(w), HSCAN_OK);
	assert_int_equal(w->answer.status, 304);
	assert_non_null(strstr(w->sent[2].headers, ONE_LINE));
	assert_non_null(strstr(w->sent[3].headers, TWO_LINE));
	assert_string_equal(w->sent[3].etag, "\"2\"");
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_non_null(strstr(w->sent[4].headers, ONE_LINE));
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_non_null(strstr(w->sent[5].headers, TWO_LINE));
}

static void
a_token_that_expires_is_told(void **state)
{
#define EXPIRES DATE "github-authentication-token-expiration: "
	static const struct {
		const char *headers, *warning;
	} rows[] = {
	    {EXPIRES "2026-07-08 07:59:59 UTC\n",
		"the token expires at 2026-07-08T07:59:59Z; make a new one\n"},
	    {EXPIRES "2026-07-02 00:30:00 +0200\n",
		"the token expires at 2026-07-01T22:30:00Z; make a new one\n"},
	    {EXPIRES "2026-07-08 08:00:01 UTC\n", ""},
	    {EXPIRES "tomorrow\n", ""},
	    {EXPIRES "2026-07-02 00:30:00 CEST\n", ""},
	    {EXPIRES "2026-99-02 00:30:00 UTC\n", ""},
	    {EXPIRES "\n", ""},
	};
	struct world *w = *state;

	w->options.token = TOKEN;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct step step = {
		    .status = 200, .headers = rows[i].headers};

		hscan_http_close(w->http);
		w->started = w->replied = 0;
		w->warnings[0] = '\0';
		open_with(w, &step, 1);
		assert_int_equal(get(w, "/a"), HSCAN_OK);
		assert_int_equal(get(w, "/a"), HSCAN_OK);
		assert_string_equal(w->warnings, rows[i].warning);
	}
}

/* --- what is no answer --- */

static void
a_success_that_is_none(void **state)
{
	static const struct {
		struct step step;
		const char *says;
	} rows[] = {
	    {{.status = 202, .body = "{}"}, "answered 202 (not ready yet)"},
	    {{.status = 200, .body = ""}, "answered 200 with nothing in it"},
	    {{.status = 200,
		 .headers = "Content-Type: Text/HTML; charset=utf-8\n",
		 .body = "<h1>Unicorn!</h1>"},
		"answered 200 with a web page in place of data"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct step steps[] = {
		    rows[i].step, {.status = 200, .body = "ok"}};

		hscan_http_close(w->http);
		w->started = w->replied = 0;
		w->now_ms = 0;
		open_with(w, steps, 2);
		assert_int_equal(get(w, "/a"), HSCAN_OK);
		assert_text(w->answer.body, "ok");
		assert_within(w->sent[1].at_ms, 0, 2000);
		/* For ever is another matter. */
		hscan_http_close(w->http);
		w->started = w->replied = 0;
		open_with(w, steps, 1);
		assert_int_equal(get(w, "/a"), HSCAN_ENET);
		assert_int_equal(w->started, 5);
		assert_says(w, rows[i].says);
		assert_says(w, "again later");
	}
}

static void
a_version_that_is_not_known(void **state)
{
	static const struct step steps[] = {
	    {.status = 400}, {.status = 200}, {.status = 200}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(w->started, 3);
	assert_int_equal(w->now_ms, 0);
	assert_non_null(strstr(w->sent[0].headers, "\nX-GitHub-Api-Version: "));
	assert_null(strstr(w->sent[1].headers, "X-GitHub-Api-Version"));
	/* It is not asked with it again. */
	assert_null(strstr(w->sent[2].headers, "X-GitHub-Api-Version"));
	assert_non_null(strstr(w->notes, "without one"));
}

static void
a_bad_request_stays_one(void **state)
{
	static const struct step steps[] = {
	    {.status = 400}, {.status = 400, .body = "why"}, {.status = 200}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 400);
	assert_text(w->answer.body, "why");
	assert_int_equal(w->started, 2);
	/* It was not the version, so that goes on being said. */
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_non_null(strstr(w->sent[2].headers, "X-GitHub-Api-Version"));
	assert_string_equal(w->notes, "");
}

/* A version that is no longer supported is answered as what is gone is. */
static void
a_version_that_has_ended(void **state)
{
	static const struct step steps[] = {
	    {.status = 410}, {.status = 200}, {.status = 200}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_int_equal(w->started, 3);
	assert_null(strstr(w->sent[1].headers, "X-GitHub-Api-Version"));
	assert_null(strstr(w->sent[2].headers, "X-GitHub-Api-Version"));
	assert_non_null(strstr(w->notes, "2026-03-10"));
}

static void
what_is_gone_stays_gone(void **state)
{
	static const struct step steps[] = {
	    {.status = 410}, {.status = 410, .body = "why"}, {.status = 200}};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 410);
	assert_text(w->answer.body, "why");
	assert_int_equal(w->started, 2);
	assert_null(strstr(w->sent[1].headers, "X-GitHub-Api-Version"));
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_non_null(strstr(w->sent[2].headers, "X-GitHub-Api-Version"));
	assert_string_equal(w->notes, "");
}

static void
the_end_of_a_version_is_told_once(void **state)
{
	static const struct step steps[] = {
	    {.status = 200,
		.headers = "Deprecation: @1815000000\n"
			   "Sunset: Fri, 10 Mar 2028 \x1b[31m00:00:00 GMT\n"},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_string_equal(w->notes,
	    "api.example.org says that this version of its API ends "
	    "(Deprecation: @1815000000, Sunset: Fri, 10 Mar 2028 "
	    "\\x1B[31m00:00:00 GMT); look for a newer healthscan\n");
}

static void
a_refusal_says_what_is_missing(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = "X-Accepted-Permissions: issues=read\n"},
	    {.status = 200},
	};
	struct world *w = *state;

	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 403);
	assert_text(
	    hscan_header_get(w->answer.headers, "x-accepted-permissions"),
	    "issues=read");
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.headers.len, 0);
}

/* --- interrupts --- */

static void
an_interrupt_is_seen_soon(void **state)
{
	static const struct {
		struct step step;
		bool stalled;
	} rows[] = {
	    {{.status = 502}, false},                     /* during backoff */
	    {{.status = 403, .headers = USED_UP}, false}, /* during a limit */
	    {{.status = 200}, true},                      /* on the wire */
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		hscan_http_close(w->http);
		w->started = w->replied = 0;
		w->now_ms = 0;
		w->interrupted = 0;
		w->interrupt_at_ms = 500;
		w->stalled = rows[i].stalled;
		open_with(w, &rows[i].step, 1);
		submit(w, "/a", NULL, &w->told);
		submit(w, "/b", NULL, &w->trace);
		assert_int_equal(next(w), HSCAN_EINTR);
		assert_within(w->now_ms, 500, 700);
		assert_says(w, "interrupted");
		assert_ptr_equal(w->answer.user, &w->told);
		assert_text(w->answer.target, "/a");
		assert_int_equal(next(w), HSCAN_EINTR);
		assert_ptr_equal(w->answer.user, &w->trace);
		assert_int_equal(w->http->pending, 0);
		assert_within(w->now_ms, 500, 700);
	}
}

static void
life_after_an_interrupt(void **state)
{
	static const struct step steps[] = {{.status = 200, .body = "ok"}};
	struct world *w = *state;

	OPEN(w, steps);
	w->stalled = true;
	w->interrupt_at_ms = 200;
	assert_int_equal(get(w, "/a"), HSCAN_EINTR);
	w->stalled = false;
	w->interrupt_at_ms = -1;
	w->interrupted = 0;
	/* The late reply to the first is nobody's. */
	assert_int_equal(get(w, "/b"), HSCAN_OK);
	assert_text(w->answer.target, "/b");
	assert_int_equal(w->replied, 2);
	assert_int_equal(w->http->pending, 0);
}

/* Of four, one fails time and again: from its third try on nothing else is on
 * the wire, and what has failed alone is waited for. */
static void
what_keeps_failing_goes_alone(void **state)
{
	struct step steps[SENT_MAX];
	struct world *w = *state;
	size_t ends = 0;

	for (size_t i = 0; i < SENT_MAX; i++)
		steps[i] = (struct step){.status = i % 2 ? 200 : 502};

	w->options.max_in_flight = 2;
	OPEN(w, steps);
	/* Whoever is sent first, third, fifth … fails. */
	for (int i = 0; i < 12; i++)
		submit(w, i % 2 ? "/b" : "/a", NULL, NULL);
	while (w->http->pending > 0) {
		assert_int_equal(next(w), HSCAN_OK);
		assert_int_equal(w->answer.status, 200);
		ends++;
	}
	assert_int_equal(ends, 12);
}

/* One that waits, one that is on the wire and one that is moving. */
static void
requests_are_taken_back(void **state)
{
	static const struct step steps[] = {
	    {.status = 301, .headers = "Location: /d\n"},
	    {.status = 200, .body = "b"}, {.status = 200, .body = "late"},
	    {.status = 200, .body = "e"}};
	struct world *w = *state;
	int mine = 0, other = 0;

	w->options.max_in_flight = 2;
	OPEN(w, steps);
	submit_for(w, "/a", &mine);
	submit_for(w, "/b", &other);
	submit_for(w, "/c", &mine);
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/b");
	assert_int_equal(w->http->pending, 2);
	hscan_http_drop(w->http, &mine);
	assert_int_equal(w->http->pending, 0);
	submit_for(w, "/e", &other);
	assert_int_equal(next(w), HSCAN_OK);
	assert_text(w->answer.target, "/e");
	assert_text(w->answer.body, "e");
	assert_int_equal(w->started, 4);
	assert_int_equal(w->http->pending, 0);
}

static void
closing_with_requests_under_way(void **state)
{
	static const struct step steps[] = {
	    {.status = 301, .headers = "Location: /b\n"}, {.status = 502}};
	struct world *w = *state;

	w->options.max_in_flight = 1;
	OPEN(w, steps);
	submit(w, "/a", "\"e\"", NULL);
	submit(w, "/c", NULL, NULL);
	w->interrupt_at_ms = 100;
	assert_int_equal(next(w), HSCAN_EINTR);
	/* The rest is tear_down()'s, and the leak checker's. */
	assert_int_equal(w->http->pending, 1);
}

/* --- opening --- */

static void
what_is_refused_at_once(void **state)
{
	static const struct {
		const char *url, *token, *agent;
		enum hscan_status status;
	} rows[] = {
	    {NULL, NULL, NULL, HSCAN_EINVAL},
	    {"nonsense", NULL, NULL, HSCAN_EINVAL},
	    {"http://api.example.org", NULL, NULL, HSCAN_EREFUSED},
	    {"https://h", "a b", NULL, HSCAN_EINVAL},
	    {"https://h", "secr\ret", NULL, HSCAN_EINVAL},
	    {"https://h", "secret\r\nX: y", NULL, HSCAN_EINVAL},
	    {"https://h", "good\n\nsecr et\n", NULL, HSCAN_EINVAL},
	    {"https://h", "secr\xC3\xA9t", NULL, HSCAN_EINVAL},
	    {"https://h", NULL, "a\nX: y", HSCAN_EINVAL},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		w->options.dialect = &hscan_github_dialect;
		w->options.api_url = rows[i].url;
		w->options.token = rows[i].token;
		w->options.user_agent = rows[i].agent;
		assert_int_equal(hscan_http_open_on(&w->options, &w->transport,
				     &w->http, &w->err),
		    rows[i].status);
		assert_null(w->http);
		assert_null(strstr(w->err.message, "secr"));
		assert_non_null(strchr(w->err.message, ';'));
	}
}

static void
tokens_may_be_long_or_empty(void **state)
{
	struct world *w = *state;
	char token[8001];

	memset(token, 'x', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	w->options.token = token;
	assert_int_equal(
	    hscan_http_open_on(&w->options, &w->transport, &w->http, &w->err),
	    HSCAN_OK);
	assert_true(hscan_http_has_token(w->http));
	hscan_http_close(w->http);
	w->http = NULL;
	w->options.token = "";
	assert_int_equal(
	    hscan_http_open_on(&w->options, &w->transport, &w->http, &w->err),
	    HSCAN_OK);
	assert_false(hscan_http_has_token(w->http));
}

static void
closing_nothing(void **state)
{
	struct hscan_http_options options;

	(void)state;
	hscan_http_close(NULL);
	hscan_http_options_init(&options);
	assert_null(options.api_url);
	assert_null(options.token);
	assert_int_equal(options.max_attempts, 5);
	assert_int_equal(options.max_wait_s, 60);
	assert_int_equal(options.retry_delay_s, 2);
	assert_within(options.max_in_flight, 1, 10);
	assert_within(options.max_body_bytes, 1 << 20, 1 << 30);
	assert_within(options.connect_timeout_s, 10, 15);
	assert_within(options.stall_timeout_s, 10, 60);
}

/* Through hscan_http_open(), so that no network and no real waiting are
 * needed: a page, the one after it, and a repository that has moved. */
static void
a_replayed_walk(void **state)
{
	static const char *const files[][2] = {
	    {"0001.http", "GET /repos/o/n\n\nHTTP/1.1 301\n"
			  "Location: /repositories/1\n\n"},
	    {"0002.http",
		"GET /repositories/1\n\nHTTP/1.1 200\nETag: \"1\"\n"
		"Link: </repositories/1?page=2>; rel=\"next\"\n" USED_UP
		"\none"},
	    {"0003.http", "GET /repositories/1?page=2\n\nHTTP/1.1 200\n\ntwo"},
	};
	struct world *w = *state;
	char *dir = support_temp_dir();
	char *copy = support_join(dir, "copy");

	for (size_t i = 0; i < 3; i++) {
		char *path = support_join(dir, files[i][0]);

		support_write(path, files[i][1], strlen(files[i][1]));
		free(path);
	}
	w->options.dialect = &hscan_github_dialect;
	w->options.api_url = "https://api.github.com";
	w->options.replay_dir = dir;
	/* What is replayed can be recorded, and that replayed. */
	for (int round = 0; round < 2; round++) {
		w->options.record_dir = round == 0 ? copy : NULL;
		assert_int_equal(
		    hscan_http_open(&w->options, &w->http, &w->err), HSCAN_OK);
		assert_int_equal(get(w, "/repos/o/n"), HSCAN_OK);
		assert_text(w->answer.body, "one");
		assert_text(w->answer.moved_to, "/repositories/1");
		assert_text(w->answer.next, "/repositories/1?page=2");
		assert_int_equal(get(w, "/repositories/1?page=2"), HSCAN_OK);
		assert_text(w->answer.body, "two");
		assert_null(w->answer.next.ptr);
		submit(w, "/repos/o/n", "\"1\"", NULL);
		assert_int_equal(next(w), HSCAN_OK);
		assert_int_equal(w->answer.status, 304);
		assert_int_equal(get(w, "/other"), HSCAN_ENOTFOUND);
		assert_non_null(
		    strstr(w->err.message, "no answer for GET /other"));
		hscan_http_close(w->http);
		w->http = NULL;
		w->options.replay_dir = copy;
	}
	w->options.replay_dir = "/nowhere/at/all";
	assert_int_equal(
	    hscan_http_open(&w->options, &w->http, &w->err), HSCAN_EIO);
	w->options.replay_dir = dir;
	w->options.record_dir = "/nowhere/at/all";
	assert_int_equal(
	    hscan_http_open(&w->options, &w->http, &w->err), HSCAN_EIO);
	assert_null(w->http);
	free(copy);
	support_remove_dir(dir);
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    IN_WORLD(an_answer_has_it_all),
	    IN_WORLD(an_answer_that_says_little),
	    IN_WORLD(not_modified_unasked),
	    IN_WORLD(nothing_new),
	    IN_WORLD(refusals_of_the_server_are_answers),
	    IN_WORLD(many_at_once_but_not_too_many),
	    IN_WORLD(improper_requests),
	    IN_WORLD(what_may_pass_is_tried_again),
	    IN_WORLD(no_connection_ends_what_waits),
	    IN_WORLD(patience_has_an_end),
	    IN_WORLD(what_does_not_pass_is_not_tried_again),
	    IN_WORLD(http1_after_trouble_with_http2),
	    IN_WORLD(others_go_on_meanwhile),
	    IN_WORLD(the_pause_is_as_asked_for),
	    IN_WORLD(a_server_that_says_when),
	    IN_WORLD(starting_may_fail),
	    IN_WORLD(redirects_are_followed),
	    IN_WORLD(a_detour_is_no_move),
	    IN_WORLD(redirects_have_an_end),
	    IN_WORLD(redirects_elsewhere_are_refused),
	    IN_WORLD(a_next_page_elsewhere_is_refused),
	    IN_WORLD(a_next_page_of_another_name_is_asked_here),
	    IN_WORLD(a_limit_is_waited_for),
	    IN_WORLD(a_limit_stops_all),
	    IN_WORLD(a_limit_is_met_by_one),
	    IN_WORLD(a_secondary_limit_that_does_not_say),
	    IN_WORLD(too_long_a_wait),
	    IN_WORLD(the_last_request_of_the_hour),
	    IN_WORLD(no_rate_headers_is_no_limit),
	    IN_WORLD(a_recording_is_not_waited_for),
	    IN_WORLD(only_what_is_left_of_a_wait_counts),
	    IN_WORLD(a_secondary_limit_slows_down),
	    IN_WORLD(down_to_one_at_a_time),
	    IN_WORLD(a_used_up_budget_of_the_hour_does_not_slow_down),
	    IN_WORLD(no_more_than_the_budget),
	    IN_WORLD(a_budget_of_nothing),
	    IN_WORLD(what_is_sent),
	    IN_WORLD(nobody_is_nobody),
	    IN_WORLD(tokens_are_used_in_turn),
	    IN_WORLD(the_next_token_is_no_second_try),
	    IN_WORLD(a_secondary_limit_is_not_got_round),
	    IN_WORLD(a_refused_token_is_left_out),
	    IN_WORLD(the_last_token_refused_is_the_answer),
	    IN_WORLD(a_401_here_and_there_is_not_about_the_token),
	    IN_WORLD(what_is_on_its_way_is_answered_all_the_same),
	    IN_WORLD(an_answer_that_repeats_the_token_is_refused),
	    IN_WORLD(an_etag_belongs_to_its_credential),
	    IN_WORLD(an_etag_finds_its_token),
	    IN_WORLD(a_token_that_expires_is_told),
	    IN_WORLD(a_success_that_is_none),
	    IN_WORLD(a_version_that_is_not_known),
	    IN_WORLD(a_bad_request_stays_one),
	    IN_WORLD(a_version_that_has_ended),
	    IN_WORLD(what_is_gone_stays_gone),
	    IN_WORLD(the_end_of_a_version_is_told_once),
	    IN_WORLD(a_refusal_says_what_is_missing),
	    IN_WORLD(an_interrupt_is_seen_soon),
	    IN_WORLD(life_after_an_interrupt),
	    IN_WORLD(what_keeps_failing_goes_alone),
	    IN_WORLD(requests_are_taken_back),
	    IN_WORLD(closing_with_requests_under_way),
	    IN_WORLD(what_is_refused_at_once),
	    IN_WORLD(tokens_may_be_long_or_empty),
	    IN_WORLD(a_replayed_walk),
	    cmocka_unit_test(closing_nothing),
	};

	return cmocka_run_group_tests_name("http/client", tests, NULL, NULL);
}
