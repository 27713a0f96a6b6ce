/* SPDX-License-Identifier: MIT */
/* What is started after deliveries, and what spans say of them; with processes
 * that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "serve/after.h"
#include "store/alerts.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"
#include "sync/intake.h"

enum { S = 1000, MIN = 60 * S, H = 60 * MIN };

struct fixture {
	struct hscan_store *store;
	struct serve_after *after;
	struct serve_options options;
	struct serve_now now;
	int64_t repos[2];
	int64_t next;      /* number of a process */
	char started[400]; /* "evaluate github.com/o/a; " */
	bool ended, well, fails;
	int64_t reconcile;
	int stopped;
	char warned[HSCAN_ERROR_SIZE];
};

static enum hscan_status
start(enum serve_job job, const char *repo, int64_t *process, void *payload,
    struct hscan_error *err)
{
	static const char *const names[] = {"evaluate", "notify", "reconcile"};
	struct fixture *f = payload;
	size_t used = strlen(f->started);

	if (f->fails)
		return hscan_fail(err, HSCAN_EIO, "it cannot be started");
	*process = ++f->next;
	(void)snprintf(f->started + used, sizeof(f->started) - used, "%s %s; ",
	    names[job], repo);
	return HSCAN_OK;
}

static bool
ended(int64_t process, bool *well, void *payload)
{
	const struct fixture *f = payload;

	assert_within(process, 1, f->next);
	*well = f->well;
	return f->ended;
}

static void
stop(int64_t process, void *payload)
{
	struct fixture *f = payload;

	assert_within(process, 1, f->next);
	f->stopped++;
}

static void
warn(const char *line, void *payload)
{
	struct fixture *f = payload;

	(void)snprintf(f->warned, sizeof(f->warned), "%s", line);
}

static void
begin(struct fixture *f)
{
	const struct serve_plan_rule rule = {
	    .settle = 5 * S,
	    .max_delay = 8 * S,
	    .look_again = H,
	    .reconcile = f->reconcile,
	    .retry = MIN,
	    .retry_max = H,
	    .notifies = true,
	};
	const struct serve_after_hooks hooks = {start, ended, stop, warn, f};

	assert_int_equal(serve_after_open(&f->options, &rule, &hooks, f->now,
			     &f->after, NULL),
	    HSCAN_OK);
}

static int
set_up(void **state)
{
	static const char *const names[] = {"o/a", "o/b"};
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->now = (struct serve_now){.ms = 77 * S, .s = 1000000};
	f->well = true;
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	f->options =
	    (struct serve_options){.store = f->store, .host = "github.com"};
	for (int i = 0; i < 2; i++) {
		const struct hscan_repo repo = {.id = i + 1,
		    .full_name = hscan_text_of(names[i]),
		    .created_at = 1,
		    .pushed_at = HSCAN_NEVER};

		assert_int_equal(
		    hscan_store_put_repo(f->store, BY_REST("github.com"), &repo,
			&f->repos[i], NULL),
		    HSCAN_OK);
	}
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	serve_after_close(f->after);
	hscan_store_close(f->store);
	free(f);
	return 0;
}

/* Time goes by, second by second. */
static void
wait_for(struct fixture *f, int seconds)
{
	for (int i = 0; i < seconds; i++) {
		f->now.ms += S;
		f->now.s++;
		assert_within(serve_after_tick(f->after, f->now), 0, MIN);
	}
}

static void
deliver(struct fixture *f, int repo, bool changed)
{
	const struct hscan_intake taken = {.repo_id = f->repos[repo],
	    .changed = changed,
	    .told_at = f->now.s - 1};

	serve_after_touched(f->after, &taken, f->now);
}

static void
ping(struct fixture *f, int repo)
{
	const struct hscan_intake taken = {.repo_id = f->repos[repo],
	    .outcome = HSCAN_INTAKE_PASSED_OVER,
	    .event = "ping"};

	serve_after_touched(f->after, &taken, f->now);
}

static void
expect(struct fixture *f, const char *started)
{
	assert_string_equal(f->started, started);
	f->started[0] = '\0';
}

static void
put_span(struct fixture *f, int repo, int64_t from, int64_t to)
{
	assert_int_equal(hscan_intake_put_span(f->store, f->repos[repo], from,
			     to, HSCAN_INTAKE_LIVE, NULL),
	    HSCAN_OK);
}

/* Those of the issues, "from-to ". */
static void
check_spans(struct fixture *f, int repo, const char *expected)
{
	struct hscan_span *spans = NULL;
	struct hscan_arena arena;
	char got[200] = "";
	size_t len = 0, used = 0;

	hscan_arena_init(&arena);
	assert_int_equal(hscan_store_spans(f->store, f->repos[repo], &arena,
			     &spans, &len, NULL),
	    HSCAN_OK);
	for (size_t i = 0; i < len; i++)
		if (strcmp(spans[i].stream, HSCAN_STREAM_ISSUES) == 0)
			used += (size_t)snprintf(got + used, sizeof(got) - used,
			    "%lld-%lld ", (long long)spans[i].starts_at,
			    (long long)spans[i].ends_at);
	assert_string_equal(got, expected);
	hscan_arena_clear(&arena);
}

static void
put_notification(struct fixture *f, int repo, int64_t at)
{
	const struct hscan_alert_key key = {
	    f->repos[repo], hscan_text_of("s"), hscan_text_of("m"), 1};

	assert_int_equal(hscan_store_put_notification(
			     f->store, &key, at, hscan_text_of("{}"), NULL),
	    HSCAN_OK);
}

static void
drop_notification(struct fixture *f, int repo, int64_t at)
{
	const struct hscan_alert_key key = {
	    f->repos[repo], hscan_text_of("s"), hscan_text_of("m"), 1};

	assert_int_equal(
	    hscan_store_drop_notification(f->store, &key, at, NULL), HSCAN_OK);
}

static void
a_delivery_is_followed_by_an_evaluation(void **state)
{
	struct fixture *f = *state;

	begin(f);
	wait_for(f, 10);
	expect(f, "");
	deliver(f, 0, true);
	deliver(f, 1, false);
	wait_for(f, 4);
	expect(f, "");
	wait_for(f, 1);
	expect(f, "evaluate github.com/o/a; ");
	/* While it runs no other one starts. */
	deliver(f, 1, true);
	wait_for(f, 100);
	expect(f, "");
	f->ended = true;
	wait_for(f, 1);
	expect(f, "evaluate github.com/o/b; ");
	wait_for(f, 100);
	expect(f, "");
}

static void
what_was_left_is_taken_up(void **state)
{
	struct fixture *f = *state;

	put_span(f, 0, 100, 200);
	put_notification(f, 0, 100);
	f->ended = true;
	begin(f);
	wait_for(f, 1);
	expect(f, "evaluate github.com/o/a; notify github.com/o/a; ");
	drop_notification(f, 0, 100);
	wait_for(f, 1000);
	expect(f, "");
	/* Nothing was delivered, so nothing is known of that time. */
	check_spans(f, 0, "100-200 ");
}

static void
a_notification_is_told_until_it_is_taken(void **state)
{
	struct fixture *f = *state;

	f->ended = true;
	begin(f);
	deliver(f, 0, true);
	wait_for(f, 5);
	expect(f, "evaluate github.com/o/a; ");
	put_notification(f, 0, 100);
	wait_for(f, 1);
	expect(f, "notify github.com/o/a; ");
	f->well = false;
	wait_for(f, 60);
	expect(f, "");
	wait_for(f, 1);
	expect(f, "notify github.com/o/a; ");
	wait_for(f, 120);
	expect(f, "");
	wait_for(f, 1);
	expect(f, "notify github.com/o/a; ");
	drop_notification(f, 0, 100);
	f->well = true;
	wait_for(f, 7200);
	expect(f, "");
}

static void
what_cannot_be_started_is_tried_again(void **state)
{
	struct fixture *f = *state;

	f->fails = true;
	begin(f);
	deliver(f, 0, true);
	wait_for(f, 5);
	assert_string_equal(f->warned, "it cannot be started");
	f->fails = false;
	wait_for(f, 59);
	expect(f, "");
	wait_for(f, 1);
	expect(f, "evaluate github.com/o/a; ");
}

static void
one_that_is_forgotten_is_left(void **state)
{
	struct fixture *f = *state;
	int64_t rows;

	begin(f);
	deliver(f, 0, true);
	assert_int_equal(
	    hscan_store_forget(f->store, f->repos[0], NULL, &rows, NULL),
	    HSCAN_OK);
	wait_for(f, 300);
	expect(f, "");
	assert_string_equal(f->warned, "");
}

/* What others receive, or was received once, is theirs. */
static void
only_what_is_received_is_taken_up(void **state)
{
	static const struct hscan_text only[] = {{"O/B", 3}};
	struct fixture *f = *state;

	put_span(f, 0, 100, 200);
	put_span(f, 1, 100, 200);
	f->ended = true;
	f->options.only = only;
	f->options.only_len = 1;
	begin(f);
	wait_for(f, 10);
	expect(f, "evaluate github.com/o/b; ");
	serve_after_close(f->after);
	f->options.host = "forge.test";
	f->options.only_len = 0;
	begin(f);
	wait_for(f, 10);
	expect(f, "");
}

static void
it_reconciles_now_and_then(void **state)
{
	struct fixture *f = *state;

	f->ended = true;
	f->reconcile = 10 * MIN;
	put_span(f, 0, 100, 200);
	begin(f);
	/* Never synchronized: soon. */
	wait_for(f, 61);
	expect(f, "evaluate github.com/o/a; reconcile github.com/o/a; ");
	wait_for(f, 11 * 60);
	expect(f, "reconcile github.com/o/a; ");
}

/* By our clock it has not happened yet. */
static void
a_slow_clock_sees_it_later(void **state)
{
	struct fixture *f = *state;
	const struct hscan_intake taken = {
	    .repo_id = f->repos[0], .changed = true, .told_at = f->now.s + 60};

	f->ended = true;
	begin(f);
	serve_after_touched(f->after, &taken, f->now);
	wait_for(f, 5);
	expect(f, "evaluate github.com/o/a; ");
	wait_for(f, 55);
	expect(f, "");
	wait_for(f, 1);
	expect(f, "evaluate github.com/o/a; ");
	wait_for(f, 600);
	expect(f, "");
}

/* --- spans --- */

static void
a_span_moves_on_with_the_time(void **state)
{
	struct fixture *f = *state;

	begin(f);
	wait_for(f, 100);
	deliver(f, 0, false);
	check_spans(f, 0, "1000000-1000100 ");
	check_spans(f, 1, "");
	wait_for(f, 3600);
	check_spans(f, 0, "1000000-1003660 ");
	assert_true(serve_after_stop(f->after, f->now));
	check_spans(f, 0, "1000000-1003700 ");
}

/* Before the ping there was no hook, and nothing to be heard. */
static void
a_new_hook_is_heard_from_its_ping_on(void **state)
{
	struct fixture *f = *state;

	begin(f);
	wait_for(f, 100);
	ping(f, 0);
	check_spans(f, 0, "1000100-1000100 ");
	wait_for(f, 100);
	deliver(f, 0, false);
	/* A second hook takes nothing away from what the first has told. */
	ping(f, 0);
	wait_for(f, 60);
	check_spans(f, 0, "1000100-1000240 ");
}

/* Its hook was there before, and is there still. */
static void
one_that_was_known_was_heard_from_the_start(void **state)
{
	struct fixture *f = *state;

	f->ended = true;
	put_span(f, 0, 100, 200);
	begin(f);
	wait_for(f, 100);
	check_spans(f, 0, "100-200 ");
	deliver(f, 0, false);
	check_spans(f, 0, "100-200 1000000-1000100 ");
}

static void
a_suspended_machine_hears_nothing(void **state)
{
	struct fixture *f = *state;

	begin(f);
	deliver(f, 0, false);
	wait_for(f, 90);
	check_spans(f, 0, "1000000-1000060 ");
	f->now.s += 5000;
	wait_for(f, 120);
	check_spans(f, 0, "1000000-1000060 ");
	/* The beat at 1000121 has seen that. */
	deliver(f, 0, false);
	check_spans(f, 0, "1000000-1000060 1005120-1005210 ");
}

static void
a_clock_that_is_set_back_does_no_harm(void **state)
{
	struct fixture *f = *state;

	begin(f);
	deliver(f, 0, true);
	wait_for(f, 60);
	check_spans(f, 0, "1000000-1000060 ");
	f->now.s -= 500;
	wait_for(f, 60);
	expect(f, "evaluate github.com/o/a; ");
	f->ended = true;
	deliver(f, 0, true);
	wait_for(f, 6);
	expect(f, "evaluate github.com/o/a; ");
	/* 620 is where the beat has seen it. */
	check_spans(f, 0, "999620-999625 1000000-1000060 ");
}

/* What is told anew of it is not told of the time before. */
static void
a_forgotten_one_is_heard_anew(void **state)
{
	const struct hscan_repo repo = {.id = 2,
	    .full_name = hscan_text_of("o/b"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	struct fixture *f = *state;
	int64_t rows;

	begin(f);
	deliver(f, 1, false);
	assert_int_equal(
	    hscan_store_forget(f->store, f->repos[1], NULL, &rows, NULL),
	    HSCAN_OK);
	wait_for(f, 100);
	assert_int_equal(hscan_store_put_repo(f->store, BY_REST("github.com"),
			     &repo, &f->repos[1], NULL),
	    HSCAN_OK);
	deliver(f, 1, false);
	wait_for(f, 60);
	assert_string_equal(f->warned, "");
	/* It has the number of the one before. */
	assert_int_equal(f->repos[1], 2);
	check_spans(f, 1, "1000060-1000120 ");
}

static void
a_deleted_hook_ends_its_span(void **state)
{
	struct fixture *f = *state;
	struct hscan_intake last = {
	    .repo_id = f->repos[0], .hook_deleted = true, .told_at = 5};

	begin(f);
	deliver(f, 0, false);
	wait_for(f, 60);
	serve_after_touched(f->after, &last, f->now);
	wait_for(f, 600);
	check_spans(f, 0, "1000000-1000060 ");
	deliver(f, 0, false);
	wait_for(f, 60);
	check_spans(f, 0, "1000000-1000060 1000660-1000720 ");
}

static void
what_runs_is_asked_to_end(void **state)
{
	struct fixture *f = *state;

	begin(f);
	deliver(f, 0, true);
	wait_for(f, 5);
	assert_false(serve_after_stop(f->after, f->now));
	assert_int_equal(f->stopped, 1);
	f->ended = true;
	assert_true(serve_after_stop(f->after, f->now));
	assert_int_equal(f->stopped, 1);
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_delivery_is_followed_by_an_evaluation),
	    WITH_STORE(what_was_left_is_taken_up),
	    WITH_STORE(a_notification_is_told_until_it_is_taken),
	    WITH_STORE(what_cannot_be_started_is_tried_again),
	    WITH_STORE(one_that_is_forgotten_is_left),
	    WITH_STORE(only_what_is_received_is_taken_up),
	    WITH_STORE(it_reconciles_now_and_then),
	    WITH_STORE(a_slow_clock_sees_it_later),
	    WITH_STORE(a_span_moves_on_with_the_time),
	    WITH_STORE(a_new_hook_is_heard_from_its_ping_on),
	    WITH_STORE(one_that_was_known_was_heard_from_the_start),
	    WITH_STORE(a_suspended_machine_hears_nothing),
	    WITH_STORE(a_clock_that_is_set_back_does_no_harm),
	    WITH_STORE(a_forgotten_one_is_heard_anew),
	    WITH_STORE(a_deleted_hook_ends_its_span),
	    WITH_STORE(what_runs_is_asked_to_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
