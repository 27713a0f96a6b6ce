/* SPDX-License-Identifier: MIT */
/* From samples to a judged measure: trend, reasons, rounding, risk from
 * another metric. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "judge/assess.h"
#include "metric/parse.h"
#include "metric/sqlite/engine.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)
#define NOW  (1000 * DAY)

static const char HOST[] = "github.com";

/* Newest first, as the engine takes them. */
static const struct hscan_window windows[] = {
    {NOW - 30 * DAY, NOW},
    {NOW - 60 * DAY, NOW - 30 * DAY},
    {NOW - 90 * DAY, NOW - 60 * DAY},
};

enum { MOST_WINDOWS = 16 };

struct fixture {
	struct hscan_store *store;
	struct hscan_metrics metrics;
	struct hscan_arena arena;
	struct hscan_engine_scope scope;
	struct hscan_assessment assessment;
	int64_t repo_id;
};

static int
set_up(void **state)
{
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	hscan_arena_init(&f->arena);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_metrics_load(&f->metrics, NULL), HSCAN_OK);
	assert_int_equal(hscan_store_put_repo(
			     f->store, BY_REST(HOST), &repo, &f->repo_id, NULL),
	    HSCAN_OK);
	f->scope = (struct hscan_engine_scope){.repo_ids = &f->repo_id,
	    .repos = 1,
	    .windows = windows,
	    .windows_len = 3};
	f->assessment = (struct hscan_assessment){
	    .repo_created_at = 1, .min_samples = 5, .sigma = 2.0};
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_arena_clear(&f->arena);
	hscan_metrics_clear(&f->metrics);
	hscan_store_close(f->store);
	free(f);
	return 0;
}

static void
put_merge(struct fixture *f, int64_t number, int64_t took_s, int64_t merged_at)
{
	const struct hscan_item item = {.kind = HSCAN_PULL_REQUEST,
	    .id = number,
	    .number = number,
	    .draft = HSCAN_NO,
	    .created_at = merged_at - took_s,
	    .closed_at = merged_at,
	    .merged_at = merged_at};

	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static void
put_commit(struct fixture *f, unsigned char sha, int64_t at, bool documentation)
{
	const struct hscan_commit commit = {
	    .sha = {sha}, .committed_at = at, .documentation = documentation};
	int64_t author_id = 0;

	assert_int_equal(
	    hscan_store_put_author(f->store, f->repo_id, hscan_text_of("Ann"),
		hscan_text_of("ann@example.org"), &author_id, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_commit(
			     f->store, f->repo_id, &commit, author_id, NULL),
	    HSCAN_OK);
}

static const struct hscan_metric *
metric_of(const struct fixture *f, const char *id)
{
	const struct hscan_metric *metric =
	    hscan_metrics_find(&f->metrics, hscan_text_of(id));

	assert_non_null(metric);
	return metric;
}

static enum hscan_status
run(struct fixture *f, struct hscan_engine *engine,
    const struct hscan_metric *metric, struct hscan_outcome *out,
    struct hscan_error *err)
{
	memset(out, 0, MOST_WINDOWS * sizeof(*out));
	return metric && hscan_is_computable(&f->assessment, metric)
		   ? hscan_engine_run(engine, metric, NULL, out, err)
		   : HSCAN_OK;
}

static enum hscan_status
try_assess(struct fixture *f, const struct hscan_metric *metric,
    struct hscan_measure *out, struct hscan_error *err)
{
	const struct hscan_metric *cause = NULL;
	struct hscan_outcome outcomes[2][MOST_WINDOWS];
	double past[MOST_WINDOWS];
	const struct hscan_found found = {metric, outcomes[0], NULL};
	struct hscan_found from = {NULL, outcomes[1], NULL};
	struct hscan_engine *engine = NULL;
	enum hscan_status status;

	assert_within(f->scope.windows_len, 1, MOST_WINDOWS);
	f->assessment.windows = f->scope.windows;
	f->assessment.windows_len = f->scope.windows_len;
	f->assessment.past = past;
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, f->store,
			     &f->scope, &engine, NULL),
	    HSCAN_OK);
	status = hscan_find_risk_from(&f->metrics, metric, &cause, err);
	from.metric = cause;
	if (status == HSCAN_OK)
		status = run(f, engine, cause, outcomes[1], err);
	if (status == HSCAN_OK)
		status = run(f, engine, metric, outcomes[0], err);
	if (status == HSCAN_OK)
		status = hscan_assess(&f->assessment, &found,
		    cause ? &from : NULL, &f->arena, out, err);
	hscan_engine_close(engine);
	return status;
}

static struct hscan_measure
assess(struct fixture *f, const char *id)
{
	struct hscan_measure measure;
	struct hscan_error err;

	if (try_assess(f, metric_of(f, id), &measure, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return measure;
}

static void
the_trend_is_oldest_first_and_ends_with_now(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	/* Five merges of 100 h now, six of 80 h before, one of 1 h first. */
	for (int64_t i = 0; i < 5; i++)
		put_merge(f, i + 1, 100 * HOUR, NOW - DAY);
	for (int64_t i = 0; i < 6; i++)
		put_merge(f, i + 10, 80 * HOUR, NOW - 31 * DAY);
	put_merge(f, 20, HOUR, NOW - 61 * DAY);
	got = assess(f, "pr_merge_cycle");
	assert_ptr_equal(got.metric, metric_of(f, "pr_merge_cycle"));
	assert_int_equal(got.trend_len, 3);
	assert_near(got.trend[0].value.value, 1);
	assert_int_equal(got.trend[0].n, 1);
	assert_string_equal(got.trend[0].reason, "low n");
	assert_near(got.trend[1].value.value, 80);
	assert_null(got.trend[1].reason);
	assert_near(got.trend[2].value.value, 100);
	assert_int_equal(got.trend[2].window.end, NOW);
	assert_int_equal(got.trend[0].window.start, NOW - 90 * DAY);
	assert_near(got.now.value.value, 100);
	assert_int_equal(got.now.n, 5);
	assert_int_equal(got.now.window.start, NOW - 30 * DAY);
	assert_true(got.p75.known);
	assert_near(got.p90.value, 100);
	assert_false(got.count.known);
	assert_int_equal(got.verdict, HSCAN_VERDICT_WATCH);
	assert_near(got.healthy.value, 72);
	assert_near(got.risk.value, 168);
}

/* From 6 to 5 merges, from 80 to 100 h; of one window there is none. */
static void
the_change_is_to_the_window_before(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	for (int64_t i = 0; i < 5; i++)
		put_merge(f, i + 1, 100 * HOUR, NOW - DAY);
	for (int64_t i = 0; i < 6; i++)
		put_merge(f, i + 10, 80 * HOUR, NOW - 31 * DAY);
	got = assess(f, "pr_merge_cycle");
	assert_non_null(got.change);
	assert_near(got.change->from.value, 80);
	assert_near(got.change->difference.value, 20);
	assert_near(got.change->percent.value, 25);
	assert_int_equal(got.change->window.end, NOW - 30 * DAY);
	/* Five have no interval. */
	assert_int_equal(got.change->beyond_chance, HSCAN_UNKNOWN_YET);
	assert_string_equal(got.change->reason, "low n");
	got = assess(f, "pr_merged");
	assert_near(got.change->difference.value, -1);
	assert_int_equal(got.change->beyond_chance, HSCAN_NO);
	f->scope.windows_len = 1;
	got = assess(f, "pr_merged");
	assert_false(got.change->from.known);
	assert_string_equal(
	    got.change->reason, "no window before; use --windows");
}

static void
few_samples_are_shown_but_not_judged(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	for (int64_t i = 0; i < 4; i++)
		put_merge(f, i + 1, 500 * HOUR, NOW - DAY);
	got = assess(f, "pr_merge_cycle");
	assert_true(got.now.value.known);
	assert_near(got.now.value.value, 500);
	assert_string_equal(got.now.reason, "low n");
	assert_int_equal(got.verdict, HSCAN_VERDICT_UNKNOWN);
	put_merge(f, 5, 500 * HOUR, NOW - DAY);
	got = assess(f, "pr_merge_cycle");
	assert_null(got.now.reason);
	assert_int_equal(got.verdict, HSCAN_VERDICT_RISK);
}

/* Calendar hours are no bounds of working hours; others may be set. */
static void
bounds_of_other_hours_do_not_judge(void **state)
{
	static const char *const reasons[] = {
	    "bounds are for calendar hours", NULL, NULL};
	static const enum hscan_verdict verdicts[] = {
	    HSCAN_VERDICT_UNKNOWN, HSCAN_VERDICT_RISK, HSCAN_VERDICT_HEALTHY};
	struct fixture *f = *state;
	struct hscan_metric metric = *metric_of(f, "pr_merge_cycle");

	for (int64_t i = 0; i < 5; i++)
		put_merge(f, i + 1, 500 * HOUR, NOW - DAY);
	metric.unbound = true;
	for (size_t i = 0; i < 3; i++) {
		struct hscan_measure got;
		struct hscan_error err;

		metric.healthy.comparison = HSCAN_NO_BOUND;
		metric.risk.comparison = i == 0 ? HSCAN_NO_BOUND : HSCAN_MORE;
		metric.risk.value = i == 1 ? 16 : 600;
		assert_int_equal(try_assess(f, &metric, &got, &err), HSCAN_OK);
		assert_near(got.now.value.value, 500);
		assert_int_equal(got.verdict, verdicts[i]);
		if (reasons[i])
			assert_string_equal(got.now.reason, reasons[i]);
		else
			assert_null(got.now.reason);
	}
	/* Too few samples are the better reason. */
	metric.risk.comparison = HSCAN_NO_BOUND;
	f->assessment.min_samples = 6;
	{
		struct hscan_measure got;

		assert_int_equal(try_assess(f, &metric, &got, NULL), HSCAN_OK);
		assert_string_equal(got.now.reason, "low n");
	}
}

static void
no_samples_are_no_number(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got = assess(f, "issue_close_rate");

	assert_false(got.now.value.known);
	assert_string_equal(got.now.reason, "no samples");
	assert_int_equal(got.now.n, 0);
	assert_false(got.numerator.known);
	assert_int_equal(got.verdict, HSCAN_VERDICT_UNKNOWN);
}

static void
values_are_rounded_and_judged_as_shown(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	/* 10 h and 20 min: 10.3333. */
	for (int64_t i = 0; i < 5; i++)
		put_merge(f, i + 1, 10 * HOUR + 1200, NOW - DAY);
	got = assess(f, "pr_merge_cycle");
	assert_near(got.now.value.value, 10.3333);
	assert_near(got.p75.value, 10.3333);
	assert_near(got.p90.value, 10.3333);
}

static void
windows_before_the_repository_are_null(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	f->assessment.repo_created_at = NOW - 60 * DAY;
	put_commit(f, 1, NOW - DAY, true);
	got = assess(f, "doc_update_frequency");
	assert_true(got.trend[2].value.known);
	assert_true(got.now.value.known);
	/* Begins when the repository does: that counts. */
	assert_true(got.trend[1].value.known);
	assert_near(got.trend[1].value.value, 0);
	assert_false(got.trend[0].value.known);
	assert_string_equal(
	    got.trend[0].reason, "before the repository was created");
	f->assessment.repo_created_at++;
	got = assess(f, "doc_update_frequency");
	assert_false(got.trend[1].value.known);
	assert_true(got.trend[2].value.known);
	/* The one that is asked for is told as far as it goes. */
	f->assessment.repo_created_at = NOW - 2 * DAY;
	got = assess(f, "doc_update_frequency");
	assert_false(got.trend[1].value.known);
	assert_true(got.now.value.known);
	assert_near(got.count.value, 1);
	/* Unless it was made after its end. */
	f->assessment.repo_created_at = NOW;
	assert_true(assess(f, "doc_update_frequency").now.value.known);
	f->assessment.repo_created_at = NOW + 1;
	got = assess(f, "doc_update_frequency");
	assert_false(got.now.value.known);
	assert_string_equal(
	    got.now.reason, "before the repository was created");
}

/* Not told of that time, for this metric: the first reason that fits. */
static void
windows_that_were_not_read_are_null(void **state)
{
	static const struct hscan_gaps gaps[] = {
	    {{{HSCAN_NEED_DOCS, "no docs"}}},
	    {{{HSCAN_NEED_GIT, "no git"}, {HSCAN_NEED_PULLS, "no pulls"},
		{HSCAN_NEED_PULLS | HSCAN_NEED_STATE, "nothing"}}},
	    {{{0, NULL}}},
	};
	struct fixture *f = *state;
	struct hscan_measure got;

	f->assessment.gaps = gaps;
	put_merge(f, 1, HOUR, NOW - DAY);
	put_merge(f, 2, HOUR, NOW - 31 * DAY);
	put_merge(f, 3, HOUR, NOW - 61 * DAY);
	got = assess(f, "pr_merge_cycle");
	assert_true(got.now.value.known);
	assert_false(got.trend[1].value.known);
	assert_int_equal(got.trend[1].n, 0);
	assert_string_equal(got.trend[1].reason, "no pulls");
	assert_true(got.trend[0].value.known);
	got = assess(f, "doc_update_frequency");
	assert_false(got.now.value.known);
	assert_string_equal(got.now.reason, "no docs");
	assert_false(got.count.known);
	assert_true(got.trend[1].value.known);
}

/* Since when a receiver alone tells of what is needed. */
static void
what_is_watched_is_provisional(void **state)
{
	static const struct hscan_watched watched[] = {
	    {HSCAN_NEED_RELEASES, NOW - 9 * DAY},
	    {HSCAN_NEED_PULLS, NOW - HOUR},
	    {HSCAN_NEED_STATE | HSCAN_NEED_COMMENTS, NOW - 2 * HOUR},
	    {HSCAN_NEED_STATE, NOW},
	    {0, 0},
	};
	struct fixture *f = *state;
	struct hscan_measure got;

	put_merge(f, 1, HOUR, NOW - DAY);
	assert_false(assess(f, "pr_merge_cycle").provisional);
	f->assessment.watched = watched;
	got = assess(f, "pr_merge_cycle");
	assert_true(got.provisional);
	assert_int_equal(got.provisional_since, NOW - 2 * HOUR);
	assert_true(got.now.value.known);
	assert_false(assess(f, "doc_update_frequency").provisional);
}

/* --- what is usual --- */

enum { MANY = 11 };

/* Eleven windows, and what counts of them: six of 10 h to 60 h. */
static void
fill_past(struct fixture *f, struct hscan_window *many, struct hscan_gaps *gaps)
{
	int64_t number = 1;

	for (size_t n = 0; n < MANY; n++) {
		/* The seventh has few samples, the ninth none. */
		int64_t count = n == 7 ? 4 : n == 9 ? 0 : 5;
		int64_t hours = n > 6 ? 900 : 10 * (int64_t)n;

		many[n].end = NOW - (int64_t)n * 30 * DAY;
		many[n].start = many[n].end - 30 * DAY;
		gaps[n] = (struct hscan_gaps){
		    {{n == 8 ? HSCAN_NEED_PULLS : HSCAN_NEED_GIT, "unread"}}};
		for (int64_t i = 0; n > 0 && i < count; i++)
			put_merge(f, number++, hours * HOUR, many[n].end - DAY);
	}
	f->scope.windows = many;
	f->scope.windows_len = MANY;
	f->assessment.gaps = gaps;
	/* In the midst of the tenth. */
	f->assessment.repo_created_at = many[10].start + DAY;
}

static void
usual_is_what_counts_of_the_past(void **state)
{
	struct hscan_window many[MANY];
	struct hscan_gaps gaps[MANY];
	struct fixture *f = *state;
	struct hscan_measure got;

	fill_past(f, many, gaps);
	for (int64_t i = 0; i < 4; i++)
		put_merge(f, 100 + i, 100 * HOUR, NOW - DAY);
	got = assess(f, "pr_merge_cycle");
	assert_true(got.baseline.known);
	assert_int_equal(got.baseline.windows, 6);
	assert_near(got.baseline.center, 35);
	assert_near(got.baseline.spread, 18.7083);
	/* Few samples say nothing of how usual they are. */
	assert_true(got.now.value.known);
	assert_false(got.baseline.z.known);
	assert_int_equal(got.baseline.deviation, HSCAN_DEVIATION_NONE);
	put_merge(f, 104, 100 * HOUR, NOW - DAY);
	got = assess(f, "pr_merge_cycle");
	assert_int_equal(got.baseline.windows, 6);
	assert_near(got.baseline.center, 35);
	assert_true(got.baseline.z.known);
	assert_near(got.baseline.z.value, 3.4744);
	assert_int_equal(got.baseline.deviation, HSCAN_DEVIATION_WORSE);
	/* By the question's own method and bound. */
	f->assessment.sigma = 3.5;
	got = assess(f, "pr_merge_cycle");
	assert_int_equal(got.baseline.deviation, HSCAN_DEVIATION_NONE);
	f->assessment.method = HSCAN_BASELINE_MAD;
	got = assess(f, "pr_merge_cycle");
	assert_int_equal(got.baseline.method, HSCAN_BASELINE_MAD);
	assert_near(got.baseline.spread, 22.239);
}

static void
a_sum_too_large_is_no_number(void **state)
{
	static const char sql[] =
	    "SELECT r.repo_id, w.window_no, NULL AS subject,"
	    "       NULL AS actor_id, 1e308 AS value"
	    "  FROM v_repo AS r CROSS JOIN v_window AS w"
	    " UNION ALL "
	    "SELECT r.repo_id, w.window_no, NULL, NULL, 1e308"
	    "  FROM v_repo AS r CROSS JOIN v_window AS w"
	    " WHERE w.window_no > 0";
	struct hscan_window many[MANY];
	struct hscan_gaps gaps[MANY];
	struct fixture *f = *state;
	struct hscan_metric metric = *metric_of(f, "pr_backlog");
	struct hscan_measure got;

	fill_past(f, many, gaps);
	metric.sql = hscan_text_of(sql);
	assert_int_equal(try_assess(f, &metric, &got, NULL), HSCAN_OK);
	assert_true(got.now.value.known);
	assert_false(got.trend[MANY - 2].value.known);
	assert_string_equal(
	    got.trend[MANY - 2].reason, "too large to be counted");
	assert_int_equal(got.baseline.windows, 0);
}

static void
a_metric_may_say_why_it_has_no_value(void **state)
{
	static const char sql[] =
	    "SELECT r.repo_id, w.window_no, '?' AS subject,"
	    "       NULL AS actor_id, NULL AS value"
	    "  FROM v_repo AS r CROSS JOIN v_window AS w";
	struct fixture *f = *state;
	struct hscan_metric metric = *metric_of(f, "days_since_release");
	struct hscan_measure got;

	metric.sql = hscan_text_of(sql);
	assert_int_equal(try_assess(f, &metric, &got, NULL), HSCAN_OK);
	assert_false(got.now.value.known);
	assert_string_equal(got.now.reason, "?");
}

static void
what_was_not_collected_has_its_reason(void **state)
{
	static const struct hscan_missing missing[] = {
	    {HSCAN_NEED_ISSUES, "issues disabled"},
	    {HSCAN_NEED_ISSUES | HSCAN_NEED_DOCS, "not collected"},
	    {0, NULL},
	};
	struct fixture *f = *state;
	struct hscan_measure got;

	put_merge(f, 1, HOUR, NOW - DAY);
	put_commit(f, 1, NOW - DAY, true);
	f->assessment.missing = missing;
	got = assess(f, "issue_close_rate");
	assert_int_equal(got.verdict, HSCAN_VERDICT_UNKNOWN);
	for (size_t i = 0; i < got.trend_len; i++) {
		assert_false(got.trend[i].value.known);
		assert_string_equal(got.trend[i].reason, "issues disabled");
	}
	got = assess(f, "doc_update_frequency");
	assert_string_equal(got.now.reason, "not collected");
	assert_false(got.count.known);
	assert_int_equal(got.verdict, HSCAN_VERDICT_UNKNOWN);
	got = assess(f, "pr_merge_cycle");
	assert_true(got.now.value.known);
}

static void
risk_is_taken_from_the_other_metric(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	/* Twenty commits, the last 15 days ago: often, and now silent. */
	for (unsigned char i = 0; i < 20; i++)
		put_commit(f, i, NOW - 15 * DAY - i, true);
	got = assess(f, "doc_update_frequency");
	assert_near(got.now.value.value, 4.6667);
	assert_near(got.count.value, 20);
	assert_int_equal(got.verdict, HSCAN_VERDICT_RISK);
	/* The bound shown is the other's. */
	assert_int_equal(got.risk.comparison, HSCAN_AT_LEAST);
	assert_near(got.risk.value, 2);
	assert_int_equal(got.healthy.comparison, HSCAN_AT_LEAST);
	assert_near(got.healthy.value, 3);

	put_commit(f, 99, NOW - DAY, true);
	got = assess(f, "doc_update_frequency");
	assert_int_equal(got.verdict, HSCAN_VERDICT_HEALTHY);
	got = assess(f, "doc_quiet_weeks");
	assert_near(got.now.value.value, 0);
	assert_int_equal(got.verdict, HSCAN_VERDICT_HEALTHY);
}

/* Two of a user's own, the second at risk as the first is. */
static void
add_own(struct fixture *f)
{
	static const char first[] =
	    "-- id: a\n-- title: A\n-- unit: count\n-- better: lower\n"
	    "-- statistic: gauge\n-- risk: > 6\n-- streams: git\n--\n-- A.\n"
	    "SELECT r.repo_id, w.window_no, NULL AS subject,"
	    "       NULL AS actor_id, 7 AS value"
	    "  FROM v_repo AS r CROSS JOIN v_window AS w\n";
	static const char second[] =
	    "-- id: b\n-- title: B\n-- unit: count\n-- better: lower\n"
	    "-- statistic: gauge\n-- risk-from: a\n-- streams: git\n--\n"
	    "-- B.\n"
	    "SELECT r.repo_id, w.window_no, NULL AS subject,"
	    "       NULL AS actor_id, 0 AS value"
	    "  FROM v_repo AS r CROSS JOIN v_window AS w\n";

	assert_int_equal(
	    hscan_metrics_add(&f->metrics, "a.sql", hscan_text_of(first), NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_metrics_add(
			     &f->metrics, "b.sql", hscan_text_of(second), NULL),
	    HSCAN_OK);
}

static void
risk_is_taken_from_a_metric_of_ones_own(void **state)
{
	struct fixture *f = *state;
	struct hscan_measure got;

	add_own(f);
	got = assess(f, "b");
	assert_near(got.now.value.value, 0);
	assert_int_equal(got.verdict, HSCAN_VERDICT_RISK);
	assert_int_equal(got.risk.comparison, HSCAN_MORE);
	assert_near(got.risk.value, 6);
}

static void
risk_from_must_name_a_metric_with_a_bound(void **state)
{
	static const char *const others[] = {
	    "no_such_metric", "doc_update_frequency", "b"};
	struct fixture *f = *state;

	add_own(f);
	for (size_t i = 0; i < 3; i++) {
		struct hscan_metric metric = *metric_of(f, "pr_merge_cycle");
		struct hscan_measure out;
		struct hscan_error err;

		metric.risk_from = hscan_text_of(others[i]);
		assert_int_equal(
		    try_assess(f, &metric, &out, &err), HSCAN_EPARSE);
		assert_non_null(strstr(err.message, others[i]));
		assert_non_null(strstr(err.message,
		    "which is no metric with a risk bound of its own"));
	}
}

static void
a_metric_that_fails_fails_the_measure(void **state)
{
	struct fixture *f = *state;
	struct hscan_metric metric = *metric_of(f, "pr_merge_cycle");
	struct hscan_measure out;
	struct hscan_error err;

	metric.sql = hscan_text_of("SELECT 1 FROM item");
	assert_int_equal(try_assess(f, &metric, &out, &err), HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "metric pr_merge_cycle"));
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_trend_is_oldest_first_and_ends_with_now),
	    WITH_STORE(the_change_is_to_the_window_before),
	    WITH_STORE(few_samples_are_shown_but_not_judged),
	    WITH_STORE(bounds_of_other_hours_do_not_judge),
	    WITH_STORE(no_samples_are_no_number),
	    WITH_STORE(values_are_rounded_and_judged_as_shown),
	    WITH_STORE(windows_before_the_repository_are_null),
	    WITH_STORE(windows_that_were_not_read_are_null),
	    WITH_STORE(what_is_watched_is_provisional),
	    WITH_STORE(usual_is_what_counts_of_the_past),
	    WITH_STORE(a_sum_too_large_is_no_number),
	    WITH_STORE(a_metric_may_say_why_it_has_no_value),
	    WITH_STORE(what_was_not_collected_has_its_reason),
	    WITH_STORE(risk_is_taken_from_the_other_metric),
	    WITH_STORE(risk_is_taken_from_a_metric_of_ones_own),
	    WITH_STORE(risk_from_must_name_a_metric_with_a_bound),
	    WITH_STORE(a_metric_that_fails_fails_the_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
