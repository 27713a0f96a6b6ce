/* SPDX-License-Identifier: MIT */
/* What each policy finds in a measure, at its edges, the words for it, and
 * what becomes of all findings together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "judge/gate.h"
#include "support/teller.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define DAY        HSCAN_DAY_S
#define AS_OF      INT64_C(1787356800) /* 2026-08-22 */
#define LOWER      .better = HSCAN_BETTER_LOWER
#define HIGHER     .better = HSCAN_BETTER_HIGHER
#define NEUTRAL    .better = HSCAN_BETTER_NEUTRAL
#define AT_MOST(v) \
	{ \
		HSCAN_AT_MOST, (v) \
	}
#define MORE(v) \
	{ \
		HSCAN_MORE, (v) \
	}

enum {
	GOOD = HSCAN_FINDING_GOOD,
	RISK = HSCAN_FINDING_RISK,
	WATCH = HSCAN_FINDING_WATCH,
	DEVIATION = HSCAN_FINDING_DEVIATION,
	REGRESSION = HSCAN_FINDING_REGRESSION,
	MISSING = HSCAN_FINDING_MISSING,
	STALE = HSCAN_FINDING_STALE,
	NOT_JUDGED = HSCAN_FINDING_NOT_JUDGED,
	OTHER_HEAD = HSCAN_FINDING_OTHER_HEAD,
	PROVISIONAL = HSCAN_FINDING_PROVISIONAL,
};

/* --- one measure --- */

static struct row {
	const char *what;
	unsigned fail_on;
	bool named;
	struct hscan_metric metric;
	struct hscan_measure measure;
	struct hscan_passed passed;
	int finding;
	const char *line; /* behind "m: " */
} rows[] = {
    {"at risk", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_RISK},
	{0}, RISK, "80 is at risk (> 72), n 9"},
    {"at risk is worse than to watch", HSCAN_FAIL_WATCH, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_RISK},
	{0}, RISK, "80 is at risk (> 72), n 9"},
    {"at risk as another is", HSCAN_FAIL_RISK, false,
	{LOWER, .risk_from = {"o", 1}, .unit = {"%", 1}},
	{.now = {.value = {true, 80}, .n = 9}, .verdict = HSCAN_VERDICT_RISK},
	{0}, RISK, "80% is at risk, as o is, n 9"},
    {"to watch, and nobody minds", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 60}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict = HSCAN_VERDICT_WATCH},
	{0}, GOOD, "60, n 9"},
    {"to watch", HSCAN_FAIL_WATCH, false, {LOWER, .unit = {"hours", 5}},
	{.now = {.value = {true, 60}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict = HSCAN_VERDICT_WATCH},
	{0}, WATCH, "60 hours is to watch (healthy is <= 48), n 9"},
    {"healthy", HSCAN_FAIL_RISK | HSCAN_FAIL_WATCH, false, {LOWER},
	{.now = {.value = {true, 6}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict = HSCAN_VERDICT_HEALTHY},
	{0}, GOOD, "6, n 9"},
    /* What cannot be told. */
    {"no bounds, no verdict", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 6}, .n = 9}}, {0}, NOT_JUDGED,
	"nothing to judge it by; set a bound, such as --threshold m.risk=10, "
	"or use --fail-on regression"},
    {"no bounds, but it was named", HSCAN_FAIL_RISK, true, {LOWER},
	{.now = {.value = {true, 6}, .n = 9}}, {0}, MISSING,
	"nothing to judge it by; set a bound, such as --threshold m.risk=10, "
	"or use --fail-on regression"},
    {"no direction, so nothing is worse", HSCAN_FAIL_DEVIATION, false,
	{NEUTRAL},
	{.now = {.value = {true, 6}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict = HSCAN_VERDICT_HEALTHY,
	    .baseline = {.known = true}},
	{0}, NOT_JUDGED, "nothing to judge it by; use --fail-on risk"},
    {"no direction and no bounds", HSCAN_FAIL_DEVIATION, true, {NEUTRAL},
	{.now = {.value = {true, 6}, .n = 9}}, {0}, MISSING,
	"nothing to judge it by; use --fail-on risk and set a bound, such as "
	"--threshold \"m.risk=less-than 10\""},
    {"no direction, no bounds, and to be judged by them", HSCAN_FAIL_WATCH,
	true, {NEUTRAL, .unit = {"%", 1}},
	{.now = {.value = {true, 6}, .n = 9}}, {0}, MISSING,
	"nothing to judge it by; set a bound, such as --threshold \"m.risk="
	"less-than 50%\""},
    {"a length of time without bounds", HSCAN_FAIL_RISK, true,
	{HIGHER, .unit = {"weeks", 5}}, {.now = {.value = {true, 6}, .n = 9}},
	{0}, MISSING,
	"nothing to judge it by; set a bound, such as --threshold m.risk=2w, "
	"or use --fail-on regression"},
    {"no direction, but bounds", HSCAN_FAIL_DEVIATION | HSCAN_FAIL_RISK, false,
	{NEUTRAL},
	{.now = {.value = {true, 6}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict = HSCAN_VERDICT_HEALTHY,
	    .baseline = {.known = true}},
	{0}, GOOD, "6, n 9"},
    {"no value", HSCAN_FAIL_RISK, false, {LOWER},
	{.risk = MORE(72), .verdict = HSCAN_VERDICT_UNKNOWN}, {0}, NOT_JUDGED,
	"no value"},
    {"no value, and it was named", HSCAN_FAIL_RISK, true, {LOWER},
	{.now = {.reason = "no samples"},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_UNKNOWN},
	{0}, MISSING, "no samples"},
    {"few samples", HSCAN_FAIL_RISK, true, {LOWER},
	{.now = {.value = {true, 80}, .n = 4, .reason = "low n"},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_UNKNOWN},
	{0}, MISSING, "low n: 4 samples, and 5 are needed"},
    {"few samples tell of no deviation either", HSCAN_FAIL_DEVIATION, false,
	{LOWER},
	{.now = {.value = {true, 80}, .n = 4, .reason = "low n"},
	    .baseline = {.known = true, .deviation = HSCAN_DEVIATION_WORSE}},
	{0}, NOT_JUDGED, "low n: 4 samples, and 5 are needed"},
    /* Commits that are not the default branch's decide nothing. */
    {"of another head, at risk", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9, .reason = "those of HEAD"},
	    .risk = MORE(72),
	    .other_head = true,
	    .verdict = HSCAN_VERDICT_UNKNOWN},
	{0}, OTHER_HEAD, "those of HEAD"},
    {"of another head, without a value", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.reason = "those of HEAD"},
	    .risk = MORE(72),
	    .other_head = true,
	    .verdict = HSCAN_VERDICT_UNKNOWN},
	{0}, OTHER_HEAD, "those of HEAD"},
    {"of another head, named and worse", HSCAN_FAIL_REGRESSION, true, {LOWER},
	{.now = {.value = {true, 80}, .n = 9, .reason = "those of HEAD"},
	    .other_head = true},
	{.known = true, .value = 1, .ci95 = {true, 1, 2}}, OTHER_HEAD,
	"those of HEAD"},
    {"of another head, and nothing to judge it by", HSCAN_FAIL_RISK, false,
	{LOWER},
	{.now = {.value = {true, 80}, .n = 9, .reason = "those of HEAD"},
	    .other_head = true},
	{0}, NOT_JUDGED,
	"nothing to judge it by; set a bound, such as --threshold m.risk=10, "
	"or use --fail-on regression"},
    /* What only webhooks have told decides nothing, unless it may. */
    {"provisional, at risk", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(72),
	    .provisional = true,
	    .provisional_since = AS_OF,
	    .verdict = HSCAN_VERDICT_RISK},
	{0}, PROVISIONAL,
	"80, but provisional: webhook since 2026-08-22T00:00:00Z; run "
	"healthscan sync first, or decide by it with --allow-provisional"},
    {"provisional, healthy and named", HSCAN_FAIL_RISK, true,
	{LOWER, .unit = {"hours", 5}},
	{.now = {.value = {true, 5}, .n = 9},
	    .risk = MORE(72),
	    .provisional = true,
	    .provisional_since = AS_OF + 1,
	    .verdict = HSCAN_VERDICT_HEALTHY},
	{0}, PROVISIONAL,
	"5 hours, but provisional: webhook since 2026-08-22T00:00:01Z; run "
	"healthscan sync first, or decide by it with --allow-provisional"},
    {"provisional, without a value", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.reason = "no samples"},
	    .risk = MORE(72),
	    .provisional = true,
	    .verdict = HSCAN_VERDICT_UNKNOWN},
	{0}, NOT_JUDGED, "no samples"},
    /* Deviations. */
    {"worse than usual", HSCAN_FAIL_DEVIATION, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .baseline = {.known = true,
		.center = 20.123456,
		.spread = 5.456789,
		.z = {true, 12.3456},
		.deviation = HSCAN_DEVIATION_WORSE}},
	{0}, DEVIATION,
	"80 is worse than usual (20.1235 +- 5.4568, z 12.35), n 9"},
    {"at risk, where deviations alone matter", HSCAN_FAIL_DEVIATION, false,
	{LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_RISK,
	    .baseline = {.known = true}},
	{0}, GOOD, "80, n 9"},
    {"a regression that nobody asked for", HSCAN_FAIL_RISK, false,
	{LOWER, .statistic = HSCAN_STAT_COUNT},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(90),
	    .verdict = HSCAN_VERDICT_HEALTHY},
	{true, 1, {false, 0, 0}}, GOOD, "80, n 9"},
    {"worse than what never varied", HSCAN_FAIL_DEVIATION, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .baseline = {.known = true,
		.center = 20,
		.deviation = HSCAN_DEVIATION_WORSE}},
	{0}, DEVIATION, "80 is worse than usual (20 +- 0), n 9"},
    {"better than usual", HSCAN_FAIL_DEVIATION, false, {LOWER},
	{.now = {.value = {true, 8}, .n = 9},
	    .baseline = {.known = true, .deviation = HSCAN_DEVIATION_BETTER}},
	{0}, GOOD, "8, n 9"},
    {"a deviation that nobody asked for", HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9},
	    .risk = MORE(90),
	    .verdict = HSCAN_VERDICT_HEALTHY,
	    .baseline = {.known = true, .deviation = HSCAN_DEVIATION_WORSE}},
	{0}, GOOD, "80, n 9"},
    {"nothing to deviate from", HSCAN_FAIL_DEVIATION, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9}, .baseline = {.windows = 3}}, {0},
	MISSING,
	"no baseline: 3 earlier windows with a value, and 6 are needed"},
    {"nothing to deviate from, but bounds that hold",
	HSCAN_FAIL_DEVIATION | HSCAN_FAIL_RISK, false, {LOWER},
	{.now = {.value = {true, 6}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_HEALTHY},
	{0}, GOOD, "6, n 9"},
    /* Regressions. */
    {"nothing was passed yet", HSCAN_FAIL_REGRESSION, false, {LOWER},
	{.now = {.value = {true, 80}, .n = 9}}, {0}, GOOD, "80, n 9"},
    {"above the interval", HSCAN_FAIL_REGRESSION, false, {LOWER},
	{.now = {.value = {true, 30.5}, .n = 9}},
	{true, 20.123456, {true, 10.456789, 30.234567}}, REGRESSION,
	"30.5 is worse than when it last passed (20.1235, 95 % 10.4568 to "
	"30.2346), n 9"},
    {"at the end of the interval", HSCAN_FAIL_REGRESSION, false, {LOWER},
	{.now = {.value = {true, 30}, .n = 9}}, {true, 20, {true, 10, 30}},
	GOOD, "30, n 9"},
    {"below the interval, and lower is better", HSCAN_FAIL_REGRESSION, false,
	{LOWER}, {.now = {.value = {true, 5}, .n = 9}},
	{true, 20, {true, 10, 30}}, GOOD, "5, n 9"},
    {"below the interval", HSCAN_FAIL_REGRESSION, false, {HIGHER},
	{.now = {.value = {true, 9.99}, .n = 9}}, {true, 20, {true, 10, 30}},
	REGRESSION,
	"9.99 is worse than when it last passed (20, 95 % 10 to 30), n 9"},
    {"at the lower end", HSCAN_FAIL_REGRESSION, false, {HIGHER},
	{.now = {.value = {true, 10}, .n = 9}}, {true, 20, {true, 10, 30}},
	GOOD, "10, n 9"},
    {"neither is worse", HSCAN_FAIL_REGRESSION | HSCAN_FAIL_RISK, false,
	{NEUTRAL},
	{.now = {.value = {true, 1}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_HEALTHY},
	{true, 20, {true, 10, 30}}, GOOD, "1, n 9"},
    {"a count that is worse", HSCAN_FAIL_REGRESSION, false,
	{LOWER, .statistic = HSCAN_STAT_COUNT},
	{.now = {.value = {true, 21}, .n = 9}}, {true, 20, {false, 0, 0}},
	REGRESSION, "21 is worse than when it last passed (20), n 9"},
    {"a count that is the same", HSCAN_FAIL_REGRESSION, false,
	{LOWER, .statistic = HSCAN_STAT_COUNT},
	{.now = {.value = {true, 20}, .n = 9}}, {true, 20, {false, 0, 0}}, GOOD,
	"20, n 9"},
    {"a count of what is good", HSCAN_FAIL_REGRESSION, false,
	{HIGHER, .statistic = HSCAN_STAT_COUNT},
	{.now = {.value = {true, 20}, .n = 9}}, {true, 20, {false, 0, 0}}, GOOD,
	"20, n 9"},
    {"a median without an interval", HSCAN_FAIL_REGRESSION, false,
	{LOWER, .statistic = HSCAN_STAT_MEDIAN},
	{.now = {.value = {true, 99}, .n = 9}}, {true, 20, {false, 0, 0}}, GOOD,
	"99, n 9"},
    {"a share without an interval", HSCAN_FAIL_REGRESSION, false,
	{LOWER, .statistic = HSCAN_STAT_SHARE},
	{.now = {.value = {true, 99}, .n = 9}}, {true, 20, {false, 0, 0}}, GOOD,
	"99, n 9"},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void
one(void **state)
{
	const struct row *row = *state;
	struct hscan_metric metric = row->metric;
	struct hscan_measure measure = row->measure;
	const struct hscan_report report = {
	    .as_of = AS_OF, .measures = &measure, .measures_len = 1};
	const struct hscan_gate_policy policy = {
	    .fail_on = row->fail_on,
	    .min_samples = 5,
	    .named = row->named,
	};
	struct hscan_gate gate;
	struct hscan_arena arena;
	struct hscan_error err;

	metric.id = (struct hscan_text){"m", 1};
	if (!metric.unit.ptr)
		metric.unit = (struct hscan_text){"count", 5};
	measure.metric = &metric;
	hscan_arena_init(&arena);
	assert_int_equal(hscan_gate_judge(&report, &policy, &row->passed,
			     &arena, &gate, &err),
	    HSCAN_OK);
	assert_int_equal(gate.rows_len, 1);
	assert_ptr_equal(gate.rows[0].measure, &measure);
	assert_int_equal(gate.rows[0].finding, row->finding);
	assert_memory_equal(gate.rows[0].why.ptr, "m: ", 3);
	assert_string_equal(gate.rows[0].why.ptr + 3, row->line);
	hscan_arena_clear(&arena);
}

/* --- what is old --- */

/* The finding for a metric that needs these. */
static void
check_age(const struct hscan_coverage *coverage, size_t len, unsigned needs,
    int64_t max_age_s, int finding, const char *line)
{
	const struct hscan_metric metric = {
	    .id = {"m", 1}, .unit = {"count", 5}, LOWER, .needs = needs};
	const struct hscan_measure measure = {
	    .metric = &metric,
	    .now = {.value = {true, 6}, .n = 9},
	    .risk = MORE(72),
	    .verdict = HSCAN_VERDICT_HEALTHY,
	};
	const struct hscan_report report = {
	    .as_of = AS_OF,
	    .coverage = coverage,
	    .coverage_len = len,
	    .measures = &measure,
	    .measures_len = 1,
	};
	const struct hscan_gate_policy policy = {
	    .fail_on = HSCAN_FAIL_RISK, .max_age_s = max_age_s};
	const struct hscan_passed passed = {0};
	struct hscan_gate gate;
	struct hscan_arena arena;
	struct hscan_error err;

	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_gate_judge(&report, &policy, &passed, &arena, &gate, &err),
	    HSCAN_OK);
	assert_int_equal(gate.rows[0].finding, finding);
	assert_string_equal(gate.rows[0].why.ptr, line);
	hscan_arena_clear(&arena);
}

static void
old_records_are_stale(void **state)
{
	static const char good[] = "m: 6, n 9";
	static const char never[] = "m: stale: never read";
	static const char old[] = "m: stale: read 2026-08-20T23:59:59Z, longer "
				  "ago than --max-age allows";
	const struct hscan_coverage coverage[] = {
	    {.stream = "issues", .synced_at = AS_OF - DAY},
	    {.stream = "repository", .synced_at = HSCAN_NEVER},
	    {.stream = "releases", .synced_at = AS_OF - DAY - 1},
	    {.stream = "git", .synced_at = HSCAN_NEVER},
	    {.stream = "comments", .synced_at = AS_OF},
	};
	const size_t len = LEN(coverage);

	(void)state;
	/* At the very age; of issues and pull requests there is one list. */
	check_age(coverage, len, HSCAN_NEED_ISSUES, DAY, GOOD, good);
	check_age(coverage, len, HSCAN_NEED_PULLS, DAY, GOOD, good);
	check_age(coverage, len, HSCAN_NEED_RELEASES, DAY, STALE, old);
	check_age(coverage, len, HSCAN_NEED_RELEASES, DAY + 1, GOOD, good);
	/* Of several the oldest, whatever stands first. */
	check_age(coverage, len, HSCAN_NEED_RELEASES | HSCAN_NEED_ISSUES, DAY,
	    STALE, old);
	check_age(coverage, len, HSCAN_NEED_RELEASES | HSCAN_NEED_COMMENTS, DAY,
	    STALE, old);
	check_age(coverage, len, HSCAN_NEED_GIT, DAY, STALE, never);
	/* Without a list of its own the clone tells of the documentation. */
	check_age(coverage, len, HSCAN_NEED_DOCS, DAY, STALE, never);
	check_age(coverage, len, HSCAN_NEED_REVIEWS, DAY, STALE, never);
	check_age(coverage, len, HSCAN_NEED_EVENTS, DAY, STALE, never);
	check_age(coverage, len, HSCAN_NEED_STATE, DAY, STALE, never);
	/* Any age will do. */
	check_age(coverage, len, HSCAN_NEED_GIT, 0, GOOD, good);
}

static void
a_list_of_the_documentation_tells_of_it(void **state)
{
	const struct hscan_coverage coverage[] = {
	    {.stream = "documentation", .synced_at = AS_OF},
	    {.stream = "git", .synced_at = HSCAN_NEVER},
	    {.stream = "events", .synced_at = AS_OF},
	    {.stream = "reviews", .synced_at = AS_OF},
	};
	const struct hscan_coverage clone = {
	    .stream = "git", .synced_at = AS_OF};
	const unsigned of_lists =
	    HSCAN_NEED_DOCS | HSCAN_NEED_EVENTS | HSCAN_NEED_REVIEWS;

	(void)state;
	check_age(coverage, LEN(coverage), of_lists, 1, GOOD, "m: 6, n 9");
	check_age(
	    coverage, LEN(coverage), HSCAN_NEED_STATE, 1, GOOD, "m: 6, n 9");
	check_age(coverage, LEN(coverage), HSCAN_NEED_GIT, 1, STALE,
	    "m: stale: never read");
	/* Else the clone does, and nothing but it. */
	check_age(&clone, 1, HSCAN_NEED_DOCS, 1, GOOD, "m: 6, n 9");
}

/* What others have told since counts. */
static void
spans_keep_records_fresh(void **state)
{
	static const struct hscan_span span;
	const struct hscan_coverage coverage[] = {
	    {.stream = "issues",
		.synced_at = AS_OF - 9 * DAY,
		.spans = &span,
		.spans_len = 1,
		.told_until = AS_OF - DAY},
	    {.stream = "comments",
		.synced_at = HSCAN_NEVER,
		.spans = &span,
		.spans_len = 1,
		.told_until = HSCAN_NEVER},
	};

	(void)state;
	check_age(
	    coverage, LEN(coverage), HSCAN_NEED_ISSUES, DAY, GOOD, "m: 6, n 9");
	check_age(coverage, LEN(coverage), HSCAN_NEED_ISSUES, DAY - 1, STALE,
	    "m: stale: read 2026-08-21T00:00:00Z, longer ago than --max-age "
	    "allows");
	check_age(coverage, LEN(coverage), HSCAN_NEED_COMMENTS, DAY, STALE,
	    "m: stale: never read");
}

/* --- all of them --- */

/* Measures by letter: good, risk, missing (named), not judged; and what is
 * provisional, good (p) or at risk (P). */
static void
check_result_if(const char *kinds, bool named, bool allow_unknown,
    bool allow_provisional, enum hscan_gate_result expected)
{
	const struct hscan_metric metric = {
	    .id = {"m", 1}, .unit = {"count", 5}, LOWER};
	struct hscan_measure measures[8];
	struct hscan_passed passed[8] = {{0}};
	const struct hscan_report report = {.as_of = AS_OF,
	    .measures = measures,
	    .measures_len = strlen(kinds)};
	const struct hscan_gate_policy policy = {
	    .fail_on = HSCAN_FAIL_RISK,
	    .min_samples = 7,
	    .allow_unknown = allow_unknown,
	    .allow_provisional = allow_provisional,
	    .named = named,
	};
	struct hscan_gate gate;
	struct hscan_arena arena;
	struct hscan_error err;

	for (size_t i = 0; kinds[i]; i++)
		measures[i] = (struct hscan_measure){
		    .metric = &metric,
		    .now = {.value = {kinds[i] != '?', 1}, .n = 9},
		    .risk = MORE(72),
		    .provisional = strchr("pP", kinds[i]) != NULL,
		    .verdict = strchr("gp", kinds[i])   ? HSCAN_VERDICT_HEALTHY
			       : strchr("rP", kinds[i]) ? HSCAN_VERDICT_RISK
							: HSCAN_VERDICT_UNKNOWN,
		};
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_gate_judge(&report, &policy, passed, &arena, &gate, &err),
	    HSCAN_OK);
	if (gate.result != expected)
		fail_msg("'%s': %d", kinds, (int)gate.result);
	assert_int_equal(gate.rows_len, strlen(kinds));
	assert_int_equal(gate.fail_on, HSCAN_FAIL_RISK);
	assert_int_equal(gate.min_samples, 7);
	assert_int_equal(gate.allow_unknown, allow_unknown);
	assert_int_equal(gate.allow_provisional, allow_provisional);
	assert_int_equal(gate.named, named);
	hscan_arena_clear(&arena);
}

static void
check_result(const char *kinds, bool named, bool allow_unknown,
    enum hscan_gate_result expected)
{
	check_result_if(kinds, named, allow_unknown, false, expected);
}

static void
all_together_pass_or_fail(void **state)
{
	(void)state;
	check_result("g", false, false, HSCAN_GATE_PASSED);
	check_result("gg", false, false, HSCAN_GATE_PASSED);
	check_result("grg", false, false, HSCAN_GATE_FAILED);
	check_result("r", false, false, HSCAN_GATE_FAILED);
	/* What could not be judged does not matter beside what could. */
	check_result("g?", false, false, HSCAN_GATE_PASSED);
	/* Never green on nothing. */
	check_result("?", false, false, HSCAN_GATE_UNDECIDED);
	check_result("", false, false, HSCAN_GATE_UNDECIDED);
	check_result("?", false, true, HSCAN_GATE_PASSED);
	/* What was named has to be there; failure comes before doubt. */
	check_result("g?", true, false, HSCAN_GATE_UNDECIDED);
	check_result("g?", true, true, HSCAN_GATE_PASSED);
	check_result("r?", true, false, HSCAN_GATE_FAILED);
	check_result("r?", true, true, HSCAN_GATE_FAILED);
}

static struct hscan_metric causes[] = {
    {.id = {"m", 1}, .unit = {"count", 5}, .risk_from = {"o", 1}, HIGHER},
    {.id = {"o", 1}, .unit = {"count", 5}, LOWER},
};

/* m is at risk as o is, and both are worse than usual by `deviations` (m, o).
 */
static void
check_cause(unsigned fail_on, const char *deviations, int expected,
    int of_cause, const char *line, enum hscan_gate_result result)
{
	struct hscan_measure measures[2];
	const struct hscan_passed passed[2] = {{0}};
	const struct hscan_report report = {
	    .as_of = AS_OF, .measures = measures, .measures_len = 2};
	const struct hscan_gate_policy policy = {
	    .fail_on = fail_on, .named = true, .min_samples = 5};
	struct hscan_gate gate;
	struct hscan_arena arena;
	struct hscan_error err;

	for (size_t i = 0; i < 2; i++)
		measures[i] = (struct hscan_measure){
		    .metric = &causes[i],
		    .now = {.value = {true, 80}, .n = 9},
		    .risk = MORE(72),
		    .baseline = {.known = true,
			.deviation = deviations[i] == 'd'
					 ? HSCAN_DEVIATION_WORSE
					 : HSCAN_DEVIATION_NONE},
		    .verdict = HSCAN_VERDICT_RISK,
		    .because = i == 0 ? &causes[1] : NULL,
		};
	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_gate_judge(&report, &policy, passed, &arena, &gate, &err),
	    HSCAN_OK);
	assert_int_equal(gate.rows[0].finding, expected);
	assert_string_equal(gate.rows[0].why.ptr, line);
	assert_int_equal(gate.rows[1].finding, of_cause);
	assert_int_equal(gate.result, result);
	hscan_arena_clear(&arena);
}

static void
one_cause_is_one_failure(void **state)
{
	(void)state;
	check_cause(HSCAN_FAIL_RISK, "--", NOT_JUDGED, RISK,
	    "m: 80 is at risk, as o is, n 9; counted once, with o",
	    HSCAN_GATE_FAILED);
	check_cause(HSCAN_FAIL_DEVIATION, "dd", NOT_JUDGED, DEVIATION,
	    "m: 80 is worse than usual (0 +- 0), n 9; counted once, with o",
	    HSCAN_GATE_FAILED);
	/* Where the cause fails nothing, it has to count itself. */
	check_cause(HSCAN_FAIL_DEVIATION, "d-", DEVIATION, GOOD,
	    "m: 80 is worse than usual (0 +- 0), n 9", HSCAN_GATE_FAILED);
	check_cause(HSCAN_FAIL_DEVIATION, "-d", GOOD, DEVIATION, "m: 80, n 9",
	    HSCAN_GATE_FAILED);
	check_cause(HSCAN_FAIL_DEVIATION, "--", GOOD, GOOD, "m: 80, n 9",
	    HSCAN_GATE_PASSED);
}

static void
what_is_provisional_decides_if_it_may(void **state)
{
	(void)state;
	check_result_if("gp", false, false, false, HSCAN_GATE_UNDECIDED);
	check_result_if("gP", false, false, false, HSCAN_GATE_UNDECIDED);
	check_result_if("gp", false, false, true, HSCAN_GATE_PASSED);
	check_result_if("gP", false, false, true, HSCAN_GATE_FAILED);
	check_result_if("rp", false, false, false, HSCAN_GATE_FAILED);
	/* There is a value: it is not unknown. */
	check_result_if("gp", false, true, false, HSCAN_GATE_UNDECIDED);
	check_result_if("p?", true, false, true, HSCAN_GATE_UNDECIDED);
	check_result_if("p?", true, true, true, HSCAN_GATE_PASSED);
}

/* --- what was passed --- */

static struct hscan_passed
recall(struct hscan_store *store, int64_t repo_id, const char *scope,
    const struct hscan_measure *measure, int64_t as_of)
{
	const struct hscan_report report = {
	    .as_of = as_of, .measures = measure, .measures_len = 1};
	struct hscan_passed passed = {.value = 42};
	struct hscan_error err;

	assert_int_equal(hscan_gate_recall(store, repo_id, hscan_text_of(scope),
			     &report, &passed, &err),
	    HSCAN_OK);
	return passed;
}

static void
what_has_passed_is_remembered(void **state)
{
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	const struct hscan_metric m = {.id = {"m", 1}}, low = {.id = {"l", 1}};
	const struct hscan_metric none = {.id = {"n", 1}}, c = {.id = {"c", 1}};
	const struct hscan_metric p = {.id = {"p", 1}};
	const struct hscan_measure measures[] = {
	    {.metric = &low,
		.now = {.value = {true, 5}, .n = 2, .reason = "low n"}},
	    {.metric = &none},
	    {.metric = &m,
		.now = {.value = {true, 20}, .n = 9, .ci95 = {true, 10, 30}}},
	    {.metric = &c, .now = {.value = {true, 7}, .n = 9}},
	    {.metric = &p,
		.now = {.value = {true, 7}, .n = 9},
		.provisional = true},
	};
	const struct hscan_report report = {.as_of = AS_OF,
	    .measures = measures,
	    .measures_len = LEN(measures)};
	struct hscan_store *store = NULL;
	struct hscan_passed passed;
	struct hscan_error err;
	int64_t id = 0;

	(void)state;
	assert_int_equal(hscan_store_open(":memory:", &store, &err), HSCAN_OK);
	assert_int_equal(hscan_store_put_repo(
			     store, BY_REST("github.com"), &repo, &id, &err),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_gate_remember(store, id, hscan_text_of("s"), &report, &err),
	    HSCAN_OK);
	passed = recall(store, id, "s", &measures[2], AS_OF + 1);
	assert_true(passed.known);
	assert_true(passed.value >= 20 && passed.value <= 20);
	assert_true(passed.ci95.known);
	assert_true(passed.ci95.low >= 10 && passed.ci95.low <= 10);
	assert_true(passed.ci95.high >= 30 && passed.ci95.high <= 30);
	passed = recall(store, id, "s", &measures[3], AS_OF + 1);
	assert_true(passed.known);
	assert_false(passed.ci95.known);
	/* Not at that time itself, nor in another scope. */
	assert_false(recall(store, id, "s", &measures[2], AS_OF).known);
	assert_false(recall(store, id, "t", &measures[2], AS_OF + 1).known);
	/* Few samples, none, and what may change are no mark to hold anybody
	 * to. */
	assert_false(recall(store, id, "s", &measures[4], AS_OF + 1).known);
	assert_false(recall(store, id, "s", &measures[0], AS_OF + 1).known);
	assert_false(recall(store, id, "s", &measures[1], AS_OF + 1).known);
	/* It has been written for good, and nothing is left open. */
	assert_int_equal(hscan_store_begin(store, &err), HSCAN_OK);
	hscan_store_rollback(store);
	passed = recall(store, id, "s", &measures[3], AS_OF + 1);
	assert_true(passed.known);
	hscan_store_close(store);
}

/* --- the repository itself --- */

/* Of one metric, which is healthy or has no value. */
static void
check_whole(const struct hscan_gate_policy *policy, bool has_value,
    enum hscan_life_class life_class, const struct hscan_repo *repo,
    enum hscan_gate_result result, const char *line)
{
	const struct hscan_metric metric = {.id = {"m", 1}, LOWER};
	const struct hscan_measure measure = {.metric = &metric,
	    .now = {.value = {has_value, 6}, .n = 9},
	    .healthy = AT_MOST(48),
	    .verdict =
		has_value ? HSCAN_VERDICT_HEALTHY : HSCAN_VERDICT_UNKNOWN};
	const struct hscan_life life = {.life_class = life_class,
	    .reason =
		life_class == HSCAN_LIFE_UNKNOWN ? "would need --git" : NULL,
	    .evidence = {"a sign", 6}};
	const struct hscan_report report = {.as_of = AS_OF,
	    .repo = *repo,
	    .life = &life,
	    .measures = &measure,
	    .measures_len = 1};
	const struct hscan_passed passed = {.known = false};
	struct hscan_arena arena;
	struct hscan_error err;
	struct hscan_gate gate;

	hscan_arena_init(&arena);
	assert_int_equal(
	    hscan_gate_judge(&report, policy, &passed, &arena, &gate, &err),
	    HSCAN_OK);
	assert_int_equal(gate.result, result);
	assert_int_equal(gate.rows_len, 2);
	assert_ptr_equal(gate.rows[0].measure, &measure);
	assert_null(gate.rows[1].measure);
	assert_string_equal(gate.rows[1].why.ptr, line);
	hscan_arena_clear(&arena);
}

static const struct hscan_repo old = {.created_at = AS_OF - 400 * DAY};

static void
classes_fail(void **state)
{
	struct hscan_gate_policy policy = {
	    .fail_on = HSCAN_FAIL_RISK,
	    .fail_classes = 1U << HSCAN_LIFE_DORMANT,
	};

	(void)state;
	check_whole(&policy, true, HSCAN_LIFE_DORMANT, &old, HSCAN_GATE_FAILED,
	    "class: dormant (a sign)");
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED,
	    "class: active (a sign)");
	/* A class is no number: what was to be judged is missing. */
	check_whole(&policy, false, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, "class: active (a sign)");
	policy.fail_on = 0;
	check_whole(&policy, false, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED,
	    "class: active (a sign)");
}

static void
classes_that_are_not_known(void **state)
{
	const struct hscan_repo young = {.created_at = AS_OF - 80 * DAY};
	const struct hscan_repo untold = {
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_ARCHIVED};
	const enum hscan_life_class unknown = HSCAN_LIFE_UNKNOWN;
	struct hscan_gate_policy policy = {
	    .fail_classes = 1U << HSCAN_LIFE_DORMANT};

	(void)state;
	check_whole(&policy, true, unknown, &old, HSCAN_GATE_UNDECIDED,
	    "class: not known: would need --git");
	policy.allow_unknown = true;
	check_whole(&policy, true, unknown, &old, HSCAN_GATE_PASSED,
	    "class: not known: would need --git");
	/* Whether it is one of these is known without commits. */
	policy.allow_unknown = false;
	policy.fail_classes = 1U << HSCAN_LIFE_ARCHIVED | 1U << HSCAN_LIFE_NEW;
	check_whole(&policy, true, unknown, &old, HSCAN_GATE_PASSED,
	    "class: unknown (a sign)");
	check_whole(&policy, true, unknown, &young, HSCAN_GATE_UNDECIDED,
	    "class: not known: would need --git");
	check_whole(&policy, true, unknown, &untold, HSCAN_GATE_UNDECIDED,
	    "class: not known: would need --git");
}

static void
what_could_not_be_read_fails(void **state)
{
	struct hscan_gate_policy policy = {.fail_on = HSCAN_FAIL_UNREACHABLE};

	(void)state;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED,
	    "it was read");
	check_whole(&policy, false, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED,
	    "it was read");
	policy.fail_on |= HSCAN_FAIL_RISK;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED,
	    "it was read");
	/* That it was read is no proof of health. */
	check_whole(&policy, false, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, "it was read");
	policy.unread = hscan_text_of("HTTP 404");
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_FAILED,
	    "unreachable: HTTP 404");
}

/* Neither a number nor a class nor that it is there. */
static void
what_was_read_before_decides_nothing(void **state)
{
#define STALE \
	"stale: not read in this run; name its folder, or decide by what was " \
	"read last with --offline"
	struct hscan_gate_policy policy = {
	    .fail_on = HSCAN_FAIL_RISK,
	    .fail_classes = 1U << HSCAN_LIFE_DORMANT,
	    .read_before = true,
	};

	(void)state;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, "class: " STALE);
	check_whole(&policy, true, HSCAN_LIFE_DORMANT, &old,
	    HSCAN_GATE_UNDECIDED, "class: " STALE);
	policy.fail_on = 0;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, "class: " STALE);
	policy.fail_classes = 0;
	policy.fail_on = HSCAN_FAIL_UNREACHABLE;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, STALE);
	policy.fail_on |= HSCAN_FAIL_RISK;
	check_whole(&policy, true, HSCAN_LIFE_ACTIVE, &old,
	    HSCAN_GATE_UNDECIDED, STALE);
	policy.allow_unknown = true;
	check_whole(
	    &policy, true, HSCAN_LIFE_ACTIVE, &old, HSCAN_GATE_PASSED, STALE);
}

int
main(void)
{
	struct CMUnitTest tests[ROWS + 11];

	for (size_t i = 0; i < ROWS; i++)
		tests[i] = (struct CMUnitTest){
		    .name = rows[i].what,
		    .test_func = one,
		    .initial_state = &rows[i],
		};
	tests[ROWS] =
	    (struct CMUnitTest)cmocka_unit_test(old_records_are_stale);
	tests[ROWS + 1] = (struct CMUnitTest)cmocka_unit_test(
	    a_list_of_the_documentation_tells_of_it);
	tests[ROWS + 2] =
	    (struct CMUnitTest)cmocka_unit_test(all_together_pass_or_fail);
	tests[ROWS + 3] =
	    (struct CMUnitTest)cmocka_unit_test(what_has_passed_is_remembered);
	tests[ROWS + 4] =
	    (struct CMUnitTest)cmocka_unit_test(spans_keep_records_fresh);
	tests[ROWS + 5] = (struct CMUnitTest)cmocka_unit_test(
	    what_is_provisional_decides_if_it_may);
	tests[ROWS + 6] =
	    (struct CMUnitTest)cmocka_unit_test(one_cause_is_one_failure);
	tests[ROWS + 7] = (struct CMUnitTest)cmocka_unit_test(classes_fail);
	tests[ROWS + 8] =
	    (struct CMUnitTest)cmocka_unit_test(classes_that_are_not_known);
	tests[ROWS + 9] =
	    (struct CMUnitTest)cmocka_unit_test(what_could_not_be_read_fails);
	tests[ROWS + 10] = (struct CMUnitTest)cmocka_unit_test(
	    what_was_read_before_decides_nothing);
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
