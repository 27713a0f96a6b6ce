/* SPDX-License-Identifier: MIT */
/* Tables and bills of materials of a scan, and what of them it leaves out; see
 * json_inputs.h. */
#include "report/data/json_inputs.h"

#include <cjson/cJSON.h>

#include "report/data/json_value.h"

static bool
add_input(cJSON *list, const struct hscan_scan_input *input)
{
	cJSON *object = json_append_object(list);

	return object && json_add_text(object, "file", input->file) &&
	       json_add_string(object, "kind", input->kind) &&
	       json_add_text(object, "column", input->column) &&
	       json_add_i64(object, "entries", (int64_t)input->entries) &&
	       json_add_i64(object, "named", (int64_t)input->named) &&
	       json_add_i64(object, "guessed", (int64_t)input->guessed) &&
	       json_add_i64(
		   object, "repositories", (int64_t)input->repositories) &&
	       json_add_i64(object, "without", (int64_t)input->without) &&
	       json_add_i64(object, "elsewhere", (int64_t)input->elsewhere);
}

static bool
add_unlisted(cJSON *list, const struct hscan_scan *scan,
    const struct hscan_scan_unlisted *left)
{
	cJSON *object = json_append_object(list);

	return object &&
	       json_add_text(object, "file", scan->inputs[left->input].file) &&
	       json_add_text(object, "entry", left->entry) &&
	       json_add_string(object, "reason",
		   left->host.ptr ? "its host is not asked"
				  : "it names no repository") &&
	       json_add_text(object, "host", left->host);
}

bool
json_add_inputs(cJSON *root, const struct hscan_scan *scan)
{
	cJSON *list;
	bool good = true;

	if (scan->inputs_len == 0)
		return true;
	list = json_add_array(root, "inputs");
	for (size_t i = 0; i < scan->inputs_len && good; i++)
		good = list && add_input(list, &scan->inputs[i]);
	list = good ? json_add_array(root, "unlisted") : NULL;
	good = list != NULL;
	for (size_t i = 0; i < scan->not_listed_len && good; i++)
		good = add_unlisted(list, scan, &scan->not_listed[i]);
	return good;
}
