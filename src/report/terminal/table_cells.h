/* SPDX-License-Identifier: MIT */
/* The columns of the table and the texts of their cells, for table_rows.c,
 * which lays them out. A column is a row of `table_columns` and a function
 * that fills one of its cells. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_CELLS_H
#define HSCAN_REPORT_TERMINAL_TABLE_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>

#include "base/buf.h"
#include "report/terminal/pen.h"

/* More than any cell; a title is cut to the screen anyway. */
#define MAX_CELL_BYTES ((size_t)64 * 1024)

enum column {
	STATUS,
	TITLE,
	VALUE,
	UNIT,
	HUMAN,
	COUNT,
	OPEN,
	INTERVAL,
	P75,
	P90,
	TREND,
	CHANGE,
	MARK,
	HEALTHY,
	RISK,
	COLUMNS,
};

enum align {
	TO_LEFT,
	TO_RIGHT,
	ON_POINT, /* decimal points below each other */
};

/* One way to use the screen. */
struct layout {
	bool shown[COLUMNS];
	/* Around the line that the cells of a column are aligned on. */
	size_t left[COLUMNS], right[COLUMNS];
	size_t title, trend; /* no wider than this */
	bool whole_unit;     /* "commits/week", not "/week" */
	bool whole_risk;     /* names the metric whose risk counts */
};

struct rows {
	struct pen *pen;
	const struct hscan_report *report;
	struct layout layout;
	struct hscan_buf cell; /* for one at a time */
};

struct table_column {
	const char *heading;
	size_t gap; /* before it */
	enum align align;
	/* Appends to rows->cell, as rows->layout will have it. */
	void (*fill)(struct rows *rows, const struct hscan_measure *measure);
};

extern const struct table_column table_columns[COLUMNS];

#endif
