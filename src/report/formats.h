/* SPDX-License-Identifier: MIT */
/* The writers behind hscan_formats; one a format. */
#ifndef HSCAN_REPORT_FORMATS_H
#define HSCAN_REPORT_FORMATS_H

#include "report/report.h"

HSCAN_CHECK hscan_report_fn hscan_table_write;
HSCAN_CHECK hscan_report_fn hscan_json_write;
HSCAN_CHECK hscan_report_fn hscan_ndjson_write;
HSCAN_CHECK hscan_report_fn hscan_csv_write;
HSCAN_CHECK hscan_report_fn hscan_html_write;
HSCAN_CHECK hscan_report_fn hscan_markdown_write;
HSCAN_CHECK hscan_report_fn hscan_prometheus_write;
HSCAN_CHECK hscan_report_fn hscan_github_write;
HSCAN_CHECK hscan_report_fn hscan_junit_write;
HSCAN_CHECK hscan_report_fn hscan_badge_write;
HSCAN_CHECK hscan_report_fn hscan_shields_write;

/* The pages of a scan. */
HSCAN_CHECK hscan_report_fn hscan_html_page;
HSCAN_CHECK hscan_report_fn hscan_markdown_page;
hscan_spark_fn hscan_html_spark;
HSCAN_CHECK hscan_report_fn hscan_trend_write;
HSCAN_CHECK hscan_report_fn hscan_trend_csv;
HSCAN_CHECK hscan_report_fn hscan_trend_html;
HSCAN_CHECK hscan_report_fn hscan_trend_markdown;

HSCAN_CHECK hscan_explanation_fn hscan_explanation_table;
HSCAN_CHECK hscan_explanation_fn hscan_explanation_json;
HSCAN_CHECK hscan_explanation_fn hscan_explanation_ndjson;
HSCAN_CHECK hscan_explanation_fn hscan_explanation_csv;
HSCAN_CHECK hscan_explanation_fn hscan_explanation_html;

HSCAN_CHECK hscan_scan_fn hscan_scan_table;
HSCAN_CHECK hscan_scan_fn hscan_scan_json;
HSCAN_CHECK hscan_scan_fn hscan_scan_ndjson;
HSCAN_CHECK hscan_scan_fn hscan_scan_csv;
HSCAN_CHECK hscan_scan_fn hscan_scan_html;
HSCAN_CHECK hscan_scan_fn hscan_scan_markdown;
HSCAN_CHECK hscan_scan_fn hscan_scan_prometheus;
HSCAN_CHECK hscan_scan_fn hscan_scan_github;
HSCAN_CHECK hscan_scan_fn hscan_scan_junit;

HSCAN_CHECK hscan_scan_fn hscan_comparison_table;
HSCAN_CHECK hscan_scan_fn hscan_comparison_json;
HSCAN_CHECK hscan_scan_fn hscan_comparison_ndjson;
HSCAN_CHECK hscan_scan_fn hscan_comparison_csv;
HSCAN_CHECK hscan_scan_fn hscan_comparison_html;
HSCAN_CHECK hscan_scan_fn hscan_comparison_markdown;

HSCAN_CHECK hscan_grid_fn hscan_grid_table;
HSCAN_CHECK hscan_grid_fn hscan_grid_json;
HSCAN_CHECK hscan_grid_fn hscan_grid_lines;
HSCAN_CHECK hscan_grid_fn hscan_grid_csv;
HSCAN_CHECK hscan_grid_fn hscan_grid_markdown;

#endif
