/* SPDX-License-Identifier: MIT */
/*
 * A table for a person whose columns have headings of several lines: each is
 * as wide as its cells and the longest word of its heading. What the screen
 * has no room for stands below, in blocks that repeat the first columns, or
 * is left out.
 */
#ifndef HSCAN_REPORT_TERMINAL_SHEET_H
#define HSCAN_REPORT_TERMINAL_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "report/terminal/pen.h"

struct sheet_column {
	struct hscan_text heading; /* safe; may be broken at ' ', '/' and '-' */
	bool right;                /* its cells stand to the right */
	size_t most; /* no wider than this where room is short; 0: any */
};

struct sheet_cell {
	struct hscan_text text; /* safe */
	enum pen_ink ink;
};

struct sheet {
	struct hscan_arena *arena; /* borrowed */
	struct sheet_column *columns;
	size_t columns_len;
	size_t fixed; /* leading columns that stand in every block */
	struct sheet_cell *cells; /* row by row */
	size_t rows;
};

/* Room for all cells, which are empty. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status sheet_init(struct sheet *sheet,
    struct hscan_arena *arena, size_t columns_len, size_t rows, size_t fixed,
    struct hscan_error *err);

struct sheet_cell *sheet_at(struct sheet *sheet, size_t row, size_t column);

/* How many columns the first block has on such a screen. */
size_t sheet_fit(struct pen *pen, const struct sheet *sheet);

/* Writes the sheet; with `whole` all of it in blocks, else the first block. */
void sheet_write(struct pen *pen, const struct sheet *sheet, bool whole);

#endif
