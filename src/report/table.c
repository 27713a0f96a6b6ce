/* SPDX-License-Identifier: MIT */
/* placeholder until table is written */
#include "report/formats.h"
enum hscan_status
hscan_table_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	return hscan_json_write(report, look, out, err);
}
