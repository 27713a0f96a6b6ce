/* SPDX-License-Identifier: MIT */
/* A project's life: its class, the evidence and the remarks. What is not known
 * is null, with a reason. */
#include <cjson/cJSON.h>

#include "report/data/json_parts.h"
#include "report/data/json_value.h"

static bool
add_reason(cJSON *object, const char *reason)
{
	return !reason || json_add_string(object, "reason", reason);
}

static bool
add_declining(cJSON *remarks, const struct hscan_declining *declining)
{
	bool known = !declining->reason;
	const struct hscan_number commits = {known, (double)declining->commits};
	const struct hscan_number usual = {known, declining->usual};
	cJSON *object = json_add_object(remarks, "declining");

	return object &&
	       (known ? json_add_bool(object, "value", declining->holds)
		      : json_add_string(object, "value", NULL)) &&
	       json_add_number(object, "commits", commits) &&
	       json_add_number(object, "usual", usual) &&
	       add_reason(object, declining->reason);
}

static bool
add_unanswered(cJSON *remarks, const struct hscan_unanswered *unanswered)
{
	bool known = !unanswered->reason;
	int64_t sum = unanswered->issues + unanswered->pull_requests;
	const struct hscan_number value = {known, (double)sum};
	cJSON *object = json_add_object(remarks, "unanswered");

	return object && json_add_number(object, "value", value) &&
	       (!known ||
		   (json_add_i64(object, "issues", unanswered->issues) &&
		       json_add_i64(object, "pull_requests",
			   unanswered->pull_requests) &&
		       json_add_i64(object, "unread", unanswered->untold))) &&
	       json_add_time(object, "since", unanswered->since) &&
	       add_reason(object, unanswered->reason);
}

bool
json_add_life(cJSON *object, const struct hscan_report *report)
{
	const struct hscan_life *life = report->life;
	cJSON *inner, *remarks;

	if (!life)
		return true;
	inner = json_add_object(object, "lifecycle");
	if (!inner ||
	    !json_add_string(inner, "class",
		life->life_class == HSCAN_LIFE_UNKNOWN
		    ? NULL
		    : hscan_life_name(life->life_class)) ||
	    !json_add_text(inner, "evidence", life->evidence) ||
	    !add_reason(inner, life->reason))
		return false;
	remarks = json_add_object(inner, "remarks");
	return remarks && add_declining(remarks, &life->declining) &&
	       add_unanswered(remarks, &life->unanswered);
}
