/* SPDX-License-Identifier: MIT */
/* What the gate said, as JSON. */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "report/data/json_parts.h"
#include "report/data/json_value.h"

static const struct {
	unsigned flag;
	const char *name;
} fail_words[] = {
    {HSCAN_FAIL_RISK, "risk"},
    {HSCAN_FAIL_WATCH, "watch"},
    {HSCAN_FAIL_DEVIATION, "deviation"},
    {HSCAN_FAIL_REGRESSION, "regression"},
    {HSCAN_FAIL_UNREACHABLE, "unreachable"},
};

/* "risk", "class=dormant", ... */
static bool
add_fail_on(cJSON *policy, const struct hscan_gate *gate)
{
	cJSON *list = policy ? json_add_array(policy, "fail_on") : NULL;
	bool good = list != NULL;
	char word[40];

	for (size_t i = 0;
	     i < sizeof(fail_words) / sizeof(fail_words[0]) && good; i++)
		if (gate->fail_on & fail_words[i].flag)
			good = json_append_text(
			    list, hscan_text_of(fail_words[i].name));
	for (int i = 0; i < HSCAN_LIFE_CLASSES && good; i++) {
		if (!(gate->fail_classes & 1U << i))
			continue;
		(void)snprintf(word, sizeof(word), "class=%s",
		    hscan_life_name((enum hscan_life_class)i));
		good = json_append_text(list, hscan_text_of(word));
	}
	return good;
}

bool
json_add_policy(cJSON *object, const struct hscan_gate *gate)
{
	cJSON *policy = json_add_object(object, "policy");

	return add_fail_on(policy, gate) &&
	       json_add_i64(policy, "min_samples", gate->min_samples) &&
	       json_add_bool(policy, "allow_unknown", gate->allow_unknown) &&
	       (!gate->allow_provisional ||
		   json_add_bool(policy, "allow_provisional", true)) &&
	       json_add_i64(policy, "max_age_seconds", gate->max_age_s) &&
	       json_add_bool(policy, "named", gate->named);
}

/* In which list a finding goes, and what it is called there. */
static const struct {
	const char *list;
	const char *name;
} findings[] = {
    [HSCAN_FINDING_GOOD] = {"good", "good"},
    [HSCAN_FINDING_RISK] = {"failed", "risk"},
    [HSCAN_FINDING_WATCH] = {"failed", "watch"},
    [HSCAN_FINDING_DEVIATION] = {"failed", "deviation"},
    [HSCAN_FINDING_REGRESSION] = {"failed", "regression"},
    [HSCAN_FINDING_MISSING] = {"undecided", "missing"},
    [HSCAN_FINDING_STALE] = {"undecided", "stale"},
    [HSCAN_FINDING_NOT_JUDGED] = {"not_judged", "not_judged"},
    [HSCAN_FINDING_OTHER_HEAD] = {"undecided", "other_head"},
    [HSCAN_FINDING_PROVISIONAL] = {"undecided", "provisional"},
    [HSCAN_FINDING_CLASS] = {"failed", "class"},
    [HSCAN_FINDING_UNREACHABLE] = {"failed", "unreachable"},
};

static bool
add_list(cJSON *object, const struct hscan_gate *gate, const char *name)
{
	cJSON *list = json_add_array(object, name);
	bool good = list != NULL;

	for (size_t i = 0; i < gate->rows_len && good; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];
		cJSON *entry;

		if (strcmp(findings[row->finding].list, name) != 0)
			continue;
		entry = json_append_object(list);
		good =
		    entry &&
		    (row->measure ? json_add_text(entry, "metric",
					row->measure->metric->id)
				  : json_add_string(entry, "metric", NULL)) &&
		    json_add_string(
			entry, "finding", findings[row->finding].name) &&
		    json_add_text(entry, "message", row->why);
	}
	return good;
}

bool
json_add_gate(cJSON *root, const struct hscan_gate *gate)
{
	cJSON *object = json_add_object(root, "gate");

	if (!object || !json_add_policy(object, gate))
		return false;
	/* Undecided is neither. */
	if (gate->result == HSCAN_GATE_UNDECIDED
		? !json_add_string(object, "passed", NULL)
		: !json_add_bool(
		      object, "passed", gate->result == HSCAN_GATE_PASSED))
		return false;
	return add_list(object, gate, "failed") &&
	       add_list(object, gate, "undecided") &&
	       add_list(object, gate, "not_judged") &&
	       add_list(object, gate, "good");
}
