/* SPDX-License-Identifier: MIT */
/* The list of metrics as JSON; see catalogue.h. */
#include <cjson/cJSON.h>

#include "metric/parse.h"
#include "report/catalogue.h"
#include "report/data/json_value.h"

static bool
add_metric(cJSON *list, const struct hscan_metric *metric)
{
	cJSON *object = json_append_object(list);

	return object && json_add_text(object, "id", metric->id) &&
	       json_add_text(object, "title", metric->title) &&
	       json_add_text(object, "unit", metric->unit) &&
	       json_add_string(object, "better", json_better(metric->better)) &&
	       json_add_string(object, "statistic",
		   hscan_statistic_name(metric->statistic)) &&
	       json_add_clock(object, metric) &&
	       json_add_bound(object, "healthy", &metric->healthy) &&
	       json_add_bound(object, "risk", &metric->risk) &&
	       (metric->risk_from.len == 0 ||
		   json_add_text(object, "risk_from", metric->risk_from)) &&
	       json_add_string(
		   object, "profile", hscan_metric_profile_name(metric)) &&
	       json_add_text(object, "chaoss", metric->chaoss) &&
	       json_add_text(object, "chaoss_url", metric->chaoss_url);
}

enum hscan_status
hscan_catalogue_json(const struct hscan_metric *metrics, size_t len,
    bool one_line, struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	cJSON *list = NULL;
	bool good;

	good = root && json_add_string(root, "schema", "healthscan.metrics/1");
	if (good)
		list = json_add_array(root, "metrics");
	good = list != NULL;
	for (size_t i = 0; i < len && good; i++)
		good = add_metric(list, &metrics[i]);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}
