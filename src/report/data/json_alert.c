/* SPDX-License-Identifier: MIT */
/* One alert as JSON, for a command that is told of it. */
#include <cjson/cJSON.h>

#include "report/alert.h"
#include "report/data/json_value.h"

enum hscan_status
hscan_alert_json(const struct hscan_report *report,
    const struct hscan_alert *alert, struct hscan_buf *out,
    struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good;

	good = root && json_add_string(root, "schema", "healthscan.alert/1") &&
	       json_add_string(root, "host", report->host) &&
	       json_add_text(root, "repo", report->repo.full_name) &&
	       json_add_time(root, "as_of", report->as_of) &&
	       json_add_text(root, "metric", alert->metric) &&
	       json_add_string(root, "kind",
		   alert->kind == HSCAN_ALERT_DEVIATION ? "deviation"
							: "threshold") &&
	       json_add_string(
		   root, "state", alert->firing ? "firing" : "cleared") &&
	       json_add_time(root, "since", alert->since) &&
	       json_add_number(root, "value", alert->value) &&
	       json_add_text(root, "message", alert->message);
	return json_finish(root, good, out, err);
}
