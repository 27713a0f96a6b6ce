/* SPDX-License-Identifier: MIT */
/* The writers behind hscan_formats; one a format. */
#ifndef HSCAN_REPORT_FORMATS_H
#define HSCAN_REPORT_FORMATS_H

#include "report/report.h"

HSCAN_CHECK enum hscan_status hscan_table_write(
    const struct hscan_report *report, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_json_write(
    const struct hscan_report *report, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_ndjson_write(
    const struct hscan_report *report, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_csv_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

#endif
