/* SPDX-License-Identifier: MIT */
/* Rows and columns of any kind, as plain data: the result of a command that
 * lists something, and what the tables for a person are made from. */
#ifndef HSCAN_REPORT_GRID_H
#define HSCAN_REPORT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "report/report.h"

enum hscan_cell_kind {
	HSCAN_CELL_NULL,
	HSCAN_CELL_TEXT,
	HSCAN_CELL_NUMBER,
	HSCAN_CELL_INTEGER,
	HSCAN_CELL_TIME, /* seconds since 1970; HSCAN_NEVER is a NULL */
	/* Text that is a number, put together elsewhere; blanks at its end keep
	 * it apart from the right edge. */
	HSCAN_CELL_RIGHT,
	HSCAN_CELL_PATH, /* text whose end says the most: cut at its front */
};

struct hscan_cell {
	enum hscan_cell_kind kind;
	enum hscan_verdict verdict; /* coloured as it is */
	struct hscan_text text;     /* any bytes: made safe when written */
	struct hscan_text link; /* https://..., for screens that have such */
	union {
		double number;   /* finite */
		int64_t integer; /* also of a time */
	};
};

struct hscan_grid {
	struct hscan_arena *arena;        /* of the cells; borrowed */
	const char *schema;               /* "healthscan.query/1" */
	const struct hscan_text *columns; /* borrowed */
	size_t columns_len;
	struct hscan_cell **blocks; /* row by row; see hscan_grid_cell() */
	size_t rows, blocks_size;
	/* How a table is fitted to the screen. 0: its columns of text are cut,
	 * the widest first. Else headings have several lines, and the columns
	 * that do not fit stand below, in blocks that repeat the first `fixed`
	 * columns, or with `one_block` are left out. */
	size_t fixed;
	size_t most; /* how wide fixed columns are where room is short; 0: as
		      * wide as anywhere */
	bool one_block;
	/* The first column names what can be typed again: where it does not fit
	 * the name stands whole, on a line of its own above its row. */
	bool whole;
};

void hscan_grid_init(struct hscan_grid *grid, struct hscan_arena *arena,
    const char *schema, const struct hscan_text *columns, size_t columns_len);

/* A new row, all NULL: columns_len cells, valid until the next one. NULL when
 * memory ran out. Texts in it are borrowed. */
struct hscan_cell *hscan_grid_row(struct hscan_grid *grid);

/* The nth of all cells, row by row; it has to be there. */
struct hscan_cell *hscan_grid_cell(const struct hscan_grid *grid, size_t at);

struct hscan_cell hscan_cell_text(struct hscan_text text);
struct hscan_cell hscan_cell_right(struct hscan_text text);
struct hscan_cell hscan_cell_path(struct hscan_text text);
struct hscan_cell hscan_cell_string(const char *string); /* NULL: NULL */
struct hscan_cell hscan_cell_number(double number);
struct hscan_cell hscan_cell_integer(int64_t integer);
struct hscan_cell hscan_cell_time(int64_t when);

/* Appends it in a format of that name; as json it is {"schema", "columns":
 * [...], "rows": [{...}]}, as ndjson a row a line. HSCAN_EINVAL: a table of
 * too many columns, or the format has no way of saying it. */
HSCAN_CHECK enum hscan_status hscan_grid_write(const struct hscan_grid *grid,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends one cell as plain text, made safe. */
void hscan_add_cell(
    struct hscan_buf *out, const struct hscan_cell *cell, bool ascii);

/* Whether it stands to the left in its column: text and times. */
bool hscan_cell_is_left(const struct hscan_cell *cell);

#endif
