/* SPDX-License-Identifier: MIT */
/* Rows and columns of any kind; see grid.h. */
#include "report/grid.h"

#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"

enum {
	DECIMALS = 4,
	/* Rows that are made at once: what is there is never copied, and so
	 * never there twice. */
	BLOCK_ROWS = 64,
};

void
hscan_grid_init(struct hscan_grid *grid, struct hscan_arena *arena,
    const char *schema, const struct hscan_text *columns, size_t columns_len)
{
	*grid = (struct hscan_grid){
	    .arena = arena,
	    .schema = schema,
	    .columns = columns,
	    .columns_len = columns_len,
	};
}

/* For one more block. */
static bool
make_room(struct hscan_grid *grid)
{
	size_t len = grid->rows / BLOCK_ROWS, size = len > 0 ? len * 2 : 16;
	struct hscan_cell **blocks;

	if (len < grid->blocks_size)
		return true;
	blocks =
	    hscan_arena_alloc(grid->arena, size, sizeof(struct hscan_cell *));
	if (!blocks)
		return false;
	if (len > 0)
		memcpy(blocks, grid->blocks, len * sizeof(struct hscan_cell *));
	grid->blocks = blocks;
	grid->blocks_size = size;
	return true;
}

struct hscan_cell *
hscan_grid_row(struct hscan_grid *grid)
{
	if (grid->rows % BLOCK_ROWS == 0) {
		struct hscan_cell *cells = hscan_arena_alloc(grid->arena,
		    BLOCK_ROWS * grid->columns_len, sizeof(*cells));

		if (!cells || !make_room(grid))
			return NULL;
		grid->blocks[grid->rows / BLOCK_ROWS] = cells;
	}
	return hscan_grid_cell(grid, grid->rows++ * grid->columns_len);
}

struct hscan_cell *
hscan_grid_cell(const struct hscan_grid *grid, size_t at)
{
	size_t size = BLOCK_ROWS * grid->columns_len;

	return &grid->blocks[at / size][at % size];
}

struct hscan_cell
hscan_cell_text(struct hscan_text text)
{
	return (struct hscan_cell){
	    .kind = text.ptr ? HSCAN_CELL_TEXT : HSCAN_CELL_NULL,
	    .text = text,
	};
}

struct hscan_cell
hscan_cell_right(struct hscan_text text)
{
	struct hscan_cell cell = hscan_cell_text(text);

	if (cell.kind == HSCAN_CELL_TEXT)
		cell.kind = HSCAN_CELL_RIGHT;
	return cell;
}

struct hscan_cell
hscan_cell_path(struct hscan_text text)
{
	struct hscan_cell cell = hscan_cell_text(text);

	if (cell.kind == HSCAN_CELL_TEXT)
		cell.kind = HSCAN_CELL_PATH;
	return cell;
}

struct hscan_cell
hscan_cell_string(const char *string)
{
	return hscan_cell_text(hscan_text_of(string));
}

struct hscan_cell
hscan_cell_number(double number)
{
	return (struct hscan_cell){.kind = HSCAN_CELL_NUMBER, .number = number};
}

struct hscan_cell
hscan_cell_integer(int64_t integer)
{
	return (struct hscan_cell){
	    .kind = HSCAN_CELL_INTEGER, .integer = integer};
}

struct hscan_cell
hscan_cell_time(int64_t when)
{
	return (struct hscan_cell){
	    .kind = when == HSCAN_NEVER ? HSCAN_CELL_NULL : HSCAN_CELL_TIME,
	    .integer = when,
	};
}

void
hscan_add_cell(struct hscan_buf *out, const struct hscan_cell *cell, bool ascii)
{
	char time[HSCAN_TIME_SIZE];

	switch (cell->kind) {
	case HSCAN_CELL_NULL: break;
	case HSCAN_CELL_RIGHT:
	case HSCAN_CELL_PATH:
	case HSCAN_CELL_TEXT: hscan_add_safe(out, cell->text, ascii); break;
	case HSCAN_CELL_NUMBER:
		hscan_add_decimal(out, cell->number, DECIMALS);
		break;
	case HSCAN_CELL_INTEGER:
		(void)hscan_buf_add_format(
		    out, "%lld", (long long)cell->integer);
		break;
	case HSCAN_CELL_TIME:
		hscan_format_time(cell->integer, time);
		(void)hscan_buf_add_string(out, time);
		break;
	}
}

bool
hscan_cell_is_left(const struct hscan_cell *cell)
{
	return cell->kind == HSCAN_CELL_TEXT || cell->kind == HSCAN_CELL_PATH ||
	       cell->kind == HSCAN_CELL_TIME;
}
