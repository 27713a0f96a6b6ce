/* SPDX-License-Identifier: MIT */
/* Reports as data: each is built into storage of its own, and the name of its
 * folder says what it is about. To be included after cmocka.h. */
#ifndef HSCAN_TESTS_SUPPORT_REPORTS_H
#define HSCAN_TESTS_SUPPORT_REPORTS_H

#include <healthscan/report.h>

#include <math.h>

#include "base/buf.h"
#include "base/round.h"
#include "base/text.h"
#include "base/time.h"
#include "report/report.h"

enum { MAX_MEASURES = 32, MAX_STREAMS = 5, WINDOWS = 13 };

#define AS_OF  INT64_C(1787385600) /* 2026-08-22T08:00:00Z */
#define LENGTH (30 * HSCAN_DAY_S)
#define NONE   (-1e308) /* a window without a value */

#define REPORT_BYTES ((size_t)1024 * 1024)

/* What a report borrows from. */
struct report_case {
	struct hscan_metric metrics[MAX_MEASURES];
	struct hscan_measure measures[MAX_MEASURES];
	struct hscan_value trends[MAX_MEASURES][WINDOWS];
	struct hscan_change changes[MAX_MEASURES];
	struct hscan_coverage coverage[MAX_STREAMS];
	struct hscan_report report;
};

/* --- building --- */

static struct hscan_number
number(double value)
{
	if (value <= NONE)
		return (struct hscan_number){false, 0.0};
	return (struct hscan_number){true, value};
}

static void
begin_case(struct report_case *it, const char *full_name)
{
	*it = (struct report_case){
	    .report =
		{
		    .version = "0.1.0",
		    .generated_at = AS_OF + 1800,
		    .as_of = AS_OF,
		    .synced_at = AS_OF - 7260,
		    .complete = true,
		    .min_samples = 5,
		    .window = {AS_OF - LENGTH, AS_OF},
		    .host = "github.com",
		    .repo =
			{
			    .id = 4242,
			    .full_name = hscan_text_of(full_name),
			    .default_branch = hscan_text_of("main"),
			    .created_at = 1614834367,
			    .pushed_at = AS_OF - 3600,
			    .has_issues = true,
			},
		    .coverage = it->coverage,
		    .measures = it->measures,
		},
	};
}

static struct hscan_coverage *
add_stream(struct report_case *it, const char *stream, int64_t rows)
{
	struct hscan_coverage *row = &it->coverage[it->report.coverage_len++];

	*row = (struct hscan_coverage){
	    .stream = stream,
	    .complete = true,
	    .collected = true,
	    .rows = rows,
	    .synced_at = it->report.synced_at,
	    .since = HSCAN_NEVER,
	};
	return row;
}

static void
add_usual_streams(struct report_case *it)
{
	(void)add_stream(it, "repository", 1);
	(void)add_stream(it, "issues", 2931);
	(void)add_stream(it, "releases", 41);
	add_stream(it, "git", 5120)->note =
	    hscan_text_of("refs/heads/main at 1f0c2ab3f1");
}

/* To the window before; whether it is beyond chance is for set_beyond(). */
static struct hscan_change
change_of(const struct hscan_value *now, const struct hscan_value *before)
{
	double from = before->value.value;
	double difference = now->value.value - from;
	struct hscan_change change = {
	    .window = before->window,
	    .from = before->value,
	    .beyond_chance = HSCAN_UNKNOWN_YET,
	    .reason = "no test for this statistic",
	};

	if (!now->value.known || !before->value.known) {
		change.reason = now->value.known
				    ? "no value in the window before"
				    : "no value";
		return change;
	}
	if (!isfinite(difference))
		return change;
	change.difference = number(hscan_round4(difference));
	if (from != 0.0 && isfinite(100 * difference / from))
		change.percent =
		    number(hscan_round4(100 * difference / fabs(from)));
	return change;
}

static void
set_beyond(struct hscan_measure *measure, struct report_case *it, bool beyond)
{
	size_t at = (size_t)(measure - it->measures);

	it->changes[at].beyond_chance = beyond ? HSCAN_YES : HSCAN_NO;
	it->changes[at].reason = NULL;
}

/* `trend` is NULL or has WINDOWS numbers; the last is the value. */
static struct hscan_measure *
add_measure(struct report_case *it, struct hscan_metric metric,
    enum hscan_verdict verdict, int64_t n, const double *trend)
{
	size_t at = it->report.measures_len++;
	struct hscan_measure *measure = &it->measures[at];
	struct hscan_value *values = it->trends[at];

	it->metrics[at] = metric;
	for (size_t i = 0; i < WINDOWS; i++) {
		int64_t end = AS_OF - (int64_t)(WINDOWS - 1 - i) * LENGTH;

		values[i] = (struct hscan_value){
		    .window = {end - LENGTH, end},
		    .value = number(trend ? trend[i] : NONE),
		    .n = n,
		};
		if (!values[i].value.known) {
			values[i].n = 0;
			values[i].reason = "no samples";
		}
	}
	values[WINDOWS - 1].n = n;
	it->changes[at] = change_of(&values[WINDOWS - 1], &values[WINDOWS - 2]);
	*measure = (struct hscan_measure){
	    .metric = &it->metrics[at],
	    .now = values[WINDOWS - 1],
	    .verdict = verdict,
	    .healthy = metric.healthy,
	    .risk = metric.risk,
	    .trend = values,
	    .trend_len = WINDOWS,
	    .change = &it->changes[at],
	};
	return measure;
}

static void
set_reason(
    struct hscan_measure *measure, struct report_case *it, const char *reason)
{
	size_t at = (size_t)(measure - it->measures);

	measure->now.reason = reason;
	it->trends[at][WINDOWS - 1].reason = reason;
}

static struct hscan_metric
metric(const char *id, const char *title, const char *unit,
    enum hscan_better better, enum hscan_statistic statistic)
{
	return (struct hscan_metric){
	    .id = hscan_text_of(id),
	    .title = hscan_text_of(title),
	    .unit = hscan_text_of(unit),
	    .better = better,
	    .statistic = statistic,
	};
}

static struct hscan_metric
merge_cycle(void)
{
	struct hscan_metric it = metric("pr_merge_cycle", "PR merge cycle",
	    "hours", HSCAN_BETTER_LOWER, HSCAN_STAT_MEDIAN);

	it.chaoss = hscan_text_of("Change Request Duration");
	it.healthy = (struct hscan_bound){HSCAN_AT_MOST, 72.0};
	it.risk = (struct hscan_bound){HSCAN_MORE, 168.0};
	return it;
}

static struct hscan_metric
close_rate(void)
{
	struct hscan_metric it = metric("issue_close_rate", "Issue close rate",
	    "%", HSCAN_BETTER_HIGHER, HSCAN_STAT_SHARE);

	it.healthy = (struct hscan_bound){HSCAN_AT_LEAST, 85.0};
	it.risk = (struct hscan_bound){HSCAN_LESS, 60.0};
	return it;
}

static struct hscan_metric
doc_updates(void)
{
	struct hscan_metric it =
	    metric("doc_update_frequency", "Documentation updates",
		"commits/week", HSCAN_BETTER_HIGHER, HSCAN_STAT_RATE);

	it.risk_from = hscan_text_of("doc_quiet_weeks");
	it.healthy = (struct hscan_bound){HSCAN_AT_LEAST, 3.0};
	it.risk = (struct hscan_bound){HSCAN_AT_LEAST, 2.0};
	return it;
}

static struct hscan_metric
doc_quiet(void)
{
	struct hscan_metric it =
	    metric("doc_quiet_weeks", "Weeks since docs update", "weeks",
		HSCAN_BETTER_LOWER, HSCAN_STAT_GAUGE);

	it.risk = (struct hscan_bound){HSCAN_AT_LEAST, 2.0};
	return it;
}

/* --- the cases --- */

static void
build_one_of_each_status(struct report_case *it)
{
	static const double cycles[WINDOWS] = {71.5, 80.25, 77, 120.1, 96,
	    101.0042, 88, 140, 190.5, 222, 301.75, 330, 368.4522};
	static const double rates[WINDOWS] = {81.0811, 80, 79.3, 84, 90, 88.2,
	    91, 85.5, 83, 79, 77.7, 80.1, 76.9231};
	static const double updates[WINDOWS] = {1.8667, 2.1, 2.5667, 3, 3.5,
	    3.2667, 4.2, 4.9, 4.6667, 5.1333, 5.6, 5.1333, 5.8333};
	static const double quiet[WINDOWS] = {
	    1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0};
	static const double responses[WINDOWS] = {
	    NONE, NONE, 12, 8, 9.5, NONE, 7, 6.25, 7, 5, NONE, 4.5, 6.125};
	static const double people[WINDOWS] = {
	    21, 19, 22, 24, 20, 18, 23, 25, 27, 24, 22, 26, 31};
	struct hscan_metric response =
	    metric("pr_first_response", "PR first response", "hours",
		HSCAN_BETTER_LOWER, HSCAN_STAT_MEDIAN);
	struct hscan_measure *measure;

	begin_case(it, "example/widgets");
	add_usual_streams(it);
	measure =
	    add_measure(it, merge_cycle(), HSCAN_VERDICT_RISK, 47, cycles);
	set_beyond(measure, it, true);
	measure->p75 = number(612.1117);
	measure->p90 = number(1204.5);
	measure->excluded_bots = 3;
	measure = add_measure(it, close_rate(), HSCAN_VERDICT_WATCH, 52, rates);
	measure->numerator = number(40);
	measure->excluded_bots = 38;
	set_beyond(measure, it, false);
	measure =
	    add_measure(it, doc_updates(), HSCAN_VERDICT_HEALTHY, 25, updates);
	measure->count = number(25);
	(void)add_measure(it, doc_quiet(), HSCAN_VERDICT_HEALTHY, 1, quiet);
	response.healthy = (struct hscan_bound){HSCAN_AT_MOST, 48.0};
	measure =
	    add_measure(it, response, HSCAN_VERDICT_UNKNOWN, 3, responses);
	measure->p75 = number(7);
	measure->p90 = number(9.25);
	set_reason(measure, it, "low n");
	(void)add_measure(it,
	    metric("active_contributors", "Active contributors", "people",
		HSCAN_BETTER_HIGHER, HSCAN_STAT_COUNT),
	    HSCAN_VERDICT_NONE, 31, people);
}

static void
build_nothing_collected(struct report_case *it)
{
	static const char *const no_clone =
	    "not collected: no local clone; use --git DIR";
	struct hscan_coverage *row;

	begin_case(it, "example/empty");
	it->report.complete = false;
	it->report.synced_at = HSCAN_NEVER;
	it->report.repo.default_branch = (struct hscan_text){NULL, 0};
	it->report.repo.pushed_at = HSCAN_NEVER;
	(void)add_stream(it, "repository", 1);
	row = add_stream(it, "issues", 700);
	row->complete = false;
	row->since = AS_OF - 400 * HSCAN_DAY_S;
	row = add_stream(it, "releases", 0);
	row->complete = row->collected = false;
	row = add_stream(it, "git", 0);
	row->complete = row->collected = false;
	set_reason(
	    add_measure(it, merge_cycle(), HSCAN_VERDICT_UNKNOWN, 0, NULL), it,
	    "not collected: the list was read only in part");
	set_reason(
	    add_measure(it, close_rate(), HSCAN_VERDICT_UNKNOWN, 0, NULL), it,
	    "issues disabled");
	set_reason(
	    add_measure(it, doc_updates(), HSCAN_VERDICT_UNKNOWN, 0, NULL), it,
	    no_clone);
	set_reason(add_measure(it, doc_quiet(), HSCAN_VERDICT_UNKNOWN, 0, NULL),
	    it, no_clone);
	set_reason(
	    add_measure(it,
		metric("release_frequency", "Release frequency",
		    "releases/90 days", HSCAN_BETTER_HIGHER, HSCAN_STAT_COUNT),
		HSCAN_VERDICT_NONE, 0, NULL),
	    it, "not collected");
}

/* Read in part, by events, with bots, of a server of one's own. */
static void
build_part_of_an_archive(struct report_case *it)
{
	static const double cycles[WINDOWS] = {NONE, NONE, NONE, NONE, 20, NONE,
	    30, NONE, NONE, 12.5, NONE, NONE, NONE};
	static const double rates[WINDOWS] = {
	    NONE, NONE, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
	struct hscan_coverage *row;

	begin_case(it, "tools/old-thing");
	it->report.host = "git.example.org";
	it->report.repo.archived = it->report.repo.fork = true;
	it->report.complete = false;
	it->report.bots_included = it->report.history_events = true;
	it->report.generated_at = AS_OF + 9 * HSCAN_DAY_S;
	it->report.as_of = it->report.window.end = AS_OF - 8 * INT64_C(3600);
	it->report.window.start = it->report.window.end - 36 * INT64_C(3600);
	(void)add_stream(it, "repository", 1);
	(void)add_stream(it, "issues", 1);
	(void)add_stream(it, "releases", 1);
	row = add_stream(it, "events", 300);
	row->complete = false;
	row->since = AS_OF - 200 * HSCAN_DAY_S;
	add_stream(it, "git", 0)->note = hscan_text_of("no commits yet");
	(void)add_measure(it, merge_cycle(), HSCAN_VERDICT_UNKNOWN, 0, cycles);
	set_reason(&it->measures[0], it, "no samples");
	(void)add_measure(it, close_rate(), HSCAN_VERDICT_HEALTHY, 9, rates);
	it->measures[1].numerator = number(9);
}

static void
build_hostile_text(struct report_case *it)
{
	static const double values[WINDOWS] = {
	    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	static const struct {
		const char *title, *unit;
	} texts[] = {
	    {"\x1B[31mred\x1B[0m \x1B]0;title\x07 and \x9B"
	     "5m",
		"\x1B[5mh"},
	    {"line one\nline two\r\ttab \x7F", "a\nb"},
	    {"safe \xE2\x80\xAE"
	     "desrever\xE2\x80\xAC isolate \xE2\x81\xA6",
		"%%s%n"},
	    {"invalid \xFF\xFE\xC3( \xED\xA0\x80", "\xC0\x80"},
	    {"\xE6\xBC\xA2\xE5\xAD\x97\xE3\x81\x8B\xE3\x81\xAA\xED\x95\x9C"
	     "\xEA\xB8\x80\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97"
	     "\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2",
		"\xE6\x99\x82\xE9\x96\x93"},
	    {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xE2\x9D\xA4\xEF\xB8"
	     "\x8F \xF0\x9F\x87\xA9\xF0\x9F\x87\xAA cafe\xCC\x81",
		"\xF0\x9F\x8D\x95/day"},
	    {"A title that somebody has written at such a length that there is "
	     "no screen on which it could be shown in one line, whatever one "
	     "does about the other columns, which want their room as well",
		"things of a length that nobody would expect/week"},
	    {"<script>alert(\"&'\")</script> `rm -rf` | cell", "=1+1"},
	    {"", ""},
	};
	const char *name =
	    "owner/\x1B[2Jwith-a-name-as-long-as-names-can-get-on-the-"
	    "forge-and-then-some-more-characters-for-good-measure-"
	    "\xE2\x80\xAE.git";

	begin_case(it, name);
	it->report.host = "evil\x1B[0m.example";
	it->report.repo.default_branch = hscan_text_of("br\"anch\\\x01\xFF");
	(void)add_stream(it, "repository", 1);
	add_stream(it, "issues", INT64_MAX)->note =
	    hscan_text_of("note \x1B[7m\n\xFF \xE2\x80\xAEnote");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct hscan_measure *measure = add_measure(it,
		    metric("hostile", texts[i].title, texts[i].unit,
			HSCAN_BETTER_NEUTRAL, HSCAN_STAT_COUNT),
		    i % 2 ? HSCAN_VERDICT_WATCH : HSCAN_VERDICT_RISK, 13,
		    values);

		it->metrics[i].risk_from = hscan_text_of(
		    i == 2 ? "an_id_that_is_far_too_long_\x1B" : NULL);
		measure->risk = (struct hscan_bound){HSCAN_MORE, 12.0};
		measure->excluded_bots = (int64_t)i;
	}
	set_reason(&it->measures[1], it, "reason \x1B[8m\nfrom outside");
}

static void
build_extreme_numbers(struct report_case *it)
{
	static const double values[][WINDOWS] = {
	    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	    {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 5},
	    {0.0001, 0.0002, 0.0001, 0.0003, 0.0001, 0.0002, 0.0001, 0.0002,
		0.0001, 0.0002, 0.0001, 0.0002, 0.0042},
	    {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -12345.6789},
	    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9999999999.99},
	    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 123456789012.3457},
	    {-1e308, 1e307, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1e300, 1.7e308},
	    {NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
		NONE, 17532.5},
	    {60, 50, 40, 30, 20, 10, 5, 4, 3, 2, 1, 0.5, 0.25},
	    {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
	    {99.9999, 99.9998, 99.9999, 100, 99.9999, 100, 99.9999, 100,
		99.9999, 100, 99.9999, 100, 99.9999},
	};
	static const char *const units[] = {"count", "days", "ratio", "hours",
	    "count", "hours", "ratio", "hours", "hours", "weeks", "%"};
	struct hscan_measure *measure;

	begin_case(it, "e/x");
	add_usual_streams(it);
	it->report.window.start = AS_OF - 90;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		measure = add_measure(it,
		    metric("extreme", "A number", units[i], HSCAN_BETTER_LOWER,
			HSCAN_STAT_MEDIAN),
		    HSCAN_VERDICT_HEALTHY,
		    i == 3 ? INT64_C(123456789) : (int64_t)i, values[i]);
		measure->p75 = number(values[i][WINDOWS - 1]);
		measure->p90 = number(1.7976931348623157e308);
		measure->healthy =
		    (struct hscan_bound){HSCAN_AT_MOST, i % 2 ? 1e21 : 0.0001};
	}
}

static void
build_thirty_metrics(struct report_case *it)
{
	static const struct {
		const char *id, *title, *unit;
		enum hscan_statistic statistic;
		double healthy, value;
	} rows[] = {
	    {"pr_first_response", "PR first response", "hours",
		HSCAN_STAT_MEDIAN, 24, 11.75},
	    {"issue_first_response", "Issue first response", "hours",
		HSCAN_STAT_MEDIAN, 48, 71.3333},
	    {"pr_unanswered", "PRs unanswered", "%", HSCAN_STAT_SHARE, 10,
		8.3333},
	    {"issue_unanswered", "Issues unanswered", "%", HSCAN_STAT_SHARE, 10,
		41.25},
	    {"pr_ready_to_merge", "PR ready to merge", "hours",
		HSCAN_STAT_MEDIAN, 72, 40.1},
	    {"pr_acceptance", "PR acceptance", "%", HSCAN_STAT_SHARE, 0,
		87.0968},
	    {"pr_closure_ratio", "PR closure ratio", "ratio", HSCAN_STAT_RATE,
		0, 1.0323},
	    {"pr_open_age", "Age of open PRs", "days", HSCAN_STAT_MEDIAN, 30,
		812.5},
	    {"issue_open_age", "Age of open issues", "days", HSCAN_STAT_MEDIAN,
		180, 402.0625},
	    {"pr_backlog", "Open PRs", "count", HSCAN_STAT_COUNT, 0, 64},
	    {"issue_backlog", "Open issues", "count", HSCAN_STAT_COUNT, 0,
		1187},
	    {"issue_time_to_close", "Issue time to close", "hours",
		HSCAN_STAT_MEDIAN, 0, 36.0211},
	    {"issue_cohort_close_rate", "Opened issues closed", "%",
		HSCAN_STAT_SHARE, 0, 63.1579},
	    {"issue_resolution_ratio", "Issue resolution ratio", "%",
		HSCAN_STAT_SHARE, 0, 91.4},
	    {"issue_not_planned", "Issues not planned", "%", HSCAN_STAT_SHARE,
		0, 12.5},
	    {"issue_reopened", "Issues reopened", "ratio", HSCAN_STAT_RATE, 0,
		0.0441},
	    {"doc_share", "Documentation share", "%", HSCAN_STAT_SHARE, 0,
		18.2266},
	    {"doc_lag", "Documentation lag", "commits", HSCAN_STAT_GAUGE, 0, 1},
	    {"commit_frequency", "Commit frequency", "commits/week",
		HSCAN_STAT_RATE, 0, 47.3667},
	    {"days_since_commit", "Last commit", "days", HSCAN_STAT_GAUGE, 0,
		0.0417},
	    {"days_since_release", "Last release", "days", HSCAN_STAT_GAUGE, 0,
		19.2},
	    {"active_contributors", "Active contributors", "people",
		HSCAN_STAT_COUNT, 0, 31},
	    {"new_contributors", "New contributors", "people", HSCAN_STAT_COUNT,
		0, 7},
	    {"contributor_absence_factor", "Contributor absence factor",
		"people", HSCAN_STAT_GAUGE, 0, 2},
	    {"release_frequency", "Release frequency", "releases/90 days",
		HSCAN_STAT_COUNT, 0, 4},
	};
	size_t len = sizeof(rows) / sizeof(rows[0]);

	build_one_of_each_status(it);
	it->report.measures_len = 4;
	for (size_t i = 0; i < len; i++) {
		struct hscan_metric one = metric(rows[i].id, rows[i].title,
		    rows[i].unit, HSCAN_BETTER_LOWER, rows[i].statistic);
		enum hscan_verdict verdict = HSCAN_VERDICT_NONE;
		double trend[WINDOWS];
		struct hscan_measure *measure;

		for (size_t w = 0; w < WINDOWS; w++)
			trend[w] = rows[i].value *
				   (1.0 + 0.05 * (double)((w * (i + 3)) % 7));
		trend[WINDOWS - 1] = rows[i].value;
		if (rows[i].healthy > 0) {
			one.healthy = (struct hscan_bound){
			    HSCAN_AT_MOST, rows[i].healthy};
			verdict = rows[i].value <= rows[i].healthy
				      ? HSCAN_VERDICT_HEALTHY
				      : HSCAN_VERDICT_WATCH;
		}
		measure =
		    add_measure(it, one, verdict, 40 + (int64_t)i * 7, trend);
		if (rows[i].statistic == HSCAN_STAT_MEDIAN) {
			measure->p75 = number(rows[i].value * 2.5);
			measure->p90 = number(rows[i].value * 6);
		}
	}
}

static void
build_no_metrics(struct report_case *it)
{
	begin_case(it, "example/none");
	it->report.generated_at = it->report.synced_at;
	it->report.as_of = it->report.window.end = AS_OF - AS_OF % HSCAN_DAY_S;
	it->report.window.start = it->report.window.end - HSCAN_DAY_S;
	it->report.complete = false; /* a source failed, no stream did */
}

/* Values that two decimals would put on the other side of a bound, and bounds
 * that take more than two to write. */
static void
build_next_to_a_bound(struct report_case *it)
{
	static const struct {
		double value, healthy, risk;
		enum hscan_verdict verdict;
	} rows[] = {
	    {72, 72, 168, HSCAN_VERDICT_HEALTHY},
	    {72.0042, 72, 168, HSCAN_VERDICT_WATCH},
	    {71.9958, 72, 168, HSCAN_VERDICT_HEALTHY},
	    {168.0049, 72, 168, HSCAN_VERDICT_RISK},
	    {72.0042, 72.0043, 168, HSCAN_VERDICT_HEALTHY},
	    {72.0244, 72, 168, HSCAN_VERDICT_WATCH}, /* far enough */
	    {0.0001, 0, 0.00005, HSCAN_VERDICT_RISK},
	};
	double trend[WINDOWS];
	struct hscan_measure *measure;

	begin_case(it, "example/edge");
	add_usual_streams(it);
	for (size_t i = 0; i < WINDOWS; i++)
		trend[i] = 70;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		trend[WINDOWS - 1] = rows[i].value;
		measure =
		    add_measure(it, merge_cycle(), rows[i].verdict, 9, trend);
		measure->healthy.value = rows[i].healthy;
		measure->risk.value = rows[i].risk;
	}
	trend[WINDOWS - 1] = 84.9962;
	(void)add_measure(it, close_rate(), HSCAN_VERDICT_WATCH, 9, trend);
	trend[WINDOWS - 1] = 59.9969;
	(void)add_measure(it, close_rate(), HSCAN_VERDICT_RISK, 9, trend);
	/* Its risk is another metric's, in another unit. */
	trend[WINDOWS - 1] = 2.0042;
	(void)add_measure(it, doc_updates(), HSCAN_VERDICT_WATCH, 9, trend);
}

/* A receiver goes on from a sync, and was there before; a backup tells of what
 * was long ago. */
/* What a program office reports by the quarter. */
static void
build_counts_of_a_quarter(struct report_case *it)
{
	static const double opened[WINDOWS] = {
	    210, 190, 202, 220, 231, 215, 198, 240, 236, 251, 248, 260, 318};
	static const double merged[WINDOWS] = {
	    150, 148, 139, 160, 171, 155, 148, 180, 176, 191, 188, 190, 201};
	static const double comments[WINDOWS] = {905, 880, 1012, 990, 870, 1101,
	    940, 930, 1020, 980, 1004, 991, 987};
	static const double closed[WINDOWS] = {
	    4, 2, 0, 1, 0, 3, 2, 1, 0, 0, 2, 0, 9};
	static const double people[WINDOWS] = {
	    NONE, NONE, NONE, NONE, NONE, NONE, NONE, 41, 40, 39, 44, 46, 46};
	static const struct {
		const char *id, *title, *unit;
		const double *trend;
		int beyond;
	} rows[] = {
	    {"pr_opened", "PRs opened", "count", opened, HSCAN_YES},
	    {"pr_merged", "PRs merged", "count", merged, HSCAN_NO},
	    {"issue_closed", "Issues closed", "count", closed, HSCAN_YES},
	    {"comments", "Comments", "count", comments, HSCAN_UNKNOWN_YET},
	    {"people_opened", "People who opened", "people", people,
		HSCAN_UNKNOWN_YET},
	    {"people_committed", "People who committed", "people", NULL,
		HSCAN_UNKNOWN_YET},
	};

	begin_case(it, "example/widgets");
	add_usual_streams(it);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_metric counted = metric(rows[i].id, rows[i].title,
		    rows[i].unit, HSCAN_BETTER_NEUTRAL, HSCAN_STAT_COUNT);
		struct hscan_measure *measure;

		counted.profile = HSCAN_PROFILE_ACTIVITY;
		measure = add_measure(it, counted, HSCAN_VERDICT_NONE,
		    rows[i].trend ? (int64_t)rows[i].trend[WINDOWS - 1] : 0,
		    rows[i].trend);
		if (rows[i].beyond != HSCAN_UNKNOWN_YET)
			set_beyond(measure, it, rows[i].beyond == HSCAN_YES);
	}
}

static void
build_told_by_webhooks(struct report_case *it)
{
	static const int64_t hour = 3600;
	static const struct hscan_span heard[] = {
	    {"issues", HSCAN_SOURCE_WEBHOOK, AS_OF - 99 * HSCAN_DAY_S,
		AS_OF - 98 * HSCAN_DAY_S, .live = true},
	    {"issues", HSCAN_SOURCE_WEBHOOK, AS_OF - 90 * HSCAN_DAY_S,
		AS_OF - 80 * HSCAN_DAY_S, .live = true},
	    {"issues", HSCAN_SOURCE_WEBHOOK, AS_OF - 3 * HSCAN_DAY_S,
		AS_OF - 60, .live = true},
	    {"issues", HSCAN_SOURCE_BACKUP, AS_OF - 800 * HSCAN_DAY_S,
		AS_OF - 400 * HSCAN_DAY_S - 8 * hour, .complete = true},
	};
	static const double cycles[WINDOWS] = {NONE, 80.25, 77, 120.1, 96,
	    101.0042, 88, 140, 190.5, 222, 301.75, 330, 368.4522};
	static const double rates[WINDOWS] = {NONE, NONE, NONE, NONE, NONE,
	    NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
	struct hscan_coverage *row;
	struct hscan_measure *measure;

	begin_case(it, "example/heard");
	it->report.repo.unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
				  HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK;
	it->report.repo.created_at = 0;
	it->report.repo.has_issues = false;
	add_usual_streams(it);
	row = &it->coverage[1];
	row->spans = heard;
	row->spans_len = sizeof(heard) / sizeof(heard[0]);
	row->told_until = AS_OF - 60;
	row = &it->coverage[2];
	row->spans = &heard[2];
	row->spans_len = 1;
	row->told_until = AS_OF - 60;
	measure =
	    add_measure(it, merge_cycle(), HSCAN_VERDICT_RISK, 47, cycles);
	measure->provisional = it->report.provisional = true;
	measure->provisional_since = it->report.provisional_since =
	    it->report.synced_at;
	measure =
	    add_measure(it, close_rate(), HSCAN_VERDICT_UNKNOWN, 0, rates);
	set_reason(measure, it, "partly from backup, webhook");
}

static const struct {
	const char *name; /* of its folder in fixtures/reports */
	void (*build)(struct report_case *it);
} report_cases[] = {
    {"one-of-each-status", build_one_of_each_status},
    {"nothing-collected", build_nothing_collected},
    {"part-of-an-archive", build_part_of_an_archive},
    {"hostile-text", build_hostile_text},
    {"extreme-numbers", build_extreme_numbers},
    {"thirty-metrics", build_thirty_metrics},
    {"no-metrics", build_no_metrics},
    {"next-to-a-bound", build_next_to_a_bound},
    {"told-by-webhooks", build_told_by_webhooks},
    {"counts-of-a-quarter", build_counts_of_a_quarter},
};

enum { REPORT_CASES = sizeof(report_cases) / sizeof(report_cases[0]) };

/* --- writing --- */

static inline void
write_as(const struct hscan_report *report, const char *format,
    const struct hscan_look *look, struct hscan_buf *out)
{
	struct hscan_error err = {0};

	hscan_buf_init(out, REPORT_BYTES);
	if (hscan_report_write(report, format, look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

#endif
