/* SPDX-License-Identifier: MIT */
/* What the client makes of replies: retries, waits, redirects, tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/http_world.h"

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
	assert_says(w,
	    "set GH_TOKEN to a token (GH_ENTERPRISE_TOKEN for an Enterprise "
	    "server): 5000 requests an hour instead of 60");
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

/* --- requests with a body --- */

struct source {
	size_t left;
	unsigned rewinds;
};

static enum hscan_status
read_source(
    void *payload, char *out, size_t size, size_t *len, struct hscan_error *err)
{
	struct source *source = payload;

	(void)err;
	*len = source->left < size ? source->left : size;
	memset(out, 'x', *len);
	source->left -= *len;
	return HSCAN_OK;
}

static enum hscan_status
rewind_source(void *payload, struct hscan_error *err)
{
	struct source *source = payload;

	(void)err;
	source->left = 100;
	source->rewinds++;
	return HSCAN_OK;
}

static enum hscan_status
post(struct world *w, struct source *source, bool again)
{
	const struct hscan_http_body body = {
	    .type = "text/plain",
	    .length = 100,
	    .read = read_source,
	    .rewind = again ? rewind_source : NULL,
	    .payload = source,
	};
	const struct hscan_http_request request = {
	    .target = hscan_text_of("/a"), .body = &body};

	*source = (struct source){.left = 100};
	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
	return next(w);
}

/* Each of these would be asked again. */
static const struct step worth_another_try[] = {
    {.failure = HSCAN_ENET, .retry = true},
    {.status = 502},
    {.status = 202},
    {.status = 429, .headers = "Retry-After: 1\n"},
    {.status = 403, .headers = USED_UP},
    {.status = 401},
    {.status = 400},
};

static void
a_body_that_is_gone_is_not_asked_for_again(void **state)
{
	struct world *w = *state;

	w->options.token = "one-token\n" TOKEN "\n";
	for (size_t i = 0; i < 7; i++) {
		const struct step steps[] = {
		    worth_another_try[i], {.status = 200}};
		enum hscan_status status;
		struct source source;

		print_message("  row %zu\n", i);
		w->started = w->replied = 0;
		OPEN(w, steps);
		status = post(w, &source, false);
		assert_int_equal(w->started, 1);
		assert_int_equal(status, i < 3   ? HSCAN_ENET
					 : i < 5 ? HSCAN_ELIMIT
						 : HSCAN_OK);
		if (status == HSCAN_OK)
			assert_int_equal(w->answer.status, steps[0].status);
		else
			assert_non_null(
			    strstr(w->err.message, "POST /a failed: "));
		hscan_http_close(w->http);
		w->http = NULL;
	}
}

static void
a_body_that_can_be_read_again_is(void **state)
{
	struct world *w = *state;

	w->options.token = "one-token\n" TOKEN "\n";
	for (size_t i = 0; i < 7; i++) {
		const struct step steps[] = {
		    worth_another_try[i], {.status = 200}};
		struct source source;

		print_message("  row %zu\n", i);
		w->started = w->replied = 0;
		OPEN(w, steps);
		assert_int_equal(post(w, &source, true), HSCAN_OK);
		assert_int_equal(w->started, 2);
		assert_int_equal(w->answer.status, 200);
		assert_int_equal(source.rewinds, 1);
		hscan_http_close(w->http);
		w->http = NULL;
	}
	assert_non_null(strstr(w->trace, "POST /a 502 0 (try 1)\n"));
}

static void
a_post_goes_nowhere_else(void **state)
{
	static const struct step steps[] = {
	    {.status = 308, .headers = "Location: /b\n"},
	    {.status = 302, .headers = "Location: https://evil.example/\n"},
	};
	struct world *w = *state;
	struct source source;

	OPEN(w, steps);
	assert_int_equal(post(w, &source, true), HSCAN_OK);
	assert_int_equal(w->answer.status, 308);
	assert_null(w->answer.moved_to.ptr);
	assert_int_equal(post(w, &source, true), HSCAN_OK);
	assert_int_equal(w->answer.status, 302);
	assert_int_equal(w->started, 2);
	assert_non_null(
	    strstr(w->sent[0].headers, "\nContent-Type: text/plain\n"));
}

/* --- a server without habits of its own --- */

static void
plain_http(void **state)
{
	static const struct step steps[] = {
	    {.status = 403, .headers = USED_UP},
	    {.status = 429, .headers = "Retry-After: 2\n"},
	    {.status = 200, .headers = "Content-Type: text/html\n"},
	    {.status = 400},
	};
	struct world *w = *state;

	w->options.dialect = NULL;
	OPEN(w, steps);
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 403);
	assert_int_equal(w->answer.rate.remaining, -1);
	assert_string_equal(
	    w->sent[0].headers, "\nUser-Agent: healthscan/" HSCAN_VERSION "\n");
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_string_equal(w->told, "2 s: the server asks to slow down\n");
	assert_int_equal(get(w, "/a"), HSCAN_OK);
	assert_int_equal(w->answer.status, 400);
	assert_int_equal(w->started, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
	    IN_WORLD(a_body_that_is_gone_is_not_asked_for_again),
	    IN_WORLD(a_body_that_can_be_read_again_is),
	    IN_WORLD(a_post_goes_nowhere_else),
	    IN_WORLD(plain_http),
	};

	return cmocka_run_group_tests_name("http/policy", tests, NULL, NULL);
}
