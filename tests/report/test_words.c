/* SPDX-License-Identifier: MIT */
/* The words and numbers that people read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/words.h"
#include "support/reports.h"

/* --- numbers --- */

static void
check(struct hscan_buf *out, const char *expected)
{
	assert_string_equal(hscan_buf_string(out), expected);
	hscan_buf_reset(out);
}

static void
values_are_no_wider_than_a_column(void **state)
{
	static const struct {
		double value;
		const char *words;
	} cases[] = {
	    {0, "0"},
	    {368.4522, "368.45"},
	    {0.0042, "0.0042"},
	    {-12345.6789, "-12345.68"},
	    {9999999999.99, "9999999999.99"},
	    {123456789012.3457, "1.23e11"},
	    {1.7e308, "1.7e308"},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		words_add_value(&out, cases[i].value);
		check(&out, cases[i].words);
	}
	hscan_buf_clear(&out);
}

/* 72.0042 is over 72, and must not look like it. */
static void
values_beside_a_bound_are_exact(void **state)
{
	const struct hscan_metric metric = {.id = hscan_text_of("m")};
	struct hscan_measure measure = {
	    .metric = &metric,
	    .now = {.value = {true, 72.0042}},
	    .healthy = {HSCAN_AT_MOST, 72},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	words_add_judged(&out, &measure);
	check(&out, "72.0042");
	measure.now.value.value = 72.0142;
	words_add_judged(&out, &measure);
	check(&out, "72.01");
	hscan_buf_clear(&out);
}

static void
bounds_are_of_the_screen(void **state)
{
	const struct hscan_bound most = {HSCAN_AT_MOST, 72};
	const struct hscan_bound least = {HSCAN_AT_LEAST, 0.5};
	const struct hscan_bound none = {HSCAN_NO_BOUND, 0};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	words_add_bound(&out, &most, true);
	check(&out, "\xE2\x89\xA4" WORDS_GLUE "72");
	words_add_bound(&out, &least, false);
	check(&out, ">=" WORDS_GLUE "0.5");
	words_add_bound(&out, &none, true);
	check(&out, "");
	hscan_buf_clear(&out);
}

static void
times_have_a_minute_where_they_need_one(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	words_add_time(&out, AS_OF);
	words_unglue(&out, 0);
	check(&out, "2026-08-22 08:00 UTC");
	words_add_time(&out, AS_OF - AS_OF % HSCAN_DAY_S);
	check(&out, "2026-08-22");
	hscan_buf_clear(&out);
}

/* --- names --- */

static void
names_have_a_host_that_does_not_go_without_saying(void **state)
{
	static struct report_case it;
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	hscan_buf_init(&out, 100);
	words_add_name(&out, &it.report, true);
	check(&out, "example/widgets");
	it.report.host = "ghe.example";
	words_add_name(&out, &it.report, true);
	check(&out, "ghe.example/example/widgets");
	words_add_title(&out, &it.metrics[0], true);
	check(&out, "PR merge cycle, h");
	assert_string_equal(words_life(&it.report), "unknown");
	hscan_buf_clear(&out);
}

/* A failure of words is one of what they were for, the first of them. */
static void
groups_have_no_host(void **state)
{
	static const struct {
		const char *name, *full_name, *argument;
	} cases[] = {
	    {"pond", "@pond", "@pond"},
	    {"a.b_c-d/2", "@a.b_c-d/2", "@a.b_c-d/2"},
	    {"two words", "@two words", "'@two words'"},
	    {"a;b", "@a;b", "'@a;b'"},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_report_group group = {
		    .name = hscan_text_of(cases[i].name)};
		const struct hscan_report report = {
		    .group = &group,
		    .repo = {.full_name = hscan_text_of(cases[i].full_name)},
		};

		words_add_name(&out, &report, true);
		check(&out, cases[i].full_name);
		words_add_argument(&out, &report, true);
		check(&out, cases[i].argument);
		assert_string_equal(words_life(&report), "group");
	}
	hscan_buf_clear(&out);
}

static void
members_are_named_as_long_as_they_are_few(void **state)
{
	struct hscan_text members[14];
	struct hscan_report_group group = {hscan_text_of("x"), members, 1};
	struct hscan_buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		members[i] = hscan_text_of("a/\33b");
	hscan_buf_init(&out, 1000);
	words_add_members(&out, &group, false);
	words_unglue(&out, 0);
	check(&out, "1 repository: a/\\x1Bb");
	group.len = 2;
	words_add_members(&out, &group, false);
	words_unglue(&out, 0);
	check(&out, "2 repositories as one: a/\\x1Bb, a/\\x1Bb");
	group.len = 14;
	words_add_members(&out, &group, false);
	assert_non_null(strstr(hscan_buf_string(&out), " and 2"));
	hscan_buf_clear(&out);
}

static void
a_failure_is_handed_on(void **state)
{
	struct hscan_buf out, words;

	(void)state;
	hscan_buf_init(&out, 100);
	hscan_buf_init(&words, 2);
	assert_false(hscan_buf_add_string(&words, "abc"));
	words_drop(&out, &words);
	assert_int_equal(out.failed, HSCAN_EREFUSED);
	out.failed = HSCAN_ENOMEM;
	assert_false(hscan_buf_add_string(&words, "abc"));
	words_drop(&out, &words);
	assert_int_equal(out.failed, HSCAN_ENOMEM);
	hscan_buf_clear(&out);
}

static void
verdicts_have_names(void **state)
{
	(void)state;
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_NONE), "none");
	assert_string_equal(
	    hscan_verdict_name(HSCAN_VERDICT_UNKNOWN), "unknown");
	assert_string_equal(
	    hscan_verdict_name(HSCAN_VERDICT_HEALTHY), "healthy");
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_WATCH), "watch");
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_RISK), "risk");
}

/* Stored messages are ASCII; what is of the outside in them stays safe. */
static void
messages_have_the_signs_of_the_screen(void **state)
{
	static const char message[] =
	    "x\x1B[m >= 2 (risk is <= 3), >=, > 4 and >= ";
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	words_add_message(&out, hscan_text_of(message), true);
	check(
	    &out, "x\\x1B[m \u2265 2 (risk is \u2264 3), >=, > 4 and \u2265 ");
	words_add_message(&out, hscan_text_of(message), false);
	check(&out, "x\\x1B[m >= 2 (risk is <= 3), >=, > 4 and >= ");
	words_add_message(&out, hscan_text_of(">"), true);
	check(&out, ">");
	hscan_buf_clear(&out);
}

static void
healthy_says_how_far_it_tells(void **state)
{
	static const struct {
		enum hscan_verdict overall;
		size_t healthy, unknown;
		const char *words;
	} cases[] = {
	    {HSCAN_VERDICT_HEALTHY, 1, 3, " as far as 1 of 4 tells"},
	    {HSCAN_VERDICT_HEALTHY, 3, 1, " as far as 3 of 4 tell"},
	    {HSCAN_VERDICT_HEALTHY, 4, 0, ""},
	    {HSCAN_VERDICT_RISK, 1, 3, ""},
	    {HSCAN_VERDICT_UNKNOWN, 0, 4, ""},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t counts[VERDICTS] = {7};

		counts[HSCAN_VERDICT_HEALTHY] = cases[i].healthy;
		counts[HSCAN_VERDICT_UNKNOWN] = cases[i].unknown;
		words_add_reach(&out, cases[i].overall, counts);
		check(&out, cases[i].words);
	}
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_no_wider_than_a_column),
	    cmocka_unit_test(values_beside_a_bound_are_exact),
	    cmocka_unit_test(bounds_are_of_the_screen),
	    cmocka_unit_test(times_have_a_minute_where_they_need_one),
	    cmocka_unit_test(names_have_a_host_that_does_not_go_without_saying),
	    cmocka_unit_test(groups_have_no_host),
	    cmocka_unit_test(members_are_named_as_long_as_they_are_few),
	    cmocka_unit_test(a_failure_is_handed_on),
	    cmocka_unit_test(verdicts_have_names),
	    cmocka_unit_test(messages_have_the_signs_of_the_screen),
	    cmocka_unit_test(healthy_says_how_far_it_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
