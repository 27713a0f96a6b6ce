/* SPDX-License-Identifier: MIT */
/* Memory that runs out while a report is written, in each of the formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/report.h"
#include "support/reports.h"
#include "torture/allocations.h"

#define MAX_BYTES ((size_t)4 * 1024 * 1024)

struct writing {
	const struct hscan_report *report;
	const char *format;
};

static enum hscan_status
write_report(
    void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	const struct writing *it = payload;
	const struct hscan_look look = {100, true, true, true};
	struct hscan_buf out;
	enum hscan_status status;

	torture_go();
	hscan_buf_init(&out, MAX_BYTES);
	status = hscan_report_write(it->report, it->format, &look, &out, err);
	torture_rest();
	torture_tell_text(answer, hscan_buf_text(&out));
	hscan_buf_clear(&out);
	return status;
}

static void
formats(void **state)
{
	static const char *const cases[] = {
	    "one-of-each-status", "hostile-text", "no-metrics"};
	static struct report_case it;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		bool wanted = false;

		for (size_t j = 0; j < sizeof(cases) / sizeof(cases[0]); j++)
			wanted |= strcmp(cases[j], report_cases[i].name) == 0;
		if (!wanted)
			continue;
		report_cases[i].build(&it);
		for (const struct hscan_format *row = hscan_formats; row->name;
		     row++) {
			struct writing writing = {&it.report, row->name};

			print_message(
			    "%s as %s: ", report_cases[i].name, row->name);
			if (row->report)
				torture_allocations(write_report, &writing);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(formats),
	};

	torture_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
