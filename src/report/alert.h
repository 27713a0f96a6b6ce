/* SPDX-License-Identifier: MIT */
/* One alert as a document of its own. */
#ifndef HSCAN_REPORT_ALERT_H
#define HSCAN_REPORT_ALERT_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/buf.h"

/* {"schema":"healthscan.alert/1", host, repo, as_of, metric, kind, state,
 * since, value, message} */
HSCAN_CHECK enum hscan_status hscan_alert_json(
    const struct hscan_report *report, const struct hscan_alert *alert,
    struct hscan_buf *out, struct hscan_error *err);

#endif
