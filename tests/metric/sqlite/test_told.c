/* SPDX-License-Identifier: MIT */
/* What metrics see of repositories that several sources have told of. */
#include "base/buf.h"
#include "metric/sqlite/query.h"
#include "model/login_id.h"
#include "support/measured.h"

#define CREATED (NOW - 20 * DAY)
#define CLOSED  (NOW - 10 * DAY)

#define C HSCAN_EVENT_CLOSED
#define O HSCAN_EVENT_REOPENED
#define M HSCAN_EVENT_MERGED

static const struct hscan_teller hook = {HOST, HSCAN_SOURCE_WEBHOOK, NOW};
static const struct hscan_teller archive = {HOST, HSCAN_SOURCE_ARCHIVE, NOW};

static void
put_span(struct fixture *f, enum hscan_source source, bool complete)
{
	const struct hscan_span span = {
	    "issues", source, NOW - 40 * DAY, NOW, complete, false};

	assert_int_equal(
	    hscan_store_put_span(f->store, f->repo_id, &span, NULL), HSCAN_OK);
}

static void
tell(struct fixture *f, const struct hscan_teller *teller,
    enum hscan_event_kind kind, enum hscan_grade grade, int64_t number,
    int64_t at)
{
	const struct hscan_event event = {
	    kind, 0, number, at, robot, {"completed", 9}, grade};

	assert_int_equal(hscan_store_put_events(
			     f->store, teller, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

/* An item of which hardly more is known than that it is there. */
static void
put_partial(struct fixture *f, enum hscan_item_kind kind, int64_t number)
{
	const struct hscan_item item = {.kind = kind,
	    .number = number,
	    .author = alice,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = CREATED,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .unknown = HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED |
		       HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN};

	assert_int_equal(hscan_store_put_items(
			     f->store, &archive, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

/* --- asking --- */

static enum hscan_status
no_columns(const struct hscan_text *names, size_t len, void *payload,
    struct hscan_error *err)
{
	(void)names;
	(void)len;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

static enum hscan_status
no_row(const struct hscan_query_value *values, size_t len, void *payload,
    struct hscan_error *err)
{
	(void)values;
	(void)len;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

static enum hscan_status
add_row(const struct hscan_query_value *values, size_t len, void *payload,
    struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)err;
	for (size_t i = 0; i < len; i++) {
		if (values[i].kind == HSCAN_QUERY_INTEGER)
			(void)hscan_buf_add_format(
			    out, "%lld ", (long long)values[i].integer);
		else if (values[i].kind == HSCAN_QUERY_TEXT)
			(void)hscan_buf_add_format(out, "%.*s ",
			    (int)values[i].text.len, values[i].text.ptr);
		else
			(void)hscan_buf_add_string(out, "- ");
	}
	(void)hscan_buf_add_string(out, "\n");
	return HSCAN_OK;
}

static void
assert_rows(const struct fixture *f, struct hscan_engine_scope ask,
    const char *sql, const char *expected)
{
	struct hscan_engine *engine = NULL;
	struct hscan_buf out;
	const struct hscan_query_taker taker = {no_columns, add_row, &out};
	struct hscan_error err;

	hscan_buf_init(&out, 100000);
	if (hscan_engine_open(&hscan_sqlite_engine, f->store, &ask, &engine,
		&err) != HSCAN_OK ||
	    hscan_query_run(engine, hscan_text_of(sql), &taker, &err) !=
		HSCAN_OK)
		fail_msg("%s", err.message);
	hscan_engine_close(engine);
	assert_true(hscan_buf_add_char(&out, '\0'));
	assert_string_equal(out.ptr, expected);
	hscan_buf_clear(&out);
}

#define EVENTS \
	"SELECT repo_id, number, kind, occurred_at - 85536000, reason" \
	" FROM v_event ORDER BY repo_id, number, occurred_at, kind"

/* --- events --- */

static void
put_closed_twice(struct fixture *f)
{
	put_issue(f, f->repo_id, 1, CREATED, CLOSED + 60);
	put_event(f, C, 1, 1, CLOSED);
	put_event(f, O, 2, 1, CLOSED + 30);
	put_event(f, C, 3, 1, CLOSED + 60);
	tell(f, &hook, C, HSCAN_GRADE_OWN, 1, CLOSED);
	tell(f, &hook, O, HSCAN_GRADE_NEAR, 1, CLOSED + 31);
	tell(f, &hook, C, HSCAN_GRADE_OWN, 1, CLOSED + 61);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 1, CLOSED + 4);
	tell(f, &archive, O, HSCAN_GRADE_NEAR, 1, CLOSED + 33);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 1, CLOSED + 63);
}

static void
one_fact_is_one_event(void **state)
{
	struct fixture *f = *state;
	struct hscan_engine_scope ask = ask_of(f);

	put_span(f, HSCAN_SOURCE_WEBHOOK, false);
	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_closed_twice(f);
	assert_rows(f, ask, EVENTS,
	    "1 1 1 0 completed \n1 1 2 30 completed \n1 1 1 60 completed \n");
	ask.history_events = true;
	assert_rows(f, ask,
	    "SELECT opened_at - 85536000, ended_at - 85536000, closed"
	    " FROM v_issue_state ORDER BY 1",
	    "-864000 0 1 \n30 60 1 \n");
}

static void
what_rest_alone_has_told_is_as_it_stands(void **state)
{
	struct fixture *f = *state;
	const int64_t both[] = {f->repo_id, f->other_id};
	struct hscan_engine_scope ask = ask_of(f);
	const struct hscan_event merge = {
	    M, 5, 1, CLOSED, alice, {NULL, 0}, HSCAN_GRADE_FORGE};

	ask.repo_ids = both;
	ask.repos = 2;
	put_issue(f, f->other_id, 1, CREATED, HSCAN_NEVER);
	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->other_id, &merge, 1, NULL),
	    HSCAN_OK);
	assert_rows(f, ask, EVENTS, "2 1 3 0 - \n");
	/* Not even where another repository is told of by several. */
	put_span(f, HSCAN_SOURCE_WEBHOOK, false);
	put_issue(f, f->repo_id, 1, CREATED, HSCAN_NEVER);
	tell(f, &hook, C, HSCAN_GRADE_OWN, 1, CLOSED);
	assert_rows(f, ask, EVENTS, "1 1 1 0 completed \n2 1 3 0 - \n");
}

static void
own_sql_reads_the_views_alone(void **state)
{
	static const char *const refused[] = {"SELECT kind FROM told_event",
	    "SELECT count(*) FROM told_item", "SELECT kind FROM told_response",
	    "SELECT kind FROM temp.ask_event", "SELECT count(*) FROM ask_event",
	    "SELECT e.kind FROM v_event AS v, told_event AS e"};
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);

	for (int mixed = 0; mixed < 2; mixed++) {
		struct hscan_engine *engine = NULL;

		assert_int_equal(hscan_engine_open(&hscan_sqlite_engine,
				     f->store, &ask, &engine, NULL),
		    HSCAN_OK);
		for (size_t i = 0; i < LEN(refused); i++) {
			const struct hscan_query_taker taker = {
			    no_columns, no_row, NULL};

			assert_int_equal(
			    hscan_query_run(engine, hscan_text_of(refused[i]),
				&taker, NULL),
			    HSCAN_EINVAL);
		}
		hscan_engine_close(engine);
		assert_rows(f, ask, "SELECT count(*) FROM v_event", "0 \n");
		assert_rows(f, ask,
		    "SELECT count(*) FROM v_event AS e JOIN v_item AS i"
		    " ON i.number = e.number",
		    "0 \n");
		put_span(f, HSCAN_SOURCE_WEBHOOK, false);
	}
}

/* The views cost nothing where there is nothing to unite. */
static void
views_are_merged_into_what_reads_them(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	const struct hscan_query_taker taker = {no_columns, no_row, NULL};
	struct hscan_engine *engine = NULL;
	sqlite3_stmt *stmt = NULL;
	int found = 0;

	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store, &ask,
			     &engine, NULL),
	    HSCAN_OK);
	/* It makes the views. */
	assert_int_equal(
	    hscan_query_run(engine, hscan_text_of("SELECT 1"), &taker, NULL),
	    HSCAN_OK);
	assert_int_equal(sqlite3_prepare_v2(hscan_store_db(f->store),
			     "EXPLAIN QUERY PLAN SELECT s.number"
			     "  FROM v_window AS w JOIN v_issue_state AS s"
			     "    ON s.ended_at >= w.starts_at"
			     "   AND s.ended_at < w.ends_at"
			     "  JOIN v_event AS e ON e.number = s.number"
			     "  JOIN v_response AS p ON p.number = s.number",
			     -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(stmt, 3);

		found += strstr(step, "USING COVERING INDEX item_by_close ("
				      "repo_id=? AND kind=? AND closed_at>? "
				      "AND closed_at<?)") != NULL;
		assert_null(strstr(step, "told_"));
	}
	assert_int_equal(found, 1);
	sqlite3_finalize(stmt);
	hscan_engine_close(engine);
}

/* --- items --- */

static void
what_no_source_tells_is_null(void **state)
{
	struct fixture *f = *state;

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_partial(f, HSCAN_ISSUE, 1);
	tell(f, &archive, O, HSCAN_GRADE_NEAR, 1, CLOSED);
	put_issue(f, f->repo_id, 2, CREATED, HSCAN_NEVER);
	assert_rows(f, ask_of(f),
	    "SELECT number, title IS NULL, created_at - 85536000 FROM v_item"
	    " ORDER BY number",
	    "1 1 -864000 \n2 0 -864000 \n");
}

#define ITEMS \
	"SELECT number, closed_at - 85536000, merged_at - 85536000" \
	" FROM v_item ORDER BY number"

static void
events_tell_whether_an_item_is_open(void **state)
{
	struct fixture *f = *state;
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_partial(f, HSCAN_ISSUE, 1);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 1, CLOSED);
	put_partial(f, HSCAN_ISSUE, 2);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 2, CLOSED);
	tell(f, &archive, O, HSCAN_GRADE_NEAR, 2, CLOSED + 50);
	put_partial(f, HSCAN_PULL_REQUEST, 3);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 3, CLOSED);
	tell(f, &archive, M, HSCAN_GRADE_NEAR, 3, CLOSED);
	/* As its row says, whatever else is told. */
	put_issue(f, f->repo_id, 4, CREATED, HSCAN_NEVER);
	tell(f, &archive, C, HSCAN_GRADE_NEAR, 4, CLOSED);
	assert_rows(f, ask, ITEMS, "1 0 - \n2 - - \n3 0 0 \n4 - - \n");
	measure(f, &ask, "issue_backlog", out);
	assert_value(out[0].value, 2);
	measure(f, &ask, "pr_acceptance", out);
	assert_value(out[0].value, 100);
	ask.history_events = true;
	measure(f, &ask, "pr_acceptance", out);
	assert_value(out[0].value, 100);
	measure(f, &ask, "issue_backlog", out);
	assert_value(out[0].value, 1);
}

static void
what_is_not_told_to_be_open_is_in_doubt(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_partial(f, HSCAN_ISSUE, 1);
	put_issue(f, f->repo_id, 2, CREATED, HSCAN_NEVER);
	assert_rows(f, ask, ITEMS, "2 - - \n");
	measure(f, &ask, "issue_backlog", out);
	assert_value(out[0].value, 1);
	assert_int_equal(out[0].unreadable, 1);
	assert_true(out[0].range.known && out[0].range.high >= 2);
	/* Where everything that happened is told, it is open. */
	put_span(f, HSCAN_SOURCE_ARCHIVE, true);
	assert_rows(f, ask, ITEMS, "1 - - \n2 - - \n");
	measure(f, &ask, "issue_backlog", out);
	assert_value(out[0].value, 2);
	assert_int_equal(out[0].unreadable, 0);
}

/* --- accounts that are known by their logins --- */

/* Somebody as an hour of long ago names them. */
static struct hscan_actor
bare(const char *login)
{
	return (struct hscan_actor){hscan_login_id(HOST, hscan_text_of(login)),
	    hscan_text_of(login), {NULL, 0}};
}

static void
answer(struct fixture *f, const struct hscan_teller *teller, int64_t id,
    int64_t number, struct hscan_actor actor)
{
	const struct hscan_response response = {.kind = HSCAN_COMMENT,
	    .id = id,
	    .number = number,
	    .occurred_at = CREATED + id,
	    .actor = actor};

	assert_int_equal(hscan_store_put_responses(
			     f->store, teller, f->repo_id, &response, 1, NULL),
	    HSCAN_OK);
}

#define ANSWERS \
	"SELECT number, responded_at - started_at FROM v_issue_response" \
	" ORDER BY number"

static void
who_goes_by_a_login_is_that_account(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_issue(f, f->repo_id, 1, CREATED, HSCAN_NEVER);
	answer(f, BY_REST(HOST), 9, 1, robot);
	/* Its own author, whatever the case; a bot by its type alone; and
	 * somebody whom no source has told a number of. */
	answer(f, &archive, 1, 1, bare("Alice"));
	assert_rows(f, ask, ANSWERS, "1 - \n");
	answer(f, &archive, 2, 1, bare("robot"));
	assert_rows(f, ask, ANSWERS, "1 - \n");
	assert_rows(f, ask,
	    "SELECT actor_id, by_bot FROM v_response ORDER BY forge_id",
	    "10 0 \n11 1 \n11 1 \n");
	answer(f, &archive, 3, 1, bare("nobody-else"));
	assert_rows(f, ask, ANSWERS, "1 3 \n");
	assert_rows(f, ask,
	    "SELECT actor_id > 0, login, bot FROM v_account ORDER BY login",
	    "1 alice 0 \n0 nobody-else 0 \n1 robot 1 \n");
	/* The facts stay as they were told. */
	assert_rows(f, ask, "SELECT count(*) FROM v_account", "3 \n");
}

static void
items_and_events_name_that_account(void **state)
{
	struct fixture *f = *state;
	const struct hscan_event event = {
	    C, 0, 1, CLOSED, bare("ROBOT"), {NULL, 0}, HSCAN_GRADE_NEAR};
	struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 1,
	    .author = bare("alice"),
	    .draft = HSCAN_UNKNOWN_YET,
	    .open = true,
	    .created_at = CREATED,
	    .updated_at = CREATED,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	assert_int_equal(hscan_store_put_items(
			     f->store, &archive, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_events(
			     f->store, &archive, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	assert_rows(f, ask_of(f), "SELECT actor_id < 0, by_id < 0 FROM v_event",
	    "1 1 \n");
	put_issue(f, f->repo_id, 2, CREATED, HSCAN_NEVER);
	answer(f, BY_REST(HOST), 9, 2, robot);
	assert_rows(f, ask_of(f),
	    "SELECT number, actor_id FROM v_issue ORDER BY number",
	    "1 10 \n2 10 \n");
	assert_rows(
	    f, ask_of(f), "SELECT actor_id, by_id FROM v_event", "10 11 \n");
}

/* Of several that go by one login, the one that REST has told. */
static void
of_two_accounts_the_one_that_is_told_better(void **state)
{
	struct fixture *f = *state;
	const struct hscan_teller before = {
	    HOST, HSCAN_SOURCE_ARCHIVE, NOW - 900 * DAY};

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_issue(f, f->repo_id, 1, CREATED, HSCAN_NEVER);
	answer(f, &archive, 1, 1,
	    (struct hscan_actor){77, {"bob", 3}, {"User", 4}});
	answer(f, &before, 2, 1,
	    (struct hscan_actor){66, {"bob", 3}, {"User", 4}});
	answer(f, &archive, 3, 1, bare("bob"));
#define OF_BOB "SELECT actor_id FROM v_response WHERE forge_id = 3"
	assert_rows(f, ask_of(f), OF_BOB, "77 \n");
	answer(f, BY_REST(HOST), 4, 1,
	    (struct hscan_actor){88, {"Bob", 3}, {"User", 4}});
	assert_rows(f, ask_of(f), OF_BOB, "88 \n");
}

/* --- who told --- */

static enum hscan_status
add_author(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	(void)err;
	(void)hscan_buf_add_format(
	    payload, "%.*s ", (int)sample->author.len, sample->author.ptr);
	return HSCAN_OK;
}

static enum hscan_status
add_sample(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	(void)err;
	(void)hscan_buf_add_format(payload, "%.*s:%u ",
	    (int)sample->subject.len, sample->subject.ptr, sample->sources);
	return HSCAN_OK;
}

static void
assert_samples(struct fixture *f, const char *id, bool events,
    hscan_sample_fn *add, const char *expected)
{
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_engine *engine = NULL;
	struct hscan_buf out;

	ask.history_events = events;
	hscan_buf_init(&out, 10000);
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store, &ask,
			     &engine, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_engine_samples(engine,
			     hscan_metrics_find(&f->metrics, hscan_text_of(id)),
			     f->repo_id, 0, add, &out, NULL),
	    HSCAN_OK);
	hscan_engine_close(engine);
	assert_true(hscan_buf_add_char(&out, '\0'));
	assert_string_equal(out.ptr, expected);
	hscan_buf_clear(&out);
}

static void
assert_told(
    struct fixture *f, const char *id, bool events, const char *expected)
{
	assert_samples(f, id, events, add_sample, expected);
}

static void
samples_name_accounts_without_a_number(void **state)
{
	struct fixture *f = *state;
	struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 1,
	    .author = bare("Zoe"),
	    .draft = HSCAN_UNKNOWN_YET,
	    .open = true,
	    .created_at = CREATED,
	    .updated_at = CREATED,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	assert_int_equal(hscan_store_put_items(
			     f->store, &archive, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	put_commit(f, 1, "ann", CREATED, false, false);
	assert_samples(f, "issue_open_age", false, add_author, "Zoe ");
	assert_samples(f, "commit_frequency", false, add_author, "ann ");
}

static void
samples_say_who_told_them(void **state)
{
	struct fixture *f = *state;
	const struct hscan_response answer = {.kind = HSCAN_COMMENT,
	    .id = 1,
	    .number = 1,
	    .occurred_at = CREATED + 5,
	    .actor = custom,
	    .near = true};
	const struct hscan_release release = {.id = 1,
	    .tag_name = {"v1", 2},
	    .created_at = CREATED,
	    .published_at = CREATED};
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .number = 1,
	    .title = {"t", 1},
	    .draft = HSCAN_UNKNOWN_YET,
	    .open = true,
	    .created_at = CREATED,
	    .updated_at = CREATED,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	put_issue(f, f->repo_id, 1, CREATED, CLOSED);
	assert_told(f, "issue_time_to_close", true, "1:0 ");
	put_span(f, HSCAN_SOURCE_WEBHOOK, false);
	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_event(f, C, 1, 1, CLOSED);
	tell(f, &hook, C, HSCAN_GRADE_OWN, 1, CLOSED);
	assert_int_equal(hscan_store_put_responses(
			     f->store, &archive, f->repo_id, &answer, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_releases(
			     f->store, &hook, f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
	assert_told(f, "issue_time_to_close", false, "1:1 ");
	assert_told(f, "issue_time_to_close", true, "1:3 ");
	assert_told(f, "issue_first_response", false, "1:11 ");
	assert_told(f, "release_frequency", false, "v1:2 ");
	/* Whoever told the newest row. */
	assert_int_equal(
	    hscan_store_put_items(f->store, &hook, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_told(f, "issue_time_to_close", false, "1:3 ");
	assert_int_equal(hscan_store_put_releases(f->store, BY_REST(HOST),
			     f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
	assert_told(f, "release_frequency", false, "v1:3 ");
	put_commit(f, 1, "ann", CREATED, false, false);
	assert_told(f, "commit_frequency", false,
	    "0100000000000000000000000000000000000000:0 ");
}

/* --- what is left --- */

static void
nothing_is_left_behind(void **state)
{
	struct fixture *f = *state;
	sqlite3_stmt *stmt = NULL;

	put_span(f, HSCAN_SOURCE_ARCHIVE, false);
	put_closed_twice(f);
	put_partial(f, HSCAN_ISSUE, 2);
	assert_rows(f, ask_of(f), "SELECT count(*) FROM v_event", "3 \n");
	assert_int_equal(
	    sqlite3_prepare_v2(hscan_store_db(f->store),
		"SELECT count(*) FROM sqlite_temp_schema", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(one_fact_is_one_event),
	    WITH_STORE(what_rest_alone_has_told_is_as_it_stands),
	    WITH_STORE(own_sql_reads_the_views_alone),
	    WITH_STORE(views_are_merged_into_what_reads_them),
	    WITH_STORE(what_no_source_tells_is_null),
	    WITH_STORE(events_tell_whether_an_item_is_open),
	    WITH_STORE(what_is_not_told_to_be_open_is_in_doubt),
	    WITH_STORE(who_goes_by_a_login_is_that_account),
	    WITH_STORE(items_and_events_name_that_account),
	    WITH_STORE(of_two_accounts_the_one_that_is_told_better),
	    WITH_STORE(samples_name_accounts_without_a_number),
	    WITH_STORE(samples_say_who_told_them),
	    WITH_STORE(nothing_is_left_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
