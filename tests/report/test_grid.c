/* SPDX-License-Identifier: MIT */
/* Rows and columns as data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/grid.h"

/* More rows than a block of them has, and each is where it was put. */
static void
rows_are_found_again(void **state)
{
	static const struct hscan_text columns[] = {{"a", 1}, {"b", 1}};
	struct hscan_arena arena;
	struct hscan_grid grid;

	(void)state;
	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "", columns, 2);
	for (int64_t i = 0; i < 3000; i++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		assert_non_null(row);
		assert_int_equal(row[0].kind, HSCAN_CELL_NULL);
		row[1] = hscan_cell_integer(i);
	}
	assert_int_equal(grid.rows, 3000);
	for (size_t i = 0; i < grid.rows; i++)
		assert_int_equal(
		    hscan_grid_cell(&grid, 2 * i + 1)->integer, (int64_t)i);
	hscan_arena_clear(&arena);
}

static void
cells_as_text(void **state)
{
	const struct {
		struct hscan_cell cell;
		const char *text;
		bool left;
	} cases[] = {
	    {{.kind = HSCAN_CELL_NULL}, "", false},
	    {hscan_cell_string(NULL), "", false},
	    {hscan_cell_time(HSCAN_NEVER), "", false},
	    {hscan_cell_time(0), "1970-01-01T00:00:00Z", true},
	    {hscan_cell_integer(-5), "-5", false},
	    {hscan_cell_number(0.33333), "0.3333", false},
	    {hscan_cell_string("a\nb"), "a\\nb", true},
	    {hscan_cell_path(hscan_text_of("/x")), "/x", true},
	    {hscan_cell_right(hscan_text_of("1.2e9")), "1.2e9", false},
	};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		hscan_buf_reset(&out);
		hscan_add_cell(&out, &cases[i].cell, true);
		assert_string_equal(hscan_buf_string(&out), cases[i].text);
		assert_int_equal(
		    hscan_cell_is_left(&cases[i].cell), cases[i].left);
	}
	hscan_buf_clear(&out);
}

/* A name that is too wide stands above its row, so that it can be typed again;
 * one that fits stands in it. */
static void
names_are_not_cut(void **state)
{
	static const struct hscan_text columns[] = {{"name", 4}, {"n", 1}};
	static const char *const names[] = {"short",
	    "owner/a-name-of-more-than-sixty-characters-in-all-that-is-known"};
	const struct hscan_look look = {.columns = 60};
	struct hscan_error err = {.message = ""};
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_buf out;

	(void)state;
	hscan_arena_init(&arena);
	hscan_buf_init(&out, 1000);
	hscan_grid_init(&grid, &arena, "", columns, 2);
	grid.whole = true;
	for (int64_t i = 0; i < 2; i++) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		assert_non_null(row);
		row[0] = hscan_cell_string(names[i]);
		row[1] = hscan_cell_integer(i);
	}
	assert_int_equal(hscan_grid_table(&grid, &look, &out, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out),
	    "name                                                       n\n"
	    "short                                                      0\n"
	    "owner/a-name-of-more-than-sixty-characters-in-all-that-is-known\n"
	    "                                                           1\n");
	hscan_buf_clear(&out);
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_found_again),
	    cmocka_unit_test(cells_as_text),
	    cmocka_unit_test(names_are_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
