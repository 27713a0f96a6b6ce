/* SPDX-License-Identifier: MIT */
/* The list of metrics as JSON; see catalogue.h. */
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "metric/parse.h"
#include "report/catalogue.h"

/* cJSON wants a NUL at the end. */
static cJSON *
add_text(cJSON *object, const char *key, struct hscan_text text)
{
	struct hscan_buf copy;
	cJSON *added;

	hscan_buf_init(&copy, (size_t)64 * 1024);
	(void)hscan_buf_add_text(&copy, text);
	added = copy.failed != HSCAN_OK ? NULL
					: cJSON_AddStringToObject(object, key,
					      hscan_buf_string(&copy));
	hscan_buf_clear(&copy);
	return added;
}

static cJSON *
add_bound(cJSON *object, const char *key, const struct hscan_bound *bound)
{
	static const char *const operators[] = {
	    [HSCAN_NO_BOUND] = "",
	    [HSCAN_AT_MOST] = "<=",
	    [HSCAN_LESS] = "<",
	    [HSCAN_AT_LEAST] = ">=",
	    [HSCAN_MORE] = ">",
	};
	cJSON *added;

	if (bound->comparison == HSCAN_NO_BOUND)
		return cJSON_AddNullToObject(object, key);
	added = cJSON_AddObjectToObject(object, key);
	if (!added ||
	    !cJSON_AddStringToObject(
		added, "op", operators[bound->comparison]) ||
	    !cJSON_AddNumberToObject(added, "value", bound->value))
		return NULL;
	return added;
}

static bool
add_metric(cJSON *list, const struct hscan_metric *metric)
{
	static const char *const better[] = {
	    [HSCAN_BETTER_NEUTRAL] = "neutral",
	    [HSCAN_BETTER_LOWER] = "lower",
	    [HSCAN_BETTER_HIGHER] = "higher",
	};
	cJSON *object = cJSON_CreateObject();

	if (!object || !cJSON_AddItemToArray(list, object)) {
		cJSON_Delete(object);
		return false;
	}
	if (!add_text(object, "id", metric->id) ||
	    !add_text(object, "title", metric->title) ||
	    !add_text(object, "unit", metric->unit) ||
	    !cJSON_AddStringToObject(
		object, "better", better[metric->better]) ||
	    !cJSON_AddStringToObject(
		object, "statistic", hscan_statistic_name(metric->statistic)) ||
	    !add_bound(object, "healthy", &metric->healthy) ||
	    !add_bound(object, "risk", &metric->risk))
		return false;
	return metric->risk_from.len == 0 ||
	       add_text(object, "risk_from", metric->risk_from) != NULL;
}

enum hscan_status
hscan_catalogue_json(const struct hscan_metric *metrics, size_t len,
    struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	cJSON *list = NULL;
	char *text = NULL;
	bool good;

	good = root &&
	       cJSON_AddStringToObject(root, "schema", "healthscan.metrics/1");
	if (good)
		list = cJSON_AddArrayToObject(root, "metrics");
	good = list != NULL;
	for (size_t i = 0; i < len && good; i++)
		good = add_metric(list, &metrics[i]);
	if (good)
		text = cJSON_Print(root);
	if (text) {
		(void)hscan_buf_add_string(out, text);
		(void)hscan_buf_add_char(out, '\n');
	}
	cJSON_Delete(root);
	if (!text)
		return hscan_no_memory(err);
	cJSON_free(text);
	return hscan_buf_check(out, "the list of metrics", err);
}
