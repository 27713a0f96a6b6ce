/* SPDX-License-Identifier: MIT */
/* The report as JSON, for programs. Its grammar is the schema beside this
 * file, and fields are only ever added. What differs between two runs over
 * the same records is generated_at and synced_at, and nothing else. */
#include <cjson/cJSON.h>

#include "base/time.h"
#include "metric/parse.h"
#include "report/formats.h"
#include "report/json_value.h"

static bool
add_repo(cJSON *root, const struct hscan_report *report)
{
	const struct hscan_repo *repo = &report->repo;
	cJSON *object = json_add_object(root, "repo");

	return object && json_add_string(object, "host", report->host) &&
	       json_add_i64(object, "id", repo->id) &&
	       json_add_text(object, "full_name", repo->full_name) &&
	       json_add_text(object, "default_branch", repo->default_branch) &&
	       json_add_time(object, "created_at", repo->created_at) &&
	       json_add_bool(object, "archived", repo->archived) &&
	       json_add_bool(object, "fork", repo->fork) &&
	       json_add_bool(object, "has_issues", repo->has_issues);
}

static bool
add_window(cJSON *root, const struct hscan_window *window)
{
	cJSON *object = json_add_object(root, "window");

	return object && json_add_time(object, "start", window->start) &&
	       json_add_time(object, "end", window->end) &&
	       json_add_double(object, "days",
		   (double)(window->end - window->start) / HSCAN_DAY_S);
}

static bool
add_stream(cJSON *streams, const struct hscan_coverage *row)
{
	cJSON *object = json_add_object(streams, row->stream);

	if (!object || !json_add_bool(object, "complete", row->complete) ||
	    !json_add_bool(object, "collected", row->collected) ||
	    !json_add_i64(object, "rows", row->rows))
		return false;
	if (row->since != HSCAN_NEVER &&
	    !json_add_time(object, "since", row->since))
		return false;
	return row->note.len == 0 || json_add_text(object, "note", row->note);
}

static bool
add_coverage(cJSON *root, const struct hscan_report *report)
{
	cJSON *object = json_add_object(root, "coverage");
	cJSON *streams = NULL;
	bool good;

	good = object && json_add_bool(object, "complete", report->complete) &&
	       json_add_time(object, "synced_at", report->synced_at);
	if (good)
		streams = json_add_object(object, "streams");
	good = streams != NULL;
	for (size_t i = 0; i < report->coverage_len && good; i++)
		good = add_stream(streams, &report->coverage[i]);
	return good;
}

static bool
add_point(cJSON *trend, const struct hscan_value *value)
{
	cJSON *object = json_append_object(trend);

	return object && json_add_time(object, "start", value->window.start) &&
	       json_add_time(object, "end", value->window.end) &&
	       json_add_number(object, "value", value->value) &&
	       json_add_i64(object, "n", value->n) &&
	       (!value->reason ||
		   json_add_string(object, "reason", value->reason));
}

static bool
add_trend(cJSON *object, const struct hscan_measure *measure)
{
	cJSON *trend = json_add_array(object, "trend");
	bool good = trend != NULL;

	for (size_t i = 0; i < measure->trend_len && good; i++)
		good = add_point(trend, &measure->trend[i]);
	return good;
}

/* What only some statistics have. */
static bool
add_extras(cJSON *object, const struct hscan_measure *measure)
{
	if (measure->metric->statistic == HSCAN_STAT_MEDIAN)
		return json_add_number(object, "p75", measure->p75) &&
		       json_add_number(object, "p90", measure->p90);
	if (measure->metric->statistic == HSCAN_STAT_RATE)
		return json_add_number(object, "count", measure->count);
	if (measure->metric->statistic == HSCAN_STAT_SHARE)
		return json_add_number(object, "numerator", measure->numerator);
	return true;
}

static bool
add_verdict(cJSON *object, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	const struct hscan_bound none = {.comparison = HSCAN_NO_BOUND};
	bool other = metric->risk_from.len > 0;

	/* A risk that is another metric's is in that one's unit. */
	if (!json_add_string(object, "status",
		measure->verdict == HSCAN_VERDICT_NONE
		    ? NULL
		    : hscan_verdict_name(measure->verdict)) ||
	    !json_add_bound(object, "healthy", &measure->healthy) ||
	    !json_add_bound(object, "risk", other ? &none : &measure->risk))
		return false;
	return !other || json_add_text(object, "risk_from", metric->risk_from);
}

static bool
add_metric(cJSON *list, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	cJSON *object = json_append_object(list);
	cJSON *excluded = NULL;

	if (!object || !json_add_text(object, "id", metric->id) ||
	    !json_add_text(object, "title", metric->title) ||
	    !json_add_text(object, "unit", metric->unit) ||
	    !json_add_string(object, "better", json_better(metric->better)) ||
	    !json_add_string(
		object, "statistic", hscan_statistic_name(metric->statistic)) ||
	    !json_add_number(object, "value", measure->now.value) ||
	    !json_add_i64(object, "n", measure->now.n) ||
	    !add_extras(object, measure))
		return false;
	excluded = json_add_object(object, "excluded");
	if (!excluded ||
	    !json_add_i64(excluded, "bots", measure->excluded_bots) ||
	    !add_verdict(object, measure) ||
	    !json_add_string(object, "reason", measure->now.reason))
		return false;
	if (metric->chaoss.len > 0 &&
	    !json_add_text(object, "chaoss", metric->chaoss))
		return false;
	return add_trend(object, measure);
}

static bool
add_metrics(cJSON *root, const struct hscan_report *report)
{
	cJSON *list = json_add_array(root, "metrics");
	bool good = list != NULL;

	for (size_t i = 0; i < report->measures_len && good; i++)
		good = add_metric(list, &report->measures[i]);
	return good;
}

enum hscan_status
hscan_json_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good;

	(void)look; /* JSON looks the same everywhere */
	good = root && json_add_string(root, "schema", "healthscan.report/1") &&
	       json_add_string(root, "healthscan", report->version) &&
	       json_add_time(root, "generated_at", report->generated_at) &&
	       json_add_time(root, "as_of", report->as_of) &&
	       add_repo(root, report) && add_window(root, &report->window) &&
	       json_add_string(root, "history",
		   report->history_events ? "events" : "snapshot") &&
	       json_add_string(root, "bots",
		   report->bots_included ? "include" : "exclude") &&
	       add_coverage(root, report) && add_metrics(root, report);
	return json_finish(root, good, out, err);
}
