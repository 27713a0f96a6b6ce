/* SPDX-License-Identifier: MIT */
/* What the tables of a scan and of a comparison share. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_MANY_H
#define HSCAN_REPORT_TERMINAL_TABLE_MANY_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/scan.h>

#include "base/arena.h"
#include "report/grid.h"
#include "report/scan.h"
#include "report/terminal/pen.h"

/* A table in the making. What is put into it is of its arena; where memory
 * runs out, the failure stays with what the pen writes to. */
struct many {
	struct pen pen;
	struct hscan_arena arena;
	struct hscan_text *columns; /* the headings, to be filled in */
	struct hscan_grid grid;
	struct scan_reasons reasons;
};

/* With room for all cells, which are empty. Call many_end() in either case. */
HSCAN_CHECK enum hscan_status many_begin(struct many *many,
    struct hscan_buf *out, const struct hscan_look *look, size_t columns,
    size_t rows, struct hscan_error *err);
void many_end(struct many *many);

/* The cells of a row. */
struct hscan_cell *many_row(struct many *many, size_t row);

/* What is in the buffer, which is emptied. */
struct hscan_text many_keep(struct many *many, struct hscan_buf *words);

/* "● healthy" */
struct hscan_text many_verdict(struct many *many, enum hscan_verdict verdict);

/* "host/owner/name", without a host that goes without saying; as it is called
 * now where that is known. */
struct hscan_text many_name(
    struct many *many, const struct hscan_scan_entry *entry);

/* "PR merge cycle, h" */
struct hscan_text many_title(
    struct many *many, const struct hscan_metric *metric);

/* "3 repositories", "As of ...". */
void many_heading(struct pen *pen, const struct hscan_scan *scan);

/* "Failed", "Incomplete" and "Reasons": the notes below, of each kind so many
 * and then how many more there are. */
#define MANY_ALL SIZE_MAX
void many_notes(struct many *many, const struct hscan_scan *scan, size_t most);

/* "Class": the evidence for each. */
void many_classes(struct many *many, const struct hscan_scan *scan);

/* What the gate says, which there is. */
void many_gate(struct many *many, const struct hscan_scan *scan);

/* One note: its label and then its words, wrapped beside it. */
void many_note(struct pen *pen, const char *label, struct hscan_buf *words);

#endif
