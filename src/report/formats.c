/* SPDX-License-Identifier: MIT */
/* The formats that results can be written in; a new one is a row here. */
#include <string.h>

#include "base/arena.h"
#include "report/by_role.h"
#include "report/explanation.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/retention.h"
#include "report/scan.h"
#include "report/waiting.h"

const struct hscan_format hscan_formats[] = {
    {
	.name = "table",
	.summary = "for a person at a terminal",
	.report = hscan_table_write,
	.trend = hscan_trend_write,
	.explanation = hscan_explanation_table,
	.scan = hscan_scan_table,
	.scan_of_values = true,
	.comparison = hscan_comparison_table,
	.grid = hscan_grid_table,
	.waiting = hscan_waiting_table,
	.retention = hscan_retention_table,
	.for_person = true,
	.gates = true,
	.roles = SPREAD_ROLES,
    },
    {
	.name = "json",
	.summary = "for programs; healthscan.report/1",
	.report = hscan_json_write,
	.explanation = hscan_explanation_json,
	.scan = hscan_scan_json,
	.comparison = hscan_comparison_json,
	.grid = hscan_grid_json,
	.waiting = hscan_waiting_json,
	.retention = hscan_retention_json,
	.gates = true,
	.roles = WITH_ROLES,
    },
    {
	.name = "ndjson",
	.summary = "the same on one line; of a scan, a line a repository",
	.report = hscan_ndjson_write,
	.explanation = hscan_explanation_ndjson,
	.scan = hscan_scan_ndjson,
	.comparison = hscan_comparison_ndjson,
	.grid = hscan_grid_lines,
	.waiting = hscan_waiting_ndjson,
	.retention = hscan_retention_ndjson,
	.gates = true,
	.roles = WITH_ROLES,
    },
    {
	.name = "csv",
	.summary = "for spreadsheets; a line a metric and window",
	.report = hscan_csv_write,
	.trend = hscan_trend_csv,
	.explanation = hscan_explanation_csv,
	.scan = hscan_scan_csv,
	.scan_of_values = true,
	.comparison = hscan_comparison_csv,
	.grid = hscan_grid_csv,
	.waiting = hscan_waiting_csv,
	.retention = hscan_retention_csv,
	.gates = true,
	.roles = SPREAD_ROLES,
    },
    {
	.name = "html",
	.summary = "one page with charts and samples, for a browser",
	.report = hscan_html_write,
	.trend = hscan_trend_html,
	.explanation = hscan_explanation_html,
	.scan = hscan_scan_html,
	.scan_of_values = true,
	.comparison = hscan_comparison_html,
	.page = hscan_html_page,
	.spark = hscan_html_spark,
	.suffix = ".html",
	.waiting = hscan_waiting_html,
	.retention = hscan_retention_html,
	.evidence = true,
	.gates = true,
	.roles = SPREAD_ROLES,
    },
    {
	.name = "markdown",
	.summary = "for comments, summaries and notes",
	.report = hscan_markdown_write,
	.trend = hscan_trend_markdown,
	.explanation = hscan_explanation_markdown,
	.scan = hscan_scan_markdown,
	.scan_of_values = true,
	.comparison = hscan_comparison_markdown,
	.page = hscan_markdown_page,
	.suffix = ".md",
	.grid = hscan_grid_markdown,
	.waiting = hscan_waiting_markdown,
	.retention = hscan_retention_markdown,
	.gates = true,
	.roles = SPREAD_ROLES,
    },
    {
	.name = "prometheus",
	.summary = "for the node exporter's textfile collector",
	.report = hscan_prometheus_write,
	.scan = hscan_scan_prometheus,
	.gates = true,
    },
    {
	.name = "github",
	.summary = "annotations, job summary and outputs of a workflow",
	.report = hscan_github_write,
	.scan = hscan_scan_github,
	.gates = true,
    },
    {
	.name = "junit",
	.summary = "a test a metric, as CI systems show them",
	.report = hscan_junit_write,
	.scan = hscan_scan_junit,
	.gates = true,
    },
    {
	.name = "badge",
	.summary = "a small picture, SVG",
	.report = hscan_badge_write,
    },
    {
	.name = "shields",
	.summary = "the badge as JSON for shields.io/endpoint",
	.report = hscan_shields_write,
    },
    {.name = NULL},
};

const struct hscan_format *
hscan_format_find(const char *name)
{
	for (const struct hscan_format *row = hscan_formats; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

bool
hscan_format_takes(const struct hscan_format *format, enum hscan_shape shape)
{
	switch (shape) {
	case HSCAN_SHAPE_REPORT: return format->report != NULL;
	case HSCAN_SHAPE_EXPLANATION: return format->explanation != NULL;
	case HSCAN_SHAPE_SCAN: return format->scan != NULL;
	case HSCAN_SHAPE_COMPARISON: return format->comparison != NULL;
	case HSCAN_SHAPE_GRID: return format->grid != NULL;
	case HSCAN_SHAPE_WAITING: return format->waiting != NULL;
	case HSCAN_SHAPE_RETENTION: return format->retention != NULL;
	}
	return false;
}

/* The row of the table, when it can write such a thing. */
static const struct hscan_format *
find(const char *name, enum hscan_shape shape, struct hscan_error *err)
{
	const struct hscan_format *format = hscan_format_find(name);

	if (format && hscan_format_takes(format, shape))
		return format;
	(void)hscan_fail(err, HSCAN_EINVAL,
	    "%s is no format for this; write table, json, ndjson or csv", name);
	return NULL;
}

enum hscan_status
hscan_format_check_roles(
    const struct hscan_format *format, struct hscan_error *err)
{
	if (format->roles != NO_ROLES)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s has no room for roles (--by); write table, json, ndjson, csv, "
	    "html or markdown",
	    format->name);
}

/* The report as the format shows it; `*out` is it, or of the arena. */
static enum hscan_status
lay_roles(const struct hscan_format *format, const struct hscan_report **report,
    struct hscan_arena *arena, struct hscan_report *room,
    struct hscan_error *err)
{
	enum hscan_status status;

	if (!(*report)->by_role)
		return HSCAN_OK;
	status = hscan_format_check_roles(format, err);
	if (status != HSCAN_OK || format->roles == WITH_ROLES)
		return status;
	status = by_role_spread(*report, arena, room, err);
	*report = room;
	return status;
}

static enum hscan_status
write_as(const struct hscan_report *report, const struct hscan_format *format,
    hscan_report_fn *write, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_report room;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = lay_roles(format, &report, &arena, &room, err);
	if (status == HSCAN_OK)
		status = write(report, look, out, err);
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
hscan_report_write(const struct hscan_report *report, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format = find(name, HSCAN_SHAPE_REPORT, err);

	return format ? write_as(report, format, format->report, look, out, err)
		      : HSCAN_EINVAL;
}

enum hscan_status
hscan_trend_as(const struct hscan_report *report, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format = find(name, HSCAN_SHAPE_REPORT, err);

	return format ? write_as(report, format,
			    format->trend ? format->trend : format->report,
			    look, out, err)
		      : HSCAN_EINVAL;
}

enum hscan_status
hscan_explanation_write(const struct hscan_explanation *explanation,
    size_t shown, const char *name, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_format *format =
	    find(name, HSCAN_SHAPE_EXPLANATION, err);
	struct hscan_explanation laid = *explanation;
	struct hscan_report room;
	struct hscan_arena arena;
	enum hscan_status status;

	if (!format)
		return HSCAN_EINVAL;
	if (shown > explanation->samples_len)
		shown = explanation->samples_len;
	hscan_arena_init(&arena);
	status = lay_roles(format, &laid.report, &arena, &room, err);
	if (status == HSCAN_OK)
		status = format->explanation(&laid, shown, look, out, err);
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
hscan_scan_write(const struct hscan_scan *scan, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format = find(name, HSCAN_SHAPE_SCAN, err);

	return format ? format->scan(scan, look, out, err) : HSCAN_EINVAL;
}

enum hscan_status
hscan_comparison_write(const struct hscan_scan *scan, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format =
	    find(name, HSCAN_SHAPE_COMPARISON, err);

	return format ? format->comparison(scan, look, out, err) : HSCAN_EINVAL;
}

enum hscan_status
hscan_grid_write(const struct hscan_grid *grid, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format = find(name, HSCAN_SHAPE_GRID, err);

	return format ? format->grid(grid, look, out, err) : HSCAN_EINVAL;
}

enum hscan_status
hscan_waiting_write(const struct hscan_waiting *waiting, size_t shown,
    const char *name, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format =
	    find(name, HSCAN_SHAPE_WAITING, err);

	if (shown > waiting->len)
		shown = waiting->len;
	return format ? format->waiting(waiting, shown, look, out, err)
		      : HSCAN_EINVAL;
}

enum hscan_status
hscan_retention_write(const struct hscan_retention *retention, const char *name,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_format *format =
	    find(name, HSCAN_SHAPE_RETENTION, err);

	return format ? format->retention(retention, look, out, err)
		      : HSCAN_EINVAL;
}
