/* SPDX-License-Identifier: MIT */
/* What a sync has found and no webhook told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/missed.h"
#include "base/text.h"
#include "model/heartbeat.h"

#define T     INT64_C(1000000) /* of what is compared */
#define START (T - 1000)       /* of the receiver */
#define END   (T + 1000)
#define NOW   (END + HSCAN_HEARTBEAT_S)

static const struct hscan_teller rest = {"github.com", HSCAN_SOURCE_REST, T};
static const struct hscan_teller webhook = {
    "github.com", HSCAN_SOURCE_WEBHOOK, T};
static const struct hscan_teller backup = {
    "github.com", HSCAN_SOURCE_BACKUP, T};

struct fixture {
	struct hscan_store *store;
	int64_t repo_id;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};

	assert_non_null(f);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_repo(f->store, &rest, &repo, &f->repo_id, NULL),
	    HSCAN_OK);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_store_close(f->store);
	free(f);
	return 0;
}

/* --- what is told --- */

static void
put_span(struct fixture *f, enum hscan_source source, int64_t from, int64_t to)
{
	const struct hscan_span span = {HSCAN_STREAM_ISSUES, source, from, to,
	    .live = source == HSCAN_SOURCE_WEBHOOK};

	assert_int_equal(
	    hscan_store_put_span(f->store, f->repo_id, &span, NULL), HSCAN_OK);
}

static void
sync_at(struct fixture *f, int64_t at)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = at;
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_ISSUES, &state, NULL),
	    HSCAN_OK);
}

static void
put_item(struct fixture *f, const struct hscan_teller *teller, int64_t number,
    int64_t created_at, int64_t closed_at)
{
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = number,
	    .number = number,
	    .title = hscan_text_of("t"),
	    .draft = HSCAN_UNKNOWN_YET,
	    .open = closed_at == HSCAN_NEVER,
	    .created_at = created_at,
	    .updated_at = created_at,
	    .closed_at = closed_at,
	    .merged_at = HSCAN_NEVER};

	assert_int_equal(
	    hscan_store_put_items(f->store, teller, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static void
put_event(struct fixture *f, const struct hscan_teller *teller,
    enum hscan_event_kind kind, int64_t number, int64_t at,
    enum hscan_grade grade)
{
	const struct hscan_event event = {.kind = kind,
	    .id = grade == HSCAN_GRADE_FORGE ? at : 0,
	    .number = number,
	    .occurred_at = at,
	    .grade = grade};

	assert_int_equal(hscan_store_put_events(
			     f->store, teller, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static void
put_response(struct fixture *f, const struct hscan_teller *teller,
    enum hscan_response_kind kind, int64_t number, int64_t at)
{
	const struct hscan_response response = {
	    .kind = kind, .id = at, .number = number, .occurred_at = at};

	assert_int_equal(hscan_store_put_responses(
			     f->store, teller, f->repo_id, &response, 1, NULL),
	    HSCAN_OK);
}

static void
put_release(struct fixture *f, const struct hscan_teller *teller, int64_t id,
    int64_t at, bool draft)
{
	const struct hscan_release release = {.id = id,
	    .tag_name = hscan_text_of("v1"),
	    .draft = draft,
	    .created_at = at,
	    .published_at = at};

	assert_int_equal(hscan_store_put_releases(
			     f->store, teller, f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
}

/* --- what is found --- */

static struct missed
find(struct fixture *f)
{
	struct missed missed;
	struct hscan_error err = {.message = ""};

	if (missed_find(f->store, f->repo_id, NOW, &missed, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return missed;
}

static void
check(struct fixture *f, const char *words)
{
	const struct missed missed = find(f);
	struct hscan_buf out;

	hscan_buf_init(&out, 1000);
	missed_add_words(&out, &missed);
	assert_string_equal(hscan_buf_string(&out), words);
	hscan_buf_clear(&out);
}

static void
it_is_there_or_not(void **state)
{
	struct fixture *f = *state;
	struct missed missed = find(f);

	assert_false(missed.listens);
	assert_false(missed.silent);
	assert_true(missed.compared_to == HSCAN_NEVER);
	put_span(f, HSCAN_SOURCE_BACKUP, START, END);
	assert_false(find(f).listens);
	put_span(f, HSCAN_SOURCE_WEBHOOK, START, T + 10);
	put_span(f, HSCAN_SOURCE_WEBHOOK, START - 500, START - 400);
	sync_at(f, T);
	missed = find(f);
	assert_true(missed.listens);
	assert_true(missed.silent);
	assert_int_equal(missed.since, START - 500);
	assert_int_equal(missed.until, T + 10);
	assert_int_equal(missed.compared_to, T);
	put_span(f, HSCAN_SOURCE_WEBHOOK, T, NOW - HSCAN_HEARTBEAT_SLACK_S);
	assert_false(find(f).silent);
}

static void
what_was_missed_is_named(void **state)
{
	struct fixture *f = *state;

	put_span(f, HSCAN_SOURCE_WEBHOOK, START, END);
	check(f, "");
	put_item(f, &rest, 1, T, HSCAN_NEVER);
	check(f, "1 new issue or pull request (#1)");
	put_item(f, &rest, 2, T + 1, HSCAN_NEVER);
	put_event(f, &rest, HSCAN_EVENT_REOPENED, 7, T, HSCAN_GRADE_FORGE);
	put_response(f, &rest, HSCAN_REVIEW, 6, T);
	for (int64_t i = 0; i < 4; i++)
		put_response(f, &rest, HSCAN_COMMENT, 9 - i, T + i);
	put_release(f, &rest, 1, T, false);
	check(f, "2 new issues and pull requests (#1, #2), 1 event (#7), "
		 "4 comments (#9, #8, #7, ...), 1 review (#6), 1 release");
}

/* Only what happened while a receiver was there, and could have been told. */
static void
other_times_are_not_compared(void **state)
{
	static const int64_t last = END - HSCAN_HEARTBEAT_SLACK_S;
	struct fixture *f = *state;

	put_span(f, HSCAN_SOURCE_WEBHOOK, START, END);
	put_item(f, &rest, 1, START - 1, HSCAN_NEVER);
	put_item(f, &rest, 2, last + 1, HSCAN_NEVER);
	put_response(f, &rest, HSCAN_COMMENT, 1, START - 1);
	put_event(f, &rest, HSCAN_EVENT_CLOSED, 1, last + 1, HSCAN_GRADE_FORGE);
	/* No webhook tells of these. */
	put_event(f, &rest, HSCAN_EVENT_CONVERTED_TO_DISCUSSION, 1, T,
	    HSCAN_GRADE_FORGE);
	put_response(f, &backup, HSCAN_COMMENT, 1, T);
	put_release(f, &rest, 1, T, true);
	put_release(f, &rest, 2, START - 1, false);
	check(f, "");
	put_item(f, &rest, 3, START, HSCAN_NEVER);
	put_item(f, &rest, 4, last, HSCAN_NEVER);
	check(f, "2 new issues and pull requests (#3, #4)");
}

static void
what_both_told_was_not_missed(void **state)
{
	struct fixture *f = *state;

	put_span(f, HSCAN_SOURCE_WEBHOOK, START, END);
	put_span(f, HSCAN_SOURCE_BACKUP, START, END);
	put_item(f, &webhook, 1, T, HSCAN_NEVER);
	put_item(f, &rest, 1, T, HSCAN_NEVER);
	put_response(f, &webhook, HSCAN_COMMENT, 1, T);
	put_response(f, &rest, HSCAN_COMMENT, 1, T);
	put_response(f, &rest, HSCAN_REVIEW, 1, T);
	put_response(f, &webhook, HSCAN_REVIEW, 1, T);
	put_item(f, &rest, 2, T, HSCAN_NEVER);
	put_item(f, &webhook, 2, T - 1, HSCAN_NEVER);
	put_release(f, &rest, 1, T, false);
	put_release(f, &webhook, 1, T, false);
	put_release(f, &webhook, 2, T, false);
	put_release(f, &rest, 2, T, false);
	check(f, "");
}

/* As far as uniting takes two for one. */
static void
events_are_the_same_nearby(void **state)
{
	static const struct {
		enum hscan_grade grade;
		int64_t before, behind; /* that of the forge; seconds */
	} cases[] = {{HSCAN_GRADE_OWN, 5, 5}, {HSCAN_GRADE_NEAR, 15, 2}};
	struct fixture *f = *state;
	int64_t number = 0;

	put_span(f, HSCAN_SOURCE_WEBHOOK, START, END);
	for (size_t i = 0; i < 2; i++) {
		put_event(f, &webhook, HSCAN_EVENT_CLOSED, ++number, T,
		    cases[i].grade);
		put_event(f, &rest, HSCAN_EVENT_CLOSED, number,
		    T - cases[i].before, HSCAN_GRADE_FORGE);
		put_event(f, &webhook, HSCAN_EVENT_CLOSED, ++number, T,
		    cases[i].grade);
		put_event(f, &rest, HSCAN_EVENT_CLOSED, number,
		    T + cases[i].behind, HSCAN_GRADE_FORGE);
	}
	check(f, "");
	put_event(f, &rest, HSCAN_EVENT_REOPENED, 1, T, HSCAN_GRADE_FORGE);
	check(f, "1 event (#1)");
	for (size_t i = 0; i < 2; i++) {
		put_event(f, &webhook, HSCAN_EVENT_MERGED, ++number, T,
		    cases[i].grade);
		put_event(f, &rest, HSCAN_EVENT_MERGED, number,
		    T - cases[i].before - 1, HSCAN_GRADE_FORGE);
		put_event(f, &rest, HSCAN_EVENT_MERGED, number,
		    T + cases[i].behind + 1, HSCAN_GRADE_FORGE);
	}
	check(f, "5 events (#6, #5, #1, ...)");
}

/* Without a list of events the rows tell of closes. */
static void
a_row_tells_of_a_close(void **state)
{
	struct fixture *f = *state;

	put_span(f, HSCAN_SOURCE_WEBHOOK, START, END);
	put_item(f, &rest, 1, START - 9, T);
	put_item(f, &rest, 2, START - 9, T);
	put_item(f, &rest, 3, START - 9, T);
	check(f, "3 events (#1, #2, #3)");
	put_event(f, &webhook, HSCAN_EVENT_CLOSED, 1, T, HSCAN_GRADE_OWN);
	put_event(f, &rest, HSCAN_EVENT_CLOSED, 2, T + 5, HSCAN_GRADE_FORGE);
	check(f, "2 events (#3, #2)");
	put_event(f, &webhook, HSCAN_EVENT_CLOSED, 2, T, HSCAN_GRADE_OWN);
	check(f, "1 event (#3)");
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(it_is_there_or_not),
	    WITH_STORE(what_was_missed_is_named),
	    WITH_STORE(other_times_are_not_compared),
	    WITH_STORE(what_both_told_was_not_missed),
	    WITH_STORE(events_are_the_same_nearby),
	    WITH_STORE(a_row_tells_of_a_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
