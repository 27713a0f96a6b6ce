/* SPDX-License-Identifier: MIT */
/* Rows and columns of any kind, for the commands whose result is a list: as a
 * table, as CSV (RFC 4180, but with LF) or as JSON. */
#ifndef HSCAN_REPORT_GRID_H
#define HSCAN_REPORT_GRID_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "report/report.h"

enum hscan_cell_kind {
	HSCAN_CELL_NULL,
	HSCAN_CELL_TEXT,
	HSCAN_CELL_NUMBER,
	HSCAN_CELL_INTEGER,
	HSCAN_CELL_TIME,  /* seconds since 1970; HSCAN_NEVER is a NULL */
	HSCAN_CELL_RIGHT, /* text that is a number, put together elsewhere */
	HSCAN_CELL_PATH,  /* text whose end says the most: cut at its front */
};

struct hscan_cell {
	enum hscan_cell_kind kind;
	struct hscan_text text; /* of anybody: made safe when it is written */
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
 * [...], "rows": [{...}]}, as ndjson a row a line. A table is cut to the
 * screen, the widest column of text first. HSCAN_EINVAL: there are no columns,
 * or too many, or the format has no way of saying it. */
HSCAN_CHECK enum hscan_status hscan_grid_write(const struct hscan_grid *grid,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends one cell as plain text; what is of anybody is made safe. */
void hscan_add_cell(
    struct hscan_buf *out, const struct hscan_cell *cell, bool ascii);

/* Appends one cell of a CSV line: quoted where it has to be, and text that a
 * spreadsheet would take for a formula with a ' before it. */
void hscan_add_csv(struct hscan_buf *out, const struct hscan_cell *cell);

#endif
