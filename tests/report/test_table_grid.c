/* SPDX-License-Identifier: MIT */
/* Rows and columns on a screen: cut, in blocks, or left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/table_grid.h"

enum { COLUMNS = 4 };

static const struct hscan_text columns[COLUMNS] = {
    {"name", 4}, {"one long heading", 16}, {"path", 4}, {"n", 1}};

struct fixture {
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_buf out;
};

static void
fill(struct fixture *f, const char *name)
{
	struct hscan_cell *row;

	hscan_arena_init(&f->arena);
	hscan_buf_init(&f->out, 10000);
	hscan_grid_init(&f->grid, &f->arena, "", columns, COLUMNS);
	row = hscan_grid_row(&f->grid);
	assert_non_null(row);
	row[0] = hscan_cell_string(name);
	row[1] = hscan_cell_right(hscan_text_of("7  "));
	row[2] = hscan_cell_path(
	    hscan_text_of("/a/folder/that/is/long/and/its/end/says/the/most"));
	row[3] = hscan_cell_integer(12);
}

static void
check(struct fixture *f, unsigned screen, const char *expected)
{
	const struct hscan_look look = {.columns = screen};
	struct hscan_error err = {.message = ""};

	assert_int_equal(
	    hscan_grid_table(&f->grid, &look, &f->out, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&f->out), expected);
	hscan_buf_clear(&f->out);
	hscan_arena_clear(&f->arena);
}

static void
columns_of_text_are_cut(void **state)
{
	struct fixture f;

	(void)state;
	fill(&f, "somebody");
	check(&f, 60,
	    "name      one long heading  path                           n\n"
	    "somebody               7    ~g/and/its/end/says/the/most  12\n");
}

/* Half a date is another date. */
static void
times_are_never_cut(void **state)
{
	struct fixture f;

	(void)state;
	fill(&f, "somebody");
	hscan_grid_cell(&f.grid, 0)[1] = hscan_cell_time(1787385600);
	check(&f, 60,
	    "name      one long heading      path                       n\n"
	    "somebody  2026-08-22T08:00:00Z  ~d/its/end/says/the/most  12\n");
}

static void
columns_stand_below_in_blocks(void **state)
{
	struct fixture f;

	(void)state;
	fill(&f, "somebody");
	f.grid.fixed = 1;
	f.grid.most = 6;
	check(&f, 60,
	    "name        one\n"
	    "           long\n"
	    "        heading\n"
	    "someb~      7\n"
	    "\n"
	    "name    path                                               n\n"
	    "someb~  /a/folder/that/is/long/and/its/end/says/the/most  12\n");
}

static void
fixed_columns_are_whole_unless_limited(void **state)
{
	struct fixture f;

	(void)state;
	fill(&f, "somebody");
	f.grid.fixed = 1;
	check(&f, 60,
	    "name          one\n"
	    "             long\n"
	    "          heading\n"
	    "somebody      7\n"
	    "\n"
	    "name      path\n"
	    "somebody  /a/folder/that/is/long/and/its/end/says/the/most\n"
	    "\n"
	    "name       n\n"
	    "somebody  12\n");
}

static void
what_does_not_fit_is_left_out(void **state)
{
	const struct hscan_look look = {.columns = 60};
	struct hscan_error err = {.message = ""};
	struct fixture f;
	size_t fit = 0;

	(void)state;
	fill(&f, "me");
	f.grid.fixed = 1;
	f.grid.most = 6;
	f.grid.one_block = true;
	assert_int_equal(table_fit(&f.grid, &look, &fit, &err), HSCAN_OK);
	assert_int_equal(fit, 2);
	check(&f, 60,
	    "name      one\n"
	    "         long\n"
	    "      heading\n"
	    "me        7\n");
}

static void
too_many_columns_are_refused(void **state)
{
	const struct hscan_look look = {.columns = 80};
	struct hscan_error err = {.message = ""};
	struct hscan_text many[65];
	struct fixture f;

	(void)state;
	fill(&f, "me");
	for (size_t i = 0; i < 65; i++)
		many[i] = hscan_text_of("c");
	hscan_grid_init(&f.grid, &f.arena, "", many, 65);
	assert_int_equal(
	    hscan_grid_table(&f.grid, &look, &f.out, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "65 columns"));
	f.grid.fixed = 1;
	assert_int_equal(
	    hscan_grid_table(&f.grid, &look, &f.out, &err), HSCAN_OK);
	hscan_buf_clear(&f.out);
	hscan_arena_clear(&f.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times_are_never_cut),
	    cmocka_unit_test(columns_of_text_are_cut),
	    cmocka_unit_test(columns_stand_below_in_blocks),
	    cmocka_unit_test(fixed_columns_are_whole_unless_limited),
	    cmocka_unit_test(what_does_not_fit_is_left_out),
	    cmocka_unit_test(too_many_columns_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
