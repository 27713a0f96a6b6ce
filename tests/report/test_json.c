/* SPDX-License-Identifier: MIT */
/* The JSON of a report: the same from run to run, and whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/reports.h"

/* Takes out the lines that name when this was written and fetched. */
static void
strip_clock(struct hscan_text text, struct hscan_buf *out)
{
	while (text.ptr) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		struct hscan_text key = hscan_text_trim(line);

		if (hscan_text_starts(key, "\"generated_at\"") ||
		    hscan_text_starts(key, "\"synced_at\""))
			continue;
		(void)hscan_buf_add_text(out, line);
		(void)hscan_buf_add_char(out, '\n');
	}
}

static void
later_runs_give_the_same_json(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, false, true, false};
	struct hscan_buf first, second, a, b;

	(void)state;
	report_cases[0].build(&it);
	write_as(&it.report, "json", &look, &first);
	it.report.generated_at += 3600;
	it.report.synced_at += 1800;
	for (size_t i = 0; i < it.report.coverage_len; i++)
		it.coverage[i].synced_at += 1800 + (int64_t)i;
	write_as(&it.report, "json", &look, &second);
	assert_string_not_equal(
	    hscan_buf_string(&first), hscan_buf_string(&second));
	hscan_buf_init(&a, REPORT_BYTES);
	hscan_buf_init(&b, REPORT_BYTES);
	strip_clock(hscan_buf_text(&first), &a);
	strip_clock(hscan_buf_text(&second), &b);
	assert_true(a.len > first.len - 200);
	assert_string_equal(hscan_buf_string(&a), hscan_buf_string(&b));
	hscan_buf_clear(&first);
	hscan_buf_clear(&second);
	hscan_buf_clear(&a);
	hscan_buf_clear(&b);
}

/* A NUL ends neither the title nor the report. */
static void
a_nul_ends_nothing(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, false, true, false};
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	it.metrics[0].title = (struct hscan_text){"be\0fore", 7};
	write_as(&it.report, "json", &look, &out);
	assert_non_null(
	    strstr(hscan_buf_string(&out), "\"title\": \"be\xEF\xBF\xBD"
					   "fore\""));
	hscan_buf_clear(&out);
	write_as(&it.report, "table", &look, &out);
	assert_non_null(strstr(hscan_buf_string(&out), "be\\x00fore"));
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(later_runs_give_the_same_json),
	    cmocka_unit_test(a_nul_ends_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
