/* SPDX-License-Identifier: MIT */
/* Samples as a person reads them: which columns, in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/record.h>

#include "base/text.h"
#include "base/time.h"
#include "report/evidence.h"

#define END INT64_C(1787385600) /* 2026-08-22T08:00:00Z */

static void
times_are_in_a_persons_unit(void **state)
{
	static const struct {
		double value;
		const char *unit, *words;
	} rows[] = {
	    {10719.3753, "hours", "446.6 d"},
	    {72, "hours", "3 d"},
	    {71.94, "hours", "71.9 h"},
	    {40, "hours", "40 h"},
	    {1, "hours", "1 h"},
	    {0.9, "hours", "54 min"},
	    {0, "hours", "0 h"},
	    {-348, "hours", "-14.5 d"},
	    {90, "minutes", "1.5 h"},
	    {30, "seconds", "0 min"},
	    {0.5, "days", "0.5 d"},
	    {13.894, "days", "13.9 d"},
	    {2, "weeks", "14 d"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf words;

		hscan_buf_init(&words, 100);
		evidence_add_time(
		    &words, rows[i].value, hscan_text_of(rows[i].unit));
		assert_string_equal(hscan_buf_string(&words), rows[i].words);
		hscan_buf_clear(&words);
	}
}

/* "subject value:3 h ..." of the first sample, by the columns shown. */
static void
expect(const struct hscan_metric *metric, const struct hscan_sample *samples,
    size_t len, const char *wanted)
{
	struct evidence evidence = evidence_of(metric, END, samples, len);
	struct hscan_buf words, all;

	hscan_buf_init(&words, 1000);
	hscan_buf_init(&all, 1000);
	for (size_t i = 0; i < evidence.columns_len; i++) {
		struct hscan_text cell = evidence_cell(
		    &evidence, evidence.columns[i], samples, &words);

		(void)hscan_buf_add_format(&all, "%s%s:", i ? " " : "",
		    evidence_heading(&evidence, evidence.columns[i]));
		(void)hscan_buf_add_text(&all, cell);
	}
	assert_string_equal(hscan_buf_string(&all), wanted);
	hscan_buf_clear(&all);
	hscan_buf_clear(&words);
}

static struct hscan_sample
sample_of(const char *subject, double value, int64_t began, int64_t ended)
{
	return (struct hscan_sample){
	    .subject = hscan_text_of(subject),
	    .value = value,
	    .began_at = began,
	    .ended_at = ended,
	};
}

static void
columns_are_those_that_say_something(void **state)
{
	struct hscan_metric metric = {
	    .unit = hscan_text_of("hours"),
	    .statistic = HSCAN_STAT_MEDIAN,
	    .subject = HSCAN_SUBJECT_ITEM,
	};
	struct hscan_sample samples[] = {
	    sample_of("1", 96, END - 5 * HSCAN_DAY_S, END - HSCAN_DAY_S),
	    sample_of("2", 3, END - 2 * HSCAN_DAY_S, HSCAN_NEVER),
	};

	(void)state;
	expect(&metric, samples, 2,
	    "subject:1 value:4 d role:counted from:2026-08-17 to:2026-08-21");
	/* Of a share no more counts than whether it is 0. */
	metric.unit = hscan_text_of("%");
	metric.statistic = HSCAN_STAT_SHARE;
	expect(&metric, samples, 2,
	    "subject:1 value:yes role:counted opened:2026-08-17 "
	    "closed:2026-08-21");
	samples[0].value = samples[1].value = 0;
	samples[0].title = hscan_text_of("T");
	expect(&metric, samples, 2,
	    "subject:1 value:no role:counted opened:2026-08-17 "
	    "closed:2026-08-21 title:T");
}

/* Each is 1, so that this says nothing; how long it has been open does. */
static void
what_is_open_has_an_age(void **state)
{
	struct hscan_metric metric = {
	    .unit = hscan_text_of("count"),
	    .statistic = HSCAN_STAT_COUNT,
	    .subject = HSCAN_SUBJECT_ITEM,
	};
	struct hscan_sample samples[] = {
	    sample_of("1", 1, END - 30 * HSCAN_DAY_S, HSCAN_NEVER),
	    sample_of("2", 1, END - 3600, HSCAN_NEVER),
	};

	(void)state;
	expect(&metric, samples, 2,
	    "subject:1 age:30 d role:counted opened:2026-07-23");
	expect(&metric, samples + 1, 1,
	    "subject:2 age:1 h role:counted opened:2026-08-22");
	/* One that has ended is none of a backlog. */
	samples[1].ended_at = END - 60;
	expect(&metric, samples, 2,
	    "subject:1 role:counted opened:2026-07-23 closed:");
	/* Nor does a commit grow old. */
	metric.subject = HSCAN_SUBJECT_COMMIT;
	samples[0].subject =
	    hscan_text_of("0123456789abcdef0123456789abcdef01234567");
	expect(&metric, samples, 1,
	    "subject:0123456789 role:counted date:2026-07-23");
	/* Several of one author are a number. */
	metric.subject = HSCAN_SUBJECT_PERSON;
	samples[0] = sample_of("a@b.example", 7, HSCAN_NEVER, HSCAN_NEVER);
	expect(&metric, samples, 1, "subject:a@b.example value:7 role:counted");
}

static void
roles_are_explained_where_there_are_several(void **state)
{
	struct hscan_sample samples[] = {
	    sample_of("1", 1, 0, 1), sample_of("2", 1, 0, HSCAN_NEVER)};
	struct hscan_buf words;

	(void)state;
	hscan_buf_init(&words, 1000);
	evidence_add_roles(&words, samples, 0);
	evidence_add_roles(&words, samples, 2);
	assert_int_equal(words.len, 0);
	samples[1].role = HSCAN_SAMPLE_OPEN;
	evidence_add_roles(&words, samples, 2);
	assert_string_equal(hscan_buf_string(&words),
	    "Roles: counted, it is in the value; open, not over at the "
	    "window's end.");
	hscan_buf_reset(&words);
	evidence_add_roles(&words, samples + 1, 1);
	assert_string_equal(hscan_buf_string(&words),
	    "Roles: open, not over at the window's end.");
	hscan_buf_clear(&words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times_are_in_a_persons_unit),
	    cmocka_unit_test(columns_are_those_that_say_something),
	    cmocka_unit_test(what_is_open_has_an_age),
	    cmocka_unit_test(roles_are_explained_where_there_are_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
