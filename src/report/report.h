/* SPDX-License-Identifier: MIT */
/* The formats a report can be written in: one file and one row each. */
#ifndef HSCAN_REPORT_REPORT_H
#define HSCAN_REPORT_REPORT_H

#include <stdbool.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/buf.h"

/* How the reader's screen is. */
struct hscan_look {
	unsigned columns; /* at least 60 is laid out well; 0 means 80 */
	bool colour;
	bool utf8; /* else everything written is ASCII */
};

struct hscan_format {
	const char *name;
	const char *summary; /* for help */
	enum hscan_status (*write)(const struct hscan_report *report,
	    const struct hscan_look *look, struct hscan_buf *out,
	    struct hscan_error *err);
};

/* Ends with a row whose name is NULL. */
extern const struct hscan_format hscan_formats[];

/* NULL when there is no such format. */
const struct hscan_format *hscan_format_find(const char *name);

#endif
