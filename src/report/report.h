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
	bool utf8;  /* else everything written is ASCII */
	bool links; /* shows hyperlinks, as OSC 8 */
};

/* What there is to be written. */
enum hscan_shape {
	HSCAN_SHAPE_REPORT,
	HSCAN_SHAPE_EXPLANATION,
	HSCAN_SHAPE_SCAN,
	HSCAN_SHAPE_COMPARISON,
	HSCAN_SHAPE_GRID,
	HSCAN_SHAPE_WAITING,
	HSCAN_SHAPE_RETENTION,
};

struct hscan_grid;
struct hscan_retention;
struct hscan_scan;
struct hscan_waiting;

/* One function a shape; they append to `out`. */
typedef enum hscan_status hscan_report_fn(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);
/* The first `shown` samples. */
typedef enum hscan_status hscan_explanation_fn(
    const struct hscan_explanation *explanation, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);
typedef enum hscan_status hscan_scan_fn(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);
typedef enum hscan_status hscan_grid_fn(const struct hscan_grid *grid,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* NULL in a format: it has no small pictures. */
typedef void hscan_spark_fn(
    const struct hscan_value *trend, size_t len, struct hscan_buf *out);
/* The first `shown` items. */
typedef enum hscan_status hscan_waiting_fn(const struct hscan_waiting *waiting,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

typedef enum hscan_status hscan_retention_fn(
    const struct hscan_retention *retention, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err);

enum hscan_format_roles { NO_ROLES, SPREAD_ROLES, WITH_ROLES };

struct hscan_format {
	const char *name;
	const char *summary; /* for help */
	/* NULL: this format has no way of saying it. */
	hscan_report_fn *report;
	hscan_report_fn *trend; /* NULL: as any report */
	hscan_explanation_fn *explanation;
	hscan_scan_fn *scan, *comparison;
	hscan_grid_fn *grid;
	/* A report as one of the pages of a scan, with a way back to the page
	 * of all of them, "index" and `suffix`, which `scan` writes; and a
	 * trend as a picture for that. NULL: a scan is one file. */
	hscan_report_fn *page;
	hscan_spark_fn *spark;
	const char *suffix;
	hscan_waiting_fn *waiting;
	hscan_retention_fn *retention;
	/* How it shows a report by roles: as measures of their own, or from
	 * hscan_measure.roles; NO_ROLES: not at all. */
	enum hscan_format_roles roles;
	bool gates;      /* its scan says what came of a gate */
	bool evidence;   /* shows what is in hscan_report.evidence */
	bool for_person; /* reads it on a screen: a pager may help */
	/* Of the reports of a scan it shows what is called what, its class, and
	 * the values: no trends, no alerts, and coverage only of what is not
	 * complete. */
	bool scan_of_values;
};

/* Ends with a row whose name is NULL. */
extern const struct hscan_format hscan_formats[];

/* NULL when there is no such format. */
const struct hscan_format *hscan_format_find(const char *name);

/* HSCAN_EINVAL: it cannot tell roles, which the report has. */
HSCAN_CHECK enum hscan_status hscan_format_check_roles(
    const struct hscan_format *format, struct hscan_error *err);

/* Whether it can write such a thing. */
bool hscan_format_takes(
    const struct hscan_format *format, enum hscan_shape shape);

/* Appends it as what it is over time. */
HSCAN_CHECK enum hscan_status hscan_trend_as(const struct hscan_report *report,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* Appends the report in a format of that name; its like for the other shapes
 * are beside them. HSCAN_EINVAL: no format of that name can write it. */
HSCAN_CHECK enum hscan_status hscan_report_write(
    const struct hscan_report *report, const char *format,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

#endif
