/* SPDX-License-Identifier: MIT */
/* What spreadsheets read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/scan.h"
#include "support/reports.h"

static void
cells_are_quoted_where_they_have_to_be(void **state)
{
	static const struct hscan_text columns[] = {{"a,b", 3}, {"=c", 2}};
	static const char *const cells[] = {
	    "plain", "say \"x\"", "=1+1", "-2", "two\nlines", ""};
	const struct hscan_look look = {.columns = 0};
	struct hscan_error err = {.message = ""};
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_buf out;

	(void)state;
	hscan_arena_init(&arena);
	hscan_buf_init(&out, 1000);
	hscan_grid_init(&grid, &arena, "", columns, 2);
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i += 2) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		assert_non_null(row);
		row[0] = hscan_cell_string(cells[i]);
		row[1] = hscan_cell_string(cells[i + 1]);
	}
	assert_int_equal(hscan_grid_csv(&grid, &look, &out, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), "\"a,b\",\"'=c\"\n"
						    "plain,\"say \"\"x\"\"\"\n"
						    "\"'=1+1\",\"'-2\"\n"
						    "two\\nlines,\n");
	hscan_buf_clear(&out);
	hscan_arena_clear(&arena);
}

/* A line has a column for each metric and its percentile, however many. */
static void
a_scan_of_many_metrics(void **state)
{
	static struct report_case it;
	static const struct hscan_number percentiles[MAX_MEASURES];
	struct hscan_scan_entry entry = {
	    .name = hscan_text_of("example/widgets"),
	    .report = &it.report,
	    .rank = 1,
	    .percentiles = percentiles,
	};
	const struct hscan_scan scan = {.entries = &entry, .len = 1};
	const struct hscan_look look = {.columns = 0};
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;
	size_t commas = 0;

	(void)state;
	build_thirty_metrics(&it);
	assert_int_equal(it.report.measures_len, 29);
	hscan_buf_init(&out, REPORT_BYTES);
	if (hscan_scan_csv(&scan, &look, &out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < out.len; i++)
		commas += out.ptr[i] == ',';
	assert_int_equal(commas, 2 * (8 + 2 * 29 - 1));
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_are_quoted_where_they_have_to_be),
	    cmocka_unit_test(a_scan_of_many_metrics),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
