/* SPDX-License-Identifier: MIT */
/* The formats over reports that are data: against the files that show how
 * they are meant to look. With HSCAN_UPDATE=1 the files are written instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/report.h"
#include "support/reports.h"
#include "support/support.h"

static const struct {
	const char *suffix;
	const char *format;
	struct hscan_look look;
} goldens[] = {
    {"table-60.txt", "table", {60, false, true, false}},
    {"table-80.txt", "table", {80, false, true, false}},
    {"table-120.txt", "table", {120, false, true, false}},
    {"table-200.txt", "table", {200, false, true, false}},
    {"table-80-ascii.txt", "table", {80, false, false, false}},
    {"table-80-colour.txt", "table", {80, true, true, false}},
    {"json", "json", {80, true, false, false}},
    {"ndjson", "ndjson", {80, true, false, false}},
    {"md", "markdown", {80, true, false, false}},
    {"prom", "prometheus", {80, true, false, false}},
    {"github.txt", "github", {80, true, false, false}},
    {"junit.xml", "junit", {80, true, false, false}},
    {"badge.svg", "badge", {80, true, false, false}},
    {"shields.json", "shields", {80, true, false, false}},
};

enum { GOLDENS = sizeof(goldens) / sizeof(goldens[0]) };

static void
compare(const char *name, const char *suffix, struct hscan_text text)
{
	const char *update = getenv("HSCAN_UPDATE");
	char folder[300], path[400];
	char *expected;
	size_t len;

	(void)snprintf(folder, sizeof(folder), "%s/fixtures/reports/%s",
	    HSCAN_SOURCE_DIR, name);
	(void)snprintf(path, sizeof(path), "%s/expected.%s", folder, suffix);
	if (update && strcmp(update, "1") == 0) {
		(void)mkdir(folder, 0777);
		support_write(path, text.ptr, text.len);
		return;
	}
	expected = support_read(path, &len);
	if (len != text.len || memcmp(expected, text.ptr, len) != 0)
		fail_msg("%s/expected.%s differs from this:\n%.*s", name,
		    suffix, (int)text.len, text.ptr);
	free(expected);
}

static void
look_as_they_are_meant_to(void **state)
{
	static struct report_case it;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		for (size_t j = 0; j < GOLDENS; j++) {
			struct hscan_buf out;

			write_as(&it.report, goldens[j].format,
			    &goldens[j].look, &out);
			compare(report_cases[i].name, goldens[j].suffix,
			    hscan_buf_text(&out));
			hscan_buf_clear(&out);
		}
	}
}

static void
too_large_a_report_fails(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, true, true, false};

	(void)state;
	report_cases[0].build(&it);
	for (const struct hscan_format *row = hscan_formats; row->name; row++) {
		struct hscan_error err = {0};
		struct hscan_buf out;

		if (!row->report)
			continue;
		hscan_buf_init(&out, 8);
		assert_int_equal(
		    row->report(&it.report, &look, &out, &err), HSCAN_EREFUSED);
		assert_true(strlen(err.message) > 0);
		hscan_buf_clear(&out);
	}
}

static void
formats_are_found_by_name(void **state)
{
	(void)state;
	for (const struct hscan_format *row = hscan_formats; row->name; row++) {
		assert_ptr_equal(hscan_format_find(row->name), row);
		assert_true(strlen(row->summary) > 0);
	}
	assert_null(hscan_format_find("tabl"));
	assert_null(hscan_format_find(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(look_as_they_are_meant_to),
	    cmocka_unit_test(too_large_a_report_fails),
	    cmocka_unit_test(formats_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
