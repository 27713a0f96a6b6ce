/* SPDX-License-Identifier: MIT */
/* What a person is told of the gate, at every width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/check.h"
#include "report/width.h"
#include "support/reports.h"

enum { ROWS = 3 };

/* A report of three metrics and the gate's findings about them. */
struct gate_case {
	struct report_case it;
	struct hscan_gate_row rows[ROWS];
	struct hscan_gate gate;
	bool options;
};

static void
build(struct gate_case *c, enum hscan_gate_result result,
    const enum hscan_gate_finding findings[ROWS])
{
	static const char *const whys[ROWS] = {
	    "pr_merge_cycle: 368.4522 hours is at risk (> 168), n 47",
	    "issue_close_rate: 76.9231 % is to watch (healthy is >= 85), n 52",
	    "doc_update_frequency: low n: 3 samples, and 5 are needed"};

	report_cases[0].build(&c->it);
	for (size_t i = 0; i < ROWS; i++)
		c->rows[i] = (struct hscan_gate_row){
		    &c->it.measures[i], findings[i], hscan_text_of(whys[i])};
	c->gate = (struct hscan_gate){.fail_on = HSCAN_FAIL_RISK,
	    .result = result,
	    .rows = c->rows,
	    .rows_len = ROWS};
	c->it.report.gate = &c->gate;
}

static void
check(const struct gate_case *c, const struct hscan_look *look,
    const char *also, const char *expected)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;

	hscan_buf_init(&out, REPORT_BYTES);
	if (hscan_check_write(&c->it.report, hscan_text_of(also), c->options,
		look, &out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_string_equal(hscan_buf_string(&out), expected);
	hscan_buf_clear(&out);
}

static void
check_log(const struct gate_case *c, const char *also, const char *expected)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;

	hscan_buf_init(&out, REPORT_BYTES);
	if (hscan_check_write_log(&c->it.report, hscan_text_of(also), true,
		&out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_string_equal(hscan_buf_string(&out), expected);
	hscan_buf_clear(&out);
}

static const enum hscan_gate_finding failed[ROWS] = {
    HSCAN_FINDING_RISK, HSCAN_FINDING_WATCH, HSCAN_FINDING_MISSING};

static void
findings_wrap_beside_their_mark(void **state)
{
	static struct gate_case c;
	const struct hscan_look look = {.columns = 60, .utf8 = true};
	const struct hscan_look ascii = {.columns = 100};

	(void)state;
	build(&c, HSCAN_GATE_FAILED, failed);
	check(&c, &look, "",
	    "▲ failed     pr_merge_cycle: 368.4522 hours is at risk (>\n"
	    "             168), n 47\n"
	    "▲ failed     issue_close_rate: 76.9231 % is to watch\n"
	    "             (healthy is ≥ 85), n 52\n"
	    "○ undecided  doc_update_frequency: low n: 3 samples, and 5\n"
	    "             are needed\n"
	    "example/widgets: failed; 2 metrics judged, 2 failed\n"
	    "Next: healthscan explain pr_merge_cycle example/widgets\n");
	check(&c, &ascii, "; with a bound, but not computed: x",
	    "! failed     pr_merge_cycle: 368.4522 hours is at risk (> 168), n "
	    "47\n"
	    "! failed     issue_close_rate: 76.9231 % is to watch (healthy is "
	    ">= 85), n 52\n"
	    "? undecided  doc_update_frequency: low n: 3 samples, and 5 are "
	    "needed\n"
	    "example/widgets: failed; 2 metrics judged, 2 failed; with a "
	    "bound, "
	    "but not computed: x\n"
	    "Next: healthscan explain pr_merge_cycle example/widgets\n");
}

static void
what_passed_needs_no_next_step(void **state)
{
	static struct gate_case c;
	const enum hscan_gate_finding good[ROWS] = {
	    HSCAN_FINDING_GOOD, HSCAN_FINDING_GOOD, HSCAN_FINDING_NOT_JUDGED};
	const struct hscan_look look = {.columns = 100, .colour = true};

	(void)state;
	build(&c, HSCAN_GATE_PASSED, good);
	check(&c, &look, "",
	    "\x1B[1mexample/widgets:\x1B[0m \x1B[32mpassed\x1B[0m; 2 metrics "
	    "judged; not judged: doc_update_frequency\n");
}

/* What failed comes first, else what could not be decided, else what was to be
 * judged and was not. */
static void
the_next_step_is_about_the_worst(void **state)
{
	static struct gate_case c;
	const enum hscan_gate_finding none[ROWS] = {HSCAN_FINDING_GOOD,
	    HSCAN_FINDING_NOT_JUDGED, HSCAN_FINDING_NOT_JUDGED};
	const enum hscan_gate_finding last[ROWS] = {HSCAN_FINDING_MISSING,
	    HSCAN_FINDING_NOT_JUDGED, HSCAN_FINDING_REGRESSION};
	const struct hscan_look look = {.columns = 100};

	(void)state;
	build(&c, HSCAN_GATE_UNDECIDED, none);
	c.it.report.host = "git.example.org";
	check(&c, &look, "",
	    "git.example.org/example/widgets: undecided: not enough data; "
	    "1 metric judged; not judged:\n"
	    "issue_close_rate, doc_update_frequency\n"
	    "Next: healthscan explain issue_close_rate "
	    "git.example.org/example/widgets\n");
	build(&c, HSCAN_GATE_FAILED, last);
	check(&c, &look, "",
	    "? undecided  pr_merge_cycle: 368.4522 hours is at risk (> 168), n "
	    "47\n"
	    "! failed     doc_update_frequency: low n: 3 samples, and 5 are "
	    "needed\n"
	    "example/widgets: failed; 1 metric judged, 1 failed; not judged: "
	    "issue_close_rate\n"
	    "Next: healthscan explain doc_update_frequency example/widgets\n");
}

/* The lines of a log do not wrap, and say the same. */
static void
a_log_says_the_same(void **state)
{
	static struct gate_case c;
	struct hscan_suspect suspect = {
	    .login = hscan_text_of("wren\x1B"), .quick = 12, .answers = 13};
	const enum hscan_gate_finding findings[ROWS] = {HSCAN_FINDING_RISK,
	    HSCAN_FINDING_MISSING, HSCAN_FINDING_NOT_JUDGED};
	const enum hscan_gate_finding good[ROWS] = {HSCAN_FINDING_GOOD,
	    HSCAN_FINDING_NOT_JUDGED, HSCAN_FINDING_NOT_JUDGED};

	(void)state;
	build(&c, HSCAN_GATE_FAILED, findings);
	c.it.measures[2].because = c.it.measures[0].metric;
	c.it.report.suspects = &suspect;
	c.it.report.suspects_len = 1;
	c.it.report.complete = false;
	check_log(&c, "; and more",
	    "failed     pr_merge_cycle: 368.4522 hours is at risk (> 168), n "
	    "47\n"
	    "undecided  issue_close_rate: 76.9231 % is to watch (healthy is >= "
	    "85), n 52\n"
	    "a robot?   wren\\x1B gave 12 of its 13 first answers within 2 "
	    "minutes: if it is a robot, set bots.login = wren\\x1B\n"
	    "example/widgets: failed; 1 metric judged, 1 failed; "
	    "doc_update_frequency counts with pr_merge_cycle; incomplete; and "
	    "more\n");
	build(&c, HSCAN_GATE_UNDECIDED, good);
	check_log(&c, "",
	    "example/widgets: undecided: not enough data; 1 metric judged; not "
	    "judged: issue_close_rate, doc_update_frequency\n");
}

/* What fails with its cause counts once. */
static void
one_cause_is_one_failure(void **state)
{
	static struct gate_case c;
	const enum hscan_gate_finding findings[ROWS] = {HSCAN_FINDING_RISK,
	    HSCAN_FINDING_NOT_JUDGED, HSCAN_FINDING_NOT_JUDGED};
	const struct hscan_look look = {.columns = 120};

	(void)state;
	build(&c, HSCAN_GATE_FAILED, findings);
	c.it.measures[2].because = c.it.measures[0].metric;
	check(&c, &look, "",
	    "! failed     pr_merge_cycle: 368.4522 hours is at risk (> 168), n "
	    "47\n"
	    "example/widgets: failed; 1 metric judged, 1 failed; not judged: "
	    "issue_close_rate; doc_update_frequency counts with\n"
	    "pr_merge_cycle\n"
	    "Next: healthscan explain pr_merge_cycle example/widgets\n");
}

/* What is to be run next has to be asked the same, and knows a metric of the
 * user's own by its file alone. */
static void
the_next_step_shows_the_same(void **state)
{
	static struct gate_case c;
	static struct hscan_metric own;
	const enum hscan_gate_finding findings[ROWS] = {
	    HSCAN_FINDING_RISK, HSCAN_FINDING_GOOD, HSCAN_FINDING_GOOD};
	const struct hscan_look look = {.columns = 120};

	(void)state;
	build(&c, HSCAN_GATE_FAILED, findings);
	own = *c.it.measures[0].metric;
	own.own = true;
	c.it.measures[0].metric = &own;
	c.options = true;
	check(&c, &look, "",
	    "! failed     pr_merge_cycle: 368.4522 hours is at risk (> 168), n "
	    "47\n"
	    "example/widgets: failed; 3 metrics judged, 1 failed\n"
	    "Next: healthscan explain pr_merge_cycle.sql example/widgets, with "
	    "the same options\n");
}

/* A class or a failure to read is no metric's. */
static void
a_repository_fails_as_a_whole(void **state)
{
	static struct gate_case c;
	const enum hscan_gate_finding findings[ROWS] = {
	    HSCAN_FINDING_NOT_JUDGED, HSCAN_FINDING_NOT_JUDGED,
	    HSCAN_FINDING_CLASS};
	const struct hscan_look look = {.columns = 100};

	(void)state;
	build(&c, HSCAN_GATE_FAILED, findings);
	c.gate.fail_on = HSCAN_FAIL_UNREACHABLE;
	c.rows[2].measure = NULL;
	c.rows[2].why = hscan_text_of("class: it is dormant");
	check(&c, &look, "",
	    "! failed     class: it is dormant\n"
	    "example/widgets: failed\n"
	    "Next: healthscan repo example/widgets\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(findings_wrap_beside_their_mark),
	    cmocka_unit_test(what_passed_needs_no_next_step),
	    cmocka_unit_test(the_next_step_is_about_the_worst),
	    cmocka_unit_test(a_log_says_the_same),
	    cmocka_unit_test(one_cause_is_one_failure),
	    cmocka_unit_test(the_next_step_shows_the_same),
	    cmocka_unit_test(a_repository_fails_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
