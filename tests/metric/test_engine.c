/* SPDX-License-Identifier: MIT */
/* Metrics over a small store: which samples count, and what is made of them. */
#include "support/measured.h"

/* --- medians --- */

static void
windows_are_half_open(void **state)
{
	static const int64_t merged_at[] = {NOW - 60 * DAY - 1, NOW - 60 * DAY,
	    NOW - 30 * DAY - 1, NOW - 30 * DAY, NOW - 1, NOW, NOW + 1};
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	for (size_t i = 0; i < LEN(merged_at); i++)
		put_merge(f, (int64_t)i + 1, alice,
		    merged_at[i] - (int64_t)(i + 1) * HOUR, merged_at[i]);
	measure(f, &ask, "pr_merge_cycle", out);
	/* The fourth and fifth; the second and third. */
	assert_int_equal(out[0].n, 2);
	assert_value(out[0].value, 4.5);
	assert_int_equal(out[1].n, 2);
	assert_value(out[1].value, 2.5);
}

static void
a_median_has_its_percentiles(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	for (int64_t i = 1; i <= 40; i++)
		put_merge(f, i, alice, NOW - DAY - (41 - i) * HOUR, NOW - DAY);
	measure(f, &ask, "pr_merge_cycle", out);
	assert_int_equal(out[0].n, 40);
	assert_value(out[0].value, 20.5);
	assert_value(out[0].p75, 30.25);
	assert_value(out[0].p90, 36.1);
	assert_false(out[0].count.known);
	assert_false(out[0].numerator.known);
	/* No samples: no number, not 0. */
	assert_int_equal(out[1].n, 0);
	assert_false(out[1].value.known);
	assert_false(out[1].p75.known);
	assert_false(out[1].p90.known);
}

static void
bots_are_left_out_and_counted(void **state)
{
	static const struct hscan_text globs[] = {{"acme-*", 6}};
	struct fixture *f = *state;
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_merge(f, 1, alice, NOW - 11 * HOUR, NOW - HOUR);
	put_merge(f, 2, robot, NOW - 21 * HOUR, NOW - HOUR);
	put_merge(f, 3, custom, NOW - 31 * HOUR, NOW - HOUR);
	put_merge(f, 4, null_user, NOW - 41 * HOUR, NOW - HOUR);
	put_merge(f, 5, ghost, NOW - 51 * HOUR, NOW - HOUR);
	measure(f, &ask, "pr_merge_cycle", out);
	assert_int_equal(out[0].n, 4);
	assert_int_equal(out[0].excluded_bots, 1);
	assert_value(out[0].value, 35);
	assert_int_equal(out[1].excluded_bots, 0);

	ask.bot_logins = globs;
	ask.bot_logins_len = 1;
	measure(f, &ask, "pr_merge_cycle", out);
	assert_int_equal(out[0].n, 3);
	assert_int_equal(out[0].excluded_bots, 2);
	assert_value(out[0].value, 40);

	ask.bots_included = true;
	measure(f, &ask, "pr_merge_cycle", out);
	assert_int_equal(out[0].n, 5);
	assert_int_equal(out[0].excluded_bots, 0);
	assert_value(out[0].value, 30);
}

/* On another forge the number of alice is that of the account for the deleted,
 * whose answers to itself would count. */
static void
a_ghost_is_one_of_its_host(void **state)
{
	const struct hscan_repo elsewhere = {.id = 9,
	    .full_name = hscan_text_of("o/n"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	const struct hscan_item by_ghost = {.kind = HSCAN_ISSUE,
	    .id = 1,
	    .number = 1,
	    .author = {alice.id, {"ghost", 5}, {"User", 4}},
	    .created_at = NOW - DAY,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};
	const struct hscan_response own = {.kind = HSCAN_REVIEW,
	    .id = 1,
	    .number = 1,
	    .occurred_at = NOW - 2 * HOUR,
	    .actor = alice};
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_engine_scope there = ask;
	struct hscan_outcome out[2];
	int64_t there_id = 0;

	assert_int_equal(hscan_store_put_repo(f->store, BY_REST("git.example"),
			     &elsewhere, &there_id, NULL),
	    HSCAN_OK);
	there.repo_ids = &there_id;
	assert_int_equal(hscan_store_put_items(f->store, BY_REST("git.example"),
			     there_id, &by_ghost, 1, NULL),
	    HSCAN_OK);
	put_merge(f, 1, alice, NOW - 3 * HOUR, NOW - HOUR);
	assert_int_equal(hscan_store_put_responses(f->store, BY_REST(HOST),
			     f->repo_id, &own, 1, NULL),
	    HSCAN_OK);
	measure(f, &ask, "pr_merged_unreviewed", out);
	assert_value(out[0].value, 100);
	measure(f, &ask, "pr_first_response", out);
	assert_int_equal(out[0].n, 0);
	/* There it is one, and no person of whom anything could be told. */
	measure(f, &there, "people_opened", out);
	assert_value(out[0].value, 0);
	measure(f, &ask, "people_opened", out);
	assert_value(out[0].value, 1);
}

/* --- shares, and what is known when --- */

static void
what_comes_after_the_end_does_not_exist(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	/* Opened before, closed in the newer window: open to the older one. */
	put_issue(f, f->repo_id, 1, NOW - 40 * DAY, NOW - 10 * DAY);
	/* Closed at the very end of the older window: still open there. */
	put_issue(f, f->repo_id, 2, NOW - 50 * DAY, NOW - 30 * DAY);
	/* Closed a second earlier. */
	put_issue(f, f->repo_id, 3, NOW - 50 * DAY, NOW - 30 * DAY - 1);
	/* Opened at the very end, and later: not there yet. */
	put_issue(f, f->repo_id, 4, NOW, HSCAN_NEVER);
	put_issue(f, f->repo_id, 5, NOW + DAY, NOW + 2 * DAY);
	/* Opened long ago and open: no window has to deal with it. */
	put_issue(f, f->repo_id, 6, NOW - 900 * DAY, HSCAN_NEVER);
	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 2);
	assert_value(out[0].numerator, 2);
	assert_value(out[0].value, 100);
	assert_int_equal(out[1].n, 3);
	assert_value(out[1].numerator, 1);
	assert_value(out[1].value, 100.0 / 3);
}

static void
a_pull_request_is_no_issue(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_merge(f, 1, alice, NOW - 2 * DAY, NOW - DAY);
	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 0);
	assert_false(out[0].value.known);
	assert_false(out[0].numerator.known);
}

static void
events_tell_more_than_rows(void **state)
{
	struct fixture *f = *state;
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	/* Closed in the older window, reopened, closed in the newer. */
	put_issue(f, f->repo_id, 1, NOW - 50 * DAY, NOW - 5 * DAY);
	put_event(f, HSCAN_EVENT_CLOSED, 1, 1, NOW - 40 * DAY);
	put_event(f, HSCAN_EVENT_REOPENED, 2, 1, NOW - 10 * DAY);
	put_event(f, HSCAN_EVENT_CLOSED, 3, 1, NOW - 5 * DAY);
	/* Closed and reopened within the newer window. */
	put_issue(f, f->repo_id, 2, NOW - 20 * DAY, HSCAN_NEVER);
	put_event(f, HSCAN_EVENT_CLOSED, 4, 2, NOW - 15 * DAY);
	put_event(f, HSCAN_EVENT_REOPENED, 5, 2, NOW - 14 * DAY);
	/* Became a discussion, which the row calls a close. */
	put_issue(f, f->repo_id, 3, NOW - 20 * DAY, NOW - 12 * DAY);
	put_event(f, HSCAN_EVENT_CONVERTED_TO_DISCUSSION, 6, 3, NOW - 12 * DAY);
	/* No event tells of this one. */
	put_issue(f, f->repo_id, 4, NOW - 20 * DAY, NOW - 11 * DAY);

	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 4);
	assert_value(out[0].numerator, 3);
	assert_int_equal(out[1].n, 1);
	assert_value(out[1].numerator, 0);

	ask.history_events = true;
	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 3);
	assert_value(out[0].numerator, 2);
	assert_int_equal(out[1].n, 1);
	assert_value(out[1].numerator, 1);
}

static void
a_long_history_is_replayed(void **state)
{
	struct fixture *f = *state;
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_issue(f, f->repo_id, 1, NOW - 20 * DAY, HSCAN_NEVER);
	put_issue(f, f->repo_id, 2, NOW - 20 * DAY, HSCAN_NEVER);
	for (int64_t i = 0; i < 200; i++)
		put_event(f, i % 2 ? HSCAN_EVENT_REOPENED : HSCAN_EVENT_CLOSED,
		    i, 1, NOW - 19 * DAY + i);
	put_event(f, HSCAN_EVENT_CLOSED, 500, 1, NOW - DAY);
	ask.history_events = true;
	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 2);
	assert_value(out[0].numerator, 1);
}

/* --- rates and gauges --- */

static void
a_rate_is_by_the_week(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	put_commit(f, 1, "Alice", NOW - 1, false, true);
	put_commit(f, 2, "Alice", NOW - 2 * DAY, false, true);
	put_commit(f, 3, "Bob", NOW - 30 * DAY, false, true);
	put_commit(f, 4, "Bob", NOW - 3 * DAY, false, false);
	put_commit(f, 5, "Bob", NOW - 3 * DAY, true, false);
	put_commit(f, 6, "dependabot[bot]", NOW - 4 * DAY, false, true);
	put_commit(f, 7, "Alice", NOW, false, true);
	measure(f, &ask, "doc_update_frequency", out);
	assert_value(out[0].count, 3);
	assert_value(out[0].value, 3 / (30.0 / 7));
	assert_int_equal(out[0].n, 3);
	assert_int_equal(out[0].excluded_bots, 1);
	/* Nothing happened, and that is a number. */
	assert_value(out[1].count, 0);
	assert_value(out[1].value, 0);
	assert_int_equal(out[1].n, 0);
}

static void
a_gauge_is_its_one_sample(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[2];

	measure(f, &ask, "doc_quiet_weeks", out);
	assert_false(out[0].value.known);
	put_commit(f, 1, "Alice", NOW - 35 * DAY, false, false);
	put_commit(f, 2, "dependabot[bot]", NOW - DAY, false, true);
	/* Never a documentation commit: since the first of all. */
	measure(f, &ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 5);
	assert_int_equal(out[0].n, 1);
	assert_int_equal(out[0].excluded_bots, 1);
	assert_value(out[1].value, 0);
	put_commit(f, 3, "Alice", NOW - 14 * DAY, false, true);
	measure(f, &ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 2);
	put_commit(f, 4, "Alice", NOW - 14 * DAY + 1, false, true);
	measure(f, &ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 1);
}

/* --- several at once --- */

static void
repositories_are_kept_apart(void **state)
{
	struct fixture *f = *state;
	const int64_t ids[] = {f->other_id, f->repo_id};
	struct hscan_engine_scope ask = ask_of(f);
	struct hscan_outcome out[4];

	put_issue(f, f->repo_id, 1, NOW - 2 * DAY, NOW - DAY);
	put_issue(f, f->repo_id, 2, NOW - 2 * DAY, HSCAN_NEVER);
	put_issue(f, f->other_id, 1, NOW - 32 * DAY, NOW - 31 * DAY);
	ask.repo_ids = ids;
	ask.repos = 2;
	for (int events = 0; events < 2; events++) {
		ask.history_events = events;
		measure(f, &ask, "issue_close_rate", out);
		assert_int_equal(out[0].n, 0);
		assert_int_equal(out[1].n, 1);
		assert_value(out[1].value, 100);
		assert_int_equal(out[2].n, 2);
		assert_value(out[2].value, 50);
		assert_int_equal(out[3].n, 0);
	}
	/* Asked for alone, the other one is not seen. */
	ask.repos = 1;
	measure(f, &ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 0);
	assert_int_equal(out[1].n, 1);
}

/* --- a user's own --- */

static void
a_count_is_the_sum(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[2];
	struct hscan_error err;

	assert_int_equal(
	    run_sql(f, HEADER("count") COLUMNS("2.5") ";", out, &err),
	    HSCAN_OK);
	assert_value(out[0].value, 2.5);
	assert_int_equal(out[0].n, 1);
	assert_int_equal(
	    run_sql(f, HEADER("count") COLUMNS("1") " WHERE 0 ;\n -- end", out,
		&err),
	    HSCAN_OK);
	assert_value(out[0].value, 0);
	assert_int_equal(out[0].n, 0);
}

/* The same numbers as of values that the query makes itself. */
static void
instants_are_made_values(void **state)
{
	static const struct {
		const char *sql;
		double value;
		int64_t n, open, before;
		bool censors;
	} rows[] = {
	    {IN_UNIT("median", "hours")
		    SAMPLE("10 AS began_at, 7210 AS ended_at"),
		2, 1, 0, 0, false},
	    {IN_UNIT("median", "minutes")
		    SAMPLE("10 AS began_at, 7210 AS ended_at"),
		120, 1, 0, 0, false},
	    {IN_UNIT("median", "seconds")
		    SAMPLE("-9 AS began_at, -2 AS ended_at"),
		7, 1, 0, 0, false},
	    {IN_UNIT("gauge", "weeks")
		    SAMPLE("0 AS began_at, 302400 AS ended_at"),
		0.5, 1, 0, 0, false},
	    /* Up to the window's end. */
	    {IN_UNIT("median", "days")
		    SAMPLE("w.starts_at AS began_at, NULL AS ended_at"),
		30, 1, 0, 0, false},
	    {IN_UNIT("median", "days") SAMPLE(
		 "w.starts_at AS began_at, NULL AS ended_at,"
		 " 0 AS withdrawn") " UNION ALL " SAMPLE("0 AS began_at, 86400 "
							 "AS ended_at, 0 AS "
							 "withdrawn"),
		1, 1, 1, 0, true},
	    /* Withdrawn, or of no cohort. */
	    {IN_UNIT("median", "days")
		    SAMPLE("0 AS began_at, 1 AS ended_at, 1 "
			   "AS withdrawn") " UNION "
					   "ALL " SAMPLE("0, 86400, "
							 "NULL"),
		1, 1, 0, 0, true},
	    /* It ended before it began. */
	    {IN_UNIT("median", "hours")
		    SAMPLE("5 AS began_at, 4 AS ended_at") " UNION ALL " SAMPLE(
			"0, 3600"),
		1, 1, 0, 1, false},
	    {IN_UNIT("gauge", "seconds") SAMPLE("5 AS began_at, 3 AS ended_at"),
		-2, 1, 0, 0, false},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_outcome out[2];
		struct hscan_error err;

		if (run_sql(f, rows[i].sql, out, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].sql, err.message);
		assert_value(out[1].value, rows[i].value);
		assert_int_equal(out[1].n, rows[i].n);
		assert_int_equal(out[1].open, rows[i].open);
		assert_int_equal(out[1].ended_before_began, rows[i].before);
		assert_int_equal(out[1].censors, rows[i].censors);
	}
}

/* A duration cannot be below zero; anything else may. */
static void
what_ended_before_it_began_is_left_out(void **state)
{
	static const struct {
		const char *sql;
		double value;
		int64_t n, before;
	} rows[] = {
	    {IN_UNIT("median", "hours") TWO(""), 3, 1, 1},
	    {IN_UNIT("median", "days") TWO(""), 3, 1, 1},
	    {IN_UNIT("median", "weeks") TWO(""), 3, 1, 1},
	    {IN_UNIT("median", "business h") TWO(", 0 AS open"), 3, 1, 1},
	    {IN_UNIT("median", "hours") TWO(", NULL AS open"), 3, 1, 1},
	    /* Of the cohort alone: n is no less for it. */
	    {IN_UNIT("median", "hours")
		    SAMPLE("-2 AS value, 2 AS open") " UNION ALL " SAMPLE(
			"3 AS value, 0 AS open"),
		3, 1, 0},
	    {IN_UNIT("median", "hours") COLUMNS("0.0"), 0, 1, 0},
	    {IN_UNIT("median", "lines") TWO(""), 0.5, 2, 0},
	    {IN_UNIT("count", "hours") TWO(""), 1, 2, 0},
	    {IN_UNIT("gauge", "days") COLUMNS("-2"), -2, 1, 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_outcome out[2];
		struct hscan_error err;

		if (run_sql(f, rows[i].sql, out, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].sql, err.message);
		assert_value(out[1].value, rows[i].value);
		assert_int_equal(out[1].n, rows[i].n);
		assert_int_equal(out[1].ended_before_began, rows[i].before);
	}
}

/* --- clocks --- */

/* A header that says clock and statistic, and columns that do not go with it.
 */
static void
columns_go_with_the_header(void **state)
{
#define CLOCKED(statistic, unit, clock) IN_UNIT(statistic, unit) clock
#define DATES                           "w.starts_at AS began_at, w.starts_at + 3600 AS ended_at"
	static const struct {
		const char *sql, *message; /* NULL: it is good */
	} rows[] = {
	    {CLOCKED("median", "hours", "-- clock: hours\n") SAMPLE(DATES),
		NULL},
	    {CLOCKED("within", "%", "") SAMPLE(DATES), NULL},
	    {CLOCKED("median", "hours", "-- clock: hours\n") TWO(""),
		"metric mine: columns 5 and 6 have to be began_at and "
		"ended_at, "
		"since its header says clock: hours"},
	    {CLOCKED("within", "%", "") TWO(""),
		"metric mine: columns 5 and 6 have to be began_at and "
		"ended_at, "
		"since its header says statistic: within"},
	    {CLOCKED("within", "hours", "") SAMPLE(DATES),
		"metric mine: the unit of statistic: within is %"},
	    {CLOCKED("within", "%", "") SAMPLE(DATES ", 0 AS withdrawn"),
		"metric mine: column 7 is one too many; statistic: within has "
		"no withdrawn"},
	    {CLOCKED("median", "business h", "") SAMPLE(DATES),
		"metric mine: column 5 is began_at, but the unit is not "
		"seconds, minutes, hours, days or weeks"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_outcome out[2];
		struct hscan_error err = {.message = ""};
		enum hscan_status status = run_sql(f, rows[i].sql, out, &err);

		if (status != (rows[i].message ? HSCAN_EPARSE : HSCAN_OK))
			fail_msg("%s: %s", rows[i].sql, err.message);
		if (rows[i].message)
			assert_string_equal(err.message, rows[i].message);
		else
			assert_int_equal(out[1].n, 1);
	}
}

/* --- another kind --- */

static const struct hscan_engine_kind other_kind;

/* Gives three rows, whatever the metric is. */
static enum hscan_status
give_three(struct hscan_engine *engine, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, const bool *of,
    struct hscan_engine_columns *columns, hscan_engine_row_fn *on_row,
    void *payload, struct hscan_error *err)
{
	const struct hscan_engine_row rows[] = {
	    {.says = HSCAN_ROW_DURATION,
		.end = HSCAN_ROW_ENDED,
		.began_at = NOW - 3 * HOUR,
		.ended_at = NOW - HOUR},
	    {.says = HSCAN_ROW_DURATION,
		.end = HSCAN_ROW_ENDED,
		.began_at = NOW - DAY,
		.ended_at = HSCAN_NEVER},
	    {.says = HSCAN_ROW_DURATION,
		.end = HSCAN_ROW_ENDED,
		.began_at = NOW - 9 * HOUR,
		.ended_at = NOW - HOUR,
		.left_out = true},
	};
	enum hscan_status status = HSCAN_OK;

	(void)metric;
	assert_null(place);
	assert_null(of);
	*columns =
	    (struct hscan_engine_columns){.instants = true, .cohort = true};
	for (size_t i = 0; i < LEN(rows) && status == HSCAN_OK; i++) {
		struct hscan_engine_row row = rows[i];

		row.repo_id = engine->scope->repo_ids[0];
		row.weight = (int64_t)i + 1;
		status = on_row(&row, payload, err);
	}
	return status;
}

static enum hscan_status
miss_nothing(struct hscan_engine *engine, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, struct hscan_engine_missing *out,
    struct hscan_error *err)
{
	(void)engine;
	(void)metric;
	(void)place;
	(void)err;
	*out = (struct hscan_engine_missing){0};
	return HSCAN_OK;
}

static enum hscan_status
open_other(const struct hscan_engine_kind *kind, struct hscan_store *store,
    const struct hscan_engine_scope *scope, struct hscan_engine **out,
    struct hscan_error *err)
{
	assert_ptr_equal(kind, &other_kind);
	(void)store;
	(void)scope;
	(void)err;
	*out = calloc(1, sizeof(**out));
	assert_non_null(*out);
	return HSCAN_OK;
}

static void
close_other(struct hscan_engine *engine)
{
	free(engine);
}

static const struct hscan_engine_kind other_kind = {
    .open = open_other,
    .close = close_other,
    .samples = give_three,
    .missing = miss_nothing,
};

static void
numbers_are_made_alike_for_all_kinds(void **state)
{
	struct fixture *f = *state;
	const struct hscan_engine_scope ask = ask_of(f);
	const struct hscan_metric *metric =
	    hscan_metrics_find(&f->metrics, hscan_text_of("pr_merge_cycle"));
	struct hscan_engine *engine = NULL;
	struct hscan_outcome out[2];

	assert_int_equal(
	    hscan_engine_open(&other_kind, NULL, &ask, &engine, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_engine_run(engine, metric, NULL, out, NULL), HSCAN_OK);
	/* A row stands for as many as it says. */
	assert_int_equal(out[0].n, 1);
	assert_int_equal(out[0].open, 2);
	assert_int_equal(out[0].excluded_bots, 3);
	assert_value(out[0].value, 2);
	/* Of three one has ended: the curve does not come down to a half. */
	assert_false(out[0].km_median.known);
	assert_int_equal(out[1].n, 0);
	hscan_engine_close(engine);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(windows_are_half_open),
	    WITH_STORE(a_median_has_its_percentiles),
	    WITH_STORE(bots_are_left_out_and_counted),
	    WITH_STORE(a_ghost_is_one_of_its_host),
	    WITH_STORE(what_comes_after_the_end_does_not_exist),
	    WITH_STORE(a_pull_request_is_no_issue),
	    WITH_STORE(events_tell_more_than_rows),
	    WITH_STORE(a_long_history_is_replayed),
	    WITH_STORE(a_rate_is_by_the_week),
	    WITH_STORE(a_gauge_is_its_one_sample),
	    WITH_STORE(repositories_are_kept_apart),
	    WITH_STORE(a_count_is_the_sum),
	    WITH_STORE(instants_are_made_values),
	    WITH_STORE(what_ended_before_it_began_is_left_out),
	    WITH_STORE(columns_go_with_the_header),
	    WITH_STORE(numbers_are_made_alike_for_all_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
