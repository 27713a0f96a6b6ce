/* SPDX-License-Identifier: MIT */
/* What the table of a report is put together from. */
#ifndef HSCAN_REPORT_TERMINAL_TABLE_H
#define HSCAN_REPORT_TERMINAL_TABLE_H

#include <stdbool.h>

#include <healthscan/report.h>

#include "report/terminal/pen.h"

/* What the rows had no room for, so that the notes say it. */
struct table_omitted {
	bool bounds;    /* the bounds of every metric */
	bool risk_from; /* whose risk is another metric's */
	bool open;      /* how many durations are not over */
	bool mark;      /* what the mark of a change means */
};

void table_heading(struct pen *pen, const struct hscan_report *report);

/* Says loudly that the report is not complete; nothing when it is. */
void table_warning(struct pen *pen, const struct hscan_report *report);

void table_rows(struct pen *pen, const struct hscan_report *report,
    struct table_omitted *omitted);

/* What the roles rest on, and what has none; nothing where none are asked for.
 */
void table_roles(struct pen *pen, const struct hscan_report *report);

void table_notes(struct pen *pen, const struct hscan_report *report,
    const struct table_omitted *omitted);

#endif
