/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, for programs; the grammar is the schema in
 * src/report, and fields are only ever added. */
#include <cjson/cJSON.h>

#include "base/round.h"
#include "base/text.h"
#include "report/data/json_parts.h"
#include "report/data/json_value.h"
#include "report/formats.h"
#include "report/retention.h"

static bool
add_range(cJSON *object, const char *key, const struct hscan_interval *interval)
{
	cJSON *array;

	if (!interval->known)
		return json_add_string(object, key, NULL);
	array = json_add_array(object, key);
	return array &&
	       json_append_double(array, hscan_round4(interval->low)) &&
	       json_append_double(array, hscan_round4(interval->high));
}

static bool
add_rounded(cJSON *object, const char *key, struct hscan_number number)
{
	number.value = number.known ? hscan_round4(number.value) : 0.0;
	return json_add_number(object, key, number);
}

static bool
add_repo(cJSON *root, const struct hscan_report *report)
{
	cJSON *object = json_add_object(root, "repo");

	return object && json_add_string(object, "host", report->host) &&
	       /* A clone that is on no forge has no number of one. */
	       (report->repo.id > 0
		       ? json_add_i64(object, "id", report->repo.id)
		       : json_add_string(object, "id", NULL)) &&
	       json_add_text(object, "full_name", report->repo.full_name);
}

static bool
add_conversion(cJSON *root, const struct hscan_measure *measure)
{
	cJSON *object = json_add_object(root, "conversion");

	return object && json_add_number(object, "value", measure->now.value) &&
	       json_add_i64(object, "n", measure->now.n) &&
	       json_add_number(object, "numerator", measure->numerator) &&
	       add_range(object, "ci95", &measure->now.ci95) &&
	       json_add_string(object, "reason", measure->now.reason);
}

static bool
add_at(cJSON *array, const struct hscan_return_at *at)
{
	cJSON *object = json_append_object(array);

	return object && json_add_i64(object, "days", at->days) &&
	       json_add_i64(object, "at_risk", at->at_risk) &&
	       add_rounded(object, "value", at->value) &&
	       add_range(object, "ci95", &at->ci95) &&
	       json_add_string(object, "reason",
		   at->value.known ? NULL : retention_unwatched);
}

static bool
add_step(cJSON *array, const struct hscan_return_step *step)
{
	cJSON *object = json_append_object(array);

	return object &&
	       json_add_double(object, "days", hscan_round4(step->days)) &&
	       json_add_i64(object, "at_risk", step->at_risk) &&
	       json_add_i64(object, "returned", step->returned) &&
	       json_add_i64(object, "censored", step->censored) &&
	       json_add_double(
		   object, "survival", hscan_round4(step->survival)) &&
	       add_range(object, "ci95", &step->ci95);
}

static bool
add_curve(cJSON *root, const struct hscan_retention *retention)
{
	cJSON *object = json_add_object(root, "curve"), *excluded, *array;
	bool known = !retention->reason;
	bool good;

	good = object && json_add_time(object, "since", retention->since) &&
	       json_add_string(object, "reason", retention->reason);
	excluded = good ? json_add_object(object, "excluded") : NULL;
	good = excluded &&
	       json_add_i64(excluded, "bots", retention->excluded_bots) &&
	       (!known ||
		   (json_add_i64(object, "n", retention->n) &&
		       json_add_i64(object, "returned", retention->returned)));
	good =
	    good && add_rounded(object, "median_days", retention->median_days);
	array = good ? json_add_array(object, "at") : NULL;
	good = array != NULL;
	for (size_t i = 0; i < HSCAN_RETURN_TIMES && good && known; i++)
		good = add_at(array, &retention->at[i]);
	array = good ? json_add_array(object, "steps") : NULL;
	good = array != NULL;
	for (size_t i = 0; i < retention->steps_len && good; i++)
		good = add_step(array, &retention->steps[i]);
	return good;
}

static bool
add_cohort(cJSON *list, const struct hscan_cohort *cohort)
{
	char month[RETENTION_MONTH_SIZE];
	cJSON *object = json_append_object(list), *array;
	bool good =
	    object &&
	    json_add_string(object, "month", retention_month(cohort, month)) &&
	    json_add_i64(object, "n", cohort->n) &&
	    json_add_bool(object, "complete", cohort->over);

	array = good ? json_add_array(object, "months") : NULL;
	good = array != NULL;
	for (size_t i = 0; i < cohort->len && good; i++) {
		cJSON *cell = json_append_object(array);

		good = cell && json_add_i64(cell, "since", (int64_t)i) &&
		       json_add_i64(cell, "came", cohort->came[i]) &&
		       add_rounded(cell, "value", retention_share(cohort, i));
	}
	return good;
}

static bool
add_head(cJSON *root, const struct hscan_report *report)
{
	return json_add_string(root, "schema", "healthscan.retention/1") &&
	       json_add_string(root, "healthscan", report->version) &&
	       json_add_time(root, "generated_at", report->generated_at) &&
	       json_add_time(root, "as_of", report->as_of) &&
	       json_add_time(root, "synced_at", report->synced_at) &&
	       add_repo(root, report) && json_add_group(root, report->group) &&
	       json_add_bool(root, "complete", report->complete) &&
	       json_add_string(
		   root, "bots", report->bots_included ? "include" : "exclude");
}

static enum hscan_status
write_json(const struct hscan_retention *retention, bool one_line,
    struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good = root && add_head(root, retention->report) &&
		    add_conversion(root, retention->report->measures) &&
		    add_curve(root, retention);
	cJSON *list = good ? json_add_array(root, "cohorts") : NULL;

	good = list != NULL;
	for (size_t i = 0; i < retention->cohorts_len && good; i++)
		good = add_cohort(list, &retention->cohorts[i]);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_retention_json(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* JSON looks the same everywhere */
	return write_json(retention, false, out, err);
}

enum hscan_status
hscan_retention_ndjson(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_json(retention, true, out, err);
}
