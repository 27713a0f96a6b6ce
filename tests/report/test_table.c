/* SPDX-License-Identifier: MIT */
/* The table of a report at every width, in colour and without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/safe.h"
#include "report/width.h"
#include "support/reports.h"

/* Takes our own colour codes out; any other escape stays and is found. */
static void
strip_colours(struct hscan_text text, struct hscan_buf *out)
{
	static const char *const codes[] = {"\x1B[0m", "\x1B[1m", "\x1B[2m",
	    "\x1B[32m", "\x1B[38;5;130m", "\x1B[1;31m"};

	while (text.len > 0) {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
			if (hscan_text_starts(text, codes[i]))
				skip = strlen(codes[i]);
		if (skip == 0)
			(void)hscan_buf_add_char(out, text.ptr[0]);
		skip = skip > 0 ? skip : 1;
		text.ptr += skip;
		text.len -= skip;
	}
}

static void
check_line(
    const char *name, struct hscan_text line, const struct hscan_look *look)
{
	struct hscan_text rest = line;

	if (hscan_text_width(line) > look->columns)
		fail_msg("%s at %u: too wide: %.*s", name, look->columns,
		    (int)line.len, line.ptr);
	if (line.len > 0 && line.ptr[line.len - 1] == ' ')
		fail_msg("%s at %u: a blank ends: %.*s", name, look->columns,
		    (int)line.len, line.ptr);
	while (rest.len > 0) {
		int32_t code_point = hscan_utf8_next(&rest);

		if (code_point < 0 || !hscan_is_printable(code_point) ||
		    (!look->utf8 && code_point > 0x7E))
			fail_msg("%s at %u: U+%04X in: %.*s", name,
			    look->columns, (unsigned)code_point, (int)line.len,
			    line.ptr);
	}
}

static void
check_table(const char *name, const struct hscan_report *report,
    const struct hscan_look *look)
{
	struct hscan_buf out, plain;
	struct hscan_text rest;

	write_as(report, "table", look, &out);
	hscan_buf_init(&plain, REPORT_BYTES);
	strip_colours(hscan_buf_text(&out), &plain);
	if (!look->colour)
		assert_int_equal(plain.len, out.len);
	rest = hscan_buf_text(&plain);
	assert_true(hscan_text_ends(rest, "\n"));
	rest.len--;
	while (rest.ptr)
		check_line(name, hscan_text_split(&rest, '\n'), look);
	hscan_buf_clear(&plain);
	hscan_buf_clear(&out);
}

static void
lines_fit_at_every_width(void **state)
{
	static struct report_case it;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		for (unsigned columns = 60; columns <= 240; columns++) {
			const struct hscan_look utf8 = {
			    columns, columns % 2 == 0, true, false};
			const struct hscan_look ascii = {
			    columns, columns % 2 != 0, false, false};

			check_table(report_cases[i].name, &it.report, &utf8);
			check_table(report_cases[i].name, &it.report, &ascii);
		}
	}
}

static void
colour_changes_nothing_else(void **state)
{
	static struct report_case it;
	const struct hscan_look plain = {100, false, true, false};
	const struct hscan_look colour = {100, true, true, false};
	struct hscan_buf without, with, stripped;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		write_as(&it.report, "table", &plain, &without);
		write_as(&it.report, "table", &colour, &with);
		hscan_buf_init(&stripped, REPORT_BYTES);
		strip_colours(hscan_buf_text(&with), &stripped);
		assert_true(with.len > stripped.len);
		assert_string_equal(
		    hscan_buf_string(&stripped), hscan_buf_string(&without));
		hscan_buf_clear(&without);
		hscan_buf_clear(&with);
		hscan_buf_clear(&stripped);
	}
}

/* No columns given means 80; less than 60 is laid out as 60. */
static void
odd_widths_have_a_meaning(void **state)
{
	static const unsigned cases[][2] = {{0, 80}, {20, 60}, {59, 60}};
	static struct report_case it;

	(void)state;
	report_cases[0].build(&it);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_look odd = {cases[i][0], false, true, false};
		const struct hscan_look even = {
		    cases[i][1], false, true, false};
		struct hscan_buf a, b;

		write_as(&it.report, "table", &odd, &a);
		write_as(&it.report, "table", &even, &b);
		assert_string_equal(hscan_buf_string(&a), hscan_buf_string(&b));
		hscan_buf_clear(&a);
		hscan_buf_clear(&b);
	}
}

/* The table of the report contains each of these, up to a NULL, if `there`. */
static void
check_has(
    const struct hscan_report *report, const char *const *texts, bool there)
{
	const struct hscan_look look = {100, false, true, false};
	struct hscan_buf out;

	write_as(report, "table", &look, &out);
	for (size_t i = 0; texts[i]; i++)
		if ((strstr(hscan_buf_string(&out), texts[i]) != NULL) != there)
			fail_msg("'%s' is %s in:\n%s", texts[i],
			    there ? "not" : "", hscan_buf_string(&out));
	hscan_buf_clear(&out);
}

static void
deviate(
    struct hscan_measure *measure, enum hscan_deviation deviation, double usual)
{
	measure->baseline = (struct hscan_baseline){
	    .known = true, .center = usual, .deviation = deviation};
}

/* What its row says, or the line on what is worse, is not said once more. */
static void
alerts_are_said_once(void **state)
{
	static struct report_case it;
	struct hscan_alert alerts[] = {
	    {.kind = HSCAN_ALERT_THRESHOLD,
		.firing = true,
		.since = AS_OF - 30 * HSCAN_DAY_S,
		.message = hscan_text_of("PR merge cycle is at risk: x")},
	    {.kind = HSCAN_ALERT_DEVIATION,
		.firing = true,
		.since = AS_OF,
		.message = hscan_text_of("PR merge cycle is worse: y")},
	    {.kind = HSCAN_ALERT_DEVIATION,
		.since = AS_OF,
		.message = hscan_text_of("Close rate is back: z (>= 2)")},
	};
	static const char *const said[] = {
	    "\nStill       PR merge cycle: risk since 2026-07-23 08:00 UTC\n",
	    "\nWorse       PR merge cycle 15.35 days (usual 4.17)\n",
	    "\nAlerts      Close rate is back: z (\u2265 2); cleared "
	    "2026-08-22",
	    NULL};
	static const char *const not_said[] = {
	    "is at risk: x", "is worse: y", ">=", NULL};

	(void)state;
	report_cases[0].build(&it);
	alerts[0].measure = alerts[1].measure = &it.measures[0];
	deviate(&it.measures[0], HSCAN_DEVIATION_WORSE, 100.08);
	it.report.alerts = alerts;
	it.report.alerts_len = 3;
	check_has(&it.report, said, true);
	check_has(&it.report, not_said, false);
}

/* At risk and yet better, healthy and yet worse: both are true. */
static void
what_seems_to_contradict_is_explained(void **state)
{
	static struct report_case it;
	static const char *const texts[] = {
	    "\nWorse       Documentation updates 5.83, still healthy (usual "
	    "9)\n",
	    "\nBetter      PR merge cycle 15.35 days, still at risk (usual "
	    "20)\n",
	    NULL};

	(void)state;
	report_cases[0].build(&it);
	deviate(&it.measures[0], HSCAN_DEVIATION_BETTER, 480);
	deviate(&it.measures[2], HSCAN_DEVIATION_WORSE, 9);
	check_has(&it.report, texts, true);
}

/* The branch that everybody means need not be named; any other has to be. */
static void
heads_are_named_where_they_matter(void **state)
{
	static struct report_case it;
	static const char *const head[] = {"refs/heads/main at", NULL};
	struct hscan_coverage *git = &it.coverage[3];

	(void)state;
	report_cases[0].build(&it);
	git->head_kind = HSCAN_HEAD_DEFAULT;
	check_has(&it.report, head, false);
	git->complete = false;
	check_has(&it.report, head, true);
	git->complete = true;
	git->head_kind = HSCAN_HEAD_OTHER;
	check_has(&it.report, head, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_fit_at_every_width),
	    cmocka_unit_test(colour_changes_nothing_else),
	    cmocka_unit_test(odd_widths_have_a_meaning),
	    cmocka_unit_test(alerts_are_said_once),
	    cmocka_unit_test(what_seems_to_contradict_is_explained),
	    cmocka_unit_test(heads_are_named_where_they_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
