/* SPDX-License-Identifier: MIT */
/* What the header of a metric file may say, and what is said of a bad one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "metric/parse.h"
#include "metric/registry.h"
#include "support/support.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

#define HEADER \
	"-- id: my_metric\n" \
	"-- title: Mine\n" \
	"-- unit: hours\n" \
	"-- better: lower\n" \
	"-- statistic: median\n" \
	"-- streams: issues\n"

static void
a_header_is_read(void **state)
{
	static const char sql[] = "-- id:        my_metric\r\n"
				  "--title:Mine: all mine\n"
				  "-- unit:      commits/week\t\n"
				  "-- better:    higher\n"
				  "-- statistic: rate\n"
				  "-- healthy:   >= 2.5\n"
				  "-- risk:      <   -1\n"
				  "-- risk-from: other\n"
				  "-- chaoss:    Some Name\n"
				  "-- streams:   git  issues state\n"
				  "--\n"
				  "-- First: line.\r\n"
				  "--   Second line.\n"
				  "SELECT 1;\n"
				  "-- not of the definition\n";
	static const char *const lines[] = {
	    "", "First: line.", "  Second line."};
	struct hscan_metric metric;
	struct hscan_error err;
	struct hscan_text rest, line;

	(void)state;
	assert_int_equal(hscan_metric_parse("a/b/my_metric.sql",
			     hscan_text_of(sql), &metric, &err),
	    HSCAN_OK);
	assert_true(hscan_text_is(metric.id, "my_metric"));
	assert_true(hscan_text_is(metric.title, "Mine: all mine"));
	assert_true(hscan_text_is(metric.unit, "commits/week"));
	assert_true(hscan_text_is(metric.chaoss, "Some Name"));
	assert_true(hscan_text_is(metric.risk_from, "other"));
	assert_int_equal(metric.better, HSCAN_BETTER_HIGHER);
	assert_int_equal(metric.statistic, HSCAN_STAT_RATE);
	assert_int_equal(metric.needs, HSCAN_NEED_GIT | HSCAN_NEED_ISSUES |
					   HSCAN_NEED_STATE |
					   HSCAN_NEED_HISTORY);
	assert_int_equal(metric.healthy.comparison, HSCAN_AT_LEAST);
	assert_near(metric.healthy.value, 2.5);
	assert_int_equal(metric.risk.comparison, HSCAN_LESS);
	assert_near(metric.risk.value, -1);
	assert_ptr_equal(metric.sql.ptr, sql);
	assert_int_equal(metric.sql.len, strlen(sql));

	rest = metric.definition;
	for (size_t i = 0; i < LEN(lines); i++) {
		assert_true(hscan_definition_line(&rest, &line));
		assert_true(hscan_text_is(line, lines[i]));
	}
	assert_false(hscan_definition_line(&rest, &line));
}

static void
profile_and_events_are_read(void **state)
{
	static const char counted[] =
	    "-- id: my_metric\n-- title: t\n-- unit: u\n-- better: lower\n"
	    "-- statistic: count\n-- streams: git\n-- profile: activity\n"
	    "-- counts: events\nSELECT 1";
	struct hscan_metric metric;
	struct hscan_error err;

	(void)state;
	assert_int_equal(hscan_metric_parse("my_metric.sql",
			     hscan_text_of(counted), &metric, &err),
	    HSCAN_OK);
	assert_int_equal(metric.profile, HSCAN_PROFILE_ACTIVITY);
	assert_true(metric.counts_events);
	assert_string_equal(hscan_metric_profile_name(&metric), "activity");
	assert_int_equal(hscan_metric_parse("my_metric.sql",
			     hscan_text_of(HEADER), &metric, &err),
	    HSCAN_OK);
	assert_false(metric.counts_events);
	assert_string_equal(hscan_metric_profile_name(&metric), "core");
	metric.needs |= HSCAN_NEED_REVIEWS;
	assert_string_equal(hscan_metric_profile_name(&metric), "full");
}

/* How much of the items is read for it. */
static void
reaches_are_read(void **state)
{
	static const struct {
		const char *lines;
		unsigned streams;
	} rows[] = {
	    {"-- streams: git\n", HSCAN_NEED_GIT},
	    {"-- streams: pull_requests\n",
		HSCAN_NEED_PULLS | HSCAN_NEED_HISTORY},
	    {"-- streams: pull_requests\n-- reach: window\n", HSCAN_NEED_PULLS},
	    {"-- reach: backlog\n-- streams: issues\n",
		HSCAN_NEED_ISSUES | HSCAN_NEED_BACKLOG},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_metric metric;
		struct hscan_error err;
		char sql[400];

		(void)snprintf(sql, sizeof(sql),
		    "-- id: my_metric\n-- title: t\n-- unit: u\n"
		    "-- better: lower\n-- statistic: rate\n%s\nSELECT 1",
		    rows[i].lines);
		assert_int_equal(hscan_metric_parse("my_metric.sql",
				     hscan_text_of(sql), &metric, &err),
		    HSCAN_OK);
		assert_int_equal(metric.needs, rows[i].streams);
	}
}

/* Whether it may be counted in working hours, and whether it has a time. */
static void
clocks_are_read(void **state)
{
	static const char within[] = "-- id: my_metric\n-- title: t\n"
				     "-- unit: %\n-- better: higher\n"
				     "-- statistic: within\n"
				     "-- streams: issues\n-- clock: hours\n";
	struct hscan_metric metric;
	struct hscan_error err;

	(void)state;
	assert_int_equal(hscan_metric_parse("my_metric.sql",
			     hscan_text_of(HEADER), &metric, &err),
	    HSCAN_OK);
	assert_int_equal(metric.clock, HSCAN_CLOCK_CALENDAR);
	assert_int_equal(hscan_metric_parse("my_metric.sql",
			     hscan_text_of(within), &metric, &err),
	    HSCAN_OK);
	assert_int_equal(metric.clock, HSCAN_CLOCK_EITHER);
	assert_int_equal(metric.statistic, HSCAN_STAT_WITHIN);
	assert_int_equal(metric.within_s, 2 * 24 * 3600);
	assert_int_equal(
	    hscan_metric_parse("my_metric.sql",
		hscan_text_of(HEADER "-- clock: calendar\n"), &metric, &err),
	    HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "'clock' cannot be 'calendar'"));
}

static void
what_is_not_said_is_absent(void **state)
{
	static const char *const bodies[] = {
	    HEADER, HEADER "SELECT 1", HEADER "\n-- no definition\nSELECT 1"};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < LEN(bodies); i++) {
		struct hscan_metric metric;
		struct hscan_text rest, line;

		assert_int_equal(hscan_metric_parse("my_metric.sql",
				     hscan_text_of(bodies[i]), &metric, &err),
		    HSCAN_OK);
		assert_int_equal(metric.healthy.comparison, HSCAN_NO_BOUND);
		assert_int_equal(metric.risk.comparison, HSCAN_NO_BOUND);
		assert_int_equal(metric.risk_from.len, 0);
		assert_int_equal(metric.chaoss.len, 0);
		assert_int_equal(metric.definition.len, 0);
		rest = metric.definition;
		assert_false(hscan_definition_line(&rest, &line));
	}
}

static void
bounds_have_an_operator_and_a_number(void **state)
{
	static const struct {
		const char *sql;
		enum hscan_comparison comparison;
		double value;
	} rows[] = {
	    {HEADER "-- risk: <= 72\n", HSCAN_AT_MOST, 72},
	    {HEADER "-- risk: < 72.5\n", HSCAN_LESS, 72.5},
	    {HEADER "-- risk: >= 0\n", HSCAN_AT_LEAST, 0},
	    {HEADER "-- risk: > 168\n", HSCAN_MORE, 168},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_metric metric;
		struct hscan_error err;

		assert_int_equal(hscan_metric_parse("my_metric.sql",
				     hscan_text_of(rows[i].sql), &metric, &err),
		    HSCAN_OK);
		assert_int_equal(metric.risk.comparison, rows[i].comparison);
		assert_near(metric.risk.value, rows[i].value);
	}
}

static void
faults_are_named(void **state)
{
	static const struct {
		const char *sql, *message;
	} rows[] = {
	    {"", "my_metric.sql:1: 'id' is missing in the header; add a line "
		 "'-- id: ...' before this one: the name of the file, without "
		 ".sql"},
	    {"SELECT 1", "my_metric.sql:1: 'id' is missing in the header; add "
			 "a line '-- id: ...' before this one: the name of the "
			 "file, without .sql"},
	    {"-- id: my_metric\n", "my_metric.sql:2: 'title' is missing in the "
				   "header; add a line '-- title: ...' before "
				   "this one: a short noun phrase, for tables"},
	    {"-- id: my_metric\n-- title: x\n-- unit: h\n-- better: lower\n"
	     "-- statistic: rate\n\n-- streams: git\nSELECT 1",
		"my_metric.sql:6: 'streams' is missing in the header; add a "
		"line '-- streams: ...' before this one: what must have been "
		"read: one or more of issues, pull_requests, state, releases, "
		"events, comments, reviews, verdicts (what reviews "
		"say), merges, roles, contributions, git, authors, "
		"organizations and "
		"documentation, with blanks between"},
	    {"-- id: other\n", "my_metric.sql:1: id 'other' is not the file's "
			       "name; write id: my_metric"},
	    {"-- id: my metric\n",
		"my_metric.sql:1: 'id' cannot be 'my metric'; write the name "
		"of the file, without .sql"},
	    {"-- id: \x1b[2J\n", "my_metric.sql:1: 'id' cannot be '\\x1B[2J'; "
				 "write the name of the file, without .sql"},
	    {HEADER "-- id: my_metric\n",
		"my_metric.sql:7: 'id' is given twice; leave one out"},
	    {HEADER "-- risk:\n", "my_metric.sql:7: 'risk' is empty; write a "
				  "bound, such as > 168"},
	    {HEADER "-- colour: red\n",
		"my_metric.sql:7: there is no key 'colour'; those of a header "
		"are id, title, unit, better, statistic, streams, reach, "
		"healthy, risk, risk-from, clock, order, subject, chaoss, "
		"profile, counts"},
	    {HEADER "-- Title: x\n",
		"my_metric.sql:7: there is no key 'Title'; those of a header "
		"are id, title, unit, better, statistic, streams, reach, "
		"healthy, risk, risk-from, clock, order, subject, chaoss, "
		"profile, counts"},
	    {"-- better: less\n", "my_metric.sql:1: 'better' cannot be 'less'; "
				  "write lower, higher or neutral"},
	    {"-- statistic: mean\n",
		"my_metric.sql:1: 'statistic' cannot be 'mean'; write median, "
		"share, within, ratio, rate, count, half, largest, "
		"largest-three or gauge"},
	    {"-- reach: far\n", "my_metric.sql:1: 'reach' cannot be 'far'; "
				"write window (of issues and pull requests "
				"those opened, closed or merged in it must "
				"have been read) or backlog (those that are "
				"open, too); without it, all"},
	    {"-- title: x\n-- streams: git svn\n",
		"my_metric.sql:2: 'streams' cannot be 'git svn'; write what "
		"must have been read: one or more of issues, pull_requests, "
		"state, releases, events, comments, reviews, verdicts "
		"(what reviews say), merges, roles, contributions, git, "
		"authors, organizations and documentation, with blanks "
		"between"},
	    {"-- healthy: 72\n", "my_metric.sql:1: 'healthy' cannot be '72'; "
				 "write a bound, such as <= 72 (or <, >=, >)"},
	    {"-- healthy: <=72\n",
		"my_metric.sql:1: 'healthy' cannot be '<=72'; write a bound, "
		"such as <= 72 (or <, >=, >)"},
	    {"-- healthy: = 72\n",
		"my_metric.sql:1: 'healthy' cannot be '= 72'; write a bound, "
		"such as <= 72 (or <, >=, >)"},
	    {"-- risk: > \n", "my_metric.sql:1: 'risk' cannot be '>'; write a "
			      "bound, such as > 168"},
	    {"-- risk: > 72h\n", "my_metric.sql:1: 'risk' cannot be '> 72h'; "
				 "write a bound, such as > 168"},
	    {"-- profile: full\n",
		"my_metric.sql:1: 'profile' cannot be 'full'; write activity, "
		"for what only --profile activity shows"},
	    {"-- counts: people\n",
		"my_metric.sql:1: 'counts' cannot be 'people'; write events, "
		"for a count or rate of things that happen independently of "
		"each other: its change is told from chance then"},
	    {HEADER "-- counts: events\n",
		"my_metric.sql: 'counts: events' stands beside 'statistic: "
		"median', which counts nothing; leave it out, or write count "
		"or rate"},
	    {"-- risk: > 1e3\n", "my_metric.sql:1: 'risk' cannot be '> 1e3'; "
				 "write a bound, such as > 168"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_metric metric = {.unit = {"as it was", 9}};
		struct hscan_error err = {.status = HSCAN_OK};

		assert_int_equal(hscan_metric_parse("my_metric.sql",
				     hscan_text_of(rows[i].sql), &metric, &err),
		    HSCAN_EPARSE);
		assert_int_equal(err.status, HSCAN_EPARSE);
		assert_string_equal(err.message, rows[i].message);
		assert_true(hscan_text_is(metric.unit, "as it was"));
	}
}

static void
statistics_have_names(void **state)
{
	(void)state;
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_MEDIAN), "median");
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_SHARE), "share");
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_RATE), "rate");
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_COUNT), "count");
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_GAUGE), "gauge");
	assert_string_equal(hscan_statistic_name(HSCAN_STAT_WITHIN), "within");
	assert_string_equal(
	    hscan_statistic_name(HSCAN_STAT_LARGEST), "largest");
	assert_string_equal(
	    hscan_statistic_name(HSCAN_STAT_LARGEST_THREE), "largest-three");
	assert_string_equal(
	    hscan_statistic_name((enum hscan_statistic)99), "unknown");
}

static void
built_in_metrics_are_found_by_id(void **state)
{
	struct hscan_metrics metrics;
	struct hscan_error err;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, &err), HSCAN_OK);
	assert_true(metrics.len >= 4);
	for (size_t i = 0; i < metrics.len; i++)
		assert_ptr_equal(hscan_metrics_find(&metrics, metrics.at[i].id),
		    &metrics.at[i]);
	assert_null(
	    hscan_metrics_find(&metrics, hscan_text_of("no_such_metric")));
	assert_null(hscan_metrics_find(&metrics, hscan_text_of("")));
	hscan_metrics_clear(&metrics);
	assert_int_equal(metrics.len, 0);
	assert_null(metrics.at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_header_is_read),
	    cmocka_unit_test(profile_and_events_are_read),
	    cmocka_unit_test(reaches_are_read),
	    cmocka_unit_test(clocks_are_read),
	    cmocka_unit_test(what_is_not_said_is_absent),
	    cmocka_unit_test(bounds_have_an_operator_and_a_number),
	    cmocka_unit_test(faults_are_named),
	    cmocka_unit_test(statistics_have_names),
	    cmocka_unit_test(built_in_metrics_are_found_by_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
