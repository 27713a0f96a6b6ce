/* SPDX-License-Identifier: MIT */
/* The report as JSON, for programs. Its grammar is the schema in src/report,
 * and fields are only ever added. What differs between two runs over
 * the same records is generated_at and synced_at, and nothing else. */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/time.h"
#include "metric/parse.h"
#include "metric/statistic.h"
#include "report/alert.h"
#include "report/by_role.h"
#include "report/data/json_parts.h"
#include "report/data/json_value.h"
#include "report/formats.h"

/* Null is not told. */
static bool
add_told(cJSON *object, const char *key, bool value, bool told)
{
	return told ? json_add_bool(object, key, value)
		    : json_add_string(object, key, NULL);
}

static bool
add_repo(cJSON *root, const struct hscan_report *report)
{
	const struct hscan_repo *repo = &report->repo;
	unsigned unknown = repo->unknown;
	cJSON *object = json_add_object(root, "repo");

	return object && json_add_string(object, "host", report->host) &&
	       /* A clone that is on no forge has no number of one. */
	       (repo->id > 0 ? json_add_i64(object, "id", repo->id)
			     : json_add_string(object, "id", NULL)) &&
	       json_add_text(object, "full_name", repo->full_name) &&
	       json_add_text(object, "default_branch", repo->default_branch) &&
	       json_add_time(object, "created_at",
		   unknown & HSCAN_REPO_CREATED ? HSCAN_NEVER
						: repo->created_at) &&
	       add_told(object, "archived", repo->archived,
		   !(unknown & HSCAN_REPO_ARCHIVED)) &&
	       add_told(
		   object, "fork", repo->fork, !(unknown & HSCAN_REPO_FORK)) &&
	       add_told(object, "has_issues", repo->has_issues,
		   !(unknown & HSCAN_REPO_HAS_ISSUES));
}

bool
json_add_group(cJSON *root, const struct hscan_report_group *group)
{
	cJSON *object, *members;
	bool good;

	if (!group)
		return true;
	object = json_add_object(root, "group");
	members = object && json_add_text(object, "name", group->name)
		      ? json_add_array(object, "members")
		      : NULL;
	good = members != NULL;
	for (size_t i = 0; i < group->len && good; i++)
		good = json_append_text(members, group->members[i]);
	return good;
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

/* Where the commits are from; null is not known. */
static bool
add_head(cJSON *object, const struct hscan_coverage *row)
{
	if (!json_add_text(object, "head", row->head))
		return false;
	if (row->head_kind == HSCAN_HEAD_UNTOLD ||
	    row->head_kind == HSCAN_HEAD_UNKNOWN)
		return json_add_string(object, "default_branch", NULL);
	return json_add_bool(
	    object, "default_branch", row->head_kind == HSCAN_HEAD_DEFAULT);
}

/* Who else has told of it, and when. */
static bool
add_spans(cJSON *object, const struct hscan_coverage *row)
{
	cJSON *list = json_add_array(object, "spans");
	bool good = list != NULL;

	for (size_t i = 0; i < row->spans_len && good; i++) {
		const struct hscan_span *span = &row->spans[i];
		cJSON *inner = json_append_object(list);

		good = inner &&
		       json_add_string(
			   inner, "source", hscan_source_name(span->source)) &&
		       json_add_time(inner, "from", span->starts_at) &&
		       json_add_time(inner, "to", span->ends_at) &&
		       json_add_bool(inner, "complete", span->complete);
	}
	return good;
}

static bool
add_stream(cJSON *streams, const struct hscan_coverage *row)
{
	cJSON *object = json_add_object(streams, row->stream);

	if (!object || !json_add_bool(object, "complete", row->complete) ||
	    !json_add_bool(object, "collected", row->collected) ||
	    !json_add_i64(object, "rows", row->rows))
		return false;
	if (row->unreadable > 0 &&
	    !json_add_i64(object, "unreadable", row->unreadable))
		return false;
	if (row->since != HSCAN_NEVER &&
	    !json_add_time(object, "since", row->since))
		return false;
	if (row->source && !json_add_string(object, "source", row->source))
		return false;
	if (row->head_kind != HSCAN_HEAD_NONE && !add_head(object, row))
		return false;
	if (row->spans_len > 0 && !add_spans(object, row))
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
add_trend(cJSON *object, const struct hscan_value *values, size_t len)
{
	cJSON *trend = json_add_array(object, "trend");
	bool good = trend != NULL;

	for (size_t i = 0; i < len && good; i++)
		good = add_point(trend, &values[i]);
	return good;
}

/* To the window before. */
static bool
add_change(cJSON *object, const struct hscan_change *change)
{
	cJSON *inner;

	if (!change)
		return true;
	inner = json_add_object(object, "change");
	if (!inner || !json_add_number(inner, "from", change->from) ||
	    !json_add_number(inner, "difference", change->difference) ||
	    !json_add_number(inner, "percent", change->percent))
		return false;
	if (change->beyond_chance == HSCAN_UNKNOWN_YET)
		return json_add_string(inner, "beyond_chance", NULL) &&
		       json_add_string(inner, "reason", change->reason);
	return json_add_bool(
	    inner, "beyond_chance", change->beyond_chance == HSCAN_YES);
}

/* [low, high], or null. */
static bool
add_interval(cJSON *object, const struct hscan_interval *ci95)
{
	cJSON *list;

	if (!ci95->known)
		return json_add_string(object, "ci95", NULL);
	list = json_add_array(object, "ci95");
	return list && json_append_double(list, ci95->low) &&
	       json_append_double(list, ci95->high);
}

/* What is usual, or null where too few windows have a value. */
static bool
add_baseline(cJSON *object, const struct hscan_baseline *baseline)
{
	static const char *const deviations[] = {
	    [HSCAN_DEVIATION_NONE] = NULL,
	    [HSCAN_DEVIATION_WORSE] = "worse",
	    [HSCAN_DEVIATION_BETTER] = "better",
	};
	bool mad = baseline->method == HSCAN_BASELINE_MAD;
	cJSON *inner;

	if (!baseline->known)
		return json_add_string(object, "baseline", NULL);
	inner = json_add_object(object, "baseline");
	return inner &&
	       json_add_string(inner, "method", mad ? "mad" : "sigma") &&
	       json_add_double(
		   inner, mad ? "median" : "mean", baseline->center) &&
	       json_add_double(inner, mad ? "mad" : "sd", baseline->spread) &&
	       json_add_number(inner, "z", baseline->z) &&
	       json_add_i64(inner, "windows", (int64_t)baseline->windows) &&
	       json_add_string(
		   inner, "deviation", deviations[baseline->deviation]);
}

bool
json_add_provisional(cJSON *object, bool provisional, int64_t since)
{
	char text[HSCAN_TIME_SIZE + sizeof("webhook since ")] =
	    "webhook since ";

	if (!provisional)
		return true;
	hscan_format_time(since, text + strlen(text));
	return json_add_string(object, "provisional", text);
}

/* What there is in all, of which share nobody says whose it is, and between
 * what the value lies whosever that is. */
static bool
add_unknown(cJSON *object, const struct hscan_measure *measure)
{
	const struct hscan_interval *range = &measure->range;
	const struct hscan_number ends[] = {
	    {range->known, range->low}, {range->known, range->high}};

	return json_add_number(object, "whole", measure->count) &&
	       json_add_number(object, "unknown", measure->unknown) &&
	       json_add_number(object, "least", ends[0]) &&
	       json_add_number(object, "most", ends[1]);
}

/* What only some statistics have. `numbers` is of the same metric: of all of
 * it, or of a role. */
static bool
add_extras(cJSON *object, const struct hscan_measure *measure,
    const struct hscan_role_value *numbers)
{
	enum hscan_statistic statistic = measure->metric->statistic;

	if (statistic == HSCAN_STAT_MEDIAN &&
	    (!json_add_number(object, "p75", numbers->p75) ||
		!json_add_number(object, "p90", numbers->p90)))
		return false;
	if (statistic == HSCAN_STAT_RATE &&
	    !json_add_number(object, "count", numbers->count))
		return false;
	if ((hscan_is_share(statistic) || statistic == HSCAN_STAT_RATIO) &&
	    !json_add_number(object, "numerator", numbers->numerator))
		return false;
	if ((statistic == HSCAN_STAT_MEDIAN || hscan_is_share(statistic)) &&
	    !add_interval(object, &numbers->now.ci95))
		return false;
	if ((measure->metric->needs & HSCAN_NEED_ORGANIZATIONS) &&
	    !add_unknown(object, measure))
		return false;
	if (measure->censors && !json_add_i64(object, "open", numbers->open))
		return false;
	return !measure->censors || statistic == HSCAN_STAT_WITHIN ||
	       json_add_number(object, "km_median", numbers->km_median);
}

static struct hscan_role_value
numbers_of(const struct hscan_measure *measure)
{
	return (struct hscan_role_value){
	    .now = measure->now,
	    .p75 = measure->p75,
	    .p90 = measure->p90,
	    .count = measure->count,
	    .numerator = measure->numerator,
	    .open = measure->open,
	    .km_median = measure->km_median,
	};
}

/* What the items of each role come to; nothing where that was not asked for. */
static bool
add_roles(cJSON *object, const struct hscan_measure *measure)
{
	cJSON *roles;
	bool good;

	if (!measure->roles)
		return true;
	roles = json_add_object(object, "by_role");
	good = roles != NULL;
	for (size_t i = 0; i < HSCAN_ROLES && good; i++) {
		const struct hscan_role_value *one = &measure->roles[i];
		cJSON *inner =
		    json_add_object(roles, hscan_role_name(one->role));

		good = inner &&
		       json_add_number(inner, "value", one->now.value) &&
		       json_add_i64(inner, "n", one->now.n) &&
		       add_extras(inner, measure, one) &&
		       json_add_string(inner, "reason", one->now.reason) &&
		       add_trend(inner, one->trend, one->trend_len);
	}
	return good;
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
	return (!other ||
		   json_add_text(object, "risk_from", metric->risk_from)) &&
	       (!measure->because ||
		   json_add_text(object, "because", measure->because->id));
}

static bool
add_metric(cJSON *list, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	const struct hscan_role_value all = numbers_of(measure);
	cJSON *object = json_append_object(list);
	cJSON *excluded = NULL;

	if (!object || !json_add_text(object, "id", metric->id) ||
	    !json_add_text(object, "title", metric->title) ||
	    !json_add_text(object, "unit", metric->unit) ||
	    !json_add_string(object, "better", json_better(metric->better)) ||
	    !json_add_string(
		object, "statistic", hscan_statistic_name(metric->statistic)) ||
	    !json_add_clock(object, metric) ||
	    !json_add_number(object, "value", measure->now.value) ||
	    !json_add_i64(object, "n", measure->now.n) ||
	    !add_extras(object, measure, &all))
		return false;
	excluded = json_add_object(object, "excluded");
	if (!excluded ||
	    !json_add_i64(excluded, "bots", measure->excluded_bots) ||
	    (measure->excluded_unreadable > 0 &&
		!json_add_i64(
		    excluded, "unreadable", measure->excluded_unreadable)) ||
	    (measure->ended_before_began > 0 &&
		!json_add_i64(excluded, "ended_before_began",
		    measure->ended_before_began)) ||
	    !add_verdict(object, measure) ||
	    !json_add_string(object, "reason", measure->now.reason) ||
	    !json_add_provisional(
		object, measure->provisional, measure->provisional_since))
		return false;
	if (metric->chaoss.len > 0 &&
	    !json_add_text(object, "chaoss", metric->chaoss))
		return false;
	if (metric->chaoss_url.len > 0 &&
	    !json_add_text(object, "chaoss_url", metric->chaoss_url))
		return false;
	return add_baseline(object, &measure->baseline) &&
	       add_change(object, measure->change) &&
	       add_trend(object, measure->trend, measure->trend_len) &&
	       add_roles(object, measure);
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

/* Absent: there is none, or nothing rests on answers. */
static bool
add_suspects(cJSON *root, const struct hscan_report *report)
{
	cJSON *list, *object;

	if (report->suspects_len == 0)
		return true;
	list = json_add_array(root, "suspected_bots");
	for (size_t i = 0; i < report->suspects_len && list; i++) {
		const struct hscan_suspect *suspect = &report->suspects[i];

		object = json_append_object(list);
		if (!object ||
		    !json_add_text(object, "login", suspect->login) ||
		    !json_add_i64(object, "first_answers", suspect->answers) ||
		    !json_add_i64(object, "within_2_minutes", suspect->quick))
			return false;
	}
	return list != NULL;
}

bool
json_add_slice(cJSON *root, const struct hscan_slice *slice)
{
	cJSON *object, *labels;

	if (slice->labels_len == 0 && !slice->author.ptr && !slice->base.ptr)
		return json_add_string(root, "slice", NULL);
	object = json_add_object(root, "slice");
	labels = object ? json_add_array(object, "labels") : NULL;
	for (size_t i = 0; i < slice->labels_len && labels; i++)
		if (!json_append_text(labels, slice->labels[i]))
			return false;
	return labels && json_add_text(object, "author", slice->author) &&
	       json_add_text(object, "base", slice->base);
}

/* A document of its own does not say that it has turned: it is written when
 * it has. */
static bool
add_alert(cJSON *object, const struct hscan_alert *alert, bool turned)
{
	const char *kind =
	    alert->kind == HSCAN_ALERT_DEVIATION ? "deviation" : "threshold";

	return object && json_add_text(object, "metric", alert->metric) &&
	       json_add_string(object, "kind", kind) &&
	       json_add_string(
		   object, "state", alert->firing ? "firing" : "cleared") &&
	       json_add_time(object, "since", alert->since) &&
	       (!turned || json_add_bool(object, "turned", alert->turned)) &&
	       json_add_number(object, "value", alert->value) &&
	       json_add_text(object, "message", alert->message);
}

static bool
add_alerts(cJSON *root, const struct hscan_report *report)
{
	cJSON *list = json_add_array(root, "alerts");
	bool good = list != NULL;

	for (size_t i = 0; i < report->alerts_len && good; i++)
		good = add_alert(
		    json_append_object(list), &report->alerts[i], true);
	return good;
}

/* What durations are counted in; nothing where all are of calendar hours. */
bool
json_add_hours(cJSON *root, const struct hscan_business *business)
{
	cJSON *object, *work;

	if (!business)
		return true;
	object = json_add_object(root, "hours");
	work = object ? json_add_array(object, "work") : NULL;
	for (size_t i = 0; i < business->work_len && work; i++)
		if (!json_append_text(work, business->work[i]))
			return false;
	return work &&
	       json_add_i64(object, "holidays", (int64_t)business->holidays) &&
	       json_add_text(object, "tz", business->tz);
}

/* Of the store's own nothing is said: it is what there always was. */
static bool
add_engine(cJSON *root, const struct hscan_report *report)
{
	return !report->engine ||
	       (json_add_string(root, "engine", report->engine) &&
		   json_add_string(
		       root, "alerts_missing", "not kept with --engine"));
}

/* Which of several domains says whose an address is, where that matters. */
static bool
add_domains(cJSON *root, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (report->measures[i].unknown.known)
			return json_add_string(root, "organization_domain",
			    report->gitdm_order ? "shortest" : "longest");
	return true;
}

bool
json_add_report(cJSON *root, const struct hscan_report *report)
{
	return json_add_string(root, "healthscan", report->version) &&
	       json_add_time(root, "generated_at", report->generated_at) &&
	       json_add_time(root, "as_of", report->as_of) &&
	       add_repo(root, report) && json_add_group(root, report->group) &&
	       add_window(root, &report->window) &&
	       json_add_string(root, "history",
		   report->history_events ? "events" : "snapshot") &&
	       json_add_string(root, "bots",
		   report->bots_included ? "include" : "exclude") &&
	       add_engine(root, report) &&
	       (!report->by_role ||
		   (json_add_string(root, "by", "role") &&
		       json_add_string(root, "by_basis", by_role_basis))) &&
	       json_add_i64(root, "min_samples", report->min_samples) &&
	       json_add_slice(root, &report->slice) &&
	       json_add_hours(root, report->business) &&
	       add_domains(root, report) && add_coverage(root, report) &&
	       json_add_provisional(
		   root, report->provisional, report->provisional_since) &&
	       json_add_life(root, report) && add_metrics(root, report) &&
	       add_suspects(root, report) && add_alerts(root, report) &&
	       (!report->gate || json_add_gate(root, report->gate));
}

static enum hscan_status
write_report(const struct hscan_report *report, bool one_line,
    struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good;

	good = root && json_add_string(root, "schema", "healthscan.report/1") &&
	       json_add_report(root, report);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_json_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* JSON looks the same everywhere */
	return write_report(report, false, out, err);
}

enum hscan_status
hscan_ndjson_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_report(report, true, out, err);
}

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
	       add_alert(root, alert, false);
	return json_finish(root, good, out, err);
}
