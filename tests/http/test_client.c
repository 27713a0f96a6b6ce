/* SPDX-License-Identifier: MIT */
/* The client's queue: what goes in comes out once, whatever happens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/http_world.h"
#include "support/support.h"

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
	const struct CMUnitTest tests[] = {
	    IN_WORLD(an_answer_has_it_all),
	    IN_WORLD(an_answer_that_says_little),
	    IN_WORLD(not_modified_unasked),
	    IN_WORLD(nothing_new),
	    IN_WORLD(refusals_of_the_server_are_answers),
	    IN_WORLD(many_at_once_but_not_too_many),
	    IN_WORLD(improper_requests),
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
