/* SPDX-License-Identifier: MIT */
/* Whether a pull request was merged, from whatever tells, who is told to be a
 * maintainer beside an answer, and what of the open items is yet to be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

/* A row of a pull request; closed_at 0: open. */
static struct hscan_item
pull_row(int64_t updated_at, int64_t closed_at, int64_t merged_at, bool untold)
{
	return (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
	    .id = 9,
	    .number = 8,
	    .open = closed_at == 0,
	    .created_at = 100,
	    .updated_at = updated_at,
	    .closed_at = closed_at ? closed_at : HSCAN_NEVER,
	    .merged_at = merged_at ? merged_at : HSCAN_NEVER,
	    .merge_untold = untold};
}

static const char merge_sql[] =
    "SELECT updated_at, closed_at, merged_at, merge_untold FROM item";

/* A merge is for ever, and the same close is no other merge; a row that does
 * not tell of it takes nothing away, and one that does fills it in. */

/* A merge is for ever, and the same close is no other merge; a row that does
 * not tell of it takes nothing away, and one that does fills it in. */
static void
what_is_known_of_a_merge_stays_known(void **state)
{
	static const struct {
		struct {
			int64_t updated, closed, merged;
			bool untold;
		} rows[3];
		const char *expected;
	} cases[] = {
	    /* The newest does not tell of the merge; the one before does. */
	    {{{100, 0, 0, false}, {200, 200, 200, false}, {300, 200, 0, true}},
		"300|200|200|0\n"},
	    /* The same close was no merge before, and is none now. */
	    {{{100, 0, 0, false}, {200, 200, 0, false}, {300, 200, 0, true}},
		"300|200|~|0\n"},
	    /* Closed again: nobody says whether by a merge. */
	    {{{200, 200, 0, false}, {250, 0, 0, false}, {400, 400, 0, true}},
		"400|400|~|1\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 0, true}},
		"300|200|~|1\n"},
	    /* The newest tells. */
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 200, false}},
		"300|200|200|0\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 0, false}},
		"300|200|~|0\n"},
	    {{{200, 200, 0, true}, {300, 0, 0, false}, {200, 200, 0, true}},
		"300|~|~|0\n"},
	    /* Two of one second. */
	    {{{200, 200, 0, true}, {200, 200, 200, false}, {200, 200, 0, true}},
		"200|200|200|0\n"},
	    {{{200, 200, 0, true}, {200, 200, 0, false}, {200, 200, 0, true}},
		"200|200|~|0\n"},
	};
	static const size_t orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(cases) * LEN(orders); i++) {
		const size_t *order = orders[i % LEN(orders)];
		size_t at = i / LEN(orders);

		exec(hscan_store_db(f->store), "DELETE FROM item");
		f->tampered = true;
		for (size_t k = 0; k < 6; k++) {
			size_t row = order[k % 3];
			const struct hscan_item item =
			    pull_row(cases[at].rows[row].updated,
				cases[at].rows[row].closed,
				cases[at].rows[row].merged,
				cases[at].rows[row].untold);

			assert_int_equal(
			    hscan_store_put_items(f->store, BY_REST(HOST),
				f->repo_id, &item, 1, NULL),
			    HSCAN_OK);
		}
		assert_query(f->store, merge_sql, cases[at].expected);
	}
}

static void
put_untold(struct fixture *f)
{
	const struct hscan_item item = pull_row(300, 200, 0, true);

	exec(hscan_store_db(f->store),
	    "DELETE FROM item; DELETE FROM pull_base; DELETE FROM event;");
	f->tampered = true;
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static void
settle(struct fixture *f, const char *expected, int64_t left)
{
	int64_t untold = -1;

	assert_int_equal(
	    hscan_store_settle_merges(f->store, f->repo_id, NULL), HSCAN_OK);
	assert_query(f->store, merge_sql, expected);
	assert_int_equal(
	    hscan_store_count_untold(f->store, f->repo_id, 200, &untold, NULL),
	    HSCAN_OK);
	assert_int_equal(untold, left);
	assert_int_equal(
	    hscan_store_count_untold(f->store, f->repo_id, 201, &untold, NULL),
	    HSCAN_OK);
	assert_int_equal(untold, 0);
}

static void
the_list_of_pull_requests_tells_of_merges(void **state)
{
	struct hscan_base base = {.number = 8,
	    .updated_at = 300,
	    .branch = hscan_text_of("main"),
	    .closed_at = 200,
	    .merged_at = HSCAN_NEVER};
	const struct {
		int64_t closed_at, merged_at;
		bool untold;
		const char *expected;
		int64_t left;
	} rows[] = {
	    {200, HSCAN_NEVER, true, "300|200|~|1\n", 1},
	    {200, HSCAN_NEVER, false, "300|200|~|0\n", 0},
	    {150, HSCAN_NEVER, false, "300|200|~|1\n", 1},
	    {HSCAN_NEVER, HSCAN_NEVER, false, "300|200|~|1\n", 1},
	    {200, 199, false, "300|200|199|0\n", 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		put_untold(f);
		settle(f, "300|200|~|1\n", 1);
		base.closed_at = rows[i].closed_at;
		base.merged_at = rows[i].merged_at;
		base.merge_untold = rows[i].untold;
		assert_int_equal(
		    hscan_store_put_bases(f->store, f->repo_id, &base, 1, NULL),
		    HSCAN_OK);
		settle(f, rows[i].expected, rows[i].left);
	}
	/* A row that does not tell takes nothing away. */
	base.merged_at = HSCAN_NEVER;
	base.merge_untold = true;
	assert_int_equal(
	    hscan_store_put_bases(f->store, f->repo_id, &base, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store,
	    "SELECT told, closed_at, merged_at FROM pull_base", "1|200|199\n");
}

static void
put_one_event(struct fixture *f, enum hscan_event_kind kind, int64_t at)
{
	const struct hscan_event event = {
	    kind, at, 8, at, {0}, {NULL, 0}, HSCAN_GRADE_FORGE};

	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static void
events_tell_of_merges(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state events;

	put_untold(f);
	put_one_event(f, HSCAN_EVENT_CLOSED, 201);
	/* That of the merge may be on the next page. */
	settle(f, "300|200|~|1\n", 1);
	hscan_stream_state_init(&events);
	events.finished = true;
	events.walk_next = hscan_text_of("/next");
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_EVENTS, &events, NULL),
	    HSCAN_OK);
	settle(f, "300|200|~|1\n", 1);
	put_one_event(f, HSCAN_EVENT_MERGED, 201);
	settle(f, "300|200|201|0\n", 0);
	/* All were read: one of this close, and none of a merge. */
	events.walk_next = hscan_text_of(NULL);
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_EVENTS, &events, NULL),
	    HSCAN_OK);
	put_untold(f);
	put_one_event(f, HSCAN_EVENT_CLOSED, 194);
	settle(f, "300|200|~|1\n", 1);
	put_one_event(f, HSCAN_EVENT_CLOSED, 205);
	settle(f, "300|200|~|0\n", 0);
}

static void
put_by_webhook(struct fixture *f, enum hscan_event_kind kind, int64_t at,
    enum hscan_grade grade)
{
	const struct hscan_teller webhook = {HOST, HSCAN_SOURCE_WEBHOOK, at};
	const struct hscan_event event = {
	    kind, 0, 8, at, {0}, {NULL, 0}, grade};

	assert_int_equal(hscan_store_put_events(
			     f->store, &webhook, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static void
the_best_told_time_is_that_of_the_merge(void **state)
{
	const struct hscan_span span = {.stream = HSCAN_STREAM_EVENTS,
	    .source = HSCAN_SOURCE_WEBHOOK,
	    .starts_at = 1,
	    .ends_at = 2};
	struct hscan_stream_state events;
	struct fixture *f = *state;

	hscan_stream_state_init(&events);
	events.finished = true;
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_EVENTS, &events, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_span(f->store, f->repo_id, &span, NULL), HSCAN_OK);
	/* Whether it was merged may come with what tells no close of REST's. */
	put_untold(f);
	put_by_webhook(f, HSCAN_EVENT_CLOSED, 200, HSCAN_GRADE_OWN);
	settle(f, "300|200|~|1\n", 1);
	put_by_webhook(f, HSCAN_EVENT_MERGED, 199, HSCAN_GRADE_NEAR);
	put_by_webhook(f, HSCAN_EVENT_MERGED, 200, HSCAN_GRADE_OWN);
	settle(f, "300|200|200|0\n", 0);
	put_untold(f);
	put_by_webhook(f, HSCAN_EVENT_MERGED, 200, HSCAN_GRADE_OWN);
	put_one_event(f, HSCAN_EVENT_MERGED, 202);
	settle(f, "300|200|202|0\n", 0);
}

/* Whoever was told to be one by any answer, in whatever order: later words of
 * theirs take nothing away. */
static void
whose_answers_are_a_maintainers_is_kept(void **state)
{
	static const char *const told[] = {"OWNER", "MEMBER", "COLLABORATOR",
	    "CONTRIBUTOR", "NONE", "member", ""};
	struct hscan_response all[LEN(told) + 2];
	int64_t rows = 0;
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(all); i++)
		all[i] = (struct hscan_response){.kind = HSCAN_COMMENT,
		    .id = 40 + (int64_t)i,
		    .number = 8,
		    .occurred_at = 100 + (int64_t)i,
		    .actor = {.id = 1 + (int64_t)i, .login = {"a", 1}},
		    .association = text(i < LEN(told) ? told[i] : "MEMBER")};
	all[LEN(told)].actor.id = 0; /* a deleted account is nobody's */
	all[LEN(told) + 1].actor.id = 1;
	all[LEN(told) + 1].association = text("NONE");
	for (int round = 0; round < 2; round++)
		assert_int_equal(
		    hscan_store_put_responses(f->store, BY_REST(HOST),
			f->repo_id, all, LEN(all), NULL),
		    HSCAN_OK);
	assert_query(f->store, "SELECT actor_id FROM maintainer ORDER BY 1",
	    "1\n2\n3\n");
	assert_int_equal(
	    hscan_store_forget(f->store, f->repo_id, NULL, &rows, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT count(*) FROM maintainer", "0\n");
}

/* In a store that REST alone fills. */
static void
what_a_review_says_is_filled_in(void **state)
{
	static const struct {
		enum hscan_review_state told;
		int64_t actor;
		const char *stored;
	} rows[] = {
	    {HSCAN_STATE_UNTOLD, 0, "~|~\n"},
	    {HSCAN_STATE_UNTOLD, 3, "3|~\n"},
	    {HSCAN_APPROVED, 0, "3|2\n"},
	    {HSCAN_STATE_UNTOLD, 3, "3|2\n"},
	    {HSCAN_DISMISSED, 4, "3|4\n"},
	    {HSCAN_APPROVED, 3, "3|4\n"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_response review = {.kind = HSCAN_REVIEW,
		    .id = 40,
		    .number = 8,
		    .occurred_at = 100,
		    .actor = {.id = rows[i].actor, .login = {"a", 1}},
		    .state = rows[i].told};

		assert_int_equal(
		    hscan_store_put_responses(
			f->store, BY_REST(HOST), f->repo_id, &review, 1, NULL),
		    HSCAN_OK);
		assert_query(f->store, "SELECT actor_id, state FROM response",
		    rows[i].stored);
		assert_int_equal(hscan_store_verify(f->store, NULL), HSCAN_OK);
	}
}

/* --- what is open, and was not read --- */

static void
put_open(struct fixture *f, int64_t number, enum hscan_item_kind kind,
    int64_t updated_at, int64_t comments)
{
	const struct hscan_item item = {.kind = kind,
	    .id = 500 + number,
	    .number = number,
	    .open = true,
	    .comments = comments,
	    .created_at = 100 * number,
	    .updated_at = updated_at,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static void
put_read(struct fixture *f, int64_t number, int64_t at, unsigned parts)
{
	const struct hscan_pull_mark mark = {
	    .number = number, .updated_at = at};

	assert_int_equal(
	    hscan_store_put_detail(f->store, f->repo_id, &mark, parts, NULL),
	    HSCAN_OK);
}

static void
assert_unread(struct fixture *f, const struct hscan_open_question *question,
    const char *expected)
{
	struct hscan_pull_mark *marks = NULL;
	struct hscan_arena arena;
	struct hscan_buf got;
	size_t len = 0;

	hscan_arena_init(&arena);
	assert_int_equal(hscan_store_unread_open(f->store, f->repo_id, question,
			     &arena, &marks, &len, NULL),
	    HSCAN_OK);
	hscan_buf_init(&got, 1000);
	for (size_t i = 0; i < len; i++)
		(void)hscan_buf_add_format(&got, "%s%lld%s", i > 0 ? " " : "",
		    (long long)marks[i].number,
		    marks[i].kind == HSCAN_PULL_REQUEST ? "p" : "");
	assert_string_equal(hscan_buf_string(&got), expected);
	hscan_buf_clear(&got);
	hscan_arena_clear(&arena);
}

static void
what_is_open_is_read_where_nothing_tells(void **state)
{
	const unsigned all =
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS;
	struct hscan_open_question question = {
	    .at = 5000, .comments_from = INT64_MAX};
	struct fixture *f = *state;

	put_open(f, 1, HSCAN_ISSUE, 900, 0); /* nobody has commented */
	put_open(f, 2, HSCAN_ISSUE, 900, 1);
	put_open(f, 3, HSCAN_ISSUE, 900, 0);
	put_open(f, 4, HSCAN_ISSUE, 900, 1);
	put_open(f, 5, HSCAN_ISSUE, 900, 1);
	put_read(f, 4, 900, HSCAN_DETAIL_COMMENTS);
	put_read(f, 5, 899, HSCAN_DETAIL_COMMENTS); /* has changed since */
	put_open(f, 6, HSCAN_PULL_REQUEST, 900, 0);
	put_open(f, 7, HSCAN_PULL_REQUEST, 700, 0); /* nobody's touch */
	put_open(f, 8, HSCAN_PULL_REQUEST, 900, 1);
	put_open(f, 9, HSCAN_PULL_REQUEST, 950, 1);
	put_read(f, 8, 900, HSCAN_DETAIL_REVIEWS);
	put_read(f, 9, 950, all);
	/* As of a source that does not tell how many comments it has. */
	f->tampered = true;
	assert_int_equal(sqlite3_exec(hscan_store_db(f->store),
			     "UPDATE item SET unknown = 4 WHERE number = 3",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	put_open(f, 60, HSCAN_ISSUE, 9000, 1); /* opened later */
	assert_unread(f, &question, "2 3 5 6p 8p");
	/* The list of comments is of no use where it begins too late. */
	question.comments_from = 301;
	assert_unread(f, &question, "2 3 6p 8p");
	question.comments_from = HSCAN_NEVER;
	assert_unread(f, &question, "6p 8p");
	question.drafts_read = true;
	assert_unread(f, &question, "6p");
	question.at = 600;
	assert_unread(f, &question, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(what_is_known_of_a_merge_stays_known),
	    WITH_STORE(the_list_of_pull_requests_tells_of_merges),
	    WITH_STORE(events_tell_of_merges),
	    WITH_STORE(the_best_told_time_is_that_of_the_merge),
	    WITH_STORE(whose_answers_are_a_maintainers_is_kept),
	    WITH_STORE(what_a_review_says_is_filled_in),
	    WITH_STORE(what_is_open_is_read_where_nothing_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
